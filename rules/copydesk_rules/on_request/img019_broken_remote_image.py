"""IMG019: pictures on other sites that are gone."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Reference, RemoteRule, Severity, Verdict, bad, good
from copydesk_rules.img026_dead_host import known_dead
from copydesk_rules.messages import quoted

_DEAD = frozenset(("missing", "name", "certificate", "circle"))
_GONE = Verdict("broken", "missing", "there is nothing (404)", 404)


class BrokenRemoteImage(RemoteRule):
    """A picture on another site should still be there.

    ## Why

    Readers see a broken picture, or a blank. The web forgets: hosts close, change owners and clean up, and nobody tells
    the pages that show their pictures.

    ## What it reports

    With `--online`: addresses at which a server says that there is nothing (404, 410), hosts whose name is no longer
    known or whose certificate browsers refuse, and redirects that lead in a circle.

    ## What it leaves alone

    Whatever may pass, or may only concern the program that asks: servers that do not answer, are too busy (429), in
    trouble (5xx) or will not say (401, 403). These are counted at the end of a report, and reported by IMG025.
    Pictures on a host that is known to have closed are IMG026's, which asks nobody.
    """

    code = "IMG019"
    name = "broken-remote-image"
    severity = Severity.ERROR

    examples = (
        bad("![Tide](https://pics.example/tide.jpg)\n", verdicts={"https://pics.example/tide.jpg": _GONE}),
        bad(
            "---\ntitle: Tide\ncover: http://pics.example/tide.jpg\n---\n\n"
            '<img src="//pics.example/tide.jpg#x" alt="">\n',
            findings=2,
            verdicts={
                "http://pics.example/tide.jpg": Verdict("broken", "name", "there is no host called `pics.example`"),
                "https://pics.example/tide.jpg": Verdict("broken", "name", "there is no host called `pics.example`"),
            },
        ),
        bad(
            "![Tide][1]\n\n[1]: https://pics.example/tide.jpg\n",
            verdicts={"https://pics.example/tide.jpg": Verdict("broken", "circle", "it redirects in a circle", 301)},
        ),
        good(
            "![Tide](https://pics.example/tide.jpg)\n",
            verdicts={"https://pics.example/tide.jpg": Verdict("unknown", "busy", "it asks for patience (429)")},
            note="nothing is known of it",
        ),
        good("![Tide](https://pics.example/tide.jpg)\n", note="nobody asked"),
        good(
            "![Tide](http://i.minus.com/ib2z9ME.png)\n",
            verdicts={
                "http://i.minus.com/ib2z9ME.png": Verdict("broken", "name", "there is no host called `i.minus.com`")
            },
            note="IMG026's",
        ),
        good(
            "![Tide](https://pics.example/tide.jpg)\n",
            verdicts={"https://pics.example/tide.jpg": Verdict("ok", "picture", "", 200)},
        ),
        good("Write `![Tide](https://pics.example/tide.jpg)`.\n", verdicts={"https://pics.example/tide.jpg": _GONE}),
    )

    def wants(self, address: str, verdict: Verdict) -> bool:
        """Tell whether the picture is gone."""
        return verdict.kind in _DEAD

    def report(self, doc: Document, image: Reference, address: str, verdict: Verdict) -> Iterator[Finding]:
        """Yield a finding for a picture that is gone."""
        if known_dead(doc, image.target) is None:
            yield self.finding(
                image.target_span,
                f"readers see no picture at {quoted(image.target)}: {verdict.reason}",
                help="name another picture, or a copy of this one (web.archive.org may have it), or take it out",
            )
