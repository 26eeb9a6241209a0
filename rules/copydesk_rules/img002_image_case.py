"""IMG002: pictures named in other letter case than on disk."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Edit, Finding, Fix, Rule, Severity, bad, good
from copydesk_rules.messages import quoted


class ImageCase(Rule):
    """A picture should be named in the letter case that its file has.

    ## Why

    Windows and macOS find `Port.JPG` when a post asks for `port.jpg`; the web server does not. The picture is there
    while the author looks at the post, and gone when readers do.
    """

    code = "IMG002"
    name = "image-case"
    severity = Severity.ERROR
    needs = ("image in other letters",)

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
        bad(
            '<picture><source srcset="/a.WEBP 1x, /b.webp 2x"><img src="/a.png" alt=""></picture>\n',
            fixed='<picture><source srcset="/a.webp 1x, /b.webp 2x"><img src="/a.png" alt=""></picture>\n',
            files=("source/a.webp", "source/b.webp", "source/a.png"),
        ),
        bad(
            '<video src="/a.mp4" poster="/A.png"></video> <i style="background: url(/B.png)">x</i>\n',
            fixed='<video src="/a.mp4" poster="/a.png"></video> <i style="background: url(/b.png)">x</i>\n',
            findings=2,
            files=("source/a.png", "source/b.png"),
        ),
        bad("![[Port.png]] {% asset_img port.PNG %}\n", files=("source/_posts/post/port.png",)),
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
                from copydesk_rules.addresses import Place
                from copydesk_rules.retarget import changes

                edit = Edit(image.target_span, found.suggestion)
                declares = tuple(changes(doc, Place(image, "picture"), found.suggestion, (edit,), shown=False))
                fix = Fix(f"write {quoted(found.suggestion)}", (edit,), declares=declares)
            yield self.finding(
                image.target_span,
                f"{quoted(image.target)} is on disk as {quoted(str(found.path))}: "
                "web servers tell capitals from small letters",
                fix,
                help=f"write {quoted(found.suggestion)}" if fix is None else "",
            )
