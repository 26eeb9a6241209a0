"""LNK003: links without an address."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Fix, Reference, Rule, Severity, bad, decode, good, readdressed, regex
from copydesk_rules.messages import quoted


class EmptyLink(Rule):
    """A link should have an address.

    ## Why

    `[the list]()` is what is left of a link whose address was to be looked up later. It looks like any other link, and
    whoever follows it stays where they are.

    ## What it reports

    Links of Markdown with a text and nothing between the round brackets, and `<a href="">` without any other attribute
    that a script or a style sheet may go by. Where the text is an address, the fix puts it where it belongs. It is
    safe: that is where the link was to lead.

    ## What it leaves alone

    `href="#"` and anchors; `[](){#name}`, which gives a place a name; brackets right behind a word, which are code
    without its backticks (`list[0]()`), and texts that only show how a link is written; drafts in a `SUMMARY.md`.
    """

    code = "LNK003"
    name = "empty-link"
    severity = Severity.WARNING
    needs = ("copydesk_rules.signs:empty link",)

    examples = (
        bad("See [the list]() of herons.\n"),
        bad(
            "It is at [https://herons.example/list?a=1&b=2]() now.\n",
            fixed="It is at [https://herons.example/list?a=1&b=2](https://herons.example/list?a=1&b=2) now.\n",
        ),
        bad(
            '<a href="">https://herons.example/?a=1&amp;b=2</a>\n',
            fixed='<a href="https://herons.example/?a=1&b=2">https://herons.example/?a=1&amp;b=2</a>\n',
        ),
        bad('<ul><li><a href="" title="Herons">Herons</a></li></ul>\n'),
        good("[](){#herons} and [a name](){.button}\n"),
        good("Call herons[0]() and `[the list]()`; a link is [text](), or [链接]().\n"),
        good('<a name="herons"></a> <a href="#">Up</a> <a href="" onclick="show()">More</a> <a href="" id="a">B</a>\n'),
        good('<a href="{{ page.next }}">More</a> [more]({{ page.next }})\n'),
        good("[//]: <> (a comment)\n"),
        good("# Summary\n\n- [To come]()\n", path="docs/SUMMARY.md", generator="plain"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each link that has no address."""
        if doc.path.endswith("SUMMARY.md"):
            return
        for link in doc.links:
            if link.target or link.opaque or doc.is_opaque(link.span):
                continue
            if link.origin == "markdown":
                if _is_link(doc.text, link):
                    name = quoted(link.text)
                    yield self._finding(link, f"the link {name} has no address", _fix(doc, link, link.text))
            elif link.origin == "html" and link.tag is not None and link.tag.name == "a" and doc.kind != "mdx":
                element = link.tag.element
                if {attribute.name for attribute in link.tag.attributes} <= _PLAIN and element is not None:
                    words = decode(element.inner.of(doc.text)).strip() if element.end is not None else ""
                    yield self._finding(link, "an `<a>` has no address", _fix(doc, link, words))

    def _finding(self, link: Reference, message: str, fix: Fix | None) -> Finding:
        message = f"{message}: whoever follows it stays where they are"
        help = "" if fix else "put the address in, or leave the text without the link"
        return self.finding(link.span, message, fix, help=help)


_PLAIN = frozenset(("href", "title", "target", "rel"))
_SHOWN = frozenset(
    ("text", "link text", "link", "title", "name", "label", "url", "文字", "文本", "链接", "链接文字", "標題", "标题")
)
"""Texts that only show how a link is written."""

_ADDRESS = regex(r"https?://(?!&[A-Za-z0-9#])[A-Za-z0-9._~:/?#@!$+,=%&-]++")


def _is_link(text: str, link: Reference) -> bool:
    """Tell whether a link of Markdown is meant as one."""
    words = link.text.strip()
    if not words or words.lower() in _SHOWN or text[link.span.end : link.span.end + 1] == "{":
        return False
    before = text[link.span.start - 1 : link.span.start]
    return not (before.isascii() and (before.isalnum() or before in ("_", ")", "]", "}", "\\")))


def _fix(doc: Document, link: Reference, words: str) -> Fix | None:
    """Return the fix that takes the text of a link, `words` as browsers show them, for its address, if it is one."""
    if not _ADDRESS.fullmatch(words):
        return None
    made = readdressed(doc, link, words, "link")
    return made and Fix("write the address that the text is", made.edits, declares=made.declares)
