"""The quick stand-ins for `typing`: a named tuple is what `typing.NamedTuple` would have made."""

from __future__ import annotations

import copy
import pickle
import typing
from typing import Any

import pytest

from copydesk import typed


class Quick(typed.NamedTuple):
    """A named tuple of ours."""

    first: int
    """A field with a docstring."""
    second: str = "b"
    third: tuple[int, ...] = ()

    @property
    def double(self) -> int:
        return 2 * self.first


class Slow(typing.NamedTuple):
    """A named tuple of Python's."""

    first: int
    second: str = "b"
    third: tuple[int, ...] = ()

    @property
    def double(self) -> int:
        return 2 * self.first


@pytest.fixture(params=[False, True], ids=["the first one", "a later one"])
def quick(request: pytest.FixtureRequest) -> Any:
    """Return a class like `Quick`: the first tuple compiles the constructor."""
    made = type(typed.NamedTuple)("Quick", (typed.NamedTuple,), dict(_body()))
    if request.param:
        made(0)
    return made


def _body() -> dict[str, Any]:
    return {
        "__module__": __name__,
        "__qualname__": "Quick",
        "__annotations__": dict.fromkeys(("first", "second", "third")),
        "second": "b",
        "third": (),
    }


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ((1,), {}),
        ((1, "x", (2,)), {}),
        ((1,), {"third": (3,)}),
        ((), {"second": "y", "first": 2}),
    ],
)
def test_it_is_made_as_pythons_is(quick: Any, values: tuple[Any, ...], named: dict[str, Any]) -> None:
    ours, theirs = quick(*values, **named), Slow(*values, **named)
    assert ours == theirs == tuple(theirs)
    assert hash(ours) == hash(theirs)
    assert repr(ours) == repr(theirs).replace("Slow", "Quick")
    assert (ours.first, ours.second, ours.third) == (theirs.first, theirs.second, theirs.third)
    assert ours._asdict() == theirs._asdict()
    assert ours._replace(second="z") == theirs._replace(second="z")


@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), ((1, "x", (), 4), {}), ((1,), {"fourth": 4}), ((1,), {"first": 1}), ((), {"second": "y"})],
)
def test_it_refuses_what_pythons_refuses(quick: Any, values: tuple[Any, ...], named: dict[str, Any]) -> None:
    with pytest.raises(TypeError) as theirs:
        Slow(*values, **named)
    with pytest.raises(TypeError) as ours:
        quick(*values, **named)
    assert str(ours.value) == str(theirs.value).replace("Slow", "Quick")


def test_it_cannot_be_changed(quick: Any) -> None:
    made = quick(1)
    with pytest.raises(AttributeError):
        made.first = 2
    with pytest.raises(AttributeError):
        made.other = 2
    with pytest.raises(ValueError, match="other"):
        made._replace(other=2)


def test_it_is_made_of_a_tuple(quick: Any) -> None:
    made = quick._make((1, "x", (2,)))
    assert made == quick(1, "x", (2,))
    assert type(made) is quick
    assert quick._make(iter((1, "x", (2,)))) == made


def test_it_says_what_it_is_made_of() -> None:
    assert (Quick._fields, Quick._field_defaults, Quick.__match_args__) == (
        Slow._fields,
        Slow._field_defaults,
        Slow.__match_args__,
    )
    assert Quick.__doc__ == "A named tuple of ours."
    assert Quick(4).double == 8


def test_it_travels_between_processes() -> None:
    made = Quick(1, third=(2, 3))
    for again in (pickle.loads(pickle.dumps(made)), copy.copy(made), copy.deepcopy(made)):
        assert again == made
        assert type(again) is Quick


def test_a_cached_property_is_computed_once_for_each_object() -> None:
    class Post:
        def __init__(self, number: int) -> None:
            self.number = number
            self.asked = 0

        @typed.cached_property
        def double(self) -> int:
            """Twice the number."""
            self.asked += 1
            return 2 * self.number

    one, other = Post(1), Post(2)
    assert (one.double, one.double, other.double) == (2, 2, 4)
    assert (one.asked, other.asked) == (1, 1)
    assert Post.double.__doc__ == "Twice the number."
    del one.double
    assert (one.double, one.asked) == (2, 2)


def test_what_is_for_the_type_checker_does_nothing() -> None:
    class Box(typed.Generic[typed.TypeVar("T")]):  # type: ignore[misc]
        __slots__ = ("content",)

    assert not hasattr(Box(), "__dict__")
    assert typed.cast("int", "x") == "x"
    assert typed.Literal["a", "b"] is not None
