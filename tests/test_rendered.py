"""What a reader gets: the tokens of a page, which of two pages are the same, and what declared changes account for."""

from __future__ import annotations

from functools import partial

import pytest
from tests import stopwatch

from copydesk import proof
from copydesk.document import Document
from copydesk.edits import Change, ChangeKind, Edit, Fix, apply
from copydesk.losses import settle, undeclared
from copydesk.rendered import Tokens
from copydesk.site import Site
from copydesk.text import Span

SITE = Site("example", "hexo", files=())


def doc(text: str, path: str = "source/_posts/post.md") -> Document:
    return Document(path, text, SITE)


def tokens(text: str, path: str = "post.md") -> Tokens:
    """Return what a reader gets of a post."""
    return settle(doc(text, path).rendered.tokens(True))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a *b*  c\n", [("open", "p"), ("text", "a b c"), ("close", "p")]),
        ("# 头\n", [("open", "h1"), ("text", "头"), ("close", "h1")]),
        ("[a](/b)", [("open", "p"), ("link", "/b"), ("text", "a"), ("/link",), ("close", "p")]),
        ("![ a  b](/头.png)", [("open", "p"), ("image", "/%E5%A4%B4.png", "a b"), ("close", "p")]),
        ("a `b  c` d", [("open", "p"), ("text", "a "), ("code", "b  c"), ("text", " d"), ("close", "p")]),
        ("```\na\n  b\n```", [("open", "pre"), ("code", "a\n  b\n"), ("close", "pre")]),
        ("<iframe src='/v'></iframe>", [("embed", "iframe", "/v")]),
        ("<script>a < b</script>", [("embed", "script", "a < b")]),
        ("<p id=a>b</p>", [("anchor", "a"), ("open", "p"), ("text", "b"), ("close", "p")]),
        ("<a name=a></a>\n", [("open", "p"), ("anchor", "a"), ("close", "p")]),
        ("<!--more-->\n", [("mark", "more")]),
        ("<!-- note -->\n", []),
        ("<style>a</style>\n<p></p><p> <b></b></p>", []),
        ("<p>a<br>b<br></p>", [("open", "p"), ("text", "a"), ("br",), ("text", "b"), ("close", "p")]),
        ("<div>a</div><div><div>b</div></div>", [("text", "a"), ("break",), ("text", "b")]),
        ("<ul><li></ul>", [("open", "ul"), ("open", "li"), ("close", "li"), ("close", "ul")]),
        (
            '<ol start="3"><li>a</ol>',
            [("open", "ol 3  "), ("open", "li"), ("text", "a"), ("close", "li"), ("close", "ol")],
        ),
    ],
)
def test_tokens(text: str, wanted: Tokens) -> None:
    assert tokens(text) == wanted


SAME = [
    ("a\n<!--x-->\nb\n", "a\n\nb\n", "post.html"),
    ("<p>a <!--x--> b</p>", "<p>a  b</p>", "post.html"),
    ("<p>a <b></b>b</p>", "<p>a b</p>", "post.html"),
    ("<p class=x style='y'>a</p>", "<p>a</p>", "post.html"),
    ("<div><p>a</p><p></p></div>", "<div><p>a</p></div>", "post.html"),
    ("<ul><li>a</li><li>b</li></ul>", "<ul>\n<li>a\n<li>b\n</ul>", "post.html"),
    ("a *b* c\n", "a  _b_ c", "post.md"),
    ("<a href=' /b '>c</a>\n", '<a href="/b" rel=x>c</a>\n', "post.md"),
]


@pytest.mark.parametrize(("before", "after", "path"), SAME)
@pytest.mark.parametrize("tree", [True, False], ids=["tree", "tags"])
def test_what_looks_the_same_is_the_same(before: str, after: str, path: str, tree: bool) -> None:
    if not tree and "<li>a\n" in after:
        pytest.skip("tag by tag nobody ends the items")
    sides = [settle(doc(text, path).rendered.tokens(tree)) for text in (before, after)]
    assert sides[0] == sides[1]


def test_both_ways_of_reading_agree_where_all_is_well_formed() -> None:
    text = (
        "# a\n\nb [c](/d) ![e](/f) `g`\n\n- h\n- i\n\n> j\n\n```\nk <l>\n```\n\n| m | n |\n|---|---|\n| o |  |\n\n"
        "<div id=p>\n<p>q &amp; r<br>s</p>\n<iframe src=/t></iframe>\n<script>u < v</script>\n</div>\n\n<!-- more -->\n"
    )
    page = doc(text).rendered
    wanted = [token for token in settle(page.tokens(True)) if token[-1] not in ("tbody", "thead")]
    assert [token for token in settle(page.tokens(False)) if token[-1] not in ("tbody", "thead")] == wanted


# What declared changes account for

