"""What reports say: to people in a terminal of any width, and to programs in the formats they expect."""

from __future__ import annotations

import importlib.util
import io
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from tests import stopwatch

from copydesk.report import FORMATS, Report, RuleInfo, Terminal, make, terminal, write
from copydesk.report.words import checked, duration, ranges, visible
from copydesk.result import Place, PlacedEdit, PlacedFinding, PlacedFix, Summary
from copydesk.rule import Severity
from copydesk.text import Lines, Span

HERE = Path(__file__).parent
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
INSERT = "insert"


def finding(
    text: str,
    at: str | Span,
    *,
    path: str = "post.md",
    code: str = "TRK002",
    name: str = "tracking-attribute",
    severity: Severity = Severity.WARNING,
    message: str = "this attribute reports readers",
    help: str = "",
    fix: str = "",
    safety: str = "safe",
    new: str = "",
) -> PlacedFinding:
    """Return a finding at the first `at` of `text`, the way a run places it."""
    span = at if isinstance(at, Span) else Span(text.index(at), text.index(at) + len(at))
    lines = Lines(text)
    start, end = lines.position(span.start), lines.position(span.end)
    place = Place(start.line, start.column, end.line, end.column)
    source = lines.span(start.line).of(text).removesuffix("\n")
    placed = PlacedFix(fix, safety, (PlacedEdit(place, new),)) if fix else None
    return PlacedFinding(code, name, severity, path, place, message, help, placed, source)


def summarise(findings: list[PlacedFinding], files: int = 1, **more: object) -> Summary:
    fixes = Counter(f.fix.safety for f in findings if f.fix)
    return Summary(
        files=files,
        findings=dict(Counter(f.code for f in findings)),
        severities=dict(Counter(f.severity.value for f in findings)),
        fixable=fixes["safe"],
        unsafely_fixable=fixes["unsafe"],
        seconds=0.25,
        affected=len({f.path for f in findings}),
    )._replace(**more)  # type: ignore[arg-type]


def run(report: Report, findings: list[PlacedFinding], **more: object) -> str:
    """Return all that `report` says, file by file."""
    out = report.begin()
    paths = list(dict.fromkeys(f.path for f in findings))
    for path in paths:
        out += report.file(path, [f for f in findings if f.path == path])
    return out + report.end(summarise(findings, max(len(paths), 1), **more))


POST = (
    "---\ntitle: 北京再添片区\n---\n"
    '<p>昨天，<a href="/a" data-sudaclick="keyword_p">机器人</a>板块走强</p>\n'
    "\t<img src='/Subway.jpg'> 👩‍👩‍👧 e\u0301clair\n"
    "    <style>\n    .a { color: red }\n    </style>\n"
)
ATTRIBUTE = 'data-sudaclick="keyword_p"'
RULES = (
    RuleInfo("TRK002", "tracking-attribute", Severity.WARNING, "No tracking.", "## Why\n`{{ x }}`\n"),
    RuleInfo("IMG002", "letter-case", Severity.ERROR, "Case counts.", help_uri="https://example.org/IMG002"),
)


# full: carets


def carets(out: str, number: int = 0) -> tuple[str, str, int, int]:
    """Return the `number`th source line and its caret line after the bar, and the columns of the carets."""
    lines = out.split("\n")
    at = [n for n, line in enumerate(lines) if re.match(r" *[│|] +\^|^ *[│|] \^", line)][number]
    bar = "│" if "│" in lines[at] else "|"
    source, below = (f"{line} ".split(f"{bar} ", 1)[1].removesuffix(" ") for line in lines[at - 1 : at + 1])
    start = below.index("^")
    return source, below, start, start + below.count("^")


