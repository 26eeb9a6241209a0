"""Editing front matter by span: what a rule needs to add, replace, rename and remove fields and items of lists.

Each function returns the edits that do it, and touches nothing else: comments, quotes, indentation, order and newlines
of all other lines stay. It returns no edits at all where that is not certain to work: in front matter that cannot be
read, at a value with a YAML anchor that others refer to, at a TOML table that is written in pieces. A value is written
as its neighbours are: the quotes, lists in brackets or line by line, the indentation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from copydesk.edits import Edit
from copydesk.front_matter.model import Entry, FrontMatter, FrontMatterError, Node
from copydesk.front_matter.spans import between_commas, line_end, skip_space
from copydesk.front_matter.toml_scan import Statement, TooDeepError, scan
from copydesk.front_matter.values import UnwritableError, written, written_key, yaml_block
from copydesk.text import Span
from copydesk.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from copydesk.front_matter.values import Value

Edits = tuple[Edit, ...]

_BLANKS = " \t"
_KEEPS = re.compile(r"[|>][1-9]?\+")
_EQUALS = re.compile(r" ?= ?")
_COLON = re.compile(r" ?: ?")
_RETURN = re.compile(r"\r(?!\n)")
_COMMA = re.compile(r"\s*+,\s*+")


def insert_field(text: str, matter: FrontMatter, key: str, value: Value, *, after: str = "") -> Edits:
    """Return the edits that add `key` with `value` at the top level, behind the field `after` or at the end.

    None are returned where the key is there already.
    """
    if (matter.error is not None and not matter.entries) or matter.get(key) is not None:
        return ()
    behind = matter.get(after) or (matter.entries[-1] if matter.entries else None)
    try:
        return {"yaml": _insert_yaml, "toml": _insert_toml, "json": _insert_json}[matter.format](
            text, matter, key, value, behind
        )
    except UnwritableError:
        return ()


def replace_value(text: str, matter: FrontMatter, entry: Entry, value: Value) -> Edits:
    """Return the edits that give `entry`, at whatever depth, another value."""
    place = _locate(text, matter, entry)
    if place is None:
        return ()
    try:
        if matter.format == "yaml":
            return _replace_yaml(text, matter, entry, value, place)
        if matter.format == "toml" and not _is_inline(text, entry):
            return ()
        return (Edit(entry.node.span, _like(text, matter, entry.node, value, flow=True)),)
    except UnwritableError:
        return ()


def set_field(text: str, matter: FrontMatter, key: str, value: Value, *, after: str = "") -> Edits:
    """Return the edits that make `value` the value of `key` at the top level, whether it is there or not."""
    entry = matter.get(key)
    if entry is None:
        return insert_field(text, matter, key, value, after=after)
    return replace_value(text, matter, entry, value)


def rename_key(text: str, matter: FrontMatter, entry: Entry, key: str) -> Edits:
    """Return the edits that call `entry` `key`; none where its map has such a key already, or the old one twice."""
    place = _locate(text, matter, entry)
    if place is None or any(
        other.key == key or (other.key == entry.key and other is not entry) for other in place.siblings
    ):
        return ()
    quote = text[entry.key_span.start]
    quote = quote if quote in "'\"" else ""
    try:
        name = written_key(matter.format, key, quote=quote, flow=place.flow)
        if matter.format != "toml" or (not place.top and _is_inline(text, entry)):
            return (Edit(entry.key_span, name),)
        if not place.top:
            return ()
        edits = {}
        for statement in _statements(text, matter):
            first = statement.parts[0]
            if first.name == entry.key and (statement.value is None or not statement.header):
                edits[first.span] = name if first.span == entry.key_span else written_key("toml", key)
        return tuple(Edit(span, name) for span, name in edits.items())
    except UnwritableError:
        return ()


def remove_field(text: str, matter: FrontMatter, entry: Entry) -> Edits:
    """Return the edits that take `entry` away, with the comments on its own lines."""
    place = _locate(text, matter, entry)
    if place is None or (matter.format == "yaml" and _others_need(text, matter, entry.span)):
        return ()
    if matter.format != "toml" or (not place.top and _is_inline(text, entry)):
        return (Edit(entry.span),)
    if not place.top:
        return ()
    lines = [statement.span for statement in _statements(text, matter) if _root_key(statement) == entry.key]
    return tuple(Edit(span) for span in lines)


def add_item(text: str, matter: FrontMatter, entry: Entry, value: Value) -> Edits:
    """Return the edits that add an item to the end of a list; of a field without a value they make a list of it."""
    node = entry.node
    if node.kind == "null" or (node.kind == "list" and not node.items):
        return replace_value(text, matter, entry, [value])
    place = _locate(text, matter, entry)
    if place is None or node.kind != "list" or not _is_own_list(text, matter, entry):
        return ()
    last = node.items[-1]
    quote, keep = _quotes(text, matter, node.items)
    try:
        if text[node.span.start] == "[":
            item = written(matter.format, value, quote=quote, keep=keep)
            return (Edit(Span(last.span.end, last.span.end), _comma(text, node) + item),)
        line = text.rfind("\n", 0, node.span.start) + 1
        indent = text[line : node.span.start]
        end = line_end(text, last.span.end, matter.content.end)
        if indent.strip(_BLANKS) or text[end - 1] != "\n" or _KEEPS.search(text, last.span.start, last.span.end):
            return ()
        item = written("yaml", value, quote=quote, keep=keep, flow=False)
        return (Edit(Span(end, end), f"{indent}- {item}{_newline(text, end)}"),)
    except UnwritableError:
        return ()


def remove_item(text: str, matter: FrontMatter, entry: Entry, index: int) -> Edits:
    """Return the edits that take the item at `index` out of a list, whole lines where it has them to itself."""
    node = entry.node
    place = _locate(text, matter, entry)
    if place is None or node.kind != "list" or not node.items or not _is_own_list(text, matter, entry):
        return ()
    if len(node.items) == 1:
        return replace_value(text, matter, entry, [])
    start = node.items[index - 1].span.end if index else node.span.start + 1
    item = node.items[index]
    if text[node.span.start] == "[":
        at = skip_space(text, start)
        if index and text[at] == ",":
            at = skip_space(text, at + 1)
        if at != item.span.start:  # an anchor, a tag
            return ()
        cuts = between_commas(text, [(each.span.start, each.span.end) for each in node.items])
        cut = cuts[index]
        if "#" in text[cut.start : item.span.start]:  # a comment of the item before
            return ()
    else:
        line = text.rfind("\n", 0, node.span.start) + 1
        indent = text[line : node.span.start]
        if indent.strip(_BLANKS):
            return ()
        if index:
            line = line_end(text, start, matter.content.end)
            while line <= item.span.start and not text.startswith(f"{indent}-", line):
                line = line_end(text, line, matter.content.end)
            if line > item.span.start:
                return ()
        cut = Span(line, line_end(text, item.span.end, matter.content.end))
    return () if matter.format == "yaml" and _others_need(text, matter, cut) else (Edit(cut),)


_MOST = 20
"""How many slips in one front matter are mended."""


def mended_keys(text: str, error: FrontMatterError) -> tuple[str, ...] | None:
    """Return the keys that can be read once the edits of `error` are made.

    There are none yet where it hides another slip that has edits, too. Returns None where it has no edits, or where
    the front matter cannot be read in the end.
    """
    from copydesk.edits import apply
    from copydesk.front_matter.reader import read

    keys: tuple[str, ...] | None = None
    slip: FrontMatterError | None = error
    for _ in range(_MOST):
        if slip is None or not slip.mend:
            break
        text = apply(text, slip.mend)
        matter = read(text)
        if matter is None:
            return None
        slip = matter.error
        if keys is None:
            keys = tuple(matter.values)
    return keys if slip is None or keys else None


# Where things are


class _Place(NamedTuple):
    """Where an entry stands: at the top level, in braces or brackets, and among which others."""

    top: bool
    flow: bool
    siblings: Sequence[Entry]


def _locate(text: str, matter: FrontMatter, entry: Entry) -> _Place | None:
    """Return the place of `entry`; None where it stands for something that an alias or a merge key brings.

    Nor has it one where a carriage return alone ends a line: YAML takes that for a line, and no span of ours does.
    """
    if _RETURN.search(text, *matter.content):
        return None
    flow = matter.format == "json" or (matter.format == "yaml" and _root(text, matter) == "{")
    siblings: Sequence[Entry] = matter.entries
    top = True
    while True:
        for each in siblings:
            if each.key_span == entry.key_span:
                return _Place(top, flow, siblings)
        around = next((one for each in siblings for one in _maps(each.node) if _holds(one, entry)), None)
        if around is None:
            return None
        flow = (
            flow
            or text[around.span.start] == "{"
            or any(
                text[each.node.span.start : each.node.span.start + 1] == "["
                for each in siblings
                if each.node.kind == "list" and each.node.span.contains(around.span)
            )
        )
        top, siblings = False, around.entries


def _maps(node: Node) -> list[Node]:
    """Return the maps that `node` is or holds in lists."""
    if node.kind == "list":
        return [inner for item in node.items for inner in _maps(item)]
    return [node] if node.kind == "map" else []


def _holds(node: Node, entry: Entry) -> bool:
    return any(
        each.key_span == entry.key_span or each.span.contains(entry.key_span) or each.node.span.contains(entry.key_span)
        for each in node.entries
    )


def _root(text: str, matter: FrontMatter) -> str:
    """Return the character with which YAML begins, behind blank lines and comments."""
    return text[skip_space(text, matter.content.start)]


def _newline(text: str, at: int) -> str:
    """Return the line break before `at`."""
    return "\r\n" if text[at - 2 : at] == "\r\n" else "\n"


def _indent(text: str, at: int) -> str | None:
    """Return what stands before `at` on its line; None if that is more than blanks."""
    before = text[text.rfind("\n", 0, at) + 1 : at]
    return None if before.strip(_BLANKS) else before


def _others_need(text: str, matter: FrontMatter, gone: Span) -> bool:
    """Tell whether an anchor in `gone` may be what an alias elsewhere refers to."""
    return "&" in gone.of(text) and "*" in text[matter.content.start : gone.start] + text[gone.end : matter.content.end]


def _is_bare(text: str, entry: Entry) -> bool:
    """Tell whether nothing but a colon, blanks and comments stands between the key and the value of YAML."""
    start = entry.key_span.end
    end = entry.node.span.start
    if start == end:
        return True
    at = skip_space(text, start)
    return text[at] == ":" and end in (at + 1, skip_space(text, at + 1))


def _is_inline(text: str, entry: Entry) -> bool:
    """Tell whether a TOML entry is a key, an equals sign and a value."""
    return text[entry.key_span.end : entry.node.span.start].strip(_BLANKS) == "="


def _is_own_list(text: str, matter: FrontMatter, entry: Entry) -> bool:
    """Tell whether the items of a list stand where it does, and nobody refers to it."""
    if matter.format == "toml":
        return _is_inline(text, entry)
    return matter.format == "json" or (text[entry.node.span.start] in "[-" and _is_bare(text, entry))


def _statements(text: str, matter: FrontMatter) -> list[Statement]:
    try:
        return scan(text, *matter.content)
    except TooDeepError:
        return []


def _root_key(statement: Statement) -> str:
    return (statement.header + statement.parts)[0].name


# How the neighbours write


def _quotes(text: str, matter: FrontMatter, nodes: Sequence[Node] | None = None) -> tuple[str, bool]:
    """Return the quotes that most of `nodes` have (else of all values), and whether every text of them has some."""
    for group in (nodes, [entry.node for entry in matter.entries]):
        texts = [text[node.span.start] for node in group or () if isinstance(node.value, str)]
        single, double = texts.count("'"), texts.count('"')
        if single or double:
            all_have = group is nodes and single + double == len(texts)
            return ("'" if single > double else '"'), all_have
    return '"', False


def _list_style(text: str, matter: FrontMatter) -> str | None:
    """Return what stands before the dash of a list below its key, less what stands before the key; None: brackets."""
    for entry in matter.entries:
        node = entry.node
        if node.kind == "list" and node.items and text[node.span.start] in "[-":
            if text[node.span.start] == "[":
                return None
            outer, inner = _indent(text, entry.key_span.start), _indent(text, node.span.start)
            if outer is not None and inner is not None and inner.startswith(outer):
                return inner[len(outer) :]
    return None


def _comma(text: str, node: Node) -> str:
    """Return what stands between two items of a list in brackets."""
    if len(node.items) > 1:
        found = _COMMA.fullmatch(text, node.items[-2].span.end, node.items[-1].span.start)
        return found[0] if found else ", "
    indent = _indent(text, node.items[0].span.start)
    if indent is None:
        return ", "
    return "," + _newline(text, text.rfind("\n", 0, node.items[0].span.start) + 1) + indent


def _like(text: str, matter: FrontMatter, node: Node, value: Value, *, flow: bool) -> str:
    """Return `value` on the lines of `node`, as that is written."""
    first = text[node.span.start : node.span.start + 1]
    if isinstance(value, str):
        if first in ("'", '"'):
            return written(matter.format, value, quote=first, keep=True, flow=flow)
        return written(matter.format, value, quote=_quotes(text, matter)[0], flow=flow)
    is_list = isinstance(value, Sequence) and node.kind == "list" and first == "["
    if not is_list or not node.items or not value:
        return written(matter.format, value, quote=_quotes(text, matter)[0], flow=flow)
    assert isinstance(value, Sequence)
    quote, keep = _quotes(text, matter, node.items)
    items = [written(matter.format, item, quote=quote, keep=keep) for item in value]
    head = text[node.span.start : node.items[0].span.start]
    tail = text[node.items[-1].span.end : node.span.end]
    if head[1:].strip() or not set(tail.strip()) <= {",", "]"}:  # anchors, tags, comments
        head, tail = "[", "]"
    return head + _comma(text, node).join(items) + tail


# YAML


def _insert_yaml(text: str, matter: FrontMatter, key: str, value: Value, behind: Entry | None) -> Edits:
    end = matter.content.end
    quote, _ = _quotes(text, matter)
    if behind is None:
        if skip_space(text, matter.content.start) < end:  # something like `{}` or `~`
            return ()
        body = _yaml_field(text, matter, written_key("yaml", key), value, "", _newline(text, end), quote)
        return (Edit(Span(end, end), body + _newline(text, end)),)
    root = _root(text, matter)
    if root == "{":
        at = behind.node.span.end
        mark = text[behind.key_span.start]
        name = written_key("yaml", key, quote=mark if mark in "'\"" else "", flow=True)
        indent = _indent(text, behind.key_span.start)
        line = text.rfind("\n", 0, behind.key_span.start) + 1
        gap = " " if indent is None else _newline(text, line) + indent
        comma = " ," if behind.node.kind == "null" else ","  # `key:,` is no YAML
        return (Edit(Span(at, at), f"{comma}{gap}{name}: {written('yaml', value, quote=quote)}"),)
    at = behind.span.end
    if _KEEPS.search(text, behind.node.span.start, behind.node.span.end):  # blank lines belong to the value
        at = min((entry.span.start for entry in matter.entries if entry.span.start >= at), default=end)
    indent = _indent(text, behind.key_span.start)
    if root in "&!?" or indent is None or text[at - 1] != "\n":
        return ()
    newline = _newline(text, at)
    return (
        Edit(
            Span(at, at),
            indent + _yaml_field(text, matter, written_key("yaml", key), value, indent, newline, quote) + newline,
        ),
    )


def _yaml_field(text: str, matter: FrontMatter, name: str, value: Value, indent: str, newline: str, quote: str) -> str:
    """Return a key and its value on lines of their own, without the last newline."""
    return f"{name}:{_yaml_value(text, matter, value, indent, newline, quote)}"


def _yaml_value(text: str, matter: FrontMatter, value: Value, indent: str, newline: str, quote: str) -> str:
    """Return what stands behind the colon of a key that is indented by `indent`."""
    if isinstance(value, str):
        block = yaml_block(value, indent + "  ", newline)
        if block is not None:
            return f" {block}"
    elif isinstance(value, Sequence) and value:
        style = _list_style(text, matter)
        if style is not None:
            return _dashes(value, indent + style, newline, quote, False)
    elif isinstance(value, Mapping) and value:
        lines = [
            f"{written_key('yaml', key)}:{_yaml_value(text, matter, one, indent + '  ', newline, quote)}"
            for key, one in value.items()
        ]
        return "".join(f"{newline}{indent}  {line}" for line in lines)
    return f" {written('yaml', value, quote=quote, flow=False)}"


def _dashes(items: Sequence[Value], indent: str, newline: str, quote: str, keep: bool) -> str:
    lines = [written("yaml", item, quote=quote, keep=keep, flow=False) for item in items]
    return "".join(f"{newline}{indent}- {line}" for line in lines)


def _replace_yaml(text: str, matter: FrontMatter, entry: Entry, value: Value, place: _Place) -> Edits:
    node = entry.node
    at = node.span.start
    if not _is_bare(text, entry) or _others_need(text, matter, node.span):
        return ()
    if node.span.start == node.span.end:  # nothing is there
        if place.flow or at == entry.key_span.end:
            colon = ":" if at == entry.key_span.end else ""
            if not place.flow:
                return ()
            return (Edit(node.span, f"{colon} {_like(text, matter, node, value, flow=True)}"),)
        return (Edit(node.span, _behind_colon(text, matter, entry, value)),)
    block = node.kind in ("list", "map") and text[at] not in "[{"
    if place.flow or (not block and not _wants_lines(value)):
        return (Edit(node.span, _like(text, matter, node, value, flow=place.flow)),)
    if text[at] == "*" or not block:
        start = _colon_end(text, entry)
        if text[start:at].strip(_BLANKS):  # the value stands on a line of its own
            return (Edit(node.span, _like(text, matter, node, value, flow=False)),)
        if node.kind == "list" and node.items and isinstance(value, Sequence) and not isinstance(value, str):
            return (Edit(node.span, _like(text, matter, node, value, flow=False)),)
        return (Edit(Span(start, node.span.end), _behind_colon(text, matter, entry, value)),)
    if node.kind == "list" and isinstance(value, Sequence) and not isinstance(value, str) and value:
        indent = _indent(text, at)
        if indent is not None:
            line = text.rfind("\n", 0, at) + 1
            quote, keep = _quotes(text, matter, node.items)
            lines = _dashes(value, indent, _newline(text, line), quote, keep)
            return (Edit(node.span, lines.lstrip("\r\n")[len(indent) :]),)
    start = _colon_end(text, entry)
    between = text[start : text.rfind("\n", 0, at) + 1]  # a comment behind the key, perhaps, and its line break
    if not between:
        return ()
    new = _behind_colon(text, matter, entry, value)
    comment = between.rstrip()
    if comment and "\n" in new:
        return ()
    return (Edit(Span(start, node.span.end), new + comment),)


def _wants_lines(value: Value) -> bool:
    """Tell whether a value is one that may take several lines."""
    if isinstance(value, str):
        return "\n" in value
    return isinstance(value, Sequence | Mapping) and len(value) > 0


def _colon_end(text: str, entry: Entry) -> int:
    return text.index(":", entry.key_span.end) + 1


def _behind_colon(text: str, matter: FrontMatter, entry: Entry, value: Value) -> str:
    """Return `value` as it stands behind the colon of `entry`, on lines below it if that is the better way."""
    quote, _ = _quotes(text, matter)
    line = text.rfind("\n", 0, entry.key_span.start) + 1
    indent = " " * (entry.key_span.start - line)
    end = entry.node.span.end
    stop = line_end(text, end, matter.content.end)
    follows = text[stop : stop + 1]
    if text[end:stop].strip() or (isinstance(value, str) and follows in (" ", "\t", "#")):
        return f" {written('yaml', value, quote=quote, flow=False)}"  # a comment would become text of a block
    return _yaml_value(text, matter, value, indent, _newline(text, stop), quote)


# TOML


def _insert_toml(text: str, matter: FrontMatter, key: str, value: Value, behind: Entry | None) -> Edits:
    statements = _statements(text, matter)
    head = [statement for statement in statements if not statement.header and statement.value is not None]
    quote, _ = _quotes(text, matter)
    near = [each for each in head if behind is not None and each.parts[0].name == behind.key] or head
    at = near[-1].span.end if near else matter.content.start if statements else matter.content.end
    if text[at - 1] != "\n":
        return ()
    equals = " = "
    if near and near[-1].value is not None:
        found = _EQUALS.fullmatch(text, near[-1].parts[-1].span.end, near[-1].value.span.start)
        equals = found[0] if found else equals
    line = f"{written_key('toml', key)}{equals}{written('toml', value, quote=quote)}{_newline(text, at)}"
    if not near and statements:
        line += _newline(text, at)
    return (Edit(Span(at, at), line),)


# JSON


def _insert_json(text: str, matter: FrontMatter, key: str, value: Value, behind: Entry | None) -> Edits:
    name, new = written_key("json", key), written("json", value)
    if behind is not None:
        at = behind.node.span.end
        found = _COLON.fullmatch(text, behind.key_span.end, behind.node.span.start)
        indent = _indent(text, behind.key_span.start)
        line = text.rfind("\n", 0, behind.key_span.start) + 1
        gap = " " if indent is None else _newline(text, line) + indent
        return (Edit(Span(at, at), f",{gap}{name}{found[0] if found else ': '}{new}"),)
    start, end = matter.content
    bare = matter.open.end - matter.open.start == 1
    if not bare:
        if text[start:end].strip():
            start = text.index("{", start) + 1
        else:
            return (Edit(Span(end, end), f"{name}: {new}{_newline(text, end)}"),)
    closing = start + len(text[start:end]) - len(text[start:end].lstrip())
    newline = _newline(text, line_end(text, start, len(text)))
    tail = "" if "\n" in text[start:closing] else newline
    return (Edit(Span(start, start), f"{newline}  {name}: {new}{tail}"),)
