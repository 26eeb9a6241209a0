"""The structure of Markdown: every span names the characters it says it names, in any script and with any newlines."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copydesk import markdown
from copydesk.markdown import Characters, Link, Markdown, unescape
from copydesk.templates import mask, template_spans
from copydesk.text import Span


def read(text: str, start: int = 0) -> Markdown:
    return Markdown(text, mask(text, template_spans(text)), start)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("[a](b)", [("inline", "b", "b", "a")]),
        ("[a](<b c>)", [("inline", "b c", "b c", "a")]),
        ("[a](b 'title')", [("inline", "b", "b", "a")]),
        ('[a](b\n"title")', [("inline", "b", "b", "a")]),
        ("[a](\n  b\n)", [("inline", "b", "b", "a")]),
        ("> [a](\n> b)", [("inline", "b", "b", "a")]),
        ("> [a](\n>   <b>)", [("inline", "b", "b", "a")]),
        ("[a](>b)", [("inline", ">b", ">b", "a")]),
        ("[a]()", [("inline", "", "", "a")]),
        ("[a](<>)", [("inline", "", "", "a")]),
        ("[a]( )", [("inline", "", "", "a")]),
        ("[](b)", [("inline", "b", "b", "")]),
        ("[a](b(c)d)", [("inline", "b(c)d", "b(c)d", "a")]),
        (r"[a](b\)c)", [("inline", "b)c", r"b\)c", "a")]),
        (r"[a\](b](c)", [("inline", "c", "c", r"a\](b")]),
        ("[a](/?b=1&amp;c=2)", [("inline", "/?b=1&c=2", "/?b=1&amp;c=2", "a")]),
        ("[a](/?b=1&copy=2)", [("inline", "/?b=1&copy=2", "/?b=1&copy=2", "a")]),
        ("[`](`](b)", [("inline", "b", "b", "`](`")]),
        ("[![a](b)](c)", [("inline", "c", "c", "![a](b)"), ("inline", "b", "b", "a")]),
        ("头条 [图](图?.png) ??.png", [("inline", "图?.png", "图?.png", "图")]),
        ("🎉 ![é中](中/é.png)\r\n", [("inline", "中/é.png", "中/é.png", "é中")]),
        ("[a]({{ site.url }}/b)", [("inline", "{{ site.url }}/b", "{{ site.url }}/b", "a")]),
        (
            "<https://a.example/头>",
            [("autolink", "https://a.example/头", "https://a.example/头", "https://a.example/头")],
        ),
        ("<a@b.example>", [("autolink", "a@b.example", "a@b.example", "a@b.example")]),
        ("<头@b.example>", []),
        ("<图1>\n\n[a](b)", [("inline", "b", "b", "a")]),
        ("<?php '中>' ?> [a](b)", []),
        ("[a][b]\n\n[b]: /c", [("reference", "/c", "", "a")]),
        ("[头]\n\n[头]: /c", [("reference", "/c", "", "头")]),
        ("[a]", []),
        ("`[a](b)`", []),
        ("    [a](b)", []),
    ],
)
def test_links(text: str, links: list[tuple[str, str, str, str]]) -> None:
    found = [(link.style, link.target, link.target_span.of(text), link.inner.of(text)) for link in read(text).links]
    assert found == links


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("[![a](b)](c)", [("c", -1, False), ("b", 0, False)]),
        ("[![a ![b](c)](d)](e)", [("e", -1, False), ("d", 0, False), ("c", 1, True)]),
        ("![a [b](c)](d) [e](f)", [("d", -1, False), ("c", 0, True), ("f", -1, False)]),
        ("![a [![b](c)](d)](e)", [("e", -1, False), ("d", 0, True), ("c", 1, True)]),
    ],
)
def test_what_stands_in_an_alternative_text_is_not_seen(text: str, links: list[tuple[str, int, bool]]) -> None:
    assert [(link.target, link.parent, link.unseen) for link in read(text).links] == links


@pytest.mark.parametrize(
    ("text", "definitions"),
    [
        ("[a]: /b", [("a", "/b", "/b")]),
        ("[A b]: <c d> 'title'", [("A b", "c d", "c d")]),
        ("[a]:\n  /b\n  'title'", [("a", "/b", "/b")]),
        ("> [a]:\n> /b", [("a", "/b", "/b")]),
        ("- [a]: /b&amp;c", [("a", "/b&c", "/b&amp;c")]),
        (r"[\[a]: b\_c", [(r"\[a", "b_c", r"b\_c")]),
        ("头 🎉\n\n[图]: /图.png\r\n", [("图", "/图.png", "/图.png")]),
        ("[a]: {{ b }}/c", [("a", "{{ b }}/c", "{{ b }}/c")]),
        ("[a]: /b\n[a]: /c", [("a", "/b", "/b")]),
        ("[^1]: a note", []),
        ("```\n[a]: /b\n```", []),
    ],
)
def test_definitions(text: str, definitions: list[tuple[str, str, str]]) -> None:
    found = read(text).definitions
    assert [(one.label, one.target, one.target_span.of(text)) for one in found] == definitions


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("# A\n", [(1, "A")]),
        ("###   A `b`  ##  \n", [(3, "A `b`")]),
        ("# C#\n", [(1, "C#")]),
        ("# a ##b\n", [(1, "a ##b")]),
        ("#\n", [(1, "")]),
        ("## ##\n", [(2, "")]),
        ("A = b -\n===\n", [(1, "A = b -")]),
        ("头条\r\n---\r\n", [(2, "头条")]),
        ("> A\n> ===\n", [(1, "A")]),
        ("    # code\n", []),
        ("####### seven\n", []),
    ],
)
def test_headings(text: str, headings: list[tuple[int, str]]) -> None:
    assert [(heading.level, heading.text) for heading in read(text).headings] == headings


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("```js\na\n```\n", [("fenced", "js", "```js\na\n```", False)]),
        ("~~~ 中,文\na\n~~~\n", [("fenced", "中,文", "~~~ 中,文\na\n~~~", False)]),
        ("a\n\n    b\n", [("indented", "", "b\n", False)]),
        ("头 `a` `` `b` ``\n", [("inline", "", "`a`", False), ("inline", "", "`` `b` ``", False)]),
        ("> ```\n> a\n> ```\n\n`b`", [("fenced", "", "```\n> a\n> ```", True), ("inline", "", "`b`", False)]),
        ("```\nnever closed\n", [("fenced", "", "```\nnever closed\n", False)]),
        ("\\`a`", []),
    ],
)
def test_code(text: str, code: list[tuple[str, str, str, bool]]) -> None:
    assert [(one.kind, one.info, one.span.of(text), one.quoted) for one in read(text).code] == code


@pytest.mark.parametrize(
    ("text", "ranges", "blocks"),
    [
        ("<div>\na\n</div>\n\nb", ["<div>\na\n</div>\n"], ["<div>\na\n</div>\n"]),
        ("a <b>c</b> <!-- d -->", ["<b>", "</b>", "<!-- d -->"], []),
        ("> <div>\n> a\n> </div>\n", ["<div>\n", "a\n", "</div>\n"], ["<div>\n> a\n> </div>\n"]),
        ("- <div>\n  a\n", ["<div>\n", "a\n"], ["<div>\n  a\n"]),
        ("头<b title='中'>🎉</b>\r\n", ["<b title='中'>", "</b>"], []),
        ("`<b>`\n\n    <i>\n\n\\<u>", [], []),
    ],
)
def test_html(text: str, ranges: list[str], blocks: list[str]) -> None:
    found = read(text)
    assert [span.of(text) for span in found.html_ranges] == ranges
    assert [span.of(text) for span in found.html_blocks] == blocks


def test_the_front_matter_is_not_read() -> None:
    text = "---\ntitle: '[a](b)'\n---\n# Head 头\n\n[c](d)\n"
    found = read(text, text.index("# Head"))
    assert [link.target for link in found.links] == ["d"]
    assert found.links[0].span.of(text) == "[c](d)"
    assert found.headings[0].span.of(text) == "# Head 头\n"
    assert "title" not in found.render()


def test_templates_are_letters_to_the_parser() -> None:
    text = "{% raw %}\n\n# no heading\n\n{% endraw %}\n\n# {{ title }}\n\n{{ '[a](b)' }} [c](d)\n"
    found = read(text)
    assert [(heading.text, heading.span.of(text)) for heading in found.headings] == [("{{ title }}", "# {{ title }}\n")]
    assert [link.target for link in found.links] == ["d"]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("plain", "plain"),
        (r"a\_b\(c\)", "a_b(c)"),
        (r"a\b", r"a\b"),
        ("a&amp;b&#38;c&#x26;d", "a&b&c&d"),
        ("a&b;c&", "a&b;c&"),
        ("a&ouml;b", "aöb"),
    ],
)
def test_unescape(written: str, read_as: str) -> None:
    assert unescape(written) == read_as


def test_structure_names_every_construct_with_its_characters() -> None:
    text = "# 头 *a*\n\n- 🎉 [b](c)\n\n      d\n\n```\ne\n```\n\na\nb  \nc\n"
    assert [(name, text[start:end]) for name, start, end in read(text).structure()] == [
        ("Heading", "# 头 *a*\n"),
        ("Emphasis", "*a*"),
        ("List", "- 🎉 [b](c)\n\n      d\n\n"),
        ("Item", "- 🎉 [b](c)\n\n      d\n\n"),
        ("Paragraph", "🎉 [b](c)\n"),
        ("Link", "[b](c)"),
        ("Indented code", "d\n"),
        ("fenced code", "```\ne\n```"),
        ("Paragraph", "a\nb  \nc\n"),
        ("HardBreak", "  \n"),
    ]


@given(st.text(st.sampled_from("aé中🎉\n"), max_size=3000))
def test_characters_are_counted_in_bytes_and_back(text: str) -> None:
    characters = Characters(text)
    offset = 0
    for index, character in enumerate(text):
        assert characters[offset] == index
        offset += len(character.encode())
    assert characters[offset] == len(text)


WORDS = ["a", "b c", "中", "图片 ", "🎉", "é", "\u3000", "\xa0", "?", ",", ";", "@", "\t", "\x1f", "x\u2028y", "\ufeff"]
MARKS = [
    *(
        "[",
        "]",
        "(",
        ")",
        "![",
        "](",
        "](/u)",
        "](<u v>)",
        '](u "t")',
        "](中?)",
        "](\\()",
        "[x]",
        "[x][]",
        "[^1]",
        "[^1]: ",
    ),
    *("<", ">", "<b>", "</b>", "<a href='中'>", "<!-- ", "-->", "<?", "?>", "<div>", "\n</div>\n", "<https://中.x>"),
    *("<a@b.c>", "&amp;", "\\", "*", "_", "~~", "|", "|-|", "`", "``", "```\n", "~~~中", "# ", " #", "\n===\n"),
    *("\n", "\n\n", "\r\n", "\r\n\r\n", "> ", "- ", "    ", "1. ", "[x]: /y\n", "[中]: <图>\n"),
]
TEXTS = st.lists(st.sampled_from(WORDS + MARKS), max_size=25).map("".join)
THOROUGH = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def exactly(text: str) -> Markdown:
    """Return the structure as it is read when each offset is looked up, without a stand-in for the characters."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "_UNIT", "")  # the mark for "look it up", here found in every text
        return Markdown(text, text)


