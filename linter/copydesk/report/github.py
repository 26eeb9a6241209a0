"""The report for GitHub Actions: workflow commands that become annotations, and a table on the page of the run.

The commands and their escapes are those of "Workflow commands for GitHub Actions" and of ``command.ts`` in GitHub's
own toolkit.
"""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.report import RuleInfo, Verb
from copydesk.report.words import Tally, advice, checked, found, severities, visible
from copydesk.result import PlacedFinding, Summary

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
SHOWN = 10
"""How many annotations of each kind GitHub shows for one step; it drops the others without a word."""


def data(text: str) -> str:
    """Return `text` escaped for the message of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def value(text: str) -> str:
    """Return `text` escaped for the value of a property."""
    return data(text).replace(":", "%3A").replace(",", "%2C")


class GitHub:
    """``::warning file=…,line=…,…::message`` for each finding."""

    def __init__(self, *, verb: Verb = "check", rules: Sequence[RuleInfo] = (), step_summary: str = "") -> None:
        self._verb = verb
        self._severities = {rule.code: rule.severity.value for rule in rules}
        self._step_summary = step_summary
        self._tally = Tally()

    def begin(self) -> str:
        """Return nothing."""
        return ""

    def file(self, path: str, findings: Sequence[PlacedFinding]) -> str:
        """Return one command for each finding."""
        self._tally.add(findings)
        name = value(visible(path))
        return "".join(self._command(name, finding) for finding in findings)

    def _command(self, name: str, finding: PlacedFinding) -> str:
        line, column, end_line, end_column = finding.place
        self._severities.setdefault(finding.code, finding.severity.value)
        where = f"file={name},line={line}"
        if end_line == line:  # the runner drops columns that are on different lines
            where += f",col={column},endLine={end_line},endColumn={max(end_column, column)}"
        else:
            where += f",endLine={end_line - (end_column == 1)}"
        message = visible(finding.message)
        fix = finding.fix
        if fix is not None:
            message += f"\n{'fix' if fix.safety == 'safe' else 'unsafe fix'}: {visible(fix.title)}"
        if finding.help:
            message += f"\nhelp: {visible(finding.help)}"
        title = value(f"{finding.code} {finding.name}")
        return f"::{_COMMANDS[finding.severity.value]} {where},title={title}::{data(message)}\n"

    def end(self, summary: Summary) -> str:
        """Return the counts as plain lines, and add a table to the page of the run where there is one."""
        lines = [f"::error title=copydesk::{data(visible(error))}" for error in summary.errors]
        headline = found(summary, summary.affected, self._verb)
        counts = severities(summary)
        if headline:
            lines.append(f"{headline} ({', '.join(words for _, words in counts)})" if counts else headline)
        lines.append(checked(summary, self._verb))
        lines += filter(None, [advice(summary, self._verb)])
        many = [words for key, words in counts if summary.severities[key] > SHOWN]
        if many:
            lines.append(
                f"GitHub shows only the first {SHOWN} annotations of a kind in one step, and there are "
                f"{' and '.join(many)}; this log has them all"
            )
        if self._step_summary:
            try:
                self._write_summary(lines, summary)
            except OSError as error:
                lines.append(f"the summary of this step could not be written: {visible(str(error))}")
        return "".join(f"{line}\n" for line in lines)

    def _write_summary(self, lines: Sequence[str], summary: Summary) -> None:
        """Append the counts and a table by rule, in Markdown, to the file that the step names for it."""
        text = ["## copydesk", ""]
        text += [f"- {line}" for line in lines if not line.startswith("::")]
        text += [f"- error: {_cell(error)}" for error in summary.errors]
        text.append("")
        if summary.findings:
            text += ["| rule | | severity | findings | fixable | with `--unsafe-fixes` |", "|---|---|---|--:|--:|--:|"]
            tally = self._tally
            for code, number in sorted(summary.findings.items(), key=lambda row: (-row[1], row[0])):
                name, severity = tally.names.get(code, ""), self._severities.get(code, "")
                text.append(
                    f"| {code} | {name} | {severity} | {number:,} | {tally.fixable[code]:,} | {tally.unsafe[code]:,} |"
                )
            text.append("")
        with open(self._step_summary, "a", encoding="utf-8", errors="backslashreplace") as file:
            file.write("\n".join(text) + "\n")


def _cell(text: str) -> str:
    """Return `text` as Markdown that shows it as it is."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#~" else c for c in visible(text))
