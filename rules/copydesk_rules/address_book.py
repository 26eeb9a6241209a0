"""What the catalogue of vendors knows of addresses: looked up by host, each answer kept for the next address there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property

from copydesk import regex
from copydesk_rules.addresses import Address, host_keys
from copydesk_rules.catalogue import Hints, Index
from copydesk_rules.entries import Entry, key_of, matches, matches_any, on_host

_MARKS = regex(r"[?#&;=]")
_NAMES = regex(r"[?#&;]([^?#&;=]++)")
"""What may be the name of a parameter, or its beginning, however its neighbours are divided from it."""

_KEPT = 4096
"""So many hosts are remembered."""


class _ByHost:
    """Entries by the hosts of which they speak; those that speak of any are `common`."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._named: dict[str, list[tuple[int, Entry]]] = {}
        self.common: list[Entry] = []
        for number, entry in enumerate(entries):
            if not entry.hosts or "*" in entry.hosts:
                self.common.append(entry)
            for name in entry.hosts:
                self._named.setdefault(key_of(name), []).append((number, entry))
        self._found: dict[str, list[Entry]] = {}

    def find(self, host: str) -> list[Entry]:
        """Return the entries that speak of `host` by name, in their order."""
        found = self._found.get(host)
        if found is None:
            near: dict[int, Entry] = {}
            for key in host_keys(host):
                near.update(self._named.get(key, ()))
            if len(self._found) == _KEPT:
                self._found.clear()
            found = [entry for _, entry in sorted(near.items()) if on_host(entry.hosts, host)]
            self._found[host] = found
        return found


