"""FM008: values of another type than the site reads them as."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

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
    option,
)
from copydesk_rules.field_signs import TERMS, usual_types
from copydesk_rules.messages import quoted

if TYPE_CHECKING:
    from copydesk import Type, Value


class WrongType(Rule):
    """A value should be of the type that the site reads it as.

    ## Why

    `published: "false"` is text, and a text is as good as true: the post is published. `tags: sea, storm` is one tag
    with a comma in it. No generator says so.

    ## What it reports

    What does not fit the type that the configuration gives a field. Where it says nothing, what the generator itself
    cannot read as what it takes the field for; the fields of themes are left alone. Dates are left to FM006 wherever
    it has something to say about them.

    ## What the fix does

    It writes the same value in the right type where there is no doubt: `"true"` as `true`, `"12"` as `12`, a number
    that is meant as text in quotes, one value as a list of one, and text with commas as a list.
    """

    code = "FM008"
    name = "wrong-type"
    severity = Severity.WARNING
    needs = ("copydesk_rules.field_signs:wrong type",)
    of_fields = True

    ignore_fields: tuple[str, ...] = option((), "Fields whose type is nobody's business.")

    examples = (
        bad(
            '---\ntitle: Low tide\npublished: "false"\n---\n\nThe sea went out.\n',
            fixed="---\ntitle: Low tide\npublished: false\n---\n\nThe sea went out.\n",
            note="it is published",
        ),
        bad(
            "---\ntitle: Low tide\ntags: sea, storm tide\n---\n\nThe sea went out.\n",
            fixed="---\ntitle: Low tide\ntags: [sea, storm tide]\n---\n\nThe sea went out.\n",
            note="one tag, with a comma in it",
        ),
        bad(
            "---\ntitle: Low tide\ntags:\n  - sea\n  - C++: a love story\n---\n\nThe sea went out.\n",
            note="a colon makes a key",
        ),
        bad(
            "---\ntitle: Low tide\nplace: Skagen\nyear: 1987\n---\n\nThe sea went out.\n",
            fixed="---\ntitle: Low tide\nplace: [Skagen]\nyear: '1987'\n---\n\nThe sea went out.\n",
            findings=2,
            collection='[fields.place]\ntype = "list of string"\n[fields.year]\ntype = "string"\n',
        ),
        bad(
            '+++\ntitle = "Low tide"\nlength = "12"\nlive = "true"\n+++\n\nThe sea went out.\n',
            fixed='+++\ntitle = "Low tide"\nlength = 12\nlive = true\n+++\n\nThe sea went out.\n',
            findings=2,
            generator="hugo",
            path="content/posts/low-tide.md",
            collection='[fields.length]\ntype = "integer"\n[fields.live]\ntype = "boolean"\n',
        ),
        bad(
            '{\n  "title": "Low tide",\n  "tags": "sea, storm"\n}\n\nThe sea went out.\n',
            fixed='{\n  "title": "Low tide",\n  "tags": ["sea", "storm"]\n}\n\nThe sea went out.\n',
            generator="hugo",
            path="content/posts/low-tide.md",
        ),
        bad(
            "---\ntitle: Low tide\nsource: www.tides.example\nlang: English language\n---\n\nText.\n",
            findings=2,
            collection='[fields.source]\ntype = "url"\n[fields.lang]\ntype = "language"\n',
        ),
        good(
            "---\ntitle: Low tide\nheld: 2024-06-31\n---\n\nText.\n",
            collection='[fields.held]\ntype = "date"\n',
            note="FM002 knows that June has 30 days",
        ),
        good("---\ntitle: 2024\ntags: sea\ncategories:\n  - [sea, tides]\ndate: 2024-05-06\n---\n\nText.\n"),
        good(
            "---\ntitle: Low tide\ntags: sea, storm\n---\n\nText.\n", generator="pelican", note="Pelican divides them"
        ),
        good("---\ntitle: Low tide\ndraft: 'true'\n---\n\nText.\n", generator="hugo", path="content/posts/a.md"),
        good(
            "---\ntitle: Low tide\nresources:\n  - src: map.pdf\n    title: The map\n---\n\nText.\n",
            generator="hugo",
            path="content/posts/a.md",
            note="a list of tables is what Hugo takes them for",
        ),
        good(
            "---\ntitle: Low tide\ncascade:\n  - type: tides\n    _target: {kind: page}\n---\n\nText.\n",
            generator="hugo",
            path="content/posts/_index.md",
        ),
        good("---\ntitle: Low tide\ntags: '{{ page.tags }}'\npublished:\n---\n\nText.\n", note="templates, nothing"),
        good(
            "---\ntitle: Low tide\nsource: https://tides.example/a\ncover: ''\n---\n\nText.\n",
            collection='[fields.source]\ntype = "url"\n[fields.cover]\ntype = "image"\n',
            note="an empty field is missing, not wrong",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each value, or item of a list, that is of another type than it should be."""
        matter = doc.front_matter
        if matter is None or not matter.values:
            return
        generator = doc.site.generator
        declared: set[str] = set()
        if self.collection is not None:
            for field, entry in self.collection.declared(matter, generator.any_case):
                if field.type is None:
                    continue
                declared.add(entry.key)
                if not field.type.fits(entry.node.value):
                    top = field.name.partition(".")[0] if "." in field.name else entry.key
                    yield from self._misfits(doc, matter, entry, field.type, top)
        usual = usual_types(generator)
        if _all_fit(matter, usual):
            return
        for entry in matter.counting:
            shapes = usual.get(entry.key)
            if shapes is None or entry.node.value.__class__.__name__ in shapes or entry.key in declared:
                continue
            if "items" not in shapes or not _is_flat(entry.node):
                yield from self._read_by_generator(doc, matter, entry)

    def _read_by_generator(self, doc: Document, matter: FrontMatter, entry: Entry) -> Iterator[Finding]:
        """Yield what is wrong with a field by what the generator itself takes it for."""
        from copydesk import Type, is_empty, is_template

        generator = doc.site.generator
        node = entry.node
        value = node.value
        if is_empty(value) or is_template(value) or entry.key in self.ignore_fields:
            return
        type = Type(generator.known_fields[entry.key][0].split(" or "))
        if isinstance(value, list):
            if type.takes_list and type.items:
                for item in node.items:
                    if item.kind in ("map", "list") and not any(kind.fits(item.value) for kind in type.items):
                        message = f"an item of `{entry.key}` must be text, and is {_described(item, doc)}"
                        help = "put the text in quotes" if item.kind == "map" else "take the brackets away"
                        yield self.finding(item.span if item.span.of(doc.text) else entry.key_span, message, help=help)
                return
            if type.takes_list:
                return
        elif isinstance(value, str):
            if type.takes_list and ("string" in type or type.items):
                if "," not in value and ("string" in type or not type.is_list):
                    return
                if "string" in type and entry.key not in TERMS:
                    return
                if entry.key in generator.splits:
                    return
                if "string" in type:
                    message = f"`{entry.key}` is one text with commas in it, which {generator.title} does not divide"
                    fix = self._fix(doc, matter, node, Type(["list of string"]), entry.key)
                    yield self.finding(node.span, message, fix)
                    return
            elif generator.casts and _names_one(value, type):
                return
            if any(name.startswith("date") for name in type.names):
                return  # FM006 knows all forms of dates
        elif value.__class__ is int and ("date" in type or "date-time" in type):
            return
        message = f"`{entry.key}` must be {type.words()} for {generator.title}, and is {_described(node, doc)}"
        yield self.finding(node.span, message, self._fix(doc, matter, node, type, entry.key))

    def _misfits(self, doc: Document, matter: FrontMatter, entry: Entry, type: Type, top: str) -> Iterator[Finding]:
        """Yield what of `entry` does not fit the type that the configuration gives it."""
        from copydesk import is_empty, is_template

        node = entry.node
        if is_empty(node.value) or is_template(node.value) or entry.key in self.ignore_fields:
            return
        if matter.error is not None and matter.error.span.overlaps(node.span):
            return  # FM002 says what is wrong with it
        text = isinstance(node.value, str)
        if text and type.is_list and entry.key in doc.site.generator.splits:
            return
        if text and any(name in ("date", "date-time") for name in type.names) and self._is_for_dates(doc, entry):
            return
        for part, wanted in type.misfits(node):
            if is_template(part.value):
                continue
            what = f"`{entry.key}`" if part is node else f"an item of `{entry.key}`"
            message = f"{what} must be {wanted}, and is {_described(part, doc)}"
            span = part.span if part.span.end > part.span.start else entry.key_span
            yield self.finding(span, message, self._fix(doc, matter, part, type, top, part is not node))

    def _is_for_dates(self, doc: Document, entry: Entry) -> bool:
        """Tell whether FM006 reports the value already."""
        from copydesk_rules.fm006_non_iso_date import NonIsoDate

        return any(finding.span.overlaps(entry.node.span) for finding in NonIsoDate().check(doc))

    def _fix(
        self, doc: Document, matter: FrontMatter, node: Node, type: Type, top: str, item: bool = False
    ) -> Fix | None:
        """Return the fix that writes `node` in the right type; None where what is meant is not certain."""
        from copydesk import written
        from copydesk_rules.fields import is_simple

        if not is_simple(doc, node):
            return None
        kinds = [kind.name for kind in type.items] if item else list(type.names)
        value = _converted(node, kinds, node.span.of(doc.text))
        if value is None or not (any(k.fits(value) for k in type.items) if item else type.fits(value)):
            return None
        text = written(matter.format, value, quote="'" if matter.format == "yaml" else '"')
        return Fix(f"write `{text}`", (Edit(node.span, text),), declares=(Change("field", top),))


