"""FM027: invisible characters in the values of front matter."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Change, Document, Edit, Entry, Finding, Fix, Node, Rule, Severity, Span, bad, good, regex

_ODD = regex("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200b\u2060\ufeff\ufffc\ufffe\uffff]")


class ControlCharacter(Rule):
    """A value should have no characters that nobody sees.

    ## Why

    Input methods leave backspaces behind, slides line separators, and web pages blanks without width. In a title such
    a character breaks feeds (XML forbids most of them), and a tag that ends with one is another tag than the one
    without, though both look the same.

    Characters that writing needs are left alone: joiners of Persian, of Indian scripts and of emoji, marks of
    direction, soft hyphens. Characters that YAML, TOML or JSON refuse are FM002's matter.

    ## What the fix does

    It deletes them; a separator of lines becomes a blank.
    """

    code = "FM027"
    name = "control-character"
    severity = Severity.WARNING
    needs = ("copydesk_rules.field_signs:control character",)

    examples = (
        bad(
            "---\ntitle: Low\u200b tide\n---\n\nText.\n",
            fixed="---\ntitle: Low tide\n---\n\nText.\n",
        ),
        bad(
            "---\ntitle: Low tide\ntags: [sea\ufeff, 潮\u200b]\n---\n\nText.\n",
            fixed="---\ntitle: Low tide\ntags: [sea, 潮]\n---\n\nText.\n",
            findings=2,
        ),
        bad(
            ';;;\n"title": "Low\u2028tide"\n;;;\n\nText.\n',
            fixed=';;;\n"title": "Low tide"\n;;;\n\nText.\n',
            note="from a slide",
        ),
        bad('---\ntitle: "Low\\b tide"\n---\n\nText.\n', note="written as an escape: somebody meant something"),
        good("---\ntitle: 👩\u200d👧 می\u200cخواهم Silben\u00adtrennung\u00a0‏\n---\n\nText.\n"),
        good("---\ntitle: Low tide\ntext: |\n  One.\n\n  Two.\n---\n\nText.\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each value with such a character."""
        matter = doc.front_matter
        if matter is None:
            return
        content = doc.text[matter.content.start : matter.content.end]
        if "\\" not in content and (content.isascii() or content.replace("\n", "").isprintable()):
            return
        from copydesk_rules.fields import texts

        for entry, node in texts(matter):
            value = node.value
            if isinstance(value, str) and not value.isprintable() and (odd := _ODD.search(value)):
                yield self._finding(doc, entry, node, odd[0])

    def _finding(self, doc: Document, entry: Entry, node: Node, sign: str) -> Finding:
        from copydesk_rules.unseen import LINES, named

        places = list(_ODD.finditer(doc.text, *node.span))
        message = f"{named(sign)} stands in `{entry.key}`, where nobody sees it"
        if len(places) != len(_ODD.findall(str(node.value))) or not places:
            return self.finding(node.span, message, help="delete it")
        edits = tuple(Edit(Span(*place.span()), " " if place[0] in LINES else "") for place in places)
        fix = Fix("delete it", edits, declares=(Change("field", entry.key),))
        return self.finding(Span(*places[0].span()), message, fix)
