"""What one table of a vendor file says, and the patterns in it.

Patterns are literal text in which ``*`` stands for any characters, none included; they match the whole of what they
are held against, so a look costs time linear in the text and nothing can backtrack.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

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


def key_of(host: str) -> str:
    """Return under which of its `host_keys` an address on a host that a vendor file names so is found."""
    return host.partition(".")[0] + ".*" if host.endswith(".*") else host


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
        if not self.on_element(name) or (self.ids and not matches_any(self.ids, identifier)):
            return False
        for one in classes if self.classes else ():
            if matches_any(self.classes, one):
                return True
        return not self.classes


WORDS = ("elements", "hosts", "unless")
DEFAULTS = {"holds": "anything", "where": "anywhere"}
"""What those choices are that may be left out."""


def folded(entry: Entry) -> Entry:
    """Return `entry` with the names in small letters, where letter case does not count."""
    if entry.section in ("parameters", "keep", "expiring"):
        entry.names = tuple(tuple(piece.lower() for piece in pieces) for pieces in entry.names)
    return entry


def known_entry(table: Iterable[tuple[str, str | tuple[str, ...]]], section: str, vendor: str) -> Entry:
    """Return what `vendor_files` does for the keys and values of a table that is known to be right."""
    entry = Entry(section, vendor)
    if section == "texts":
        entry.holds, entry.where = DEFAULTS["holds"], DEFAULTS["where"]
    for key, value in table:
        if isinstance(value, str):
            setattr(entry, key, value)
        else:
            setattr(entry, key, tuple(map(str.lower if key in WORDS else pattern, value)))
    return folded(entry)
