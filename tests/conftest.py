"""What several test files need: the corpora where they are, and a way to run the command."""

from __future__ import annotations

import contextlib
import io
import os
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from copydesk import cli

ROOT = Path(__file__).parent.parent


def corpora() -> Path | None:
    """Return the folder of packed real content beside the project, or None where there is none."""
    for parent in Path(__file__).parents:
        folder = parent.parent / "shared" / "corpora"
        if folder.is_dir():
            return folder
    return None


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function that unpacks an archive of the corpora and returns its folder; skips without corpora."""
    packed = corpora()
    unpacked: dict[str, Path] = {}

    def unpack(name: str) -> Path:
        if packed is None:
            pytest.skip("the corpora are not on this machine")
        if name not in unpacked:
            folder = tmp_path_factory.mktemp("corpora")
            with tarfile.open(packed / f"{name}.tar.xz") as tar:
                if hasattr(tarfile, "data_filter"):
                    tar.extractall(folder, filter="data")
                else:  # Python before 3.11.4 knows no filters
                    tar.extractall(folder)
            unpacked[name] = folder / name
        return unpacked[name]

    return unpack


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
