"""How long copydesk takes, beside rumdl, over the same posts.

``python benchmarks/speed.py`` makes 5,000 posts in a temporary folder and runs both tools over them in turn;
``python benchmarks/speed.py FOLDER`` takes a folder of your own; ``--single`` compares one clean post with an
interpreter that does nothing. The processor time counts every process that a tool starts. ``README.md`` beside this
file says how to read the figures.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import importlib.util
import os
import platform
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import BinaryIO, NamedTuple

from posts import generate

EXAMPLE = Path(__file__).parent.parent / "examples/newsroom/source/_posts/inside/how-a-story-is-cleaned.md"
MARKDOWN = (".md", ".markdown", ".mdx")
SINGLE_RUNS = 20
SAMPLE_EVERY = 0.01  # seconds between two looks at the memory
PATIENCE = 10.0  # seconds that a process may outlive the tool which started it


# Without it Python compiles all of a tool for every run (where nobody did when it was installed), which no user sees.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Tool(NamedTuple):
    """A program to measure: its name, how to start it, and what to say after that to check a folder."""

    name: str
    start: tuple[str, ...]
    check: tuple[str, ...]


class Sample(NamedTuple):
    """What one run took: processor and wall seconds, peak memory in bytes, the exit status."""

    cpu: float
    wall: float
    memory: int
    status: int


class ToolError(Exception):
    """A tool could not do its work; the message says how it ended and what it wrote last."""


class Memory:
    """A look, every few milliseconds, at the resident memory of all processes below this one.

    `peak` is the largest sum seen, in bytes; 0 where the system has no ``/proc``. A page that two processes share
    counts twice, so the figure is never too low for a tool with worker processes.
    """

    def __init__(self) -> None:
        self.peak = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        page = resource.getpagesize()
        while not self._done.wait(SAMPLE_EVERY):
            total = sum(resident_pages(pid) for pid in descendants(os.getpid())) * page
            self.peak = max(self.peak, total)


def descendants(pid: int) -> Iterator[int]:
    """Yield the processes that `pid` started, and those which they started; none where ``/proc`` does not say."""
    try:
        tasks = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return
    for task in tasks:
        try:
            with open(f"/proc/{pid}/task/{task}/children", "rb") as file:
                children = file.read().split()
        except OSError:
            continue
        for child in children:
            yield int(child)
            yield from descendants(int(child))


def resident_pages(pid: int) -> int:
    """Return how many pages of `pid` are in memory, 0 if it has ended."""
    try:
        with open(f"/proc/{pid}/statm", "rb") as file:
            return int(file.read().split()[1])
    except (OSError, IndexError):
        return 0


def adopt_orphans() -> None:
    """Make processes whose parent ends before them ours, so that their processor time is counted too (Linux)."""
    if sys.platform == "linux":
        set_child_subreaper = 36  # linux/prctl.h
        ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0)


def wait_for_orphans() -> None:
    """Wait for adopted processes to end.

    Raises `ToolError` if one of them is still there after `PATIENCE`; it is stopped then, lest the next run wait for
    it and its time be counted there.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            if time.monotonic() > deadline:
                for left in list(descendants(os.getpid())):
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(left, signal.SIGKILL)
                with contextlib.suppress(ChildProcessError):
                    while True:
                        os.waitpid(-1, 0)
                raise ToolError(f"left a process behind that still runs after {PATIENCE:.0f} seconds")
            time.sleep(0.002)


def run(command: Sequence[str], folder: Path, output: BinaryIO | None = None) -> Sample:
    """Run `command` in `folder` and return what it took; its output goes to `output`, or nowhere.

    Raises `ToolError` unless the exit status is 0 or 1, which for both tools means: done, nothing or something found.
    """
    with tempfile.TemporaryFile() as errors, Memory() as memory:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=output or subprocess.DEVNULL,
            stderr=errors,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        wait_for_orphans()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if process.returncode not in (0, 1):
            errors.seek(0)
            last = errors.read().decode(errors="replace").strip().splitlines()[-5:]
            raise ToolError("\n  ".join([f"ended with status {process.returncode}", *last]))
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    largest = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)  # the largest process
    return Sample(cpu, wall, memory.peak or largest, process.returncode)