def under(source: str, start: int, end: int) -> str:
    """Return the characters of `source` that stand in the columns from `start` to `end`."""
    column, found = 0, ""
    for character in source:
        size = cell_len(character)
        if start <= column < end or (size == 0 and found and column == end):
            found += character
        column += size
    return found


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
@pytest.mark.parametrize(
    ("needle", "seen"),
    [
        (ATTRIBUTE, ATTRIBUTE),
        ("机器人", "机器人"),
        ("昨天", "昨天"),
        ("/Subway.jpg", "/Subway.jpg"),
        ("👩‍👩‍👧", "👩👩👧"),
        ("\u0301", "e\u0301"),
        ("lair", "lair"),
        ("title", "title"),
    ],
)
def test_carets_stand_under_the_characters(width: int, needle: str, seen: str) -> None:
    report = make("full", terminal=Terminal(width))
    out = run(report, [finding(POST, needle)])
    source, below, start, end = carets(out)
    if cell_len(seen) + 12 < width:
        assert under(source, start, end) == seen
    else:
        assert seen.startswith(under(source, start, end))
    assert all(cell_len(line) <= width for line in out.split("\n"))
    assert below.strip("^ ") == ""


def test_tab_control_and_bidi_characters_are_shown_and_counted() -> None:
    text = "a\tb\x1b[31mc\u200bd\u202ee\x00f\x7f\n"
    out = run(
        make("full", terminal=Terminal(100)), [finding(text, "b"), finding(text, "\u200bd"), finding(text, "\x00")]
    )
    source, _, start, end = carets(out)
    assert source == "a   b␛[31mc<U+200B>d<U+202E>e␀f␡"
    assert (start, end) == (4, 5)
    assert under(source, *carets(out, 1)[2:]) == "<U+200B>d"
    assert under(source, *carets(out, 2)[2:]) == "␀"


def test_long_line_is_windowed() -> None:
    text = "甲" * 5000 + "<b>here</b>" + "乙" * 5000 + "\n"
    for width in (40, 80, 160):
        source, _, start, end = carets(run(make("full", terminal=Terminal(width)), [finding(text, "<b>here</b>")]))
        assert under(source, start, end) == "<b>here</b>"
        assert source.startswith("…甲")
        assert source.endswith("乙…")
    source, _, start, end = carets(run(make("full", terminal=Terminal(60)), [finding(text, text[:5000])]))
    assert start == 0
    assert source.endswith("甲…")


def test_window_of_the_engine_is_respected() -> None:
    """A source that begins inside its line says so, and its carets are counted from there."""
    whole = "x" * 3000 + "needle" + "y" * 10
    f = finding(whole, "needle")._replace(source=whole[2950:], source_column=2951)
    source, _, start, end = carets(run(make("full"), [f]))
    assert source.startswith("…")
    assert under(source, start, end) == "needle"


def test_multi_line_span() -> None:
    start = POST.index("    <style>")
    out = run(make("full"), [finding(POST, Span(start, len(POST)))])
    source, below, first, last = carets(out)
    assert source == "    <style>"
    assert (first, last) == (0, len(source))
    assert below.endswith(" (+2 lines)")
    out = run(make("full"), [finding("one\ntwo\n", Span(0, 4))])
    assert "(+" not in out  # a line with its newline is one line


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_blank_line_and_line_end_can_be_seen(newline: str) -> None:
    text = f"{newline}---{newline}"
    out = run(make("full"), [finding(text, Span(0, len(newline)))])
    assert carets(out)[0] == "↵"
    out = run(make("full"), [finding(text, "---")])
    assert carets(out)[0] == "---"
    out = run(make("full"), [finding(text, Span(len(newline), len(newline)))])  # an insertion has one caret
    assert carets(out)[2:] == (0, 1)


def test_finding_without_a_line_has_no_carets() -> None:
    f = PlacedFinding(
        "LNT002", "unreadable", Severity.ERROR, "a.md", Place(1, 1, 1, 1), "not UTF-8", "save it", None, ""
    )
    out = run(make("full"), [f])
    assert "^" not in out
    assert "help: save it" in out


