"""One question to one server: what comes for this address?

A picture is asked for as a browser asks, but only for its first bytes (``Range``): status, length, type and the
beginning of what really comes are then known from one request. Of what is known from an earlier run it is only asked
whether it is still the same (``HEAD``), and it is asked for again where that leaves a doubt. Redirects are not followed
here: where they lead is a question of its own.
"""

from __future__ import annotations

import asyncio
import random
import time
import zlib
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from urllib.parse import urljoin, urlsplit

import aiohttp

from copydesk.online import bodies
from copydesk.online.answers import Answer
from copydesk.online.connections import Connections, asked_as
from copydesk.online.places import Places, numeric
from copydesk.online.rounds import Limits, Wait
from copydesk.online.words import trouble

_REDIRECTS = {301: True, 302: False, 303: False, 307: False, 308: True}
"""The statuses that redirect, and whether for good (RFC 9110, section 15.4)."""

_GONE = {404: "there is nothing (404)", 410: "it was taken away for good (410)"}
_DENIED = frozenset((401, 402, 403, 407, 451))
_FAILING = frozenset((408, 425, 500, 502, 504, 520, 521, 522, 523, 524))
"""Trouble of the server's that may pass; from 520 on these are Cloudflare's."""
_PATIENCE = {429: ("busy", "the server asks for patience"), 503: ("failing", "the server is out of service")}


Keep = Callable[[str, aiohttp.ClientResponse], Awaitable[Answer]]
"""Takes a whole picture from a response for an address, and says what it is. Raises what reading raises."""


class Asker:
    """Asks addresses over `connections`. `referrer` is the address of the site whose readers see the pictures: their
    browsers tell it to the hosts.
    """

    def __init__(self, connections: Connections, places: Places, limits: Limits, referrer: str = "") -> None:
        self.connections = connections
        self.places = places
        self.limits = limits
        self.headers = {"Referer": referrer} if referrer else {}

    async def ask(
        self, address: str, before: int = 0, known: Answer | None = None, keep: Keep | None = None
    ) -> Answer | Wait:
        """Return what `address` answers, or that it wants to be asked again.

        `before` is how often it was asked in this run, `known` what it answered in an earlier one. With `keep` all of
        the picture is asked for, and given to it.
        """
        try:
            host = urlsplit(asked_as(address)).hostname
        except ValueError:
            host = None
        if not host:
            return Answer(address, "unreachable", "this is no address that can be asked", at=time.time())
        return await _Question(self, address, host, before, keep).answer(known)


