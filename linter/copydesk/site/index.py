"""The files of a repository as the disk has them: real names from real listings, on every operating system.

``os.path.exists`` says yes to ``/img/a.JPG`` for ``a.jpg`` on macOS and Windows; the server of the published site
says no. So names are compared with directory listings, each read once and kept.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from copydesk.typed import Final, Literal, NamedTuple

Kind = Literal["file", "folder", "unknown"]
"""What an entry of a folder is; what is unknown cannot be followed: a link out of the repository or to nothing."""

FILE: Final = "file"
FOLDER: Final = "folder"
UNKNOWN: Final = "unknown"


class Listing:
    """The entries of one folder by name; `readable` is false where the system did not let us look."""

    __slots__ = ("_folded", "_in_order", "entries", "readable")

    def __init__(self, entries: dict[str, Kind], readable: bool = True) -> None:
        self.entries = entries
        self.readable = readable
        self._folded: dict[str, list[str]] | None = None
        self._in_order: tuple[list[str], list[str]] | None = None

    def alike(self, name: str) -> Sequence[str]:
        """Return the entries that differ from `name` at most in letter case or in how accents are composed."""
        if self._folded is None:
            self._folded = {}
            for entry in sorted(self.entries):
                self._folded.setdefault(fold(entry), []).append(entry)
        return self._folded.get(name.lower() if name.isascii() else fold(name), ())

    def neighbours(self, name: str) -> list[str]:
        """Return the few entries that stand next to `name` by their beginnings, or by their ends.

        One that differs from it in one place, as a slip makes it, is nearly always among them, however many there are.
        """
        if self._in_order is None:
            self._in_order = sorted(self.entries), sorted(entry[::-1] for entry in self.entries)
        forwards, backwards = self._in_order
        at = bisect_left(forwards, name)
        found = forwards[max(at - _NEXT, 0) : at + _NEXT]
        at = bisect_left(backwards, name[::-1])
        found += (entry[::-1] for entry in backwards[max(at - _NEXT, 0) : at + _NEXT])
        return list(dict.fromkeys(found))


_NEXT = 2


class Match(NamedTuple):
    """What became of a look-up.

    `found` is the real path, relative to the index, or None. `exact` is false where the letter case differs.
    `blind` says that a part of the way could not be looked at, so absence proves nothing.
    """

    found: str | None
    exact: bool = True
    blind: bool = False


_MISSING = Match(None)
_BLIND = Match(None, blind=True)
_WIDTH = 8
"""How many spellings of one path are followed: ``Img/`` beside ``img/`` beside ``IMG/``."""

_KEPT = 1000
"""For how many folders it is kept which ones they may be; posts look for their pictures in a few again and again."""

_Ways = tuple[list[str], bool]
"""The real paths that one path may stand for, and whether a part of the way could not be looked at."""


class Index:
    """The listings below `root`, an absolute path without symbolic links. Nothing outside of it is ever listed."""

    __slots__ = ("_dim", "_listings", "_names", "_stems", "_ways", "root")

    def __init__(self, root: str) -> None:
        self.root = root
        self._listings: dict[str, Listing | None] = {}
        self._names: dict[str, list[str]] | None = None
        self._dim = False  # whether something could not be looked at, or leads elsewhere, where all names were read
        self._stems: set[str] | None = None
        self._ways: dict[str, _Ways] = {}

    def listing(self, folder: str) -> Listing | None:
        """Return the listing of `folder` (relative, ``/`` between its parts, ``""`` for the root itself).

        None where there is no such folder. The spelling is checked part by part.
        """
        try:
            return self._listings[folder]
        except KeyError:
            pass
        if folder:
            parent, _, name = folder.rpartition("/")
            above = self.listing(parent)
            if above is None or above.entries.get(name) is not FOLDER:
                found = None if above is None or above.readable else Listing({}, readable=False)
            else:
                found = self._read(folder)
        else:
            found = self._read("")
        self._listings[folder] = found
        return found

    def _read(self, folder: str) -> Listing | None:
        path = os.path.join(self.root, folder) if folder else self.root
        entries: dict[str, Kind] = {}
        try:
            with os.scandir(path) as found:
                for entry in found:
                    entries[entry.name] = self._kind(entry)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:
            return Listing({}, readable=False)
        return Listing(entries)

    def _kind(self, entry: os.DirEntry[str]) -> Kind:
        try:
            if entry.is_symlink():
                return self._linked(entry.path)
            if entry.is_dir(follow_symlinks=False):
                return FOLDER
            return FILE if entry.is_file(follow_symlinks=False) else UNKNOWN
        except OSError:
            return UNKNOWN

    def _linked(self, path: str) -> Kind:
        """Return what a symbolic link leads to, provided that this lies inside the index."""
        real = os.path.realpath(path)
        if not (real + os.sep).startswith(self.root.rstrip(os.sep) + os.sep):
            return UNKNOWN
        if os.path.isfile(real):
            return FILE
        return FOLDER if os.path.isdir(real) else UNKNOWN

    def is_folder(self, folder: str) -> bool:
        """Tell whether `folder` is there (or could not be looked at)."""
        return self.listing(folder) is not None

    def holds(self, path: str) -> bool:
        """Tell whether the file `path` (``/`` between its parts) is in a folder that was read before."""
        folder, _, name = path.rpartition("/")
        listing = self._listings.get(folder)
        return listing is not None and listing.entries.get(name) is FILE

    def find(self, path: str) -> Match:
        """Look for the file `path`, ``/`` between its parts, none of which is empty, ``.`` or ``..``."""
        folder, _, name = path.rpartition("/")
        folders = self._folders(folder)
        ways, blind = self._follow(folders, name, FILE) if folders[0] else folders
        if not ways:
            return _BLIND if blind else _MISSING
        if ways[0] == path:
            return Match(path)
        composed = compose(path)
        for way in ways:
            if compose(way) == composed:
                return Match(way)
        return Match(ways[0], exact=False, blind=blind)

    def _folders(self, folder: str) -> _Ways:
        """Return the folders that `folder` may mean, whatever the letter case."""
        found = self._ways.get(folder)
        if found is None:
            found = ([""], False)
            for part in folder.split("/") if folder else ():
                found = self._follow(found, part, FOLDER)
                if not found[0]:
                    break
            if len(self._ways) < _KEPT:
                self._ways[folder] = found
        return found

    def _follow(self, found: _Ways, part: str, wanted: Kind) -> _Ways:
        """Return where one more `part` leads from the folders of `found`."""
        ways, blind = found
        further: list[str] = []
        for way in ways:
            listing = self.listing(way)
            if listing is None:
                continue
            blind = blind or not listing.readable or (bool(way) and self._not_checked_out(listing))
            names = [part] if part in listing.entries else []
            names += [name for name in listing.alike(part) if name != part]
            for name in names:
                kind = listing.entries[name]
                if kind is UNKNOWN:
                    blind = True
                elif kind is wanted:
                    further.append(f"{way}/{name}" if way else name)
        return further[:_WIDTH], blind

    def _not_checked_out(self, listing: Listing) -> bool:
        """Tell whether an empty folder is a submodule nobody fetched: git itself keeps no empty folders."""
        if listing.entries:
            return False
        root = self.listing("")
        return root is not None and ".gitmodules" in root.entries

    def named(self, name: str) -> Sequence[str]:
        """Return the paths of all files whose name is `name`, whatever the letter case, in the whole index.

        Hidden folders and those of package managers are left out.
        """
        return self._by_name().get(fold(name), ())

    def lacks(self, name: str) -> bool:
        """Tell whether for certain no path leads to a file called `name`, whatever the letter case.

        No path, that is, but one through a hidden folder or one of a package manager.
        """
        return fold(name) not in self._by_name() and not self._dim

    def has_stem(self, name: str) -> bool:
        """Tell whether any file in the whole index is called `name` but for its suffix and the letter case."""
        if self._stems is None:
            self._stems = {known.rpartition(".")[0] for known in self._by_name()}
        return fold(name).rpartition(".")[0] in self._stems

    def _by_name(self) -> dict[str, list[str]]:
        if self._names is None:
            self._names = {}
            for path in self._walk():
                self._names.setdefault(fold(path[path.rfind("/") + 1 :]), []).append(path)
        return self._names

    def _walk(self) -> Iterator[str]:
        folders = [""]
        while folders:
            folder = folders.pop()
            listing = self.listing(folder)
            if listing is None:
                self._dim = True
                continue
            if not listing.readable or (folder and self._not_checked_out(listing)):
                self._dim = True
            prefix = folder + "/" if folder else ""
            for name, kind in listing.entries.items():
                if kind is FILE:
                    yield prefix + name
                elif kind is UNKNOWN:
                    self._dim = True
                elif self._is_worth(folder, name):
                    folders.append(prefix + name)
                elif not _is_aside(name):
                    self._dim = True  # a link

    def _is_worth(self, folder: str, name: str) -> bool:
        # A link is not followed here: it may lead to a folder that is on the way already.
        return not _is_aside(name) and not os.path.islink(os.path.join(self.root, folder, name))


class MemoryIndex(Index):
    """An index of files that are only said to exist: for examples of rules and for tests."""

    __slots__ = ()

    def __init__(self, files: Iterable[str]) -> None:
        super().__init__("")
        listings: dict[str, Listing | None] = {"": Listing({})}
        for file in files:
            parts = file.rstrip("/").split("/")
            for depth, name in enumerate(parts):
                listing = listings.setdefault("/".join(parts[:depth]), Listing({}))
                is_file = depth == len(parts) - 1 and not file.endswith("/")
                assert listing is not None
                listing.entries[name] = FILE if is_file else FOLDER
            if file.endswith("/"):
                listings.setdefault("/".join(parts), Listing({}))
        self._listings = listings

    def listing(self, folder: str) -> Listing | None:
        """Return the listing of `folder`, or None where no file is said to be in it."""
        return self._listings.get(folder)

    def _is_worth(self, folder: str, name: str) -> bool:
        return True


def _is_aside(name: str) -> bool:
    """Tell whether the folder called `name` is hidden, or one of a package manager."""
    return name == "node_modules" or name[0] == "."


def compose(name: str) -> str:
    """Return `name` with accents composed (NFC): macOS may store é as e and an accent, which people cannot see."""
    if name.isascii():
        return name
    return _normalize()("NFC", name)


@cache  # an import takes as long as all the rest, even of what is loaded
def _normalize() -> Callable[[Literal["NFC"], str], str]:
    from unicodedata import normalize

    return normalize


def fold(name: str) -> str:
    """Return the form in which names are compared when letter case does not count."""
    return compose(name).lower()