HOSTILE = ("\u200b", "\u202e", "\x1b", "\x00", "\r", "\u2028", "\ufeff")
ALPHABET = st.sampled_from(
    [*"abc <>\t`[]eé中，　ﬁا👍", "\U0001f3fd", "\u200d", "\ufe0f", "\u0301", "\u200c", "\ue000", *HOSTILE]
)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_line_fits_is_harmless_and_has_its_carets(data: st.DataObject) -> None:
    line = data.draw(st.text(ALPHABET, max_size=200))
    start = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(start, len(line)))
    width = data.draw(st.integers(30, 130))
    over = data.draw(st.booleans())
    encoding = data.draw(st.sampled_from(["utf-8", "ascii", "gbk"]))
    number = data.draw(st.sampled_from([7, 1234567]))
    more = data.draw(st.sampled_from([1, 20, 1_000_000])) if over else 0
    place = Place(number, start + 1, number + more, 2 if over else end + 1)
    f = PlacedFinding("X001", "x", Severity.INFO, "p.md", place, line, line, None, line)
    out = make("full", terminal=Terminal(width, False, encoding)).file("p.md", [f])
    out.encode(encoding)
    assert not any(c in HOSTILE for c in out)
    for shown in out.split("\n"):
        assert sum(cell_len(c) for c in shown) <= width
    if line or over:
        _, _, first, last = carets(out)
        assert 0 <= first < last <= width


# full: the rest of the page


def test_what_a_finding_says() -> None:
    findings = [
        finding(POST, ATTRIBUTE, fix="remove the attribute"),
        finding(POST, "机器人", fix="drop it", safety="unsafe", severity=Severity.ERROR),
        finding(POST, "title", help="write `name`", severity=Severity.INFO),
    ]
    out = run(make("full", rules=RULES), findings)
    assert out.startswith("post.md ─")
    assert "warning TRK002 tracking-attribute 4:20\n  this attribute reports readers\n" in out
    assert "╰ fix: remove the attribute\n" in out
    assert "╰ unsafe fix: drop it\n" in out
    assert "╰ help: write `name`\n" in out
    assert "3 findings in 1 file: 1 error, 1 warning, 1 info\n" in out
    assert "\n`copydesk fix` mends 1 of them, `--unsafe-fixes` 1 more\n`copydesk explain TRK002` tells why\n" in out


def test_markup_of_posts_is_not_markup_of_ours() -> None:
    text = "[bold red]not[/] ours :smile:\n"
    f = finding(text, "not", message="say [red]nothing[/red]", fix="[link=x]y[/link]")
    for color in (False, True):
        out = ESCAPES.sub("", run(make("full", terminal=Terminal(80, color)), [f]))
        assert "[bold red]not[/] ours :smile:" in out
        assert "say [red]nothing[/red]" in out
        assert "[link=x]y[/link]" in out


def test_colour_changes_nothing_but_colour() -> None:
    findings = [finding(POST, needle, fix="x") for needle in (ATTRIBUTE, "机器人", "Subway")]
    plain = run(make("full", terminal=Terminal(70, False)), findings)
    colour = run(make("full", terminal=Terminal(70, True)), findings)
    assert "\x1b" not in plain
    assert "\x1b[1;33mwarning" in colour
    assert [line.rstrip() for line in ESCAPES.sub("", colour).split("\n")] == plain.split("\n")


def test_nothing_found_is_one_calm_line_without_rich() -> None:
    code = (
        "import sys; from copydesk.report import make; from copydesk.result import Summary\n"
        "for name in ('full', 'concise'):\n"
        "    r = make(name); print(r.begin() + r.file('a.md', []) + r.end(Summary(files=1, seconds=0.2)), end='')\n"
        "assert not [m for m in sys.modules if m.partition('.')[0] in ('rich', 'json', 'hashlib')]"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=python_path())
    assert out.stdout == "1 file checked, nothing found\n" * 2


