"""The process: it ends at once, but not before everything is written."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import ROOT

NEWSROOM = ROOT / "examples/newsroom"


def run(*command: str, cwd: Path = NEWSROOM) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, *command], cwd=cwd, capture_output=True)


def written(text: bytes) -> bytes:
    """Return `text` without the time it took."""
    return re.sub(rb"checked in .*", b"checked", text)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("check", "source/_posts/inside/how-a-story-is-cleaned.md"), 0),
        (("check", "--output-format", "sarif", "--jobs", "1"), 1),
        (("check", "no-such-post.md"), 2),
        (("--help",), 0),
        (("check", "--no-such-option"), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_all_is_written_and_the_status_is_told(arguments: tuple[str, ...], status: int) -> None:
    quick, slow = run("-m", "copydesk", *arguments), run("-m", "copydesk.cli", *arguments)
    assert (quick.returncode, slow.returncode) == (status, status)
    assert [written(quick.stdout), written(quick.stderr)] == [written(slow.stdout), written(slow.stderr)]


def test_whoever_traces_the_process_sees_its_end() -> None:
    code = (
        "import atexit, sys; from copydesk.__main__ import main\n"
        "atexit.register(print, 'the end'); sys.argv[1:] = ['check', 'README.md']; sys.settrace(lambda *_: None)\n"
        "sys.exit(main())"
    )
    done = run("-c", code)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == b"the end"
