"""IMG011: pictures by reference whose address is defined nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from copydesk import Document, Finding, Rule, Severity, Span, bad, good, nearest, regex
from copydesk_rules.messages import quoted

_IMAGE = regex(r"!\[((?>(?:[^\[\]\\\n]|\\[^\n])*))\]\[((?>(?:[^\[\]\\\n]|\\[^\n])*))\]")
_DEFINITION = regex(r"^\[([^\[\]\n]++)\]:", 8)
"""What looks like a definition, at the beginning of a line, and is none in the middle of a paragraph."""

_COMPARED = 100
"""With so many definitions at most a label is compared: it is done for each finding."""


class UndefinedImage(Rule):
    """A picture by reference should have its address defined.

    ## Why

    `![The harbour][harbour]` needs a line `[harbour]: /images/harbour.jpg` somewhere in the post. Without it Markdown
    sees no picture at all, and readers see the brackets.

    ## What it reports

    `![text][label]` and `![label][]` without a definition for the label, with the one that looks most like it.

    ## What it leaves alone

    Code, HTML, templates, and brackets alone (`![label]`), which may be meant as they stand.
    """

    code = "IMG011"
    name = "undefined-image"
    severity = Severity.ERROR
    needs = ("copydesk_rules.signs:undefined image",)

    examples = (
        bad("![The harbour][harbour]\n\n[harbor]: /images/harbour.jpg\n", files=("source/images/harbour.jpg",)),
        bad("![Harbour][]\n"),
        bad(
            "![Harbour][h]\nSeen from above.\n[h]: /harbour.jpg\n",
            files=("source/harbour.jpg",),
            note="without an empty line above it the definition is text",
        ),
        good("![The harbour][Harbour]\n\n[harbour]: /harbour.jpg\n", files=("source/harbour.jpg",)),
        good("Write `![The harbour][harbour]`, or \\![The harbour][harbour].\n"),
        good("```\n![The harbour][harbour]\n```\n\n<pre>\n![The harbour][harbour]\n</pre>\n"),
        good("Look![^1] And a list: ![x]\n\n[^1]: At last.\n"),
        good("![[harbour.jpg]] ![The [old] harbour](/harbour.jpg)\n", files=("source/harbour.jpg",)),
        good("![The harbour][{{ page.picture }}]\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each reference of a picture that leads nowhere."""
        spans: list[Span] = []
        text = doc.text
        at = text.find("!", doc.body_start) if doc.kind != "html" else -1
        while at >= 0:
            if text.startswith("[", at + 1) and (found := _IMAGE.match(text, at)) is not None:
                spans.append(Span(*found.span()))
                at = found.end() - 1
            at = text.find("!", at + 1)
        if spans:
            meant = frozenset(_DEFINITION.findall(text))
            links = (link.span for link in doc.markdown.links if link.image)
            for span in _outside(_outside(spans, links), doc.markdown.html_ranges):
                if _is_meant(doc, span):
                    found = _IMAGE.match(text, span.start)
                    assert found is not None
                    yield self._finding(doc, span, found[2] or found[1], meant)

    def _finding(self, doc: Document, span: Span, label: str, meant: Collection[str]) -> Finding:
        definitions = doc.markdown.definitions
        near = nearest(label, [one.label for one in definitions]) if len(definitions) <= _COMPARED else ""
        if label in meant:
            help = f"put an empty line above the line `[{label}]: …`: as a part of a paragraph it is text"
        else:
            help = f"write `[{near}]`" if near else f"add a line `[{label}]: …` with the picture's address"
        return self.finding(
            span, f"{quoted(label)} is defined nowhere: readers see the brackets, not the picture", help=help
        )


def _outside(spans: Iterable[Span], others: Iterable[Span]) -> Iterator[Span]:
    """Yield those of `spans` that begin in none of `others`; both come in the order in which they begin."""
    following = iter(others)
    other = next(following, None)
    end = -1
    for span in spans:
        while other is not None and other.start <= span.start:
            end = max(end, other.end)
            other = next(following, None)
        if span.start >= end:
            yield span


def _is_meant(doc: Document, span: Span) -> bool:
    """Tell whether Markdown would see a picture at `span`, had it an address."""
    before = doc.text[max(span.start - 20, 0) : span.start]
    escaped = (len(before) - len(before.rstrip("\\"))) % 2 == 1
    return not (
        escaped
        or doc.is_opaque(span)
        or doc.in_code(span)
        or (bool(doc.html.tags) and doc.html.inside(span.start, ("pre", "code", "script", "style")) is not None)
    )
