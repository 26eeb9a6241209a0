"""Odd and hostile files: each is reported or passed over with a reason, quickly, and never harmed.

What one layer makes of such input is tested with the layer; here it is the command, from the file to the exit status.
"""

from __future__ import annotations

import codecs
import json
import math
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.conftest import ROOT, Outcome

Run = Callable[..., Outcome]
VERBS = (("check",), ("fix", "--diff", "--unsafe-fixes"))
HEAD = "---\ntitle: Rain\ndate: 2024-05-06 07:08:09\n---\n\n"
LINK = '<p>See <a href="/tides" data-sudaclick="x">tides</a>.</p>\n'
MENDED = '<p>See <a href="/tides">tides</a>.</p>\n'


def errors(outcome: Outcome) -> list[str]:
    return list(json.loads(outcome.out or outcome.err)["summary"]["errors"])


# What cannot be read as UTF-8 is reported with its place, and never written


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b"Rain.\n\nCaf\xe9 au lait.\n", 3, "not valid UTF-8 at byte 11 (line 3), it looks like cp1252"),
        (b"Rain \xff.\n", 1, "not valid UTF-8 at byte 6 (line 1)"),
        ("Rain.\n".encode("utf-16"), 1, "not valid UTF-8 at byte 1 (line 1), it looks like utf-16"),
        (codecs.BOM_UTF16_BE + "Rain.\n".encode("utf-16-be"), 1, "it looks like utf-16"),
        ("# 我们的天气\n\n今天下雨，明天也是。\n".encode("gb18030"), 1, "it looks like gb18030"),
        ("# 雨\n\n日本では、雨が降っています。\n".encode("shift_jis"), 1, "it looks like shift_jis"),
        (b"Rain\n\n\xed\xa0\x80\n", 3, "not valid UTF-8 at byte 7 (line 3), it looks like UTF-8 with surrogates"),
        (b"\xed\xa0\xbd\xed\xb8\x80\n", 1, "not valid UTF-8 at byte 1 (line 1), it looks like UTF-8 with surrogates"),
        (b"Rain \xc3", 1, "not valid UTF-8 at byte 6 (line 1)"),
        (b"Rain \xf4\x90\x80\x80 \xc0\xaf\n", 1, "not valid UTF-8 at byte 6 (line 1)"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 1, "not valid UTF-8 at byte 1 (line 1)"),
    ],
    ids=[
        "latin-1", "a wrong byte", "utf-16", "big-endian utf-16", "gb18030", "shift_jis", "a surrogate",
        "a pair of surrogates", "cut off", "beyond unicode", "a picture",
    ],
)  # fmt: skip
def test_what_is_not_utf_8(tmp_path: Path, run: Run, content: bytes, line: int, says: str) -> None:
    post = tmp_path / "post.md"
    post.write_bytes(content)
    for verb in (*VERBS, ("fix", "--unsafe-fixes")):
        outcome = run(*verb, "--output-format", "json", "post.md", cwd=tmp_path)
        assert outcome.status == 2
        (error,) = errors(outcome)
        assert error.startswith("post.md: ")
        assert says in error
        (finding,) = json.loads(outcome.out or outcome.err)["findings"]
        assert (finding["code"], finding["line"]) == ("LNT002", line)
    assert post.read_bytes() == content


# Odd characters stay what they are


@pytest.mark.parametrize(
    "odd",
    [
        "a\0b\n",
        "\x01\x02\x07\b\x1b[31mred\x1b[0m\x7f\n", "\x85\x9b31m\n", "\ufeff\ufeff\n", "one\r\ntwo\rthree\n\r\n",
        "one\u2028two\u2029three\u000bfour\x0cfive\x1csix\n",
        "\u202eevil\u202c \u200b\u2066\n", "\ufffe\uffff\U0010ffff\n",
        "e\u0301" * 50 + "\n", "\t \u3000\xa0\n", "no newline at the end",
    ],
    ids=[
        "NUL", "controls", "C1 controls", "marks", "newlines", "separators", "bidi", "noncharacters", "combining",
        "blanks", "no newline",
    ],
)  # fmt: skip
@pytest.mark.parametrize("begin", ["", "\ufeff"], ids=["plain", "BOM"])
def test_odd_characters_survive(tmp_path: Path, run: Run, odd: str, begin: str) -> None:
    post = tmp_path / "post.md"
    pieces = (begin + HEAD, LINK, "\n" + odd + "\r\n\r\n", LINK.replace("\n", "\r\n"), "\n", odd)
    post.write_bytes("".join(pieces).encode())
    outcome = run("check", "--output-format", "json", "--select", "TRK002", "post.md", cwd=tmp_path)
    assert (outcome.status, outcome.err) == (1, "")
    assert len(json.loads(outcome.out)["findings"]) == 2
    outcome = run("fix", "--select", "TRK002", "post.md", cwd=tmp_path)
    assert (outcome.status, outcome.err) == (0, "")
    mended = [
        MENDED if piece == LINK else MENDED.replace("\n", "\r\n") if "href" in piece else piece for piece in pieces
    ]
    assert post.read_bytes() == "".join(mended).encode()


