"""TXT006: text that holds the place of what was to come."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, Span, bad, good, regex
from copydesk_rules.messages import quoted


class PlaceholderText(Rule):
    """A post should not be published with text that holds a place.

    ## Why

    Templates and drafts hold places with *Lorem ipsum* and `[insert name here]`. Where one of them is forgotten,
    readers see that nobody read the post before them.

    ## What it reports

    The words *Lorem ipsum dolor*, and brackets that ask for something: `[insert …]`, `[your name]`, `[TODO]`, `[TBD]`,
    `[placeholder]`, `[link]`, `[url]`, `[此处插入…]`, and `[图片]`, as chats write for a picture that was not copied.
    What belongs there is for people.

    ## What it leaves alone

    Links, code, templates. It is on request: a post about typesetting shows *Lorem ipsum*, and one that tells how to
    apply asks for `[your name]`.
    """

    code = "TXT006"
    name = "placeholder-text"
    severity = Severity.WARNING
    default = False

    examples = (
        bad("Herons.\n\nLorem ipsum dolor sit amet, consectetur.\n"),
        bad("Write to [insert address here] before May. [TODO]\n", findings=2),
        bad("The hours are in the timetable [link].\n"),
        bad("The hours are at [URL], and here \\[link here\\].\n", findings=2),
        bad("码头在桥边。\n\n[图片]\n\n[此处插入地图]\n", findings=2),
        good("Rust has a `#[link]` attribute, and `menu` an element menu[link]; ![图片](/a.png) [链接](/b)\n"),
        good("The words lorem ipsum come from Cicero.\n"),
        good("[your name](/names/) and [TBD][1] and `[TODO]`\n\n[1]: /a\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each place that is held."""
        links = {link.span.start for link in doc.markdown.links}
        for found in _PLACE.finditer(doc.text, doc.body_start):
            span = Span(*found.span())
            if span.start not in links and doc.is_prose(span):
                yield self.finding(
                    span,
                    f"{quoted(found.group())} holds the place of something else",
                    help="write what belongs there, or remove it",
                )


_PLACE = regex(
    r"(?i:lorem ipsum dolor)"
    r"|(?<![\w\]#])\\?\[(?:"
    r"(?:[Ii]nsert|INSERT|[Yy]our|YOUR)\s[^\[\]\n\\]{1,40}|TODO|TBD|TBC|[Pp]laceholder"
    r"|(?:[Ll]ink|LINK)(?:\s(?:here|HERE))?|url|URL"
    r"|(?:此处|此處|在此)?插入[^\[\]\n\\]{1,40}|图片|圖片|链接|連結|待补充|待補充"
    r")\\?\](?![(\[:])"
)
