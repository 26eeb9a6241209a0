"""Where the marks that vendors leave in running text stand (the `texts` of their files)."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import TYPE_CHECKING, NamedTuple, Span, regex

if TYPE_CHECKING:
    from copydesk_rules.catalogue import Entry, Pattern

_LONGEST = 300
"""So many characters an asterisk stands for at most; marks are short."""

_HELD = {"digits": regex(r"[\d,;: \t-]*+"), "word": regex(r"[A-Za-z0-9_\ue200-\ue202]*+")}
_BEFORE = regex(r"(?:[ \t\xa0\u3000>]|&nbsp;|<[^<>\n]*+>|[-*+][ \t])*")
_AFTER = regex(r"[ \t\xa0\u3000]|&nbsp;|<|\Z")


class Mark(NamedTuple):
    """One mark: where it stands, and what stands for each asterisk of its pattern."""

    span: Span
    held: tuple[str, ...]


def marks(text: str, entry: Entry, pieces: Pattern, start: int) -> Iterator[Mark]:
    """Yield what is written in `text` from `start` on as one pattern of `entry` says, in order, without overlap."""
    first = pieces[0]
    at = text.find(first, start) if first[0] in text else -1  # one character is found ten times as fast
    while at >= 0:
        found = _line(text, at, pieces) if entry.where == "line" else _read(text, at, entry.holds, pieces)
        if found is not None and entry.where == "line-start" and not _begins_line(text, found.span):
            found = None
        if found is not None:
            yield found
        at = text.find(first, found.span.end if found is not None else at + 1)


def _read(text: str, start: int, holds: str, pieces: Pattern) -> Mark | None:
    """Return the mark that begins at `start`, if one does: each asterisk stands for as little as it can."""
    at = start + len(pieces[0])
    held = []
    for piece in pieces[1:]:
        if holds in _HELD:
            run = _HELD[holds].match(text, at)
            end = run.end() if run is not None else at
            if end == at or not text.startswith(piece, end):
                return None
        else:
            end = text.find(piece, at, at + _LONGEST)
            if end < 0 or "\n" in (inside := text[at:end]) or pieces[0] in inside or pieces[-1] in inside:
                return None
        held.append(text[at:end])
        at = end + len(piece)
    while len(pieces[0]) == len(pieces) == 1 and text.startswith(pieces[0], at):
        at += 1  # several of a sign are one mark
    return Mark(Span(start, at), tuple(held))


def _line(text: str, start: int, pieces: Pattern) -> Mark | None:
    """Return the mark that is all of the line on which it begins at `start`, if it is one and a paragraph by itself."""
    from copydesk_rules.catalogue import matches

    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    last = len(text) if last < 0 else last
    if text[first:start].strip(" \t>") or not matches(pieces, written := text[start:last].rstrip()):
        return None
    above = text[text.rfind("\n", 0, max(first - 1, 0)) + 1 : first]
    below = text[last + 1 : (text.find("\n", last + 1) + 1 or len(text) + 1) - 1]
    return None if above.strip(" \t\r\n>") or below.strip(" \t\r>") else Mark(Span(start, start + len(written)), ())


def _begins_line(text: str, span: Span) -> bool:
    """Tell whether nothing but blanks, tags and the marks of a list stand before `span`, and a blank behind it."""
    first = text.rfind("\n", 0, span.start) + 1
    before = _BEFORE.match(text, first, span.start)
    return before is not None and before.end() == span.start and _AFTER.match(text, span.end) is not None