def python_path() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def test_flood_becomes_a_table() -> None:
    findings = [
        finding(POST, ATTRIBUTE, path=f"p{n}.md", code=f"TRK{n % 20:03}", message=f"message {n}", fix="x")
        for n in range(5000)
    ]
    out = run(make("full", terminal=Terminal(100)), findings)
    assert out.count("\n") < 1000
    assert out.count("│ ") <= 200
    table = out[out.index("all findings by rule") :]
    assert "  250  TRK000 tracking-attribute  fixable\n" in table
    assert "TRK014" in table
    assert "TRK015" not in table
    assert "1,250  of 5 other rules\n" in table
    assert "4,900 more findings not shown; `--output-format concise` lists every one on a line\n" in table
    assert "5,000 findings in 5,000 files" in table
    assert "all findings" not in run(make("full", limit=0), findings)


def test_limit_inside_a_file() -> None:
    findings = [finding(POST, ATTRIBUTE, message=f"m{n}", code=f"AB{n:03}") for n in range(12)]
    out = run(make("full", limit=5), findings)
    assert out.count("^\n") == 5
    assert "7 more findings not shown" in out


def test_repetition_is_folded_per_file() -> None:
    text = '<p a="1">x</p>\n' * 14
    findings = [finding(text, Span(n * 15 + 3, n * 15 + 8), code="TRK002") for n in range(14)]
    findings += [finding(text, Span(n * 15, n * 15 + 2), code="STY001", message=f"no {n}") for n in range(14)]
    findings += [finding(text, Span(n * 15, n * 15 + 2), code="HTM001") for n in range(4)]
    out = run(make("full"), sorted(findings, key=lambda f: f.place))
    assert out.count("warning TRK002") == 3
    assert "and 11 more TRK002 tracking-attribute on lines 4-14\n" in out
    assert out.count("warning STY001") == 10
    assert "and 4 more STY001 tracking-attribute on lines 11-14\n" in out
    assert out.count("warning HTM001") == 4  # "1 more" would be no shorter
    assert "not shown" not in out
    assert out.index("4:1\n") < out.index("5:1\n")


def test_summary_names_errors_skipped_and_what_fix_did() -> None:
    findings = [finding(POST, ATTRIBUTE)]
    out = run(make("full"), findings, errors=("a.md: cannot be read: \x1b[2J",), skipped={"layout": 2, "draft": 1})
    assert "error a.md: cannot be read: ␛[2J\n" in out
    assert "1 file checked in 250 ms, 3 skipped (layout: 2, draft: 1)\n" in out
    out = run(make("full", verb="fix"), findings, fixed=12, changed=3, unsafely_fixable=1)
    assert "mended 12 findings in 3 files, 1 left in 1 file: 1 warning\n" in out
    assert "`copydesk fix --unsafe-fixes` mends 1 of them" in out
    out = make("full", verb="fix").end(Summary(files=3, fixed=2, changed=1, seconds=90))
    assert out == "mended 2 findings in 1 file, nothing left\n3 files checked in 1 min 30 s\n"
    assert "would mend 2 findings" in make("full", verb="diff").end(Summary(files=3, fixed=2, changed=1))
    assert make("full", verb="fix").end(Summary(files=3)) == "3 files checked, nothing to mend\n"
    assert checked(Summary(skipped={"binary": 1}), "check") == "no files checked, 1 skipped (binary: 1)"


@pytest.mark.parametrize("width", [1, 30, 60, 100, 160, 240, 1000])
@pytest.mark.parametrize("reason", ["draft", "outside the content folders", "不在内容文件夹里面的文件", "\x1b[2J"])
def test_that_nothing_was_found_is_said_as_in_any_full_report(width: int, reason: str) -> None:
    from copydesk.report.full import Full

    for reasons in ((reason,), (reason, "hidden folder", "page template or copied file", "binary")):
        summary = Summary(files=12_000, skipped=dict.fromkeys(reasons, 1_000), known=3)
        out = make("full", terminal=Terminal(width)).end(summary)
        assert out == Full(verb="check", rules=(), terminal=Terminal(width), limit=100).end(summary)