def facts(found: Markdown) -> dict[str, object]:
    def link(one: Link) -> tuple[object, ...]:
        return one.image, one.style, one.span, one.inner, one.parent, one.unseen, one.target_span, one.target, one.label

    return {
        "code": found.code,
        "headings": found.headings,
        "blocks": found.html_blocks,
        "ranges": found.html_ranges,
        "links": [link(one) for one in found.links],
        "definitions": found.definitions,
    }


@THOROUGH
@given(TEXTS)
def test_the_quick_way_to_offsets_finds_what_the_exact_one_finds(text: str) -> None:
    assert facts(Markdown(text, text)) == facts(exactly(text))


@THOROUGH
@given(TEXTS)
def test_targets_are_what_the_parser_read(text: str) -> None:
    found = Markdown(text, text)
    assert [link.target for link in found.links if link.style != "reference"] == read_by_the_parser(text)
    for link in found.links:
        assert link.span.contains(link.inner)
        if link.style == "inline":
            assert link.span.contains(link.target_span)
            assert text[link.inner.end] == "]"
            assert re.fullmatch(r"(?s)!?\[.*\)", link.span.of(text))
            assert link.target == unescape(link.target_span.of(text))


def read_by_the_parser(text: str) -> list[str]:
    """Return the targets of links and images, as the parser reads them, in the order in which they begin."""
    targets = []
    for event in markdown._PARSER.events(text):
        if isinstance(event, dict) and "Start" in event and isinstance(event["Start"], dict):
            ((name, data),) = event["Start"].items()
            if name in ("Link", "Image") and data["link_type"] in ("Inline", "Autolink", "Email"):
                targets.append(data["dest_url"])
    return targets


