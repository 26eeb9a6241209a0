"""What several rules about front matter ask of its fields."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Entry, FrontMatter, Node, date, datetime


def texts(matter: FrontMatter) -> Iterator[tuple[Entry, Node]]:
    """Yield every text of `matter` that counts, at whatever depth, with the field at the top level that has it."""
    for entry in matter.counting:
        node = entry.node
        if type(node.value) is str:
            yield entry, node
        elif node.items or node.entries:
            yield from ((entry, inner) for inner in _inner(node))


def _inner(node: Node) -> Iterator[Node]:
    if type(node.value) is str:
        yield node
    for item in node.items:
        yield from _inner(item)
    for one in {entry.key: entry.node for entry in node.entries}.values():  # of two with one key the last one counts
        yield from _inner(one)


def day(node: Node) -> date | None:
    """Return the day that a value names, in whatever form; None where it names none."""
    value = node.value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not value:
        return None
    iso = value
    if not (value[4:5] == value[7:8] == "-" and value[:4].isdigit()):
        from copydesk_rules.dates import read

        iso = read(value).iso
    try:
        return date.fromisoformat(iso[:10])
    except ValueError:
        return None


def published(doc: Document) -> Entry | None:
    """Return the field that says when the post was published."""
    matter = doc.front_matter
    names = doc.site.generator.synonyms["date"]
    return next((entry for key in names if (entry := matter.get(key))), None) if matter is not None else None


def is_simple(doc: Document, node: Node) -> bool:
    """Tell whether `node` is written as one piece on one line: no alias, no block of text, no anchor or tag."""
    text = node.span.of(doc.text)
    return bool(text) and "\n" not in text and text[0] not in "*&!|>"
