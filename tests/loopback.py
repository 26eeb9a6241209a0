"""A web server on loopback that answers in every way a server can, good and bad, and keeps a log of it.

Run as a program it prints its port and serves until its standard input ends. One port speaks HTTP and, to those who
begin with a handshake, TLS. Every address of 127.0.0.0/8 is a host of its own. The log is at ``/log``.
"""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import struct
import subprocess
import sys
import time
import urllib.request
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"
CERTIFICATE = DATA / "loopback.pem"
"""A certificate for 127.0.0.1 and its key, signed by nobody else."""


# Pictures


def png(text: str = "", length: int = 0) -> bytes:
    """Return a whole PNG of one pixel, told from others by `text`, of `length` bytes or more."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    body = chunk(b"tEXt", b"Comment\0" + text.encode() + b"x" * length) + chunk(b"IDAT", zlib.compress(b"\0\1\2\3"))
    return head + body + chunk(b"IEND", b"")


JPEG = (
    b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
    + b"\xff\xc0\0\x0b\x08\0\1\0\1\1\1\x11\0"
    + b"\xff\xc4\0\x14\0\1" + bytes(15) + b"\xff"
    + b"\xff\xda\0\x08\1\1\0\0\x3f\0\x3f\xff\xd9"
)  # fmt: skip
GIF = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
WEBP = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0"
AVIF = (
    b"\0\0\0\x18ftypavif\0\0\0\0avifmif1"
    b"\0\0\0\x0cmeta\0\0\0\0"
    b"\0\0\0\x0cmdat\1\2\3\4"
)  # fmt: skip
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><circle r="4"/></svg>'
PICTURES = {
    "a.png": ("image/png", png()),
    "a.jpg": ("image/jpeg", JPEG),
    "a.gif": ("image/gif", GIF),
    "a.webp": ("image/webp", WEBP),
    "a.avif": ("image/avif", AVIF),
    "a.svg": ("image/svg+xml", SVG),
}
PAGE = b"<!DOCTYPE html>\n<html><head><title>Not found</title></head><body>Sorry.</body></html>\n"


# The server


class Asked(NamedTuple):
    """One request: when, what for, and how many others of the same host were being answered."""

    at: float
    method: str
    host: str
    path: str
    headers: dict[str, str]
    at_once: int


class Server:
    """Answers requests; what it does depends on the first part of the path, see `_answer`."""

    def __init__(self) -> None:
        self.log: list[Asked] = []
        self.times: Counter[str] = Counter()
        self.at_once: Counter[str] = Counter()

    async def serve(self, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        tasks = set()
        while True:
            accepted, _ = await loop.sock_accept(listening)
            task = asyncio.create_task(self._talk(accepted, context))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    async def _talk(self, accepted: socket.socket, context: ssl.SSLContext) -> None:
        loop = asyncio.get_running_loop()
        accepted.setblocking(False)
        readable = asyncio.Event()
        loop.add_reader(accepted, readable.set)
        await readable.wait()
        loop.remove_reader(accepted)
        try:
            first = accepted.recv(1, socket.MSG_PEEK)
        except OSError:
            return
        reader = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(reader)
        try:
            transport, _ = await loop.connect_accepted_socket(
                lambda: protocol, accepted, ssl=context if first == b"\x16" else None
            )
        except (OSError, ssl.SSLError):
            return
        writer = asyncio.StreamWriter(transport, protocol, reader, loop)
        try:
            while await self._one(reader, writer, first == b"\x16"):
                pass
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, safe: bool) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, path, _ = head.split("\r\n", 1)[0].split(" ")
        lines = (line.partition(": ") for line in head.split("\r\n")[1:] if line)
        headers = {name.lower(): value for name, _, value in lines}
        host = headers.get("host", "")
        if path == "/log":
            await _send(writer, method, 200, json.dumps(self.log).encode(), {})
            return True
        self.at_once[host] += 1
        self.log.append(Asked(time.monotonic(), method, host, path, headers, self.at_once[host]))
        try:
            return await self._answer(writer, method, path, headers, safe)
        finally:
            self.at_once[host] -= 1

    async def _answer(
        self, writer: asyncio.StreamWriter, method: str, path: str, headers: dict[str, str], safe: bool
    ) -> bool:
        first, *rest = path.partition("?")[0].strip("/").split("/")
        last = rest[-1] if rest else ""
        self.times[path] += 1
        if first == "good":
            kind, data = PICTURES[last]
            await _send(writer, method, 200, data, {"Content-Type": kind, "ETag": '"1"'}, headers)
        elif first == "numbered":  # another picture for each address, after 20 ms
            await asyncio.sleep(0.02)
            await _send(writer, method, 200, png(path), {"Content-Type": "image/png"}, headers)
        elif first == "large":
            data = png(path, 1_000_000)
            await _send(writer, method, 200, data, {"Content-Type": "image/png", "ETag": '"1"'}, headers)
        elif first == "changing":
            await _send(writer, method, 200, png(str(self.times[path])), {"ETag": f'"{self.times[path]}"'}, headers)
        elif first == "status":
            await _send(writer, method, int(rest[0]), PAGE, {"Content-Type": "text/html"})
        elif first == "hop":  # /hop/301/3/… leads to /good/… in three steps
            status, left = int(rest[0]), int(rest[1])
            target = f"/hop/{status}/{left - 1}/{last}" if left > 1 else f"/good/{last}"
            await _send(writer, method, status, b"", {"Location": target})
        elif first == "loop":
            await _send(writer, method, 308, b"", {"Location": "/loop/b" if last == "a" else "/loop/a"})
        elif first == "forever":
            await _send(writer, method, 302, b"", {"Location": f"/forever/{int(last) + 1}"})
        elif first == "to":  # /to/HOST:PORT/path
            await _send(writer, method, 302, b"", {"Location": f"http://{'/'.join(rest)}"})
        elif first == "lost":
            await _send(writer, method, 302, b"", {"Location": "/html/home"})
        elif first in ("busy", "flaky") and self.times[path] <= int(rest[0]):
            if first == "busy":
                await _send(writer, method, 429, b"", {"Retry-After": rest[1]})
            else:
                await _send(writer, method, 500, PAGE, {"Content-Type": "text/html"})
        elif first in ("busy", "flaky"):
            await _send(writer, method, 200, png(), {"Content-Type": "image/png"}, headers)
        elif first == "never":
            await asyncio.sleep(3600)
        elif first == "drip":
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 5000\r\n\r\n")
            for _ in range(3600):
                writer.write(b"\x89")
                await writer.drain()
                await asyncio.sleep(0.2)
        elif first == "type":
            await _send(writer, method, 200, b"%PDF-1.7 and so on", {"Content-Type": "application/pdf"})
        elif first == "html":
            await _send(writer, method, 200, PAGE, {"Content-Type": "image/jpeg"})
        elif first == "active.svg":
            data = SVG.replace(b"<circle", b"<script>alert(1)</script><circle")
            await _send(writer, method, 200, data, {"Content-Type": "image/svg+xml"})
        elif first == "gate":
            gate = PAGE.replace(b"Sorry.", b"Solve the CAPTCHA to go on.")
            await _send(writer, method, 200, gate, {"Content-Type": "text/html"})
        elif first == "cookies":
            await _send(writer, method, 302, b"", {"Location": path, "Set-Cookie": "a=b"})
        elif first == "shown" and headers.get("host", "-") not in headers.get("referer", headers["host"]):
            await _send(writer, method, 200, PAGE, {"Content-Type": "text/html"})
        elif first == "shown":
            await _send(writer, method, 200, png(), {"Content-Type": "image/png"})
        elif first == "empty":
            await _send(writer, method, 200, b"", {"Content-Type": "image/png"})
        elif first == "cut":  # the connection breaks
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 900\r\n\r\n" + png()[:40])
            return False
        elif first == "half":  # the file is not all there
            await _send(writer, method, 200, png(length=300)[:200], {"Content-Type": "image/png"})
        elif (first == "hotlink" and "referer" in headers and headers.get("host", "-") not in headers["referer"]) or (
            first == "own" and headers.get("host", "-") not in headers.get("referer", "")
        ):
            await _send(writer, method, 403, PAGE, {"Content-Type": "text/html"})
        elif first in ("hotlink", "own"):
            await _send(writer, method, 200, png(), {"Content-Type": "image/png"})
        elif first == "endless":
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n" + png()[:60])
            while True:
                writer.write(b"\0" * 65536)
                await writer.drain()
        elif first == "unsafe":  # another picture where the connection is safe
            await _send(writer, method, 200, png("safe" if safe else "plain"), {"Content-Type": "image/png"})
        elif first == "secured":
            if safe:
                await _send(writer, method, 200, png(), {"Content-Type": "image/png"})
            else:
                await _send(writer, method, 301, b"", {"Location": f"https://{headers['host']}{path}"})
        else:
            await _send(writer, method, 404, PAGE, {"Content-Type": "text/html"})
        return True


async def _send(
    writer: asyncio.StreamWriter,
    method: str,
    status: int,
    body: bytes,
    headers: dict[str, str],
    asked: dict[str, str] | None = None,
) -> None:
    """Send one response; a part of it, where a part was asked for."""
    wanted = (asked or {}).get("range", "")
    if wanted and status == 200 and method == "GET":
        last = min(int(wanted.rpartition("-")[2]), len(body) - 1)
        headers = {**headers, "Content-Range": f"bytes 0-{last}/{len(body)}"}
        status, body = 206, body[: last + 1]
    lines = [f"HTTP/1.1 {status} OK", f"Content-Length: {len(body)}", *(f"{k}: {v}" for k, v in headers.items())]
    writer.write("\r\n".join((*lines, "", "")).encode() + (b"" if method == "HEAD" else body))
    await writer.drain()


async def _serve() -> None:
    listening = socket.create_server(("0.0.0.0", 0), backlog=1000)
    listening.setblocking(False)
    print(listening.getsockname()[1], flush=True)
    serving = asyncio.create_task(Server().serve(listening))
    await asyncio.to_thread(sys.stdin.read)
    serving.cancel()


class Running:
    """A server in a process of its own."""

    def __init__(self, port: int) -> None:
        self.port = port

    def at(self, path: str, host: str = "127.0.0.1", scheme: str = "http") -> str:
        """Return the address of `path` there."""
        return f"{scheme}://{host}:{self.port}{path}"

    def log(self) -> list[Asked]:
        """Return what the server was asked so far."""
        with urllib.request.urlopen(self.at("/log")) as response:
            return [Asked(*each) for each in json.load(response)]

    def since(self, before: int) -> list[Asked]:
        """Return what it was asked after the first `before` requests."""
        return self.log()[before:]


def configuration(folder: Path, timeout: float) -> str:
    """Return a configuration for a site in `folder` that may ask loopback, and keeps the answers to itself."""
    online = f'private = ["127.0.0.0/8"]\ncache = "{folder}/base.sqlite3"\ntimeout = {timeout}\nretries = 0\n'
    return f'ignore = ["IMG006"]\n[online]\n{online}'


@contextmanager
def running() -> Iterator[Running]:
    """Run a server, and end it."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__))], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Running(int(process.stdout.readline()))
    finally:
        process.stdin.close()
        process.kill()
        process.wait()
        process.stdout.close()


if __name__ == "__main__":
    asyncio.run(_serve())
