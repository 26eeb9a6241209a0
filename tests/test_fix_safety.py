"""The judge of ``benchmarks/fix_safety.py``: it sees what it should, and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import awkward  # noqa: E402
import fix_safety  # noqa: E402
from named_edits import Edit, Fix, Step, make, together  # noqa: E402
from reader_view import Reader, compare, diff, front_matter  # noqa: E402

MATTER = "---\ntitle: 'A: b' # why\ntags: [a, b]\n---\n\n"


def found(before: str, after: str, path: str = "a.md") -> list[str]:
    """Return the kinds of harm between two versions of a post, of which nothing was named."""
    return sorted({harm.column for harm in fix_safety.judge(path, before, after)[0]})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("*a* and **b**\n", "_a_ and __b__\n"),
        ("* a\n* b\n", "- a\n\n- b\n"),
        ("Rain\n====\n", "# Rain\n"),
        ("a  \nb\n", "a\\\nb\n"),
        ("1. a\n1. b\n", "1. a\n2. b\n"),
        ("see [a](/b 'T')\n", 'see [a][1]\n\n[1]: </b> "T"\n'),
        ("at https://x.org/_a_b_. So\n", "at <https://x.org/_a_b>_. So\n"),
        ("    x = 1\n", "```\nx = 1\n```\n"),
        ("|a|b|\n|-|-|\n|1|2|\n", "| a   | b   |\n| --- | --- |\n| 1   | 2   |\n"),
        ("{{ a  |  b }} {{< x  y=1 >}}\n", "{{a | b}} {{<x y=1>}}\n"),
        ("x[^1]\n\n[^1]: note\n\n    more\n", "x[^1]\n\n[^1]:\n    note\n\n    more\n"),
        ("[^a]: note\n\nx[^a] y[^b]\n\n[^b]: other\n\nz\n", "x[^a] y[^b]\n\nz\n\n[^a]: note\n[^b]: other\n"),
        ("a &copy; \\* 中文，。\n", "a © \\* 中文，。\n"),
        ("a  \n\n\n\nb", "a\n\nb\n"),
        ("a\u00a0b\n", "a b\n"),
        (MATTER + "x\n", MATTER.replace("'A: b' # why", '"A: b"').replace("[a, b]", "\n  - a\n  - b") + "x\n"),
        ("\n" + MATTER + "x\n", MATTER + "x\n"),
        ("<p>a</p>\n<!-- a note -->\n<p>b</p>\n", "<p>a</p>\n<p>b</p>\n"),
        ("* * *\n", "---\n"),
    ],
)
def test_another_way_to_write_the_same_is_no_harm(before: str, after: str) -> None:
    assert found(before, after) == []


@pytest.mark.parametrize(
    ("before", "after", "columns"),
    [
        ("## 标题。\n", "## 标题\n", ["words"]),
        ("Rain and wind.\n", "Rain wind.\n", ["words"]),
        ("One.\n\nTwo.\n", "Two.\n\nOne.\n", ["words"]),
        ("One.\n\nTwo.\n", "One.\nTwo.\n", ["structure"]),
        ("One  \ntwo.\n", "One\ntwo.\n", ["structure"]),
        ("## One\n", "### One\n", ["structure"]),
        ("3. a\n", "1. a\n", ["structure"]),
        ("[a](/x) [b](/y)\n", "[a](/y) [b](/x)\n", ["references"]),
        ("![a](/x.png)\n", "![b](/x.png)\n", ["references"]),
        ("```\n\tx\n```\n", "```\n    x\n```\n", ["code"]),
        ("```js\nf('x')\n```\n", '```js\nf("x")\n```\n', ["code", "words"]),
        ("{{< x >}}\n", "{{\\< x >}}\n", ["words"]),
        ("[[wiki]] [TOC]\n", "\\[\\[wiki]] \\[TOC]\n", ["words"]),
        ("a\n\n<!-- more -->\n\nb\n", "a\n\nb\n", ["words"]),
        ("a\r\nb\r\n", "a\nb\n", ["newlines"]),
        ("a\r\nb\nc\n", "a\nb\nc\n", ["newlines"]),
        (MATTER + "x\n", MATTER.replace("[a, b]", "[a]") + "x\n", ["fields"]),
        ("\n" + MATTER + "x\n", "- title: 'A: b'\n  tags: [a, b]\n\nx\n", ["fields"]),
        ("+++\na = 1\n+++\nx\n", "+++\na = 1.0\n+++\nx\n", ["fields"]),
    ],
)
def test_harm_is_seen(before: str, after: str, columns: list[str]) -> None:
    assert found(before, after) == columns


def test_mdx_is_read_as_such() -> None:
    before, after = "import a from 'b'\n\n<A b={{c: 'd'}}>x</A>\n", 'import a from "b";\n\n<A b={{ c: "d" }}>x</A>\n'
    assert found(before, after, "a.mdx") == []
    assert found("x {a + b}\n", "x {a - b}\n", "a.mdx") == ["words"]
    assert found("<A>\n\n    <p>x</p>\n\n</A>\n", "<A>\n\n<p>x</p>\n\n</A>\n", "a.mdx") == []


def step(before: str, *edits: tuple[str, str], unsafe: bool = False) -> Step:
    """Return the step in which one fix replaces the first of each pair by the second, where it first stands."""
    found = []
    for old, new in edits:
        start = before.index(old)
        found.append(Edit(start, start + len(old), new))
    fix = Fix("TST001", unsafe, tuple(sorted(found)))
    return Step(before, (fix,), make(before, [fix]))


def left(made: Step) -> tuple[list[str], int]:
    """Return the kinds of harm that the edits of a step do not account for, and the words they dropped by name."""
    harm, dropped = fix_safety.judge("a.md", made.before, made.after, [made])
    return sorted({one.column for one in harm}), dropped


TRACKED = "Read [more](https://x.org/a?utm_source=y&b=1) now.\n"


def test_what_edits_name_is_no_harm() -> None:
    assert left(step(TRACKED, ("utm_source=y&", ""))) == ([], 0)
    assert left(step("[A][1] ![B][1]\n\n[1]: <https://x.org/?utm_source=y> 'T'\n", ("?utm_source=y", ""))) == ([], 0)
    assert left(step("<https://x.org/?utm_source=y> it is\n", ("?utm_source=y", ""))) == ([], 0)
    assert left(step("The end. ![](https://count.me/p)\n", (" ![](https://count.me/p)", ""))) == ([], 0)
    assert left(step('<img data-src="https://x.org/a">\n', ("data-src", "src"))) == ([], 0)
    assert left(step(MATTER + "x\n", ("[a, b]", "[a]"))) == ([], 0)
    assert left(step("One.\n\n<p>Get the app</p>\n", ("<p>Get the app</p>", ""), unsafe=True)) == ([], 3)
    assert left(step("<div>\n\n    <p>One &amp; <a href='/x'>two</a></p>\n\n</div>\n", ("    ", ""))) == ([], 0)
    assert left(step("Itâ€™s ZoÃ« \x96 here\n", ("â€™", "’"), ("Ã«", "ë"), ("\x96", "–"))) == ([], 0)
    assert left(step("a zero\u200bwidth word\x08\n", ("\u200b", ""), ("\x08", ""))) == ([], 0)
    torn = step("<table>\n<tr><td>a\n\n    </td></tr></table>\n\nb\n", ("    ", ""))
    assert left(torn) == ([], 0), "what follows is no longer in the table"
    assert left(torn._replace(after=torn.after.replace("b", "")))[0] == ["words"]


def test_a_finding_covers_its_own_edit_only() -> None:
    safe = step("One.\n\n<p>Get the app</p>\n", ("<p>Get the app</p>", ""))
    assert left(safe) == (["words"], 0), "a safe fix drops no words"
    assert left(step("Itâ€™s ZoÃ«\n", ("â€™", "’"), ("Ã«", "è")))[0] == ["words"], "it was another letter"
    other = step(TRACKED, ("utm_source=y&", ""))
    assert left(other._replace(after=other.after.replace("now", "")))[0] == ["words"]
    assert left(other._replace(after=other.after.replace("b=1", "b=2")))[0] == ["references"]
    field = step(MATTER + "x\n", ("[a, b]", "[a]"))
    assert left(field._replace(after=field.after.replace("A: b", "A")))[0] == ["fields"]
    joined = step("One.\n<!-- x -->\nTwo.\n", ("<!-- x -->\n", ""))
    assert left(joined)[0] == ["structure"], "two paragraphs became one"
    glued = step("https://x.org/a<b></b>b\n", ("<b></b>", ""))
    assert left(glued)[0] == ["references"], "the address goes on where it did not"
    text = "<div>\n\n    <pre>\n    a\n      b\n    </pre>\n\n</div>\n"
    lines = [found.span() for found in re.finditer("^ +", text, re.M)]
    fix = Fix("TST001", False, tuple(Edit(start, end, "") for start, end in lines))
    assert left(Step(text, (fix,), make(text, [fix])))[0] == ["code"], "its indentation is what readers see"


def test_fixes_of_one_pass_keep_apart() -> None:
    one, two, far = Edit(0, 2, ""), Edit(2, 4, "x"), Edit(6, 7, "")
    fixes = [Fix("A", False, (one,)), Fix("B", False, (two,)), Fix("A", False, (far,)), Fix("A", False, (two,))]
    assert together(fixes) in ([fixes[0], fixes[3], fixes[2]], [fixes[0], fixes[2]])


def test_differences_are_the_fewest() -> None:
    pairs = diff("abcabba", "cbabac")
    assert len(pairs) == 4
    assert all("abcabba"[x] == "cbabac"[y] for x, y in pairs)
    assert diff("abc", "abc") == [(0, 0), (1, 1), (2, 2)]
    assert diff("", "abc") == []
    many = "".join(chr(0x4E00 + at) for at in range(4000))
    assert len(diff(many + "x" * 3000, many[::2] + "y" * 3000)) == 2000


def test_words_are_told_apart_from_the_same_words_elsewhere() -> None:
    reader = Reader("markdown")
    views = [reader.view(text) for text in ("    <p>a b</p>\n\nc d e f\n\na b\n", "<p>a b</p>\n\nc d e f\n")]
    assert not compare(*views).added


def test_front_matter_is_found_leniently() -> None:
    for lead in ("", "\n \n", "\ufeff", "\ufeff\n", "<!-- licence -->\n"):
        matter = front_matter(lead + MATTER)
        assert matter is not None
        assert set(matter.fields) == {"title", "tags"}
    assert front_matter("---\n\nOnly a rule.\n\n---\n\nAnd one more.\n") is None
    assert front_matter('{"a": 1}\n\nx\n') is not None
    assert front_matter("{a}\n\nx\n") is None


def test_posts_are_the_same_for_the_same_seed() -> None:
    assert awkward.post(7, 1) == awkward.post(7, 1) != awkward.post(7, 2)
    texts = [awkward.post(number, 1)[1] for number in range(300)]
    for sign in (b"\xef\xbb\xbf", b"\r\n", b"+++\n", b'"title":', b"{{<", b"[^", b"<details>", "。\n".encode()):
        assert any(sign in text for text in texts), sign
    assert any(text.endswith(b"\n\n") for text in texts)
    assert any(not text.endswith((b"\n", b" ")) for text in texts)


def test_copydesk_does_no_harm() -> None:
    command = [sys.executable, str(BENCHMARKS / "fix_safety.py"), "--tools", "copydesk,copydesk-unsafe"]
    done = subprocess.run(
        [*command, "--posts", "60", "--seed", "3", "--show", "3"], capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_tool_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.md").write_text("Rain.\n")
    monkeypatch.setattr(fix_safety, "start_of", lambda program, tools: None)
    monkeypatch.setattr(sys, "argv", ["fix_safety.py", str(tmp_path), "--tools", "prettier"])
    assert fix_safety.main() == 2
    assert "prettier is left out: it is not installed here" in capsys.readouterr().out
