"""IMG021: pictures on other sites that are not shown elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Reference, RemoteRule, Severity, Verdict, bad, good
from copydesk_rules.messages import quoted

_OWN = Verdict("broken", "hotlink", "`pics.example` shows it in its own pages only", 403)


class HotlinkedImage(RemoteRule):
    """A picture should not come from a host that shows it in its own pages only.

    ## Why

    The author saw the picture, because the browser had it already or came from the right page. Readers get an error,
    or a notice instead of it.

    ## What it reports

    With `--online`: addresses that refuse a request in the way readers' browsers make it, and show the picture when it
    is asked for without saying where from, or from the host's own pages. What readers' browsers say is the address of
    the site, which copydesk reads from the configuration of its generator or from `referrer` under `[online]`.

    ## What it leaves alone

    An element with `referrerpolicy="no-referrer"`: from there browsers do not say where they come from. Hosts that
    refuse every request are not known to be broken (see IMG025).
    """

    code = "IMG021"
    name = "hotlinked-image"
    severity = Severity.ERROR

    examples = (
        bad("![Tide](https://pics.example/tide.jpg)\n", verdicts={"https://pics.example/tide.jpg": _OWN}),
        bad(
            '<img src="https://pics.example/tide.jpg" alt="">\n',
            verdicts={"https://pics.example/tide.jpg": _OWN},
        ),
        good(
            '<img referrerpolicy="no-referrer" src="https://pics.example/tide.jpg" alt="">\n',
            verdicts={"https://pics.example/tide.jpg": _OWN},
            note="browsers do not say where they come from",
        ),
        good(
            "![Tide](https://pics.example/tide.jpg)\n",
            verdicts={"https://pics.example/tide.jpg": Verdict("unknown", "refused", "the server will not say (403)")},
            note="it may only be programs that it refuses",
        ),
    )

    def wants(self, address: str, verdict: Verdict) -> bool:
        """Tell whether the host keeps the picture to itself."""
        return verdict.kind == "hotlink"

    def report(self, doc: Document, image: Reference, address: str, verdict: Verdict) -> Iterator[Finding]:
        """Yield a finding for a picture that readers are refused."""
        policy = image.tag.get("referrerpolicy") if image.tag is not None else None
        if policy is None or policy.value.strip().lower() != "no-referrer":
            yield self.finding(
                image.target_span,
                f"readers are refused the picture at {quoted(image.target)}: {verdict.reason}",
                help="put a copy on your own site (`copydesk images fetch`), where its licence allows that",
            )
