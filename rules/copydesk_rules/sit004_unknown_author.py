"""SIT004: authors and series that the site does not know."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import TYPE_CHECKING, Document, Entry, Finding, FrontMatter, Node, Rule, Severity, bad, good

if TYPE_CHECKING:
    from copydesk import Collection, Declared, References

_YAML = "ida:\n  name: Ida Berg\n  title: Harbour office\nolaf:\n  name: Olaf Lund\n"
_POST = "---\ntitle: Low tide\n{}\n---\n\nThe sea went out.\n"


class UnknownAuthor(Rule):
    """An author or a series that a post names should be known to the site.

    ## Why

    Sites keep their authors in one place, and posts refer to them by key. A key with a slip in it stops the build
    (Docusaurus, Material for MkDocs), or the post goes out without portrait and name, and is missing on the author's
    page.

    ## What it reports

    Where the site declares its authors or series, references to others. Where the generator takes any name for an
    author, only those that look like a slip: all but equal to one that is declared. Guests who are not declared are
    left alone, and so are names that an author is known by. A field that the configuration gives the type `author`
    refers to authors, too, and has no guests.
    """

    code = "SIT004"
    name = "unknown-author"
    severity = Severity.WARNING
    needs = ("copydesk_rules.field_signs:somebody named",)
    of_fields = True

    examples = (
        bad(
            _POST.format("authors: idda"),
            generator="docusaurus",
            path="blog/2024-05-06-tide.md",
            posts={"blog/authors.yml": _YAML},
        ),
        bad(
            _POST.format("authors:\n  - ida\n  - key: otto\n  - name: Somebody\n    url: https://example.org"),
            generator="docusaurus",
            path="blog/2024/05/tide.md",
            posts={"blog/authors.yml": _YAML},
            note="Docusaurus stops at `otto`, and takes the third as it is",
        ),
        bad(
            _POST.format("authors: [ida, Olaf]"),
            generator="mkdocs",
            path="docs/blog/posts/tide.md",
            posts={"docs/blog/.authors.yml": "authors:\n  ida:\n    name: Ida Berg\n  olaf:\n    name: Olaf Lund\n"},
        ),
        bad(
            _POST.format("author: ida-breg"),
            generator="jekyll",
            path="_posts/2024-05-06-tide.md",
            posts={"_data/authors.yml": "ida-berg:\n  name: Ida Berg\n"},
        ),
        bad(
            _POST.format("series: [harbour-nigths]"),
            generator="hugo",
            path="content/posts/tide.md",
            posts={"content/series/harbour-nights/_index.md": "---\ntitle: Harbour nights\n---\n"},
        ),
        bad(
            _POST.format("author: [Ida Berg, Greta Holm]"),
            generator="jekyll",
            path="_posts/2024-05-06-tide.md",
            collection='[fields.author]\ntype = ["author", "list of author"]\n',
            posts={"_data/authors.yml": _YAML},
            note="there are no guests",
        ),
        good(
            _POST.format("authors: [ida, olaf]"),
            generator="docusaurus",
            path="blog/2024-05-06-tide.md",
            posts={"blog/authors.yml": _YAML},
        ),
        good(_POST.format("authors: ida"), generator="docusaurus", path="blog/tide.md", note="nothing is declared"),
        good(
            _POST.format("author: Ida Berg"),
            generator="jekyll",
            path="_posts/2024-05-06-tide.md",
            posts={"_data/authors.yml": _YAML},
            note="by name",
        ),
        good(
            _POST.format("author: Greta Holm"),
            generator="jekyll",
            path="_posts/2024-05-06-tide.md",
            posts={"_data/authors.yml": _YAML},
            note="a guest",
        ),
        good(
            _POST.format("authors: [Ida Berg]"),
            generator="hugo",
            path="content/posts/tide.md",
            posts={"content/authors/ida-berg/_index.md": "---\ntitle: Ida\n---\n"},
            note="Hugo makes `ida-berg` of it",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each reference to an author, or a series, that is not declared."""
        generator = doc.site.generator
        matter = doc.front_matter
        if matter is None:
            return
        closed: list[Entry] = []
        if self.collection is not None and self.collection.has_authors:
            closed = list(_authors(self.collection, matter, generator.any_case))
        for entry in closed:
            yield from self._unknown(doc, "author", generator.authors, entry.node, closed=True)
        for what, references in (("author", generator.authors), ("series", generator.series)):
            for field in references.fields:
                if field in matter.values:
                    found = matter.get(field)
                    if found is not None and found not in closed:
                        yield from self._unknown(doc, what, references, found.node)

    def _unknown(
        self, doc: Document, what: str, references: References, node: Node, closed: bool = False
    ) -> Iterator[Finding]:
        """Yield a finding for each of those named by `node` that is not declared; `closed`: there are no others."""
        declared = doc.site.declared(references, doc.path.rpartition("/")[0])
        if declared is None:
            return
        for one in _named(node):
            said = one.value
            if not isinstance(said, str) or not said.strip() or said in declared.keys:
                continue
            if not references.strict and (said in declared.names or _is_known(doc, said, declared)):
                continue
            meant = _nearest(said, declared, 0.6 if references.strict or closed else 0.8)
            if (not meant and not references.strict and not closed) or _is_made(said):
                continue
            message = f"the {what} `{said}` is not among those that `{declared.place}` declares"
            if meant:
                message += f": did you mean `{meant}`?"
            yield self.finding(one.span, message, help=f"write the key of one of them, or declare `{said}` there")


def _authors(collection: Collection, matter: FrontMatter, any_case: bool) -> Iterator[Entry]:
    """Yield the fields of `matter` that the configuration gives the type of authors."""
    for field, entry in collection.declared(matter, any_case):
        if field.type is not None and field.type.is_author and not field.values:
            yield entry


def _is_made(said: str) -> bool:
    """Tell whether a template makes the name."""
    from copydesk import is_template

    return is_template(said)


def _named(node: Node) -> Iterator[Node]:
    """Yield the values that refer to somebody: text, texts in a list, and the ``key`` of a map."""
    if node.kind == "scalar":
        yield node
    elif node.kind == "list":
        for item in node.items:
            yield from _named(item)
    else:
        yield from (entry.node for entry in node.entries if entry.key == "key" and entry.node.kind == "scalar")


def _is_known(doc: Document, said: str, declared: Declared) -> bool:
    """Tell whether `said` is the name of somebody, or what the generator makes a declared key of."""
    from copydesk_rules.terms import key

    word = key(said)
    known = (*declared.names, *declared.keys) if doc.site.generator.name == "hugo" else declared.names
    return any(key(name) == word for name in known)


def _nearest(said: str, declared: Declared, least: float) -> str:
    """Return the key that is like `said`, from 0 not at all to 1, by `least` at least; empty where none is."""
    from copydesk_rules.terms import key

    words = {key(one): one for one in declared.keys}
    word = key(said)
    if word in words:
        return words[word]
    if len(word) < 4:
        return ""
    from difflib import get_close_matches

    close = get_close_matches(word, words, 1, least)
    return words[close[0]] if close else ""
