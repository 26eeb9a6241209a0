"""HTM006: tags with a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import (
    TYPE_CHECKING,
    Change,
    Document,
    Edit,
    Finding,
    Fix,
    Rule,
    Severity,
    Span,
    Tag,
    bad,
    good,
    has_pair,
    regex,
)
from copydesk_rules.messages import LEAKED, html_block_around, is_leaked, quoted

if TYPE_CHECKING:
    from copydesk_rules.neighbours import Neighbours

_CODE = frozenset(("pre", "code", "svg", "math", "template"))
_DRESSED = frozenset(("a", "img", "p", "div", "span", "font", "iframe", "video", "table", "td", "h1", "h2", "h3", "h4"))
_CURLY = "“”″„‟"


class BrokenTag(Rule):
    """A tag should be written so that every program reads it in the same way.

    ## Why

    Browsers make something of nearly everything, but not the same, and not what was meant: `</br>` is a line break,
    `</img>` is nothing, `align=center/` aligns at `center/`, which there is not, and a curly quote around an address is
    a part of the address.

    ## What it reports

    End tags of elements that have none (`</br>`, `</img>`, `</hr>`), `<be>` for `<br>`, a slash that belongs to the
    value before it, and curly quotes around the values of attributes. The fixes are safe; `<be>` is
    for people, for another letter than the second may be the wrong one.

    ## What it leaves alone

    What the standard allows: `<br/>`, values without quotes, capitals. Elements that HTML does not have. Code. In MDX,
    which Docusaurus takes `.md` files for, too, `<img></img>` is as it should be.
    """

    code = "HTM006"
    name = "broken-tag"
    severity = Severity.WARNING
    needs = ("copydesk_rules.signs:broken tag",)

    examples = (
        bad("<p>One</br>two</p>\n", fixed="<p>One<br>two</p>\n"),
        bad('<p><img src="/a.png" alt="a"></img></p>\n', fixed='<p><img src="/a.png" alt="a"></p>\n'),
        bad('<img src="/a.png" alt="a"></img>\n', note="without it the picture would be no paragraph to Markdown"),
        bad("<p>One<be>two</p>\n"),
        bad('<img src="/a.png" align=center/>\n', fixed='<img src="/a.png" align=center />\n'),
        bad("<p><img src=”/a.png”></p>\n", fixed='<p><img src="/a.png"></p>\n'),
        bad("<p style=“text-align:center”>One.</p>\n", fixed='<p style="text-align:center">One.</p>\n'),
        good("<p>One<br/>two<BR>three<hr /><img src=/a/></p>\n"),
        good("A post writes `</br>` and `<img src=”a”>`, and “quotes” the <base href=”x”> of a page.\n"),
        good('<p title="a “quoted” word">One.</p>\n'),
        good('<img src="/a.png"></img>\n\nOne<br></br>two.\n', path="source/about.mdx"),
        good('<center><img src="/a.png"></img></center>\n', generator="docusaurus", path="docs/one.md"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each tag with a slip in it."""
        html, text = doc.html, doc.text
        if not html.tags:
            return
        ends = [tag for tag in html.void_ends if _VOID_END.fullmatch(text, *tag.span)]
        if ends and doc.kind != "mdx" and doc.site.generator.name != "docusaurus":
            from copydesk_rules.neighbours import Neighbours

            around = Neighbours(doc)
            for tag in ends:
                if not _aside(doc, tag):
                    yield self._end_tag(doc, tag, around)
        for tag in html.tags_named("be"):
            if not tag.attributes and not _aside(doc, tag):
                yield self.finding(tag.span, "`<be>` is no element: `<br>` was meant, perhaps")
        for tag, attribute in html.attributes("align"):
            raw = attribute.raw
            if raw and not attribute.quote and raw.endswith("/") and len(raw) > 1 and not _aside(doc, tag):
                at = attribute.span.end - 1
                fix = Fix("put a blank before the slash", (Edit(Span(at, at), " "),))
                yield self._finding(doc, attribute.span, f"the slash belongs to the value {quoted(raw)}", fix)
        if not text.isascii() and any(has_pair(text, f"={sign}", 1) for sign in _CURLY):
            for tag in html.tags:
                if not tag.closing and tag.name in _DRESSED and not _aside(doc, tag):
                    yield from self._quotes(doc, tag)

    def _finding(self, doc: Document, span: Span, message: str, fix: Fix | None) -> Finding:
        if is_leaked(doc, span):
            return self.finding(span, message, help=LEAKED)
        return self.finding(span, message, fix)

    def _end_tag(self, doc: Document, tag: Tag, around: Neighbours) -> Finding:
        if tag.name == "br":
            fix: Fix | None = Fix("write `<br>`", (Edit(tag.span, "<br>"),))
            return self._finding(doc, tag.span, "`</br>` is no end tag, and only some readers take it for `<br>`", fix)
        fix = None
        if around.can_go(tag.span) and not _leaves_one_tag(doc, tag):
            fix = Fix("remove the end tag", (doc.strike(tag.span),))
        return self._finding(doc, tag.span, f"`</{tag.name}>` ends nothing: the element has no end tag", fix)

    def _quotes(self, doc: Document, tag: Tag) -> Iterator[Finding]:
        for found in _QUOTED.finditer(doc.text, tag.name_span.end, tag.span.end):
            name, value = found[1].lower(), found[2]
            if not any(one.name == name and one.span.start == found.start() for one in tag.attributes):
                continue  # it stands in the value of another
            edits = tuple(Edit(Span(at, at + 1), '"') for at in (found.start(2) - 1, found.end(2)))
            written = tag.get(name)
            changes = _changes(tag, name, written.value if written is not None else "", value)
            fix = None if name == "alt" else Fix("write straight quotes", edits, declares=changes)
            message = f"the quotes around the value of `{name}` are curly: browsers take them for a part of it"
            yield self._finding(doc, Span(*found.span()), message, fix)


_VOID_END = regex(r"</(?:br|img|hr|input|wbr|col|area|embed|source)[ \t]*+/?+>", 2)
_QUOTED = regex(rf"([A-Za-z-]++)=[{_CURLY}]([^{_CURLY}\"'<>\n]*+)[{_CURLY}]")


def _changes(tag: Tag, name: str, before: str, after: str) -> tuple[Change, ...]:
    """Return what readers get differently where the attribute `name` has another value."""
    if name == "src":
        return (Change("image" if tag.name == "img" else "markup", before, after),)
    if name == "href":
        return (Change("link", before, after),)
    return (Change("markup", before, after),) if name in ("id", "name") else ()


def _leaves_one_tag(doc: Document, tag: Tag) -> bool:
    """Tell whether a line of a paragraph would be a tag and nothing else, which is an HTML block (CommonMark 4.6)."""
    if doc.kind == "html" or html_block_around(doc, tag.span) is not None:
        return False
    line = doc.lines.span(doc.lines.number(tag.span.start))
    rest = (doc.text[line.start : tag.span.start] + doc.text[tag.span.end : line.end]).strip()
    return rest.startswith("<") and rest.endswith(">") and rest.count("<") == 1


def _aside(doc: Document, tag: Tag) -> bool:
    """Tell whether a tag is an example, or made by a template."""
    return doc.is_opaque(tag.span) or doc.html.inside(tag.span.start, _CODE) is not None
