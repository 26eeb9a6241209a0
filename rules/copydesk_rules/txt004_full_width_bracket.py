"""TXT004: links and pictures of Markdown with the brackets of Chinese and Japanese."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk import Change, Document, Edit, Finding, Fix, Rule, Severity, Span, bad, good, regex


class FullWidthBracket(Rule):
    """Links and pictures should be written with the brackets that Markdown knows.

    ## Why

    On a keyboard for Chinese or Japanese `（` and `！` are where `(` and `!` are. `[text]（https://…）` looks like a
    link in the editor and is none: readers see the brackets and the address, or a link where a picture should be.

    ## What it reports

    `[text]` right before an address in full-width parentheses, and `！` before a link to a picture. The fix writes the
    signs that Markdown reads; it is safe, for the text stays and the address becomes what it was meant to be.

    ## What it leaves alone

    Full-width parentheses around words, and `！` at the end of a sentence: before a link to a page, and right behind
    words before any link.
    """

    code = "TXT004"
    name = "full-width-bracket"
    severity = Severity.WARNING
    needs = ("copydesk_rules.signs:full-width bracket",)

    examples = (
        bad("请看[说明]（https://herons.example/a）。\n", fixed="请看[说明](https://herons.example/a)。\n"),
        bad("！[苍鹭](/img/heron.jpg)\n", fixed="![苍鹭](/img/heron.jpg)\n"),
        bad("图：！[苍鹭](/img/heron.jpg)\n", fixed="图：![苍鹭](/img/heron.jpg)\n"),
        good("请看[说明](https://herons.example/a)（英文）！[更多](/more/)\n"),
        good("苍鹭来了！[照片](/img/heron.jpg)\n", note="the sentence ends there"),
        good("数组 a[i]（见下）和 `[说明]（https://herons.example/a）`\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each link or picture that is none."""
        text = doc.text
        if doc.kind == "html" or text.isascii():
            return
        if "（" in text and "]（" in text:
            for found in _LINK.finditer(text, doc.body_start):
                span = Span(*found.span())
                if doc.is_prose(span):
                    yield self.finding(span, "the link has full-width parentheses, so it is none", _linked(found))
        if "！" in text and "！[" in text:
            for link in doc.markdown.links:
                start = link.span.start
                before = text[max(start - 2, 0) : start]
                if not link.image and link.style == "inline" and before[-1:] == "！" and _BEGINS.match(before):
                    target = link.target
                    span = Span(start - 1, link.span.end)
                    if target.lower().partition("?")[0].endswith(_PICTURES) and doc.is_prose(Span(start - 1, start)):
                        alt = link.inner.of(text)
                        changes = (Change("link", target), Change("image", "", target), Change("text", f"！{alt}"))
                        fix = Fix("write `!`", (Edit(span, f"!{link.span.of(text)}"),), declares=changes)
                        yield self.finding(span, "`！` before the brackets makes no picture of them", fix)


_LINK = regex(r"\[([^\[\]\n]++)\]（[ ]?(https?://[^\s（）()<>]++)[ ]?[）)]")
_BEGINS = regex(r"[\s>|(\[*+:,（【：，、]?！")
"""What stands before the sign where it is none of the sentence before it."""
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp")


def _linked(found: re.Match[str]) -> Fix:
    words, text, target = found.group(), found[1], found[2]
    changes = (Change("text", words, text), Change("link", "", target))
    edit = Edit(Span(*found.span()), f"[{text}]({target})")
    return Fix("write the parentheses that Markdown reads", (edit,), declares=changes)
