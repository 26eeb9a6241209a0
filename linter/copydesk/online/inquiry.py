"""The network phase of a run: every address once, what is known from earlier runs first, and within its time."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from copydesk.online.answers import HOPS, Answer, same_picture, verdict
from copydesk.online.asker import Asker
from copydesk.online.connections import Connections
from copydesk.online.places import Places
from copydesk.online.rounds import Limits, Rounds, Wait, host_of
from copydesk.online.store import Store
from copydesk.remote import Verdict


class Step(NamedTuple):
    """How far an inquiry is: addresses that were `asked` of so many in `all`, and the `host` that answered last."""

    asked: int
    all: int
    host: str


Progress = Callable[[Step], None]


class Inquiry:
    """Asks about addresses (see `copydesk.remote.Ask`).

    `agent` is how it introduces itself to servers, `progress` is told after every answer.
    """

    def __init__(
        self, places: Places, limits: Limits, store: Store, *, agent: str, progress: Progress | None = None
    ) -> None:
        self._places = places
        self._limits = limits
        self._store = store
        self._agent = agent
        self._progress = progress

    def __call__(self, addresses: Iterable[str], referrer: str = "") -> Mapping[str, Verdict]:
        """Return the verdict on each of `addresses`, shown by the site at `referrer` (empty: do not say)."""
        known = _Known(self._store, addresses)
        waiting = known.open()
        if waiting:
            asyncio.run(self._ask(known, waiting, referrer))
        known.settle()
        return known.verdicts()

    async def _ask(self, known: _Known, waiting: dict[str, None], referrer: str) -> None:
        asked = 0
        async with Connections(self._places, self._agent) as connections:
            asker = Asker(connections, self._places, self._limits, referrer)

            async def work(address: str, before: int) -> Answer | Wait:
                found = await asker.ask(address, before, self._store.known(address))
                return found.answer if isinstance(found, Wait) and known.is_twin(address) else found

            def done(answer: Answer) -> Iterable[str]:
                nonlocal asked
                asked += 1
                more = [address for address in known.add(answer) if address not in waiting]
                waiting.update(dict.fromkeys(more))
                if self._progress is not None:
                    self._progress(Step(asked, len(waiting), host_of(answer.address)))
                return more

            await Rounds(self._limits, work, done).run(list(waiting), self._limits.budget or None)


class _Known:
    """The answers of a run so far, those that earlier runs kept, and what they leave open."""

    def __init__(self, store: Store, addresses: Iterable[str]) -> None:
        self._store = store
        self._addresses = dict.fromkeys(addresses)
        self._answers: dict[str, Answer] = {}
        self._hops: dict[str, int] = dict.fromkeys(self._addresses, 0)
        self._names: list[Answer] = []  # without a host, which may be for want of a network
        self._heard = False
        self._secure: dict[str, bool | list[str]] = {}  # hosts: whether they serve `https`, or who waits to know it

    def open(self) -> dict[str, None]:
        """Return the addresses that must be asked."""
        return dict.fromkeys(each for address in self._addresses for each in self._missing(address))

    def add(self, answer: Answer) -> list[str]:
        """Add an `answer` of the network, and return the addresses that must be asked because of it."""
        if answer.kind == "name":
            self._names.append(answer)
        else:
            self._store.keep(answer)
        self._heard = self._heard or answer.status > 0
        self._answers[answer.address] = answer
        return [each for address in self._next(answer) for each in self._missing(address)]

    def is_twin(self, address: str) -> bool:
        """Tell whether `address` is only asked for the sake of another one."""
        return address not in self._hops

    def settle(self) -> None:
        """Decide what depends on how everything went: without a network, no name is known, and nothing is gone."""
        sure = self._heard or _has_network()
        for answer in self._names:
            if sure:
                self._store.keep(answer)
            else:
                reason = "names could not be looked up: there seems to be no network"
                self._answers[answer.address] = answer._replace(kind="unreachable", reason=reason)

    def verdicts(self) -> dict[str, Verdict]:
        """Return the verdict on each address that was given."""
        found: dict[str, Verdict] = {}
        for address in self._addresses:
            said = verdict(address, self._answers)
            twin = _twin(address)
            if said.state == "ok" and twin:
                if said.moved == twin:
                    said = said._replace(secure=twin, moved="")
                elif not said.final and twin in self._answers:
                    same = same_picture(self._answers[address], self._answers[twin])
                    said = said._replace(secure=twin) if same else said
            found[address] = said
        return found

    def _missing(self, address: str) -> list[str]:
        """Return what of `address`, and of what its answers lead to, must be asked."""
        open_: list[str] = []
        looking = [address]
        while looking:
            each = looking.pop()
            if each in self._answers:
                looking += self._released(self._answers[each])
                continue
            fresh = self._store.fresh(each)
            if fresh is None:
                open_.append(each)
            else:
                self._answers[each] = fresh
                looking += self._next(fresh)
        return open_

    def _next(self, answer: Answer) -> list[str]:
        """Return the addresses that `answer` leads to: the target of a redirect, the safe twin of a picture."""
        address = answer.address
        found = self._released(answer)
        hops = self._hops.get(address, HOPS)
        if answer.location:
            if hops < HOPS:
                self._hops.setdefault(answer.location, hops + 1)
                found.append(answer.location)
        elif answer.kind == "picture" and address in self._addresses and (twin := _twin(address)):
            found += self._probed(twin)
        return found

    def _probed(self, twin: str) -> list[str]:
        """Return `twin` where its host is known to serve such, or is to be tried by it; others wait for the outcome."""
        host = host_of(twin)
        known = self._secure.get(host)
        if known is None:
            self._secure[host] = []
            return [twin]
        if isinstance(known, list):
            known.append(twin)
            return []
        return [twin] if known else []

    def _released(self, answer: Answer) -> list[str]:
        """Return the twins that waited to know whether their host, which gave `answer`, serves secure connections."""
        host = host_of(answer.address)
        waiting = self._secure.get(host)
        if not isinstance(waiting, list) or not answer.address.startswith("https:"):
            return []
        self._secure[host] = answer.status > 0
        return waiting if answer.status > 0 else []


def _twin(address: str) -> str:
    """Return the ``https`` address beside an ``http`` one; empty where there is none."""
    if not address.startswith("http://"):
        return ""
    host, slash, path = address[len("http://") :].partition("/")
    return f"https://{host.removesuffix(':80')}{slash}{path}"


def _has_network() -> bool:
    """Tell whether there is a way from this machine to the internet. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return False
    return True