def _converted(node: Node, kinds: list[str], as_written: str) -> Value | None:
    """Return the value of `node` as one of `kinds`, types by name; None where that is not certain."""
    value = node.value
    if isinstance(value, str):
        word = value.strip()
        if "boolean" in kinds and word.lower() in ("true", "false", "yes", "no"):
            return word.lower() in ("true", "yes")
        if ("integer" in kinds or "number" in kinds) and re.fullmatch(r"-?(?:0|[1-9]\d{0,14})", word):
            return int(word)
        if "number" in kinds and re.fullmatch(r"-?(?:0|[1-9]\d{0,9})\.\d{1,9}", word):
            return float(word)
        if any(kind.startswith("list") for kind in kinds):
            if any(mark in word for mark in "，、;；\n()[]{}\"'"):
                return None
            items = [part.strip() for part in word.split(",")]
            return items if all(items) else [part for part in items if part]
        return None
    if node.kind == "list":
        return value[0] if isinstance(value, list) and len(value) == 1 else None
    if node.kind != "scalar":
        return None
    if any(kind in ("string", "text", "slug") for kind in kinds):
        return as_written
    if any(kind.startswith("list") for kind in kinds):
        return [value if isinstance(value, int | bool) and "list of string" not in kinds else as_written]
    return None


