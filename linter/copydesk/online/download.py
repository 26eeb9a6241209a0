"""Whole pictures from the network into files: looked at before they get their names, in the order of the answers."""

from __future__ import annotations

import asyncio
import html
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import aiohttp

from copydesk.online.answers import HOPS, Answer
from copydesk.online.asker import Asker
from copydesk.online.connections import Connections
from copydesk.online.inquiry import Progress, Step
from copydesk.online.places import Places
from copydesk.online.rounds import Limits, Rounds, Wait, host_of
from copydesk.pictures import SUFFIXES, look_at
from copydesk.writing import NewFile

_GAP = r"\s{0,8}"
_ACTIVE = re.compile(
    r"<(?:[\w.-]{1,60}:)?(?:script|foreignobject|handler)\b|[\s\"'](?:srcdoc|on[a-z]{3,20})\s{0,8}="
    rf"|{_GAP.join('javascript:')}|href{_GAP}={_GAP}[\"']{_GAP}&\w",
    re.I,
)
"""What makes a drawing more than a picture: opened from one's own site, it would run there. An address that begins with
an entity of the drawing's own may be anything."""


def is_active(drawing: bytes) -> bool:
    """Tell whether an SVG file may hold a program, in whatever encoding and with whatever letters escaped."""
    text = drawing.replace(b"\0", b"").decode("latin-1")  # of UTF-16, the letters of tags
    return _ACTIVE.search(html.unescape(text)) is not None


class Download:
    """Downloads pictures. `agent` is how it introduces itself, `progress` is told after every answer."""

    def __init__(self, places: Places, limits: Limits, *, agent: str, progress: Progress | None = None) -> None:
        self._places = places
        self._limits = limits
        self._agent = agent
        self._progress = progress

    def __call__(self, wanted: Mapping[str, Path], done: Callable[[Answer, Path | None], None]) -> None:
        """Download each address in `wanted` to the path it has there, to which the suffix of its type is added.

        `done` is told of every address what it answered, and where the picture is (None: nowhere). Raises `OSError`
        where files cannot be written.
        """
        if wanted:
            asyncio.run(self._run(wanted, done))

    async def _run(self, wanted: Mapping[str, Path], done: Callable[[Answer, Path | None], None]) -> None:
        files: dict[str, Path] = {}
        told = 0

        def ended(answer: Answer) -> Iterable[str]:
            nonlocal told
            told += 1
            done(answer, files.get(answer.address))
            if self._progress is not None:
                self._progress(Step(told, len(wanted), host_of(answer.address)))
            return ()

        async with Connections(self._places, self._agent) as connections:
            asker = Asker(connections, self._places, self._limits)

            async def work(address: str, before: int) -> Answer | Wait:
                found = await self._follow(asker, address, before, wanted[address])
                if isinstance(found, Wait):
                    return found._replace(answer=found.answer._replace(address=address))
                answer, path = found
                if path is not None:
                    files[address] = path
                return answer._replace(address=address)

            await Rounds(self._limits, work, ended).run(list(wanted), None)

    async def _follow(self, asker: Asker, address: str, before: int, target: Path) -> tuple[Answer, Path | None] | Wait:
        """Return what is at the end of the redirects from `address`, and where the picture is now."""
        put: list[Path] = []

        async def keep(address: str, response: aiohttp.ClientResponse) -> Answer:
            answer, path = await self._saved(address, response, target)
            put[:] = [path] if path is not None else []
            return answer

        place = address
        for _ in range(HOPS + 1):
            found = await asker.ask(place, before, keep=keep)
            if isinstance(found, Wait):
                return found
            if not found.location:
                return found, put[0] if put and found.kind == "picture" else None
            place = found.location
        return Answer(address, "circle", f"it redirects more than {HOPS} times"), None

    async def _saved(self, address: str, response: aiohttp.ClientResponse, target: Path) -> tuple[Answer, Path | None]:
        """Return what the body of `response` is, and where it is now if it is a whole picture."""
        size = 0
        with ExitStack() as stack:
            with _ours():
                file = stack.enter_context(NewFile(target.parent))
            try:
                async for part in response.content.iter_any():
                    size += len(part)
                    if size > self._limits.most:
                        return Answer(address, "endless", f"it has more than {self._limits.most:,} bytes"), None
                    with _ours():
                        file.write(part)
            except aiohttp.ClientPayloadError:
                return Answer(address, "truncated", "the connection ends in the middle of the picture"), None
            seen = look_at(str(file.path))
            if seen.problem == "empty":
                return Answer(address, "empty", "an empty file comes"), None
            if seen.problem:
                return Answer(address, "type", f"what comes is no whole picture: it {seen.what}"), None
            if seen.kind == "svgz" or (seen.kind == "svg" and is_active(file.path.read_bytes())):
                return Answer(
                    address, "type", "it is a drawing with a program in it, which would run on your site"
                ), None
            with _ours():
                return Answer(address, "picture", size=size), file.put(f"{target.name}.{SUFFIXES[seen.kind][0]}")


class NotSaved(RuntimeError):
    """A file could not be written: the disk is full, or the folder is not ours."""


@contextmanager
def _ours() -> Iterator[None]:
    """Tell errors of the disk from those of the network, which are errors of the system, too."""
    try:
        yield
    except OSError as error:
        where = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
        raise NotSaved(f"{where}: {error.strerror}" if where else str(error.strerror)) from error
