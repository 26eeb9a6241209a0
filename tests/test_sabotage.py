"""Rules that do harm: what one does beyond what it declares is caught, nothing is written, and the rule is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Outcome

Run = Callable[..., Outcome]
Swap = tuple[str, str]

MARKDOWN = """\
---
title: 头条
date: 2024-05-06 07:08:09
count: 1
draft: false
tags: [rain, sea]
---

# The first 🎉

One paragraph with a [link](/there), `a code` and *stress*, says [the other](/elsewhere).

Another paragraph, 雨水落在山谷里，
on two lines.

- an item
- another item
- a third

1. loose

2. list

```js
let sample = 1
```

![A picture](/images/a.jpg) and ![more](/images/b.jpg) with {{ site.name }} and {{ page.name }} the end.

| one | two |
|-----|-----|
| 1   |     |

<!-- more -->

<iframe src="https://video.example/1"></iframe>

<div class="story" id="lead"><a name="here"></a>
A story.<br>It ends.
</div>

Words with <!-- a note --> in them.
"""

HTML = """\
---
title: 头条
date: 2024-05-06 07:08:09
count: 1
draft: false
tags: [rain, sea]
---
<h1>The first 🎉</h1>
<p>One paragraph with a <a href="/there">link</a>, <code>a code</code> and <em>stress</em>, says
<a href="/elsewhere">the other</a>.</p>
<p>Another paragraph, 雨水落在山谷里，
on two lines.</p>
<ul>
<li>an item</li>
<li>another item</li>
<li>a third</li>
</ul>
<ol>
<li><p>loose</p></li>
<li><p>list</p></li>
</ol>
<pre>
let sample = 1
  and a half
