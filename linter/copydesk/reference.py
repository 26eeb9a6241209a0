"""An address that a post names, in whatever syntax."""

from __future__ import annotations

from copydesk.text import Span
from copydesk.typed import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from copydesk.html import Tag
    from copydesk.site import Source

Origin = Literal[
    "markdown", "autolink", "definition", "html", "field", "style", "tag", "template", "import", "expression", "wiki"
]
"""What names an address: Markdown, an autolink, a reference definition, an HTML attribute, a front matter field, a
style sheet, a template tag or shortcode that shows pictures, some other template, an import or `require` of MDX and
Vue, another expression of theirs, an embed in double brackets."""

_SOURCES: dict[str, Source] = {
    "html": "html",
    "field": "field",
    "style": "html",
    "tag": "tag",
    "template": "template",
    "import": "import",
    "expression": "html",
    "wiki": "wiki",
}

_SEEN = frozenset(
    ("src", "srcset", "poster", "data", "href", "xlink:href", "background", "style", "imagesrcset", "content")
)
"""The attributes from which browsers take pictures themselves."""


class Reference:
    """One address that a post names, in whatever syntax.

    `target` is the address with character references and escapes decoded, `target_span` is where it is written and
    `span` the whole construct; that of a `tag` need not be given. `origin` says what names it;
    `attribute` is the HTML attribute, the front matter key or the name of the template tag, else empty. An `opaque`
    address contains template syntax: what it becomes is unknown.
    """

    __slots__ = ("_span", "_text", "attribute", "inside_link", "opaque", "origin", "tag", "target", "target_span")

    def __init__(
        self,
        target: str,
        target_span: Span,
        span: Span | None,
        origin: Origin,
        attribute: str = "",
        text: str = "",
        opaque: bool = False,
        tag: Tag | None = None,
        inside_link: bool = False,
    ) -> None:
        self.target = target
        self.target_span = target_span
        self._span = span
        self.origin = origin
        self.attribute = attribute
        self.opaque = opaque
        self.tag = tag
        self.inside_link = inside_link
        self._text = text

    def __repr__(self) -> str:
        return f"Reference({self.target!r} at {self.target_span.start}, {self.origin!r})"

    @property
    def span(self) -> Span:
        """The whole construct: the tag, the link, the definition, the value."""
        span = self._span
        if span is None:  # of many tags nobody asks for it
            assert self.tag is not None
            span = self._span = self.tag.span
        return span

    @property
    def text(self) -> str:
        """The link's text in Markdown, or the picture's alternative text; empty where there is none."""
        if self.tag is None or self.attribute == "href":
            return self._text
        alt = self.tag.get("alt")
        return alt.value if alt is not None else ""

    @property
    def html(self) -> bool:
        """Whether the address is written in an HTML attribute, where ``&`` may stand as ``&amp;``."""
        return self.tag is not None and self.origin == "html"

    @property
    def lazy(self) -> bool:
        """Whether it stands in an attribute that only a script of the site reads, such as ``data-src``."""
        return self.origin == "html" and self.attribute not in _SEEN

    @property
    def source(self) -> Source:
        """How the site looks the address up (see `Site.resolve`)."""
        return _SOURCES.get(self.origin, "markdown")
