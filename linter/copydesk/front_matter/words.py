"""What every format's messages share: quoting, and the words for a value that looks typed but is impossible."""

from __future__ import annotations

import re

from copydesk.edits import Edit
from copydesk.front_matter.model import FrontMatterError
from copydesk.text import Span

_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?!\d)")
_LONGEST = 48


def short(text: str, longest: int = _LONGEST) -> str:
    """Return `text` on one line and cut to `longest` characters, to be quoted in a message."""
    line = " ".join(text[: 4 * longest].split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def shown(text: str) -> str:
    """Return `text` shortened and between backticks, as messages quote things."""
    line = short(text)
    return f"`` {line} ``" if "`" in line else f"`{line}`"


def impossible(value: str, span: Span) -> FrontMatterError:
    """Return the error of a `value` that is written like a date or a number and can be none."""
    if _DATE.match(value):
        message = f"{shown(value)} is written like a date, but there is no such day or time"
        return FrontMatterError(message, span, "correct the date, or put it in quotes if it is meant as text")
    message = f"{shown(value)} is written like a number, but cannot be read as one"
    return FrontMatterError(message, span, "correct the number, or put it in quotes if it is meant as text")


def control_character(text: str, at: int) -> FrontMatterError:
    """Return the error of an invisible character at `at` that no format of front matter allows."""
    message = f"the invisible character U+{ord(text[at]):04X} stands here, and front matter cannot contain it"
    mend = (Edit(Span(at, at + 1)),) if text[at] != "\0" else ()  # one that stands for what somebody lost
    return FrontMatterError(message, Span(at, at + 1), "delete the character", mend)


_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_PAIR = re.compile(r"""(?<![^\s(\[{“‘:：，、-])(["'])(?!\s)[^"']*+(?<!\s)\1(?!\w)""")


def inner_quotes(written: str) -> str:
    """Return the text that was meant by `written`, a value in quotes with the same quotes in it.

    Empty where that is not certain: each of them must be an apostrophe within a word, or one of a pair around words.
    """
    inner = written[1:-1]
    rest = _APOSTROPHE.sub("’", _PAIR.sub("x", _APOSTROPHE.sub("’", inner)))
    return "" if written[0] in rest or "\\" in inner else inner


def requoted(inner: str) -> str:
    """Return text that has quotes in it, in those that need least; of both kinds the double ones are escaped."""
    if '"' in inner and "'" not in inner:
        return f"'{inner}'"
    return '"' + inner.replace('"', '\\"') + '"'
