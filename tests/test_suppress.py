"""Authors may ask for silence, line by line or for a whole file, and are told where nobody spoke."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import engine
from copydesk.document import Document
from copydesk.rule import Finding, Rule
from copydesk.site import Site
from copydesk.suppress import Suppressions
from copydesk.text import Span

SITE = Site("example", "hexo", files=("source/_posts/post.md",))


class Loud(Rule):
    """A rule that reports every "loud"."""

    code = "TST001"
    name = "loud-word"

    def check(self, doc: Document) -> Iterator[Finding]:
        at = doc.text.find("loud")
        while at >= 0:
            if not doc.text.startswith("loud-word", at):
                yield self.finding(Span(at, at + 4), "loud")
            at = doc.text.find("loud", at + 1)


class Shrill(Loud):
    """A rule that reports the same and has another name."""

    code = "TST002"
    name = "shrill-word"


def doc(text: str, path: str = "source/_posts/post.md") -> Document:
    return Document(path, text, SITE)


def heard(text: str, path: str = "source/_posts/post.md", rules: tuple[Rule, ...] = (Loud(),)) -> list[tuple[str, int]]:
    """Return code and line of what is still reported."""
    post = doc(text, path)
    return [(finding.code, post.lines.number(finding.span.start)) for finding in engine.check(post, rules).findings]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("loud\n", [1]),
        ("<!-- copydesk: ignore[TST001] -->\nloud\nloud\n", [3]),
        ("<!-- copydesk: ignore[loud-word] -->\nloud\n", []),
        ("<!--copydesk:ignore[ TST002 ,TST001 ]because I say so-->\nloud\n", []),
        ("loud <!-- copydesk: ignore[TST001] -->\n", []),
        ("loud\n<!-- copydesk: ignore[TST001] -->\n", [1]),
        ("<!-- copydesk: ignore[TST001]\nfor a\nlong reason -->\nloud\nloud\n", [5]),
        ("<!-- copydesk: ignore[TST002] -->\nloud\n", [2]),
        ("<!-- copydesk: ignore[TST] -->\nloud\n", [2]),
        ("<!-- copydesk: ignore -->\nloud\n", [2]),
        ("<!-- copydesk: ignored[TST001] -->\nloud\n", [2]),
        ("<!-- ignore[TST001] -->\nloud\n", [2]),
        ("`<!-- copydesk: ignore[TST001] -->`\nloud\n", [2]),
        ("```\n<!-- copydesk: ignore-file[TST001] -->\n```\n\nloud\n", [5]),
        ("头🎉\r\n\r\n<!-- copydesk: ignore[TST001] -->\r\nloud\r\nloud\r\n", [5]),
        ("loud\n\n<!-- copydesk: ignore-file[TST001] -->\n\nloud\n", []),
        ("---\ntitle: loud\n---\n\n<!-- copydesk: ignore-file[TST001] -->\n", []),
    ],
)
def test_silence_for_a_line_or_a_file(text: str, lines: list[int]) -> None:
    assert [line for _, line in heard(text)] == lines


START, END = "<!-- copydesk: ignore-start[TST001] -->", "<!-- copydesk: ignore-end[TST001] -->"


@pytest.mark.parametrize(
    ("parts", "lines"),
    [
        (["loud", START, "loud", "loud", END, "loud"], [1, 11]),
        ([START, "loud", "loud"], []),
        (["loud", END, "loud"], [1, 5]),
        ([START, "loud", START, "loud", END, "loud", END, "loud"], [15]),
        ([START, "loud", "<!-- copydesk: ignore-end -->", "loud"], [7]),
        ([START, "loud", "<!-- copydesk: ignore-end[TST002] -->", "loud", END, "loud"], [11]),
        (
            [START, "<!-- copydesk: ignore-start[TST002] -->", "<!-- copydesk: ignore-end -->", "loud", END, "loud"],
            [11],
        ),
        (["<!-- copydesk: ignore-start[TST002, TST001] -->", "loud", END, "loud"], [7]),
    ],
)
def test_silence_for_a_stretch(parts: list[str], lines: list[int]) -> None:
    assert [line for _, line in heard("\n\n".join(parts))] == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("---\n# copydesk: ignore[TST001]\ntitle: loud\nsubtitle: loud\n---\n", [4]),
        ("---\ntitle: loud # copydesk: ignore[TST001]\n---\n\nloud\n", [5]),
        ("---\ntitle: loud\n# copydesk: ignore-file[TST001]\n---\n\nloud\n", []),
        ("+++\n# copydesk: ignore[TST001]\ntitle = 'loud'\n+++\n", []),
        ("---\ntitle: a\n---\n\n# copydesk: ignore[TST001]\nloud\n", [6]),
    ],
)
def test_silence_in_front_matter(text: str, lines: list[int]) -> None:
    assert [line for _, line in heard(text)] == lines


class Missing(Rule):
    """A rule that reports at the opening fence what is not there."""

    code = "TST003"
    name = "missing-thing"

    def check(self, doc: Document) -> Iterator[Finding]:
        yield self.finding(Span(0, 3), "missing")


def test_what_is_missing_from_front_matter_is_silenced_anywhere_in_it() -> None:
    silent = "---\ntitle: a\ntags: []\n# copydesk: ignore[TST003]\n---\n"
    assert heard(silent, rules=(Missing(),)) == []
    post = doc(silent)
    suppressions = Suppressions(post, {"TST003"})
    suppressions.filter(post, Missing().check(post))
    assert list(suppressions.unused()) == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("{/* copydesk: ignore[TST001] */}\nloud\n", []),
        ("{ /* copydesk: ignore[TST001] why */ }\n\nloud\n", [3]),
        (
            "{/* copydesk: ignore-start[TST001] */}\n\nloud\n\n{/* copydesk: ignore-end[TST001] */}\n\nloud\n",
            [7],
        ),
        ("<!-- copydesk: ignore-start[TST001] -->\n\nloud\n\n{/* copydesk: ignore-end[TST001] */}\n\nloud\n", [7]),
        ("{/* copydesk: ignore-start[TST001] */}\n\nloud\n\n<!-- copydesk: ignore-end[TST001] -->\n\nloud\n", [7]),
        ("`{/* copydesk: ignore-file[TST001] */}`\n\nloud\n", [3]),
    ],
)
def test_silence_in_mdx(text: str, lines: list[int]) -> None:
    assert [line for _, line in heard(text, "docs/a.mdx")] == lines


def idle(text: str, ran: tuple[type[Rule], ...] = (Loud,)) -> list[list[str]]:
    post = doc(text)
    suppressions = Suppressions(post, {name for rule in ran for name in (rule.code, rule.name)})
    for rule in ran:
        suppressions.filter(post, rule().check(post))
    return [[target.name for target in targets] for _, targets in suppressions.unused()]


@pytest.mark.parametrize(
    ("text", "unused"),
    [
        ("<!-- copydesk: ignore[TST001] -->\nloud\n", []),
        ("<!-- copydesk: ignore[TST001] -->\nquiet\n", [["TST001"]]),
        ("<!-- copydesk: ignore[TST001, loud-word] -->\nloud\n", []),
        ("<!-- copydesk: ignore[TST001, TST009] -->\nquiet\n", [["TST001"]]),
        ("<!-- copydesk: ignore-file[TST001] -->\nquiet\n", [["TST001"]]),
        ("<!-- copydesk: ignore-file[TST001] -->\n\n<!-- copydesk: ignore[TST001] -->\nloud\n", []),
        (START + "\n\nquiet\n\n" + END + "\n\nloud\n", [["TST001"]]),
        (START + "\n\nloud\n\n" + END + "\n", []),
        (END + "\n\nquiet\n", []),
        ("---\n# copydesk: ignore[TST001]\ntitle: quiet\n---\n", [["TST001"]]),
    ],
)
def test_what_silences_nothing_is_known(text: str, unused: list[list[str]]) -> None:
    assert idle(text) == unused


def test_nothing_is_said_of_rules_that_did_not_run() -> None:
    text = "<!-- copydesk: ignore[TST001, TST002] -->\nquiet\n"
    assert idle(text, (Shrill,)) == [["TST002"]]
    assert idle(text, ()) == []


def test_the_place_of_each_name_is_known() -> None:
    text = "头 <!-- copydesk: ignore[TST001,  shrill-word , ] -->\n"
    (directive,) = Suppressions(doc(text)).directives
    assert directive.span.of(text) == text[2:-1]
    assert [target.span.of(text) for target in directive.targets] == ["TST001", "shrill-word"]


LINES = st.lists(st.sampled_from(["loud", "quiet", START, END, "<!-- copydesk: ignore[TST001] -->"]), max_size=14)


@given(LINES)
def test_ranges_silence_what_a_reader_would_expect(parts: list[str]) -> None:
    expected = []
    depth = 0
    for index, part in enumerate(parts):
        if part == START:
            depth += 1
        elif part == END and depth:
            depth -= 1
        elif part == "loud" and not depth and not (index and parts[index - 1] == "<!-- copydesk: ignore[TST001] -->"):
            expected.append(index + 1)
    text = "".join(f"{part}\n" for part in parts)
    # Lines of words between comments are paragraphs of their own: every comment is seen.
    assert [line for _, line in heard(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "<!-- copydesk: ignore[TST001] -->\nloud\n\n" * 4000,
        (START + "\n\n") * 4000 + "loud\n\n" * 4000 + (END + "\n\n") * 4000,
        "<!-- copydesk: ignore-file[TST001] -->\n\nloud\n\n" * 4000,
    ],
    ids=["lines", "nested", "files"],
)
def test_thousands_of_directives_take_no_longer_than_their_length(text: str) -> None:
    post = doc(text)
    start = time.process_time()
    suppressions = Suppressions(post, {"TST001"})
    assert suppressions.filter(post, Loud().check(post)) == []
    assert list(suppressions.unused()) == []
    assert time.process_time() - start < 2
