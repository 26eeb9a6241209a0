"""The command line: what is asked, what is printed, and the exit status.

0: nothing was found. 1: there are findings. 2: the tool could not do its work (usage, configuration, unreadable
input, an internal error).

A command imports what it works with itself: to start is most of the work of a run over a few files, and ``--help``
needs none of it.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import copydesk
from copydesk import report
from copydesk.typed import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from argparse import ArgumentParser, _ArgumentGroup
    from pathlib import Path
    from types import ModuleType

    from copydesk.config import Settings
    from copydesk.images.command import Get
    from copydesk.remote import Ask
    from copydesk.result import Summary
    from copydesk.rule import Rule
    from copydesk.runner import FileResult, Workspace

NOTHING, FOUND, FAILED = 0, 1, 2


class Failure(Exception):
    """Something that keeps the command from its work; its text is for the user."""


class Asked:
    """What a command line asks: the values here hold where it says nothing."""

    command = "check"
    parser: ArgumentParser | None = None
    """What has read this: the parser of the command, or of what is to be done with pictures."""
    # check and fix
    paths: Sequence[str] = ()
    files_from: str | None = None
    stdin_filename: str | None = None
    select: str | None = None
    extend_select: str | None = None
    ignore: str | None = None
    config: Path | None = None
    isolated = False
    output_format = report.FORMATS[0]
    limit = report.LIMIT
    jobs = 0
    force_exclude = False
    show_skipped = False
    exit_zero = False
    unsafe_fixes = False
    diff = False
    exit_non_zero_on_fix = False
    online = False
    max_age: float | None = None
    budget: float | None = None
    # explain, rules, new
    rule = ""
    write: Path | None = None
    code = ""
    name = ""
    to: Path | None = None
    # init, baseline
    force = False
    # images
    what = "list"
    dry_run = False


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line `arguments` (those of the process by default) and return the exit status."""
    asked = _read(sys.argv[1:] if arguments is None else arguments)
    try:
        status = _COMMANDS[asked.command](asked)
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # whoever read our output has seen enough
        _leave_stdout()
        return FOUND
    except KeyboardInterrupt:
        report.write(sys.stderr, "copydesk: interrupted\n")
        return 130
    except Exception as error:
        return _failed(error)


def _failed(error: Exception) -> int:
    """Say what kept a command from its work and return the exit status of that."""
    from copydesk import engine, registry
    from copydesk.rule import Misconfigured

    if isinstance(error, Failure | Misconfigured | registry.UnknownRule | registry.BadRule | RuntimeError):
        report.write(sys.stderr, f"copydesk: {error}\n")
    elif isinstance(error, OSError):  # a full disk behind standard output, a folder that is gone
        report.write(sys.stderr, f"copydesk: {_reason(error)}\n")
        _leave_stdout()
    else:  # a defect of ours must not pass for findings, as Python's own status 1 would
        report.write(sys.stderr, f"copydesk: internal error: {engine.describe(error)}\n")
    return FAILED


