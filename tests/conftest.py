"""What several test files need: the corpora where they are, and a way to run the command."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from copydesk import cli

ROOT = Path(__file__).parent.parent


# A run of all tests

LONG = ("corpora", "hostile", "pre_commit", "html_differential", "properties", "rendered", "rules", "ending", "init")
"""The test files that take longest, first: so the processes that share the files are done at about the same time."""

ROOM = 2_000_000_000
"""Bytes; the tests write a quarter of it, and most of that is gone again with the test."""

# The tests start the command some hundred times. What it compiles is kept, whoever else would rather not.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_configure() -> None:
    """Have temporary folders in memory, where there is such a thing: every file that is mended waits for the disk."""
    memory = "/dev/shm"
    if os.access(memory, os.W_OK) and "PYTEST_DEBUG_TEMPROOT" not in os.environ:
        room = os.statvfs(memory)
        if room.f_bavail * room.f_frsize > ROOM and not room.f_flag & os.ST_NOEXEC:
            os.environ["PYTEST_DEBUG_TEMPROOT"] = memory


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Remove the temporary folders when all went well: memory is not for keeping things.

    Not test by test, as pytest would: in many a test functions of `os` are not what they should be, to the last.
    """
    folder = session.config._tmp_path_factory._basetemp  # type: ignore[attr-defined]
    if exitstatus == 0 and folder is not None and "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(folder, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of `LONG` files first; within a file, and among the others, they stay in their order."""
    ranks = {f"test_{name}": rank for rank, name in enumerate(LONG)}
    items.sort(key=lambda item: ranks.get(item.path.stem, len(ranks)))


# Real content


def corpora() -> dict[str, Path]:
    """Return the archives of real content beside the project by name; none where there are none."""
    for parent in Path(__file__).parents:
        folder = parent.parent / "shared" / "corpora"
        if folder.is_dir():
            return {path.name.removesuffix(".tar.xz"): path for path in sorted(folder.glob("*.tar.xz"))}
    return {}


PACKED = corpora()


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function that unpacks an archive of the corpora and returns its folder; skips without corpora.

    It is unpacked once for all processes, so nobody may write there.
    """
    place = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent

    def unpack(name: str) -> Path:
        if not PACKED:
            pytest.skip("the corpora are not on this machine")
        folder = place / "corpora" / name
        if not folder.exists():
            folder.parent.mkdir(exist_ok=True)
            own = tempfile.mkdtemp(dir=place)
            with tarfile.open(PACKED[name]) as tar:
                if hasattr(tarfile, "data_filter"):
                    tar.extractall(own, filter="data")
                else:  # Python before 3.11.4 knows no filters
                    tar.extractall(own)
            with contextlib.suppress(OSError):  # another process was quicker
                os.rename(os.path.join(own, name), folder)
            shutil.rmtree(own)
        return folder

    return unpack


def real_posts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield path and text of each post below `folder`, or of what may be one."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            if name.endswith((".md", ".mdx", ".markdown", ".html", ".htm")) and not path.is_symlink():
                yield path.relative_to(folder).as_posix(), path.read_bytes().decode("utf-8", "replace")


class Outcome(NamedTuple):
    """What a run of the command left: exit status, standard output, standard error."""

    status: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Return a function that runs the command with arguments in a folder, with standard input if wanted."""

    def call(*arguments: str | Path, cwd: Path | None = None, stdin: bytes = b"") -> Outcome:
        if cwd is not None:
            monkeypatch.chdir(cwd)
        out, err = _Stream(), _Stream()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                status = cli.main([str(argument) for argument in arguments])
            except SystemExit as stop:
                status = stop.code if isinstance(stop.code, int) else 1
        return Outcome(status, out.text(), err.text())

    return call


class _Stream(io.TextIOWrapper):
    """A stream in memory that has a buffer, as standard output has."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), "utf-8", newline="")

    def text(self) -> str:
        self.flush()
        data = self.buffer
        assert isinstance(data, io.BytesIO)
        return data.getvalue().decode()


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "NO_COLOR", "COLUMNS", "GITHUB_STEP_SUMMARY"):
        if name in os.environ:
            monkeypatch.delenv(name)
