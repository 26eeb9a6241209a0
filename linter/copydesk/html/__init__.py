"""The HTML of a text: tags, attributes, comments and elements, each with its place.

The scan reads a *masked* copy of the text in which all that is not HTML is blank and template syntax is the letter
x, so that every offset is an offset of the text itself; what is reported is taken from the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, KeysView, Sequence

from copydesk.html.names import KNOWN
from copydesk.html.tokens import Attribute, Comment, Doctype, Index, Tag, Tokens, index_of
from copydesk.html.tree import Element, Tree, nearby
from copydesk.text import Span

__all__ = [
    "Attribute",
    "Comment",
    "Doctype",
    "Element",
    "Html",
    "Tag",
    "is_html",
]


def is_html(name: str) -> bool:
    """Tell whether HTML has, or had, elements of this `name` (lower case)."""
    return name in KNOWN


Occurrences = list[tuple[Tag, Attribute]]


class Html:
    """The HTML of `source`, found in `masked`.

    `masked` has the characters of `source` where HTML stands, blanks where it does not, letters for templates; it may
    be shorter than `source`, what is missing counts as blank. `jsx` says that names of components are told from those
    of HTML by their capitals and that ``/>`` ends any element, as in MDX.
    """

    __slots__ = (
        "_by_element",
        "_by_tag",
        "_found",
        "_index",
        "_names",
        "_owners",
        "_regions",
        "_tree",
        "comments",
        "doctypes",
        "jsx",
        "masked",
        "source",
        "tags",
        "unfinished",
        "unusual",
    )

    def __init__(self, source: str, masked: str, jsx: bool = False) -> None:
        self.source = source
        self.masked = masked
        self.jsx = jsx
        self._by_element: dict[str, list[Element]] = {}
        self._by_tag: dict[str, list[Tag]] | None = None
        self._found: dict[str, Occurrences] = {}
        self._index: Index | None = None
        self._names: list[str] | None = None
        self._owners: dict[Tag, Element] | None = None
        self._regions: dict[frozenset[str], tuple[list[int], list[Element | None]]] = {}
        self._tree: Tree | None = None
        tokens = Tokens(self)
        self.tags: list[Tag] = tokens.tags
        """All start and end tags, in order."""
        self.unusual: list[Tag] = tokens.unusual
        """Those of them that are no plain HTML: of raw text, drawings, formulas, components, unknown elements."""
        self.comments: list[Comment] = tokens.comments
        """All comments, in order."""
        self.doctypes: list[Doctype] = tokens.doctypes
        """All document types, in order."""
        self.unfinished: Span | None = tokens.unfinished
        """A tag that the text ends inside, from its ``<`` to the end; a browser shows nothing of it."""

    @property
    def elements(self) -> list[Element]:
        """All elements in the order of their start tags."""
        return self._matched.elements

    @property
    def stray_ends(self) -> list[Tag]:
        """The end tags that end nothing, in order."""
        return self._matched.stray_ends

    @property
    def _matched(self) -> Tree:
        tree = self._tree
        if tree is None:
            tree = self._tree = Tree(self.tags, len(self.source))
        return tree

    def owner(self, tag: Tag) -> Element | None:
        """Return the element that `tag` starts or ends; None for an end tag that ends nothing."""
        if self._tree is None and not tag.match[1]:
            near = nearby(self.tags, tag)
            if near is not None:
                return near
        return self.matched(tag)

    def matched(self, tag: Tag) -> Element | None:
        """Return the same after all tags were matched, so that what is around the element is known, too."""
        owners = self._owners
        if owners is None:
            owners = self._owners = {element.start: element for element in self.elements}
            owners.update((element.end, element) for element in self.elements if element.end is not None)
        return owners.get(tag)

    def release(self) -> None:
        """Let go of everything, so that memory is free at once: the tags know this object, and it knows them."""
        self.tags = []
        self.unusual = []
        self._index = self._by_tag = self._owners = self._tree = None
        self._by_element.clear()
        self._found.clear()
        self._regions.clear()

    def attributes(self, name: str) -> Occurrences:
        """Return every occurrence of the attribute `name` (lower case) on a start tag, with its tag, in order."""
        found = self._found.get(name)
        if found is None:
            source = self.source
            found = self._found[name] = [
                (tag, Attribute(name, match, source)) for tag, match in self._indexed().attributes.get(name, ())
            ]
        return found

    def attribute_names(self) -> KeysView[str]:
        """Return the names of the attributes on start tags; names that contain template syntax are not among them."""
        return self._indexed().attributes.keys()

    def void_ends(self) -> list[Tag]:
        """Return the end tags of elements that have none (``</br>``), in order."""
        return self._indexed().void

    def ends_at_once(self) -> list[int]:
        """Return the numbers of the end tags before which nothing but blanks and the start tag stand, in order."""
        return self._indexed().at_once

    def tag_names(self) -> Sequence[str]:
        """Return the names of all tags, of start tags and end tags, in order."""
        names = self._names
        if names is None:
            names = self._names = [tag.name for tag in self.tags]
        return names

    def tags_named(self, name: str) -> list[Tag]:
        """Return the start tags of this name (lower case), in order."""
        return self._named().get(name, [])

    def _named(self) -> dict[str, list[Tag]]:
        index = self._by_tag
        if index is None:
            index = self._by_tag = {}
            for tag in self.tags:
                if not tag.closing:
                    if tag.name in index:
                        index[tag.name].append(tag)
                    else:
                        index[tag.name] = [tag]
        return index

    def elements_named(self, name: str) -> list[Element]:
        """Return the elements of this name (lower case), in the order of their start tags."""
        found = self._by_element.get(name)
        if found is None:
            found = self._by_element[name] = self._elements_of((name,)) if self.tags_named(name) else []
        return found

    def _elements_of(self, names: Collection[str]) -> list[Element]:
        """Return the elements of these `names` in order; those of other names are matched only where need be."""
        if self._tree is None:
            starts = [tag for name in names for tag in self.tags_named(name)]
            if len(names) > 1:
                starts.sort(key=_start)
            found: list[Element] = []
            for tag in starts:
                near = nearby(self.tags, tag)
                if near is None:
                    break
                found.append(near)
            else:
                return found
        return [element for element in self.elements if element.name in names]

    def inside(self, offset: int, names: Collection[str]) -> Element | None:
        """Return the innermost element of one of `names` between whose tags `offset` is, or None.

        The tags themselves are not inside: an attribute of ``<pre>`` is not in the `pre`.
        """
        if not self.tags:
            return None
        wanted = names if isinstance(names, frozenset) else frozenset(names)
        regions = self._regions.get(wanted)
        if regions is None:
            regions = self._regions[wanted] = self._find_regions(wanted)
        at = bisect_right(regions[0], offset) - 1
        return regions[1][at] if at >= 0 else None

    def _find_regions(self, names: frozenset[str]) -> tuple[list[int], list[Element | None]]:
        """Return where it changes which element of `names` is the innermost, and which it is from there on."""
        places: list[int] = []
        owners: list[Element | None] = []
        if self._named().keys().isdisjoint(names):
            return places, owners
        stack: list[Element] = []

        def leave(until: int) -> None:
            while stack and stack[-1].inner.end <= until:
                places.append(stack.pop().inner.end)
                owners.append(stack[-1] if stack else None)

        for element in self._elements_of(names):
            leave(element.inner.start)
            places.append(element.inner.start)
            owners.append(element)
            stack.append(element)
        leave(len(self.source))
        return places, owners

    def _indexed(self) -> Index:
        index = self._index
        if index is None:
            index = self._index = index_of(self.tags, self.source) if self.tags else _EMPTY
        return index


_EMPTY = Index({}, [], [])


def _start(tag: Tag) -> int:
    return tag.match.start()
