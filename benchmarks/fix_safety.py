"""What fixers do to posts that nobody asked for: copydesk, safe and with unsafe fixes, beside the public tools.

``python benchmarks/fix_safety.py`` makes up 300 awkward posts (``awkward.py``), lets each tool fix a copy of them
twice, and prints what a reader gets differently (``reader_view.py``). ``fix_safety.py FOLDER…`` takes folders of your
own. Tools that are not installed are named and left out. ``docs/fix-safety.md`` says how to read the table.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import named_edits
from awkward import generate
from reader_view import Difference, Kind, Reader, compare, front_matter

MARKDOWN = (".md", ".markdown")
MDX = (".mdx",)
HTML = (".html", ".htm", ".xhtml")
TIMEOUT = 1800  # seconds for one run of one tool


class Tool(NamedTuple):
    """A fixer: its name, the program, what to say to it, and which files it reads.

    `version` is what to say to have the version told, `setup` prepares the folder that it will work in.
    """

    name: str
    program: str
    fix: tuple[str, ...]
    suffixes: tuple[str, ...] = MARKDOWN
    version: tuple[str, ...] = ("--version",)
    setup: Callable[[Path, Path | None], None] | None = None


def _remark(folder: Path, tools: Path | None) -> None:
    """Tell remark its plugins, by their place: it looks for them beside the posts otherwise."""
    modules = _modules(tools)
    plugins = {name: os.fspath(modules / name / "index.js") for name in ("remark-frontmatter", "remark-gfm")}
    settings = [[plugins["remark-frontmatter"], ["yaml", "toml"]], plugins["remark-gfm"]]
    (folder / ".remarkrc.json").write_text(json.dumps({"plugins": settings}), "utf-8")


def _modules(tools: Path | None) -> Path:
    """Return the folder of the npm packages: that of `tools`, else the one that holds remark's program."""
    if tools is not None and (tools / "node_modules").is_dir():
        return (tools / "node_modules").resolve()
    program = shutil.which("remark")
    return Path(program).resolve().parent.parent if program else Path("node_modules").resolve()


PEERS = (
    Tool("rumdl", "rumdl", ("fmt", "--no-config", "--no-cache", "."), MARKDOWN + MDX),
    Tool("mdformat", "mdformat", (".",)),
    Tool(
        "pymarkdown",
        "pymarkdown",
        ("--continue-on-error", "--enable-extensions", "front-matter", "fix", "--recurse", "."),
        version=("version",),
    ),
    Tool("markdownlint-cli2", "markdownlint-cli2", ("--fix", "**/*.md", "**/*.markdown")),
    Tool(
        "prettier",
        "prettier",
        ("--write", "--no-config", "--no-editorconfig", "--log-level", "warn", "**/*.{md,markdown,mdx}"),
        MARKDOWN + MDX,
    ),
    Tool("remark", "remark", (".", "--output", "--silent", "--ext", "md,markdown"), setup=_remark),
)
OURS = (
    Tool("copydesk", "copydesk", ("fix",), MARKDOWN + MDX + HTML),
    Tool("copydesk-unsafe", "copydesk", ("fix", "--unsafe-fixes"), MARKDOWN + MDX + HTML),
)
TITLES = {
    "copydesk": "`copydesk fix`",
    "copydesk-unsafe": "`copydesk fix --unsafe-fixes`",
    "rumdl": "`rumdl fmt`",
    "mdformat": "`mdformat`",
    "pymarkdown": "`pymarkdown fix`",
    "markdownlint-cli2": "`markdownlint-cli2 --fix`",
    "prettier": "`prettier --write`",
    "remark": "`remark -o`",
}


class Harm(NamedTuple):
    """One thing that a tool did to a post and did not name: which column it counts in, how often, where, and what."""

    column: str
    number: int
    path: str
    what: str


COLUMNS = {
    "fields": "front matter values changed",
    "words": "visible words lost or added",
    "references": "links or images changed",
    "code": "code samples changed",
    "structure": "blocks and line breaks changed",
    "newlines": "newline style lost",
    "again": "not idempotent",
    "bytes": "other bytes changed",
}
IN_FILES = ("newlines", "again", "bytes")
"""The columns that count files; the others count things, and name the files in brackets."""


