"""Posts as nobody would write them and scrapers do: a grammar for property tests.

Markdown, HTML (broken, too), front matter in three formats, templates of four languages, many scripts, emoji and signs
that nobody sees, all sorts of newlines, and the residue of every vendor that the catalogue knows, taken from its own
examples.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from hypothesis import strategies as st

import copydesk_rules
from copydesk import testing
from copydesk.document import Document
from copydesk.site import Site

FILES = ("source/_posts/post.md", "source/images/Rain.JPG", "source/images/sea.png", "static/images/sea.png")


class Post(NamedTuple):
    """A post: where it lies, what made the site, its text."""

    path: str
    generator: str
    text: str

    def document(self, text: str | None = None) -> Document:
        """Return the post, or another version of it, as a document."""
        return Document(self.path, self.text if text is None else text, site(self.generator))


@cache
def site(generator: str) -> Site:
    """Return a site with a few pictures; nothing is on the disk."""
    return Site("example", generator, files=FILES)


def _residue() -> list[str]:
    """Return what the examples of all rules and vendors say is wrong, without front matter."""
    found = []
    for file in sorted((Path(copydesk_rules.__file__).parent / "vendors").glob("*.toml")):
        data = tomllib.loads(file.read_text("utf-8"))
        found += [example["bad"].lstrip("\n") for example in data["examples"] if "bad" in example]
    for rule in testing.everything():
        found += [example.text for example in rule.examples if example.findings and example.path.endswith(".md")]
    # markdown-it-py, the second judge, strips all that Python calls a blank, Markdown does not.
    usable = [text.replace("\u00a0", "&nbsp;") for text in found if text and not _odd(text)]
    return sorted({text for text in usable if len(text) < 1500 and not text.startswith(("---", "+++", "{", "\n---"))})


def _odd(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


RESIDUE = _residue()

WORDS = [
    "rain",
    "the",
    "sea",
    "头条",
    "雨水",
    "🎉",
    "é",
    "a_b",
    "1.",
    "C++",
    "x<y",
    "AT&T",
    "&nbsp;",
    "&amp;",
    "3 * 4",
    "\\*",
    "«o»",
]
ODD = [
    # scripts without blanks, of several widths, from right to left, and with marks above letters
    *(
        "한국어",
        "ひらがな",
        "ไทย",
        "नमस्ते",
        "（全）",
        "ｆｕｌｌ",
        "。",
        "！",
        "שלום",
        "مرحبا",
        "\u200fעב\u200e",
        "e\u0301",
        "n\u0303o",
    ),
    # what belongs together by a sign that nobody sees
    *(
        "👩\u200d👧\u200d👦",
        "🏳\ufe0f\u200d🌈",
        "❤\ufe0f",
        "می\u200cخواهم",
        "Silben\u00adtrennung",
        "🇩🇰",
        "1\ufe0f\u20e3",
    ),
    # and what does not
    *(
        "x\u200by",
        "x\u2060",
        "\u200bx",
        "雨\ufeff水",
        "\ufeff",
        "a\u202eb\u202c",
        "\u2066c\u2069",
        "&#8203;",
        "&#x200b;",
        "&zwj;",
    ),
    # blanks, and what some take for one
    *("a\xa0b", "10\u202f000", "水\u3000雨", "a\x0bb", "雨\u2028水", "a\x0cb", "a\x85b"),
    # controls, private characters, what was lost, letters that become two in capitals
    *("a\x08b", "\x1b[31mred", "\x7f", "a\0b", "\ue000", "\U000f0000", "\U0010fffd", "\ufffc", "\ufffd", "İ", "ß", "ﬁ"),
    *("Ã©", "â€œ", "\uf0b7"),
]
"""Characters as they come out of other programs."""

INLINE = [
    *(
        "*stress*",
        "**bold**",
        "_it_",
        "~~no~~",
        "`code`",
        "``a ` b``",
        "[a](/b)",
        "[a](<b c> 't')",
        "[a][r]",
        "![p](/images/sea.png)",
    ),
    *(
        "![P](/images/rain.jpg)",
        "![r][r]",
        "<https://a.example/?utm_source=x&b=1>",
        "https://a.example/?fbclid=1",
        "[^1]",
        "a@b.example",
    ),
    *("[https://a.example/?utm_medium=y](https://a.example/?utm_medium=y)", "[a](https://a.example/?spm=1.2.3&id=4)"),
    *(
        "[a](https://link.zhihu.com/?target=https%3A//a.example/%3Fa%3D(1%26utm_source%3Dx)",
        "<https://href.li/?https://a.example/_b_?fbclid=1>",
        "[https://href.li/?https://a.example/_b_](https://href.li/?https://a.example/_b_)",
        '<a href="https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2F%3Fb%3D1%26c&amp;h=x">c</a>',
        "![p](https://a.example/p.png?x-oss-process=image/resize,w_1/watermark,t_1#.VNkm7VykWX4.twitter)",
        '<img srcset="https://a.example/p.png?utm_source=x 1x, https://href.li/?https://a.example/q 2x" src="/e.png">',
        "[a](https://web.archive.org/web/2017///a.example/#:~:text=b)",
    ),
    *("<b>bold</b>", "<i>", "</i>", "<br>", "<br/>", "<span style='color:red'>red</span>", "<span></span>", "<b></b>"),
    *(
        '<a href="/c" data-sudaclick="x">c</a>',
        "<a href=/d target=_blank>d</a>",
        "<!-- x -->",
        "<!--more-->",
        "<img src=/e.png>",
    ),
    *(
        '<img src="data:," data-src="https://a.example/f.jpg" alt="F">',
        "<font size=2>",
        "</font>",
        "<u",
        "<a b='",
        "\u200b",
    ),
    *(
        "[a][]",
        "[r]",
        "![r]",
        "[^2]",
        "^[note]",
        "[![p](/images/sea.png)](/c)",
        '![p](/images/sea.png "t")',
        "[a](<>)",
        "<mailto:a@b.example>",
        "***both***",
        "==m==",
        "$x^2$",
        "\\(y\\)",
        "[[wiki]]",
        "![[sea.png]]",
        ":smile:",
        "<kbd>k</kbd>",
        "<sub>2</sub>",
        "<ruby>雨<rt>u</rt></ruby>",
        "<code><i></code>",
    ),
    *(
        '{{< ref "a.md" >}}',
        '{{< figure src="/images/sea.png" >}}',
        "{{% b %}}x{{% /b %}}",
        "{% post_url 2024-05-06-a %}",
        "{% asset_img sea.png %}",
        '{% include a.html b="<b>" %}',
        "{{- a -}}",
        "{% raw %}{{{% endraw %}",
        '<A b={"c"} />',
        "{/* d */}",
        "{a && <b>e</b>}",
        "<>f</>",
    ),
    *("{{ a }}", "{% b %}", "{{< c >}}", "{{% d %}}", "<%= e %>", "{: .f }", "{#g#}", '{{ "h" | i }}', "{j}"),
    *("\\", "`", "*", "[", "](", "<", "&", "  ", "\n", "  \n", "\\\n"),
    # what editors, importers and assistants leave within a line
    *(
        '<span class="SpellE">sea</span>',
        '<span class="Apple-converted-space">&nbsp;</span>',
        '<font face="Arial">rain</font>',
        '<b style="font-weight:normal">rain</b>',
        "<b>one</b><b>two</b>",
        "<o:p>&nbsp;</o:p>",
        "</br>",
        "<a name=rain></a>",
    ),
    *(
        '[caption id="a" width="3"]',
        "[/caption]",
        "[vc_row]",
        '[gallery ids="1,2"]',
        "\\[/caption\\]",
        "&amp;nbsp;",
        "&lt;br&gt;",
    ),
    *(
        "【24†source】",
        "[cite: 1]",
        "[cite_start]",
        ":contentReference[oaicite:0]{index=0}",
        "\ue200cite\ue202turn0\ue201",
    ),
    *(
        "[a](https://link.zhihu.com/?target=https%3A//a.example/b)",
        '<a href="https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2Fb&amp;h=x">b</a>',
        "<https://a.example/b#:~:text=rain>",
        '<a href="javascript:void(0)">c</a>',
        "[d](sandbox:/mnt/data/d.csv)",
    ),
]
LINES = [
    *(
        "# Heading",
        "## 头条 #",
        "Setext\n===",
        "Other\n---",
        "---",
        "***",
        "- item",
        "- item\n- item",
        "- a\n\n- b",
        "* a\n  * b",
    ),
    *(
        "1. one\n2. two",
        "3) three",
        "> quote",
        "> - in\n>\n> more",
        "| a | b |\n|---|---|\n| 1 |  |",
        "```\ncode <b>\n```",
        "~~~js\nx\n~~~",
    ),
    *(
        "```html\n<!-- x -->",
        "    indented",
        "    <p>indented</p>",
        "\t<div>",
        "[r]: /there",
        "[r]: <https://a.example/?utm_source=z> 't'",
        "[r]: https://href.li/?https://a.example/?gclid=1",
    ),
    *("[^1]: note", "- [ ] todo", "<!-- more -->", "<!-- 正文 start -->", "<!--\ntwo\nlines -->", "<!-- open"),
    *(
        "<div>",
        "</div>",
        "<div class='a' id=b>",
        "<p>text</p>",
        "<p>open",
        "<ul>\n<li>a\n<li>b\n</ul>",
        "<table><tr><td>x",
        "</td></tr></table>",
    ),
    *(
        "<table>\n<tr>\n<td>a\n\n    </td></tr></table>",
        "<pre>\n a\n  b\n</pre>",
        "<style>\np { color: red }\n</style>",
        "<style></style>",
    ),
    *(
        "<script>\nif (a < b) { c() }\n</script>",
        "<iframe src=https://v.example/1></iframe>",
        "<details>\n<summary>s</summary>\n\nx\n\n</details>",
    ),
    *(
        "<blockquote>",
        "</blockquote>",
        "<h2 id=x>Head</h2>",
        "<p></p>",
        "<p><br></p>",
        "<center>",
        "<svg><path/></svg>",
        "<o:p></o:p>",
    ),
    *(
        "<figure><img src=/images/sea.png><figcaption>c</figcaption></figure>",
        "<p>\n\n    <b>leaked</b>\n\n</p>",
        "<![CDATA[ x ]]>",
        "<?php x ?>",
    ),
    *(
        "{% highlight js %}\n<b>\n{% endhighlight %}",
        "{{< figure src=x >}}",
        "{% if a %}",
        "{% endif %}",
        "{% raw %}\n<i>{{ x }}\n\n</i>\n{% endraw %}",
    ),
    *(
        "import A from 'a'",
        "export const b = {c: 1}",
        '<A b={c} d="e">\n\n    <p>x</p>\n\n</A>',
        "<Tabs.Item />",
        "{/* note */}",
    ),
    # one within the other
    *(
        "- a\n  <div>\n  b\n  </div>\n- c",
        "1. a\n\n   <p>b</p>\n\n   - c\n     <br>",
        "- <b>a</b>\n  - <span></span>\n    - c",
        "> - <p>a\n>   b</p>\n> - c",
        "- ```\n  code\n  ```\n\n      more",
        "* a\n\n\n  <!-- x -->\n\n* b",
        "- a\nlazy <span></span>\n\n- b",
        "- | a |\n  |---|\n  | b |",
    ),
    *(
        "| a | <b>b</b> |\n|:--|--:|\n| <br> | [x](/y) |\n| `\\|` | |",
        "a | b\n--|--\n1 | <span></span>",
        "| a |\n|---|\n| <!-- x --> |\nafter",
        "<table>\n<tbody>\n<tr>\n\n<td>\n\n**x**\n\n</td>\n</tr>\n</tbody>\n</table>",
        "<dl>\n<dt>a\n<dd>b\n</dl>",
        "[R]: /x\n[s]: /y",
        "[r]:\n  /z\n  'two\n  lines'",
        "[^1]: note\n\n    more\n\n    - list",
        "[^2]: <p>x</p>\n[^3]: y",
        "Term\n: what it is",
        "$$\na < b\n$$",
    ),
    *(
        ":::tip\n\n<p>x</p>\n\n:::",
        "!!! note\n    text <b></b>",
        '{{< tabs >}}\n{{% tab "a" %}}\n<p>x</p>\n{{% /tab %}}\n{{< /tabs >}}',
        "{{< highlight html >}}\n<b>\n{{< /highlight >}}",
        "{{</* c */>}}",
        "{% capture a %}\n<p>\n{% endcapture %}",
        "{%- for a in b -%}\n- {{ a }}\n{%- endfor -%}",
        "{% comment %}\n<b>\n{% endcomment %}",
        '<Tabs>\n<TabItem value="a">\n\ntext\n\n</TabItem>\n</Tabs>',
        "export const A = () => (\n  <div>\n    <b/>\n  </div>\n)",
        "{[1, 2].map(a => <li key={a}>{a}</li>)}",
        "<A\n  b={() => c}\n  {...d}\n/>",
        "<>\n\nx\n\n</>",
    ),
    # and between lines
    *(
        "<p>&nbsp;</p>",
        "<p>\u3000\u3000</p>",
        "<p align=center>text</p>",
        "<div class='separator' style='clear: both;'>",
        '<p class="MsoNormal" style="margin: 0cm">text</p>',
        '<div class="ace-line">',
        "<noscript><img src=/e.png></noscript>",
        "<![if !supportLists]>·<![endif]>",
        "<<<<<<< HEAD",
        "=======",
        ">>>>>>> rain",
        "[et_pb_section]",
        "[/et_pb_section]",
    ),
    *(
        "<!-- copydesk: ignore[TRK001] why -->",
        "<!-- copydesk: ignore[HTM002, STY001] -->",
        "<!-- copydesk: ignore-start[TRK002] -->",
    ),
    *(
        "<!-- copydesk: ignore-end[TRK002] -->",
        "{/* copydesk: ignore[TRK004] */}",
        "",
        "",
        "   ",
        "a  ",
        "\u2028",
        "\x0c",
    ),
]
YAML = [
    *(
        "title: a",
        "title: '头条'",
        'title: "a \\u00e9"',
        "title:",
        "date: 2024-05-06",
        "date: 2024/5/6 7:08",
        "date: 6 May 2024",
        "tags: [a, b]",
    ),
    *(
        "tags:\n  - a\n  - b",
        "count: 1",
        "draft: yes",
        "a: &x 1",
        "b: *x",
        "text: |\n  one\n  two",
        "# note",
        "title: again",
        "cover: /images/rain.jpg",
    ),
    *(
        "thumbnail: https://a.example/p.png?utm_source=q",
        "url: {{ x }}",
        "# copydesk: ignore[FM005]",
        "",
        "bad: [",
        "k: 'it''s'",
        "headimg: ''",
    ),
    *(
        "标题: 雨",
        "author: {name: Ida, url: 'https://a.example'}",
        "params:\n  a:\n    - b: 1\n      c: [d,\n        e]",
        "base: &base\n  c: 1\nuse:\n  <<: *base",
        "text: >-\n  one\n\n  two",
        '"k k": "a\\\n  b"',
        "date: 2024-05-06T07:08:09+02:00",
        "description: <b>rain</b> & wind",
        "summary = a: b",
        "Title: e\u0301\u200b",
        "title: שלום 👩\u200d👧",
        "tags: a, b",
        "categories:\n- a\n- a",
        "? c\n: d",
    ),
]
TOML = [
    'title = "a"',
    "date = 2024-05-06",
    "tags = ['a', 'b']",
    "count = 1",
    "[params]\nx = 1.5",
    "# note",
    "title = 'b'",
    "",
    "bad =",
    "[[menu]]\nname = 'a'\n[[menu]]\nname = 'b'",
    'text = """\none\n\\\n  two"""',
    "path = '''\na'''",
    "author = {name = 'Ida', tags = ['a']}",
    "params.a.b = 2024-05-06T07:08:09Z",
    '"标题" = "\\u96e8"',
    "tags = [\n  'a', # one\n  'b',\n]",
]
JSON = [
    '"title": "a"',
    '"date": "2024-05-06"',
    '"tags": ["a"]',
    '"count": 1',
    '"title": "b"',
    '"n": null',
    '"cover": "/images/rain.jpg"',
    '"author": {"name": "Ida", "tags": []}',
    '"标题": "\\u96e8 \\ud83c\\udf27"',
    '"menu": [\n    {"name": "a"}\n  ]',
    '"date": "6 May 2024"',
    '"headimg": ""',
]


def _lines(pieces: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(pieces), min_size=0, max_size=5).map("\n".join)


FRONT_MATTER = st.one_of(
    st.just(""),
    _lines(YAML).map(lambda inner: f"---\n{inner}\n---\n"),
    _lines(YAML).map(lambda inner: f"\n---\n{inner}\n---\n"),
    _lines(YAML).map(lambda inner: f"--- \n{inner}\n...\n"),
    _lines(TOML).map(lambda inner: f"+++\n{inner}\n+++\n"),
    st.lists(st.sampled_from(JSON), max_size=4).map(lambda inner: "{\n  " + ",\n  ".join(inner) + "\n}\n"),
)
PIECE = st.one_of(*map(st.sampled_from, (WORDS, ODD, INLINE, INLINE)))
PARAGRAPH = st.lists(PIECE, min_size=1, max_size=7).map(" ".join)
TIGHT = st.lists(PIECE, min_size=1, max_size=5).map("".join)
BLOCK = st.one_of(
    PARAGRAPH,
    TIGHT,
    st.sampled_from(LINES),
    st.sampled_from(RESIDUE).map(lambda text: text.rstrip("\n")),
    st.sampled_from(RESIDUE).map(
        lambda text: "<div>\n\n" + "".join(f"    {line}\n" for line in text.split("\n")) + "\n</div>"
    ),
    st.tuples(st.sampled_from(["> ", "- ", "  ", "    ", "1. "]), st.sampled_from(RESIDUE)).map(
        _prefixed := lambda pair: "\n".join(
            pair[0] + line if not index or pair[0] == "> " else " " * len(pair[0]) + line
            for index, line in enumerate(pair[1].split("\n"))
        )
    ),
    st.tuples(st.sampled_from(RESIDUE), st.integers(0, 400), st.integers(1, 30)).map(
        lambda cut: cut[0][: cut[1]] + cut[0][cut[1] + cut[2] :]
    ),
)
GLUE = st.sampled_from(["\n\n", "\n\n", "\n", "\n\n\n", "\n \n", ""])
BODY = st.lists(st.tuples(BLOCK, GLUE), max_size=8).map(lambda parts: "".join(block + glue for block, glue in parts))
NEWLINES = st.sampled_from(["\n", "\n", "\n", "\n", "\r\n", "mixed", "\r"])
PATHS = st.sampled_from(["source/_posts/post.md"] * 4 + ["source/_posts/post.mdx", "source/_posts/post.html"])


def _written(parts: tuple[str, str, str, str, bool]) -> str:
    bom, matter, body, newline, end = parts
    text = matter + body + ("\n" if end else "")
    if newline in ("\r\n", "\r"):
        text = text.replace("\n", newline)
    elif newline == "mixed":
        pieces = text.split("\n")
        text = (
            "".join(piece + ("\r\n", "\n", "\n", "\r")[index % 4] for index, piece in enumerate(pieces[:-1]))
            + pieces[-1]
        )
    return bom + text


TEXTS = st.tuples(st.sampled_from(["", "", "", "\ufeff"]), FRONT_MATTER, BODY, NEWLINES, st.booleans()).map(_written)
POSTS = st.builds(Post, PATHS, st.sampled_from(["hexo", "jekyll", "hugo", "docusaurus", "plain"]), TEXTS)
