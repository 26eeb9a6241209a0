"""Writing a file so that at any moment it is whole: the old text or the new, never a part of either."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

PREFIX = ".copydesk-"
"""How the names of temporary files begin."""


class NotWritten(OSError):
    """A file that was left as it was; the message says why."""


def write(path: str | Path, old: bytes, new: bytes, roots: Sequence[str | Path] = ()) -> None:
    """Put `new` in the place of `old`, which must be what the file at `path` still holds.

    The bytes go to a temporary file in the same folder, reach the disk, and take the file's name in one step
    (rename(2)); permissions stay. A symbolic link is followed to its target. What is written lies inside one of
    `roots` (of no roots: it is not reached through a link). A file that nobody may write is left alone even where the
    system would let us. Raises `NotWritten`.
    """
    target = _target(Path(path), roots)
    # The name has room for any suffix: it may have 255 bytes, and a character of the file's own name up to four.
    temporary = target.parent / f"{PREFIX}{os.urandom(6).hex()}-{target.name[:40]}"
    try:
        status = os.stat(target)
        if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
            raise NotWritten("it is write-protected")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(new)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, status.st_mode & 0o7777)
            _keep_owner(temporary, status)
            if target.read_bytes() != old:
                raise NotWritten("it changed while it was being checked")
            os.replace(temporary, target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except NotWritten:
        raise
    except OSError as error:
        raise NotWritten(error.strerror or str(error)) from error


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


def _keep_owner(path: Path, status: os.stat_result) -> None:
    """Give the file its old owner and group back, where the system lets us."""
    if hasattr(os, "chown") and (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
        try:
            os.chown(path, status.st_uid, status.st_gid)
        except OSError:
            return
