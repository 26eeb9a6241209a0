"""The findings that a site has decided to live with: only what is new is reported.

A finding is known by its file, its rule and the characters it points at, not by its line, so that it stays known when
lines move. Of findings that are alike in one file, as many are known as there were.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256

from copydesk.rule import Finding
from copydesk.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "copydesk-baseline.json"

AGAIN = "mend it, or remove it and make it again with `copydesk baseline`"

Known = Mapping[str, int]
"""The findings of one file by `fingerprint`, and how many of each there are."""


class BadBaseline(ValueError):
    """A file that is no baseline; the text says why."""


def fingerprint(finding: Finding, text: str) -> str:
    """Return what `finding` is known by in its file, whose text is `text`: its code and a digest of what it names."""
    named = " ".join(finding.span.of(text).split())
    digest = sha256(f"{finding.message}\0{named}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"{finding.code}:{digest[:16]}"


def fresh(findings: Iterable[Finding], text: str, known: Known) -> list[Finding]:
    """Return those of `findings`, in the file whose text is `text`, that are not `known`."""
    left = Counter(known)
    found: list[Finding] = []
    for finding in findings:
        name = fingerprint(finding, text)
        if left[name] > 0:
            left[name] -= 1
        else:
            found.append(finding)
    return found


def read(path: Path) -> dict[str, Known]:
    """Return the baseline in the file at `path`: what is known, by file relative to its folder.

    Raises `OSError`, and `BadBaseline` where it is none.
    """
    try:
        data = json.loads(path.read_text("utf-8", errors="surrogateescape"))
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadBaseline(f"is not JSON ({error}); {AGAIN}") from None
    files = data.get("files") if isinstance(data, dict) and data.get("version") == 1 else None
    if not isinstance(files, dict):
        raise BadBaseline(f"is no baseline of this version of copydesk; {AGAIN}")
    for known in files.values():
        if not isinstance(known, dict) or not all(isinstance(number, int) for number in known.values()):
            raise BadBaseline(f"is damaged; {AGAIN}")
    return files


def outside(path: Path, files: Mapping[str, Known], places: Iterable[str]) -> dict[str, Known]:
    """Return what a baseline at `path` that knows `files` knows of those in none of `places`, files and folders."""
    folder = os.path.dirname(os.path.abspath(path))
    tops = tuple(os.path.join(os.path.abspath(place), "") for place in places)

    def is_inside(file: str) -> bool:
        return os.path.join(os.path.normpath(os.path.join(folder, file)), "").startswith(tops)

    return {file: known for file, known in files.items() if not is_inside(file)}


def write(path: Path, files: Mapping[str, Known]) -> None:
    """Write the baseline of `files` to `path`, in an order that makes for small differences. Raises `OSError`."""
    listed = {name: dict(sorted(known.items())) for name, known in sorted(files.items()) if known}
    text = json.dumps({"version": 1, "files": listed}, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", "utf-8", errors="surrogateescape", newline="\n")
