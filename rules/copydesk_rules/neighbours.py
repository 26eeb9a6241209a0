"""What stands around a piece of running text that a fix would take away."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from copydesk import Document, Span, regex
from copydesk_rules.messages import alone_in_item, holder

_LINE_START = regex(r"[ \t>]*+(?P<item>(?:[-*+]|[0-9]++[.)])[ \t]++)?")
_LINE_REST = regex(r"[^\S\n]*+(?:\n|\Z)")
_STARTS_BLOCK = regex(
    r"[ \t]*+(?:[#>=|:]|[+*-](?:[ \t]|$)|(?:[*_-][ \t]*+){3}|```|~~~|\[[^\[\]\n]*+\]:|[0-9]++[.)]"
    # a tag, but for one of running text that does not stand alone on its line
    r"|<(?!/?+(?:a|abbr|b|br|code|em|font|i|img|small|span|strong|sub|sup|u)(?=[\s/>])[^<>\n]*+>[ \t]*+\S))",
    re.M,
)
"""What begins something else than a paragraph."""
_ADDRESS = regex(r"://\S*+")


class Neighbours:
    """What stands around pieces of a post. A line is looked at once, however many pieces are on it."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self._starts: dict[int, tuple[int, bool]] = {}

    @cached_property
    def _addresses(self) -> list[Span]:
        """The ends of words from ``://`` on."""
        return [Span(*found.span()) for found in _ADDRESS.finditer(self.doc.text)]

    def _start(self, first: int) -> tuple[int, bool]:
        """Return where the text begins on the line that begins at `first`, and whether it is that of a list item."""
        if first not in self._starts:
            found = _LINE_START.match(self.doc.text, first)
            self._starts[first] = (first, False) if found is None else (found.end(), found["item"] is not None)
        return self._starts[first]

    def starts_block(self, text: str) -> bool:
        """Tell whether Markdown would make anything but a paragraph of `text` at the beginning of a line."""
        return self.doc.kind != "html" and _STARTS_BLOCK.match(text) is not None

    def can_go(self, span: Span, *, unseen: bool = False) -> bool:
        """Tell whether what stands before and behind `span` means the same to Markdown when it is gone.

        What is `unseen` may be taken out of an address in running text, too, and from behind code.
        """
        doc = self.doc
        text = doc.text
        if span.start and text[span.start - 1] in "<&{":
            return False  # a tag, an entity or a template may begin there without it
        if doc.kind == "html" or holds(doc.markdown.html_blocks, span) or holds(doc.leaked, span):
            return True
        if alone_in_item(doc, span):
            return False
        line = doc.lines.span(doc.lines.number(span.start)).start
        start, item = self._start(line)
        ends = _LINE_REST.match(text, span.end) is not None
        if start == span.start:
            if ends:
                # Its line goes with it, or an empty item stays.
                return item or not text[line:start].strip()
            return not _STARTS_BLOCK.match(text, span.end)
        before = text[span.start - 1]
        after = text[span.end : span.end + 1]
        breaks = before == " " and (text[span.start - 2] == " " or after == " ")
        if ends and breaks and text.find("\n", span.end) >= 0:
            return False  # two blanks at the end of a line are a line break
        if before.isspace() or ends or after.isspace():
            return True
        # Whether a mark of emphasis opens or closes depends on the kinds of its neighbours (CommonMark 6.2).
        first, last = _kind(text[span.start]), _kind(text[span.end - 1])
        if unseen:  # and no punctuation to CommonMark
            first, last = (("word" if kind == "sign" else kind) for kind in (first, last))
        if before in "*_~" and (after in "*_~`" or _kind(after) != first):
            return False
        if after in "*_~" and (before in "*_~`&" or _kind(before) != last):
            return False
        if unseen:
            return before + after not in ("``", "](", "][", "]:", "]{", "![") and before not in ("&", "\\")
        if before in "`&" or after == "`" or before + after in ("](", "][", "]:", "]{", "!["):
            return False
        # An address in running text goes on up to a blank.
        at = bisect_right(self._addresses, span.start - 3, key=_first) - 1
        return at < 0 or self._addresses[at].end < span.start


def _kind(character: str) -> str:
    """Return what a character is to emphasis: a blank, a letter or digit, or another sign."""
    return "blank" if character.isspace() else "word" if character.isalnum() else "sign"


def holds(blocks: Sequence[Span], span: Span) -> bool:
    """Tell whether `span` lies in one of `blocks`, which are in order."""
    return bool(blocks) and holder(blocks, span) is not None


def _first(span: Span) -> int:
    return span.start
