"""Text as it stands in the file: spans, lines, and the way between bytes and characters.

Offsets are characters (code points) of the decoded text, counted from 0. Nothing is translated on the way in: a
byte order mark is the first character, and every newline stays what it was, so a span of any layer is a span of
the file.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from copydesk.typed import NamedTuple, cast

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


_position = Position._make


class Lines:
    """The lines of a text, divided at ``\\n`` only.

    ``str.splitlines`` also divides at U+2028, U+000B and others, which no editor and no generator counts as the end
    of a line; a carriage return before the line feed belongs to its line.
    """

    __slots__ = ("_at", "_left", "_line", "_start", "_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] | None = None  # of all lines, found when somebody asked for one, or often went back
        self._at = 0  # the place asked for last,
        self._line = 1  # its line,
        self._start = 0  # and where that begins
        self._left = 4 * len(text)  # how many characters may be gone back before

    def __len__(self) -> int:
        """Return how many lines there are; a text that ends in a newline has an empty last line."""
        return len(self._all())

    def number(self, offset: int) -> int:
        """Return the line, from 1, on which the character at `offset` stands."""
        self._go(offset)
        return self._line

    def position(self, offset: int) -> Position:
        """Return line and column of the character at `offset`, both from 1."""
        self._go(offset)
        return _position((self._line, offset - self._start + 1))

    def place(self, start: int, end: int) -> tuple[int, int, int, int]:
        """Return line and column of the characters at `start` and, not before it, at `end`."""
        self._go(start)
        line, column = self._line, start - self._start + 1
        if self._text.find("\n", start, end) < 0:  # most stay on their line
            return line, column, line, column + end - start
        self._go(end)
        return line, column, self._line, end - self._start + 1

    def _go(self, offset: int) -> None:
        """Make `offset` the place asked for last."""
        at = self._at
        self._at = offset
        if self._starts is not None:
            self._line = bisect_right(self._starts, offset)
            self._start = self._starts[self._line - 1]
        elif offset >= at:
            # To count the newlines since the last place takes far less than to find them all, as most posts have few
            # findings, and those in order.
            newlines = self._text.count("\n", at, offset)
            if newlines:
                self._line += newlines
                self._start = self._text.rfind("\n", at, offset) + 1
        else:
            self._line -= self._text.count("\n", offset, at)
            self._start = self._text.rfind("\n", 0, offset) + 1
            self._left -= at - self._start
            if self._left < 0:
                self._all()

    def span(self, number: int) -> Span:
        """Return the span of line `number` (from 1), its newline included."""
        starts = self._all()
        start = starts[number - 1]
        end = starts[number] if number < len(starts) else len(self._text)
        return Span(start, end)

    def _all(self) -> list[int]:
        starts = self._starts
        if starts is None:
            starts = [0]
            find = self._text.find
            at = find("\n") + 1
            while at:
                starts.append(at)
                at = find("\n", at) + 1
            self._starts = starts
        return starts


def line_around(text: str, span: Span) -> Span:
    """Return the whole lines that `span` touches, the last newline included."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", max(span.end - 1, span.start) if span.end > span.start else span.end)
    return Span(start, len(text) if end < 0 else end + 1)


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return the regular expression `pattern`, which is compiled when it is first used.

    To compile one takes about as long as to check a paragraph, and most of them are for what most posts do not have.
    """
    return cast("re.Pattern[str]", _Regex(pattern, flags))


class _Regex:
    """All that a compiled pattern has; the first time that something of it is asked for, it is compiled."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(self.pattern, self._flags)
        for each in ("match", "search", "fullmatch", "finditer", "findall", "sub", "split"):
            setattr(self, each, getattr(compiled, each))  # found at once from now on
        return getattr(compiled, name)

    def __repr__(self) -> str:
        return f"regex({self.pattern!r})"


_SOME = range(100)


def has_pair(text: str, pair: str, rare: int) -> bool:
    """Tell whether the few characters of `pair` stand side by side in `text`; ``pair[rare]`` is the rarest one.

    Python leaps from one occurrence of a single character to the next; for more it looks at every place of the text,
    which takes many times as long. A `pair` of one character is looked for like any other.
    """
    sign = pair[rare]
    if sign not in text:
        return False
    if len(pair) == 1:
        return True
    beside = -1 if rare else 1
    neighbour = pair[rare + beside]  # which is looked at first, as that takes far less than to compare all of them
    stop = len(text) - len(pair) + rare + 1
    find = text.find
    at = find(sign, rare, stop)
    for _ in _SOME:
        if at < 0:
            return False
        if text[at + beside] == neighbour and text.startswith(pair, at - rare):
            return True
        at = find(sign, at + 1, stop)
    return at >= 0 and text.find(pair, at - rare) >= 0  # not so rare after all


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
    """Return the first encoding of the usual suspects that reads `data` whole; None where it is damaged UTF-8."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if b"\xed" in data:  # RFC 3629 forbids them; JavaScript and old databases write them all the same
        try:
            data.decode("utf-8", "surrogatepass")
            return "UTF-8 with surrogates"
        except UnicodeDecodeError:
            pass
    readable = data[:65536].decode("utf-8", "replace")
    broken = readable.count("\ufffd")
    if sum(character > "\x7f" for character in readable) > 2 * broken:
        return None
    scores = {name: _plausible(data[:65536].decode(name, "replace")) for name in _EAST_ASIAN}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 0.1 else "cp1252"


_EAST_ASIAN = ("gb18030", "big5", "shift_jis", "euc_kr")
# Each of these reads nearly every text of the others; which one is right shows in whether frequent characters come out.
_FREQUENT = frozenset(
    "，。、：；！？“”「」《》（）的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能"
    "而子那得于於着下自之年过過发發后後作里用道行所然家种種事成方多经經么去法学學如都同现現当當没動动面起看定天分还還进進"
    "好小部其些主样樣理心本前开開但因只从從想实實日이다는의에을를가고로하은한지기도사서그나아자어리시대인일수해스들게만라정있보"
)


def _plausible(text: str) -> float:
    """Return the share of frequent characters among those of `text` that are not ASCII, less the broken ones."""
    foreign = [character for character in text if character > "\x7f"]
    likely = sum(character in _FREQUENT or "\u3041" <= character <= "\u30fe" for character in foreign)
    return (likely - 2 * foreign.count("\ufffd")) / max(len(foreign), 1)


LONGEST_WORD = 100
"""Of longer words no near one is looked for: to compare two takes the product of their lengths."""


def nearest(word: str, words: Iterable[str]) -> str:
    """Return the one of `words` that `word` is most like, or an empty string where none is like it."""
    if len(word) > LONGEST_WORD:
        return ""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, [each for each in words if len(each) <= LONGEST_WORD], 1, 0.6)), "")


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """Return the end of a message that names the nearest of `words`, or an empty string."""
    near = nearest(word, words)
    return f": did you mean `{near}`?" if near else ""
