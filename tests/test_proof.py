"""The guard: whatever a fix does beyond what it declares is caught before a file is written."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import stopwatch

from copydesk import proof
from copydesk.document import Document
from copydesk.edits import Change, ChangeKind, Edit, Fix, apply
from copydesk.html import Attribute, Tag
from copydesk.html.changes import add_attribute, remove_attribute, set_attribute_value, unwrap
from copydesk.proof import Moves
from copydesk.site import Site
from copydesk.text import Span

SITE = Site("example", "hexo", files=("source/_posts/post.md",))


def doc(text: str, path: str = "source/_posts/post.md") -> Document:
    return Document(path, text, SITE)


def broken(
    text: str, *edits: Edit, declares: tuple[Change, ...] = (), path: str = "source/_posts/post.md"
) -> str | None:
    """Return what the guard says of the `edits`, as one fix."""
    before = doc(text, path)
    fix = Fix("mend it", edits, declares=declares)
    return proof.broken(before, doc(apply(text, edits), path), [fix])


def swap(text: str, old: str, new: str) -> Edit:
    """Return the edit that puts `new` in the place of the one `old` in `text`; an ``|`` in `old` is where to insert."""
    if "|" in old:
        before, after = old.split("|")
        assert text.count(before + after) == 1
        at = text.index(before + after) + len(before)
        return Edit(Span(at, at), new)
    assert text.count(old) == 1
    at = text.index(old)
    return Edit(Span(at, at + len(old)), new)


POST = """\
---
title: 头条
date: 2024-05-06
count: 1
---
# The first 🎉

One paragraph with a [link](/there), `code` and *stress*.

Another paragraph
on two lines.

- an item
- another [item][ref]

> quoted words

```js
let sample = 1
```

<div class="story" id='lead'>
<p>A <b>bold</b> story.</p>
<!-- a note -->
</div>

![A picture](/images/a.jpg) and {{ site.name }} the end.

