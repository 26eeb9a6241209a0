"""The pictures that a ``srcset`` attribute offers (WHATWG HTML, section 4.8.4.2.2, "parsing a srcset attribute")."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.text import Span, regex

_BEFORE = regex(r"[\t\n\f\r ,]*+")
_ADDRESS = regex(r"[^\t\n\f\r ]++")
_WORDS = regex(r"[^\t\n\f\r ]++")
_WIDTH = regex(r"[0-9]++w")
_HEIGHT = regex(r"[0-9]++h")
_DENSITY = regex(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?x")


def candidates(value: str) -> Iterator[Span]:
    """Yield where in `value` the addresses stand: an address may contain commas, but neither begins nor ends in one.

    Those with descriptors that mean nothing are left out: browsers do not load them.
    """
    at = 0
    while True:
        before = _BEFORE.match(value, at)
        found = _ADDRESS.match(value, before.end() if before is not None else at)
        if found is None:
            return
        start, end = at, at = found.span()
        while value[end - 1] == ",":
            end -= 1
        descriptors = ""
        if end == at:
            at = _end_of_descriptors(value, at)
            descriptors = value[end:at]
        if _are_valid(descriptors):
            yield Span(start, end)


def _end_of_descriptors(value: str, at: int) -> int:
    """Return where the comma is that ends the descriptors from `at` on, or the end; commas in brackets end nothing."""
    comma = value.find(",", at)
    bracket = value.find("(", at)
    while 0 <= bracket < comma:
        closing = value.find(")", bracket)
        if closing < 0:
            return len(value)
        if comma < closing:
            comma = value.find(",", closing)
        bracket = value.find("(", closing)
    return comma if comma >= 0 else len(value)


def _are_valid(descriptors: str) -> bool:
    """Tell whether a browser makes sense of `descriptors`: one width, perhaps with a height, or one density."""
    width = height = density = False
    for word in _WORDS.findall(descriptors):
        if _WIDTH.fullmatch(word) and not (width or density) and word.strip("0") != "w":
            width = True
        elif _HEIGHT.fullmatch(word) and not (height or density) and word.strip("0") != "h":
            height = True
        elif _DENSITY.fullmatch(word) and not (width or height or density) and not word.startswith("-"):
            density = True
        else:
            return False
    return width or not height
