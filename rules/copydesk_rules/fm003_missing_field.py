"""FM003: fields that a post needs and does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from copydesk import Document, Finding, FrontMatter, Rule, Severity, Span, bad, good, option

_SYNONYMS = (
    frozenset({"date", "datePublished", "publishDate", "publishdate", "pubDate", "pubdate", "publishedAt"}),
    frozenset({"author", "authors", "Author"}),
    frozenset({"description", "excerpt", "summary", "desc", "seoDescription", "subtitle"}),
    frozenset({"headimg", "thumbnail", "cover", "coverImg", "image", "img", "photo", "ogImage", "hero", "top_img"}),
    frozenset({"tags", "tag", "keywords"}),
    frozenset({"categories", "category"}),
)
"""Names under which themes and generators keep the same thing."""

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

    What the site's generator needs of a post, or what `required` names instead. Pages that are not posts, section
    pages (`_index.md`) and files beside a post are left alone, and another name for the same thing counts: who
    requires `description` accepts `summary`. A date in the file name counts where the generator reads it there.
    Names with dots reach into maps, as in `extra.author`.
    """

    code = "FM003"
    name = "missing-field"
    severity = Severity.WARNING

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
        good("---\nweight: 2\n---\n", generator="hugo", path="content/posts/_index.md", note="a section's page"),
        good(
            "+++\ntitle = 'Low tide'\nsummary = 'It went out.'\n[extra]\nauthor = 'Ida'\n+++\n\nThe sea went out.\n",
            generator="zola",
            path="content/blog/low-tide.md",
            options={"required": ("description", "extra.author")},
        ),
        good(
            '---\ndate: 2024-05-06\nnote: "not closed\n---\n\nText.\n',
            note="front matter that cannot be read is FM002's",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each field that is not there, or one for front matter that is not there."""
        generator = doc.site.generator
        required = self.required or generator.required_fields
        matter = doc.front_matter
        if matter is not None and all(name in matter.values for name in required):  # as in nearly every post
            return
        if not required or not is_post(doc):
            return
        if matter is None:
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
        any_case = generator.name == "hugo"
        have = {entry.key.lower() if any_case else entry.key for entry in matter.entries}
        missing = [name for name in required if not self._has(doc, matter, name, have)]
        if not missing or _shows_nothing(doc, matter):
            return
        fence = matter.open.start
        span = Span(fence, fence + len(matter.open.of(doc.text).rstrip()))
        for name in missing:
            yield self.finding(
                span,
                f"the post has no `{name}`, {_HARM.get(name, 'which every post here must have')}",
                help=f"add a line for `{name}`",
            )

    def _has(self, doc: Document, matter: FrontMatter, name: str, have: Iterable[str]) -> bool:
        """Tell whether the post has `name`, by another name or from its file name if need be."""
        if name in have or name in matter.values:  # the second knows what a YAML merge key brings
            return True
        if "." in name:
            value: object = matter.values
            for part in name.split("."):
                value = value.get(part) if isinstance(value, dict) else None
            if value is not None:
                return True
        if any(name in group and not group.isdisjoint(have) for group in _SYNONYMS):
            return True
        if name == "date":
            return dated_by_name(doc)
        return name == "title" and doc.site.generator.name == "jekyll" and dated_by_name(doc)


def is_post(doc: Document) -> bool:
    """Tell whether `doc` is a post; where the generator knows no posts, every file of a site counts as one."""
    name = doc.path[doc.path.rfind("/") + 1 :]
    if name.startswith("_index."):
        return False
    return not doc.site.generator.posts or doc.site.is_post(doc.path)


def dated_by_name(doc: Document) -> bool:
    """Tell whether the generator finds the date of `doc` in its file name."""
    return doc.site.generator.date_in_name and re.match(_DATED_NAME, doc.path) is not None


def _shows_nothing(doc: Document, matter: FrontMatter) -> bool:
    """Tell whether `doc` is no page of its own: headless, or one of the files of a Hugo bundle."""
    if matter.values.get("headless") is True:
        return True
    if doc.site.generator.name != "hugo":
        return False
    folder, _, name = doc.path.rpartition("/")
    if name.startswith("index."):
        return False
    listing = doc.site.index.listing("/".join(part for part in (*doc.site.prefix, folder) if part))
    return listing is not None and any(entry.startswith("index.") for entry in listing.entries)
