"""What a plain YAML scalar stands for: the types of YAML 1.1, as PyYAML's safe loader makes them.

Most values in front matter are words or ISO dates, so a look at the first character decides them; numbers and the
rest go to PyYAML's own patterns and constructors.
"""

from __future__ import annotations

from datetime import date

from yaml import YAMLError
from yaml.constructor import SafeConstructor
from yaml.nodes import ScalarNode
from yaml.resolver import Resolver

_PREFIX = "tag:yaml.org,2002:"
_WORDS: dict[str, bool | None] = {"~": None}
for _words, _value in (("yes true on", True), ("no false off", False), ("null", None)):
    for _word in _words.split():
        _WORDS |= dict.fromkeys((_word, _word.capitalize(), _word.upper()), _value)
TYPED = frozenset("+-.0123456789~yYnNtTfFoO")  # no other character begins a plain scalar that is not a string
_LETTERS = frozenset("~yYnNtTfFoO")
LONGEST = 4300
"""How many characters a number may have: what Python converts, and what keeps sexagesimals from taking minutes."""
_SCALARS = ("str", "int", "float", "bool", "null", "timestamp", "binary")


def plain(text: str) -> object:
    """Return the value of the unquoted scalar `text`; raises `ValueError` if it looks typed but is impossible."""
    first = text[:1]
    if first not in TYPED:
        return text if first else None
    if first in _LETTERS:
        return _WORDS.get(text, text)
    if len(text) == 10 and text[4] == "-" == text[7] and text.isascii():
        year, month, day = text[:4], text[5:7], text[8:]
        if year.isdigit() and month.isdigit() and day.isdigit():
            return date(int(year), int(month), int(day))
    for tag, pattern in Resolver.yaml_implicit_resolvers.get(first, ()):
        if pattern.match(text):
            return tagged(tag, text)
    return text


def tagged(tag: str, text: str) -> object:
    """Return the value of `text` under the YAML `tag`, written out in full.

    Raises `ValueError` if the text does not fit the tag and `KeyError` if the tag is not one for safe scalars.
    """
    name = tag.removeprefix(_PREFIX)
    if name not in _SCALARS:
        if name in ("value", "merge"):  # `=` and `<<` mean something as keys only
            return text
        raise KeyError(tag)
    if len(text) > LONGEST and name not in ("str", "binary"):
        raise ValueError("too long")
    construct = SafeConstructor.yaml_constructors[tag]
    try:
        return construct(SafeConstructor(), ScalarNode(tag, text))
    except (ValueError, KeyError, AttributeError, OverflowError, YAMLError) as error:
        raise ValueError(str(error)) from None
