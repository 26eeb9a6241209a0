"""FM017: a date in the future."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from copydesk import Document, Finding, Rule, Severity, bad, good, option
from copydesk_rules.fields import day, published
from copydesk_rules.messages import quoted

_HIDES = frozenset({"hugo", "jekyll"})
"""Generators that leave out what is dated in the future, until the site is built again on that day."""


class FutureDate(Rule):
    """A post should not be dated in the future.

    ## Why

    Jekyll and Hugo leave such a post out, so its author looks for it in vain; others publish it at once and keep it
    above everything newer. Where posts are scheduled on purpose this is what is wanted, so the rule is opt-in.

    Drafts (`draft: true`, `published: false`) may have any date.
    """

    code = "FM017"
    name = "future-date"
    severity = Severity.WARNING
    default = False

    tolerance: int = option(1, "How many days ahead a post may be dated: clocks and time zones differ.")

    examples = (
        bad("---\ntitle: Low tide\ndate: 2999-05-06\n---\n\nText.\n", note="a slip of the keyboard"),
        bad(
            "---\ntitle: Low tide\ndate: 2999-05-06 07:08:09 +0100\n---\n\nText.\n",
            generator="jekyll",
            path="_posts/2024-05-06-low-tide.md",
        ),
        good("---\ntitle: Low tide\ndate: 2024-05-06\n---\n\nText.\n"),
        good("---\ntitle: Low tide\ndate: 2999-05-06\ndraft: true\n---\n\nText.\n", note="a draft"),
        good("---\ntitle: Low tide\ndate: soon\n---\n\nText.\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for a date of publication that has not come."""
        matter = doc.front_matter
        entry = published(doc)
        if matter is None or entry is None:
            return
        if matter.values.get("draft") is True or matter.values.get("published") is False:
            return
        when = day(entry.node)
        if when is None or when <= date.today() + timedelta(days=self.tolerance):
            return
        generator = doc.site.generator
        harm = "so it stands above all others until then"
        if generator.name in _HIDES:
            harm = f"so {generator.title} leaves the post out until then"
        message = f"{quoted(entry.node.span.of(doc.text))} is in the future, {harm}"
        yield self.finding(entry.node.span, message, help="correct the date, or mark the post as a draft")