def test_chinese_sentences_break_where_chinese_breaks() -> None:
    message = "“两区建设”在本站的用语表里写作“两区”建设，读者在其他文章里看到的都是这种写法，请保持一致。" * 3
    out = make("full", terminal=Terminal(40)).file("p.md", [finding(POST, "title", message=message)])
    lines = [line for line in out.split("\n") if line.startswith("  “") or re.match(r"  [\u4e00-\u9fff]", line)]
    assert len(lines) >= 6
    assert all(cell_len(line) <= 40 for line in lines)
    assert all(cell_len(line) >= 34 for line in lines[:-1])
    assert not any(line.strip()[0] in "，。、”" or line[-1] in "“" for line in lines)
    assert "".join(line.strip() for line in lines) == message


def test_commands_are_not_broken_in_two() -> None:
    f = finding(POST, "title", help="choose another picture now, then run `copydesk fix --unsafe-fixes`")
    out = make("full", terminal=Terminal(60)).file("p.md", [f])
    assert "`copydesk fix --unsafe-fixes`\n" in out


@pytest.mark.parametrize("text", ["a ` b", "`", "``", "`a` ` `", "x`y`z"])
def test_backticks_stay_as_they_are(text: str) -> None:
    out = make("full", terminal=Terminal(80, True)).file("p.md", [finding(POST, "title", message=text, fix=text)])
    assert f"\n  {text}\n" in ESCAPES.sub("", out)
    assert f": {text}\n" in ESCAPES.sub("", out)


def test_word_longer_than_the_line() -> None:
    out = make("full", terminal=Terminal(40)).file("p.md", [finding(POST, "title", message="x" * 100)])
    assert f"\n  {'x' * 38}\n  {'x' * 38}\n  {'x' * 24}\n" in out


def test_endless_message_is_cut() -> None:
    out = make("full").file("p.md", [finding(POST, "title", message="x `" * 1_000_000)])
    assert len(out) < 2000
    assert "…" in out


def test_ascii_terminal() -> None:
    findings = [finding(POST, ATTRIBUTE, path="北京.md", message="“quoted” 北京", fix="x"), finding(POST, "机器人")]
    out = run(make("full", terminal=Terminal(80, False, "ascii")), findings)
    assert out.isascii()
    assert "<U+5317><U+4EAC>.md" in out
    source, _, start, end = carets(out)
    assert source[start:end] == ATTRIBUTE


def test_full_is_fast() -> None:
    findings = [finding(POST, ATTRIBUTE, path=f"p{n // 10}.md", message=f"m {n}", fix="x") for n in range(100)]
    stopwatch.takes(lambda: run(make("full", terminal=Terminal(100, True)), findings), 0.2)
    huge = "中<a>" * 1_000_000
    three = [finding(huge, Span(2_000_000, 2_000_003))._replace(source=huge)] * 3
    stopwatch.takes(lambda: run(make("full"), three), 0.5)


# Words


def test_visible() -> None:
    assert visible("plain") == "plain"
    assert visible("北京　“引号”") == "北京　“引号”"
    assert visible("a\r\n\tb\nc") == "a b c"
    assert visible("\x1b]0;x\x07 \x9b") == "␛]0;x␇ <U+009B>"
    assert visible("\udce9t\u00e9") == "\\xE9té"
    assert visible("a\u202eb\u200bc\ufeff") == "a<U+202E>b<U+200B>c<U+FEFF>"
    assert visible("👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3 می\u200cخواهم") == "👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3 می\u200cخواهم"
    assert visible("两\u200d区 a\ufe0f ❤\ufe0f\ufe0f") == "两<U+200D>区 a<U+FE0F> ❤\ufe0f<U+FE0F>"
    assert visible("z" + "\u0310" * 50 + "a") == "z" + "\u0310" * 3 + "a"
    assert visible("é中\x01", "latin-1") == "é<U+4E2D><U+0001>"


def test_small_words() -> None:
    assert ranges([1, 2, 3, 7, 9, 10]) == ["1-3", "7", "9-10"]
    assert [duration(s) for s in (0.0414, 1.26, 125)] == ["41 ms", "1.3 s", "2 min 5 s"]


