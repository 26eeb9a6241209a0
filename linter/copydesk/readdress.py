"""Giving a reference another address, in whatever syntax it is written."""

from __future__ import annotations

from copydesk.edits import Change, Edit
from copydesk.html.references import encode
from copydesk.text import regex
from copydesk.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from copydesk.document import Document, Reference

_PLAIN = regex(r"[A-Za-z0-9._~/:%?=+@-]+")
"""What stands for itself in every syntax."""

_IN_MARKDOWN = regex(r"[A-Za-z0-9._~/:%?=+@&#,;!$*'-]+")
_ENTITY = regex(r"&(?=#?[A-Za-z0-9]+;)")
"""What Markdown, unlike HTML, reads as a character only with its semicolon (CommonMark 6.2)."""

_IN_YAML = regex(r"[A-Za-z0-9._~/:%?=+@&#;!$*()'-]*[A-Za-z0-9._~/%?=+@&;!$*()'-]")
"""What YAML reads as plain text, in a list in brackets, too (YAML 1.2, section 7.3.3)."""


class Readdressed(NamedTuple):
    """The edits that give a reference another address, and what the reader gets differently by them."""

    edits: tuple[Edit, ...]
    declares: tuple[Change, ...]


def readdressed(doc: Document, reference: Reference, address: str, kind: str = "image") -> Readdressed | None:
    """Return how `reference`, a picture or (`kind` is ``link``) a link in `doc`, gets another `address`.

    What must be escaped in its syntax is; nothing else is written anew. None where it cannot be said how: what a
    template completes, or what the syntax cannot hold.
    """
    if reference.opaque or not address or not address.isascii():
        return None
    span = reference.target_span
    written = _written(doc, reference, address)
    if written is None or written == span.of(doc.text):
        return None
    change = Change("link" if kind == "link" else "image", reference.target, address)
    declares = [change]
    if reference.origin == "definition":  # which may serve both
        declares = [Change(each, reference.target, address) for each in ("link", "image")]
    elif reference.origin == "field":
        declares.append(Change("field", reference.attribute, reference.attribute))
    return Readdressed((Edit(span, written),), tuple(declares))


def _written(doc: Document, reference: Reference, address: str) -> str | None:
    """Return `address` as it is written in the place of the one that `reference` has."""
    text, span = doc.text, reference.target_span
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    if reference.origin in ("markdown", "definition"):
        if not _IN_MARKDOWN.fullmatch(address) and (before != "<" or not address.isprintable() or " " in address):
            return None
        return _ENTITY.sub("&amp;", address)
    if reference.origin == "html":
        if "srcset" in reference.attribute and not _PLAIN.fullmatch(address):
            return None  # a comma, or a character that is written as a reference
        if before in ("'", '"') or after in ("'", '"'):
            return encode(address, "'" if "'" in (before, after) else '"')
        return encode(address) if _PLAIN.fullmatch(address) else None
    if reference.origin == "field":
        if before == after and before in ("'", '"'):
            return address if before not in address and "\\" not in address else None
        return address if _IN_YAML.fullmatch(address) else None
    return address if _PLAIN.fullmatch(address) else None
