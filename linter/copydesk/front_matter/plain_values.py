"""What plain YAML front matter says, without the places: all that most rules ask of most posts.

Keys at the left edge with values of one line, or with a list of such values below them, are told apart by one regular
expression for each key, and the place of an entry is looked for when somebody asks for it. That takes a third of the
time that `plain_yaml` takes, which finds all places. The promise is that whatever is read here is what `plain_yaml`
reads, and so what `read_yaml` reads; whatever is not certain to be so is left to them.
"""

from __future__ import annotations

from collections.abc import Container

from copydesk.front_matter.model import Entry, FrontMatter, Node
from copydesk.front_matter.yaml_scalars import TYPED, WORDS, plain
from copydesk.text import Span, regex

# A key, its value, and the lines of the list below it. YAML draws the line of how long a key may be at 1024 characters.
_ENTRY = regex(r"([^\W\d][\w-]{0,998}+):(?: ++([^ \n].*+)| *+)\n((?: *+- .++\n)*)|[\s\S]++")
# What is no YAML, what are line breaks to YAML, and tabs.
_SPECIAL = regex("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
# An item of a list in brackets, and what ends it. One that is not in quotes may not have a colon or a question mark:
# what those mean in brackets is a matter on which parsers differ.
_ITEM = regex(r"""( *+)("[^"]*+"|'[^']*+(?:''[^']*+)*'|[^][\s,{}:?"'][^][,{}:?]*+)( *+)([],])|[\s\S]++""")
_INDICATORS = frozenset("?:,[]{}#&*!|>'\"%@`")  # no plain scalar begins with one, nor with a dash and a blank
_LOOK_TWICE = _INDICATORS | frozenset(" +-.0123456789~")

UNSURE = object()
"""In place of a value: it takes a parser to know."""

_entry, _node, _span = Entry._make, Node._make, Span._make


def read_values(text: str, span: Span) -> dict[str, object] | None:
    """Return the values by key that the YAML in `span` of `text` gives, or None if it takes more to know."""
    block = text[span.start : span.end]
    if "\r" in block:
        block = block.replace("\r\n", "\n")
    if not block.replace("\n", "").isprintable() and _SPECIAL.search(block):
        return None
    comments = "#" in block
    values: dict[str, object] = {}
    value: object
    found = _ENTRY.findall(block)
    for key, written, below in found:
        if written:
            first = written[0]
            # A character alone is found much faster than two, so what only looks like a comment is looked at again.
            if first not in _LOOK_TWICE and ":" not in written and not comments and written[-1] != " ":
                value = WORDS.get(written, written)
            elif first == "'" == written[-1] and "'" not in (inner := written[1:-1]) and written != first:
                value = inner
            else:
                value = value_of(written)
            if below or value is UNSURE:
                return None
        elif below:
            value = _below(below, comments)
            if value is None:
                return None
        elif key:
            value = None
        else:
            return None
        values[key] = value
    return values if len(values) == len(found) else None


def _below(lines: str, comments: bool) -> list[object] | None:
    """Return the items of a list in `lines`, each of which begins with a dash, or None if they are no simple ones."""
    lead = "\n" + lines.partition("-")[0] + "- "
    items: list[object] = []
    items += lines[len(lead) - 1 : -1].split(lead)
    if "\n" in "".join(items):  # type: ignore[arg-type]  # some are indented otherwise
        return None
    simple = not comments and ":" not in lines and " \n" not in lines and WORDS.keys().isdisjoint(items)
    for at, item in enumerate(items):
        if not simple or item[0] in _LOOK_TWICE:  # type: ignore[index]  # texts so far
            written = str(item).strip(" ")
            if not written or written[0] == "[":
                return None
            items[at] = value_of(written)
            if items[at] is UNSURE:
                return None
    return items


def value_of(written: str) -> object:
    """Return the value that is `written` on one line, or in brackets, from its first character on; maybe `UNSURE`."""
    if written[-1] == " ":
        written = written.rstrip(" ")
    first = written[0]
    if first not in _INDICATORS:
        if (":" in written and (": " in written or written[-1] == ":")) or ("#" in written and " #" in written):
            return UNSURE
        if first not in TYPED:
            return written
        if first == "-" and written[1:2] in ("", " "):
            return UNSURE
        try:
            return plain(written)
        except ValueError:  # there is no such day
            return UNSURE
    if first == "[":
        items = items_of(written)
        return UNSURE if items is None else [value for _, _, value in items]
    if first not in "'\"" or written[-1] != first or len(written) == 1:
        return UNSURE
    inner = written[1:-1]
    if first == '"':
        return UNSURE if '"' in inner or "\\" in inner else inner
    if "'" not in inner:
        return inner
    value = inner.replace("''", "'")
    return value if 2 * (len(inner) - len(value)) == inner.count("'") else UNSURE  # one is not doubled


def items_of(written: str) -> list[tuple[int, str, object]] | None:
    """Return the items of a list in brackets: where each begins in what is `written`, how it is written, its value.

    None if it is no simple one.
    """
    if written[-1] != "]":
        return None
    if not written[1:-1].strip(" "):
        return []
    items = []
    at = 1
    for gap, item, blanks, mark in _ITEM.findall(written, 1):
        value = value_of(item) if item else UNSURE
        if value is UNSURE:
            return None
        items.append((at + len(gap), item.rstrip(" "), value))
        at += len(gap) + len(item) + len(blanks) + 1
        if mark == "]" and at != len(written):
            return None
    return items


class PlainFrontMatter(FrontMatter):
    """Front matter of which `read_values` knows the values; each entry is looked for when somebody asks for it."""

    __slots__ = ("_found", "_text")

    def __init__(
        self, text: str, junk: Span, open: Span, content: Span, close: Span, values: dict[str, object]
    ) -> None:
        super().__init__("yaml", junk, open, content, close, (), values)
        self._text: str | None = text  # until all entries are known
        self._found: dict[str, Entry] = {}

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return the entries at the top level in the order they are written."""
        if self._text is not None:
            self._entries = _read(self._text, self.content)
            self._text = None
        return self._entries

    def get(self, key: str) -> Entry | None:
        """Return the entry of `key` at the top level, or None."""
        if self._text is None:
            return super().get(key)
        found = self._found.get(key)
        if found is None and key in self.values:
            found = self._found[key] = _find(self._text, self.content, key, self.values[key])
        return found

    def among(self, keys: Container[str]) -> list[Entry]:
        """Return the entries at the top level that count and whose key is one of `keys`."""
        if self._text is None:
            return super().among(keys)
        return [entry for key in self.values if key in keys and (entry := self.get(key)) is not None]


def _find(text: str, span: Span, key: str, value: object) -> Entry:
    """Return the entry of `key`, to which `read_values` gave `value`, with its places in the YAML in `span`."""
    start = text.index(f"\n{key}:", span.start - 1) + 1
    colon = start + len(key) + 1
    end = text.index("\n", colon) + 1
    if value.__class__ is list:
        while end < span.end and text[end] in " -":
            end = text.index("\n", end) + 1
        return _read(text, _span((start, end)))[0]
    written = text[colon:end].strip(" \r\n")
    place = text.index(written, colon)
    node = _node(("scalar" if value is not None else "null", value, _span((place, place + len(written))), (), ()))
    return _entry((key, _span((start, colon - 1)), node, _span((start, end))))


def _read(text: str, span: Span) -> tuple[Entry, ...]:
    from copydesk.front_matter.plain_yaml import read_plain

    read = read_plain(text, span)
    assert read is not None
    return read.entries
