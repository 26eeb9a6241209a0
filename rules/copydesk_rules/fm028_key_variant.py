"""FM028: two keys that differ by letter case alone."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, bad, good


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
        lines: dict[str, str] = {}
        for entry in matter.entries:
            first = lines.setdefault(entry.key.lower(), entry.key)
            if first != entry.key and matter.get(entry.key) is entry:
                generator = doc.site.generator
                harm = "and what one of them says is lost"
                if generator.any_case:
                    harm = f"and to {generator.title} both are the same"
                other = matter.get(first)
                line = doc.lines.number(other.key_span.start) if other is not None else 0
                message = f"`{entry.key}` stands beside `{first}` on line {line}, {harm}"
                yield self.finding(entry.key_span, message, help="keep one of the two")
