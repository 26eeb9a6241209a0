"""LNT003: rules that failed, fought, or broke their promise."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Finding, Incident, Rule, Severity, bad, good


class FailedRule(Rule):
    """A rule should do its work, and a fix only what it names.

    ## Why

    A rule that fails checks nothing, and a fix that changes more than it says harms a post. Neither may pass unseen:
    the file stays as it was, and the rule is named.

    ## What it reports

    A rule that raised an error, a fix that was taken back because more changed than it declared, and rules that undo
    each other's fixes. The exit status is then 2. The defect is in the rule, not in the post.
    """

    code = "LNT003"
    name = "failed-rule"
    severity = Severity.ERROR

    examples = (
        bad("Rain.\n\n<!-- a rule fails here -->\n", note="the comment stands for whatever made the rule fail"),
        good("Rain.\n\n<!-- no rule fails here -->\n"),
    )

    def incident(self, incident: Incident) -> Iterator[Finding]:
        """Yield a finding for a failure, a fight or a broken promise."""
        if incident.kind != "unreadable":
            yield self.finding(incident.span, incident.message, help=incident.help or "report it with this file")
