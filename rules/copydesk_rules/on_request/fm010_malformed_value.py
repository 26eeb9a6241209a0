"""FM010: values that are not of the form a field must have."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, bad, good
from copydesk_rules.messages import quoted


class MalformedValue(Rule):
    """A value should be of the form that the site expects.

    ## Why

    Addresses, identifiers and codes are read by machines: one blank or capital too many, and the page is elsewhere or
    the thing is not found.

    ## What it reports

    Each value, and each item of a list, in which the `pattern` of its field is not found. Numbers and dates are
    compared as they are written. Say in `about` what the pattern means: it is shown with the finding.
    """

    code = "FM010"
    name = "malformed-value"
    severity = Severity.WARNING

    examples = (
        bad(
            "---\ntitle: Low tide\nslug: Low_Tide\n---\n\nThe sea went out.\n",
            collection="[fields.slug]\npattern = '^[a-z0-9]+(-[a-z0-9]+)*$'\nabout = 'small letters and hyphens'\n",
        ),
        bad(
            '+++\ntitle = "Low tide"\nstations = ["DK-12", "Skagen"]\n+++\n\nThe sea went out.\n',
            generator="zola",
            path="content/blog/low-tide.md",
            collection="[fields.stations]\npattern = '^[A-Z]{2}-[0-9]+$'\n",
        ),
        good(
            "---\ntitle: Low tide\nslug: low-tide\nissue: 1.10\n---\n\nThe sea went out.\n",
            collection="[fields.slug]\npattern = '^[a-z-]+$'\n[fields.issue]\npattern = '^[0-9][.][0-9]{2}$'\n",
        ),
        good(
            "---\ntitle: Low tide\nslug:\n---\n\nThe sea went out.\n",
            collection="[fields.slug]\npattern = '^[a-z-]+$'\n",
            note="nothing is there to be of any form",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each value that does not match the pattern of its field."""
        matter = doc.front_matter
        if matter is None or self.collection is None:
            return
        for field, entry in self.collection.declared(matter, doc.site.generator.any_case):
            pattern = field.pattern
            if pattern is None:
                continue
            node = entry.node
            for part in node.items if node.kind == "list" else (node,):
                value = part.value
                if part.kind != "scalar" or value == "" or isinstance(value, bool):
                    continue
                text = value if isinstance(value, str) else part.span.of(doc.text)
                if pattern.matches(text):
                    continue
                from copydesk import is_template

                if not is_template(value):
                    what = f"`{entry.key}`" if part is node else f"an item of `{entry.key}`"
                    message = f"{what} is {quoted(text)}, which is not of the form `{pattern.text}`"
                    yield self.finding(part.span, message, help=field.about)
