"""IMG001: pictures that are not there."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, bad, good


class MissingImage(Rule):
    """A picture that a post names should be there.

    ## Why

    A broken picture is the first defect readers see. Generators do not notice: they copy what is there and leave the
    address of what is not.

    ## What it reports

    Pictures of the site itself, named in Markdown, in HTML or in an image field of the front matter, whose file is
    nowhere that the site's generator would take it from.

    ## What it leaves alone

    Pictures on other sites, addresses that a template completes, addresses without the ending of a picture, and files
    that only differ in letter case (that is IMG002).
    """

    code = "IMG001"
    name = "missing-image"
    severity = Severity.ERROR
    needs = ("local image",)

    examples = (
        bad("![The harbour](/images/harbour.jpg)\n", files=("source/images/port.jpg",)),
        bad(
            "---\ntitle: Ships\ndate: 2024-05-06 07:08:09\ncover: /images/ship.png\n---\n\nText.\n",
            files=("source/images/port.jpg",),
        ),
        bad('<p><img src="/images/harbour.jpg" alt=""></p>\n', files=("source/images/port.jpg",)),
        good("![The harbour](/images/harbour.jpg)\n", files=("source/images/harbour.jpg",)),
        good("![The harbour](/images/har%20bour.jpg?v=2#x)\n", files=("source/images/har bour.jpg",)),
        good("![The harbour](https://pictures.example/harbour.jpg)\n", files=("source/images/port.jpg",)),
        good("![The harbour]({{ site.pictures }}/harbour.jpg)\n", files=("source/images/port.jpg",)),
        good("Write `![The harbour](/images/harbour.jpg)`.\n", files=("source/images/port.jpg",)),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each local picture that is missing."""
        for image, found in doc.local_images:
            if found.status == "missing":
                place = image.target_span if image.target_span.end > image.target_span.start else image.span
                yield self.finding(
                    place,
                    f"there is no picture at `{image.target}`, readers see a broken image",
                    help=f"put the file at {found.tried[0]}, or correct the address" if found.tried else "",
                )
