"""The layers of a document: each what it says, computed when asked for and once; leaked markup; striking things out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk import document
from copydesk.document import Document, kind_of
from copydesk.edits import apply
from copydesk.site import Site
from copydesk.text import Span

SITE = Site("example", "hexo", files=("source/_posts/post.md",))


def doc(text: str, path: str = "source/_posts/post.md") -> Document:
    return Document(path, text, SITE)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("a.md", "markdown"),
        ("a.markdown", "markdown"),
        ("a.MDX", "mdx"),
        ("b/a.html", "html"),
        ("a.HTM", "html"),
        ("a.xhtml", "html"),
        ("html", "markdown"),
        ("a.html.md", "markdown"),
    ],
)
def test_kinds(path: str, kind: str) -> None:
    assert kind_of(path) == kind


# Laziness


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count how often each layer is computed."""
    counts: Counter[str] = Counter()

    def counted(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object) -> object:
            counts[name] += 1
            return real(*arguments)

        return call

    monkeypatch.setattr(document, "Markdown", counted("markdown", document.Markdown))
    monkeypatch.setattr(document, "Html", counted("html", document.Html))
    monkeypatch.setattr(document, "Lines", counted("lines", document.Lines))
    monkeypatch.setattr(document.front_matter, "read", counted("front matter", document.front_matter.read))
    monkeypatch.setattr(document.templates, "template_spans", counted("templates", document.templates.template_spans))
    monkeypatch.setattr(document, "_leaked", counted("leaked", document._leaked))
    return counts


POST = "---\ntitle: a\n---\n<div>\n\n    <p>{{ b }}</p>\n\n![c](d.jpg) [e](/f)\n\n</div>\n"
BODY = {"front matter": 1, "templates": 1, "markdown": 1}
HTML = {**BODY, "leaked": 1, "html": 1}


@pytest.mark.parametrize(
    ("layer", "costs"),
    [
        ("text", {}),
        ("kind", {}),
        ("lines", {"lines": 1}),
        ("front_matter", {"front matter": 1}),
        ("body_start", {"front matter": 1}),
        ("templates", {"front matter": 1, "templates": 1}),
        ("masked", {"front matter": 1, "templates": 1}),
        ("markdown", BODY),
        ("leaked", {**BODY, "leaked": 1}),
        ("html", HTML),
        ("images", HTML),
        ("links", HTML),
        ("view", BODY),
    ],
)
def test_a_layer_costs_what_it_stands_on_and_only_once(made: Counter[str], layer: str, costs: dict[str, int]) -> None:
    post = doc(POST)
    assert not made
    first = getattr(post, layer)
    assert made == costs
    assert getattr(post, layer) is first
    assert made == costs


def test_all_layers_together_are_computed_once(made: Counter[str]) -> None:
    post = doc(POST)
    for _ in range(2):
        for layer in ("links", "html", "images", "view", "leaked", "lines", "markdown", "templates", "masked"):
            getattr(post, layer)
        post.in_code(Span(0, 5))
        post.is_opaque(Span(0, 5))
        post.strike(Span(0, 5))
    assert made == {**HTML, "lines": 1}


def test_a_post_without_markup_has_no_leaks_to_look_for(made: Counter[str]) -> None:
    assert doc("Only **words** and `code`.\n").html.tags == []
    assert "leaked" not in made


# Where the body begins


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("---\ntitle: a\n---\nbody\n", "body\n"),
        ("+++\ntitle = 'a'\n+++\nbody\n", "body\n"),
        ("\n---\ntitle: a\n---\nbody\n", "body\n"),
        ("\ufeff---\ntitle: a\n---\nbody\n", "body\n"),
        ("\ufeffbody\n", "body\n"),
        ("body\n---\n", "body\n---\n"),
        ("---\n\nbody between rules\n\n---\n", "---\n\nbody between rules\n\n---\n"),
        ("", ""),
    ],
)
def test_where_the_body_begins(text: str, body: str) -> None:
    assert text[doc(text).body_start :] == body


# Templates


