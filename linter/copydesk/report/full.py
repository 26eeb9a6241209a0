"""The report for people: every finding with its line, carets under the characters, and what to do.

Lines are lists of pieces, a text and the name of its style, so that nothing a post says is ever read as markup. rich
knows how wide a character is and how a style is written for the terminal; it is imported when the first finding is
shown, and so is `layout`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from copydesk.report import LIMIT, READABLE, WIDEST, RuleInfo, Terminal, Verb
from copydesk.report.words import (
    Tally,
    advice,
    checked,
    found,
    plural,
    ranges,
    severities,
    visible,
)
from copydesk.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.report.layout import Signs
    from copydesk.result import PlacedFinding, Summary

Piece = tuple[str, str]
"""A text and the name of its style in `_STYLES`."""
Line = list[Piece]

_STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "info": "bold cyan",
    "path": "bold",
    "strong": "bold",
    "quote": "bold",
    "quiet": "dim",
    "fix": "green",
    "unsafe": "magenta",
    "help": "cyan",
    "good": "green",
}
"""Only the sixteen colours that people choose for their terminal themselves: they are legible on every background."""

_NARROWEST = 30
_LONGEST = 1000
"""Characters of a message that are shown."""

SAME = 3
"""How many findings of one rule with the same message are shown per file."""
ALIKE = 10
"""How many findings of one rule are shown per file."""
TOP = 15
"""How many rules the table of a long run has."""


class Full:
    """Findings as a person wants to read them, and a table instead of a flood."""

    def __init__(
        self,
        *,
        verb: Verb = "check",
        rules: Sequence[RuleInfo] = (),
        terminal: Terminal | None = None,
        limit: int = LIMIT,
    ) -> None:
        terminal = terminal or Terminal()
        self._verb = verb
        self._names = {rule.code: rule.name for rule in rules}
        self._width = min(max(terminal.width, _NARROWEST), WIDEST)
        self._terminal = terminal
        self._limit = limit
        self._shown = 0
        self._folded = 0
        self._tally = Tally()

    @property
    def _signs(self) -> Signs:
        from copydesk.report.layout import ASCII, UNICODE

        return UNICODE if self._terminal.unicode else ASCII

    def begin(self) -> str:
        """Return nothing: the first file begins the report."""
        return ""

    def file(self, path: str, findings: Sequence[PlacedFinding]) -> str:
        """Return the findings of one file, or nothing once the limit is reached."""
        self._tally.add(findings)
        if not findings or (self._limit and self._shown >= self._limit):
            return ""
        shown, folded = self._choose(findings)
        self._shown += len(shown)
        self._folded += sum(len(group) for group in folded)
        lines = [self._header(path, len(findings)), []]
        gutter = max(len(str(finding.place.line)) for finding in shown)
        for finding in shown:
            lines += self._finding(finding, gutter)
            lines.append([])
        for group in folded:
            lines += self._fold(group)
        if folded:
            lines.append([])
        return self._render(lines)

    def end(self, summary: Summary) -> str:
        """Return the table of a long run, what kept the tool from its work, the counts, and the next step."""
        lines: list[Line] = []
        hidden = self._tally.rules.total() - self._shown - self._folded
        if hidden > 0:
            lines += self._table(hidden)
        for error in summary.errors:
            lines += self._paragraph([("error", "error"), (" ", ""), (self._clip(error), "")], 2)
        if summary.errors:
            lines.append([])
        headline = found(summary, summary.affected, self._verb)
        if headline:
            line: Line = [(headline, "strong" if summary.total else "good")]
            for number, (severity, words) in enumerate(severities(summary)):
                line += [(": " if number == 0 else ", ", "quiet"), (words, severity)]
            lines += self._paragraph(line, 2)
        lines += self._paragraph([(checked(summary, self._verb), "quiet" if headline or summary.errors else "")], 2)
        if summary.total:
            lines += self._next(summary)
        return self._render(lines)

    # What is shown

    def _choose(self, findings: Sequence[PlacedFinding]) -> tuple[list[PlacedFinding], list[list[PlacedFinding]]]:
        """Divide the findings of a file into those to show and, by rule, those that would only repeat them."""
        if not self._limit:
            return list(findings), []
        room = self._limit - self._shown
        same: Counter[tuple[str, str]] = Counter()
        alike: Counter[str] = Counter()
        shown: list[PlacedFinding] = []
        folded: dict[str, list[PlacedFinding]] = {}
        for finding in findings:
            code = finding.code
            if same[code, finding.message] < SAME and alike[code] < ALIKE:
                if len(shown) == room:
                    break
                same[code, finding.message] += 1
                alike[code] += 1
                shown.append(finding)
            else:
                folded.setdefault(code, []).append(finding)
        for code, group in list(folded.items()):  # a line that says "1 more" is no shorter than the finding
            if len(group) == 1 and len(shown) < room:
                shown.append(folded.pop(code)[0])
        shown.sort(key=lambda finding: finding.place)
        return shown, list(folded.values())

    def _header(self, path: str, number: int) -> Line:
        """Return the line above the findings of a file: its path, and how many there are."""
        from copydesk.report.layout import cells

        name = visible(path, self._terminal.encoding)
        count = plural(number, "finding")
        rule = self._width - cells(name) - len(count) - 2
        if rule < 2:
            return [(name, "path")]
        return [(name, "path"), (" ", ""), (self._signs.rule * rule, "quiet"), (" ", ""), (count, "quiet")]

    def _finding(self, finding: PlacedFinding, gutter: int) -> Iterator[Line]:
        severity = finding.severity.value
        place = f"{finding.place.line}:{finding.place.column}"
        yield from self._paragraph(
            [(severity, severity), (" ", ""), (finding.code, "strong"), (f" {finding.name} ", ""), (place, "quiet")], 2
        )
        yield from self._paragraph([("  ", ""), *self._quoted(finding.message)], 2)
        if finding.source or finding.place.end_line != finding.place.line:
            yield from self._source(finding, gutter)
        bar = " " * (gutter + 3)
        hints = list(self._hints(finding))
        for left, hint in zip(range(len(hints) - 1, -1, -1), hints, strict=True):
            sign = self._signs.bar if left else self._signs.end
            yield from self._paragraph([(f"{bar}{sign} ", "quiet"), *hint], len(bar) + 2)

    def _hints(self, finding: PlacedFinding) -> Iterator[Line]:
        """Yield what to do about a finding, one line each."""
        fix = finding.fix
        if fix is not None:
            title = self._quoted(fix.title)
            if fix.safety == "safe":
                yield [("fix", "fix"), (": ", "quiet"), *title]
            else:
                yield [("unsafe fix", "unsafe"), (": ", "quiet"), *title]
        if finding.help:
            yield [("help", "help"), (": ", "quiet"), *self._quoted(finding.help)]

    def _quoted(self, text: str) -> Iterator[Piece]:
        """Yield the pieces of a message; what stands between backticks stands out."""
        parts = self._clip(text).split("`")
        for number, part in enumerate(parts):
            if number % 2 == 0:
                yield part, ""
            elif number < len(parts) - 1:
                yield f"`{part}`", "quote"
            else:  # opened, never closed
                yield f"`{part}", ""

    def _clip(self, text: str) -> str:
        """Return a message as it can be shown; what is longer than any reader's patience is cut."""
        dots = self._signs.dots if len(text) > _LONGEST else ""
        return visible(text[:_LONGEST], self._terminal.encoding) + dots

    def _fold(self, group: Sequence[PlacedFinding]) -> Iterator[Line]:
        """Yield the line that stands for findings which would only repeat others: how many, and where."""
        first = group[0]
        places = ranges(sorted({finding.place.line for finding in group}))
        some = places if len(places) <= 12 else places[:10]
        where = f"{'line' if len(places) == 1 and places[0].isdigit() else 'lines'} {', '.join(some)}"
        if len(some) < len(places):
            where += " and others"
        yield from self._paragraph(
            [
                (f"and {len(group):,} more ", ""),
                (first.code, "strong"),
                (f" {first.name}", ""),
                (f" on {where}", "quiet"),
            ],
            2,
        )

    def _table(self, hidden: int) -> Iterator[Line]:
        """Yield all findings of a long run by rule, and how to see those that were not shown."""
        tally = self._tally
        rows = sorted(tally.rules.items(), key=lambda row: (-row[1], row[0]))
        others = rows[TOP:] if len(rows) > TOP + 1 else []
        rows = rows[: len(rows) - len(others)]
        yield [("all findings by rule ", "path"), (self._signs.rule * (self._width - 21), "quiet")]
        yield []
        number = max(len(f"{rows[0][1]:,}"), 5)
        codes = max(len(code) for code, _ in rows)
        names = max(len(self._name(code)) for code, _ in rows)
        if number + codes + names + len("      unsafe fix") > self._width:
            names = 0
        for code, count in rows:
            line: Line = [(f"{count:>{number},}", "strong"), (f"  {code:{codes}}", "strong")]
            if names:
                line.append((f" {self._name(code):{names}}", ""))
            safe, unsafe = tally.fixable[code], tally.unsafe[code]
            if safe:
                line += [("  ", ""), (f"{safe:,} fixable" if safe < count else "fixable", "fix")]
            if unsafe:
                line += [("  ", ""), (f"{unsafe:,} unsafe" if unsafe < count else "unsafe fix", "unsafe")]
            yield line
        if others:
            rest = sum(count for _, count in others)
            yield [(f"{rest:>{number},}", "strong"), (f"  of {len(others)} other rules", "")]
        yield []
        yield from self._paragraph(
            [
                (f"{plural(hidden, 'more finding')} not shown; ", ""),
                ("`--output-format concise`", "quote"),
                (" lists every one on a line", ""),
            ],
            2,
        )
        yield []

    def _next(self, summary: Summary) -> Iterator[Line]:
        """Yield what to do now: one line where it fits, otherwise two."""
        steps = advice(summary, self._verb)
        worst = max(summary.findings, key=lambda code: summary.findings[code])
        why = f"`copydesk explain {worst}` tells why"
        lines = [f"{steps}; {why}" if steps else why]
        if steps and len(lines[0]) > min(self._width, READABLE):
            lines = [steps, why]
        for line in lines:
            yield from self._paragraph(self._quoted(line), 2)

    def _name(self, code: str) -> str:
        return self._names.get(code) or self._tally.names.get(code, "")

    # How it is laid out

    def _source(self, finding: PlacedFinding, gutter: int) -> Iterator[Line]:
        """Yield the part of the finding's first line that fits, and its carets."""
        from copydesk.report.layout import view

        place, source = finding.place, finding.source
        severity = finding.severity.value
        over = place.end_line > place.line
        first = min(max(place.column - finding.source_column, 0), len(source))
        last = len(source) if over else min(max(place.end_column - finding.source_column, first), len(source))
        width = self._width - gutter - 5
        more = place.end_line - place.line - (over and place.end_column == 1)
        note = f" (+{plural(more, 'line')})" if more else ""
        if width - len(note) < _NARROWEST // 2:
            note = ""
        cut = finding.source_column > 1
        shown = view(source, first, last, over, width - len(note), cut, self._signs, self._terminal)
        bar = f" {self._signs.bar} "
        yield [
            (f"  {place.line:>{gutter}}{bar}", "quiet"),
            (shown.before, ""),
            (shown.inside, severity),
            (shown.after, ""),
        ]
        yield [
            (f"  {'':{gutter}}{bar}", "quiet"),
            (" " * shown.column + "^" * shown.carets, severity),
            (note, "quiet"),
        ]

    def _paragraph(self, line: Iterable[Piece], indent: int) -> Iterator[Line]:
        """Yield `line` broken at blanks, and where Chinese breaks, so that it fits; later lines are indented."""
        pieces = [piece for piece in line if piece[0]]
        text = "".join(piece[0] for piece in pieces)
        width = min(self._width, READABLE)
        if len(text) * 2 <= width:
            yield pieces
            return
        from copydesk.report.layout import breaks, cells

        if cells(text) <= width:
            yield pieces
            return
        blank = (" " * indent, "")
        for number, (start, end) in enumerate(breaks(text, width, indent)):
            part = _slice(pieces, start, end)
            yield [blank, *part] if number else part

    def _render(self, lines: Iterable[Line]) -> str:
        """Return the lines as text, each with a newline, with the escapes of their styles where there is colour."""
        if not self._terminal.color:
            return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines)
        paint = _painter()
        return "".join("".join(paint(text, style) for text, style in line).rstrip(" ") + "\n" for line in lines)


def _painter() -> Callable[[str, str], str]:
    """Return the function that writes a text in a style, for a terminal with sixteen colours."""
    from rich.color import ColorSystem
    from rich.style import Style

    styles = {name: Style.parse(words) for name, words in _STYLES.items()}

    def paint(text: str, style: str) -> str:
        return styles[style].render(text, color_system=ColorSystem.STANDARD) if style and text.strip() else text

    return paint


def _slice(pieces: Iterable[Piece], start: int, end: int) -> Line:
    """Return the pieces of the characters from `start` to `end`."""
    line: Line = []
    at = 0
    for text, style in pieces:
        part = text[max(start - at, 0) : max(end - at, 0)]
        if part:
            line.append((part, style))
        at += len(text)
    return line
