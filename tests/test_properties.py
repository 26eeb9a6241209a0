"""Properties of checking and fixing, on posts that a grammar makes up. `tests/fuzz.py` tries them for longer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import properties
from tests.grammar import POSTS, RESIDUE, Post

CASES = sorted((Path(__file__).parent / "data" / "cases").glob("*.json"))
CALM = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


def steady(examples: int) -> settings:
    """Return the settings of a property: the same posts in every run, so that a change that breaks one is to blame."""
    return settings(max_examples=examples, derandomize=True, deadline=None, suppress_health_check=CALM, database=None)


@steady(600)
@given(POSTS)
def test_spans_point_at_what_they_name(post: Post) -> None:
    properties.places(post)


@steady(600)
@given(POSTS)
def test_safe_fixes_settle_and_differ_by_what_they_declare(post: Post) -> None:
    properties.fixing(post, unsafe=False)


@steady(600)
@given(POSTS)
def test_all_fixes_settle_and_differ_by_what_they_declare(post: Post) -> None:
    properties.fixing(post, unsafe=True)


@steady(600)
@given(POSTS, st.sets(st.sampled_from(range(len(properties.rules()))), min_size=1), st.booleans())
def test_any_rules_alone_settle(post: Post, some: set[int], unsafe: bool) -> None:
    properties.fixing(post, unsafe, [properties.rules()[at] for at in sorted(some)])


@steady(200)
@given(POSTS, st.sampled_from(RESIDUE), st.booleans())
def test_what_is_suppressed_is_left_alone(post: Post, residue: str, unsafe: bool) -> None:
    properties.suppressed(post, residue, unsafe)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_what_went_wrong_once_does_not_again(case: Path) -> None:
    data = json.loads(case.read_text("utf-8"))
    post = Post(*data["post"])
    if data["property"] == "places":
        properties.places(post)
    elif data["property"] == "suppressed":
        properties.suppressed(post, data["residue"], data["unsafe"])
    else:
        codes = data["rules"]
        some = None if codes is None else [rule for rule in properties.rules() if rule.code in codes]
        properties.fixing(post, data["unsafe"], some)
