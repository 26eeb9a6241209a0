"""FM022: the same item twice in a list."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Change, Document, Finding, Fix, Rule, Severity, bad, good, option
from copydesk_rules.field_signs import LISTS
from copydesk_rules.messages import quoted

_LONGEST = 500
"""How many items a list may have to be mended: each is looked for from the beginning."""


class DuplicateItem(Rule):
    """A list of tags should name each of them once.

    ## Why

    A tag that is given twice is shown twice below the post, and with some generators the post is listed twice on the
    tag's page, too. The second one says nothing new.

    Categories of a Hexo site are a path, in which a name may come again further down, and are left alone.
    """

    code = "FM022"
    name = "duplicate-item"
    severity = Severity.WARNING
    needs = ("copydesk_rules.field_signs:odd list",)

    fields: tuple[str, ...] = option((), "More fields whose lists have each item once, besides tags and the like.")

    examples = (
        bad(
            "---\ntitle: Low tide\ntags: [sea, tides, sea]\n---\n\nText.\n",
            fixed="---\ntitle: Low tide\ntags: [sea, tides]\n---\n\nText.\n",
        ),
        bad(
            "---\ntitle: Low tide\ntags:\n  - sea\n  - tides # of all kinds\n  - 'sea'\n---\n\nText.\n",
            fixed="---\ntitle: Low tide\ntags:\n  - sea\n  - tides # of all kinds\n---\n\nText.\n",
        ),
        bad(
            "+++\ntitle = 'Low tide'\ntags = [\n  'sea',\n  'sea',\n]\n+++\n\nText.\n",
            fixed="+++\ntitle = 'Low tide'\ntags = [\n  'sea',\n]\n+++\n\nText.\n",
            generator="hugo",
            path="content/posts/low-tide.md",
        ),
        good("---\ntitle: Low tide\ntags: [sea, Sea, tides]\n---\n\nText.\n", note="another spelling is another tag"),
        good("---\ntitle: Low tide\ncategories: [sea, news, sea]\n---\n\nText.\n", note="a path in Hexo"),
        good("---\ntitle: Low tide\nheights: [1, 2, 1]\ntags: [1, true]\n---\n\nText.\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each item that its list had before."""
        matter = doc.front_matter
        if matter is None:
            return
        values = matter.values
        for key in (*LISTS, *self.fields):
            value = values.get(key)
            if type(value) is not list or len(value) < 2:
                continue
            words = [item for item in value if type(item) is str]
            if len(set(words)) == len(words):
                continue
            entry = matter.get(key)
            if entry is None or (key == "categories" and doc.site.generator.name == "hexo"):
                continue
            seen: set[str] = set()
            for index, item in enumerate(entry.node.items):
                if type(item.value) is not str:
                    continue
                if item.value in seen:
                    from copydesk import remove_item

                    edits = remove_item(doc.text, matter, entry, index) if len(value) <= _LONGEST else ()
                    title = f"remove the second {quoted(item.value)}"
                    fix = Fix(title, edits, declares=(Change("field", key),)) if edits else None
                    yield self.finding(item.span, f"{quoted(item.value)} is in `{key}` already", fix)
                seen.add(item.value)
