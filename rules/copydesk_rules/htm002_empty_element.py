"""HTM002: elements that were left empty."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from copydesk import (
    Change,
    Document,
    Finding,
    Fix,
    Rule,
    Safety,
    Severity,
    Span,
    Tag,
    bad,
    good,
    has_pair,
    is_html,
    option,
    regex,
)
from copydesk_rules.catalogue import catalogue
from copydesk_rules.formulas import in_formula
from copydesk_rules.neighbours import Neighbours

_INLINE = frozenset(("span", "b", "i", "strong", "em", "u", "s", "font", "small", "big", "tt", "mark", "sub", "sup"))
_INLINE |= {"a", "ins", "del"}
_BLOCK = frozenset(("p", "div", "section", "center", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol"))
_NAMES = _INLINE | _BLOCK | {"o:p"}
_CODE = frozenset(("pre", "code", "svg", "math", "template"))
_EMPTY = regex(r"<[^ \t\r\n\f/<>]++([^<>]*+)>[ \t\r\n]*+</")
"""An element without content, up to its end tag, and what stands in its start tag besides the name."""

_BLOCK_TAGS = _BLOCK | frozenset(
    [
        "table",
        "tbody",
        "thead",
        "tr",
        "td",
        "th",
        "li",
        "article",
        "figure",
        "figcaption",
        "hr",
        "pre",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "dl",
        "dt",
        "dd",
        "form",
        "fieldset",
        "details",
        "summary",
        "address",
    ]
)


_SHOWN = frozenset(("td", "th", "tr", "iframe", "object", "video", "audio", "canvas", "svg", "button", "select"))
_SHOWN |= {"textarea", "script"}
"""Elements that are something to readers with nothing in them: who wants them gone takes them out by hand."""


class EmptyElement(Rule):
    """An element should not be left empty.

    ## Why

    Editors and importers leave `<span></span>` and `<p></p>` behind when their content moved. They show nothing, but
    themes and feed readers give some of them space, and every later edit has to step around them.

    ## What it reports

    Text elements and paragraphs without content and without attributes (but for `align`), and those of known vendors
    that only waited for the vendor's script.

    ## What it leaves alone

    Everything with another attribute of its own: anchors, icons, hooks for scripts and styles. Table cells, captions,
    embeds and other elements that are empty by nature. An empty block between two pieces of text, which divides them.
    """

    code = "HTM002"
    name = "empty-element"
    severity = Severity.INFO
    needs = ("copydesk_rules.signs:empty element",)

    elements: tuple[str, ...] = option((), "More element names that are residue when they are empty.")

    examples = (
        bad("Shares of the maker<span></span> rose.\n", fixed="Shares of the maker rose.\n"),
        bad("<p>One.</p>\n<p></p>\n<p>Two.</p>\n", fixed="<p>One.</p>\n<p>Two.</p>\n"),
        bad('<p>One.</p>\n<p align="center"></p>\n<p>Two.</p>\n', fixed="<p>One.</p>\n<p>Two.</p>\n"),
        bad("<p>One <a></a>two<ins></ins>.</p>\n", fixed="<p>One two.</p>\n", findings=2),
        bad("<p>One <b><i></i></b>two.</p>\n", fixed="<p>One two.</p>\n"),
        bad("<div>\none\n<p></p>\n<p>Two.</p>\n</div>\n", fixed="<div>\none\n<p>Two.</p>\n</div>\n"),
        bad(
            '<p>The <span id="quote_sh600000"></span>bank.</p>\n',
            fixed="<p>The bank.</p>\n",
            note="the place where a vendor's script would have put a share price",
        ),
        bad(
            "*Rain*<b></b>*bow* and [x]<b></b>(/y)\n",
            findings=2,
            note="without it Markdown would read the line otherwise",
        ),
        good('## Scope <a id="scope"></a>\n\n<span id="here"></span>Text.\n', note="anchors are empty and needed"),
        good('<i class="fa fa-star"></i> <div class="clearfix"></div>\n', note="icons and layout hooks"),
        good("<table><tr><td></td><th></th></tr></table>\n"),
        good('<iframe src="https://video.example/1"></iframe>\n<script src="/a.js"></script>\n'),
        good("<div>\none\n<p></p>\ntwo\n</div>\n", note="it divides the two lines"),
        good("<pre><code><span></span>x = 1\n</code></pre>\n", note="programs that colour code write such marks"),
        good(
            '<span class="katex"><span class="vlist" style="height:0.15em"><span></span></span></span>\n',
            note="KaTeX props up its formulas with such elements",
        ),
        good("Rain<span> </span>and wind.\n", note="the blank is content"),
        good("<p>&nbsp;</p>\n", note="a blank line that somebody wanted"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each element that is empty and need not be there."""
        html, text = doc.html, doc.text
        tags = html.tags
        names = _NAMES.union(self.elements) if self.elements else _NAMES
        own = bool(doc.site.vendor_files)  # which may name other elements
        around = _Around(doc)
        for at in html.ends_at_once:
            end = tags[at]
            usual = end.name in names
            if usual or own:
                found = _EMPTY.match(text, tags[at - 1].span.start)
                close = end.span
                if found is not None and found.end() - 2 == close.start and (own or _is_residue(found[1])):
                    finding = self._judge(doc, at, close, around, usual)
                    if finding is not None:
                        yield finding

    def _judge(self, doc: Document, at: int, close: Span, around: _Around, usual: bool) -> Finding | None:
        """Return the finding for the element of two tags, if it is residue: the second is number `at`, at `close`.

        One that is not `usual` is only where a vendor's file says so of elements of this name.
        """
        start = doc.html.tags[at - 1]
        first, begin = start.span
        if begin != close.start and not _is_empty(doc, start.name, Span(begin, close.start)):
            return None
        span = Span(first, close.end)
        if start.name in _BLOCK_TAGS and not _between_blocks(doc, at, span):
            return None
        why = self._residue(doc, start, around, usual)
        if why is None or doc.html.inside(first, _CODE) is not None or in_formula(doc, start):
            return None
        fix = _fix(doc, start, span) if start.name not in _SHOWN and around.can_go(span) else None
        return self.finding(span, f"empty `<{start.name}>` {why}", fix)

    def _residue(self, doc: Document, tag: Tag, around: _Around, usual: bool) -> str | None:
        """Return what is wrong with an empty element that starts with `tag`, or None where it may be needed."""
        if usual:
            for attribute in tag.attributes:
                if attribute.name != "align":
                    break
            else:
                return "shows nothing and is in the way of every later edit"
        identifier = tag.get("id")
        classes = tag.get("class")
        if usual and identifier is None and classes is None:
            return None
        if identifier is not None and around.is_led_to(identifier.value):
            return None
        entry = catalogue(doc.site.vendor_files).element(
            "drop-empty",
            tag.name,
            identifier.value if identifier is not None else "",
            classes.value.split() if classes is not None else (),
        )
        return entry.why if entry is not None and (usual or entry.elements) else None


