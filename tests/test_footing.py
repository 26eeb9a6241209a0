"""A removal by which Markdown would read its neighbours otherwise is not offered; all others are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests import properties

from copydesk import engine
from copydesk.document import Document
from copydesk.edits import Fix
from copydesk.rule import Finding, Rule
from copydesk.site import Site
from copydesk.text import Span


def doc(text: str, path: str = "source/_posts/rain.md") -> Document:
    return Document(path, text, Site("x", "hexo", files=()))


def codes(text: str) -> list[tuple[str, bool]]:
    """Return the rules that would have something removed, and whether they offer to do it."""
    found = properties.thoroughly(doc(text), properties.rules()).findings
    return [(one.code, one.fix is not None) for one in found if one.code in ("HTM002", "TRK001", "TRK003", "STY002")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<img src=/e.png> <span></span>\n", "HTM002"),
        ("Wind.\n\n<span></span>    rain\n", "HTM002"),
        ("## Rain #<span></span>\n", "HTM002"),
        ("<span></span>\n\n---\ntitle: Low tide\ndate: 2024-05-06 07:08:09\n---\n\nRain.\n", "HTM002"),
        ("Wind.\n\n<style></style>rain\n", "STY002"),
        ("- wind\n\n<!-- wp:list -->\n\n- rain\n", "TRK001"),
        ("- The end.\n\n  ![](https://medium.com/_/stat?event=post.clientViewed)\n\n", "TRK003"),
    ],
    ids=["a picture alone", "indented code", "the end of a heading", "front matter", "a block", "two lists", "an item"],
)
def test_what_holds_its_neighbours_up_stays(text: str, code: str) -> None:
    assert codes(text) == [(code, False)]
    fixed = engine.fix(doc(text), properties.rules(), unsafe=True)
    assert fixed.text == text
    assert fixed.incidents == []
    assert [one.fix for one in fixed.left if one.code == code] == [None]


def test_the_finding_says_that_it_takes_a_person() -> None:
    (finding,) = (
        one for one in engine.fix(doc("<i> <span></span>\n"), properties.rules()).left if one.code == "HTM002"
    )
    assert finding.help == "mend it by hand: without it, Markdown would read what stands around it otherwise"


@pytest.mark.parametrize(
    ("text", "code", "fixed"),
    [
        ("Shares<span></span> rose.\n", "HTM002", "Shares rose.\n"),
        ("<p>One.</p>\n<p></p>\n<p>Two.</p>\n", "HTM002", "<p>One.</p>\n<p>Two.</p>\n"),
        ("Wind.\n\n<!-- wp:list -->\n\nRain.\n", "TRK001", "Wind.\n\nRain.\n"),
        ("<!-- wp:paragraph -->\n<p>Rain.</p>\n\nWind.\n", "TRK001", "<p>Rain.</p>\n\nWind.\n"),
        ("- wind\n- rain<span></span>\n", "HTM002", "- wind\n- rain\n"),
        ("- The end.\n\n![](https://medium.com/_/stat?event=post.clientViewed)\n", "TRK003", "- The end.\n"),
    ],
)
def test_what_does_not_goes(text: str, code: str, fixed: str) -> None:
    assert codes(text) == [(code, True)]
    assert engine.fix(doc(text), properties.rules()).text == fixed


class Careless(Rule):
    """A rule that takes a line away, whatever is on it."""

    code = "TST001"
    name = "careless"

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for the second line."""
        start = doc.text.index("\n") + 1
        span = Span(start, doc.text.index("\n", start) + 1)
        yield self.finding(span, "a line", Fix("strike it", (doc.strike(span),)))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("rain  \n\u2028\n", "TXT008"),
        ("- \u2028- wind\n", "TXT008"),
        ("4\x08. wind\n", "TXT008"),
        ("<s\x08pan>rain</span>\n", "TXT008"),
        ("[rain](https://a.example/\x08b)\n", "TXT008"),
        ("| a | b |\n|--\x08-|---|\n", "TXT008"),
        ("--\ufeff-\ntitle: rain\n---\n", "TXT001"),
        ("| a | b |\n|---【24†source】|---|\n", "TXT001"),
        ("{{ rain }}\x0cwind\n", "TXT008"),
        ("#\u2029# Rain\n", "TXT008"),
        ("[2]: https://a.example/\x08\n\n[rain][2]\n", "TXT008"),
        ("---\nti\x0ctle: rain\nnight\n---\n", "TXT008"),
        ("<p>\n<\x08b>rain</b>\n</p>\n", "TXT008"),
    ],
)
def test_what_nobody_sees_stays_where_it_divides(text: str, code: str) -> None:
    rules = [rule for rule in properties.rules() if rule.code == code]
    assert engine.check(doc(text), rules).findings
    fixed = engine.fix(doc(text), rules)
    assert fixed.incidents == []
    assert fixed.text in (text, text.replace("\x0c", " "))


def test_a_blank_stays_behind_the_mark_of_an_item_at_the_beginning() -> None:
    text = "- \x08。\n"
    assert engine.fix(doc(text), properties.rules()).text == "- 。\n"


@pytest.mark.parametrize("line", ["rain", "<!-- x --> rain", "    rain", "<b>rain</b>", "- rain"])
def test_whoever_drops_a_word_is_named_wherever_it_stands(line: str) -> None:
    text = f"Wind\n{line}\nsnow\n"
    fixed = engine.fix(doc(text), [Careless()])
    assert fixed.text == text
    assert [(one.kind, one.rules) for one in fixed.incidents] == [("promise", ("TST001",))]
