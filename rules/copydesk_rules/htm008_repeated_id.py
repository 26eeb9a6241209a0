"""HTM008: ids that a page has twice."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, Tag, bad, good

_CODE = frozenset(("pre", "code", "svg", "math", "template"))


class RepeatedId(Rule):
    """An id should name one place.

    ## Why

    A link to `#scope` leads to the first element with that id; the second cannot be reached, and scripts and style
    sheets that look for one of the two find the other.

    ## What it reports

    An `id` that an element further up in the post has already. Which of them is to be renamed is for people: links
    from elsewhere lead to it.

    ## What it leaves alone

    Ids in code and drawings, and posts with templates, which may show one of two.
    """

    code = "HTM008"
    name = "repeated-id"
    severity = Severity.WARNING
    needs = ("copydesk_rules.signs:repeated id",)

    examples = (
        bad('<h2 id="scope">Scope</h2>\n<h2 id="scope">More</h2>\n'),
        bad('<a id="a"></a>One.\n\n<p id="a">Two.</p>\n\n<p id="a">Three.</p>\n', findings=2),
        good('<h2 id="scope">Scope</h2>\n<h2 id="Scope">More</h2>\n<p class="scope" id="">a</p><p id="">b</p>\n'),
        good('<h2 id="scope" id="scope">Scope</h2>\n<p id="a" id="scope">One.</p>\n', note="the first counts"),
        good('{% if a %}<p id="a">One.</p>{% else %}<p id="a">Two.</p>{% endif %}\n'),
        good('<svg><path id="a"/></svg><svg><path id="a"/></svg>\n'),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each id that was there before."""
        if not doc.html.tags or "id" not in doc.html.attribute_names():
            return
        places = doc.html.attributes("id")
        if len(places) < 2 or doc.templates:
            return
        seen: set[str] = set()
        last: Tag | None = None
        for tag, attribute in places:
            if tag is last:
                continue  # of those that a tag repeats the first counts
            last = tag
            value = attribute.value
            if value in seen and value:
                if doc.html.inside(tag.span.start, _CODE) is None:
                    yield self.finding(
                        attribute.span,
                        f"`{value}` is the id of an element further up: links to it never lead here",
                        help="give this element another id, or none",
                    )
            elif doc.html.inside(tag.span.start, _CODE) is None:
                seen.add(value)
