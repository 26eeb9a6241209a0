"""IMG014: picture files that are larger than the site wants them."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, bad, good, option
from copydesk_rules.messages import quoted

_WIDE = b"GIF89a\x20\x03\x20\x03\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"


class OversizedImage(Rule):
    """The file of a picture should not be larger than readers have use for.

    ## Why

    A photograph as it comes from a camera has ten megabytes and shows no more on a page than one of two hundred
    kilobytes. On a telephone, readers wait for it and pay for it; the repository carries it for ever.

    How large is too large is up to the site, so the rule is opt-in: `bytes` and `pixels` say it.
    """

    code = "IMG014"
    name = "oversized-image"
    severity = Severity.WARNING
    default = False
    needs = ("local image",)

    bytes: int = option(2_000_000, "So many bytes a file may have; 0: any number.")
    pixels: int = option(25_000_000, "So many pixels, width times height, a picture may have; 0: any number.")

    examples = (
        bad(
            "![The tide](/images/tide.gif)\n",
            files={"source/images/tide.gif": _WIDE},
            options={"pixels": 100_000},
        ),
        bad(
            '<img src="/images/tide.gif" alt="The tide">\n',
            files={"source/images/tide.gif": _WIDE},
            options={"bytes": 20},
        ),
        good("![The tide](/images/tide.gif)\n", files={"source/images/tide.gif": _WIDE}),
        good(
            "![The tide](/images/tide.gif)\n",
            files={"source/images/tide.gif": _WIDE},
            options={"bytes": 0, "pixels": 0},
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each local picture that is too large, once for each file."""
        told: set[str] = set()
        for image, found in doc.local_images:
            if found.path is None or found.path in told:
                continue
            seen = doc.site.picture(found.path)
            if seen is None:
                continue
            told.add(found.path)
            vector = seen.kind in ("svg", "svgz")
            if 0 < self.bytes < seen.size:
                large = f"has {seen.size:,} bytes"
                limit = f"`bytes` allows {self.bytes:,}"
            elif 0 < self.pixels < seen.width * seen.height and not vector:
                large = f"is {seen.width:,} by {seen.height:,} pixels"
                limit = f"`pixels` allows {self.pixels:,}"
            else:
                continue
            yield self.finding(
                image.target_span,
                f"the file of {quoted(image.target)} {large} ({limit}): readers wait for it",
                help="save it smaller, or as WebP or AVIF",
            )
