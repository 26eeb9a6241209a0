"""What of a style attribute authors set on purpose."""

from __future__ import annotations

from functools import lru_cache

from copydesk import regex

INTENDED = (
    "text-align",
    "float",
    "clear",
    "width",
    "height",
    "min-*",
    "max-*",
    "zoom",
    "display",
    "flex*",
    "grid*",
    "align-*",
    "justify-*",
    "place-*",
    "gap",
    "*-gap",
    "order",
    "position",
    "top",
    "right",
    "bottom",
    "left",
    "inset*",
    "z-index",
    "overflow*",
    "margin*",
    "padding*",
    "border*",
    "box-shadow",
    "object-*",
    "aspect-ratio",
    "vertical-align",
    "color",
    "background*",
    "opacity",
    "visibility",
    "fill*",
    "stroke*",
    "transform*",
    "transition*",
    "animation*",
    "filter",
    "cursor",
    "pointer-events",
    "list-style*",
    "table-layout",
    "caption-side",
    "column*",
    "break-*",
    "page-break-*",
    "content",
    "direction",
    "unicode-bidi",
    "writing-mode",
    "white-space",
    "overflow-wrap",
    "word-wrap",
    "word-break",
    "text-decoration*",
    "font-weight",
    "font-style",
    "font-size",
    "outline*",
    "letter-spacing",
    "resize",
    "user-select",
    "scroll-*",
    "--*",
)
"""Properties that Markdown has no other way to say: where something stands, how large it is, which colour means what,
what is shown at all. `*` is any characters."""

_USUAL = frozenset(INTENDED) - {"visibility"}  # which hides articles of WeChat
_USUAL_STARTS = tuple(pattern[:-1] for pattern in INTENDED if pattern.endswith("*") and pattern != "--*")
_SPECIAL = frozenset("\"'&!")
"""What stands in values that want a closer look, or may hide a semicolon."""

_PARENTHESES = regex(r"\([^()]*+\)")


@lru_cache(maxsize=1024)  # a site has the same few values again and again
def is_usual(value: str) -> bool:
    """Tell whether a style attribute plainly has intended properties only, so that nothing need be looked up for it."""
    if not _SPECIAL.isdisjoint(value):
        return False
    if "(" in value:
        value = _PARENTHESES.sub("", value)
        if "(" in value:
            return False
    for declaration in value.split(";"):
        name, colon, said = declaration.partition(":")
        name = name.strip().lower()
        if colon and name not in _USUAL and (not name.startswith(_USUAL_STARTS) or "_" in name):
            return False
        if "0.00" in said:  # an editor's number
            return False
    return bool(value.strip())
