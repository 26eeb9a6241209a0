"""What the elements and comments of a post have, by which rules know that they have nothing to say of it: see `signs`.

What the vendors know of class names, ids, attributes and comments is packed for this. A site has the same few values of
`class` again and again, so what they say is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from copydesk import PLAIN_ATTRIBUTES, Comment, Html, is_html, regex

PROMOTING = ("appendQr_wrap", "kaihu-qr", "finance_app_sina")
"""Every class by which the shipped vendors' promotional blocks are known contains one of these."""

_NUMBER = regex(r"[0-9]++")
_CARRIERS = ("span", "font")
_MARKS = ("b", "strong", "i", "em", "u", "s", "font")
_INLINE = frozenset((*_CARRIERS, *_MARKS))

EXCERPT_MARKS = frozenset(("more", "truncate", "excerpt", "break", "end excerpt", "endexcerpt", "toc", "TOC", "/TOC"))
"""Comments that nearly every post may have and no vendor does."""


def in_elements(html: Html, names: Iterable[str], found: list[str]) -> None:
    """Add the signs that elements of `html` have to those that were `found`; `names` are those of its tags."""
    attributes = html.attribute_names()
    known = _shipped() if html.unusual or not attributes <= PLAIN_ATTRIBUTES else None
    if "class" in attributes:
        known = known or _shipped()
        found += known.of_classes([attribute.raw or "" for _, attribute in html.attributes("class")])
    if "id" in attributes or "name" in attributes:
        ids = [attribute.raw or "" for name in ("id", "name") for _, attribute in html.attributes(name)]
        if (known or _shipped()).elements.may_be(ids):
            found.append("foreign element")
        if len(ids) != len(set(ids)) or "&" in "".join(ids):
            found.append("repeated id")
    if "style" in attributes:
        from copydesk_rules.intended import is_usual

        if not all(map(is_usual, [attribute.raw or "" for _, attribute in html.attributes("style")])):
            found.append("odd style")
    if known is not None:
        unusual = [name for name in attributes if name not in PLAIN_ATTRIBUTES]
        if unusual and known.editors.may_be(unusual):
            found.append("editor mark")
        if unusual and known.trackers.may_be(unusual):
            found.append("tracking attribute")
        foreign = [tag.name for tag in html.unusual if not tag.closing and not is_html(tag.name)]
        if foreign and known.elements.may_be(foreign):
            found.append("foreign element")
    _needless(html, names, found)


def _needless(html: Html, names: Iterable[str], found: list[str]) -> None:
    """Add the sign of tags that change nothing: without attributes, like the one before, or ending to begin again."""
    source = html.source
    for name in _INLINE.intersection(names):
        if (name in _CARRIERS and _carries_nothing(html, name)) or (name in _MARKS and f"</{name}><" in source):
            found.append("needless tag")


def _carries_nothing(html: Html, name: str) -> bool:
    source, bare = html.source, len(name) + 2
    for tag in html.tags_named(name):
        start, end = tag.span
        if end - start <= bare or source.startswith(source[start:end], 2 * start - end, start):
            return True
    return False


def in_comments(comments: Sequence[Comment], found: list[str]) -> None:
    """Add the sign of a vendor's comment to those that were `found` if one of `comments` may be such."""
    texts = [text for one in comments if not one.bogus and (text := one.text.strip()) not in EXCERPT_MARKS]
    if texts and _shipped().comments.may_be(texts):
        found.append("vendor's comment")


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


_KEPT = 2048
"""So many values of `class` are remembered."""


class _Known:
    """What the shipped vendors know of elements, as far as it tells who is to be asked about one."""

    def __init__(self) -> None:
        from copydesk_rules.shipped import marks

        self.classes = _Words(*marks.CLASSES)
        self.elements = _Words(*marks.ELEMENTS)
        self.editors = _Words(*marks.EDITORS)
        self.trackers = _Words(*marks.TRACKERS)
        self.comments = _Words(*marks.COMMENTS)
        self._plain: set[str] = set()  # values of which nothing is known
        self._signs: dict[str, tuple[str, ...]] = {}  # the others

    def of_classes(self, values: Sequence[str]) -> Sequence[str]:
        """Return the signs that the `values` of class attributes have, as they are written."""
        if self._plain.issuperset(values):
            return ()
        found: list[str] = []
        for value in values:
            if value not in self._plain:
                signs = self._signs.get(value)
                if signs is None:
                    signs = self._look_up(value)
                found += signs
        return found

    def _look_up(self, value: str) -> tuple[str, ...]:
        if len(self._plain) + len(self._signs) >= _KEPT:
            self._plain.clear()
            self._signs.clear()
        words = value.split()
        signs = []
        if self.classes.may_be([*words, *(_NUMBER.sub("#", word) for word in words if word[-1:].isdigit())]):
            signs.append("editor mark")
        if self.elements.may_be(words):
            signs.append("foreign element")
        for piece in PROMOTING:
            if piece in value:
                signs.append("promotion")
        if signs:
            self._signs[value] = found = tuple(signs)
            return found
        self._plain.add(value)
        return ()


@cache
def _shipped() -> _Known:
    return _Known()
