"""Vendor files, read: ``vendors/*.toml``, and those of a site's own; ``vendors/README.md`` describes them.

To read all of those that are shipped takes long, so ``python -m copydesk_rules.pack`` packs them into ``shipped``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from copydesk import TYPE_CHECKING, Example, Misconfigured, NamedTuple, bad, good, is_html, regex
from copydesk_rules.entries import DEFAULTS, WORDS, Entry, Pattern, folded, key_of, pattern

if TYPE_CHECKING:
    from pathlib import Path
    from typing import NoReturn

VENDORS = os.path.join(os.path.dirname(__file__), "vendors")
"""The folder of the vendor files that copydesk ships."""


class CatalogueError(Misconfigured):
    """A vendor file that cannot be used; the message names the file and the key."""


_TEXTS = ("why", "what", "parameter", "becomes", "divider", "old", "new")
_CHOICES = {
    "comments.kind": ("tracking", "template", "editor"),
    "attributes.kind": ("tracking", "editor"),
    "classes.kind": ("themed",),
    "properties.kind": ("stamp", "default", "reset", "meant", "hides"),
    "elements.action": ("unwrap", "drop-empty", "drop", "alt", "excerpt", "report"),
    "shortcodes.action": ("unwrap", "report"),
    "texts.action": ("remove", "replace", "report"),
    "texts.holds": ("anything", "digits", "word"),
    "texts.where": ("anywhere", "line-start", "line", "lines", "paragraph", "button"),
    "targets.action": ("unlink", "report"),
    "wrappers.part": ("query", "fragment", "path"),
    "wrappers.decode": ("base64", "disqus", "proofpoint-2", "proofpoint-3"),
    "standins.kind": ("cover",),
    "proxies.part": ("query", "fragment", "path"),
    "proxies.decode": ("hexadecimal",),
    "expiring.kind": ("seconds", "milliseconds", "hexadecimal", "date", "duration", "unsaid"),
    "watermarks.kind": ("shown", "dead"),
    "rewrites.kind": ("broken", "amp", "mobile"),
}

_LITERAL = {"names": 3, "text": 3, "values": 2, "ids": 2, "classes": 2, "paths": 2, "beside": 2}
_MARK = 2  # characters of a mark in running text besides its asterisks: they may be ones that nobody types
"""How many characters a pattern with an asterisk needs besides; eight where nothing is said."""

SECTIONS: Mapping[str, tuple[str, str]] = {
    "comments": ("kind text why", ""),
    "attributes": ("kind names why", "elements values beside"),
    "classes": ("names why", "kind elements beside"),
    "properties": ("names why", "kind values elements unless ids classes"),
    "styles": ("names why", ""),
    "sheets": ("hosts why", "paths"),
    "elements": ("action why", "elements ids classes sources"),
    "fields": ("names why", ""),
    "shortcodes": ("action names why", ""),
    "texts": ("action text why", "becomes holds where"),
    "targets": ("action text why", ""),
    "pixels": ("hosts why", "paths"),
    "wrappers": ("hosts why", "parameter part paths decode"),
    "proxies": ("hosts why", "parameter part paths decode"),
    "dead": ("hosts why", "paths"),
    "standins": ("hosts why", "paths kind"),
    "expiring": ("kind names why", "parameter hosts paths"),
    "fragments": ("text why", "hosts"),
    "watermarks": ("kind divider text why", "hosts names"),
    "rewrites": ("kind old new why", ""),
    "parameters": ("names why", "hosts paths values"),
    "keep": ("names why", "hosts paths values"),
    "blocks": ("what why", "elements classes text pictures markdown"),
}
"""The sections of a vendor file: which keys their tables must have, and which they may have."""


class _Table:
    """One table of a vendor file that is read key by key, with errors that name the place."""

    def __init__(self, values: Mapping[str, object], place: str) -> None:
        self._left = dict(values)
        self._known: list[str] = []
        self.place = place

    def fail(self, key: str, message: str) -> NoReturn:
        """Raise the error that `key` of this table, or the table itself, deserves."""
        raise CatalogueError(f"{self.place}.{key}: {message}" if key else f"{self.place}: {message}")

    def take(self, key: str, required: bool) -> object:
        """Return the value of `key`, None where it is absent and not `required`."""
        self._known.append(key)
        value = self._left.pop(key, None)
        if value is None and required:
            self.fail(key, "is missing")
        return value

    def text(self, key: str, required: bool = True) -> str:
        value = self.take(key, required)
        if value is not None and not (isinstance(value, str) and value.strip()):
            self.fail(key, "must be text that is not empty")
        return value or ""

    def texts(self, key: str, required: bool = False) -> list[str]:
        value = self.take(key, required)
        values = [] if value is None else [value] if isinstance(value, str) else value
        if not isinstance(values, list) or value == [] or not all(isinstance(one, str) and one for one in values):
            self.fail(key, "must be text or a list of texts, none of them empty")
        return values

    def patterns(self, key: str, required: bool, literal: int) -> tuple[Pattern, ...]:
        found = []
        for written in self.texts(key, required):
            pieces = pattern(written)
            if len(pieces) > 1 and sum(map(len, pieces)) < literal:
                self.fail(key, f"{written!r} matches nearly everything")
            found.append(pieces)
        return tuple(found)

    def tables(self, key: str) -> list[_Table]:
        value = self.take(key, False)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.fail(key, f"must be tables: write [[{key}]] above each")
        return [_Table(one, f"{self.place}.{key}[{number}]") for number, one in enumerate(value, 1)]

    def close(self) -> None:
        """Raise an error where a key is left that nobody asked for."""
        for key in self._left:
            from difflib import get_close_matches

            near = get_close_matches(key, self._known, 1)
            self.fail(key, f"is not known: did you mean `{near[0]}`?" if near else "is not known")


def _entry(table: _Table, section: str, vendor: str) -> Entry:
    entry = Entry(section, vendor)
    needed, allowed = SECTIONS[section]
    for key in f"{needed} {allowed}".split():
        required = key in needed.split()
        if key in _TEXTS:
            setattr(entry, key, table.text(key, required))
        elif key in WORDS:
            setattr(entry, key, tuple(word.lower() for word in table.texts(key, required)))
        elif choices := _CHOICES.get(f"{section}.{key}"):
            choice = table.text(key, required) or DEFAULTS.get(key, "")
            if choice not in choices and (choice or required):
                table.fail(key, f"must be one of {', '.join(choices)}, not {choice!r}")
            setattr(entry, key, choice)
        else:
            literal = 0 if section in ("keep", "proxies") else _MARK if section == "texts" else _LITERAL.get(key, 8)
            setattr(entry, key, table.patterns(key, required, literal))
    table.close()
    _check(table, entry)
    return folded(entry)


def _check(table: _Table, entry: Entry) -> None:
    """Refuse what would match things of anybody's."""
    for host in entry.hosts:
        if "*" in host.removesuffix(".*") and host != "*":
            table.fail("hosts", f"{host!r}: an asterisk stands alone or after the last dot")
    if "*" in entry.hosts and not entry.paths:
        table.fail("paths", "is missing: any host is too many")
    if entry.paths and not entry.hosts:
        table.fail("hosts", "is missing: a path alone is anybody's")
    for pieces in entry.paths:
        if not pieces[0].startswith("/"):
            table.fail("paths", f"{'*'.join(pieces)!r} does not begin with a slash")
    if entry.section == "parameters" and not entry.hosts and not entry.values:
        for pieces in entry.names:
            if sum(map(len, pieces)) < 3:
                table.fail("names", f"{pieces[0]!r} means something elsewhere: give hosts or values")
    foreign = entry.elements and all(not is_html(name) for name in entry.elements)
    if entry.section == "elements" and not (entry.ids or entry.classes or entry.sources or foreign):
        table.fail("", "needs ids, classes or sources: an element's name alone is anybody's")
    holds = entry.section in ("wrappers", "proxies")
    if holds and entry.part == "path" and not entry.paths:
        table.fail("paths", "is missing: the address is what the last asterisk of a path stands for")
    if holds and entry.part and entry.parameter:
        table.fail("part", "and parameter both say where the address stands: give one")
    if entry.section == "expiring" and (entry.kind == "unsaid") == bool(entry.parameter):
        table.fail("parameter", "says when the address ends, unless its kind is `unsaid`")
    if entry.section == "rewrites":
        if not (0 < entry.new.count("*") <= entry.old.count("*") and entry.old[-2:] == "/*" and entry.new[-1:] == "*"):
            table.fail("new", "must end in `*` as old does in `/*`, and have no more asterisks")
        if entry.old.partition("/")[0].removeprefix("*.").count("*") or "." not in entry.old.partition("/")[0]:
            table.fail("old", f"{entry.old!r} does not begin with a host")
    if entry.section == "texts":
        if (entry.action == "replace") != bool(entry.becomes):
            table.fail("becomes", "belongs to the action `replace`, and to no other")
        for pieces in entry.text:
            if not pieces[0]:
                table.fail("text", f"{'*'.join(pieces)!r} does not begin with a character of its own")
            if not pieces[-1] and (entry.holds, entry.where) == ("anything", "anywhere"):
                table.fail("text", f"{'*'.join(pieces)!r} has no end: say what its asterisk holds, or where it stands")
            if len(pieces) > 1 and entry.where == "button":
                table.fail("text", f"{'*'.join(pieces)!r}: a button has no asterisk")
    if entry.kind == "hides" and not (entry.values and (entry.ids or entry.classes)):
        table.fail("", "needs values, and ids or classes: what hides something may be meant to")
    if entry.section == "blocks" and not (entry.classes or entry.text or entry.markdown):
        table.fail("", "needs classes, text or markdown")
    if entry.section == "blocks" and entry.text and not (entry.elements or entry.classes):
        table.fail("elements", "is missing: say in which elements the text stands")


