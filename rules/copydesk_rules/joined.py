"""What it takes to tell the signs of many posts at once: their texts in one, and the words that say something."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, compress, count, repeat
from operator import add

from copydesk import TYPE_CHECKING

if TYPE_CHECKING:
    from collections import defaultdict

    Found = defaultdict[str, list[int]]
    """Signs, each with the numbers of the posts that have it, some of them perhaps twice."""

_LEAPS = 50
"""So many times in each text a character is looked at before it counts as frequent."""


def where(flags: Iterable[object]) -> list[int]:
    """Return which of `flags`, counted from 0, are true."""
    return [*compress(count(), flags)]


class Joined:
    """Some `texts`, each of which is that of one of `numbers`, to be searched in one go.

    To begin a search takes Python as long as to leap over a thousand characters, and words of six letters or more it
    finds in half the time where the text is long. Where something was found, a search goes on with the next text.
    """

    __slots__ = ("_ends", "_text", "numbers", "texts")

    def __init__(self, numbers: Sequence[int], texts: Sequence[str]) -> None:
        self.numbers = numbers
        self.texts = texts
        self._text = "\n".join(texts)
        self._ends: list[int] = []  # where the next text begins

    def having(self, piece: str, start: int = 0) -> list[int]:
        """Return the numbers of the texts in which `piece` stands: a single character, or many."""
        text = self._text
        found: list[int] = []
        at = text.find(piece, start)
        while at >= 0:
            at = text.find(piece, self._add(at, found))
        return found

    def having_pair(self, pair: str, rare: int) -> list[int]:
        """Return the numbers of the texts in which `pair` stands, of which ``pair[rare]`` is the rarest character.

        Python leaps from one occurrence of a single character to the next; for few it looks at every place.
        """
        if len(pair) == 1:
            return self.having(pair)
        text, sign = self._text, pair[rare]
        beside = -1 if rare else 1
        neighbour = pair[rare + beside]  # which is looked at first, as that takes far less than to compare all of them
        stop = len(text) - len(pair) + rare + 1
        found: list[int] = []
        at = text.find(sign, rare, stop)
        for _ in range(_LEAPS * len(self.texts)):
            if at < 0:
                return found
            if text[at + beside] == neighbour and text.startswith(pair, at - rare):
                at = self._add(at, found) - 1
            at = text.find(sign, at + 1, stop)
        return found + self.having(pair, at - rare) if at >= 0 else found  # not so rare after all

    def _add(self, at: int, found: list[int]) -> int:
        """Add the number of the text at `at` to those that were `found`; return where the next text begins."""
        if not self._ends:
            self._ends = [*accumulate(map(add, map(len, self.texts), repeat(1)))]
        text = bisect_right(self._ends, at)
        found.append(self.numbers[text])
        return self._ends[text]


_KEPT, _LONGEST = 4096, 500
"""So many words are remembered, and none of more characters: a comment may be as long as a post."""


class Remembered:
    """What `judge` says of words, the signs of each, found out once: a site has the same few hosts and class names."""

    __slots__ = ("_judge", "_signs", "plain")

    def __init__(self, judge: Callable[[str], tuple[str, ...]]) -> None:
        self._judge = judge
        self.plain: set[str] = set()
        """The words of which it said nothing."""
        self._signs: dict[str, tuple[str, ...]] = {}  # the others

    def of(self, word: str) -> tuple[str, ...]:
        """Return the signs of `word`."""
        if word in self.plain:
            return ()
        signs = self._signs.get(word)
        if signs is None:
            if len(self.plain) + len(self._signs) >= _KEPT:
                self.plain.clear()
                self._signs.clear()
            signs = self._judge(word)
            if len(word) > _LONGEST:
                return signs
            if signs:
                self._signs[word] = signs
            else:
                self.plain.add(word)
        return signs
