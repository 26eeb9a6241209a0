"""IMG023: addresses of pictures at which something else comes."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Reference, RemoteRule, Severity, Verdict, bad, good
from copydesk_rules.img026_dead_host import known_dead
from copydesk_rules.messages import quoted

_BAD = frozenset(("page", "type", "empty", "truncated", "endless"))
_PAGE = Verdict("broken", "page", "a web page comes in place of the picture", 200)


class UnusableImage(RemoteRule):
    """What comes from the address of a picture should be a whole picture.

    ## Why

    Many servers do not say that a picture is gone: they answer as if all were well, and send a web page that says
    sorry, an empty file, or a part. Readers see a broken picture all the same, and checks that only look at the status
    see none.

    ## What it reports

    With `--online`: web pages, empty files, files that are no picture, pictures whose end is missing, and answers that
    never end. What counts are the bytes; a picture under a wrong type or name is shown by browsers, and left
    alone. Of a large picture only the beginning is looked at.
    """

    code = "IMG023"
    name = "unusable-image"
    severity = Severity.ERROR

    examples = (
        bad("![Tide](https://pics.example/tide.jpg)\n", verdicts={"https://pics.example/tide.jpg": _PAGE}),
        bad(
            '<img src="https://pics.example/tide.jpg" alt="">\n',
            verdicts={"https://pics.example/tide.jpg": Verdict("broken", "empty", "an empty file comes", 200)},
        ),
        good(
            "![Tide](https://pics.example/tide.jpg)\n",
            verdicts={"https://pics.example/tide.jpg": Verdict("ok", "picture", "", 200)},
        ),
        good(
            "![Tide](http://i.minus.com/ib2z9ME.png)\n",
            verdicts={"http://i.minus.com/ib2z9ME.png": _PAGE},
            note="IMG026's",
        ),
        good("`![Tide](https://pics.example/tide.jpg)`\n", verdicts={"https://pics.example/tide.jpg": _PAGE}),
    )

    def wants(self, address: str, verdict: Verdict) -> bool:
        """Tell whether something else comes than a picture."""
        return verdict.kind in _BAD

    def report(self, doc: Document, image: Reference, address: str, verdict: Verdict) -> Iterator[Finding]:
        """Yield a finding for an address at which no picture comes."""
        if known_dead(doc, image.target) is None:
            yield self.finding(
                image.target_span,
                f"readers see no picture at {quoted(image.target)}: {verdict.reason}",
                help="name another picture, or a copy of this one (web.archive.org may have it), or take it out",
            )
