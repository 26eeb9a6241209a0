"""The report for other programs: one JSON document, written as the findings come.

``{"version": 1, "findings": […], "summary": {…}}``. Lines and columns count from 1, columns in characters (code
points), the end exclusive. The text is pure ASCII, so that it survives every stream.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from copydesk.result import Place, PlacedFinding, PlacedFix, Summary

_SURROGATE = re.compile("[\ud800-\udfff]")


def well_formed(text: str) -> str:
    """Return `text` with lone surrogates (bytes of a file name that is not UTF-8) as ``\\udce9``.

    JSON could carry them, but many readers refuse a document that does (RFC 8259, section 8.2).
    """
    if text.isascii() or not _SURROGATE.search(text):
        return text
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


class Json:
    """One JSON document; each finding stands on a line of its own."""

    def __init__(self) -> None:
        self._separator = "\n"

    def begin(self) -> str:
        """Return the start of the document."""
        return '{"version": 1, "findings": ['

    def file(self, path: str, findings: Sequence[PlacedFinding]) -> str:
        """Return the items of one file, with the comma before them."""
        if not findings:
            return ""
        path = well_formed(path)
        text = self._separator + ",\n".join(json.dumps(_finding(path, finding)) for finding in findings)
        self._separator = ",\n"
        return text

    def end(self, summary: Summary) -> str:
        """Return the counts and the end of the document."""
        newline = "" if self._separator == "\n" else "\n"
        counts = {
            "files": summary.files,
            "findings": summary.total,
            "by_code": dict(sorted(summary.findings.items())),
            "by_severity": {key: summary.severities.get(key, 0) for key in ("error", "warning", "info")},
            "fixable": summary.fixable,
            "unsafely_fixable": summary.unsafely_fixable,
            "fixed": summary.fixed,
            "changed": summary.changed,
            "skipped": {well_formed(reason): number for reason, number in sorted(summary.skipped.items())},
            "known": summary.known,
            "unchecked": dict(sorted(summary.unchecked.items())),
            "errors": [well_formed(error) for error in summary.errors],
            "seconds": round(summary.seconds, 3),
        }
        return f'{newline}], "summary": {json.dumps(counts)}}}\n'


def _finding(path: str, finding: PlacedFinding) -> dict[str, object]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "path": path,
        **_place(finding.place),
        "message": well_formed(finding.message),
        "fix": None if finding.fix is None else _fix(finding.fix),
    }


def _fix(fix: PlacedFix) -> dict[str, object]:
    return {
        "title": well_formed(fix.title),
        "safety": str(fix.safety),
        "edits": [{**_place(edit.place), "text": well_formed(edit.text)} for edit in fix.edits],
    }


def _place(place: Place) -> dict[str, int]:
    return {"line": place.line, "column": place.column, "end_line": place.end_line, "end_column": place.end_column}
