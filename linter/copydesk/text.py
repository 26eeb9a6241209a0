"""Text as it stands in the file: spans, lines, and the way between bytes and characters.

Offsets are characters (code points) of the decoded text, counted from 0. Nothing is translated on the way in: a
byte order mark is the first character, and every newline stays what it was, so a span of any layer is a span of
the file.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

BOM = "\ufeff"


class Span(NamedTuple):
    """A half-open range of characters, ``text[start:end]``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of `text` that this span names."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


def overlaps_any(spans: Sequence[Span], span: Span) -> bool:
    """Tell whether `span` shares a character with one of `spans`, which are in order and do not overlap."""
    at = bisect_left(spans, span)
    return (at < len(spans) and spans[at].start < span.end) or (at > 0 and spans[at - 1].end > span.start)


class Position(NamedTuple):
    """A place as people count it: line and column, both from 1, the column in characters."""

    line: int
    column: int


class Lines:
    """The lines of a text, divided at ``\\n`` only.

    ``str.splitlines`` also divides at U+2028, U+000B and others, which no editor and no generator counts as the end
    of a line; a carriage return before the line feed belongs to its line.
    """

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        starts = [0]
        find = text.find
        at = find("\n") + 1
        while at:
            starts.append(at)
            at = find("\n", at) + 1
        self._starts = starts

    def __len__(self) -> int:
        """Return how many lines there are; a text that ends in a newline has an empty last line."""
        return len(self._starts)

    def number(self, offset: int) -> int:
        """Return the line, from 1, on which the character at `offset` stands."""
        return bisect_right(self._starts, offset)

    def position(self, offset: int) -> Position:
        """Return line and column of the character at `offset`, both from 1."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def span(self, number: int) -> Span:
        """Return the span of line `number` (from 1), its newline included."""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self._text)
        return Span(start, end)


def line_around(text: str, span: Span) -> Span:
    """Return the whole lines that `span` touches, the last newline included."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", max(span.end - 1, span.start) if span.end > span.start else span.end)
    return Span(start, len(text) if end < 0 else end + 1)


class UndecodableText(ValueError):
    """Bytes that are not UTF-8.

    `offset` counts bytes from 0, `line` from 1; `guess` names the encoding the file may have, or is None.
    """

    def __init__(self, offset: int, line: int, guess: str | None) -> None:
        super().__init__(f"not valid UTF-8 at byte {offset + 1} (line {line})")
        self.offset = offset
        self.line = line
        self.guess = guess


def decode(data: bytes) -> str:
    """Return the text of `data`, which must be UTF-8; a byte order mark stays as the first character.

    Raises `UndecodableText` with the place of the first wrong byte.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UndecodableText(error.start, line, _guess(data)) from None


def _guess(data: bytes) -> str | None:
    """Return the first encoding of the usual suspects that reads `data` whole, or None."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    for name in ("gb18030", "big5", "shift_jis", "euc_kr"):
        try:
            text = data[:65536].decode(name)
        except UnicodeDecodeError as error:
            if error.start < len(data[:65536]) - 4:
                continue
            text = data[: error.start].decode(name, "replace")
        if sum("\u4e00" <= c <= "\u9fff" or "\u3040" <= c <= "\u30ff" or "\uac00" <= c <= "\ud7a3" for c in text) > 3:
            return name
    return "cp1252"
