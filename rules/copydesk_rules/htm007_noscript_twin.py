"""HTM007: pictures that are there a second time for readers without scripts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from copydesk import Change, Document, Finding, Fix, Rule, Severity, Span, bad, good
from copydesk_rules.messages import LEAKED, is_leaked

_TWIN = frozenset(("noscript",))
_NEAR = 3000
"""So many characters a twin is away at most."""


class NoscriptTwin(Rule):
    """A picture should not be there twice.

    ## Why

    Pages that load pictures late write each of them a second time in `<noscript>`, for readers whose browser runs no
    script. On a site that shows the picture itself those readers, and feed readers, and all that turn the page into
    something else, get it twice.

    ## What it reports

    `<noscript>` that holds nothing but a picture whose address another picture near it has. The fix removes it; that is
    safe, for the picture stays.

    ## What it leaves alone

    `<noscript>` with a picture that is nowhere else, such as the still of a chart, or with words.
    """

    code = "HTM007"
    name = "noscript-twin"
    severity = Severity.INFO
    needs = ("<noscript>",)

    examples = (
        bad(
            '<figure><img src="/a.jpg" alt="a"><noscript><img src="/a.jpg" alt="a"></noscript></figure>\n',
            fixed='<figure><img src="/a.jpg" alt="a"></figure>\n',
        ),
        bad(
            '<p>One.</p>\n<noscript><img src="https://p.org/a.jpg"></noscript>\n<img src="https://p.org/a.jpg">\n',
            fixed='<p>One.</p>\n<img src="https://p.org/a.jpg">\n',
        ),
        good('<div id="chart"><noscript><img src="chart.png" alt="a chart"></noscript></div>\n'),
        good('<img src="/a.jpg"><noscript><p>No script?</p><img src="/a.jpg"></noscript>\n'),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each twin."""
        if not doc.html.tags:
            return
        twins = doc.html.tags_named("noscript")
        if not twins:
            return
        images = sorted((image.span, image.target) for image in doc.images if image.tag is not None)
        shown: dict[str, list[int]] = {}  # by address, where pictures stand that are in no <noscript>
        for place, target in images:
            if doc.html.inside(place.start, _TWIN) is None:
                shown.setdefault(target, []).append(place.start)
        for tag in twins:
            element = tag.element
            if element is None or element.end is None or doc.is_opaque(element.span):
                continue
            span, inner = element.span, element.inner
            first = bisect_left(images, (Span(inner.start, inner.start), ""))
            pictures = [one for one in images[first : first + 20] if one[0].end <= inner.end]
            if len({place for place, _ in pictures}) != 1:
                continue
            (place, target), *_ = pictures
            if len(inner.of(doc.text).strip()) != place.end - place.start:
                continue
            near = shown.get(target, [])
            at = bisect_left(near, span.start - _NEAR)
            if at == len(near) or near[at] > span.end + _NEAR:
                continue
            message = f"`<noscript>` holds the picture `{target}` once more"
            if is_leaked(doc, span):
                yield self.finding(span, message, help=LEAKED)
                continue
            from copydesk_rules.edges import divides_nothing

            fix = None
            if divides_nothing(doc, span) or "\n" not in doc.text[span.start - 1 : span.start]:
                changes = tuple(Change("image", target) for _, target in pictures)
                fix = Fix("remove the second picture", (doc.strike(span),), declares=changes)
            yield self.finding(span, message, fix)
