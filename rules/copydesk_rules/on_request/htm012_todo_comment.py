"""HTM012: checklists and notes to oneself in comments."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Fix, Rule, Safety, Severity, bad, good, regex
from copydesk_rules.messages import comment_can_go, is_leaked, quoted


class TodoComment(Rule):
    """A published post should not carry its checklist.

    ## Why

    Templates for new posts bring a list of what to do before publishing, in a comment. Who has done it all forgets to
    remove the list, and it is sent to every reader with the post.

    ## What it reports

    Comments that begin with `TODO`, `FIXME` or `XXX`, and those that hold a checklist (`* [ ]`, `- [x]`). The fix
    removes the comment; it is unsafe, for it may say what is still to do.

    ## What it leaves alone

    Other comments, code. It is on request, for some work in public and want their notes there.
    """

    code = "HTM012"
    name = "todo-comment"
    severity = Severity.INFO
    default = False

    examples = (
        bad(
            "<!--\nTODO:\n* [x] Read the title\n* [ ] Add a picture\n-->\n\nHerons.\n",
            fixed="Herons.\n",
            unsafe=True,
        ),
        bad("Herons.\n\n<!-- TODO(mei): add a picture -->\n\nStorks.\n", fixed="Herons.\n\nStorks.\n", unsafe=True),
        good("<!-- todos los días -->\n\n<!--more-->\n\n* [ ] Herons\n"),
        good("`<!-- TODO -->`\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each comment that says what is to do."""
        for comment in doc.html.comments:
            text = comment.text.strip()
            if comment.bogus or not (_TODO.match(text) or _BOX.search(text)):
                continue
            fix = None
            if comment_can_go(doc, comment.span) and not is_leaked(doc, comment.span):
                fix = Fix("remove the comment", (doc.strike(comment.span),), Safety.UNSAFE)
            yield self.finding(comment.span, f"comment {quoted(text)} is a note of what is to do, and published", fix)


_TODO = regex(r"(?:TODO|FIXME|XXX)\b")
_BOX = regex(r"(?:^|\n)[ \t]*+[*+-][ \t]++\[[ xX]\]")