DECLARED: list[tuple[str, str, ChangeKind, str, str]] = [
    ("a b c", "a c", "text", "b", ""),
    ("a\n\nb c\n\nd", "a\n\nd", "text", "b c", ""),
    ("- a\n- b\n- c", "- a\n- c", "text", "b", ""),
    ("a b\u200bc\u200bd e", "a bcd e", "text", "\u200b", ""),
    ("a Ã©tÃ© b", "a été b", "text", "Ã©", "é"),
    ("头条新闻", "头新闻", "text", "条", ""),
    ("[a](/b?x=1)", "[a](/b)", "link", "/b?x=1", "/b"),
    ("[a](/b) c", "a c", "link", "/b", ""),
    ("a ![b](/c) d", "a d", "image", "/c", ""),
    ("a ![b](/c) d", "a ![b](/e) d", "image", "/c", "/e"),
    ("<img alt=a>", "<img src=b alt=a>", "image", "", "b"),
    ("a\n\n    <p>b</p>\n\nc", "a\n\n<p>b</p>\n\nc", "code", "    <p>b</p>\n", ""),
    ("a `b` c", "a c", "code", "b", ""),
    ("a <b id=x></b> c", "a c", "markup", "x", ""),
    ("<iframe src=/a></iframe>\n\nb", "b", "markup", "iframe", ""),
    ("<iframe src=/a></iframe>\n\nb", "<iframe src=/b></iframe>\n\nb", "markup", "/a", "/b"),
    ("<script>x()</script>\n\nb", "b", "markup", "script", ""),
    ("<!-- more -->\n\nb", "b", "markup", "more", ""),
]


@pytest.mark.parametrize(("before", "after", "kind", "was", "now"), DECLARED)
def test_a_declared_change_accounts_for_itself(before: str, after: str, kind: ChangeKind, was: str, now: str) -> None:
    old, new = doc(before + "\n\nthe end\n").rendered, doc(after + "\n\nthe end\n").rendered
    assert undeclared(old, new, [Change(kind, was, now)]) is None
    assert undeclared(old, new, []) is not None
    assert undeclared(old, new, [Change(kind, "nothing", "of that")]) is not None
    for other in ("the\n", "the end\n\nthe end\n", "the <br> end\n", "- the end\n", "[the](/x) end\n", "end the\n"):
        assert undeclared(old, doc(f"{after}\n\n{other}").rendered, [Change(kind, was, now)]) is not None


def test_a_word_is_accounted_for_as_often_as_it_was_declared() -> None:
    old, new = doc("a b c b d\n").rendered, doc("a c d\n").rendered
    assert undeclared(old, new, [Change("text", "b")]) is not None
    assert undeclared(old, new, [Change("text", "b"), Change("text", "b")]) is None


def test_a_blank_that_stays_before_an_anchor_is_no_loss() -> None:
    old, new = (doc(f"a b{end}\n\n<div id='x'>c</div>\n", "a.html").rendered for end in (" [1].", "."))
    assert undeclared(old, new, [Change("text", "[1]")]) is None
    assert undeclared(old, doc("a b.\n\n<div id='y'>c</div>\n", "a.html").rendered, [Change("text", "[1]")]) is not None


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("a [b]\n\n[b] [c]\n", "a\n\n[c]\n", [Change("text", "[b]"), Change("text", "[b]")]),
        (
            "a\n\n    <p>b</p>\n\n> <p>b</p>\n\n<p>\n\n    <p>c</p>\n",
            "a\n\n<p>b</p>\n\n> <p>b</p>\n\n<p>\n\n<p>c</p>\n",
            [Change("code", "    <p>b</p>\n"), Change("code", "    <p>c</p>\n")],
        ),
    ],
)
def test_of_what_is_alike_any_may_be_the_one_that_was_declared(before: str, after: str, changes: list[Change]) -> None:
    old, new = doc(before).rendered, doc(after).rendered
    assert undeclared(old, new, changes) is None
    assert undeclared(old, new, changes[1:]) is not None


def test_a_link_or_picture_may_come_where_that_was_declared() -> None:
    for before, after, change in (
        ("the (/a) end\n", "[the](/a) end\n", Change("link", "", "/a")),
        ("the (/a) end\n", "the ![](/a) end\n", Change("image", "", "/a")),
    ):
        old, new = doc(before).rendered, doc(after).rendered
        assert undeclared(old, new, [Change("text", "(/a)"), change]) is None
        assert undeclared(old, new, [Change("text", "(/a)")]) is not None
        assert undeclared(old, new, [Change("text", "(/a)"), change._replace(after="/b")]) is not None


