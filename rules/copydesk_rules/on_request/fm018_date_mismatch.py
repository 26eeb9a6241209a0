"""FM018: a date that is not the one in the file name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from copydesk import Document, Finding, Rule, Severity, bad, good, option, regex
from copydesk_rules.fields import day
from copydesk_rules.messages import quoted

_NAME = regex(r"(?:.*/)?(\d{4})-(\d{1,2})-(\d{1,2})[-.]")


class DateMismatch(Rule):
    """The date of a post should be the one in its file name.

    ## Why

    A post that is called `2024-05-06-low-tide.md` and says `date: 2024-06-05` was copied from another one, or has a
    slip of the keyboard: one of the two dates is wrong, and which of them counts depends on the generator. Where the
    address is made of the one and the list sorted by the other, readers meet both.

    ## What it leaves alone

    A difference of up to `tolerance` days: people write in the evening in one time zone and publish in another.
    """

    code = "FM018"
    name = "date-mismatch"
    severity = Severity.WARNING
    default = False

    tolerance: int = option(1, "By how many days the two may differ.")

    examples = (
        bad(
            "---\ntitle: Low tide\ndate: 2024-06-05\n---\n\nText.\n",
            generator="jekyll",
            path="_posts/2024-05-06-low-tide.md",
        ),
        bad(
            "---\ntitle: Low tide\ndate: 2023-05-06 07:08:09 +0200\n---\n\nText.\n",
            generator="jekyll",
            path="_posts/2024-05-06-low-tide.md",
            note="a new year, and the old habit",
        ),
        bad(
            "---\ntitle: Low tide\n---\n\nText.\n",
            generator="jekyll",
            path="_posts/2024-06-31-low-tide.md",
            note="there is no such day",
        ),
        good(
            "---\ntitle: Low tide\ndate: 2024-05-07 01:30:00 +0800\n---\n\nText.\n",
            generator="jekyll",
            path="_posts/2024-05-06-low-tide.md",
            note="it was still the 6th elsewhere",
        ),
        good("---\ntitle: Low tide\ndate: 2024-05-06\n---\n\nText.\n", path="source/_posts/low-tide.md"),
        good("---\ntitle: Low tide\n---\n\nText.\n", path="source/_posts/2024-05-06-low-tide.md"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for a date that is not the one of the file name."""
        if not doc.path[doc.path.rfind("/") + 1 :][:1].isdigit():
            return
        matter = doc.front_matter
        entry = matter.get("date") if matter is not None else None
        found = _NAME.match(doc.path)
        if found is None or matter is None:
            return
        try:
            named = date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            span = entry.node.span if entry is not None else matter.open
            message = f"the file name says {found[1]}-{found[2]}-{found[3]}, and there is no such day"
            yield self.finding(span, message, help="correct the file name")
            return
        when = day(entry.node) if entry is not None else None
        if entry is not None and when is not None and abs((when - named).days) > self.tolerance:
            message = f"the date is {quoted(entry.node.span.of(doc.text))}, but the file name says {named.isoformat()}"
            yield self.finding(entry.node.span, message, help="correct the one that is wrong")