def find(name: str, given: str | None) -> tuple[str, ...] | None:
    """Return how to start the program `name`: as `given`, from this interpreter's environment, or from the path.

    Returns None where it is not there.
    """
    if given:
        return tuple(shlex.split(given))
    beside = shutil.which(name, path=str(Path(sys.executable).parent))
    found = beside or shutil.which(name)
    if found:
        return (found,)
    if name == "copydesk" and importlib.util.find_spec(name) and importlib.util.find_spec(f"{name}.__main__"):
        return (sys.executable, "-m", name)
    return None


def interpreter_of(start: tuple[str, ...]) -> str:
    """Return the Python that runs the script `start`: the one of its first line, else the one that runs this."""
    try:
        with open(start[0], "rb") as file:
            line = file.readline(512)
    except OSError:
        return sys.executable
    words = line[2:].decode(errors="replace").split() if line.startswith(b"#!") else []
    return words[0] if len(words) == 1 and "python" in Path(words[0]).name else sys.executable


def version(tool: Tool) -> str:
    """Return the name and version of `tool` as it gives them itself, else its name."""
    try:
        told = subprocess.run([*tool.start, "--version"], capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return tool.name
    return told.stdout.strip().partition("\n")[0] or tool.name


def describe(folder: Path) -> str:
    """Return how many posts `folder` holds, and how large they are."""
    markdown = html = size = 0
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and name != "node_modules"]
        for name in names:
            suffix = os.path.splitext(name)[1].lower()
            if suffix in MARKDOWN:
                markdown += 1
                size += os.path.getsize(os.path.join(place, name))
            elif suffix in (".html", ".htm"):
                html += 1
    also = f" and {html:,} HTML files, which only copydesk reads" if html else ""
    return f"{markdown:,} Markdown files, {size / 1e6:.1f} MB{also}"


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def compare(tools: Sequence[Tool], folder: Path, runs: int) -> dict[str, list[Sample]]:
    """Run `tools` in turn over `folder`, once to warm up and `runs` times for the record; return the samples by name.

    A tool that cannot be started or fails is reported and left out.
    """
    samples: dict[str, list[Sample]] = {}
    left = list(tools)
    for turn in range(runs + 1):
        for tool in list(left):
            command = [*tool.start, *tool.check, str(folder)]
            try:
                if turn:
                    samples.setdefault(tool.name, []).append(run(command, folder))
                    continue
                with tempfile.TemporaryFile() as output:
                    sample = run(command, folder, output)
                    output.seek(0)
                    lines = sum(chunk.count(b"\n") for chunk in iter(lambda: output.read(1 << 16), b""))
            except (OSError, ToolError) as error:
                print(f"{tool.name} is left out: {error}")
                left.remove(tool)
                samples.pop(tool.name, None)
                continue
            found = "something found" if sample.status else "nothing found"
            print(f"{version(tool)}: {shlex.join(command)}\n  {found}, {lines:,} lines of output")
    return samples


def report(samples: dict[str, list[Sample]]) -> None:
    """Print the medians of each tool, and how they stand to those of rumdl."""
    columns = f"{'CPU s':>7}{'(range)':>12}{'wall s':>8}{'peak MB':>9}"
    print(f"\n{'':10}{columns}    against rumdl: {'CPU':>6}{'wall':>6}{'peak':>6}")
    peer = samples.get("rumdl")
    for name, taken in samples.items():
        cpu, wall, memory = medians(taken)
        spread = f"{min(s.cpu for s in taken):.2f}-{max(s.cpu for s in taken):.2f}"
        line = f"{name:10}{cpu:7.2f}{spread:>12}{wall:8.2f}{memory / 1e6:9.1f}"
        if peer:
            ratios = (ours / theirs for ours, theirs in zip((cpu, wall, memory), medians(peer), strict=True))
            line += " " * 19 + "".join(f"{ratio:6.2f}" for ratio in ratios)
        print(line)
    if not peer:
        print("without rumdl there are no ratios (pip install rumdl)")