# What is no post


def _empty(folder: Path) -> None:
    (folder / "x.md").touch()


def _folder(folder: Path) -> None:
    (folder / "x.md").mkdir()


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "x.md")


def _circle(folder: Path) -> None:
    (folder / "x.md").symlink_to("y.md")
    (folder / "y.md").symlink_to("x.md")


def _device(folder: Path) -> None:
    (folder / "x.md").symlink_to("/dev/zero")


def _gap(folder: Path) -> None:
    with open(folder / "x.md", "wb") as file:
        file.truncate(100_000_000)


def _lie(folder: Path) -> None:
    (folder / "x.md").symlink_to("/proc/self/status")


def _socket(folder: Path) -> None:
    import socket

    with socket.socket(socket.AF_UNIX) as one:
        before = os.getcwd()
        os.chdir(folder)  # the path of a socket must be short
        try:
            one.bind("x.md")
        finally:
            os.chdir(before)


TOO_LARGE = "has 100,000,000 bytes, more than `max-file-size` (20,000,000) allows"


@pytest.mark.skipif(os.name != "posix", reason="files of POSIX")
@pytest.mark.parametrize(
    ("make", "named", "found", "says"),
    [
        (_empty, 0, 0, "1 file checked"),
        (_folder, 0, 0, "no files checked"),
        (_pipe, 0, 0, "not a regular file"),
        (_circle, 2, 0, ("ymbolic link", "broken link")),
        (_device, 0, 0, "not a regular file"),
        (_socket, 0, 0, "not a regular file"),
        (_gap, 2, 2, TOO_LARGE),
        (_lie, 0, 0, "1 file checked"),
    ],
    ids=["empty", "folder", "pipe", "circle", "device", "socket", "100 MB", "says it has no bytes"],
)
def test_what_is_no_post(
    tmp_path: Path, run: Run, make: Callable[[Path], None], named: int, found: int, says: str | tuple[str, str]
) -> None:
    make(tmp_path)
    for verb in (*VERBS, ("fix",)):
        for path, status, words in zip(
            ("x.md", "."), (named, found), says if isinstance(says, tuple) else (says, says), strict=True
        ):
            outcome = run(*verb, "--select", "TRK", "--show-skipped", path, cwd=tmp_path)
            assert outcome.status == status, (verb, path, outcome)
            assert words in outcome.out + outcome.err, (verb, path)
            assert "internal error" not in outcome.out + outcome.err


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_names_that_are_not_utf_8(tmp_path: Path, run: Run) -> None:
    names = [b"caf\xe9.md", b"a\nb.md", b"\x1b[31m.md", b"\xed\xa0\x80.md"]
    for name in names:
        (tmp_path / os.fsdecode(name)).write_text(HEAD + LINK, "utf-8")
    assert run("check", cwd=tmp_path).status == 1
    diff = subprocess.run([sys.executable, "-m", "copydesk", "fix", "--diff"], cwd=tmp_path, capture_output=True)
    assert diff.returncode == 1
    assert b"+++ b/caf\xe9.md\n" in diff.stdout
    assert run("fix", "--ignore", "SIT", *map(os.fsdecode, names), cwd=tmp_path).status == 0
    assert {os.fsencode(path.name) for path in tmp_path.iterdir()} == set(names)
    assert {path.read_text("utf-8") for path in tmp_path.iterdir()} == {HEAD + MENDED}


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "copydesk.toml").write_text("max-file-size = 10_000\n")
    (tmp_path / "x.md").write_text("rain\n")
    monkeypatch.setattr(os, "read", lambda handle, size: b"rain\n" * 800)  # no end of it
    outcome = run("check", "--output-format", "json", "x.md", cwd=tmp_path)
    assert outcome.status == 2
    assert errors(outcome) == ["x.md: grew above `max-file-size` (10,000) while it was read"]


