"""LNK001: addresses that lost their scheme or have two, or whose parameters were escaped twice."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, bad, good, regex
from copydesk_rules.addresses import Place, address_book, suspects, written_span
from copydesk_rules.messages import quoted


class BrokenAddress(Rule):
    """An address should have one scheme, one escape, and in an archive the scheme of the page that was archived.

    ## Why

    A program that makes `http:` of a post go away, so that links work on `https` pages, also takes it from the middle
    of an address of the Wayback Machine, which then finds nothing. A hand that pastes an address behind the `https://`
    of a form leaves two, and a link that leads to a host called `https`. Where `&amp;` goes through one program too
    many, it becomes `&amp;amp;`, and the parameters behind it are called `amp;autoplay`, which no server knows.

    ## What it reports

    `https://web.archive.org/web/2017…///walks.org`, `https://https://walks.org`, and `?a=1&amp;amp;b=2`. The fix puts
    the scheme back, takes the first of two, or leaves one escape.

    ## What it leaves alone

    Addresses that begin with `//`: they lead where they should. Slashes in a row elsewhere in an address, and `&amp;`
    in the values of parameters.
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
        bad("[A](http://hTTP://walks.org/a)\n", fixed="[A](hTTP://walks.org/a)\n"),
        good("[A](//walks.org/a//b) [B](https://walks.org//a///b) [C](https://walks.org/https://walks.org)\n"),
        good(
            "[A](https://web.archive.org/web/2017*/http://walks.org) [B](https://web.archive.org/web/2017/walks.org)\n"
        ),
        bad(
            '<iframe src="https://walks.org/play?id=7&amp;amp;auto=false&amp;amp;art=no"></iframe>\n',
            fixed='<iframe src="https://walks.org/play?id=7&amp;auto=false&amp;art=no"></iframe>\n',
        ),
        bad("[A](https://walks.org/?a=1&amp;amp;b=2)\n", fixed="[A](https://walks.org/?a=1&amp;b=2)\n"),
        bad("![A](https://walks.org/a.png?w=1&amp;amp;amp;h=2)\n", fixed="![A](https://walks.org/a.png?w=1&amp;h=2)\n"),
        good("[A](https://walks.org/?a=1&amp;b=2) [B](https://walks.org/?text=a&amp;amp;&b=2)\n"),
        good("`https://https://walks.org`\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each address with a scheme too few or too many."""
        for place in suspects(doc).nested:
            target = place.reference.target
            if target[:16].lower().startswith(_DOUBLE):
                new = target[target.find("/") + 2 :]
                message = f"address {quoted(target)} has two schemes, and leads to a host named by the second"
                yield from self._finding(doc, place, message, new)
            elif "///" in target:
                yield from self._eaten(doc, place)

        for place in suspects(doc).queried:
            if "&amp;" in place.reference.target:
                yield from self._escaped(doc, place)

    def _escaped(self, doc: Document, place: Place) -> Iterator[Finding]:
        from copydesk_rules.retarget import Piece, finding, pieces_changed

        target = place.reference.target
        new = _TWICE.sub("&", target)
        if new != target:
            span = written_span(doc, place.reference)
            pieces = [Piece(*found.span(1)) for found in _TWICE_WRITTEN.finditer(span.of(doc.text))]
            changed = pieces_changed(doc, place, pieces, new) if pieces else None
            message = f"address {quoted(target)} was escaped twice, and its parameters have names that no server knows"
            yield finding(self, doc, place, span, message, changed, "leave one escape", help="write `&amp;`")

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


_TWICE = regex(r"&(?>(?:amp;)+)(?=[\w.%\[\]-]++=)")
_TWICE_WRITTEN = regex(r"&amp;((?>(?:amp;)+))(?=[\w.%\[\]-]++=)")
_DOUBLE = ("https://https://", "https://http://", "http://https://", "http://http://")
