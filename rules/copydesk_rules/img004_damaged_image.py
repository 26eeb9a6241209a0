"""IMG004: picture files that hold no picture."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, bad, good
from copydesk_rules.messages import quoted

_WHOLE = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"

_HELP = {
    "pointer": "fetch the file (`git lfs pull`, `git annex get`), or put the picture itself there",
    "truncated": "copy the picture there once more: the copy was interrupted, or the disk was full",
}

_NOTHING = "readers see no picture"
_EFFECT = {"truncated": "readers see half a picture, or none"}


class DamagedImage(Rule):
    """The file of a picture should hold a whole picture.

    ## Why

    The file is there, so nothing looks wrong, and readers see a broken image or half of one. Downloads that were
    interrupted leave such files, servers that answer with an error page, and repositories whose large files were never
    fetched.

    ## What it reports

    Pictures of the site itself whose file is empty, ends too early (PNG, JPEG, GIF, WebP, AVIF, HEIC, JPEG XL, SVG,
    BMP, ICO), was changed by a program that took it for text, holds something else (an HTML page, JSON, text), or is a
    pointer of Git LFS or git-annex.

    ## What it leaves alone

    A picture of another type than its name says is IMG005's. What programs write behind the end of a picture does no
    harm. The picture is not decoded: a file that begins and ends as it should is taken for whole.
    """

    code = "IMG004"
    name = "damaged-image"
    severity = Severity.ERROR
    needs = ("odd picture file",)

    examples = (
        bad("![The harbour](/images/harbour.gif)\n", files={"source/images/harbour.gif": b""}),
        bad("![The harbour](/images/harbour.gif)\n", files={"source/images/harbour.gif": _WHOLE[:-9]}),
        bad(
            '<img src="/images/harbour.png" alt="The harbour">\n',
            files={"source/images/harbour.png": b"<!DOCTYPE html><title>404 Not Found</title>"},
            note="a server's error page was saved in its place",
        ),
        bad(
            "---\ntitle: Ships\ndate: 2024-05-06 07:08:09\ncover: /images/ship.png\n---\n\nText.\n",
            files={"source/images/ship.png": b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 9\n"},
            note="a pointer of Git LFS",
        ),
        good("![The harbour](/images/harbour.gif)\n", files={"source/images/harbour.gif": _WHOLE}),
        good("![The harbour](/images/harbour.gif)\n", files={"source/images/harbour.gif": _WHOLE + b"\0\0"}),
        good("![](https://pictures.example/harbour.gif)\n", files={"source/images/harbour.gif": b""}),
        good("![The harbour](/images/harbour.svg)\n", files={"source/images/harbour.svg": b"<svg></svg>\n"}),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each local picture whose file is no whole picture."""
        for image, found in doc.local_images:
            if found.path is None:
                continue
            seen = doc.site.picture(found.path)
            if seen is not None and seen.problem:
                yield self.finding(
                    image.target_span,
                    f"the file of {quoted(image.target)} {seen.what}: {_EFFECT.get(seen.problem, _NOTHING)}",
                    help=_HELP.get(seen.problem, "put the picture there"),
                )
