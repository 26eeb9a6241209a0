"""TRK004: parameters in addresses that say who clicked where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk import TYPE_CHECKING, Document, Finding, Fix, Rule, Severity, Span, bad, good, option
from copydesk_rules.addresses import Place, suspects, written_span
from copydesk_rules.messages import LEAKED, is_leaked, quoted

if TYPE_CHECKING:
    from copydesk_rules.address_book import AddressBook
    from copydesk_rules.addresses import Address
    from copydesk_rules.queries import Query
    from copydesk_rules.retarget import Piece


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
    those that a credit or a sponsor asks for (`utm_` on Unsplash, in links that name a sponsor). Addresses in code or
    in running text, addresses with template syntax, and copies in web archives, which are filed under the whole
    address.
    """

    code = "TRK004"
    name = "tracking-parameter"
    severity = Severity.WARNING

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
        good("[A]({{ site.url }}/?utm_source=x) and `https://walks.org/?utm_source=x`\n"),
        good("Set `utm_source` yourself, or write to <mailto:a@walks.org?utm_source=x>.\n"),
        good("[A](https://shop.walks.org/?utm_source=us)\n", options={"keep_hosts": ("walks.org",)}),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each address with parameters that say who clicked."""
        return self._findings(doc, suspects(doc))

    def _findings(self, doc: Document, places: Sequence[Place]) -> Iterator[Finding]:
        if not places:
            return
        from copydesk_rules.catalogue import catalogue

        book = catalogue(doc.site.vendor_files).addresses
        for place in places:
            target = place.reference.target
            address = place.address if "?" in target or "#" in target else None
            if address is not None and (
                self.parameters
                or book.may_have_parameters(target, address.host)
                or ("#" in target and book.may_have_fragment(target))
            ):
                yield from self._check(doc, book, place, address)

    def _check(self, doc: Document, book: AddressBook, place: Place, address: Address) -> Iterator[Finding]:
        from copydesk_rules.catalogue import on_host
        from copydesk_rules.queries import queries
        from copydesk_rules.retarget import pieces_changed

        target = place.reference.target
        if place.sponsored or (self.keep_hosts and on_host(self.keep_hosts, address.host)):
            return
        found = queries(target)
        reasons = self._reasons(book, address, found)
        mark = target.find("#")
        trace = book.fragment(address.host, target[mark + 1 :]) if mark >= 0 else None
        if trace is None and not any(reasons):
            return
        names = [one.name for query in found for one in query.parameters]
        gone = [(name, why) for name, why in zip(names, reasons, strict=True) if why]
        if trace is not None:
            gone.append((target[mark:], trace.why))
        message = _message(gone, place.what)
        span = written_span(doc, place.reference)
        written = span.of(doc.text)
        as_written = found if written == target else queries(written)
        plain = [_plain(one.name) for query in as_written for one in query.parameters]
        pieces = _pieces(as_written, reasons, written, target[mark:] if trace is not None else "")
        if plain != names or pieces is None or (place.reference.origin == "field" and written != target):
            yield self.finding(span, message)  # written in a way that only a browser undoes
        elif is_leaked(doc, span):
            yield self.finding(span, message, help=LEAKED)
        else:
            cuts = pieces
            if as_written is not found:
                cuts = _pieces(found, reasons, target, target[mark:] if trace is not None else "") or []
            edits, declares = pieces_changed(doc, place, pieces, _without(target, cuts))
            fix = Fix("remove the tracking parameters", edits, declares=declares)
            place_gone = Span(span.start + pieces[0].start, span.start + pieces[-1].end)
            yield self.finding(place_gone, message, fix)

    def _reasons(self, book: AddressBook, address: Address, found: Sequence[Query]) -> list[str]:
        """Return for each parameter of the address what is wrong with it, or nothing."""
        pairs = [(one.name, one.value) for query in found for one in query.parameters]
        reasons = [entry.why if entry is not None else "" for entry in book.parameters(address, pairs)]
        if self.parameters or self.keep:
            from copydesk_rules.catalogue import matches_any, pattern

            more = [pattern(name.lower()) for name in self.parameters]
            keep = [pattern(name.lower()) for name in self.keep]
            for at, (name, _) in enumerate(pairs):
                if matches_any(keep, name.lower()):
                    reasons[at] = ""
                elif not reasons[at] and matches_any(more, name.lower()):
                    reasons[at] = "is on this site's list"
        return reasons


def _pieces(found: Sequence[Query], reasons: Sequence[str], written: str, fragment: str) -> list[Piece] | None:
    """Return the places to cut from an address so that `fragment` and the parameters with a reason are gone.

    None where the fragment is written in another way than it is read.
    """
    from copydesk_rules.retarget import Piece

    pieces: list[Piece] = []
    at = 0
    for query in found:
        those = reasons[at : at + len(query.parameters)]
        at += len(query.parameters)
        gone = {one for one, why in zip(query.parameters, those, strict=False) if why}
        if gone:
            pieces += [Piece(start, end) for start, end in query.without(gone)]
    if fragment:
        if not written.endswith(fragment):
            return None
        pieces.append(Piece(len(written) - len(fragment), len(written)))
    return pieces


def _without(text: str, pieces: Sequence[Piece]) -> str:
    """Return `text` without the places in `pieces`."""
    parts = []
    at = 0
    for start, end, _ in pieces:
        parts.append(text[at:start])
        at = end
    return "".join((*parts, text[at:]))


def _plain(name: str) -> str:
    """Return the name of a parameter with Markdown's backslashes and with character references decoded."""
    if "\\" in name:
        name = name.replace("\\", "")
    if "&" in name:
        import html

        name = html.unescape(name)
    return name


def _message(gone: Sequence[tuple[str, str]], what: str) -> str:
    """Return the message about the parameters in `gone`, each with what is wrong with it."""
    names = list(dict.fromkeys(name for name, _ in gone))
    reasons = dict.fromkeys(why for _, why in gone)
    where = "in a link" if what == "link" else f"in the address of a {what}"
    if len(names) == 1:
        kind = "fragment" if names[0].startswith("#") else "parameter"
        return f"tracking {kind} {quoted(names[0])} {where} {gone[0][1]}"
    listed = ", ".join(quoted(name) for name in names)
    return f"tracking parameters {listed} {where}: each {' or '.join(reasons)}"
