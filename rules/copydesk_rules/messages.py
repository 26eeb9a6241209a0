"""Small things that several rules say or ask."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from copydesk import Document, Span, regex

LEAKED = "it stands in markup that Markdown may take for code: the indentation goes first (HTM001)"
"""The help of a finding that has no fix yet because it stands in leaked markup."""


def quoted(text: str, limit: int = 60) -> str:
    """Return `text` as one line between backticks, cut at `limit` characters."""
    line = " ".join(text.split()).replace("`", "'")
    return f"`{line[: limit - 1]}…`" if len(line) > limit else f"`{line}`"


def least(text: str, span: Span, new: str) -> tuple[int, int, str]:
    """Return `span` and what shall stand there without what both begin and end with alike."""
    start, end = span
    while new and start < end and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while new and start < end and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return start, end, new


def is_leaked(doc: Document, span: Span) -> bool:
    """Tell whether `span` lies in leaked markup, which readers see as code until it is markup again.

    To remove a piece of it would change a code sample; one pass later it is markup, and the piece goes unseen.
    """
    leaks = doc.leaked
    if not leaks or leaks[-1].end <= span.start or span.end <= leaks[0].start:
        return False
    return any(leak.overlaps(span) for leak in leaks)


def html_block_around(doc: Document, span: Span) -> Span | None:
    """Return the HTML block of Markdown in which `span` stands; None where it is in none."""
    return holder(doc.markdown.html_blocks, span)


def holder(spans: Sequence[Span], span: Span) -> Span | None:
    """Return the one of `spans`, which are in order, in which `span` lies; None where it lies in none."""
    start, end = span
    at = bisect_left(spans, (start + 1,)) - 1  # the last that begins no later
    return spans[at] if at >= 0 and end <= spans[at].end else None


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
    block = html_block_around(doc, span)
    if block is not None and block.start < first:
        return False
    return doc.in_list(span.start)


_MARKS = frozenset(" \t>*+-.)0123456789")
"""What may stand before the text of a list item on its line."""

_REST = regex(r"[^\S\n]*+(?:\n|\Z)")


_TAG = regex(r"</?+[A-Za-z]|<!--")
_ITEM = regex(r"[ \t>]*+(?:[-*+]|[0-9]++[.)])(?:[ \t]|$)|[ \t>]{2}")
_INK = regex(r"[^\s>]")
_FAR = 500
"""So many characters without ink are looked at: a gap that is longer may be anything."""


def lines_beside(text: str, first: int, last: int) -> tuple[str, str]:
    """Return the lines above and below those from `first` to the newline at `last`; empty where there is none."""
    above = text[text.rfind("\n", 0, max(first - 1, 0)) + 1 : first]
    return above, text[last + 1 : (text.find("\n", last + 1) + 1 or len(text) + 1) - 1]


def comment_can_go(doc: Document, span: Span) -> bool:
    """Tell whether Markdown reads what stands before and behind a comment the same without it."""
    text = doc.text
    start, end = span
    if not text.endswith(("-->", "*/}"), start, end):
        return False  # it has no end, and hides all that follows
    if doc.kind == "html":
        return True
    if text[start - 1 : start] in _MARKS and alone_in_item(doc, span):
        return False
    if doc.kind == "mdx" and text.endswith("    ", 0, start):
        return False  # perhaps code to Markdown, and certainly not to MDX
    block = holder(doc.markdown.html_blocks, span)
    if block is None or (block.start < start and _is_ink(text, block.start, start)):
        return True
    # It begins an HTML block (CommonMark 4.6), and the rest of its line is a part of that.
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    rest = text[end:last].strip()
    if rest:
        if rest.rfind("<!--") > rest.rfind("-->"):
            return False  # a comment that ends on another line: now the block does not hold all of it
        _, below = lines_beside(text, start, last)
        below = below.strip()
        # The block ends with the comment's line; one that the rest begins would go on.
        return _TAG.match(rest) is not None and (not below or _TAG.match(below) is not None)
    return not divides_lists(doc, span)


def divides_lists(doc: Document, span: Span) -> bool:
    """Tell whether `span`, alone on its lines, may be what keeps two lists apart."""
    text = doc.text
    last = text.find("\n", span.end)
    last = len(text) if last < 0 else last
    below = text[last + 1 : last + 3]
    following = below[1:] if below[:1] == "\n" else below[:1]  # an empty line is most often one alone
    if following == "<" or following.isalpha():  # as most lines begin, and no item does
        return False
    ink = _INK.search(text, last, last + _FAR)
    if ink is None:
        return last + _FAR < len(text)
    first = text.rfind("\n", 0, span.start) + 1
    if not _ITEM.match(text, text.rfind("\n", last - 1, ink.start()) + 1):
        return False
    furthest = first - _FAR
    while first > doc.body_start:
        if first < furthest:
            return True
        above = text[text.rfind("\n", 0, first - 1) + 1 : first]
        if above.strip(" \t\r\n>"):
            return _ITEM.match(above) is not None
        first -= len(above)
    return False


def _is_ink(text: str, start: int, end: int) -> bool:
    """Tell whether anything but blanks stands between two offsets."""
    while end > start and text[end - 1] in " \t\r\n":
        end -= 1
    return end > start


def decoded(text: str) -> str:
    """Return `text` with character references as browsers show them."""
    import html

    return html.unescape(text)
