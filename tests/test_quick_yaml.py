"""The quick reader of sites' configurations reads what PyYAML reads, or nothing."""

from __future__ import annotations

import random

import pytest
from tests.conftest import ROOT

from copydesk.site import configuration, quick_yaml

DEPTH = 4


def slowly(text: str) -> object:
    """Return what PyYAML makes of `text`, or the error."""
    try:
        return configuration._slow_yaml(text)
    except ValueError as error:
        return error


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("title: Rain\n", {"title": "Rain"}),
        ("---\n# what\nTitle: Rain # why\r\n\r\nurl: 'https://a.example/#x' # there\r\n", None),
        ("a:\nb: ~\nc: 'no'\nd: no\ne: On\nf: 12\ng: 2024-05-06\n", None),
        ("a:\n  b:\n    c: d\n  e: f\ng:\n- h\n- 'i'\nj:\n    - yes\n    -\n", None),
        ("permalink: :year/:title/\nplugins: [a, b-c, on]\nnone: []\n", None),
        ("a: {}\n", "parser"),
        ("a: [b, [c]]\n", "parser"),
        ("a: &x 1\nb: *x\n", "parser"),
        ("a: |\n  b\n", "parser"),
        ("a: b\n  c\n", "parser"),
        ("a: 'b\n  c'\n", "parser"),
        ('a: "b\\n"\n', "parser"),
        ("a: 'it''s'\n", "parser"),
        ("a:\n  - b: c\n", "parser"),
        ("a:\tb\n", "parser"),
        ("a: b: c\n", "parser"),
        ("? a\n: b\n", "parser"),
        ("<<: a\n", "parser"),
        ("a:\n    b: c\n  d: e\n", "parser"),
        ("- a\n", "parser"),
        ("", "parser"),
    ],
)
def test_what_is_certain_is_read(text: str, table: object) -> None:
    quick = quick_yaml.read(text, DEPTH)
    assert (quick is None) == (table == "parser")
    if quick is not None:
        assert quick == slowly(text)
        assert table is None or quick == table


def test_the_example_needs_no_parser() -> None:
    text = (ROOT / "examples/newsroom/_config.yml").read_text("utf-8")
    quick = quick_yaml.read(text, DEPTH)
    assert quick is not None
    assert quick == slowly(text)


def test_tables_are_followed_so_deep_as_settings_are() -> None:
    text = "".join(f"{' ' * depth}k{depth}:\n" for depth in range(8)) + " " * 8 + "end: here\n"
    assert quick_yaml.read(text, DEPTH) == slowly(text)
    endless = "".join(f"{' ' * depth}k:\n" for depth in range(2000))
    assert quick_yaml.read(endless, DEPTH) is None


KEYS = ["a", "b-c", "Key", "on", "1", "x_"]
VALUES = """
x|x y|yes|null|~|'q'|"d e"|'it''s'|[a, b]|[]|[a b, on, ]|{a: b}|-1|:year/:m|'q' # c|x # c|#c|# c|x#c|a: b|a:|-|- a
'q'x|é 一|>|&a|*a|!t x|''|[a, [b]]|[,]|[a,,b]|=|<<|?x|%a|x, y|[a] b|' # '|"x # y"|x 'y'|@|[a]#c|[a] # c|12:30|'a' 'b'
"""


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_read_is_what_pyyaml_reads(seed: int) -> None:
    dice = random.Random(seed)
    values = VALUES.strip().replace("\n", "|").split("|") + [""] * 12
    read = 0
    for _ in range(3000):
        lines = []
        indent = 0
        for _ in range(dice.randint(1, 6)):
            indent = max(0, indent + dice.choice([0, 0, 0, 0, 2, 2, -2, -2, 4, 1, -4]))
            lead, kind = " " * indent, dice.random()
            if kind < 0.65:
                lines.append(f"{lead}{dice.choice(KEYS)}:{dice.choice([' ', ' ', '', '  '])}{dice.choice(values)}")
            elif kind < 0.88:
                lines.append(f"{lead}-{dice.choice([' ', ' ', '', '   '])}{dice.choice(values)}")
            else:
                lines.append(dice.choice(["", f"{lead}# c: d", "---", lead + dice.choice(values)]))
        text = dice.choice(["\n", "\n", "\r\n"]).join(lines) + dice.choice(["", "\n"])
        quick = quick_yaml.read(text, DEPTH)
        if quick is not None:
            read += 1
            assert quick == slowly(text), repr(text)
    assert read > 30
