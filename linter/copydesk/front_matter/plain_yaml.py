"""YAML front matter as nearly everyone writes it, read line by line without a YAML parser.

Plain keys at the left edge, values of one line, lists of such values below their key or in brackets: that is YAML
which needs no parser, and reading it here takes a fraction of the time. The promise is that what is read here is
what `read_yaml` reads, to the last span; whatever is not certain to be so is left to it.
"""

from __future__ import annotations

import re

from copydesk.front_matter.model import Content, Entry, Node
from copydesk.front_matter.yaml_scalars import TYPED, plain
from copydesk.text import Span

# A line: a key with its colon, or a dash, or neither; blanks; the rest; the line break. What has a control character
# in it (a tab, too) is no such line, and then everything from there on is one match without a line break.
_LINE = re.compile(r"([^\W\d][\w-]*+:| *+-(?= )|)( *+)([^\x00-\x1f\x7f-\x9f]*+)(\r?\n)|[\s\S]++")
# An item of a list in brackets, and what ends it. A plain item may not have a colon or a question mark: what those
# mean in brackets is a matter on which parsers differ.
_ITEM = re.compile(
    r"""( *+)("[^"\\]*+"|'[^']*+(?:''[^']*+)*'|[^][\s,{}:?\#&*!|>'"%@`-][^][,{}:?]*+)( *+)([],])|[\s\S]++"""
)
_SPECIAL = re.compile("[\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")  # line breaks to YAML, or no YAML at all
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")  # none of them begins a plain scalar (but a dash may, see below)
_DIGITS = frozenset("0123456789")


def read_plain(text: str, span: Span) -> Content | None:
    """Return what the YAML in `span` of `text` says, or None if it takes a parser to know."""
    at, stop = span
    entries: list[Entry] = []
    values: dict[str, object] = {}
    items: list[Node] | None = None  # those below the last key, None if it has a value
    dash = -1  # how far their dashes are indented
    done = at  # where the line of the last item ends
    for head, gap, rest, newline in _LINE.findall(text, at, stop):
        start = at
        at += len(head) + len(gap)
        value = at
        at += len(rest) + len(newline)
        if not newline or not (rest.isascii() or not _SPECIAL.search(rest)):
            return None
        if not head:
            if rest and rest[0] != "#":
                return None
        elif head[-1] == ":":
            if items:
                _close(entries, values, items, done)
            items = None
            key = head[:-1]
            end = start + len(key)
            if not rest or rest[0] == "#":
                if rest and not gap:
                    return None
                node = Node("null", None, Span(end + 1, end + 1))
                items, dash = [], -1
            elif not gap:
                return None
            else:
                node = _node(rest, value)
                if node is None:
                    return None
            values[key] = node.value
            entries.append(Entry(key, Span(start, end), node, Span(start, at)))
        else:
            if items is None or not rest or (node := _node(rest, value)) is None or node.kind == "list":
                return None
            if dash != len(head):
                if dash >= 0:
                    return None
                dash = len(head)
            items.append(node)
            done = at
    if items:
        _close(entries, values, items, done)
    return Content(tuple(entries), values, None, _duplicates(entries) if len(values) < len(entries) else [])


def _node(rest: str, at: int) -> Node | None:
    """Return the value that a line ends with, `rest` from `at` on; None if it is no simple one."""
    if rest[-1] == " ":
        rest = rest.rstrip(" ")
    first = rest[0]
    if first not in _INDICATORS:
        if ": " in rest or " #" in rest or rest[-1] == ":":
            return None
        if first in TYPED:
            return _typed(rest, at)
        return Node("scalar", rest, Span(at, at + len(rest)))
    if first == "'":
        inner = rest[1:-1]
        if rest[-1] != first or len(rest) < 2:
            return None
        if "'" in inner:
            if "'" in inner.replace("''", ""):
                return None
            inner = inner.replace("''", "'")
        return Node("scalar", inner, Span(at, at + len(rest)))
    if first == '"':
        inner = rest[1:-1]
        if rest[-1] != first or len(rest) < 2 or first in inner or "\\" in inner:
            return None
        return Node("scalar", inner, Span(at, at + len(rest)))
    if first == "[":
        return _flow(rest, at)
    return None


def _typed(text: str, at: int) -> Node | None:
    try:
        value = plain(text)
    except ValueError:
        return None
    return Node("null" if value is None else "scalar", value, Span(at, at + len(text)))


def _flow(rest: str, at: int) -> Node | None:
    start = at
    items: list[Node] = []
    if rest[1:].lstrip(" ") == "]":
        return Node("list", [], Span(at, at + len(rest)))
    at += 1
    end = ""
    for gap, written, blanks, end in _ITEM.findall(rest, 1):
        if not end:
            return None
        at += len(gap)
        node = _node(written, at)
        if node is None:
            return None
        items.append(node)
        at += len(written) + len(blanks) + 1
        if end == "]":
            break
    if at != start + len(rest) or end != "]":
        return None
    return Node("list", [item.value for item in items], Span(start, at), tuple(items))


def _close(entries: list[Entry], values: dict[str, object], items: list[Node], end: int) -> None:
    key, key_span, _, span = entries[-1]
    # the first dash: 
    first = items[0].span.start
    listed = [item.value for item in items]
    values[key] = listed
    node = Node("list", listed, Span(first, items[-1].span.end), tuple(items))
    entries[-1] = Entry(key, key_span, node, Span(span.start, end))


def _duplicates(entries: list[Entry]) -> list[tuple[Entry, Entry]]:
    firsts: dict[str, Entry] = {}
    return [(first, entry) for entry in entries if (first := firsts.setdefault(entry.key, entry)) is not entry]
