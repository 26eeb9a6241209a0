"""Writing a file so that at any moment it is whole: the old text or the new, never a part of either.

The new text goes to a temporary file in the same folder, which then takes the file's name in one step (rename(2)).
A run that is killed may leave such a file behind; `sweep` recognises it and takes it away. While it is in use it is
locked (flock(2)), and the system frees the lock when the process ends, however it ends: unlike process numbers, locks
are right across containers and machines that share a folder, and never meet a number that was given out again.
"""

from __future__ import annotations

import os
import re
import stat
import time
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from copydesk.ending import BUSY, deaf

try:
    import fcntl
except ImportError:  # Windows, where nobody can remove a file that is open
    fcntl = None  # type: ignore[assignment]

PREFIX = ".copydesk-"
"""How the names of temporary files begin."""

_NAME = re.compile(rf"({re.escape(PREFIX)}[0-9]+-[0-9a-f]{{12}})-([0-9a-f]{{8}})\.tmp")

_UNLOCKABLE_AGE = 24 * 60 * 60.0
"""After so many seconds a temporary file counts as left behind, where the file system knows no locks."""


class NotWritten(OSError):
    """A file that was left as it was; the message says why."""


def write(path: str | Path, old: bytes, new: bytes, roots: Sequence[str | Path] = ()) -> None:
    """Put `new` in the place of `old`, which must be what the file at `path` still holds.

    Mode, owner and extended attributes stay where the system lets us keep them. A symbolic link is followed to its
    target. What is written lies inside one of `roots` (of no roots: it is not reached through a link). A file that
    nobody may write is left alone even where the system would let us. Signals that end the process wait until it is
    done. Raises `NotWritten`.
    """
    target = _target(Path(path), roots)
    with BUSY, deaf():
        try:
            _replace(target, old, new)
        except NotWritten:
            raise
        except OSError as error:
            raise NotWritten(error.strerror or str(error)) from error


class NewFile:
    """A file that is being made in `folder`. It has a name of its own only when it is whole: see `put`.

    To be used as a context manager; what was not put is gone afterwards, and what a killed run leaves is removed by
    `sweep`. Raises `OSError`.
    """

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder)

    def __enter__(self) -> NewFile:
        self._folder.mkdir(parents=True, exist_ok=True)
        self.path, self._handle = _create(self._folder)
        return self

    def __exit__(self, *_: object) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            with suppress(OSError):
                self.path.unlink()

    def write(self, data: bytes) -> None:
        """Add `data` to the file."""
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._handle, rest) :]

    def put(self, name: str) -> Path:
        """Give the file its `name`, in the place of another one if need be, and return where it is."""
        target = self._folder / name
        with BUSY, deaf():
            os.fsync(self._handle)
            os.chmod(self.path, 0o644)
            if fcntl is None:  # an open file cannot be renamed there
                os.close(self._handle)
            os.replace(self.path, target)
            if fcntl is not None:
                os.close(self._handle)
            self._handle = -1
        _sync_folder(self._folder)
        return target


def sweep(folders: Iterable[str]) -> None:
    """Remove what killed runs left in `folders`; what a living one is writing stays, and so does all else."""
    for folder in folders:
        try:
            with os.scandir(folder) as found:
                names = [entry.name for entry in found if entry.name.startswith(PREFIX)]
        except OSError:
            continue
        for name in filter(_is_ours, names):
            _remove_dead(os.path.join(folder, name))


def folder_of(path: str, roots: Sequence[str | Path]) -> str | None:
    """Return the folder in which `write` makes the temporary file for `path`; None where it would not write."""
    if not os.path.islink(path):
        return os.path.dirname(path)
    try:
        return str(_target(Path(path), roots).parent)
    except NotWritten:
        return None


