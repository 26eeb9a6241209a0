"""The tests that every rule gets from its examples, for the rules of this project and for anybody's own.

In a test file of yours::

    import pytest
    from copydesk.testing import cases

    @pytest.mark.parametrize("case", cases([MyRule]), ids=str)
    def test_examples(case):
        case.run()
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache

from copydesk import engine, front_matter, registry, remote
from copydesk.across import Informed, SiteRule
from copydesk.document import Document
from copydesk.rule import Example, Finding, Incident, Rule
from copydesk.site import Site
from copydesk.text import BOM, Span, UndecodableText, decode
from copydesk.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from copydesk.fields import Collection

FRONT_MATTER = "---\ntitle: An example\ndate: 2024-05-06 07:08:09\n---\n\n"
"""Front matter that no rule objects to."""


class Case(NamedTuple):
    """One example of one rule; `run` raises `AssertionError` with what is wrong, in words."""

    rule: type[Rule]
    number: int
    example: Example

    def __str__(self) -> str:
        return f"{self.rule.code}-{'bad' if self.example.findings else 'good'}-{self.number}"

    def run(self) -> None:
        """Put the example through every test there is for examples."""
        for test in TESTS:
            test(self)


def cases(rules: Iterable[type[Rule]]) -> list[Case]:
    """Return one case for each example of each of `rules`."""
    return [Case(rule, number, example) for rule in rules for number, example in enumerate(rule.examples, 1)]


def check(case: Case, text: str, *, path: str | None = None) -> tuple[Document, list[Finding]]:
    """Return `text` as a document in the place of the example, and what the rule finds in it."""
    example = case.example
    rule = _made(case.rule, example)
    try:
        decoded = decode(text.encode("utf-8", "surrogateescape"))
    except UndecodableText as error:
        doc = _document(example, text.encode("utf-8", "surrogateescape").decode("utf-8", "replace"), path)
        incident = Incident("unreadable", Span(0, 0), str(error))
        return doc, list(engine.report(incident, [rule]))
    doc = _document(example, decoded, path)
    rules = _informed(rule, doc, example)
    if type(rule).review is not Rule.review:  # it judges what the others found
        rules = [*(other() for other in everything() if other.code != rule.code), rule]
    fails = FAILS in text and type(rule).incident is not Rule.incident
    checked = engine.check(doc, [_Failing(), rule] if fails else rules)
    assert fails or not checked.incidents, checked.incidents
    return doc, [finding for finding in checked.findings if finding.code == rule.code]


def fix(case: Case, text: str, rules: Sequence[Rule] | None = None) -> engine.Fixed:
    """Return what fixing makes of `text` in the place of the example, by its rule alone or by `rules`."""
    doc = _document(case.example, text)
    if rules is None:
        rule = _made(case.rule, case.example)
        rules = _informed(rule, doc, case.example)
        if type(rule).review is not Rule.review:
            rules = [*(_without_fixes(other()) for other in everything() if other.code != rule.code), rule]
    return engine.fix(doc, rules, unsafe=case.example.unsafe)


def _informed(rule: Rule, doc: Document, example: Example) -> list[Rule]:
    """Return `rule`; where it compares posts, told what it must know of `doc`, or nothing where that is nothing."""
    if not isinstance(rule, SiteRule):
        return [rule]
    if rule.online:
        known = remote.answer(rule, {doc.path: rule.facts(doc)}, dict(example.verdicts))
        pickle.dumps(known)
        return [Informed(rule, known[doc.path])] if doc.path in known else []
    texts = {path: Document(path, text, doc.site) for path, text in example.posts} | {doc.path: doc}
    facts = {path: rule.facts(texts[path]) for path in sorted(texts)}
    told = {path: fact for path, fact in facts.items() if fact is not None}
    answers: Mapping[str, object] = rule.survey(doc.site, told)
    pickle.dumps((facts, answers))  # both cross from one process to another
    return [Informed(rule, answers[doc.path])] if doc.path in answers else []


def _made(rule: type[Rule], example: Example, own: bool = True) -> Rule:
    """Return a `rule` for `example`: with its collection, and with its options where it is the example's `own`."""
    made = rule(**(example.options if own else {}))
    return made.for_collection(_collection(example.collection)) if example.collection else made


