"""FM004: fields that are there, but empty."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, bad, good, option
from copydesk_rules.fm003_missing_field import dated_by_name, is_no_post, is_post


class EmptyField(Rule):
    """A title or a date should not be left empty.

    ## Why

    `title:` with nothing behind it is not the same as no title: the generator takes the emptiness for the title, and
    the post is a blank line in every list and feed. An empty date puts it somewhere in time.

    ## What it leaves alone

    Fields that may well be empty. Templates for new posts bring `cover:`, `tags:` and `summary:` along, and a post
    that has no cover has none. Name in `fields` what your site cannot do without. `false` is an answer, too. Pages
    that are not posts may be without a title on purpose.
    """

    code = "FM004"
    name = "empty-field"
    severity = Severity.WARNING
    needs = ("copydesk_rules.field_signs:empty field",)
    of_fields = True

    fields: tuple[str, ...] = option(
        ("title", "date"), "Fields that must not be empty, besides those that the site's generator needs."
    )

    examples = (
        bad("---\ntitle:\ndate: 2024-05-06 07:08:09\n---\n\nThe sea went out.\n"),
        bad('---\ntitle: " "\ndate: # later\n---\n\nThe sea went out.\n', findings=2),
        bad(
            "---\ntitle: Low tide\ntags: []\ncover: ''\n---\n\nThe sea went out.\n",
            findings=1,
            options={"fields": ("tags",)},
        ),
        bad(
            "---\ntitle: Low tide\nauthor:\n---\n\nThe sea went out.\n",
            collection="[fields.author]\nrequired = true\n",
        ),
        good("---\ntitle: Low tide\ntags:\ncover: ''\nsummary:\ntop: false\n---\n\nThe sea went out.\n"),
        good("---\ntitle: 0\ndate: 2024-05-06\n---\n\nA post about nothing.\n", note="nought is not nothing"),
        good("---\ntitle: ''\n---\n\nWelcome.\n", path="source/index.md", note="a page without a heading"),
        good(
            "---\ntitle: Low tide\ndate:\n---\n\nThe sea went out.\n",
            generator="jekyll",
            path="_posts/2024-05-06-low-tide.md",
            note="the date is in the file name",
        ),
        good(
            "---\ntitle:\ntitle: Low tide\n---\n\nThe sea went out.\n", note="the last one counts, and FM005 reports it"
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each of the fields that is there with nothing in it."""
        matter = doc.front_matter
        if matter is None:
            return
        generator = doc.site.generator
        model = self.collection.required if self.collection is not None else {}
        fields = {*self.fields, *generator.required_fields, *model}
        values = matter.values
        for key in fields:
            if key not in values or not _is_empty(values[key]):
                continue
            entry = matter.get(key)
            if (
                entry is None
                or not (key in model or is_post(doc))
                or (key == "date" and dated_by_name(doc))
                or is_no_post(doc)
            ):
                continue
            harm = "and the post needs it"
            if key == "title":
                harm = "so lists, feeds and the browser tab show the post without a name"
                if generator.name == "jekyll" and entry.node.kind == "null":
                    harm = "so Jekyll makes a title of the file name"
            elif key == "date":
                harm = "so the site cannot put the post in its place among the others"
            yield self.finding(entry.key_span, f"`{key}` is empty, {harm}", help=f"give `{key}` a value")


def _is_empty(value: object) -> bool:
    """Tell whether nothing is there: no value, no text, no item."""
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or value in ([], {})
