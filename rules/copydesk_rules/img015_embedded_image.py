"""IMG015: whole pictures in the text of a post."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, Span, bad, good, option

_DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5Erk"
    "Jggg=="
)


class EmbeddedImage(Rule):
    """A picture should be a file, not a part of the text.

    ## Why

    Editors and converters paste pictures as `data:image/png;base64,…` into the post. The picture is a third larger
    then, in one line that editors and reviews choke on; readers get it with every page anew, before the text; feeds
    and search engines leave it out.

    ## What it reports

    Pictures in the address itself that take up more than `characters`.

    ## What it leaves alone

    Icons and placeholders: below some kilobytes, one request less is worth it.
    """

    code = "IMG015"
    name = "embedded-image"
    severity = Severity.WARNING
    needs = ("copydesk_rules.signs:long text",)

    characters: int = option(50_000, "So many characters an address may have.")

    examples = (
        bad(f"![The tide]({_DOT})\n", options={"characters": 100}),
        bad(f'<img src="{_DOT}" alt="The tide">\n', options={"characters": 100}),
        good(f"![The tide]({_DOT})\n"),
        good(f"`![The tide]({_DOT})`\n", options={"characters": 100}),
        good(f"![The tide](/images/{'tide' * 30}.png?long)\n", options={"characters": 100}),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each large picture in the text."""
        if len(doc.text) <= self.characters:
            return
        for image in doc.images:
            start, end = image.target_span
            if end - start > self.characters and image.target[:5].lower() == "data:":
                kind = image.target[5 : image.target.find(";", 5, 30)].replace("image/", "").upper()
                yield self.finding(
                    Span(start, start + 5),
                    f"a picture ({kind}) of {end - start:,} characters stands in the text: "
                    "readers load it with every page, and reviews choke on it",
                    help="save it as a file of the site, and put its address here",
                )
