"""What few of many posts have is found as if each were searched by itself."""

from __future__ import annotations

import random
from functools import partial

import pytest
from tests import stopwatch

from copydesk_rules.joined import Joined, Remembered


@pytest.mark.parametrize("letters", ["ab \n", "ab[]", "ñb\u3000]"])
def test_texts_are_searched_as_one_by_one(letters: str) -> None:
    make = random.Random(letters)
    for _ in range(300):
        texts = ["".join(make.choices(letters, k=make.choice((0, 1, 3, 200)))) for _ in range(make.randrange(6))]
        numbers = make.sample(range(100), len(texts))
        joined = Joined(numbers, texts)
        for piece in (letters[0], letters[1] * 3, letters[0] + letters[3], letters[3] + letters[0], letters[1:3]):
            if "\n" in piece:
                continue  # that is what divides them
            having = [number for number, text in zip(numbers, texts, strict=True) if piece in text]
            assert joined.having(piece) == having
            for rare in range(len(piece)):
                assert joined.having_pair(piece, rare) == having


def test_a_character_that_is_not_rare_takes_no_longer() -> None:
    def search(size: int) -> None:
        assert Joined([7, 9], ["]" * size, "]("]).having_pair("](", 0) == [9]

    stopwatch.keeps_pace(partial(search, 100_000), partial(search, 200_000), 3)


def test_words_are_judged_once() -> None:
    asked: list[str] = []

    def judge(word: str) -> tuple[str, ...]:
        asked.append(word)
        return ("odd",) if len(word) % 2 else ()

    remembered = Remembered(judge)
    assert [remembered.of(word) for word in ("a", "bb", "a", "bb")] == [("odd",), (), ("odd",), ()]
    assert asked == ["a", "bb"]
    for number in range(10_000):
        remembered.of(str(number))
    assert len(remembered.plain) < 5_000
    assert (remembered.of("c" * 100_001), remembered.of("d" * 100_000)) == (("odd",), ())
    assert max(map(len, remembered.plain)) < 1_000, "what is as long as a post is not kept"
