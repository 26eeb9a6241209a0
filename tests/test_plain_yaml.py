"""The short way through plain YAML front matter: it reads what the parser reads, to the last span, or leaves it."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import PACKED, real_posts
from tests.stopwatch import keeps_pace

from copydesk.front_matter import read, reader
from copydesk.front_matter import read_yaml as parser
from copydesk.front_matter.fences import find_fences
from copydesk.front_matter.model import Content
from copydesk.front_matter.plain_values import PlainFrontMatter, read_values
from copydesk.front_matter.plain_yaml import read_plain
from copydesk.front_matter.read_yaml import read_yaml
from copydesk.front_matter.slow_yaml import SlowParser
from copydesk.front_matter.yaml_scalars import plain
from copydesk.text import Span

KEYS = ["title", "date", "tags", "a", "x_1", "a-b", "_a", "标题", "Überschrift", "yes", "null"]
ODD_KEYS = ["a b", "a.b", "2a", "-a", "<<", "=", "'a'", '"a"', "k" * 999, "k" * 1023, "k" * 1025, "", "?a", "a："]
# fmt: off
SCALARS = [
    "x", "two  words", "https://pictures.example/a.jpg?b=c#d", "a:b", "a#b", "a -b", "a - b", "a, b", "it's",
    'say "a"', "-a", "-5", "---", "--- x", "...", "=", "<<", "$x", "<b>a</b>", "a{{ b }}", ".5", ".", "+", "+1", "1",
    "1.5", "1e3", "2024", "2024-05", "2024-05-06", "2024-5-6", "2024-05-06 07:08", "2024-05-06 07:08:09",
    "2024-05-06T07:08:09.5Z", "2024-05-06 07:08:09 +08:00", "2024-05-06 07:08:09 +0800", "10 ways out", "~", "yes",
    "No", "TRUE", "off", "null", "Nothing", "下雨了", "中文：标题，完", "全角\u3000空格", "a\xa0b", "a\u200bb", "é",
    "😀", "\U0001f468\u200d\U0001f469", "'a'", "''", "'it''s'", "''''", "'a: b #c'", '"a"', '""', '"it\'s"', "[]",
    "[ ]", "[a]", "[a, b]", '[ a , \'b, c\' , "d]" ]', "[C#, F#]", "[1, 2.5, 2024-05-06, ~, yes]", "['a''b', a'b]",
    "x" * 1100,
]
NUMBERS = [
    "00", "07", "0x1f", "1_000", "12:30", ".inf", "-.INF", ".NaN", "1.5e+3", "-0",
]
ODD_SCALARS = [
    "a: b", "a:", "a #b", "#b", "# b", "-", "- a", "?", "? a", ":a", ", a", "'a", "'it's'", "'''", '"a', '"a" b',
    '"a\\n"', '"a" # b', "'a' # b", '"a" # "b"', "[a", "[a]]", "[[a]]", "[a] b]", "[a] # b", "[a,]", "[a,,b]", "[,]",
    "[a: b]", "[a:b]", "[?a, a?]", '["a":b]', "[a #b]", "['a'b]", "[-, - a]", "{a: b}", "&a b", "*a", "!t a",
    "!!str 1", "|", ">-", "@a", "`a`", "%a", "}", "a\tb", "\ta", "a\rb", "a\x85b", "a\u2028b", "a\u2029b",
    "\ufeffa", "a\x00", "a\x1b", "a\x7f", "a\x9f", "a\ud800", "a\ufffe", "2024-02-30", "2024-05-06 25:00:00",
    "2024-05-06 07:08:09 +25:00", "9" * 4301,
]
# fmt: on
PIECES = [*": #-[]{},'\"\n\r\t?&*!|>%@`x1", "\r\n", "  ", "- ", ": ", " #", "\n\n", "\n  ", "\n- ", "\u2028", "\x85"]
often = settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


def outcome(content: Content) -> str:
    """Return all that a reader says, types included: two of the same `repr` are the same (and NaN is like itself)."""
    return repr(content._replace(duplicates=list(content.duplicates)))


def same(text: str, span: Span) -> bool:
    """Tell whether `read_plain` reads `span`; fails where it does and the parser, or `read_values`, something else."""
    content = read_plain(text, span)
    values = read_values(text, span)
    if content is None:
        assert values is None, text
        return False
    if values is not None:
        assert repr(values) == repr(content.values), text
        if span.start:  # behind a fence
            nowhere = Span(0, 0)
            found = PlainFrontMatter(text, nowhere, nowhere, span, nowhere, values)
            assert repr([found.get(key) for key in values]) == repr(list(content.entries)), text
    assert content.error is None
    assert outcome(content) == outcome(read_yaml(text, span)), text
    return True


def mine(inner: str) -> bool:
    text = f"---\n{inner}---\nBody\n"
    return same(text, Span(4, 4 + len(inner)))


@st.composite
def lines(draw: st.DrawFn) -> str:
    """Draw front matter of lines that are mostly plain, in which a few pieces may then be out of place."""
    rare = draw(st.sampled_from([0, 0, 0.03, 0.15]))
    chance = random.Random(draw(st.integers(0, 2**64 - 1)))  # a draw for each choice would take most of the time

    def pick(usual: Sequence[str], odd: Sequence[str]) -> str:
        return chance.choice(odd if chance.random() < rare else usual)

    indent = chance.choice(["", " ", "  "])
    written = []
    for _ in range(chance.randint(1, 7)):
        kind = chance.random()
        value = pick(SCALARS + NUMBERS, ODD_SCALARS)
        tail = pick(["", "", "", " ", "  "], [" # c", " #", "\t", "\r"])
        if kind < 0.45:
            written.append(pick(KEYS, ODD_KEYS) + pick([": ", ": ", ":  "], [":", " : ", ":\t"]) + value + tail)
        elif kind < 0.85:
            written.append(pick(KEYS, ODD_KEYS) + pick([":", ":", ": ", ": # c"], [":#", " :", ":\t"]))
            for _ in range(chance.randint(0, 3)):
                dash = pick([indent], ["", " ", "   ", "\t"]) + pick(["- ", "- ", "-  "], ["-", "- - ", "-\t"])
                written.append(dash + pick(SCALARS[:60], ODD_SCALARS) + tail)
        else:
            written.append(
                pick(["", "  ", "# a: b", "  # - c", "# 中文", "#"], [value, " " + value, "\t", "#\tc", "- a"])
            )
    newline = chance.choice(["\n", "\n", "\r\n"])
    inner = "".join(line + newline for line in written)
    for _ in range(chance.choice([0, 0, 1, 2]) if rare else 0):
        at = chance.randint(0, len(inner))
        inner = inner[:at] + chance.choice(PIECES) + inner[at + chance.randint(0, 1) :]
    return inner


@often
@given(lines(), st.sampled_from(["", "---\n", "\n---\r\n", "\ufeff---\n"]))
def test_what_is_read_is_what_the_parser_reads(inner: str, before: str) -> None:
    same(f"{before}{inner}---\nBody\n", Span(len(before), len(before) + len(inner)))


@settings(often, max_examples=300)
@given(st.lists(st.sampled_from([*PIECES, "a", "b: ", "c:\n", "- d\n", "e: f\n"]), max_size=12).map("".join))
def test_nor_does_it_read_other_texts_otherwise(inner: str) -> None:
    mine(inner + "\n")


@settings(often, max_examples=300)
@given(lines())
def test_the_slow_parser_reads_the_same_too(inner: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parser, "Parser", SlowParser)
        mine(inner)


@settings(often, max_examples=300)
@given(
    lines(), st.sampled_from(["---\n", "\n---\r\n", "\ufeff---\n"]), st.sampled_from(["---\n", "--- \n", "...\n", ""])
)
def test_the_whole_reader_says_the_same_without_it(inner: str, before: str, behind: str) -> None:
    text = f"{before}{inner}{behind}Body\n\n---\n\nMore\n"
    found = read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "read_values", lambda *_: None)
        patch.setattr(reader, "_read_plain", lambda *_: None)
        expected = read(text)
    if found is None or expected is None:
        assert found is expected
        return
    assert (repr(found), repr(found.entries)) == (repr(expected), repr(expected.entries))
    assert repr(found.duplicates()) == repr(expected.duplicates())


def test_most_of_what_is_drawn_is_read() -> None:
    """The tests above say nothing about texts that are left to the parser, so there must be others."""
    chance = random.Random(1)
    texts = [
        "".join(f"{key}: {chance.choice(SCALARS)}\n" for key in chance.sample(KEYS, 5))
        + f"list:\n  - {chance.choice(SCALARS[:50])}\n"
        for _ in range(200)
    ]
    assert all(map(mine, texts))
    assert all(read_values(text, Span(0, len(text))) is not None for text in texts)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "inner",
    [
        "",
        "\n",
        "# Only a comment\n",
        *(f"a: {scalar}\n" for scalar in SCALARS + NUMBERS),
        "a:\n",
        "a: \nb:  # c\n",
        "a:\n- b\n- c\nd: e\n",
        "a:\n  - b\n\n  # c\n# d\n  - 'e'\n\nf: g\n",
        "a: \n - b\n - 2024-05-06\n",
        "a: b\n  # indented\n\nc: d\n# end\n",
        "a: 1\nb: 2\na: 3\na:\n- 4\n",
        "k" * 999 + ": a\n",
    ],
)
def test_plain_front_matter_takes_no_parser(inner: str, newline: str) -> None:
    assert mine(inner.replace("\n", newline))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_places_are_found_when_they_are_asked_for(newline: str) -> None:
    inner = "title: 'Low tide'\ndate:\ntags:  \n  - sea\n  - 'tides'\nimage: [a.png, 'b.png']\ndraft: false  \n"
    text = f"---\n{inner}---\nBody\n".replace("\n", newline)
    one, whole = read(text), read(text)
    assert one is not None
    assert whole is not None
    assert list(one.values) == [entry.key for entry in whole.entries]
    assert [one.get(key) for key in one.values] == list(whole.entries)
    assert one.get("other") is None is whole.get("other")
    assert list(one.among({"tags", "title"})) == [whole.entries[0], whole.entries[2]]
    assert list(whole.among({"tags", "title"})) == [whole.entries[0], whole.entries[2]]
    tags = one.get("tags")
    assert tags is not None
    assert [item.span.of(text) for item in tags.node.items] == ["sea", "'tides'"]
    assert one.entries == whole.entries
    assert one.get("tags") is one.entries[2]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "inner",
    [
        *(f"a: {scalar}\n" for scalar in ODD_SCALARS if not scalar.startswith("#")),
        *(f"{key}: a\n" for key in ODD_KEYS if len(key) != 999),
        *(f"a:\n  - {item}\n" for item in ("[a]", "", "b: c", "- c", "'a' b")),
        "a:b\n",
        "a: b",
        "a: b\n  c\n",
        "a:\n  b\n",
        "a:\n  b: c\n",
        "a: b\n- c\n",
        "a:\nb: c\n- d\n",
        "a:\n- b\nc: d\n- e\n",
        "a:\n  - b\n- c\n",
        "a:\n  - b\n    - c\n",
        "a:\n  -\n",
        "- a\n",
        "a: 'b\n  c'\n",
        "a: [b,\n  c]\n",
        "text\n",
        "\ta: b\n",
        "a: b\n\t\n",
        "a: b\n...\n",
    ],
)
def test_the_rest_is_left_to_the_parser(inner: str, newline: str) -> None:
    assert not mine(inner.replace("\n", newline))


# Types

DIGITS = st.lists(
    st.sampled_from(
        [
            *"0159-+:._ eExXbfTtZ",
            "60",
            "2024",
            "-05",
            "-06",
            " 07:08:09",
            "2024-05-06",
            "08:00",
            "inf",
            "nan",
            "\t",
            "²",
        ]
    ),
    min_size=1,
    max_size=8,
).map("".join)


def typed(read: Callable[[str], object], text: str) -> tuple[type, str]:
    """Return type and `repr` of what `read` makes of `text`, or that it makes nothing of it."""
    try:
        value = read(text)
    except (ValueError, OverflowError):
        return ValueError, ""
    return type(value), repr(value)


def by_pyyaml(text: str) -> object:
    loader = yaml.SafeLoader("")
    tag = loader.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    result: object = loader.construct_object(yaml.ScalarNode(tag, text))
    return result


@often
@given(DIGITS)
def test_values_have_the_types_that_pyyaml_gives_them(text: str) -> None:
    assert typed(plain, text) == typed(by_pyyaml, text)


@pytest.mark.parametrize(
    "text", ["9" * 4301, "-" + "9" * 4300, "1." + "0" * 4300, "1:" * 3000 + "1", "0x" + "f" * 4300]
)
def test_numbers_have_a_greatest_length(text: str) -> None:
    with pytest.raises(ValueError, match="too long"):
        plain(text)


# Cost


def test_plain_front_matter_does_not_import_yaml() -> None:
    inner = "\n".join(f"k{number}: {value}" for number, value in enumerate(SCALARS))
    code = (
        "import sys; from copydesk.front_matter import read\n"
        "assert read(sys.stdin.buffer.read().decode()).entries; assert 'yaml' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], input=f"---\n{inner}\n---\n".encode(), check=True)


LONG = {
    "keys": lambda many: "a: b\n" * (many // 20),
    "items": lambda many: "a:\n" + " - b\n" * (many // 20),
    "comments": lambda many: "# c\n" * (many // 4),
    "word": lambda many: "a" * many + "\n",
    "blanks": lambda many: "a: b" + " " * many + "\n",
    "blank line": lambda many: " " * many + "-\n",
    "single quotes": lambda many: "a: " + "'" * many + "\n",
    "brackets": lambda many: "a: " + "[" * many + "\n",
    "quotes in brackets": lambda many: "a: [" + "'" * many + "]\n",
    "items in brackets": lambda many: "a: [" + "b, " * (many // 20) + "c]\n",
    "blanks in brackets": lambda many: "a: [b" + " " * many + "c, " + " " * many + "]\n",
    "tabs": lambda many: "a: b\t\n" * (many // 6),
    "special characters": lambda many: "a: b\u2028\n" * (many // 6),
}


@pytest.mark.parametrize("read", [read_plain, read_values])
@pytest.mark.parametrize("name", LONG)
def test_time_grows_with_the_length_only(name: str, read: Callable[[str, Span], object]) -> None:
    """Four times the text may take ten times as long (timers shake), not sixteen times."""
    short, long = LONG[name](20_000), LONG[name](80_000)
    keeps_pace(lambda: read(short, Span(0, len(short))), lambda: read(long, Span(0, len(long))), 10)


# Real posts


@pytest.mark.skipif(not PACKED, reason="the corpora are not on this machine")
def test_real_front_matter_is_read_the_same_and_mostly_so(archive: Callable[[str], Path]) -> None:
    plain = total = 0
    for name in PACKED:
        for _, text in real_posts(archive(name)):
            fences = find_fences(text)
            if fences is not None and fences.format == "yaml" and fences.closed:
                total += 1
                plain += same(text, fences.content)
    assert total > 5000
    assert plain > 0.75 * total
