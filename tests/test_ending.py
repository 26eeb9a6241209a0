"""A run that is interrupted, killed, or out of space leaves every file whole, old or new, and ends in good order."""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.conftest import Outcome

from copydesk import engine, writing
from copydesk.engine import Fixed

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")

Run = Callable[..., Outcome]
HEAD = "---\ntitle: Rain\ndate: 2024-05-06 07:08:09\n---\n\n"
OLD = HEAD + '<p>See <a href="/tides" data-sudaclick="x">tides</a>.</p>\n\n' + "It rained for two days. " * 5 + "\n"
NEW = OLD.replace(' data-sudaclick="x"', "")
COMMAND = (sys.executable, "-m", "copydesk", "fix", "--isolated", "--ignore", "SIT", "--output-format", "concise")


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """Let the processes that are started hear Ctrl-C, also where a shell has started the tests in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def quick() -> Iterator[Path]:
    """Return a folder in memory where there is such a thing: to wait for a disk proves nothing about killed runs."""
    memory = "/dev/shm"
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


def lay_out(folder: Path, posts: int = 500) -> None:
    """Write `posts` posts with something to mend, over what has been mended."""
    for number in range(posts):
        path = f"{folder}/{number // 100}/post {number}.md"
        if not os.path.exists(path) or os.path.getsize(path) != len(OLD):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            Path(path).write_text(OLD, "utf-8")


def states(folder: Path) -> Counter[str]:
    """Return how many posts are old, how many new, and how many something else, which no post may ever be."""
    names = {OLD: "old", NEW: "new"}
    return Counter(names.get(path.read_text("utf-8"), "broken") for path in folder.rglob("*.md"))


def litter(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and path.suffix != ".md"]


def start(folder: Path, *arguments: str, jobs: int = 2) -> subprocess.Popen[bytes]:
    """Start a fix run that is alone in its process group, as a terminal starts it."""
    return subprocess.Popen(
        [*COMMAND, "--jobs", str(jobs), *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def finish(process: subprocess.Popen[bytes]) -> tuple[int, bytes]:
    """Return exit status and standard error, when nobody holds the streams any more: workers hold them too."""
    _, err = process.communicate(timeout=60)
    return process.returncode, err


class Ready(NamedTuple):
    """A process that has loaded all that a fix run needs, and divides for each: fifty starts take half a minute."""

    process: subprocess.Popen[bytes]
    line: socket.socket

    def start(self, folder: Path) -> Running:
        reading, writing = os.pipe()
        socket.send_fds(self.line, [os.fsencode(folder)], [writing])
        os.close(writing)
        return Running(int(self.line.recv(100)), reading, self.line)


class Running(NamedTuple):
    """A fix run of two workers, alone in its process group; `output` ends with the last of them."""

    pid: int
    output: int
    line: socket.socket

    def ended(self) -> bool:
        return bool(select.select([self.line], [], [], 0)[0])

    def finish(self) -> tuple[int, bytes]:
        with open(self.output, "rb") as file:
            printed = file.read()
        return int(self.line.recv(100)), printed


READY = """\
import os, socket, sys

import html5lib
from copydesk import __main__, cli, engine, proof, registry, runner, workers, writing

line = socket.socket(fileno=int(sys.argv.pop(1)))
registry.discover()
while True:
    folder, (output,), _, _ = socket.recv_fds(line, 4096, 1)
    pid = os.fork()
    if not pid:
        os.setsid()
        os.chdir(folder)
        os.dup2(output, 1)
        os.dup2(output, 2)
        __main__.main()
    os.close(output)
    line.send(str(pid).encode())
    line.send(str(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])).encode())
