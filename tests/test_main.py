"""The process: it ends at once, but not before everything is written."""

from __future__ import annotations

import os
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


@pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX")
@pytest.mark.parametrize("closed", ["0<&-", "1>&-", "2>&-", "0<&- 1>&-", "0<&- 1>&- 2>&-"])
@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("check",), 1),
        (("check", "README.md"), 0),
        (("check", "no-such-post.md"), 2),
        (("rules",), 0),
        (("--help",), 0),
        (("check", "--no-such-option"), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_closed_streams(closed: str, arguments: tuple[str, ...], status: int) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", sys.executable, "-m", "copydesk", *arguments],
        cwd=NEWSROOM,
        capture_output=True,
    )
    assert done.returncode == status
    assert b"Traceback" not in done.stderr
    assert b"internal error" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX")
def test_closed_streams_do_not_get_into_posts(tmp_path: Path) -> None:
    post = tmp_path / "post.md"
    post.write_text('<p>See <a href="/tides" data-sudaclick="x">tides</a>.</p>\n')
    command = 'exec "$@" 0<&- 1>&- 2>&-'
    done = subprocess.run(["sh", "-c", command, "sh", sys.executable, "-m", "copydesk", "fix"], cwd=tmp_path)
    assert done.returncode == 0
    assert post.read_text() == '<p>See <a href="/tides">tides</a>.</p>\n'


@pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX")
def test_closed_standard_input_is_no_post() -> None:
    command = 'exec "$@" 0<&-'
    done = subprocess.run(
        ["sh", "-c", command, "sh", sys.executable, "-m", "copydesk", "check", "-"], capture_output=True
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"copydesk: standard input is closed\n"


def test_interrupted_before_there_is_anything_to_interrupt() -> None:
    code = (
        "import sys; from copydesk import __main__\n"
        "class Early:\n"
        "    def find_spec(self, name, *more):\n"
        "        if name == 'copydesk.cli': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Early()); __main__.main()"
    )
    done = run("-c", code, "check")
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"copydesk: interrupted\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_help_that_nobody_gets() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "copydesk", "--help"], stdout=full, stderr=subprocess.PIPE, env=environment
        )
    assert (done.returncode, done.stderr) == (2, b"copydesk: No space left on device\n")
