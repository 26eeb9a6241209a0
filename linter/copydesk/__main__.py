"""The process that runs the command line: ``copydesk`` and ``python -m copydesk`` begin here.

What concerns the process as a whole is settled before anything else is imported.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # of which the module signal is made, which loads slowly
import gc
import os
import sys

NURSERY = 100_000
"""How many new objects Python takes before it searches them for circles that nobody refers to any more.

By default it is 700, and what a start makes is searched two dozen times, though all of it stays until the end.
"""


TERMINATED = 143
"""The exit status of a process that was asked to end (128 + SIGTERM), as a shell gives it."""

INTERRUPTED = 130
"""The same for Ctrl-C (128 + SIGINT)."""


def main() -> int:
    """Run the command line of this process, and end the process with its exit status.

    It returns the status only where something may be left to do: in a debugger, or while coverage is measured.
    """
    try:
        gc.set_threshold(NURSERY, *gc.get_threshold()[1:])
        _signal.signal(_signal.SIGTERM, _terminate)
        # Without these (`copydesk check >&-`) there would be nothing to write to, and the next file that is opened
        # would take their numbers.
        if sys.stdout is None:
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        if sys.stderr is None:
            sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        from copydesk import cli

        status = cli.main()
    except SystemExit as stop:  # help, or a signal that asked us to end
        status = _flush(stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1)
    except KeyboardInterrupt:  # before anybody was there to take it, or for a second time
        _say(b"copydesk: interrupted\n")
        os._exit(INTERRUPTED)
    if sys.gettrace() is None and sys.getprofile() is None:
        # Everything is written. Python would now take every module and every object apart, one by one, which takes
        # longer than to check a post.
        os._exit(status)
    return status


def _terminate(number: int, frame: object) -> None:
    """End the run as Ctrl-C does: by an exception, so that everything on the way is left in good order."""
    _say(b"copydesk: terminated\n")
    raise SystemExit(TERMINATED)


def _flush(status: int) -> int:
    """Write what is in the buffers, and return the exit `status`, or 2 where that was not possible."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:  # whoever read it has seen enough
        return status
    except OSError as error:
        _say(f"copydesk: {error.strerror}\n".encode())
        return status or 2
    return status


def _say(message: bytes) -> None:
    """Write to standard error past its buffer, which may be in use."""
    try:
        os.write(sys.stderr.fileno(), message)
    except (OSError, ValueError, AttributeError):  # nobody is there to read it
        return


if __name__ == "__main__":
    sys.exit(main())
