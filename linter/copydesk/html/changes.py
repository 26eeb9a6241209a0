"""Edits of tags that change the attribute or the tag they name and nothing else of what a browser reads."""

from __future__ import annotations

from bisect import bisect_left

from copydesk.edits import Edit
from copydesk.html.references import encode
from copydesk.text import Span
from copydesk.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.html.tokens import Attribute, Tag
    from copydesk.html.tree import Element

_edit, _span = Edit._make, Span._make
_BLANKS = "\t\n\f\r "
_NEVER_UNQUOTED = frozenset("\t\n\f\r \"'=<>`")


def remove_attribute(tag: Tag, attribute: Attribute, span: Span | None = None) -> Edit:
    """Return the edit that takes `attribute` and the blanks before it out of `tag`; whoever knows its `span` says it.

    Any number of attributes of one tag can be removed in one go. What stands behind never becomes part of what stands
    before: where only the attribute keeps the two apart, a blank stays.
    """
    masked = tag.html.masked
    start, end = span or attribute.span
    first = start
    while masked[first - 1] in _BLANKS:
        first -= 1
    if first < start and masked[first - 1] != "/":  # so it is where the attribute before ends, or the name
        behind = end
        while masked[behind] in _BLANKS:
            behind += 1
        if masked[behind] != "=" and (behind > end or masked[end] == ">"):
            return _edit((_span((first, end)), ""))
    at = bisect_left(tag.attributes, start, key=_start)
    first = tag.attributes[at - 1].span.end if at else tag.name_span.end
    following = masked[end]
    behind = end
    while masked[behind] in _BLANKS:
        behind += 1
    if masked[behind] == "=" and tag.loose[0] < start:
        # <a b c="1" =d>: without c, "=d" would be the value of b. A slash ends the name of b.
        return Edit(Span(start, end), "/ ")
    # <a b=1 c="2"/>: without c and its blank, the slash would belong to the value of b.
    # <a b=1 c="2"d>: the blank before c now stands before d.
    if (tag.loose[1] < start) if following == "/" else (following not in _BLANKS and following != ">"):
        if "/" in masked[first:start]:
            return Edit(Span(first, end), " ")
        first = start
    return _edit((_span((first, end)), ""))


def set_attribute_value(tag: Tag, attribute: Attribute, value: str) -> Edit:
    """Return the edit that gives `attribute` of `tag` another value.

    Quotes stay what they are, and so does their absence where the value can stand without. Only what must be escaped
    in the value is.
    """
    quote, place = attribute.quote, attribute.value_span
    if place is None:
        return Edit(Span(attribute.name_span.end, attribute.span.end), _quoted(tag, value))
    if quote:
        return Edit(place, encode(value, quote))
    if value and _NEVER_UNQUOTED.isdisjoint(value):
        return Edit(place, encode(value))
    return Edit(place, _quoted(tag, value)[1:])


def add_attribute(tag: Tag, name: str, value: str | None) -> Edit:
    """Return the edit that adds an attribute behind the others of `tag`; with the value None it is the name alone."""
    attributes = tag.attributes
    written = f" {name}" if value is None else f" {name}{_quoted(tag, value)}"
    if not attributes:
        place = tag.name_span.end
    else:
        last = attributes[-1]
        place = last.span.end
        if not last.quote and last.value_span is None and place > last.name_span.end:
            written = '""' + written  # <a b=> would take what is added for the value of b
    return _edit((_span((place, place)), written))


def unwrap(element: Element) -> tuple[Edit, ...]:
    """Return the edits that take the tags of `element` away and leave all between them."""
    start, end = _edit((element.start.span, "")), element.end
    return (start,) if end is None else (start, _edit((end.span, "")))


def _quoted(tag: Tag, value: str) -> str:
    """Return ``="value"``, in single quotes where those of `tag` are."""
    quote = '"'
    for attribute in tag.attributes:
        if attribute.quote == '"':
            quote = '"'
            break
        if attribute.quote:
            quote = "'"
    return f"={quote}{encode(value, quote)}{quote}"


def _start(attribute: Attribute) -> int:
    return attribute.span.start
