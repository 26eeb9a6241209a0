"""Checking and fixing: to a fixed point, with fights named, promises kept, and templates left alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import pytest
from tests import stopwatch

from copydesk import engine
from copydesk.document import Document
from copydesk.edits import Change, Edit, Fix, Safety
from copydesk.html.changes import remove_attribute
from copydesk.rule import Finding, Incident, Rule, Severity
from copydesk.site import Site
from copydesk.suppress import Suppressions
from copydesk.text import Span

SITE = Site("example", "hexo", files=("source/_posts/post.md",))


def doc(text: str, path: str = "source/_posts/post.md") -> Document:
    return Document(path, text, SITE)


Repair = Callable[[Document, re.Match[str]], Fix | None]


def replace(by: str, *, safety: Safety = Safety.SAFE) -> Repair:
    """Return what replaces all that a rule reports, and says so."""
    return lambda doc, found: Fix(
        "mend it", (Edit(Span(*found.span()), by),), safety, (Change("text", found.group(), by),)
    )


def rule(code: str, pattern: str, repair: Repair = lambda doc, found: None) -> Rule:
    """Return a rule that reports each match of `pattern`, with the fix that `repair` makes."""

    class Made(Rule):
        def check(self, doc: Document) -> Iterator[Finding]:
            for found in re.finditer(pattern, doc.text, re.M):
                yield self.finding(Span(*found.span()), f"found {found.group()}", repair(doc, found))

    Made.code, Made.name = code, f"rule-{code.lower()}"
    return Made()


class Teller(Rule):
    """A rule that tells what went wrong with the checking."""

    code = "TST999"
    name = "teller"
    severity = Severity.ERROR

    def incident(self, incident: Incident) -> Iterator[Finding]:
        yield self.finding(incident.span, f"{incident.kind}: {incident.message}")


def messages(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, finding.message) for finding in findings]


# Checking


def test_findings_come_in_the_order_of_the_text() -> None:
    rules = [rule("TST002", "b"), rule("TST001", "[ab]"), rule("TST003", "^a b$")]
    found = engine.check(doc("a b\nb\n"), rules).findings
    assert [(finding.code, finding.span) for finding in found] == [
        ("TST001", Span(0, 1)),
        ("TST003", Span(0, 3)),
        ("TST001", Span(2, 3)),
        ("TST002", Span(2, 3)),
        ("TST001", Span(4, 5)),
        ("TST002", Span(4, 5)),
    ]


class Broken(Rule):
    """A rule that fails after its first finding."""

    code = "TST005"
    name = "broken"

    def check(self, doc: Document) -> Iterator[Finding]:
        yield self.finding(Span(0, 1), "the first")
        raise RuntimeError(f"no idea what {doc.text.strip()} is")


class NoGenerator(Rule):
    """A rule that returns nothing at all."""

    code = "TST006"
    name = "no-generator"

    def check(self, doc: Document) -> Iterator[Finding]:
        return None  # type: ignore[return-value]


class BrokenReview(Rule):
    """A rule that fails when it is asked about suppressions."""

    code = "TST007"
    name = "broken-review"

    def review(self, doc: Document, suppressions: Suppressions) -> Iterator[Finding]:
        raise KeyError("x")
        yield


def test_a_rule_that_raises_does_not_stop_the_others() -> None:
    checked = engine.check(doc("头条\n"), [Broken(), rule("TST001", "条"), NoGenerator(), Teller()])
    first, second = checked.incidents
    assert first.kind == second.kind == "crash"
    assert first.rules == ("TST005",)
    assert re.fullmatch(
        r"rule TST005 failed: RuntimeError: no idea what 头条 is \(test_engine\.py, line \d+\)", first.message
    )
    assert second.message.startswith("rule TST006 failed: TypeError: ")
    assert [finding.code for finding in checked.findings] == ["TST999", "TST999", "TST005", "TST001"]


def test_a_rule_that_raises_over_suppressions_does_not_stop_the_others() -> None:
    checked = engine.check(
        doc("<!-- copydesk: ignore[TST009] -->\na\n"), [BrokenReview(), rule("TST001", "^a"), Teller()]
    )
    assert [incident.rules for incident in checked.incidents] == [("TST007",)]
    assert [finding.code for finding in checked.findings] == ["TST999", "TST001"]


@pytest.mark.parametrize(
    "edits",
    [
        (),
        (Edit(Span(0, 3)), Edit(Span(2, 4))),
        (Edit(Span(0, 0), "x"), Edit(Span(0, 0), "y")),
        (Edit(Span(2, 99)),),
        (Edit(Span(3, 2)),),
    ],
)
def test_a_fix_that_cannot_be_made_is_an_incident_and_no_crash(edits: tuple[Edit, ...]) -> None:
    rules = [rule("TST001", "ab", lambda doc, found: Fix("mend it", edits)), rule("TST002", "c", replace("d"))]
    fixed = engine.fix(doc("abab c\n"), rules)
    assert fixed.text == "abab d\n"
    assert [(finding.code, finding.fix) for finding in fixed.left] == [("TST001", None), ("TST001", None)]
    assert [(incident.kind, incident.rules) for incident in fixed.incidents] == [("crash", ("TST001",))]


def test_suppressed_findings_are_neither_reported_nor_mended() -> None:
    text = "<!-- copydesk: ignore[TST001] -->\na\n\na\n"
    rules = [rule("TST001", "^a", replace("b"))]
    assert [finding.span for finding in engine.check(doc(text), rules).findings] == [Span(37, 38)]
    assert engine.fix(doc(text), rules).text == text[:-2] + "b\n"


# Fixing


def test_passes_repeat_until_nothing_is_left() -> None:
    rules = [rule("TST001", "aa", replace("a")), rule("TST002", "ab", replace("c")), rule("TST003", "c", replace("d"))]
    fixed = engine.fix(doc("头 aaaab\r\n\r\naab\r\n"), rules)
    assert fixed.text == "头 d\r\n\r\nd\r\n"
    assert fixed.left == []
    assert fixed.incidents == []
    assert {finding.code for finding in fixed.mended} == {"TST001", "TST002", "TST003"}


def test_what_has_nothing_to_fix_is_given_back_as_it_is() -> None:
    text = "\ufeffa  \r\nb\n"
    fixed = engine.fix(doc(text), [rule("TST001", "b"), rule("TST002", "z", replace(""))])
    assert fixed.text is text
    assert [finding.code for finding in fixed.left] == ["TST001"]
    assert fixed.mended == []


def test_unsafe_fixes_wait_to_be_asked_for() -> None:
    rules = [rule("TST001", "a", replace("b", safety=Safety.UNSAFE)), rule("TST002", "c", replace("d"))]
    safe = engine.fix(doc("a c\n"), rules)
    assert (safe.text, [finding.code for finding in safe.left]) == ("a d\n", ["TST001"])
    assert safe.left[0].fix is not None
    unsafe = engine.fix(doc("a c\n"), rules, unsafe=True)
    assert (unsafe.text, unsafe.left) == ("b d\n", [])


def test_fixes_that_overlap_take_turns() -> None:
    rules = [rule("TST001", "abc", replace("ac")), rule("TST002", "bc|ac", replace("z"))]
    fixed = engine.fix(doc("abc abc\n"), rules)
    assert fixed.text == "z z\n"
    assert [finding.code for finding in fixed.mended] == ["TST001", "TST001", "TST002", "TST002"]


def test_two_rules_that_want_the_same_are_both_heard() -> None:
    fixed = engine.fix(doc("a\n"), [rule("TST001", "a", replace("b")), rule("TST002", "a", replace("b"))])
    assert fixed.text == "b\n"
    assert sorted(finding.code for finding in fixed.mended) == ["TST001", "TST002"]


# Fights


@pytest.mark.parametrize(
    ("rules", "text", "message", "fighters"),
    [
        (
            [rule("TST001", "one", replace("two")), rule("TST002", "two", replace("one"))],
            "one\n",
            "TST001 and TST002 undo each other's fixes",
            ("TST001", "TST002"),
        ),
        (
            [rule("TST001", "a", replace("b")), rule("TST002", "b", replace("c")), rule("TST003", "c", replace("a"))],
            "b\n",
            "TST001, TST002 and TST003 undo each other's fixes",
            ("TST001", "TST002", "TST003"),
        ),
        ([rule("TST001", "a", replace("a"))], "a\n", "the fixes of TST001 never come to an end", ("TST001",)),
        ([rule("TST001", "a$", replace("aa"))], "a\n", "the fixes of TST001 never come to an end", ("TST001",)),
        (
            [rule("TST001", "a$", replace("ab")), rule("TST002", "b$", replace("ba"))],
            "a\n",
            "TST001 and TST002 undo each other's fixes",
            ("TST001", "TST002"),
        ),
    ],
    ids=["two", "three", "no change", "growing", "growing together"],
)
def test_fights_are_named_and_the_original_comes_back(
    rules: list[Rule], text: str, message: str, fighters: tuple[str, ...]
) -> None:
    # A rule with a good fix is there too: it is no part of the fight, and nothing of its work is kept either.
    text = "start\n\n" + text
    fixed = engine.fix(doc(text), [rule("TST008", "start", replace("begin")), *rules, Teller()])
    assert fixed.text == text
    assert fixed.mended == []
    assert [(incident.kind, incident.message, incident.rules) for incident in fixed.incidents] == [
        ("fight", message, fighters)
    ]
    assert ("TST999", f"fight: {message}") in messages(fixed.left)
    assert ("TST008", "found start") in messages(fixed.left)


def test_a_rule_that_comes_back_to_an_earlier_text_by_way_of_others_is_in_the_fight() -> None:
    rules = [rule("TST001", "a", replace("b")), rule("TST002", "b", replace("c")), rule("TST003", "c", replace("b"))]
    (incident,) = engine.fix(doc("a\n"), rules).incidents
    assert incident.rules == ("TST002", "TST003")


# Promises


def heading(doc: Document, found: re.Match[str]) -> Fix:
    """Make the line a heading and say nothing of it."""
    return Fix("make it loud", (Edit(Span(found.start(), found.start()), "# "),))


def test_a_broken_promise_is_taken_back_and_named() -> None:
    rules = [rule("TST001", "shout", heading), rule("TST002", "a", replace("b")), Teller()]
    fixed = engine.fix(doc("a\n\nshout\n\na\n"), rules)
    assert fixed.text == "b\n\nshout\n\nb\n"
    assert [finding.code for finding in fixed.mended] == ["TST002", "TST002"]
    (incident,) = fixed.incidents
    assert (incident.kind, incident.rules) == ("promise", ("TST001",))
    assert incident.message == "the fix of TST001 was taken back: Heading “# shout” was not there before"
    assert messages(fixed.left) == [("TST999", f"promise: {incident.message}"), ("TST001", "found shout")]
    assert [finding.fix for finding in fixed.left] == [None, None]


@pytest.mark.parametrize("count", [1, 2, 3, 8, 33])
def test_one_guilty_among_many_is_found(count: int) -> None:
    text = "a\n\n" * count + "shout\n\n" + "a\n\n" * count
    fixed = engine.fix(doc(text), [rule("TST001", "shout", heading), rule("TST002", "a", replace("b"))])
    assert fixed.text == text.replace("a", "b")
    assert len(fixed.mended) == 2 * count
    assert [incident.rules for incident in fixed.incidents] == [("TST001",)]


def test_the_same_words_elsewhere_are_still_mended() -> None:
    # At the start of a line a number and a dot are a list; in the middle they are nothing but a number and a dot.
    rules = [rule("TST001", "one", replace("1."))]
    fixed = engine.fix(doc("one a\n\nb one c\n"), rules)
    assert fixed.text == "one a\n\nb 1. c\n"
    assert [incident.kind for incident in fixed.incidents] == ["promise"]


def test_a_fix_that_was_taken_back_does_not_stand_in_the_way_of_its_twin() -> None:
    # The second `one` is only found once the first fix is made; the words of both findings are the same.
    rules = [rule("TST001", r"one(?= [ac])", replace("1.")), rule("TST002", "wait", replace("one"))]
    text = "one a\n\nb wait c\n"
    fixed = engine.fix(doc(text), rules)
    assert fixed.text == "one a\n\nb 1. c\n"
    assert messages(fixed.left) == [("TST001", "found one")]
    assert [(incident.kind, incident.rules) for incident in fixed.incidents] == [("promise", ("TST001",))]
    assert engine.fix(doc(fixed.text), rules).text == fixed.text


def test_a_fix_that_was_taken_back_is_tried_again_when_what_was_in_its_way_is_gone() -> None:
    # A second star makes the first one a mark of emphasis, as long as that is there: until the second pass.
    rules = [
        rule("TST001", "one", replace("o*e")),
        rule("TST002", "q", replace("r")),
        rule("TST003", r"r \*b", replace("r b")),
    ]
    fixed = engine.fix(doc("q *b c one\n"), rules)
    assert fixed.text == "r b c o*e\n"
    assert fixed.left == []
    assert fixed.incidents == []


def test_the_place_of_a_fix_that_was_taken_back_moves_with_the_text() -> None:
    rules = [rule("TST001", "shout", heading), rule("TST002", "long+", replace("l")), Teller()]
    text = "longgggggggggg\n\nshout\n\nshout longgg\n\nlonggg\n"
    fixed = engine.fix(doc(text), rules)
    assert fixed.text == "l\n\nshout\n\nshout l\n\nl\n"
    assert [finding.fix for finding in fixed.left] == [None] * len(fixed.left)
    assert engine.fix(doc(fixed.text), rules).text == fixed.text


def test_fixes_that_only_hurt_together_come_one_after_the_other() -> None:
    rules = [rule("TST001", r"^\n", replace(""))]
    fixed = engine.fix(doc("a\n\n\nb\n"), rules)
    assert fixed.text == "a\n\nb\n"  # without the second empty line the two would be one paragraph
    assert len(fixed.mended) == 1
    assert [incident.kind for incident in fixed.incidents] == ["promise"]


def test_a_thousand_broken_promises_take_no_longer_than_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "READ_AGAIN", 200_000)
    text = "shout\n\n" * 4000

    def mend() -> None:
        fixed = engine.fix(doc(text), [rule("TST001", "shout", heading)])
        assert fixed.text == text
        assert len(fixed.incidents) < 1000

    stopwatch.takes(mend, 4)


def test_a_rule_that_raises_on_the_mended_text_is_named() -> None:
    class Picky(Rule):
        """A rule that fails where another one has been."""

        code = "TST004"
        name = "picky"

        def check(self, doc: Document) -> Iterator[Finding]:
            if "b" in doc.text:
                raise ValueError("b")
            return iter(())

    fixed = engine.fix(doc("a\n"), [rule("TST001", "a", replace("b")), Picky(), Teller()])
    assert fixed.text == "b\n"
    assert [(incident.kind, incident.rules) for incident in fixed.incidents] == [("crash", ("TST004",))]
    assert [finding.code for finding in fixed.left] == ["TST999"]


# Templates


class Ping(Rule):
    """A rule that removes every `ping`."""

    code = "TST001"
    name = "ping"

    def check(self, doc: Document) -> Iterator[Finding]:
        for tag, attribute in doc.html.attributes("ping"):
            yield self.finding(attribute.span, "ping", Fix("remove it", (remove_attribute(tag, attribute),)))


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ('<a ping="x" href="y">b</a>\n', '<a href="y">b</a>\n'),
        ('<a ping="x" href="{{ y }}">b</a>\n', '<a href="{{ y }}">b</a>\n'),
        ('<a ping="{{ x }}" href="y">b</a>\n', None),
        ('<a ping="x{% if a %}y{% endif %}">b</a>\n', None),
        ('<div ping="x"{{ y }}>\nb</div>\n', None),
        ('<a {{ y }} ping="x">b</a>\n', None),
        ('<a {{ y }} href="z" ping="x">b</a>\n', '<a {{ y }} href="z">b</a>\n'),
        ('{{ y }}<a ping="x">b</a>{{ y }}\n', "{{ y }}<a>b</a>{{ y }}\n"),
        ('{% raw %}<a ping="x">b</a>{% endraw %}\n', "nothing"),
        ('{{ "<a ping=x>" }}\n', "nothing"),
    ],
)
def test_a_fix_does_not_touch_templates(text: str, fixed: str | None) -> None:
    checked = engine.check(doc(text), [Ping()])
    if fixed == "nothing":
        assert checked.findings == []
        return
    (finding,) = checked.findings
    assert (finding.fix is None) is (fixed is None)
    assert engine.fix(doc(text), [Ping()]).text == (fixed or text)


@pytest.mark.parametrize(
    ("text", "span", "withheld"),
    [
        ("a{{ b }}c", (0, 1), False),
        ("a{{ b }}c", (8, 9), False),
        ("a{{ b }}c", (0, 2), True),
        ("a{{ b }}c", (0, 9), True),
        ("a{{ b }}c", (3, 3), True),
        ("a{{ b }}c", (1, 1), False),
        ("<a b{{ c }}>", (3, 4), True),
        ("<a b {{ c }}>", (3, 4), False),
        ("<a {{ c }}>d</a>", (0, 16), True),
        ("<a>{{ c }}</a>", (0, 3), False),
        ("<a>{{ c }}</a>", (10, 14), False),
    ],
)
def test_how_near_a_template_an_edit_may_come(text: str, span: tuple[int, int], withheld: bool) -> None:
    made = rule("TST001", r"\A", lambda doc, found: Fix("mend it", (Edit(Span(*span), "x"),)))
    (finding,) = engine.check(doc(text), [made]).findings
    assert (finding.fix is None) is withheld


def test_thousands_of_fixes_beside_templates_take_no_longer_than_their_length() -> None:
    text = "<a ping=x {{ b }}>c</a> " * 5000
    assert len(engine.check(doc(text), [Ping()]).findings) == 5000
    stopwatch.takes(lambda: engine.check(doc(text), [Ping()]), 2)


class Comments(Rule):
    """A rule that strikes every comment."""

    code = "TST001"
    name = "comment"

    def check(self, doc: Document) -> Iterator[Finding]:
        for comment in doc.html.comments:
            yield self.finding(comment.span, "comment", Fix("strike it", (doc.strike(comment.span),)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\n<!-- x -->\n<!-- y -->\n\nb\n", "a\n\nb\n"),
        ("a\r\n\r\n<!-- x -->\r\n<!-- y -->\r\n\r\nb\r\n", "a\r\n\r\nb\r\n"),
        ("a\n\n<!-- x -->\n<!-- y -->\n<!-- z -->\nb\n", "a\n\nb\n"),
        ("a\n<!-- x -->\n<!-- y -->\nb\n", "a\n\nb\n"),
        ("<!-- x -->\n<!-- y -->\n\nb\n", "b\n"),
        ("a\n\n<!-- x -->\n<!-- y -->\n", "a\n"),
        ("<div>\n<!-- x -->\n<!-- y -->\n</div>\n", "<div>\n</div>\n"),
        ("a\n\n" + "<!-- x -->\n" * 1000 + "\nb\n", "a\n\nb\n"),
    ],
)
def test_comments_side_by_side_leave_no_gap(text: str, expected: str) -> None:
    fixed = engine.fix(doc(text), [Comments()])
    assert fixed.text == expected
    assert fixed.left == []


def test_thousands_of_comments_are_struck_in_one_go() -> None:
    def mend() -> None:
        fixed = engine.fix(doc("a\n<!-- x -->\nb\n\n" * 10000), [Comments()])
        assert fixed.text == "a\n\nb\n\n" * 10000
        assert len(fixed.mended) == 10000

    stopwatch.takes(mend, 5)
