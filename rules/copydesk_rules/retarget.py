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
    if changed is None or place.reference.origin not in WRITABLE or is_one_of_several(place.reference):
        return rule.finding(span, message, help=help)
    return rule.finding(span, message, Fix(title, changed[0], safety, changed[1]))


def pieces_changed(doc: Document, place: Place, pieces: Sequence[Piece], new: str) -> Changed | None:
    """Return the edits that put `pieces` into the address at `place`, which becomes `new`, and what they change.

    None where parentheses that belong to each other, or to Markdown, would be torn apart.
    """
    reference = place.reference
    span = written_span(doc, reference)
    starts = [span.start]
    if reference.tag is None:
        for piece in pieces:
            gone = doc.text[span.start + piece.start : span.start + piece.end]
            if "(" in gone or ")" in gone:
                return None
    shown = text_start(doc, reference, span.of(doc.text))
    if shown >= 0:
        starts.append(shown)
    edits = tuple(
        Edit(Span(start + piece.start, start + piece.end), piece.text) for start in starts for piece in pieces
    )
    return edits, tuple(changes(doc, place, new, edits, shown=shown >= 0))


def changes(doc: Document, place: Place, new: str, edits: Iterable[Edit], *, shown: bool) -> Iterable[Change]:
    """Yield what a reader gets differently where the address at `place` becomes `new`, by way of `edits`."""
    return changes_of(doc, place.reference, new, edits, place.what, shown=shown)


def whole_changed(doc: Document, place: Place, new: str) -> Changed | None:
    """Return the edits that make `new` of the address at `place`, and what they change; None where that is unsafe.

    `new` is an address as a browser would show it: without blanks, quotation marks, angle brackets, backslashes.
    """
    return readdressed(doc, place.reference, new, place.what)
