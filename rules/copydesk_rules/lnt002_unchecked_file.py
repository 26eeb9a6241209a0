"""LNT002: files that could not be checked."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Finding, Incident, Rule, Severity, bad, good


class UncheckedFile(Rule):
    """A post should be a readable file in UTF-8.

    ## Why

    What cannot be read is not checked, and a run that passes over it in silence looks clean. Generators read posts
    as UTF-8 too: a post in another encoding is published with � in place of its letters.

    ## What it reports

    Files that are not UTF-8 (with the place of the first wrong byte and the encoding it may be), that the system does
    not let us read, or that are larger than `max-file-size`. The exit status is then 2. Such a file is never written.
    """

    code = "LNT002"
    name = "unchecked-file"
    severity = Severity.ERROR

    examples = (
        bad("---\ntitle: Caf\udce9\ndate: 2024-05-06 07:08:09\n---\n\nOpen all day.\n", note="saved as Latin-1"),
        good("---\ntitle: Café\ndate: 2024-05-06 07:08:09\n---\n\nOpen all day.\n"),
    )

    def incident(self, incident: Incident) -> Iterator[Finding]:
        """Yield a finding for a file that could not be read."""
        if incident.kind == "unreadable":
            help = incident.help or "save the file as UTF-8, or leave it out with `exclude`"
            yield self.finding(incident.span, f"the file was not checked: {incident.message}", help=help)