def _fix(doc: Document, start: Tag, span: Span) -> Fix:
    identifier = start.get("id")
    declares = [Change("markup", identifier.value)] if identifier is not None else []
    if not is_html(start.name) and ":" not in start.name:
        declares.append(Change("markup", start.name))
    return _made(("remove the element", (doc.strike(span),), Safety.SAFE, tuple(declares)))


_made = Fix._make


_FRAGMENT = regex(r"#([^\s\"'<>()]++)")
_BLANKS = regex(r"[ \t\r\n]*+")


class _Around:
    """What stands around the elements of a post."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.can_go = Neighbours(doc).can_go

    def is_led_to(self, identifier: str) -> bool:
        """Tell whether a link leads to the place called `identifier`, as far as that is said behind a ``#``."""
        return has_pair(self.doc.text, f"#{identifier}", 0) and identifier in self._fragments

    @cached_property
    def _fragments(self) -> set[str]:
        found = _FRAGMENT.findall(self.doc.text)
        return {*found, *(fragment.rstrip(".,;:!?") for fragment in found)}


def _is_residue(rest: str) -> bool:
    """Tell whether a start tag may be residue in which `rest` stands behind the name: by its id or class, if at all.

    How nothing is aligned says nothing either.
    """
    lower = rest.lower()
    return not rest or "id" in lower or "class" in lower or "align" in lower or not lower.strip(" \t\r\n\f/")


def _is_empty(doc: Document, name: str, inner: Span) -> bool:
    """Tell whether what stands between the tags is nothing: in a block blanks are, in a line of text they show."""
    return name in _BLOCK_TAGS and not doc.text[inner.start : inner.end].strip(" \t\r\n") and not doc.is_opaque(inner)


def _between_blocks(doc: Document, at: int, span: Span) -> bool:
    """Tell whether a block can go without joining what stands before it to what stands behind it.

    The block at `span` ends with the tag number `at`, right behind the one with which it starts.
    """
    text, tags = doc.text, doc.html.tags
    enough = 2 if doc.kind != "html" else len(text)  # without Markdown empty lines divide nothing
    blanks = _BLANKS.match(text, span.end)
    after = blanks.end() if blanks is not None else span.end
    if at + 1 < len(tags) and tags[at + 1].name in _BLOCK_TAGS and tags[at + 1].span.start == after:
        return True
    before = span.start
    while before and text[before - 1] in " \t\r\n":
        before -= 1
    if before > doc.body_start and text.count("\n", before, span.start) < enough:
        block = at > 1 and tags[at - 2].name in _BLOCK_TAGS and tags[at - 2].span.end == before
        if not block and not _is_comment(doc, before - 1):
            return False
    return after >= len(text) or text.count("\n", span.end, after) >= enough or _is_comment(doc, after)


def _is_comment(doc: Document, offset: int) -> bool:
    """Tell whether the character at `offset` belongs to a comment."""
    comments = doc.html.comments
    at = bisect_right(comments, offset, key=lambda comment: comment.span.start) - 1
    return at >= 0 and offset < comments[at].span.end
