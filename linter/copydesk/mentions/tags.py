"""The pictures that template tags and shortcodes show: ``{% asset_img a.png %}``, ``{{< figure src="a.png" >}}``.

Which tags show what is data of the generator (the table ``[tags]``); of any other tag, an argument counts that ends
like the name of a picture.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from copydesk.site import is_picture
from copydesk.templates import first_end
from copydesk.text import Span, regex

_NAME = regex(
    r"(?:\{\{[{<%-]?+|\{%[-+]?+|<%[-=_]?+)[ \t\r\n]*+"
    r"(?:(include|include_relative|render)[ \t]++)?([\w.-][\w./-]*+|(?![/*#]))"
)
_ARGUMENT = regex(
    r"""(?:([\w-]++)[ \t\r\n]*+(?:=|:(?=[ \t\r\n"'`]))[ \t\r\n]*+)?"""
    r"""(?:"([^"]*+)"|'([^']*+)'|`([^`]*+)`|([^ \t\r\n,()"'`|=]++))"""
)

Argument = tuple[str, int, Span]
"""The name of an argument or nothing, its number among those without a name (from 1), and the place of its value."""


def pictures(text: str, span: Span, known: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Span, bool]]:
    """Yield the address of each picture that the template at `span` of `text` shows.

    That is: the tag's name, the place of the address, whether it is known where the tag looks. `known` are the tags of
    the generator by name: for each the names of its arguments that hold pictures, numbers for arguments without a name,
    ``*`` for any of these that ends like a picture, ``?`` where the tag is the theme's or the site's own.
    """
    end = first_end(text, span)  # a pair that keeps what it holds as it is has only its first tag
    head = _NAME.match(text, span.start, end)
    if head is None:
        return
    name, at = head[2], head.end()
    wanted = None
    if head[1]:
        if is_picture(name):
            at = head.start(2)
        else:
            wanted = known.get(f"include {name}") or known.get(f"include {name.rpartition('.')[0]}")
        name = head[1]
    elif name and (
        text[span.start : span.start + 2] != "{{" or text[span.start + 2] in "<%" or text[at : at + 1] == "("
    ):
        wanted = known.get(name)  # {{ image | url }} prints what it is told
    for key, number, place in _arguments(text, at, max(at, _content_end(text, end))):
        address = place.of(text)
        if wanted is None or (not key and "*" in wanted):
            taken = _is_picture(address)
        else:
            taken = (key or str(number)) in wanted and address.strip() != ""
        if taken:
            yield name, place, wanted is not None and "?" not in wanted


def _content_end(text: str, end: int) -> int:
    """Return where the content of the tag ends that ends at `end`: before ``%}``, ``-%}``, ``>}}``, ``/>}}``."""
    end -= 2
    for mark in ("-", ">", "%", "/"):
        end -= text[end - 1] == mark
    return end


def _arguments(text: str, at: int, end: int) -> Iterator[Argument]:
    number = 0
    for found in _ARGUMENT.finditer(text, at, end):
        group = found.lastindex or 0
        if group < 2:
            continue
        key = found[1] or ""
        number += not key
        start, stop = found.span(group)
        # Hexo puts two quoted texts into quotes of the other kind, of which none is an address.
        yield key, number, Span(start, stop)


def behind_base(text: str, span: Span, bases: Collection[str]) -> Span | None:
    """Return what stands at `span` of `text` behind ``{{ site.baseurl }}``; None where nothing of the kind does.

    `bases` are the expressions that stand for where the site begins, without blanks.
    """
    at = span.start
    while text.startswith("{{", at):
        end = text.find("}}", at, span.end)
        if end < 0 or "".join(text[at + 2 : end].split()).strip("-") not in bases:
            break
        at = end + 2
    return Span(at, span.end) if at > span.start and text.startswith("/", at) else None


def _is_picture(address: str) -> bool:
    path = address.partition("?")[0].partition("#")[0]
    return is_picture(path) and not path[path.rfind("/") + 1 :].startswith(".")