def _replace(target: Path, old: bytes, new: bytes) -> None:
    status = os.lstat(target)
    if not stat.S_ISREG(status.st_mode):
        raise NotWritten("it is no regular file any more")
    if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise NotWritten("it is write-protected")
    temporary, handle = _create(target.parent)
    try:
        try:
            rest = memoryview(new)
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
            _keep_owner(temporary, status)
            os.chmod(temporary, status.st_mode & 0o7777)  # after the owner, whose change takes bits away
            _keep_attributes(temporary, target)
            if target.read_bytes() != old:
                raise NotWritten("it changed while it was being checked")
            if fcntl is not None:
                os.replace(temporary, target)
        finally:
            os.close(handle)  # and with it goes the lock
        if fcntl is None:  # an open file cannot be renamed there
            os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _target(path: Path, roots: Sequence[str | Path]) -> Path:
    """Return the file that `path` names when all links are followed; it must lie inside one of `roots`."""
    if not roots and not path.is_symlink():
        return path
    try:
        target = path.resolve()
        inside = any(target.is_relative_to(Path(root).resolve()) for root in roots)
    except (OSError, RuntimeError) as error:  # a circle of links is a RuntimeError up to Python 3.12
        raise NotWritten(str(error)) from None
    if not inside:
        raise NotWritten("a symbolic link leads out of the folders given")
    return target


# Temporary files


def _create(folder: Path) -> tuple[Path, int]:
    """Make a temporary file in `folder`, and return where it is and the handle by which it is open and locked."""
    while True:
        path = folder / _new_name()
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        if _lock(handle, wait=True):
            return path, handle
        os.close(handle)  # between its making and its locking another run took it for one that was left behind


def _new_name() -> str:
    """Return a name for a temporary file: the number of the process, chance, and a check of both.

    The check is what makes sure that a file of that name is ours to remove.
    """
    name = f"{PREFIX}{os.getpid()}-{os.urandom(6).hex()}"
    return f"{name}-{zlib.crc32(name.encode()):08x}.tmp"


def _is_ours(name: str) -> bool:
    match = _NAME.fullmatch(name)
    return match is not None and int(match[2], 16) == zlib.crc32(match[1].encode())


def _lock(handle: int, *, wait: bool) -> bool:
    """Lock the temporary file behind `handle`, and tell whether it still has its name.

    Raises `BlockingIOError` where somebody else has locked it and `wait` is false.
    """
    if fcntl is not None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise
        except OSError:  # a file system without locks
            status = os.fstat(handle)
            return status.st_nlink > 0 and (wait or time.time() - status.st_mtime > _UNLOCKABLE_AGE)
    return os.fstat(handle).st_nlink > 0


def _remove_dead(path: str) -> None:
    """Remove the temporary file at `path` unless the run that made it lives."""
    flags = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(path, flags)
    except OSError:
        return
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode) or not _lock(handle, wait=False):
            return
        if fcntl is not None:
            os.unlink(path)  # under the lock, so that who has just made it notices
    except OSError:
        return
    finally:
        os.close(handle)
    if fcntl is None:
        with suppress(OSError):  # somebody has it open
            os.unlink(path)


# What a file is besides its text


def _keep_owner(path: Path, status: os.stat_result) -> None:
    """Give the file its old owner and group back, or the group alone, where the system lets us."""
    if not hasattr(os, "chown"):
        return
    made = os.stat(path)
    if (made.st_uid, made.st_gid) == (status.st_uid, status.st_gid):
        return
    for owner in (status.st_uid, -1):
        try:
            os.chown(path, owner, status.st_gid)
            return
        except OSError:
            continue


def _keep_attributes(path: Path, old: Path) -> None:
    """Give the file the extended attributes of the `old` one (access lists too), where the system lets us."""
    if not hasattr(os, "listxattr"):
        return
    try:
        names = os.listxattr(old)
    except OSError:
        return
    for name in names:
        with suppress(OSError):
            os.setxattr(path, name, os.getxattr(old, name))


def _sync_folder(folder: Path) -> None:
    """Make the new name outlast a power failure, where folders can be opened."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:  # a folder in which we may write but not look
        return
    with suppress(OSError):  # a file system that knows no such thing
        os.fsync(handle)
    os.close(handle)
