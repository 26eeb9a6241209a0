"""A quick reader for the data files that copydesk ships.

`tomllib` is written in Python and takes longer to import than a post takes to check, so the data files keep to a
small part of TOML: tables with one-line headers, keys with strings without escapes (``"…"`` or ``'…'``), booleans,
and lists of such strings, which may go over several lines. A test reads every data file with `tomllib` too and
compares.
"""

from __future__ import annotations

Value = str | bool | list[str]
Table = dict[str, Value]


def read(text: str) -> dict[str, Table]:
    """Return the tables of `text` by name, the keys before the first header under ``""``.

    Raises ValueError, with the line, for what is outside the part of TOML that data files use.
    """
    tables: dict[str, Table] = {}
    table = tables.setdefault("", {})
    at = 0
    while at < len(text):
        first = text[at]
        if first == "[":
            end = text.find("]", at)
            name = text[at + 1 : max(end, at)]
            if not name.replace("-", "").replace(".", "").isidentifier():
                raise _error(text, at)
            table = tables.setdefault(name, {})
            at = end + 1
        elif first not in " \t\n#":
            key, at = _key(text, at)
            table[key], at = _value(text, at)
        at = _next_line(text, at)
    return tables


def _key(text: str, at: int) -> tuple[str, int]:
    """Return the key at `at` and where its value begins."""
    if text[at] in "\"'":
        key, end = _string(text, at)
    else:
        end = text.find(" ", at)
        key = text[at : max(end, at)]
        if not key.replace("-", "_").isidentifier():
            raise _error(text, at)
    if not text.startswith(" = ", end):
        raise _error(text, at)
    return key, end + 3


def _value(text: str, at: int) -> tuple[Value, int]:
    """Return the value at `at` and where it ends."""
    for word, value in (("true", True), ("false", False)):
        if text.startswith(word, at):
            return value, at + len(word)
    if not text.startswith("[", at):
        return _string(text, at)
    at += 1
    end = text.find("]", at)
    if end < 0:
        raise _error(text, at)
    inner = text[at:end]
    parts = inner.split('"')
    if len(parts) % 2 and not "".join(parts[::2]).strip(" \n,") and "\\" not in inner and "'" not in inner:
        return parts[1::2], end + 1  # nothing but strings in double quotes
    items: list[str] = []
    while True:
        mark = text[at : at + 1]
        if mark in ("'", '"'):
            item, at = _string(text, at)
            items.append(item)
        elif mark == "#":
            at = _next_line(text, at)
        elif mark == "]":
            return items, at + 1
        elif mark not in (" ", "\n", ",", "\t"):
            raise _error(text, at)
        else:
            at += 1


def _string(text: str, at: int) -> tuple[str, int]:
    """Return the string in quotes at `at` and where it ends."""
    quote = text[at : at + 1]
    end = text.find(quote, at + 1) if quote in ("'", '"') else -1
    value = text[at + 1 : end]
    if end < 0 or "\n" in value or (quote == '"' and "\\" in value):
        raise _error(text, at)
    return value, end + 1


def _next_line(text: str, at: int) -> int:
    """Return where the line after `at` begins; up to there only blanks and a comment may stand."""
    end = text.find("\n", at)
    rest = text[at : end if end >= 0 else len(text)].strip(" \t")
    if rest and rest[0] != "#":
        raise _error(text, at)
    return end + 1 or len(text)


def _error(text: str, at: int) -> ValueError:
    return ValueError(f"line {text.count(chr(10), 0, at) + 1}: not in the form of a data file")