@cache
def _collection(text: str) -> Collection:
    """Return the collection of which the configuration says `text`."""
    import tomllib
    from pathlib import Path

    from copydesk.fields.read import read_collections

    return read_collections([{"paths": ["**"], **tomllib.loads(text)}], Path())[0]


FAILS = "<!-- a rule fails here -->"
"""Where this stands in an example of a rule about failing rules, one does."""


class _Failing(Rule):
    """A rule that raises."""

    code = "TST001"
    name = "failing"

    def check(self, doc: Document) -> Iterator[Finding]:
        if any(comment.span.of(doc.text) == FAILS for comment in doc.html.comments):
            raise ValueError("nobody thought of this")
        return iter(())


class _Quiet(Rule):
    """A rule whose findings have lost their fixes."""

    def __init__(self, rule: Rule) -> None:
        self.__dict__.update(code=rule.code, name=rule.name, _rule=rule)

    def check(self, doc: Document) -> Iterator[Finding]:
        rule: Rule = self.__dict__["_rule"]
        return (finding._replace(fix=None) for finding in rule.check(doc))


def _without_fixes(rule: Rule) -> Rule:
    return _Quiet(rule)


@cache
def everything() -> tuple[type[Rule], ...]:
    """Return every rule that is installed."""
    return tuple(registry.discover().values())


def _document(example: Example, text: str, path: str | None = None) -> Document:
    return Document(path or example.path, text, site(example.generator, example.files, example.posts))


@cache
def site(generator: str, files: tuple[tuple[str, bytes | None], ...], posts: tuple[tuple[str, str], ...] = ()) -> Site:
    """Return a site of the `generator` in which just `files` and `posts` exist; nothing is on the disk.

    Of files without bytes nothing is known but that they are there.
    """
    there = {path: "" if data is None else data for path, data in files or (("source/_posts/post.md", None),)}
    return Site("example", generator, files={**there, **dict(posts)})


def _says(case: Case, findings: Sequence[Finding]) -> str:
    return "".join(f"\n  {f.span.start}-{f.span.end} {f.message}" for f in findings) or f"\n  nothing ({case})"


def _counts(case: Case) -> None:
    """The rule says exactly as much as the example promises, about characters that are there."""
    doc, findings = check(case, case.example.text)
    wanted = case.example.findings
    assert len(findings) == wanted, f"expected {wanted} findings in {case.example.text!r}:{_says(case, findings)}"
    for finding in findings:
        assert 0 <= finding.span.start <= finding.span.end <= len(doc.text), f"span outside the text: {finding}"
        assert finding.message, f"no message: {finding}"
        assert not finding.message.endswith("."), f"message ends in a full stop: {finding.message}"
        first = finding.message[0]
        assert first == first.lower() or not first.isalpha(), f"message begins in upper case: {finding.message}"


def _fixes(case: Case) -> None:
    """All fixes together make the promised text of it, and the rule is silent about that."""
    example = case.example
    if not _readable(example.text):
        return
    fixed = fix(case, example.text)
    assert not fixed.incidents, fixed.incidents
    expected = example.text if example.fixed is None else example.fixed
    assert fixed.text == expected, f"expected {expected!r}, got {fixed.text!r}"
    if example.fixed is not None:
        _, left = check(case, fixed.text)
        repairable = [f for f in left if f.fix is not None and (example.unsafe or f.fix.safety == "safe")]
        assert not repairable, f"after fixing there is still something to fix:{_says(case, repairable)}"


def _crlf(case: Case) -> None:
    """Windows newlines change nothing but themselves."""
    example = case.example
    if not _readable(example.text) or "\r" in example.text:
        return
    text = example.text.replace("\n", "\r\n")
    _, findings = check(case, text)
    assert len(findings) == example.findings, f"with CRLF: {len(findings)} findings:{_says(case, findings)}"
    expected = (example.text if example.fixed is None else example.fixed).replace("\n", "\r\n")
    fixed = fix(case, text).text
    assert fixed == expected, f"with CRLF: expected {expected!r}, got {fixed!r}"


