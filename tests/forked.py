"""Runs the command many times, each in a process of its own that need not start Python again, and tells what it took.

Started by the tests of hostile files, it reads a request a line (JSON: folder, arguments, where output goes) and
answers each with a line: exit status and seconds of processor time.
"""

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    """Answer requests until there are no more."""
    # What a run imports is imported once, here.
    import bs4  # noqa: F401
    import html5lib  # noqa: F401

    from copydesk import cli, proof, registry, report, suppress, writing  # noqa: F401

    registry.discover()
    for line in sys.stdin:
        folder, arguments, output = json.loads(line)
        child = os.fork()
        if child == 0:
            _work(folder, arguments, output)
        _, status, usage = os.wait4(child, 0)
        print(json.dumps([os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime]), flush=True)


def _work(folder: str, arguments: list[str], output: str) -> None:
    import resource

    from copydesk import cli

    status = 99
    try:
        os.chdir(folder)
        handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))  # what takes for ever must not
        status = cli.main(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
