"""TOML front matter: values by tomllib, places by the scanner, put together into entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from tomllib import TOMLDecodeError, loads

from copydesk.front_matter.model import LIMITS, Content, Entry, FrontMatterError, Node
from copydesk.front_matter.spans import between_commas
from copydesk.front_matter.toml_scan import Part, Raw, Statement, TooDeepError, scan
from copydesk.front_matter.words import impossible
from copydesk.text import Span
from copydesk.typed import NamedTuple

_INK = re.compile(r"[^\r\n]")
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d\d:\d\d")
_LONG_NUMBER = re.compile(r"[\d_]{4300,}+")


def read_toml(text: str, span: Span, deepest: int = LIMITS.depth) -> Content:
    """Return what the TOML in `span` of `text` says; never raises.

    A key that is given twice, which TOML forbids, is no error here: both entries are there, and the last one counts.
    An impossible date is an error, and its value the string as it is written.
    """
    try:
        statements = scan(text, span.start, span.end, deepest)
    except TooDeepError as error:
        at = int(error.args[0])
        message = f"this is more than {deepest} lists or tables deep"
        return Content((), {}, FrontMatterError(message, Span(at, at + 1), "keep front matter flat"))
    doubles = _doubles(statements)
    source = span.of(text)
    if doubles:
        source = _without(source, [first.span for first, _ in doubles], span.start)
    strings: dict[Span, str] = {}
    try:
        values = loads(source)
    except (ValueError, RecursionError) as error:
        strings = {place: place.of(text) for place in sorted(_impossible_dates(text, statements))}
        try:
            values = loads(_as_strings(source, strings, span.start))
        except (ValueError, RecursionError):
            return Content((), {}, _explained(text, span, error))
    problem = next((impossible(written, place) for place, written in strings.items()), None)
    superseded = {first.span for first, _ in doubles}
    entries = _entries(text, _rows(statements, superseded), values, strings)
    duplicates = []
    for first, second in doubles:
        earlier = _alone(text, first)
        duplicates.append((earlier, _alone(text, second)))
        if len(first.parts) == 1 and not first.header:
            entries.append(earlier)
    entries.sort(key=lambda entry: entry.key_span)
    return Content(tuple(entries), values, problem, duplicates)


class _Row(NamedTuple):
    """A statement as its table sees it: what is left of its key, its value (None: a header), the lines it takes."""

    parts: tuple[Part, ...]
    raw: Raw | None
    array: bool
    lines: Span
    end: int
    """The end of the value or the header."""


def _rows(statements: Iterable[Statement], superseded: set[Span]) -> list[_Row]:
    """Return the statements with their whole keys, the header's in front, as rows of the root table."""
    rows = []
    for statement in statements:
        if statement.span not in superseded:
            parts = statement.header + statement.parts
            rows.append(_Row(parts, statement.value, statement.array, statement.span, statement.end))
    return rows


def _entries(text: str, rows: Sequence[_Row], values: dict[str, object], strings: dict[Span, str]) -> list[Entry]:
    """Return the entries of a table in the order in which they begin; `values` is what tomllib made of it.

    `strings` are the values that were read as strings for want of a meaning: they take their place in `values`.
    """
    groups: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        if row.parts:
            groups.setdefault(row.parts[0].name, []).append(index)
    entries = []
    for key, group in groups.items():
        first = rows[group[0]]
        if first.raw is not None and len(first.parts) == 1:
            node = _node(text, first.raw, values[key], strings)
            values[key] = node.value
            entries.append(Entry(key, first.parts[0].span, node, first.lines))
            continue
        together = [index for place, index in enumerate(group) if index == group[0] + place]  # nothing else between
        last = rows[together[-1]]
        start = first.parts[1].span.start if first.raw is not None else text.index("[", first.lines.start)
        span = Span(start, last.end)
        value = values[key]
        inner = [rows[index]._replace(parts=rows[index].parts[1:]) for index in group]
        if isinstance(value, list):
            node = Node("list", value, span, items=tuple(_items(text, inner, value, strings)))
        else:
            assert isinstance(value, dict)
            node = Node("map", value, span, entries=tuple(_entries(text, inner, value, strings)))
        entries.append(Entry(key, first.parts[0].span, node, Span(first.lines.start, last.lines.end)))
    return entries


