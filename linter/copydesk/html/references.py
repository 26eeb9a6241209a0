"""Character references in attribute values, both ways.

In an attribute ``&copy=1`` is not a reference: a name without its semicolon counts only where no letter, digit or
equals sign follows, so that addresses with forgotten escapes keep their parameters (WHATWG HTML, section 13.2.5.73).
`html.unescape` reads references as they are read in text and knows nothing of this.
"""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.text import regex
from copydesk.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import re

_REFERENCE = regex(r"&(?:#(?:[xX]([0-9a-fA-F]++)|([0-9]++));?+|([A-Za-z][A-Za-z0-9]*+)(;|(?!=)))")

_REFERENCE_OR_NEWLINE = regex(rf"{_REFERENCE.pattern}|\r\n?|\0")

_COMMON = {"amp;": "&", "quot;": '"', "lt;": "<", "gt;": ">", "apos;": "'", "nbsp;": "\u00a0", "amp": "&"}
"""The references nearly every post gets by with, so that the table of 2,231 names need not be loaded."""

_WINDOWS_1252 = (
    "\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f"
    "\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178"
)
"""What the numbers 128 to 159 stand for (WHATWG HTML, section 13.2.5.80)."""


def decode(raw: str) -> str:
    """Return the value of an attribute that is written as `raw`, as a browser reads it.

    Character references are decoded; as everywhere in HTML, CR and CR LF become LF and NUL becomes U+FFFD.
    """
    if "\r" in raw:
        raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in raw:
        raw = raw.replace("\0", "\ufffd")
    if "&" not in raw:
        return raw
    return _REFERENCE.sub(_decoded, raw)


def decode_with_places(raw: str) -> tuple[str, Sequence[int]]:
    """Return what `decode` does, and where in `raw` each of its characters begins; the last place is the end.

    For values that hold several addresses, whose places in the text are to be known.
    """
    if "&" not in raw and "\r" not in raw and "\0" not in raw:
        return raw, range(len(raw) + 1)
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for found in _REFERENCE_OR_NEWLINE.finditer(raw):
        parts.append(raw[at : found.start()])
        places.extend(range(at, found.start()))
        part = decode(found[0])
        parts.append(part)
        places.extend([found.start()] * len(part))
        at = found.end()
    parts.append(raw[at:])
    places.extend(range(at, len(raw) + 1))
    return "".join(parts), places


def encode(value: str, quote: str = '"') -> str:
    """Return `value` as it is written between two `quote` characters.

    Only what must be escaped is: the quote, an ampersand that would begin a character reference, and a carriage
    return, which would be read as a line feed.
    """
    if "&" in value:
        value = _REFERENCE.sub(_escaped, value)
    if "\r" in value:
        value = value.replace("\r", "&#13;")
    return value.replace(quote, "&quot;" if quote == '"' else "&#39;")


def _decoded(match: re.Match[str]) -> str:
    hexadecimal, decimal, name, semicolon = match.groups()
    if name is not None:
        name += semicolon
        character = _COMMON.get(name)
        if character is None:
            from html.entities import html5

            character = html5.get(name)
        return match[0] if character is None else character
    digits = (hexadecimal or decimal).lstrip("0")
    # Ten figures are beyond Unicode in either base, and Python refuses to read a number of thousands of figures.
    code = int(digits or "0", 16 if hexadecimal else 10) if len(digits) < 10 else 0x110000
    if 0x80 <= code <= 0x9F:
        return _WINDOWS_1252[code - 0x80]
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return chr(code)


def _escaped(match: re.Match[str]) -> str:
    whole = match[0]
    return whole if _decoded(match) == whole else "&amp;" + whole[1:]
