"""Suppressions: the places where an author asked for silence, and which of them silenced anything.

``<!-- copydesk: ignore[TRK002] reason -->`` counts for its own line and the next, ``ignore-file[…]`` for the whole
file, ``ignore-start[…]`` up to ``ignore-end[…]``. In front matter the comment is ``# copydesk: ignore[FM003]``, in
MDX ``{/* copydesk: … */}``. Between the brackets stand codes or names of rules, divided by commas.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from copydesk.document import Document
from copydesk.rule import Finding
from copydesk.text import Span

_DIRECTIVE = re.compile(r"\s*+copydesk:[ \t]*+([a-z-]++)[ \t]*+(?:\[([^\]\n]*+)\])?")
_FRONT_MATTER = re.compile(r"(?:^|[ \t])#(?=[ \t]*+copydesk:)([^\n\r]*+)", re.M)
_MDX = re.compile(r"\{\s*+/\*(.*?)\*/\s*+\}", re.S)
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
        self.directives: tuple[Directive, ...] = tuple(_read(doc)) if "copydesk:" in doc.text else ()
        self.ran = frozenset(ran)
        self._used: set[Target] = set()

    def silences(self, finding: Finding, line: int) -> bool:
        """Tell whether a directive covers `finding`, which starts on `line`, and remember that it was needed."""
        silenced = False
        for directive in self.directives:
            if directive.first <= line <= directive.last:
                for target in directive.targets:
                    if target.name in (finding.code, finding.name):
                        self._used.add(target)
                        silenced = True
        return silenced

    def unused(self) -> Iterator[tuple[Directive, tuple[Target, ...]]]:
        """Yield each directive with those of its targets that ran and found nothing to silence here."""
        for directive in self.directives:
            if directive.kind != "ignore-end":
                idle = tuple(t for t in directive.targets if t.name in self.ran and t not in self._used)
                if idle:
                    yield directive, idle

    def filter(self, doc: Document, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that no directive silences."""
        if not self.directives:
            return list(findings)
        return [finding for finding in findings if not self.silences(finding, doc.lines.number(finding.span.start))]


def _read(doc: Document) -> Iterator[Directive]:
    started: list[Directive] = []
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
            started.append(Directive(kind, span, targets, line, last_line))
        elif kind == "ignore-end":
            names = {target.name for target in targets}
            for directive in reversed(started):
                if not names or names & {target.name for target in directive.targets}:
                    started.remove(directive)
                    yield directive._replace(last=end_line)
                    break
        else:  # ignore-file, and words nobody knows: those name no line
            yield Directive(kind, span, targets, 1, last_line if kind == "ignore-file" else 0)
    yield from started


def _comments(doc: Document) -> Iterator[tuple[Span, int, str]]:
    """Yield span, start of the text, and text of every comment that may hold a directive, in order."""
    if doc.front_matter is not None:
        content = doc.front_matter.content
        for found in _FRONT_MATTER.finditer(doc.text, content.start, content.end):
            yield Span(found.start(1) - 1, found.end(1)), found.start(1), found.group(1)
    for comment in doc.html.comments:
        yield comment.span, comment.text_span.start, comment.text
    if doc.kind == "mdx":
        for span in doc.templates:
            found = _MDX.fullmatch(doc.text, span.start, span.end)
            if found is not None:
                yield span, found.start(1), found.group(1)


def _targets(text: str, at: int) -> Iterator[Target]:
    for part in text.split(","):
        name = part.strip()
        if name:
            start = at + part.index(name)
            yield Target(name, Span(start, start + len(name)))
        at += len(part) + 1
