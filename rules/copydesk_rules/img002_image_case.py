"""IMG002: pictures named in other letter case than on disk."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Change, Document, Edit, Finding, Fix, Rule, Severity, bad, good


class ImageCase(Rule):
    """A picture should be named in the letter case that its file has.

    ## Why

    Windows and macOS find `Port.JPG` when a post asks for `port.jpg`; the web server does not. The picture is there
    while the author looks at the post, and gone when readers do.
    """

    code = "IMG002"
    name = "image-case"
    severity = Severity.ERROR
    needs = ("local image",)

    examples = (
        bad(
            "![The port](/images/port.jpg)\n",
            fixed="![The port](/images/Port.JPG)\n",
            files=("source/images/Port.JPG",),
        ),
        bad(
            '<img src="/Images/port.jpg?v=2" alt="The port">\n',
            fixed='<img src="/images/port.jpg?v=2" alt="The port">\n',
            files=("source/images/port.jpg",),
        ),
        bad(
            "---\ntitle: Ships\ndate: 2024-05-06 07:08:09\ncover: '/images/port.jpg'\n---\n\nText.\n",
            fixed="---\ntitle: Ships\ndate: 2024-05-06 07:08:09\ncover: '/images/Port.jpg'\n---\n\nText.\n",
            files=("source/images/Port.jpg",),
        ),
        good("![The port](/images/Port.JPG)\n", files=("source/images/Port.JPG",)),
        good(
            "![The port](/images/port.jpg)\n",
            files=("source/images/port.jpg", "source/images/Port.JPG"),
            note="both files exist",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each picture whose file is found only when letter case is ignored."""
        for image, found in doc.local_images:
            if found.status != "case" or found.suggestion is None:
                continue
            fix = None
            if image.target_span.of(doc.text) == image.target:
                # A letter changes its case and nothing else, so no escape comes into it.
                change = Change("image", image.target, found.suggestion)
                field = (Change("field", image.attribute, image.attribute),) if image.origin == "field" else ()
                edit = Edit(image.target_span, found.suggestion)
                fix = Fix(f"write `{found.suggestion}`", (edit,), declares=(change, *field))
            yield self.finding(
                image.target_span,
                f"`{image.target}` is on disk as `{found.path}`: web servers tell capitals from small letters",
                fix,
                help=f"write `{found.suggestion}`",
            )