# concise


def test_concise() -> None:
    findings = [
        finding(POST, ATTRIBUTE, fix="x"),
        finding(POST, "机器人", fix="x", safety="unsafe", message="a\nb\x1b"),
        finding(POST, "title"),
    ]
    assert run(make("concise"), findings).split("\n") == [
        "post.md:4:20: TRK002[*] this attribute reports readers",
        "post.md:4:47: TRK002[~] a b␛",
        "post.md:2:1: TRK002 this attribute reports readers",
        "3 findings in 1 file (3 warnings); 1 file checked in 250 ms; `copydesk fix` mends 1 of them, "
        "`--unsafe-fixes` 1 more",
        "",
    ]
    assert run(make("concise"), [], errors=("no \x07",)) == "error: no ␇\n1 file checked in 250 ms\n"


def test_concise_is_fast() -> None:
    findings = [finding(POST, ATTRIBUTE, fix="x")] * 20
    report = make("concise")
    stopwatch.takes(lambda: [report.file(f"{number}.md", findings) for number in range(5000)], 0.5)


# json


def test_json_is_what_was_agreed() -> None:
    findings = [
        finding(POST, ATTRIBUTE, fix="remove it", new="“x”"),
        finding(POST, "机器人", path="b.md", severity=Severity.ERROR),
    ]
    out = run(make("json"), findings, skipped={"layout": 1}, errors=("bad",))
    assert out.isascii()
    document = json.loads(out)
    assert document["version"] == 1
    assert list(document) == ["version", "findings", "summary"]
    assert document["findings"][0] == {
        "code": "TRK002",
        "name": "tracking-attribute",
        "severity": "warning",
        "path": "post.md",
        "line": 4,
        "column": 20,
        "end_line": 4,
        "end_column": 46,
        "message": "this attribute reports readers",
        "fix": {
            "title": "remove it",
            "safety": "safe",
            "edits": [{"line": 4, "column": 20, "end_line": 4, "end_column": 46, "text": "“x”"}],
        },
    }
    assert document["findings"][1]["fix"] is None
    assert document["findings"][1]["path"] == "b.md"
    assert document["summary"] == {
        "files": 2,
        "findings": 2,
        "by_code": {"TRK002": 2},
        "by_severity": {"error": 1, "warning": 1, "info": 0},
        "fixable": 1,
        "unsafely_fixable": 0,
        "fixed": 0,
        "changed": 0,
        "skipped": {"layout": 1},
        "known": 0,
        "unchecked": {},
        "errors": ["bad"],
        "seconds": 0.25,
    }


def test_json_without_findings() -> None:
    assert json.loads(run(make("json"), []))["findings"] == []


# github


def test_github_escapes_what_commands_require() -> None:
    f = finding(POST, ATTRIBUTE, path="a,b:c%.md", message="50%: a\r\nb ::error::x, y", fix="do", help="read")
    out = run(make("github"), [f]).split("\n")
    assert out[0] == (
        "::warning file=a%2Cb%3Ac%25.md,line=4,col=20,endLine=4,endColumn=46,title=TRK002 tracking-attribute"
        "::50%25: a b ::error::x, y%0Afix: do%0Ahelp: read"
    )
    assert not any(line.startswith("::") for line in out[1:])


def test_github_severities_and_lines() -> None:
    start = POST.index("    <style>")
    findings = [
        finding(POST, Span(start, len(POST)), severity=Severity.ERROR),
        finding(POST, "title", severity=Severity.INFO),
    ]
    out = run(make("github"), findings, errors=("no vendor file",)).split("\n")
    assert out[0].startswith("::error file=post.md,line=6,endLine=8,title=")
    assert out[1].startswith("::notice file=post.md,line=2,col=1,endLine=2,endColumn=6,")
    assert "::error title=copydesk::no vendor file" in out


