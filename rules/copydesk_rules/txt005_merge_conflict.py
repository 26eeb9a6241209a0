"""TXT005: the marks that git leaves where two versions of a text did not go together."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, Span, bad, good, regex


class MergeConflict(Rule):
    """A post should not be published in two versions at once.

    ## Why

    Where two people changed the same lines, git writes both versions into the file, between `<<<<<<<`, `=======` and
    `>>>>>>>`, and waits for somebody to choose. When nobody does, readers get both, and the marks.

    ## What it reports

    A line that begins with `<<<<<<<` and a name, and one that begins with `>>>>>>>` and a name where one with `=======`
    or `<<<<<<<` stands above it. Which of the versions is the right one, only people know.

    ## What it leaves alone

    `=======` alone, which underlines a heading, seven quotes in each other, and code, where a conflict may be shown.
    Front matter, of which `FM002` says it.
    """

    code = "TXT005"
    name = "merge-conflict"
    severity = Severity.ERROR
    needs = ("copydesk_rules.signs:merge conflict",)

    examples = (
        bad("<<<<<<< HEAD\nHerons nest early.\n=======\nHerons nest late.\n>>>>>>> main\n", findings=2),
        bad("One.\n\n<<<<<<< HEAD\nTwo.\n"),
        good("Herons\n=======\n\nThey nest early.\n"),
        good(">>>>>>> said Mei\n"),
        good("---\ntitle: Herons\n<<<<<<< HEAD\nlang: en\n=======\nlang: de\n>>>>>>> main\n---\n\nThey nest early.\n"),
        good("```\n<<<<<<< HEAD\n=======\n>>>>>>> main\n```\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each mark of a conflict."""
        text = doc.text
        if "<" not in text or "<<<<<<<" not in text:
            return
        opened = False
        for found in _MARK.finditer(text, doc.body_start):
            span = Span(*found.span(1))
            if doc.in_code(span) or (found[1] == "=======" and not opened):
                continue
            if found[1] == "=======":
                continue
            opened = opened or found[1].startswith("<")
            if opened:
                yield self.finding(
                    span,
                    f"`{found[1].split()[0]}` is a mark of git's: the post holds two versions of what follows",
                    help="choose one of the versions and remove the marks",
                )


_MARK = regex(r"(?:(?<=\n)|(?<![\s\S]))(<<<<<<< \S[^\n\r]*+|=======|>>>>>>> \S[^\n\r]*+)(?=\r?\n|\Z)")