"""


@pytest.fixture
def ready() -> Iterator[Ready]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        command = [sys.executable, "-c", READY, str(theirs.fileno()), *COMMAND[3:], "--jobs", "2"]
        process = subprocess.Popen(command, pass_fds=[theirs.fileno()])
        yield Ready(process, ours)
        process.kill()
        process.wait()


@pytest.mark.skipif(not hasattr(socket, "SOCK_SEQPACKET") or sys.platform == "darwin", reason="no such sockets here")
def test_killed_at_fifty_moments(quick: Path, ready: Ready) -> None:
    chance = random.Random(20240506)
    halfway = left = 0
    for number in range(50):
        lay_out(quick)
        running = ready.start(quick)
        wait_for(running.ended, quick, chance.randrange(500))
        time.sleep(chance.uniform(0, 0.003))
        with contextlib.suppress(ProcessLookupError):  # it was ready first
            if number % 2:
                os.kill(running.pid, signal.SIGKILL)  # and the workers must notice by themselves
            else:
                os.killpg(running.pid, signal.SIGKILL)  # they too, in the middle of whatever they do
        running.finish()
        found = states(quick)
        assert found["broken"] == 0
        assert found["old"] + found["new"] == 500
        halfway += found["old"] > 0 < found["new"]
        names = litter(quick)
        assert all(name.startswith(writing.PREFIX) for name in names)
        left += len(names)
    print(f"{halfway} runs were killed halfway, {left} temporary files were left behind")
    assert halfway >= 25  # or it was not what it is meant to be
    if not litter(quick):  # chance spared it: one is made by hand
        leave_behind(quick / "0")
    assert ready.start(quick).finish()[0] == 0
    assert states(quick) == {"new": 500}
    assert litter(quick) == []


def wait_for(ended: Callable[[], object], folder: Path, number: int) -> None:
    """Return when post `number` has been mended, or the run has `ended`."""
    path = folder / str(number // 100) / f"post {number}.md"
    until = time.monotonic() + 30
    while not ended() and path.stat().st_size == len(OLD) and time.monotonic() < until:
        time.sleep(0.0005)


def leave_behind(folder: Path) -> None:
    """Have a process killed in the last moment before the new file takes its name."""
    code = (
        "import os, signal; from copydesk import writing; os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL);"
        "writing.write('dead.md', b'old', b'new')"
    )
    (folder / "dead.md").write_bytes(b"old")
    assert subprocess.run([sys.executable, "-c", code], cwd=folder).returncode == -signal.SIGKILL
    assert (folder / "dead.md").read_bytes() == b"old"
    (folder / "dead.md").unlink()
    assert litter(folder)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("group", [False, True], ids=["process", "group"])
@pytest.mark.parametrize(("number", "status", "says"), [(2, 130, b"interrupted"), (15, 143, b"terminated")])
def test_asked_to_end(quick: Path, number: int, status: int, says: bytes, group: bool, jobs: int) -> None:
    lay_out(quick)
    process = start(quick, jobs=jobs)
    try:
        wait_for(lambda: process.poll() is not None, quick, random.Random(number + group + jobs).randrange(300))
        (os.killpg if group else os.kill)(process.pid, number)
    finally:
        ended = finish(process)
    found = states(quick)
    assert found["broken"] == 0
    assert litter(quick) == []
    assert found["old"], "it was too late to interrupt anything"
    assert ended == (status, b"copydesk: " + says + b"\n")


SLEEPY = '''\
import time

from copydesk import Finding, Rule, bad


class Sleepy(Rule):
    """A post should not be slept over."""

    code = "ACM001"
    name = "sleep"
    examples = (bad("a"),)

    def check(self, doc):
        if "SLEEP" in doc.text:
            open("asleep", "w").close()
            time.sleep(100)
        return iter(())
'''


@pytest.mark.parametrize("command", ["check", "check --output-format concise", "fix"])
@pytest.mark.parametrize(("number", "status"), [(2, 130), (15, 143), (9, -9)])
def test_workers_end_with_their_parent(tmp_path: Path, command: str, number: int, status: int) -> None:
    lay_out(tmp_path, 60)
    (tmp_path / "0" / "post 7.md").write_text(HEAD + "SLEEP\n")
    (tmp_path / "acm.py").write_text(SLEEPY)
    (tmp_path / "copydesk.toml").write_text('rules = ["acm.py"]\n')
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "copydesk", *command.split(), "--jobs", "2"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        while not (tmp_path / "asleep").exists():
            assert time.monotonic() - began < 30
            time.sleep(0.01)
        asked = time.monotonic()
        process.send_signal(number)
        ended, err = finish(process)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert time.monotonic() - asked < 10  # somebody still had the streams until now
    assert ended == status
    assert b"Traceback" not in err


def workers(process: subprocess.Popen[bytes]) -> list[int]:
    """Return the numbers of the processes that `process` has started and that are still there."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(number) for number in listed.read_text().split()]


def is_idle(number: int) -> bool:
    return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "S"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems tell less about processes")
