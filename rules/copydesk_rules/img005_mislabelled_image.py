"""IMG005: picture files of another type than their name says."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, bad, good
from copydesk_rules.messages import quoted

_GIF = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"


class MislabelledImage(Rule):
    """The file of a picture should be of the type that its name says.

    ## Why

    Web servers tell the type of a file by its name. Browsers see through most wrong names, and show nothing where an
    SVG is involved. Whoever makes previews, smaller copies or feeds of the pictures goes by the name, and fails or
    writes a broken copy.

    ## What it reports

    Pictures of the site itself whose file begins as another type of picture than its suffix stands for: PNG, JPEG,
    GIF, WebP, AVIF, HEIC, JPEG XL, JPEG 2000, SVG, BMP, TIFF and ICO are told apart.

    ## What it leaves alone

    Files that hold no picture (IMG004), and icons (`.ico`) that hold a PNG or BMP, as icons do.
    """

    code = "IMG005"
    name = "mislabelled-image"
    severity = Severity.WARNING
    needs = ("odd picture file",)

    examples = (
        bad(
            "![The harbour](/images/harbour.png)\n",
            files={"source/images/harbour.png": _GIF},
        ),
        bad(
            '<img src="/images/harbour.jpg" alt="The harbour">\n',
            files={"source/images/harbour.jpg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"/>'},
            note="browsers show nothing",
        ),
        good("![The harbour](/images/harbour.GIF)\n", files={"source/images/harbour.GIF": _GIF}),
        good("![The harbour](/images/harbour.png)\n", files={"source/images/harbour.png": b"<html>"}),
        good("![](/images/a.ico)\n", files={"source/images/a.ico": b"BM\x1e\0\0\0\0\0\0\0\x1a\0\0\0\x0c\0\0\0"}),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each local picture whose suffix is that of another type."""
        for image, found in doc.local_images:
            if found.path is None:
                continue
            seen = doc.site.picture(found.path)
            if seen is None or not seen.kind or seen.fits(found.path) or found.path.lower().endswith((".ico", ".cur")):
                continue
            suffix = found.path[found.path.rfind(".") :]
            svg = "svg" in seen.kind or suffix.lower().startswith(".svg")
            effect = "browsers show nothing" if svg else "programs that go by the name cannot read it"
            yield self.finding(
                image.target_span,
                f"the file of {quoted(image.target)} is of the type {seen.title}, not `{suffix}`: {effect}",
                help=f"call it `{found.path[: -len(suffix)]}.{seen.suffix}`, or save it as what its name says",
            )
