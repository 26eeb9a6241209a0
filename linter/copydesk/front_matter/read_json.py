"""JSON front matter: values with their places, by a reader of its own (RFC 8259).

`json.loads` says nothing about places, and reading JSON as YAML would let pass what breaks a site: comments,
trailing commas, single quotes.
"""

from __future__ import annotations

import re
from json import JSONDecodeError, JSONDecoder

from copydesk.edits import Edit
from copydesk.front_matter.model import LIMITS, Content, Entry, FrontMatterError, Node
from copydesk.front_matter.spans import between_commas
from copydesk.front_matter.words import impossible, shown
from copydesk.text import Span

_SPACE = re.compile(r"[ \t\r\n]*+")
_NUMBER = re.compile(r"-?+(?:0|[1-9]\d*+)(\.\d++)?([eE][+-]?+\d++)?(?![\w.+-])", re.ASCII)
_WORD = re.compile(r"[^\s,\]}:]++")
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None}
_OTHER_WORDS = {"True": "true", "False": "false", "None": "null", "undefined": "null", "yes": "true", "no": "false"}


def read_json(text: str, span: Span, deepest: int = LIMITS.depth) -> Content:
    """Return what the JSON in `span` of `text` says; never raises.

    The braces around the keys may be there or not: Hexo goes without, Hugo's stand outside of `span`.
    """
    reader = _Reader(text, span, deepest)
    try:
        root = reader.document()
    except _UnreadableError as error:
        return Content((), {}, error.args[0])
    assert isinstance(root.value, dict)
    return Content(root.entries, root.value, None, reader.duplicates)


class _UnreadableError(Exception):
    """Carries a `FrontMatterError`."""


