"""IMG016: widths and heights that stretch a picture."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, Tag, bad, good, option
from copydesk_rules.messages import quoted

_WIDE = b"GIF89a\x20\x03\x90\1\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"


class DistortedImage(Rule):
    """The width and height of a picture should be in proportion to those of its file.

    ## Why

    With `width` and `height` browsers know how much room to keep before the picture is there. Where the two do not fit
    the file, the picture is stretched; or, where the style sheet says `height: auto`, the text below it jumps when the
    picture comes. Mostly the file was replaced by another, or one of the two was changed by hand.

    ## What it reports

    `<img>` elements with both attributes in pixels, whose file in the site has other proportions. A photograph that its
    camera asks to turn is taken as browsers show it.

    ## What it leaves alone

    SVG, which is never stretched, and elements with a `style` that speaks of width, height or `object-fit`.
    """

    code = "IMG016"
    name = "distorted-image"
    severity = Severity.WARNING
    default = False
    needs = ("@width",)

    tolerance: int = option(3, "Percent by which the proportions may differ.")

    examples = (
        bad(
            '<img src="/images/tide.gif" width="400" height="400" alt="The tide">\n',
            files={"source/images/tide.gif": _WIDE},
        ),
        good(
            '<img src="/images/tide.gif" width="400" height="201" alt="The tide">\n',
            files={"source/images/tide.gif": _WIDE},
            note="800 by 400 pixels, half as large",
        ),
        good(
            '<img src="/images/tide.gif" width="400"> <img src="/images/tide.gif" width="100%" height="9">\n',
            files={"source/images/tide.gif": _WIDE},
        ),
        good(
            '<img src="/images/tide.gif" width="400" height="400" style="object-fit: cover" alt="The tide">\n',
            files={"source/images/tide.gif": _WIDE},
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each picture that is stretched."""
        for image, found in doc.local_images:
            if image.tag is None or image.attribute != "src" or found.path is None:
                continue
            width, height = _pixels(image.tag, "width"), _pixels(image.tag, "height")
            if not width or not height or _is_styled(image.tag):
                continue
            seen = doc.site.picture(found.path)
            if seen is None or not seen.width or not seen.height or seen.kind in ("svg", "svgz"):
                continue
            fitting = round(width * seen.height / seen.width)
            if abs(fitting - height) > max(2, fitting * self.tolerance / 100):
                yield self.finding(
                    image.tag.span,
                    f"{quoted(image.target)} is {seen.width} by {seen.height} pixels, and is stretched to {width} by"
                    f" {height}",
                    help=f'write height="{fitting}"',
                )


def _pixels(tag: Tag, name: str) -> int:
    attribute = tag.get(name)
    written = attribute.value.strip().removesuffix("px") if attribute is not None else ""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 0


def _is_styled(tag: Tag) -> bool:
    style = tag.get("style")
    return style is not None and any(word in style.value.lower() for word in ("width", "height", "object-fit", "zoom"))
