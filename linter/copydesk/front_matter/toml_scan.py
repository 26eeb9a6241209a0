"""The places of keys and values in a TOML text (https://toml.io/en/v1.0.0).

tomllib says what a text means but not where; this scanner says where and leaves the meaning to tomllib. It expects
valid TOML and, given anything else, stops at the first thing it does not know.
"""

from __future__ import annotations

import re

from copydesk.front_matter.model import DEEPEST
from copydesk.front_matter.spans import line_end
from copydesk.text import Span
from copydesk.typed import Literal, NamedTuple


class Part(NamedTuple):
    """One part of a key: the name without quotes, and its place with them."""

    name: str
    span: Span


class Raw(NamedTuple):
    """A value by place: items of a list, (key, value) pairs of a map in braces, or nothing inside."""

    kind: Literal["scalar", "list", "map"]
    span: Span
    items: tuple[Raw, ...] = ()
    pairs: tuple[tuple[tuple[Part, ...], Raw], ...] = ()


class Statement(NamedTuple):
    """A line of TOML: a header (`value` None; `array` for one in double brackets) or a key with its value."""

    header: tuple[Part, ...]
    """The key of the table that a key is in; empty for a header."""
    parts: tuple[Part, ...]
    value: Raw | None
    array: bool
    end: int
    """The end of the value, or of the header's brackets."""
    span: Span
    """Whole lines, newline included."""


class TooDeepError(Exception):
    """Raised for a text nested deeper than allowed; its argument is the place."""


_SPACE = re.compile(r"[ \t\r\n]*+(?:#[^\n]*+[ \t\r\n]*+)*")
_BLANKS = re.compile(r"[ \t]*+")
_NAME = re.compile(r"[A-Za-z0-9_-]++|\"[^\"\\\n]*+(?:\\.[^\"\\\n]*+)*\"|'[^'\n]*+'")
_SCALAR = re.compile(
    r'''"""[^"\\]*+(?:(?:\\[\s\S]|"{1,2}+(?!"))[^"\\]*+)*"{3,5}+
      | \'\'\'[^']*+(?:'{1,2}+(?!')[^']*+)*'{3,5}+
      | "[^"\\\n]*+(?:\\.[^"\\\n]*+)*"
      | '[^'\n]*+'
      | \d{4}-\d\d-\d\d[ ]\d\d:\d\d[^\s,\]}\#]*+
      | [^\s,\[\]{}\#"'=]++''',
    re.VERBOSE,
)


def scan(text: str, start: int, stop: int, deepest: int = DEEPEST) -> list[Statement]:
    """Return the statements between `start` and `stop`, up to the first that is not TOML.

    Raises `TooDeepError` where more than `deepest` arrays, inline tables or parts of a dotted key are in each other.
    """
    scanner = _Scanner(text, start, stop, deepest)
    statements = []
    while (statement := scanner.statement()) is not None:
        statements.append(statement)
    return statements


class _Scanner:
    """Walks through the text; a method moves `at` behind what it reads, and returns None where that is no TOML."""

    __slots__ = ("at", "deepest", "header", "stop", "text")

    def __init__(self, text: str, start: int, stop: int, deepest: int) -> None:
        self.deepest = deepest
        self.header: tuple[Part, ...] = ()
        self.text = text
        self.at = start
        self.stop = stop

    def statement(self) -> Statement | None:
        """Return the next statement."""
        text = self.text
        self.skip(_SPACE)
        start = self.at
        if start >= self.stop:
            return None
        value = None
        brackets = 2 if text.startswith("[[", start) else 1 if text.startswith("[", start) else 0
        self.at += brackets
        parts = self.key()
        if parts is None:
            return None
        if brackets:
            if not text.startswith("]" * brackets, self.at):
                return None
            self.at += brackets
        else:
            if not self.take("="):
                return None
            self.skip(_BLANKS)
            value = self.value(1)
            if value is None:
                return None
        end = self.at
        self.at = line_end(text, end, self.stop)
        lines = Span(text.rfind("\n", 0, start) + 1, self.at)
        if brackets:
            self.header = parts
            return Statement((), parts, None, brackets == 2, end, lines)
        return Statement(self.header, parts, value, False, end, lines)

    def key(self) -> tuple[Part, ...] | None:
        """Return the parts of a dotted key, the blanks behind it taken, too."""
        parts: list[Part] = []
        while True:
            self.skip(_BLANKS)
            match = _NAME.match(self.text, self.at, self.stop)
            if match is None:
                return None
            if len(parts) >= self.deepest:
                raise TooDeepError(self.at)
            self.at = match.end()
            parts.append(Part(_unquoted(match[0]), Span(*match.span())))
            self.skip(_BLANKS)
            if not self.take("."):
                return tuple(parts)

    def value(self, depth: int) -> Raw | None:
        """Return the value that begins here."""
        if depth > self.deepest:
            raise TooDeepError(self.at)
        start = self.at
        if self.take("["):
            items = []
            while not self.closes("]"):
                item = self.value(depth + 1)
                if item is None:
                    return None
                items.append(item)
                self.skip(_SPACE)
                if not self.take(",") and not self.text.startswith("]", self.at):
                    return None
            return Raw("list", Span(start, self.at), items=tuple(items))
        if self.take("{"):
            pairs = []
            while not self.closes("}"):
                parts = self.key()
                if parts is None or not self.take("="):
                    return None
                self.skip(_BLANKS)
                value = self.value(depth + 1)
                if value is None:
                    return None
                pairs.append((parts, value))
                self.skip(_BLANKS)
                if not self.take(",") and not self.text.startswith("}", self.at):
                    return None
            return Raw("map", Span(start, self.at), pairs=tuple(pairs))
        match = _SCALAR.match(self.text, start, self.stop)
        if match is None:
            return None
        self.at = match.end()
        return Raw("scalar", Span(start, self.at))

    def skip(self, pattern: re.Pattern[str]) -> None:
        """Move behind what `pattern` matches here, if it does."""
        match = pattern.match(self.text, self.at, self.stop)
        if match is not None:
            self.at = match.end()

    def take(self, token: str) -> bool:
        """Tell whether `token` stands here, and move behind it."""
        if self.at < self.stop and self.text.startswith(token, self.at):
            self.at += len(token)
            return True
        return False

    def closes(self, token: str) -> bool:
        """Tell whether the closing `token` comes next, and move behind it."""
        self.skip(_SPACE)
        return self.take(token)


def _unquoted(key: str) -> str:
    """Return the name that a key part stands for."""
    if key[0] == "'" or (key[0] == '"' and "\\" not in key):
        return key[1:-1]
    if key[0] == '"':
        from tomllib import TOMLDecodeError, loads

        try:
            return next(iter(loads(f"{key} = 0")))
        except TOMLDecodeError:
            return key
    return key
