"""IMG011: pictures by reference whose address is defined nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, Span, bad, good, nearest, regex
from copydesk_rules.messages import quoted

_IMAGE = regex(r"!\[((?>(?:[^\[\]\\\n]|\\[^\n])*))\]\[((?>(?:[^\[\]\\\n]|\\[^\n])*))\]")


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
        text = doc.text
        at = text.find("!", doc.body_start) if doc.kind != "html" else -1
        while at >= 0:
            if text.startswith("[", at + 1) and (found := _IMAGE.match(text, at)) is not None:
                if self._is_meant(doc, Span(*found.span())):
                    label = found[2] or found[1]
                    yield self._finding(doc, Span(*found.span()), label)
                at = found.end() - 1
            at = text.find("!", at + 1)

    def _is_meant(self, doc: Document, span: Span) -> bool:
        """Tell whether Markdown would see a picture at `span`, had it an address."""
        before = doc.text[: span.start][-20:]
        escaped = (len(before) - len(before.rstrip("\\"))) % 2 == 1
        return not (
            escaped
            or any(link.span.start <= span.start < link.span.end for link in doc.markdown.links)
            or doc.is_opaque(span)
            or doc.in_code(span)
            or any(each.overlaps(span) for each in doc.markdown.html_ranges)
            or (bool(doc.html.tags) and doc.html.inside(span.start, ("pre", "code", "script", "style")) is not None)
        )

    def _finding(self, doc: Document, span: Span, label: str) -> Finding:
        near = nearest(label, [one.label for one in doc.markdown.definitions])
        if f"\n[{label}]:" in doc.text:
            help = f"put an empty line above the line `[{label}]: …`: as a part of a paragraph it is text"
        else:
            help = f"write `[{near}]`" if near else f"add a line `[{label}]: …` with the picture's address"
        return self.finding(
            span, f"{quoted(label)} is defined nowhere: readers see the brackets, not the picture", help=help
        )