class Vendor:
    """One vendor file, read: who, after which sources, and its entries in the order of the file's sections."""

    __slots__ = ("entries", "name", "source", "title")

    def __init__(self, name: str, title: str, source: tuple[str, ...], entries: tuple[Entry, ...]) -> None:
        self.name = name
        self.title = title
        self.source = source
        self.entries = entries

    def section(self, name: str, kind: str = "") -> list[Entry]:
        """Return the entries of the section called `name`, or only those of a `kind`."""
        return [entry for entry in self.entries if entry.section == name and kind in ("", entry.kind)]


def _vendor(values: Mapping[str, object], place: str) -> Vendor:
    table = _Table(values, place)
    name, title = table.text("name"), table.text("title")
    source = tuple(table.texts("source", True))
    table.text("about", False)
    entries = [_entry(one, section, title) for section in SECTIONS for one in table.tables(section)]
    table.tables("examples")
    table.close()
    return Vendor(name, title, source, tuple(entries))


def _read(path: str | Path) -> dict[str, object]:
    """Return what the file at `path` says."""
    import tomllib

    name = os.path.basename(path)
    try:
        with open(path, "rb") as file:
            return tomllib.load(file)
    except (OSError, UnicodeError) as error:
        raise CatalogueError(f"{name}: cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{name}: is not TOML: {error}") from error