@THOROUGH
@given(TEXTS)
def test_spans_name_what_they_say(text: str) -> None:
    found = Markdown(text, text)
    for one in found.code:
        written = one.span.of(text)
        if one.kind == "inline":
            assert written[0] == written[-1] == "`"
        elif one.kind == "fenced":
            assert written.startswith(("```", "~~~"))
    for heading in found.headings:
        assert heading.text in heading.span.of(text)
    for span in found.html_blocks:
        assert span.of(text).startswith("<")
    for definition in found.definitions:
        assert definition.span.contains(definition.target_span)
    spans = [one.span for one in found.code]
    for parts in (spans, found.html_blocks, found.html_ranges):
        assert parts == sorted(parts)
        assert all(one.end <= two.start for one, two in pairwise(parts))
    assert all(0 <= one.start <= one.end <= len(text) for one in spans)


@THOROUGH
@given(TEXTS, TEXTS)
def test_what_stands_before_the_body_only_moves_it(front: str, body: str) -> None:
    text = front + body

    def moved(value: object) -> object:
        if isinstance(value, Span):
            return Span(value.start - len(front), value.end - len(front))
        if isinstance(value, list):
            return [moved(one) for one in value]
        if hasattr(value, "_replace"):
            return type(value)(*(moved(one) for one in value))
        return tuple(moved(one) for one in value) if isinstance(value, tuple) else value

    behind = facts(Markdown(text, text, len(front)))
    assert {key: moved(value) for key, value in behind.items()} == facts(Markdown(body, body))


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"[图](图\\_{number})\n" for number in range(15000)),
        "".join(f"[a{number}][] " for number in range(8000)) + "\n\n" + "".join(f"[a{n}]: b{n}\n" for n in range(8000)),
        "![" * 10000 + "a" + "](b)" * 10000,
        "[" * 30000,
        "[a](" * 20000,
        "> " * 20000 + "a",
        "".join("  " * depth + "- a\n" for depth in range(700)),
        "- " * 5000 + "a",
        "a <!-- " * 20000,
        "a <b c='" * 20000,
        "*a _b " * 20000,
        "".join("`" * length + "a" for length in range(500)),
        "[a](data:image/png;base64," + "A" * 1000000 + ")",
    ],
    ids=lambda text: text[:8].strip(),
)
def test_hostile_texts_take_no_longer_than_long_ones(text: str) -> None:
    start = time.process_time()
    found = read(text)
    assert all(link.target is not None for link in found.links)
    assert sum(1 for _ in found.structure()) >= 0
    assert time.process_time() - start < 2
