"""FM020: a title that the first heading says again."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, bad, good

_PRINT_NONE = frozenset({"docusaurus", "gitbook", "mkdocs", "plain", "vitepress", "vuepress"})
"""Generators that print no title where the text begins with a heading, or none at all."""


class RepeatedTitle(Rule):
    """The first heading of a post should not be its title again.

    ## Why

    Most themes print the title of the front matter above the post. Where the first heading of the post says the same,
    readers see it twice, and the page has two main headings.

    Docusaurus, MkDocs, VuePress, VitePress and GitBook do not print the title above such a heading, and are left alone.
    Themes of other generators that print none exist, so the rule is opt-in.
    """

    code = "FM020"
    name = "repeated-title"
    severity = Severity.INFO
    default = False

    examples = (
        bad("---\ntitle: Low tide\n---\n\n# Low tide\n\nThe sea went out.\n"),
        bad("---\ntitle: 'Low  Tide'\n---\n\n## *Low tide*\n\nThe sea went out.\n", note="emphasis and case apart"),
        good("---\ntitle: Low tide\n---\n\n# The sea goes out\n\nText.\n"),
        good("---\ntitle: Low tide\n---\n\n## The sea\n\nText.\n\n## Low tide\n\nText.\n", note="not the first one"),
        good(
            "---\ntitle: Low tide\n---\n\n# Low tide\n\nText.\n",
            generator="docusaurus",
            path="docs/low-tide.md",
            note="Docusaurus prints one of the two",
        ),
        good("# Low tide\n\nThe sea went out.\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for a first heading that is the title."""
        matter = doc.front_matter
        title = matter.values.get("title") if matter is not None else None
        if not isinstance(title, str) or doc.site.generator.name in _PRINT_NONE or not doc.markdown.headings:
            return
        heading = doc.markdown.headings[0]
        if _plain(heading.text) == _plain(title):
            message = "the first heading is the title again, which most themes print above the post"
            yield self.finding(heading.span, message, help="remove the heading, or the title if the theme prints none")


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