class _Parameters:
    """The parameters of some entries, by name."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._index = Index((entry.names, entry) for entry in entries)
        starts: list[str] = []
        whole: list[str] = []
        for entry in entries:
            for pieces in entry.names:
                start = _MARKS.split(pieces[0], 1)[0]
                (whole if (start,) == pieces else starts).append(start)
        self._whole = frozenset(whole)
        self._starts = tuple(starts)
        self._seen: dict[str, tuple[dict[str, Entry], list[Entry]]] = {}

    def may_be(self, names: Iterable[str]) -> bool:
        """Tell at little cost whether one of `names`, or beginnings of names, may be known."""
        if not self._whole.isdisjoint(names):
            return True
        for name in names:  # noqa: SIM110  asked so often that a generator shows
            if name.startswith(self._starts):
                return True
        return False

    def find(self, name: str, value: str, address: Address) -> Entry | None:
        """Return what is known of the parameter called `name` (lower case), which has this `value`, in `address`."""
        seen = self._seen.get(name)
        if seen is None:
            if name not in self._whole and not name.startswith(self._starts):
                return None
            seen = self._look_up(name)
        by_value, others = seen
        entry = by_value.get(value)
        if entry is None:
            for entry in others:
                if (not entry.values or entry.has_value(value)) and (
                    not entry.paths or entry.on_path(address.path, address.query)
                ):
                    return entry
            return None
        return entry

    def _look_up(self, name: str) -> tuple[dict[str, Entry], list[Entry]]:
        """Return the entries under `name`: those that want a certain value by that, and the others."""
        if len(self._seen) == _KEPT:
            self._seen.clear()
        by_value: dict[str, Entry] = {}
        others: list[Entry] = []
        for entry in self._index.find(name):
            if entry.values and not entry.paths and all(len(pieces) == 1 for pieces in entry.values):
                for (text,) in entry.values:
                    by_value.setdefault(text, entry)
            else:
                others.append(entry)
        found = self._seen[name] = (by_value, others)
        return found


class AddressBook:
    """The sections of all vendors about addresses.

    `section` returns the entries of one by its name; `hints` tells which need not be asked.
    """

    def __init__(self, section: Callable[[str], list[Entry]], hints: Hints) -> None:
        self._section = section
        self._hints = hints
        self._books: dict[str, _ByHost] = {}
        self._parameters: dict[str, _Parameters | None] = {}
        self._signs: dict[Entry, tuple[str, ...]] = {}

    def _book(self, name: str) -> _ByHost:
        book = self._books.get(name)
        if book is None:
            book = self._books[name] = _ByHost(self._section(name))
        return book

    def _about(self, name: str, host: str) -> _ByHost | None:
        """Return the section called `name`; None if nobody has needed it yet and it says nothing of `host`."""
        book = self._books.get(name)
        if book is None and not self._hints.rule_out(name, host_keys(host)):
            book = self._book(name)
        return book

    def pixel(self, address: Address) -> Entry | None:
        """Return the tracking pixel that `address` is, or None."""
        book = self._about("pixels", address.host)
        if book is not None:
            for entries in (book.find(address.host), book.common):
                for entry in entries:
                    if entry.on_path(address.path, address.query):
                        return entry
        return None

    def wrappers(self, host: str) -> list[Entry]:
        """Return the redirectors on `host`."""
        book = self._about("wrappers", host)
        return book.find(host) if book is not None else []

    def proxies(self, host: str) -> list[Entry]:
        """Return the copies of pictures that others keep on `host`."""
        book = self._about("proxies", host)
        return book.find(host) if book is not None else []

    def standins(self, host: str) -> list[Entry]:
        """Return the services on `host` that show some picture or other."""
        return self._book("standins").find(host)

    def dead(self, host: str) -> list[Entry]:
        """Return what is known of pictures on `host` that are gone."""
        return self._book("dead").find(host)

    def may_expire(self, target: str) -> bool:
        """Tell at little cost whether the address `target` may be signed for a time: most have no such parameter."""
        return not self._signed.keys().isdisjoint(_NAMES.findall(target.lower()))

    def expiring(self, address: Address, names: Collection[str]) -> Entry | None:
        """Return who signed `address`, which has parameters of these `names` (lower case), for a time, or None."""
        if self._hints.rule_out("expiring", host_keys(address.host)):
            return None
        found: Entry | None = None
        for name in names:
            for entry in self._signed.get(name, ()):
                if entry.hosts and not on_host(entry.hosts, address.host):
                    continue
                if all(pieces[0] in names for pieces in entry.names) and entry.on_path(address.path, ""):
                    if entry.hosts:
                        return entry
                    found = found or entry  # unless a service on this host has the same signature
        return found

    @cached_property
    def _signed(self) -> dict[str, list[Entry]]:
        """The signatures of addresses, by one of their parameters."""
        found: dict[str, list[Entry]] = {}
        for entry in self._section("expiring"):
            found.setdefault(entry.names[0][0], []).append(entry)
        return found

    def rewrites(self, *kinds: str) -> dict[str, list[Entry]]:
        """Return the known detours to a page of some `kinds`, by the last two names of their hosts."""
        found: dict[str, list[Entry]] = {}
        for entry in self._section("rewrites"):
            if entry.kind in kinds:
                found.setdefault(last_names(entry.old.partition("/")[0]), []).append(entry)
        return found

    def may_have_fragment(self, target: str) -> bool:
        """Tell at little cost whether what stands behind the ``#`` of `target` may be known."""
        return target[target.find("#") + 1 :][:1] in self._fragment_starts

    @cached_property
    def _fragment_starts(self) -> frozenset[str]:
        return frozenset(pieces[0][:1] for entry in self._section("fragments") for pieces in entry.text)

    def fragment(self, host: str, fragment: str) -> Entry | None:
        """Return what is known of `fragment`, what stands behind the ``#`` of an address on `host`."""
        book = self._book("fragments")
        for entries in (book.find(host), book.common):
            for entry in entries:
                if any(_is_like(pieces, fragment, drawn=not entry.hosts) for pieces in entry.text):
                    return entry
        return None

    def watermarks(self, host: str) -> list[Entry]:
        """Return the ways to stamp pictures that are known on `host` or everywhere."""
        book = self._book("watermarks")
        return [*book.find(host), *book.common]

    def may_have_parameters(self, target: str, host: str) -> bool:
        """Tell at little cost whether the address `target` on `host` may have a known parameter: most have none."""
        names = _NAMES.findall(target.lower())
        if not names or self._hints.rule_out("parameters", names):
            return False
        own = self._own(host)
        return (own is not None and own.may_be(names)) or self._common.may_be(names)

    def parameters(self, address: Address, pairs: Sequence[tuple[str, str]]) -> list[Entry | None]:
        """Return what is known of each of the parameters in `pairs` (names in lower case, values) of `address`.

        None stands for one that is unknown, or kept because the address or somebody's credit needs it. Where an
        entry of ``keep`` knows the value of one parameter, all the names of that entry are kept.
        """
        own, common = self._own(address.host), self._common
        found = [common.find(name, value, address) for name, value in pairs]
        if own is not None:
            found = [own.find(name, value, address) or found[at] for at, (name, value) in enumerate(pairs)]
        book = self._about("keep", address.host) if any(found) else None
        if book is not None:
            values = "&".join([value for _, value in pairs])
            for keep in (*book.find(address.host), *book.common):
                if keep.values and not self._may_keep(keep, values):
                    continue
                kept = [at for at, (name, _) in enumerate(pairs) if matches_any(keep.names, name)]
                if (
                    any(found[at] for at in kept)
                    and any(keep.has_value(pairs[at][1]) for at in kept)
                    and keep.on_path(address.path, address.query)
                ):
                    for at in kept:
                        found[at] = None
        return found

    def _may_keep(self, keep: Entry, values: str) -> bool:
        """Tell at little cost whether one of `values`, as one text, may be what `keep` says: few are."""
        signs = self._signs.get(keep)
        if signs is None:
            signs = self._signs[keep] = tuple(max(pieces, key=len) for pieces in keep.values)
        for sign in signs:  # noqa: SIM110  asked so often that a generator shows
            if sign in values:
                return True
        return False

    @cached_property
    def _common(self) -> _Parameters:
        """The parameters that mean the same everywhere."""
        return _Parameters(self._book("parameters").common)

    def _own(self, host: str) -> _Parameters | None:
        """Return the parameters that only mean something on `host`; None where there are none."""
        try:
            return self._parameters[host]
        except KeyError:
            entries = self._book("parameters").find(host) if host else []
        if len(self._parameters) >= _KEPT:
            self._parameters.clear()
        found = self._parameters[host] = _Parameters(entries) if entries else None
        return found


def last_names(host: str) -> str:
    """Return the last two names of `host`, by which entries are found again."""
    return ".".join(host.rsplit(".", 2)[-2:])


_TOKEN = regex(r"<([0-9]{1,2})>")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


def _is_like(pieces: tuple[str, ...], text: str, *, drawn: bool) -> bool:
    """Tell whether `text` is what a pattern of ``fragments`` says.

    ``<11>`` in it is a run of eleven letters, figures, ``-`` and ``_``; `drawn` wants one of the latter among them, as
    in what a program draws at random.
    """
    found = _TOKEN.search(pieces[0])
    if found is None:
        return matches(pieces, text)
    start, end = found.start(), found.start() + int(found[1])
    run = text[start:end]
    if len(run) < end - start or not _LETTERS.issuperset(run) or (drawn and run.isalpha()):
        return False
    return matches((pieces[0][:start] + pieces[0][found.end() :], *pieces[1:]), text[:start] + text[end:])