class _Reader:
    """Reads from `at` on; every method leaves it behind what it has read."""

    __slots__ = ("at", "decode", "deepest", "duplicates", "stop", "text")

    def __init__(self, text: str, span: Span, deepest: int) -> None:
        self.text = text[: span.end]
        self.deepest = deepest
        self.decode = JSONDecoder().raw_decode
        self.at, self.stop = span
        self.duplicates: list[tuple[Entry, Entry]] = []

    def document(self) -> Node:
        """Return the map of the whole."""
        start = self.at
        self.space()
        if self.at < self.stop and self.text[self.at] == "{":
            root = self.value(1)
            self.space()
            if self.at < self.stop:
                raise self.error("after the closing `}` there is more text, {}", "move it below the front matter")
            return root
        entries, values = self.pairs(1, "")
        return Node("map", values, Span(start, self.stop), entries=entries)

    def space(self) -> None:
        """Move behind white space."""
        match = _SPACE.match(self.text, self.at, self.stop)
        self.at = match.end() if match else self.at

    def next(self) -> str:
        """Return the next character that is no white space, an empty string at the end."""
        self.space()
        return self.text[self.at] if self.at < self.stop else ""

    def value(self, depth: int) -> Node:
        """Return the value that begins here."""
        first = self.next()
        start = self.at
        if depth > self.deepest and (first == "{" or first == "["):
            message = f"this is more than {self.deepest} lists or maps deep"
            raise _unreadable(message, Span(start, start + 1), "keep front matter flat")
        if first == '"':
            string = self.string()
            return Node("scalar", string, Span(start, self.at))
        if first == "{":
            self.at += 1
            entries, values = self.pairs(depth, "}")
            return Node("map", values, Span(start, self.at), entries=entries)
        if first == "[":
            self.at += 1
            items = self.items(depth)
            return Node("list", [item.value for item in items], Span(start, self.at), items=items)
        return self.bare(start)

    def items(self, depth: int) -> tuple[Node, ...]:
        """Return the items of a list, its opening bracket read."""
        items: list[Node] = []
        opening = self.at - 1
        if self.next() == "]":
            self.at += 1
            return ()
        while True:
            items.append(self.value(depth + 1))
            token = self.next()
            if token == "]":
                self.at += 1
                return tuple(items)
            self.comma(token, opening, "]")

    def pairs(self, depth: int, closing: str) -> tuple[tuple[Entry, ...], dict[str, object]]:
        """Return entries and values of a map, its opening brace read; an empty `closing` means up to the end."""
        opening = self.at - 1
        found: list[tuple[str, Span, Node]] = []
        token = self.next()
        while token != closing or found:
            if token != '"':
                raise self.bad_key(token, opening, closing)
            start = self.at
            key = self.string()
            key_span = Span(start, self.at)
            if self.next() != ":":
                message = "behind the key " + shown(key_span.of(self.text)) + " there is no colon"
                raise _unreadable(message, key_span, 'write `"key": value`')
            self.at += 1
            found.append((key, key_span, self.value(depth + 1)))
            token = self.next()
            if token == closing:
                break
            self.comma(token, opening, closing)
            token = self.next()
        self.at += len(closing)
        cuts = between_commas(self.text, [(place.start, node.span.end) for _, place, node in found])
        entries: list[Entry] = []
        firsts: dict[str, Entry] = {}
        values: dict[str, object] = {}
        for (key, key_span, node), cut in zip(found, cuts, strict=True):
            entry = Entry(key, key_span, node, cut)
            first = firsts.setdefault(key, entry)
            if first is not entry:
                self.duplicates.append((first, entry))
            values[key] = node.value
            entries.append(entry)
        return tuple(entries), values

    def comma(self, token: str, opening: int, closing: str) -> None:
        """Move behind the comma between two values; there must be one and something behind it."""
        if token != ",":
            if not token:
                raise self.unclosed(opening, closing)
            if token == "/":
                raise self.comment()
            if self.text[self.at - 1] == '"' and token.isalnum():
                rest = self.line(self.at)
                message = f"a quote inside the text ends it too early, before {shown(rest.of(self.text))}"
                raise _unreadable(message, rest, 'put a backslash before each quote that is part of the text: `\\"`')
            raise self.error("a comma is missing before {}", "put a comma after the value before it")
        at = self.at
        self.at += 1
        if self.next() == closing:
            message = "there is a comma after the last value"
            raise _unreadable(message, Span(at, at + 1), "delete the comma", (Edit(Span(at, at + 1)),))

    def string(self) -> str:
        """Return the string whose quote stands here."""
        try:
            value, self.at = self.decode(self.text, self.at)
        except JSONDecodeError as error:
            raise self.bad_string(error) from None
        return str(value)

    def bare(self, start: int) -> Node:
        """Return a number, `true`, `false` or `null`."""
        match = _NUMBER.match(self.text, start, self.stop)
        if match is not None:
            self.at = match.end()
            span = Span(start, self.at)
            try:
                number = float(match[0]) if match[1] or match[2] else int(match[0])
            except ValueError:
                raise _UnreadableError(impossible(match[0], span)) from None
            return Node("scalar", number, span)
        match = _WORD.match(self.text, start, self.stop)
        if match is None:
            if start >= self.stop:
                raise _unreadable("the last key has no value", self.line(start), 'put a value there, if only `""`')
            raise self.error("there is no value before {}", 'put a value there, if only `""`')
        word = match[0]
        span = Span(start, match.end())
        if word in _WORDS:
            self.at = match.end()
            value = _WORDS[word]
            return Node("null" if value is None else "scalar", value, span)
        if word.startswith(("//", "/*", "#")):
            raise self.comment()
        if word in _OTHER_WORDS:
            better = _OTHER_WORDS[word]
            raise _unreadable(f"{shown(word)} is no value in JSON", span, f"write `{better}`", (Edit(span, better),))
        if word[0] in "'“”‘’":
            raise _unreadable(f"{shown(word)} does not begin with a double quote", span, 'write `"` on both sides')
        raise _unreadable(f"the value {shown(word)} is not in double quotes", span, 'write `"` on both sides')

    # What can be wrong.

    def error(self, message: str, help: str) -> _UnreadableError:
        """Return the error at the rest of this line, which takes the place of `{}` in `message`."""
        rest = self.line(self.at)
        return _unreadable(message.replace("{}", shown(rest.of(self.text))), rest, help)

    def bad_key(self, token: str, opening: int, closing: str) -> _UnreadableError:
        """Return the error of something that is not a key in double quotes."""
        if not token:
            return self.unclosed(opening, closing)
        if token in "/#":
            return self.comment()
        match = _WORD.match(self.text, self.at, self.stop)
        span = Span(self.at, match.end() if match else self.at + 1)
        if match is None:
            return self.error("there is no key before {}", 'write `"key": value`')
        message = f"the key {shown(span.of(self.text))} is not in double quotes"
        word = span.of(self.text).strip("'")
        mend = (Edit(span, f'"{word}"'),) if word.isidentifier() else ()
        return _unreadable(message, span, "put each key in double quotes", mend)

    def bad_string(self, error: JSONDecodeError) -> _UnreadableError:
        """Return the error of a string that does not end on its line, or has a backslash too many."""
        at = error.pos
        if "escape" in error.msg:
            back = self.text.rfind("\\", self.at, at + 1)
            span = Span(back, min(back + 2, self.stop)) if back >= 0 else self.line(self.at)
            message = f"{shown(span.of(self.text))} means nothing here: in JSON a backslash begins a special character"
            return _unreadable(message, span, "write the backslash twice")
        if "control character" in error.msg and self.text[at] not in "\r\n":
            message = f"the invisible character U+{ord(self.text[at]):04X} stands here, and JSON cannot contain it"
            help = "write a blank, or `\\t`" if self.text[at] == "\t" else "delete it"
            return _unreadable(message, Span(at, at + 1), help)
        return self.unclosed_quote()

    def unclosed_quote(self) -> _UnreadableError:
        """Return the error of a string without its closing quote."""
        return self.error("the quote that opens {} is never closed", 'put `"` at the end of the value')

    def unclosed(self, opening: int, closing: str) -> _UnreadableError:
        """Return the error of a list or map that the end of front matter cuts off."""
        what = "list" if closing == "]" else "map"
        rest = self.line(opening)
        message = f"the {what} that opens with {shown(rest.of(self.text))} is never closed"
        return _unreadable(message, rest, f"put `{closing}` at its end")

    def comment(self) -> _UnreadableError:
        """Return the error of a comment."""
        return self.error("JSON knows no comments like {}", "delete the comment")

    def line(self, at: int) -> Span:
        """Return the span from `at` to the last text of its line."""
        at = min(at, self.stop)
        end = self.text.find("\n", at, self.stop)
        return Span(at, at + len(self.text[at : self.stop if end < 0 else end].rstrip()))


def _unreadable(message: str, span: Span, help: str, mend: tuple[Edit, ...] = ()) -> _UnreadableError:
    return _UnreadableError(FrontMatterError(message, span, help, mend))
