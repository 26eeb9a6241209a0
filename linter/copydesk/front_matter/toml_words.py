"""TOML errors in words for people who write posts: what tomllib says, and what stands at the place it names."""

from __future__ import annotations

import re

from copydesk.edits import Edit
from copydesk.front_matter.model import FrontMatterError
from copydesk.front_matter.spans import line_end
from copydesk.front_matter.words import control_character, inner_quotes, requoted, shown
from copydesk.text import Span

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_KEY = re.compile(r"[ \t]*+(?:[\w.-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+=[ \t]*+")
_COLON = re.compile(r"[ \t]*+[\w.-]++[ \t]*+[:：]")
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_WORDS = re.compile(r"[^\W\d_][\w ,.!?’-]*+")
_PYTHON = {"True": "true", "False": "false", "TRUE": "true", "FALSE": "false", "yes": "true", "no": "false"}


def explain(text: str, span: Span, error: str) -> FrontMatterError:
    """Return in plain words what is wrong with the TOML in `span`, given what tomllib said."""
    at, problem = _place(text, span, error)
    start = text.rfind("\n", span.start, at) + 1 or span.start
    if at >= span.end:  # told at the end: the last line with text has the beginning of it
        last = len(text[span.start : span.end].rstrip())
        start = text.rfind("\n", span.start, span.start + last) + 1 or span.start
    end = text.find("\n", at, span.end)
    line = _trimmed(text, start, span.end if end < 0 else end)
    rest = _trimmed(text, min(at, line.end), line.end)
    key = _KEY.match(text, line.start, line.end)
    value = _trimmed(text, key.end(), line.end) if key else line
    rest = rest if rest.of(text) else line

    if problem.startswith(("Illegal character", "Found invalid character")) and "\\n" not in problem:
        return control_character(text, min(at, span.end - 1))
    if at >= span.end and problem.startswith(("Unterminated string", "Expected \"'")):  # no place: the last such quote
        quotes = '"""' if problem.startswith("Unterminated") else problem.removeprefix("Expected ").strip('"')
        start = text.rfind(quotes, span.start, span.end)
        if start >= 0:
            value = _trimmed(text, start, line_end(text, start, span.end))
    if problem.startswith(("Illegal", "Found invalid", "Unterminated", "Expected '\"'", "Expected \"'")):
        message = f"the quote that opens {shown(value.of(text))} is never closed"
        return FrontMatterError(message, value, _close(text, value))
    if "Unescaped '\\'" in problem or "hex value" in problem or "Escaped character" in problem:
        return _escape(text, line, at)
    if problem.startswith("Unclosed"):
        what, closing = ("list", "]") if "array" in problem else ("table", "}")
        message = f"before {shown(rest.of(text))} a comma is missing, or a {what} is not closed"
        return FrontMatterError(
            message, rest, f"put commas between the parts of the {what}, and `{closing}` at its end"
        )
    if problem.startswith(("Duplicate", "Cannot overwrite")):
        return FrontMatterError(f"{shown(line.of(text))} gives a key a second value", line, "keep one of the two")
    if problem.startswith("Cannot"):
        message = f"{shown(line.of(text))} belongs to a table that is complete already"
        return FrontMatterError(message, line, "keep the keys of a table together in one place")
    if problem.startswith("Expected ']"):
        message = f"the header {shown(line.of(text))} is not closed"
        return FrontMatterError(message, line, "close it with as many brackets as open it")
    if problem.startswith(("Expected '='", "Invalid statement", "Invalid initial character")):
        return _not_a_key(text, line)
    if problem.startswith("Expected newline"):
        return _after_value(text, value, rest)
    if problem == "Invalid value":
        return _not_a_value(text, line, value if value.start <= at else rest)
    message = f"this cannot be read from {shown(rest.of(text))} on"
    return FrontMatterError(message, rest, "compare it with a post that works")


def _escape(text: str, line: Span, at: int) -> FrontMatterError:
    back = text.rfind("\\", line.start, at + 1)
    place = Span(back, min(back + 2, line.end)) if back >= 0 else line
    message = f"{shown(place.of(text))} means nothing in double quotes, where a backslash begins a special character"
    return FrontMatterError(message, place, "write the backslash twice, or use single quotes")


