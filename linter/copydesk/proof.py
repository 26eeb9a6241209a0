"""The guard between a fix and the file: what the fix did not name must still be what it was.

The text after the edits is read again. Every block, link, picture, code sample, tag and comment that no edit touched
must be found again at the place where the edits moved it to, and nothing else may have appeared; the front matter
must hold the same values but for the fields that the fixes declared.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from copydesk.document import Document
from copydesk.edits import Edit, Fix
from copydesk.text import Span, line_around, overlaps_any

Item = tuple[str, int, int]
_ATTRIBUTE = "attribute "


class Moves:
    """Where edits move the characters around them."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self.spans: list[Span] = []
        self._shifts = [0]
        shift = 0
        for span, text in sorted(set(edits)):
            self.spans.append(span)
            shift += len(text) - (span.end - span.start)
            self._shifts.append(shift)
        self._starts = [span.start for span in self.spans]
        self._ends = [span.end for span in self.spans]

    def inside(self, offset: int) -> bool:
        """Tell whether `offset` lies strictly inside an edit."""
        at = bisect_left(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]

    def start(self, offset: int) -> int:
        """Return the new place of something that starts at `offset`."""
        return offset + self._shifts[bisect_right(self._ends, offset)]

    def end(self, offset: int) -> int:
        """Return the new place of something that ends at `offset`: what is inserted right there comes after it."""
        at = bisect_right(self._ends, offset)
        while at > 0 and self.spans[at - 1].start == offset:
            at -= 1
        return offset + self._shifts[at]

    def leaves_nothing(self, text: str, span: Span) -> bool:
        """Tell whether the edits take something of `span` away and leave nothing but blanks of it."""
        at = span.start
        first = index = bisect_right(self._ends, span.start)
        while index < len(self.spans) and self.spans[index].start < span.end:
            edit = self.spans[index]
            index += 1
            if edit.start > at and _blanks_end(text, at) < edit.start:
                return False
            at = max(at, edit.end)
        return index > first and (at >= span.end or _blanks_end(text, at) >= span.end)

    def after(self) -> list[Span]:
        """Return the spans of the edited places in the new text."""
        return [
            Span(span.start + shift, span.end + following)
            for span, shift, following in zip(self.spans, self._shifts, self._shifts[1:], strict=False)
        ]


def broken(before: Document, after: Document, fixes: Sequence[Fix]) -> str | None:
    """Return what the fixes changed beyond what they declare, in a few words; None where they kept their promise."""
    edits = [edit for fix in fixes for edit in fix.edits]
    declared = [change for fix in fixes for change in fix.declares if change.kind == "field"]
    problem = _front_matter(before, after, {key for change in declared for key in (change.before, change.after)})
    if problem is not None:
        return problem
    moves = Moves(edits)
    free = _declared_code(before.text, fixes)
    new_free = [Span(moves.start(span.start), moves.end(span.end)) for span in free]
    expected: set[Item] = set()
    for name, start, end in _items(before, moves):
        span = Span(start, end)
        if moves.inside(start) or moves.inside(end) or moves.leaves_nothing(before.text, span):
            continue
        if name.startswith(_ATTRIBUTE) and overlaps_any(moves.spans, span):
            continue  # the fix gave it another name
        if not overlaps_any(free, span):
            expected.add((name, moves.start(start), moves.end(end)))
    found = {item for item in _items(after) if not overlaps_any(new_free, Span(item[1], item[2]))}
    if expected == found:
        return None
    new_edits = moves.after()
    edges = {edge for span in new_edits for edge in span}
    # A block that begins or ends at an edit may have grown or shrunk by the blanks around it.
    cores = {_core(after.text, item) for item in expected}, {_core(after.text, item) for item in found}
    for item in sorted(expected ^ found, key=lambda item: item[1:]):
        missing = item in expected
        name, start, end = item
        if not missing and _holds(new_edits, Span(start, end)):
            continue  # the fix wrote it itself
        if not missing and name.startswith(_ATTRIBUTE) and _touches(new_edits, Span(start, end)):
            continue  # so it did, by a part of the name
        if (start in edges or end in edges) and _core(after.text, item) in cores[missing]:
            continue
        what = "" if name.startswith(_ATTRIBUTE) else f" {_quote(after.text[start:end])}"
        return f"{name}{what} {'is no longer there' if missing else 'was not there before'}"
    return None


