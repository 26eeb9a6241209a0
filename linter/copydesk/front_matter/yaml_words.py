"""YAML errors in words for people who write posts, not parsers.

The parser says at which character it gave up, which is often a line too late and never the reason. So each guess
below knows one slip that people make, looks for it around that place, and answers with words, the exact characters
and what to do; the first that recognises its slip wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from copydesk.edits import Edit
from copydesk.front_matter.model import FrontMatterError, Node
from copydesk.front_matter.words import control_character, inner_quotes, requoted, short, shown
from copydesk.text import Span, regex
from copydesk.typed import NamedTuple

__all__ = ["explain", "not_a_map", "odd_key", "undefined_alias", "unknown_tag"]

_INDENT = re.compile(r"[ \t]*+")
_DASHES = re.compile(r"[ \t]*+(?:-[ \t]++)*")
_KEY = re.compile(
    r"""(?: "[^"\n]*+" | '[^'\n]*+'
        | [^\s:\#"'\[\]{},&*!|>%@`][^:\n]*+(?::(?!\s|\Z)[^:\n]*+)* )[ \t]*+:(?:[ \t]++|(?=[\r\n]|\Z))""",
    re.VERBOSE,
)
_DOUBLE = re.compile(r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*"')
_SINGLE = re.compile(r"'(?>[^'\n]*+(?:''[^'\n]*+)*)'")  # atomic, so that half of a doubled quote is no end
_WIDE_COLON = re.compile(r"[\w.-]++[ ]*+：")
_NO_BLANK = re.compile(r"[^\W\d][\w.-]*+:(?=[^\s:/])")
_EQUALS = re.compile(r"[^\W\d][\w.-]*+[ \t]*+=(?!=)")
# What YAML does not take. (To compile the same set as what it is not takes 10 ms.)
_CONTROL = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_ITEM = re.compile(r"[^,\]}\n]++")
_MARKS = {mark: re.compile(rf"[\"'\]]{mark}(?=[ \t]*+\r?(?:\n|\Z))") for mark in ",;"}
_TABS = re.compile(r"(?<=\n)\t++")
_COMMENT = re.compile(r"//|/\*|<!--")
_CONFLICT = re.compile(r"<{7}|={7}|>{7}")


class _Where(NamedTuple):
    """Where the parser gave up (`at`), why, where what it was reading began (`context`), and the lines of both."""

    text: str
    span: Span
    problem: str
    at: int
    context: int | None
    line: Span
    context_line: Span


def explain(text: str, span: Span, problem: str, at: int, context: int | None) -> FrontMatterError:
    """Return in plain words what is wrong with the YAML in `span`, given what the parser said.

    `problem` is the parser's own message, `at` where it gave up, `context` where what it was reading began.
    """
    found = _CONTROL.search(text, span.start, span.end)
    if found:
        return control_character(text, found.start())
    line = _line(text, span, at)
    where = _Where(text, span, problem, at, context, line, line if context is None else _line(text, span, context))
    for guess in _GUESSES:
        error = guess(where)
        if error is not None:
            return error
    rest = short(text[at : line.end]) or short(line.of(text))
    message = f"this cannot be read from {shown(rest)} on" if rest else "this cannot be read"
    help = "put the value in quotes, or compare it with a post that works"
    return FrontMatterError(message, _rest(text, at, line), help)


def not_a_map(text: str, root: Node) -> FrontMatterError:
    """Return the error of front matter that is a list or a single value."""
    end = text.find("\n", root.span.start, root.span.end)
    line = Span(root.span.start, root.span.end if end < 0 else end)
    if root.kind == "list":
        message = "front matter is a list here, but a site generator needs keys"
    elif (slip := _slip(text, line)) is not None:
        return slip
    else:
        message = f"there is no key in front of {shown(line.of(text))}"
    return FrontMatterError(message, line, "write each line as `key: value`")


def odd_key(text: str, at: int, stop: int) -> FrontMatterError:
    """Return the error of a list or a map that is used as a key."""
    line = _line(text, Span(0, stop), at)
    if text[at - 1 : at + 1] == "{{":
        return _template(text, at - 1, line)
    rest = _rest(text, at, line)
    message = f"{shown(rest.of(text))} begins with a bracket, and a key must be a word"
    return FrontMatterError(message, rest, "use a word as the key, or put it in quotes")


def undefined_alias(text: str, span: Span, stop: int, open: bool) -> FrontMatterError:
    """Return the error of an alias that names nothing, or (`open`) the value that it is part of."""
    alias = span.of(text)
    if open:
        message = f"{shown(alias)} stands for a value of which it is itself a part"
        return FrontMatterError(message, span, "write the value out")
    if f"&{alias[1:]}" in text[:stop]:
        message = f"{shown(alias)} is used before `&{short(alias[1:])}` says what it stands for"
        return FrontMatterError(message, span, "move the line with `&` up, or put the value in quotes")
    return _cannot_start(text, span.start, _line(text, Span(0, stop), span.start))


def unknown_tag(text: str, span: Span, stop: int) -> FrontMatterError:
    """Return the error of a tag that means nothing to a site generator, such as ``!important``."""
    line = _line(text, Span(0, stop), span.start)
    at = text.find("!", span.start, line.end)
    return _cannot_start(text, at if at >= 0 else span.start, line)


# Guesses, most telling first.


def _conflict(where: _Where) -> FrontMatterError | None:
    for line in (where.context_line, where.line, _above(where.text, where.span, where.line)):
        if _CONFLICT.match(where.text, line.start, line.end):
            message = f"{shown(line.of(where.text))} is left from a merge conflict"
            return FrontMatterError(message, line, "keep one of the two versions and delete the marker lines")
    return None


def _tab(where: _Where) -> FrontMatterError | None:
    text, line = where.text, where.line
    indent = _INDENT.match(text, line.start, line.end)
    tab = text.find("\t", line.start, indent.end() if indent else line.start)
    if tab < 0 and text[where.at : where.at + 1] == "\t":
        tab = where.at
    if tab < 0:
        return None
    end = tab
    while text[end : end + 1] == "\t":
        end += 1
    if text[line.start : tab].strip():
        message = "a tab stands here where only spaces may"
        return FrontMatterError(message, Span(tab, end), "replace the tab by a space", (Edit(Span(tab, end), " "),))
    rest = short(text[line.start : line.end])
    message = f"a tab indents {shown(rest)}, but YAML takes spaces only" if rest else "a tab stands on an empty line"
    mend = tuple(Edit(Span(*each.span()), "  " * len(each[0])) for each in _TABS.finditer(text, *where.span))
    return FrontMatterError(message, Span(tab, end), "replace each tab by two spaces", mend)


def _template_value(where: _Where) -> FrontMatterError | None:
    for line in (where.context_line, where.line):
        value = _value(where.text, line)
        if where.text.startswith(("{{", "{%"), value.start):
            return _template(where.text, value.start, line)
    return None


def _quote(where: _Where) -> FrontMatterError | None:
    """A quote that is never closed, quotes inside quotes, text behind the closing quote."""
    text, at, context = where.text, where.at, where.context
    if ("end of stream" in where.problem or "document" in where.problem) and context is not None:
        if text[context : context + 1] in ("'", '"'):
            return _unclosed_quote(text, context, where.context_line)
        return None
    before = at
    while before > where.span.start and text[before - 1] in " \t\r\n":
        before -= 1
    quote = text[before - 1 : before]
    if quote not in ("'", '"') or before <= where.span.start:
        return None
    closes = _line(text, where.span, before - 1)
    value = _value(text, closes)
    if text.startswith(quote, value.start):
        match = (_DOUBLE if quote == '"' else _SINGLE).match(text, value.start, value.end)
        if match is not None and match.end() < value.end and text[match.end() : value.end].lstrip()[0] != "#":
            return _inner_quotes(text, value, match.end(), where.span.end)
    elif closes == where.line and value.start == _dashes(text, closes):  # no key on this line
        rest = _rest(text, at, closes)
        message = f"after the closing quote there is more text, {shown(rest.of(text))}"
        return FrontMatterError(message, rest, "put the whole value in one pair of quotes")
    line = closes
    while line.start > where.span.start:
        line = _line(text, where.span, line.start - 1)
        value = _value(text, line)
        if text.startswith(quote, value.start):
            match = (_DOUBLE if quote == '"' else _SINGLE).match(text, value.start, value.end)
            return None if match is not None else _unclosed_quote(text, value.start, line)
    return None


def _escape(where: _Where) -> FrontMatterError | None:
    if not any(word in where.problem for word in ("escape", "hexdecimal", "hexadecimal")):
        return None
    text = where.text
    at = text.rfind("\\", where.line.start, where.at + 1)
    if at < 0:
        return None
    span = Span(at, min(at + 2, where.line.end))
    message = f"{shown(span.of(text))} means nothing in double quotes, where a backslash begins a special character"
    return FrontMatterError(message, span, "write the backslash twice, or use single quotes")


def _start_character(where: _Where) -> FrontMatterError | None:
    text, at = where.text, where.at
    first = text[at : at + 1]
    if "cannot start any token" in where.problem and first in ("@", "`", "%"):
        return _cannot_start(text, at, where.line)
    if "node content" in where.problem and first == "," and text[:at].rstrip().endswith((",", "[", "{")):
        rest = _rest(text, at, where.line)
        message = f"there is nothing before the comma in {shown(rest.of(text))}"
        return FrontMatterError(message, Span(at, at + 1), "delete the comma, or put a value before it")
    if "node content" in where.problem and first in (",", "]", "}") and at == _value(text, where.line).start:
        return _cannot_start(text, at, where.line)
    if "keys are not allowed" in where.problem:
        return _cannot_start(text, at, where.line)
    context = where.context
    if (
        context is not None
        and context == _value(text, where.context_line).start
        and text[context : context + 1] in tuple("*&!")
    ):
        return _cannot_start(text, context, where.context_line)
    return None


def _block_header(where: _Where) -> FrontMatterError | None:
    text, context = where.text, where.context
    if context is None or text[context : context + 1] not in ("|", ">") or where.at > where.context_line.end:
        return None
    sign = text[context]
    rest = _rest(text, context, where.context_line)
    message = f"{shown(rest.of(text))} begins with `{sign}`, after which the text must start on the next line"
    help = f"move the text to the next line and indent it, or put it in quotes if `{sign}` is part of it"
    return FrontMatterError(message, rest, help)


def _list_on_key_line(where: _Where) -> FrontMatterError | None:
    if "sequence entries are not allowed" not in where.problem:
        return None
    text, line = where.text, where.line
    if where.at == _dashes(text, line) or text[line.start : where.at].strip(" \t"):
        rest = _rest(text, where.at, line)
        message = f"the list item {shown(rest.of(text))} stands on the line of its key"
        return FrontMatterError(message, rest, "begin the list on the next line, or put it in quotes if it is text")
    return _misplaced_item(text, line)


def _colon(where: _Where) -> FrontMatterError | None:
    """A colon where no key can be: inside a value, or behind a key whose line before is at fault."""
    if "values are not allowed" not in where.problem:
        return None
    text, line = where.text, where.line
    value = _value(text, line)
    if where.at >= value.start:
        if where.at == value.start:
            return _cannot_start(text, where.at, line)
        written = value.of(text)
        what = "has a colon and a space in it, as if another key ended there"
        if written[-1] == ":" and ": " not in written:
            what = "ends with a colon, as if it were a key"
        message = f"the value {shown(written)} {what}"
        return FrontMatterError(message, value, f"put it in quotes: {shown(_quoted(written))}", _in_quotes(value, text))
    above = _above(text, where.span, line)
    first = _dashes(text, above)
    if above != line and first == above.start + _indent(text, above) and not _KEY.match(text, first, above.end):
        return _slip(text, above)
    if _indent(text, line) > _indent(text, above):
        rest = _rest(text, line.start + _indent(text, line), line)
        message = f"{shown(rest.of(text))} is indented, but the line above it has a value already"
        return FrontMatterError(message, rest, "let it start in the same column as the key above it")
    return None


def _no_colon(where: _Where) -> FrontMatterError | None:
    if "expected ':'" not in where.problem:
        return None
    text, line = where.text, where.context_line
    above = _above(text, where.span, line)
    if above != line and text[_value(text, above).start : above.end].rstrip() in ("|", ">", "|-", ">-", "|+", ">+"):
        rest = _rest(text, line.start, line)
        message = f"{shown(rest.of(text))} belongs to the text that {shown(above.of(text))} begins, but is not indented"
        return FrontMatterError(message, rest, "indent each line of the text by two spaces")
    return _slip(text, line)


def _flow(where: _Where) -> FrontMatterError | None:
    """A list or map in brackets that is not closed, that holds something odd, or that text follows."""
    text, context, at = where.text, where.context, where.at
    if context is not None and text[context : context + 1] in ("[", "{") and "expected" in where.problem:
        opening, closing, what = ("[", "]", "list") if text[context] == "[" else ("{", "}", "group in braces")
        rest = _rest(text, context, where.context_line)
        if closing not in rest.of(text):
            message = f"the {what} that opens with {shown(rest.of(text))} is never closed"
            help = f"put `{closing}` at its end, or put the value in quotes if `{opening}` is part of the text"
            return FrontMatterError(message, rest, help)
        odd = _rest(text, at, where.line)
        if text[at : at + 1] in ("'", '"') and text[at - 1] in " '\"":
            message = f"in the {what} {shown(rest.of(text))} a comma is missing before {shown(odd.of(text))}"
            return FrontMatterError(message, odd, "put a comma there")
        if text[at - 1] in ("'", '"') and text[at : at + 1].isalnum():
            message = (
                f"in the {what} {shown(rest.of(text))} a quote ends the text too early, before {shown(odd.of(text))}"
            )
            return FrontMatterError(message, odd, "put the other kind of quotes around that text")
        message = f"the {what} {shown(rest.of(text))} cannot be read from {shown(odd.of(text))} on"
        return FrontMatterError(message, odd, "put its texts in quotes, with commas between them")
    value = _value(text, where.line)
    if (
        value.start < at
        and text.startswith(("[", "{"), value.start)
        and text[value.start : at].rstrip().endswith(("]", "}"))
    ):
        what = "list" if text[value.start] == "[" else "group of `key: value` pairs"
        message = f"the brackets in {shown(value.of(text))} make a {what} of it, but text follows them"
        help = f"put it in quotes: {shown(_quoted(value.of(text)))}"
        return FrontMatterError(message, value, help, _in_quotes(value, text))
    return None


def _indentation(where: _Where) -> FrontMatterError | None:
    text, line = where.text, where.line
    first = line.start + _indent(text, line)
    if first != where.at:
        return None
    rest = _rest(text, first, line)
    if "document start" in where.problem:
        if not _KEY.match(text, first, line.end) and (slip := _slip(text, line)):
            return slip
        message = f"{shown(rest.of(text))} is indented less than the first key"
        return FrontMatterError(message, rest, "let all keys start in the same column")
    if text.startswith("-", first):
        return _misplaced_item(text, line)
    if "'-'" in where.problem or (not first > line.start and "expected" in where.problem):
        message = f"{shown(rest.of(text))} stands where the list above it goes on"
        return FrontMatterError(message, rest, "indent the list below its key, or make this line an item with `- `")
    message = f"{shown(rest.of(text))} is indented like none of the lines above it"
    return FrontMatterError(message, rest, "let it start in the same column as the lines it belongs to")


_GUESSES: tuple[Callable[[_Where], FrontMatterError | None], ...] = (
    _conflict,
    _tab,
    _template_value,
    _quote,
    _escape,
    _start_character,
    _block_header,
    _list_on_key_line,
    _colon,
    _no_colon,
    _flow,
    _indentation,
)


# Errors that more than one guess gives.


def _cannot_start(text: str, at: int, line: Span) -> FrontMatterError:
    value = _rest(text, at, line)
    what = "value"
    if not text[line.start : at].strip(" \t-"):
        what = "line" if text[line.start : at].isspace() or at == line.start else "item"
    elif at != _value(text, line).start:  # inside brackets
        what = "item"
        match = _ITEM.match(text, at, value.end)
        value = Span(at, match.end()) if match else value
    written = value.of(text)
    message = f"the {what} {shown(written)} cannot start with {shown(written[:1])} unless it is in quotes"
    plainly = written[:1] in ("@", "`", "%") or written[:1] == "*" == written.rstrip("*")[-1:] or written.count("*") > 1
    mend = _in_quotes(value, text) if plainly and what == "value" else ()
    return FrontMatterError(message, value, f"put it in quotes: {shown(_quoted(written))}", mend)


def _template(text: str, at: int, line: Span) -> FrontMatterError:
    rest = _rest(text, at, line)
    value = rest.of(text)
    message = f"the template {shown(value)} is not in quotes, so YAML takes its braces for its own"
    return FrontMatterError(message, rest, f"put it in quotes: {shown(_quoted(value))}")


def _unclosed_quote(text: str, at: int, line: Span) -> FrontMatterError:
    rest = _rest(text, at, line)
    alone = text[at] not in rest.of(text)[1:] and "#" not in rest.of(text) and "\\" not in rest.of(text)
    mend = (Edit(Span(rest.end, rest.end), text[at]),) if alone and text[at - 1] in " \t" else ()
    message = f"the quote that opens {shown(rest.of(text))} is never closed"
    return FrontMatterError(message, rest, f"put `{text[at]}` at the end of the value", mend, certain=False)


def _inner_quotes(text: str, value: Span, end: int, stop: int) -> FrontMatterError:
    """Return the error of a quoted value that ends at `end`, though its line goes on."""
    quote = text[value.start]
    written = value.of(text)
    if written.endswith(quote):
        other = "single" if quote == '"' else "double"
        inner = 'a backslash before the inner ones, as in `\\"`' if quote == '"' else "the inner ones twice, as in `''`"
        message = f"the quotes inside {shown(written)} end the value too early"
        meant = inner_quotes(written)
        if meant:
            better = requoted(meant)
            return FrontMatterError(message, value, f"write it as {shown(better)}", (Edit(value, better),))
        return FrontMatterError(message, value, f"put {other} quotes around it, or write {inner}")
    if written[:-1].endswith(quote) and written[-1] in ",;":
        mark = Span(value.end - 1, value.end)
        message = (
            f"after the closing quote of {shown(written[:-1])} stands `{written[-1]}`, which YAML does not use there"
        )
        mend: tuple[Edit, ...] = tuple(
            Edit(Span(each.end() - 1, each.end()))
            for each in _MARKS[written[-1]].finditer(text, value.start)
            if each.end() <= stop
        )
        return FrontMatterError(message, mark, f"delete the `{written[-1]}`", mend)
    rest = Span(end + len(text[end : value.end]) - len(text[end : value.end].lstrip()), value.end)
    message = f"after the closing quote of {shown(text[value.start : end])} there is more text, {shown(rest.of(text))}"
    return FrontMatterError(message, value, "put the whole value in one pair of quotes")


def _misplaced_item(text: str, line: Span) -> FrontMatterError:
    rest = _rest(text, line.start + _indent(text, line), line)
    message = f"the list item {shown(rest.of(text))} does not line up with a list above it"
    return FrontMatterError(message, rest, "put it below its key, indented like the other items")


def _slip(text: str, line: Span) -> FrontMatterError | None:
    """Return what is wrong with a line that should be ``key: value`` and is not; None if nothing is."""
    first = line.start + _indent(text, line)
    rest = _rest(text, first, line)
    written = rest.of(text)
    word = _dashes(text, line)
    if not written:
        return None
    if match := _WIDE_COLON.match(text, word, line.end):
        message = f"the colon in {shown(written)} is a full-width one, which YAML does not know"
        place = Span(match.end() - 1, match.end())
        return FrontMatterError(message, place, "write `:` and a space", (Edit(place, ": "),))
    if match := _NO_BLANK.match(text, word, line.end):
        message = f"there is no space after the colon in {shown(written)}"
        place = Span(match.end() - 1, match.end())
        mend = (Edit(Span(place.end, place.end), " "),)
        return FrontMatterError(message, place, "put a space after the colon", mend)
    if match := _EQUALS.match(text, word, line.end):
        message = f"{shown(written)} is written with an equals sign, which means nothing in YAML"
        help = "write `key: value` (equals signs are for TOML, which stands between `+++`)"
        mend = (Edit(Span(match.start() + len(match[0].rstrip("= \t")), _blanks_end(text, match.end())), ": "),)
        return FrontMatterError(message, rest, help, mend)
    if match := _COMMENT.match(text, first, line.end):
        message = f"{shown(written)} looks like a comment, but in YAML those begin with `#`"
        return FrontMatterError(message, rest, f"write `#` in place of `{match[0]}`")
    if written[0] == "-" and written[1:2].strip() and written[1] != "-":
        message = f"there is no space after the dash in {shown(written)}"
        mend = (Edit(Span(first + 1, first + 1), " "),)
        return FrontMatterError(message, Span(first, first + 1), "put a space after the dash", mend)
    if _KEY.match(text, word, line.end):
        return None
    message = f"the line {shown(written)} has no colon, so it is neither a key nor part of the value above it"
    return FrontMatterError(message, rest, "write it as `key: value`, or indent it if it belongs to the line above")


def _quoted(value: str) -> str:
    """Return `value` in the quotes that need least, for a suggestion."""
    value = short(value)
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _in_quotes(value: Span, text: str) -> tuple[Edit, ...]:
    """Return the edit that puts a value in quotes; none where a comment may be part of it."""
    written = value.of(text)
    if " #" in written or "\t" in written:
        return ()
    if '"' not in written and "\\" not in written:
        return (Edit(value, f'"{written}"'),)
    return (Edit(value, _single(written)),)


def _single(written: str) -> str:
    return "'" + written.replace("'", "''") + "'"


# Lines and what stands on them; spans of lines go without the newline.


def _line(text: str, span: Span, at: int) -> Span:
    """Return the line of `at` within `span`; of a place behind the last newline the last line with text."""
    if at >= span.end:
        at = max(span.start, span.start + len(text[span.start : span.end].rstrip()) - 1)
    start = text.rfind("\n", span.start, at) + 1 or span.start
    end = text.find("\n", at, span.end)
    end = span.end if end < 0 else end
    return Span(start, end - text.endswith("\r", start, end))


def _above(text: str, span: Span, line: Span) -> Span:
    """Return the last line before `line` that is neither blank nor a comment; `line` itself if there is none."""
    above = line
    while above.start > span.start:
        above = _line(text, span, above.start - 1)
        if above.of(text).strip() and not above.of(text).lstrip().startswith("#"):
            return above
    return line


def _blanks_end(text: str, at: int) -> int:
    match = _INDENT.match(text, at)
    return match.end() if match else at


def _indent(text: str, line: Span) -> int:
    match = _INDENT.match(text, line.start, line.end)
    return match.end() - line.start if match else 0


def _dashes(text: str, line: Span) -> int:
    """Return where the first word of a line begins, behind indentation and dashes."""
    match = _DASHES.match(text, line.start, line.end)
    return match.end() if match else line.start


def _value(text: str, line: Span) -> Span:
    """Return the span of the value on a line: what stands behind dashes and key, blanks at its end left out."""
    start = _dashes(text, line)
    match = _KEY.match(text, start, line.end)
    return _rest(text, match.end() if match else start, line)


def _rest(text: str, at: int, line: Span) -> Span:
    """Return the span from `at` to the last text of its line."""
    return Span(at, max(at, at + len(text[at : line.end].rstrip())))