def _shifted(case: Case) -> None:
    """Characters of several bytes before it move the findings and change nothing else."""
    example = case.example
    if not _readable(example.text) or not example.path.endswith((".md", ".mdx")):
        return
    lead = "头条新闻 🎉👩‍👩‍👧 e\u0301\n\n"
    text, moved = _lead(example.text, lead)
    _, before = check(case, example.text)
    doc, findings = check(case, text)
    assert len(findings) == example.findings, f"behind Chinese and emoji: {len(findings)}:{_says(case, findings)}"
    for old, new in zip(before, findings, strict=True):
        if old.span.start >= moved:
            assert new.span.of(doc.text) == old.span.of(example.text), f"the span moved: {old} {new}"
    expected, _ = _lead(example.text if example.fixed is None else example.fixed, lead)
    fixed = fix(case, text).text
    assert fixed == expected, f"behind Chinese and emoji: expected {expected!r}, got {fixed!r}"


def _lead(text: str, lead: str) -> tuple[str, int]:
    """Return `text` with `lead` as the first paragraph of its body, and where that went."""
    matter = front_matter.read(text)
    at = matter.span.end if matter is not None else int(text.startswith(BOM))
    return text[:at] + lead + text[at:], at


def _fenced(case: Case) -> None:
    """What is shown as code is an example: the rule says nothing about it."""
    example = case.example
    if not _readable(example.text) or not example.path.endswith((".md", ".mdx")) or "````" in example.text:
        return
    _, findings = check(case, f"{FRONT_MATTER}````text\n{example.text}\n````\n")
    if case.rule.code.startswith(("FM", "SIT")):  # that front matter has its own defects, or speaks for the whole post
        findings = [finding for finding in findings if finding.span.start >= len(FRONT_MATTER)]
    assert not findings, f"reported inside a code block:{_says(case, findings)}"


def _peace(case: Case) -> None:
    """Together with all other rules nobody fights, and a second run changes nothing."""
    if not _readable(case.example.text):
        return
    for unsafe in (False, True):
        doc = _document(case.example, case.example.text)
        classes = everything()
        rules = [_made(rule, case.example, own=rule is case.rule) for rule in classes]
        if case.rule not in classes:
            rules.append(_made(case.rule, case.example))
        fixed = engine.fix(doc, rules, unsafe=unsafe)
        assert not fixed.incidents, fixed.incidents
        if fixed.text == doc.text:
            continue
        again = engine.fix(Document(doc.path, fixed.text, doc.site), rules, unsafe=unsafe)
        assert again.text == fixed.text, f"fixing twice differs: {fixed.text!r}, then {again.text!r}"


def _readable(text: str) -> bool:
    return not re.search("[\ud800-\udfff]", text)


TESTS: tuple[Callable[[Case], None], ...] = (_counts, _fixes, _crlf, _shifted, _fenced, _peace)
"""What each example is put through."""


def conventions(rule: type[Rule], file_name: str) -> None:
    """Raise `AssertionError` where code, name, class, file name, page or examples of a rule break the conventions."""
    assert re.fullmatch(r"[A-Z]{2,3}[0-9]{3}", rule.code), f"{rule.__name__}: code {rule.code!r}"
    words = rule.name.split("-")
    assert rule.__name__ == "".join(word.capitalize() for word in words), f"{rule.code}: {rule.__name__} {rule.name}"
    assert file_name == f"{rule.code.lower()}_{rule.name.replace('-', '_')}.py", f"{rule.code}: in {file_name}"
    page = rule.__doc__ or ""
    assert page.split("\n")[0].endswith("."), f"{rule.code}: the first line of its page is not a sentence"
    assert "## Why" in page, f"{rule.code}: its page does not say why"
    assert any(example.findings for example in rule.examples), f"{rule.code}: no bad example"
    assert any(not example.findings for example in rule.examples), f"{rule.code}: no good example"
    for name, option in rule.options().items():
        assert option.doc.endswith("."), f"{rule.code}: option {name} is not explained in a sentence"
