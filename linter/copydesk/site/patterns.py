"""Path patterns of generators and configurations: the part of gitignore's language that folders and files need.

``name/`` is a folder of that name at any depth, ``/name/`` or ``a/b/`` one at exactly that place below the root,
without the last slash a file. ``*`` and ``?`` stand for characters of one name, ``**`` for any number of folders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


class Patterns:
    """Reasons and the patterns that lead to them; the first pattern that fits gives the reason.

    Paths are relative to one root, with ``/`` between their parts. Most patterns are plain names, so that asking is
    a look-up; only those with wildcards cost a match.
    """

    __slots__ = ("_at", "_file_at", "_file_globs", "_file_names", "_globs", "_names", "_of_files")

    def __init__(self, reasons: Iterable[tuple[str, str]]) -> None:
        self._names: dict[str, str] = {}
        self._at: dict[str, str] = {}
        self._globs: list[tuple[_Glob, str]] = []
        self._file_names: dict[str, str] = {}
        self._file_at: dict[str, str] = {}
        self._file_globs: list[tuple[_Glob, str]] = []
        self._of_files = False
        for pattern, reason in reasons:
            self._add(pattern, reason)

    def _add(self, pattern: str, reason: str) -> None:
        folder = pattern.endswith("/")
        body = pattern.rstrip("/").removeprefix("./")
        anchored = "/" in body
        body = body.lstrip("/")
        if not body:
            return
        self._of_files = self._of_files or not folder
        if any(c in body for c in "*?["):
            (self._globs if folder else self._file_globs).append((_Glob(body, anchored), reason))
        elif folder:
            (self._at if anchored else self._names).setdefault(body, reason)
        else:
            (self._file_at if anchored else self._file_names).setdefault(body, reason)

    def folder(self, path: str) -> str:
        """Return the reason that fits the folder `path` itself (not its parents), or an empty text."""
        reason = self._at.get(path) or self._names.get(path[path.rfind("/") + 1 :])
        if reason:
            return reason
        for glob, reason in self._globs:
            if glob.fits(path):
                return reason
        return ""

    def file(self, path: str) -> str:
        """Return the reason that fits the file `path` itself (not its folders), or an empty text."""
        if not self._of_files:
            return ""
        reason = self._file_at.get(path) or self._file_names.get(path[path.rfind("/") + 1 :])
        if reason:
            return reason
        for glob, reason in self._file_globs:
            if glob.fits(path):
                return reason
        return ""

    def either(self, path: str, is_folder: bool) -> str:
        """Return the reason for `path`, where a pattern without a last slash names files and folders alike."""
        return (self.folder(path) if is_folder else "") or self.file(path)


class _Glob:
    """A pattern with wildcards, which becomes a regular expression for the first path that it may fit."""

    __slots__ = ("_anchored", "_compiled", "_pattern", "_start")

    def __init__(self, pattern: str, anchored: bool) -> None:
        self._pattern = pattern
        self._anchored = anchored
        self._start = pattern[: next(at for at, sign in enumerate(pattern) if sign in "*?[")]
        self._compiled: re.Pattern[str] | None = None

    def fits(self, path: str) -> bool:
        """Tell whether the pattern fits `path`, whole."""
        if self._start not in path:
            return False
        if self._compiled is None:
            self._compiled = _compiled(self._pattern, self._anchored)
        return self._compiled.fullmatch(path) is not None


def glob(pattern: str, anchored: bool) -> str:
    """Return the regular expression of a wildcard `pattern`, to be matched against a whole path.

    Every ``*`` stays within one name and ``**`` takes whole folders, so what is tried grows with the depth of a
    path, not with a text.
    """
    parts = pattern.split("/")
    out: list[str] = [] if anchored or parts[0] == "**" else ["(?:[^/]*+/)*"]
    last = len(parts) - 1
    for number, part in enumerate(parts):
        if part == "**":
            out.append("(?s:.*)" if number == last else "(?:[^/]*+/)*")
            continue
        out.append(_name(part))
        if number < last:
            out.append("/")
    return "".join(out)


def _compiled(pattern: str, anchored: bool) -> re.Pattern[str]:
    try:
        return re.compile(glob(pattern, anchored))
    except re.error:  # a range that is none, such as [z-a]: the characters are meant as they stand
        return re.compile(("" if anchored else "(?:[^/]*+/)*") + re.escape(pattern))


def _name(part: str) -> str:
    out: list[str] = []
    at = 0
    while at < len(part):
        char = part[at]
        at += 1
        if char == "*":
            if out[-1:] != ["[^/]*"]:
                out.append("[^/]*")
        elif char == "?":
            out.append("[^/]")
        elif char == "[" and (end := part.find("]", at + 1)) > 0:
            inside = part[at:end].replace("\\", r"\\")
            out.append("[" + ("^" + inside[1:] if inside[0] in "!^" else inside) + "]")
            at = end + 1
        else:
            out.append(re.escape(char))
    return "".join(out)
