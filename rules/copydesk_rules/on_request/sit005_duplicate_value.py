"""SIT005: values that should be one post's own, in two posts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from copydesk import Document, Finding, NamedTuple, Node, Severity, SiteRule, bad, good
from copydesk_rules.messages import quoted
from copydesk_rules.shelves import Others, others, shelf

_POST = "---\ntitle: Low tide\n{}\n---\n\nThe sea went out.\n"
_UNIQUE = "[fields.number]\nunique = true\n"


class Fact(NamedTuple):
    """What a post has in fields that are unique: the patterns within which, the field, and the value, as texts."""

    shelf: str
    values: tuple[tuple[str, str, str], ...]


class DuplicateValue(SiteRule[Fact, Mapping[tuple[str, str], Others]]):
    """A field that tells posts apart should be different in each of them.

    ## Why

    A number, a key or a short link that two posts have leads to one of them only, or counts one for the other. It
    happens when a post is begun as a copy of another.

    ## What it reports

    Values, and items of lists, of fields that the configuration calls `unique`, which several posts of the collection
    have. A translation has the value of its original, and posts in several languages are compared by language.
    """

    code = "SIT005"
    name = "duplicate-value"
    severity = Severity.WARNING

    examples = (
        bad(
            _POST.format("number: 7"),
            collection=_UNIQUE,
            posts={"source/_posts/1.md": _POST.format("number: 7"), "source/_posts/2.md": _POST.format("number: 8")},
        ),
        bad(
            "+++\ntitle = 'Low tide'\nkeys = ['ebb', 'low']\n[extra]\nlink = 'x1'\n+++\n\nThe sea went out.\n",
            findings=2,
            generator="hugo",
            path="content/posts/tide.md",
            collection='[fields.keys]\nunique = true\n[fields."extra.link"]\nunique = true\n',
            posts={"content/posts/ebb.md": "+++\nkeys = ['low']\n[extra]\nlink = 'x1'\n+++\n\nText.\n"},
        ),
        good(_POST.format("number: 7"), collection=_UNIQUE, posts={"source/_posts/1.md": _POST.format("number: 8")}),
        good(_POST.format("number:"), collection=_UNIQUE, posts={"source/_posts/1.md": _POST.format("number: ''")}),
        good(
            _POST.format("number: 7"),
            path="source/_posts/fr/tide.md",
            collection=_UNIQUE,
            posts={"source/_posts/en/tide.md": _POST.format("number: 7")},
            note="a translation",
        ),
        good(_POST.format("number: 7"), posts={"source/_posts/1.md": _POST.format("number: 7")}),
    )

    def facts(self, doc: Document) -> Fact | None:
        """Return the values of `doc` in unique fields, or None where there are none."""
        if self.collection is None or not self.collection.has_unique:
            return None
        values = tuple((within, name, value) for within, name, value, _ in self._values(doc))
        return Fact(shelf(doc), values) if values else None

    def compare(self, facts: Mapping[str, Fact]) -> Mapping[str, Mapping[tuple[str, str], Others]]:
        """Return for each post the fields and values that others have, too."""
        owners: dict[tuple[str, str, str, str], dict[str, None]] = {}
        for path, fact in facts.items():
            for within, name, value in fact.values:
                owners.setdefault((fact.shelf, within, name, value), {})[path] = None
        known: dict[str, dict[tuple[str, str], Others]] = {}
        for (_, _, name, value), paths in owners.items():
            for path, named in others(list(paths)).items():
                known.setdefault(path, {})[name, value] = named
        return known

    def judge(self, doc: Document, known: Mapping[tuple[str, str], Others]) -> Iterator[Finding]:
        """Yield a finding for each value that another post has, too."""
        for _, name, value, node in self._values(doc):
            named = known.get((name, value))
            if named is not None:
                message = f"`{name}` is {quoted(value)} in {named.listed} too, and should be each post's own"
                yield self.finding(node.span, message, help="give one of them another value")

    def _values(self, doc: Document) -> Iterator[tuple[str, str, str, Node]]:
        """Yield the values in unique fields: the patterns within which, the field, the value as text, and its place."""
        from copydesk import is_empty, is_template

        matter = doc.front_matter
        if matter is None or self.collection is None:
            return
        for field, entry in self.collection.declared(matter, doc.site.generator.any_case):
            if field.unique:
                node = entry.node
                for one in node.items if node.kind == "list" else (node,):
                    if one.kind == "scalar" and not is_empty(one.value) and not is_template(one.value):
                        yield field.unique, field.name, str(one.value), one