def test_templates_of_the_body_are_opaque() -> None:
    post = doc("---\ntitle: '{{ no }}'\n---\na {{ b }} c\n")
    assert [span.of(post.text) for span in post.templates] == ["{{ b }}"]
    start, end = post.templates[0]
    assert post.is_opaque(Span(start, end))
    assert post.is_opaque(Span(start + 2, start + 2))
    assert post.is_opaque(Span(end - 1, end + 3))
    assert not post.is_opaque(Span(start - 1, start))
    assert not post.is_opaque(Span(end, end + 1))
    assert not post.is_opaque(Span(start, start))
    assert len(post.masked) == len(post.text)


def test_an_address_with_a_template_is_opaque() -> None:
    post = doc('[a]({{ b }}/c) ![d](e.jpg)\n\n<img src="{{ f }}.jpg"> <img src="g.jpg">\n')
    assert [(link.target, link.opaque) for link in post.links] == [("{{ b }}/c", True)]
    assert [(image.target, image.opaque) for image in post.images] == [
        ("e.jpg", False),
        ("{{ f }}.jpg", True),
        ("g.jpg", False),
    ]


# HTML


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("a <b>c</b>\n\n<div>\n\nd\n\n</div>\n", ["<b>", "</b>", "<div>", "</div>"]),
        ("> <div>\n> <b\n> c>\n", ["<div>", "<b\n> c>"]),
        ("`<b>`\n\n```\n<i>\n```\n\n    <u>\n", []),
        ("a \\<b> &lt;i>\n", []),
        ("头 <b title='中🎉'>\r\n", ["<b title='中🎉'>"]),
        ("{% raw %}<b>{% endraw %} <i>\n", ["<i>"]),
        ("---\ntitle: <b>\n---\n<i>\n", ["<i>"]),
    ],
)
def test_tags_of_a_post(text: str, tags: list[str]) -> None:
    post = doc(text)
    assert [tag.span.of(text) for tag in post.html.tags if tag.name != ">"] == tags


def test_an_element_reaches_across_blank_lines() -> None:
    post = doc("<div class='a'>\n\n头条 **b**\n\n</div>\n\nc\n")
    (element,) = post.html.elements_named("div")
    assert element.inner.of(post.text) == "\n\n头条 **b**\n\n"


def test_an_html_file_is_markup_from_top_to_bottom() -> None:
    post = doc("---\ntitle: <x>\n---\n<p>a</p>\n\n    <b>c</b>\n`<i>`\n# d\n[e](f)", "source/a.html")
    assert [tag.name for tag in post.html.tags] == ["p", "p", "b", "b", "i"]
    assert not post.markdown.headings
    assert not post.links
    assert not post.in_code(Span(post.text.index("<i>"), len(post.text)))
    assert post.view.select_one("b") is not None


def test_a_component_of_mdx_is_no_element_of_html() -> None:
    text = "<Link href='/a'>b</Link>\n\n<a href='/c'>d</a>\n"
    assert [link.target for link in doc(text, "docs/a.mdx").links] == ["/c"]


def test_the_view_is_what_readers_get() -> None:
    post = doc("---\ntitle: a\n---\n# b\n\n<div>\n\n    <p>c</p>\n\n</div>\n")
    assert post.view.h1 is not None
    assert post.view.h1.get_text() == "b"
    assert post.view.select_one("pre code") is not None
    assert "title" not in post.view.get_text()


def test_mdx_has_no_indented_code() -> None:
    text = "<Tabs>\n\n    <img src='a.gif'> <b>头</b>\n\n</Tabs>\n\n`<i>`\n\n```\n<u>\n```\n"
    post = doc(text, "docs/a.mdx")
    assert [image.target for image in post.images] == ["a.gif"]
    assert [tag.name for tag in post.html.tags] == ["tabs", "img", "b", "b", "tabs"]
    assert [post.in_code(Span(at, at + 1)) for at in (text.index("<img"), text.index("<i>"), text.index("<u>"))] == [
        False,
        True,
        True,
    ]


# Images and links


