"""TXT007: runs of spaces that do not break."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Change, Document, Edit, Finding, Fix, Rule, Safety, Severity, Span, bad, good, regex


class BlankRun(Rule):
    """Text should not be moved about with spaces that do not break.

    ## Why

    Browsers run blanks together, so editors write `&nbsp;` for every blank after the first. What was to stand under
    something on one screen stands anywhere on another, and lines break where nobody expects it.

    ## What it reports

    Three and more spaces that do not break in a row, written as references or as characters. The fix leaves one blank;
    it is unsafe, for somebody may have drawn a table with them.

    ## What it leaves alone

    One or two, which hold numbers and units together or indent a paragraph; code. It is on request, for what looks
    like a leftover may be a table.
    """

    code = "TXT007"
    name = "blank-run"
    severity = Severity.INFO
    default = False

    examples = (
        bad("Herons&nbsp;&nbsp;&nbsp;&nbsp;nest early.\n", fixed="Herons nest early.\n", unsafe=True),
        bad("Herons\xa0\xa0\xa0 nest early.\n", fixed="Herons nest early.\n", unsafe=True),
        good("10&nbsp;km, 2\xa0\xa0Herons.\n"),
        good("`a&nbsp;&nbsp;&nbsp;b`\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each run of blanks."""
        text = doc.text
        for found in _RUN.finditer(text, doc.body_start):
            span = Span(*found.span())
            first, last = text[span.start - 1 : span.start], text[span.end : span.end + 1]
            if doc.is_prose(span):
                fix = None
                if first.strip() and last.strip() and first not in "*_~>|" and last not in "*_~<|":
                    blanks = found.group().replace("&nbsp;", "\xa0").replace(" ", "")
                    fix = Fix("leave one blank", (Edit(span, " "),), Safety.UNSAFE, (Change("text", blanks),))
                yield self.finding(
                    span, "run of spaces that do not break: nobody knows how far it shifts the text", fix
                )


_RUN = regex(r"(?:&nbsp;|\xa0) ?(?:&nbsp;|\xa0) ?(?:(?:&nbsp;|\xa0) ?)+")
