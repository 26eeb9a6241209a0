"""FM014: front matter that does not fit the JSON Schema of its collection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk import Document, Entry, Finding, FrontMatter, Node, Rule, Severity, Span, bad, good

_EXAMPLE = """\
[schema.properties]
title = { type = "string" }
date = { type = "string", format = "date" }
rating = { type = "integer", maximum = 10 }

[schema.properties.author]
type = "object"
properties = { name = { type = "string" } }
required = ["name"]
additionalProperties = false
"""


class SchemaViolation(Rule):
    """Front matter should fit the JSON Schema that the configuration names for its collection.

    ## Why

    A schema is the agreement between those who write and the program that builds. What breaks it stops the build, or
    slips through to where nobody expects it.

    ## What it reports

    Each violation, at the key or value that is to blame. Days and times are compared as RFC 3339 writes them; a time
    without a zone counts as UTC. Of a choice (`oneOf`, `anyOf`), what is wrong with the form that was meant is said,
    where that can be told. A schema needs `pip install 'copydesk[schema]'`, and may refer to nothing outside its file.
    """

    code = "FM014"
    name = "schema-violation"
    severity = Severity.ERROR

    examples = (
        bad(
            "---\ntitle: Low tide\nrating: 11\nauthor:\n  nmae: Ida\n---\n\nThe sea went out.\n",
            findings=2,
            collection=_EXAMPLE,
        ),
        good(
            "---\ntitle: Low tide\nrating: 10\nauthor:\n  name: Ida\ndate: 2024-05-06\n---\n\nThe sea went out.\n",
            collection=_EXAMPLE,
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each violation of a schema."""
        matter = doc.front_matter
        if matter is None or self.collection is None or matter.error is not None:
            return
        for schema in self.collection.schemas:
            for problem in schema.problems(matter.values):
                yield self.finding(_place(doc, matter, problem.path, problem.key), problem.message)


def _place(doc: Document, matter: FrontMatter, path: Sequence[str | int], key: str) -> Span:
    """Return the place of the value at `path`, or of the `key` in it; as near to it as what is written goes."""
    entries: tuple[Entry, ...] = matter.entries
    items: tuple[Node, ...] = ()
    start = matter.open.start
    span = Span(start, start + len(matter.open.of(doc.text).rstrip()))
    for step in path:
        node: Node | None = None
        if isinstance(step, int):
            if step < len(items):
                node = items[step]
                span = node.span
        else:
            entry = next((each for each in reversed(entries) if each.key == step), None)
            if entry is not None:
                node = entry.node
                span = (
                    entry.key_span if node.kind in ("map", "list", "null") or not node.span.of(doc.text) else node.span
                )
        if node is None:
            return span
        entries, items = node.entries, node.items
    if key:
        entry = next((each for each in reversed(entries) if each.key == key), None)
        if entry is not None:
            return entry.key_span
    return span
