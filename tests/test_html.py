"""Tags, attributes, comments and elements with their places, and the edits of tags."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from itertools import product

import pytest
from html5lib import html5parser
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import stopwatch

from copydesk.edits import Edit, apply
from copydesk.html import Attribute, Element, Html, Tag
from copydesk.html.changes import add_attribute, remove_attribute, set_attribute_value, unwrap
from copydesk.html.references import decode, encode
from copydesk.html.tree import nearby
from copydesk.text import Span


def html(text: str, jsx: bool = False) -> Html:
    return Html(text, text, jsx)


def only(text: str) -> Tag:
    (tag,) = html(text).tags
    return tag


def parts(text: str) -> list[str]:
    """Return the elements of `text` as written, in the order of their start tags."""
    return [element.span.of(text) for element in html(text).elements]


# ---------------------------------------------------------------------------------------------- tags and attributes


def test_spans_are_exact_behind_chinese_emoji_and_crlf() -> None:
    text = (
        "\ufeff新闻🙂\r\n<p\r\n  class='标题 🙂'\r\n  ID=甲\r\n  hidden data-x=\"\">图"
        "<IMG\tSRC=a.png/></p>\r\n<!-- 注\r\n释 -->"
    )
    page = html(text)
    assert [tag.span.of(text) for tag in page.tags] == [
        "<p\r\n  class='标题 🙂'\r\n  ID=甲\r\n  hidden data-x=\"\">",
        "<IMG\tSRC=a.png/>",
        "</p>",
    ]
    paragraph, image, end = page.tags
    assert [attribute.span.of(text) for attribute in paragraph.attributes] == [
        "class='标题 🙂'",
        "ID=甲",
        "hidden",
        'data-x=""',
    ]
    assert [attribute.name for attribute in paragraph.attributes] == ["class", "id", "hidden", "data-x"]
    assert [attribute.name_span.of(text) for attribute in paragraph.attributes] == ["class", "ID", "hidden", "data-x"]
    assert [attribute.raw for attribute in paragraph.attributes] == ["标题 🙂", "甲", None, ""]
    assert [attribute.quote for attribute in paragraph.attributes] == ["'", "", "", '"']
    assert [attribute.value for attribute in paragraph.attributes] == ["标题 🙂", "甲", "", ""]
    spans = [attribute.value_span for attribute in paragraph.attributes]
    assert [None if span is None else span.of(text) for span in spans] == ["标题 🙂", "甲", None, ""]
    assert (image.name, image.name_span.of(text), image.self_closing, image.void) == ("img", "IMG", False, True)
    assert image.get("src") is image.attributes[0]
    assert image.attributes[0].value == "a.png/"
    assert (end.closing, end.name, end.name_span.of(text), end.attributes) == (True, "p", "p", ())
    (comment,) = page.comments
    assert comment.span.of(text) == "<!-- 注\r\n释 -->"
    assert comment.text == comment.text_span.of(text) == " 注\r\n释 "
    assert not comment.bogus


def test_the_first_of_repeated_attributes_counts() -> None:
    tag = only('<a x=1 X="2" x>')
    assert [attribute.value for attribute in tag.attributes] == ["1", "2", ""]
    first = tag.get("x")
    assert first is not None
    assert first.value == "1"
    assert tag.get("y") is None
    assert [attribute.value for _, attribute in html('<b x=0><a x=1 X="2" x>').attributes("x")] == ["0", "1", "2", ""]


def test_values() -> None:
    tag = only("<a href='?a=1&copy=2&amp;b=3&lt' title=\"a\r\nb\rc\">")
    assert [attribute.value for attribute in tag.attributes] == ["?a=1&copy=2&b=3<", "a\nb\nc"]
    assert tag.attributes[0].raw == "?a=1&copy=2&amp;b=3&lt"


def test_an_index_of_attributes() -> None:
    page = html('<a href=1 PING=2>x</a href=3><img src=4 class="b" class=c><a href="">')
    assert list(page.attribute_names()) == ["href", "ping", "src", "class"]
    assert [(tag.name, attribute.value) for tag, attribute in page.attributes("href")] == [("a", "1"), ("a", "")]
    assert [attribute.value for _, attribute in page.attributes("ping")] == ["2"]
    assert page.attributes("PING") == []
    assert page.attributes("nowhere") == []
    assert page.attributes("href") is page.attributes("href")


def test_an_index_of_tags_and_elements() -> None:
    page = html("<p><b>x</b><B></p><b>")
    assert [tag.span.start for tag in page.tags_named("b")] == [3, 11, 18]
    assert [element.start for element in page.elements_named("b")] == page.tags_named("b")
    assert page.tags_named("i") == []
    assert page.elements_named("i") == []


def test_text_without_html() -> None:
    for page in (html(""), html("a < b, 1<2, <3"), Html("some *text*", "")):
        assert not any((page.tags, page.comments, page.doctypes, page.elements, page.stray_ends))
        assert page.attributes("style") == []
        assert not page.attribute_names()
        assert page.elements_named("p") == []
        assert page.inside(0, ("pre",)) is None
        assert page.unfinished is None


def test_a_tag_that_never_ends() -> None:
    text = "<p>a<b title='x>y"
    page = html(text)
    assert [tag.name for tag in page.tags] == ["p"]
    assert page.unfinished is not None
    assert page.unfinished.of(text) == "<b title='x>y"


def test_document_types() -> None:
    page = html("<!DOCTYPE HTML PUBLIC 'a'><p>")
    assert [(doctype.name, tuple(doctype.span)) for doctype in page.doctypes] == [("html", (0, 26))]


def test_what_counts_as_a_comment() -> None:
    text = "<?xml a?><![if !mso]></ b><!x><!--y"
    found = html(text).comments
    assert [comment.text for comment in found] == ["?xml a?", "[if !mso]", " b", "x", "y"]
    assert [comment.bogus for comment in found] == [True, True, True, True, False]
    assert [comment.text_span.of(text) for comment in found] == [comment.text for comment in found]


def test_a_comment_ends_where_browsers_end_it() -> None:
    """WHATWG HTML 13.2.5.43 to 13.2.5.52, which the scan reads by a pattern where a comment is of the usual form."""
    for inner in [*map("".join, product("-!>a", repeat=5)), "a-" * 500, "-" * 500]:
        written = f"{inner}--><p>"
        end = re.match(r"-?>", written) or re.search(r"--!?>", written)
        assert end is not None
        (comment,) = html(f"<!--{written}").comments
        assert comment.span == (0, 4 + end.end()), inner
        assert comment.text == written[: end.start()], inner


def test_templates_are_letters_to_the_scan() -> None:
    text = (
        '<a href="{{ "x" | url }}" {{ rest }} max=1 {% if a > b %}class="c"{% endif %}>t</a>'
        "<{{ tag }} id=d></{{ tag }}>"
    )
    masked = text
    for template in ('{{ "x" | url }}', "{{ rest }}", "{% if a > b %}", "{% endif %}", "{{ tag }}"):
        masked = masked.replace(template, "x" * len(template))
    page = Html(text, masked)
    link, _, element, end = page.tags
    assert [attribute.name for attribute in link.attributes] == [
        "href",
        "{{ rest }}",
        "max",
        "{% if a > b %}class",
        "{% endif %}",
    ]
    assert link.attributes[0].raw == '{{ "x" | url }}'
    assert list(page.attribute_names()) == ["href", "max", "id"]
    assert element.name == end.name == "{{ tag }}"
    assert element.element == end.element is not None


def test_a_short_mask() -> None:
    text = "a <p> b </p> <div> c"
    page = Html(text, "  <p>   </p> <div>")
    assert [element.span.of(text) for element in page.elements] == ["<p> b </p>", "<div> c"]


# ------------------------------------------------------------------------------------------------------- components


def test_components() -> None:
    text = '<Badge text="x" /><my-card/><Tabs.Item/><BR/><Img/><o:p/><b/><badge/>'
    page = html(text)
    assert [tag.component for tag in page.tags] == [True, True, True, False, False, False, False, False]
    assert [tag.stands_alone for tag in page.tags] == [True, True, True, True, True, False, False, False]
    assert [tag.name for tag in page.tags] == ["badge", "my-card", "tabs.item", "br", "img", "o:p", "b", "badge"]
    assert page.tags[2].name_span.of(page.source) == "Tabs.Item"


def test_components_of_mdx_are_told_by_their_capitals() -> None:
    text = "<Link to=a>b</Link><iframe src=c /><video /><Image/><br/><Title/><title>d</title><a>e"
    page = html(text, jsx=True)
    assert [tag.name for tag in page.tags if not tag.closing] == [
        *("Link", "iframe", "video", "Image", "br", "Title", "title", "a")
    ]
    assert page.tags_named("link") == []
    assert page.elements_named("Link")[0].span.of(text) == "<Link to=a>b</Link>"
    assert [element.parent for element in page.elements] == [None] * 8
    assert page.stray_ends == []


def test_in_svg_a_slash_ends_an_element() -> None:
    text = "<svg><title/><path d=a /><g><circle/></g></svg><path/><p>"
    page = html(text)
    assert [tag.foreign for tag in page.tags] == [True] * 7 + [False, False]
    assert [element.span.of(text) for element in page.elements] == [
        "<svg><title/><path d=a /><g><circle/></g></svg>",
        "<title/>",
        "<path d=a />",
        "<g><circle/></g>",
        "<circle/>",
        "<path/><p>",
        "<p>",
    ]


# --------------------------------------------------------------------------------------------------------- elements


def test_elements_across_blank_lines() -> None:
    text = "<div>\n\n*a* <b>b</b>\n\n</div>\n\n<p align=center>\n\n<img>\n\n</p>\n"
    page = html(text)
    division, bold, paragraph, image = page.elements
    assert division.inner.of(text) == "\n\n*a* <b>b</b>\n\n"
    assert division.span.of(text) == text[: text.index("</div>") + 6]
    assert (bold.parent, paragraph.parent, image.parent) == (division, None, paragraph)
    assert (division.end, image.end) == (page.tags[3], None)
    assert [tag.element for tag in page.tags] == [division, bold, bold, division, paragraph, image, paragraph]
    assert image.alone
    assert tuple(image.inner) == (image.span.end, image.span.end)


def test_an_element_without_an_end_reaches_to_where_its_parent_ends() -> None:
    text = "<div><b>x<i>y</div>z<u>"
    page = html(text)
    assert parts(text) == ["<div><b>x<i>y</div>", "<b>x<i>y", "<i>y", "<u>"]
    assert [element.end is None for element in page.elements] == [False, True, True, True]
    assert not page.elements[1].alone


def test_misnested_formatting() -> None:
    text = "<b>1<i>2</b>3</i>4"
    page = html(text)
    assert parts(text) == ["<b>1<i>2</b>", "<i>2"]
    assert [tag.span.of(text) for tag in page.stray_ends] == ["</i>"]
    assert page.stray_ends[0].element is None


def test_stray_ends() -> None:
    text = "</p><br></br><td></div></td></table><h2>a</h3><p>"
    page = html(text)
    assert [tag.span.of(text) for tag in page.stray_ends] == ["</p>", "</br>", "</div>", "</table>", "</h3>"]
    assert page.elements[2].inner.of(text) == "a"


def test_raw_text_is_an_element() -> None:
    text = "<style>a > b</style><script><p></script><textarea><b>"
    assert parts(text) == ["<style>a > b</style>", "<script><p></script>", "<textarea><b>"]


TREES = [
    "<ul><li>a<li>b<ul><li>c</ul><li>d</ul>",
    "<ol><li><p>a<li><p>b</ol>c",
    "<ul><li><div>a<li>b</ul>",
    "<ul><li><span>a<li>b</ul>",
    "<ul><li><section><li>a</section></ul>",
    "<ul><li><ul></li></ul><li></ul>",
    "<dl><dt>a<dd>b<dt>c<dd>d<dl><dt>e</dl></dl>",
    "<dl><dt>a<dd><p>b<dd>c</dl>",
    "<p>a<p>b<div>c</div>d",
    "<p>a<ul><li>b</ul><p>c<h2>d</h2>",
    "<p><span>a<div>b</div></span>",
    "<p>a<hr>b",
    "<p><button><p>a<div>b</div></button>c",
    "<p><object><p>a</object>b<div></div>",
    "<p><kbd>c<p>d",
    "<div><p>a</div><p>b",
    "<table><tr><td>a<td>b<tr><td>c</table>d",
    "<table><thead><tr><th>a<th>b<tbody><tr><td>c<tfoot><tr><td>d</table>",
    "<table><caption>a<tr><td>b</table>",
    "<table><colgroup><col><tr><td>a</table>",
    "<table><tr><td><table><tr><td>a<td>b</table><td>c</table>",
    "<table><tr><td><div>a<td>b</div></table>",
    "<table><tr><td><p>a</table><p>b",
    "<table><tr><td></div>a</td></table>",
    "<div><table><tr><td></div>a</td></tr></table>b</div>",
    "<table><tr><td>a</tr><tr></tbody></table>",
    "<select><option>a<option>b<optgroup><option>c<optgroup><option>d</select>e",
    "<ruby>a<rt>b<rp>c</ruby>",
    "<h1>a<h2>b</h2>",
    "<h2>a</h3>b",
    "<details><summary>a</summary><p>b</details>c",
    "<div><span>a</div>b",
    "<blockquote><p>a<blockquote><p>b</blockquote>c</blockquote>",
    "<form><p>a<fieldset><legend>b</legend></form>",
    "<div></span>a</div></section>",
    "<p><svg><g><path/></svg>a<p>b",
    "<div><svg><g></div><p>a",
    "<svg><g><p>a</p>b",
    "<svg><foreignObject><p>a<p>b</foreignObject></svg>",
    "<p>a<math><mi>b</math>c<div></div>",
    "<div><br><img><input><wbr>a</div>",
    "<video><source><track></video><picture><source><img></picture>",
    "<my-card><p>a</my-card>b",
    "<iframe><p></iframe><p>a<style>b</style>c<p>",
]


def outline(text: str) -> str:
    def write(element: Element) -> str:
        inside = "".join(write(child) for child in children.get(element, []))
        return f"{element.name}({inside})" if inside else f"{element.name} "

    children: dict[Element | None, list[Element]] = {}
    for element in html(text).elements:
        children.setdefault(element.parent, []).append(element)
    return "".join(write(element) for element in children.get(None, []))


def outline_by_html5lib(text: str) -> str:
    def write(node: object) -> str:
        name = str(node.tag).rpartition("}")[2].lower()  # type: ignore[attr-defined]
        inside = "".join(write(child) for child in node)  # type: ignore[attr-defined]
        if name in ("tbody", "colgroup") and f"<{name}" not in text:
            return inside
        return f"{name}({inside})" if inside else f"{name} "

    fragment = html5parser.HTMLParser().parseFragment(text)
    return "".join(write(node) for node in fragment)


@pytest.mark.parametrize("text", TREES)
def test_the_tree_is_that_of_html5lib(text: str) -> None:
    assert outline(text) == outline_by_html5lib(text)


def test_inside() -> None:
    text = "<pre>a<code>b</code>c<pre>d</pre></pre>e<code>f</code><br>"
    page = html(text)
    names = ("pre", "code")
    found = [page.inside(text.index(letter, 5), names) for letter in "abcdef"]
    outer, code, inner, last, _ = page.elements
    assert found[0] == outer
    assert found[1] == code
    assert page.inside(text.index(">c<") + 1, names) == outer
    assert page.inside(text.index(">d<") + 1, names) == inner
    assert page.inside(text.index(">e<") + 1, names) is None
    assert page.inside(text.index(">f<") + 1, names) == last
    assert page.inside(text.index("b<"), ("pre",)) == outer
    assert page.inside(0, names) is None  # the tag itself
    assert page.inside(3, names) is None
    assert page.inside(5, frozenset(names)) == outer
    assert page.inside(outer.inner.end - 1, names) == outer
    assert page.inside(outer.inner.end, names) is None
    assert page.inside(len(text), ("br", "samp")) is None


@pytest.mark.parametrize(
    "text",
    [
        "<pre>a<code>b</code>c<pre>d</pre></pre>e<code>f</code>",
        "<p><code>a<p>b</code>c</p><code>d</code>",
        "<script>a</script><style>b</style><svg><style>c</style></svg>",
        "<code>" + "<i>a</i>" * 80 + "</code>b<code>c</code>",
        "<ul><li><code>a<li>b</ul><code>c</code>",
        "<pre>a</p>b<code>c</pre>d",
    ],
)
def test_elements_of_some_names_are_those_of_the_whole_tree(text: str) -> None:
    names = ("pre", "code", "style", "script")
    some, whole = html(text), html(text)
    assert whole.elements
    for at in range(len(text)):
        assert repr(some.inside(at, names)) == repr(whole.inside(at, names))
    for name in names:
        assert repr(html(text).elements_named(name)) == repr(whole.elements_named(name))


# ------------------------------------------------------------------------------------------------------------ edits


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        ('<a href="/a" ping="x">', "ping", '<a href="/a">'),
        ('<a ping="x" href="/a">', "ping", '<a href="/a">'),
        ('<a ping="x">', "ping", "<a>"),
        ("<a ping>", "ping", "<a>"),
        ("<a ping=>", "ping", "<a>"),
        ("<a ping = 'x' >", "ping", "<a >"),
        ("<img ping=x/>", "ping", "<img>"),
        ("<img src=a ping=x/>", "ping", "<img src=a>"),
        ('<br ping="x"/>', "ping", "<br/>"),
        ('<br ping="x" />', "ping", "<br />"),
        ('<img src="a" ping="x"/>', "ping", '<img src="a"/>'),
        ('<img src=a ping="x"/>', "ping", "<img src=a />"),
        ("<img/src=a>", "src", "<img>"),
        ("<Badge/text=a>", "text", "<Badge>"),
        ('<img src="a"ping="x"alt="b">', "ping", '<img src="a"alt="b">'),
        ('<img src=a ping="x"alt="b">', "ping", '<img src=a alt="b">'),
        ('<a b ping="x" =c>', "ping", "<a b /  =c>"),
        ('<a b=1 ping="x"=c>', "ping", "<a b=1 =c>"),
        ("<a ping=1 PING='2'>", "ping", "<a PING='2'>"),
        ('<img\n  src="a"\n  ping="x"\n  alt="b">', "ping", '<img\n  src="a"\n  alt="b">'),
        ('<img\r\n  src="a"\r\n  ping="x"\r\n/>', "ping", '<img\r\n  src="a"\r\n/>'),
        ("<p>新闻🙂<a 甲=乙 title='丙'>", "甲", "<p>新闻🙂<a title='丙'>"),
    ],
)
def test_remove_attribute(before: str, name: str, after: str) -> None:
    tag, attribute = html(before).attributes(name)[0]
    assert apply(before, [remove_attribute(tag, attribute)]) == after


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ('<a x="1" y>', "2", '<a x="2" y>'),
        ("<a x='1' y>", "2", "<a x='2' y>"),
        ("<a x=1 y>", "2", "<a x=2 y>"),
        ("<a x=1>", "2 3", '<a x="2 3">'),
        ("<a x=1 y='2'>", "2 3", "<a x='2 3' y='2'>"),
        ("<a x=1>", "", '<a x="">'),
        ("<img x=1/>", "a/b/", "<img x=a/b/>"),
        ("<a x>", "2", '<a x="2">'),
        ("<a x/>", "2", '<a x="2"/>'),
        ("<a x=>", "2", '<a x="2">'),
        ("<a x = >", "2", '<a x="2" >'),
        ('<a x="">', "?a=1&b=2&copy=3", '<a x="?a=1&b=2&copy=3">'),
        ('<a x="">', "&copy; &amp &lt &x41; &#65 &", '<a x="&amp;copy; &amp;amp &amp;lt &x41; &amp;#65 &">'),
        ('<a x="">', "\"'", '<a x="&quot;\'">'),
        ("<a x=''>", "\"'", "<a x='\"&#39;'>"),
        ("<a x=1>", "a&amp", "<a x=a&amp;amp>"),
        ("<a x=1>", "a<b", '<a x="a<b">'),
    ],
)
def test_set_attribute_value(before: str, value: str, after: str) -> None:
    tag, attribute = html(before).attributes("x")[0]
    assert apply(before, [set_attribute_value(tag, attribute, value)]) == after
    _, attribute = html(after).attributes("x")[0]
    assert attribute.value == value


@pytest.mark.parametrize(
    ("before", "name", "value", "after"),
    [
        ("<a>", "rel", "noopener", '<a rel="noopener">'),
        ("<a >", "rel", "noopener", '<a rel="noopener" >'),
        ("<br/>", "id", "x", '<br id="x"/>'),
        ('<img src="a" />', "alt", "", '<img src="a" alt="" />'),
        ("<img src='a'/>", "alt", "b", "<img src='a' alt='b'/>"),
        ("<img src=a/>", "alt", "b", '<img src=a/ alt="b">'),
        ("<a x=>", "y", "b", '<a x="" y="b">'),
        ("<a x = >", "y", "b", '<a x ="" y="b" >'),
        ("<a x>", "y", 'b"&lt', '<a x y="b&quot;&amp;lt">'),
        ("<video src='a'>", "controls", None, "<video src='a' controls>"),
        ('<a\r\n  href="x"\r\n>', "rel", "y", '<a\r\n  href="x" rel="y"\r\n>'),
    ],
)
def test_add_attribute(before: str, name: str, value: str | None, after: str) -> None:
    assert apply(before, [add_attribute(only(before), name, value)]) == after


def test_unwrap() -> None:
    text = "<div><span class=x>a <b>b</b></span> <span>c</div>"
    page = html(text)
    edits = [edit for element in page.elements_named("span") for edit in unwrap(element)]
    assert apply(text, edits) == "<div>a <b>b</b> c</div>"


# ------------------------------------------------------------------------------------------------------- properties


def pieces(*texts: str) -> st.SearchStrategy[str]:
    return st.sampled_from([piece for text in texts for piece in text.split("|")])


PIECES = pieces(
    "<a |<p>|</p>|<li>|<td>|<tr>|<table>|</table>|<ul>|</ul>|</a>|<div>|</div>|<br/>|<Badge |<svg>|</svg>|<b>|</b>",
    "<path |<!--|-->|<script>|</script>|<?x>|href=|x=1| y|x=\"|z='|\"|'| =|=|/|/>|>|<|&amp;|&lt|&#65;",
    " |\n|\r\n|\t|中文|🙂|É|A|s|\u212a",
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)
TAG_PIECES = pieces(" |/|=| =|a| B| c=1| d='2'| e=\"3\"|f|\n|>|é|=4|'|\"| g =5|\r\n")
TAGS = st.lists(TAG_PIECES, max_size=12).map(lambda parts: "<x" + "".join(parts) + ">")
VALUES = st.text(st.sampled_from(" ab&;=#\"'<>`/\r\nxé中copyltam1"), max_size=12)
QUICK = settings(max_examples=250, deadline=None)


def described(tag: Tag) -> list[tuple[str, str]]:
    return [(attribute.name, attribute.value) for attribute in tag.attributes]


@QUICK
@given(TEXTS)
def test_spans_lie_inside_and_tokens_do_not_overlap(text: str) -> None:
    page = html(text)
    tokens = sorted([tag.span for tag in page.tags] + [comment.span for comment in page.comments])
    at = 0
    for span in tokens:
        assert at <= span.start < span.end <= len(text)
        at = span.end
    for tag in page.tags:
        at = tag.name_span.end
        for attribute in tag.attributes:
            assert at <= attribute.span.start < attribute.span.end < tag.span.end
            at = attribute.span.end
            name = attribute.name_span.of(text)
            assert "".join(c.lower() if c.isascii() else c for c in name) == attribute.name
            if attribute.value_span is not None:
                assert attribute.value_span.of(text) == attribute.raw
                assert attribute.span.contains(attribute.value_span)
    assert sum(len(page.attributes(name)) for name in page.attribute_names()) == sum(
        len(tag.attributes) for tag in page.tags if not tag.closing
    )


@QUICK
@given(TEXTS)
def test_elements_nest(text: str) -> None:
    page = html(text)
    ends = [tag for tag in page.tags if tag.closing]
    assert [tag for tag in ends if tag.element is None] == page.stray_ends
    previous: Element | None = None
    for element in page.elements:
        assert element.start.element is element
        assert element.span.start < element.inner.start <= element.inner.end <= element.span.end <= len(text)
        if element.end is not None:
            assert element.end.element is element
            assert element.end.name == element.name
        if element.parent is not None:
            assert element.parent.inner.contains(element.span)
        elif previous is not None:
            assert previous.span.end <= element.span.start
        if element.parent is None:
            previous = element
    names = ("p", "li", "a", "td", "b")
    for offset in range(0, len(text), 3):
        around = [
            element
            for element in page.elements
            if element.name in names and element.inner.start <= offset < element.inner.end
        ]
        assert page.inside(offset, names) is (around[-1] if around else None)


@QUICK
@given(TEXTS | TAGS)
def test_removing_every_attribute_leaves_the_tags(text: str) -> None:
    page = html(text)
    edits = [remove_attribute(tag, attribute) for tag in page.tags for attribute in tag.attributes]
    after = html(apply(text, edits))
    assert [(tag.name, tag.closing, ()) for tag in page.tags] == [
        (tag.name, tag.closing, tag.attributes) for tag in after.tags
    ]
    assert [comment.text for comment in page.comments] == [comment.text for comment in after.comments]


@settings(max_examples=700, deadline=None)
@given(TAGS, st.sets(st.integers(0, 9), min_size=1))
def test_removing_some_attributes_leaves_the_others(text: str, chosen: set[int]) -> None:
    for tag in html(text).tags[:1]:
        gone = [attribute for index, attribute in enumerate(tag.attributes) if index in chosen]
        after = html(apply(text, [remove_attribute(tag, attribute) for attribute in gone]))
        assert described(after.tags[0]) == [
            (attribute.name, attribute.value) for attribute in tag.attributes if attribute not in gone
        ]
        assert after.tags[0].self_closing == tag.self_closing


@QUICK
@given(TAGS, VALUES)
def test_a_value_that_is_set_is_read_back(text: str, value: str) -> None:
    for tag in html(text).tags[:1]:
        for index, attribute in enumerate(tag.attributes):
            after = html(apply(text, [set_attribute_value(tag, attribute, value)]))
            expected = described(tag)
            expected[index] = (attribute.name, value)
            assert described(after.tags[0]) == expected
            assert after.tags[0].self_closing == tag.self_closing


@QUICK
@given(TAGS, VALUES)
def test_an_attribute_that_is_added_is_read_back(text: str, value: str) -> None:
    for tag in html(text).tags[:1]:
        after = html(apply(text, [add_attribute(tag, "new", value)]))
        assert described(after.tags[0]) == [*described(tag), ("new", value)]


@QUICK
@given(VALUES, st.sampled_from("\"'"))
def test_encoding_is_the_way_back(value: str, quote: str) -> None:
    assert decode(encode(value, quote)) == value
    assert quote not in encode(value, quote)


NESTED = ["p", "div", "span", "b", "a", "ul", "li", "table", "tr", "td", "h1", "h2", "br", "img", "hr"]
NESTED += ["button", "svg", "option", "dd", "dt", "x-y", "section", "font"]


@QUICK
@given(st.lists(st.tuples(st.sampled_from(NESTED), st.sampled_from(["open", "open", "close", "close", "any", "text"]))))
def test_an_element_found_nearby_is_the_one_found_by_matching_all_tags(steps: list[tuple[str, str]]) -> None:
    parts: list[str] = []
    opened: list[str] = []
    for name, step in steps:
        if step == "open":
            parts.append(f"<{name}>")
            opened.append(name)
        elif step == "close" and opened:
            parts.append(f"</{opened.pop()}>")
        else:
            parts.append(f"</{name}>" if step == "any" else "x")
    page = html("".join((*parts, *(f"</{name}>" for name in reversed(opened)))))
    for tag in page.tags:
        near = None if tag.closing else nearby(page.tags, tag)
        if near is not None:
            whole = page.matched(tag)
            assert whole is not None
            assert (near.end, near.span, near.inner) == (whole.end, whole.span, whole.inner)
            assert (near.parent is None) == (whole.parent is None)
            assert near.parent is None or whole.parent is None or near.parent.start is whole.parent.start


def test_most_elements_are_found_nearby() -> None:
    page = html("<div><p>one <b>two</b></p><p><img src=a></p></div><p>three")
    assert [nearby(page.tags, tag) is not None for tag in page.tags if not tag.closing] == [True] * 4 + [False] * 2


# ------------------------------------------------------------------------------------------------------ cost


def use_all(text: str) -> None:
    page = html(text)
    page.attribute_names()
    for name in ("x", "href"):
        page.attributes(name)
    for offset in range(0, len(text), max(len(text) // 1000, 1)):
        page.inside(offset, ("pre", "p", "div"))
    for tag in page.tags[:20]:
        for attribute in tag.attributes[::20]:
            remove_attribute(tag, attribute)
    page.elements_named("p")
    page.release()


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "</",
        "<a ",
        "<!--",
        "<!----!>",
        "<!-",
        "<?",
        '<a x="',
        "<a x=' ",
        "<a x=",
        "<a/",
        "<a>x</b>",
        "<a  \n  b  ",
        "<script>",
        "<script><!--<script>",
        "<script></style>",
        "<style></script>",
        "<title></title",
        "<![CDATA[",
        "<svg><![CDATA[x",
        "<svg><title>",
        "&amp",
        "-",
        "\n",
    ],
)
def test_scanning_is_linear(piece: str) -> None:
    prove_linear(lambda size: piece * (size // len(piece)))


@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [
        ("", "<div>", "</div>"),
        ("<p><button>", "<b>", "<div>x</i></div>"),
        ("<ul>", "<div>", "<li></ul>"),
        ("<table>", "<td>", "<tr></div></b>"),
        ("", "<li><table><h1>", "</h2></li></p>"),
        ("", "<pre>", "</pre>x"),
        ("", "<svg>", "</desc>"),
        ("<a ", "x='1'/", ">"),
        ("<a b=1 ", "x='&amp;&copy=1' y ='2'\n=z", ">"),
        ("<!--", "--", ">"),
        ("<a x=1", " ", ">"),
        ("<a x='", "&#65;&copy;&a=", "'>"),
        ("<script><!--", "<script></script>", "</script><p>"),
    ],
)
def test_matching_is_linear(before: str, piece: str, after: str) -> None:
    def build(size: int) -> str:
        count = size // (len(piece) + len(after))
        return before + piece * count + (after * count if "<" in after else after)

    prove_linear(build)


def prove_linear(build: Callable[[int], str]) -> None:
    """Twice as much text takes less than three times as long."""
    small, large = build(500_000), build(1_000_000)
    stopwatch.keeps_pace(lambda: use_all(small), lambda: use_all(large), 3)


def test_ten_thousand_attributes_in_one_tag() -> None:
    text = "<a " + " ".join(f"a{number}='{number}'" for number in range(10_000)) + "/>"
    tag = only(text)
    assert apply(text, all_removed(tag)) == "<a/>"
    stopwatch.takes(lambda: all_removed(only(text)), 1)


def all_removed(tag: Tag) -> list[Edit]:
    return [remove_attribute(tag, attribute) for attribute in tag.attributes]


def test_two_hundred_thousand_nested_elements() -> None:
    text = "<div>" * 200_000
    page = html(text)
    assert len(page.elements) == 200_000
    assert tuple(page.elements[-1].span) == (len(text) - 5, len(text))
    del page


def test_loading_it_loads_no_parser() -> None:
    code = "import sys, copydesk.html; print(*({'html.parser', 'html5lib', 'bs4'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


def test_names() -> None:
    assert repr(only("<a b=c>")) == "Tag('<a b=c>' at 0)"
    assert repr(only("<a b=c>").attributes[0]) == "Attribute('b=c' at 3)"
    assert repr(html("<a>").elements[0]) == "Element('a', (0, 3))"
    assert isinstance(only("<a b>").attributes[0], Attribute)
    assert only("<a b>").attributes[0].span == Span(3, 4)
