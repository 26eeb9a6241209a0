"""What the rules about styling have in common: what they never touch, and what a post's own code speaks of."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from copydesk import TYPE_CHECKING, Document, Edit, Element, Tag, regex, unwrap

if TYPE_CHECKING:
    from copydesk_rules.neighbours import Neighbours

ASIDE = frozenset(("svg", "math", "pre", "code", "iframe", "object", "video", "audio", "canvas", "script", "template"))
"""Drawings, formulas, code and players: whatever is in them is as their maker needs it."""

_EMBED = regex(r"twitter|instagram|tiktok|reddit|mastodon|bluesky|fb-|katex|mathjax|MathJax|gt_|plotly|highcharts")


@lru_cache(maxsize=512)  # a site has the same few values again and again
def _is_embed(classes: str) -> bool:
    return _EMBED.search(classes) is not None


_WORD = regex(r"-?[A-Za-z_][\w-]*+")
_HYPHEN = regex(r"-([a-z])")


def is_page(doc: Document) -> bool:
    """Tell whether `doc` is an HTML page with its own head, and so with its own style sheets."""
    return doc.kind == "html" and bool(doc.html.tags_named("html"))


class Surroundings:
    """What rules about styling ask about the places of one post; found out when it is first asked for."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        self._embeds: bool | None = None
        self._known: dict[Element, bool] = {}
        self._words: set[str] | None = None
        self._neighbours: Neighbours | None = None

    def unwrapped(self, tag: Tag) -> tuple[Edit, ...]:
        """Return the edits that take away the tags of the element that `tag` begins.

        None are returned where there is no second tag, nothing between the two, or where Markdown would read what is
        around them otherwise.
        """
        element, doc = tag.element, self._doc
        if element is None or element.end is None or element.inner.start == element.inner.end:
            return ()
        blocks = doc.markdown.html_blocks
        at = bisect_right(blocks, tag.span) - 1
        if at >= 0 and blocks[at].contains(tag.span) and not doc.text[blocks[at].start : tag.span.start].strip(" \t>"):
            return ()  # it begins a block of HTML: what follows would be Markdown without it
        if self._neighbours is None:
            from copydesk_rules.neighbours import Neighbours

            self._neighbours = Neighbours(doc)
        can_go = self._neighbours.can_go
        return unwrap(element) if can_go(element.start.span) and can_go(element.end.span) else ()

    def aside(self, tag: Tag, itself: bool = True) -> bool:
        """Tell whether `tag` is in a drawing, in code, in an embed or the like, or (`itself`) begins one."""
        html = self._doc.html
        if (itself and tag.name in ASIDE) or html.inside(tag.span.start, ASIDE) is not None:
            return True
        if self._embeds is None:  # only then need be known which elements a tag is in
            self._embeds = any(_is_embed(attribute.value) for _, attribute in html.attributes("class"))
        return self._embeds and self._is_embed(tag)

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

    def speaks_of(self, name: str) -> bool:
        """Tell whether a script or a style sheet in the post may mean the class or the attribute `name`."""
        if self._words is None:
            self._words = set()
            for kind in ("script", "style"):
                for element in self._doc.html.elements_named(kind):
                    self._words.update(_WORD.findall(self._doc.text, *element.inner))
        if not self._words:
            return False
        return name in self._words or (
            name.startswith("data-") and _HYPHEN.sub(lambda found: found[1].upper(), name[5:]) in self._words
        )
