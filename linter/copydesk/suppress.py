"""Suppressions: the places where an author asked for silence, and which of them silenced anything.

``<!-- copydesk: ignore[TRK002] reason -->`` counts for its own line and the next, ``ignore-file[…]`` for the whole
file, ``ignore-start[…]`` up to ``ignore-end[…]``. In front matter the comment is ``# copydesk: ignore[FM003]``, in
MDX ``{/* copydesk: … */}``. Between the brackets stand codes or names of rules, divided by commas.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator

from copydesk.document import Document
from copydesk.rule import MARK, Finding
from copydesk.text import Span, regex
from copydesk.typed import NamedTuple

_DIRECTIVE = regex(r"\s*+copydesk:[ \t]*+([a-z-]++)[ \t]*+(?:\[([^\]\n]*+)\])?")
_FRONT_MATTER = regex(r"(?:^|[ \t])#(?=[ \t]*+copydesk:)([^\n\r]*+)", re.M)
_MDX = regex(r"\{\s*+/\*(.*?)\*/\s*+\}", re.S)

KINDS = ("ignore", "ignore-file", "ignore-start", "ignore-end")


class Target(NamedTuple):
    """One rule that a directive names, as written, and where."""

    name: str
    span: Span


class Directive(NamedTuple):
    """One suppression comment: `span` is the whole comment, `first` to `last` the lines it counts for."""

    kind: str
    span: Span
    targets: tuple[Target, ...]
    first: int
    last: int


class Suppressions:
    """The suppressions of one document, and which of their targets have silenced a finding.

    `ran` holds the codes and names of the rules that ran: only about those can anything be said.
    """

    def __init__(self, doc: Document, ran: Collection[str] = ()) -> None:
        self.directives: tuple[Directive, ...] = tuple(_read(doc)) if MARK in doc.text else ()
        self.ran = frozenset(ran)
        self._ranges = _ranges(self.directives)
        self._silenced: dict[str, list[int]] = {}  # by the name of a target, the lines where it was needed

    def silences(self, finding: Finding, line: int) -> bool:
        """Tell whether a directive covers `finding`, which starts on `line`, and remember that it was needed."""
        silenced = False
        for name in (finding.code, finding.name):
            ranges = self._ranges.get(name)
            if ranges is not None:
                at = bisect_right(ranges, line, key=_first) - 1
                if at >= 0 and line <= ranges[at][1]:
                    self._silenced.setdefault(name, []).append(line)
                    silenced = True
        return silenced

    def unused(self) -> Iterator[tuple[Directive, tuple[Target, ...]]]:
        """Yield each directive with those of its targets that ran and found nothing to silence here."""
        lines = {name: sorted(found) for name, found in self._silenced.items()}
        used: set[Target] = set()
        for directive in self.directives:
            for target in directive.targets:
                found = lines.get(target.name, ())
                at = bisect_left(found, directive.first)
                if at < len(found) and found[at] <= directive.last:
                    used.add(target)
        for directive in self.directives:
            if directive.kind != "ignore-end":
                idle = tuple(t for t in directive.targets if t.name in self.ran and t not in used)
                if idle:
                    yield directive, idle

    def filter(self, doc: Document, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that no directive silences."""
        if not self.directives:
            return list(findings)
        return [finding for finding in findings if not self.silences(finding, doc.lines.number(finding.span.start))]


def _first(lines: tuple[int, int]) -> int:
    return lines[0]


def _ranges(directives: Iterable[Directive]) -> dict[str, list[tuple[int, int]]]:
    """Return by name of a target the lines that are covered, as ranges from first to last, in order and apart."""
    ranges: dict[str, list[tuple[int, int]]] = {}
    for directive in sorted(directives, key=lambda one: one.first):
        if directive.last >= directive.first:
            for target in directive.targets:
                own = ranges.setdefault(target.name, [])
                if own and directive.first <= own[-1][1]:
                    own[-1] = (own[-1][0], max(own[-1][1], directive.last))
                else:
                    own.append((directive.first, directive.last))
    return ranges


def _read(doc: Document) -> Iterator[Directive]:
    started = _Started()
    last_line = len(doc.lines)
    for span, text_start, text in _comments(doc):
        found = _DIRECTIVE.match(text)
        if found is None:
            continue
        kind = found.group(1)
        line = doc.lines.number(span.start)
        end_line = doc.lines.number(span.end)
        targets = tuple(_targets(found.group(2) or "", text_start + max(found.start(2), 0)))
        if kind == "ignore":
            yield Directive(kind, span, targets, line, end_line + 1)
            front_matter = doc.front_matter
            if front_matter is not None and front_matter.span.contains(span):
                fence = doc.lines.number(front_matter.span.start)  # what is missing is reported at the fence
                yield Directive("ignore-end", span, targets, fence, fence)
        elif kind == "ignore-start":
            started.add(Directive(kind, span, targets, line, last_line))
        elif kind == "ignore-end":
            ended = started.end(targets)
            if ended is not None:
                yield ended._replace(last=end_line)
        else:  # ignore-file, and words nobody knows: those name no line
            yield Directive(kind, span, targets, 1, last_line if kind == "ignore-file" else 0)
    yield from started.left()


class _Started:
    """The ranges that are started and not yet ended."""

    def __init__(self) -> None:
        self._all: list[Directive | None] = []
        self._places: dict[str, list[int]] = {"": []}  # by name of a target where they are; all of them without name

    def add(self, directive: Directive) -> None:
        for name in ("", *(target.name for target in directive.targets)):
            self._places.setdefault(name, []).append(len(self._all))
        self._all.append(directive)

    def end(self, targets: tuple[Target, ...]) -> Directive | None:
        """Take the innermost range away that shares a name with `targets` (of no targets: the innermost one)."""
        innermost = max(self._innermost(target.name) for target in targets) if targets else self._innermost("")
        if innermost < 0:
            return None
        ended = self._all[innermost]
        self._all[innermost] = None
        return ended

    def _innermost(self, name: str) -> int:
        places = self._places.get(name, [])
        while places and self._all[places[-1]] is None:
            places.pop()
        return places[-1] if places else -1

    def left(self) -> Iterator[Directive]:
        return (directive for directive in self._all if directive is not None)


def _comments(doc: Document) -> Iterator[tuple[Span, int, str]]:
    """Yield span, start of the text, and text of every comment that may hold a directive, in order."""
    if doc.front_matter is not None:
        content = doc.front_matter.content
        for found in _FRONT_MATTER.finditer(doc.text, content.start, content.end):
            yield Span(found.start(1) - 1, found.end(1)), found.start(1), found.group(1)
    comments = [(comment.span, comment.text_span.start, comment.text) for comment in doc.html.comments]
    if doc.kind == "mdx":
        for span in doc.templates:
            written = _MDX.fullmatch(doc.text, span.start, span.end)
            if written is not None:
                comments.append((span, written.start(1), written.group(1)))
        comments.sort()
    yield from comments


def _targets(text: str, at: int) -> Iterator[Target]:
    for part in text.split(","):
        name = part.strip()
        if name:
            start = at + part.index(name)
            yield Target(name, Span(start, start + len(name)))
        at += len(part) + 1
