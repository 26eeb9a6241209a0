"""A quick reader for the data files that copydesk ships.

`tomllib` is written in Python and takes longer to import than a post takes to check, so the data files keep to a
small part of TOML that a regular expression reads: tables with one-line headers, keys with strings without escapes
(``"…"`` or ``'…'``), booleans, and lists of such strings, which may go over several lines. A test reads every data
file with `tomllib` too and compares.
"""

from __future__ import annotations

import re

Value = str | bool | list[str]
Table = dict[str, Value]

_STRING = r"\"[^\"\\\n]*+\"|'[^'\n]*+'"
_GAP = r"(?:[\s,]++|#[^\n]*+)*"
_REST = r"[ \t]*+(?:#[^\n]*+)?(?:\n|\Z)"
_LINE = re.compile(
    rf"(?:\[([\w.-]++)\]"
    rf"|([\w-]++|{_STRING}) = (?:({_STRING})|(true|false)|\[({_GAP}(?:(?:{_STRING}){_GAP})*)\])"
    rf")?{_REST}"
)
_STRINGS = re.compile(rf"#[^\n]*+|({_STRING})")


def read(text: str) -> dict[str, Table]:
    """Return the tables of `text` by name, the keys before the first header under ``""``.

    Raises ValueError, with the line, for what is outside the part of TOML that data files use.
    """
    tables: dict[str, Table] = {}
    table = tables.setdefault("", {})
    at = 0
    while at < len(text):
        found = _LINE.match(text, at)
        if found is None:
            raise ValueError(f"line {text.count(chr(10), 0, at) + 1}: not in the form of a data file")
        at = found.end()
        header, key, string, boolean, items = found.groups()
        if header is not None:
            table = tables.setdefault(header, {})
        elif key is not None:
            key = key.strip("\"'")
            if string is not None:
                table[key] = string[1:-1]
            elif boolean is not None:
                table[key] = boolean == "true"
            else:
                table[key] = [quoted[1:-1] for quoted in _STRINGS.findall(items) if quoted]
    return tables
