"""IMG003: placeholders where the picture should be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copydesk import (
    Attribute,
    Change,
    Document,
    Edit,
    Finding,
    Fix,
    Rule,
    Severity,
    Tag,
    bad,
    good,
    option,
    regex,
    remove_attribute,
    set_attribute_value,
)
from copydesk_rules.addresses import is_web

_LAZY = (
    "data-original-src",
    "data-actualsrc",
    "data-original",
    "data-src",
    "data-lazy-src",
    "data-lazyload",
    "data-lazyload-src",
    "data-echo",
    "data-real-src",
    "data-croporisrc",
)

# What scrapers and lazy-loading scripts leave in `src` until the picture comes.
_PLACEHOLDER = regex(
    r"(?:.*/)?(?:undefined|null|about:blank|"
    r"(?:blank|spacer|transparent|placeholder|loading|lazy(?:load)?|grey|gray|pixel|1x1|t)\.(?:gif|png|svg|jpe?g))"
    r"|data:image/(?:gif;base64,R0lGOD.*|svg\+xml[,;].*|png;base64,iVBOR.{0,400})",
    re.I | re.S,
)


class PlaceholderImage(Rule):
    """A picture should have its address in `src`, not a placeholder.

    ## Why

    Sites that load pictures late put a placeholder in `src` and the real address in an attribute that only their own
    script reads. In a copied post that script is missing: readers see a grey box, or nothing.

    ## What it reports

    An `<img>` whose `src` is empty, missing, `undefined` or a known placeholder, while the address of a picture on the
    web stands in an attribute such as `data-original-src` or `data-src`. The fix puts it into `src`.

    ## What it leaves alone

    Local addresses in such attributes: the site loads them with a script of its own.
    """

    code = "IMG003"
    name = "placeholder-image"
    severity = Severity.ERROR
    needs = tuple(f"@{name}" for name in _LAZY)

    attributes: tuple[str, ...] = option((), "More attributes that hold the real address, tried before the known ones.")

    examples = (
        bad(
            '<img data-original-src="//upload.example/a-0b4" src="https://www.jianshu.com/p/undefined">\n',
            fixed='<img src="//upload.example/a-0b4">\n',
        ),
        bad(
            '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="https://mmbiz.example/x.png" alt="x">\n',
            fixed='<img src="https://mmbiz.example/x.png" alt="x">\n',
        ),
        bad('<img data-src="https://mmbiz.example/x.png">\n', fixed='<img src="https://mmbiz.example/x.png">\n'),
        good('<img src="https://pic.example/a_b.jpg" data-original="https://pic.example/a_r.jpg">\n'),
        good('<img class="lazy" src="/blank.gif" data-src="/photos/a.jpg">\n', note="the site's own script loads it"),
        good('<img src="/loading.gif" alt="The loading bar">\n', note="no other address is known"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each picture that has its address in another attribute."""
        names = doc.html.attribute_names()
        if names.isdisjoint(_LAZY) and not self.attributes:
            return
        lazy = [name for name in (*self.attributes, *_LAZY) if name in names]
        for name in lazy:
            for tag, attribute in doc.html.attributes(name):
                if tag.name == "img" and (len(lazy) == 1 or name == _first(tag, lazy)):
                    yield from self._check(doc, tag, attribute)

    def _check(self, doc: Document, tag: Tag, attribute: Attribute) -> Iterator[Finding]:
        source = tag.get("src")
        target = attribute.value.strip()
        if not is_web(target) or doc.is_opaque(tag.span):
            return
        shown = source.value if source is not None else ""
        if source is None:
            edits: tuple[Edit, ...] = (Edit(attribute.name_span, "src"),)  # the attribute takes the name it should have
        elif not shown.strip() or _PLACEHOLDER.fullmatch(shown.strip()):
            edits = (set_attribute_value(tag, source, target), remove_attribute(tag, attribute))
        else:
            return
        yield self.finding(
            source.span if source is not None else tag.span,
            f"readers see a placeholder, the picture's address is in `{attribute.name}`",
            Fix("put the real address into `src`", edits, declares=(Change("image", shown, target),)),
        )


def _first(tag: Tag, names: Sequence[str]) -> str:
    """Return the first of `names` that is an attribute of `tag`; one of them is."""
    return next(name for name in names if tag.get(name) is not None)
