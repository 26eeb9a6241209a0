"""HTM007: pictures that are there a second time for readers without scripts."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Change, Document, Finding, Fix, Rule, Severity, bad, good
from copydesk_rules.messages import LEAKED, is_leaked

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
        for tag in doc.html.tags_named("noscript"):
            element = tag.element
            if element is None or element.end is None or doc.is_opaque(element.span):
                continue
            span, inner = element.span, element.inner
            pictures = [image for image in doc.images if inner.contains(image.span) and image.tag is not None]
            tags = {image.tag for image in pictures}
            if len(tags) != 1 or len(inner.of(doc.text).strip()) != len(pictures[0].span.of(doc.text)):
                continue
            target = pictures[0].target
            if not any(
                image.target == target and not span.contains(image.span)
                for image in doc.images
                if image.span.end > span.start - _NEAR and image.span.start < span.end + _NEAR
            ):
                continue
            message = f"`<noscript>` holds the picture `{target}` once more"
            if is_leaked(doc, span):
                yield self.finding(span, message, help=LEAKED)
                continue
            from copydesk_rules.edges import divides_nothing

            fix = None
            if divides_nothing(doc, span) or "\n" not in doc.text[span.start - 1 : span.start]:
                changes = tuple(Change("image", image.target) for image in pictures)
                fix = Fix("remove the second picture", (doc.strike(span),), declares=changes)
            yield self.finding(span, message, fix)
