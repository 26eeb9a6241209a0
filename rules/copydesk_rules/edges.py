"""Whether a piece of HTML between two others keeps them apart."""

from __future__ import annotations

import re

from copydesk import Document, Span, regex
from copydesk_rules.messages import html_block_around

BLOCKS = frozenset(("div", "section", "p", "ul", "ol", "li", "table", "figure", "blockquote", "pre", "hr", "article"))
BLOCKS |= {"center", "header", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "th", "tbody", "dl", "dt", "dd", "form"}
"""Elements that begin a line of their own."""

_TAG = regex(r"</?+([A-Za-z][A-Za-z0-9]*+)")
_LAST_TAG = regex(r"</?+([A-Za-z][A-Za-z0-9]*+)[^<>]*+>\Z")


def divides_nothing(doc: Document, span: Span) -> bool:
    """Tell whether `span` divides nothing: whether a block, or an empty line, stands on one of its sides.

    Where it begins an HTML block to Markdown (CommonMark 4.6), what follows must begin one, too.
    """
    text = doc.text
    start, end = span
    after = text[end : end + 400].lstrip(" \t")
    below = after.lstrip("\r\n")
    if _is_edge(doc, below, after[: len(after) - len(below)], _TAG.match(below), below.startswith("<!--")):
        return True
    if doc.kind != "html" and _begins_block(doc, span):
        return False
    before = text[max(start - 400, doc.body_start) : start].rstrip(" \t")
    above = before.rstrip("\r\n")
    tag = _LAST_TAG.match(above, above.rfind("<")) if above.endswith(">") and "<" in above else None
    return _is_edge(doc, above, before[len(above) :], tag, above.endswith("-->"))


def _begins_block(doc: Document, span: Span) -> bool:
    """Tell whether `span` is the first thing in an HTML block, or in none."""
    block = html_block_around(doc, span)
    return block is None or not doc.text[block.start : min(block.start + 400, span.start)].strip()


def _is_edge(doc: Document, text: str, newlines: str, tag: re.Match[str] | None, comment: bool) -> bool:
    """Tell whether what stands beside a tag, behind `newlines`, is a block, an empty line or an end of the file."""
    if not text.strip() or comment or (tag is not None and tag[1].lower() in BLOCKS):
        return True
    return doc.kind != "html" and newlines.count("\n") >= 2
