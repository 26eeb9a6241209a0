"""The guard between a fix and the file: what the fix did not name must still be what it was.

The text after the edits is read again. Every block, link, picture, code sample, tag and comment that no edit touched
must be found again at the place where the edits moved it to, and nothing else may have appeared; code is not edited,
no link and no picture goes or comes, and the front matter holds the same values, but for what the fixes declared.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from copydesk.document import Document, Reference
from copydesk.edits import ChangeKind, Edit, Fix
from copydesk.text import Span, line_around, overlaps_any, regex
from copydesk.typed import NamedTuple

Item = tuple[str, int, int]
Edge = tuple[str, int]
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
    problem = rescanned(before, after, fixes)
    if problem is not None:
        return problem
    from copydesk.losses import undeclared  # a check asks for the other half only

    return undeclared(before.rendered, after.rendered, [change for fix in fixes for change in fix.declares])


def rescanned(before: Document, after: Document, fixes: Sequence[Fix]) -> str | None:
    """Return the same as far as it shows when the text is read again; what a reader gets of it is not looked at."""
    edits = [edit for fix in fixes for edit in fix.edits]
    declared = [change for fix in fixes for change in fix.declares if change.kind == "field"]
    problem = _front_matter(before, after, {key for change in declared for key in (change.before, change.after)})
    if problem is not None:
        return problem
    moves = Moves(edits)
    free = _declared_code(before.text, fixes)
    new_free = [Span(moves.start(span.start), moves.end(span.end)) for span in free]
    problem = _code(before, fixes) or _addresses(_targets(before, free), _targets(after, new_free), fixes)
    if problem is not None:
        return problem
    found = {item for item in _items(after) if not overlaps_any(new_free, Span(item[1], item[2]))}
    problem = _difference(after.text, _expect(before, after.text, moves, free), found, moves.after())
    if problem is not None:
        return problem
    loose = {(name, moves.start(start), moves.end(end)) for name, start, end in _loose(before)}
    for item in _loose(after):
        if item not in loose and not overlaps_any(new_free, Span(item[1], item[2])):
            return f"{_shown(after.text, item)} has lost its other half"
    return None


class _Expected(NamedTuple):
    """What must be found in the new text: `items` where they are, all else by name and place without blanks.

    Of items that are `replaced` nothing was left: they may be there again, and need not, and so may elements both of
    whose tags were replaced, known by either end (`elements`). Those that end within an edit have their `starts`,
    those that start within one their `ends`.
    """

    items: set[Item]
    replaced: set[Item]
    elements: set[Edge]
    starts: set[Edge]
    ends: set[Edge]


def _expect(before: Document, text: str, moves: Moves, free: Sequence[Span]) -> _Expected:
    """Return what must be found in the new `text`, outside the stretches of the old one that are `free`."""
    expected = _Expected(set(), set(), set(), set(), set())
    gone = set()
    for item, *tags in _elements(before):
        if all(moves.leaves_nothing(before.text, tag) for tag in tags):
            gone.add(item)
            name, start, end = item
            if not moves.inside(start):
                expected.elements.add((name, moves.start(start)))
            if not moves.inside(end):
                expected.elements.add((name, moves.end(end)))
    for name, start, end in _items(before):
        if (name, start, end) in gone:
            continue
        span = Span(start, end)
        first, last = moves.inside(start), moves.inside(end)
        if (first and last) or overlaps_any(free, span):
            continue
        item = name, moves.start(start), moves.end(end)
        if moves.leaves_nothing(before.text, span):
            if not first and not last:
                expected.replaced.add(_core(text, item))
        elif name.startswith(_ATTRIBUTE) and overlaps_any(moves.spans, span):
            continue  # the fix gave it another name
        elif first:
            expected.ends.add((name, _blanks_start(text, item[2])))
        elif last:
            expected.starts.add((name, _blanks_end(text, item[1])))
        else:
            expected.items.add(item)
    return expected


def _difference(text: str, expected: _Expected, found: set[Item], edits: Sequence[Span]) -> str | None:
    """Return what of `expected` is not `found` in `text`, or the reverse; what is in `edits` the fixes wrote."""
    if expected.items == found and not expected.starts and not expected.ends:
        return None
    # A block that begins or ends at an edit may have grown or shrunk by the blanks around it.
    wanted = {_core(text, item) for item in expected.items}
    there = {_core(text, item) for item in found}
    for item in sorted(found - expected.items, key=_widest_first):
        name, start, end = core = _core(text, item)
        by_fix = _holds(edits, Span(start, end)) or core in wanted or core in expected.replaced
        by_fix = by_fix or (_cuts(edits, item[1]) and _cuts(edits, item[2]))
        by_fix = by_fix or not expected.elements.isdisjoint(((name, start), (name, end)))
        if name.startswith(_ATTRIBUTE):
            by_fix = by_fix or _touches(edits, Span(item[1], item[2]))
        if not by_fix and (name, start) not in expected.starts and (name, end) not in expected.ends:
            return f"{_shown(text, item)} was not there before"
    starts = expected.starts - {(name, start) for name, start, _ in there}
    ends = expected.ends - {(name, end) for name, _, end in there}
    halves = {(name, at, at) for name, at in starts | ends}
    for item in sorted(
        {item for item in expected.items - found if _core(text, item) not in there} | halves, key=_widest_first
    ):
        return f"{_shown(text, item)} is no longer there"
    return None


def _widest_first(item: Item) -> tuple[int, int, str]:
    return item[1], -item[2], item[0]


def _shown(text: str, item: Item) -> str:
    name, start, end = item
    return name if name.startswith(_ATTRIBUTE) or start == end else f"{name} {_quote(text[start:end])}"


def _core(text: str, item: Item) -> Item:
    """Return the item without the blanks at its ends."""
    name, start, end = item
    start = _blanks_end(text, start)
    return (name, start, _blanks_start(text, end)) if start < end else (name, end, end)


def _holds(spans: Sequence[Span], span: Span) -> bool:
    """Tell whether `span` lies wholly inside one of `spans`, which are in order and do not overlap."""
    at = bisect_right(spans, Span(span.start, sys.maxsize)) - 1
    return at >= 0 and span.end <= spans[at].end


def _cuts(spans: Sequence[Span], offset: int) -> bool:
    """Tell whether `offset` is strictly inside one of `spans`, which are in order and do not overlap."""
    at = bisect_left(spans, Span(offset, offset)) - 1
    return at >= 0 and offset < spans[at].end


def _touches(spans: Sequence[Span], span: Span) -> bool:
    """Tell whether one of `spans`, which are in order, overlaps `span` or ends where it starts."""
    at = bisect_left(spans, Span(span.end, span.end)) - 1
    return at >= 0 and spans[at].end >= span.start


_BLANKS = regex(r"\s*+")


def _blanks_end(text: str, at: int) -> int:
    """Return where the blanks that begin at `at` end; that is `at` where there are none."""
    found = _BLANKS.match(text, at)
    return found.end() if found is not None else at


def _blanks_start(text: str, at: int) -> int:
    """Return where the blanks that end at `at` begin; that is `at` where there are none."""
    while at and text[at - 1].isspace():
        at -= 1
    return at


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


def _code(before: Document, fixes: Iterable[Fix]) -> str | None:
    """Return what is wrong where a fix edits code and has not declared that."""
    for fix in fixes:
        if not any(change.kind == "code" for change in fix.declares):
            for edit in fix.edits:
                if before.in_code(edit.span):
                    return f"code {_quote(line_around(before.text, edit.span).of(before.text))} was edited"
    return None


Targets = set[tuple[ChangeKind, str]]


def _targets(doc: Document, free: Sequence[Span]) -> Targets:
    """Return where the links of the body lead and which pictures it shows, outside the stretches that are `free`."""
    targets: Targets = set()
    for link in doc.markdown.links:
        if not link.unseen and not overlaps_any(free, link.span):
            targets.add(("image" if link.image else "link", link.target))
    references: tuple[tuple[ChangeKind, tuple[Reference, ...]], ...] = (("link", doc.links), ("image", doc.images))
    for kind, found in references:
        targets.update((kind, one.target) for one in found if one.html and not overlaps_any(free, one.span))
    return targets


def _addresses(was: Targets, now: Targets, fixes: Iterable[Fix]) -> str | None:
    """Return what is wrong where a link or a picture has gone or has come that no fix declared."""
    if was == now:
        return None
    declared = [change for fix in fixes for change in fix.declares]
    lost = was - now - {(change.kind, change.before) for change in declared}
    gained = now - was - {(change.kind, change.after) for change in declared}
    for kind, target in sorted(lost):
        return f"{kind} to {_quote(target)} is no longer there"
    for kind, target in sorted(gained):
        return f"{kind} to {_quote(target)} was not there before"
    return None


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
    keys = [key for key in {**was, **now} if was.get(key) != now.get(key)] if was != now else []
    keys = [key for key in keys if _in_order(old.values.get(key)) != _in_order(new.values.get(key))]
    if keys:
        return f"front matter field “{', '.join(keys)}” changed"
    return None


def _in_order(value: object) -> str:
    """Return a value as Python writes it, with the keys of maps in order: which of them comes first says nothing."""
    if isinstance(value, dict):
        return "{" + ", ".join(sorted(f"{key!r}: {_in_order(inner)}" for key, inner in value.items())) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_in_order, value)) + "]"
    return repr(value)


def _items(doc: Document) -> Iterator[Item]:
    """Yield all that the layers see in the body: blocks and inline structure, then templates and HTML."""
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
    for item, _, _ in _elements(doc):
        yield item
    for comment in html.comments:
        yield "comment", comment.span.start, comment.span.end
    if html.unfinished is not None:
        yield "unfinished tag", html.unfinished.start, html.unfinished.end


def _elements(doc: Document) -> Iterator[tuple[Item, Span, Span]]:
    """Yield the elements that have both tags, with these."""
    for tag in doc.html.tags:
        if tag.closing and tag.element is not None:
            start = tag.element.start.span
            yield (f"element <{tag.name}>", start.start, tag.span.end), start, tag.span


_OPEN_ENDED = frozenset(
    (
        *("p", "li", "dt", "dd", "rb", "rt", "rtc", "rp", "optgroup", "option", "html", "head", "body"),
        *("caption", "colgroup", "thead", "tbody", "tfoot", "tr", "td", "th"),
    )
)
"""Elements whose end tag may be left out (WHATWG HTML, section 13.1.2.4)."""


def _loose(doc: Document) -> Iterator[Item]:
    """Yield the tags whose other half is missing, so that what they do does not end where it should."""
    html = doc.html
    if html.tags:
        for element in html.elements:
            if element.end is None and not element.alone and element.name not in _OPEN_ENDED:
                yield f"tag <{element.name}>", element.start.span.start, element.start.span.end
        for tag in html.stray_ends:
            yield f"tag </{tag.name}>", tag.span.start, tag.span.end
