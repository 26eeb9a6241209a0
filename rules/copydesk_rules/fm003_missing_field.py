"""FM003: fields that a post needs and does not have."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping

from copydesk import (
    TYPE_CHECKING,
    Change,
    Document,
    Finding,
    Fix,
    FrontMatter,
    Rule,
    Severity,
    Span,
    bad,
    good,
    option,
)

if TYPE_CHECKING:
    from copydesk import Field

_HARM = {
    "title": "so lists, feeds and the browser tab show it without a name",
    "date": "so the site cannot put it in its place among the others",
}

_DATED_NAME = r"(?>(?:[^/]*+/)*)\d{4}-\d{1,2}-\d{1,2}[-.]"


class MissingField(Rule):
    """A post should have the fields that its site needs.

    ## Why

    Without a title a post is a blank line in every list and feed; without what else a site counts on, it is sorted
    wrongly, or the build stops.

    ## What it looks for

    What the site's generator needs of a post, or what `required` names instead, and what the configuration requires
    of a collection (`required = true`). Pages that are not posts are left alone, and another name for the same thing
    counts: who requires `description` accepts `summary`. A date in the file name counts where the generator reads it
    there. Names with dots reach into maps, as in `extra.author`. In a collection a field goes by its own name only,
    and pages are no exception, but for those that show nothing of their own: pages of sections (`_index.md`),
    redirections, feeds, error pages, pages that are kept out of lists, files beside a post.

    ## What the fix does

    It adds the field with the `default` that the configuration gives it, if it gives it one.
    """

    code = "FM003"
    name = "missing-field"
    severity = Severity.WARNING
    needs = ("copydesk_rules.field_signs:missing field",)
    of_fields = True

    required: tuple[str, ...] = option(
        (), "Fields that every post must have; where there are none, those that the site's generator needs."
    )

    examples = (
        bad("---\ndate: 2024-05-06 07:08:09\ntags: [sea]\n---\n\nThe sea went out.\n"),
        bad("The sea went out.\n", note="no front matter at all"),
        bad(
            "---\ntitle: Low tide\ndate: 2024-05-06 07:08:09\n---\n\nThe sea went out.\n",
            findings=2,
            options={"required": ("title", "author", "description")},
        ),
        bad("+++\ndate = 2024-05-06\n+++\n\nThe sea went out.\n", generator="hugo", path="content/posts/low-tide.md"),
        bad(
            "---\ntitle: Low tide\n---\n\nThe sea went out.\n",
            fixed="---\ntitle: Low tide\nlang: en\n---\n\nThe sea went out.\n",
            findings=2,
            collection='[fields.author]\nrequired = true\n[fields.lang]\nrequired = true\ndefault = "en"\n',
        ),
        bad(
            '+++\ntitle = "Low tide"\n[params]\nmood = "calm"\n+++\n\nThe sea went out.\n',
            fixed='+++\ntitle = "Low tide"\ntopics = ["sea"]\n[params]\nmood = "calm"\n+++\n\nThe sea went out.\n',
            generator="hugo",
            path="content/posts/low-tide.md",
            collection='[fields.topics]\nrequired = true\ndefault = ["sea"]\n',
        ),
        good("---\ntitle: Low tide\n---\n\nThe sea went out.\n", note="Hexo takes the date of the file"),
        good("The sea went out.\n", path="source/about/index.md", note="a page, not a post"),
        good("The sea went out.\n", generator="mkdocs", path="docs/tides.md", note="the heading is the title"),
        good(
            "---\nlayout: post\n---\n\nThe sea went out.\n",
            generator="jekyll",
            path="_posts/2024-05-06-low-tide.md",
            options={"required": ("date", "title")},
            note="Jekyll reads both from the file name",
        ),
        good(
            "`tides.csv` is taken from the harbour office.\n",
            generator="hugo",
            path="content/posts/low-tide/source.md",
            files=("content/posts/low-tide/index.md",),
            note="a file that a post brings along",
        ),
        good("---\nweight: 2\n---\n", generator="hugo", path="content/posts/_index.md", note="a section's page"),
        good(
            "+++\ntitle = 'Low tide'\nsummary = 'It went out.'\n[extra]\nauthor = 'Ida'\n+++\n\nThe sea went out.\n",
            generator="zola",
            path="content/blog/low-tide.md",
            options={"required": ("description", "extra.author")},
        ),
        good(
            "---\nlayout: index\n---\n\nAll chapters.\n",
            path="source/ja/index.md",
            files=("source/ja/index.md", "source/ja/docs/one.md"),
            collection="[fields.title]\nrequired = true\n",
            note="the page of a section is none of its posts",
        ),
        good(
            "---\nredirect_to: https://example.org/\n---\n",
            path="source/old.md",
            collection="[fields.title]\nrequired = true\n",
            note="a page that only leads elsewhere",
        ),
        good(
            "---\npermalink: /feed.xml\n---\n<feed></feed>\n",
            generator="eleventy",
            path="content/feed.md",
            collection="[fields.title]\nrequired = true\n",
            note="a feed has no title of its own",
        ),
        good(
            '---\ndate: 2024-05-06\nnote: "not closed\n---\n\nText.\n',
            note="front matter that cannot be read is FM002's",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each field that is not there, or one for front matter that is not there."""
        generator = doc.site.generator
        matter = doc.front_matter
        required = self.required or generator.required_fields
        model = self.collection.required if self.collection is not None else None
        if matter is not None:
            values = matter.values
            if all(name in values for name in required) and (not model or all(name in values for name in model)):
                return  # as in nearly every post
        required = required if is_post(doc) else ()
        if model:
            required = (*(name for name in required if name not in model), *model)
        if not required:
            return
        if matter is None:
            if is_no_post(doc):
                return
            if doc.text[doc.body_start :].strip():
                names = " and ".join(f"`{name}`" for name in required)
                verb = "is" if len(required) == 1 else "are"
                yield self.finding(
                    Span(doc.body_start, doc.body_start),
                    f"the post has no front matter, where {names} {verb} expected",
                    help="begin the file with a line `---`, then `key: value` lines, then another line `---`",
                )
            return
        if matter.error is not None and not matter.entries:
            return
        any_case = generator.any_case
        have = {entry.key.lower() if any_case else entry.key for entry in matter.entries}
        missing = [name for name in required if not self._has(doc, matter, name, have, not model or name not in model)]
        if not missing or is_no_post(doc):
            return
        fence = matter.open.start
        span = Span(fence, fence + len(matter.open.of(doc.text).rstrip()))
        for name in missing:
            yield self.finding(
                span,
                f"the post has no `{name}`, {_HARM.get(name, 'which every post here must have')}",
                self._fix(doc, matter, name),
                help=_help(name, model),
            )

    def _fix(self, doc: Document, matter: FrontMatter, name: str) -> Fix | None:
        """Return the fix that adds the field with its default, None where it has none."""
        field = self.collection.required.get(name) if self.collection is not None else None
        if field is None or field.default is None:
            return None
        from copydesk import insert_field, written

        edits = insert_field(doc.text, matter, name, field.default) if "." not in name else ()
        if not edits:
            return None
        title = f"add `{name}` with {written(matter.format, field.default)}"
        return Fix(title, edits, declares=(Change("field", name),))

    def _has(self, doc: Document, matter: FrontMatter, name: str, have: Container[str], by_any_name: bool) -> bool:
        """Tell whether the post has `name`, from its file name or, if that will do, by another name."""
        if name in have or name in matter.values:  # the second knows what a YAML merge key brings
            return True
        if "." in name:
            value: object = matter.values
            for part in name.split("."):
                value = value.get(part) if isinstance(value, dict) else None
            if value is not None:
                return True
        if by_any_name and _has_by_another_name(doc, matter, name):
            return True
        if name == "date":
            return dated_by_name(doc)
        return name == "title" and doc.site.generator.name == "jekyll" and dated_by_name(doc)


def _has_by_another_name(doc: Document, matter: FrontMatter, name: str) -> bool:
    groups = [group for group in doc.site.generator.synonyms.values() if name in group]
    others = (matter.values.get(other) for group in groups for other in group)
    return any(value is not None and not isinstance(value, bool) for value in others)  # `published: true` is no date


def is_no_post(doc: Document) -> bool:
    """Tell whether `doc` is a page of another kind; asked of the few that lack something."""
    from copydesk import why_no_post

    return bool(why_no_post(doc))


def is_post(doc: Document) -> bool:
    """Tell whether `doc` lies among posts; where the generator knows no posts, every file of a site does."""
    return not doc.site.generator.posts or doc.site.is_post(doc.path)


def dated_by_name(doc: Document) -> bool:
    """Tell whether the generator finds the date of `doc` in its file name."""
    return doc.site.generator.date_in_name and re.match(_DATED_NAME, doc.path) is not None


def _help(name: str, model: Mapping[str, Field] | None) -> str:
    """Return what to do about a missing field, with what the configuration tells about it."""
    about = model[name].about if model and name in model else ""
    return f"add a line for `{name}`: {about}" if about else f"add a line for `{name}`"
