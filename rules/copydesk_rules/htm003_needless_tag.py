"""HTM003: tags that change nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from copydesk import (
    TYPE_CHECKING,
    Document,
    Edit,
    Element,
    Finding,
    Fix,
    Rule,
    Severity,
    Span,
    Tag,
    bad,
    good,
    regex,
    unwrap,
)
from copydesk_rules.formulas import in_formula

if TYPE_CHECKING:
    from copydesk_rules.neighbours import Neighbours

_CARRIERS = ("span", "font")
_MARKS = ("b", "strong", "i", "em", "u", "s", "font")
_CODE = frozenset(("pre", "code", "svg", "math", "template"))
_PLACES = frozenset(("p", "td", "th", "li", "b", "i", "em", "strong", "u", "font", "span", "h1", "h2", "h3", "h4"))


class NeedlessTag(Rule):
    """A tag should change something.

    ## Why

    Editors wrap every run of text that was typed or pasted at once, and never put the runs together again. What is
    left is `<span>` without attributes, `<font>` in `<font>` with the same style, and bold that stops and goes on
    between two letters. Nothing of it is to be seen, and every later edit has to find its way through.

    ## What it reports

    `<span>` and `<font>` without attributes, one of two that stand in each other and are the same, and the tags
    between two pieces of bold, italics, underlining or the same font that follow each other at once. The fix takes the
    tags away and leaves every character.

    ## What it leaves alone

    A tag with an attribute of its own. A `<span>` in an element with a class or a style, at the beginning of a line
    of a block quote or a list, or around a sign: it may be what a style sheet dresses. Two links, two pieces of code.
    Code and drawings.
    """

    code = "HTM003"
    name = "needless-tag"
    severity = Severity.INFO
    needs = ("copydesk_rules.signs:needless tag",)

    examples = (
        bad("<p><span>Herons nest</span> early.</p>\n", fixed="<p>Herons nest early.</p>\n"),
        bad(
            '<p><font style="color: inherit;"><font style="color: inherit;">Herons.</font></font></p>\n',
            fixed='<p><font style="color: inherit;">Herons.</font></p>\n',
        ),
        bad("<p><b>Herons&nbsp;</b><b>nest</b> early.</p>\n", fixed="<p><b>Herons&nbsp;nest</b> early.</p>\n"),
        bad("Herons <span>nest</span> early.\n", fixed="Herons nest early.\n"),
        good('<p><span class="lead">Herons</span> <span id="a">nest</span>.</p>\n'),
        good('<div class="row"><span>Herons</span><span>Storks</span></div>\n', note="the parts of a row"),
        good("> Herons nest early.\n> <span>– Mei</span>\n", note="a style sheet may make it a signature"),
        good("<b>Herons</b><i>nest</i> <b>early</b><a href='/a'>a</a><a href='/a'>b</a>\n"),
        good("<pre><span>x</span> = <b>1</b><b>2</b></pre>\n"),
        good("<b>Optional:</b> <b>never</b>\n", note="two things, with a blank between them"),
        good("<p>Linux <span>|</span> Windows</p>\n", note="a sign that a style sheet may space out"),
        good('<font color="red">a</font><font color="blue">b</font>\n'),
        good("<ul><li><span>A</span> herons</li></ul>\n", note="a label, perhaps"),
        good(
            '<span class="katex"><span class="mord"><span class="mord">1</span></span></span>\n',
            note="a formula that KaTeX has drawn",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each tag, or pair of tags, that could be missing."""
        html = doc.html
        if not html.tags:
            return
        around: Neighbours | None = None
        for name in _CARRIERS:
            for tag in html.tags_named(name):
                twin = _twin(tag)
                if not twin and tag.span.end - tag.span.start > len(name) + 2:
                    continue
                element = tag.element
                if element is None or element.end is None or _in_code(doc, tag.span):
                    continue
                if in_formula(doc, tag):
                    continue
                around = around or _neighbours(doc)
                if twin:
                    if element.parent is not None and _same_ends(element):
                        yield self._finding(doc, element, f"`<{name}>` stands in another that is the same", around)
                elif _is_bare(doc, element):
                    yield self._finding(doc, element, f"`<{name}>` without attributes changes nothing", around)
        for name in _MARKS:
            for tag in html.tags_named(name):
                gap = _gap(doc, tag)
                if gap is not None and not _in_code(doc, gap):
                    around = around or _neighbours(doc)
                    fix = Fix("join the two", (Edit(gap),)) if around.can_go(gap) else None
                    yield self.finding(gap, f"`<{name}>` ends and begins again: nothing changes between the two", fix)

    def _finding(self, doc: Document, element: Element, message: str, around: Neighbours) -> Finding:
        tags = (element.start, element.end)
        fix = None
        if all(tag is not None and around.can_go(tag.span) for tag in tags):
            fix = Fix("take the tags away", unwrap(element))
        return self.finding(element.start.span, message, fix)


def _in_code(doc: Document, span: Span) -> bool:
    return doc.is_opaque(span) or doc.html.inside(span.start, _CODE) is not None


def _twin(tag: Tag) -> bool:
    """Tell whether `tag` stands right behind one that is written in the same way."""
    source = tag.html.source
    start, end = tag.span
    written = source[start:end]
    return source.startswith(written, start - len(written)) and start >= len(written)


def _same_ends(element: Element) -> bool:
    """Tell whether the element around ends right where `element` does."""
    outer = element.parent
    return (
        outer is not None
        and outer.end is not None
        and element.end is not None
        and outer.name == element.name
        and outer.start.span.end == element.start.span.start
        and outer.end.span.start == element.end.span.end
    )


def _is_bare(doc: Document, element: Element) -> bool:
    """Tell whether no style sheet can be meant to dress an element without attributes, as far as can be seen."""
    parent = element.parent
    start = element.start.span.start
    if parent is not None:
        if parent.name not in _PLACES or parent.start.attributes:
            return False
        if parent.name == "li" and doc.text[parent.start.span.end : start].strip() == "":
            return False
    line = start - doc.lines.position(start).column + 1
    if parent is None and _STARTS.fullmatch(doc.text, line, start):
        return False
    inner = element.inner
    words = doc.text[inner.start : inner.end]
    return "\n" not in words and sum(map(str.isalnum, words)) > 1 and not doc.is_opaque(Span(line, inner.end))


_STARTS = regex(r"[ \t>*+.)0-9-]*+")
"""What stands before the text of a line."""


def _gap(doc: Document, tag: Tag) -> Span | None:
    """Return where an element of the same kind ends and begins again with `tag`; None where none does."""
    text = doc.text
    start, end = tag.span
    close = f"</{tag.name}>"
    first = start - len(close)
    if first < 0 or not text.startswith(close, first):
        return None
    if end - start > len(tag.name) + 2:  # with attributes: the element before must have the same
        if tag.name != "font" or tag.html.source[start:end] != _opening(tag, first):
            return None
    elif _opening(tag, first) != text[start:end]:
        return None
    return Span(first, end)


def _opening(tag: Tag, at: int) -> str:
    """Return the start tag, as written, of the element whose end tag stands at `at`."""
    tags = tag.html.tags
    number = bisect_left(tags, at, key=_start)
    element = tags[number].element if number < len(tags) and tags[number].span.start == at else None
    return element.start.span.of(tag.html.source) if element is not None else ""


def _start(tag: Tag) -> int:
    return tag.span.start


def _neighbours(doc: Document) -> Neighbours:
    from copydesk_rules.neighbours import Neighbours

    return Neighbours(doc)
