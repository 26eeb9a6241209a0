"""FM012: fields that must be there together, or must not."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import TYPE_CHECKING, Document, Finding, FrontMatter, Rule, Severity, Span, bad, good
from copydesk_rules.messages import quoted

if TYPE_CHECKING:
    from copydesk import Collection


class FieldRelation(Rule):
    """Fields that depend on each other should be there, or not be there, accordingly.

    ## Why

    An event without a place, or a post that is a draft and published at once, is for the site to guess at.

    ## What it reports

    Of each group in `one-of`, that none is there; of each group in `not-together`, that several are; and of each
    condition in `require-if`, a field that is missing where another has a certain value. A field with nothing in it
    is not there.
    """

    code = "FM012"
    name = "field-relation"
    severity = Severity.WARNING

    examples = (
        bad(
            "---\ntitle: Low tide\nlayout: event\nstart: 2024-05-06\n---\n\nThe sea goes out.\n",
            collection='require-if = [{ field = "layout", value = "event", require = ["start", "place"] }]\n',
        ),
        bad(
            "---\ntitle: Low tide\ndraft: true\npublished: true\n---\n\nThe sea went out.\n",
            collection='not-together = [["draft", "published"]]\n',
        ),
        bad(
            "---\ntitle: Low tide\ncover: ''\n---\n\nThe sea went out.\n",
            collection='one-of = [["image", "cover"]]\n',
        ),
        good(
            "+++\ntitle = 'Low tide'\ncover = 'tide.jpg'\nlayout = 'event'\n[extra]\nplace = 'Skagen'\n+++\n\nText.\n",
            generator="zola",
            path="content/blog/low-tide.md",
            collection='one-of = [["image", "cover"]]\n'
            'require-if = [{ field = "layout", value = "event", require = ["extra.place"] }]\n',
        ),
        good(
            "---\ntitle: Low tide\nlayout: post\n---\n\nThe sea went out.\n",
            collection='require-if = [{ field = "layout", value = "event", require = ["place"] }]\n',
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each group or condition that does not hold."""
        matter = doc.front_matter
        collection = self.collection
        if matter is None or collection is None or (matter.error is not None and not matter.entries):
            return
        if collection.one_of or collection.not_together or collection.require_if:
            yield from self._relations(matter, collection, doc)

    def _relations(self, matter: FrontMatter, collection: Collection, doc: Document) -> Iterator[Finding]:
        any_case = doc.site.generator.any_case
        for group in collection.one_of:
            if not any(collection.has(matter, name, any_case) for name in group):
                names = " nor ".join(f"`{name}`" for name in group)
                yield self.finding(fence(doc, matter), f"the post has neither {names}", help="give it one of them")
        for group in collection.not_together:
            there = [name for name in group if collection.has(matter, name, any_case)]
            for name in there[1:]:
                entry = collection.entry(matter, name, any_case)
                span = entry.key_span if entry is not None else fence(doc, matter)
                yield self.finding(
                    span, f"`{name}` and `{there[0]}` may not be there together", help="keep one of them"
                )
        for field, values, require in collection.require_if:
            entry = collection.entry(matter, field, any_case)
            if entry is None or not collection.has(matter, field, any_case):
                continue
            value = entry.node.value
            if values and value not in values and not (isinstance(value, list) and any(v in values for v in value)):
                continue
            for name in require:
                if not collection.has(matter, name, any_case):
                    shown = quoted(entry.node.span.of(doc.text), 30)
                    reason = f"its `{field}` is {shown}" if values else f"it has `{field}`"
                    message = f"the post has no `{name}`, which it needs because {reason}"
                    yield self.finding(entry.key_span, message, help=f"add a line for `{name}`")


def fence(doc: Document, matter: FrontMatter) -> Span:
    """Return the place of what is not there: the opening fence of the front matter."""
    start = matter.open.start
    return Span(start, start + len(matter.open.of(doc.text).rstrip()))
