"""Fixes that change an address where it stands, and the visible text with it where that is the address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from copydesk import (
    WRITABLE,
    Change,
    Document,
    Edit,
    Finding,
    Fix,
    NamedTuple,
    Rule,
    Safety,
    Span,
    changes_of,
    is_one_of_several,
    readdressed,
    text_start,
)
from copydesk_rules.addresses import Place, written_span
from copydesk_rules.messages import LEAKED, is_leaked


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
    parts.append(text[at:])
    return "".join(parts)


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
    if changed is None or place.reference.origin not in WRITABLE or is_one_of_several(place.reference):
        return rule.finding(span, message, help=help)
    return rule.finding(span, message, _fix((title, changed[0], safety, changed[1])))


def pieces_changed(
    doc: Document, place: Place, pieces: Sequence[Piece], target: str, span: Span | None = None
) -> Changed | None:
    """Return the edits that put `pieces` into the address at `place`, which becomes `target`, and what they change.

    Whoever knows the `written_span` of the address says it. None where parentheses that belong to each other, or to
    Markdown, would be torn apart.
    """
    reference, text = place.reference, doc.text
    span = span or written_span(doc, reference)
    first, last = span
    if reference.tag is None:
        for start, end, _ in pieces:
            gone = text[first + start : first + end]
            if "(" in gone or ")" in gone:
                return None
    edits = [_edit((_span((first + start, first + end)), new)) for start, end, new in pieces]
    shown = text_start(doc, reference, text[first:last])
    if shown >= 0:
        edits += [_edit((_span((shown + start, shown + end)), new)) for start, end, new in pieces]
    return tuple(edits), tuple(changes_of(doc, reference, target, edits, place.what, shown=shown >= 0))


_edit, _fix, _span = Edit._make, Fix._make, Span._make


def changes(doc: Document, place: Place, new: str, edits: Iterable[Edit], *, shown: bool) -> Iterable[Change]:
    """Return what a reader gets differently where the address at `place` becomes `new`, by way of `edits`."""
    return changes_of(doc, place.reference, new, edits, place.what, shown=shown)


def whole_changed(doc: Document, place: Place, new: str) -> Changed | None:
    """Return the edits that make `new` of the address at `place`, and what they change; None where that is unsafe.

    `new` is an address as a browser would show it: without blanks, quotation marks, angle brackets, backslashes.
    """
    return readdressed(doc, place.reference, new, place.what)
