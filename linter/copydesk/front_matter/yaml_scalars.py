"""What a plain YAML scalar stands for: the types of YAML 1.1, as PyYAML's safe loader makes them.

Most values in front matter are words, dates and small numbers, and those are told apart here; what is left, such as
hexadecimal numbers, goes to PyYAML's own constructors. PyYAML is imported for those alone.
"""

from __future__ import annotations

import re

from copydesk.days import UTC, date, datetime, timedelta, timezone
from copydesk.text import regex

_PREFIX = "tag:yaml.org,2002:"
WORDS: dict[str, bool | None] = {"~": None}
for _words, _value in (("yes true on", True), ("no false off", False), ("null", None)):
    for _word in _words.split():
        WORDS |= dict.fromkeys((_word, _word.capitalize(), _word.upper()), _value)
"""The words that are no texts."""

TYPED = frozenset("+-.0123456789~yYnNtTfFoO")  # no other character begins a plain scalar that is not a string
_LETTERS = frozenset("~yYnNtTfFoO")
LONGEST = 4300
"""How many characters a number may have: what Python converts, and what keeps sexagesimals from taking minutes."""
_SCALARS = ("str", "int", "float", "bool", "null", "timestamp", "binary")

# The same patterns as in `yaml.resolver`; those of numbers are compiled (by `re`) when the first one is met.
_TIMESTAMP = regex(
    r"([0-9]{4})-([0-9][0-9]?)-([0-9][0-9]?)(?:[Tt]|[ \t]++)([0-9][0-9]?):([0-9]{2}):([0-9]{2})(?:\.([0-9]*+))?"
    r"(?:[ \t]*+(?:(Z)|([-+])([0-9][0-9]?)(?::([0-9]{2}))?))?"
)
_FLOAT = (
    r"[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_INT = r"[-+]?(?:0b[0-1_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)"


def plain(text: str) -> object:
    """Return the value of the unquoted scalar `text`; raises `ValueError` if it looks typed but is impossible."""
    first = text[:1]
    if first not in TYPED:
        return text if first else None
    if first in _LETTERS:
        return WORDS.get(text, text)
    if text[4:5] == "-":
        if len(text) == 10 and text[7] == "-" and text.isascii() and (text[:4] + text[5:7] + text[8:]).isdigit():
            return date.fromisoformat(text)
        if len(text) == 19 and text[4:17:3] in ("-- ::", "--T::"):
            try:
                return datetime.fromisoformat(text)  # which takes nothing but digits between these
            except ValueError:
                pass
        if _is_usual(text):
            return datetime.fromisoformat(text)
        match = _TIMESTAMP.fullmatch(text)
        if match:
            return _timestamp(match)
    elif " " in text:  # no number has a blank
        return text
    return _number(text)


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
    from yaml import YAMLError
    from yaml.constructor import SafeConstructor
    from yaml.nodes import ScalarNode

    construct = SafeConstructor.yaml_constructors[tag]
    try:
        return construct(SafeConstructor(), ScalarNode(tag, text))
    except (ValueError, KeyError, AttributeError, OverflowError, YAMLError) as error:
        raise ValueError(str(error)) from None


def _is_usual(text: str) -> bool:
    """Tell whether `text` is a day and a time as ISO 8601 and YAML both write them, with or without a zone."""
    if len(text) < 19 or text[4:17:3] not in ("--T::", "-- ::") or not text.isascii():
        return False
    numbers = text[:4] + text[5:7] + text[8:10] + text[11:13] + text[14:16] + text[17:19]
    zone = text[19:]
    if zone in ("", "Z"):
        return numbers.isdigit()
    signed = len(zone) == 6 and zone[0] in "+-" and zone[1:3].isdigit() and zone[3:] in (":00", ":30", ":45")
    return signed and numbers.isdigit()


def _timestamp(match: re.Match[str]) -> datetime:
    """Return the time of day that `_TIMESTAMP` has found; raises `ValueError` if there is none such."""
    year, month, day, hour, minute, second, fraction, utc, sign, hours, minutes = match.groups()
    if len(match[0]) > LONGEST:
        raise ValueError("too long")
    zone: timezone | None = UTC if utc else None
    if sign:
        east = timedelta(hours=int(hours), minutes=int(minutes or 0))
        zone = timezone(east if sign == "+" else -east)
    micro = int(fraction[:6].ljust(6, "0")) if fraction else 0
    return datetime(int(year), int(month), int(day), int(hour), int(minute), int(second), micro, zone)


def _number(text: str) -> object:
    """Return the number that `text` is, or `text`; raises `ValueError` if it is too long or none after all."""
    if text.isascii() and text.isdigit() and (text[0] != "0" or text == "0") and len(text) <= LONGEST:
        return int(text)
    if re.fullmatch(_FLOAT, text):
        tag = "float"
        if "_" not in text and ":" not in text and text[-1] in "0123456789." and len(text) <= LONGEST:
            return float(text)
    elif re.fullmatch(_INT, text):
        tag = "int"
        digits = text.lstrip("+-")
        if digits.isdigit() and digits[0] != "0" and len(text) <= LONGEST:
            return int(text)
    else:
        return text
    return tagged(_PREFIX + tag, text)
