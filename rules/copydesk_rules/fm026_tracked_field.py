"""FM026: addresses in front matter with parameters that say who clicked where."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Severity, bad, good
from copydesk_rules.addresses import fields
from copydesk_rules.trk004_tracking_parameter import TrackingParameter


class TrackedField(TrackingParameter):
    """An address in front matter should not carry parameters that say who clicked where.

    ## Why

    `source: https://a.example/story?utm_source=feed&fbclid=…` was copied from the bar of a browser that had come there
    from somewhere. Themes print it as a link ("originally published at"), and whoever follows it is counted as a
    reader of that campaign.

    What is one of those parameters is what `TRK004` knows, and the options are the same; it speaks of the links of the
    post and of the pictures that fields name, this rule of all other fields.

    ## What the fix does

    It removes those parameters and leaves the others as they are written.
    """

    code = "FM026"
    name = "tracked-field"
    severity = Severity.WARNING
    needs = ("copydesk_rules.field_signs:address with parameters",)

    examples = (  # type: ignore[assignment]
        bad(
            "---\ntitle: Tides\nsource: https://walks.org/tides?page=2&utm_source=feed # the first\n---\n\nText.\n",
            fixed="---\ntitle: Tides\nsource: https://walks.org/tides?page=2 # the first\n---\n\nText.\n",
        ),
        bad(
            '---\ntitle: Tides\nlinks:\n  - {name: A, url: "https://walks.org/?fbclid=Iw"}\n---\n\nText.\n',
            fixed='---\ntitle: Tides\nlinks:\n  - {name: A, url: "https://walks.org/"}\n---\n\nText.\n',
        ),
        good("---\ntitle: What utm_source=x means\nsource: https://walks.org/?page=2&id=7\n---\n\nText.\n"),
        good("---\ntitle: A\nnote: See https://walks.org/?utm_source=x for that.\n---\n\nText.\n", note="prose"),
        good("---\ntitle: A\nheadimg: https://walks.org/a.png?utm_source=x\n---\n\nText.\n", note="TRK004's"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each address with parameters that say who clicked."""
        return self._findings(doc, fields(doc))
