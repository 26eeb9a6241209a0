"""HTM010: elements that are not closed, and end tags that close nothing."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, bad, good

_OPTIONAL = frozenset(
    ("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup", "caption")
) | {"html", "head", "body", "rb", "rp", "rt", "rtc"}
_CODE = frozenset(("pre", "code", "svg", "math", "template"))


class UnclosedElement(Rule):
    """What is opened should be closed, in the same order.

    ## Why

    An element that is not closed takes in all that follows, to the end of the page: the rest is bold, or in the box,
    and so is what the theme puts under the post. Browsers mend it, each post in another way.

    ## What it reports

    Start tags without an end tag where HTML wants one, and end tags that end nothing. Where two elements cross
    (`<b><i></b></i>`), the inner one is reported. What was meant is for people to say.

    ## What it leaves alone

    Elements whose end tag may be left out, such as `<p>` and `<li>`, and end tags of those. Posts with templates,
    which may open in one file what they close in another. Components of MDX.

    It is on request, because many a site's own layout opens elements in one place and closes them elsewhere.
    """

    code = "HTM010"
    name = "unclosed-element"
    severity = Severity.WARNING
    default = False

    examples = (
        bad("<div><b>Herons</div>\n"),
        bad("<p>Herons <b><i>nest</b></i> early.</p>\n", findings=2),
        bad("Herons.</div>\n"),
        good("<ul><li>One<li>Two</ul>\n<p>Three\n\n<img src='/a.png'><br>\n"),
        good("{% if a %}<div>{% endif %}Herons\n"),
        good("`<div>`\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each tag without its other half."""
        html = doc.html
        if not html.tags or doc.templates or doc.kind == "mdx":
            return
        for element in html.elements:
            if (
                element.end is None
                and not element.alone
                and element.name not in _OPTIONAL
                and not element.start.foreign
            ) and html.inside(element.start.span.start, _CODE) is None:
                yield self.finding(
                    element.start.span,
                    f"`<{element.name}>` is never closed, so it holds all that follows",
                    help="write the end tag where the element ends",
                )
        for tag in html.stray_ends:
            wanted = tag.name not in _OPTIONAL and not tag.foreign and not tag.void
            if wanted and html.inside(tag.span.start, _CODE) is None:
                yield self.finding(
                    tag.span,
                    f"`</{tag.name}>` closes nothing: no element of this name is open here",
                    help="remove it, or open the element where it begins",
                )