# Time


class Took(NamedTuple):
    """What a run left and took: exit status, all it printed, seconds of processor time."""

    status: int
    printed: str
    seconds: float


Measure = Callable[..., Took]


@pytest.fixture(scope="module")
def measure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Measure]:
    """Return a function that runs the command over one post in a process of its own."""
    if not hasattr(os, "fork"):
        pytest.skip("processes cannot be divided here")
    folder = tmp_path_factory.mktemp("hostile")
    output = tmp_path_factory.mktemp("output") / "output"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "linter"), str(ROOT / "rules")])}
    with subprocess.Popen(
        [sys.executable, ROOT / "tests" / "forked.py"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None

        def call(name: str, content: bytes, *arguments: str) -> Took:
            post = folder / name
            post.write_bytes(content)
            print(json.dumps([str(folder), [*arguments, name], str(output)]), file=server.stdin, flush=True)
            status, seconds = json.loads(server.stdout.readline())
            post.unlink()
            return Took(status, output.read_text("utf-8", "replace"), seconds)

        yield call
        server.stdin.close()


MILLION = 1_000_000
LEVELS = 50_000
MATTER = 480_000
"""Front matter of twice as many characters is just short enough to be read."""


class Growing(NamedTuple):
    """A text that has `unit` over and over: so often that it has `size` characters, or `size` times if `nested`.

    What is nested is closed as often by `close`, if anything. `status` is what the command exits with.
    """

    head: str
    unit: str
    tail: str = ""
    size: int = MILLION
    nested: bool = False
    name: str = "post.md"
    status: int = 0
    verb: tuple[str, ...] = VERBS[1]
    encoding: str = "utf-8"
    close: str = ""

    def content(self, times: int) -> bytes:
        """Return the text at `times` its size, in bytes."""
        count = self.size * times // (1 if self.nested else len(self.unit))
        return (self.head + self.unit * count + self.tail + self.close * count).encode(self.encoding, "surrogatepass")


def body(unit: str, tail: str = "", **more: object) -> Growing:
    return Growing(HEAD, unit, tail, **more)  # type: ignore[arg-type]


def nested(unit: str, tail: str = "", **more: object) -> Growing:
    return Growing(HEAD, unit, tail, **{"size": LEVELS, "nested": True, **more})  # type: ignore[arg-type]


def matter(fence: str, head: str, unit: str, tail: str = "", **more: object) -> Growing:
    """Return a text whose front matter grows; `fence` is empty for JSON."""
    begin, end = (f"{fence}\n", f"\n{fence}\nRain.\n") if fence else ("", "")
    return Growing(begin + head, unit, tail + end, **{"size": MATTER, "status": 1, **more})  # type: ignore[arg-type]


GROWING = {
    # characters and lines
    "NUL": body("rain\0\n", status=1, verb=VERBS[0]),
    "controls": body("\x01\x1b[31m\x7f\n", size=100_000, status=1, verb=VERBS[0]),
    "controls in addresses": body("[rain](</a\x08b>)", size=150_000, status=1, verb=VERBS[0]),
    "carriage returns": body("rain\rwind\r\n"),
    "line separators": body("rain\u2028wind\x0c", size=200_000, status=1, verb=VERBS[0]),
    "a mark on each line": body("\u2060rain\n", size=100_000, status=1, verb=VERBS[0]),
    "a mark in each word": body("雨\u200b水", size=200_000),
    "marks in a row": body("\u200b", "rain\n", size=300_000, status=1, verb=VERBS[0]),
    "marks between blanks": body(" \u200b", size=300_000, verb=VERBS[0]),
    "form feeds on lines of their own": body("\x0c\n", size=60_000, status=1, verb=VERBS[0]),
    "bullets of Word within a line": body("\uf0b7", size=200_000, verb=VERBS[0])._replace(head=HEAD + "rain"),
    "ends of shortcodes in a row": body("[/caption]", size=150_000, status=1, verb=VERBS[0]),
    "misread text": body("â€œrain Ã© \x92 â€", size=100_000, status=1, verb=VERBS[0]),
    "a misread word": body("Ã©", size=300_000, status=1, verb=VERBS[0]),
    "halves of misread text": body("Ãï¼", size=300_000, verb=VERBS[0]),
    "misread text about encodings": body("UTF-8: Ã© ", size=200_000, verb=VERBS[0]),
    "what could not be read": body("rain\ufffd ", size=100_000, status=1, verb=VERBS[0]),
    "emoji": body("😀"),
    "one line": body("rain "),
    "one line of tags": body("<b>rain</b> "),
    "one line of Chinese": body("今天下雨，"),
    "empty lines": body("\n"),
    "blanks": body(" ", "rain\n"),
    "latin-1": body("caf\xe9 ", encoding="latin-1", status=2, verb=VERBS[0]),
    "utf-16": body("rain\n", encoding="utf-16", status=2, verb=VERBS[0]),
    "gb18030": body("今天下雨，", encoding="gb18030", status=2, verb=VERBS[0]),
    "surrogates": body("rain \ud800", status=2, verb=VERBS[0]),
    "a base64 picture": body("iVBORw0KGgoA", ")\n", status=1)._replace(head=HEAD + "![rain](data:image/png;base64,"),
    "base64 pictures": body(
        '<img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB" alt="rain">\n', status=1
    ),
    # nesting
    "nested tags": nested("<div>"),
    "nested tags that end": nested("<b>", "rain", close="</b>"),
    "nested tags in HTML": nested("<span>", name="post.html"),
    "nested tables": nested("<table><tr><td>"),
    "nested blocks": nested("<div>\n\n"),
    "nested quotes": nested("> ", "rain\n"),
    "nested quotes without blanks": nested(">", "rain\n"),
    "nested lists": nested("- ", "rain\n"),
    "nested numbers": nested("1. ", "rain\n"),
    "nested tags of lists": nested("<ul><li>"),
    "nested brackets": nested("[", "rain"),
    "nested links": nested("[", "rain", close="](/a)"),
    "nested pictures": nested("![", "rain", close="](/a.png)"),
    "nested emphasis": nested("*rain "),
    "nested parentheses": nested("(")._replace(head=HEAD + "[rain]("),
    "nested styles": nested(
        '<p style="font-family:a">', "rain", size=LEVELS // 2, name="post.html", status=1, verb=VERBS[0]
    ),
    # unterminated
    "open fences": body("```\n"),
    "an open fence": body("rain\n")._replace(head=HEAD + "~~~~\n"),
    "open code": body("`rain ``"),
    "open comments": body("<!-- "),
    "a comment and the end of none": body("-- >")._replace(head=HEAD + "<!--"),
    "open tags": body("<a "),
    "an open tag": body("b=c ")._replace(head=HEAD + "<a "),
    "open attributes": body('<a b="'),
    "an open attribute": body("rain ")._replace(head=HEAD + "<a b='"),
    "open brackets": body("<"),
    "open links": body("[rain]("),
    "links without an address": body("[rain]() ", size=200_000, status=1, verb=VERBS[0]),
    "an address that is escaped over and over": body("amp;", "c=2)\n", size=300_000, status=1, verb=VERBS[0])._replace(
        head=HEAD + "[rain](/a?b=1&"
    ),
    "open addresses": body("[rain](<"),
    "open titles": body('[rain](a "'),
    "open definitions": body("[rain]: "),
    "open footnotes": body("[^rain]: "),
    "open references": body("&#"),
    "open sections": body("<![CDATA["),
    "open instructions": body("<?"),
    "open scripts": body("<script>"),
    "open comments in scripts": body("<script><!--"),
    "open sheets": body("<style>"),
    "open Liquid": body("{{ rain "),
    "open Liquid tags": body("{% rain "),
    "open raw": body("{% raw %}"),
    "open shortcodes": body("{{< rain "),
    "open ERB": body("<% rain "),
    "open MDX": body("{rain ", name="post.mdx"),
    "open tags in MDX": body("<Rain ", name="post.mdx"),
    "open suppressions": body("<!-- copydesk: ignore[", status=1),
    "open front matter": Growing("", "---\nrain: wind\n", size=MATTER),
    "open TOML": Growing("+++\n", "rain = 1\n", status=1),
    "open JSON": Growing('{"rain": ', '{"rain": '),
    # front matter
    "YAML brackets": matter("---", "title: ", "["),
    "YAML braces": matter("---", "title: ", "{"),
    "YAML maps": matter("---", "title: ", "{a: "),
    "YAML dashes": matter("---", "title:\n", "- "),
    "YAML keys in keys": matter("---", "rain: wind\n", "? "),
    "YAML keys": matter("---", "", "rain: wind\n", verb=VERBS[0]),
    "YAML items": matter("---", "tags:\n", "- rain\n", status=1),
    "a huge YAML key": matter("---", "title", "e", ": rain"),
    "a huge YAML word": matter("---", "title: ", "rain ", status=0),
    "a YAML quote": matter("---", 'title: "', '\\"'),
    "YAML anchors": matter("---", "title: ", "&a "),
    "YAML aliases": matter("---", "a: &a [rain, rain]\nb: [", "*a, ", "]"),
    "YAML tags": matter("---", "title: ", "!!a "),
    "YAML comments": matter("---", "title: rain\n", "# rain\n", status=0),
    "TOML brackets": matter("+++", "title = ", "["),
    "TOML braces": matter("+++", "title = ", "{a = "),
    "TOML dots": matter("+++", "", "a."),
    "TOML tables": matter("+++", "", "[rain]\n", verb=VERBS[0]),
    "TOML lists of tables": matter("+++", "", "[[rain]]\n", verb=VERBS[0], status=0),
    "TOML numbers": matter("+++", "rain = [", "1, ", "]", status=0),
    "TOML quotes": matter("+++", 'rain = """', '"" '),
    "JSON brackets": matter("", '{"rain": ', "[", "\n}\n"),
    "JSON maps": matter("", '{"rain": ', '{"a":', "\n}\n"),
    "JSON numbers": matter("", '{\n"rain": [', "1, ", "1]\n}\n", status=0),
    "a JSON quote": matter("", '{\n"rain": "', '\\"', '"\n}\n', status=0),
    # many findings
    "suppressions": body("<!-- copydesk: ignore[TRK002] -->\n", size=300_000, status=1, verb=VERBS[0]),
    "empty elements": body("<span></span>", size=200_000, status=1, verb=VERBS[0]),
    "style sheets": body("<style>.a{}</style>\n\n", size=400_000, verb=VERBS[0]),
    "one line of editor's HTML": body(
        '<section data-mpa-template="t"><p class="MsoNormal p7" style="margin: 0px; color: rgb(51, 51, 51); '
        'font-family: Calibri; mso-x: y"><span class="s7 wide" leaf="">rain</span></p></section>',
        size=300_000,
        status=1,
        verb=VERBS[0],
    ),
    "class names of an editor among scripts": body(
        "<p class=mceItem>a</p><script>" + "mceIte gate " * 20 + "</script>\n", size=600_000, status=1, verb=VERBS[0]
    ),
    "an editor's attributes": body("data-mce-a=1 class=p1 ", ">", size=200_000, status=1, verb=VERBS[0])._replace(
        head=HEAD + "<p "
    ),
}


@pytest.mark.parametrize("name", GROWING)
def test_twice_as_much_takes_less_than_three_times_as_long(measure: Measure, name: str) -> None:
    growing = GROWING[name]
    best = [math.inf, math.inf]
    for _ in range(4):  # a busy machine gets more than one chance
        for times in (2, 1):
            content = growing.content(times)
            took = measure(growing.name, content, *growing.verb, "--isolated", "--output-format", "concise")
            assert took.status == growing.status, took.printed[-500:]
            assert "Traceback" not in took.printed
            assert "internal error" not in took.printed
            best[times - 1] = min(best[times - 1], took.seconds)
            if best[1] < 0.2:
                return
        if best[1] < 3 * best[0]:
            return
    pytest.fail(f"{best[0]:.2f} s, twice as much {best[1]:.2f} s")


@pytest.mark.parametrize("name", ["nested tags", "nested quotes", "nested lists", "nested brackets"])
def test_a_fix_is_proved_two_hundred_thousand_levels_deep(measure: Measure, name: str) -> None:
    growing = GROWING[name]
    growing = growing._replace(head=growing.head + LINK + "\n", size=200_000)
    took = measure(growing.name, growing.content(1), "fix", "--diff", "--isolated", "--output-format", "concise")
    assert took.status == 1, took.printed[-500:]
    assert f"-{LINK}+{MENDED}" in took.printed
    assert "1 finding" in took.printed[-200:]
    assert "LNT" not in took.printed[-2000:]
    assert took.seconds < 30


def test_aliases_that_would_fill_the_memory(measure: Measure) -> None:
    lines = ["a0: &a0 [rain, rain]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 10_000))]
    content = "\n".join(["---", *lines, "---", "", "Rain.", ""]).encode()
    took = measure("post.md", content, "check", "--isolated", "--output-format", "concise")
    assert took.status == 1
    assert "FM002 aliases like `*a12` make more than 100000 values of this" in took.printed
    assert took.seconds < 5


@pytest.mark.parametrize(("fence", "line"), [("---", "rain: 1\n"), ("+++", "rain = 1\n"), ("", '"rain": 1,\n')])
def test_a_million_lines_of_front_matter(measure: Measure, fence: str, line: str) -> None:
    content = f"{fence or '{'}\n{line * MILLION}{fence or '}'}\n\nRain.\n".encode()
    took = measure("post.md", content, "check", "--isolated", "--output-format", "concise")
    assert took.status == 1
    assert "FM002 front matter is longer than 1,000,000 characters" in took.printed
    assert took.seconds < 5


DEEP = {
    "YAML": "---\ntitle: {}\n---\nRain.\n",
    "TOML": "+++\ntitle = {}\n+++\nRain.\n",
    "JSON": '{{\n"title": {}\n}}\nRain.\n',
}


@pytest.mark.parametrize("name", DEEP)
@pytest.mark.parametrize(("option", "allowed"), [("", 100), ("max-nesting = 5", 5), ("max-nesting = 200", 200)])
def test_how_deep_front_matter_may_be(tmp_path: Path, run: Run, name: str, option: str, allowed: int) -> None:
    (tmp_path / "copydesk.toml").write_text(option + "\n")
    for levels in (allowed, allowed + 1):  # the map of all keys is the first
        value = "[" * (levels - 1) + "1" + "]" * (levels - 1)
        (tmp_path / "x.md").write_text(DEEP[name].format(value))
        for verb in (*VERBS, ("fix", "--unsafe-fixes")):
            outcome = run(*verb, "--select", "FM002", "--output-format", "concise", cwd=tmp_path)
            printed = outcome.out + outcome.err
            assert "internal error" not in printed
            deep = re.search(rf"FM002 this is more than {allowed} lists or (maps|tables) deep", printed)
            assert (deep is not None) is (levels > allowed), (verb, levels, outcome)


def test_how_long_front_matter_may_be(tmp_path: Path, run: Run) -> None:
    text = "title: rain\n"
    (tmp_path / "x.md").write_text(f"---\n{text}---\n\nRain.\n")
    for most, status in ((len(text), 0), (len(text) - 1, 1)):
        (tmp_path / "copydesk.toml").write_text(f"max-front-matter = {most}\n")
        outcome = run("check", "--select", "FM002", "--output-format", "concise", cwd=tmp_path)
        assert outcome.status == status
        assert (f"FM002 front matter is longer than {most} characters" in outcome.out) is bool(status)


def test_a_hundred_megabytes_where_they_are_allowed(measure: Measure, tmp_path: Path) -> None:
    allowed = tmp_path / "copydesk.toml"
    allowed.write_text("max-file-size = 200_000_000\n")
    content = HEAD.encode() + b"It rained for two days in the valley and " * 2_500_000 + b"\n" + LINK.encode()
    took = measure("post.md", content, "check", "--config", str(allowed), "--output-format", "concise")
    assert took.status == 1
    assert "post.md:7:25: TRK002" in took.printed
    assert took.seconds < 20
