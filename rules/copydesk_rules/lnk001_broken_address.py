"""LNK001: addresses that lost their scheme, or have two."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, bad, good
from copydesk_rules.addresses import Place, address_book, suspects, written_span
from copydesk_rules.messages import quoted


class BrokenAddress(Rule):
    """An address should have one scheme, and in an archive that of the page that was archived.

    ## Why

    A program that makes `http:` of a post go away, so that links work on `https` pages, also takes it from the middle
    of an address of the Wayback Machine, which then finds nothing. A hand that pastes an address behind the `https://`
    of a form leaves two, and a link that leads to a host called `https`.

    ## What it reports

    `https://web.archive.org/web/2017…///walks.org`, and `https://https://walks.org`. The fix puts the scheme back, or
    takes the first of two.

    ## What it leaves alone

    Addresses that begin with `//`: they lead where they should. Slashes in a row elsewhere in an address.
    """

    code = "LNK001"
    name = "broken-address"
    severity = Severity.ERROR
    needs = ("copydesk_rules.signs:broken address",)

    examples = (
        bad(
            "[A](https://web.archive.org/web/20170623050642///walks.org/faq.html)\n",
            fixed="[A](https://web.archive.org/web/20170623050642/http://walks.org/faq.html)\n",
        ),
        bad("[A](https://https://walks.org/a)\n", fixed="[A](https://walks.org/a)\n"),
        bad('<a href="http://https://walks.org/a">A</a>\n', fixed='<a href="https://walks.org/a">A</a>\n'),
        good("[A](//walks.org/a//b) [B](https://walks.org//a///b) [C](https://walks.org/https://walks.org)\n"),
        good(
            "[A](https://web.archive.org/web/2017*/http://walks.org) [B](https://web.archive.org/web/2017/walks.org)\n"
        ),
        good("`https://https://walks.org`\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each address with a scheme too few or too many."""
        for place in suspects(doc).nested:
            target = place.reference.target
            if target.startswith(_DOUBLE):
                new = target[target.find("/") + 2 :]
                message = f"address {quoted(target)} has two schemes, and leads to a host named by the second"
                yield from self._finding(doc, place, message, new)
            elif "///" in target:
                yield from self._eaten(doc, place)

    def _eaten(self, doc: Document, place: Place) -> Iterator[Finding]:
        from copydesk_rules.address_book import last_names
        from copydesk_rules.rewrites import rewritten

        if place.address is None:
            return
        known = address_book(doc).rewrites("broken")
        for entry in known.get(last_names(place.address.host), ()):
            new = rewritten(entry, place.reference.target)
            if new:
                yield from self._finding(doc, place, f"address {quoted(place.reference.target)} {entry.why}", new)
                return

    def _finding(self, doc: Document, place: Place, message: str, new: str) -> Iterator[Finding]:
        from copydesk_rules.retarget import finding, whole_changed

        span = written_span(doc, place.reference)
        yield finding(self, doc, place, span, message, whole_changed(doc, place, new), f"write {quoted(new)}")


_DOUBLE = ("https://https://", "https://http://", "http://https://", "http://http://")
