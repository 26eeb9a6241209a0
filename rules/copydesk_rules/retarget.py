"""Fixes that change an address where it stands, and the visible text with it where that is the address."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from copydesk import (
    TYPE_CHECKING,
    Change,
    Document,
    Edit,
    Finding,
    Fix,
    NamedTuple,
    Reference,
    Rule,
    Safety,
    Span,
    encode,
    regex,
    set_attribute_value,
)
from copydesk_rules.addresses import Place, written_span
from copydesk_rules.messages import LEAKED, is_leaked

if TYPE_CHECKING:
    pass


class Piece(NamedTuple):
    """What is to stand between two places of an address as it is written, counted from its beginning."""

    start: int
    end: int
    text: str = ""


def without(text: str, pieces: Sequence[Piece]) -> str:
    """Return `text` without the places of `pieces`, which are in order."""
    parts = []
    at = 0
    for start, end, _ in pieces:
        parts.append(text[at:start])
        at = end
    return "".join((*parts, text[at:]))


Changed = tuple[tuple[Edit, ...], tuple[Change, ...]]
"""The edits that change an address, and what a reader gets differently of them."""


def finding(
    rule: Rule,
    doc: Document,
    place: Place,
    span: Span,
    message: str,
    changed: Changed | None,
    title: str,
    safety: Safety = Safety.SAFE,
    help: str = "",
) -> Finding:
    """Return the finding of `rule` at `span`, with the fix that makes what is `changed` where that can be made now."""
    if doc.leaked and is_leaked(doc, span):
        return rule.finding(span, message, help=LEAKED)
    if changed is None or place.reference.origin not in _WRITABLE or _is_one_of_several(place.reference):
        return rule.finding(span, message, help=help)
    return rule.finding(span, message, Fix(title, changed[0], safety, changed[1]))


_WRITABLE = frozenset(("markdown", "autolink", "definition", "html", "field", "style"))
"""Where an address stands in plain sight; no edit reaches into a template or a script."""


def _is_one_of_several(reference: Reference) -> bool:
    """Tell whether the address stands beside others in a ``<source>``: to the proof they are one, and change once."""
    tag = reference.tag
    if tag is None or tag.name != "source" or reference.attribute != "srcset":
        return False
    attribute = tag.get("srcset")
    return attribute is None or attribute.value.strip() != reference.target


def pieces_changed(doc: Document, place: Place, pieces: Sequence[Piece], new: str) -> Changed:
    """Return the edits that put `pieces` into the address at `place`, which becomes `new`, and what they change."""
    reference = place.reference
    span = written_span(doc, reference)
    starts = [span.start]
    shown = text_start(doc, reference, span.of(doc.text))
    if shown >= 0:
        starts.append(shown)
    edits = tuple(
        Edit(Span(start + piece.start, start + piece.end), piece.text) for start in starts for piece in pieces
    )
    return edits, tuple(changes(doc, place, new, edits, shown=shown >= 0))


def changes(doc: Document, place: Place, new: str, edits: Iterable[Edit], *, shown: bool) -> Iterable[Change]:
    """Yield what a reader gets differently where the address at `place` becomes `new`, by way of `edits`."""
    reference = place.reference
    target = reference.target
    if reference.origin == "definition":  # one may serve both
        yield Change("link", target, new)
        yield Change("image", target, new)
    else:
        yield Change("markup" if place.what == "frame" else "image" if place.what == "picture" else "link", target, new)
    if reference.origin == "autolink" or shown:
        yield Change("text", target, new)
    if reference.origin == "field":
        yield Change("field", reference.attribute, reference.attribute)
    if reference.attribute == "srcset" and reference.tag is not None and reference.tag.name == "source":
        attribute = reference.tag.get("srcset")  # to the proof the pictures of a <source> are one text
        if attribute is not None and attribute.value_span is not None:
            from copydesk import decode

            at = attribute.value_span
            raw, last = at.of(doc.text), 0
            parts: list[str] = []
            for span, text in sorted(edits):
                parts += (raw[last : span.start - at.start], text)
                last = span.end - at.start
            yield Change("markup", attribute.value, decode("".join((*parts, raw[last:]))))


def whole_changed(doc: Document, place: Place, new: str) -> Changed | None:
    """Return the edits that make `new` of the address at `place`, and what they change; None where that is unsafe.

    `new` is an address as a browser would show it: without blanks, quotation marks, angle brackets, backslashes.
    """
    reference = place.reference
    text = doc.text
    span = written_span(doc, reference)
    edit: Edit | None = None
    if reference.tag is not None:
        attribute = reference.tag.get(reference.attribute)
        if attribute is None:
            return None
        if span == attribute.value_span:
            edit = set_attribute_value(reference.tag, attribute, new)
        elif attribute.quote and not new.endswith(",") and (reference.attribute != "style" or _IN_CSS.fullmatch(new)):
            edit = Edit(span, encode(new, attribute.quote))  # one of several, or a part of a style
    elif reference.origin == "style":
        edit = Edit(span, new) if _IN_CSS.fullmatch(new) else None
    elif reference.origin == "field":
        quoted = text[span.start - 1 : span.start] in ("'", '"')
        if span.of(text) == reference.target and (
            "'" not in new if quoted else _NOT_BARE.isdisjoint(new) and not new.endswith(":")
        ):
            edit = Edit(span, new)
    elif not _REFERENCE.search(new):
        edit = Edit(span, new if reference.origin == "autolink" else _in_markdown(text, span, new))
    if edit is None:
        return None
    written = span.of(text)
    shown = text_start(doc, reference, written) if reference.origin != "autolink" else -1
    if shown < 0:
        return (edit,), tuple(changes(doc, place, new, (edit,), shown=False))
    visible = new
    if reference.tag is not None:
        visible = new.replace("&", "&amp;")
    if doc.kind != "html" and not any(block.contains(span) for block in doc.markdown.html_blocks):
        visible = _MARKS.sub(r"\\\g<0>", visible)
    start = shown + len(written) - len(written.lstrip())
    there = Edit(Span(start, start + len(written.strip())), visible)
    return (edit, there), tuple(changes(doc, place, new, (edit,), shown=True))


_NOT_BARE = frozenset(",[]{}'#")
"""What ends a text without quotes in YAML, or may do so."""

_IN_CSS = regex(r"[^\s\"'()\\]++")
"""What may stand in ``url()`` whether or not there are quotes around it."""

_REFERENCE = regex(r"&(?:[A-Za-z][A-Za-z0-9]*+|#[0-9]++|#[xX][0-9A-Fa-f]++);")
_MARKS = regex(r"[*_~\[\]]")


def _in_markdown(text: str, span: Span, new: str) -> str:
    """Return `new` as the target of a link that is written at `span`: parentheses must not end it."""
    if text[span.start - 1 : span.start] == "<":
        return new
    depth = 0
    for character in new:
        depth += (character == "(") - (character == ")")
        if depth < 0 or depth > 30:
            break
    if depth == 0:
        return new
    return new.replace("(", "\\(").replace(")", "\\)")


def text_start(doc: Document, reference: Reference, written: str) -> int:
    """Return where the visible text of a link begins if it is the address as it is `written`, or -1."""
    text = doc.text
    if reference.tag is not None:
        address, start = written.strip(), reference.tag.span.end
        while text[start : start + 1].isspace():
            start += 1
        if reference.tag.name != "a" or not text.startswith(address, start):
            return -1  # most links show words: of those nobody need know where they end
        element = reference.tag.element
        if element is None or element.end is None:
            return -1
        if element.inner.of(text).strip() != address:
            return -1
        return start - (len(written) - len(written.lstrip()))
    if reference.origin == "markdown" and reference.text == written:
        links = doc.markdown.links
        at = bisect_left(links, reference.span.start, key=lambda link: link.span.start)
        if at < len(links) and links[at].span == reference.span and not links[at].image:
            return links[at].inner.start
    return -1
