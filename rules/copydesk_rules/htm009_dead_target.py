"""HTM009: links that lead nowhere outside of the vendor."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import (
    TYPE_CHECKING,
    Change,
    Document,
    Edit,
    Finding,
    Fix,
    Reference,
    Rule,
    Safety,
    Severity,
    Span,
    bad,
    good,
    unwrap,
)
from copydesk_rules.addresses import in_small_letters
from copydesk_rules.messages import quoted
from copydesk_rules.signs_of_addresses import may_be_dead

if TYPE_CHECKING:
    from copydesk import Link


class DeadTarget(Rule):
    """A link should lead somewhere.

    ## Why

    What is copied from an assistant, a wiki or a chat brings links along that work there only: to a file of a
    conversation that nobody else sees (`sandbox:/mnt/data/…`), to a script of a page (`javascript:toggleToc()`), to a
    page of tags that has been gone for years. Readers click, and nothing happens.

    ## What it reports

    Links whose target is one of those that vendors' files know. The fix leaves the text without the link; it is unsafe,
    for whoever has the file may rather put it where the link can lead to. What may work for some is reported only.

    ## What it leaves alone

    Scripts of the site's own (`javascript:;`), links within the site, pictures, code.
    """

    code = "HTM009"
    name = "dead-target"
    severity = Severity.WARNING
    needs = ("copydesk_rules.signs:dead target",)

    examples = (
        bad(
            "Get [the list](sandbox:/mnt/data/herons.csv) here.\n",
            fixed="Get the list here.\n",
            unsafe=True,
        ),
        bad(
            '<p><a href="javascript:toggleToc()" class="internal">hide</a></p>\n',
            fixed="<p>hide</p>\n",
            unsafe=True,
        ),
        bad(
            '<a href="JavaScript:toggleToc()">hide</a> <a href="HTTP://Technorati.com/tag/herons">herons</a>\n',
            fixed="hide herons\n",
            unsafe=True,
            findings=2,
            note="letter case does not count in a scheme and a host",
        ),
        bad("[Herons][1]\n\n[1]: sandbox:/mnt/data/herons.csv\n"),
        good('<a href="javascript:;">1</a> <a href="javascript:void(0)" onclick="show()">More</a>\n'),
        good("[Herons](https://technorati.com) [files](/mnt/herons/) `[a](sandbox:/mnt/data/a)`\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each link that leads nowhere."""
        own = bool(doc.site.vendor_files)
        written: dict[Span, Link] = {}
        for link in doc.links:
            target = link.target
            if not own and not may_be_dead(target):
                continue
            if link.opaque:
                continue
            from copydesk_rules.catalogue import catalogue

            known = catalogue(doc.site.vendor_files)
            entry = known.target(target) or known.target(in_small_letters(target))
            if entry is not None:
                written = written or {one.span: one for one in doc.markdown.links if one.style == "inline"}
                fix = _unlinked(doc, link, written.get(link.span)) if entry.action == "unlink" else None
                yield self.finding(link.target_span, f"link target {quoted(target)} {entry.why}", fix)


def _unlinked(doc: Document, link: Reference, written: Link | None) -> Fix | None:
    """Return the fix that leaves the text of the link, which Markdown has as `written`."""
    title, changes = "keep the text without the link", (Change("link", link.target),)
    if link.origin == "html" and link.tag is not None:
        element = link.tag.element
        names = {attribute.name for attribute in link.tag.attributes}
        if element is None or element.end is None or not names <= {"href", "title", "target", "rel", "class"}:
            return None
        return Fix(title, unwrap(element), Safety.UNSAFE, changes)
    if written is None or not (text := written.inner.of(doc.text)).strip():
        return None
    from copydesk_rules.neighbours import Neighbours

    start = written.span.start
    first = not doc.text[max(start - 80, doc.text.rfind("\n", max(start - 80, 0), start) + 1) : start].strip()
    if first and Neighbours(doc).starts_block(text):
        return None
    return Fix(title, (Edit(written.span, text),), Safety.UNSAFE, changes)
