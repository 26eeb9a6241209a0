"""HTM005: paragraphs that hold nothing but blanks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from copydesk import Change, Document, Finding, Fix, Rule, Severity, Span, Tag, bad, good, has_pair, option, regex
from copydesk_rules.messages import LEAKED, alone_in_item, html_block_around, is_leaked
from copydesk_rules.signs import begins_with_break


class BlankParagraph(Rule):
    """A paragraph should hold something.

    ## Why

    Where an editor has no other way to make a gap, writers press Enter twice, and the editor writes a paragraph with a
    blank in it that cannot be lost: `<p><br></p>`, `<p>　　</p>`. On another site, whose style has gaps of its own, the
    text falls apart, and screen readers stop at each of them.

    ## What it reports

    Paragraphs without attributes, in HTML or in Markdown, that hold nothing but line breaks, ideographic spaces or
    spaces that do not break. The fix removes them; that is safe, for nothing is said in them.

    ## What it leaves alone

    Blanks at the beginning of a paragraph, which are typography. `&nbsp;` alone, which somebody typed to have a gap:
    `references = true` reports it, too. Table cells and list items. What keeps two lines of text apart.
    """

    code = "HTM005"
    name = "blank-paragraph"
    severity = Severity.INFO
    needs = ("copydesk_rules.signs:blank paragraph",)

    references: bool = option(False, "Report paragraphs of `&nbsp;`, too.")

    examples = (
        bad("<p>One.</p>\n<p>　　</p>\n<p>Two.</p>\n", fixed="<p>One.</p>\n<p>Two.</p>\n"),
        bad("<p>One.</p><p><br></p><p>Two.</p>\n", fixed="<p>One.</p><p>Two.</p>\n"),
        bad("| a | b |\n| --- | --- |\n| <p>One.</p><p><br></p><p>Two.</p> | two |\n"),
        bad("One.\n\n　　\n\nTwo.\n", fixed="One.\n\nTwo.\n"),
        bad("One.\n\n\xa0\n\nTwo.\n", fixed="One.\n\nTwo.\n"),
        bad(
            "<p>One.</p>\n<p>&nbsp;</p>\n<p>Two.</p>\n",
            fixed="<p>One.</p>\n<p>Two.</p>\n",
            options={"references": True},
        ),
        good("<p>　　One.</p>\n\n　　Two.\n", note="the indentation of Chinese paragraphs"),
        good("<p>One.</p>\n<p>&nbsp;</p>\n\n&nbsp;\n\n<p>Two.</p>\n", note="somebody typed it"),
        good('<p id="sponsors"><br></p>\n<td><br></td>\n', note="it has something to do"),
        good("one\n<p><br></p>\ntwo\n", note="it keeps two lines apart"),
        good("```\n　　\n```\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each paragraph of blanks."""
        text = doc.text
        wide = not text.isascii() and ("\u3000" in text or "\xa0" in text)
        references = "&" in text and "&nbsp;" in text
        typed = self.references and references
        for tag in _paragraphs(doc, wide or typed, references) if doc.html.tags else ():
            start, end = tag.span
            found = _PARAGRAPH.match(text, start) if text[end : end + 1] in _BEGINS else None
            if found is not None and self._is_blank(found[1]):
                yield from self._report(doc, Span(*found.span()), found[1], True)
        if doc.kind != "html" and (typed or (wide and (has_pair(text, "\n\u3000", 1) or has_pair(text, "\n\xa0", 1)))):
            for found in _LINE.finditer(text, doc.body_start):
                if self._is_blank(found[1]):
                    yield from self._report(doc, Span(*found.span(1)), found[1], False)

    def _is_blank(self, inner: str) -> bool:
        """Tell whether what stands in a paragraph is what this rule speaks of."""
        return bool(inner.strip(" \t\r\n")) and (self.references or bool(_WIDE.search(inner)))

    def _report(self, doc: Document, span: Span, inner: str, html: bool) -> Iterator[Finding]:
        from copydesk_rules.edges import divides_nothing

        message = "paragraph of nothing but blanks: it makes a gap that the style of the site does not know"
        if doc.is_opaque(span) or doc.in_code(span):
            return
        if not html:
            if not doc.is_prose(span) or alone_in_item(doc, span):
                return
        elif is_leaked(doc, span):
            yield self.finding(span, message, help=LEAKED)
            return
        elif not divides_nothing(doc, span) or alone_in_item(doc, span):
            return
        elif doc.kind != "html" and html_block_around(doc, span) is None:
            yield self.finding(span, message)  # in a table of Markdown, whose cells are one line each
            return
        blanks = inner.replace("&nbsp;", "\xa0")
        changes = (Change("text", words),) if (words := _BREAK.sub("", blanks).strip(" \t\r\n")) else ()
        yield self.finding(span, message, Fix("remove the paragraph", (doc.strike(span),), declares=changes))


def _paragraphs(doc: Document, blank: bool, references: bool) -> Iterable[Tag]:
    """Return the start tags of paragraphs that may be blank: with a line break, with `references`, or else `blank`."""
    html = doc.html
    if references or "br" in html.tag_names():
        return html.tags_named("p") if blank or begins_with_break(doc) else ()
    tags = html.tags
    return [tags[at - 1] for at in html.ends_at_once if tags[at].name == "p"] if blank else ()


_PARAGRAPH = regex(r"<[pP][ \t]*+>((?:[ \t\r\n\xa0\u3000]|&nbsp;|<br[ \t]*+/?+>)*)</[pP]>")
_LINE = regex(
    r"(?<=\n)[ \t]*+\r?\n[ \t]*+((?:[\xa0\u3000]|&nbsp;)(?:[ \t\xa0\u3000]|&nbsp;)*)(?=\r?\n[ \t]*+\r?(?:\n(?!\{)|\Z))"
)
_BREAK = regex(r"<br[ \t]*+/?+>")
_BEGINS = frozenset(" \t\r\n\xa0\u3000&<")
_WIDE = regex(r"[\xa0\u3000]|<br")
