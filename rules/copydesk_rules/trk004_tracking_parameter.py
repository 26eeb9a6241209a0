"""TRK004: parameters in addresses that say who clicked where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from copydesk import TYPE_CHECKING, Document, Finding, Rule, Severity, bad, good, option
from copydesk_rules.addresses import Place, address_book, suspects

if TYPE_CHECKING:
    from collections.abc import Callable

    from copydesk_rules.address_book import AddressBook
    from copydesk_rules.addresses import Address

    Judge = Callable[["TrackingParameter", Document, AddressBook, Place, Address], Finding | None]


class TrackingParameter(Rule):
    """An address should not carry parameters that say who clicked where.

    ## Why

    `utm_source`, `fbclid` and their like do not lead anywhere: they tell the linked site, or an advertising network
    behind it, from which letter, post or person the address was copied. They make addresses long, defeat caches, keep
    two addresses of one page from being recognised, and count your readers as somebody else's campaign.

    ## What it reports

    Known parameters in links and picture addresses of Markdown, HTML and the front matter's image fields, also behind
    the `#`. Only they are removed: everything else in the address stays as it is written. Where the visible text is
    the address itself, both are changed.

    ## What it leaves alone

    Parameters that are the address (`v=`, `__biz=`, Medium's `sk=`), the author's own (`tag=` of an affiliate), and
    those that a credit, a sponsor or a partner asks for (`utm_` on Unsplash, in links that name a sponsor, or with
    `utm_medium=affiliate`, `partner` and the like), or by which the site says that the reader comes from it
    (`utm_source` names its own host). Addresses in code or in running text,
    addresses with template syntax, and copies in web archives, which are filed under the whole address.
    """

    code = "TRK004"
    name = "tracking-parameter"
    severity = Severity.WARNING
    needs: tuple[str, ...] = ("copydesk_rules.signs:tracking parameter",)

    parameters: tuple[str, ...] = option((), "More parameters to remove; `*` is any characters.")
    keep: tuple[str, ...] = option((), "Parameters to leave alone; `*` is any characters.")
    keep_hosts: tuple[str, ...] = option((), "Hosts (and all below them) whose addresses are left alone.")

    examples = (
        bad(
            "See [the rules](https://walks.org/rules?page=2&utm_source=mail&utm_medium=x#top).\n",
            fixed="See [the rules](https://walks.org/rules?page=2#top).\n",
        ),
        bad(
            '<a href="https://walks.org/?utm_source=mail&amp;id=7&#038;fbclid=Iw">A</a>\n',
            fixed='<a href="https://walks.org/?id=7">A</a>\n',
        ),
        bad(
            "![a map](/map.png?utm_source=mail) and <https://walks.org/?gclid=CO>\n",
            fixed="![a map](/map.png) and <https://walks.org/>\n",
            findings=2,
        ),
        bad(
            "[https://walks.org/?fbclid=Iw](https://walks.org/?fbclid=Iw)\n",
            fixed="[https://walks.org/](https://walks.org/)\n",
            note="the text is the address",
        ),
        bad(
            "[A][1] and [B][1].\n\n[1]: <https://walks.org/a?q=%E4%BD%A0+b&spm=a2c.11.0.0> 'Walks'\n",
            fixed="[A][1] and [B][1].\n\n[1]: <https://walks.org/a?q=%E4%BD%A0+b> 'Walks'\n",
        ),
        bad(
            "[A][1] ![B][1]\n\n[1]: https://walks.org/a?utm_source=x\n",
            fixed="[A][1] ![B][1]\n\n[1]: https://walks.org/a\n",
        ),
        bad("[A](https://walks.org/a#utm_source=rss&utm_medium=rss)\n", fixed="[A](https://walks.org/a)\n"),
        bad("[A](https://walks.org/a?utm\\_source=x&b=1)\n", fixed="[A](https://walks.org/a?b=1)\n"),
        bad(
            "---\ntitle: A\nheadimg: 'https://walks.org/a.png?utm_source=x' # cover\n---\n\nText.\n",
            fixed="---\ntitle: A\nheadimg: 'https://walks.org/a.png' # cover\n---\n\nText.\n",
        ),
        bad("[A](/a?ref=home)\n", fixed="[A](/a)\n", options={"parameters": ("ref",)}),
        good("[Watch](https://www.youtube.com/watch?v=a&t=1&list=b) [#2](/a?page=2#utm)\n"),
        good("[A book](https://www.amazon.com/dp/1?tag=walks-20)\n", note="the author's own number"),
        good(
            "Photo: [Mei](https://unsplash.com/@mei?utm_source=walks&utm_medium=referral)\n",
            note="a credit asks for it",
        ),
        good(
            "[A](https://web.archive.org/web/2020/https://walks.org/?utm_source=x)\n", note="the copy is filed under it"
        ),
        good(
            "[![sponsor](/sponsors/a.png)](https://a.site/?utm_source=walks)\n"
            '<a rel="sponsored" href="https://a.site/?utm_source=walks">A</a>\n',
            note="what a sponsor counts is agreed",
        ),
        good("[Maps](https://maps.example/?utm_source=walks&utm_medium=affiliate)\n", note="and so is a partner's"),
        good(
            "## Our sponsors\n\n* [Maps & More](https://maps.example/?utm_source=walks) drew the maps.\n",
            note="so is this",
        ),
        good(
            "[Maps](https://maps.example/?utm_source=walks-docs&utm_medium=referral)\n",
            posts={"CNAME": "docs.walks.example\n"},
            note="the site says where its readers come from",
        ),
        good("[A]({{ site.url }}/?utm_source=x) and `https://walks.org/?utm_source=x`\n"),
        good("Set `utm_source` yourself, or write to <mailto:a@walks.org?utm_source=x>.\n"),
        good("[A](https://shop.walks.org/?utm_source=us)\n", options={"keep_hosts": ("walks.org",)}),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each address with parameters that say who clicked."""
        return self._findings(doc, suspects(doc).queried)

    def _findings(self, doc: Document, places: Sequence[Place]) -> Iterator[Finding]:
        if not places:
            return
        book, judged = address_book(doc), _judge()
        for place in places:
            target = place.reference.target
            traced = "#" in target and book.may_have_fragment(target)
            if not traced and "=" not in target:
                continue
            address = place.address
            if address is not None and (traced or self.parameters or book.may_have_parameters(target, address.host)):
                finding = judged(self, doc, book, place, address)
                if finding is not None:
                    yield finding


@cache
def _judge() -> Judge:
    """Return `parameters.judged`: an import in each call takes as long as to look at an address."""
    from copydesk_rules.parameters import judged

    return judged
