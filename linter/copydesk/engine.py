"""Checking one document with some rules, and fixing it until nothing is left to fix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from copydesk import proof
from copydesk.document import Document
from copydesk.edits import Fix, Safety, apply, choose
from copydesk.rule import Finding, Incident, Rule
from copydesk.suppress import Suppressions
from copydesk.text import Span


class Checked(NamedTuple):
    """What a check brought: the findings in document order, and what went wrong with the checking."""

    findings: list[Finding]
    incidents: list[Incident]


class Fixed(NamedTuple):
    """What fixing brought: the new text, the findings that were mended, those that are left, what went wrong."""

    text: str
    mended: list[Finding]
    left: list[Finding]
    incidents: list[Incident]


def check(doc: Document, rules: Sequence[Rule]) -> Checked:
    """Return what `rules` find in `doc`, less what its author suppressed.

    A rule that raises does not stop the others: it becomes an incident that names it.
    """
    findings: list[Finding] = []
    incidents: list[Incident] = []
    for rule in rules:
        try:
            findings.extend(rule.check(doc))
        except Exception as error:  # a rule may be anybody's: the run goes on, and says what happened
            incidents.append(_crash(rule, error))
    suppressions = Suppressions(doc, {name for rule in rules for name in (rule.code, rule.name)})
    findings = suppressions.filter(doc, findings)
    if suppressions.directives:
        for rule in rules:
            findings.extend(suppressions.filter(doc, list(rule.review(doc, suppressions))))
    if doc.templates:
        findings = [_keep_off_templates(doc, finding) for finding in findings]
    for incident in incidents:
        findings.extend(report(incident, rules))
    findings.sort(key=_order)
    return Checked(findings, incidents)


def report(incident: Incident, rules: Iterable[Rule]) -> Iterator[Finding]:
    """Yield the findings by which `rules` tell the reader about `incident`."""
    for rule in rules:
        yield from rule.incident(incident)


def fix(doc: Document, rules: Sequence[Rule], *, unsafe: bool = False) -> Fixed:
    """Return `doc` with every fix made, repeated until there is nothing left to fix.

    Only safe fixes are made unless `unsafe`. Each pass is proved before it counts (see `proof`): fixes that change
    more than they declare are taken back and named. Where rules undo each other's work, the original comes back and
    the rules are named.
    """
    first = check(doc, rules)
    if not any(_wanted(finding, unsafe) for finding in first.findings):
        return Fixed(doc.text, [], first.findings, first.incidents)
    current, findings = doc, first.findings
    incidents = list(first.incidents)
    mended: list[Finding] = []
    refused: set[tuple[str, str]] = set()
    passes = [doc.text]
    by_pass: list[set[str]] = []
    limit = 10 + len(findings)
    while True:
        wanted = [
            (finding, finding.fix)
            for finding in findings
            if finding.fix is not None and _wanted(finding, unsafe) and _key(current, finding) not in refused
        ]
        if not wanted:
            break
        pairs = choose([(_Owner(finding), repair) for finding, repair in wanted])
        chosen = [(owner.finding, repair) for owner, repair in pairs]
        following, problems = _prove(current, chosen)
        for finding, problem in problems:
            refused.add(_key(current, finding))
            incidents.append(
                Incident("promise", Span(0, 0), f"the fix of {finding.code} was taken back: {problem}", (finding.code,))
            )
        if following is None:
            continue
        blamed = {id(finding) for finding, _ in problems}
        accepted = [finding for finding, _ in chosen if id(finding) not in blamed]
        by_pass.append({finding.code for finding in accepted})
        if following.text in passes or len(passes) > limit:
            start = passes.index(following.text) if following.text in passes else max(len(passes) - 3, 0)
            fighters = tuple(sorted(set().union(*by_pass[start:])))
            incident = Incident("fight", Span(0, 0), f"{' and '.join(fighters)} undo each other's fixes", fighters)
            left = [*first.findings, *report(incident, rules)]
            return Fixed(doc.text, [], left, [*first.incidents, incident])
        passes.append(following.text)
        mended.extend(accepted)
        current = following
        findings = check(current, rules).findings
    left = [*findings, *(finding for i in incidents if i.kind == "promise" for finding in report(i, rules))]
    left.sort(key=_order)
    return Fixed(current.text, mended, left, incidents)


class _Owner:
    """The rule behind a finding, for `choose`: equal for findings of one rule."""

    __slots__ = ("finding",)

    def __init__(self, finding: Finding) -> None:
        self.finding = finding

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Owner) and other.finding.code == self.finding.code

    def __hash__(self) -> int:
        return hash(self.finding.code)


def _prove(
    doc: Document, chosen: Sequence[tuple[Finding, Fix]]
) -> tuple[Document | None, list[tuple[Finding, str]]]:
    """Return the document after the fixes that keep their promise (None: none does), and those that do not."""
    after = _apply(doc, [repair for _, repair in chosen])
    problem = proof.broken(doc, after, [repair for _, repair in chosen])
    if problem is None:
        return after, []
    if len(chosen) == 1:
        return None, [(chosen[0][0], problem)]
    # One of them is to blame: halve until it is found. Halves that hold are proved together once more.
    middle = len(chosen) // 2
    blamed: list[tuple[Finding, str]] = []
    for half in (chosen[:middle], chosen[middle:]):
        blamed.extend(_prove(doc, half)[1])
    if not blamed:  # each half holds alone: only the first is made now, the second waits for the next pass
        return _prove(doc, chosen[:middle])
    innocent = [pair for pair in chosen if not any(pair[0] is finding for finding, _ in blamed)]
    if not innocent:
        return None, blamed
    proved, more = _prove(doc, innocent)
    return proved, [*blamed, *more]


def _apply(doc: Document, fixes: Iterable[Fix]) -> Document:
    return Document(doc.path, apply(doc.text, [edit for fix in fixes for edit in fix.edits]), doc.site)


def _wanted(finding: Finding, unsafe: bool) -> bool:
    return finding.fix is not None and (unsafe or finding.fix.safety is Safety.SAFE)


def _key(doc: Document, finding: Finding) -> tuple[str, str]:
    return finding.code, finding.span.of(doc.text)


def _order(finding: Finding) -> tuple[int, int, str]:
    return finding.span.start, finding.span.end, finding.code


def _crash(rule: Rule, error: Exception) -> Incident:
    place = ""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is not None:
        name = trace.tb_frame.f_code.co_filename.replace("\\", "/").rsplit("/", 1)[-1]
        place = f" ({name}, line {trace.tb_lineno})"
    message = f"rule {rule.code} failed: {type(error).__name__}: {error}{place}"
    return Incident("crash", Span(0, 0), message, (rule.code,), "report this with the file that shows it")


def _keep_off_templates(doc: Document, finding: Finding) -> Finding:
    """Return the finding without its fix where an edit would touch template syntax, or abut it inside a tag."""
    if finding.fix is None:
        return finding
    for span, text in finding.fix.edits:
        if doc.is_opaque(span):
            return finding._replace(fix=None)
        near = Span(max(span.start - 1, 0), span.end + 1)
        if doc.is_opaque(near) and any(tag.span.overlaps(span) and not span.contains(tag.span) for tag in doc.html.tags):
            return finding._replace(fix=None)
    return finding
