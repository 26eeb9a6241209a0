"""TRK004: parameters in addresses that say who clicked where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from copydesk import (
    TYPE_CHECKING,
    Change,
    Document,
    Edit,
    Finding,
    Fix,
    Reference,
    Rule,
    Severity,
    Span,
    bad,
    good,
    option,
)
from copydesk_rules.messages import LEAKED, is_leaked, quoted

if TYPE_CHECKING:
    from copydesk_rules.addresses import Query
    from copydesk_rules.catalogue import Catalogue


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
        addresses = [
            (reference, what)
            for what, references in (("link", doc.links), ("picture", doc.images))
            for reference in references
            if "=" in reference.target and ("?" in reference.target or "#" in reference.target)
        ]
        if not addresses:
            return
        from copydesk_rules.catalogue import catalogue

        known = catalogue(doc.site.vendor_files)
        seen: set[Span] = set()
        for reference, what in addresses:
            if reference.opaque or not (self.parameters or known.may_have_parameters(reference.target)):
                continue
            if reference.target_span not in seen:
                seen.add(reference.target_span)
                yield from self._check(doc, known, reference, what)

    def _check(self, doc: Document, known: Catalogue, reference: Reference, what: str) -> Iterator[Finding]:
        from copydesk_rules.addresses import queries

        target = reference.target
        found = queries(target)
        reasons = [] if _is_sponsored(reference) else self._reasons(known, target, found)
        if not any(reasons):
            return
        span = reference.target_span
        if reference.origin == "field" and span.of(doc.text)[:1] in ("'", '"'):
            span = Span(span.start + 1, span.end - 1)
        written = span.of(doc.text)
        as_written = found if written == target else queries(written)
        cuts = list(_cuts(as_written, reasons))
        names = [one.name for query in found for one in query.parameters]
        gone = [(name, why) for name, why in zip(names, reasons, strict=True) if why]
        plain = [_plain(one.name) for query in as_written for one in query.parameters]
        if plain != names or (reference.origin == "field" and written != target):
            yield self.finding(span, _message(gone, what))  # written in a way that only a browser undoes
            return
        if is_leaked(doc, span):
            yield self.finding(span, _message(gone, what), help=LEAKED)
            return
        start = span.start
        new = _without(target, cuts if as_written is found else _cuts(found, reasons))
        places = [start]
        declares = [Change("image" if what == "picture" else "link", target, new)]
        if reference.origin == "autolink":
            declares.append(Change("text", target, new))
        elif reference.origin == "definition":
            declares = [Change(kind, target, new) for kind in ("link", "image")]  # one definition may serve both
        elif reference.origin == "field":
            declares.append(Change("field", reference.attribute, reference.attribute))
        else:
            place = _text_place(doc, reference, written)
            if place >= 0:
                places.append(place)
                declares.append(Change("text", target, new))
        edits = tuple(Edit(Span(place + first, place + last)) for place in places for first, last in cuts)
        fix = Fix("remove the tracking parameters", edits, declares=tuple(declares))
        yield self.finding(Span(start + cuts[0][0], start + cuts[-1][1]), _message(gone, what), fix)

    def _reasons(self, known: Catalogue, target: str, found: Sequence[Query]) -> list[str]:
        """Return for each parameter of the address what is wrong with it, or nothing."""
        from copydesk_rules.addresses import split
        from copydesk_rules.catalogue import on_host

        address = split(target)
        pairs = [(one.name, one.value) for query in found for one in query.parameters]
        if address is None or (self.keep_hosts and on_host(self.keep_hosts, address.host)):
            return [""] * len(pairs)
        entries = known.parameters(*address, pairs)
        reasons = [entry.why if entry is not None else "" for entry in entries]
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


def _is_sponsored(reference: Reference) -> bool:
    """Tell whether a link says that it is a sponsor's, whose campaign it then counts for by agreement."""
    if "sponsor" in reference.text.lower():
        return True
    rel = reference.tag.get("rel") if reference.tag is not None else None
    return rel is not None and "sponsored" in rel.value.lower().split()


def _cuts(found: Sequence[Query], reasons: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places to cut from an address so that the parameters with a reason are no longer there."""
    at = 0
    for query in found:
        those = reasons[at : at + len(query.parameters)]
        at += len(query.parameters)
        gone = {one for one, why in zip(query.parameters, those, strict=False) if why}
        if gone:
            yield from query.without(gone)


def _without(text: str, cuts: Iterable[tuple[int, int]]) -> str:
    """Return `text` without the places in `cuts`."""
    parts = []
    at = 0
    for start, end in cuts:
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


def _text_place(doc: Document, reference: Reference, written: str) -> int:
    """Return where the visible text of a link begins if it is the address as it is written, or -1."""
    text = doc.text
    if reference.tag is not None:
        address, start = written.strip(), reference.tag.span.end
        while text[start : start + 1].isspace():
            start += 1
        if reference.tag.name != "a" or not text.startswith(address, start):
            return -1  # most links show words: of those nobody need know where they end
        element = reference.tag.element
        if element is None or element.end is None:
            return -1
        if element.inner.of(text).strip() != address:
            return -1
        return start - (len(written) - len(written.lstrip()))
    if reference.origin == "markdown" and reference.text == written:
        for link in doc.markdown.links:
            if link.span == reference.span and not link.image:
                return link.inner.start
    return -1


def _message(gone: Sequence[tuple[str, str]], what: str) -> str:
    """Return the message about the parameters in `gone`, each with what is wrong with it."""
    names = list(dict.fromkeys(name for name, _ in gone))
    reasons = dict.fromkeys(why for _, why in gone)
    where = "in the address of a picture" if what == "picture" else "in a link"
    if len(names) == 1:
        return f"tracking parameter {quoted(names[0])} {where} {gone[0][1]}"
    listed = ", ".join(quoted(name) for name in names)
    return f"tracking parameters {listed} {where}: each {' or '.join(reasons)}"
