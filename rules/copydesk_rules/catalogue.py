"""The catalogue of vendors: what known tools and networks leave behind in posts, read from ``vendors/*.toml``.

``vendors/README.md`` describes the files. To read all of them takes long, so they are packed in ``shipped`` by
``python -m copydesk_rules.pack``. A rule first asks its cheap questions (is there a comment, an attribute, an address
that could matter?) and only then imports this module and calls `catalogue`; and only those sections are made ready
that somebody asks about.

Patterns are literal text in which ``*`` stands for any characters, none included; they match the whole of what they
are held against, so a look costs time linear in the text and nothing can backtrack.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property

from copydesk import TYPE_CHECKING, Example, Misconfigured, NamedTuple, bad, good, is_html, regex

if TYPE_CHECKING:
    from pathlib import Path
    from typing import NoReturn

    from copydesk_rules.address_book import AddressBook

VENDORS = os.path.join(os.path.dirname(__file__), "vendors")
"""The folder of the vendor files that copydesk ships."""


class CatalogueError(Misconfigured):
    """A vendor file that cannot be used; the message names the file and the key."""


# Patterns

Pattern = tuple[str, ...]
"""A pattern cut at its asterisks: one piece for exact text, two or more where ``*`` stands between them."""


def pattern(written: str) -> Pattern:
    r"""Return the pattern `written`, in which ``*`` is any characters and ``\*`` an asterisk."""
    if "\\*" not in written:
        return tuple(written.split("*"))
    return tuple(piece.replace("\0", "*") for piece in written.replace("\\*", "\0").split("*"))


def matches(pieces: Pattern, text: str) -> bool:
    """Tell whether the whole of `text` is what `pieces` say."""
    if len(pieces) == 1:
        return text == pieces[0]
    first, last = pieces[0], pieces[-1]
    at, end = len(first), len(text) - len(last)
    if at > end or not text.startswith(first) or not text.endswith(last):
        return False
    for piece in pieces[1:-1]:
        at = text.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


def matches_any(patterns: Iterable[Pattern], text: str) -> bool:
    """Tell whether the whole of `text` is what one of `patterns` says."""
    for pieces in patterns:  # noqa: SIM110  asked so often that a generator shows
        if matches(pieces, text):
            return True
    return False


def on_host(hosts: Iterable[str], host: str) -> bool:
    """Tell whether `host` (lower case) is one of `hosts` or lies below one; ``x.*`` is any x, ``*`` any host."""
    for name in hosts:
        if name.endswith(".*"):
            if ("." + host).find("." + name[:-1]) >= 0:
                return True
        elif host == name or name == "*" or host.endswith("." + name):
            return True
    return False


# Reading


class Entry:
    """One table of a vendor file. Which keys it may have depends on its section (`SECTIONS`); the rest are empty.

    `vendor` is the vendor's title, `why` says what is wrong with the thing and reads after its name.
    """

    __slots__ = (
        "action",
        "becomes",
        "beside",
        "classes",
        "decode",
        "divider",
        "elements",
        "holds",
        "hosts",
        "ids",
        "kind",
        "markdown",
        "names",
        "new",
        "old",
        "parameter",
        "part",
        "paths",
        "pictures",
        "section",
        "sources",
        "text",
        "unless",
        "values",
        "vendor",
        "what",
        "where",
        "why",
    )

    def __init__(self, section: str, vendor: str) -> None:
        self.section = section
        self.vendor = vendor
        self.why = self.what = self.kind = self.action = self.parameter = ""
        self.part = self.decode = self.divider = self.old = self.new = ""
        self.becomes = self.holds = self.where = ""
        self.elements: tuple[str, ...] = ()
        self.unless: tuple[str, ...] = ()
        self.hosts: tuple[str, ...] = ()
        self.names: tuple[Pattern, ...] = ()
        self.beside: tuple[Pattern, ...] = ()
        self.text: tuple[Pattern, ...] = ()
        self.values: tuple[Pattern, ...] = ()
        self.ids: tuple[Pattern, ...] = ()
        self.classes: tuple[Pattern, ...] = ()
        self.sources: tuple[Pattern, ...] = ()
        self.paths: tuple[Pattern, ...] = ()
        self.pictures: tuple[Pattern, ...] = ()
        self.markdown: tuple[Pattern, ...] = ()

    def on_element(self, name: str) -> bool:
        """Tell whether the entry speaks of elements called `name`."""
        return not self.elements or name in self.elements

    def on_path(self, path: str, query: str) -> bool:
        """Tell whether the entry speaks of addresses with this path and query on the hosts it speaks of.

        A path pattern is held against the path, one with a ``?`` against path, ``?`` and query.
        """
        for pieces in self.paths:
            if matches(pieces, f"{path}?{query}" if "?" in "*".join(pieces) else path):
                return True
        return not self.paths

    def has_value(self, value: str) -> bool:
        """Tell whether the entry speaks of things with this `value`."""
        return not self.values or matches_any(self.values, value)

    def names_element(self, name: str, identifier: str, classes: Collection[str]) -> bool:
        """Tell whether element, id and class names are what the entry asks for."""
        return (
            self.on_element(name)
            and (not self.ids or matches_any(self.ids, identifier))
            and (not self.classes or any(matches_any(self.classes, one) for one in classes))
        )


_WORDS = ("elements", "hosts", "unless")
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
_DEFAULTS = {"holds": "anything", "where": "anywhere"}
"""What those choices are that may be left out."""

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
        elif key in _WORDS:
            setattr(entry, key, tuple(word.lower() for word in table.texts(key, required)))
        elif choices := _CHOICES.get(f"{section}.{key}"):
            choice = table.text(key, required) or _DEFAULTS.get(key, "")
            if choice not in choices and (choice or required):
                table.fail(key, f"must be one of {', '.join(choices)}, not {choice!r}")
            setattr(entry, key, choice)
        else:
            literal = 0 if section in ("keep", "proxies") else _MARK if section == "texts" else _LITERAL.get(key, 8)
            setattr(entry, key, table.patterns(key, required, literal))
    table.close()
    _check(table, entry)
    return _folded(entry)


def _folded(entry: Entry) -> Entry:
    if entry.section in ("parameters", "keep", "expiring"):
        entry.names = tuple(tuple(piece.lower() for piece in pieces) for pieces in entry.names)
    return entry


def _known_entry(table: Iterable[tuple[str, str | tuple[str, ...]]], section: str, vendor: str) -> Entry:
    """Return what `_entry` does for the keys and values of a table that is known to be right."""
    entry = Entry(section, vendor)
    if section == "texts":
        entry.holds, entry.where = _DEFAULTS["holds"], _DEFAULTS["where"]
    for key, value in table:
        if isinstance(value, str):
            setattr(entry, key, value)
        else:
            setattr(entry, key, tuple(map(str.lower if key in _WORDS else pattern, value)))
    return _folded(entry)


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
        return [_known_entry(table, name, title) for title, table in packed if not kind or ("kind", kind) in table]


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


# Looking up


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
        more = [entry for pieces, entry in patterns if name.startswith(pieces[0]) and matches(pieces, name)]
        return [*found, *more] if more else found


_NUMBER = regex(r"[0-9]++")


class _Elements:
    """Entries about elements, by the ids and class names of which they speak."""

    __slots__ = ("_any", "_by_class", "_by_id", "_order")

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._order = {entry: number for number, entry in enumerate(entries)}
        self._by_id = Index((entry.ids, entry) for entry in entries)
        self._by_class = Index((entry.classes, entry) for entry in entries if not entry.ids)
        self._any = [entry for entry in entries if not entry.ids and not entry.classes]

    def find(self, name: str, identifier: str, classes: Collection[str]) -> Entry | None:
        """Return the first entry that speaks of the element `name` with this id and these class names, or None."""
        found = [*self._by_id.find(identifier), *self._any]
        for one in classes:
            found += self._by_class.find(one)
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


def key_of(host: str) -> str:
    """Return under which of its `host_keys` an address on a host that a vendor file names so is found."""
    return host.partition(".")[0] + ".*" if host.endswith(".*") else host


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
        if key not in self._foreign:
            if len(self._foreign) > 1000:
                self._foreign.clear()
            self._foreign[key] = self.element("", name, identifier, classes.split())
        return self._foreign[key]

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
        return [
            (tuple(max(pieces, key=len) for pieces in patterns), entry)
            for entry in self.section("blocks")
            for patterns in [(*entry.classes, *entry.text, *entry.markdown, *entry.pictures)]
        ]

    def blocks_in(self, text: str) -> list[Entry]:
        """Return the promotional blocks of which something by which they are known occurs in `text`."""
        return [entry for signs, entry in self._signs if any(sign in text for sign in signs)]

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
        names = {os.path.basename(file)[: -len(".toml")] for file in files()}
        for path in extra:
            vendor = load(path)
            if vendor.name in names:
                raise CatalogueError(f"{os.path.basename(path)}.name: there is a vendor {vendor.name!r} already")
            names.add(vendor.name)
            vendors.append(vendor)
    return Catalogue(vendors)
