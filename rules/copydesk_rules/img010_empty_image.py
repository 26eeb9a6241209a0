"""IMG010: pictures without an address."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, Tag, bad, good
from copydesk_rules.messages import quoted


class EmptyImage(Rule):
    """A picture should have an address.

    ## Why

    `![]()` is what an editor or an importer leaves of a picture that it could not find. Browsers show the sign of a
    broken picture, or ask for the page once more and take that for the picture.

    ## What it reports

    Markdown pictures with nothing between the round brackets, and `<img>` elements whose `src` is missing or empty and
    that have no other attribute to take a picture from.

    ## What it leaves alone

    Elements with `srcset` or a lazy-loading attribute such as `data-src`, attributes that a template or a script
    fills, and empty fields of the front matter (FM004).
    """

    code = "IMG010"
    name = "empty-image"
    severity = Severity.ERROR
    needs = ("copydesk_rules.signs:empty image",)

    examples = (
        bad("![]()\n"),
        bad("Then we saw it: ![The harbour]( )\n"),
        bad('<p><img src="" alt="The harbour"></p>\n'),
        bad('<p><img alt="The harbour"></p>\n'),
        bad('<p><img src src="/a.png" alt="The harbour"></p>\n', note="of two the first counts"),
        good("Write `![]()` for a picture.\n"),
        good('<p><img alt="" srcset="/a.png 2x"> <img data-src="/a.png"> <img :src="a"> <img [src]="a"></p>\n'),
        good('<p><img src="{{ page.cover }}"> <img {{ attributes }}></p>\n'),
        good("<picture><source srcset='/a.avif'><img alt='A'></picture>\n"),
        good(
            "import { Image } from 'astro:assets';\n\n<img {...picture} />\n", path="docs/a.mdx", generator="docusaurus"
        ),
        good("<script>var html = '<img>';</script>\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each picture that has no address."""
        tags = doc.html.tags_named("img")
        addressed = 0
        for image in doc.images:
            if image.target:
                addressed += image.attribute == "src" and image.tag is not None and image.tag.name == "img"
            elif image.origin == "markdown" and not image.opaque:
                name = f"the picture {quoted(image.text)}" if image.text.strip() else "a picture"
                yield self.finding(image.span, f"{name} has no address, {_EFFECT}", help=_HELP)
        if addressed < len(tags):
            for tag in tags:
                if tag.closing or not _is_empty(tag) or doc.is_opaque(tag.span):
                    continue
                if doc.html.inside(tag.span.start, ("picture",)) is None:
                    yield self.finding(tag.span, f"an `<img>` has no address, {_EFFECT}", help=_HELP)


_EFFECT = "readers see a broken image"
_HELP = "put the picture's address in, or remove what is left of it"


def _is_empty(tag: Tag) -> bool:
    """Tell whether nothing says what the element shows; a script may go by its id."""
    for attribute in tag.attributes:
        name = attribute.name
        if name == "id" or name[:1] == "{" or (name != "src" and "src" in name) or name.startswith(("data-", "v-bind")):
            return False
    source = tag.get("src")
    return source is None or not source.value.strip()
