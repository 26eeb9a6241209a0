"""Whether what stands around a removal stays what it is.

Where Markdown is concerned, an element that nobody sees may hold up its neighbours: without it a line is indented
code, a picture of its own, the rest of a list. Such a fix is not offered. To know it for certain takes the proof, so
here those are told that may be such: what is removed within a line of words, or between empty lines, is not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from copydesk.document import Document
from copydesk.edits import DOUBTFUL_ENDS, Fix, Safety
from copydesk.html import Comment, Tag
from copydesk.text import Span, overlaps_any, regex

_SAFE = Safety.SAFE
_MARKERS = regex(r"(?>(?:[ \t>]|[-*+](?=[ \t])|[0-9]{1,9}[.)](?=[ \t])|\[\^[^\]\n]*\]:)*)")
_BEGINS_BLOCK = regex(
    r"[ \t>]*+<(?:!--|/?(?:address|article|aside|blockquote|center|dd|details|dialog|div|dl|dt|fieldset|figcaption"
    r"|figure|footer|form|h[1-6]|header|hr|iframe|li|link|main|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead"
    r"|tr|ul)(?=[\s/>]))",
)
"""What begins an HTML block whatever stands above (CommonMark 4.6, kinds 2 and 6)."""

_BLANKS_OF_LINE = regex(r"[ \t>]*+")
_BLANKS = regex(r"[ \t\r\n]*+")
_LAST_BLOCK = regex(r"[\r\n]++[<!]")
"""What is divided from the words above it by an empty line, and no part of an item (which would be indented)."""

_IN_LIST = regex(r"[ \t]|[-*+][ \t]|[0-9]{1,9}[.)][ \t]|\[\^")
"""What begins an item, or goes on with one."""

_BLANK = " \t\r\n"
"""What Markdown makes nothing of. Python knows more, among them characters that nobody sees."""

_JOINS_LEFT = frozenset("*_~`[!&<\\#:|")
_JOINS_RIGHT = frozenset("*_~`[(#:={|")
_OPENS = "<[|&"
_SIGNS = "-*+=_~`#>.)0123456789 \t"

_NEAR = 2000
"""So many characters on either side are looked at."""


def uncertain(doc: Document, fix: Fix) -> bool:
    """Tell whether `fix` does nothing but remove what is no author's, where its neighbours may need it."""
    if doc.kind == "html":
        return _may_have_matter(doc)
    text = doc.text
    words: set[str] = set()
    pictures = shown = False
    for kind, before, after in fix.declares:
        if kind == "code":
            return _runs_on(doc, max(edit.span.end for edit in fix.edits))
        if kind == "text":
            if after.strip(_BLANK):
                shown = True
            else:
                words.add(_bare(before))
        elif kind == "image":
            pictures = True
        elif kind != "markup":
            shown = shown or bool(after) or fix.safety is _SAFE
    if shown:
        return False
    words.discard("")
    edits = fix.edits
    for (start, end), new in edits:
        if new.strip(_BLANK) or start == end or (not words and text[end - 1] not in DOUBTFUL_ENDS):
            return False
    unseen = bool(words) and not any(map(str.isalnum, "".join(words)))
    for span, _ in edits:
        if _holds_up(doc, span, unseen):
            break
    else:
        return False
    if words and fix.safety is Safety.UNSAFE:  # whole passages
        return True
    return all(_bare(span.of(text)) in words or _is_markup(doc, span, pictures) for span, _ in edits)


def _may_have_matter(doc: Document) -> bool:
    """Tell whether `doc` has no front matter that can be found, and begins as if it had some."""
    if doc.front_matter is not None:
        return False
    return "".join(filter(str.isprintable, doc.text[:20])).lstrip("\ufffc ").startswith(("---", "+++", "{"))


def _bare(text: str) -> str:
    """Return `text` as it is shown: without the backslashes that keep signs from meaning something."""
    return text.replace("\\", "").strip(_BLANK)


def _runs_on(doc: Document, at: int) -> bool:
    """Tell whether words stand right below the line with the character at `at`, which markup would take in."""
    text = doc.text
    newline = text.find("\n", at)
    found = _BLANKS_OF_LINE.match(text, newline + 1) if newline >= 0 else None
    if found is None or text[found.end() : found.end() + 1] in ("", "\r", "\n", "<"):
        return False
    return not overlaps_any(doc.leaked, Span(found.end(), found.end() + 1))


def _is_markup(doc: Document, span: Span, pictures: bool) -> bool:
    """Tell whether there is nothing but tags, comments, what a style sheet holds, and `pictures` in `span`."""
    html, text = doc.html, doc.text
    at, end = span
    if not text[at:end].strip():
        return False  # lines without anything
    tags = html.tags
    while at < end:
        if text[at].isspace() or text[at] == ">":
            at += 1
            continue
        found = bisect_left(tags, at, key=_tag_start)
        if found < len(tags) and tags[found].span.start == at:
            tag = tags[found]
            at = tag.span.end
            if tag.name == "style" and tag.element is not None and tag.element.end is not None:
                at = tag.element.end.span.end
            continue
        found = bisect_left(html.comments, at, key=_comment_start)
        if found < len(html.comments) and html.comments[found].span.start == at:
            at = html.comments[found].span.end
            continue
        picture = _picture_at(doc, at) if pictures else None
        if picture is None:
            return False
        at = picture.end
    return True