def test_a_worker_is_killed_while_it_hands_over_much(quick: Path) -> None:
    for number in range(60):
        (quick / f"{number}.md").write_text(HEAD + '<p data-sudaclick="x">Rain.</p>\n' * 1500, "utf-8")
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "copydesk",
            "check",
            "--isolated",
            "--ignore",
            "SIT",
            "--jobs",
            "2",
            "--output-format",
            "json",
        ],
        cwd=quick,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        until = time.monotonic() + 30
        while len(workers(process)) < 2 and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.3)  # until they have something to do
        process.send_signal(signal.SIGSTOP)
        # The workers go on until the pipe to the first process is full, and wait in the middle of a result.
        idle = 0
        while idle < 20 and time.monotonic() < until:
            idle = idle + 1 if all(map(is_idle, workers(process))) else 0
            time.sleep(0.02)
        for number in workers(process):
            os.kill(number, signal.SIGKILL)
        process.send_signal(signal.SIGCONT)
        _, err = process.communicate(timeout=20)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 2
    assert err == b"copydesk: a worker process was killed; the files it had are unchecked\n"


# Full disks


def limited(folder: Path, size: int) -> subprocess.CompletedProcess[bytes]:
    """Run fix in a process that may write no file larger than `size` bytes."""
    code = (
        "import os, resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2);"
        "os.execv(sys.executable, [sys.executable, *sys.argv[2:]])"
    )
    command = [sys.executable, "-c", code, str(size), *COMMAND[1:], "--jobs", "1"]
    return subprocess.run(command, cwd=folder, capture_output=True, timeout=60)


def test_a_file_that_may_not_be_so_large(tmp_path: Path) -> None:
    lay_out(tmp_path, 3)
    large = tmp_path / "0" / "post 1.md"
    large.write_text(OLD + "Rain. " * 1000, "utf-8")
    run = limited(tmp_path, 3000)
    assert run.returncode == 2
    assert b"0/post 1.md: not written: File too large\n" in run.stdout
    assert b"Traceback" not in run.stderr
    assert large.read_text("utf-8") == OLD + "Rain. " * 1000
    large.unlink()
    assert states(tmp_path) == {"new": 2}
    assert litter(tmp_path) == []


TINY = """\
import json, os, pathlib, subprocess, sys
import_path, old = sys.argv[1:]
folder = pathlib.Path("disk")
large = old + "Rain. " * 100_000
for name, text in (("a.md", old), ("b.md", large), ("c.md", old)):
    (folder / name).write_text(text)
command = [sys.executable, "-m", "copydesk", "fix", "--isolated", "--ignore", "SIT", "--jobs", "1"]
run = subprocess.run(command, cwd=folder,
                     capture_output=True, text=True, env={**os.environ, "PYTHONPATH": import_path})
names = sorted(path.name for path in folder.iterdir())
whole = (folder / "b.md").read_text() == large
print(json.dumps([run.returncode, run.stdout, run.stderr, names, whole, (folder / "c.md").read_text()]))
"""


