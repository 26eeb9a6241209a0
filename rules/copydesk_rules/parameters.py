"""What is to go from an address with tracking parameters, and what to say of it: the most of TRK004 and FM026."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter

from copydesk import TYPE_CHECKING, Document, Finding, Site, Span, regex
from copydesk_rules.addresses import Address, Place, written_span
from copydesk_rules.entries import matches_any, on_host, pattern
from copydesk_rules.messages import quoted
from copydesk_rules.own_site import own_hosts
from copydesk_rules.queries import Query, queries
from copydesk_rules.retarget import Piece, finding, pieces_changed, without

if TYPE_CHECKING:
    from copydesk_rules.address_book import AddressBook
    from copydesk_rules.trk004_tracking_parameter import TrackingParameter


def judged(rule: TrackingParameter, doc: Document, book: AddressBook, place: Place, address: Address) -> Finding | None:
    """Return what `rule` finds in the address at `place`, whose parts are `address`; None where it is clean."""
    reference = place.reference
    target = reference.target
    found = queries(target)
    parameters = found[0].parameters if len(found) == 1 else [one for query in found for one in query.parameters]
    pairs = [(name.lower(), value) for name, value, _, _ in parameters]
    reasons = _reasons(rule, book, address, pairs)
    mark = target.find("#")
    trace = book.fragment(address.host, target[mark + 1 :]) if mark >= 0 else None
    if (trace is None and not any(reasons)) or place.sponsored or _is_among_sponsors(doc, place):
        return None
    sources: list[str] = []
    gone: dict[str, str] = {}
    for one, (name, value), why in zip(parameters, pairs, reasons, strict=True):
        if name == "utm_source":
            sources.append(value)
        elif name == "utm_medium" and value.lower() in _AGREED:
            return None
        if why:
            gone[one.name] = why
    if sources and _says_whence(doc, sources):
        return None
    if rule.keep_hosts and on_host(rule.keep_hosts, address.host):
        return None
    fragment = ""
    if trace is not None:
        fragment = target[mark:]
        gone[fragment] = trace.why
    message = _message(tuple(gone.items()), place.what)
    span = written_span(doc, reference)
    written = span.of(doc.text)
    pieces = cuts = _pieces(found, reasons, target, fragment)
    if written != target:
        as_written = queries(written)
        names = [_plain(one.name) for query in as_written for one in query.parameters]
        if names != [one.name for one in parameters]:
            return rule.finding(span, message)  # written in a way that only a browser undoes
        pieces = _pieces(as_written, reasons, written, fragment)
    if pieces is None or (reference.origin == "field" and written != target):
        return rule.finding(span, message)
    changed = pieces_changed(doc, place, pieces, without(target, cuts or ()), span)
    span = _span((span.start + pieces[0].start, span.start + pieces[-1].end))
    return finding(rule, doc, place, span, message, changed, "remove the tracking parameters")


def _is_among_sponsors(doc: Document, place: Place) -> bool:
    """Tell whether the address stands below a heading that speaks of sponsors, who count readers by agreement."""
    headings = doc.markdown.headings
    at = bisect_right(headings, place.reference.span.start, key=_start)
    return at > 0 and "sponsor" in headings[at - 1].text.lower()


_start = attrgetter("span.start")

_AGREED = frozenset(("affiliate", "affiliates", "partner", "partners", "partnership", "sponsor", "sponsored"))
_AGREED |= {"sponsorship", "ambassador"}
"""What ``utm_medium`` is in the address of a partner, who pays the author, or is paid, by what it counts."""


def _says_whence(doc: Document, sources: Sequence[str]) -> bool:
    """Tell whether one of `sources`, values of ``utm_source``, is this very site, as its author wanted it to be."""
    return not _own_words(doc.site).isdisjoint(_WORD.findall(" ".join(sources).lower()))


@lru_cache(maxsize=4)
def _own_words(site: Site) -> frozenset[str]:
    """Return the words by which the hosts of `site` may be called."""
    return frozenset(word for host in own_hosts(site) for word in _WORD.findall(host.rpartition(".")[0])) - _ANYBODYS


_WORD = regex(r"[a-z0-9]{3,}")
_ANYBODYS = frozenset(
    ("www", "blog", "docs", "doc", "news", "web", "site", "pages", "github", "gitlab", "netlify", "com")
)
"""Parts of host names that are nobody's name."""


def _reasons(
    rule: TrackingParameter, book: AddressBook, address: Address, pairs: Sequence[tuple[str, str]]
) -> list[str]:
    """Return for each parameter of the address what is wrong with it, or nothing; `pairs` are names and values."""
    reasons = [entry.why if entry is not None else "" for entry in book.parameters(address, pairs)]
    if rule.parameters or rule.keep:
        more = [pattern(name.lower()) for name in rule.parameters]
        keep = [pattern(name.lower()) for name in rule.keep]
        for at, (name, _) in enumerate(pairs):
            if matches_any(keep, name):
                reasons[at] = ""
            elif not reasons[at] and matches_any(more, name):
                reasons[at] = "is on this site's list"
    return reasons


_piece, _span = Piece._make, Span._make


def _pieces(found: Sequence[Query], reasons: Sequence[str], written: str, fragment: str) -> list[Piece] | None:
    """Return the places to cut from an address so that `fragment` and the parameters with a reason are gone.

    None where the fragment is written in another way than it is read.
    """
    pieces: list[Piece] = []
    at = 0
    for query in found:
        those = reasons[at : at + len(query.parameters)]
        at += len(those)
        if all(those):
            pieces.append(_piece((query.mark, query.parameters[-1].end, "")))
        elif any(those):
            gone = {one for one, why in zip(query.parameters, those, strict=True) if why}
            pieces += [_piece((start, end, "")) for start, end in query.without(gone)]
    if fragment:
        if not written.endswith(fragment):
            return None
        pieces.append(Piece(len(written) - len(fragment), len(written)))
    return pieces


def _plain(name: str) -> str:
    """Return the name of a parameter with Markdown's backslashes and with character references decoded."""
    if "\\" in name:
        name = name.replace("\\", "")
    if "&" in name:
        import html

        name = html.unescape(name)
    return name


@lru_cache(maxsize=256)  # a letter or a network writes the same few parameters again and again
def _message(gone: tuple[tuple[str, str], ...], what: str) -> str:
    """Return the message about the parameters that are `gone`, each with what is wrong with it."""
    where = "in a link" if what == "link" else f"in the address of a {what}"
    if len(gone) == 1:
        ((name, why),) = gone
        kind = "fragment" if name.startswith("#") else "parameter"
        return f"tracking {kind} {quoted(name)} {where} {why}"
    listed = ", ".join([quoted(name) for name, _ in gone])
    return f"tracking parameters {listed} {where}: each {' or '.join(dict.fromkeys([why for _, why in gone]))}"