@pytest.mark.parametrize(
    ("text", "images"),
    [
        ("![a b](c.jpg 'd')", [("c.jpg", "c.jpg", "markdown", "", "a b")]),
        ("[![a](b.jpg)](/c)", [("b.jpg", "b.jpg", "markdown", "", "a")]),
        ("![a ![b](c.jpg)](d.jpg)", [("d.jpg", "d.jpg", "markdown", "", "a ![b](c.jpg)")]),
        ("![a][b]\n\n[b]: c.jpg", [("c.jpg", "c.jpg", "definition", "", "")]),
        ("![图]\n\n[图]: 图.jpg", [("图.jpg", "图.jpg", "definition", "", "")]),
        ("![a][B  b]\n\n[b\nb]: c.jpg", [("c.jpg", "c.jpg", "definition", "", "")]),
        ('<img src=" a.jpg?b&amp;c " alt="d">', [("a.jpg?b&c", " a.jpg?b&amp;c ", "html", "src", "d")]),
        ("<video src='a.mp4' poster='b.jpg'></video>", [("b.jpg", "b.jpg", "html", "poster", "")]),
        ("<input type=image src=a.png><input src=b.png>", [("a.png", "a.png", "html", "src", "")]),
        ("<img alt=a><img src>", []),
        ("<img src src=a.png><img src=b.png src=c.png>", [("b.png", "b.png", "html", "src", "")]),
        ("`![a](b.jpg)` <!-- <img src='c.jpg'> -->", []),
        (
            "---\ncover: /a.jpg\ntitle: b.jpg\n---\n",
            [("/a.jpg", "/a.jpg", "field", "cover", "")],
        ),
        (
            "---\nphotos:\n- '/a.jpg'\n- /b.jpg\n---\n",
            [("/a.jpg", "/a.jpg", "field", "photos", ""), ("/b.jpg", "/b.jpg", "field", "photos", "")],
        ),
        ("---\ncover: [a\n---\n", []),
    ],
)
def test_images(text: str, images: list[tuple[str, str, str, str, str]]) -> None:
    found = doc(text).images
    assert [(i.target, i.target_span.of(text), i.origin, i.attribute, i.text) for i in found] == images


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("[a](/b)", [("/b", "/b", "markdown", "a")]),
        ("[![a](b.jpg)](/c)", [("/c", "/c", "markdown", "![a](b.jpg)")]),
        ("![a [b](c)](d.jpg)", []),
        ("<https://a.example/>", [("https://a.example/", "https://a.example/", "autolink", "https://a.example/")]),
        ("[a][b]\n\n[b]: /c", [("/c", "/c", "definition", "")]),
        ("[never used]: /c", [("/c", "/c", "definition", "")]),
        ("![a][b] [a][b]\n\n[b]: /c", [("/c", "/c", "definition", "")]),
        ("![a][b]\n\n[b]: /c", []),
        ("<a href='/b?c&amp;d'>e</a>", [("/b?c&d", "/b?c&amp;d", "html", "")]),
        ("<area href=/b> <link href=/c> <a name=d>", [("/b", "/b", "html", "")]),
        ("https://a.example/", []),
    ],
)
def test_links(text: str, links: list[tuple[str, str, str, str]]) -> None:
    found = doc(text).links
    assert [(link.target, link.target_span.of(text), link.origin, link.text) for link in found] == links


def test_a_reference_says_what_it_stands_in() -> None:
    post = doc("[![a](b.jpg)](/c) ![d](e.jpg) <img src=f.jpg>\n")
    assert [(image.target, image.inside_link, image.html) for image in post.images] == [
        ("b.jpg", True, False),
        ("e.jpg", False, False),
        ("f.jpg", False, True),
    ]
    assert [image.span.of(post.text) for image in post.images] == ["![a](b.jpg)", "![d](e.jpg)", "<img src=f.jpg>"]


# Code


def test_what_is_code() -> None:
    post = doc("a `b` c\n\n```\nd\n```\n\n    e\n\n<div>\n\n    <i>f</i>\n\n</div>\n")
    shown = {c: post.in_code(Span(post.text.index(c), post.text.index(c) + 1)) for c in "abcdef"}
    assert shown == {"a": False, "b": True, "c": False, "d": True, "e": True, "f": False}


# Leaked markup


