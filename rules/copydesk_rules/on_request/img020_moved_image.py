"""IMG020: pictures on other sites that have moved for good."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Reference, RemoteRule, Safety, Severity, Verdict, bad, good
from copydesk_rules.addresses import Place
from copydesk_rules.messages import quoted
from copydesk_rules.placeholders import placeholder
from copydesk_rules.retarget import finding, whole_changed


def _moved(address: str) -> Verdict:
    return Verdict("ok", "picture", "", 200, final=address, moved=address)


class MovedImage(RemoteRule):
    """A picture that has moved for good should be named by its new address.

    ## Why

    The old address works only as long as somebody keeps the redirect, and costs each reader one more request.

    ## What it reports

    With `--online`: addresses that redirect for good (301, 308) to where the picture is. Redirects that may change
    tomorrow (302, 307) are left alone, and what only becomes `https` on the way is reported by IMG022.

    ## What the fix does

    It writes the new address. This is unsafe, because the author named another: whoever runs the new place may not be
    whom they meant.
    """

    code = "IMG020"
    name = "moved-image"
    severity = Severity.INFO

    examples = (
        bad(
            "![Tide](https://old.example/tide.jpg#x)\n",
            fixed="![Tide](https://pics.example/2024/tide.jpg?w=1&h=2)\n",
            unsafe=True,
            verdicts={"https://old.example/tide.jpg": _moved("https://pics.example/2024/tide.jpg?w=1&h=2")},
        ),
        bad(
            '---\ntitle: A\ncover: "https://old.example/tide.jpg" # ours\n---\n\n'
            "<img src='//old.example/tide.jpg' alt=\"\">\n",
            fixed='---\ntitle: A\ncover: "https://pics.example/tide.jpg?w=1&h=2" # ours\n---\n\n'
            "<img src='https://pics.example/tide.jpg?w=1&h=2' alt=\"\">\n",
            findings=2,
            unsafe=True,
            verdicts={"https://old.example/tide.jpg": _moved("https://pics.example/tide.jpg?w=1&h=2")},
        ),
        bad(
            "![A][1] and [A][1]\n\n[1]: <https://old.example/tide.jpg> 'Tide'\n",
            fixed="![A][1] and [A][1]\n\n[1]: <https://pics.example/tide(1).jpg> 'Tide'\n",
            unsafe=True,
            verdicts={"https://old.example/tide.jpg": _moved("https://pics.example/tide(1).jpg")},
        ),
        good(
            "![Tide](https://old.example/tide.jpg)\n",
            verdicts={
                "https://old.example/tide.jpg": Verdict("ok", "picture", "", 200, final="https://x.example/a.jpg")
            },
            note="for now only",
        ),
        good(
            "![Tide](http://i.imgur.com/tide.jpg)\n",
            verdicts={"http://i.imgur.com/tide.jpg": _moved("https://i.imgur.com/removed.png")},
            note="IMG024's",
        ),
    )

    def wants(self, address: str, verdict: Verdict) -> bool:
        """Tell whether the picture has moved for good."""
        return verdict.state == "ok" and bool(verdict.moved) and placeholder(address, verdict) is None

    def report(self, doc: Document, image: Reference, address: str, verdict: Verdict) -> Iterator[Finding]:
        """Yield a finding for a picture that has moved."""
        place = Place(image, "picture")
        message = f"{quoted(image.target)} has moved for good to {quoted(verdict.moved)}, where every reader is sent"
        changed = whole_changed(doc, place, verdict.moved)
        yield finding(self, doc, place, image.target_span, message, changed, "write the new address", Safety.UNSAFE)
