"""The command line: exit status, where text goes, configuration, and no traceback whatever happens."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from tests.conftest import Outcome

from copydesk import registry, report, runner, testing, workers

Run = Callable[..., Outcome]

CLEAN = "---\ntitle: Low tide\nauthor: Ida Holm\n---\n\nThe sea went out.\n"
LINK = '<p>See <a href="/tides" data-sudaclick="x">the table</a>.</p>\n'
MENDED_LINK = '<p>See <a href="/tides">the table</a>.</p>\n'
DIRTY = CLEAN + "\n" + LINK  # one finding, TRK002 at 8:25, with a safe fix
MENDED = CLEAN + "\n" + MENDED_LINK
STYLED = CLEAN + '\n<p style="font-family: Papyrus">Mud.</p>\n'  # one finding, STY001, with an unsafe fix
PLAIN = CLEAN + "\n<p>Mud.</p>\n"
EMPTY_TITLE = "---\ntitle:\n---\n\nThe sea went out.\n"  # in a Hexo site one finding without a fix, FM004


@pytest.fixture(autouse=True)
def _never_a_traceback(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    yield
    assert "Traceback" not in "".join(capfd.readouterr())


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder the command runs in, with one post of each kind."""
    monkeypatch.chdir(tmp_path)
    return tree(tmp_path, {"clean.md": CLEAN, "dirty.md": DIRTY, "styled.md": STYLED})


def tree(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    return folder


def copydesk(
    *arguments: str, cwd: Path, stdin: bytes = b"", stdout: int = subprocess.PIPE
) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "copydesk.cli", *arguments],
        cwd=cwd,
        input=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=environment(),
        timeout=60,
    )


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


def found(outcome: Outcome) -> list[tuple[str, int, str]]:
    """Return path, line and code of each finding of a JSON report."""
    assert "Traceback" not in outcome.err
    return [(one["path"], one["line"], one["code"]) for one in json.loads(outcome.out)["findings"]]


def codes(run: Run, *arguments: str) -> list[str]:
    return [code for _, _, code in found(run("check", "--output-format", "json", *arguments))]


def errors(outcome: Outcome) -> list[str]:
    summary: dict[str, list[str]] = json.loads(outcome.out)["summary"]
    return summary["errors"]


# Exit status


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ("check clean.md", 0),
        ("check dirty.md", 1),
        ("check", 1),
        ("check --exit-zero", 0),
        ("check --isolated clean.md", 0),
        ("fix clean.md", 0),
        ("fix dirty.md", 0),
        ("fix --exit-non-zero-on-fix dirty.md", 1),
        ("fix --exit-non-zero-on-fix clean.md", 0),
        ("fix --exit-non-zero-on-fix --exit-zero dirty.md", 0),
        ("fix styled.md", 1),
        ("fix --exit-zero styled.md", 0),
        ("fix --unsafe-fixes styled.md", 0),
        ("fix --unsafe-fixes --exit-non-zero-on-fix styled.md", 1),
        ("fix --diff clean.md", 0),
        ("fix --diff dirty.md", 1),
        ("fix --diff --exit-zero dirty.md", 0),
        ("fix --diff styled.md", 1),
        ("explain TRK002", 0),
        ("explain tracking-attribute", 0),
        ("rules", 0),
        ("--version", 0),
        ("check --help", 0),
    ],
)
def test_exit_status_of_work_done(desk: Path, run: Run, arguments: str, status: int) -> None:
    outcome = run(*arguments.split())
    assert outcome.status == status, outcome
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("", "report what is wrong; never writes"),
        ("chekc", "invalid choice"),
        ("check --nonsense", "copydesk check: error: unrecognized arguments: --nonsense"),
        ("check --selct TRK clean.md", "unrecognized arguments: --selct: did you mean `--select`?"),
        ("fix --unsafe dirty.md", "unrecognized arguments: --unsafe: did you mean `--unsafe-fixes`?"),
        ("check --out=json clean.md", "unrecognized arguments: --out=json: did you mean `--output-format`?"),
        ("images list --onlin", "copydesk images list: error: unrecognized arguments: --onlin: did you"),
        ("rules --selet TRK", "copydesk rules: error: unrecognized arguments: --selet TRK"),
        ("check --select trk", "copydesk: unknown rule `trk`: did you mean `TRK`?"),
        ("explain trk", "copydesk: unknown rule `trk`: did you mean `TRK001`?"),
        ("new TRK001 late-tide", "copydesk: there is a rule TRK001 tracking-comment already"),
        ("new ACM001 tracking-comment", "copydesk: there is a rule TRK001 tracking-comment already"),
        ("check --jobs many", "argument --jobs/-j: `many` is no number: it must be 0 or more"),
        ("check --limit -5", "argument --limit: `-5` is no number: it must be 0 or more"),
        ("check --output-format xml", "xml"),
        ("check --select TRK02", "copydesk: unknown rule `TRK02`: did you mean `TRK002`?"),
        ("check --extend-select trk002", "copydesk: unknown rule `trk002`: did you mean `TRK002`?"),
        ("check --ignore tracking-atribute", "copydesk: unknown rule `tracking-atribute`: did you mean `tracking-a"),
        ("check --select XYZ999", "copydesk: unknown rule `XYZ999`"),
        ("check --select XYZ999 empty", "copydesk: unknown rule `XYZ999`"),
        ("check --config none.toml", "copydesk: none.toml: no such configuration file"),
        ("check --isolated --config clean.md", "copydesk: --isolated and --config do not go together"),
        ("check --files-from none.txt", "copydesk: none.txt: cannot be read: No such file or directory"),
        ("check - clean.md", "copydesk: standard input is checked alone"),
        ("check --stdin-filename a.md clean.md", "copydesk: --stdin-filename is for standard input"),
        ("check --files-from - --stdin-filename a.md", "copydesk: standard input is checked alone"),
        ("explain", "rule"),
        ("explain TRK02", "copydesk: unknown rule `TRK02`: did you mean `TRK002`?"),
        ("explain tracking-atribute", "did you mean `tracking-attribute`?"),
        ("explain --config none.toml TRK002", "none.toml: cannot be read"),
        ("rules --config none.toml", "none.toml: cannot be read"),
        ("rules --write clean.md/pages", "cannot be written"),
        ("check --select STRICT", "copydesk: unknown rule `STRICT`: did you mean `strict`?"),
        ("check --online --max-age soon", "argument --max-age: `soon` is no time: write it as 30s, 5m, 12h or 7d"),
        ("check --budget 5m", "copydesk: --max-age and --budget are for --online"),
        ("images list --budget 5m", "copydesk: --max-age and --budget are for --online"),
        ("images orphans none", "copydesk: none: no such file or directory"),
        ("baseline none", "copydesk: none: no such file or directory"),
        ("new TRK2 late-tide", "`TRK2` is no code"),
        ("new ACM001 Late_Tide", "`Late_Tide` is no name"),
        ("new ACM001 late-tide --to nowhere", "nowhere: no such folder"),
    ],
)
def test_exit_status_of_wrong_use(desk: Path, run: Run, arguments: str, says: str) -> None:
    (desk / "empty").mkdir()
    outcome = run(*arguments.split())
    assert outcome.status == 2, outcome
    assert says in outcome.err
    assert outcome.out == ""
    assert "Traceback" not in outcome.err
    assert (desk / "dirty.md").read_text("utf-8") == DIRTY