def _picture_at(doc: Document, at: int) -> Span | None:
    """Return the span of the picture, or of the definition that may be one's, which begins at `at`."""
    links = doc.markdown.links
    found = bisect_left(links, at, key=lambda link: link.span.start)
    if found < len(links) and links[found].span.start == at and links[found].image:
        return links[found].span
    return next((one.span for one in doc.markdown.definitions if one.span.start == at), None)


def _tag_start(tag: Tag) -> int:
    return tag.span.start


def _comment_start(comment: Comment) -> int:
    return comment.span.start


def _holds_up(doc: Document, span: Span, unseen: bool) -> bool:
    """Tell whether Markdown may read what stands around `span` otherwise when that is gone.

    If it is `unseen`, it is no tag but text without a letter or a figure.
    """
    text = doc.text
    start, end = span
    if doc.front_matter is None and (not text[:start].strip(_BLANK) or (unseen and _may_have_matter(doc))):
        return True  # what follows may be taken for front matter
    if start < doc.body_start:
        return False
    whole_lines = text[end - 1] == "\n" and start < end
    line, rest = start, end
    if start and text[start - 1] != "\n":
        near = max(start - _NEAR, 0)
        line = text.rfind("\n", near, start) + 1 or near
    if not whole_lines and end < len(text) and text[end] != "\n":
        far = min(end + _NEAR, len(text))
        newline = text.find("\n", end, far)
        rest = far if newline < 0 else newline
    before, after = text[line:start], text[end:rest]
    left, right = before.strip(_BLANK), after.strip(_BLANK)
    if not left and not right:
        return _lines_hold_up(doc, line, rest, gone=whole_lines)
    marked = _MARKERS.match(before)
    if marked is not None and marked.end() == len(before):  # a line begins here
        if not right:
            return True
        if text[start] != "<" and (after[:1].isalpha() or after.startswith(("![", "[!["))):
            return False
        return not _goes_on(doc.markdown.html_blocks, line, end)
    # Signs that nobody sees may be what keeps letters from being a tag, an address, a row or a mark.
    if unseen and (not left.strip(_SIGNS) or any(sign in left for sign in _OPENS)):
        return True
    if right:
        return before[-1] in _JOINS_LEFT or after[0] in _JOINS_RIGHT
    if before.endswith("  ") or left[-1] in _JOINS_LEFT or whole_lines:
        return True
    # A tag that is alone on its line begins an HTML block.
    return left[0] in "<>-*+0123456789" and not _goes_on(doc.markdown.html_blocks, line, end)


def _lines_hold_up(doc: Document, start: int, end: int, *, gone: bool) -> bool:
    """Tell the same of whole lines; if they are not `gone`, an empty line stays."""
    text = doc.text
    if gone and _LAST_BLOCK.match(text, start, end) and _BLANKS.fullmatch(text, end):
        return False  # as feeds end: a counter, divided from what stands above it, and nothing below
    last = _end_of_block(doc.markdown.html_blocks, start) if gone else -1
    if end < last:
        return False
    above = below = ""
    if start > 1 and text[start - 2] != "\n":
        above = text[text.rfind("\n", 0, start - 1) + 1 : start].strip(_BLANK)
    at = following = end if gone else end + 1
    if at < len(text) and text[at] != "\n":
        newline = text.find("\n", at)
        following = len(text) if newline < 0 else newline
        below = text[at:following].strip(_BLANK)
    divided = not below or not text[text.rfind("\n", 0, max(end - 1, 0)) + 1 : end].strip(_BLANK)
    if divided and start < last:
        return False
    if above and not (above.startswith("<!--") and above.endswith("-->")):
        return True
    if not divided and not _BEGINS_BLOCK.match(text, at, following):
        return True
    if text[start] in " \t>-*+0123456789":
        return True
    # Two lists, or an item and what goes on with it, may be joined.
    blanks = _BLANKS.match(text, end)
    first = max(text.rfind("\n", end, blanks.end() if blanks is not None else end) + 1, end)
    if not _IN_LIST.match(text, first):
        return False
    at = start
    while at > doc.body_start and not text[at:start].strip(_BLANK):
        at = text.rfind("\n", doc.body_start, at - 1) + 1
    # or a line that goes on with a paragraph in one: to know where lists are, the text is read once more
    return _IN_LIST.match(text, at) is not None or (text[at - 2 : at] != "\n\n" and doc.in_list(at))


def _goes_on(blocks: Sequence[Span], start: int, end: int) -> bool:
    """Tell whether one of `blocks` begins before `start` and goes on behind `end`."""
    return end < _end_of_block(blocks, start)


def _end_of_block(blocks: Sequence[Span], start: int) -> int:
    """Return where the last of `blocks` ends that begins before `start`, or -1."""
    at = bisect_left(blocks, (start, start)) - 1
    return blocks[at].end if at >= 0 else -1
