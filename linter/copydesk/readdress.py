"""Giving a reference another address where it stands, and the visible text with it where that is the address.

Nothing is written anew but the address, escaped as its syntax wants it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from copydesk.edits import Change, ChangeKind, Edit
from copydesk.html.changes import set_attribute_value
from copydesk.html.references import decode, encode
from copydesk.text import Span, overlaps_any, regex
from copydesk.typed import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from copydesk.document import Document, Reference

What = Literal["link", "picture", "frame"]
"""What an address leads to: a link, a picture, or a frame or player."""


class Readdressed(NamedTuple):
    """The edits that change an address, and what a reader gets differently by them."""

    edits: tuple[Edit, ...]
    declares: tuple[Change, ...]


WRITABLE = frozenset(("markdown", "autolink", "definition", "html", "field", "style"))
"""The origins of references whose address stands in plain sight: no edit reaches into a template or a script."""


def readdressed(doc: Document, reference: Reference, new: str, what: What = "picture") -> Readdressed | None:
    """Return how the address of `reference` in `doc` becomes `new`; None where that is not certain.

    `new` is an address as a browser would show it: without blanks, quotation marks, angle brackets, backslashes.
    """
    edit = _edit(doc, reference, new)
    if edit is None:
        return None
    text = doc.text
    written = reference.target_span.of(text)
    shown = text_start(doc, reference, written) if reference.origin != "autolink" else -1
    if shown < 0:
        return Readdressed((edit,), tuple(changes_of(doc, reference, new, (edit,), what)))
    visible = new
    if reference.tag is not None:
        visible = new.replace("&", "&amp;")
    if doc.kind != "html" and not overlaps_any(doc.markdown.html_blocks, reference.target_span):
        visible = _MARKS.sub(r"\\\g<0>", visible)
    start = shown + len(written) - len(written.lstrip())
    there = Edit(Span(start, start + len(written.strip())), visible)
    return Readdressed((edit, there), tuple(changes_of(doc, reference, new, (edit,), what, shown=True)))


def readdressed_together(doc: Document, several: Sequence[tuple[Reference, str]]) -> Readdressed | None:
    """Return how pictures that stand in one attribute become each the address beside it; None where one cannot.

    To the proof the pictures of a ``<source>`` are one text: they change at once, or not at all.
    """
    edits = [_edit(doc, reference, new) for reference, new in several]
    made = tuple(edit for edit in edits if edit is not None)
    if len(made) < len(edits):
        return None
    found = [change for reference, new in several for change in changes_of(doc, reference, new, made)]
    return Readdressed(made, tuple(dict.fromkeys(found)))


def is_one_of_several(reference: Reference) -> bool:
    """Tell whether the address stands beside others in a ``<source>``."""
    tag = reference.tag
    if tag is None or tag.name != "source" or reference.attribute != "srcset":
        return False
    attribute = tag.get("srcset")
    return attribute is None or attribute.value.strip() != reference.target


def changes_of(
    doc: Document,
    reference: Reference,
    new: str,
    edits: Iterable[Edit],
    what: What = "picture",
    *,
    shown: bool = False,
) -> list[Change]:
    """Return what a reader gets differently where the address of `reference` becomes `new`, by way of `edits`.

    `shown` says that the text of a link changes with it.
    """
    target = reference.target
    kind: ChangeKind = "markup" if what == "frame" else "image" if what == "picture" else "link"
    if reference.origin == "definition":  # one may serve both
        found = [Change("link", target, new), Change("image", target, new)]
    else:
        found = [Change(kind, target, new)]
    if reference.origin == "autolink" or shown:
        found.append(Change("text", target, new))
    if reference.origin == "field":
        found.append(Change("field", reference.attribute, reference.attribute))
    if reference.attribute == "srcset" and reference.tag is not None and reference.tag.name == "source":
        attribute = reference.tag.get("srcset")
        if attribute is not None and attribute.value_span is not None:
            at = attribute.value_span
            raw, last = at.of(doc.text), 0
            parts: list[str] = []
            for span, text in sorted(edits):
                parts += (raw[last : span.start - at.start], text)
                last = span.end - at.start
            found.append(Change("markup", attribute.value, decode("".join((*parts, raw[last:])))))
    return found


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
    if reference.origin == "markdown" and reference.text == written and not _EMPHASIS.search(written):
        links = doc.markdown.links
        at = bisect_left(links, reference.span.start, key=lambda link: link.span.start)
        if at < len(links) and links[at].span == reference.span and not links[at].image:
            return links[at].inner.start
    return -1


_NOT_BARE = frozenset(",[]{}'#")
"""What ends a text without quotes in YAML, or may do so."""

_IN_CSS = regex(r"[^\s\"'()\\]++")
"""What may stand in ``url()`` whether or not there are quotes around it."""

_REFERENCE = regex(r"&(?:[A-Za-z][A-Za-z0-9]*+|#[0-9]++|#[xX][0-9A-Fa-f]++);")
_MARKS = regex(r"[*_~\[\]]")
_EMPHASIS = regex(r"[*~\[\]`]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
"""What would be no part of an address if it stood in the text."""


def _edit(doc: Document, reference: Reference, new: str) -> Edit | None:
    """Return the edit that writes `new` in the place of the address of `reference`."""
    text, span = doc.text, reference.target_span
    if reference.tag is not None:
        attribute = reference.tag.get(reference.attribute)
        if attribute is None:
            return None
        if span == attribute.value_span:
            return set_attribute_value(reference.tag, attribute, new)
        if attribute.quote and not new.endswith(",") and (reference.attribute != "style" or _IN_CSS.fullmatch(new)):
            return Edit(span, encode(new, attribute.quote))  # one of several, or a part of a style
        return None
    if reference.origin == "style":
        return Edit(span, new) if _IN_CSS.fullmatch(new) else None
    if reference.origin == "field":
        quoted = text[span.start - 1 : span.start] in ("'", '"')
        if span.of(text) == reference.target and (
            "'" not in new if quoted else _NOT_BARE.isdisjoint(new) and not new.endswith(":")
        ):
            return Edit(span, new)
        return None
    if _REFERENCE.search(new):
        return None
    return Edit(span, new if reference.origin == "autolink" else _in_markdown(text, span, new))


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
