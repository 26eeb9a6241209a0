"""What every format's messages share: quoting, and the words for a value that looks typed but is impossible."""

from __future__ import annotations

import re

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
    return FrontMatterError(message, Span(at, at + 1), "delete the character")
