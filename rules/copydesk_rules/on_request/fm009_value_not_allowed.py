"""FM009: values that are not among those a field may have."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import (
    TYPE_CHECKING,
    Change,
    Document,
    Edit,
    Entry,
    Finding,
    Fix,
    FrontMatter,
    Node,
    Rule,
    Severity,
    bad,
    good,
    nearest,
)
from copydesk_rules.messages import quoted

if TYPE_CHECKING:
    from copydesk import Field, Value


class ValueNotAllowed(Rule):
    """A field with a closed set of values should have one of them.

    ## Why

    A layout that does not exist breaks the build or the page; a category in another spelling is another category,
    with a page of its own that has one post on it.

    ## What it reports

    Each value, and each item of a list, that is not among the `values` that the configuration gives the field. What is
    of the wrong type altogether is left to FM008, and authors that the site does not know to SIT004.

    ## What the fix does

    Where a value differs from an allowed one only in case, or by blanks, hyphens and underscores, it writes the
    allowed one. Otherwise it names the nearest.
    """

    code = "FM009"
    name = "value-not-allowed"
    severity = Severity.WARNING

    examples = (
        bad(
            "---\ntitle: Low tide\nlayout: Post\n---\n\nThe sea went out.\n",
            fixed="---\ntitle: Low tide\nlayout: post\n---\n\nThe sea went out.\n",
            collection='[fields.layout]\nvalues = ["post", "photo", "event"]\n',
        ),
        bad(
            "---\ntitle: Low tide\ntags: [sea, strom]\n---\n\nThe sea went out.\n",
            collection='[fields.tags]\ntype = "list of string"\nvalues = ["sea", "storm"]\n',
            note="it asks whether `storm` is meant",
        ),
        bad(
            "+++\ntitle = 'Low tide'\nlevel = 7\n+++\n\nThe sea went out.\n",
            generator="hugo",
            path="content/posts/low-tide.md",
            collection="[fields.level]\nvalues = [1, 2, 3]\n",
        ),
        good(
            "---\ntitle: Low tide\nlayout: photo\ntags:\n---\n\nThe sea went out.\n",
            collection='[fields.layout]\nvalues = ["post", "photo"]\n[fields.tags]\nvalues = ["sea"]\n',
        ),
        good("---\ntitle: Low tide\nlayout: anything\n---\n\nThe sea went out.\n", note="nothing is said of layouts"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each value that is not one of those allowed."""
        matter = doc.front_matter
        if matter is None or self.collection is None:
            return
        for field, entry in self.collection.declared(matter, doc.site.generator.any_case):
            if not field.values:
                continue
            node = entry.node
            for part in node.items if node.kind == "list" else (node,):
                if not _is_one(part.value, field.values):
                    yield from self._judge(doc, matter, field, entry, part)

    def _judge(self, doc: Document, matter: FrontMatter, field: Field, entry: Entry, node: Node) -> Iterator[Finding]:
        from copydesk import is_empty, is_template

        value = node.value
        if is_empty(value) or is_template(value) or isinstance(value, dict | list):
            return
        if field.type is not None and not field.type.fits(value) and not any(k.fits(value) for k in field.type.items):
            return
        shown = quoted(node.span.of(doc.text) or str(value))
        what = f"`{entry.key}` is {shown}" if node is entry.node else f"{shown} is an item of `{entry.key}`"
        allowed = [value for value in field.values if _folded(value) == _folded(node.value)]
        listed = ", ".join(quoted(_word(each), 30) for each in field.values[:8])
        if len(field.values) > 8:
            listed += f" and {len(field.values) - 8} more"
        if len(allowed) == 1:
            from copydesk_rules.fields import is_simple

            message = f"{what}, and is written {quoted(_word(allowed[0]))} here"
            fix = None
            if is_simple(doc, node):
                text = _requoted(doc, matter, node, allowed[0])
                top = field.name.partition(".")[0] if "." in field.name else entry.key
                fix = Fix(f"write `{text}`", (Edit(node.span, text),), declares=(Change("field", top),))
            yield self.finding(node.span, message, fix, help=field.about)
            return
        words = {_word(each).lower(): _word(each) for each in field.values}
        near = nearest(_word(value).lower(), words)
        hint = f": did you mean {quoted(words[near])}?" if near else ""
        message = f"{what}, which is not one of the values it may have{hint}"
        yield self.finding(
            node.span, message, help=f"take one of {listed}" + (f" ({field.about})" if field.about else "")
        )


def _is_one(value: object, values: tuple[object, ...]) -> bool:
    """Tell whether `value` is one of `values`; 1 is not true."""
    return any(value == each and isinstance(value, bool) == isinstance(each, bool) for each in values)


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _folded(value: object) -> object:
    """Return `value` without what people get wrong: case, blanks, hyphens and underscores."""
    if not isinstance(value, str):
        return value
    return value.casefold().replace(" ", "").replace("-", "").replace("_", "")


def _requoted(doc: Document, matter: FrontMatter, node: Node, value: Value) -> str:
    """Return `value` in the quotes that `node` is written in, if that can be done."""
    from copydesk import written

    quote = node.span.of(doc.text)[:1]
    quoted = quote in ("'", '"')
    return written(matter.format, value, quote=quote if quoted else '"', keep=quoted)
