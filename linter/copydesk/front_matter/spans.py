"""Spans that more than one format needs: of entries between commas, and of what lies between two tokens."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copydesk.text import Span

_SPACE = re.compile(r"[\s\ufeff]*+(?:(?<!\S)#[^\n]*+[\s\ufeff]*+)*")


def skip_space(text: str, at: int) -> int:
    """Return the first place from `at` on where neither white space nor a comment stands."""
    match = _SPACE.match(text, at)
    return match.end() if match else at


def line_end(text: str, at: int, stop: int) -> int:
    """Return the end of the line on which `at` stands, newline included, but not more than `stop`."""
    end = text.find("\n", at, stop)
    return stop if end < 0 else end + 1


def between_commas(text: str, pairs: Sequence[tuple[int, int]]) -> list[Span]:
    """Return what to cut of a map in braces for each pair of it, given as (start of key, end of value).

    The comma behind the pair goes with it, behind the last pair the one before. Where nothing else stands on the
    lines of a pair and its comma, whole lines go.
    """
    spans = []
    for index, (start, end) in enumerate(pairs):
        comma = skip_space(text, end)
        if text[comma : comma + 1] == ",":
            spans.append(_widen(text, start, comma + 1))
        elif index:
            spans.append(Span(pairs[index - 1][1], end))
        else:
            spans.append(_widen(text, start, end))
    return spans


def _widen(text: str, start: int, end: int) -> Span:
    """Return the whole lines from `start` to `end` if they hold nothing else, otherwise also the blanks behind."""
    stop = end
    while text[stop : stop + 1] in (" ", "\t", "\r"):
        stop += 1
    if stop < len(text) and text[stop] != "\n":
        return Span(start, stop)
    line = text.rfind("\n", 0, start) + 1
    return Span(start, end) if text[line:start].strip() else Span(line, min(stop + 1, len(text)))