def _core(text: str, item: Item) -> Item:
    """Return the item without the blanks at its ends."""
    name, start, end = item
    start = min(_blanks_end(text, start), end)
    while end > start and text[end - 1].isspace():
        end -= 1
    return name, start, end


def _holds(spans: Sequence[Span], span: Span) -> bool:
    """Tell whether `span` lies wholly inside one of `spans`, which are in order and do not overlap."""
    at = bisect_right(spans, Span(span.start, sys.maxsize)) - 1
    return at >= 0 and span.end <= spans[at].end


def _touches(spans: Sequence[Span], span: Span) -> bool:
    """Tell whether one of `spans`, which are in order, overlaps `span` or ends where it starts."""
    at = bisect_left(spans, Span(span.end, span.end)) - 1
    return at >= 0 and spans[at].end >= span.start


_BLANKS = re.compile(r"\s*+")


def _blanks_end(text: str, at: int) -> int:
    """Return where the blanks that begin at `at` end; that is `at` where there are none."""
    found = _BLANKS.match(text, at)
    return found.end() if found is not None else at


def _quote(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line[:40]}…”" if len(line) > 41 else f"“{line}”"


def _declared_code(text: str, fixes: Iterable[Fix]) -> list[Span]:
    """Return the lines of text that fixes declared to turn from code into something else, in order and apart."""
    lines: list[Span] = []
    for span in sorted(
        line_around(text, Span(min(edit.span.start for edit in fix.edits), max(edit.span.end for edit in fix.edits)))
        for fix in fixes
        if any(change.kind == "code" for change in fix.declares)
    ):
        if lines and span.start <= lines[-1].end:
            lines[-1] = Span(lines[-1].start, max(span.end, lines[-1].end))
        else:
            lines.append(span)
    return lines


def _front_matter(before: Document, after: Document, fields: set[str]) -> str | None:
    old, new = before.front_matter, after.front_matter
    if old is None and new is None:
        return None
    if old is None or new is None:
        return "front matter is no longer there" if new is None else "front matter was not there before"
    if (old.error is None) and new.error is not None:
        return f"front matter can no longer be read: {new.error.message}"
    # Compared as they would be written in Python: True is not 1, and what is no number is equal to itself.
    was = {key: repr(value) for key, value in old.values.items() if key not in fields}
    now = {key: repr(value) for key, value in new.values.items() if key not in fields}
    if was != now:
        keys = [key for key in {**was, **now} if was.get(key) != now.get(key)]
        return f"front matter field “{', '.join(keys)}” changed"
    return None


def _items(doc: Document, moves: Moves | None = None) -> Iterator[Item]:
    """Yield all that the layers see in the body: blocks and inline structure, then templates and HTML.

    With `moves`, elements are left out both of whose tags go.
    """
    for item in doc.markdown.structure():
        if item[0] != "HtmlBlock":  # two that touch are one; what they hold follows as tags and comments
            yield item
    for span in doc.templates:
        yield "template", span.start, span.end
    html = doc.html
    for tag in html.tags:
        start, end = tag.span
        yield f"tag </{tag.name}>" if tag.closing else f"tag <{tag.name}>", start, end
        for attribute in tag.attributes:
            yield f"{_ATTRIBUTE}{attribute.name}", attribute.name_span.start, attribute.name_span.end
        if tag.closing and tag.element is not None:
            opening = tag.element.start.span
            both = opening, tag.span
            if moves is None or not all(moves.leaves_nothing(doc.text, span) for span in both):
                yield f"element <{tag.name}>", opening.start, end
    for comment in html.comments:
        yield "comment", comment.span.start, comment.span.end
    if html.unfinished is not None:
        yield "unfinished tag", html.unfinished.start, html.unfinished.end
