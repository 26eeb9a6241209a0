"""YAML front matter: nodes with their places, built from the events of PyYAML's parser.

Events rather than composed nodes, because only they know where an alias stands, because duplicate keys stay apart,
and because nesting is bounded while it is read: the composer of the C library calls itself for each level and takes
the interpreter down with it at some ten thousand. The parser's marks count characters from the start of what it is
given. Types are those of YAML 1.1 (https://yaml.org/type/); keys stay strings, as site generators have them.
"""

from __future__ import annotations

from collections.abc import Callable

from yaml import YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from copydesk.front_matter.model import LIMITS, Content, Entry, FrontMatterError, Node
from copydesk.front_matter.spans import between_commas, line_end, skip_space
from copydesk.front_matter.words import shown
from copydesk.front_matter.yaml_scalars import TYPED, plain, tagged
from copydesk.text import BOM, Span
from copydesk.typed import TYPE_CHECKING, NamedTuple, NoReturn, cast

try:
    from yaml._yaml import CParser as Parser
except ImportError:  # PyYAML was built without libyaml: slower, the same events
    from copydesk.front_matter.slow_yaml import SlowParser as Parser  # type: ignore[assignment]

MAX_NODES = 100_000
"""How many nodes a document may have once its aliases are followed."""

_COLLECTIONS = frozenset([None, "!", *(f"tag:yaml.org,2002:{name}" for name in ("map", "seq", "set", "omap", "pairs"))])


def read_yaml(text: str, span: Span, deepest: int = LIMITS.depth) -> Content:
    """Return what the YAML in `span` of `text` says; never raises."""
    start = span.start + text.startswith(BOM, span.start)
    try:
        builder = _Builder(text, start, span.end, deepest)
        root = builder.document()
    except _UnreadableError as error:
        return Content((), {}, error.args[0])
    except (YAMLError, UnicodeError) as error:
        return Content((), {}, _explained(text, Span(start, span.end), error))
    if root is None or root.kind == "null":
        return Content((), {})
    if root.kind != "map":
        from copydesk.front_matter.yaml_words import not_a_map

        return Content((), {}, not_a_map(text, root))
    assert isinstance(root.value, dict)
    return Content(root.entries, root.value, builder.error, builder.duplicates)


if TYPE_CHECKING:

    class _Mark:
        index: int

    class _Event:
        """What the parser's events have, each kind some of it; PyYAML's stubs leave it open."""

        start_mark: _Mark
        end_mark: _Mark
        anchor: str | None
        tag: str | None
        value: str
        style: str | None
        implicit: tuple[bool, bool]
        flow_style: bool | None


class _UnreadableError(Exception):
    """Carries the `FrontMatterError` of YAML that parses but cannot be used."""


class _Anchor(NamedTuple):
    """What an anchor names (None while it is being read), its key form if it is a scalar, and its size in nodes."""

    node: Node | None
    raw: str
    size: int