[ref]: /elsewhere
"""


GONE, CAME = "is no longer there", "was not there before"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        # blocks turn into others
        ("\n\n|Another", "    ", f"Indented code “Another paragraph” {CAME}"),
        ("\n\n|Another", "# ", f"Heading “# Another paragraph” {CAME}"),
        ("\n\n|Another", "- ", "(List|Item) “- Another paragraph"),
        ("\n\n|Another", "1. ", "(List|Item) “1. Another paragraph"),
        ("\n\n|Another", "> ", "BlockQuote “> Another paragraph"),
        ("\n\n|Another", "```\n", f"link to “/elsewhere” {GONE}"),
        ("\n\n|Another", "<div>\n", f"Paragraph .* {GONE}"),
        ("\n\n|Another", "[a]: /b\n", None),
        ("two lines.|\n", "\n===", "Heading “Another paragraph on two lines. ===”"),
        ("two lines.|\n", "\n---", "Heading “Another paragraph on two lines. ---”"),
        ("# The first", "The first", f"Paragraph “The first 🎉” {CAME}"),
        ("# The first", "## The first", "<h2> where the beginning of <h1>"),
        ("> quoted", "quoted", f"BlockQuote “quoted words” {GONE}"),
        ("- an item\n", "", "the text “an item” is no longer shown"),
        ("- an item", "an item", f"(Paragraph|List) .* {CAME}"),
        ("*stress*.\n\n", "*stress*.\n", f"Paragraph .* ({CAME}|{GONE})"),
        ("Another paragraph|\n", "\n", f"Paragraph “Another paragraph” {CAME}"),
        ("Another paragraph|\n", "  ", f"HardBreak .*{CAME}"),
        # inline constructs are broken or made
        ("[link]", "link]", f"link to “/there” {GONE}"),
        ("(/there)", "/there)", f"link to “/there” {GONE}"),
        ("[link](/there)", "", f"link to “/there” {GONE}"),
        ("/there", "/nowhere", f"link to “/there” {GONE}"),
        ("[item][ref]", "[item][reef]", f"link to “/elsewhere” {GONE}"),
        ("[ref]: /elsewhere\n", "", f"link to “/elsewhere” {GONE}"),
        ("/elsewhere", "/nowhere", f"link to “/elsewhere” {GONE}"),
        ("`code`", "code`", "code “One paragraph .*” was edited"),
        ("`code`", "coda", "code “One paragraph .*” was edited"),
        ("stress*.", "stress.", f"Emphasis {GONE}"),
        ("with a", "*with* a", None),
        ("and *", "and ", f"Emphasis {GONE}"),
        ("quoted| words", "*", "the text “\\*” was not shown before"),
        ("![A picture]", "[A picture]", f"image to “/images/a.jpg” {GONE}"),
        ("/images/a.jpg", "/images/b.jpg", f"image to “/images/a.jpg” {GONE}"),
        ("the end.|", " ![](/c.jpg)", f"image to “/c.jpg” {CAME}"),
        ("the end.|", " <https://a.example>", f"link to “https://a.example” {CAME}"),
        # code is edited, opened, closed
        ("sample = 1", "sample = 2", "code “let sample = 1” was edited"),
        ("let ", "", "code “let sample = 1” was edited"),
        ("```js\n", "", "code “```js” was edited"),
        ("```js\nlet sample = 1\n```\n", "", "code .* was edited"),
        # HTML
        ("<b>bold</b>", "<b>bold", "tag <b> “<b>” has lost its other half"),
        ("<b>bold</b>", "bold</b>", "tag </b> “</b>” has lost its other half"),
        ("<b>", "<i>", "tag <i> “<i>” has lost its other half|element <b>"),
        ("\n</div>", "\n", "element <div>|tag <div>"),
        ('"story" id', '"story id', "unfinished tag “<div class"),
        ('class="story"', 'class="story', "unfinished tag “<div class"),
        ('class="story"', "class='story", f"attribute lead' {CAME}"),
        ("id='lead'>", "id='lead", "unfinished tag “<div class"),
        (" story.|</p>", "<b", "tag <b<> “<b</p>”"),
        (" story.|</p>", "<b title='", "unfinished tag “<b title"),
        ("|<!-- a note", "<!-- ", f"comment “<!-- <!-- a note -->” {CAME}"),
        ("|<p>A", "<!-- ", f"comment “<!-- <p>.* {CAME}"),
        ("a note -->", "a note ->", f"comment .* {CAME}"),
        ("<p>A|", "<script>", "element <div>|tag <b>"),
        ("\n<p>A", "\n\n<p>A", None),
        ("<div class", "<!-- <div class", f"comment .* {CAME}"),
        ("\n\n|Another", "<!-- ", f"link to “/elsewhere” {GONE}|comment .* {CAME}"),
        ("\n\n|Another", "<div title='", f"element <div> “<div title='Another .* {CAME}"),
        ("\n\n|Another", "<script>", f"(link|image) to .* {GONE}"),
        # templates
        ("{{ site", "{ site", f"template .* {GONE}"),
        ("the end.|", " {{ x", "the text “{{ x” was not shown before"),
        ("quoted|", " {{ x", "the text “{{ x” was not shown before"),
        ("the end.\n|", "{{ x", f"link to “/elsewhere” {GONE}"),
        (" and |{{ site", "{{ x ", f"template .* {CAME}"),
        # front matter
        ("date: 2024-05-06", "date: 2024-05-07", "front matter field “date” changed"),
        ("date: 2024-05-06\n", "", "front matter field “date” changed"),
        ("count: 1", "count: '1'", "front matter field “count” changed"),
        ("count: 1", "count: true", "front matter field “count” changed"),
        ("count: 1", "count: 1.0", "front matter field “count” changed"),
        ("count: 1\n", "count: 1\nmore: x\n", "front matter field “more” changed"),
        ("count: 1", "count: [1", "front matter can no longer be read"),
        ("title: 头条", "title: '头条'", None),
        ("count: 1\n", "count: 1 # a note\n", None),
        ("---\ntitle", "title", "front matter is no longer there"),
        ("count: 1\n---\n", "count: 1\n", "front matter can no longer be read"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_sabotage(old: str, new: str, says: str | None, newline: str) -> None:
    text, old, new = (part.replace("\n", newline) for part in (POST, old, new))
    found = broken(text, swap(text, old, new))
    if says is None:
        assert found is None
    else:
        assert found is not None
        assert re.search(says, found), found


@pytest.mark.parametrize(
    ("old", "new", "kind", "before", "after"),
    [
        ("/there", "/nowhere", "link", "/there", "/nowhere"),
        ("[link](/there)", "link", "link", "/there", ""),
        ("![A picture](/images/a.jpg)", "", "image", "/images/a.jpg", ""),
        ("/images/a.jpg", "/images/b.jpg", "image", "/images/a.jpg", "/images/b.jpg"),
        ("/elsewhere", "/nowhere", "link", "/elsewhere", "/nowhere"),
        ("sample = 1", "sample = 2", "code", "let sample = 1", "let sample = 2"),
        ("```js\nlet sample = 1\n```\n", "", "code", "let sample = 1", ""),
        ("date: 2024-05-06", "date: 2024-05-07", "field", "date", "date"),
        ("date: 2024-05-06\n", "", "field", "date", ""),
        ("date: 2024", "day: 2024", "field", "date", "day"),
    ],
)
def test_what_is_declared_may_change(old: str, new: str, kind: ChangeKind, before: str, after: str) -> None:
    edit = swap(POST, old, new)
    assert broken(POST, edit) is not None
    assert broken(POST, edit, declares=(Change(kind, before, after),)) is None
    if kind != "code":
        assert broken(POST, edit, declares=(Change(kind, "something else", "again"),)) is not None


def test_a_declared_change_does_not_cover_another() -> None:
    edits = swap(POST, "/there", "/nowhere"), swap(POST, "/images/a.jpg", "/images/b.jpg")
    assert broken(POST, *edits, declares=(Change("link", "/there", "/nowhere"),)) is not None
    assert broken(POST, swap(POST, "count: 1", "count: 2"), declares=(Change("field", "date", "date"),)) is not None


LEAK = "<div>\n\n    <p>One.</p>\n    <p>Two.</p>\n\n</div>\n\nWords.\n"


LEAKED = "    <p>One.</p>\n    <p>Two.</p>\n"


def test_leaked_markup_may_become_markup_where_that_is_declared() -> None:
    edits = swap(LEAK, "    <p>One", "<p>One"), swap(LEAK, "    <p>Two", "<p>Two")
    assert broken(LEAK, *edits) is not None
    assert broken(LEAK, *edits, declares=(Change("code", LEAKED),)) is None
    assert broken(LEAK, *edits, declares=(Change("code", "<p>One.</p>"),)) is not None
    more = (*edits, swap(LEAK, "Words", "# Words"))
    fixes = [Fix("take the indentation away", edits, declares=(Change("code", LEAKED),)), Fix("shout", more[2:])]
    assert "Heading" in str(proof.broken(doc(LEAK), doc(apply(LEAK, more)), fixes))


# What good fixes do


def tag_of(text: str, name: str) -> Tag:
    return doc(text).html.tags_named(name)[0]


def attribute_of(text: str, tag: str, name: str) -> tuple[Tag, Attribute]:
    found = tag_of(text, tag)
    attribute = found.get(name)
    assert attribute is not None
    return found, attribute


TAGS = 'A <a href="/b" class=\'c\' ping=d rel>link 头</a> and <img src=\'x.gif\' data-src="real.jpg" alt="">.\n'


@pytest.mark.parametrize("name", ["class", "ping", "rel"])
def test_removing_an_attribute_is_no_more_than_that(name: str) -> None:
    assert broken(TAGS, remove_attribute(*attribute_of(TAGS, "a", name))) is None


def test_attributes_may_be_set_added_and_renamed() -> None:
    assert broken(TAGS, set_attribute_value(*attribute_of(TAGS, "a", "class"), "e f")) is None
    assert broken(TAGS, set_attribute_value(*attribute_of(TAGS, "a", "rel"), "noopener")) is None
    assert broken(TAGS, add_attribute(tag_of(TAGS, "a"), "title", "头")) is None
    moved = swap(TAGS, "src='x.gif' ", ""), swap(TAGS, "data-src", "src")
    assert broken(TAGS, *moved) is not None
    assert broken(TAGS, *moved, declares=(Change("image", "x.gif", "real.jpg"),)) is None


@pytest.mark.parametrize(
    "text",
    [
        "<div>\n<span>words</span>\n</div>\n",
        "Some <span>words</span> here.\n",
        "<div>\n\n<span>\n\n**Words**\n\n</span>\n\n</div>\n",
    ],
)
def test_an_element_may_be_unwrapped_but_not_halved(text: str) -> None:
    both = unwrap(doc(text).html.elements_named("span")[0])
    assert broken(text, *both) is None
    for edit in both:
        assert broken(text, edit) is not None


@pytest.mark.parametrize(
    "text",
    [
        "a\n\n<!--x-->\n\nb\n",
        "a\n<!--x-->\nb\n",
        "a <!--x--> b\n",
        "# a\n<!--x-->\n- b\n",
        "<p>a</p><!--x-->\n\nb\n",
        "<!--x--><p>a</p>\n<p>b</p>\n",
        "<div>\n<!--x-->\n<p>a</p>\n</div>\n",
        "> a\n> <!--x-->\n> b\n",
        "- a\n\n  <!--x-->\n\n- b\n",
        "| a |\n|---|\n| <!--x--> |\n",
        "<!--x-->\n\n---\n\nb\n",
        "a  \nb <!--x-->\n",
        "---\ntitle: a\n---\n<!--x-->\n# b\n",
        "头🎉\r\n\r\n<!--x-->\r\n\r\n| 中 |\r\n|---|\r\n|  |\r\n",
    ],
)
def test_striking_a_comment_is_no_more_than_that(text: str) -> None:
    post = doc(text)
    (comment,) = post.html.comments
    assert broken(text, post.strike(comment.span)) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<!--x-->**a** b\n", "Paragraph"),  # the comment made the rest of its line HTML
        ("- a\n\n<!--x-->\n\n- b\n", "List"),  # the comment kept two lists apart
        ("- a\n\n<!--x-->\n\n      b\n", "Item"),
        ("a**<!--x-->b**\n", "Strong"),
        ("- a\n\n<!--x-->\n- b\n", "List"),
        ("<div>\n\n    <p>a</p>\n    <!--x-->\n    <p>b</p>\n\n</div>\n", "code"),  # readers see it as code
    ],
)
def test_a_comment_that_did_something_is_missed(text: str, says: str) -> None:
    post = doc(text)
    assert says in str(broken(text, post.strike(post.html.comments[0].span)))


def test_html_files_are_guarded_by_their_markup() -> None:
    text = "<p>a <b>b</b></p>\n<img src=c.jpg>\n"
    assert broken(text, swap(text, "<b>b</b>", "b"), path="source/a.html") is None
    assert broken(text, swap(text, "</b>", ""), path="source/a.html") is not None
    assert broken(text, swap(text, "<img src=c.jpg>", ""), path="source/a.html") is not None


def test_values_that_are_no_number_are_equal_to_themselves() -> None:
    text = "---\nscore: .nan\ntags: [a, 2024-05-06]\n---\na b\n"
    assert broken(text, swap(text, "a b", "a  b")) is None


def test_a_long_passage_is_quoted_in_part() -> None:
    text = "word " * 30 + "\n"
    assert str(broken(text, Edit(Span(0, 0), "# "))).endswith("…” was not there before")


# Moves


def edits_of(pairs: list[tuple[int, int, str]]) -> list[Edit]:
    """Return edits made of gap, length and text, one behind the other and never touching."""
    edits = []
    at = 0
    for gap, length, text in pairs:
        at += gap
        edits.append(Edit(Span(at, at + length), text))
        at += length
    return edits


PAIRS = st.tuples(st.integers(1, 4), st.integers(0, 3), st.sampled_from(["", "X", "XY", "XYZW"]))
EDITS = st.lists(PAIRS, max_size=5).map(edits_of)
TEXT = "abcdefghijklmnopqrstuvwxyz0123456789"


@given(EDITS)
def test_characters_that_stay_are_found_where_they_moved_to(edits: list[Edit]) -> None:
    moves = Moves(edits)
    after = apply(TEXT, edits)
    for at, character in enumerate(TEXT):
        inside = any(span.start <= at < span.end for span, _ in edits)
        assert moves.inside(at) is any(span.start < at < span.end for span, _ in edits)
        if not inside:
            assert after[moves.start(at)] == character
            assert after[moves.end(at + 1) - 1] == character


@given(EDITS, st.integers(0, 30), st.integers(1, 5))
def test_a_stretch_without_edits_moves_as_one(edits: list[Edit], start: int, length: int) -> None:
    moves = Moves(edits)
    span = Span(start, start + length)
    if any(one.overlaps(span) for one, _ in edits):
        return
    assert apply(TEXT, edits)[moves.start(span.start) : moves.end(span.end)] == span.of(TEXT)


@given(EDITS)
def test_the_edited_places_hold_the_new_text(edits: list[Edit]) -> None:
    after = apply(TEXT, edits)
    places = Moves(edits).after()
    assert [span.of(after) for span in places] == [text for _, text in edits]
    assert all(one.end <= two.start for one, two in pairwise(places))


@given(EDITS, st.integers(0, 30), st.integers(0, 6))
def test_nothing_is_left_where_all_but_blanks_is_taken(edits: list[Edit], start: int, length: int) -> None:
    text = "ab  cd e   fgh i  jkl   m nop qrst  u vw"
    span = Span(start, start + length)
    taken = {at for one, _ in edits for at in range(one.start, one.end)}
    left = "".join(text[at] for at in range(span.start, span.end) if at not in taken)
    touched = any(one.start < span.end and one.end > span.start for one, _ in edits)
    assert Moves(edits).leaves_nothing(text, span) is (touched and not left.strip())


BLOCKS = st.lists(
    st.sampled_from(
        [
            "a",
            "头🎉 *b*",
            "# c",
            "- d",
            "> e",
            "    f",
            "`g`",
            "```\nh\n```",
            "<p>i</p>",
            "<b>j</b> k",
            "[l](/m)",
            "{{ n }}",
        ]
    ),
    min_size=1,
    max_size=8,
)


@settings(deadline=None)
@given(BLOCKS, st.integers(0, 8))
def test_a_new_paragraph_anywhere_is_seen(blocks: list[str], at: int) -> None:
    # Not inside the edit alone: what is written there is the fix's own.
    text = "\n\n".join(blocks) + "\n"
    places = [0, *(index + 2 for index in range(len(text) - 1) if text[index : index + 2] == "\n\n")]
    place = places[at % len(places)]
    if doc(text).in_code(Span(max(place - 1, 0), place + 1)):
        return
    assert broken(text, Edit(Span(place, place), "")) is None
    if text[place : place + 1] == "a":
        assert broken(text, Edit(Span(place, place), "# ")) is not None


PIECES = [
    *("a", "头🎉", " ", "*", "**", "`", "```\n", "[", "](b)", "![", "<b>", "</b>", "<div>\n", "\n</div>", "<!--x-->"),
    *(
        "<!--",
        "-->",
        "<p ",
        "c='d'",
        ">",
        "{{ e }}",
        "{%",
        "\n",
        "\n\n",
        "\r\n",
        "# ",
        "- ",
        "> ",
        "    ",
        "| f |\n|---|",
    ),
]
BODIES = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)
PLACES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12), st.sampled_from(PIECES)), max_size=4)


def edits_in(text: str, places: list[tuple[int, int, str]]) -> list[Edit]:
    """Return edits at some of `places` that lie in `text` and leave one another alone."""
    edits: list[Edit] = []
    for start, length, new in sorted(places):
        if start + length <= len(text) and (not edits or edits[-1].span.end < start):
            edits.append(Edit(Span(start, start + length), new))
    return edits


@settings(deadline=None, max_examples=200)
@given(BODIES, PLACES, st.sampled_from(["md", "mdx", "html"]))
def test_to_write_the_same_again_breaks_nothing(text: str, places: list[tuple[int, int, str]], suffix: str) -> None:
    post = doc(text, f"source/a.{suffix}")
    edits = [Edit(edit.span, edit.span.of(text)) for edit in edits_in(text, places) if not post.in_code(edit.span)]
    assert broken(text, *edits, path=post.path) is None


@settings(deadline=None, max_examples=200)
@given(BODIES, PLACES, st.sampled_from(["md", "mdx", "html"]), st.sampled_from([(), (Change("code", "…"),)]))
def test_any_edits_are_judged(
    text: str, places: list[tuple[int, int, str]], suffix: str, declares: tuple[Change, ...]
) -> None:
    edits = edits_in(text, places)
    if edits:
        found = broken(text, *edits, declares=declares, path=f"source/a.{suffix}")
        assert found is None or found == found.strip()


def test_thousands_of_edits_are_proved_in_a_time_that_their_length_explains() -> None:
    text = "a\n<!--x-->\nb [c](/d)\n\n" * 4000
    before = doc(text)
    fixes = [Fix("strike it", (before.strike(comment.span),)) for comment in before.html.comments]
    places = [found.start() for found in re.finditer("b", text)]
    code = [
        Fix("x", (Edit(Span(at, at + 1), "e"),), declares=(Change("code", "…"), Change("text", "b", "e")))
        for at in places
    ]

    def prove() -> None:
        for some in (fixes, code):
            edits = [edit for fix in some for edit in fix.edits]
            assert proof.broken(doc(text), doc(apply(text, edits)), some) is None

    stopwatch.takes(prove, 4)
