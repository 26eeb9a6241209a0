"""What is lost with a block that a fix removes, and whether it can go."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from copydesk import Document, Element, Reference, Span, regex
from copydesk_rules.edges import BLOCKS
from copydesk_rules.messages import alone_in_item, html_block_around


class Places:
    """Addresses by where they stand."""

    __slots__ = ("_found", "_starts")

    def __init__(self, references: Iterable[Reference]) -> None:
        self._found = sorted([(one.span, one.target) for one in references])
        self._starts = [span.start for span, _ in self._found]

    def within(self, span: Span) -> list[str]:
        """Return the addresses inside `span`, in order."""
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return [target for place, target in self._found[first:last] if place.end <= span.end]


_TAG = regex(r"</?+[A-Za-z]|<!--")


def block_can_go(doc: Document, span: Span) -> bool:
    """Tell whether what follows in the HTML block that `span` begins can begin one, too."""
    if alone_in_item(doc, span):
        return False
    text = doc.text
    block = html_block_around(doc, span)
    if block is None or text[block.start : span.start].strip():
        return True
    rest = text[span.end : block.end].lstrip(" \t\r\n>")
    return not rest or _TAG.match(rest) is not None


_INVISIBLE = regex(r"<!--.*?-->|<(/?+[A-Za-z0-9]*+)[^<>]*+>", re.S)


def _gap(found: re.Match[str]) -> str:
    """Return what readers see of a comment or tag: a blank where a block or a line ends, else nothing."""
    name = (found[1] or "").lower().lstrip("/")
    return " " if name in BLOCKS or name == "br" else ""


def visible(doc: Document, element: Element) -> str:
    """Return the text between the tags of `element`, without tags and comments, blanks run together."""
    words = " ".join(_INVISIBLE.sub(_gap, element.inner.of(doc.text)).split())
    if "&" in words:
        import html

        words = " ".join(html.unescape(words).split())
    return words
