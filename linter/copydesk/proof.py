"""The guard between a fix and the file: what the fix did not name must still be what it was.

The text after the edits is read again. Every block, link, picture, code sample, tag and comment that no edit touched
must be found again at the place where the edits moved it to, and nothing else may have appeared; the front matter
must hold the same values but for the fields that the fixes declared.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from copydesk.document import Document
from copydesk.edits import Edit, Fix
from copydesk.text import Span, line_around

Item = tuple[str, int, int]


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
        """Tell whether nothing but blanks is left of `span` when the edits are made."""
        at = span.start
        first = max(bisect_left(self._ends, span.start), 0)
        for index in range(first, len(self.spans)):
            edit = self.spans[index]
            if edit.start >= span.end:
                break
            if text[at : max(edit.start, at)].strip():
                return False
            at = max(at, edit.end)
        return not text[at : span.end].strip() if at < span.end else at > span.start or span.start == span.end

    def after(self) -> list[Span]:
        """Return the spans of the edited places in the new text."""
        return [
            Span(span.start + shift, span.end + following)
            for span, shift, following in zip(self.spans, self._shifts, self._shifts[1:], strict=False)
        ]


def broken(before: Document, after: Document, fixes: Sequence[Fix]) -> str | None:
    """Return what the fixes changed beyond what they declare, in a few words; None where they kept their promise."""
    edits = [edit for fix in fixes for edit in fix.edits]
    fields = {change.before for fix in fixes for change in fix.declares if change.kind == "field"}
    problem = _front_matter(before, after, fields)
    if problem is not None:
        return problem
    moves = Moves(edits)
    free = _declared_code(before.text, fixes)
    new_free = [Span(moves.start(span.start), moves.end(span.end)) for span in free]
    new_edits = moves.after()
    expected: set[Item] = set()
    for name, start, end in _items(before):
        span = Span(start, end)
        if moves.inside(start) or moves.inside(end) or moves.leaves_nothing(before.text, span):
            continue
        if not any(place.overlaps(span) for place in free):
            expected.add((name, moves.start(start), moves.end(end)))
    found = {
        (name, start, end)
        for name, start, end in _items(after)
        if not any(place.overlaps(Span(start, end)) for place in new_free)
    }
    edges = {edge for span in new_edits for edge in span}
    for name, start, end in sorted(expected ^ found, key=lambda item: item[1:]):
        if (name, start, end) in found and any(edit.start <= start and end <= edit.end for edit in new_edits):
            continue  # the fix wrote it itself
        if start in edges or end in edges:
            # A block that begins or ends at an edit may have grown or shrunk by the blanks around it.
            if any(_same(after.text, (name, start, end), other) for other in (found if (name, start, end) in expected else expected)):
                continue
        what = "is no longer there" if (name, start, end) in expected else "was not there before"
        return f"{name} {_quote(after.text[start:end])} {what}"
    return None


def _same(text: str, item: Item, other: Item) -> bool:
    """Tell whether two items differ by nothing but blanks at their ends."""
    if item[0] != other[0] or item[1] > other[2] or other[1] > item[2]:
        return False
    return (
        not text[min(item[1], other[1]) : max(item[1], other[1])].strip()
        and not text[min(item[2], other[2]) : max(item[2], other[2])].strip()
    )


def _quote(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line[:40]}…”" if len(line) > 41 else f"“{line}”"


def _declared_code(text: str, fixes: Iterable[Fix]) -> list[Span]:
    """Return the lines of text that a fix declared to turn from code into something else."""
    return [
        line_around(text, Span(min(edit.span.start for edit in fix.edits), max(edit.span.end for edit in fix.edits)))
        for fix in fixes
        if any(change.kind == "code" for change in fix.declares)
    ]


def _front_matter(before: Document, after: Document, fields: set[str]) -> str | None:
    old, new = before.front_matter, after.front_matter
    if old is None and new is None:
        return None
    if old is None or new is None:
        return "front matter is no longer there" if new is None else "front matter was not there before"
    if (old.error is None) and new.error is not None:
        return f"front matter can no longer be read: {new.error.message}"
    was = {key: value for key, value in old.values.items() if key not in fields}
    now = {key: value for key, value in new.values.items() if key not in fields}
    if was != now:
        keys = [key for key in {**was, **now} if was.get(key) != now.get(key)]
        return f"front matter field “{', '.join(keys)}” changed"
    return None


def _items(doc: Document) -> Iterator[Item]:
    """Yield all that the layers see in the body: blocks and inline structure, then HTML tags and comments."""
    for item in doc.markdown.structure():
        if item[0] != "HtmlBlock":  # two that touch are one; what they hold follows as tags and comments
            yield item
    for tag in doc.html.tags:
        yield (f"tag </{tag.name}>" if tag.closing else f"tag <{tag.name}>", tag.span.start, tag.span.end)
    for comment in doc.html.comments:
        yield ("comment", comment.span.start, comment.span.end)