def _described(node: Node, doc: Document) -> str:
    """Return what `node` is and how it is written, in words that follow “is”."""
    from copydesk import described

    if node.kind != "scalar":
        return described(node)
    return f"{described(node)}, {quoted(node.span.of(doc.text))}"


def _names_one(value: str, type: Type) -> bool:
    """Tell whether a text names a number or a truth, of which `type` is one."""
    word = value.strip().lower()
    if "boolean" in type and word in ("true", "false", "1", "0", "t", "f"):
        return True
    return ("integer" in type or "number" in type) and re.fullmatch(r"-?\d{1,15}(?:\.\d{1,9})?", word) is not None


def _is_flat(node: Node) -> bool:
    """Tell whether `node` is a list without a list or a map in it."""
    for item in node.items:
        if item.kind == "map" or item.kind == "list":
            return False
    return node.kind == "list"


_NESTED = frozenset((list, dict))


def _all_fit(matter: FrontMatter, usual: Mapping[str, frozenset[str]]) -> bool:
    """Tell at little cost whether every value is of a usual type, as in nearly every post."""
    for key, value in matter.values.items():
        shapes = usual.get(key)
        if shapes is not None and value.__class__.__name__ not in shapes:
            flat = value.__class__ is list and _NESTED.isdisjoint(map(type, value))
            if not flat or "items" not in shapes:
                return False
    return not matter.duplicates()
