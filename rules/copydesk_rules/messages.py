"""Small things that several rules say or ask."""

from __future__ import annotations

from copydesk import Document, Span

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
