"""IMG001: pictures that are not there."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Fix, Reference, Resolution, Rule, Safety, Severity, Span, bad, good, regex
from copydesk_rules.messages import quoted

_SLIPS = {
    "backslash": "has backslashes, which web servers take for a part of the name",
    "blank": "has a blank too many",
    "encoding": "has characters that are escaped wrongly",
    "mark": "has a character too many at its end",
    "page": "is read against the page, which lies in a folder of its own, and not against the file",
}

_LIKE = {
    "size": "the picture is there in another size",
    "suffix": "the picture is there with another suffix",
    "place": "a picture of this name is somewhere else",
}

_PLAIN = regex(r"[^\s\"'<>\\`|]++")
"""An address that can be written anywhere as it is."""


class MissingImage(Rule):
    """A picture that a post names should be there.

    ## Why

    A broken picture is the first defect readers see. Generators do not notice: they copy what is there and leave the
    address of what is not.

    ## What it reports

    Pictures of the site itself, wherever the post names them (Markdown, HTML, styles, image fields of the front matter,
    tags and shortcodes that show pictures), whose file is nowhere that the site's generator would take it from.

    Where the file is there and only the address has a slip (a backslash, a stray blank, characters that are escaped
    twice, wrongly or not at all), the fix writes it as it should be. Where a single picture has the same name at
    another place, another suffix, or is the full size of the small copy that WordPress made, an unsafe fix names it.
    MkDocs rewrites relative addresses in Markdown and leaves those in HTML: these are looked for from the page.

    ## What it leaves alone

    Pictures on other sites and on their author's computer (IMG006), addresses that a template completes, addresses
    without the ending of a picture, and files that only differ in letter case (that is IMG002). What git ignores, or
    leaves out of a sparse checkout, may be there all the same. Of a tag that the site made itself nobody knows where
    it looks, so its pictures are never missing.
    """

    code = "IMG001"
    name = "missing-image"
    severity = Severity.ERROR
    needs = ("missing image",)

    examples = (
        bad("![The harbour](/images/harbour.jpg)\n", files=("source/images/port.jpg",)),
        bad(
            "---\ntitle: Ships\ndate: 2024-05-06 07:08:09\ncover: /images/ship.png\n---\n\nText.\n",
            files=("source/images/port.jpg",),
        ),
        bad('<p><img src="/images/harbour.jpg" alt=""></p>\n', files=("source/images/port.jpg",)),
        bad(
            '<img src="/a.png" srcset="/a.png 1x, /b.png 2x" alt=""><i style="background: url(/c.png)">x</i>\n',
            files=("source/a.png",),
            findings=2,
        ),
        bad(
            "![The harbour](/images/harbour.jpg)\n",
            generator="docusaurus",
            path="blog/2024-05-06-harbour.md",
            files=("blog/port.jpg",),
            note="the whole folder of static files is missing, and the message says so",
        ),
        bad("{% asset_img harbour.jpg The harbour %}\n", files=("source/images/port.jpg",)),
        bad(
            "![The port](..\\images\\port.jpg)\n",
            fixed="![The port](../images/port.jpg)\n",
            files=("source/images/port.jpg",),
            note="written on Windows",
        ),
        bad(
            "![A](</images/ port.jpg>)\n\n<img src='/images/old%2520port.jpg' alt=''>\n",
            fixed="![A](</images/port.jpg>)\n\n<img src='/images/old%20port.jpg' alt=''>\n",
            findings=2,
            files=("source/images/port.jpg", "source/images/old port.jpg"),
        ),
        bad(
            "---\ntitle: Ships\ndate: 2024-05-06 07:08:09\ncover: /images/port.jpg)\n---\n\nText.\n",
            fixed="---\ntitle: Ships\ndate: 2024-05-06 07:08:09\ncover: /images/port.jpg\n---\n\nText.\n",
            unsafe=True,
            files=("source/images/port.jpg",),
        ),
        bad(
            "![The port](/uploads/port-300x200.jpg)\n",
            fixed="![The port](/uploads/port.jpg)\n",
            unsafe=True,
            files=("source/uploads/port.jpg",),
            note="WordPress made the small copy",
        ),
        bad(
            "![The port](/images/port.jpg)\n",
            fixed="![The port](/photos/2020/port.jpg)\n",
            unsafe=True,
            files=("source/photos/2020/port.jpg",),
            note="a picture of this name is elsewhere",
        ),
        bad(
            '![The port](port.jpg)\n\n<img src="port.jpg" alt="The port">\n',
            fixed='![The port](port.jpg)\n\n<img src="../port.jpg" alt="The port">\n',
            unsafe=True,
            path="docs/guide/harbour.md",
            generator="mkdocs",
            files=("docs/guide/port.jpg",),
            note="MkDocs rewrites the first and not the second",
        ),
        bad("![The port](/images/port.jpg)\n", files=("source/a/port.jpg", "source/b/port.jpg"), note="which of them?"),
        good("![The harbour](/images/harbour.jpg)\n", files=("source/images/harbour.jpg",)),
        good("![The harbour](/images/har%20bour.jpg?v=2#x)\n", files=("source/images/har bour.jpg",)),
        good("![The harbour](https://pictures.example/harbour.jpg)\n", files=("source/images/port.jpg",)),
        good("![The harbour]({{ site.pictures }}/harbour.jpg)\n", files=("source/images/port.jpg",)),
        good("Write `![The harbour](/images/harbour.jpg)`.\n", files=("source/images/port.jpg",)),
        good("{% ours harbour.jpg %} {% raw %}{% asset_img x.png %}{% endraw %}\n", files=("source/images/port.jpg",)),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each local picture that is missing, or that is not found for a slip."""
        for image, found in doc.local_images:
            if found.status == "missing":
                yield self._missing(doc, image, found)
            elif found.status == "spelling" and found.suggestion is not None:
                if found.slip == "page" and "markdown" in doc.html.attribute_names():
                    continue  # what is Markdown inside of HTML is rewritten like any other
                safety = Safety.UNSAFE if found.slip in ("mark", "page") else Safety.SAFE
                fix = _rewritten(doc, image, found.suggestion, safety)
                message = f"{quoted(image.target, 120)} {_SLIPS[found.slip]}: readers see a broken image"
                help = f"write {quoted(found.suggestion, 120)}, the file is {found.path}"
                yield self.finding(_place(image), message, fix, help=help)

    def _missing(self, doc: Document, image: Reference, found: Resolution) -> Finding:
        near = doc.suggest(image, found)
        fix = None
        help = f"put the file at {found.tried[0]}, or correct the address" if found.tried else ""
        if near is not None and near.likeness == "name":
            help = f"did you mean {quoted(near.path)}?"
        elif near is not None:
            help = f"{_LIKE[near.likeness]}: {near.path}"
            if near.address is not None:
                fix = _rewritten(doc, image, near.address, Safety.UNSAFE)
        message = f"there is no picture at {quoted(image.target, 120)}, readers see a broken image"
        absent = _absent(doc, found)
        if absent:
            message = f"there is no picture at {quoted(image.target, 120)}: the site has no folder {quoted(absent)}"
            help = help if near is not None else "put the folder there that the picture was in, or correct the address"
        return self.finding(_place(image), message, fix, help=help)


def _absent(doc: Document, found: Resolution) -> str:
    """Return the folder of static files that a missing picture would be in, where that is missing as a whole."""
    site = doc.site
    for root in site.roots("static") if found.tried else ():
        if root != "." and found.tried[0].startswith(f"{root}/"):
            return "" if site.index.is_folder("/".join((*site.prefix, root))) else root
    return ""


def _place(image: Reference) -> Span:
    return image.target_span if image.target_span.end > image.target_span.start else image.span


def _rewritten(doc: Document, image: Reference, address: str, safety: Safety) -> Fix | None:
    """Return the fix that writes `address` in place of that of `image`; None where it cannot stand there as it is."""
    if not _PLAIN.fullmatch(address):
        return None
    from copydesk_rules.addresses import Place
    from copydesk_rules.retarget import whole_changed

    changed = whole_changed(doc, Place(image, "picture"), address)
    if changed is None:
        return None
    edits, declares = changed
    return Fix(f"write {quoted(address)}", edits, safety, declares)
