"""UTF-8 that was read as windows-1252 or Latin-1: where it stands in a text, and what was written there.

A character that is not ASCII takes two to four bytes of UTF-8: one of C2–F4, then one to three of 80–BF. Read byte by
byte each of them is a character: ``é`` becomes ``Ã©``, a quotation mark ``â€œ``. What windows-1252 has for 80–9F is in
https://encoding.spec.whatwg.org/index-windows-1252.txt; Latin-1 has control characters there, and so has windows-1252
for the five bytes that it does not use.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import category

from copydesk import NamedTuple, Span

_SPECIAL = {bytes((byte,)).decode("cp1252", "ignore") or chr(byte): chr(byte) for byte in range(0x80, 0xA0)}
_TO_BYTES = str.maketrans(_SPECIAL)
_NEXT = "".join(_SPECIAL) + "\x80-\xbf"
_RUN = re.compile(f"(?:[\xc2-\xdf][{_NEXT}]|[\xe0-\xef][{_NEXT}]{{2}}|[\xf0-\xf4][{_NEXT}]{{3}})+")
_OTHERS = re.compile(f"â[€\x80](?![{_NEXT}])\ufffd?|(?<=[a-z.,;:!?)])Â(?=[a-z \t\r\n])|[\x80\x85\x91-\x97\x99\x9c]")
"""Quotation marks without their last byte, which windows-1252 does not use; blanks that do not break without theirs;
control characters that are the most frequent signs of windows-1252."""

_PUNCTUATION = frozenset("“”‘’„‚…–—•«»‹›·\xa0")
"""What may stand behind a letter on purpose, and what then begins the next word or ends the sentence."""


_SIGN = re.compile("[ÃÂÐ\x80\x85\x91\x92\x93\x96\x97]|â€|ã€|ï¼|ðŸ")
"""What all but a few of such texts have: without one of them nobody looks (see `signs`)."""


class Misread(NamedTuple):
    """Characters that were read in the wrong encoding: where they stand, what was written, whether that is certain.

    `written` is None where too much is missing to tell.
    """

    span: Span
    written: str | None
    certain: bool


def misread(text: str, start: int) -> list[Misread]:
    """Return what was read in the wrong encoding in `text` from `start` on, in order.

    What could be one or the other is only told where there is something that is certain.
    """
    found: list[Misread] = []
    doubtful: list[Misread] = []
    if not _SIGN.search(text, start):
        return []
    for run in _RUN.finditer(text, start):
        written = _decoded(run[0])
        if written is not None:
            one = Misread(Span(*run.span()), written, _is_certain(text, run))
            if one.certain:
                found.append(one)
            elif not _PUNCTUATION.issuperset(run[0][1:]):
                doubtful.append(one)
    runs = [one.span for one in found]
    for other in _OTHERS.finditer(text, start):
        span = Span(*other.span())
        if not _overlaps(runs, span):
            found.append(_other(text, span))
    return sorted(found + doubtful) if found else []


def _decoded(run: str) -> str | None:
    """Return what was written where `run` stands; None where these bytes are no UTF-8, or nothing that people write."""
    for _ in range(3):  # some went the wrong way more than once
        try:
            written = run.translate(_TO_BYTES).encode("latin-1").decode("utf-8")
        except UnicodeError:
            return None
        if any(category(character) in _UNWRITTEN for character in written):
            return None
        if not _RUN.fullmatch(written):
            return written
        run = written
    return None


_UNWRITTEN = frozenset(("Cc", "Cn", "Co", "Cs"))


def _is_certain(text: str, run: re.Match[str]) -> bool:
    """Tell whether the letters and signs of a run cannot stand beside each other on purpose."""
    lead, following = run[0][0], run[0][1:]
    second = following[0]
    if lead == "ð" or (lead in "âã" and second in "€\x80") or (lead == "ï" and second in "¼»"):
        return True
    if not _PUNCTUATION.issuperset(following.translate(_LETTERS)):
        two = len(run[0]) > 2 + (lead >= "à")
        return two or lead in "ÂÃ"
    before = text[run.start() - 1 : run.start()]
    return lead in "ÂÃ" and (before.islower() or (lead == "Â" and second in "\xa0«»·" and before in " .,;:!?)\n"))


_LETTERS = dict.fromkeys(range(0xC2, 0xF5))


def _other(text: str, span: Span) -> Misread:
    sign = text[span.start]
    if sign == "â":
        ends = not text[span.start - 1 : span.start].isspace() and not text[span.end : span.end + 1].isalnum()
        return Misread(span, "”" if ends else None, False)
    if sign == "Â":
        return Misread(span, " " if text[span.end : span.end + 1].isalpha() else "", False)
    return Misread(span, sign.encode("latin-1").decode("cp1252"), sign != "\x85")


def _overlaps(spans: Sequence[Span], span: Span) -> bool:
    from copydesk_rules.neighbours import holds

    return holds(spans, span)