class Result(NamedTuple):
    """What one tool did to the posts of one folder.

    `changed` counts files, `harm` is what was done to them unnamed, `dropped` counts the words that unsafe fixes
    dropped by name, `named` the changes of any kind that findings named; `notes` are for the reader of the table.
    """

    posts: int
    changed: int
    harm: list[Harm]
    dropped: int = 0
    notes: tuple[str, ...] = ()

    def count(self, column: str) -> int:
        """Return how often there is harm of this kind."""
        return sum(one.number for one in self.harm if one.column == column)

    def files(self, column: str) -> int:
        """Return in how many files there is harm of this kind."""
        return len({one.path for one in self.harm if one.column == column})


# Judging


def kind_of(path: str) -> Kind:
    """Return how the file of this name is read."""
    suffix = os.path.splitext(path)[1].lower()
    return "mdx" if suffix in MDX else "html" if suffix in HTML else "markdown"


def decoded(data: bytes) -> str:
    """Return the text of a file; bytes that are no UTF-8 stay apart from each other."""
    return data.decode("utf-8", "surrogateescape")


def newlines(text: str) -> set[str]:
    """Return the styles of newline in `text`."""
    found = set()
    if "\r\n" in text:
        found.add("CRLF")
    rest = text.replace("\r\n", "")
    return found | ({"LF"} if "\n" in rest else set()) | ({"CR"} if "\r" in rest else set())


def judge(path: str, before: str, after: str, steps: Sequence[named_edits.Step] = ()) -> tuple[list[Harm], int]:
    """Return the harm that came to a post, and the words that were dropped by name.

    `steps` lead from `before` to `after` by edits that findings named; without any, nothing was named.
    """
    harm: list[Harm] = []
    dropped = 0
    reader = Reader(kind_of(path))
    if steps:
        view = reader.view(before)
        for step in steps:
            anew = named_edits.read_rightly(step)
            if anew != step.before:
                view = reader.view(anew)
            following = reader.view(step.after)
            rest = named_edits.unnamed(reader, step, compare(view, following))
            harm.extend(_harm(path, rest.difference, reader))
            dropped += rest.dropped
            view = following
    else:
        difference = compare(reader.view(before), reader.view(after))
        if front_matter(before) is not None and front_matter(after) is None:
            # What was front matter is text now: one harm, not a hundred words and some headings as well.
            difference = Difference(difference.fields, Counter(), Counter(), (), (), ())
        harm.extend(_harm(path, difference, reader))
    was, now = newlines(before), newlines(after)
    if now - was or (was - now and not _cut_by_name(was - now, steps)):
        harm.append(Harm("newlines", 1, path, f"{' and '.join(sorted(was))} became {' and '.join(sorted(now))}"))
    return harm, dropped


def _cut_by_name(gone: set[str], steps: Sequence[named_edits.Step]) -> bool:
    """Tell whether all newlines of the styles that are gone stood in what named edits deleted."""
    deleted = [step.before[edit.start : edit.end] for step in steps for fix in step.fixes for edit in fix.edits]
    return gone <= newlines("x".join(deleted))


def _harm(path: str, difference: Difference, reader: Reader) -> Iterator[Harm]:
    for key in difference.fields:
        yield Harm("fields", 1, path, key)
    number = max(difference.lost.total(), difference.added.total())
    if number:
        what = f"lost {_some(difference.lost, reader)}; added {_some(difference.added, reader)}"
        yield Harm("words", number, path, what)
    for old, new in difference.references:
        yield Harm("references", 1, path, f"{old} became {new}")
    for was, now in difference.code:
        yield Harm("code", 1, path, f"{was!r} became {now!r}")
    for block in difference.structure:
        yield Harm("structure", 1, path, f"{' '.join(block.path)}: {' '.join(block.words[:20])}")


def _some(words: Counter[str], reader: Reader) -> str:
    found = [f"{reader.shown(word)}×{number}" if number > 1 else reader.shown(word) for word, number in words.items()]
    return " ".join(found[:12]) or "nothing"


# Running


def start_of(program: str, tools: Path | None) -> tuple[str, ...] | None:
    """Return how to start `program`: from the folder of tools, this interpreter's environment, or the path."""
    places = [Path(sys.executable).parent]
    if tools is not None:
        places = [tools / "node_modules" / ".bin", tools / "bin", tools, *places]
    for place in places:
        found = shutil.which(program, path=os.fspath(place.resolve()))
        if found:
            return (found,)
    found = shutil.which(program)
    return (found,) if found else None


