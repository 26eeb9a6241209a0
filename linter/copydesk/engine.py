"""Checking one document with some rules, and fixing it until nothing is left to fix."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from operator import itemgetter

from copydesk.across import SiteRule
from copydesk.document import Document
from copydesk.edits import Fix, Safety, apply, choose, in_turn, plain, sound
from copydesk.panel import Panel
from copydesk.rule import MARK, Finding, Incident, Misconfigured, Rule
from copydesk.text import Span, overlaps_any
from copydesk.typed import NamedTuple


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
    return check_all([doc], rules)[0]


def check_all(docs: Sequence[Document], rules: Sequence[Rule], *, thorough: bool = False) -> list[Checked]:
    """Return for each of `docs` what `check` returns for it.

    A `thorough` check also renders what doubtful fixes would leave, which takes as long as the rest of it.

    Every rule goes through all the posts before the next one begins: so its code stays close to the processor, which
    saves a fifth of the time (``docs/decisions/0012-rules-go-through-many-posts.md``).
    """
    panel = rules if isinstance(rules, Panel) else Panel(rules)
    findings: list[list[Finding]] = [[] for _ in docs]
    incidents: list[list[Incident]] = [[] for _ in docs]
    for rule, concerned in panel.asked(docs):
        for at in concerned:
            try:
                findings[at].extend(rule.check(docs[at]))
            except Misconfigured:
                raise
            except Exception as error:  # a rule may be anybody's: the run goes on, and says what happened
                incidents[at].append(_crash(rule, error))
    return [
        _settled(doc, panel, found, wrong, thorough)
        for doc, found, wrong in zip(docs, findings, incidents, strict=True)
    ]


def _settled(
    doc: Document, rules: Sequence[Rule], findings: list[Finding], incidents: list[Incident], thorough: bool
) -> Checked:
    """Return what comes of `findings`: without those that are suppressed and fixes that cannot be, and in order."""
    if _may_suppress(doc):
        from copydesk.suppress import Suppressions

        suppressions = Suppressions(doc, {name for rule in rules for name in (rule.code, rule.name)})
        findings = suppressions.filter(doc, findings)
        for rule in rules:
            try:
                findings.extend(suppressions.filter(doc, list(rule.review(doc, suppressions))))
            except Misconfigured:
                raise
            except Exception as error:
                incidents.append(_crash(rule, error))
    if findings:
        text = doc.text
        unsure = [
            at for at, finding in enumerate(findings) if (fix := finding.fix) is not None and not plain(fix, text)
        ]
        if unsure:
            _check_fixes(doc, findings, unsure, incidents)
        if doc.templates:
            tags = [tag.span for tag in doc.html.tags]
            findings = [_keep_off_templates(doc, tags, finding) for finding in findings]
        if doc.leaked:
            findings = [
                finding if finding.fix is None else _keep_off_leaks(doc.leaked, finding, finding.fix)
                for finding in findings
            ]
        if doc.kind == "mdx":
            findings = [_keep_off_indented(doc, finding) for finding in findings]
        if unsure:
            _keep_neighbours(doc, findings, unsure, thorough)
    for incident in incidents:
        findings.extend(report(incident, rules))
    findings.sort(key=_order)
    return Checked(findings, incidents)


def _may_suppress(doc: Document) -> bool:
    """Tell whether `doc` may ask for silence: where no comment is (`suppress`), its text need not be searched."""
    commented = doc.html.comments or doc.kind == "mdx" or doc.text.find("#", 0, doc.body_start) >= 0
    return bool(commented) and MARK in doc.text


def report(incident: Incident, rules: Iterable[Rule]) -> Iterator[Finding]:
    """Yield the findings by which `rules` tell the reader about `incident`."""
    for rule in rules:
        yield from rule.incident(incident)


Told = tuple[dict[str, object], list[Incident]]
"""What a post tells the rules that compare posts, by code, and what went wrong with the telling."""


def facts(doc: Document, rules: Iterable[SiteRule[object, object]]) -> Told:
    """Return what `doc` tells the `rules` that compare posts."""
    return facts_all([doc], rules)[0]


def facts_all(docs: Sequence[Document], rules: Iterable[SiteRule[object, object]]) -> list[Told]:
    """Return for each of `docs` what `facts` returns for it."""
    told: list[Told] = [({}, []) for _ in docs]
    for rule in rules:
        for doc, (known, incidents) in zip(docs, told, strict=True):
            try:
                fact = rule.facts(doc)
            except Misconfigured:
                raise
            except Exception as error:  # as with `check`
                incidents.append(_crash(rule, error))
            else:
                if fact is not None:
                    known[rule.code] = fact
    return told


def fix(doc: Document, rules: Sequence[Rule], *, unsafe: bool = False) -> Fixed:
    """Return `doc` with every fix made, repeated until there is nothing left to fix.

    Only safe fixes are made unless `unsafe`. Each pass is proved before it counts (see `proof`): fixes that change
    more than they declare are taken back and named. Where rules undo each other's work, the original comes back and
    the rules are named.
    """
    from copydesk import proof

    first = checked = check_all([doc], rules, thorough=True)[0]
    current = doc
    mended: list[Finding] = []
    refused = _Refused()
    passes = [doc.text]
    by_pass: list[set[str]] = []
    limit = 10 + len(first.findings)
    sieve = _Sieve(proof.broken)
    while True:
        repairs = [
            (finding, finding.fix)
            for finding in checked.findings
            if finding.fix is not None and wanted(finding, unsafe)
        ]
        # What was refused is tried again once all else is done: what stood in its way may be gone.
        due = [pair for pair in repairs if pair[0] not in refused] or refused.due(repairs)
        if not due:
            break
        chosen = [(owner.finding, repair) for owner, repair in choose([(_Owner(one), fix) for one, fix in due])]
        following, kept, broken = sieve.sift(current, in_turn(current.text, chosen))
        for finding, problem in broken:
            refused.add(finding, f"the fix of {finding.code} was taken back: {problem}")
        if following is None:
            continue
        by_pass.append({finding.code for finding, _ in kept})
        if following.text in passes or len(passes) > limit:
            start = passes.index(following.text) if following.text in passes else max(len(passes) - 3, 0)
            incident = _fight(sorted(set().union(*by_pass[start:])))
            left = sorted((*first.findings, *report(incident, rules)), key=_order)
            return Fixed(doc.text, [], left, [*first.incidents, incident])
        passes.append(following.text)
        mended.extend(finding for finding, _ in kept)
        refused.move(kept)
        current = following
        checked = check_all([current], rules, thorough=True)[0]
    promises = refused.incidents()
    left = [finding._replace(fix=None) if finding in refused else finding for finding in checked.findings]
    left += (finding for incident in promises for finding in report(incident, rules))
    left.sort(key=_order)
    return Fixed(current.text, mended, left, [*checked.incidents, *promises])


class _Refused:
    """Findings whose fixes were taken back, by rule and place; the places move with the text."""

    def __init__(self) -> None:
        self._here: dict[tuple[str, Span], str] = {}  # those that are still there, with what was wrong
        self._elsewhere: dict[str, str] = {}  # by what was wrong: the rule, where the place has since been edited
        self._tried: set[tuple[str, Span]] = set()  # those of `_here` that were refused with the text as it is

    def __contains__(self, finding: object) -> bool:
        return isinstance(finding, Finding) and (finding.code, finding.span) in self._here

    def add(self, finding: Finding, message: str) -> None:
        """Add a finding whose fix was taken back, with the message about it."""
        key = finding.code, finding.span
        self._here[key] = message
        self._tried.add(key)

    def due(self, repairs: Repairs) -> Repairs:
        """Return those of `repairs` that have not been tried with the text as it is now."""
        return [pair for pair in repairs if (pair[0].code, pair[0].span) not in self._tried]

    def move(self, kept: Repairs) -> None:
        """Follow the text through the fixes that were made, of which some may have been refused before."""
        from copydesk.proof import Moves

        self._tried.clear()
        if not self._here:
            return
        made = {(finding.code, finding.span) for finding, _ in kept}
        moves = Moves(edit for _, fix in kept for edit in fix.edits)
        before, self._here = self._here, {}
        for (code, span), message in before.items():
            if (code, span) in made:
                continue
            if moves.inside(span.start) or moves.inside(span.end):
                self._elsewhere[message] = code
            else:
                self._here[code, Span(moves.start(span.start), moves.end(span.end))] = message

    def incidents(self) -> list[Incident]:
        """Return an incident for every message."""
        found = {**{message: code for (code, _), message in self._here.items()}, **self._elsewhere}
        return [Incident("promise", Span(0, 0), message, (code,)) for message, code in found.items()]


class _Owner:
    """The rule behind a finding, for `choose`: equal for findings of one rule."""

    __slots__ = ("finding",)

    def __init__(self, finding: Finding) -> None:
        self.finding = finding

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Owner) and other.finding.code == self.finding.code

    def __hash__(self) -> int:
        return hash(self.finding.code)


Repairs = Sequence[tuple[Finding, Fix]]

Judge = Callable[[Document, Document, Sequence[Fix]], str | None]
"""Tells what fixes broke between two documents, as `proof.broken` does."""

READ_AGAIN = 2_000_000
"""So many characters are read again at most to find out which of many fixes broke a promise."""


class _Sieve:
    """Tells the fixes that keep their promise from those that do not, by reading the text again after some of them."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._left = READ_AGAIN

    def sift(self, doc: Document, repairs: Repairs) -> tuple[Document | None, Repairs, list[tuple[Finding, str]]]:
        """Return the document after the fixes that hold, these, and the others with what they broke.

        The document is None where no fix holds. Some that do neither are left for the next pass.
        """
        fixes = [repair for _, repair in repairs]
        after = _apply(doc, fixes)
        problem = self._judge(doc, after, fixes)
        if problem is None:
            return after, repairs, []
        if len(repairs) == 1:
            return None, [], [(repairs[0][0], problem)]
        if self._left <= 0:
            problem = f"of {len(repairs)} fixes at once, one broke something: {problem}"
            return None, [], [(finding, problem) for finding, _ in repairs]
        # One of them is to blame: halve until it is found. Those that hold are proved together once more.
        self._left -= 3 * len(doc.text)
        middle = len(repairs) // 2
        first, second = repairs[:middle], repairs[middle:]
        one = self.sift(doc, first)
        two = self.sift(doc, second)
        broken = [*one[2], *two[2]]
        if not broken:  # each half holds alone: the second waits for the next pass
            return one
        kept = [*one[1], *two[1]]
        if not kept or one[0] is None or two[0] is None:
            return one[0] or two[0], kept, broken
        proved, kept_together, more = self.sift(doc, kept)
        return proved, kept_together, [*broken, *more]


