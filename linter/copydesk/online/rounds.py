"""Who is asked when: so many at once in all and of each host, hosts that ask for patience left in peace meanwhile."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import NamedTuple

from copydesk.online.answers import Answer


class Limits(NamedTuple):
    """How much is asked of the network, and for how long.

    `total` and `per_host` are requests at once. `timeout` is the longest that one request may take and `budget` the
    longest of all (0: no limit), in seconds. An address is asked again up to `retries` times where that may help,
    after `pause` seconds at first and twice as long each time, but nobody waits longer than `patience` seconds.
    `sample` is how many bytes of a picture are read, and `most` how many at all of one whose size nobody says.
    """

    total: int = 32
    per_host: int = 6
    timeout: float = 20.0
    budget: float = 0.0
    retries: int = 3
    pause: float = 1.0
    patience: float = 60.0
    sample: int = 65_536
    most: int = 20_000_000


class Wait(NamedTuple):
    """An address is to be asked again in so many `seconds`; until then, of the whole host nothing, where `host`.

    `answer` is what holds if it is not.
    """

    seconds: float
    host: bool
    answer: Answer


Work = Callable[[str, int], Awaitable[Answer | Wait]]
"""Asks an address; the number is how often it was asked before in this run."""


class _Host:
    __slots__ = ("at_once", "busy", "pending", "until")

    def __init__(self, at_once: int) -> None:
        self.pending: deque[tuple[str, int]] = deque()
        self.busy = 0  # that are asked, or about to be
        self.at_once = at_once
        self.until = 0.0


class Rounds:
    """Asks addresses, each once, and those that their answers lead to.

    `work` asks one; `done` gets each answer and returns the addresses to ask as well. Nothing grows with the number of
    addresses but the queues that hold them.
    """

    def __init__(self, limits: Limits, work: Work, done: Callable[[Answer], Iterable[str]]) -> None:
        self._limits = limits
        self._work = work
        self._done = done
        self._hosts: dict[str, _Host] = {}
        self._seen: set[str] = set()
        self._left = 0
        self._ready: asyncio.Queue[tuple[_Host, str, int]] = asyncio.Queue()
        self._finished = asyncio.Event()

    async def run(self, addresses: Iterable[str], seconds: float | None) -> None:
        """Ask `addresses`, for so many `seconds` at most (None: until all have answered)."""
        self._add(addresses)
        if not self._left:
            return
        workers = [asyncio.create_task(self._ask()) for _ in range(min(self._limits.total, self._left))]
        ended = asyncio.create_task(self._finished.wait())
        try:
            await asyncio.wait([ended, *workers], timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (ended, *workers):
                task.cancel()
            results = await asyncio.gather(ended, *workers, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result

    def _add(self, addresses: Iterable[str]) -> None:
        touched: dict[str, _Host] = {}
        for address in addresses:
            if address not in self._seen:
                self._seen.add(address)
                self._left += 1
                name = host_of(address)
                host = self._hosts.get(name)
                if host is None:
                    host = self._hosts[name] = _Host(self._limits.per_host)
                host.pending.append((address, 0))
                touched[name] = host
        for host in touched.values():
            self._begin(host)

    def _begin(self, host: _Host) -> None:
        """Let as much of what waits at `host` be asked as may be asked at once."""
        if asyncio.get_running_loop().time() < host.until:
            return  # and whoever made it wait will call again
        while host.pending and host.busy < host.at_once:
            host.busy += 1
            self._ready.put_nowait((host, *host.pending.popleft()))

    async def _ask(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            host, address, before = await self._ready.get()
            if loop.time() < host.until:  # it asked for patience while this was on its way
                host.busy -= 1
                host.pending.append((address, before))
                continue
            found = await self._work(address, before)
            host.busy -= 1
            if isinstance(found, Wait) and before < self._limits.retries:
                if found.host:
                    host.at_once = max(host.at_once // 2, 1)
                    host.until = max(host.until, loop.time() + found.seconds)
                    host.pending.appendleft((address, before + 1))
                    loop.call_at(host.until + 0.001, self._begin, host)
                else:
                    loop.call_later(found.seconds, self._again, host, address, before + 1)
                    self._begin(host)
                continue
            self._add(self._done(found.answer if isinstance(found, Wait) else found))
            self._left -= 1
            if not self._left:
                self._finished.set()
            self._begin(host)

    def _again(self, host: _Host, address: str, before: int) -> None:
        host.pending.append((address, before))
        self._begin(host)


def host_of(address: str) -> str:
    """Return what of `address` names the server: the host and its port."""
    return address.partition("://")[2].partition("/")[0].partition("?")[0].rpartition("@")[2].lower()
