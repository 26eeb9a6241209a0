"""FM021: a title or description that search results cut off."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, bad, good, option
from copydesk_rules.messages import quoted


class OverlongText(Rule):
    """A title and a description should fit into a search result.

    ## Why

    Search engines cut off what is longer than the space they have, and readers see the first half of a sentence. They
    publish no number of characters, because they measure what fits on the screen (see "Control your title links" and
    "Control your snippets" in the documentation of Google Search Central). The figures here are the ones that the trade
    has settled on: some 600 pixels for a title are about 60 letters, and a description of 160 is mostly shown whole.
    Chinese, Japanese and Korean characters are twice as wide and count for two.

    It is a matter of taste, so the rule is opt-in.
    """

    code = "FM021"
    name = "overlong-text"
    severity = Severity.INFO
    default = False

    title: int = option(60, "How long a title may be, in letters; 0 for any length.")
    description: int = option(160, "How long a description may be, in letters; 0 for any length.")

    examples = (
        bad(f"---\ntitle: Low tide{' and more' * 7}\n---\n\nText.\n"),
        bad("---\ntitle: " + "退潮" * 16 + "\n---\n\n海水退了。\n", note="each of these is as wide as two letters"),
        bad("---\ntitle: A\ndescription: It went out.\n---\n\nText.\n", options={"description": 10}),
        good("---\ntitle: Low tide\ndescription: It went out.\n---\n\nText.\n"),
        good("---\ntitle: " + "退潮" * 15 + "\n---\n\n海水退了。\n"),
        good(f"---\ntitle: Low tide{' and more' * 7}\n---\n\nText.\n", options={"title": 0}),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each of the two that is too long."""
        matter = doc.front_matter
        if matter is None:
            return
        for key, limit in (("title", self.title), ("description", self.description)):
            entry = matter.get(key)
            if entry is None or not isinstance(entry.node.value, str) or not limit:
                continue
            width = _width(entry.node.value)
            if width > limit:
                message = (
                    f"the {key} {quoted(entry.node.value)} is {width} letters wide, and search results show {limit}"
                )
                yield self.finding(entry.node.span, message, help=f"say it in {limit} letters")


def _width(text: str) -> int:
    """Return how many letters wide a text is."""
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(sign) else 1 + (east_asian_width(sign) in "WF") for sign in text)
