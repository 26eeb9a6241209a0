"""Small things that several rules say or ask."""

from __future__ import annotations

from copydesk import Document, Span, regex

LEAKED = "markup that is shown as code is mended first (HTM001)"
"""The help of a finding that has no fix yet because it stands in leaked markup."""


def quoted(text: str, limit: int = 60) -> str:
    """Return `text` as one line between backticks, cut at `limit` characters."""
    line = " ".join(text.split()).replace("`", "'")
    return f"`{line[: limit - 1]}…`" if len(line) > limit else f"`{line}`"


def is_leaked(doc: Document, span: Span) -> bool:
    """Tell whether `span` lies in leaked markup, which readers see as code until it is markup again.

    To remove a piece of it would change a code sample; one pass later it is markup, and the piece goes unseen.
    """
    return bool(doc.leaked) and any(leak.overlaps(span) for leak in doc.leaked)


def alone_in_item(doc: Document, span: Span) -> bool:
    """Tell whether `span` is a block by itself in a list item.

    Without it the list may be a tight one, whose items stand closer together, or the item another block's.
    """
    text = doc.text
    first = span.start
    while first > doc.body_start and text[first - 1] in _MARKS:
        first -= 1
    if doc.kind == "html" or first == span.start or (first > doc.body_start and text[first - 1] != "\n"):
        return False
    if not _REST.match(text, span.end):
        return False
    if any(block.start < first and block.contains(span) for block in doc.markdown.html_blocks):
        return False
    return doc.in_list(span.start)


_MARKS = frozenset(" \t>*+-.)0123456789")
"""What may stand before the text of a list item on its line."""

_REST = regex(r"[^\S\n]*+(?:\n|\Z)")
