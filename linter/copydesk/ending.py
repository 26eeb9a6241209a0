"""The end of a process that is asked to end, or whose parent is gone: in good order, and soon.

Ctrl-C reaches every process of a run, SIGTERM the first one only, and SIGKILL leaves that one no time to tell the
others. So the others listen to none of them but watch a pipe whose other end the first process holds: the system
closes it, whatever the first one dies of.
"""

from __future__ import annotations

import os
import signal
from _thread import allocate_lock
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from copydesk.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

BUSY = allocate_lock()
"""Held while a file is written."""

_ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name)]


@contextmanager
def deaf() -> Iterator[None]:
    """Let signals that ask the process to end wait; what this thread starts meanwhile hears none either."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)  # handlers that were waiting run here


def begin_worker(watched: Connection) -> None:
    """Prepare a worker process: it ends when the other end of `watched` is closed."""
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(watched,), daemon=True).start()
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)


def _end_with(watched: Connection) -> None:
    """End the process when nobody holds the other end of `watched`, but no file stays half-way."""
    with suppress(EOFError, OSError):
        watched.recv_bytes()
    with BUSY:
        os._exit(1)
