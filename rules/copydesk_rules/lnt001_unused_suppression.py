"""LNT001: suppressions that suppress nothing."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import TYPE_CHECKING, Document, Edit, Finding, Fix, Rule, Severity, Span, bad, good
from copydesk_rules.messages import comment_can_go

if TYPE_CHECKING:  # most posts have none, so that their module need not be there
    from copydesk import Suppressions


class UnusedSuppression(Rule):
    """A suppression should suppress something.

    ## Why

    A comment that silences nothing outlives the defect it was written for. It hides the next one, and it tells the
    next writer that something here is special.

    ## What it reports

    Rules named in a `copydesk: ignore` comment that ran and found nothing there to silence, names that no rule has,
    comments that name no rule at all, and words behind `copydesk:` that mean nothing. About rules that did not run
    (because of `--select`, say) it says nothing.
    """

    code = "LNT001"
    name = "unused-suppression"
    severity = Severity.WARNING

    examples = (
        bad(
            "<!-- copydesk: ignore[TRK002] left by the importer -->\n<p>Nothing of that kind.</p>\n",
            fixed="<p>Nothing of that kind.</p>\n",
        ),
        bad(
            '<!-- copydesk: ignore[TRK002, IMG003] -->\n<a href="/a" data-sudaclick="x">A</a>\n',
            fixed='<!-- copydesk: ignore[TRK002] -->\n<a href="/a" data-sudaclick="x">A</a>\n',
        ),
        bad(
            '<!-- copydesk: ignore[IMG003, STY001, TRK002] -->\n<a href="/a" data-sudaclick="x">A</a>\n',
            fixed='<!-- copydesk: ignore[TRK002] -->\n<a href="/a" data-sudaclick="x">A</a>\n',
        ),
        bad("<!-- copydesk: ignore -->\nA line.\n", note="it must say which rules"),
        bad(
            "---\ntitle: Weather\ndate: 2024-05-06 07:08:09\n# copydesk: ignore[FM006]\n---\n\nRain.\n",
            fixed="---\ntitle: Weather\ndate: 2024-05-06 07:08:09\n---\n\nRain.\n",
        ),
        good('<!-- copydesk: ignore[TRK002] -->\n<a href="/a" data-sudaclick="x">A</a>\n'),
        good("Write `<!-- copydesk: ignore[TRK002] -->` above the line.\n", note="in code it is an example"),
    )

    def review(self, doc: Document, suppressions: Suppressions) -> Iterator[Finding]:
        """Yield a finding for each directive that is unused, in whole or in part, or says nothing."""
        for directive in suppressions.directives:
            known = ("ignore", "ignore-file", "ignore-start", "ignore-end")
            if directive.kind not in known:
                yield self.finding(
                    directive.span,
                    f"`{directive.kind}` means nothing to copydesk",
                    help=f"write one of {', '.join(known)}",
                )
            elif not directive.targets and directive.kind != "ignore-end":
                yield self.finding(
                    directive.span,
                    "the suppression names no rule, so it silences nothing",
                    help="name the rules between brackets: ignore[TRK002]",
                )
        seen: set[Span] = set()
        for directive, idle in suppressions.unused():
            if directive.span in seen:
                continue
            seen.add(directive.span)
            names = ", ".join(target.name for target in idle)
            message = f"`{names}` is silenced here, but there is nothing to silence"
            if len(idle) == len(directive.targets):
                fix = None
                can_go = _ends_line if directive.span.start < doc.body_start else comment_can_go
                if can_go(doc, directive.span):
                    fix = Fix("remove the suppression", (self._whole(doc, directive.span),))
                yield self.finding(directive.span, message, fix)
            else:
                kept = [target.name for target in directive.targets if target not in idle]
                names_span = Span(directive.targets[0].span.start, directive.targets[-1].span.end)
                fix = Fix("remove the rules that are not needed", (Edit(names_span, ", ".join(kept)),))
                yield self.finding(idle[0].span, message, fix)

    def _whole(self, doc: Document, span: Span) -> Edit:
        """Return the edit that removes the comment; in front matter its line goes with it if nothing else is on it."""
        if span.start >= doc.body_start:
            return doc.strike(span)
        line = doc.lines.span(doc.lines.number(span.start))
        if doc.text[line.start : span.start].strip():
            start = (
                span.start - len(doc.text[line.start : span.start]) + len(doc.text[line.start : span.start].rstrip())
            )
            return Edit(Span(start, span.end))
        return Edit(line)


def _ends_line(doc: Document, span: Span) -> bool:
    """Tell whether a comment of front matter ends where its line does: YAML also takes a carriage return for an end."""
    return "\r" not in doc.lines.span(doc.lines.number(span.start)).of(doc.text).rstrip("\r\n")
