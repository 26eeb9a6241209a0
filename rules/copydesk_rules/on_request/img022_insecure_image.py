"""IMG022: pictures that come over an open connection where a secure one has them, too."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Reference, RemoteRule, Severity, Verdict, bad, good
from copydesk_rules.addresses import Place
from copydesk_rules.messages import quoted
from copydesk_rules.retarget import finding, whole_changed

_SAME = Verdict("ok", "picture", "", 200, secure="https://pics.example/tide.jpg")


class InsecureImage(RemoteRule):
    """A picture should be named by its `https` address where that serves the same.

    ## Why

    In a page that comes over `https`, browsers fetch `http` pictures by `https` or not at all; elsewhere everybody on
    the way may see what is read, and change it.

    ## What it reports

    With `--online`: `http` addresses whose `https` twin serves the same picture, byte by byte as far as it was read, or
    to which they redirect for good.

    ## What the fix does

    It writes `https`.
    """

    code = "IMG022"
    name = "insecure-image"
    severity = Severity.WARNING

    examples = (
        bad(
            "![Tide](http://pics.example/tide.jpg#left)\n",
            fixed="![Tide](https://pics.example/tide.jpg#left)\n",
            verdicts={"http://pics.example/tide.jpg": _SAME},
        ),
        bad(
            "---\ntitle: A\ncover: http://pics.example/tide.jpg\n---\n\n"
            '<img src=http://pics.example/tide.jpg alt="">\n',
            fixed="---\ntitle: A\ncover: https://pics.example/tide.jpg\n---\n\n"
            '<img src=https://pics.example/tide.jpg alt="">\n',
            findings=2,
            verdicts={"http://pics.example/tide.jpg": _SAME},
        ),
        good(
            "![Tide](http://pics.example/tide.jpg)\n",
            verdicts={"http://pics.example/tide.jpg": Verdict("ok", "picture", "", 200)},
            note="there is no other way to it",
        ),
    )

    def wants(self, address: str, verdict: Verdict) -> bool:
        """Tell whether the same picture comes over a secure connection."""
        return bool(verdict.secure)

    def report(self, doc: Document, image: Reference, address: str, verdict: Verdict) -> Iterator[Finding]:
        """Yield a finding for a picture that could come over a secure connection."""
        if not image.target.lower().startswith("http://"):
            return
        fragment = image.target.partition("#")
        place = Place(image, "picture")
        message = f"{quoted(image.target)} is fetched without protection, and `https` serves the same picture"
        changed = whole_changed(doc, place, verdict.secure + "".join(fragment[1:]))
        yield finding(self, doc, place, image.target_span, message, changed, "write `https`", help="write `https`")