def version_of(tool: Tool, start: Sequence[str]) -> str:
    """Return the version that a tool tells, or nothing."""
    try:
        told = subprocess.run([*start, *tool.version], capture_output=True, text=True, timeout=120, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return next((word for word in told.stdout.replace(",", " ").split() if word.strip("v")[:1].isdigit()), "")


def posts_below(folder: Path, suffixes: Sequence[str]) -> list[str]:
    """Return the files below `folder` with one of `suffixes`, with ``/`` between their parts."""
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in (".git", "node_modules"))
        for name in sorted(names):
            path = os.path.join(place, name)
            if name.lower().endswith(tuple(suffixes)) and os.path.isfile(path) and not os.path.islink(path):
                found.append(os.path.relpath(path, folder).replace(os.sep, "/"))
    return found


def copied(source: Path, target: Path, only: Sequence[str] | None) -> Path:
    """Copy `source`, or `only` these files of it, to `target` and return that."""
    if only is None:
        ignore = shutil.ignore_patterns(".git", "node_modules")
        shutil.copytree(source, target, symlinks=True, ignore=ignore)
        return target
    for path in only:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / path, target / path)
    return target


class Ran(NamedTuple):
    """How a run of a tool ended, and the last line it said."""

    status: int
    said: str


def run(command: Sequence[str], folder: Path) -> Ran:
    """Run `command` in `folder`."""
    try:
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        return Ran(-1, f"stopped after {TIMEOUT} seconds")
    lines = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
    return Ran(done.returncode, lines[-1][:200] if lines else "")


def contents(folder: Path, paths: Sequence[str]) -> dict[str, bytes]:
    """Return the bytes of `paths` below `folder`; of one that is gone, none."""
    return {path: (folder / path).read_bytes() if (folder / path).is_file() else b"" for path in paths}


def try_peer(tool: Tool, start: Sequence[str], source: Path, scratch: Path, tools: Path | None) -> Result:
    """Let a public tool fix a copy of the posts below `source` twice, and return what came of it."""
    paths = posts_below(source, tool.suffixes)
    folder = copied(source, scratch / tool.name, paths)
    if tool.setup is not None:
        tool.setup(folder, tools)
    before = contents(folder, paths)
    notes = []
    first = run([*start, *tool.fix], folder)
    after = contents(folder, paths)
    second = run([*start, *tool.fix], folder)
    again = contents(folder, paths)
    if first.status not in (0, 1) or (first.status and after == before):
        notes.append(f"ended with status {first.status}: {first.said}")
    if second.status not in (0, 1):
        notes.append(f"the second run ended with status {second.status}: {second.said}")
    changed = [path for path in paths if after[path] != before[path]]
    harm = []
    for path in changed:
        harm.extend(judge(path, decoded(before[path]), decoded(after[path]))[0])
    harm.extend(Harm("again", 1, path, "the second run changed it") for path in paths if again[path] != after[path])
    return Result(len(paths), len(changed), harm, notes=tuple(notes))


def try_copydesk(tool: Tool, start: Sequence[str], source: Path, scratch: Path) -> Result:
    """Let copydesk fix a copy of the site at `source` twice, and return what came of it.

    The whole folder is copied, pictures too: copydesk reads a site, not a heap of files. Raises `ReportError`.
    """
    unsafe = "--unsafe-fixes" in tool.fix
    paths = posts_below(source, tool.suffixes)
    folder = copied(source, scratch / tool.name, None)
    before = contents(folder, paths)
    command = ["--exit-zero", *tool.fix[1:]]
    report = named_edits.run(start, folder, "fix", *command)
    refused = named_edits.taken_back(report, folder)
    after = contents(folder, paths)
    named_edits.run(start, folder, "fix", *command)
    again = contents(folder, paths)
    steps = named_edits.replay(start, copied(source, scratch / f"{tool.name}-named", None), unsafe, refused)
    changed = [path for path in paths if after[path] != before[path]]
    harm = []
    dropped = 0
    for path in changed:
        own = steps.get(path, [])
        old, new = decoded(before[path]), decoded(after[path])
        if not own or own[-1].after != new:
            harm.append(Harm("bytes", 1, path, "something changed that no finding named"))
            own = []
        found, number = judge(path, old, new, own)
        harm.extend(found)
        dropped += number
    harm.extend(
        Harm("bytes", 1, path, "a finding offered a fix that was not made")
        for path in steps
        if path in after and path not in changed
    )
    harm.extend(Harm("again", 1, path, "the second run changed it") for path in paths if again[path] != after[path])
    notes = tuple(
        f"took back a fix of {', '.join(sorted(back.codes))} in {path}" for path, back in sorted(refused.items())
    )
    return Result(len(paths), len(changed), harm, dropped, notes)


# Printing


