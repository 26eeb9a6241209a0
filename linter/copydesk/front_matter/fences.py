"""Where front matter begins and ends, found by hand in one pass from the start of the text.

Front matter stands at the top of a file; before it only a byte order mark, blank lines and HTML comments (a licence)
are skipped. A fence is a whole line: three dashes (YAML), plus signs (TOML) or semicolons (JSON, Hexo), and blanks
after them; behind the first three dashes a language may stand (``---json``, as gray-matter reads it). The closing
fence is the first one further down; YAML may also be closed by ``...``. Bare JSON (Hugo) is an object whose opening
brace starts the file and whose closing brace ends its line. Three dashes are a thematic break in Markdown, too, so
between them something must look like front matter: see `looks_like`.
"""

from __future__ import annotations

import re

from copydesk.front_matter.model import Format
from copydesk.text import Span, regex
from copydesk.typed import Literal, NamedTuple


class Fences(NamedTuple):
    """The parts of front matter by place; `closed` is False where a fence is missing (its span is empty) or odd."""

    format: Format
    junk: Span
    open: Span
    content: Span
    close: Span
    closed: bool


_span = Span._make
_GARBAGE = regex(r"[\s\ufeff\ufffe\u200b\u200c\u200d\u2060]*+")
_FORMATS: dict[str, Format] = {"---": "yaml", "+++": "toml", ";;;": "json"}
_LANGUAGES: dict[str, Format] = {"yaml": "yaml", "yml": "yaml", "toml": "toml", "json": "json"}

# The first line of front matter. A YAML key is a few words and a colon, then a blank or the end of the line; a colon
# (also a full-width one) or an equals sign right behind one word is a slip to be reported, unless it begins `://`.
_YAML_KEY = regex(
    r"""[ ]*+(?:
        (?: "[^"\n]++" | '[^'\n]++' | [^\s:\#"'\[\]{},&*!|>%@`=-][^\s:]*+(?:[ ][^\s:\#]++){0,3} )[ ]*+:(?=\s|\Z)
        | [^\W\d][\w.-]*+ (?: :(?![/:]) | [ ]*+： | [ ]*+=(?!=) )
    )""",
    re.VERBOSE,
)
_YAML_OTHER = regex(r"[ ]*+[\"'{?&!]")  # other beginnings of a map: quoted, flow, explicit, anchored, tagged
_TOML_KEY = regex(r"[ \t]*+(?:\[|(?:[\w.-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t.]*+[=:])")
_JSON_KEY = regex(r"[ \t]*+(?:\"[^\"\n]*+\"|'[^'\n]*+'|\w++)[ \t]*+:")
_KEYS: dict[Format, re.Pattern[str]] = {"yaml": _YAML_KEY, "toml": _TOML_KEY, "json": _JSON_KEY}

