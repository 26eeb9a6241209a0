"""What the elements and comments of a post have, by which rules know that they have nothing to say of it: see `signs`.

What the vendors know of class names, ids, attributes and comments is packed for this. A site has the same few values of
`class` again and again, so what they say is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from copydesk import PLAIN_ATTRIBUTES, TYPE_CHECKING, Html, is_html, regex
from copydesk_rules.joined import Remembered, where

if TYPE_CHECKING:
    from copydesk_rules.joined import Found

PROMOTING = ("appendQr_wrap", "kaihu-qr", "finance_app_sina")
"""Every class by which the shipped vendors' promotional blocks are known contains one of these."""

_NUMBER = regex(r"[0-9]++")
_CARRIERS = ("span", "font")
_MARKS = ("b", "strong", "i", "em", "u", "s", "font")
_INLINE = frozenset((*_CARRIERS, *_MARKS))

EXCERPT_MARKS = frozenset(("more", "truncate", "excerpt", "break", "end excerpt", "endexcerpt", "toc", "TOC", "/TOC"))
"""Comments that nearly every post may have and no vendor does."""


def in_elements(htmls: Sequence[Html], found: Found) -> None:
    """Add the signs that the elements of some posts have to those that were `found`."""
    attributes = [html.attribute_names() for html in htmls]
    for at in where("class" in names for names in attributes):
        known = _shipped()
        for value in htmls[at].written("class"):
            if value not in known.classes.plain:
                for sign in known.classes.of(value):
                    found[sign].append(at)
    for at in where("id" in names or "name" in names for names in attributes):
        ids = htmls[at].written("id") + htmls[at].written("name")
        if _shipped().elements.may_be(ids):
            found["foreign element"].append(at)
        if len(ids) != len(set(ids)) or "&" in "".join(ids):
            found["repeated id"].append(at)
    for at in where("style" in names for names in attributes):
        from copydesk_rules.intended import is_usual

        if not all(map(is_usual, htmls[at].written("style"))):
            found["odd style"].append(at)
    for at in where("align" in names for names in attributes):
        if any(not one.quote and (one.raw or "").endswith("/") for _, one in htmls[at].attributes("align")):
            found["broken tag"].append(at)  # as in ``align=center/``
    unusual = frozenset().union(*attributes) - PLAIN_ATTRIBUTES
    if unusual:
        known = _shipped()
        for sign, words in (("editor mark", known.editors), ("tracking attribute", known.trackers)):
            named = frozenset(name for name in unusual if words.may_be((name,)))
            if named:
                found[sign] += where(not named.isdisjoint(names) for names in attributes)
    for at in where(html.unusual for html in htmls):
        foreign = [tag.name for tag in htmls[at].unusual if not tag.closing and not is_html(tag.name)]
        if foreign and _shipped().elements.may_be(foreign):
            found["foreign element"].append(at)
    found["needless tag"] += where(map(_has_needless, htmls))


def _has_needless(html: Html) -> bool:
    """Tell whether a tag changes nothing: without attributes, like the one before, or ending to begin again."""
    source = html.source
    for name in _INLINE.intersection(html.named):
        if (name in _CARRIERS and _carries_nothing(html, name)) or (name in _MARKS and f"</{name}><" in source):
            return True
    return False


def _carries_nothing(html: Html, name: str) -> bool:
    source, bare = html.source, len(name) + 2
    for tag in html.named[name]:
        start, end = tag.span
        if end - start <= bare or source.startswith(source[start:end], 2 * start - end, start):
            return True
    return False


def in_comments(htmls: Sequence[Html], found: Found) -> None:
    """Add the sign of a vendor's comment to those that were `found` where a comment may be such."""
    for at in where(html.comments for html in htmls):
        for comment in htmls[at].comments:
            if comment.text not in _COMMENTS.plain and _COMMENTS.of(comment.text) and not comment.bogus:
                found["vendor's comment"].append(at)


def _judge_comment(text: str) -> tuple[str, ...]:
    text = text.strip()
    return ("vendor's comment",) if text not in EXCERPT_MARKS and _shipped().comments.may_be((text,)) else ()


_COMMENTS = Remembered(_judge_comment)


class _Words:
    """Words, and beginnings of words, by which something of a vendor's is found."""

    __slots__ = ("_starts", "_whole")

    def __init__(self, whole: str, starts: tuple[str, ...]) -> None:
        self._whole = frozenset(whole.split("\n"))
        self._starts = starts

    def may_be(self, words: Iterable[str]) -> bool:
        """Tell whether one of `words` may be known."""
        if not self._whole.isdisjoint(words):
            return True
        for word in words:  # noqa: SIM110  asked so often that a generator shows
            if word.startswith(self._starts) or "&" in word:  # a character reference may hide anything
                return True
        return False


class _Known:
    """What the shipped vendors know of elements, as far as it tells who is to be asked about one."""

    def __init__(self) -> None:
        from copydesk_rules.shipped import marks

        self._classes = _Words(*marks.CLASSES)
        self.classes = Remembered(self._judge)
        self.elements = _Words(*marks.ELEMENTS)
        self.editors = _Words(*marks.EDITORS)
        self.trackers = _Words(*marks.TRACKERS)
        self.comments = _Words(*marks.COMMENTS)

    def _judge(self, value: str) -> tuple[str, ...]:
        """Return the signs that the `value` of a class attribute has, as it is written."""
        words = value.split()
        signs = []
        if self._classes.may_be([*words, *(_NUMBER.sub("#", word) for word in words if word[-1:].isdigit())]):
            signs.append("editor mark")
        if self.elements.may_be(words):
            signs.append("foreign element")
        for piece in PROMOTING:
            if piece in value:
                signs.append("promotion")
        return tuple(signs)


@cache
def _shipped() -> _Known:
    return _Known()