def row(title: str, result: Result) -> str:
    """Return one row of the table."""
    cells = [title, f"{result.posts:,}", f"{result.changed:,}"]
    for column in COLUMNS:
        number = result.count(column)
        files = f" ({result.files(column)})" if number and column not in IN_FILES else ""
        cells.append(f"{number:,}{files}" if number else "0")
    cells[-1] = cells[-1] if "copydesk" in title else "–"
    cells.append(f"{result.dropped:,}" if "copydesk" in title else "–")
    return "| " + " | ".join(cells) + " |"


def head(first: str) -> str:
    """Return the head of the table."""
    titles = [first, "posts", "files changed", *COLUMNS.values(), "words dropped by name"]
    return "| " + " | ".join(titles) + " |\n|" + " --- |" + " ---: |" * (len(titles) - 1)


def show(result: Result, number: int) -> None:
    """Print up to `number` cases of each kind of harm, and the notes."""
    for column, title in COLUMNS.items():
        cases = [one for one in result.harm if one.column == column]
        for one in cases[:number]:
            print(f"    {title}: {one.path}: {one.what}"[:600])
        if number and len(cases) > number:
            print(f"    {title}: and {len(cases) - number} more")
    for note in result.notes:
        print(f"    {note}")


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    names = ", ".join(tool.name for tool in (*OURS, *PEERS))
    parser = argparse.ArgumentParser(description="Count what fixers do to posts that nobody asked for.")
    parser.add_argument("folders", type=Path, nargs="*", metavar="FOLDER", help="posts to fix (made up if not given)")
    parser.add_argument("--posts", type=int, default=300, metavar="N", help="how many posts to make up (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="seed of the posts made up (%(default)s)")
    parser.add_argument("--tools", metavar="A,B", help=f"only these: {names}")
    parser.add_argument("--tools-folder", type=Path, metavar="FOLDER", help="where npm or a venv installed the tools")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="show N cases of each kind of harm")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the copies here and leave them there")
    return parser


def main() -> int:
    """Run what the command line asks for.

    Returns 0; 1 if copydesk did harm; 2 if a tool that was asked for is missing or copydesk could not be run.
    """
    parser = arguments()
    options = parser.parse_args()
    tools = {tool.name: tool for tool in (*OURS, *PEERS)}
    wanted = options.tools.split(",") if options.tools else list(tools)
    if unknown := [name for name in wanted if name not in tools]:
        parser.error(f"no such tool: {', '.join(unknown)}")
    if missing := [folder for folder in options.folders if not folder.is_dir()]:
        parser.error(f"there is no folder {missing[0]}")
    status = 0
    with tempfile.TemporaryDirectory(prefix="copydesk-safety-") as temporary:
        scratch = options.keep or Path(temporary)
        scratch.mkdir(parents=True, exist_ok=True)
        folders = [folder.resolve() for folder in options.folders]
        if not folders:
            folders = [scratch / "awkward"]
            generate(folders[0], options.posts, options.seed)
        starts = {name: start_of(tools[name].program, options.tools_folder) for name in wanted}
        for name, start in starts.items():
            if start is None:
                print(f"{name} is left out: it is not installed here")
                status = 2 if options.tools else status
            else:
                print(f"{name} {version_of(tools[name], start)}: {shlex.join([tools[name].program, *tools[name].fix])}")
        print(f"\n{head('folder and tool' if len(folders) > 1 else 'tool')}", flush=True)
        results = []
        for folder in folders:
            for name, start in starts.items():
                if start is None:
                    continue
                place = scratch / f"{folder.name}-fixed"
                for stale in (place / name, place / f"{name}-named"):  # of an earlier run, where copies are kept
                    shutil.rmtree(stale, ignore_errors=True)
                try:
                    if name in [tool.name for tool in OURS]:
                        result = try_copydesk(tools[name], start, folder, place)
                    else:
                        result = try_peer(tools[name], start, folder, place, options.tools_folder)
                except named_edits.ReportError as error:
                    print(f"{name} is left out: {error}")
                    status = 2
                    continue
                title = f"{folder.name}: {TITLES[name]}" if len(folders) > 1 else TITLES[name]
                print(row(title, result), flush=True)
                results.append((title, result))
                if result.harm and tools[name] in OURS:
                    status = status or 1
            if not options.keep:
                shutil.rmtree(scratch / f"{folder.name}-fixed", ignore_errors=True)
        for title, result in results:
            if result.notes or (options.show and result.harm):
                print(f"\n{title}")
                show(result, options.show)
    return status


if __name__ == "__main__":
    raise SystemExit(main())
