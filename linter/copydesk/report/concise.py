"""The report for scripts and editors: one line for each finding, as compilers write it."""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.report import Verb
from copydesk.report.words import advice, checked, found, severities, visible
from copydesk.result import Brief, PlacedFinding, Summary
from copydesk.text import regex

_PLAIN = regex(r"[ -~]*+")


_MARKS = {"": "", "safe": "[*]", "unsafe": "[~]"}


def lines(path: str, findings: Sequence[Brief]) -> str:
    """Return one line for each of the `findings` in the file at `path`; workers call this where they find them."""
    name, plain = visible(path), _PLAIN.fullmatch
    found = []
    for code, line, column, safety, message in findings:
        if plain(message) is None and not message.isprintable():  # which asks a table about each character
            message = visible(message)
        found.append(f"{name}:{line}:{column}: {code}{_MARKS[safety]} {message}\n")
    return "".join(found)


def _brief(finding: PlacedFinding) -> Brief:
    line, column, *_ = finding.place
    return Brief(finding.code, line, column, finding.fix.safety if finding.fix is not None else "", finding.message)


class Concise:
    """``path:line:column: CODE[*] message``; ``[*]`` can be mended safely, ``[~]`` with ``--unsafe-fixes``."""

    def __init__(self, *, verb: Verb = "check") -> None:
        self._verb = verb

    def begin(self) -> str:
        """Return nothing."""
        return ""

    def file(self, path: str, findings: Sequence[PlacedFinding]) -> str:
        """Return one line for each finding."""
        return lines(path, [_brief(finding) for finding in findings])

    def end(self, summary: Summary) -> str:
        """Return what kept the tool from its work, and one line of counts."""
        errors = "".join(f"error: {visible(error)}\n" for error in summary.errors)
        parts = [checked(summary, self._verb)]
        headline = found(summary, summary.affected, self._verb)
        if headline:
            counts = ", ".join(words for _, words in severities(summary))
            parts.insert(0, f"{headline} ({counts})" if counts else headline)
        parts.append(advice(summary, self._verb))
        return f"{errors}{'; '.join(filter(None, parts))}\n"
