"""HTM011: comments that no known tool reads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache

from copydesk import Document, Finding, Rule, Severity, bad, good, option
from copydesk_rules.messages import quoted

DIRECTIVES = os.path.join(os.path.dirname(os.path.dirname(__file__)), "directives.txt")
"""The file with the comments that are instructions."""


class UnknownComment(Rule):
    """A published post should have no comments that nobody reads.

    ## Why

    A comment is not shown, but it is sent to every reader: notes between colleagues, drafts of sentences, the marks of
    a template. Who wants none of that in public can ask for this rule, which the preset `strict` has.

    ## What it reports

    Every HTML comment that is not an instruction to a known tool: excerpt marks, tables of contents, includes, regions,
    directives of linters, formatters, spelling checkers and search engines, conditional comments, licences
    (`copydesk_rules/directives.txt`). What a vendor left is told by `TRK001`.

    ## What it leaves alone

    Comments in code, in MDX expressions and in templates, and empty ones, which keep two lists apart.
    """

    code = "HTM011"
    name = "unknown-comment"
    severity = Severity.INFO
    default = False

    directives: tuple[str, ...] = option((), "More comments that are instructions; `*` stands for any characters.")

    examples = (
        bad("One.\n\n<!-- ask Mei whether this is so -->\n\nTwo.\n"),
        bad("<p>One.<!-- too long? --></p>\n"),
        good("<!-- markdownlint-disable MD033 -->\n\nOne.\n\n<!--more-->\n\n<!-- prettier-ignore -->\n\n| a |\n"),
        good(
            "<!-- @include: @foot.snippet.md -->\n<!-- #region home -->\n<!-- TOC depthFrom:2 -->\n<!-- /TOC -->\n"
            "<!-- md:version 9.1.0 -->\n<!--[if lt IE 9]><p>Old.</p><![endif]-->\n<!--googleoff: all-->\n",
            note="instructions of many kinds",
        ),
        good("<!-- wp:paragraph -->\n<p>One.</p>\n<!-- /wp:paragraph -->\n", note="TRK001 speaks of them"),
        good("<!-- house: box -->\n", options={"directives": ("house: *",)}),
        good("* One\n\n<!-- -->\n\n* Two\n\n`<!-- a note -->`\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each comment that is no instruction."""
        comments = [comment for comment in doc.html.comments if not comment.bogus]
        if not comments:
            return
        from copydesk_rules.catalogue import catalogue
        from copydesk_rules.entries import matches_any, pattern

        known = catalogue(doc.site.vendor_files)
        own = [pattern(written) for written in self.directives]
        patterns = [pattern(written) for written in instructions()]
        marks = doc.site.generator.excerpts
        for comment in comments:
            text = comment.text.strip()
            if not text or text.lower() in marks or known.comment(text) is not None or doc.is_opaque(comment.span):
                continue
            if matches_any(own, text) or matches_any(patterns, text):
                continue
            yield self.finding(
                comment.span,
                f"comment {quoted(text)} is published with the post, and no known tool reads it",
                help="remove it, or name it in `directives` if a tool does",
            )


@cache
def instructions() -> tuple[str, ...]:
    """Return the patterns of the comments that are instructions to a tool."""
    with open(DIRECTIVES, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file]
    return tuple(line for line in lines if line and not line.startswith("# ") and line != "#")