def _after_value(text: str, value: Span, rest: Span) -> FrontMatterError:
    """Return the error of text behind a value, which is what quotes inside quotes come to as well."""
    written = value.of(text)
    behind = rest.of(text)
    if behind in (",", ";"):
        message = f"`{behind}` stands after the value, and TOML ends a line without it"
        return FrontMatterError(message, rest, f"delete the `{behind}`", (Edit(rest),))
    if behind.startswith("//"):
        message = f"{shown(behind)} looks like a comment, but in TOML those begin with `#`"
        return FrontMatterError(
            message, rest, "write `#` in place of `//`", (Edit(Span(rest.start, rest.start + 2), "#"),)
        )
    if date := _SLASHED.fullmatch(written):
        better = f"{date[1]}-{date[2]:0>2}-{date[3]:0>2}"
        message = f"{shown(written)} is no date in TOML, which writes them with dashes"
        return FrontMatterError(message, value, f"write it as {shown(better)}", (Edit(value, better),))
    if written[:1] == "0" and written.isdigit():
        return FrontMatterError(
            f"the number {shown(written)} begins with a nought", value, "put it in quotes if it is a text"
        )
    if written[:1] not in ("'", '"') or not written.endswith(written[0]) or behind[:1] in (",", ";"):
        message = f"after the value there is more text, {shown(rest.of(text))}"
        return FrontMatterError(message, rest, "put the whole value in one pair of quotes")
    message = f"the quotes inside {shown(written)} end the value too early"
    if meant := inner_quotes(written):
        better = requoted(meant)
        return FrontMatterError(message, value, f"write it as {shown(better)}", (Edit(value, better),))
    help = "put double quotes around the value"
    if written[0] == '"':
        help = "put single quotes around the value, or a backslash before the inner ones"
    return FrontMatterError(message, value, help)


def _not_a_key(text: str, line: Span) -> FrontMatterError:
    written = line.of(text)
    if _COLON.match(text, line.start, line.end):
        message = f"{shown(written)} is written with a colon, which means nothing in TOML"
        help = "write `key = value` (colons are for YAML, which stands between `---`)"
        return FrontMatterError(message, line, help)
    if "=" in written:
        name = written.partition("=")[0].strip()
        if not name:
            return FrontMatterError(f"there is no key in {shown(written)}", line, "write it as `key = value`")
        message = f"the key {shown(name)} has characters that a key can have only in quotes"
        start = line.start + len(written) - len(written.lstrip())
        return FrontMatterError(message, Span(start, start + len(name)), f'write `"{name}"`')
    return FrontMatterError(f"the line {shown(written)} has no equals sign", line, "write it as `key = value`")


def _not_a_value(text: str, line: Span, value: Span) -> FrontMatterError:
    written = value.of(text)
    if not written:
        return FrontMatterError(f"there is no value in {shown(line.of(text))}", line, 'put a value there, if only `""`')
    if written in _PYTHON:
        word = _PYTHON[written]
        return FrontMatterError(f"{shown(written)} is no value in TOML", value, f"write `{word}`", (Edit(value, word),))
    if written in ("null", "None", "nil", "~"):
        return FrontMatterError(f"{shown(written)} is no value in TOML", line, "delete the line")
    if written[0] in "“”‘’「":
        message = f"the quotes of {shown(written)} are typographic ones"
        both = written[-1] in "“”‘’」" and '"' not in written and "\\" not in written
        mend = (Edit(value, f'"{written[1:-1]}"'),) if both and len(written) > 1 else ()
        return FrontMatterError(message, value, 'write `"` on both sides', mend)
    message = f"the value {shown(written)} is not in quotes"
    mend = (Edit(value, f'"{written}"'),) if _WORDS.fullmatch(written) else ()
    return FrontMatterError(message, value, 'put it in quotes, as in `title = "…"`', mend)


def _place(text: str, span: Span, error: str) -> tuple[int, str]:
    """Return the offset that tomllib names, and its message without it."""
    match = _PLACE.search(error)
    if match is None or match[1] is None:
        return span.end, error[: match.start()] if match else error
    at = span.start
    for _ in range(int(match[1]) - 1):
        at = text.find("\n", at, span.end) + 1
    return min(at + int(match[2]) - 1, span.end), error[: match.start()]


def _trimmed(text: str, start: int, end: int) -> Span:
    return Span(start, start + len(text[start:end].rstrip()))


def _close(text: str, value: Span) -> str:
    quote = text[value.start] if text[value.start] in "'\"" else '"'
    return f"put `{quote * 3 if text.startswith(quote * 3, value.start) else quote}` at the end of the value"
