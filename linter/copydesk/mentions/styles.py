"""The pictures that CSS names: ``url()`` in declarations, and the strings of ``image-set()``.

Tokens are those of CSS Syntax Level 3 as far as they matter here: comments, strings, ``url()``, names and the marks
that end a declaration.
"""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.text import regex
from copydesk.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import re

_TOKEN = regex(
    r"(?P<comment>/\*)"
    r"|(?P<url>[uU][rR][lL]\([ \t\r\n\f]*+)"
    r"|(?P<set>(?:-webkit-)?image-set\()"
    r"|(?P<string>[\"'])"
    r"|(?P<name>-{0,2}[A-Za-z][\w-]*+)"
    r"|(?P<rule>@[\w-]++)"
    r"|(?P<end>[;{}])"
)
_COLON = regex(r"[ \t\r\n\f]*+:")
_CLOSERS = {'"': regex(r'[^"\\\n]*+(?:\\(?s:.)[^"\\\n]*+)*'), "'": regex(r"[^'\\\n]*+(?:\\(?s:.)[^'\\\n]*+)*")}
_BARE = regex(r"[^\"'()\\ \t\r\n\f]*+(?:\\(?s:.)[^\"'()\\ \t\r\n\f]*+)*")
_ESCAPE = regex(r"\\(?:([0-9A-Fa-f]{1,6})(?:\r\n|[ \t\r\n\f])?|\r\n|(?s:(.)))")

_NO_PICTURE = frozenset(("src", "behavior", "filter", "-ms-filter", "clip-path", "-webkit-clip-path", "offset-path"))
"""Properties whose addresses are no pictures: `src` is that of a font."""


def pictures(css: str) -> Iterator[tuple[int, int, str]]:
    """Yield where the address of each picture that `css` names begins and ends, and the address itself.

    Addresses of fonts and style sheets, of parts of the page (``#shadow``) and of nothing are left out.
    """
    at = 0
    named = ""
    rule = False  # between the name of a rule such as @import and its semicolon or bracket
    within_set = False
    while (found := _TOKEN.search(css, at)) is not None:
        at = found.end()
        kind = found.lastgroup
        if kind == "comment":
            end = css.find("*/", at)
            at = end + 2 if end >= 0 else len(css)
        elif kind == "name":
            # Only a name with a colon behind it is that of a property, but each is taken whole, so that none is
            # looked at again from its second letter on.
            if (colon := _COLON.match(css, at)) is not None:
                named, at = found["name"].lower(), colon.end()
        elif kind == "rule":
            rule = True
        elif kind == "end":
            named, rule, within_set = "", False, False
        elif kind == "set":
            within_set = True
        else:
            start, end, at = _value(css, found, kind == "url")
            wanted = kind == "url" or (within_set and css[max(found.start() - 5, 0) : found.start()] != "type(")
            address = _unescaped(css[start:end])
            if wanted and address and address[0] != "#" and not rule and named not in _NO_PICTURE:
                yield start, end, address


def _value(css: str, found: re.Match[str], in_url: bool) -> tuple[int, int, int]:
    """Return where the string, or the content of the ``url()``, begins and ends, and where to go on."""
    start = found.end()
    quote = css[start : start + 1] if in_url else found.group()
    closer = _CLOSERS.get(quote)
    if closer is None:
        bare = _BARE.match(css, start)
        end = bare.end() if bare is not None else start
        return start, end, end
    if in_url:
        start += 1
    inside = closer.match(css, start)
    end = inside.end() if inside is not None else start
    return start, end, end + 1


def _unescaped(written: str) -> str:
    return _ESCAPE.sub(_character, written) if "\\" in written else written


def _character(found: re.Match[str]) -> str:
    if found[1]:
        code = int(found[1], 16)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return "" if found[2] in (None, "\n") else found[2]
