"""Reports: what a run says, to people or to another program.

A report turns findings into text as they come: `begin` once, `file` for every file in turn, `end` once with the
counts. It never writes to a stream itself; the caller does, with `write`. The formats live in one module each, and
only the one that is asked for is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from copydesk.rule import Severity
from copydesk.typed import TYPE_CHECKING, Literal, NamedTuple, Protocol, TextIO, cached_property

if TYPE_CHECKING:
    from copydesk.result import Brief, PlacedFinding, Summary

FORMATS = ("full", "concise", "json", "github", "sarif")
"""The names that `make` knows; the first is the default."""

SHOWS_LINES = frozenset(("full", "sarif"))
"""The reports that say what stands on the line of a finding."""

SHOWS_EDITS = frozenset(("json", "sarif"))
"""The reports that say what a fix writes where."""

SHOWS_RULES = frozenset(("github", "sarif"))
"""The reports that say what the rules are about."""

Verb = Literal["check", "fix", "diff"]
"""What the run did: looked, mended, or showed what it would mend."""

LIMIT = 100
"""How many findings the `full` report shows before it only counts."""

WIDEST = 160
"""The widest line that a report makes, in columns."""

READABLE = 100
"""Columns beyond which a sentence becomes hard to follow; source lines may be longer."""


class Report(Protocol):
    """Text for the findings of a run, in the order of the calls."""

    def begin(self) -> str:
        """Return what stands before everything else; may be empty."""
        ...

    def file(self, path: str, findings: Sequence[PlacedFinding]) -> str:
        """Return what is to be said of the file at `path`, whose `findings` are in document order; may be empty."""
        ...

    def end(self, summary: Summary) -> str:
        """Return what stands after everything else."""
        ...


class RuleInfo(NamedTuple):
    """What a report may say about a rule: `summary` is one line, `description` its page in Markdown.

    `help_uri` is the address of that page, or empty where it is on no web site.
    """

    code: str
    name: str
    severity: Severity
    summary: str = ""
    description: str = ""
    help_uri: str = ""


class Terminal(NamedTuple):
    """Where the text is going: how many columns wide, with colour or without, in which encoding."""

    width: int = 80
    color: bool = False
    encoding: str = "utf-8"

    @property
    def unicode(self) -> bool:
        """Tell whether box-drawing characters are safe there.

        The older encodings of East Asia have them too, but terminals that use these draw them two columns wide.
        """
        return self.encoding.lower().startswith("utf")


def terminal(stream: TextIO, environ: Mapping[str, str]) -> Terminal:
    """Return what `stream` is.

    Colour is for terminals, unless ``NO_COLOR`` (no-color.org: any value but an empty one) or ``TERM=dumb`` forbids
    it; ``FORCE_COLOR`` (any value but empty and ``0``) brings it to pipes too. ``COLUMNS`` overrides the width.
    """
    is_terminal = stream.isatty()
    color = is_terminal and environ.get("TERM") != "dumb"
    if color and environ.get("OS") == "Windows_NT":  # the plain console shows escapes as they are
        color = any(name in environ for name in ("WT_SESSION", "TERM_PROGRAM", "TERM", "ANSICON", "ConEmuANSI"))
    if environ.get("FORCE_COLOR", "0") not in ("", "0"):
        color = True
    if environ.get("NO_COLOR"):
        color = False
    columns = environ.get("COLUMNS", "")
    width = int(columns) if columns.isdecimal() else 0
    if not width:
        width = _columns(stream) if is_terminal else 100
    return Terminal(width, color, getattr(stream, "encoding", None) or "utf-8")


def _columns(stream: TextIO) -> int:
    """Return the width of the terminal behind `stream`, or 80 where nobody knows."""
    import os

    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def write(stream: TextIO, text: str) -> None:
    """Write `text` to `stream`; characters that its encoding cannot say become backslash escapes.

    Names of files that are not UTF-8 hold lone surrogates, which no encoding can say.
    """
    if not text:
        return
    try:
        stream.write(text)
    except UnicodeEncodeError:
        encoding = getattr(stream, "encoding", None) or "utf-8"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))


def stateless(name: str) -> Callable[[str, Sequence[Brief]], str] | None:
    """Return what the report called `name` makes of one file, if that does not depend on the files before it."""
    if name != "concise":
        return None
    from copydesk.report.concise import lines

    return lines


class _Full:
    """The `full` report, loaded when there is a finding; that nothing was found is said in one line without it."""

    def __init__(self, verb: Verb, rules: Sequence[RuleInfo], terminal: Terminal, limit: int) -> None:
        self._verb: Verb = verb
        self._rules = rules
        self._terminal = terminal
        self._limit = limit

    @cached_property
    def _report(self) -> Report:
        from copydesk.report.full import Full

        return Full(verb=self._verb, rules=self._rules, terminal=self._terminal, limit=self._limit)

    def begin(self) -> str:
        """Return nothing: the first file begins the report."""
        return ""

    def file(self, path: str, findings: Sequence[PlacedFinding]) -> str:
        """Return the findings of one file."""
        return self._report.file(path, findings)

    def end(self, summary: Summary) -> str:
        """Return the counts of the run and what else there is to say."""
        if not (summary.total or summary.fixed or summary.errors or self._terminal.color):
            from copydesk.report.words import checked

            words = checked(summary, self._verb)
            if 2 * len(words) <= min(self._terminal.width, READABLE):  # there is room, however wide its characters
                return f"{words}\n"
        return self._report.end(summary)


def make(
    name: str,
    *,
    verb: Verb = "check",
    rules: Sequence[RuleInfo] = (),
    terminal: Terminal | None = None,
    limit: int = LIMIT,
    version: str = "",
    environ: Mapping[str, str] | None = None,
) -> Report:
    """Return the report that is called `name` in `FORMATS`; raises `ValueError` for another name.

    `rules` are those that ran. `limit` is how many findings the `full` report shows (0: all of them). `version` is
    the tool's own. `environ` is where `github` looks for ``GITHUB_STEP_SUMMARY``.
    """
    if name == "full":
        return _Full(verb, rules, terminal or Terminal(), limit)
    if name == "concise":
        from copydesk.report.concise import Concise

        return Concise(verb=verb)
    if name == "json":
        from copydesk.report.json import Json

        return Json()
    if name == "github":
        from copydesk.report.github import GitHub

        return GitHub(verb=verb, rules=rules, step_summary=(environ or {}).get("GITHUB_STEP_SUMMARY", ""))
    if name == "sarif":
        from copydesk.report.sarif import Sarif

        return Sarif(rules=rules, version=version)
    raise ValueError(f"no report is called {name!r}: there are {', '.join(FORMATS)}")
