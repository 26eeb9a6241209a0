"""Tags and categories as readers understand them: which spellings are one and the same word."""

from __future__ import annotations

import os
from functools import lru_cache

from copydesk import regex

_SIMPLIFIED = os.path.join(os.path.dirname(__file__), "simplified.txt")

_SEPARATORS = regex(r"(?<!\d)[\s_-]+|[\s_-]+(?!\d)")
"""Blanks, hyphens and underscores, but for those between two numbers: ``2-0`` is not ``20``."""

_HAN = "\u4e00"
"""The first Chinese character of those that are compared."""

_ENGLISH = regex(r"[a-z0-9]*[a-z]{3}s")
_SINGULAR = regex(r".*(?:ss|us|is|ics|news|series|species|windows|rails|always|https|less)")
"""English words that end in s and are no plural, or stand for something else than their singular."""


def key(term: str) -> str:
    """Return what is equal for spellings of one word: without letter case, width, separators and traditional forms."""
    if not term.isascii():
        from unicodedata import normalize

        term = normalize("NFKC", term)
    folded = _SEPARATORS.sub("", term.casefold())
    return folded if folded.isascii() or max(folded) < _HAN else folded.translate(_simplified())


def singular(key: str) -> str:
    """Return the `key` of the singular of an English word; of anything else the same."""
    if not _ENGLISH.fullmatch(key) or _SINGULAR.fullmatch(key):
        return key
    if key.endswith("ies") and len(key) > 4:
        return key[:-3] + "y"
    if key.endswith(("ches", "shes", "xes", "sses", "zzes")):
        return key[:-2]
    return key[:-1]


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """Return the simplified character of each traditional one, for `str.translate`."""
    with open(_SIMPLIFIED, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file if not line.startswith("#")]
    table: dict[int, str] = {}
    for traditional, simplified in zip(lines[::2], lines[1::2], strict=True):
        table.update(zip(map(ord, traditional), simplified, strict=True))
    return table
