"""The pictures that a post names in other ways than nearly all posts do.

Markdown pictures, the `src` of ``<img>`` and front matter fields are found by the document itself, in every post.
What is here is imported where a post has signs of more: an attribute such as `srcset` or `style`, a style sheet, a
drawing, a template, an import, double brackets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk.html import Attribute, Tag
from copydesk.html.references import decode_with_places
from copydesk.reference import Origin, Reference
from copydesk.site import is_picture
from copydesk.templates import first_end
from copydesk.text import Span, regex
from copydesk.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.document import Document

__all__ = ["others", "understood"]

_BLANKS = " \t\r\n\f"

_LINKED = frozenset(("image", "use", "feimage"))
"""Elements of SVG whose `href` is a picture, or the file that holds it (SVG 2, sections 5.6 and 12.3)."""

_BACKGROUNDS = frozenset(("body", "table", "thead", "tbody", "tfoot", "tr", "td", "th"))
"""Elements with a `background` attribute, obsolete but obeyed (WHATWG HTML, sections 15.3.2 and 15.3.8)."""

_SRCSETS = frozenset(("srcset", "imagesrcset"))

_ICONS = frozenset(("icon", "apple-touch-icon", "apple-touch-icon-precomposed", "mask-icon", "fluid-icon", "image_src"))

_META = frozenset(
    (
        *("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "image"),
        *("thumbnail", "thumbnailurl", "msapplication-tileimage", "msapplication-square70x70logo"),
        *("msapplication-square150x150logo", "msapplication-square310x310logo", "msapplication-wide310x150logo"),
    )
)
"""What a `<meta>` is called whose content is the address of a picture: Open Graph (https://ogp.me/), cards of X,
schema.org, tiles of Windows."""

_WIKI = regex(r"!\[\[([^\[\]|#\n]++)(?:[#|][^\[\]\n]*+)?\]\]")


def others(doc: Document, found: Sequence[Reference]) -> Iterator[Reference]:
    """Yield the pictures of `doc` that are not among those `found` already, kind by kind."""
    if doc.html.tags:
        yield from _in_attributes(doc)
        yield from _in_unusual_tags(doc)
    if doc.kind == "html":
        yield from _in_head(doc)
    places = {one.target_span for one in found} if doc.templates else set()
    if doc.kind == "mdx":
        for span in doc.templates:
            yield from (one for one in _imports(doc, span.start, span.end) if one.target_span not in places)
    else:
        from copydesk.mentions import tags

        for span in doc.templates:
            for name, place, sure in tags.pictures(doc.text, span, doc.site.generator.tags):
                if place not in places and not doc.in_code(span):
                    yield _reference(doc, place, span, "tag" if sure else "template", attribute=name)
    if doc.kind == "markdown" and doc.site.generator.imports:
        for one in _imports(doc, doc.body_start, len(doc.text)):
            if not doc.in_code(one.target_span):
                yield one
    if doc.kind != "html":
        yield from _embeds(doc)


def understood(doc: Document, found: Reference) -> Reference:
    """Return `found`, whose address is an expression or holds a template, with the address that this comes to.

    Where that is not known it stays what it is.
    """
    span, tag = found.target_span, found.tag
    written = span.of(doc.text)
    if tag is not None and (is_bound(found.attribute) or _is_expression(doc, written)):
        from copydesk.mentions import scripts

        inner = Span(span.start + 1, span.end - 1) if written[:1] == "{" else span
        named = scripts.expression(doc.text, inner.start, inner.end, doc.site.generator.calls)
        return _again(found, doc, inner, found.origin, True) if named is None else _again(found, doc, *named[::-1])
    if not found.opaque or doc.kind == "mdx":
        return found
    from copydesk.mentions import tags

    rest = tags.behind_base(doc.text, span, doc.site.generator.bases)
    if rest is not None:
        return _again(found, doc, rest, found.origin, doc.is_opaque(rest))
    if written[:1] not in "{<" or first_end(doc.text, span) != span.end:
        return found
    shown = list(tags.pictures(doc.text, span, doc.site.generator.tags))
    if len(shown) != 1:
        return found
    name, place, sure = shown[0]
    return _again(found, doc, place, "tag" if sure else "template" if name else found.origin, False)


def is_bound(attribute: str) -> bool:
    """Tell whether the value of an attribute of this name is an expression, as in Vue."""
    return attribute[:1] == ":" or attribute.startswith("v-bind:")


def _is_expression(doc: Document, written: str) -> bool:
    return written[:1] == "{" and written[-1:] == "}" and (doc.kind == "mdx" or written[:2] not in ("{{", "{%", "{#"))


def _again(found: Reference, doc: Document, place: Span, origin: Origin, opaque: bool = False) -> Reference:
    """Return `found` with the address that stands at `place`."""
    return Reference(
        place.of(doc.text).strip(_BLANKS) if place != found.target_span else found.target,
        place,
        found.span,
        origin,
        attribute=found.attribute,
        text=found.text,
        opaque=opaque,
        tag=found.tag,
        inside_link=found.inside_link,
    )


def _reference(doc: Document, place: Span, whole: Span, origin: Origin, attribute: str = "") -> Reference:
    """Return a reference to the address at `place`, without the blanks around it."""
    text = doc.text
    start, end = place
    while start < end and text[start] in _BLANKS:
        start += 1
    while start < end and text[end - 1] in _BLANKS:
        end -= 1
    return Reference(text[start:end], Span(start, end), whole, origin, attribute=attribute)


def _in_attributes(doc: Document) -> Iterator[Reference]:
    """Yield what stands in attributes other than `src` and `poster`."""
    html, generator = doc.html, doc.site.generator
    names = html.attribute_names()
    for name in sorted(generator.picture_attributes.intersection(names)):
        several = name in _SRCSETS or name in generator.lazy_srcset
        for tag, attribute in html.attributes(name):
            if several:
                if tag.name in _SHOWING or (tag.name == "link" and doc.kind == "html"):
                    yield from _candidates(doc, tag, attribute)
            elif _is_shown(tag, name, attribute):
                yield from _whole(doc, tag, attribute)
    if "style" in names:
        for tag, attribute in html.attributes("style"):
            if "(" in (attribute.raw or ""):
                yield from _in_style(doc, tag, attribute)


_BOXES = frozenset(("div", "span", "a", "section", "figure", "li", "picture"))
_SHOWING = _BOXES | {"img", "image", "source", "video", "amp-img", "amp-anim", "input"}
"""Elements on which scripts look for pictures that are loaded late; boxes get them as their background."""


def _is_shown(tag: Tag, name: str, attribute: Attribute) -> bool:
    if name == "data":
        kind = tag.get("type")
        picture = kind is not None and kind.value.lower().startswith("image/")
        return tag.name == "object" and (picture or is_picture(_path(attribute.value)))
    if name == "background":
        return tag.name in _BACKGROUNDS
    if name == "xlink:href":
        return tag.name in _LINKED
    if is_bound(name):
        return tag.name in ("img", "image", "video")
    if tag.name in _BOXES and not name.startswith(("data-bg", "data-background")):
        return is_picture(_path(attribute.value))  # it may be anything
    return tag.name in _SHOWING


def _whole(doc: Document, tag: Tag, attribute: Attribute) -> Iterator[Reference]:
    """Yield the address that is the value of `attribute`, if it has one; what begins with ``#`` is in the page."""
    span = attribute.value_span
    target = attribute.value.strip(_BLANKS)
    if span is not None and target and target[0] != "#":
        opaque = doc.is_opaque(span)
        found = Reference(target, span, tag.span, "html", attribute=attribute.name, opaque=opaque, tag=tag)
        yield understood(doc, found) if opaque or target[0] == "{" or is_bound(attribute.name) else found


def _candidates(doc: Document, tag: Tag, attribute: Attribute) -> Iterator[Reference]:
    span = attribute.value_span
    if span is None:
        return
    value, places = decode_with_places(span.of(doc.masked))  # templates have no blanks there
    from copydesk.html.srcset import candidates

    for start, end in candidates(value):
        place = Span(span.start + places[start], span.start + places[end])
        opaque = doc.is_opaque(place)
        target = place.of(doc.text) if opaque else value[start:end]
        found = Reference(target, place, tag.span, "html", attribute=attribute.name, opaque=opaque, tag=tag)
        yield understood(doc, found) if opaque else found


def _in_style(doc: Document, tag: Tag, attribute: Attribute) -> Iterator[Reference]:
    span = attribute.value_span
    if span is None:
        return
    value, places = decode_with_places(span.of(doc.masked))
    from copydesk.mentions import styles

    for start, end, target in styles.pictures(value):
        place = Span(span.start + places[start], span.start + places[end])
        opaque = doc.is_opaque(place)
        target = place.of(doc.text) if opaque else target
        found = Reference(target, place, tag.span, "html", attribute="style", opaque=opaque, tag=tag)
        yield understood(doc, found) if opaque else found


def _in_unusual_tags(doc: Document) -> Iterator[Reference]:
    """Yield what style sheets, drawings, components and scripts name."""
    html, generator = doc.html, doc.site.generator
    for tag in html.unusual:
        if tag.closing:
            continue
        if tag.name == "style":
            element = tag.element
            if element is not None and "(" in (css := element.inner.of(doc.masked)):
                start = element.inner.start
                from copydesk.mentions import styles

                for begin, end, target in styles.pictures(css):
                    place = Span(start + begin, start + end)
                    opaque = doc.is_opaque(place)
                    target = place.of(doc.text) if opaque else target
                    found = Reference(target, place, element.span, "style", opaque=opaque)
                    yield understood(doc, found) if opaque else found
        elif tag.name == "script":
            element = tag.element if doc.kind == "markdown" else None
            if element is not None:
                yield from _imports(doc, *element.inner)
        elif tag.foreign and tag.name in _LINKED:
            attribute = tag.get("href")
            if attribute is not None:
                yield from _whole(doc, tag, attribute)
        elif tag.component:
            for name in generator.components.get(tag.name.lower(), ()):
                attribute = tag.get(name)
                if attribute is not None:
                    yield from _whole(doc, tag, attribute)


def _in_head(doc: Document) -> Iterator[Reference]:
    """Yield the icons and preview pictures of a page."""
    html = doc.html
    for tag in html.tags_named("link"):
        rel, href = tag.get("rel"), tag.get("href")
        if rel is not None and href is not None:
            words = rel.value.lower().split()
            kind = tag.get("as")
            if not _ICONS.isdisjoint(words) or ("preload" in words and kind is not None and kind.value == "image"):
                yield from _whole(doc, tag, href)
    for tag in html.tags_named("meta"):
        content = tag.get("content")
        if content is not None:
            named = [tag.get(name) for name in ("property", "name", "itemprop")]
            if any(one is not None and one.value.strip().lower() in _META for one in named):
                yield from _whole(doc, tag, content)


def _imports(doc: Document, start: int, end: int) -> Iterator[Reference]:
    from copydesk.mentions import scripts

    for place in scripts.imports(doc.text, start, end):
        yield _reference(doc, place, place, "import")


def _embeds(doc: Document) -> Iterator[Reference]:
    """Yield the pictures embedded in double brackets; anything else that is embedded so is a page."""
    for found in _WIKI.finditer(doc.text, doc.body_start):
        span = Span(*found.span())
        if is_picture(found[1].rstrip()) and not doc.in_code(span):
            yield _reference(doc, Span(*found.span(1)), span, "wiki")


def _path(target: str) -> str:
    return target.partition("?")[0].partition("#")[0]
