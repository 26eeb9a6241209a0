"""Edits touch what they name, and fixes go together only where they cannot get into each other's way."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.edits import Change, Edit, Fix, apply, choose, plain, sound
from copydesk.text import Span

TEXT = "0123456789"


def edit(start: int, end: int, text: str = "") -> Edit:
    return Edit(Span(start, end), text)


def fix(*edits: Edit) -> Fix:
    return Fix("mend it", edits)


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([], "0123456789"),
        ([edit(2, 4)], "01456789"),
        ([edit(2, 4, "ab中")], "01ab中456789"),
        ([edit(0, 0, ">")], ">0123456789"),
        ([edit(10, 10, "<")], "0123456789<"),
        ([edit(6, 8), edit(2, 4)], "014589"),
        ([edit(2, 4), edit(4, 6, "x")], "01x6789"),
        ([edit(4, 4, "x"), edit(4, 6)], "0123x6789"),
        ([edit(2, 4), edit(4, 4, "x")], "01x456789"),
        ([edit(2, 4, "x"), edit(2, 4, "x")], "01x456789"),
        ([edit(4, 4, "x"), edit(4, 4, "x")], "0123x456789"),
    ],
)
def test_edits_are_made(edits: list[Edit], expected: str) -> None:
    assert apply(TEXT, edits) == expected


@pytest.mark.parametrize(
    "edits",
    [
        [edit(2, 5), edit(4, 6)],
        [edit(2, 8), edit(4, 4, "x")],
        [edit(2, 4), edit(2, 4, "x")],
        [edit(4, 4, "x"), edit(4, 4, "y")],
        [edit(8, 11)],
        [edit(5, 4)],
        [edit(-1, 2)],
    ],
)
def test_edits_that_cannot_be_made_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="overlaps another or leaves the text"):
        apply(TEXT, edits)
    assert not sound(fix(*edits), len(TEXT))
    assert not plain(fix(*edits), TEXT)


def test_a_fix_without_edits_is_not_sound() -> None:
    assert not sound(fix(), len(TEXT))
    assert sound(fix(edit(0, 0, "x")), 0)


@pytest.mark.parametrize(
    ("edits", "declares", "expected"),
    [
        ([edit(2, 4)], (), True),
        ([edit(4, 4, "x")], (), True),
        ([edit(2, 4), edit(5, 6)], (), True),
        ([edit(2, 4)], (Change("link", "/a", "/b"),), True),
        ([edit(9, 21)], (), False),
        ([edit(2, 4)], (Change("text", "23"),), False),
        ([edit(2, 4, "x")], (Change("text", "23"),), True),
        ([edit(2, 4, "x")], (Change("code", "23"),), False),
        ([], (), False),
    ],
)
def test_most_fixes_need_no_second_look(edits: list[Edit], declares: tuple[Change, ...], expected: bool) -> None:
    text = "012345678 <br>"
    assert plain(Fix("mend it", tuple(edits), declares=declares), text) is expected
    if expected:
        assert sound(fix(*edits), len(text))


def test_what_ends_a_tag_or_a_line_needs_a_second_look() -> None:
    assert not plain(fix(edit(10, 14)), "012345678 <br>")
    assert not plain(fix(edit(0, 2)), "0\n1")


def test_crlf_and_byte_order_marks_stay() -> None:
    text = "\ufeffa\r\nb \r\n头条\n"
    assert apply(text, [edit(4, 5, "c")]) == "\ufeffa\r\nc \r\n头条\n"


A, B = "A", "B"


@pytest.mark.parametrize(
    ("fixes", "chosen"),
    [
        ([(A, fix(edit(5, 6))), (B, fix(edit(1, 2)))], [1, 0]),
        ([(A, fix(edit(1, 4))), (B, fix(edit(3, 6)))], [0]),
        ([(A, fix(edit(1, 4))), (B, fix(edit(4, 6)))], [0]),
        ([(A, fix(edit(1, 4))), (A, fix(edit(4, 6)))], [0, 1]),
        ([(A, fix(edit(1, 4))), (B, fix(edit(4, 4, "x")))], [0]),
        ([(A, fix(edit(1, 4))), (A, fix(edit(4, 4, "x")))], [0, 1]),
        ([(A, fix(edit(4, 4, "x"))), (A, fix(edit(4, 4, "y")))], [0]),
        ([(A, fix(edit(4, 4, "x"))), (B, fix(edit(4, 4, "x")))], [0, 1]),
        ([(A, fix(edit(1, 4))), (B, fix(edit(1, 4)))], [0, 1]),
        ([(A, fix(edit(1, 4))), (B, fix(edit(1, 4, "x")))], [0]),
        ([(A, fix(edit(1, 2), edit(8, 9))), (B, fix(edit(4, 5), edit(8, 10)))], [0]),
        ([(A, fix(edit(1, 2), edit(8, 9))), (B, fix(edit(4, 5), edit(8, 9)))], [0, 1]),
        ([(A, fix(edit(0, 9))), (B, fix(edit(2, 3))), (B, fix(edit(4, 5)))], [0]),
        ([(A, fix(edit(5, 5, "x"))), (A, fix(edit(5, 7))), (B, fix(edit(6, 6, "y")))], [0, 1]),
        ([(A, fix(edit(5, 7))), (A, fix(edit(5, 5, "x"))), (B, fix(edit(6, 6, "y")))], [1, 0]),
    ],
)
def test_which_fixes_go_together(fixes: list[tuple[str, Fix]], chosen: list[int]) -> None:
    assert choose(fixes) == [fixes[index] for index in chosen]


EDITS = st.tuples(st.integers(0, 12), st.integers(0, 3), st.sampled_from(["", "x"])).map(
    lambda given: edit(given[0], given[0] + given[1], given[2])
)
FIXES = st.lists(EDITS, min_size=1, max_size=3).map(lambda edits: fix(*edits)).filter(lambda one: sound(one, 15))


@given(st.lists(st.tuples(st.sampled_from([A, B]), FIXES), max_size=8))
def test_what_is_chosen_can_be_made_and_different_rules_keep_their_distance(fixes: list[tuple[str, Fix]]) -> None:
    text = "abcdefghijklmno"
    chosen = choose(fixes)
    apply(text, [one for _, each in chosen for one in each.edits])
    owners: dict[Edit, str] = {}
    for owner, each in chosen:
        for one in each.edits:
            owners.setdefault(one, owner)
    for (one, owner), (two, other) in combinations(owners.items(), 2):
        assert owner == other or one.span.end < two.span.start or two.span.end < one.span.start
    assert bool(chosen) == bool(fixes)


@given(st.lists(EDITS, max_size=6))
def test_characters_outside_the_edits_stay(edits: list[Edit]) -> None:
    text = "abcdefghijklmno"
    try:
        after = apply(text, edits)
    except ValueError:
        return
    kept = "".join(c for at, c in enumerate(text) if not any(one.span.start <= at < one.span.end for one in edits))
    assert after.replace("x", "") == kept


def test_many_fixes_are_chosen_quickly() -> None:
    fixes = [(A, fix(edit(at, at + 1), edit(at + 1, at + 1, "x"))) for at in range(0, 20000, 2)]
    assert len(choose(fixes)) == len(fixes)


def test_what_turns_code_into_markup_goes_first() -> None:
    code = Fix("show it", (Edit(Span(4, 5)),), declares=(Change("code", "x"),))
    other = Fix("clean it", (Edit(Span(0, 1)),), declares=(Change("link", "a", "b"),))
    assert choose([("A", other), ("B", code)]) == [("B", code)]
    assert choose([("A", other)]) == [("A", other)]
