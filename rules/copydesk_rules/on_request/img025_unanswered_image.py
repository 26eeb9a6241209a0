"""IMG025: pictures on other sites of which nothing is known."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Reference, RemoteRule, Severity, Verdict, bad, good
from copydesk_rules.img026_dead_host import known_dead
from copydesk_rules.messages import quoted

_SILENT = Verdict("unknown", "silent", "`pics.example` did not answer within 20 seconds")


class UnansweredImage(RemoteRule):
    """It should be known whether a picture on another site is there.

    ## Why

    What does not answer today may answer tomorrow, so it is not called broken, and does not fail a run. Whoever wants
    to look at such pictures themselves turns this rule on.

    ## What it reports

    With `--online`: pictures whose servers did not answer, were too busy, in trouble, or would not say; and those that
    were not asked, because they are not on the public internet, are left out by the configuration, or because the time
    of the run was up.
    """

    code = "IMG025"
    name = "unanswered-image"
    severity = Severity.INFO
    default = False

    examples = (
        bad("![Tide](https://pics.example/tide.jpg)\n", verdicts={"https://pics.example/tide.jpg": _SILENT}),
        good(
            "![Tide](https://pics.example/tide.jpg)\n",
            verdicts={"https://pics.example/tide.jpg": Verdict("broken", "missing", "there is nothing (404)", 404)},
            note="IMG019's",
        ),
        good("![Tide](https://pics.example/tide.jpg)\n", note="nobody asked"),
        good(
            "![Tide](http://i.minus.com/ib2z9ME.png)\n",
            verdicts={"http://i.minus.com/ib2z9ME.png": _SILENT},
            note="IMG026's",
        ),
    )

    def wants(self, address: str, verdict: Verdict) -> bool:
        """Tell whether nothing is known of the picture."""
        return verdict.state == "unknown"

    def report(self, doc: Document, image: Reference, address: str, verdict: Verdict) -> Iterator[Finding]:
        """Yield a finding for a picture of which nothing is known."""
        if known_dead(doc, image.target) is None:
            yield self.finding(
                image.target_span,
                f"whether there is a picture at {quoted(image.target)} is not known: {verdict.reason}",
                help="look at it in a browser",
            )