def load(path: str | Path) -> Vendor:
    """Return the vendor that the file at `path` describes; raises `CatalogueError` with file and key."""
    return _vendor(_read(path), os.path.basename(path))


def files() -> list[str]:
    """Return the paths of the files that copydesk ships, in the order of their names."""
    return [os.path.join(VENDORS, name) for name in sorted(os.listdir(VENDORS)) if name.endswith(".toml")]


def tables() -> dict[str, list[tuple[str, tuple[tuple[str, str | tuple[str, ...]], ...]]]]:
    """Return by section the tables of all files that copydesk ships, each behind the title of its vendor."""
    found: dict[str, list[tuple[str, tuple[tuple[str, str | tuple[str, ...]], ...]]]] = {}
    for path in files():
        values = _read(path)
        for section in SECTIONS:
            listed = values.get(section, [])
            assert isinstance(listed, list)
            for table in listed:
                entries = []
                for key, value in table.items():
                    plain = key in _TEXTS or f"{section}.{key}" in _CHOICES
                    entries.append((key, value if plain else (value,) if isinstance(value, str) else tuple(value)))
                found.setdefault(section, []).append((str(values["title"]), tuple(entries)))
    return found


# Examples


class VendorExample(NamedTuple):
    """An example of a vendor file: the vendor's name, the code of the rule it is for, and the example itself."""

    vendor: str
    rule: str
    example: Example


