"""FM023: fields that are not in the usual order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from copydesk import Document, Edit, Entry, Finding, Fix, FrontMatter, Rule, Severity, Span, bad, good, option


class KeyOrder(Rule):
    """The fields of front matter should stand in the same order in every post.

    ## Why

    Where the title always comes first and the tags always last, one sees at a glance what is missing, and a comparison
    of two versions shows what was changed and not what was moved. It is a matter of taste, so the rule is opt-in.

    ## What the fix does

    It lets the fields of `order` change places among themselves, each with the comments right above it. Other fields
    stay where they are. JSON, and YAML with anchors, are left to their authors.
    """

    code = "FM023"
    name = "key-order"
    severity = Severity.INFO
    default = False

    order: tuple[str, ...] = option(
        ("layout", "title", "subtitle", "date", "updated", "author", "authors", "categories", "tags", "description"),
        "The fields in the order they should have; a post need not have them all.",
    )

    examples = (
        bad(
            "---\ntags: [sea]\ntitle: Low tide\n---\n\nText.\n",
            fixed="---\ntitle: Low tide\ntags: [sea]\n---\n\nText.\n",
        ),
        bad(
            "---\ntags:\n  - sea # salt\n# when it was\ndate: 2024-05-06\ntop: 1\n\ntitle: Low tide\n---\n\nText.\n",
            fixed="---\ntitle: Low tide\n# when it was\ndate: 2024-05-06\ntop: 1\n\ntags:\n  - sea # salt\n"
            "---\n\nText.\n",
        ),
        bad(
            "+++\ndate = 2024-05-06\ntitle = 'Low tide'\n[extra]\ntags = 1\n+++\n\nText.\n",
            fixed="+++\ntitle = 'Low tide'\ndate = 2024-05-06\n[extra]\ntags = 1\n+++\n\nText.\n",
            generator="hugo",
            path="content/posts/low-tide.md",
        ),
        bad("---\ntags: &t [sea]\ntitle: Low tide\nkeywords: *t\n---\n\nText.\n", note="an anchor comes first"),
        good("---\ntitle: Low tide\ntop: 1\ntags: [sea]\nlang: en\n---\n\nText.\n"),
        good("---\ntags: [sea]\ntitle: Low tide\n---\n\nText.\n", options={"order": ("tags", "title")}),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding at the first field that stands below one that it should stand above."""
        matter = doc.front_matter
        if matter is None or matter.duplicates():
            return
        rank = {key: index for index, key in enumerate(self.order)}
        entries = [entry for entry in matter.entries if entry.key in rank]
        for before, entry in pairwise(entries):
            if rank[entry.key] < rank[before.key]:
                message = f"`{entry.key}` stands below `{before.key}`"
                fix = _fix(doc.text, matter, entries, rank)
                yield self.finding(entry.key_span, message, fix, help="" if fix else f"move it above `{before.key}`")
                return


def _fix(text: str, matter: FrontMatter, entries: list[Entry], rank: dict[str, int]) -> Fix | None:
    """Return the fix that lets `entries` change places; None where they have not their lines to themselves."""
    content = matter.content.of(text)
    if matter.format == "json" or (matter.format == "yaml" and ("&" in content or "*" in content)):
        return None
    places = []
    for entry in entries:
        start, end = entry.span
        table = matter.format == "toml" and text[start:end].lstrip().startswith("[")
        whole = text[start - 1 : start] == "\n" == text[end - 1 : end]
        if table or not whole or text[start : entry.key_span.start].strip(" \t") or "|+" in text[start:end]:
            return None
        places.append(Span(_with_comments(text, matter.content.start, start), end))
    if matter.format == "toml" and "." in text[places[0].start : places[-1].end].split("=")[0]:
        return None
    order = sorted(range(len(entries)), key=lambda index: rank[entries[index].key])
    moves = [(place, places[index].of(text)) for place, index in zip(places, order, strict=True)]
    edits = tuple(Edit(place, new) for place, new in moves if place.of(text) != new)
    return Fix("put the fields in order", edits)


def _with_comments(text: str, top: int, start: int) -> int:
    """Return where the comments right above the line at `start` begin."""
    while start > top:
        above = text.rfind("\n", 0, start - 1) + 1
        if above < top or not text[above:start].startswith("#"):
            break
        start = above
    return start
