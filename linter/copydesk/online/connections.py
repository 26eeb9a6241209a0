"""Connections to servers, none of which leads to a place that may not be asked.

The address is looked at where the socket for it is made (`socket_factory`): that is behind every look-up of a name,
so a name that says one thing when it is looked at and another when it is used gains nothing, and it is not passed by
for an address without a name, as a resolver would be.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from ipaddress import ip_address
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar
from urllib.parse import quote, urlsplit
from urllib.request import getproxies_environment, proxy_bypass

import aiohttp
from yarl import URL

from copydesk.online.places import Places
from copydesk.online.words import NotPublic

_ACCEPT = "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5"
_SAFE = "+!#$%&'()*,-./:;=?@_~[]"
"""What stands in an address as it is; everything else is escaped. What is escaped already stays so."""

_AddressInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[Any, ...]]
"""What `socket.getaddrinfo` returns of one address; the length of the last item depends on the first."""


def guarded(places: Places) -> Callable[[_AddressInfo], socket.socket]:
    """Return what makes the sockets of connections that `places` allow, and raises `NotPublic` for others."""

    def made(info: _AddressInfo) -> socket.socket:
        family, kind, protocol, _, place = info
        number = ip_address(str(place[0]).partition("%")[0])
        if not places.allow(number):
            raise NotPublic(str(number))
        return socket.socket(family, kind, protocol)

    return made


LOOK_UPS = 32
"""So many names are looked up at once. Python's default goes by the number of processors, which has no part in it."""


P = ParamSpec("P")
T = TypeVar("T")


class _LookUps(ThreadPoolExecutor):
    """Threads that look names up. One that is still at it when the time is up is not waited for.

    Python waits for the threads of its own executors before it ends, so these are others.
    """

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self._most = most
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._started = 0

    def submit(self, call: Callable[P, T], /, *args: P.args, **named: P.kwargs) -> Future[T]:
        future: Future[T] = Future()

        def job() -> None:
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(call(*args, **named))
                except BaseException as error:
                    future.set_exception(error)

        self._jobs.put(job)
        if self._started < self._most:
            self._started += 1
            Thread(target=self._work, name=f"look-up-{self._started}", daemon=True).start()
        return future

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        with suppress(Empty):
            while True:
                self._jobs.get_nowait()
        for _ in range(self._started):
            self._jobs.put(None)


class Connections:
    """The connections of a run, kept open as long as there is use for them. An asynchronous context manager."""

    def __init__(self, places: Places, agent: str) -> None:
        self._places = places
        self._agent = agent
        self._proxies = getproxies_environment()
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    async def __aenter__(self) -> Self:
        asyncio.get_running_loop().set_default_executor(_LookUps(LOOK_UPS))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for session in self._sessions.values():
            await session.close()
        await asyncio.sleep(0)  # lets the transports go before their loop does

    def proxy(self, address: str) -> str:
        """Return the proxy through which the environment wants `address` to be asked, or nothing."""
        parts = urlsplit(address)
        found = self._proxies.get(parts.scheme) or self._proxies.get("all", "")
        return "" if not found or proxy_bypass(parts.hostname or "") else found

    async def request(self, method: str, address: str, headers: Mapping[str, str]) -> aiohttp.ClientResponse:
        """Return the response to one request for `address`, to be closed; no redirect is followed.

        A proxy may lie wherever its owner put it, and so may hosts that the configuration names. Raises `OSError`,
        `aiohttp.ClientError`, and `ValueError` for what is no address.
        """
        proxy = self.proxy(address)
        parts = urlsplit(address)
        host = parts.hostname or ""
        url = URL(asked_as(address), encoded=True)
        session = self._session(bool(proxy) or self._places.names(host))
        return await session.request(method, url, headers=headers, proxy=proxy or None, allow_redirects=False)

    def _session(self, is_open: bool) -> aiohttp.ClientSession:
        """Return the session for connections that are looked at, or (`is_open`) for those that need not be."""
        found = self._sessions.get(is_open)
        if found is None:
            connector = aiohttp.TCPConnector(
                limit=0,  # others see to that
                resolver=aiohttp.ThreadedResolver(),  # knows all that the system knows, its hosts file too
                socket_factory=None if is_open else guarded(self._places),
            )
            found = self._sessions[is_open] = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                headers={"User-Agent": self._agent, "Accept": _ACCEPT, "Accept-Encoding": "identity"},
                timeout=aiohttp.ClientTimeout(total=None),  # whoever asks sees to that
            )
        return found


def asked_as(address: str) -> str:
    """Return `address` as it is sent: in ASCII, with what cannot stand in one escaped. Raises `ValueError`."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    known = URL.build(scheme=parts.scheme, host=host).raw_host or ""  # which refuses what is no name of a host
    if not host.isascii():
        at = address.lower().index(host)
        address = address[:at] + known + address[at + len(host) :]
    return quote(address, safe=_SAFE, errors="surrogateescape")
