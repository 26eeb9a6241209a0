"""FM011: values that are too long, too short, too large, too small, too many or too few."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import TYPE_CHECKING, Document, Entry, Finding, Node, Rule, Severity, bad, good

if TYPE_CHECKING:
    from copydesk import Field


class ValueOutOfRange(Rule):
    """A value should be as long, as large and as many as the site has room for.

    ## Why

    A title that does not fit is cut in lists and in search results; a fifth picture in a gallery for four is never
    shown.

    ## What it reports

    Text with fewer or more characters than `min-length` and `max-length` allow, numbers outside of `minimum` and
    `maximum`, lists with fewer or more items than `min-items` and `max-items`. Of a list, lengths and numbers are those
    of its items. Blanks around a text do not count, and a field with nothing in it is left alone.
    """

    code = "FM011"
    name = "value-out-of-range"
    severity = Severity.WARNING

    examples = (
        bad(
            "---\ntitle: Low tide in the valley, and what it left on the shore\n---\n\nThe sea went out.\n",
            collection="[fields.title]\nmax-length = 40\n",
        ),
        bad(
            "---\ntitle: Low tide\nrating: 11\ntags: [sea, storm, tide]\n---\n\nThe sea went out.\n",
            findings=2,
            collection="[fields.rating]\nminimum = 1\nmaximum = 10\n[fields.tags]\nmax-items = 2\n",
        ),
        bad(
            '{"title": "Low", "scores": [3, -1]}\n\nThe sea went out.\n',
            findings=2,
            generator="hugo",
            path="content/posts/low-tide.md",
            collection="[fields.title]\nmin-length = 5\n[fields.scores]\nminimum = 0\n",
        ),
        good(
            "---\ntitle: 退潮之后\nrating: 10\ntags: []\n---\n\n海水退了。\n",
            collection="[fields.title]\nmax-length = 4\n[fields.rating]\nmaximum = 10\n[fields.tags]\nmin-items = 1\n",
            note="characters count, not bytes",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each value, or list, outside of its limits."""
        matter = doc.front_matter
        if matter is None or self.collection is None:
            return
        for field, entry in self.collection.declared(matter, doc.site.generator.any_case):
            node = entry.node
            if node.kind == "list":
                if node.items:
                    yield from self._items(field, entry, len(node.items))
                    for item in node.items:
                        yield from self._value(field, f"an item of `{entry.key}`", item)
            elif node.kind == "scalar":
                yield from self._value(field, f"`{entry.key}`", node)

    def _items(self, field: Field, entry: Entry, number: int) -> Iterator[Finding]:
        few, many = field.least_items, field.most_items
        if few is not None and number < few:
            message = f"`{entry.key}` has {_count(number, 'item')}, and needs at least {few}"
            yield self.finding(entry.key_span, message, help=field.about)
        elif many is not None and number > many:
            message = f"`{entry.key}` has {_count(number, 'item')}, and may have {many} at most"
            yield self.finding(entry.key_span, message, help=field.about)

    def _value(self, field: Field, name: str, node: Node) -> Iterator[Finding]:
        value = node.value
        if isinstance(value, str):
            short, long = field.shortest, field.longest
            if short is None and long is None:
                return
            number = len(value.strip())
            if short is not None and 0 < number < short:
                message = f"{name} has {_count(number, 'character')}, and needs at least {short}"
                yield self.finding(node.span, message, help=field.about)
            elif long is not None and number > long:
                message = f"{name} has {_count(number, 'character')}, and may have {long} at most"
                yield self.finding(node.span, message, help=field.about)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            least, most = field.least, field.most
            if least is not None and value < least:
                yield self.finding(node.span, f"{name} is {value}, and must be at least {least}", help=field.about)
            elif most is not None and value > most:
                yield self.finding(node.span, f"{name} is {value}, and must be at most {most}", help=field.about)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