def _fight(codes: Sequence[str]) -> Incident:
    """Return the incident of rules whose fixes would go on for ever."""
    if len(codes) == 1:
        message = f"the fixes of {codes[0]} never come to an end"
    else:
        message = f"{', '.join(codes[:-1])} and {codes[-1]} undo each other's fixes"
    return Incident("fight", Span(0, 0), message, tuple(codes))


def _apply(doc: Document, fixes: Iterable[Fix]) -> Document:
    return Document(doc.path, apply(doc.text, [edit for fix in fixes for edit in fix.edits]), doc.site)


def wanted(finding: Finding, unsafe: bool) -> bool:
    """Tell whether `fix` would make the fix of `finding`."""
    return finding.fix is not None and (unsafe or finding.fix.safety is Safety.SAFE)


_order = itemgetter(Finding._fields.index("span"), Finding._fields.index("code"))
"""The key by which findings are in order: that of their places, and at one place that of their codes."""


def describe(error: BaseException) -> str:
    """Return an unexpected error in one line: its kind, its text, and where it was raised."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = ""
    if trace is not None:
        name = trace.tb_frame.f_code.co_filename.replace("\\", "/").rsplit("/", 1)[-1]
        place = f" ({name}, line {trace.tb_lineno})"
    return f"{type(error).__name__}: {error}{place}"


def _crash(rule: Rule, error: Exception) -> Incident:
    message = f"rule {rule.code} failed: {describe(error)}"
    return Incident("crash", Span(0, 0), message, (rule.code,), "report this with the file that shows it")


def _check_fixes(doc: Document, findings: list[Finding], some: Iterable[int], incidents: list[Incident]) -> None:
    """Take those of `findings` that are at `some` places their fixes if these cannot be made.

    Each of the rules that made them becomes one of `incidents`.
    """
    length = len(doc.text)
    named: set[str] = set()
    for at in some:
        finding = findings[at]
        if finding.fix is None or sound(finding.fix, length):
            continue
        findings[at] = finding._replace(fix=None)
        if finding.code not in named:
            named.add(finding.code)
            message = f"rule {finding.code} failed: a fix of it has edits that overlap, leave the text or are missing"
            help = "report this with the file that shows it"
            incidents.append(Incident("crash", Span(0, 0), message, (finding.code,), help))


def _keep_off_templates(doc: Document, tags: Sequence[Span], finding: Finding) -> Finding:
    """Return the finding without its fix where an edit would touch template syntax, or abut it inside one of `tags`."""
    if finding.fix is None:
        return finding
    for span, _ in finding.fix.edits:
        if doc.is_opaque(span):
            return finding._replace(fix=None)
        near = Span(max(span.start - 1, 0), span.end + 1)
        if doc.is_opaque(near) and (_inside_one(tags, span.start) or _inside_one(tags, span.end)):
            return finding._replace(fix=None)
    return finding


def _keep_off_leaks(leaks: Sequence[Span], finding: Finding, fix: Fix) -> Finding:
    """Return the finding without its `fix` where that edits markup which readers see as code, and does not say so.

    Once it is markup again, the fix is what it seems to be.
    """
    for change in fix.declares:
        if change.kind == "code":
            return finding
    first, last = leaks[0].start, leaks[-1].end
    for (start, end), _ in fix.edits:
        if first < max(end, start + 1) and start < last and overlaps_any(leaks, Span(start, max(end, start + 1))):
            return finding._replace(fix=None)
    return finding


def _keep_off_indented(doc: Document, finding: Finding) -> Finding:
    """Return the finding without its fix where that removes what is shown of indented lines of MDX.

    Rules read Markdown there as code, which MDX has not: they do not see all that they would have to declare.
    """
    fix = finding.fix
    if fix is None or not any(doc.is_indented_mdx(span) for span, _ in fix.edits):
        return finding
    quoted = any(code.quoted and code.span.contains(span) for code in doc.markdown.code for span, _ in fix.edits)
    return finding._replace(fix=None) if fix.declares or quoted else finding


def _keep_neighbours(doc: Document, findings: list[Finding], some: Iterable[int], thorough: bool) -> None:
    """Take those of `findings` that are at `some` places the fixes that would have Markdown read others otherwise."""
    uncertain = _uncertain()
    doubtful = [
        (_Owner(finding), fix)
        for at in some
        if (fix := (finding := findings[at]).fix) is not None and uncertain(doc, fix)
    ]
    if not doubtful:
        return
    from copydesk import proof

    sieve = _Sieve(proof.broken if thorough else proof.rescanned)
    withheld: set[int] = set()
    while doubtful:
        chosen = choose(doubtful)
        _, _, broken = sieve.sift(doc, [(owner.finding, fix) for owner, fix in chosen])
        withheld.update(id(finding) for finding, _ in broken)
        looked_at = {id(owner) for owner, _ in chosen}
        doubtful = [pair for pair in doubtful if id(pair[0]) not in looked_at]
    if withheld:
        findings[:] = [_by_hand(finding) if id(finding) in withheld else finding for finding in findings]


@cache  # an import takes as long as to look at a fix, even of what is loaded
def _uncertain() -> Callable[[Document, Fix], bool]:
    from copydesk.footing import uncertain

    return uncertain


def _by_hand(finding: Finding) -> Finding:
    help = finding.help or "mend it by hand: without it, Markdown would read what stands around it otherwise"
    return finding._replace(fix=None, help=help)


def _inside_one(spans: Sequence[Span], offset: int) -> bool:
    """Tell whether `offset` is strictly inside one of `spans`, which are in order and do not overlap."""
    at = bisect_left(spans, Span(offset, offset)) - 1
    return at >= 0 and offset < spans[at].end