def test_a_full_disk(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    mount = 'mount -t tmpfs -o size=1m none disk && exec "$@"'
    command = [sys.executable, "-c", TINY, os.pathsep.join(filter(None, sys.path)), OLD]
    try:
        run = subprocess.run(
            ["unshare", "--map-root-user", "--mount", "sh", "-c", mount, "sh", *command],
            cwd=tmp_path,
            capture_output=True,
            timeout=60,
        )
    except FileNotFoundError:
        pytest.skip("no program that makes a small disk")
    if not run.stdout:
        pytest.skip(f"no small disk here: {run.stderr.decode()}")
    status, out, err, names, whole, last = json.loads(run.stdout)
    assert status == 2
    assert "b.md: not written: No space left on device" in out
    assert err == ""
    assert names == ["a.md", "b.md", "c.md"]
    assert whole
    assert last == NEW


# Files that are not what they were, or not ours to write


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Path]:
    """Return a folder with two posts to mend, one of them in a folder of its own."""
    (tmp_path / "site" / "one").mkdir(parents=True)
    for name in ("one/a.md", "b.md"):
        (tmp_path / "site" / name).write_text(OLD, "utf-8")
    yield tmp_path / "site"
    assert (tmp_path / "site" / "b.md").read_text("utf-8") == NEW  # the run went on
    assert [path for path in tmp_path.rglob("*") if path.name.startswith(writing.PREFIX)] == []


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Have `act` done once, after the first post has been read and before it is written."""
    original = engine.fix
    acts = [act]

    def fix(*arguments: object, **more: bool) -> Fixed:
        fixed = original(*arguments, **more)  # type: ignore[arg-type]
        while acts:
            acts.pop()()
        return fixed

    monkeypatch.setattr(engine, "fix", fix)


def errors(outcome: Outcome) -> list[str]:
    return list(json.loads(outcome.out)["summary"]["errors"])


def fix(run: Run, folder: Path, *paths: str) -> Outcome:
    return run("fix", "--ignore", "SIT", "--output-format", "json", *paths, cwd=folder)


def test_a_file_that_changed_meanwhile(two: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    post = two / "one" / "a.md"
    meanwhile(monkeypatch, lambda: post.write_text("somebody was quicker"))
    outcome = fix(run, two, "one/a.md", "b.md")
    assert outcome.status == 2
    assert errors(outcome) == ["one/a.md: not written: it changed while it was being checked"]
    assert post.read_text() == "somebody was quicker"


def test_a_file_that_is_gone(two: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(monkeypatch, (two / "one" / "a.md").unlink)
    outcome = fix(run, two, "one/a.md", "b.md")
    assert outcome.status == 2
    assert errors(outcome) == ["one/a.md: not written: No such file or directory"]
    assert list((two / "one").iterdir()) == []


def test_a_folder_that_is_gone(two: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(monkeypatch, lambda: shutil.rmtree(two / "one"))
    outcome = fix(run, two, "one/a.md", "b.md")
    assert outcome.status == 2
    assert errors(outcome) == ["one/a.md: not written: No such file or directory"]


def test_a_file_that_became_a_pipe(two: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    post = two / "one" / "a.md"
    meanwhile(monkeypatch, lambda: (post.unlink(), os.mkfifo(post)))
    outcome = fix(run, two, "one/a.md", "b.md")
    assert outcome.status == 2
    assert errors(outcome) == ["one/a.md: not written: it is no regular file any more"]


def test_a_protected_file(two: Path, run: Run) -> None:
    post = two / "one" / "a.md"
    post.chmod(0o444)
    outcome = fix(run, two)
    assert outcome.status == 2
    assert errors(outcome) == ["one/a.md: not written: it is write-protected"]
    assert [finding["code"] for finding in json.loads(outcome.out)["findings"]] == ["TRK002"]  # it is still there
    assert post.read_text("utf-8") == OLD


def test_a_file_that_nobody_may_replace(two: Path, run: Run) -> None:
    post = two / "one" / "a.md"
    try:
        if subprocess.run(["chattr", "+i", post], capture_output=True).returncode:
            pytest.skip("no files here that nobody may replace")
    except FileNotFoundError:
        pytest.skip("no program that protects files")
    finally:
        (two / "b.md").write_text(NEW, "utf-8")
    try:
        outcome = fix(run, two)
    finally:
        subprocess.run(["chattr", "-i", post], check=True)
    assert outcome.status == 2
    assert errors(outcome) == ["one/a.md: not written: it is write-protected"]
    assert post.read_text("utf-8") == OLD


def test_a_folder_in_which_nobody_may_write(two: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    original = os.open

    def refuse(path: str | Path, flags: int, *more: int, **others: int) -> int:
        if flags & os.O_CREAT and "one" in Path(path).parts:
            raise PermissionError(13, "Permission denied", str(path))
        return original(path, flags, *more, **others)

    monkeypatch.setattr(os, "open", refuse)
    outcome = fix(run, two)
    assert outcome.status == 2
    assert errors(outcome) == ["one/a.md: not written: Permission denied"]


def test_links_inside_and_outside(two: Path, run: Run, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(OLD, "utf-8")
    post = two / "one" / "a.md"
    post.rename(two / "one" / "real.txt")
    post.symlink_to("real.txt")
    (two / "one" / "out.md").symlink_to(outside)
    outcome = fix(run, two)
    assert outcome.status == 2
    assert errors(outcome) == ["one/out.md: not written: a symbolic link leads out of the folders given"]
    assert post.is_symlink()
    assert (two / "one" / "real.txt").read_text("utf-8") == NEW
    assert outside.read_text("utf-8") == OLD


def test_a_check_sweeps_nothing(two: Path, run: Run) -> None:
    leave_behind(two / "one")
    names = litter(two)
    assert run("check", "--ignore", "SIT", cwd=two).status == 1
    assert run("fix", "--ignore", "SIT", "--diff", cwd=two).status == 1
    assert litter(two) == names
    assert run("fix", "--ignore", "SIT", cwd=two).status == 0
    assert litter(two) == []