@pytest.mark.parametrize(
    ("configuration", "says"),
    [
        ("select = [", "is not valid TOML"),
        ("selct = []\n", "unknown key `selct`: did you mean `select`?"),
        ('select = "TRK"\n', "`select` must be a list of strings"),
        ('select = ["TRK02"]\n', "unknown rule `TRK02`: did you mean `TRK002`?"),
        ('[site]\ngenerater = "hexo"\n', "unknown key `site.generater`: did you mean `generator`?"),
        ('[site]\ngenerator = "hexxo"\n', "unknown generator `hexxo`"),
        ("[options.TRK02]\nkeep = []\n", "unknown rule `TRK02`: did you mean `TRK002`?"),
        ("[options.TRK002]\nkep = []\n", "TRK002 has no option `kep`: did you mean `keep`?"),
        ("[options.TRK002]\nkeep = 1\n", "`options.TRK002.keep` must be a list of strings"),
        ("[options.STY002]\nlive = 1\n", "`options.STY002.live` must be true or false"),
        ('[[overrides]]\nignore = ["TRK"]\n', "overrides 1 names no `paths`"),
        ('[[overrides]]\npaths = ["a"]\nignore = ["TRK0"]\n', "unknown rule `TRK0`"),
        ('[overrides]\npaths = ["a"]\n', "write [[overrides]]"),
        ("max-file-size = 0\n", "`max-file-size` must be"),
        ('extend = "copydesk.toml"\n', "`extend` leads in a circle"),
        ('extend = "none.toml"\n', "none.toml: cannot be read"),
        ('rules = ["none.py"]\n', "none.py: no such Python file"),
        ('rules = ["clean.md"]\n', "cannot load rules from"),
    ],
)
@pytest.mark.parametrize("named", [False, True], ids=["found", "named"])
def test_exit_status_of_a_bad_configuration(desk: Path, run: Run, configuration: str, says: str, named: bool) -> None:
    (desk / "copydesk.toml").write_text(configuration, "utf-8")
    for folder in (".", "empty"):  # a slip is a slip even where there is nothing to check
        (desk / "empty").mkdir(exist_ok=True)
        outcome = run("fix", folder, *(["--config", "copydesk.toml"] if named else []))
        assert outcome.status == 2, outcome
        assert says in outcome.err
        assert outcome.err.startswith("copydesk: ")
        assert ".toml: " in outcome.err
        assert outcome.out == ""
    assert (desk / "dirty.md").read_text("utf-8") == DIRTY
    assert run("check", "--isolated", "clean.md").status == 0


def test_a_slip_of_the_command_line_is_not_blamed_on_the_configuration(desk: Path, run: Run) -> None:
    tree(desk, {"copydesk.toml": 'ignore = ["FM"]\n'})
    assert run("check", "--select", "TRK02").err == "copydesk: unknown rule `TRK02`: did you mean `TRK002`?\n"


def test_a_configuration_that_is_not_utf_8(desk: Path, run: Run) -> None:
    (desk / "copydesk.toml").write_bytes(b'ignore = ["caf\xe9"]\n')
    outcome = run("check")
    assert outcome.status == 2
    assert outcome.err == f"copydesk: {desk / 'copydesk.toml'}: is not UTF-8\n"


def test_a_broken_vendor_file(desk: Path, run: Run) -> None:
    tree(desk, {"copydesk.toml": 'vendors = ["acme.toml"]\n', "acme.toml": 'name = "acme"\n[[comments]\n'})
    outcome = run("check", "dirty.md")
    assert outcome.status == 2
    assert "acme.toml" in outcome.out + outcome.err
    assert "Traceback" not in outcome.err
    assert outcome.err.startswith("copydesk: acme.toml: is not TOML: ")
    assert run("check").err == outcome.err, "it is said once, however many files there are"


# What cannot be read


def test_a_path_that_is_not_there(desk: Path, run: Run) -> None:
    outcome = run("check", "--output-format", "json", "none.md", "dirty.md")
    assert outcome.status == 2
    assert errors(outcome) == ["none.md: no such file or directory"]
    assert found(outcome) == [("dirty.md", 8, "TRK002")]  # the others are checked all the same
    assert "none.md: no such file or directory" in run("check", "none.md").out


def test_a_path_that_is_no_possible_name(desk: Path, run: Run) -> None:
    assert run("check", "a\0b.md").status == 2
    assert run("check", "x" * 300 + ".md").status == 2


def test_a_file_that_is_not_utf_8(desk: Path, run: Run) -> None:
    (desk / "latin.md").write_bytes("---\ntitle: Café\n---\n\nOpen.\n".encode("latin-1"))
    for command in ("check", "fix"):
        outcome = run(command, "--output-format", "json", "latin.md")
        assert outcome.status == 2
        assert found(outcome) == [("latin.md", 2, "LNT002")]
        assert "not valid UTF-8 at byte 15 (line 2)" in errors(outcome)[0]
    assert (desk / "latin.md").read_bytes().endswith(b"Caf\xe9\n---\n\nOpen.\n")
    assert run("check", "--exit-zero", "latin.md").status == 2