def _reason(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{os.fsdecode(error.filename)}: {reason}" if isinstance(error.filename, str | bytes) else reason


def _leave_stdout() -> None:
    """Send what is left in the buffer of standard output nowhere: nobody takes it, and Python would complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _read(arguments: Sequence[str]) -> Asked:
    """Return what the command line `arguments` asks; leaves by `SystemExit` where that is help or nonsense."""
    if arguments[:1] == ["check"] and not any(argument.startswith("-") for argument in arguments):
        # Paths and nothing else. To be told so by argparse takes a tenth of the whole run.
        asked = Asked()
        asked.paths = arguments[1:]
        return asked
    parser = _parser(arguments[0] if arguments else "")
    if not arguments:
        parser.print_help(sys.stderr)
        raise SystemExit(FAILED)
    asked, unknown = parser.parse_known_args(arguments, Asked())
    if unknown:
        _refuse(asked.parser or parser, unknown)
    return asked


def _refuse(parser: ArgumentParser, unknown: Sequence[str]) -> None:
    """Leave with an error that names the arguments that are `unknown`, and the option that the first may have been."""
    import re

    from copydesk.text import did_you_mean

    near = ""
    if unknown[0].startswith("-"):
        said = unknown[0].partition("=")[0]
        options = re.findall(r"--[a-z][a-z-]*", parser.format_help())
        begin = [option for option in options if option.startswith(said)] if said.startswith("--") else []
        near = f": did you mean `{min(begin, key=len)}`?" if begin else did_you_mean(said, options)
    parser.error(f"unrecognized arguments: {' '.join(unknown)}{near}")


def _parser(command: str) -> ArgumentParser:
    """Return the parser of a command line that begins with `command`, or of any one where that is no command."""
    import argparse

    def undecided(prog: str) -> argparse.HelpFormatter:
        # While it is made, a parser asks for a formatter at every argument, and one that is not told a width imports
        # a whole module to look for the terminal.
        return argparse.HelpFormatter(prog, width=80)

    parser = argparse.ArgumentParser(
        prog="copydesk",
        description="Checks and mends posts: Markdown, MDX and HTML with front matter.",
        epilog="Exit status: 0 nothing found, 1 findings, 2 the tool could not do its work.",
        formatter_class=undecided,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"copydesk {copydesk.__version__}")
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", dest="command", required=True, prog="copydesk"
    )
    for name, (add, help, description) in _PARSERS.items():
        if command not in _PARSERS or command == name:
            # What is not said is not set, so that the values of `Asked` hold.
            own = commands.add_parser(
                name,
                help=help,
                description=description,
                argument_default=argparse.SUPPRESS,
                formatter_class=undecided,
                allow_abbrev=False,
            )
            own.set_defaults(parser=own)
            add(own)
            own.formatter_class = argparse.HelpFormatter
    parser.formatter_class = argparse.HelpFormatter
    return parser


def _check_arguments(parser: ArgumentParser) -> None:
    _files(parser)
    parser.add_argument("--exit-zero", action="store_true", help="exit with 0 even when there are findings")


def _fix_arguments(parser: ArgumentParser) -> None:
    _files(parser)
    parser.add_argument(
        "--unsafe-fixes", action="store_true", help="also make fixes that drop something of the author's"
    )
    parser.add_argument("--diff", action="store_true", help="show what would change and write nothing")
    parser.add_argument("--exit-zero", action="store_true", help="exit with 0 even when findings are left")
    parser.add_argument(
        "--exit-non-zero-on-fix", action="store_true", help="exit with 1 when a file changed, even if nothing is left"
    )


def _explain_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("rule", help="code or name, such as TRK002 or tracking-attribute")
    parser.add_argument(
        "--config", type=_path, metavar="FILE", help="configuration that names private rules and vendors"
    )


def _rules_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--write", type=_path, metavar="FOLDER", help="write the pages of all rules and their index")
    parser.add_argument("--config", type=_path, metavar="FILE", help="configuration that names private rules")


def _new_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("code", help="two or three capitals and three digits, such as ACM001")
    parser.add_argument("name", help="words with hyphens that read after “allow”, such as shouting-title")
    parser.add_argument("--to", type=_path, metavar="FOLDER", help="where to write it (default: here)")


def _init_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--force", action="store_true", help="write over the configuration that is there")


def _baseline_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: this folder)")
    parser.add_argument("--to", type=_path, metavar="FILE", help="where to write it (default: what is configured)")
    parser.add_argument("--config", type=_path, metavar="FILE", help="use this configuration for every file")
    parser.add_argument("--jobs", "-j", type=_count, metavar="N", help="processes (default: one per processor)")


def _images_arguments(parser: ArgumentParser) -> None:
    import argparse

    actions = parser.add_subparsers(title="what to do", metavar="ACTION", dest="what", required=True)
    for name, help in (
        ("list", "show every picture that posts name, and what is known of it"),
        ("fetch", "download pictures of other sites, and name the copies"),
        ("orphans", "show pictures of the site that nothing names"),
    ):
        own = actions.add_parser(
            name, help=help, description=help, argument_default=argparse.SUPPRESS, allow_abbrev=False
        )
        own.set_defaults(parser=own)
        own.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: this folder)")
        own.add_argument("--config", type=_path, metavar="FILE", help="use this configuration for every file")
        if name != "fetch":
            own.add_argument("--output-format", choices=("table", "json"), help="default: table")
        if name == "list":
            _online(own)
        elif name == "fetch":
            own.add_argument("--to", type=_path, metavar="FOLDER", help="where to put them (default: as the site does)")
            own.add_argument("--dry-run", action="store_true", help="say what would be fetched; ask and write nothing")


_PARSERS: dict[str, tuple[Callable[[ArgumentParser], None], str, str | None]] = {
    "check": (_check_arguments, "report what is wrong; never writes", "Report what is wrong."),
    "fix": (_fix_arguments, "mend what can be mended", "Mend what can be mended safely."),
    "explain": (_explain_arguments, "show the page of a rule", None),
    "rules": (_rules_arguments, "list the rules", None),
    "init": (
        _init_arguments,
        "write a configuration from what is found here",
        "Recognise the site, learn what its front matter has in common, and write copydesk.toml.",
    ),
    "baseline": (
        _baseline_arguments,
        "record today's findings, so that only new ones are reported",
        "Record today's findings; with `baseline = FILE` in the configuration only new ones are reported.",
    ),
    "images": (
        _images_arguments,
        "list the pictures of a site, fetch those of others, show unused ones",
        "Look at all the pictures that the posts of a site name.",
    ),
    "new": (_new_arguments, "write the skeleton of a rule", None),
}
"""Of each command what adds its arguments, the line in the list of commands, and the description in its help."""


def _files(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: this folder); - is stdin")
    parser.add_argument("--files-from", metavar="FILE", help="read more paths from FILE, one a line; - is stdin")
    parser.add_argument("--stdin-filename", metavar="PATH", help="the name under which standard input is checked")
    parser.add_argument("--select", metavar="RULES", help="only these: codes, names, families, presets, with commas")
    parser.add_argument("--extend-select", metavar="RULES", help="these as well")
    parser.add_argument("--ignore", metavar="RULES", help="but not these")
    parser.add_argument("--config", type=_path, metavar="FILE", help="use this configuration for every file")
    parser.add_argument("--isolated", action="store_true", help="read no configuration")
    parser.add_argument("--output-format", choices=report.FORMATS, help="default: full")
    parser.add_argument("--limit", type=_count, metavar="N", help="full: show N findings, 0 for all")
    parser.add_argument("--jobs", "-j", type=_count, metavar="N", help="processes (default: one per processor)")
    parser.add_argument("--force-exclude", action="store_true", help="leave out what is excluded even when it is named")
    parser.add_argument("--show-skipped", action="store_true", help="name each skipped file and why, on stderr")
    _online(parser.add_argument_group("the network"))


def _online(parser: ArgumentParser | _ArgumentGroup) -> None:
    parser.add_argument("--online", action="store_true", help="ask the network about pictures on other sites")
    parser.add_argument(
        "--max-age", type=_length, metavar="TIME", help="how old an answer may be, as 12h (default: 7d)"
    )
    parser.add_argument("--budget", type=_length, metavar="TIME", help="ask for no longer than this, as 5m")


def _length(text: str) -> float:
    from copydesk.online.settings import seconds

    length = seconds(text)
    if length is None:
        from argparse import ArgumentTypeError

        raise ArgumentTypeError(f"`{text}` is no time: write it as 30s, 5m, 12h or 7d")
    return length


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        from argparse import ArgumentTypeError

        raise ArgumentTypeError(f"`{text}` is no number: it must be 0 or more")
    return int(text)


def _path(text: str) -> Path:
    from pathlib import Path

    return Path(text)


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in (text or "").split(",") if word.strip())


def _check(asked: Asked) -> int:
    from copydesk import runner

    started = time.monotonic()
    if asked.isolated and asked.config:
        raise Failure("--isolated and --config do not go together")
    if asked.config is not None and not asked.config.is_file():
        raise Failure(f"{asked.config}: no such configuration file")
    base = os.getcwd()
    verb: report.Verb = "check" if asked.command == "check" else "diff" if asked.diff else "fix"
    paths: list[str] = [*asked.paths, *_listed(asked.files_from)]
    _consistent(asked)
    stdin = "-" in paths or (asked.stdin_filename is not None and not paths)
    if stdin and (len(paths) > 1 or asked.files_from is not None):
        raise Failure("standard input is checked alone: name no other paths")
    if stdin and asked.online:
        raise Failure("--online is for files, not for standard input")
    if asked.stdin_filename is not None and not stdin:
        raise Failure("--stdin-filename is for standard input: name no paths, or `-`")
    if not paths and not stdin and asked.files_from is None:  # a list of files may be empty
        paths = ["."]
    request = runner.Request(
        verb,
        unsafe=asked.unsafe_fixes,
        config=str(asked.config) if asked.config is not None else None,
        isolated=asked.isolated,
        select=_words(asked.select),
        extend_select=_words(asked.extend_select),
        ignore=_words(asked.ignore),
        lines=asked.output_format in report.SHOWS_LINES,
        edits=asked.output_format in report.SHOWS_EDITS,
        render=report.stateless(asked.output_format),
        base=base,
        roots=(base, *(os.path.join(base, path) for path in paths if path != "-")),
        online=asked.online,
    )
    runner.workspace.cache_clear()  # what an earlier run in this process has read may be out of date
    space = runner.workspace(request)
    skipped: Counter[str] = Counter()
    errors: list[str] = []
    files: list[str] = []
    if stdin:
        if sys.stdin is None:
            raise Failure("standard input is closed")
        name = os.path.join(base, asked.stdin_filename or "stdin.md")
        results: Iterator[FileResult] = iter([space.process_text(name, sys.stdin.buffer.read())])
    else:
        for item in space.walk(paths, asked.force_exclude):
            if item.kind == "file":
                files.append(os.path.join(base, item.path))
            elif item.kind == "error":
                errors.append(f"{item.path}: {item.reason}")
            else:
                skipped[item.reason] += 1
                if asked.show_skipped:
                    report.write(sys.stderr, f"skipped {item.path}: {item.reason}\n")
        if not files:
            space.rule_set(space.settings(base))  # a slip is one even where there is nothing to check
        ask = _asking(asked, space.settings(base)) if asked.online else None
        results = runner.run(request, files, asked.jobs if asked.jobs > 0 else os.cpu_count() or 1, ask)
    piped = stdin and verb == "fix"
    # What is made of the text goes to standard output, bytes as they are, and all else is out of its way.
    stream = sys.stderr if piped or verb == "diff" else sys.stdout
    private = space.settings(base).rules
    out = report.make(
        asked.output_format,
        verb=verb,
        rules=_infos(private) if asked.output_format in report.SHOWS_RULES else (),
        terminal=report.terminal(stream, os.environ),
        limit=max(asked.limit, 0),
        version=copydesk.__version__,
        environ=os.environ,
    )
    report.write(stream, out.begin())
    summary = _stream(results, out, stream, piped)
    summary = summary._replace(
        skipped=dict(skipped), errors=(*errors, *summary.errors), seconds=time.monotonic() - started
    )
    report.write(stream, out.end(summary))
    stream.flush()
    if summary.errors:
        return FAILED
    if asked.exit_zero:
        return NOTHING
    if verb != "check" and summary.changed and (verb == "diff" or asked.exit_non_zero_on_fix):
        return FOUND
    return FOUND if summary.total else NOTHING


def _consistent(asked: Asked) -> None:
    """Raise `Failure` where the command line says how to ask the network, and not to ask it."""
    if not asked.online and (asked.max_age is not None or asked.budget is not None):
        raise Failure("--max-age and --budget are for --online")


def _asking(asked: Asked, settings: Settings) -> Ask:
    """Return whoever asks the network, as the command line and the `settings` want it."""
    from copydesk.online.settings import Online

    own = settings.online or Online()
    if asked.max_age is not None:
        own = own._replace(max_age=asked.max_age)
    if asked.budget is not None:
        own = own._replace(budget=asked.budget)
    ask: Ask = _networking("--online").shown(own, copydesk.__version__, sys.stderr)
    return ask


def _stream(results: Iterator[FileResult], out: report.Report, stream: TextIO, piped: bool) -> Summary:
    """Write what `out` says of each result as it comes, and return the counts."""
    from copydesk.result import Summary

    codes: Counter[str] = Counter()
    severities: Counter[str] = Counter()
    unchecked: Counter[str] = Counter()
    files = affected = fixable = unsafely = mended = changed = known = 0
    errors: list[str] = []
    for result in results:
        known += result.known
        unchecked.update(result.unchecked)
        files += result.files
        codes.update(result.codes)
        severities.update(result.severities)
        fixable += result.fixable
        unsafely += result.unsafely_fixable
        mended += result.mended
        changed += result.changed
        errors.extend(result.errors)
        if result.diff:
            # The bytes of a name that is not UTF-8 are what they were.
            sys.stdout.buffer.write(result.diff.encode("utf-8", "surrogateescape" if os.sep == "/" else "replace"))
        if piped and result.text is not None:
            sys.stdout.buffer.write(result.text.encode("utf-8"))
        affected += result.affected
        if result.rendered or result.findings:
            report.write(stream, result.rendered or out.file(result.path, result.findings))
    return Summary(
        files,
        dict(codes),
        dict(severities),
        fixable,
        unsafely,
        mended,
        changed,
        errors=tuple(errors),
        affected=affected,
        known=known,
        unchecked=dict(unchecked),
    )


def _listed(name: str | None) -> list[str]:
    if name is None:
        return []
    if name == "-" and sys.stdin is None:
        raise Failure("standard input is closed")
    try:
        data = sys.stdin.buffer.read() if name == "-" else _path(name).read_bytes()
    except OSError as error:
        raise Failure(f"{name}: cannot be read: {error.strerror}") from None
    separator = b"\0" if b"\0" in data else b"\n"
    return [os.fsdecode(line.rstrip(b"\r")) for line in data.split(separator) if line.strip()]


def _infos(private: Sequence[Path]) -> list[report.RuleInfo]:
    """Return what reports may say of the rules, those in the files `private` included."""
    from copydesk import docs, registry

    return [
        report.RuleInfo(rule.code, rule.name, rule.severity, docs.summary(rule), docs.body(rule))
        for rule in registry.discover(private).values()
    ]


def _all_rules(file: Path | None) -> tuple[dict[str, type[Rule]], Sequence[Path]]:
    """Return the rules that the configuration `file`, or the one of this folder, knows, and its vendor files."""
    from copydesk import config, registry

    place = str(file) if file is not None else config.find(os.getcwd())
    if place is None:
        return registry.discover(), ()
    settings = config.load(os.path.realpath(place))
    return registry.discover(settings.rules), settings.vendors


def _explain(asked: Asked) -> int:
    from copydesk import docs, registry

    rules, vendors = _all_rules(asked.config)
    rule = registry.find(rules, asked.rule)
    text = docs.page(rule, registry.explained(vendors, rule.code))
    terminal = report.terminal(sys.stdout, os.environ)
    if not sys.stdout.isatty():
        report.write(sys.stdout, text)
        return NOTHING
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(width=min(terminal.width, 100), no_color=not terminal.color)
    console.print(Markdown(text))
    return NOTHING


def _rules(asked: Asked) -> int:
    from copydesk import docs

    rules, _ = _all_rules(asked.config)
    if asked.write is not None:
        for rule in rules.values():
            _write(asked.write / f"{rule.code}.md", docs.page(rule))
        _write(asked.write / "README.md", docs.index(rules.values()))
        return NOTHING
    for rule in rules.values():
        default = "opt-in" if not rule.default else "online" if rule.online else "on"
        report.write(sys.stdout, f"{rule.code:<6}  {rule.name:<28} {default:<7} {docs.summary(rule)}\n")
    return NOTHING


def _new(asked: Asked) -> int:
    from copydesk import registry, skeleton

    for rule in registry.discover().values():
        if asked.code == rule.code or asked.name == rule.name:
            raise Failure(f"there is a rule {rule.code} {rule.name} already")
    try:
        path = skeleton.write(asked.code, asked.name, asked.to or _path("."))
    except ValueError as error:
        raise Failure(str(error)) from None
    report.write(sys.stdout, f"wrote {path}\n")
    return NOTHING


def _init(asked: Asked) -> int:
    from datetime import date

    from copydesk import config, init
    from copydesk.report import learnt
    from copydesk.report.words import plural

    base = os.getcwd()
    target = _path(config.FILE_NAME)
    if not asked.force:
        if target.exists():
            raise Failure(f"{target} is there already; --force writes over it")
        if config.find(base) == os.path.join(base, "pyproject.toml"):
            raise Failure("pyproject.toml has a [tool.copydesk] already; --force writes copydesk.toml beside it")
    sites = init.survey(base)
    if not any(site.posts for site in sites):
        raise Failure("there are no posts here: run `copydesk init` in the folder of a site")
    _write(target, init.configuration(sites, date.today().isoformat()))
    report.write(sys.stdout, learnt.table(sites, report.terminal(sys.stdout, os.environ)))
    report.write(sys.stdout, f"wrote {target}\n")
    recorded, total = _record([os.curdir], None, 0)
    if total:
        where = f"{plural(total, 'finding')} in {plural(len(recorded), 'file')}"
        report.write(
            sys.stdout,
            f"today `copydesk check` reports {where}\n"
            "to begin with new posts only, run `copydesk baseline`, which records them\n",
        )
    else:
        report.write(sys.stdout, "today `copydesk check` reports nothing\n")
    return NOTHING


def _walked(space: Workspace, paths: Sequence[str]) -> list[str]:
    """Return the files at and below `paths`, absolute. Raises `Failure` where one of these is not there."""
    files: list[str] = []
    for item in space.walk(paths, False):
        if item.kind == "error":
            raise Failure(f"{item.path}: {item.reason}")
        if item.kind == "file":
            files.append(os.path.join(space.request.base, item.path))
    return files


def _record(paths: Sequence[str], file: Path | None, jobs: int) -> tuple[dict[str, Counter[str]], int]:
    """Return what a baseline keeps of today's findings by absolute path, and how many these are."""
    from copydesk import runner

    base = os.getcwd()
    config = str(file) if file is not None else None
    request = runner.Request("check", config=config, base=base, lines=False, edits=False, record=True)
    runner.workspace.cache_clear()
    files = _walked(runner.workspace(request), paths)
    recorded: dict[str, Counter[str]] = {}
    for result in runner.run(request, files, jobs if jobs > 0 else os.cpu_count() or 1):
        if result.recorded:
            recorded.setdefault(os.path.join(base, result.path), Counter()).update(result.recorded)
    return recorded, sum(sum(known.values()) for known in recorded.values())


def _baseline(asked: Asked) -> int:
    from copydesk import baseline, config
    from copydesk.report.words import plural

    base = os.getcwd()
    file = str(asked.config) if asked.config is not None else config.find(base)
    configured = config.load(os.path.realpath(file)).baseline if file is not None else None
    target = asked.to or configured or _path(baseline.FILE_NAME)
    shown = os.path.relpath(target, base)
    before: dict[str, baseline.Known] = {}
    try:
        before = baseline.read(target)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise Failure(f"{shown}: cannot be read: {error.strerror}") from None
    except baseline.BadBaseline as error:
        # What it says of other files would be lost.
        if asked.to is None or asked.to == configured:
            raise Failure(f"{shown}: {error}") from None
        raise Failure(f"{shown}: is there already, and is no baseline: name another file") from None
    paths = asked.paths or [os.curdir]
    recorded, total = _record(paths, asked.config, asked.jobs)
    folder = os.path.dirname(os.path.abspath(target))
    listed = {os.path.relpath(path, folder).replace(os.sep, "/"): known for path, known in recorded.items()}
    try:
        baseline.write(target, baseline.outside(target, before, paths) | listed)
    except OSError as error:
        raise Failure(f"{target}: cannot be written: {error.strerror}") from None
    report.write(sys.stdout, f"wrote {shown}: {plural(total, 'finding')}\n")
    if configured is None or os.path.abspath(configured) != os.path.abspath(target):
        place = os.path.relpath(file, base) if file is not None else config.FILE_NAME
        table = "below [tool.copydesk]" if os.path.basename(place) == "pyproject.toml" else "before its first table"
        report.write(sys.stdout, f'add `baseline = "{shown}"` to {place}, {table}\n')
    return NOTHING


def _images(asked: Asked) -> int:
    from copydesk import runner
    from copydesk.images import command

    base = os.getcwd()
    if asked.config is not None and not asked.config.is_file():
        raise Failure(f"{asked.config}: no such configuration file")
    _consistent(asked)
    paths = asked.paths or [os.curdir]
    request = runner.Request(
        "fix" if asked.what == "fetch" else "check",
        unsafe=True,
        config=str(asked.config) if asked.config is not None else None,
        base=base,
        roots=(base, *(os.path.join(base, path) for path in paths)),
        lines=False,
        edits=False,
    )
    runner.workspace.cache_clear()
    space = runner.workspace(request)
    files = _walked(space, paths)
    settings = space.settings(base)

    def say(text: str) -> None:
        report.write(sys.stdout, text)

    failed = 0
    errors: Sequence[str] = ()
    if asked.what == "list":
        ask = _asking(asked, settings) if asked.online else None
        errors = command.list_images(request, files, ask, asked.output_format == "json", say)
    elif asked.what == "orphans":
        command.list_orphans(request, files, asked.output_format == "json", say)
    else:
        to = asked.to.absolute() if asked.to is not None else None
        failed, errors = command.fetch_images(request, files, to, None if asked.dry_run else _getting(settings), say)
    for error in errors:
        report.write(sys.stderr, f"copydesk: {error}\n")
    return FAILED if errors else FOUND if failed else NOTHING


def _getting(settings: Settings) -> Get:
    """Return whoever downloads pictures, as the `settings` want it."""
    from functools import partial

    from copydesk.online.settings import Online

    progress = _networking("images fetch")
    return partial(progress.downloaded, settings.online or Online(), copydesk.__version__, sys.stderr)


def _networking(what: str) -> ModuleType:
    """Return the module that talks to the network, which `what` needs."""
    try:
        from copydesk.online import progress
    except ImportError as error:
        raise Failure(f"{what} needs {error.name}: pip install 'copydesk[online]'") from None
    return progress


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise Failure(f"{path}: cannot be written: {error.strerror}") from None


_COMMANDS: dict[str, Callable[[Asked], int]] = {
    "check": _check,
    "fix": _check,
    "explain": _explain,
    "rules": _rules,
    "init": _init,
    "baseline": _baseline,
    "images": _images,
    "new": _new,
}

if __name__ == "__main__":
    sys.exit(main())
