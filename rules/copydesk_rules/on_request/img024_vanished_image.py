"""IMG024: addresses of pictures at which a host shows that they are gone."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Reference, RemoteRule, Severity, Verdict, bad, good
from copydesk_rules.messages import quoted
from copydesk_rules.placeholders import placeholder


class VanishedImage(RemoteRule):
    """A picture should not be the notice by which its host says that it is gone.

    ## Why

    Some hosts of pictures answer for what they no longer have with a picture of their own, which says so. No check of
    the status sees that; readers do.

    ## What it reports

    With `--online`: addresses of known hosts that lead to such a notice. The hosts are in `placeholders.toml`.
    """

    code = "IMG024"
    name = "vanished-image"
    severity = Severity.ERROR

    examples = (
        bad(
            "![Tide](https://i.imgur.com/tide.jpg)\n",
            verdicts={
                "https://i.imgur.com/tide.jpg": Verdict(
                    "ok", "picture", "", 200, final="https://i.imgur.com/removed.png"
                )
            },
        ),
        good(
            "![Tide](https://i.imgur.com/tide.jpg)\n",
            verdicts={"https://i.imgur.com/tide.jpg": Verdict("ok", "picture", "", 200)},
        ),
        good(
            "![Tide](https://pics.example/tide.jpg)\n",
            verdicts={
                "https://pics.example/tide.jpg": Verdict(
                    "ok", "picture", "", 200, final="https://x.example/removed.png"
                )
            },
            note="nobody knows that host",
        ),
    )

    def wants(self, address: str, verdict: Verdict) -> bool:
        """Tell whether the host shows a notice."""
        return placeholder(address, verdict) is not None

    def report(self, doc: Document, image: Reference, address: str, verdict: Verdict) -> Iterator[Finding]:
        """Yield a finding for a picture in whose place there is a notice."""
        notice = placeholder(address, verdict)
        if notice is not None:
            yield self.finding(
                image.target_span,
                f"instead of {quoted(image.target)} readers see the notice of {notice.host} that {notice.says}",
                help="name another picture, or a copy of this one (web.archive.org may have it), or take it out",
            )
