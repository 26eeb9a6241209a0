"""YAML as most configurations of sites have it: keys, values on one line, lists of those, tables in tables.

PyYAML takes longer to import than a post takes to check. What is read here is what PyYAML would make of it; of a text
that is not certain to be so nothing is read, and the parser is asked.
"""

from __future__ import annotations

Value = str | bool | list["Value"] | dict[str, "Value"]

_TYPED: dict[str, str | bool] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), ""),
    **dict.fromkeys(("yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
}
"""The plain scalars that are no text; numbers and dates are taken for text."""

_INDICATORS = frozenset("?,[]{}#&*!|>'\"%@`")
"""No plain scalar begins with one (with a question mark it may)."""

_NOT_IN_LISTS = frozenset("[]{}#&*!|>'\"%@`:?")
"""What would need a closer look in a list in brackets."""

_DEEPEST = 16
"""So many tables in tables are followed."""


def read(text: str, depth: int) -> dict[str, Value] | None:
    """Return the table that `text` is, its keys in lower case and null as an empty text.

    Lists and tables inside more than `depth` others are empty texts, too. None where it takes a parser to know.
    """
    text = text.replace("\r\n", "\n")
    if not text.replace("\n", "").isprintable():
        return None  # a tab, a line break that only YAML knows, a character that it forbids
    lines = []
    for line in text.split("\n"):
        content = line.strip(" ")
        if content and content[0] != "#":
            lines.append((len(line) - len(line.lstrip(" ")), content))
    if lines[:1] == [(0, "---")]:
        del lines[0]
    if not lines or lines[0][0] != 0:
        return None
    reader = _Reader([*lines, (-1, "")])
    table = reader.table(depth)
    return table if reader.at == len(lines) else None


class _Reader:
    """The lines with text, as pairs of indentation and content, and which of them is next."""

    __slots__ = ("at", "lines")

    def __init__(self, lines: list[tuple[int, str]]) -> None:
        self.lines = lines
        self.at = 0

    def table(self, depth: int) -> dict[str, Value] | None:
        """Return the table that begins on the next line."""
        lines = self.lines
        found: dict[str, Value] = {}
        indent, content = lines[self.at]
        if depth < -_DEEPEST:
            return None
        while lines[self.at][0] == indent:
            key, colon, rest = lines[self.at][1].partition(":")
            plain = key.isascii() and key.replace("-", "a").replace("_", "a").isalnum() and key[0] != "-"
            if not plain or not colon or rest[:1] not in ("", " "):
                return None
            self.at += 1
            value = _value(rest)
            if value is None:
                return None
            inner, content = lines[self.at]
            is_list = content.startswith("- ") or content == "-"
            if inner > indent or (inner == indent and is_list):
                if rest.partition("#")[0].strip(" "):
                    return None  # it goes on
                several = self.list() if is_list else self.table(depth - 1)
                if several is None:
                    return None
                value = several
            found[key.lower()] = value if depth > 1 or isinstance(value, str | bool) else ""
        return found

    def list(self) -> list[Value] | None:
        """Return the list that begins on the next line; its items are scalars."""
        lines = self.lines
        items: list[Value] = []
        indent = lines[self.at][0]
        while lines[self.at][0] == indent and lines[self.at][1][0] == "-":
            item = _value(lines[self.at][1][1:])
            if not isinstance(item, str | bool):
                return None
            items.append(item)
            self.at += 1
        return items if lines[self.at][0] <= indent else None


def _value(written: str) -> Value | None:
    """Return what is `written` behind a colon or a dash on one line; None for what is no simple scalar or list."""
    text = written.strip(" ")
    if written[:1] not in ("", " "):
        return None
    mark = text[:1]
    if mark in ("'", '"'):
        inner, end, behind = text[1:].partition(mark)
        if not end or "\\" in inner or (behind.strip(" ") and not behind.startswith(" ")):
            return None
        behind = behind.strip(" ")
        return inner if not behind or behind[0] == "#" else None
    text = "" if mark == "#" else text.partition(" #")[0].rstrip(" ")
    if mark == "[" and text[-1] == "]":
        if not _NOT_IN_LISTS.isdisjoint(text[1:-1]):
            return None
        items = [item.strip(" ") for item in text[1:-1].split(",")]
        if not items[-1]:
            items.pop()
        return [_TYPED.get(item, item) for item in items] if all(items) else None
    if (mark in _INDICATORS and mark != "#") or ": " in text or text.endswith(":") or text == "-" or text[:2] == "- ":
        return None
    return _TYPED.get(text, text)
