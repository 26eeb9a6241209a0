"""TRK005: links that lead through somebody who counts the click."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from copydesk import TYPE_CHECKING, Document, Finding, Rule, Severity, bad, good, option
from copydesk_rules.addresses import Place, address_book, fields, suspects

if TYPE_CHECKING:
    from collections.abc import Callable

    from copydesk_rules.address_book import AddressBook
    from copydesk_rules.addresses import Address

    Judge = Callable[["RedirectWrapper", Document, AddressBook, Place, Address], Finding | None]


class RedirectWrapper(Rule):
    """A link should lead to the page that is meant, not to somebody who counts the click first.

    ## Why

    Search engines, networks, chat programs and mail filters put an address of their own around every link that is
    shown to readers: `https://link.zhihu.com/?target=https%3A//walks.org`. Copied into a post it reports the click of
    each of your readers, shows a page of warning in between, hides where the link leads, and is dead on the day that
    the service closes. Some hold the mail address of whoever copied the link.

    ## What it reports

    Links, pictures and fields of the front matter whose address is that of a known redirector, also one inside of
    another. The fix writes the address that the redirector holds, and nothing else of it; where the visible text is
    the address itself, both are changed.

    ## What it leaves alone

    Redirectors that hold anything but a plain `http` or `https` address, and those that nobody but their own service
    can read are reported without a fix. Addresses of archives, translations and picture services, which are chosen on
    purpose, and links of affiliates and sponsors are left alone.
    """

    code = "TRK005"
    name = "redirect-wrapper"
    severity = Severity.WARNING
    needs = ("copydesk_rules.signs:redirector", "copydesk_rules.field_signs:address with parameters")

    keep_hosts: tuple[str, ...] = option((), "Hosts of redirectors (and all below them) to leave alone.")

    examples = (
        bad(
            "[Walks](https://link.zhihu.com/?target=https%3A//walks.org/a%3Fid%3D7%26b%3D2)\n",
            fixed="[Walks](https://walks.org/a?id=7&b=2)\n",
        ),
        bad(
            '<a href="https://www.google.com/url?q=https://walks.org/a%3Fb%3D1&amp;sa=D&amp;usg=AFQj">A</a>\n',
            fixed='<a href="https://walks.org/a?b=1">A</a>\n',
        ),
        bad(
            "[A][1] ![B][2]\n\n[1]: <https://www.oschina.net/action/GoToLink?url=http%3A%2F%2Fwalks.org> 'Walks'\n"
            "[2]: https://ci3.googleusercontent.com/proxy/Zk=s0-d-e1-ft#https://walks.org/a.png\n",
            fixed="[A][1] ![B][2]\n\n[1]: <http://walks.org> 'Walks'\n[2]: https://walks.org/a.png\n",
            findings=2,
        ),
        bad(
            "[A](https://link.zhihu.com/?target=https%3A//www.oschina.net/action/GoToLink%3Furl%3Dhttp%253A%252F%252F"
            "walks.org%252Fa)\n",
            fixed="[A](http://walks.org/a)\n",
            note="one in another",
        ),
        bad(
            "<https://slack-redir.net/link?url=https%3A%2F%2Fwalks.org%2F%E4%BD%A0%20b>\n",
            fixed="<https://walks.org/%E4%BD%A0%20b>\n",
            note="what has to be encoded stays so",
        ),
        bad(
            "[https://href.li/?https://walks.org/a_b_c](https://href.li/?https://walks.org/a_b_c)\n",
            fixed="[https://walks.org/a\\_b\\_c](https://walks.org/a_b_c)\n",
            note="the text is the address",
        ),
        bad(
            "[A](https://link.juejin.cn/?target=https%3A%2F%2Fwalks.org%2Fa_%28b#part)\n",
            fixed="[A](https://walks.org/a_\\(b#part)\n",
        ),
        bad(
            "---\ntitle: A\nsource: https://link.zhihu.com/?target=https%3A//walks.org # the first\n---\n\nText.\n",
            fixed="---\ntitle: A\nsource: https://walks.org # the first\n---\n\nText.\n",
        ),
        bad(
            '<img src="/b.png" srcset="https://l.facebook.com/l.php?u=https%3A%2F%2Fwalks.org%2Fa&h=A 2x, /c.png">\n',
            fixed='<img src="/b.png" srcset="https://walks.org/a 2x, /c.png">\n',
        ),
        bad("[A](http://feedproxy.google.com/~r/walks/~3/QL8PInED3UY/667)\n", note="it does not say where it leads"),
        good("[A](https://www.google.com/search?q=https://walks.org) [B](https://www.google.com/url?sa=t&q=walks)\n"),
        good("[A](https://link.zhihu.com/?target=javascript%3Aalert%281%29)\n", note="no address of the web"),
        good("[A](https://login.walks.org/?target=https%3A//walks.org/a)\n", note="of nobody known"),
        good(
            "[A](https://web.archive.org/web/2020/https://walks.org/) [B](https://translate.google.com/?u=https://a.b)\n"
        ),
        good('<a rel="sponsored" href="https://www.googleadservices.com/pagead/aclk?adurl=https://walks.org">A</a>\n'),
        good("`https://link.zhihu.com/?target=https%3A//walks.org` and https://href.li/?https://walks.org\n"),
        good("[A](https://href.li/?https://walks.org)\n", options={"keep_hosts": ("href.li",)}),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each address that leads through a redirector."""
        places: Sequence[Place] = suspects(doc).every
        if more := fields(doc):
            places = [*places, *more]
        if not places:
            return
        book, judged = address_book(doc), _judge()
        wrappers = book.wrappers
        for place in places:
            address = place.address
            if address is not None and wrappers(address.host):
                finding = judged(self, doc, book, place, address)
                if finding is not None:
                    yield finding


@cache
def _judge() -> Judge:
    """Return `redirectors.judged`: an import in each call takes as long as to look at an address."""
    from copydesk_rules.redirectors import judged

    return judged
