"""FM028: two keys that differ by letter case alone."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Entry, Finding, Rule, Severity, bad, good


class KeyVariant(Rule):
    """A key should not stand beside the same one in other letters.

    ## Why

    `Author:` beside `author:` are two fields to most generators, and themes read one of them: what the other one says
    is lost. To Hugo they are the same, and one of them replaces the other.

    ## What it leaves alone

    The same key twice in the same letters, which is FM005's matter, and one in other letters that stands alone.
    """

    code = "FM028"
    name = "key-variant"
    severity = Severity.WARNING
    needs = ("copydesk_rules.field_signs:odd key",)

    examples = (
        bad("---\ntitle: Low tide\nAuthor: Ida\nauthor: ida\n---\n\nText.\n"),
        bad("+++\ntitle = 'Low tide'\nTitle = 'Tide'\n+++\n\nText.\n", generator="hugo", path="content/posts/a.md"),
        bad("---\ntitle: Low tide\nAuthor: Ida\nauthor: Ole\nauthor: Ib\n---\n\nText.\n", note="the last one counts"),
        bad("---\ntitle: Low tide\nauthor: Ida\nAuthor: Ole\nauthor: Ib\n---\n\nText.\n"),
        good("---\ntitle: Low tide\nAuthor: Ida\n---\n\nText.\n"),
        good("---\ntitle: Low tide\ntitle: High tide\n---\n\nText.\n", note="FM005 reports it"),
        good("---\ntitle: Low tide\nextra: {Title: A}\n---\n\nText.\n", note="not in the same map"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each key that was there before in other letters."""
        matter = doc.front_matter
        if matter is None:
            return
        values = matter.values
        if len(values) < 2 or "".join(values).islower():
            return
        before: dict[str, Entry] = {}
        for entry in matter.counting:
            first = before.setdefault(entry.key.lower(), entry)
            if first is not entry:
                generator = doc.site.generator
                harm = "and what one of them says is lost"
                if generator.any_case:
                    harm = f"and to {generator.title} both are the same"
                line = doc.lines.number(first.key_span.start)
                message = f"`{entry.key}` stands beside `{first.key}` on line {line}, {harm}"
                yield self.finding(entry.key_span, message, help="keep one of the two")