def test_a_blank_before_a_link_may_come_where_words_went() -> None:
    old, new = (doc(text).rendered for text in ("(see: heron)[![a](/b)](/c)\n", "heron [![a](/b)](/c)\n"))
    assert undeclared(old, new, [Change("text", "(see: "), Change("text", ")")]) is None
    assert undeclared(old, new, [Change("text", "(see: ")]) is not None


def test_pictures_may_not_trade_places_under_cover() -> None:
    old = doc("![a](/1?x) and ![b](/2?x)\n").rendered
    changes = [Change("image", "/1?x", "/1"), Change("image", "/2?x", "/2")]
    assert undeclared(old, doc("![a](/1) and ![b](/2)\n").rendered, changes) is None
    assert undeclared(old, doc("![a](/2) and ![b](/1)\n").rendered, changes) is not None
    assert undeclared(old, doc("![a](/1) and ![b](/1)\n").rendered, changes) is not None


def test_leaked_markup_shows_what_it_says_and_nothing_else() -> None:
    leak = "    <p>One <a href='/b'>two</a>.</p>\n"
    old = doc(f"<div>\n\n{leak}\n</div>\n\nthe end\n").rendered
    for markup, right in (
        ("<p>One <a href='/b'>two</a>.</p>", True),
        ("<p>One two.</p>", True),
        ("<p>One <a href='/c'>two</a>.</p>", False),
        ("<p>One <a href='/b'>two</a> three.</p>", False),
        ("<p>One <a href='/b'>two</a>.</p><img src=x>", False),
    ):
        new = doc(f"<div>\n\n{markup}\n\n</div>\n\nthe end\n").rendered
        assert (undeclared(old, new, [Change("code", leak)]) is None) is right, markup


# Time


def read(text: str, path: str) -> None:
    page = doc(text, path).rendered
    settle(page.tokens(page.affordable))


def sound(problem: str | None) -> None:
    assert problem is None


GROWING = {
    "elements": "<div>",
    "formatting": "<b>",
    "formatting in paragraphs": "<p><b id=a>x",
    "formatting that ends late": "<b><p></b>",
    "links in paragraphs": "<a href=x><p>x",
    "tables in tables": "<table><tr><td>",
    "text in a table": "<table><b>x</b>",
    "lists in lists": "<ul><li>",
    "references": "&amp;",
    "signs that begin no tag": "a < ",
    "attributes": "<p " + "a=1 " * 50,
    "quotations": "> ",
    "Markdown lists": "- ",
    "brackets": "[",
    "drawings": "<svg>",
    "fields": "<select><option>x",
    "stray ends": "</div></p></b>",
    "headings": "<h1>x",
}


@pytest.mark.parametrize("piece", GROWING.values(), ids=GROWING)
@pytest.mark.parametrize("path", ["post.md", "post.html"])
def test_twice_the_nesting_takes_about_twice_the_time(piece: str, path: str) -> None:
    stopwatch.keeps_pace(partial(read, piece * 5_000, path), partial(read, piece * 10_000, path), 3, 0.6)


def test_deep_nesting_is_still_compared() -> None:
    text = "<div>" * 50_000 + "one two"
    assert not doc(text).rendered.affordable
    assert undeclared(doc(text).rendered, doc(text.replace("two", "three")).rendered, []) is not None
    assert undeclared(doc(text).rendered, doc(text.replace("one", "one <!--x-->")).rendered, []) is None


def test_ten_thousand_edits_of_a_large_post_are_proved_in_seconds() -> None:
    row = (
        "Some words of the {0}th [link](https://a.example/{0}?utm_source=x) and ![a picture](/p/{0}.png), said *she*.\n"
    )
    text = "".join(row.format(number) + "\n" + "plain words " * 8 + "\n\n" for number in range(10_000))
    assert len(text) > 2_000_000
    before = doc(text)
    fixes = []
    for link in before.markdown.links:
        if not link.image:
            place = Span(link.target_span.end - len("?utm_source=x"), link.target_span.end)
            change = Change("link", link.target, link.target.removesuffix("?utm_source=x"))
            fixes.append(Fix("clean it", (Edit(place),), declares=(change,)))
    after = doc(apply(text, [edit for fix in fixes for edit in fix.edits]))
    stopwatch.takes(lambda: sound(proof.broken(doc(before.text), doc(after.text), fixes)), 15)
    fixes[5000] = fixes[5000]._replace(declares=())
    assert proof.broken(before, after, fixes) is not None


def test_thousands_of_lost_words_are_accounted_for_in_seconds() -> None:
    text = "".join(f"a {number % 7}\n\npromo words again\n\n" for number in range(10_000))
    less = text.replace("promo words again\n\n", "")
    declared = [Change("text", "promo words again")] * 10_000
    stopwatch.takes(lambda: sound(undeclared(doc(text).rendered, doc(less).rendered, declared)), 10)
    assert undeclared(doc(text).rendered, doc(less).rendered, declared[1:]) is not None