def medians(samples: Sequence[Sample]) -> tuple[float, float, float]:
    """Return the medians of processor seconds, wall seconds and bytes of memory."""
    return median(s.cpu for s in samples), median(s.wall for s in samples), median(s.memory for s in samples)


def single(start: tuple[str, ...], post: Path, runs: int) -> None:
    """Print what checking one clean `post` costs against starting the same interpreter for nothing."""
    check = [*start, "check", str(post)]
    nothing = [interpreter_of(start), "-c", "pass"]
    status = run(check, post.parent).status  # also warms up; compiled modules are written now
    run(nothing, post.parent)
    ours, floor = [], []
    for _ in range(runs):
        ours.append(run(check, post.parent).cpu)
        floor.append(run(nothing, post.parent).cpu)
    print(f"copydesk check {post.name}: {median(ours) * 1000:.1f} ms CPU, median of {runs}")
    print(f"python -c pass: {median(floor) * 1000:.1f} ms CPU")
    print(f"ratio {median(ours) / median(floor):.2f}")
    if status:
        print("note: something was found in this post, so the time of the report is in the figure")


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(description="Measure copydesk beside rumdl over the same posts.")
    parser.add_argument(
        "folder", type=Path, nargs="?", help="posts to check (made up if not given); a post with --single"
    )
    parser.add_argument("--posts", type=int, default=5000, metavar="N", help="how many posts to make up (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="seed of the posts made up (%(default)s)")
    parser.add_argument("--runs", type=int, metavar="N", help=f"runs for the record (5; {SINGLE_RUNS} with --single)")
    parser.add_argument("--jobs", type=int, default=processors(), metavar="N", help="copydesk's workers (%(default)s)")
    parser.add_argument("--single", action="store_true", help="one clean post against an interpreter that does nothing")
    parser.add_argument("--copydesk", metavar="COMMAND", help="how to start copydesk, if not as 'copydesk'")
    parser.add_argument("--rumdl", metavar="COMMAND", help="how to start rumdl, if not as 'rumdl'")
    return parser


def main() -> int:
    """Measure what the command line asks for; return 0, or 2 if nothing could be measured."""
    parser = arguments()
    options = parser.parse_args()
    runs = options.runs if options.runs is not None else SINGLE_RUNS if options.single else 5
    if min(runs, options.posts, options.jobs) < 1:
        parser.error("--posts, --runs and --jobs take a number from 1")
    if options.folder and not options.folder.exists():
        parser.error(f"there is no {options.folder}")
    adopt_orphans()
    copydesk, rumdl = find("copydesk", options.copydesk), find("rumdl", options.rumdl)
    if options.single:
        post = (options.folder or EXAMPLE).resolve()
        if copydesk is None or not post.is_file():
            print("copydesk is not installed here" if copydesk is None else f"{post} is not a post")
            return 2
        try:
            single(copydesk, post, runs)
        except (OSError, ToolError) as error:
            print(f"copydesk {error}")
            return 2
        return 0

    tools = []
    checks = {
        "copydesk": (copydesk, ("check", "--output-format", "concise", "--jobs", str(options.jobs))),
        "rumdl": (rumdl, ("check", "--no-cache", "--no-config")),
    }
    for name, (start, check) in checks.items():
        if start is None:
            print(f"{name} is left out: it is not installed here")
        else:
            tools.append(Tool(name, start, check))
    with tempfile.TemporaryDirectory(prefix="copydesk-speed-") as temporary:
        folder = (options.folder or Path(temporary)).resolve()
        if not options.folder:
            generate(folder, options.posts, options.seed)
        print(f"{describe(folder)}; {platform.system()}, {processors()} processors, Python {platform.python_version()}")
        print(f"one run to warm up, medians of {runs}")
        samples = compare(tools, folder, runs)
    if not samples:
        return 2
    report(samples)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
