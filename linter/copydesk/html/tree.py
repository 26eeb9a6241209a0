"""Elements: start and end tags matched, across the blank lines and paragraphs of Markdown.

Simple cases follow the tree construction of WHATWG HTML, section 13.2.6: which start tags end a paragraph, a list
item, a table cell, and how far an end tag may look for its beginning (13.2.4.2, scopes). Misnested formatting is not
taken apart as a browser does it: an end tag ends the nearest open element of its name, and elements opened since
then are left without an end. Every step takes the same time however deep the elements are nested.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from copydesk.html.names import CLOSES_P, ENDS_FOREIGN, HEADINGS, INTEGRATION_POINTS, SPECIAL
from copydesk.html.tokens import ALONE, COMPONENT, FOREIGN, VOID, Tag
from copydesk.text import Span

# What an open element keeps apart, as bits: an end tag inside it from a start tag outside (scope), the parts of a
# table inside it from a table outside (table), a list item inside it from a list item outside (item).
_SCOPE, _TABLE, _ITEM = 1, 2, 4
_WALLS = dict.fromkeys(SPECIAL - {"address", "div", "p"}, _ITEM)
for _name in ("applet", "caption", "html", "marquee", "object", "table", "td", "template", "th"):
    _WALLS[_name] |= _SCOPE
for _name in INTEGRATION_POINTS:
    _WALLS[_name] = _WALLS.get(_name, 0) | (0 if _name == "title" else _SCOPE)
for _name in ("html", "table", "template"):
    _WALLS[_name] |= _TABLE
del _name

_SECTIONS = ("tbody", "thead", "tfoot")
_CELLS = ("td", "th")
_TABLE_PARTS = frozenset((*_SECTIONS, *_CELLS, "tr", "caption", "colgroup", "table", "template", "html"))
_ENDED_BY = {
    **dict.fromkeys(_CELLS, _CELLS),
    "tr": (*_CELLS, "tr", "caption", "colgroup"),
    **dict.fromkeys((*_SECTIONS, "caption", "colgroup"), (*_CELLS, "tr", *_SECTIONS, "caption", "colgroup")),
}
"""Of a start tag inside a table, which open elements of the same table it ends."""

_NEIGHBOURS = {
    "option": frozenset(("option",)),
    "optgroup": frozenset(("option", "optgroup")),
    **dict.fromkeys(("rb", "rp", "rt", "rtc"), frozenset(("rb", "rp", "rt", "rtc"))),
    **dict.fromkeys(HEADINGS, HEADINGS),
    "body": frozenset(("head",)),
}
"""Of a start tag, which elements it ends if they are the innermost one."""

_ACTIVE = CLOSES_P | _ENDED_BY.keys() | _NEIGHBOURS.keys()


_span = Span._make


class Element:
    """An element: its tags and what is between them. `end` is None where no end tag was written or none is needed."""

    __slots__ = ("_close", "_parent", "end", "name", "start")

    def __init__(self, start: Tag, end: Tag) -> None:
        self.name = start.name
        self.start = start
        self.end: Tag | None = end
        self._parent: Element | None = _UNKNOWN
        self._close = end.match.start()

    def __eq__(self, other: object) -> bool:
        """Tell whether `other` is the element that the same tag begins, however it was found."""
        return isinstance(other, Element) and other.start is self.start

    def __hash__(self) -> int:
        return hash(self.start)

    def __repr__(self) -> str:
        return f"Element({self.name!r}, {tuple(self.span)})"

    @property
    def parent(self) -> Element | None:
        """The element around this one."""
        if self._parent is _UNKNOWN:
            whole = self.start.html.matched(self.start)
            self._parent = whole.parent if whole is not None else None
        return self._parent

    @property
    def span(self) -> Span:
        """The whole element; one without an end tag reaches to where another tag or the end of the text ended it."""
        end = self.end
        return _span((self.start.match.start(), self._close if end is None else end.match.end()))

    @property
    def inner(self) -> Span:
        """All between start tag and end tag; empty of elements that have no content."""
        return _span((self.start.match.end(), self._close))

    @property
    def alone(self) -> bool:
        """Whether the element needs no end tag (``br``, ``<Badge />``), so that a missing one means nothing."""
        return self.start.stands_alone


_UNKNOWN: Element = object.__new__(Element)
"""Stands for a parent that nobody has asked for yet."""

_FAR = 60
"""So many tags are looked at for the end of one element before all of them are matched."""

_ENDS_OTHERS = _ENDED_BY.keys() | (_NEIGHBOURS.keys() - HEADINGS) | {"li", "dd", "dt"}


def nearby(tags: Sequence[Tag], start: Tag) -> Element | None:
    """Return the element that `start` begins, if it ends not far from there and all in between is in good order.

    None where that is not so, or where what stands around might end it: that takes a `Tree`, which says the same of
    elements that are found here. The order is good where each end tag ends the element that was begun last and no start
    tag ends anything. One that ends an open paragraph has none to end where `start` has ended it already.
    """
    if start.kind:
        return None
    at = bisect_left(tags, start.match.start(), key=_start)
    opened = [start.name]
    clear = start.name in CLOSES_P
    for tag in tags[at + 1 : at + _FAR]:
        name = tag.name
        if tag.closing:
            if opened[-1] != name:
                return None
            opened.pop()
            if not opened:
                return Element(start, tag)
            continue
        if tag.kind & ~(VOID | COMPONENT) or name in _ENDS_OTHERS:
            return None
        if name in CLOSES_P and (not clear or "p" in opened or (name in HEADINGS and opened[-1] in HEADINGS)):
            return None
        if not tag.kind & VOID:
            opened.append(name)
    return None


def _start(tag: Tag) -> int:
    return tag.match.start()


_make_element: Callable[[type[Element]], Element] = object.__new__


class Tree:
    """All elements of a text in the order of their start tags, and the end tags that end nothing."""

    __slots__ = ("_open", "_stack", "_walls", "elements", "stray_ends")

    def __init__(self, tags: Sequence[Tag], end: int) -> None:
        self.elements: list[Element] = []
        self.stray_ends: list[Tag] = []
        self._stack: list[Element] = []
        self._open: dict[str, list[int]] = {}  # by name, where on the stack elements of the name are
        self._walls: dict[int, list[int]] = {_SCOPE: [-1], _TABLE: [-1], _ITEM: [-1]}
        self._build(tags)
        self._close_down_to(0, end)

    def _build(self, tags: Sequence[Tag]) -> None:
        stack, open_, add = self._stack, self._open, self.elements.append
        make = _make_element
        for tag in tags:
            name = tag.name
            if tag.closing:
                if stack and stack[-1].name == name:  # as nearly all end tags: whatever walls there are stand outside
                    element = stack.pop()
                    element._close = tag.match.start()
                    element.end = tag
                    open_[name].pop()
                    if name in _WALLS:
                        self._leave_walls(name)
                else:
                    self._end(tag)
                continue
            kind = tag.kind
            if stack and not kind & FOREIGN:
                if stack[-1].start.kind & FOREIGN:
                    self._leave_foreign(tag)
                if name in _ACTIVE:
                    self._make_room(tag)
            # What `Element` would do, without the call, which takes longer than all the rest.
            element = make(Element)
            element.name = name
            element.start = tag
            element.end = None
            element._parent = stack[-1] if stack else None
            element._close = -1
            add(element)
            if kind & (VOID | ALONE):
                element._close = tag.match.end()
                continue
            depth = len(stack)
            stack.append(element)
            places = open_.get(name)
            if places is None:
                open_[name] = [depth]
            else:
                places.append(depth)
            walls = _WALLS.get(name)
            if walls:
                for wall, depths in self._walls.items():
                    if walls & wall:
                        depths.append(depth)

    def _depth(self, name: str) -> int:
        """Return where on the stack the innermost open element of this name is, or -1."""
        places = self._open.get(name)
        return places[-1] if places else -1

    def _close_down_to(self, depth: int, at: int) -> None:
        """Take all elements from `depth` off the stack; they end at the offset `at`, without an end tag."""
        stack, open_ = self._stack, self._open
        while len(stack) > depth:
            element = stack.pop()
            element._close = at
            open_[element.name].pop()
            if element.name in _WALLS:
                self._leave_walls(element.name)

    def _leave_walls(self, name: str) -> None:
        walls = _WALLS[name]
        for wall, depths in self._walls.items():
            if walls & wall:
                depths.pop()

    def _end(self, tag: Tag) -> None:
        name = tag.name
        depth = self._depth(name)
        if tag.foreign:
            limit = -1
        elif name in _TABLE_PARTS:
            limit = self._walls[_TABLE][-1]
        else:
            limit = self._walls[_SCOPE][-1]
            if name == "p":
                limit = max(limit, self._depth("button"))
            elif name == "li":
                limit = max(limit, self._depth("ul"), self._depth("ol"))
        if depth >= 0 and depth >= limit:
            element = self._stack[depth]
            self._close_down_to(depth, tag.match.start())
            element.end = tag
            return
        self.stray_ends.append(tag)
        if name in HEADINGS:  # any heading's end tag ends a heading
            heading = max(map(self._depth, HEADINGS))
            if heading > limit:
                self._close_down_to(heading, tag.match.start())

    def _leave_foreign(self, tag: Tag) -> None:
        """End the drawing or formula in which `tag` cannot stand."""
        stack = self._stack
        depth = len(stack)
        while depth and stack[depth - 1].start.foreign and stack[depth - 1].name not in INTEGRATION_POINTS:
            depth -= 1
        if tag.name in ENDS_FOREIGN:
            self._close_down_to(depth, tag.match.start())

    def _make_room(self, tag: Tag) -> None:
        """End the elements that the start tag `tag` ends by being there."""
        name, at = tag.name, tag.match.start()
        if name == "li" or name == "dd" or name == "dt":
            depth = self._depth("li") if name == "li" else max(self._depth("dd"), self._depth("dt"))
            if depth >= 0 and depth >= self._walls[_ITEM][-1]:
                self._close_down_to(depth, at)
        ended = _ENDED_BY.get(name)
        if ended is not None:
            limit = self._walls[_TABLE][-1]
            for part in ended:
                depth = self._depth(part)
                if depth > limit:
                    self._close_down_to(depth, at)
        elif name in CLOSES_P:
            depth = self._depth("p")
            if depth > self._walls[_SCOPE][-1] and depth > self._depth("button"):
                self._close_down_to(depth, at)
        neighbours = _NEIGHBOURS.get(name)
        if neighbours is not None:
            while self._stack and self._stack[-1].name in neighbours:
                self._close_down_to(len(self._stack) - 1, at)
