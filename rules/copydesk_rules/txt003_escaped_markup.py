"""TXT003: markup that readers see as text because it was escaped once too often."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Change, Document, Edit, Finding, Fix, Rule, Safety, Severity, Span, bad, good, regex
from copydesk_rules.messages import quoted


class EscapedMarkup(Rule):
    """Markup should not be escaped twice.

    ## Why

    When text goes through one program too many, its `&nbsp;` becomes `&amp;nbsp;` and its `<font>` becomes
    `\\<font\\>`: readers see signs between the words that were meant for their browser.

    ## What it reports

    Character references that are escaped and stand at a word (`one&amp;nbsp;two`), tags of pictures with the address of
    one, tags that give words a font or a style, and tags of fonts and line breaks with backslashes before their
    brackets. The fix for references takes the one
    escape away. It is unsafe, for somebody may write about them.

    ## What it leaves alone

    `&amp;lt;` and `&amp;amp;`, by which people show how to write a reference; references between blanks, and tags
    without attributes that stand in a sentence like a word; code.
    """

    code = "TXT003"
    name = "escaped-markup"
    severity = Severity.WARNING
    needs = ("copydesk_rules.signs:escaped markup",)

    examples = (
        bad("<p>Herons&amp;nbsp;nest.</p>\n", fixed="<p>Herons&nbsp;nest.</p>\n", unsafe=True),
        bad("She said &amp;quot;early&amp;quot;.\n", fixed="She said &quot;early&quot;.\n", unsafe=True, findings=2),
        bad('A heron: &lt;img src="https://pictures.example/h.jpg" data-rawwidth="563"&gt;\n'),
        bad('Nests are &lt;font color="red"&gt;full&lt;/font&gt; in May.\n'),
        bad("\\<font size=3\\>Herons\\</font\\>\n", findings=2),
        bad('A heron: \\<img src="https://pictures.example/h\\_b.jpg" class="origin\\_image"\\>\n'),
        good("Write &amp;nbsp; for a space, &amp;lt; for a bracket and `a&amp;quot;b`.\n"),
        good("Use &lt;img&gt; for pictures and &lt;b&gt; for bold; a \\<b\\> is shown as it is.\n"),
        good("An \\<img src=…\\> shows a picture, \\<img src='a.png'> shows a backslash and a picture.\n"),
        good("It writes \\<p\\> around them, and no\n\\<br /\\> tags.\n", note="somebody speaks of the element"),
        bad("Herons\\<br /\\>nest.\n\nEarly.\\<br\\>\n\n\\<br\\>\n", findings=3),
        good("A \\<brood\\> of herons.\n"),
        good('The old &lt;font color="red"&gt; gave words a colour.\n'),
        good("```\na&amp;nbsp;b \\<font\\>\n```\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each piece of escaped markup."""
        text = doc.text
        if "&" in text and "&amp;" in text:
            for found in _REFERENCE.finditer(text, doc.body_start):
                span = Span(*found.span())
                near = text[span.start - 1 : span.start].isalnum() or text[span.end : span.end + 1].isalnum()
                if near and doc.is_prose(span):
                    from copydesk_rules.messages import decoded

                    new = f"&{found[1]};"
                    declares = (Change("text", new, decoded(new)),)
                    fix = Fix(
                        "take one escape away", (Edit(Span(span.start + 1, span.start + 5)),), Safety.UNSAFE, declares
                    )
                    yield self.finding(span, f"{quoted(found.group())} was escaped twice: readers see `{new}`", fix)
        if "&" in text and "&lt;" in text:
            for found in _PICTURE.finditer(text, doc.body_start):
                yield from self._tag(doc, Span(*found.span()))
            for found in _DRESSED.finditer(text, doc.body_start):
                yield from self._tag(doc, Span(*found.span(1)))
        if "\\" in text:
            for found in _BACKSLASHED.finditer(text, doc.body_start):
                if found[1] or not _is_a_word(text, found.start(), found.end()):
                    yield from self._tag(doc, Span(*found.span()))
            for found in _BACKSLASHED_PICTURE.finditer(text, doc.body_start):
                if "src=" in found.group() and "://" in found.group():
                    yield from self._tag(doc, Span(*found.span()))

    def _tag(self, doc: Document, span: Span) -> Iterator[Finding]:
        if doc.is_prose(span):
            yield self.finding(
                span,
                f"tag {quoted(span.of(doc.text))} is escaped: readers see it as text",
                help="write the tag itself, or put it between backticks where it is meant to be shown",
            )


_REFERENCE = regex(r"&amp;(nbsp|quot|apos|ldquo|rdquo|lsquo|rsquo|mdash|ndash|hellip|#39|#34|#160|#8217|#8220|#8221);")
_PICTURE = regex(r"&lt;img\s[^<>&\n]*?src=(?:\"|&quot;)?https?://[^<>\n]*?&gt;")
_DRESSED = regex(r"(&lt;(font|span)\s(?:size|color|face|style)=[^<>\n]{1,120}?&gt;)[^<>\n&]{1,200}+&lt;/\2&gt;")
"""Words between the tags of a font or a style, as a program escapes them and nobody does who writes of the element."""
_BACKSLASHED = regex(r"\\</?+(?:font|br|center|span)(?=[\s/\\])(\s[^<>\\\n/]++)?[^<>\\\n]*+\\>")
_BACKSLASHED_PICTURE = regex(r"\\<img\s[^<>\n]*+(?<=\\)>")


def _is_a_word(text: str, start: int, end: int) -> bool:
    """Tell whether a tag stands between blanks like a word, as where somebody speaks of it, and not alone on a line."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    after = text[end : (text.find("\n", end) + 1 or len(text) + 1) - 1]
    return before[-1:] in ("", " ", "\t") and after[:1] in ("", " ", ".", ",") and bool((before + after).strip(" \t>"))
