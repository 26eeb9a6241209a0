"""IMG008: pictures by way of somebody else's copy."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Safety, Severity, bad, good
from copydesk_rules.addresses import address_book, suspects, written_span
from copydesk_rules.messages import quoted


class ProxiedImage(Rule):
    """A picture should be named by its own address.

    ## Why

    Search engines, mail programs, GitHub and scrapers show pictures by way of a server of theirs, whose address is
    copied along. That server serves its own pages: it forgets the picture, refuses other sites, or learns who reads
    the post. The picture itself is where its own address says, which the long one holds.

    ## What it reports

    Pictures at the address of a known proxy: results of Google, DuckDuckGo and Baidu, copies of Gmail, Slack, GitHub
    (camo) and DEV, public CORS proxies. The fix writes the address that is inside. It is unsafe, as the picture's own
    server may show it in its own pages only, or may be gone.

    ## What it leaves alone

    Archives, and services that make pictures smaller: somebody chose them.
    """

    code = "IMG008"
    name = "proxied-image"
    severity = Severity.WARNING
    needs = ("copydesk_rules.signs:proxy",)

    examples = (
        bad(
            "![The tide](https://external-content.duckduckgo.com/iu/?u=https%3A%2F%2Fwalks.org%2Ftide.jpg&f=1)\n",
            fixed="![The tide](https://walks.org/tide.jpg)\n",
            unsafe=True,
        ),
        bad(
            '<img src="https://cors-anywhere.herokuapp.com/http://walks.org/tide.jpg" alt="The tide">\n',
            fixed='<img src="http://walks.org/tide.jpg" alt="The tide">\n',
            unsafe=True,
        ),
        bad(
            "---\ntitle: Tides\ndate: 2024-05-06 07:08:09\n"
            "cover: https://camo.githubusercontent.com/0b4a/68747470733a2f2f77616c6b732e6f72672f612e706e67\n---\n\nText.\n",
            fixed="---\ntitle: Tides\ndate: 2024-05-06 07:08:09\ncover: https://walks.org/a.png\n---\n\nText.\n",
            unsafe=True,
            note="its own address, in hexadecimal figures",
        ),
        good("![The tide](https://web.archive.org/web/2020im_/https://walks.org/tide.jpg)\n", note="an archive"),
        good("![The tide](https://wsrv.nl/?url=walks.org/tide.jpg&w=300)\n", note="somebody made it smaller"),
        good(
            "![The tide](https://pictures.example/?src=https://walks.org/tide.jpg)\n", note="nobody knows what this is"
        ),
        good("`![](https://cors-anywhere.herokuapp.com/https://walks.org/tide.jpg)`\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each picture that comes from a proxy."""
        places = [one for one in suspects(doc).every if one.what == "picture" and one.reference.attribute != "srcset"]
        if not places:
            return
        book = address_book(doc)
        for place in places:
            address = place.address
            if address is None or not book.proxies(address.host):
                continue
            from copydesk_rules.retarget import finding, whole_changed
            from copydesk_rules.wrappers import unwrap

            found = unwrap(book.proxies, place.reference.target, address)
            if found is None:
                continue
            span = written_span(doc, place.reference)
            message = f"{quoted(place.reference.target)} {found.entries[0].why}: it may not be there for readers"
            changed = whole_changed(doc, place, found.target) if found.target else None
            title = f"write {quoted(found.target)}"
            help = "put the picture into the site, or write its own address"
            yield finding(self, doc, place, span, message, changed, title, Safety.UNSAFE, help)
