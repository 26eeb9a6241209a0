"""IMG012: pictures without alternative text."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, Tag, bad, good, option
from copydesk_rules.messages import quoted


class MissingAlt(Rule):
    """A picture should say in words what it shows.

    ## Why

    The alternative text is what readers get who cannot see the picture, who have switched pictures off, or to whom it
    does not come through; search engines read it, too. Of a picture without one a screen reader reads the file's name.

    ## What it reports

    `<img>` and `<input type="image">` without `alt`, and Markdown pictures with nothing between the square brackets.

    ## What it leaves alone

    `alt=""`, which says that a picture only decorates; elements hidden from screen readers (`aria-hidden`,
    `role="presentation"`) or named in another way (`aria-label`, `title`). Markdown cannot tell a picture that only
    decorates from one whose text was forgotten: `markdown = false` leaves both alone.
    """

    code = "IMG012"
    name = "missing-alt"
    severity = Severity.INFO
    default = False
    needs = ("image", "<img>")

    markdown: bool = option(True, "Report Markdown pictures with empty square brackets.")

    examples = (
        bad("![](/images/tide.png)\n", files=("source/images/tide.png",)),
        bad('<p><img src="/images/tide.png"></p>\n', files=("source/images/tide.png",)),
        bad("[![][tide]](/tides)\n\n[tide]: /images/tide.png\n", files=("source/images/tide.png",)),
        bad('<input type="image" src="/images/go.png">\n', files=("source/images/go.png",)),
        good("![The tide](/images/tide.png)\n", files=("source/images/tide.png",)),
        good('<p><img src="/images/tide.png" alt=""></p>\n', files=("source/images/tide.png",), note="it decorates"),
        good('<p><img src="/images/tide.png" alt></p>\n', files=("source/images/tide.png",)),
        good('<p><img src="/images/tide.png" role="presentation"></p>\n', files=("source/images/tide.png",)),
        good('<p><img :alt="tide" :src="a"><img {{ attributes }}><img src="/t.png" title="The tide"></p>\n'),
        good("![](/images/tide.png)\n", files=("source/images/tide.png",), options={"markdown": False}),
        good("Write `![](/images/tide.png)`.\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each picture that has no alternative text."""
        if self.markdown:
            for link in doc.markdown.links:
                if link.image and not link.unseen and not link.inner.of(doc.text).strip() and link.target:
                    alone = link.parent >= 0 and doc.markdown.links[link.parent].inner == link.span
                    yield self.finding(link.span, _message(link.target, alone), help=_HELP)
        for name in ("img", "input"):
            for tag in doc.html.tags_named(name):
                if not tag.closing and _is_unnamed(tag) and not doc.is_opaque(tag.span):
                    source = tag.get("src")
                    if source is not None and source.value:
                        yield self.finding(tag.span, _message(source.value, False), help=_HELP)


_HELP = 'say what it shows, or write alt="" where it only decorates'
_NAMES = frozenset(("alt", ":alt", "v-bind:alt", "[alt]", "aria-label", "aria-labelledby", "title", "aria-hidden"))


def _message(target: str, alone: bool) -> str:
    effect = "whoever does not see it does not know where the link leads" if alone else "who does not see it misses it"
    return f"the picture {quoted(target)} has no alternative text: {effect}"


def _is_unnamed(tag: Tag) -> bool:
    """Tell whether nothing says what a picture shows, nor that it need not be said."""
    if tag.name == "input":
        kind = tag.get("type")
        if kind is None or kind.value.lower() != "image":
            return False
    for attribute in tag.attributes:
        if attribute.name in _NAMES or attribute.name.startswith("{"):
            return False
        if attribute.name == "role" and attribute.value.lower() in ("presentation", "none"):
            return False
    return True