def _items(text: str, rows: Sequence[_Row], values: list[object], strings: dict[Span, str]) -> Iterable[Node]:
    """Yield the tables of an array, each from its header to the next one."""
    heads = [index for index, row in enumerate(rows) if row.array and not row.parts]
    for number, (start, stop) in enumerate(zip(heads, [*heads[1:], len(rows)], strict=True)):
        value = values[number]
        assert isinstance(value, dict)
        span = Span(text.index("[", rows[start].lines.start), rows[stop - 1].end)
        yield Node("map", value, span, entries=tuple(_entries(text, rows[start:stop], value, strings)))


def _node(text: str, raw: Raw, value: object, strings: dict[Span, str]) -> Node:
    """Return the node of a value behind an equals sign."""
    if raw.kind == "list":
        assert isinstance(value, list)
        items = tuple(_node(text, item, one, strings) for item, one in zip(raw.items, value, strict=True))
        value[:] = [item.value for item in items]
        return Node("list", value, raw.span, items=items)
    if raw.kind == "map":
        assert isinstance(value, dict)
        cuts = between_commas(text, [(parts[0].span.start, one.span.end) for parts, one in raw.pairs])
        rows = [_Row(parts, one, False, cut, one.span.end) for (parts, one), cut in zip(raw.pairs, cuts, strict=True)]
        return Node("map", value, raw.span, entries=tuple(_entries(text, rows, value, strings)))
    return Node("scalar", strings.get(raw.span, value), raw.span)


def _doubles(statements: Iterable[Statement]) -> list[tuple[Statement, Statement]]:
    """Return each statement whose key its table had before, with the one before it as the first of the pair."""
    doubles = []
    seen: dict[tuple[str, ...], Statement] = {}
    for statement in statements:
        if statement.value is None:
            seen = {}
            continue
        names = tuple(part.name for part in statement.parts)
        if names in seen:
            doubles.append((seen[names], statement))
        seen[names] = statement
    return doubles


def _alone(text: str, statement: Statement) -> Entry:
    """Return the entry of the last part of a statement's key, read without its surroundings."""
    row = _Row(statement.parts, statement.value, False, statement.span, statement.end)
    try:
        values: dict[str, object] = loads(statement.span.of(text))
    except (ValueError, RecursionError):  # what is wrong with it is reported elsewhere, or is nobody's value any more
        values = {}
    if not values:
        assert statement.value is not None
        node = Node("scalar", statement.value.span.of(text), statement.value.span)
        return Entry(statement.parts[-1].name, statement.parts[-1].span, node, statement.span)
    entry = _entries(text, [row], values, {})[0]
    for _ in statement.parts[1:]:
        entry = entry.node.entries[0]
    return entry._replace(span=statement.span)


def _impossible_dates(text: str, statements: Iterable[Statement]) -> Iterable[Span]:
    """Yield the places of values that are written like a date or time that does not exist."""
    values = [statement.value for statement in statements if statement.value is not None]
    while values:
        raw = values.pop()
        values.extend(raw.items)
        values.extend(value for _, value in raw.pairs)
        if raw.kind == "scalar" and _DATE.match(text, raw.span.start):
            try:
                loads(f"date = {raw.span.of(text)}")
            except ValueError:
                yield raw.span


def _explained(text: str, span: Span, error: Exception) -> FrontMatterError:
    """Return what tomllib found wrong, in plain words."""
    if isinstance(error, TOMLDecodeError):
        from copydesk.front_matter.toml_words import explain

        return explain(text, span, str(error))
    number = _LONG_NUMBER.search(text, span.start, span.end)  # Python refuses integers of thousands of digits
    place = Span(*number.span()) if number else span
    return impossible(place.of(text), place)


def _without(source: str, spans: Sequence[Span], base: int) -> str:
    """Return `source`, which starts at `base`, with what stands in `spans` (in order) blanked out."""
    parts = []
    at = 0
    for start, end in spans:
        parts += [source[at : start - base], _INK.sub(" ", source[start - base : end - base])]
        at = end - base
    return "".join([*parts, source[at:]])


def _as_strings(source: str, spans: Iterable[Span], base: int) -> str:
    """Return `source`, which starts at `base`, with strings of the same length in `spans` (in order)."""
    parts = []
    at = 0
    for start, end in spans:
        parts += [source[at : start - base], "'", "x" * (end - start - 2), "'"]
        at = end - base
    return "".join([*parts, source[at:]])
