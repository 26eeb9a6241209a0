"""The pictures that JavaScript in posts names: imports of MDX and Vue, ``require()``, literal JSX attributes."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.site import is_picture
from copydesk.text import Span, regex
from copydesk.typed import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection

_S = r" \t\r\n"
_IMPORT = regex(
    rf"(?:\bimport[{_S}]++(?:[\w$*{{}}, \t\r\n]{{1,500}}?[ \t\r\n}}]from[{_S}]*+)?"
    rf"|\b(?:require|import)[ \t]*+\([{_S}]*+)"
    r"""(?:"([^"\n]*+)"|'([^'\n]*+)')"""
)
_QUOTED = rf"""[{_S}]*+(?:"([^"\\\n]*+)"|'([^'\\\n]*+)'|`([^`\\$]*+)`)[{_S}]*+"""
_STRING = regex(_QUOTED)
_CALL = regex(rf"[{_S}]*+([\w$]++)\({_QUOTED}\)(?:\.default)?[{_S}]*+")

Kind = Literal["import", "expression"]


def imports(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield where the path of each picture stands that the script between `start` and `end` imports or requires."""
    for found in _IMPORT.finditer(text, start, end):
        place = Span(*found.span(found.lastindex or 0))
        if is_picture(place.of(text).partition("?")[0]):
            yield place


def expression(text: str, start: int, end: int, calls: Collection[str]) -> tuple[Kind, Span] | None:
    """Return what the expression between `start` and `end` names, and where the address stands; None for no address.

    It is a text, a ``require`` of a file, or a call of one of `calls`, which put the site's base before an address.
    """
    found = _STRING.fullmatch(text, start, end)
    if found is not None:
        return "expression", Span(*found.span(found.lastindex or 0))
    found = _CALL.fullmatch(text, start, end)
    if found is None or (found[1] != "require" and found[1] not in calls):
        return None
    return "import" if found[1] == "require" else "expression", Span(*found.span(found.lastindex or 0))
