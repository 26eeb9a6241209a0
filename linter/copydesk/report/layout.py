"""How text lies in the columns of a terminal: a window on a source line with carets under it, and broken lines.

Everything counts columns, not characters: a Chinese character has two, a combining mark none. rich has the table.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from copydesk.report import WIDEST, Terminal
from copydesk.report.words import can_say, escape, is_harmful
from copydesk.typed import NamedTuple

_TAB = 4
_MARKS = 3
"""How many combining characters one letter may carry; more are there to scribble over other lines."""


class View(NamedTuple):
    """A source line as it is shown: three parts, where the carets start (columns from 0), and how many."""

    before: str
    inside: str
    after: str
    column: int
    carets: int


class Signs(NamedTuple):
    """The characters that draw a report."""

    bar: str
    end: str
    rule: str
    dots: str
    newline: str


UNICODE = Signs("│", "╰", "─", "…", "↵")
ASCII = Signs("|", "=", "-", "...", "\\n")


def cells(text: str) -> int:
    """Return how many columns `text`, which is visible, takes at most: no emoji is joined to its neighbour."""
    if text.isascii():
        return len(text)
    from rich.cells import get_character_cell_size

    return sum(map(get_character_cell_size, text))


def view(
    source: str, first: int, last: int, over: bool, width: int, cut: bool, signs: Signs, terminal: Terminal
) -> View:
    """Return the window of at most `width` columns on `source` that shows the characters from `first` to `last`.

    `over` tells that the finding goes on after the end of the line, `cut` that the line begins before `source`.
    """
    if source.endswith("\r") and (over or last < len(source) or first == last):
        source = source[:-1]
        first, last = min(first, len(source)), min(last, len(source))
    # No window is wider than this, so a line of a megabyte costs what a line of a screen does.
    low = max(first - 2 * WIDEST, 0)
    high = max(first, low) + 2 * WIDEST
    cut = cut or low > 0
    shown, sizes = characters(source[low:high], terminal)
    rest = high < len(source)
    first, last = first - low, min(last, high) - low
    if over and first == last:  # the newline itself
        shown[last:] = [signs.newline]
        sizes[last:] = [len(signs.newline)]
        last += 1
    if first == last == len(shown):  # the caret after the last character needs its column too
        shown.append(" ")
        sizes.append(1)
    at = [0]
    for size in sizes:
        at.append(at[-1] + size)
    total = at[-1]
    while first and first < len(sizes) and not sizes[first]:  # a mark is seen on the letter it stands on
        first -= 1
    dots = len(signs.dots)
    if not cut and not rest and total <= width:
        start, end, left, right = 0, len(shown), "", ""
    else:
        size = max(at[last] - at[first], 1)
        if not cut and at[first] + size + dots <= width:
            start, left = 0, ""
        else:
            room = width - 2 * dots
            lead = (room - size) // 2 if size <= room else min(room // 4, 12)
            begin = max(min(at[first] - lead, total - (width - dots)), 0)
            start = bisect_left(at, begin)
            while start < first and sizes[start] == 0:
                start += 1
            left = signs.dots if start or cut else ""
        used = width - len(left)
        end = bisect_right(at, at[start] + used) - 1
        right = ""
        if end < len(shown) or rest:
            right = signs.dots
            end = max(bisect_right(at, at[start] + used - dots) - 1, start)
    stop = min(last, end)
    column = len(left) + at[first] - at[start]
    return View(
        left + "".join(shown[start:first]),
        "".join(shown[first:stop]),
        "".join(shown[stop:end]) + right,
        column,
        max(at[stop] - at[first], 1),
    )


def characters(source: str, terminal: Terminal) -> tuple[list[str], list[int]]:
    """Return for every character of `source` what is shown for it and how many columns that takes.

    A TAB becomes blanks. What a terminal would obey, hide or turn around is named instead. Joiners, variation
    selectors and skin tones after an emoji are left out, because terminals do not agree how wide the whole is.
    """
    if source.isascii() and source.isprintable():
        return list(source), [1] * len(source)
    from rich.cells import get_character_cell_size

    shown: list[str] = []
    sizes: list[int] = []
    column = marks = 0
    base = ""
    for at, character in enumerate(source):
        if " " <= character <= "~":
            text, size = character, 1
        elif character == "\t":
            size = _TAB - column % _TAB
            text = " " * size
        elif is_harmful(source, at) or not (terminal.unicode or can_say(character, terminal.encoding)):
            text = escape(character, unicode=terminal.unicode)
            size = len(text)
        elif _only_shapes(character, base):
            text, size = "", 0
        else:
            text, size = character, get_character_cell_size(character)
            if size == 0 and (not base.strip() or marks == _MARKS):
                text = escape(character, unicode=False)
                size = len(text)
        if size:
            base = character
            marks = 0
        elif text:
            marks += 1
        shown.append(text)
        sizes.append(size)
        column += size
    return shown, sizes


def _only_shapes(character: str, base: str) -> bool:
    """Tell whether `character` only changes how the sign before it is drawn."""
    number = ord(character)
    if 0xFE00 <= number <= 0xFE0F or 0xE0100 <= number <= 0xE01EF:
        return True
    return base >= "\u2190" and (number == 0x200D or 0x1F3FB <= number <= 0x1F3FF)


_NO_START = frozenset("，。、；：？！）」』”’》】〉…,.;:?!)]}%")
_NO_END = frozenset("（「『“‘《【〈([{")


def breaks(text: str, width: int, indent: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of `text` that make its lines, the first `width` columns wide, the others less the indent.

    A line ends at a blank outside backticks, or beside a double-width character as Chinese and Japanese do (without
    a closing mark at the start of a line or an opening one at its end); at a blank inside backticks where there is no
    better place, and anywhere where there is none at all.
    """
    from rich.cells import get_character_cell_size

    start = at = column = good = poor = 0
    room = width
    length = len(text)
    quoted = opened = False  # between backticks here, and at the start of the line
    while at < length:
        character = text[at]
        size = get_character_cell_size(character)
        if column + size > room and at > start and character != " ":
            end = good if good > start else poor if poor > start else at
            yield start, _rstrip(text, start, end)
            opened ^= text.count("`", start, end) % 2 == 1
            start = at = end
            quoted = opened
            column, room = 0, width - indent
            continue
        column += size
        at += 1
        if character == " ":
            if not text[start:at].isspace():
                good, poor = (good, at) if quoted else (at, poor)
        elif character == "`":
            quoted = not quoted
        elif at < length and text[at] not in _NO_START and character not in _NO_END:
            wide = size == 2 or (text[at] > "\u2e80" and get_character_cell_size(text[at]) == 2)
            good = at if wide else good
    if start < length:
        yield start, _rstrip(text, start, length)


def _rstrip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] == " ":
        end -= 1
    return end
