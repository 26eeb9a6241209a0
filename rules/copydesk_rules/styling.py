"""What the rules about styling have in common: what they never touch, and what a post's own code speaks of."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from operator import itemgetter

from copydesk import TYPE_CHECKING, Document, Edit, Element, Tag, regex, unwrap

if TYPE_CHECKING:
    from copydesk_rules.neighbours import Neighbours

ASIDE = frozenset(("svg", "math", "pre", "code", "iframe", "object", "video", "audio", "canvas", "script", "template"))
"""Drawings, formulas, code and players: whatever is in them is as their maker needs it."""

_EMBED = regex(r"twitter|instagram|tiktok|reddit|mastodon|bluesky|fb-|katex|mathjax|MathJax|gt_|plotly|highcharts")


@lru_cache(maxsize=512)  # a site has the same few values again and again
def _is_embed(classes: str) -> bool:
    return _EMBED.search(classes) is not None


def may_embed(written: str) -> bool:
    """Tell whether the class names in an attribute that is `written` so may be those of something embedded."""
    return "&" in written or _is_embed(written)


_WORD = regex(r"-?[A-Za-z_][\w-]*+")
_HYPHEN = regex(r"-([a-z])")


def is_page(doc: Document) -> bool:
    """Tell whether `doc` is an HTML page with its own head, and so with its own style sheets."""
    return doc.kind == "html" and bool(doc.html.tags_named("html"))


class Surroundings:
    """What rules about styling ask about the places of one post; found out when it is first asked for."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        self._clear: bool | None = None
        self._known: dict[Element, bool] = {}
        self._code: str | None = None
        self._searches = 0
        self._words: set[str] | None = None
        self._neighbours: Neighbours | None = None
        self.embeds: bool | None = None
        """Whether there may be something embedded, by the class names of the post; None where nobody has looked."""

    def unwrapped(self, tag: Tag) -> tuple[Edit, ...]:
        """Return the edits that take away the tags of the element that `tag` begins.

        None are returned where there is no second tag, nothing between the two, or where Markdown would read what is
        around them otherwise.
        """
        element, doc = tag.element, self._doc
        if element is None or element.end is None or element.inner.start == element.inner.end:
            return ()
        blocks = doc.markdown.html_blocks
        at = bisect_right(blocks, tag.span.start, key=itemgetter(0)) - 1  # it may begin at the tag, and end behind it
        if at >= 0 and blocks[at].contains(tag.span) and not doc.text[blocks[at].start : tag.span.start].strip(" \t>"):
            return ()  # it begins a block of HTML: what follows would be Markdown without it
        if self._neighbours is None:
            from copydesk_rules.neighbours import Neighbours

            self._neighbours = Neighbours(doc)
        can_go = self._neighbours.can_go
        return unwrap(element) if can_go(element.start.span) and can_go(element.end.span) else ()

    def aside(self, tag: Tag, itself: bool = True) -> bool:
        """Tell whether `tag` is in a drawing, in code, in an embed or the like, or (`itself`) begins one."""
        if self.is_clear():
            return False
        if (itself and tag.name in ASIDE) or self._doc.html.inside(tag.span.start, ASIDE) is not None:
            return True
        return bool(self.embeds) and self._is_embed(tag)

    def is_clear(self) -> bool:
        """Tell whether nothing of the kind is in the post, so that no place need be known."""
        clear = self._clear
        if clear is None:
            html = self._doc.html
            if self.embeds is None:
                self.embeds = any(map(may_embed, html.written("class")))
            clear = self._clear = not self.embeds and ASIDE.isdisjoint(html.named)
        return clear

    def _is_embed(self, tag: Tag) -> bool:
        """Tell whether `tag` is in something that another site's script or a program made, and needs as it is.

        `_known` keeps what is found out on the way up: of elements that lie in each other, each is looked at once.
        """
        known, passed = self._known, []
        element = tag.element
        while element is not None and element not in known:
            name = element.start.get("class")
            if name is not None and _is_embed(name.value):
                known[element] = True
                break
            passed.append(element)
            element = element.parent
        embedded = element is not None and known[element]
        known.update(dict.fromkeys(passed, embedded))
        return embedded

    @property
    def code(self) -> str:
        """The scripts and the style sheets in the post."""
        code = self._code
        if code is None:
            html, text = self._doc.html, self._doc.text
            kinds = [kind for kind in ("script", "style") if kind in html.named] if html.unusual else ()
            code = (
                "\n".join([one.inner.of(text) for kind in kinds for one in html.elements_named(kind)]) if kinds else ""
            )
            self._code = code
        return code

    def speaks_of(self, name: str) -> bool:
        """Tell whether a script or a style sheet in the post may mean the class or the attribute `name`."""
        if self._has_word(name):
            return True
        return name.startswith("data-") and self._has_word(_HYPHEN.sub(lambda found: found[1].upper(), name[5:]))

    def _has_word(self, word: str) -> bool:
        """Tell whether `word` is one of the words of `code`, which are only told apart where it stands there.

        Or where so much has been asked that to search all of the code each time would take longer.
        """
        words = self._words
        if words is None:
            self._searches += 1
            if word not in self.code and self._searches < _SEARCHES:
                return False
            words = self._words = {*_WORD.findall(self.code)}
        return word in words


_SEARCHES = 50
"""So many words are looked for in the code before its words are told apart."""