def test_github_summary(tmp_path: Path) -> None:
    target = tmp_path / "summary.md"
    target.write_text("before\n")
    findings = [finding(POST, ATTRIBUTE, path=f"{n}.md", fix="x") for n in range(11)]
    findings.append(finding(POST, "title", code="IMG002", name="letter-case", severity=Severity.ERROR))
    out = run(make("github", environ={"GITHUB_STEP_SUMMARY": str(target)}), findings)
    assert "GitHub shows only the first 10 annotations of a kind in one step, and there are 11 warnings" in out
    out = run(make("github", environ={"GITHUB_STEP_SUMMARY": str(tmp_path)}), findings)
    assert "could not be written" in out
    text = target.read_text()
    assert text.startswith("before\n## copydesk\n")
    assert "| TRK002 | tracking-attribute | warning | 11 | 11 | 0 |\n" in text
    assert "| IMG002 | letter-case | error | 1 | 0 | 0 |\n" in text


# sarif


@pytest.fixture(scope="module")
def sarif_validator() -> object:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((HERE / "data" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema)


def test_sarif_passes_the_schema(sarif_validator: object) -> None:
    start = POST.index("    <style>")
    findings = [
        finding(POST, ATTRIBUTE, path="source/_posts/北京 a:b.md", fix="remove it"),
        finding(POST, "机器人", path="source/_posts/北京 a:b.md", fix="{x}", new="“x”", safety="unsafe"),
        finding(POST, Span(start, len(POST)), code="IMG002", severity=Severity.ERROR, message="see [it](1) in {{ x }}"),
        finding(POST, Span(0, 0), code="LNT002", severity=Severity.INFO, path="\udce9.md", fix="insert", new="---\n"),
    ]
    out = run(
        make("sarif", rules=RULES, version="0.1.0"), findings, skipped={"layout": 3}, errors=("cannot read \udce9",)
    )
    assert out.isascii()
    log = json.loads(out)
    assert list(sarif_validator.iter_errors(log)) == []  # type: ignore[attr-defined]
    (only,) = log["runs"]
    assert only["columnKind"] == "unicodeCodePoints"
    driver = only["tool"]["driver"]
    assert driver["version"] == "0.1.0"
    assert [rule["id"] for rule in driver["rules"]] == ["TRK002", "IMG002"]
    assert driver["rules"][0]["help"]["markdown"] == "## Why\n`{{ x }}`\n"
    assert "helpUri" not in driver["rules"][0]
    assert driver["rules"][1]["helpUri"] == "https://example.org/IMG002"
    first, second, third, last = only["results"]
    artifact = first["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uriBaseId"] in only["originalUriBaseIds"]
    assert urlsplit(artifact["uri"]).scheme == ""
    assert unquote(artifact["uri"]) == "source/_posts/北京 a:b.md"
    assert first["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 4,
        "startColumn": 20,
        "endLine": 4,
        "endColumn": 46,
    }
    assert (first["ruleIndex"], third["ruleIndex"], "ruleIndex" in last) == (0, 1, False)
    assert [result["level"] for result in only["results"]] == ["warning", "warning", "error", "note"]
    replacement = second["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replacement["insertedContent"] == {"text": "“x”"}
    assert second["fixes"][0]["description"]["text"] == "{{x}}"
    assert third["message"]["text"] == "see \\[it\\](1) in {{{{ x }}}}"
    assert last["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "%E9.md"
    (invocation,) = only["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    assert [note["level"] for note in invocation["toolExecutionNotifications"]] == ["error", "note"]


def test_sarif_without_findings(sarif_validator: object) -> None:
    log = json.loads(run(make("sarif"), []))
    assert list(sarif_validator.iter_errors(log)) == []  # type: ignore[attr-defined]
    assert log["runs"][0]["results"] == []
    assert log["runs"][0]["invocations"][0] == {"executionSuccessful": True, "exitCode": 0}


def test_sarif_absolute_paths() -> None:
    findings = [finding(POST, "title", path="/tmp/a b.md"), finding(POST, "title", path="C:/a b.md")]
    results = json.loads(run(make("sarif"), findings))["runs"][0]["results"]
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in results]
    assert uris == [{"uri": "file:///tmp/a%20b.md"}, {"uri": "file:///C:/a%20b.md"}]


def fingerprints(findings: list[PlacedFinding]) -> list[dict[str, str]]:
    results = json.loads(run(make("sarif"), findings))["runs"][0]["results"]
    return [result["partialFingerprints"] for result in results]


def test_sarif_fingerprints_survive_moved_lines() -> None:
    one = [finding(POST, ATTRIBUTE), finding(POST, ATTRIBUTE), finding(POST, "机器人", code="X001")]
    moved = "new line\n\n" + POST.replace("<p>昨天", "  <p>昨天")
    other = [finding(moved, ATTRIBUTE), finding(moved, ATTRIBUTE), finding(moved, "机器人", code="X001")]
    assert fingerprints(one) == fingerprints(other)
    assert len({json.dumps(item) for item in fingerprints(one)}) == 3


# Streams and terminals


class Stream(io.StringIO):
    def __init__(self, tty: bool, encoding: str = "utf-8") -> None:
        super().__init__()
        self.tty = tty
        self._encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding

    def isatty(self) -> bool:
        return self.tty


@pytest.mark.parametrize(
    ("tty", "environ", "color"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (False, {"FORCE_COLOR": "1"}, True),
        (False, {"FORCE_COLOR": "0"}, False),
        (True, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
        (True, {"OS": "Windows_NT"}, False),
        (True, {"OS": "Windows_NT", "WT_SESSION": "x"}, True),
    ],
)
def test_colour_is_decided_by_stream_and_environment(tty: bool, environ: dict[str, str], color: bool) -> None:
    assert terminal(Stream(tty), environ).color is color


def test_width_and_encoding() -> None:
    assert terminal(Stream(False), {"COLUMNS": "57"}).width == 57
    assert terminal(Stream(True), {"COLUMNS": "x"}).width == 80
    assert terminal(Stream(False), {}).width == 100
    assert terminal(Stream(True), {}).unicode
    assert not terminal(Stream(True, "gbk"), {}).unicode


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
@pytest.mark.parametrize("name", FORMATS)
def test_hostile_names_and_texts_reach_no_stream(name: str, encoding: str) -> None:
    hostile = "\udce9北\x1b]0;x\x07\u202e\n.md"
    f = finding(f"{hostile}\n".replace("\udce9", ""), "北", path=hostile, message=hostile, help=hostile, fix=hostile)
    report = make(name, terminal=Terminal(60, False, encoding))
    out = run(report, [f], errors=(hostile,), skipped={"layout": 1})
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, newline="")
    write(stream, out)
    stream.flush()
    assert not set(raw.getvalue()) & {0x1B, 0x07}
    assert "\u202e".encode() not in raw.getvalue()
    if name in ("json", "sarif"):
        json.loads(raw.getvalue())


def test_unknown_report() -> None:
    with pytest.raises(ValueError, match="no report is called 'xml': there are full, concise"):
        make("xml")


@pytest.mark.parametrize("name", FORMATS)
def test_reports_are_silent_about_files_without_findings(name: str) -> None:
    assert make(name).file("a.md", []) == ""


# The picture for the README


def picture_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_picture", HERE.parent / "docs" / "make_picture.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_picture(tmp_path: Path) -> None:
    picture = tmp_path / "picture.svg"
    code = "import os; print('\\x1b[1;31m北京\\x1b[0m <a> ' + os.environ['COLUMNS'] + os.environ['FORCE_COLOR'])"
    assert picture_module().main([str(picture), "--columns", "50", "--", sys.executable, "-c", code]) == 0
    root = ET.parse(picture).getroot()
    texts = {element.text: element.attrib for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert "北京" in texts
    assert float(texts["北京"]["textLength"]) == pytest.approx(4 * 8.4)
    assert texts["北京"]["font-weight"] == "bold"
    assert any(text and text.startswith(" <a> 501") for text in texts)
