"""The report for code scanning: SARIF 2.1.0 (OASIS), written as the findings come.

Addresses are relative, so that a log made on one machine is right on another, and fingerprints hold no line numbers,
so that a finding stays the same one when lines move.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from urllib.parse import quote

from copydesk.report import RuleInfo
from copydesk.report.json import well_formed
from copydesk.result import Place, PlacedFinding, PlacedFix, Summary

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_ROOT = "%SRCROOT%"


class Sarif:
    """One SARIF log with one run."""

    def __init__(self, *, rules: Sequence[RuleInfo] = (), version: str = "") -> None:
        self._rules = rules
        self._indexes = {rule.code: number for number, rule in enumerate(rules)}
        self._version = version
        self._separator = "\n"

    def begin(self) -> str:
        """Return the start of the log: the tool and its rules (sections 3.13, 3.14, 3.18, 3.19)."""
        driver: dict[str, object] = {"name": "copydesk", "rules": [_rule(rule) for rule in self._rules]}
        if self._version:
            driver["version"] = self._version
        start = {
            "tool": {"driver": driver},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {_ROOT: {"description": {"text": "the folder that copydesk ran in"}}},
        }
        return (
            '{"$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", '
            f'"version": "2.1.0", "runs": [{json.dumps(start)[:-1]}, "results": ['
        )

    def file(self, path: str, findings: Sequence[PlacedFinding]) -> str:
        """Return the results of one file, with the comma before them (section 3.27)."""
        if not findings:
            return ""
        artifact = location(path)
        seen: Counter[str] = Counter()
        parts = []
        for finding in findings:
            key = f"{finding.code}\0{' '.join(finding.source.split())}"
            parts.append(json.dumps(self._result(finding, artifact, f"{key}\0{seen[key]}")))
            seen[key] += 1
        text = self._separator + ",\n".join(parts)
        self._separator = ",\n"
        return text

    def end(self, summary: Summary) -> str:
        """Return what became of the run, and the end of the log (section 3.20)."""
        newline = "" if self._separator == "\n" else "\n"
        notes = [_notification("error", error) for error in summary.errors]
        notes += [
            _notification("note", f"skipped: {number} ({why})") for why, number in sorted(summary.skipped.items())
        ]
        invocation: dict[str, object] = {
            "executionSuccessful": not summary.errors,
            "exitCode": 2 if summary.errors else 1 if summary.total else 0,
        }
        if notes:
            invocation["toolExecutionNotifications"] = notes
        return f'{newline}], "invocations": {json.dumps([invocation])}}}]}}\n'

    def _result(self, finding: PlacedFinding, artifact: dict[str, object], fingerprint: str) -> dict[str, object]:
        result: dict[str, object] = {"ruleId": finding.code}
        if finding.code in self._indexes:
            result["ruleIndex"] = self._indexes[finding.code]
        result["level"] = _LEVELS[finding.severity.value]
        result["message"] = {"text": message(finding.message)}
        result["locations"] = [{"physicalLocation": {"artifactLocation": artifact, "region": _region(finding.place)}}]
        digest = hashlib.sha256(fingerprint.encode("utf-8", "backslashreplace")).hexdigest()
        result["partialFingerprints"] = {"ruleAndLine/v1": digest[:32]}
        if finding.fix is not None:
            result["fixes"] = [_fix(finding.fix, artifact)]
        return result


def location(path: str) -> dict[str, object]:
    """Return the address of the file at `path`: relative to the root, or whole where the path is absolute.

    Bytes of the name that are not UTF-8 are kept as they are, percent-encoded (RFC 3986, section 2.1).
    """
    try:
        name = quote(path.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:  # a name on Windows may hold any surrogate
        name = quote(path.encode("utf-8", "backslashreplace"))
    if path.startswith("/"):
        return {"uri": f"file://{name}"}
    if path[1:3] == ":/":
        return {"uri": f"file:///{path[0]}:{name[4:]}"}
    return {"uri": name, "uriBaseId": _ROOT}


def message(text: str) -> str:
    """Return `text` so that no reader finds a placeholder (section 3.11.5) or a link (3.11.6) in it."""
    text = well_formed(text).replace("{", "{{").replace("}", "}}")
    if "](" in text:
        text = text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return text


def _rule(rule: RuleInfo) -> dict[str, object]:
    """Return what is said of a rule (section 3.49); its page is Markdown, which is also legible as plain text."""
    known: dict[str, object] = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": well_formed(rule.summary or rule.name)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity.value]},
    }
    if rule.description:
        text = well_formed(rule.description)
        known["help"] = {"text": text, "markdown": text}
    if rule.help_uri:
        known["helpUri"] = rule.help_uri
    return known


def _region(place: Place) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _fix(fix: PlacedFix, artifact: dict[str, object]) -> dict[str, object]:
    """Return a fix (section 3.55); an empty region is an insertion, and without content it is a deletion."""
    replacements: list[dict[str, object]] = []
    for edit in fix.edits:
        replacement: dict[str, object] = {"deletedRegion": _region(edit.place)}
        if edit.text:
            replacement["insertedContent"] = {"text": well_formed(edit.text)}
        replacements.append(replacement)
    return {
        "description": {"text": message(fix.title)},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
        "properties": {"safety": str(fix.safety)},
    }


def _notification(level: str, text: str) -> dict[str, object]:
    return {"level": level, "message": {"text": message(text)}}