@pytest.mark.parametrize(
    ("text", "leaked"),
    [
        ("<div>\n\n    <p>a</p>\n\n</div>\n", ["    <p>a</p>\n"]),
        ("<div>\r\n\r\n    <p>a</p>\r\n    <p>头</p>\r\n\r\n</div>\r\n", ["    <p>a</p>\r\n    <p>头</p>\r\n"]),
        ("<div>\n\n\t<!-- a -->\n\n</div>\n", ["\t<!-- a -->\n"]),
        ("<div>\n\n    </div>\n", ["    </div>\n"]),
        ("<div>\n\n    <p>a</p>\n\nb\n\n    <p>c</p>\n\n</div>\n", ["    <p>a</p>\n", "    <p>c</p>\n"]),
        ("<div>\n\n    <div>\n\na\n\n    </div></div>\n\nb\n\n    <p>c</p>\n", ["    <div>\n", "    </div></div>\n"]),
        ("<table><tr><td>\n\n    <b>a</b>\n", ["    <b>a</b>\n"]),
        ("<DIV>\n\n    <P>a</P>\n", ["    <P>a</P>\n"]),
        ("{{ a }}\n\n<div>\n\n    <p>{{ b }}</p>\n", ["    <p>{{ b }}</p>\n"]),
    ],
)
def test_markup_that_became_code_inside_an_open_element_has_leaked(text: str, leaked: list[str]) -> None:
    post = doc(text)
    assert [span.of(text) for span in post.leaked] == leaked
    for span in post.leaked:
        assert not post.in_code(span)
        assert any(span.contains(part.span) for part in (*post.html.tags, *post.html.comments))


@pytest.mark.parametrize(
    "text",
    [
        "Write:\n\n    <p>a</p>\n",
        "<div>\n</div>\n\n    <p>a</p>\n",
        "<div>\n\n    print(1 < 2)\n\n</div>\n",
        "<div>\n\n    a <p>\n\n</div>\n",
        "<div>\n\n```html\n<p>a</p>\n```\n\n</div>\n",
        "<div/>\n\n    <p>a</p>\n",
        "<p>\n\n    <b>a</b>\n",
        "<br>\n\n    <b>a</b>\n",
        "<details>\n<summary>a</summary>\n\n    <p>b</p>\n\n</details>\n",
        '<div markdown="1">\n\n    <p>a</p>\n\n</div>\n',
        '<div><div markdown="1">\n\n    <p>a</p>\n\n</div></div>\n',
        "<!-- <div> -->\n\n    <p>a</p>\n",
        "<script>\ndocument.write('<div>')\n</script>\n\n    <p>a</p>\n",
        "<style>\n/* <div> */\n</style>\n\n    <p>a</p>\n",
        "<div>\n\nThe end.</div>\n\n    <p>a</p>\n",
        "The <div> tag holds blocks.\n\n    <p>a</p>\n",
        "<div>\n\nThe <div> tag.\n\nThe end.</div>\n\n    <p>a</p>\n",
        "<div>\n\nOne <div>a</div> two</div>\n\n    <p>b</p>\n",
        "> <div>\n>\n>     <p>a</p>\n",
    ],
)
def test_an_example_is_left_alone(text: str) -> None:
    post = doc(text)
    assert post.leaked == ()
    codes = [code.span for code in post.markdown.code]
    assert all(post.in_code(span) for span in codes)
    assert not [tag for tag in post.html.tags if any(span.contains(tag.span) for span in codes)]


@pytest.mark.parametrize("path", ["docs/a.mdx", "docs/a.html"])
def test_only_markdown_leaks(path: str) -> None:
    assert doc("<div>\n\n    <p>a</p>\n\n</div>\n", path).leaked == ()


