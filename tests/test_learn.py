"""What is learnt of front matter: what nearly all posts agree on, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pytest

from copydesk.learn import Learned, learn


def learnt(values: Sequence[object], name: str = "field", total: int | None = None) -> Learned | None:
    """Return what is learnt of a field that has `values`, in `total` posts."""
    posts: list[Mapping[str, object]] = [{name: value} for value in values]
    posts += [{} for _ in range((total or len(values)) - len(values))]
    return {field.name: field for field in learn(posts)}.get(name)


@pytest.mark.parametrize(
    ("present", "total", "required"),
    [
        *((5, 5, True), (19, 19, True), (18, 19, False), (19, 20, True), (95, 100, True), (94, 100, False)),
        (2287, 2289, True),
    ],
)
def test_required_is_what_nearly_all_posts_have(present: int, total: int, required: bool) -> None:
    field = learnt(["a"] * present, total=total)
    assert field is not None
    assert (field.present, field.total, field.required) == (present, total, required)


def test_few_posts_teach_nothing() -> None:
    assert learn([{"title": "A"}] * 4) == []
    assert learnt(["a"] * 4, total=50) is None


def test_what_is_empty_or_made_by_a_template_does_not_count() -> None:
    field = learnt(["a"] * 8 + ["", None, [], "{{ site.title }}"], total=12)
    assert field is not None
    assert field.present == 8
    assert not field.required


@pytest.mark.parametrize(
    ("values", "types"),
    [
        ([True, False, True, True, False], ("boolean",)),
        ([1, 2, 3, 4, 5], ("integer",)),
        ([1, 2.5, 3, 4, 5], ("number",)),
        ([date(2024, 5, 6)] * 5, ("date",)),
        ([date(2024, 5, 6)] * 4 + [datetime(2024, 5, 6, 7, 8)], ("date", "date-time")),
        (["2024-05-06"] * 5, ("date",)),
        (["one", "two", "three", "four", "five"], ("string",)),
        (["one", "two", "three", "four", "one\nmore"], ("text",)),
        ([["a"], ["b", "c"], ["d"], ["e"], ["f"]], ("list of string",)),
        ([["a"], ["b", 2019], ["d"], ["e"], ["f"]], ("list",)),
        ([["a"], "b", ["d"], ["e"], ["f"]], ("string", "list of string")),
        ([{"a": 1}] * 5, ("map",)),
        ([{"a": 1}] * 4 + ["short"], ()),
        (["/img/a.png", "/img/b.jpg?v=2", "c.webp", "d.svg", "https://x.example/e.gif"], ("image",)),
        (["https://a.example/1", "http://b.example", "https://c.example", "https://d.example/", "http://e"], ("url",)),
        ([1, "two", [3], True, {"a": 1}], ()),
    ],
)
def test_types(values: list[object], types: tuple[str, ...]) -> None:
    field = learnt(values)
    assert field is not None
    assert field.types == types
    assert field.fit == (len(values) if types else 0)


def test_one_in_twenty_may_be_wrong_and_is_then_told() -> None:
    field = learnt([["a"], ["b"]] * 20 + ["a, b"])
    assert field is not None
    assert (field.types, field.fit, field.present) == (("list of string",), 40, 41)
    field = learnt([["a"], ["b"]] * 20 + ["a, b"] * 5)
    assert field is not None
    assert field.types == ("string", "list of string")


def test_a_small_set_of_values_is_closed() -> None:
    field = learnt(["post"] * 30 + ["page"] * 20)
    assert field is not None
    assert field.values == ("post", "page")


@pytest.mark.parametrize(
    "values",
    [
        ["post"] * 10 + ["page"] * 5,  # too few posts
        ["post"] * 50,  # one value is no choice
        [f"title {number}" for number in range(50)],
        ["post"] * 40 + ["page"] * 9 + ["event"],  # the first of many, perhaps
        ["a sentence that is long enough to be prose, and so is no keyword"] * 30 + ["post"] * 20,
    ],
)
def test_other_values_are_not_closed(values: Sequence[str]) -> None:
    field = learnt(values)
    assert field is not None
    assert field.values == ()


@pytest.mark.parametrize("slip", ["pots", "psot", "posts", "pst", "Post", "post ", "opst"])
def test_a_slip_is_no_value(slip: str) -> None:
    field = learnt(["post"] * 40 + ["page"] * 20 + [slip])
    assert field is not None
    assert (field.values, dict(field.slips)) == (("post", "page"), {slip: "post"})


@pytest.mark.parametrize(
    ("values", "types"),
    [
        ([date(2024, 5, 6)] * 6, ("date",)),
        ([datetime(2024, 5, 6, 7, 8)] * 6, ("date-time",)),
        ([date(2024, 5, 6)] * 5 + ["2024-05-06 07:08:09"], ("date", "date-time")),
        (["Mon, 06 May 2024 07:08:09 GMT"] * 6, ()),
        ([date(2024, 5, 6)] * 40 + ["yesterday"], ()),  # FM006 knows the forms of dates
    ],
)
def test_of_dates_the_form_is_learnt_that_all_have(values: list[object], types: tuple[str, ...]) -> None:
    (field,) = learn([{"date": value} for value in values], ("date",))
    assert field.types == types


def test_pages_need_not_have_what_posts_have_but_may_have_other_values() -> None:
    posts: list[Mapping[str, object]] = [
        {"title": "A", "permalink": f"/{number}/", "layout": "post" if number % 2 else "photo", "image": "a.png"}
        for number in range(40)
    ]
    pages: list[Mapping[str, object]] = [{"permalink": False, "layout": "index", "image": "a.pdf"}, {}]
    found = {field.name: field for field in learn(posts, (), pages)}
    assert all((field.required, field.total) == (True, 40) for field in found.values())
    assert found["permalink"].types == ("boolean", "string")
    assert set(found["layout"].values) == {"post", "photo", "index"}
    assert found["image"].types == ("string",)
    assert {field.name: field.types for field in learn(posts)}["image"] == ("image",)


def test_fields_come_with_the_most_frequent_first() -> None:
    posts: list[Mapping[str, object]] = [{"title": "A", "tags": ["a"]}] * 6
    posts += [{"title": "B", "author": "C"}] * 5
    assert [field.name for field in learn(posts)] == ["title", "tags", "author"]