def test_a_file_over_the_limit(desk: Path, run: Run) -> None:
    tree(desk, {"copydesk.toml": "max-file-size = 20\n"})
    outcome = run("check", "--output-format", "json", "clean.md")
    assert outcome.status == 2
    assert f"has {len(CLEAN)} bytes, more than `max-file-size` (20) allows" in errors(outcome)[0]


def test_a_file_that_disappears_after_it_was_found(desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    original = runner.run

    def late(request: runner.Request, paths: list[str], jobs: int, ask: None) -> Iterator[runner.FileResult]:
        (desk / "clean.md").unlink()
        return original(request, paths, jobs, ask)

    monkeypatch.setattr(runner, "run", late)
    outcome = run("check", "--output-format", "json")
    assert outcome.status == 2
    assert errors(outcome) == ["clean.md: cannot be read: no such file or directory"]
    assert [code for _, _, code in found(outcome)] == ["LNT002", "TRK002", "STY001"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(desk: Path, run: Run) -> None:
    (desk / "clean.md").chmod(0)
    outcome = run("check", "--output-format", "json")
    assert outcome.status == 2
    assert errors(outcome) == ["clean.md: cannot be read: permission denied"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_does_not_keep_us_waiting(desk: Path, run: Run) -> None:
    os.mkfifo(desk / "pipe.md")
    assert run("check", "pipe.md", "clean.md").status == 0
    assert "pipe.md: not a regular file" in run("check", "--show-skipped", "pipe.md", "clean.md").err


def test_a_rule_that_fails(desk: Path, run: Run) -> None:
    tree(desk, {"copydesk.toml": 'rules = ["acm.py"]\n', "acm.py": rule('raise ValueError("nobody thought of it")')})
    outcome = run("check", "--output-format", "json", "dirty.md")
    assert outcome.status == 2
    message = r"dirty\.md: rule ACM001 failed: ValueError: nobody thought of it \(acm\.py, line \d+\)"
    assert [re.fullmatch(message, error) is not None for error in errors(outcome)] == [True]
    assert [code for _, _, code in found(outcome)] == ["LNT003", "TRK002"]


def test_an_interruption(desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> Iterator[runner.FileResult]:
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "run", interrupted)
    outcome = run("check")
    assert outcome.status == 130
    assert outcome.err == "copydesk: interrupted\n"


def test_a_defect_of_the_tool(desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def defective(*_: object) -> Iterator[runner.FileResult]:
        raise ZeroDivisionError("nobody thought of it")

    monkeypatch.setattr(runner, "run", defective)
    outcome = run("check")
    assert outcome.status == 2
    assert outcome.err.startswith(
        "copydesk: internal error: ZeroDivisionError: nobody thought of it (test_cli.py, line"
    )


def test_a_folder_without_posts(desk: Path, run: Run) -> None:
    tree(desk / "assets", {"readme.txt": "Nothing here.\n", "a.css": "p { color: red }\n"})
    for command in ("check", "fix"):
        outcome = run(command, "assets")
        assert outcome.status == 0
        assert "no files checked" in outcome.out
    assert found(run("check", "--output-format", "json", "assets")) == []


# Standard input


def test_standard_input_is_checked(desk: Path, run: Run) -> None:
    outcome = run("check", "-", "--output-format", "json", stdin=DIRTY.encode())
    assert outcome.status == 1
    assert found(outcome) == [("stdin.md", 8, "TRK002")]
    outcome = run("check", "--stdin-filename", "drafts/a b.md", "--output-format", "json", stdin=DIRTY.encode())
    assert found(outcome) == [("drafts/a b.md", 8, "TRK002")]
    assert run("check", "-", stdin=CLEAN.encode()).status == 0
    assert run("check", "-", stdin=b"").status == 0


def test_the_name_of_standard_input_decides_how_it_is_read(desk: Path, run: Run) -> None:
    tree(desk, {"blog/copydesk.toml": 'ignore = ["TRK002"]\n'})
    assert run("check", "--stdin-filename", "blog/post.md", stdin=DIRTY.encode()).status == 0
    assert run("check", "--stdin-filename", "post.md", stdin=DIRTY.encode()).status == 1
    fenced = f"```html\n{LINK}```\n".encode()
    assert run("check", "--stdin-filename", "post.md", stdin=fenced).status == 0
    assert run("check", "--stdin-filename", "post.html", stdin=fenced).status == 1


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_standard_input_is_fixed_to_standard_output(desk: Path, run: Run, newline: str) -> None:
    text, mended = (one.replace("\n", newline) for one in (DIRTY + "\n" + STYLED[len(CLEAN) :], MENDED))
    outcome = run("fix", "--stdin-filename", "dirty.md", "--output-format", "json", stdin=text.encode())
    assert outcome.status == 1
    assert outcome.out.startswith(mended)
    assert outcome.out == text.replace(' data-sudaclick="x"', "")
    assert found(Outcome(0, outcome.err, "")) == [("dirty.md", 11, "STY001")]
    assert (desk / "dirty.md").read_text("utf-8") == DIRTY


def test_clean_standard_input_comes_out_as_it_went_in(desk: Path, run: Run) -> None:
    for text in (CLEAN, CLEAN.replace("\n", "\r\n"), "\ufeffRain.", "", "a\u2028b\x0bc\r"):
        outcome = run("fix", "-", "--select", "TRK", stdin=text.encode())
        assert outcome.out == text
        assert outcome.status == 0


def test_unreadable_standard_input_makes_no_output(desk: Path, run: Run) -> None:
    outcome = run("fix", "-", stdin=b"caf\xe9\n")
    assert outcome.status == 2
    assert outcome.out == ""
    assert "not valid UTF-8" in outcome.err


def test_standard_input_as_a_patch(desk: Path, run: Run) -> None:
    outcome = run("fix", "--diff", "--stdin-filename", "dirty.md", stdin=DIRTY.encode())
    assert outcome.status == 1
    assert outcome.out.startswith("--- a/dirty.md\n+++ b/dirty.md\n@@")
    assert "would mend 1 finding in 1 file, nothing left" in outcome.err


# Fixing


def test_fix_writes_the_safe_and_reports_the_rest(desk: Path, run: Run) -> None:
    outcome = run("fix", "--output-format", "json")
    assert outcome.status == 1
    assert found(outcome) == [("styled.md", 8, "STY001")]
    summary = json.loads(outcome.out)["summary"]
    assert (summary["fixed"], summary["changed"], summary["files"]) == (1, 1, 3)
    assert (desk / "dirty.md").read_text("utf-8") == MENDED
    assert (desk / "styled.md").read_text("utf-8") == STYLED
    assert run("fix", "--unsafe-fixes").status == 0
    assert (desk / "styled.md").read_text("utf-8") == PLAIN
    assert run("check").status == 0


def test_check_and_diff_write_nothing(desk: Path, run: Run) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in desk.iterdir()}
    run("check")
    run("fix", "--diff", "--unsafe-fixes")
    assert {path.name: path.stat().st_mtime_ns for path in desk.iterdir()} == before
    assert (desk / "dirty.md").read_text("utf-8") == DIRTY


def test_a_file_without_anything_to_mend_is_not_touched(desk: Path, run: Run) -> None:
    before = (desk / "styled.md").stat().st_mtime_ns
    run("fix")
    assert (desk / "styled.md").stat().st_mtime_ns == before


LATE = "\n" + CLEAN + "\n" + LINK + "\n![Mud](/mud.png)\n"  # FM001, TRK002 with a fix, IMG001 at 11:9 without


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_a_link_that_leads_out_is_not_written_through(tmp_path: Path, run: Run) -> None:
    tree(tmp_path, {"elsewhere/post.md": LATE, "desk/_config.yml": "title: Tides\n", "desk/package.json": "{}"})
    link = tmp_path / "desk" / "source" / "_posts" / "post.md"
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path / "elsewhere" / "post.md")
    tree(tmp_path, {"desk/package.json": '{"dependencies": {"hexo": "7"}}'})
    outcome = run("fix", "--output-format", "json", cwd=tmp_path / "desk")
    assert outcome.status == 2
    assert "not written: " in errors(outcome)[0]
    assert (tmp_path / "elsewhere" / "post.md").read_text("utf-8") == LATE
    path = "source/_posts/post.md"
    assert found(outcome) == [(path, 1, "FM001"), (path, 9, "TRK002"), (path, 11, "IMG001")]
    assert json.loads(outcome.out)["summary"]["changed"] == 0


@pytest.mark.skipif(os.name == "nt", reason="another notion of permissions")
def test_permissions_and_links_survive_a_fix(desk: Path, run: Run) -> None:
    (desk / "dirty.md").chmod(0o640)
    (desk / "link.md").symlink_to("dirty.md")
    assert run("fix", "link.md").status == 0
    assert (desk / "link.md").is_symlink()
    assert (desk / "dirty.md").read_text("utf-8") == MENDED
    assert (desk / "dirty.md").stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in desk.iterdir()) == ["clean.md", "dirty.md", "link.md", "styled.md"]


# Patches

PATCHED = {
    "plain.md": DIRTY,
    "sub/with blanks.md": DIRTY,
    "新闻/晨江 日报：今天.md": DIRTY.replace("The sea went out.", "海水退了。"),
    'quotes "here".md': DIRTY,
    "crlf.md": DIRTY.replace("\n", "\r\n"),
    "mixed.md": DIRTY.replace("\n", "\r\n", 5) + LINK + "a lone \r and a \u2028\n" + LINK.replace("\n", "\r\n"),
    "no newline.md": DIRTY.rstrip("\n"),
    "no newline crlf.md": DIRTY.replace("\n", "\r\n").rstrip("\r\n"),
    "last line untouched.md": DIRTY + "\n" * 5 + "the end",
    "bom.md": "\ufeff" + DIRTY,
    "two places.md": DIRTY + "\n" * 20 + LINK,
    "front.md": "\n\n" + DIRTY,
    "gone.md": '<!-- news_keyword_pub,stock, -->\n<span id="quote_1"></span>\n',
}
if os.name != "nt":
    PATCHED["a\ttab.md"] = DIRTY


@pytest.mark.parametrize("tool", ["git", "patch"])
def test_the_diff_is_a_patch(tmp_path: Path, run: Run, tool: str) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not on this machine")
    shown, fixed = (tree(tmp_path / name, PATCHED) for name in ("shown", "fixed"))
    outcome = run("fix", "--diff", cwd=shown)
    assert outcome.status == 1
    assert {path: read(shown, path) for path in PATCHED} == PATCHED
    run("fix", cwd=fixed)
    wanted = {path: read(fixed, path) for path in PATCHED}
    assert all(wanted[path] != PATCHED[path] for path in PATCHED)
    command = {
        "git": ["git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "-"],
        "patch": ["patch", "-p1", "--binary", "--no-backup-if-mismatch"],
    }[tool]
    env = {**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path), "GIT_CONFIG_GLOBAL": os.devnull}
    applied = subprocess.run(command, cwd=shown, input=outcome.out.encode(), capture_output=True, env=env)
    assert applied.returncode == 0, applied.stderr.decode() + applied.stdout.decode()
    assert {path: read(shown, path) for path in PATCHED} == wanted
    assert run("fix", "--diff", cwd=shown).out == ""


def read(folder: Path, name: str) -> str:
    return (folder / name).read_bytes().decode()


@pytest.mark.parametrize("form", report.FORMATS)
def test_a_patch_has_standard_output_for_itself(desk: Path, run: Run, form: str) -> None:
    outcome = run("fix", "--diff", "--output-format", form)
    lines = outcome.out.splitlines()
    assert lines[:2] == ["--- a/dirty.md", "+++ b/dirty.md"]
    assert all(line[:1] in "-+ @" for line in lines), lines
    assert "STY001" in outcome.err


@pytest.mark.skipif(sys.platform != "linux", reason="file names are text here")
def test_a_file_name_that_is_not_utf_8(desk: Path) -> None:
    name = b"caf\xe9.md"
    with open(os.fsencode(desk) + b"/" + name, "wb") as file:
        file.write(DIRTY.encode())
    for form in report.FORMATS:
        checked = copydesk("check", "--output-format", form, cwd=desk)
        assert checked.returncode == 1, checked
        assert checked.stderr == b""
        checked.stdout.decode()
    patch = copydesk("fix", "--diff", cwd=desk).stdout
    assert b"--- a/caf\xe9.md\n+++ b/caf\xe9.md\n" in patch
    assert copydesk("fix", cwd=desk).stderr == b""
    with open(os.fsencode(desk) + b"/" + name, "rb") as file:
        assert file.read() == MENDED.encode()


# Which rules


def test_select_ignore_and_extend_select(desk: Path, run: Run) -> None:
    assert codes(run) == ["TRK002", "STY001"]
    assert codes(run, "--select", "TRK002") == ["TRK002"]
    assert codes(run, "--select", "tracking-attribute, inline-style") == ["TRK002", "STY001"]
    assert codes(run, "--select", "STY") == ["STY001"]
    assert codes(run, "--ignore", "STY") == ["TRK002"]
    assert codes(run, "--ignore", "STY,TRK") == []
    assert codes(run, "--select", "STY", "--extend-select", "TRK") == ["TRK002", "STY001"]
    assert codes(run, "--select", "recommended", "--ignore", "tracking-attribute") == ["STY001"]
    assert codes(run, "--select", "all") == ["TRK002", "STY001"]


def test_the_command_line_goes_before_the_configuration(desk: Path, run: Run) -> None:
    tree(desk, {"copydesk.toml": 'select = ["STY"]\n'})
    assert codes(run) == ["STY001"]
    assert codes(run, "--select", "TRK") == ["TRK002"]
    assert codes(run, "--extend-select", "TRK") == ["TRK002", "STY001"]
    assert codes(run, "--isolated") == ["TRK002", "STY001"]
    tree(desk, {"other.toml": 'ignore = ["STY"]\n'})
    assert codes(run, "--config", "other.toml") == ["TRK002"]
    assert codes(run, "--config", "other.toml", "--ignore", "TRK") == []


def test_what_a_configuration_below_excludes(desk: Path, run: Run) -> None:
    own = 'exclude = ["old/"]\nignore = ["STY"]\n'
    tree(desk, {"blog/copydesk.toml": own, "blog/old/dirty.md": DIRTY, "blog/new/dirty.md": DIRTY})
    outcome = run("check", "--output-format", "concise")
    assert "blog/new/dirty.md" in outcome.out
    assert "blog/old" not in outcome.out
    assert "1 skipped (excluded by the configuration: 1)" in outcome.out
    assert codes(run, "--force-exclude", "blog/old/dirty.md") == []
    assert codes(run, "blog/old/dirty.md") == ["TRK002"]
    tree(desk, {"copydesk.toml": 'exclude = ["blog/"]\n'})
    assert codes(run, "--force-exclude", "blog/new/dirty.md") == []


def test_a_rule_named_on_the_command_line_runs_whatever_the_configuration_ignores(desk: Path, run: Run) -> None:
    overrides = '[[overrides]]\npaths = ["dirty.md"]\nignore = ["TRK002"]\n'
    tree(desk, {"copydesk.toml": f'ignore = ["TRK002"]\n{overrides}'})
    assert codes(run) == codes(run, "--extend-select", "TRK") == ["STY001"]
    assert codes(run, "--select", "TRK") == []
    assert codes(run, "--select", "TRK002") == codes(run, "--select", "tracking-attribute") == ["TRK002"]
    assert codes(run, "--extend-select", "TRK002") == ["TRK002", "STY001"]
    assert codes(run, "--select", "TRK002", "--ignore", "TRK") == []


def test_the_nearest_configuration_counts(desk: Path, run: Run) -> None:
    tree(desk, {"copydesk.toml": 'ignore = ["TRK"]\n', "blog/dirty.md": DIRTY, "blog/styled.md": STYLED})
    assert codes(run) == ["STY001", "STY001"]
    tree(desk, {"blog/copydesk.toml": 'ignore = ["STY"]\n'})
    assert codes(run) == ["TRK002", "STY001"]
    tree(desk, {"blog/copydesk.toml": 'extend = "../copydesk.toml"\nignore = ["STY"]\n'})
    assert codes(run) == ["STY001"]
    assert codes(run, "--config", "copydesk.toml") == ["STY001", "STY001"]


def test_the_configuration_of_a_folder_says_what_is_left_out_in_it(desk: Path, run: Run) -> None:
    tree(desk, {"blog/dirty.md": DIRTY, "blog/old/dirty.md": DIRTY, "blog/copydesk.toml": 'exclude = ["old/"]\n'})
    assert [path for path, _, _ in found(run("check", "blog", "--output-format", "json"))] == ["blog/dirty.md"]


def test_configuration_in_pyproject(desk: Path, run: Run) -> None:
    tree(desk, {"pyproject.toml": '[tool.copydesk]\nignore = ["TRK"]\n'})
    assert codes(run) == ["STY001"]
    tree(desk, {"pyproject.toml": '[project]\nname = "x"\n'})
    assert codes(run) == ["TRK002", "STY001"]


def test_overrides_by_path(desk: Path, run: Run) -> None:
    tree(
        desk,
        {
            "old/dirty.md": DIRTY,
            "old/styled.md": STYLED,
            "copydesk.toml": (
                '[[overrides]]\npaths = ["old/**"]\nignore = ["TRK"]\n'
                '[overrides.options.STY001]\nallow = ["font-family"]\n'
                '[[overrides]]\npaths = ["styled.md"]\nignore = ["HTM"]\n'
            ),
        },
    )
    assert found(run("check", "--output-format", "json")) == [("dirty.md", 8, "TRK002"), ("styled.md", 8, "STY001")]
    assert found(run("check", "--output-format", "json", cwd=desk / "old")) == []
    assert codes(run, "--isolated") == ["TRK002", "STY001"]


def test_options_of_rules(desk: Path, run: Run) -> None:
    tree(desk, {"copydesk.toml": '[options.TRK002]\nkeep = ["data-suda*"]\n[options.inline-style]\nforbid = []\n'})
    assert codes(run) == ["STY001"]


def rule(body: str = "yield self.finding(Span(0, 1), 'the post begins')") -> str:
    return f'''"""ACM001: posts that begin."""

from __future__ import annotations

from copydesk import Rule, Span, bad, good


class FirstLetter(Rule):
    """A post should not begin.

    ## Why

    So that it need not end.
    """

    code, name = "ACM001", "first-letter"
    examples = (bad("A."), good(""))

    def check(self, doc):
        {body}
'''


def test_a_private_rule(desk: Path, run: Run) -> None:
    tree(desk, {"copydesk.toml": 'rules = ["desk/acm.py"]\n', "desk/acm.py": rule()})
    assert codes(run, "clean.md") == ["ACM001"]
    assert codes(run, "--select", "first-letter") == ["ACM001"] * 3
    assert codes(run, "--ignore", "ACM", "clean.md") == []
    assert "# ACM001 first-letter" in run("explain", "first-letter").out
    assert "ACM001  first-letter" in run("rules").out
    assert [path.name for path in (desk / "desk").iterdir()] == ["acm.py"], "a check leaves nothing behind"
    assert "ACM001  first-letter" in run("rules", "--config", desk / "copydesk.toml", cwd=desk.parent).out
    assert run("explain", "ACM001", cwd=desk.parent).status == 2


def test_a_rule_whose_code_is_taken(desk: Path, run: Run) -> None:
    tree(desk, {"copydesk.toml": 'rules = ["acm.py"]\n', "acm.py": rule().replace('"ACM001"', '"TRK002"')})
    outcome = run("check")
    assert outcome.status == 2
    assert "two rules have the code TRK002" in outcome.err


VENDOR = """\
name = "acme"
title = "Acme"
about = "Pages of Acme."
source = "https://acme.example: the source of pages"

[[comments]]
kind = "template"
text = ["acme:*"]
why = "marks a box of Acme's page"
"""


def test_a_vendor_of_the_site(desk: Path, run: Run) -> None:
    tree(desk, {"page.md": CLEAN + "\n<!-- acme:left -->\n"})
    assert codes(run, "page.md") == []
    tree(desk, {"copydesk.toml": 'vendors = ["desk/acme.toml"]\n', "desk/acme.toml": VENDOR})
    outcome = run("check", "page.md", "--output-format", "json")
    assert found(outcome) == [("page.md", 8, "TRK001")]
    assert "marks a box of Acme's page" in outcome.out
    assert run("fix", "page.md").status == 0
    assert (desk / "page.md").read_text("utf-8") == CLEAN


def test_suppressions(desk: Path, run: Run) -> None:
    silence = "<!-- copydesk: ignore[TRK002] a quotation -->\n"
    tree(desk, {"dirty.md": CLEAN + "\n" + silence + LINK, "clean.md": CLEAN + "\n" + silence + "Rain.\n"})
    assert codes(run, "dirty.md") == []
    assert codes(run, "clean.md") == ["LNT001"]
    assert codes(run, "clean.md", "--select", "LNT,STY") == []  # the rule that is silenced did not run
    assert codes(run, "dirty.md", "--ignore", "LNT001") == []
    assert run("fix", "dirty.md").status == 0
    assert (desk / "dirty.md").read_text("utf-8") == CLEAN + "\n" + silence + LINK
    assert run("fix", "clean.md").status == 0
    assert (desk / "clean.md").read_text("utf-8") == CLEAN + "\nRain.\n"


# Which files


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\0"])
def test_paths_from_a_file(desk: Path, run: Run, separator: str) -> None:
    tree(desk, {"新 闻.md": DIRTY, "two\nlines.md" if separator == "\0" else "other.md": DIRTY})
    names = ["新 闻.md", "two\nlines.md"] if separator == "\0" else ["新 闻.md", "", "other.md"]
    listed = separator.join([*names, ""])
    (desk / "list").write_bytes(listed.encode())
    wanted = [name for name in names if name]
    assert [path for path, _, _ in found(run("check", "--files-from", "list", "--output-format", "json"))] == wanted
    outcome = run("check", "--files-from", "-", "--output-format", "json", stdin=listed.encode())
    assert [path for path, _, _ in found(outcome)] == wanted
    outcome = run("check", "styled.md", "--files-from", "list", "--output-format", "json")
    assert [path for path, _, _ in found(outcome)] == ["styled.md", *wanted]


def test_an_empty_list_of_paths_checks_nothing(desk: Path, run: Run) -> None:
    for listed in (b"", b"\n", b"\0"):
        outcome = run("check", "--files-from", "-", stdin=listed)
        assert outcome.status == 0
        assert "no files checked" in outcome.out


def test_a_file_is_checked_once(desk: Path, run: Run) -> None:
    paths = ["dirty.md", ".", "./dirty.md", str(desk / "dirty.md"), "styled.md"]
    assert codes(run, *paths) == ["TRK002", "STY001"]


def test_a_named_file_is_checked_whatever_its_name(desk: Path, run: Run) -> None:
    tree(desk, {"notes.txt": DIRTY, "copydesk.toml": 'exclude = ["dirty.md", "notes.txt"]\n'})
    assert found(run("check", "--output-format", "json", "notes.txt", "dirty.md")) == [
        ("notes.txt", 8, "TRK002"),
        ("dirty.md", 8, "TRK002"),
    ]
    assert codes(run) == ["STY001"]


@pytest.mark.parametrize("pattern", ["old/", "old", "/old/", "old/**", "old/*.md", "dirty.md"])
def test_force_exclude(desk: Path, run: Run, pattern: str) -> None:
    tree(desk, {"old/dirty.md": DIRTY, "copydesk.toml": f'exclude = ["{pattern}"]\n'})
    named = ["old/dirty.md", "styled.md"]
    assert codes(run, *named) == ["TRK002", "STY001"]
    assert codes(run, "--force-exclude", *named) == ["STY001"]
    outcome = run("check", "--force-exclude", "--show-skipped", *named)
    assert outcome.err == "skipped old/dirty.md: excluded by the configuration\n"
    assert "excluded by the configuration: 1" in outcome.out


def test_skipped_files_are_counted_and_named(desk: Path, run: Run) -> None:
    tree(desk, {"copydesk.toml": 'exclude = ["styled.md"]\n', "node_modules/a.md": DIRTY, ".hidden/b.md": DIRTY})
    outcome = run("check", "--output-format", "json")
    skipped = json.loads(outcome.out)["summary"]["skipped"]
    assert skipped["excluded by the configuration"] == 1
    assert sum(skipped.values()) == 3
    assert outcome.err == ""
    outcome = run("check", "--show-skipped", "--output-format", "json")
    assert sorted(line.split(":")[0] for line in outcome.err.splitlines()) == [
        "skipped .hidden",
        "skipped node_modules",
        "skipped styled.md",
    ]
    assert json.loads(outcome.out)["summary"]["skipped"] == skipped


# Reports


def test_the_shape_of_json(desk: Path, run: Run) -> None:
    tree(
        desk,
        {
            "_config.yml": "title: Tides\n",
            "package.json": '{"dependencies": {"hexo": "7"}}',
            "source/_posts/新 闻.md": DIRTY.replace("<p>See", "<p>去😀看"),
            "source/_posts/title.md": EMPTY_TITLE,
        },
    )
    outcome = run("check", "--output-format", "json", "source")
    document = json.loads(outcome.out)
    assert list(document) == ["version", "findings", "summary"]
    assert document["version"] == 1
    assert document["findings"] == [
        {
            "code": "FM004",
            "name": "empty-field",
            "severity": "warning",
            "path": "source/_posts/title.md",
            "line": 2,
            "column": 1,
            "end_line": 2,
            "end_column": 6,
            "message": document["findings"][0]["message"],
            "fix": None,
        },
        {
            "code": "TRK002",
            "name": "tracking-attribute",
            "severity": "warning",
            "path": "source/_posts/新 闻.md",
            "line": 8,
            "column": 25,
            "end_line": 8,
            "end_column": 43,
            "message": document["findings"][1]["message"],
            "fix": {
                "title": "remove the attribute",
                "safety": "safe",
                "edits": [{"line": 8, "column": 24, "end_line": 8, "end_column": 43, "text": ""}],
            },
        },
    ]
    summary = document["summary"]
    assert (summary["files"], summary["findings"]) == (2, 2)
    assert summary["by_code"] == {"FM004": 1, "TRK002": 1}
    assert summary["by_severity"] == {"error": 0, "warning": 2, "info": 0}
    assert (summary["fixable"], summary["unsafely_fixable"], summary["fixed"], summary["changed"]) == (1, 0, 0, 0)
    assert (summary["skipped"], summary["errors"]) == ({}, [])


def test_the_edits_in_json_do_what_fix_does(desk: Path, run: Run) -> None:
    text = (
        "\n" + DIRTY + '\n<p><a href="https://a.example/?fbclid=1&amp;id=2" target="_blank">😀</a><span></span></p>\n'
    )
    tree(desk, {"dirty.md": text})
    edits = [
        edit
        for one in json.loads(run("check", "dirty.md", "--output-format", "json").out)["findings"]
        for edit in one["fix"]["edits"]
    ]
    assert len(edits) == 5
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    for edit in sorted(edits, key=lambda edit: (-edit["line"], -edit["column"])):
        start = starts[edit["line"] - 1] + edit["column"] - 1
        end = starts[edit["end_line"] - 1] + edit["end_column"] - 1
        text = text[:start] + edit["text"] + text[end:]
    assert run("fix", "dirty.md").status == 0
    assert (desk / "dirty.md").read_text("utf-8") == text


@pytest.mark.parametrize("form", report.FORMATS)
def test_every_format_says_the_same(desk: Path, run: Run, form: str) -> None:
    outcome = run("check", "--output-format", form)
    assert outcome.status == 1
    assert outcome.err == ""
    for word in ("dirty.md", "styled.md", "TRK002", "STY001"):
        assert word in outcome.out
    if form in ("json", "sarif"):
        json.loads(outcome.out)


def test_the_limit(desk: Path, run: Run) -> None:
    tree(desk, {"dirty.md": DIRTY + (LINK + '<p><a href="https://a.example/?fbclid=1">A</a></p>\n') * 6})
    assert run("check", "--limit", "3", "dirty.md").out.count(" │ <p>") == 3
    assert "10 more findings not shown" in run("check", "--limit", "3", "dirty.md").out
    assert run("check", "--limit", "0", "dirty.md").out.count(" │ <p>") == 13
    assert len(codes(run, "dirty.md", "--limit", "3")) == 13  # programs get all


# Several processes


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    kinds = (DIRTY, STYLED, CLEAN, "\n" + DIRTY, DIRTY.replace("\n", "\r\n"))
    tree(folder, {f"{number // 20}/post {number}.md": kinds[number % len(kinds)] for number in range(120)})
    (folder / "3" / "latin.md").write_bytes(b"caf\xe9\n")
    return folder


@pytest.mark.parametrize("form", ["json", "github", "concise"])
def test_jobs_change_nothing(many: Path, form: str) -> None:
    one, two = (copydesk("check", "--output-format", form, "--jobs", jobs, cwd=many) for jobs in ("1", "2"))
    assert one.returncode == two.returncode == 2
    assert one.stderr == two.stderr == b""
    if form == "json":
        first, second = (json.loads(run.stdout) for run in (one, two))
        assert first["summary"].pop("seconds") >= 0 <= second["summary"].pop("seconds")
        assert first == second
    else:
        first, second = (re.sub(rb"[0-9.]+ m?s\b", b"", run.stdout) for run in (one, two))
        assert first == second


def test_jobs_make_the_same_patch_and_the_same_files(many: Path, tmp_path: Path) -> None:
    one, two = (copydesk("fix", "--diff", "--jobs", jobs, cwd=many) for jobs in ("1", "2"))
    assert one.stdout == two.stdout != b""
    copies = [Path(shutil.copytree(many, tmp_path / jobs)) for jobs in ("1", "2")]
    for copy in copies:
        assert copydesk("fix", "--jobs", copy.name, cwd=copy).returncode == 2
    first, second = ({path.name: path.read_bytes() for path in copy.rglob("*.md")} for copy in copies)
    assert first == second
    assert first["post 0.md"] == MENDED.encode()


@pytest.mark.parametrize(
    ("form", "posts", "jobs", "processes"),
    [
        ("full", 24, 9, []),
        ("full", 27, 9, [3]),
        ("full", 30, 2, [2]),
        ("full", 90, 1000, [60]),
        ("concise", 27, 9, [2]),  # the first process does some of the work
        ("concise", 30, 2, [1]),
    ],
)
def test_no_process_is_started_for_nothing(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, form: str, posts: int, jobs: int, processes: list[int]
) -> None:
    tree(tmp_path, {f"post {number}.md": CLEAN for number in range(posts)})
    started: list[int] = []
    original = workers.started

    def noted(number: int) -> AbstractContextManager[workers.Workers]:
        started.append(number)
        return original(min(number, 2))

    monkeypatch.setattr(workers, "started", noted)
    assert run("check", "--jobs", str(jobs), "--output-format", form, cwd=tmp_path).status == 0
    assert started == processes


def test_a_bad_configuration_is_named_by_a_worker_too(tmp_path: Path) -> None:
    tree(tmp_path, {f"post {number}.md": CLEAN for number in range(60)})
    tree(tmp_path, {"zoo/post.md": CLEAN, "zoo/copydesk.toml": "selct = []\n"})
    outcome = copydesk("check", "--jobs", "2", cwd=tmp_path)
    assert outcome.returncode == 2
    place = tmp_path / "zoo" / "copydesk.toml"
    assert outcome.stderr.decode() == f"copydesk: {place}: unknown key `selct`: did you mean `select`?\n"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
@pytest.mark.parametrize("form", ["full", "concise"])
def test_a_worker_that_is_killed(tmp_path: Path, form: str) -> None:
    kill = (
        "import multiprocessing, os, signal\n"
        "        if multiprocessing.parent_process() is not None:\n"
        "            os.kill(os.getpid(), signal.SIGKILL)"
    )
    tree(tmp_path, {f"post {number}.md": CLEAN for number in range(60)})
    tree(tmp_path, {"copydesk.toml": 'rules = ["acm.py"]\n', "acm.py": rule(kill)})
    outcome = copydesk("check", "--jobs", "2", "--output-format", form, cwd=tmp_path)
    assert outcome.returncode == 2
    assert outcome.stderr == b"copydesk: a worker process was killed; the files it had are unchecked\n"


# Streams that end early


@pytest.mark.skipif(os.name == "nt", reason="another kind of pipe")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_reader_that_has_seen_enough(tmp_path: Path, jobs: str) -> None:
    tree(tmp_path, {f"a long name for a post with findings, number {n}.md": DIRTY + LINK * 20 for n in range(80)})
    with subprocess.Popen(
        [sys.executable, "-m", "copydesk.cli", "check", ".", "--output-format", "concise", "--jobs", jobs],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert b"TRK002" in process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 1


@pytest.mark.skipif(os.name == "nt", reason="another kind of pipe")
@pytest.mark.parametrize("arguments", [("rules",), ("explain", "TRK002"), ("check", "dirty.md"), ("fix", "--diff")])
def test_nobody_listens(desk: Path, arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        outcome = copydesk(*arguments, cwd=desk, stdout=writing)
    finally:
        os.close(writing)
    assert b"Traceback" not in outcome.stderr
    assert b"Broken" not in outcome.stderr
    assert outcome.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize("arguments", [("rules",), ("check", "dirty.md"), ("fix", "--diff")])
def test_a_full_disk_behind_standard_output(desk: Path, arguments: tuple[str, ...]) -> None:
    with open("/dev/full", "wb") as full:
        outcome = copydesk(*arguments, cwd=desk, stdout=full.fileno())
    assert outcome.returncode == 2
    assert b"copydesk: No space left on device\n" in outcome.stderr
    assert b"Traceback" not in outcome.stderr
    assert b"Exception" not in outcome.stderr


def test_a_stream_that_knows_no_chinese(desk: Path) -> None:
    tree(desk, {"新闻.md": DIRTY.replace("<p>See", "<p>看")})
    for form in report.FORMATS:
        outcome = subprocess.run(
            [sys.executable, "-m", "copydesk.cli", "check", "--output-format", form],
            cwd=desk,
            capture_output=True,
            env={**environment(), "PYTHONIOENCODING": "ascii"},
        )
        assert outcome.returncode == 1, outcome
        assert outcome.stderr == b""
        outcome.stdout.decode("ascii")


# Pages and skeletons


def test_explain_by_code_and_by_name(desk: Path, run: Run) -> None:
    pages = [run("explain", word).out for word in ("TRK002", "trk002", "tracking-attribute", "Tracking-Attribute")]
    assert pages[0].startswith("# TRK002 tracking-attribute\n")
    assert "## Why" in pages[0]
    assert set(pages) == {pages[0]}


def test_rules_are_listed(desk: Path, run: Run) -> None:
    lines = run("rules").out.splitlines()
    assert [line.split()[0] for line in lines] == list(registry.discover())
    whens = {line.split()[0]: line.split()[2] for line in lines}
    assert set(whens.values()) == {"on", "opt-in", "online"}
    assert (whens["IMG001"], whens["IMG019"], whens["IMG025"]) == ("on", "online", "opt-in")
    assert len({line.index(line.split()[1]) for line in lines}) == 1, "the names stand below each other"


def test_rules_are_written(desk: Path, run: Run) -> None:
    assert run("rules", "--write", "pages").status == 0
    names = {path.stem for path in (desk / "pages").iterdir()}
    assert names == {*registry.discover(), "README"}


def test_a_new_rule_works_as_it_is(desk: Path, run: Run) -> None:
    outcome = run("new", "ACM001", "shouting-title", "--to", desk)
    path = desk / "acm001_shouting_title.py"
    assert outcome == Outcome(0, f"wrote {path}\n", "")
    rules = registry.discover([path])
    testing.conventions(rules["ACM001"], path.name)
    for case in testing.cases([rules["ACM001"]]):
        case.run()
    tree(desk, {"copydesk.toml": f'rules = ["{path.name}"]\n', "clean.md": CLEAN + "\nFIXME\n"})
    assert codes(run, "clean.md") == ["ACM001"]
    again = run("new", "ACM001", "shouting-title", "--to", desk)
    assert again.status == 2
    assert again.err == f"copydesk: {path} is there already\n"
