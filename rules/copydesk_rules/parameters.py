"""What is to go from an address with tracking parameters, and what to say of it: the most of TRK004 and FM026."""

from __future__ import annotations

from collections.abc import Sequence

from copydesk import TYPE_CHECKING, Document, Finding, regex
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
    target = place.reference.target
    found = queries(target)
    reasons = _reasons(rule, book, address, found)
    mark = target.find("#")
    trace = book.fragment(address.host, target[mark + 1 :]) if mark >= 0 else None
    if (trace is None and not any(reasons)) or place.sponsored or _is_among_sponsors(doc, place):
        return None
    if _is_agreed(found) or _says_whence(doc, found):
        return None
    if rule.keep_hosts and on_host(rule.keep_hosts, address.host):
        return None
    names = [one.name for query in found for one in query.parameters]
    gone = {name: why for name, why in zip(names, reasons, strict=True) if why}
    fragment = ""
    if trace is not None:
        fragment = target[mark:]
        gone[fragment] = trace.why
    message = _message(gone, place.what)
    span = written_span(doc, place.reference)
    written = span.of(doc.text)
    pieces = cuts = _pieces(found, reasons, target, fragment)
    if written != target:
        as_written = queries(written)
        if [_plain(one.name) for query in as_written for one in query.parameters] != names:
            return rule.finding(span, message)  # written in a way that only a browser undoes
        pieces = _pieces(as_written, reasons, written, fragment)
    if pieces is None or (place.reference.origin == "field" and written != target):
        return rule.finding(span, message)
    changed = pieces_changed(doc, place, pieces, without(target, cuts or ()))
    span = span._replace(start=span.start + pieces[0].start, end=span.start + pieces[-1].end)
    return finding(rule, doc, place, span, message, changed, "remove the tracking parameters")


def _is_among_sponsors(doc: Document, place: Place) -> bool:
    """Tell whether the address stands below a heading that speaks of sponsors, who count readers by agreement."""
    above = ""
    for heading in doc.markdown.headings:
        if heading.span.start > place.reference.span.start:
            break
        above = heading.text
    return "sponsor" in above.lower()


def _is_agreed(found: Sequence[Query]) -> bool:
    """Tell whether the address says that it is a partner's, who pays the author, or is paid, by what it counts."""
    return any(
        one.name.lower() == "utm_medium" and one.value.lower() in _AGREED for query in found for one in query.parameters
    )


_AGREED = frozenset(("affiliate", "affiliates", "partner", "partners", "partnership", "sponsor", "sponsored"))
_AGREED |= {"sponsorship", "ambassador"}


def _says_whence(doc: Document, found: Sequence[Query]) -> bool:
    """Tell whether the address says that the reader comes from this very site, as its author wanted it to."""
    sources = [one.value for query in found for one in query.parameters if one.name.lower() == "utm_source"]
    if not sources:
        return False
    own = {word for host in own_hosts(doc.site) for word in _WORD.findall(host.rpartition(".")[0])} - _ANYBODYS
    return any(not own.isdisjoint(_WORD.findall(source.lower())) for source in sources)


_WORD = regex(r"[a-z0-9]{3,}")
_ANYBODYS = frozenset(
    ("www", "blog", "docs", "doc", "news", "web", "site", "pages", "github", "gitlab", "netlify", "com")
)
"""Parts of host names that are nobody's name."""


def _reasons(rule: TrackingParameter, book: AddressBook, address: Address, found: Sequence[Query]) -> list[str]:
    """Return for each parameter of the address what is wrong with it, or nothing."""
    pairs = [(one.name.lower(), one.value) for query in found for one in query.parameters]
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


def _pieces(found: Sequence[Query], reasons: Sequence[str], written: str, fragment: str) -> list[Piece] | None:
    """Return the places to cut from an address so that `fragment` and the parameters with a reason are gone.

    None where the fragment is written in another way than it is read.
    """
    pieces: list[Piece] = []
    at = 0
    for query in found:
        those = reasons[at : at + len(query.parameters)]
        at += len(query.parameters)
        if any(those):
            gone = {one for one, why in zip(query.parameters, those, strict=False) if why}
            pieces += [Piece(start, end) for start, end in query.without(gone)]
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


def _message(gone: dict[str, str], what: str) -> str:
    """Return the message about the parameters in `gone`, each with what is wrong with it."""
    where = "in a link" if what == "link" else f"in the address of a {what}"
    if len(gone) == 1:
        ((name, why),) = gone.items()
        kind = "fragment" if name.startswith("#") else "parameter"
        return f"tracking {kind} {quoted(name)} {where} {why}"
    listed = ", ".join(map(quoted, gone))
    return f"tracking parameters {listed} {where}: each {' or '.join(dict.fromkeys(gone.values()))}"
