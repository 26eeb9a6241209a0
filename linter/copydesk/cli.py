"""The command line: what is asked, what is printed, and the exit status.

0: nothing was found. 1: there are findings. 2: the tool could not do its work (usage, configuration, unreadable
input, an internal error).
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

import copydesk
from copydesk import config, engine, registry, report, runner
from copydesk.result import Summary
from copydesk.rule import Rule
from copydesk.runner import FileResult, Request

NOTHING, FOUND, FAILED = 0, 1, 2


class Failure(Exception):
    """Something that keeps the command from its work; its text is for the user."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line `arguments` (those of the process by default) and return the exit status."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        status = command(options)
        sys.stdout.flush()
        return status
    except (Failure, config.ConfigError, registry.UnknownRule, registry.BadRule, RuntimeError) as error:
        report.write(sys.stderr, f"copydesk: {error}\n")
        return FAILED
    except BrokenPipeError:  # whoever read our output has seen enough
        _leave_stdout()
        return FOUND
    except KeyboardInterrupt:
        report.write(sys.stderr, "copydesk: interrupted\n")
        return 130
    except OSError as error:  # a full disk behind standard output, a folder that is gone
        report.write(sys.stderr, f"copydesk: {_reason(error)}\n")
        _leave_stdout()
        return FAILED
    except Exception as error:  # a defect of ours must not pass for findings, as Python's own status 1 would
        report.write(sys.stderr, f"copydesk: internal error: {engine.describe(error)}\n")
        return FAILED


