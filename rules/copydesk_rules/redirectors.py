"""What to say of an address that leads through a redirector, and what to write in its place: the most of TRK005."""

from __future__ import annotations

from copydesk import TYPE_CHECKING, Document, Finding
from copydesk_rules.addresses import Address, Place, written_span
from copydesk_rules.entries import on_host
from copydesk_rules.messages import quoted
from copydesk_rules.retarget import finding, whole_changed
from copydesk_rules.wrappers import unwrap

if TYPE_CHECKING:
    from copydesk_rules.address_book import AddressBook
    from copydesk_rules.trk005_redirect_wrapper import RedirectWrapper


def judged(rule: RedirectWrapper, doc: Document, book: AddressBook, place: Place, address: Address) -> Finding | None:
    """Return what `rule` finds in the address at `place`, whose parts are `address`; None where it is no redirector."""
    reference = place.reference
    found = unwrap(book.wrappers, reference.target, address)
    if found is None or place.sponsored or (rule.keep_hosts and on_host(rule.keep_hosts, address.host)):
        return None
    if place.what == "picture":
        copied = unwrap(book.proxies, reference.target, address)
        if copied is not None and copied.target != found.target:
            return None  # IMG008 knows where the picture itself is
    where = "in a link" if place.what == "link" else f"in the address of a {place.what}"
    reasons = " and ".join(dict.fromkeys([entry.why for entry in found.entries]))
    message = f"redirector {quoted(address.host)} {where} {reasons}"
    changed = whole_changed(doc, place, found.target) if found.target else None
    title = f"write {quoted(found.target)}"
    span = written_span(doc, reference)
    return finding(rule, doc, place, span, message, changed, title, help="write the address that is meant")