# Striking out


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("a<!--x-->b\n", "md", "ab\n"),
        ("<p>a</p><!--x-->\n", "md", "<p>a</p>\n"),
        ("a <!--x--> b\n", "md", "a b\n"),
        ("a <!--x-->.\n", "md", "a.\n"),
        ("a <!--x-->b\n", "md", "a b\n"),
        ("a <!--x-->\r\nb\n", "md", "a\r\nb\n"),
        ("a  <!--x-->\nb\n", "md", "a\nb\n"),
        ("a  <!--x--> \nb\n", "md", "a \nb\n"),
        ("<pre>\na <!--x--> b\n</pre>\n", "md", "<pre>\na  b\n</pre>\n"),
        ("<!--x-->\n", "md", ""),
        ("<!--x-->", "md", ""),
        ("a\n\n  <!--x-->  \n\nb\n", "md", "a\n\nb\n"),
        ("a\r\n\r\n<!--x-->\r\n\r\nb\r\n", "md", "a\r\n\r\nb\r\n"),
        ("a\n\n\n<!--x-->\n \n\nb\n", "md", "a\n\n\n\nb\n"),
        ("a\n\n<!--x-->\n", "md", "a\n"),
        ("a\n\n\n<!--x-->", "md", "a\n\n"),
        ("\n<!--x-->\n", "md", "\n"),
        ("<!--x-->\n\nb\n", "md", "b\n"),
        ("---\ntitle: a\n---\n<!--x-->\n\nb\n", "md", "---\ntitle: a\n---\n\nb\n"),
        ("---\ntitle: a\n---\n\n<!--x-->\n\nb\n", "md", "---\ntitle: a\n---\n\nb\n"),
        ("\ufeff<!--x-->\n\nb\n", "md", "\ufeffb\n"),
        ("- a\n\n  <!--x-->\n\n      b\n", "md", "- a\n\n      b\n"),
        ("a\n<!--x-->\nb\n", "md", "a\n\nb\n"),
        ("a\r\n<!--x-->\r\nb\r\n", "md", "a\r\n\r\nb\r\n"),
        ("a\n<!--x-->\n", "md", "a\n"),
        ("a\n<!--x-->", "md", "a\n"),
        ("<!--x-->\nb\n", "md", "b\n"),
        ("---\ntitle: a\n---\n<!--x-->\nb\n", "md", "---\ntitle: a\n---\nb\n"),
        ("\ufeff<!--x-->\nb\n", "md", "\ufeffb\n"),
        ("<div>\n<!--x-->\n<p>a</p>\n</div>\n", "md", "<div>\n<p>a</p>\n</div>\n"),
        ("<div>\n<!--x\n\ty-->\n<p>a</p>\n</div>\n", "md", "<div>\n<p>a</p>\n</div>\n"),
        ("<div>\n\n    <p>a</p>\n    <!--x-->\n    <p>b</p>\n", "md", "<div>\n\n    <p>a</p>\n    <p>b</p>\n"),
        ("a\n    <!--x-->\n    b\n", "md", "a\n    b\n"),
        ("> a\n> <!--x-->\n> b\n", "md", "> a\n> \n> b\n"),
        ("<p>a</p>\n<!--x-->\n<p>b</p>\n", "html", "<p>a</p>\n<p>b</p>\n"),
        ("头\n\n<!--x-->\n🎉\n", "md", "头\n\n🎉\n"),
    ],
)
def test_strike(text: str, path: str, expected: str) -> None:
    post = doc(text, f"source/_posts/post.{path}")
    start = text.index("<!--x")
    edit = post.strike(Span(start, text.index("-->") + 3))
    assert apply(text, [edit]) == expected


PARTS = [
    "a",
    "头🎉",
    "<!--x-->",
    "<div>",
    "</div>",
    "# b",
    "- c",
    "    d",
    "> e",
    "`f`",
    "```",
    " ",
    "\n",
    "\n\n",
    "\r\n",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=14).map("".join))
def test_struck_comments_take_no_words_with_them(text: str) -> None:
    comments = [comment.span for comment in doc(text).html.comments if comment.text == "x"]
    after = text
    for span in reversed(comments):
        edit = doc(after).strike(span)
        assert edit.span.contains(span)
        assert edit.text == ""
        assert edit.span.of(after).strip() == "<!--x-->"
        after = apply(after, [edit])
    assert after.count("<!--x-->") == text.count("<!--x-->") - len(comments)


@pytest.mark.parametrize(
    "text",
    [
        "<!-- x -->\n\na\n\n" * 8000,
        "a\n<!-- x -->\nb\n\n" * 8000,
        "words " + "<!-- x -->" * 15000,
        "<div>\n" + "<!-- x -->\n" * 15000,
        "<div>\n\n" + "    <!-- x -->\n\nb\n\n" * 5000,
        "<div>\n" * 8000 + "</section>\n" * 8000 + "\n    <!-- x -->\n",
    ],
    ids=["blocks", "between lines", "one line", "one block", "leaked", "unmatched"],
)
def test_hostile_texts_take_no_longer_than_long_ones(text: str) -> None:
    start = time.process_time()
    post = doc(text)
    for comment in post.html.comments:
        post.strike(comment.span)
        post.in_code(comment.span)
        post.is_opaque(comment.span)
    assert post.links == ()
    assert time.process_time() - start < 2