class _Question:
    """One address that is asked; `heard` is whether the server has said anything."""

    def __init__(self, asker: Asker, address: str, host: str, before: int, keep: Keep | None) -> None:
        self._asker = asker
        self._limits = asker.limits
        self._address = address
        self._host = host
        self._before = before
        self._keep = keep
        self._heard = False

    async def answer(self, known: Answer | None) -> Answer | Wait:
        now = time.time()
        found: Answer | Wait
        try:
            found = self._refusal() or await self._in_time(known)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            what = trouble(error, self._host)
            found = Answer(self._address, what.kind, what.reason)
            if what.passing:
                found = Wait(self._pause(), False, found)
        if isinstance(found, Wait):
            return found._replace(answer=found.answer._replace(at=now))
        return found._replace(at=now)

    async def _in_time(self, known: Answer | None) -> Answer | Wait:
        seconds = self._limits.timeout
        within = "within a second" if seconds == 1 else f"within {seconds:g} seconds"
        try:
            async with asyncio.timeout(seconds):
                if known is not None and not self._before and await self._still(known):
                    return known
                found = await self._get(self._asker.headers)
                # Some hosts send those who come from elsewhere a page instead of a refusal.
                refusals = ("refused", "page") if self._asker.headers else ("refused",)
                if isinstance(found, Answer) and found.kind in refusals:
                    return await self._denied(found)
                return found
        except TimeoutError:
            if self._heard:
                return Answer(self._address, "slow", f"`{self._host}` has not sent it all {within}")
            return Answer(self._address, "silent", f"`{self._host}` did not answer {within}")

    def _refusal(self) -> Answer | None:
        """Return the answer about a host that is not to be asked.

        This looks at what the address says itself; where a name leads is looked at when a connection is made. Behind a
        proxy, which makes the connections, this is all there is.
        """
        host, places = self._host.removesuffix("."), self._asker.places
        if places.excludes(host):
            return Answer(self._address, "excluded", f"not asked: the configuration leaves `{host}` out")
        if places.names(host):
            return None
        number = numeric(host)
        own = host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
        behind_proxy = own and bool(self._asker.connections.proxy(self._address))
        if behind_proxy or (number is not None and not places.allow(number)):
            return Answer(self._address, "private", f"not asked: `{host}` is not on the public internet")
        return None

    async def _still(self, known: Answer) -> bool:
        """Tell whether the server stands by the picture that is `known` from an earlier run."""
        if known.kind != "picture" or known.location or not (known.etag or known.modified):
            return False
        async with await self._request("HEAD", self._asker.headers) as response:
            said = _version(response)
            return response.status == 200 and said == (known.size, known.etag, known.modified)

    async def _denied(self, found: Answer) -> Answer | Wait:
        """Tell a host that keeps its pictures to its own pages from one that does not talk to programs."""
        if self._asker.headers:
            without = await self._get({})
            if self._keep is not None and isinstance(without, Answer) and without.kind == "picture":
                return without
            if isinstance(without, Answer) and without.kind == "picture":
                site = urlsplit(self._asker.headers["Referer"]).netloc
                return found._replace(kind="hotlink", reason=f"`{self._host}` shows it, but not in pages of `{site}`")
        parts = urlsplit(self._address)
        own = await self._get({"Referer": f"{parts.scheme}://{parts.netloc}/"})
        if self._keep is not None and isinstance(own, Answer) and own.kind == "picture":
            return own
        if isinstance(own, Answer) and own.kind == "picture":
            return found._replace(kind="hotlink", reason=f"`{self._host}` shows it in its own pages only")
        return found

    async def _request(self, method: str, headers: Mapping[str, str]) -> aiohttp.ClientResponse:
        response = await self._asker.connections.request(method, self._address, headers)
        self._heard = True
        return response

    async def _get(self, headers: Mapping[str, str]) -> Answer | Wait:
        address = self._address
        if self._keep is None:
            headers = {**headers, "Range": f"bytes=0-{self._limits.sample - 1}"}
        async with await self._request("GET", headers) as response:
            status = response.status
            if status == 200 and self._keep is not None:
                return await self._keep(address, response)
            if status in (200, 206):
                return await self._read(response)
            if status in _REDIRECTS and "Location" in response.headers:
                return _redirected(address, status, response.headers["Location"], "Set-Cookie" in response.headers)
            if status in _PATIENCE:
                return self._patience(status, response.headers.get("Retry-After", ""))
        if status == 416:  # it has no first byte
            return Answer(address, "empty", "an empty file comes", status)
        if status in _FAILING:
            return Wait(self._pause(), False, Answer(address, "failing", f"the server has trouble ({status})", status))
        if status in _GONE:
            return Answer(address, "missing", _GONE[status], status)
        if status in _DENIED:
            return Answer(address, "refused", f"the server will not say ({status})", status)
        return Answer(address, "failing", f"the server answers with status {status}", status)

    async def _read(self, response: aiohttp.ClientResponse) -> Answer:
        """Return what comes in the body of `response`. As much as shows what it is is kept of it."""
        address, status = self._address, response.status
        size, etag, modified = _version(response)
        kept = bytearray()
        length = 0
        complete = True
        try:
            async for part in response.content.iter_any():
                length += len(part)
                kept += part[: self._limits.sample - len(kept)]
                if length > self._limits.most and size < 0:
                    reason = f"it is still coming after {self._limits.most:,} bytes"
                    return Answer(address, "endless", reason, status)
                if length >= self._limits.sample and size >= 0:
                    complete = size <= len(kept)
                    break
        except aiohttp.ClientPayloadError:  # the connection ended before the body did
            return Answer(address, "truncated", "the connection ends in the middle of the picture", status)
        if size < 0:
            size, complete = length, length <= len(kept)
        data = _unpacked(bytes(kept), response.headers.get("Content-Encoding", ""), self._limits.sample)
        whole = len(data) if complete else max(size, len(data) + 1)
        found = bodies.judge(data, whole, response.headers.get("Content-Type", ""))
        digest = sha256(kept).hexdigest()[:32]
        return Answer(address, found.kind, found.reason, status, size=size, digest=digest, etag=etag, modified=modified)

    def _patience(self, status: int, said: str) -> Answer | Wait:
        """Return the answer of a server that wants to be left in peace for a while, as `said` in ``Retry-After``."""
        seconds = _seconds(said)
        wait = self._pause() if seconds is None else seconds
        kind, words = _PATIENCE[status]
        answer = Answer(self._address, "busy" if kind == "busy" else "failing", f"{words} ({status})", status)
        if wait > self._limits.patience:
            return answer._replace(reason=f"{words} for {wait:,.0f} seconds ({status})")
        return Wait(wait, True, answer)

    def _pause(self) -> float:
        """Return how long to wait before the next attempt: twice as long each time, by chance more or less of it."""
        pause: float = self._limits.pause * 2**self._before * random.uniform(0.5, 1.5)
        return min(pause, self._limits.patience)


def _redirected(address: str, status: int, location: str, cookies: bool) -> Answer:
    target = urljoin(address, location.strip()).partition("#")[0]
    if cookies and target == address:
        return Answer(address, "refused", "the server wants cookies", status)
    if urlsplit(target).scheme not in ("http", "https"):
        return Answer(address, "type", "it redirects to what is no address of the web", status)
    return Answer(address, "picture", "", status, asked_as(target), _REDIRECTS[status])


def _version(response: aiohttp.ClientResponse) -> tuple[int, str, str]:
    """Return the size in bytes of all that `response` is a part of (-1: unknown), and the server's names for it."""
    headers = response.headers
    size = headers.get("Content-Length", "")
    if response.status == 206:
        size = headers.get("Content-Range", "").rpartition("/")[2]
    number = int(size) if size.isascii() and size.isdecimal() and len(size) < 19 else -1
    return number, headers.get("ETag", ""), headers.get("Last-Modified", "")


def _unpacked(data: bytes, coding: str, most: int) -> bytes:
    """Return `data` as it was before the server packed it without being asked."""
    if coding.lower() not in ("gzip", "x-gzip", "deflate"):
        return data
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(data, most)
    except zlib.error:
        return data


def _seconds(said: str) -> float | None:
    """Return how many seconds ``Retry-After`` says: a number, or a date (RFC 9110, section 10.2.3)."""
    if said.strip().isascii() and said.strip().isdecimal():
        return float(said.strip()[:9])
    try:
        when = parsedate_to_datetime(said)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max((when - datetime.now(UTC)).total_seconds(), 0.0)