class _Builder:
    """Turns the events of one document into nodes."""

    __slots__ = (
        "anchors",
        "base",
        "count",
        "deepest",
        "done",
        "duplicates",
        "error",
        "line_end",
        "next",
        "stop",
        "text",
    )

    def __init__(self, text: str, start: int, stop: int, deepest: int) -> None:
        self.text = text
        self.deepest = deepest
        self.base = start
        self.stop = stop
        self.next = cast("Callable[[], _Event]", Parser(text[start:stop]).get_event)
        self.count = 0
        self.done = start - 1  # where the last value ends; before the first one, the newline of the fence
        self.line_end = start - 1  # the last newline that was looked for
        self.anchors: dict[str, _Anchor] = {}
        self.error: FrontMatterError | None = None
        self.duplicates: list[tuple[Entry, Entry]] = []

    def document(self) -> Node | None:
        """Return the root of the only document, None if there is nothing but comments."""
        self.next()
        if _kind(self.next()) is StreamEndEvent:
            return None
        event = self.next()
        root = self.node(event, 1)
        self.next()
        event = self.next()
        if _kind(event) is DocumentStartEvent:
            at = self.base + event.start_mark.index
            raise _unreadable("a second YAML document begins here", Span(at, at + 3), "keep one block of keys")
        return root

    def node(self, event: _Event, depth: int) -> Node:
        """Return the node that begins with `event`; takes its events up to its end."""
        kind: type = type(event)
        if kind is AliasEvent:
            return self.alias(event)
        name = event.anchor
        before = self.count
        if name is not None:
            self.anchors[name] = _Anchor(None, "", 0)
        if kind is ScalarEvent:
            node = self.scalar(event)
        else:
            if depth > self.deepest:
                at = self.base + event.start_mark.index
                message = f"this is more than {self.deepest} lists or maps deep"
                raise _unreadable(message, Span(at, at + 1), "keep front matter flat")
            if event.tag not in _COLLECTIONS:
                self.refuse_tag(event)
            node = self.map(event, depth) if kind is MappingStartEvent else self.list(event, depth)
        if name is not None:
            raw = event.value if kind is ScalarEvent else ""
            self.anchors[name] = _Anchor(node, raw, self.count - before + 1)
        return node

    def alias(self, event: _Event) -> Node:
        """Return what the alias stands for, at the place of the alias."""
        span = self.span(event)
        anchor = self.anchors.get(str(event.anchor))
        if anchor is None or anchor.node is None:
            from copydesk.front_matter.yaml_words import undefined_alias

            raise _UnreadableError(undefined_alias(self.text, span, self.stop, anchor is not None))
        self.count += anchor.size
        if self.count > MAX_NODES:
            message = f"aliases like {shown(span.of(self.text))} make more than {MAX_NODES} values of this"
            raise _unreadable(message, span, "write the values out, or fewer of them")
        return anchor.node._replace(span=span)

    def scalar(self, event: _Event) -> Node:
        """Return the node of a scalar, which may have an anchor and a tag."""
        value: str = event.value
        style: str | None = event.style
        span = self.span(event)
        tag = event.tag
        if tag is not None or event.anchor is not None:
            span = Span(min(self.behind_properties(span), span.end), span.end)
        if style in ("|", ">"):
            span = self.block_scalar(span)
        if tag is None and not style:
            return self.plain(value, span) if value else Node("null", None, span)
        if tag is None or tag == "!":
            return Node("scalar", value, span)
        try:
            typed = tagged(tag, value)
        except ValueError:
            return self.impossible(value, span)
        except KeyError:
            self.refuse_tag(event)
        return Node("null" if typed is None else "scalar", typed, span)

    def plain(self, value: str, span: Span) -> Node:
        """Return the node of an unquoted scalar that is not empty."""
        try:
            typed = plain(value)
        except ValueError:
            return self.impossible(value, span)
        return Node("null" if typed is None else "scalar", typed, span)

    def impossible(self, value: str, span: Span) -> Node:
        """Return `value` as a string, and remember the first of such values as the error."""
        if self.error is None:
            from copydesk.front_matter.words import impossible

            self.error = impossible(value, span)
        return Node("scalar", value, span)

    def map(self, start: _Event, depth: int) -> Node:
        """Return the node of a map; takes its events up to its end."""
        text, base, stop, next_event = self.text, self.base, self.stop, self.next
        flow: bool = start.flow_style is True
        entries: list[Entry] = []
        values: dict[str, object] = {}
        firsts: dict[str, Entry] = {}
        merges: list[Node] = []
        while True:
            event = next_event()
            kind: type = type(event)
            if kind is ScalarEvent:
                key: str = event.value
                at: int = base + event.start_mark.index
                end: int = base + event.end_mark.index
                if event.anchor is not None or event.tag is not None:
                    at = self.node(event, depth).span.start
                merge = key == "<<" and event.implicit[0]
            elif kind is MappingEndEvent:
                break
            else:
                key, (at, end), merge = self.odd_key(event)
            before = self.done
            event = next_event()
            value_kind: type = type(event)
            if value_kind is ScalarEvent and event.tag is None and event.anchor is None:
                value: str = event.value
                from_ = base + event.start_mark.index
                if event.style:
                    span = Span(from_, base + event.end_mark.index)
                    node = Node("scalar", value, self.block_scalar(span) if event.style in "|>" else span)
                elif value:
                    span = Span(from_, base + event.end_mark.index)
                    node = self.plain(value, span) if value[0] in TYPED else Node("scalar", value, span)
                else:
                    if text[from_ - 1] != ":":  # no colon, or one that is not the last thing before
                        colon = skip_space(text, end)
                        from_ = colon + 1 if colon < from_ and text[colon] == ":" else end
                    node = Node("null", None, Span(from_, from_))
            else:
                node = self.node(event, depth + 1)
            if flow:
                line = at
                last = node.span.end
            else:
                line = text.rfind("\n", before, at) + 1
                if not line:  # YAML has more kinds of line breaks than `\n`
                    line = at
                    if entries:
                        entries[-1] = entries[-1]._replace(span=Span(entries[-1].span.start, at))
                self.done = done = node.span.end
                if self.line_end < done:
                    self.line_end = text.find("\n", done, stop)
                    if self.line_end < 0:
                        self.line_end = stop
                last = min(self.line_end + 1, stop)
            entry = Entry(key, Span(at, end), node, Span(line, last))
            if merge:
                merges.append(node)
            else:
                values[key] = node.value
                first = firsts.setdefault(key, entry)
                if first is not entry:
                    self.duplicates.append((first, entry))
            entries.append(entry)
        self.count += 2 * len(entries) + 1
        if merges:
            values = self.merged(merges) | values
        span = self.span(start)
        if flow:
            pairs = [(entry.key_span.start, entry.node.span.end) for entry in entries]
            entries = [
                entry._replace(span=cut) for entry, cut in zip(entries, between_commas(text, pairs), strict=True)
            ]
        elif depth > 1:
            self.compact(entries)
        opening = self.behind_properties(span)
        closing = base + event.end_mark.index if flow and text.startswith("{", opening) else entries[-1].node.span.end
        return Node("map", values, Span(opening, closing), (), tuple(entries))

    def compact(self, entries: list[Entry]) -> None:
        """Let the first of `entries` go from its key to the next one if it stands on the line of a dash."""
        first = entries[0]
        at = first.key_span.start
        if self.text[first.span.start : at].lstrip(" \t").startswith("-"):
            end = entries[1].key_span.start if len(entries) > 1 else first.node.span.end
            entries[0] = first._replace(span=Span(at, end))

    def odd_key(self, event: _Event) -> tuple[str, Span, bool]:
        """Return key, span and whether it is a merge key for a key that is not a scalar as written."""
        if _kind(event) is AliasEvent:
            self.alias(event)
            return self.anchors[str(event.anchor)].raw, self.span(event), False
        from copydesk.front_matter.yaml_words import odd_key

        raise _UnreadableError(odd_key(self.text, self.base + event.start_mark.index, self.stop))

    def merged(self, merges: list[Node]) -> dict[str, object]:
        """Return what the merge keys bring; the first map of a list counts most, and the last of several keys."""
        result: dict[str, object] = {}
        for node in merges:
            for source in reversed(node.items) if node.kind == "list" else (node,):
                if not isinstance(source.value, dict):
                    message = f"`<<` stands for the keys of a map, and {shown(source.span.of(self.text))} is none"
                    raise _unreadable(message, source.span, "name a map here, or put the key in quotes")
                self.count += len(source.value)
                result.update(source.value)
        return result

    def list(self, start: _Event, depth: int) -> Node:
        """Return the node of a list; takes its events up to its end."""
        next_event = self.next
        items: list[Node] = []
        while True:
            event = next_event()
            if _kind(event) is SequenceEndEvent:
                break
            items.append(self.node(event, depth + 1))
            self.done = items[-1].span.end
        self.count += len(items) + 1
        span = self.span(start)
        opening = self.behind_properties(span)
        closing = self.base + event.end_mark.index if start.flow_style is True else items[-1].span.end
        return Node("list", [item.value for item in items], Span(opening, closing), tuple(items))

    def span(self, event: _Event) -> Span:
        """Return the span of `event` in the text."""
        return Span(self.base + event.start_mark.index, self.base + event.end_mark.index)

    def behind_properties(self, span: Span) -> int:
        """Return where a value starts of which `span` names anchor and tag, too; the next text if there is none."""
        text = self.text
        at = span.start
        while at < span.end and text[at] in "&!":
            while at < span.end and not text[at].isspace():
                at += 1
            at = min(skip_space(text, at), self.stop)
        return at

    def block_scalar(self, span: Span) -> Span:
        """Return `span` without the line breaks and blank lines at its end."""
        text = self.text
        end = span.start + len(span.of(text).rstrip())
        end = line_end(text, end, span.end)
        return Span(span.start, end - (text[end - 1] == "\n") - (text[end - 2 : end] == "\r\n"))

    def refuse_tag(self, event: _Event) -> NoReturn:
        """Raise the error of a tag that the safe loader does not know, such as `!include`."""
        from copydesk.front_matter.yaml_words import unknown_tag

        raise _UnreadableError(unknown_tag(self.text, self.span(event), self.stop))


def _kind(event: _Event) -> type:
    return type(event)


def _unreadable(message: str, span: Span, help: str) -> _UnreadableError:
    return _UnreadableError(FrontMatterError(message, span, help))


def _explained(text: str, span: Span, error: Exception) -> FrontMatterError:
    """Return what PyYAML found wrong, in plain words."""
    from copydesk.front_matter.yaml_words import explain

    problem = str(getattr(error, "problem", "") or error)
    places = []
    for name in ("problem_mark", "context_mark"):
        mark = getattr(error, name, None)
        places.append(None if mark is None else min(span.start + int(mark.index), span.end))
    at, context = places
    return explain(text, span, problem, at if at is not None else span.start, context)
