"""FM019: a post that was changed before it was published."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, bad, good, option, timedelta
from copydesk_rules.fields import day, published
from copydesk_rules.messages import quoted


class ReversedDates(Rule):
    """A post should not have been changed before it was published.

    ## Why

    "Published on 6 May, last updated on 2 April": one of the two is wrong, search engines show either, and lists that
    are sorted by the last change put the post in a place where nobody looks. It comes of a slip of the keyboard, or of
    a field that was copied along with another post.

    A day's difference is left alone: time zones make that much.
    """

    code = "FM019"
    name = "reversed-dates"
    severity = Severity.WARNING
    needs = ("copydesk_rules.field_signs:date of change",)

    fields: tuple[str, ...] = option((), "More fields that say when a post was changed, besides the usual ones.")

    examples = (
        bad("---\ntitle: Low tide\ndate: 2024-05-06\nupdated: 2024-04-02\n---\n\nText.\n"),
        bad(
            "+++\ntitle = 'Low tide'\ndate = 2024-05-06T07:08:09Z\nlastmod = 2023-05-07T07:08:09Z\n+++\n\nText.\n",
            generator="hugo",
            path="content/posts/low-tide.md",
        ),
        good("---\ntitle: Low tide\ndate: 2024-05-06 23:30:00\nupdated: 2024-05-06 08:00:00\n---\n\nText.\n"),
        good("---\ntitle: Low tide\ndate: 2024-05-06\nupdated: 2024-05-07\n---\n\nText.\n"),
        good("---\ntitle: Low tide\nupdated: 2024-05-06\n---\n\nText.\n", note="nobody knows when it was published"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each date of change before the date of publication."""
        matter = doc.front_matter
        if matter is None:
            return
        values = matter.values
        for key in (*doc.site.generator.synonyms["updated"], *self.fields):
            if key not in values:
                continue
            entry, first = matter.get(key), published(doc)
            if entry is None or first is None:
                continue
            changed, since = day(entry.node), day(first.node)
            if changed is not None and since is not None and changed + timedelta(days=1) < since:
                written = quoted(first.node.span.of(doc.text))
                message = f"`{key}` is {(since - changed).days} days before `{first.key}`, which is {written}"
                yield self.finding(entry.node.span, message, help="correct the one that is wrong")
