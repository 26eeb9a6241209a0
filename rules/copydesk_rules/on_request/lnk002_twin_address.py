"""LNK002: links to the page for phones, or to a copy of the page, of a site that has a page for everybody."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, bad, good
from copydesk_rules.addresses import Place, address_book, written_span
from copydesk_rules.messages import quoted


class TwinAddress(Rule):
    """A link should lead to the page that its site has for everybody.

    ## Why

    An address that was copied on a phone leads readers at a desk to a page made for phones, and one of an AMP cache
    leads to a copy under Google's name. The site itself sends phones to their page where it has one.

    ## What it reports

    Links to known twins: `en.m.wikipedia.org`, `mobile.twitter.com`, `amp.theguardian.com`, pages in the caches of AMP.
    The fix writes the address of the page for everybody.

    ## What it leaves alone

    Every host that is not known: `m.` and `amp` are names like any other.
    """

    code = "LNK002"
    name = "twin-address"
    severity = Severity.INFO
    needs = ("link",)
    default = False

    examples = (
        bad(
            "[A heron](https://en.m.wikipedia.org/wiki/Heron#Range)\n",
            fixed="[A heron](https://en.wikipedia.org/wiki/Heron#Range)\n",
        ),
        bad(
            '<a href="https://www.google.com/amp/s/walks.org/herons%3famp=1">A</a>\n',
            fixed='<a href="https://walks.org/herons%3famp=1">A</a>\n',
        ),
        good("[A](https://m.walks.org/a) [B](https://amp.walks.org/) [C](https://walks.org/amp/) [D](/amp/)\n"),
        good("[A](https://en.wikipedia.org/wiki/AMP) `https://en.m.wikipedia.org/wiki/Heron`\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each link to a twin."""
        links = [link for link in doc.links if "//" in link.target and not link.opaque]
        if not links:
            return
        from copydesk_rules.address_book import last_names
        from copydesk_rules.retarget import finding, whole_changed
        from copydesk_rules.rewrites import rewritten

        known = address_book(doc).rewrites("amp", "mobile")
        for link in links:
            place = Place(link, "link")
            if place.address is None:
                continue
            for entry in known.get(last_names(place.address.host), ()):
                new = rewritten(entry, link.target)
                if new:
                    span = written_span(doc, link)
                    message = f"link to {quoted(link.target)} {entry.why}"
                    changed = whole_changed(doc, place, new)
                    yield finding(self, doc, place, span, message, changed, f"write {quoted(new)}")
                    break
