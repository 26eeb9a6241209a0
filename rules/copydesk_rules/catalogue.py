"""The catalogue of vendors: what known tools and networks leave behind in posts, ready to be asked.

A rule first asks its cheap questions (is there a comment, an attribute, an address that could matter?) and only then
imports this module and calls `catalogue`; and only those sections are made ready that somebody asks about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, cached_property

from copydesk import TYPE_CHECKING, regex
from copydesk_rules.entries import Entry, Pattern, known_entry, matches, on_host

if TYPE_CHECKING:
    from pathlib import Path

    from copydesk_rules.address_book import AddressBook
    from copydesk_rules.vendor_files import Vendor


class Shipped:
    """The vendors whose files copydesk ships, as `shipped` keeps them: each section is made when it is asked for."""

    __slots__ = ()

    def section(self, name: str, kind: str = "") -> list[Entry]:
        """Return the entries of the section called `name`, or only those of a `kind`."""
        try:
            module = __import__(f"copydesk_rules.shipped.{name}", fromlist=("TABLES",))
        except ModuleNotFoundError:  # nobody leaves that
            return []
        packed: Iterable[tuple[str, Collection[tuple[str, str | tuple[str, ...]]]]] = module.TABLES
        return [known_entry(table, name, title) for title, table in packed if not kind or ("kind", kind) in table]


class Index:
    """Entries by exact name, and beside them those whose names are patterns, by the first character."""

    __slots__ = ("_exact", "_patterns", "_unanchored")

    def __init__(self, named: Iterable[tuple[tuple[Pattern, ...], Entry]]) -> None:
        self._exact: dict[str, list[Entry]] = {}
        self._patterns: dict[str, list[tuple[Pattern, Entry]]] = {}
        for names, entry in named:
            for pieces in names:
                if len(pieces) == 1:
                    self._exact.setdefault(pieces[0], []).append(entry)
                else:
                    self._patterns.setdefault(pieces[0][:1], []).append((pieces, entry))
        self._unanchored = self._patterns.pop("", [])

    def find(self, name: str) -> Sequence[Entry]:
        """Return the entries under `name`, exact ones first, each once for every name of it that fits."""
        found = self._exact.get(name, ())
        patterns = self._patterns.get(name[:1], self._unanchored)
        if self._unanchored and patterns is not self._unanchored:
            patterns = [*patterns, *self._unanchored]
        if not patterns:
            return found
        more = [entry for pieces, entry in patterns if name.startswith(pieces[0]) and matches(pieces, name)]
        return [*found, *more] if more else found


_NUMBER = regex(r"[0-9]++")
_UNREAD = Entry("", "")
"""Stands for what nobody has asked for yet."""


class _Elements:
    """Entries about elements, by the ids and class names of which they speak."""

    __slots__ = ("_by_class", "_by_id", "_by_name", "_order")

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._order = {entry: number for number, entry in enumerate(entries)}
        self._by_id = Index((entry.ids, entry) for entry in entries)
        self._by_class = Index((entry.classes, entry) for entry in entries if not entry.ids)
        self._by_name: dict[str, list[Entry]] = {}  # those that speak of nothing else
        for entry in entries:
            for name in entry.elements if not entry.ids and not entry.classes else ():
                self._by_name.setdefault(name, []).append(entry)

    def find(self, name: str, identifier: str, classes: Collection[str]) -> Entry | None:
        """Return the first entry that speaks of the element `name` with this id and these class names, or None."""
        found = [*self._by_id.find(identifier), *self._by_name.get(name, ())]
        for one in classes:
            found += self._by_class.find(one)
        if not found:
            return None
        found = [entry for entry in found if entry.names_element(name, identifier, classes)]
        return min(found, key=self._order.__getitem__) if found else None


class Hints:
    """By what words the entries of each section are found, so that a section is made ready for those words only.

    A post with nothing of any vendor's has none of them, and to make ready a section takes as long as to check posts.
    Nothing is known of the vendors of a site's own, so where there are any, nothing is held back.
    """

    __slots__ = ("_known", "_ready", "_words")

    def __init__(self, shipped_only: bool) -> None:
        self._ready: set[str] = set()
        self._known: dict[str, tuple[frozenset[str], tuple[str, ...]]] = {}
        self._words: Mapping[str, tuple[str, tuple[str, ...]]] = {}
        if shipped_only:
            from copydesk_rules.shipped.hints import HINTS

            self._words = HINTS

    def rule_out(self, section: str, words: Collection[str]) -> bool:
        """Tell whether the entries of a section that nobody has needed yet say nothing of any of `words`."""
        if section in self._ready:
            return False
        known = self._known.get(section)
        if known is None and section in self._words:
            listed, starts = self._words[section]
            known = self._known[section] = (frozenset(filter(None, listed.split("\n"))), starts)
        if known is not None:
            whole, starts = known
            if whole.isdisjoint(words) and not any(word.startswith(starts) for word in words):
                return True
        self._ready.add(section)
        return False


class Catalogue:
    """All vendors, ready to be asked. Element, attribute and host names are given in lower case."""

    def __init__(self, vendors: Iterable[Vendor | Shipped]) -> None:
        self.vendors = tuple(vendors)
        self._hints = Hints(all(isinstance(vendor, Shipped) for vendor in self.vendors))
        self._sections: dict[tuple[str, str], list[Entry]] = {}
        self._foreign: dict[tuple[str, str, str], Entry | None] = {}

    def section(self, name: str, kind: str = "") -> list[Entry]:
        """Return the entries of all vendors in the section called `name`, or only those of a `kind`."""
        found = self._sections.get((name, kind))
        if found is None:
            found = [entry for vendor in self.vendors for entry in vendor.section(name, kind)]
            self._sections[name, kind] = found
        return found

    @cached_property
    def _comments(self) -> Index:
        return Index((entry.text, entry) for entry in self.section("comments"))

    @cached_property
    def _attributes(self) -> Index:
        return Index((entry.names, entry) for entry in self.section("attributes"))

    @cached_property
    def _properties(self) -> Index:
        return Index((entry.names, entry) for entry in self.section("properties"))

    @cached_property
    def _classes(self) -> Index:
        return Index((entry.names, entry) for entry in self.section("classes"))

    @cached_property
    def _elements(self) -> dict[str, _Elements]:
        entries = [entry for entry in self.section("elements") if not entry.sources]
        return {
            action: _Elements([entry for entry in entries if entry.action == action])
            for action in {entry.action for entry in entries}
        } | {"": _Elements([entry for entry in entries if entry.action != "drop-empty"])}

    @cached_property
    def _targets(self) -> Index:
        return Index((entry.text, entry) for entry in self.section("targets"))

    @cached_property
    def _styles(self) -> Index:
        return Index((entry.names, entry) for entry in self.section("styles"))

    def sheet(self, host: str, path: str) -> Entry | None:
        """Return the vendor's entry if the style sheet at the address of these parts is that vendor's own."""
        for entry in self.section("sheets"):
            if on_host(entry.hosts, host) and entry.on_path(path, ""):
                return entry
        return None

    @cached_property
    def addresses(self) -> AddressBook:
        """What is known of addresses."""
        from copydesk_rules.address_book import AddressBook

        return AddressBook(self.section, self._hints)

    def comment(self, text: str) -> Entry | None:
        """Return what is known of the comment whose whole text, without blanks around it, is `text`."""
        if self._hints.rule_out("comments", (text,)):
            return None
        found = self._comments.find(text)
        return found[0] if found else None

    def attribute(self, name: str) -> Sequence[Entry]:
        """Return what is known of the attribute `name`, on whatever element and with whatever value."""
        return () if self._hints.rule_out("attributes", (name,)) else self._attributes.find(name)

    def property(self, name: str) -> Sequence[Entry]:
        """Return what is known of the style property `name`, whatever its value."""
        return self._properties.find(name)

    def class_name(self, name: str) -> Sequence[Entry]:
        """Return what is known of the class `name`, on whatever element and beside whatever else."""
        numbered = _NUMBER.sub("#", name) if name[-1:].isdigit() else name
        if self._hints.rule_out("classes", (name, numbered)):
            return ()
        return self._classes.find(name) or (self._classes.find(numbered) if numbered != name else ())

    def element(self, action: str, name: str, identifier: str, classes: Collection[str]) -> Entry | None:
        """Return the entry that asks for `action` on the element `name` with this id and these class names.

        The action "" stands for any but `drop-empty`.
        """
        if self._hints.rule_out("elements", (name, identifier, *classes)):
            return None
        known = self._elements.get(action)
        return known.find(name, identifier, classes) if known is not None else None

    def foreign(self, name: str, identifier: str, classes: str) -> Entry | None:
        """Return what is known of an element with this id and this list of class names, but that it may be empty.

        The posts of a site have the same few elements, so answers are kept.
        """
        key = (name, identifier, classes)
        found = self._foreign.get(key, _UNREAD)
        if found is _UNREAD:
            if len(self._foreign) > 1000:
                self._foreign.clear()
            found = self._foreign[key] = self.element("", name, identifier, classes.split())
        return found

    @cached_property
    def _shortcodes(self) -> Index:
        return Index((entry.names, entry) for entry in self.section("shortcodes"))

    def shortcode(self, name: str) -> Entry | None:
        """Return what is known of the shortcode called `name`."""
        if self._hints.rule_out("shortcodes", (name,)):
            return None
        found = self._shortcodes.find(name)
        return found[0] if found else None

    def target(self, address: str) -> Entry | None:
        """Return what is known of the link target `address`: that it leads nowhere outside of its vendor."""
        if self._hints.rule_out("targets", (address,)):
            return None
        found = self._targets.find(address)
        return found[0] if found else None

    @cached_property
    def _signs(self) -> list[tuple[tuple[str, ...], Entry]]:
        """The promotional blocks, each behind the texts of which one occurs wherever it does."""
        found = []
        for entry in self.section("blocks"):
            patterns = (*entry.classes, *entry.text, *entry.markdown, *entry.pictures)
            pieces = dict.fromkeys(max(pieces, key=len) for pieces in patterns)
            found.append((tuple(one for one in pieces if sum(other in one for other in pieces) == 1), entry))
        return found

    def blocks_in(self, text: str) -> list[Entry]:
        """Return the promotional blocks of which something by which they are known occurs in `text`."""
        found = []
        for signs, entry in self._signs:
            for sign in signs:
                if sign in text:
                    found.append(entry)
                    break
        return found

    def style(self, class_name: str) -> Entry | None:
        """Return the vendor's entry if style rules for `class_name` only dress what that vendor left behind."""
        if self._hints.rule_out("styles", (class_name,)):
            return None
        found = self._styles.find(class_name)
        return found[0] if found else None


@cache
def catalogue(extra: tuple[Path, ...] = ()) -> Catalogue:
    """Return the catalogue of the shipped vendors and of those in the files `extra`, a site's own.

    Raises `CatalogueError` with file and key, also where two files have the same vendor name.
    """
    vendors: list[Vendor | Shipped] = [Shipped()]
    if extra:
        import os

        from copydesk_rules.vendor_files import CatalogueError, files, load

        names = {os.path.basename(file)[: -len(".toml")] for file in files()}
        for path in extra:
            vendor = load(path)
            if vendor.name in names:
                raise CatalogueError(f"{os.path.basename(path)}.name: there is a vendor {vendor.name!r} already")
            names.add(vendor.name)
            vendors.append(vendor)
    return Catalogue(vendors)
