"""What a post has, by which rules may know that they have nothing to say of it: see `panel`.

Each sign is found out once for all rules, and at little cost. It may be there without any rule having something to say,
but no rule that names it may have something to say without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from copydesk.document import Document
from copydesk.html.names import PLAIN_ATTRIBUTES
from copydesk.text import has_pair


def _any_image(doc: Document, statuses: Sequence[str]) -> bool:
    for _, found in doc.local_images:  # noqa: SIM110  asked of every post
        if found.status in statuses:
            return True
    return False


def _odd_file(doc: Document) -> bool:
    """Tell whether a picture file is not whole, or not what its name says."""
    for _, found in doc.local_images:
        if found.path:
            seen = doc.site.picture(found.path)
            if seen is not None and (seen.problem or not seen.fits(found.path)):
                return True
    return False


def _empty_link(doc: Document) -> bool:
    for link in doc.links:  # noqa: SIM110  asked of every post
        if not link.target:
            return True
    return False


_CONTROLS = tuple(map(chr, (*range(9), 11, 12, *range(14, 32), 127)))
_MISREAD = tuple("ÃÂÐ\x80\x85\x91\x92\x93\x96\x97")
"""To look for each of them takes a twentieth of the time that it takes to look for any of them at each character."""


def _any_control(doc: Document) -> bool:
    text = doc.text
    if doc.markdown.odd is not False:
        for sign in _CONTROLS:
            if sign in text:
                return True
    return "\u2028" in text or "\u2029" in text or "\ufffc" in text


def _any_misread(doc: Document) -> bool:
    """Tell whether there may be UTF-8 that was read as Latin-1 or windows-1252, or a sign of what was lost."""
    text = doc.text
    if text.isascii():
        return False
    if doc.markdown.odd is not False:
        for sign in _MISREAD:
            if sign in text:
                return True
        if has_pair(text, "â€", 1) or has_pair(text, "ã€", 1) or has_pair(text, "ï¼", 1) or has_pair(text, "ðŸ", 0):
            return True
    return "\ufffd" in text


SIGNS: Mapping[str, Callable[[Document], object]] = {
    "tag": lambda doc: doc.html.tags,
    "comment": lambda doc: doc.html.comments,
    "code": lambda doc: doc.markdown.code,
    "control character": _any_control,
    "blank without width": lambda doc: "\u200b" in (text := doc.text) or "\u2060" in text,
    "misread text": _any_misread,
    "leaked markup": lambda doc: doc.leaked,
    "image": lambda doc: doc.images,
    "link": lambda doc: doc.links,
    "empty link": _empty_link,
    "local image": lambda doc: doc.local_images,
    "missing image": lambda doc: _any_image(doc, ("missing", "spelling")),
    "image in other letters": lambda doc: _any_image(doc, ("case",)),
    "odd picture file": _odd_file,
    "unusual attribute": lambda doc: not PLAIN_ATTRIBUTES.issuperset(doc.html.attribute_names()),
}
"""The signs by name, besides attributes (``@name``) and start or end tags (``<name>``)."""
