"""What front matter is made of: nodes with their places, entries of a map, and the whole."""

from __future__ import annotations

from collections.abc import Container, Sequence

from copydesk.text import Span
from copydesk.typed import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from copydesk.edits import Edit

Format = Literal["yaml", "toml", "json"]
Kind = Literal["scalar", "list", "map", "null"]


class Limits(NamedTuple):
    """How much front matter is read; more is an error, for no reader needs to meet a bomb."""

    length: int = 1_000_000
    """In characters."""
    depth: int = 100
    """In lists or maps within each other. `DEEPEST` is the most that the readers can take."""


LIMITS = Limits()
DEEPEST = 200


class Node(NamedTuple):
    """A value with its place.

    `value` is what the generator gets: str, int, float, bool, None, date, datetime, time, list or dict; keys of a
    dict are strings as they are written, and of two equal keys the last one wins. `span` names the value as it is
    written, quotes and brackets included, but not a YAML anchor or tag before it; where nothing is written it is
    empty and stands right behind the colon (or the dash of a list). A YAML block scalar reaches from its ``|`` or
    ``>`` to the end of its last line with text. What a YAML alias (``*name``) stands for has the place of the alias;
    its items and entries have theirs where the anchor is.
    """

    kind: Kind
    value: object
    span: Span
    items: tuple[Node, ...] = ()
    """The items of a list."""
    entries: tuple[Entry, ...] = ()
    """The entries of a map in the order they are written, duplicates and YAML merge keys (``<<``) included."""


class Entry(NamedTuple):
    """A key with its value.

    `key` is the key without quotes, `key_span` its place with them. `span` is what goes when the entry goes: whole
    lines from the one on which the key starts to the one on which the value ends, newline and trailing comment
    included. An entry that shares its lines (in ``{…}``, or the first one behind a dash) goes from its key to its
    value, with the one comma that would be too many. A TOML table that is written in several places has the span
    of the first of them.
    """

    key: str
    key_span: Span
    node: Node
    span: Span


class FrontMatterError(NamedTuple):
    """Why front matter cannot be read: what is wrong, in words a writer knows, where, and what to do.

    `mend` are the edits that put it right, where there is one way to do that; `certain` tells whether it is what the
    author meant beyond doubt.
    """

    message: str
    span: Span
    help: str
    mend: tuple[Edit, ...] = ()
    certain: bool = True


class Content(NamedTuple):
    """What a reader of one format makes of the text between the fences."""

    entries: tuple[Entry, ...]
    values: dict[str, object]
    error: FrontMatterError | None = None
    duplicates: Sequence[tuple[Entry, Entry]] = ()


class FrontMatter:
    """Front matter with its parts in the order of the file: `junk`, then `open`, `content` and `close`.

    `junk` is what stands before the opening fence (byte order mark, blank lines, an HTML comment) and is empty when
    all is well. `open` and `close` are the fence lines with their newlines (of a bare JSON object: the braces, the
    closing one with the rest of its line); a missing closing fence is an empty span. `span` reaches from the opening
    fence to behind the closing one, where the body starts.

    With an `error` the entries are empty, except where only single values are at fault (an impossible date): those
    then are the strings as they are written.
    """

    __slots__ = ("_duplicates", "_entries", "_index", "close", "content", "error", "format", "junk", "open", "values")

    def __init__(
        self,
        format: Format,
        junk: Span,
        open: Span,
        content: Span,
        close: Span,
        entries: tuple[Entry, ...],
        values: dict[str, object],
        error: FrontMatterError | None = None,
        duplicates: Sequence[tuple[Entry, Entry]] = (),
    ) -> None:
        self.format = format
        self.junk = junk
        self.open = open
        self.content = content
        self.close = close
        self.values = values
        """The typed values by key, YAML merge keys resolved; not to be changed."""
        self.error = error
        self._duplicates = duplicates
        self._entries = entries
        self._index: dict[str, Entry] | None = None

    @property
    def span(self) -> Span:
        """Return the span from the opening fence to behind the closing fence's line."""
        return Span(self.open.start, self.close.end)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return the entries at the top level in the order they are written."""
        return self._entries

    @property
    def counting(self) -> tuple[Entry, ...]:
        """Return the entries at the top level whose values count: where a key is given twice, the last one."""
        if not self._duplicates:
            return self.entries
        return tuple(entry for entry in self.entries if self.get(entry.key) is entry)

    def get(self, key: str) -> Entry | None:
        """Return the entry of `key` at the top level, the last one of several, or None."""
        index = self._index
        if index is None:
            index = self._index = {entry.key: entry for entry in self._entries}
        return index.get(key)

    def among(self, keys: Container[str]) -> list[Entry]:
        """Return the entries at the top level that count and whose key is one of `keys`."""
        return [entry for entry in self.counting if entry.key in keys]

    def duplicates(self) -> list[tuple[Entry, Entry]]:
        """Return each entry whose key its map had before, at any depth, as (first one, this one)."""
        return list(self._duplicates)

    def __repr__(self) -> str:
        return f"FrontMatter({self.format!r}, {self.span!r}, {list(self.values)!r}, error={self.error!r})"
