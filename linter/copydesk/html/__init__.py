"""The HTML of a text: tags, attributes, comments and elements, each with its place.

The scan reads a *masked* copy of the text in which all that is not HTML is blank and template syntax is the letter
x, so that every offset is an offset of the text itself; what is reported is taken from the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, KeysView

from copydesk.html.names import KNOWN
from copydesk.html.tokens import Attribute, Comment, Doctype, Occurrences, Tag, Tokens, read_attributes
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


class Html:
    """The HTML of `source`, found in `masked`.

    `masked` has the characters of `source` where HTML stands, blanks where it does not, letters for templates; it may
    be shorter than `source`, what is missing counts as blank. `jsx` says that names of components are told from those
    of HTML by their capitals and that ``/>`` ends any element, as in MDX. `named`, `laden` and `loose` are for this
    package.
    """

    __slots__ = (
        "_attributes",
        "_by_element",
        "_owners",
        "_regions",
        "_tree",
        "_written",
        "comments",
        "doctypes",
        "ends_at_once",
        "jsx",
        "laden",
        "loose",
        "masked",
        "named",
        "source",
        "tags",
        "unfinished",
        "unusual",
        "void_ends",
    )

    def __init__(self, source: str, masked: str, jsx: bool = False) -> None:
        self.source = source
        self.masked = masked
        self.jsx = jsx
        self.comments: list[Comment] = []
        """All comments, in order."""
        self.doctypes: list[Doctype] = []
        """All document types, in order."""
        self.unfinished: Span | None = None
        """A tag that the text ends inside, from its ``<`` to the end; a browser shows nothing of it."""
        self.tags: list[Tag] = []
        """All start and end tags, in order."""
        self.unusual: list[Tag] = []
        """Those of them that are no plain HTML: of raw text, drawings, formulas, components, unknown elements."""
        self.void_ends: list[Tag] = []
        """The end tags of elements that have none (``</br>``), in order."""
        self.ends_at_once: list[int] = []
        """The numbers of the end tags before which nothing but blanks and the start tag stand, in order."""
        self.named: dict[str, list[Tag]] = {}
        """The start tags by their names; a name that only end tags have has none."""
        self.laden: list[Tag] = []
        """The start tags that may have attributes."""
        self.loose: dict[Tag, tuple[int, int]] = {}
        """What `Tag.loose` has found out."""
        self._attributes: dict[str, Occurrences] | None = None
        self._written: dict[str, list[str]] = {}
        self._by_element: dict[str, list[Element]] = {}
        self._owners: dict[Tag, Element] | None = None
        self._regions: dict[frozenset[str], tuple[list[int], list[Element | None]]] = {}
        self._tree: Tree | None = None
        at = masked.find("<")
        if at >= 0:
            Tokens(self, at)

    def release(self) -> None:
        """Let go of all tags, so that memory is free at once: they know this object, and it knows them.

        Nothing can be asked of it from then on.
        """
        del self.tags, self.unusual, self.void_ends, self.named, self.laden, self.loose
        del self._attributes, self._by_element, self._owners, self._regions, self._tree

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
        if self._tree is None and not tag.closing:
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

    def attributes(self, name: str) -> Occurrences:
        """Return every occurrence of the attribute `name` (lower case) on a start tag, with its tag, in order."""
        index = self._attributes
        if index is None:
            index = self._by_attribute()
        return index.get(name) or []

    def written(self, name: str) -> list[str]:
        """Return for each of `attributes` its value as it is written; empty for one that has none."""
        found = self._written.get(name)
        if found is None:
            found = self._written[name] = [attribute.raw or "" for _, attribute in self.attributes(name)]
        return found

    def attribute_names(self) -> KeysView[str]:
        """Return the names of the attributes on start tags; names that contain template syntax are not among them."""
        index = self._attributes
        if index is None:
            index = self._by_attribute()
        return index.keys()

    def _by_attribute(self) -> dict[str, Occurrences]:
        index = self._attributes = read_attributes(self.laden, self.source)
        return index

    def tag_names(self) -> KeysView[str]:
        """Return the names of all tags, of start tags and end tags, each once."""
        return self.named.keys()

    def tags_named(self, name: str) -> list[Tag]:
        """Return the start tags of this name (lower case), in order."""
        return self.named.get(name) or []

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
        if self.named.keys().isdisjoint(names):
            return places, owners
        stack: list[tuple[int, Element]] = []  # with their ends

        def leave(until: int) -> None:
            while stack and stack[-1][0] <= until:
                places.append(stack.pop()[0])
                owners.append(stack[-1][1] if stack else None)

        for element in self._elements_of(names):
            start, end = element.inner
            leave(start)
            places.append(start)
            owners.append(element)
            stack.append((end, element))
        leave(len(self.source))
        return places, owners


def _start(tag: Tag) -> int:
    return tag.match.start()
