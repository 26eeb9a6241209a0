"""What the elements and comments of a post have, by which rules know that they have nothing to say of it: see `signs`.

What the vendors know of class names, ids, attributes and comments is packed for this. A site has the same few values of
`class` again and again, so what they say is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, KeysView, Sequence
from functools import cache

from copydesk import PLAIN_ATTRIBUTES, TYPE_CHECKING, Html, is_html, regex
from copydesk_rules.joined import Remembered

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
    odd: list[tuple[int, KeysView[str]]] = []  # who has unusual attributes
    for at, html in enumerate(htmls):
        if not html.tags:
            continue
        names = html.attribute_names()
        if "class" in names:
            classes = _shipped().classes
            for value in html.written("class"):
                if value not in classes.plain:
                    for sign in classes.of(value):
                        found[sign].append(at)
        if "id" in names or "name" in names:
            ids = html.written("id") + html.written("name")
            if _shipped().elements.may_be(ids):
                found["foreign element"].append(at)
            if len(ids) != len(set(ids)) or "&" in "".join(ids):
                found["repeated id"].append(at)
        if "style" in names and not all(map(_judge_of_styles(), html.written("style"))):
            found["odd style"].append(at)
        if "align" in names:
            for _, attribute in html.attributes("align"):
                if not attribute.quote and (attribute.raw or "").endswith("/"):
                    found["broken tag"].append(at)  # as in ``align=center/``
                    break
        if not PLAIN_ATTRIBUTES.issuperset(names):
            odd.append((at, names))
        if html.unusual:
            foreign = [tag.name for tag in html.unusual if not tag.closing and not is_html(tag.name)]
            if foreign and _shipped().elements.may_be(foreign):
                found["foreign element"].append(at)
        if not _INLINE.isdisjoint(html.named) and _has_needless(html):
            found["needless tag"].append(at)
    if odd:
        unusual = frozenset().union(*(names for _, names in odd)) - PLAIN_ATTRIBUTES
        known = _shipped()
        for sign, words in (("editor mark", known.editors), ("tracking attribute", known.trackers)):
            named = frozenset(name for name in unusual if words.may_be((name,)))
            if named:
                found[sign] += [at for at, names in odd if not named.isdisjoint(names)]


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
    for at, html in enumerate(htmls):
        for comment in html.comments:
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
def _judge_of_styles() -> Callable[[str], bool]:
    from copydesk_rules.intended import is_usual

    return is_usual


@cache
def _shipped() -> _Known:
    return _Known()
