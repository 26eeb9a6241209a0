"""FM013: fields that the site does not want any more."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, bad, good
from copydesk_rules.fm007_unknown_field import rename


class DeprecatedField(Rule):
    """A field that has gone out of use should give way to the one in its place.

    ## Why

    After a theme is changed, old posts keep fields that nothing reads, and new posts copy them.

    ## What the fix does

    Where the configuration names a field in its place (`replaced-by`) and the post does not have that, the field is
    renamed; its value stays as it is written.
    """

    code = "FM013"
    name = "deprecated-field"
    severity = Severity.WARNING

    examples = (
        bad(
            "---\ntitle: Low tide\nthumbnail: '/tide.jpg' # by Ida\n---\n\nThe sea went out.\n",
            fixed="---\ntitle: Low tide\ncover: '/tide.jpg' # by Ida\n---\n\nThe sea went out.\n",
            files=("source/_posts/post.md", "source/tide.jpg"),
            collection='[fields.thumbnail]\nreplaced-by = "cover"\n',
        ),
        bad(
            '{"title": "Low tide", "old_id": 7}\n\nThe sea went out.\n',
            generator="hugo",
            path="content/posts/low-tide.md",
            collection='[fields.old_id]\ndeprecated = true\nabout = "the number in the old system"\n',
        ),
        bad(
            "---\ntitle: Low tide\ndesc: It went out.\nsummary: It went.\n---\n\nThe sea went out.\n",
            collection='[fields.desc]\nreplaced-by = "summary"\n',
            note="both are there",
        ),
        good(
            "---\ntitle: Low tide\ncover: /tide.jpg\n---\n\nThe sea went out.\n",
            files=("source/_posts/post.md", "source/tide.jpg"),
            collection='[fields.thumbnail]\nreplaced-by = "cover"\n',
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each field that is deprecated."""
        matter = doc.front_matter
        collection = self.collection
        if matter is None or collection is None:
            return
        any_case = doc.site.generator.any_case
        for field, entry in collection.declared(matter, any_case):
            if not field.deprecated:
                continue
            name = field.replaced_by
            if not name:
                message = f"`{entry.key}` is not used any more"
                yield self.finding(entry.key_span, message, help=field.about or f"take `{entry.key}` away")
            elif collection.entry(matter, name, any_case) is not None:
                message = f"`{entry.key}` is not used any more, and `{name}`, which is in its place, is there too"
                yield self.finding(entry.key_span, message, help=field.about or f"take `{entry.key}` away")
            else:
                fix = None if "." in name or "." in field.name else rename(doc, matter, entry, name)
                message = f"`{entry.key}` is not used any more: `{name}` is in its place"
                yield self.finding(entry.key_span, message, fix, help=field.about)