_JSON_OPEN = regex(
    r"""\{(?: \s*+"[^"\\\n]*+(?:\\.[^"\\\n]*+)*"\s*+: | \s*+\}[ \t]*+\r?(?:\n|\Z)
        | [ \t]*+\r?\n\s*+(?:'[^'\n]*+'|[^\W\d][\w-]*+)[ \t]*+: )""",
    re.VERBOSE,
)
_JSON_BRACES = regex(r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*"?+|[{}]')  # a string without its end takes the line
_JSON_LAST = regex(r"^\}[ \t]*+\r?$", re.MULTILINE)


# A line that was meant to be a fence: too few or too many dashes, other signs, indented, or with text behind it.
_ODD = r"(?:-{2,}|[—–]{1,3}|-(?:[ ]-)+|\*{3,}|={3,}|_{3,}|~{3,}|`{3,}|\+{3,}|;{3,})[ \t]*+\r?(?:\n|\Z)"
_ODD_OPEN = regex(rf"(?!`|\+|;){_ODD}|---[ \t]*+(?=[A-Za-z][\w-]*+:[ \t])")
_ODD_CLOSE = regex(rf"[ \t]*+{_ODD}|---[ \t]*+(?=[^\s-])")
_FAMILIAR = regex(
    r"(?:title|date|layout|tags|categories|category|permalink|author|slug|draft|description|published)[ ]*+:(?=\s)"
)


def find_fences(text: str) -> Fences | None:
    """Return the fences of `text`; None where it has no closed front matter, whatever stands between the fences."""
    start = _start(text)
    if start < 0:
        return None
    mark = text[start : start + 3]
    if mark in _FORMATS:
        return _fenced(text, start, mark)
    if mark[0] == "{" and (start == 0 or text[start - 1] not in " \t"):
        return _braces(text, start)
    return None


def find_unclosed(text: str) -> Fences | None:
    """Return the fences of front matter that is opened but not closed; the content ends with the last key's line.

    A line right behind it that was meant to close it is its `close`.

    Markdown may begin with a thematic break, so the first line has to be a key of one word, and either it or some
    later key has to be in small letters as in ``title:`` (not as in "Note:"). Returns None where that is not so.
    """
    start = _start(text)
    if start < 0 or (start > 0 and text[start - 1] in " \t"):
        return None
    mark = text[start : start + 3]
    if mark in _FORMATS:
        head = _fence_end(text, start)
        if head is None:
            return None
        kind = _FORMATS[mark]
    elif mark[0] == "{" and _JSON_OPEN.match(text, start) and not text[start + 1 : _eol(text, start)].strip():
        kind, head = "json", start + 1
    else:
        return None
    end = _keys_end(text, head, kind)
    if end == head:
        return None
    close = _ODD_CLOSE.match(text, end) if len(mark) == 3 and mark[0] != "{" else None
    last = close.end() if close else end
    return Fences(kind, Span(0, start), Span(start, head), Span(head, end), Span(end, last), False)


def find_unopened(text: str) -> Fences | None:
    """Return the fences of YAML front matter whose opening fence is odd, or has a key behind it.

    That is so where lines with keys, one of them as familiar as `title`, stand below that line and a fence, or the
    same odd line again, right below them. (A key on the first line and no fence at all may be Hexo's way of writing
    it, or a heading; that is left alone.)
    """
    start = _start(text)
    odd = _ODD_OPEN.match(text, start) if start >= 0 else None
    if odd is None:
        return None
    head = odd.end()
    end = _keys_end(text, head, "yaml")
    close = text[end : _eol(text, end)]
    fits = close.rstrip() == "---" or (close.strip() and close.strip() == odd[0].strip())
    if (
        end == head
        or not fits
        or "\n\n" in text[head:end].replace("\r", "")
        or not has_familiar_key(text, Span(head, end))
    ):
        return None
    return Fences("yaml", Span(0, start), Span(start, head), Span(head, end), Span(end, end + len(close)), False)


def find_indented(text: str) -> Fences | None:
    """Return the fences of YAML front matter of which each line is indented by the blanks before the opening fence."""
    start = _start(text)
    line = text.rfind("\n", 0, start) + 1
    indent = text[line:start]
    if not indent.isspace() or not text.startswith("---", start):
        return None
    head, closing = _fence_end(text, start), _closing(text, indent + "---", start, len(text))
    if head is None or closing is None:
        return None
    at, end = closing
    content = text[head:at].split("\n")
    if not all(one.startswith(indent) or not one.strip() for one in content):
        return None
    if not any(_FAMILIAR.match(one, len(indent)) for one in content):
        return None
    return Fences("yaml", Span(0, line), Span(line, head), Span(head, at), Span(at, end), False)


def has_familiar_key(text: str, content: Span) -> bool:
    """Tell whether a line of `content` begins with a key that nearly all front matter has."""
    line = content.start
    while line < content.end:
        if _FAMILIAR.match(text, line, content.end):
            return True
        line = text.find("\n", line, content.end) + 1 or content.end
    return False


def looks_like(text: str, content: Span) -> Literal["yes", "maybe", "no"]:
    """Tell whether what stands between two lines of three dashes looks like YAML front matter.

    It does if it is empty but for comments or if its first line of text begins with a key (see above). It may, if it
    begins otherwise but as a map can begin: then it is front matter if it can be read as a map. A list, a sentence,
    a heading and a table are Markdown between two thematic breaks.
    """
    line = content.start
    while line < content.end:
        end = text.find("\n", line, content.end) + 1 or content.end
        word, colon, rest = text[line:end].partition(":")
        if colon and word.isascii() and word.isidentifier() and rest[:1] not in ("/", ":"):
            return "yes"  # by the second half of the pattern, which then need not be compiled
        if _YAML_KEY.match(text, line, end):
            return "yes"
        first = text[line:end].strip()
        if first and first[0] != "#":
            return "maybe" if _YAML_OTHER.match(text, line, end) else "no"
        line = end
    return "yes"


def mostly_keys(text: str, content: Span) -> bool:
    """Tell whether at least half of the lines that are not indented begin with a key.

    Asked of text between dashes that cannot be read: a post with a thematic break at the top and another far below
    says no, front matter with a slip in it says yes.
    """
    keys = others = 0
    line = content.start
    while line < content.end:
        end = text.find("\n", line, content.end) + 1 or content.end
        if text[line] not in " \t\r\n#-]}":
            if _YAML_KEY.match(text, line, end):
                keys += 1
            else:
                others += 1
        line = end
    return keys >= others


def _start(text: str) -> int:
    """Return where the opening fence may stand: behind junk, at the start of a line or up to three blanks in; or -1."""
    first = text[:1]
    if first in ("-", "+", ";", "{") or (first.isprintable() and first.strip() not in ("", "<")):
        return 0
    at = 0
    while True:
        garbage = _GARBAGE.match(text, at)
        at = garbage.end() if garbage else at
        line = text.rfind("\n", 0, at) + 1
        if not text.startswith("<!--", at):
            break
        at = text.find("-->", at + 4) + 3
        if at == 2:
            return -1
    indent = text[line:at].strip("\ufeff\ufffe\u200b\u200c\u200d\u2060")
    return at if at < len(text) and len(indent) < 4 and not indent.strip(" ") else -1


def _eol(text: str, at: int) -> int:
    """Return where the line of `at` ends, newline included."""
    return text.find("\n", at) + 1 or len(text)


def _fence_end(text: str, start: int, length: int = 3) -> int | None:
    """Return where the line of the fence at `start` ends, newline included; None if more than a fence stands there."""
    end = _eol(text, start)
    return end if end == start + length + 1 or not text[start + length : end].strip(" \t\r\n") else None


def _closing(text: str, fence: str, start: int, stop: int) -> tuple[int, int] | None:
    """Return start and end of the first line from `start` on, and before `stop`, that is a `fence`."""
    at = text.find("\n" + fence, start - 1, stop)
    while at >= 0:
        end = _fence_end(text, at + 1, len(fence))
        if end is not None:
            return at + 1, end
        at = text.find("\n" + fence, at + 4, stop)
    return None


def _fenced(text: str, start: int, mark: str) -> Fences | None:
    head = _fence_end(text, start)
    kind: Format | None = _FORMATS[mark]
    if head is None:
        head = _eol(text, start)
        kind = _LANGUAGES.get(text[start + 3 : head].strip(" \t\r\n").lower()) if mark == "---" else None
    if kind is None:
        return None
    closing = _closing(text, mark, head, len(text))
    if kind == "yaml":
        closing = _closing(text, "...", head, closing[0] if closing else len(text)) or closing
    if closing is None:
        return None
    at, end = closing
    return Fences(kind, _span((0, start)), _span((start, head)), _span((head, at)), _span((at, end)), True)


def _braces(text: str, start: int) -> Fences | None:
    """Return the fences of a bare JSON object; None for a template, an expression, or text behind the object."""
    if not _JSON_OPEN.match(text, start):
        return None
    depth = 0
    close = -1
    for match in _JSON_BRACES.finditer(text, start):
        token = match[0]
        if token == "{":
            depth += 1
        elif token == "}":
            depth -= 1
            if not depth:
                close = match.start()
                break
    if close < 0:  # a quote is missing, perhaps: take the first line that is a brace
        last = _JSON_LAST.search(text, start)
        if last is None:
            return None
        close = last.start()
    end = _eol(text, close)
    if text[close + 1 : end].strip():
        return None
    return Fences("json", Span(0, start), Span(start, start + 1), Span(start + 1, close), Span(close, end), True)


def _keys_end(text: str, head: int, kind: Format) -> int:
    """Return where the lines that belong to front matter end, counted from `head`, where its first line starts."""
    key = _KEYS[kind]
    end = line = head
    small = False
    after_blank = False
    while line < len(text):
        stop = _eol(text, line)
        first = text[line]
        if end > head and kind != "json" and _ODD_CLOSE.match(text, line):
            break
        if match := key.match(text, line, stop):
            word = match[0].strip(" \t:=：\"'")
            if (" " in word or "." in word) and kind == "yaml":
                break
            if after_blank and kind == "yaml" and not word[:1].islower():
                break
            small = small or word[:1].islower() or kind != "yaml"
            end, after_blank = stop, False
        elif not text[line:stop].strip() or first == "#":
            after_blank = True
        elif end > head and not after_blank and (first in " \t]}" or text.startswith("- ", line)):
            end = stop
        else:
            break
        line = stop
    return end if small else head