def _reason(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{os.fsdecode(error.filename)}: {reason}" if isinstance(error.filename, str | bytes) else reason


def _leave_stdout() -> None:
    """Send what is left in the buffer of standard output nowhere: nobody takes it, and Python would complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="copydesk",
        description="Checks and mends posts: Markdown, MDX and HTML with front matter.",
        epilog="Exit status: 0 nothing found, 1 findings, 2 the tool could not do its work.",
    )
    parser.add_argument("--version", action="version", version=f"copydesk {copydesk.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    check = commands.add_parser("check", help="report what is wrong; never writes", description="Report what is wrong.")
    _files(check)
    check.add_argument("--exit-zero", action="store_true", help="exit with 0 even when there are findings")
    check.set_defaults(command=_check, verb="check", unsafe_fixes=False)

    fix = commands.add_parser("fix", help="mend what can be mended", description="Mend what can be mended safely.")
    _files(fix)
    fix.add_argument("--unsafe-fixes", action="store_true", help="also make fixes that drop something of the author's")
    fix.add_argument("--diff", action="store_true", help="show what would change and write nothing")
    fix.add_argument("--exit-zero", action="store_true", help="exit with 0 even when findings are left")
    fix.add_argument(
        "--exit-non-zero-on-fix", action="store_true", help="exit with 1 when a file changed, even if nothing is left"
    )
    fix.set_defaults(command=_check, verb="fix")

    explain = commands.add_parser("explain", help="show the page of a rule")
    explain.add_argument("rule", help="code or name, such as TRK002 or tracking-attribute")
    explain.add_argument("--config", type=Path, metavar="FILE", help="configuration that names private rules")
    explain.set_defaults(command=_explain)

    rules = commands.add_parser("rules", help="list the rules")
    rules.add_argument("--write", type=Path, metavar="FOLDER", help="write the pages of all rules and their index")
    rules.add_argument("--config", type=Path, metavar="FILE", help="configuration that names private rules")
    rules.set_defaults(command=_rules)

    new = commands.add_parser("new", help="write the skeleton of a rule")
    new.add_argument("code", help="two or three capitals and three digits, such as ACM001")
    new.add_argument("name", help="words with hyphens that read after “allow”, such as shouting-title")
    new.add_argument("--to", type=Path, default=Path(), metavar="FOLDER", help="where to write it (default: here)")
    new.set_defaults(command=_new)
    return parser


def _files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: this folder); - is stdin")
    parser.add_argument("--files-from", metavar="FILE", help="read more paths from FILE, one a line; - is stdin")
    parser.add_argument("--stdin-filename", metavar="PATH", help="the name under which standard input is checked")
    parser.add_argument("--select", metavar="RULES", help="only these: codes, names, families, presets, with commas")
    parser.add_argument("--extend-select", metavar="RULES", help="these as well")
    parser.add_argument("--ignore", metavar="RULES", help="but not these")
    parser.add_argument("--config", type=Path, metavar="FILE", help="use this configuration for every file")
    parser.add_argument("--isolated", action="store_true", help="read no configuration")
    parser.add_argument("--output-format", choices=report.FORMATS, default=report.FORMATS[0], help="default: full")
    parser.add_argument("--limit", type=int, default=report.LIMIT, metavar="N", help="full: show N findings, 0 for all")
    parser.add_argument("--jobs", "-j", type=int, default=0, metavar="N", help="processes (default: one per processor)")
    parser.add_argument("--force-exclude", action="store_true", help="leave out what is excluded even when it is named")
    parser.add_argument("--show-skipped", action="store_true", help="name each skipped file and why, on stderr")


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in (text or "").split(",") if word.strip())


def _check(options: argparse.Namespace) -> int:
    started = time.monotonic()
    if options.isolated and options.config:
        raise Failure("--isolated and --config do not go together")
    if options.config is not None and not options.config.is_file():
        raise Failure(f"{options.config}: no such configuration file")
    base = Path.cwd()
    verb: report.Verb = "check" if options.verb == "check" else "diff" if options.diff else "fix"
    paths: list[str] = [*options.paths, *_listed(options.files_from)]
    stdin = "-" in paths or (options.stdin_filename is not None and not paths)
    if stdin and (len(paths) > 1 or options.files_from is not None):
        raise Failure("standard input is checked alone: name no other paths")
    if options.stdin_filename is not None and not stdin:
        raise Failure("--stdin-filename is for standard input: name no paths, or `-`")
    if not paths and not stdin and options.files_from is None:  # a list of files may be empty
        paths = ["."]
    request = Request(
        verb,
        unsafe=options.unsafe_fixes,
        config=options.config,
        isolated=options.isolated,
        select=_words(options.select),
        extend_select=_words(options.extend_select),
        ignore=_words(options.ignore),
        lines=options.output_format in report.SHOWS_LINES,
        edits=options.output_format in report.SHOWS_EDITS,
        render=report.stateless(options.output_format),
        base=base,
        roots=(base, *(base / path for path in paths if path != "-")),
    )
    runner.workspace.cache_clear()  # what an earlier run in this process has read may be out of date
    space = runner.workspace(request)
    skipped: Counter[str] = Counter()
    errors: list[str] = []
    files: list[str] = []
    if stdin:
        name = os.path.join(base, options.stdin_filename or "stdin.md")
        results: Iterator[FileResult] = iter([space.process_text(name, sys.stdin.buffer.read())])
    else:
        for item in space.walk(paths, options.force_exclude):
            if item.kind == "file":
                files.append(os.path.join(base, item.path))
            elif item.kind == "error":
                errors.append(f"{item.path}: {item.reason}")
            else:
                skipped[item.reason] += 1
                if options.show_skipped:
                    report.write(sys.stderr, f"skipped {item.path}: {item.reason}\n")
        if not files:
            space.rule_set(space.settings(base))  # a slip is one even where there is nothing to check
        results = runner.run(request, files, options.jobs if options.jobs > 0 else os.cpu_count() or 1)
    piped = stdin and verb == "fix"
    # What is made of the text goes to standard output, bytes as they are, and all else is out of its way.
    stream = sys.stderr if piped or verb == "diff" else sys.stdout
    rules = _used(space, base)
    out = report.make(
        options.output_format,
        verb=verb,
        rules=[_info(rule) for rule in rules] if options.output_format in ("sarif", "github") else (),
        terminal=report.terminal(stream, os.environ),
        limit=max(options.limit, 0),
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
    if options.exit_zero:
        return NOTHING
    if verb != "check" and summary.changed and (verb == "diff" or options.exit_non_zero_on_fix):
        return FOUND
    return FOUND if summary.total else NOTHING


def _stream(results: Iterator[FileResult], out: report.Report, stream: TextIO, piped: bool) -> Summary:
    """Write what `out` says of each result as it comes, and return the counts."""
    codes: Counter[str] = Counter()
    severities: Counter[str] = Counter()
    files = affected = fixable = unsafely = mended = changed = 0
    errors: list[str] = []
    for result in results:
        files += 1
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
        affected += bool(result.codes)
        if result.rendered or result.findings:
            report.write(stream, result.rendered or out.file(result.path, result.findings))
    return Summary(
        files, dict(codes), dict(severities), fixable, unsafely, mended, changed, {}, tuple(errors), affected=affected
    )


def _listed(name: str | None) -> list[str]:
    if name is None:
        return []
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise Failure(f"{name}: cannot be read: {error.strerror}") from None
    separator = b"\0" if b"\0" in data else b"\n"
    return [os.fsdecode(line.rstrip(b"\r")) for line in data.split(separator) if line.strip()]


def _used(space: runner.Workspace, folder: Path) -> list[type[Rule]]:
    return list(registry.discover(space.settings(folder).rules).values())


def _info(rule: type[Rule]) -> report.RuleInfo:
    from copydesk import docs

    return report.RuleInfo(rule.code, rule.name, rule.severity, docs.summary(rule), docs.body(rule))


def _all_rules(file: Path | None) -> dict[str, type[Rule]]:
    place = file or config.find(Path.cwd())
    return registry.discover(config.load(place.resolve()).rules if place is not None else ())


def _explain(options: argparse.Namespace) -> int:
    from copydesk import docs

    rule = registry.find(_all_rules(options.config), options.rule)
    text = docs.page(rule)
    terminal = report.terminal(sys.stdout, os.environ)
    if not sys.stdout.isatty():
        report.write(sys.stdout, text)
        return NOTHING
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(width=min(terminal.width, 100), no_color=not terminal.color)
    console.print(Markdown(text))
    return NOTHING


def _rules(options: argparse.Namespace) -> int:
    from copydesk import docs

    rules = _all_rules(options.config)
    if options.write is not None:
        for rule in rules.values():
            _write(options.write / f"{rule.code}.md", docs.page(rule))
        _write(options.write / "README.md", docs.index(rules.values()))
        return NOTHING
    for rule in rules.values():
        default = "on" if rule.default else "opt-in"
        report.write(sys.stdout, f"{rule.code}  {rule.name:<28} {default:<7} {docs.summary(rule)}\n")
    return NOTHING


def _new(options: argparse.Namespace) -> int:
    from copydesk import skeleton

    try:
        path = skeleton.write(options.code, options.name, options.to)
    except ValueError as error:
        raise Failure(str(error)) from None
    report.write(sys.stdout, f"wrote {path}\n")
    return NOTHING


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise Failure(f"{path}: cannot be written: {error.strerror}") from None


if __name__ == "__main__":
    sys.exit(main())