</pre>
<p><img alt="A picture" src="/images/a.jpg"> and <img alt="more" src="/images/b.jpg"> with {{ site.name }} and
{{ page.name }} the end.</p>
<table><tr><th>one</th><th>two</th></tr><tr><td>1</td><td></td></tr></table>
<!-- more -->
<iframe src="https://video.example/1"></iframe>
<div class="story" id="lead"><a name="here"></a>
A story.<br>It ends.
</div>
<p>Words with <!-- a note --> in them.</p>
"""

BOTH: dict[str, list[Swap]] = {
    "drop a word": [("Another paragraph, ", "Another, ")],
    "drop a word inside its own edit": [("with <!-- a note --> in them", "with them")],
    "drop a character of Chinese": [("雨水落", "雨落")],
    "change a character": [("雨水落", "雨木落")],
    "add a word": [("on two lines", "on two long lines")],
    "join two words": [("Another paragraph", "Anotherparagraph")],
    "tear a word apart": [("Another paragraph", "An other paragraph")],
    "swap two words": [("an item", "item an")],
    "swap two links": [("/there", "/elsewhere"), ("/elsewhere", "/there")],
    "change where a link leads": [("/there", "/nowhere")],
    "rewrite the address of a picture": [("/images/a.jpg", "/images/c.jpg")],
    "swap two pictures": [("/images/a.jpg", "/images/b.jpg"), ("/images/b.jpg", "/images/a.jpg")],
    "change what a picture is called": [("A picture", "Some picture")],
    "change a code sample": [("sample = 1", "sample = 2")],
    "change code in a line": [("a code", "a node")],
    "change a field": [("count: 1", "count: 2")],
    "change the type of a field": [("count: 1", "count: '1'")],
    "change a truth into words": [("draft: false", "draft: 'false'")],
    "shorten a list in a field": [("[rain, sea]", "[rain]")],
    "reorder a list in a field": [("[rain, sea]", "[sea, rain]")],
    "drop a field": [("count: 1\n", "")],
    "add a field": [("count: 1\n", "count: 1\nmore: x\n")],
    "change a heading": [("The first", "The 1st")],
    "drop an emoji": [(" 🎉", "")],
    "move a frame": [("https://video.example/1", "https://video.example/2")],
    "drop a frame": [('<iframe src="https://video.example/1"></iframe>\n', "")],
    "drop an anchor": [('<a name="here"></a>', "")],
    "rename an anchor": [('id="lead"', 'id="leader"')],
    "drop the mark of the excerpt": [("<!-- more -->\n", "")],
    "drop a line break": [("<br>", " ")],
    "add a line break": [("A story.", "A<br>story.")],
    "hide words": [("A story.", "<!-- A story. -->")],
    "show a comment": [("<!-- a note -->", "a note")],
}

IN_MARKDOWN: dict[str, list[Swap]] = {
    "swap two paragraphs": [
        ("One paragraph with a [link](/there), `a code` and *stress*, says [the other](/elsewhere).", "@"),
        ("Another paragraph, 雨水落在山谷里，\non two lines.", "One paragraph."),
    ],
    "reorder two items": [("an item\n- another item", "another item\n- an item")],
    "merge two paragraphs": [("(/elsewhere).\n\nAnother", "(/elsewhere).\nAnother")],
    "split a paragraph": [("里，\non", "里，\n\non")],
    "make a tight list loose": [("- an item\n", "- an item\n\n")],
    "make a loose list tight": [("1. loose\n\n2. list", "1. loose\n2. list")],
    "make a list a paragraph": [("- an item\n- another item\n- a third", "an item another item a third")],
    "change the level of a heading": [("# The", "### The")],
    "begin to count elsewhere": [("1. loose", "4. loose")],
    "drop a cell": [("| 1   |     |", "|     | 1   |")],
    "drop a link and keep its words": [("[link](/there)", "link")],
    "drop a picture": [("![A picture](/images/a.jpg)", "")],
    "take the end of a fence away": [("= 1\n```\n", "= 1\n")],
    "open a comment": [("Another", "<!-- Another")],
    "indent a paragraph": [("Another", "    Another")],
    "quote a paragraph": [("Another", "> Another")],
}

IN_HTML: dict[str, list[Swap]] = {
    "swap two paragraphs": [
        ("<p>Another paragraph, 雨水落在山谷里，\non two lines.</p>\n<ul>\n<li>an item</li>", "<ul>\n<li>an item</li>"),
        ("</ul>\n", "</ul>\n<p>Another paragraph, 雨水落在山谷里，\non two lines.</p>\n"),
    ],
    "reorder two items": [("<li>an item</li>\n<li>another item</li>", "<li>another item</li>\n<li>an item</li>")],
    "merge two paragraphs": [(".</p>\n<p>Another", ".\nAnother")],
    "split a paragraph": [("里，\non", "里，</p><p>on")],
    "make a tight list loose": [("<li>an item</li>", "<li><p>an item</p></li>")],
    "make a loose list tight": [("<li><p>loose</p></li>", "<li>loose</li>")],
    "make a list paragraphs": [("<li>an item</li>", "<p>an item</p>")],
    "change the level of a heading": [("<h1>The first 🎉</h1>", "<h3>The first 🎉</h3>")],
    "begin to count elsewhere": [("<ol>", '<ol start="4">')],
    "move a cell": [("<td>1</td><td></td>", "<td></td><td>1</td>")],
    "widen a cell": [("<td>1</td>", "<td colspan=2>1</td>")],
    "drop a link and keep its words": [('<a href="/there">link</a>', "link")],
    "drop a picture": [('<img alt="A picture" src="/images/a.jpg">', "")],
    "change the blanks of a code sample": [("  and a half", " and a half")],
    "run the lines of a code sample together": [("sample = 1\n", "sample = 1")],
    "open a comment": [("<p>Another", "<!-- <p>Another")],
    "open a script": [("<p>Another", "<script><p>Another")],
    "leave a list open": [("</ul>\n", "")],
    "quote a paragraph": [("<p>Another paragraph", "<blockquote><p>Another paragraph</blockquote>")],
}

RULE = '''\
from copydesk import Change, Edit, Finding, Fix, Rule, Safety, Span


class Sabotage(Rule):
    """Posts should be harmed."""

    code = "EVL001"
    name = "sabotage"

    def check(self, doc):
        edits = []
        for old, new in {swaps!r}:
            at = doc.text.find(old)
            if at < 0:
                return
            edits.append(Edit(Span(at, at + len(old)), new))
        declares = (Change("text", "what", "never"), Change("link", "/was", "/there"), Change("field", "other"))
        yield self.finding(edits[0].span, "this can be harmed", Fix("harm it", tuple(edits), {safety}, declares))
'''

CASES = [
    pytest.param(text, name, swaps, id=f"{name} {what}")
    for text, name, tables in ((MARKDOWN, "post.md", (BOTH, IN_MARKDOWN)), (HTML, "post.html", (BOTH, IN_HTML)))
    for table in tables
    for what, swaps in table.items()
]


def set_up(folder: Path, text: str, name: str, swaps: list[Swap], safety: str) -> Path:
    (folder / "evl001_sabotage.py").write_text(RULE.format(swaps=swaps, safety=f"Safety.{safety}"), "utf-8")
    (folder / "copydesk.toml").write_text('rules = ["evl001_sabotage.py"]\nselect = ["EVL001", "LNT"]\n')
    post = folder / name
    post.write_bytes(text.encode())
    return post


@pytest.mark.parametrize("newline", ["LF", "CRLF"])
@pytest.mark.parametrize(("text", "name", "swaps"), CASES)
def test_harm_is_caught(tmp_path: Path, run: Run, text: str, name: str, swaps: list[Swap], newline: str) -> None:
    if newline == "CRLF":
        text = text.replace("\n", "\r\n")
        swaps = [(old.replace("\n", "\r\n"), new.replace("\n", "\r\n")) for old, new in swaps]
    for old, _ in swaps:
        assert old in text
    safety = "SAFE" if newline == "LF" else "UNSAFE"
    post = set_up(tmp_path, text, name, swaps, safety)
    before = post.read_bytes()
    outcome = run("fix", "--unsafe-fixes", "--output-format", "concise", name, cwd=tmp_path)
    assert post.read_bytes() == before
    assert outcome.status == 2, outcome.out + outcome.err
    assert "LNT003 the fix of EVL001 was taken back: " in outcome.out
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix not in (".py", "")) == sorted(
        ["copydesk.toml", name]
    )


@pytest.mark.parametrize(("text", "name"), [(MARKDOWN, "post.md"), (HTML, "post.html")])
@pytest.mark.parametrize(
    "swaps", [[("{{ site.name }}", "")], [("{{ site.name }}", "{{ page.name }}")], [("site.name", "site.nome")]]
)
def test_a_template_is_not_touched_at_all(tmp_path: Path, run: Run, text: str, name: str, swaps: list[Swap]) -> None:
    post = set_up(tmp_path, text, name, swaps, "SAFE")
    outcome = run("fix", "--output-format", "concise", name, cwd=tmp_path)
    assert post.read_bytes() == text.encode()
    assert (outcome.status, "EVL001 this can be harmed" in outcome.out) == (1, True)


@pytest.mark.parametrize(("text", "name"), [(MARKDOWN, "post.md"), (HTML, "post.html")])
def test_what_is_around_a_sabotage_is_still_mended(tmp_path: Path, run: Run, text: str, name: str) -> None:
    pinged = text.replace('<div class="story"', '<div data-sudaclick="x" class="story"')
    post = set_up(tmp_path, pinged, name, [("Another paragraph", "Another")], "SAFE")
    (tmp_path / "copydesk.toml").write_text('rules = ["evl001_sabotage.py"]\nselect = ["EVL001", "LNT", "TRK002"]\n')
    outcome = run("fix", "--output-format", "concise", name, cwd=tmp_path)
    assert post.read_bytes() == text.encode()
    assert outcome.status == 2
    assert "LNT003 the fix of EVL001 was taken back: the text “paragraph” is no longer shown" in outcome.out


def test_a_template_is_known_by_what_it_says() -> None:
    from copydesk.document import Document
    from copydesk.losses import undeclared
    from copydesk.site import Site

    def rendered(text: str) -> Document:
        return Document("post.md", text, Site("example", "jekyll", files=()))

    before = rendered("One {{ a }} two {{ b }}.\n\n{% raw %}\n{{ c }}\n\n*d*\n{% endraw %}\n")
    for old, new in (
        ("{{ a }}", "{{ e }}"),
        ("{{ a }} two {{ b }}", "{{ b }} two {{ a }}"),
        ("{{ a }} ", ""),
        ("d", "e"),
    ):
        assert undeclared(before.rendered, rendered(before.text.replace(old, new)).rendered, ()) is not None