def examples(paths: Iterable[str | Path] | None = None) -> Iterator[VendorExample]:
    """Yield the examples of the vendor files at `paths`, or of all that copydesk ships.

    Raises `CatalogueError` with file and key.
    """
    for path in files() if paths is None else paths:
        values, place = _read(path), os.path.basename(path)
        vendor = _vendor(values, place)
        for table in _Table(values, place).tables("examples"):
            yield _example(table, vendor.name)


def _example(table: _Table, vendor: str) -> VendorExample:
    rule, wrong, right = table.text("rule"), table.text("bad", False), table.text("good", False)
    fixed, note = table.text("fixed", False), table.text("note", False)
    path = table.text("path", False) or "source/_posts/post.md"
    generator = table.text("generator", False) or "hexo"
    findings, unsafe = table.take("findings", False), table.take("unsafe", False)
    table.close()
    if bool(wrong) == bool(right):
        table.fail("", "an example is either bad or good")
    if right:
        if fixed or findings or unsafe:
            table.fail("good", "takes neither fixed nor findings nor unsafe")
        return VendorExample(vendor, rule, good(right, path=path, generator=generator, note=note))
    if not isinstance(findings, int | None) or findings is True:
        table.fail("findings", "must be a whole number")
    if not isinstance(unsafe, bool | None):
        table.fail("unsafe", "must be true or false")
    example = bad(
        wrong,
        fixed=fixed or None,
        findings=1 if findings is None else findings,
        unsafe=bool(unsafe),
        path=path,
        generator=generator,
    )
    return VendorExample(vendor, rule, example._replace(note=note))


def hints_of(section: str, entries: Iterable[Entry]) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """Return a section with the words that its entries are found by, whole ones and beginnings; None if by none."""
    if section not in _FOUND_BY:
        return None
    whole: set[str] = set()
    starts: set[str] = set()
    for entry in entries:
        patterns: list[Pattern] = []
        for key in _FOUND_BY[section]:
            patterns += getattr(entry, key)
        if section == "elements" and not patterns:
            patterns = [(name,) for name in entry.elements]
        hosts = list(map(key_of, entry.hosts))
        if section in _BY_HOST:
            patterns = [("",) if host == "*" else (host,) for host in hosts] or [("",)]
        for pieces in patterns:
            first = _END_OF_NAME.split(pieces[0], 1)[0] if section == "parameters" else pieces[0]
            (whole if (first,) == pieces and first else starts).add(first)
    return section, tuple(sorted(whole)), tuple(sorted(starts))


_FOUND_BY = {
    "attributes": ("names",),
    "classes": ("names",),
    "comments": ("text",),
    "elements": ("ids", "classes"),
    "parameters": ("names",),
    "shortcodes": ("names",),
    "styles": ("names",),
    "targets": ("text",),
    "dead": (),
    "expiring": (),
    "keep": (),
    "pixels": (),
    "proxies": (),
    "standins": (),
    "wrappers": (),
}
_BY_HOST = frozenset(("dead", "expiring", "keep", "pixels", "proxies", "standins", "wrappers"))
_END_OF_NAME = regex(r"[?#&;=]")
