"""The bytes of a file, of which only those are read that are asked for."""

from __future__ import annotations

import os
import stat

HEAD = 1024
"""So many bytes are read first. They hold the whole of an icon, and what the header of any other picture says."""

WHOLE = 64_000_000
"""So many bytes are read at most of a file whose end does not say whether it is one."""


class Source:
    """The `head` of a file of `size` bytes, and the rest on request.

    `partial` says that the rest is not there to be read, but is not missing either.
    """

    __slots__ = ("_handle", "head", "partial", "size")

    def __init__(self, head: bytes, size: int, handle: int = -1) -> None:
        self.head = head
        self.size = size
        self.partial = handle < 0 and len(head) < size
        self._handle = handle

    def read(self, at: int, length: int) -> bytes:
        """Return up to `length` bytes from `at` on; fewer where the file ends, or cannot be read further."""
        if at + length <= len(self.head) or self._handle < 0:
            return self.head[at : at + length]
        try:
            os.lseek(self._handle, at, os.SEEK_SET)
            return os.read(self._handle, length)
        except OSError:
            return b""

    def tail(self, length: int) -> bytes:
        """Return the last `length` bytes, or all there are."""
        start = max(self.size - length, 0)
        return self.read(start, self.size - start)

    def close(self) -> None:
        """Let go of the file."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def whole(self) -> bytes:
        """Return everything; of a very large file, the beginning."""
        wanted = min(self.size, WHOLE)
        parts: list[bytes] = []
        at = 0
        while at < wanted and (part := self.read(at, wanted - at)):
            parts.append(part)
            at += len(part)
        return b"".join(parts)


def opened(path: str) -> Source:
    """Return the bytes of the regular file at `path`, to be closed. Raises `OSError`."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(f"not a regular file: {path}")
        return Source(os.read(handle, HEAD), status.st_size, handle)
    except BaseException:
        os.close(handle)
        raise
