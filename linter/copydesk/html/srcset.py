"""The pictures that a ``srcset`` attribute offers (WHATWG HTML, section 4.8.4.2.1, "parse a srcset attribute")."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.text import Span, regex

_ADDRESS = regex(r"[ \t\n\f\r,]*+([^ \t\n\f\r]++)")
_DESCRIPTORS = regex(r"[^(,]*+")


def candidates(value: str) -> Iterator[Span]:
    """Yield where in `value` the addresses stand: an address may contain commas, but neither begins nor ends in one."""
    at = 0
    while (found := _ADDRESS.match(value, at)) is not None:
        start, end = found.span(1)
        at = end
        while end > start and value[end - 1] == ",":
            end -= 1
        if end == at:  # no comma yet: what follows describes the address
            at = _descriptors_end(value, at)
        if end > start:
            yield Span(start, end)


def _descriptors_end(value: str, at: int) -> int:
    """Return where the descriptors that begin at `at` end: at a comma that is not between parentheses."""
    while True:
        found = _DESCRIPTORS.match(value, at)
        at = found.end() if found is not None else len(value)
        if not value.startswith("(", at):
            return at
        close = value.find(")", at)
        if close < 0:
            return len(value)
        at = close + 1
