"""What a run hands to the reports: findings with places people can read, and the counts of the run.

Everything here is plain and small, because it crosses from worker processes to the one that prints.
"""

from __future__ import annotations

from copydesk.rule import Severity
from copydesk.typed import NamedTuple


class Place(NamedTuple):
    """Where something stands: lines and columns from 1, columns in characters, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class PlacedEdit(NamedTuple):
    """An edit by place: what stands at `place` becomes `text`."""

    place: Place
    text: str


class PlacedFix(NamedTuple):
    """A fix by place; `safety` is ``safe`` or ``unsafe``."""

    title: str
    safety: str
    edits: tuple[PlacedEdit, ...]


class PlacedFinding(NamedTuple):
    """A finding by place.

    `path` is relative to the folder of the run where it lies below it, with ``/`` between its parts. `source` is the
    line on which the finding starts, without its newline; of a very long line only a window around the finding,
    whose first character stands in column `source_column`.
    """

    code: str
    name: str
    severity: Severity
    path: str
    place: Place
    message: str
    help: str
    fix: PlacedFix | None
    source: str
    source_column: int = 1


class Brief(NamedTuple):
    """What one line of a report says of a finding: its code, where it starts, what it says.

    Lines and columns count from 1, columns in characters; `safety` is that of its fix, empty where it has none.
    """

    code: str
    line: int
    column: int
    safety: str
    message: str


class Summary(NamedTuple):
    """The counts of a run.

    `findings` counts by rule code and `severities` by severity (every finding, also those that are not shown);
    `fixable` and `unsafely_fixable` count findings that have a fix; `fixed` counts findings that a fix run mended in
    `changed` files; `affected` counts the files with findings; `skipped` counts files that were not checked, by
    reason; `errors` are the things that kept the tool from its work (each makes the exit status 2); `seconds` is the
    wall time; `known` counts the findings that a baseline knows, which are in none of the other figures; `unchecked`
    counts the addresses of which the network says nothing, by the kind of their verdicts.
    """

    files: int = 0
    findings: dict[str, int] = {}
    severities: dict[str, int] = {}
    fixable: int = 0
    unsafely_fixable: int = 0
    fixed: int = 0
    changed: int = 0
    skipped: dict[str, int] = {}
    errors: tuple[str, ...] = ()
    seconds: float = 0.0
    affected: int = 0
    known: int = 0
    unchecked: dict[str, int] = {}

    @property
    def total(self) -> int:
        """Return how many findings there are in all."""
        return sum(self.findings.values())
