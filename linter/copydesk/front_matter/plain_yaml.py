"""YAML front matter as nearly everyone writes it, with all places, read line by line without a YAML parser.

Plain keys at the left edge, values of one line, lists of such values below their key or in brackets: that is YAML
which needs no parser, and reading it here takes a fraction of the time. The promise is that what is read here is
what `read_yaml` reads, to the last span; whatever is not certain to be so is left to it.

The parts of all lines are found by one call of a regular expression, as strings: their lengths give the places.
"""

from __future__ import annotations

import re

from copydesk.front_matter.model import Content, Entry, Node
from copydesk.front_matter.plain_values import UNSURE, items_of, value_of
from copydesk.text import Span, regex

# A line: a key with its colon, or a dash, or neither; blanks; the rest; the line break. What has a control character
# in it (a tab, too) is no such line, and then everything from there on is one match without a line break.
# YAML draws the line of how long a key may be at 1024 characters.
_LINE = regex(r"([^\W\d][\w-]{0,998}+:| *+-(?= )|)( *+)([^\x00-\x1f\x7f-\x9f]*+)(\r?\n)|[\s\S]++")
_SPECIAL = "[\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"  # line breaks to YAML, or no YAML at all

_content, _entry, _node_of, _span = Content._make, Entry._make, Node._make, Span._make


def read_plain(text: str, span: Span) -> Content | None:
    """Return what the YAML in `span` of `text` says, or None if it takes a parser to know."""
    at, stop = span
    ascii = text[at:stop].isascii()
    entries: list[Entry] = []
    values: dict[str, object] = {}
    add = entries.append
    # A key without a value on its line is kept until it is known whether a list stands below: what it is, where it
    # and its colon are, and the items so far, the blanks before the first one, and where the last one's line ends.
    key: str | None = None
    start = end = closing = 0
    items: list[Node] = []
    indent = opening = 0
    for head, gap, rest, newline in _LINE.findall(text, at, stop):
        if not newline or not (ascii or rest.isprintable() or not re.search(_SPECIAL, rest)):
            return None
        line = at
        colon = line + len(head)
        place = colon + len(gap)
        at = place + len(rest) + len(newline)
        if not head:
            if rest and rest[0] != "#":
                return None
        elif head[-1] == ":":
            if key is not None:
                node = _below(items, opening, end)
                values[key] = node[1]
                add(_entry((key, _span((start, end - 1)), node, _span((start, closing)))))
                key = None
            if not rest or (rest[0] == "#" and gap):
                key, start, end, closing, items = head[:-1], line, colon, at, []
                continue
            written = _node(rest, place) if gap else None
            if written is None:
                return None
            name = head[:-1]
            values[name] = written[1]
            add(_entry((name, _span((line, colon - 1)), written, _span((line, at)))))
        else:
            if not items:
                indent, opening = len(head), colon - 1
            item = _node(rest, place) if rest and key is not None and len(head) == indent else None
            if item is None or item[0] == "list":
                return None
            items.append(item)
            closing = at
    if key is not None:
        node = _below(items, opening, end)
        values[key] = node[1]
        add(_entry((key, _span((start, end - 1)), node, _span((start, closing)))))
    return _content((tuple(entries), values, None, _duplicates(entries) if len(values) < len(entries) else ()))


def _below(items: list[Node], opening: int, colon: int) -> Node:
    """Return the node of the list of `items`, the first of which has its dash at `opening`.

    Without items nothing is written behind the key, whose `colon` ends at that offset.
    """
    if not items:
        return _node_of(("null", None, _span((colon, colon)), (), ()))
    span = _span((opening, items[-1].span.end))
    return _node_of(("list", [item[1] for item in items], span, tuple(items), ()))


def _node(written: str, at: int) -> Node | None:
    """Return the node of a value, `written` from `at` to the end of its line; None if it is no simple one."""
    if written[-1] == " ":
        written = written.rstrip(" ")
    span = _span((at, at + len(written)))
    if written[0] == "[":
        found = items_of(written)
        if found is None:
            return None
        items = tuple([_scalar(value, at + start, len(item)) for start, item, value in found])
        return _node_of(("list", [item.value for item in items], span, items, ()))
    value = value_of(written)
    return None if value is UNSURE else _scalar(value, at, len(written))


def _scalar(value: object, at: int, length: int) -> Node:
    return _node_of(("null" if value is None else "scalar", value, _span((at, at + length)), (), ()))


def _duplicates(entries: list[Entry]) -> list[tuple[Entry, Entry]]:
    firsts: dict[str, Entry] = {}
    return [(first, entry) for entry in entries if (first := firsts.setdefault(entry.key, entry)) is not entry]
