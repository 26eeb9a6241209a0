"""Every way a post may name a picture, and the file that each generator takes it from."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from copydesk import Document
from copydesk.html.srcset import candidates
from copydesk.mentions import scripts, styles
from copydesk.site import Site


def doc(text: str, path: str = "source/_posts/rain.md", generator: str = "hexo", files: Sequence[str] = ()) -> Document:
    return Document(path, text, Site("x", generator, files=(path, *files)))


def written(post: Document) -> list[str]:
    """Return the addresses of the pictures as they are written in the text, in order of their places."""
    return [image.target_span.of(post.text) for image in sorted(post.images, key=lambda image: image.target_span)]


# Forms


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        # Markdown
        ("![rain](a.png)", ["a.png"]),
        ("![rain](<a b (1).png> 'On a hill')", ["a b (1).png"]),
        ("![rain](a\\_b.png)", ["a\\_b.png"]),
        ("![rain][hill]\n\n[hill]: a.png 'On a hill'", ["a.png"]),
        ("![hill][]\n\n[hill]: <a b.png>", ["a b.png"]),
        ("![hill]\n\n[Hill]:\n  a.png", ["a.png"]),
        ("[![rain](a.png)](b.png)", ["a.png"]),
        ("> - ![雨](图/雨.png)", ["图/雨.png"]),
        ("![[a b.png]] ![[c.png|300]] ![[d.png#outline]] ![[Another note]]", ["a b.png", "c.png", "d.png"]),
        ("`![rain](a.png)` \\![rain](b.png) `![[c.png]]`", []),
        # HTML
        ("<img src=a.png>", ["a.png"]),
        ("<IMG alt='1 > 0' SRC = ' a.png?b&amp;c '>", [" a.png?b&amp;c "]),
        ("<img src='a.png' srcset='a.png 1x, b.png 2x'>", ["a.png", "a.png", "b.png"]),
        ("<img src='a.gif' data-src='b.png'>", ["a.gif", "b.png"]),
        ("<img data-original='a.png'><img data-actualsrc='b.png'>", ["a.png", "b.png"]),
        ("<img data-srcset='a.png 320w,b.png 640w' data-sizes=auto>", ["a.png", "b.png"]),
        (
            "<picture><source srcset='a.avif' type='image/avif'><source srcset='b.webp 1x'><img src='c.png'></picture>",
            ["a.avif", "b.webp", "c.png"],
        ),
        ("<video src='a.mp4' poster='b.png'><source src='c.webm'></video>", ["b.png"]),
        ("<input type=IMAGE src=a.png><input src=b.png>", ["a.png"]),
        ("<object data='a.svg'></object><object data='b' type='image/svg+xml'></object>", ["a.svg", "b"]),
        ("<object data='a.pdf'></object><embed src='b.svg'><embed src='c.swf'>", ["b.svg"]),
        ("<svg><image href='a.png'/><image xlink:href='b.png'/><use href='#c'/></svg>", ["a.png", "b.png"]),
        ("<svg><use xlink:href='/icons.svg#rain'/></svg>", ["/icons.svg#rain"]),
        ("<table background='a.png'><tr><td background=b.png>c</td></tr></table>", ["a.png", "b.png"]),
        ("<div style='background: #fff url(a.png) no-repeat'>b</div>", ["a.png"]),
        ('<i style="background:url(&quot;a&amp;b.png&quot;)">c</i>', ["a&amp;b.png"]),
        ("<style>\n.a { background: url( 'a b.png' ) }\n</style>\n", ["a b.png"]),
        ("<iframe src='a.png'></iframe><a href='b.png'>c</a><script src='d.png'></script>", []),
        ("<!-- <img src='a.png'> --><img alt=''><img src>", []),
        ("{% raw %}<img src='a.png'>{% endraw %}", []),
        # Front matter
        ("---\ncover: a.png\ntitle: b.png\n---\n", ["a.png"]),
        ("---\nphotos: [a.png, 'b.png']\n---\n", ["a.png", "b.png"]),
        ("---\ncover:\n  image: a.png\n  alt: b.png\n---\n", ["a.png"]),
        ("---\nphotos:\n- url: a.png\n  title: Rain\n- {url: 'b.png'}\n---\n", ["a.png", "b.png"]),
        ("---\ncover: false\nimg:\nphotos: []\n---\n", []),
        # Tags of Hexo and its themes
        ('{% img left /a.png 200 300 \'"Rain" "On a hill"\' %}', ["/a.png"]),
        ("{% asset_img a.png Rain %} {% asset_img 'a b.png' %}", ["a.png", "a b.png"]),
        ('<img src="{% asset_path a.png %}">', ["a.png"]),
        ("{% fullimage /a.jpg, rain, on a hill %}", ["/a.jpg"]),
        ("{% note a.pngs %} {% post_link a.md %}", []),
        ("{% anything 'a.png' %}", ["a.png"]),
        ("`{% asset_img a.png %}` {# a.png #}", []),
    ],
)
def test_forms_in_a_post_of_hexo(text: str, addresses: list[str]) -> None:
    assert written(doc(text)) == addresses


@pytest.mark.parametrize(
    ("generator", "path", "text", "addresses"),
    [
        ("hugo", "content/a.md", '{{< figure src="a.png" link="b.png" alt="c" >}}', ["a.png"]),
        ("hugo", "content/a.md", "{{% figure src='a.png' %}}\n{{< img src=b.png >}}", ["a.png", "b.png"]),
        ("hugo", "content/a.md", '{{< imgproc "a.png" Resize "250x" >}}Rain{{< /imgproc >}}', ["a.png"]),
        ("hugo", "content/a.md", '{{</* figure src="a.png" */>}} `{{< figure src="b.png" >}}`', []),
        ("hugo", "content/a.md", '+++\nimages = ["a.png", "b.png"]\n[cover]\nimage = "c.png"\n+++\n', "abc"),
        (
            "hugo",
            "content/a.md",
            '{"resources": [{"src": "a.png", "name": "b.png"}], "params": {"image": "c.png"}}\n',
            "ac",
        ),
        ("zola", "content/a.md", '{{ resize_image(path="a.png", width=200) }}', ["a.png"]),
        ("zola", "content/a.md", '{% figure(src="a.png") %}Rain{% end %}', ["a.png"]),
        ("zola", "content/a.md", '+++\n[extra]\nimage = "a.png"\n+++\n', ["a.png"]),
        ("jekyll", "_posts/a.md", '{% include figure.html src="a.png" caption="b" %}', ["a.png"]),
        ("jekyll", "_posts/a.md", '{% include figure image_path="/a?id=1" alt="b.png" %}', ["/a?id=1"]),
        ("jekyll", "_posts/a.md", "{% responsive_image path: a.png alt: 'b' %}", ["a.png"]),
        ("jekyll", "_posts/a.md", "{% picture thumb a.png --alt Rain %}", ["a.png"]),
        ("jekyll", "_posts/a.md", '![a]({{ "/a.png" | relative_url }})', ["/a.png"]),
        (
            "jekyll",
            "_posts/a.md",
            "![a]({{ site.baseurl }}/a.png) <img src='{{site.url}}{{ site.baseurl }}/b.png'>",
            ["/a.png", "/b.png"],
        ),
        (
            "jekyll",
            "_posts/a.md",
            "![a]({{ page.cover }}) ![b]({{ site.cdn }}/b.png)",
            ["{{ page.cover }}", "{{ site.cdn }}/b.png"],
        ),
        ("jekyll", "_posts/a.md", "![a]({% link assets/a.png %})", ["assets/a.png"]),
        ("jekyll", "_posts/a.md", "---\nheader:\n  teaser: a.png\n  overlay_image: 'b.png'\n---\n", "ab"),
        (
            "eleventy",
            "posts/a.md",
            '{% image "a.png", "Rain on a hill" %} ![b]({{ image | url }})',
            ["a.png", "{{ image | url }}"],
        ),
        ("eleventy", "posts/a.md", "{% include 'figure.njk', image: 'a.png', alt: 'b' %}", ["a.png"]),
        (
            "pelican",
            "content/a.md",
            "{% img left {static}/a.png 200 %}\n![a]({attach}b.png)",
            ["{static}/a.png", "{attach}b.png"],
        ),
        ("vuepress", "docs/a.md", "<img :src=\"$withBase('/a.png')\">", ["/a.png"]),
        ("vitepress", "docs/a.md", "---\nhero:\n  image: {src: a.png, alt: b}\n---\n", ["a.png"]),
        (
            "vitepress",
            "docs/a.md",
            "<script setup>\nimport a from './a.png'\n</script>\n\n<img :src='a'>\n",
            ["./a.png", "a"],
        ),
        ("vuepress", "docs/a.md", "<img v-bind:src=\"'/a.png'\"> <img :src='b'>", ["/a.png", "b"]),
        (
            "docusaurus",
            "docs/a.mdx",
            "import A from './a.png';\n\n<Image src={A} /> <img src={A} />\n",
            ["./a.png", "A", "A"],
        ),
        ("docusaurus", "docs/a.mdx", "<img src={require('./a.png').default} alt='b' />\n", ["./a.png"]),
        ("docusaurus", "docs/a.mdx", "<img src={useBaseUrl('/a.png')} />\n", ["/a.png"]),
        ("docusaurus", "docs/a.mdx", "<Image src='/a.png' />\n<Badge src='/b.png' />\n", ["/a.png"]),
        (
            "docusaurus",
            "docs/a.mdx",
            "export const a = require('./a.png');\n\nText with `import b from './b.png'`.\n",
            ["./a.png"],
        ),
        (
            "astro",
            "src/content/blog/a.mdx",
            "import { Image } from 'astro:assets';\nimport a from '~/a.png?w=2';\n\n<Image src={a} />\n",
            ["~/a.png?w=2", "a"],
        ),
        ("gatsby", "content/blog/a.mdx", "<StaticImage src='./a.png' alt='' />\n", ["./a.png"]),
        ("next", "posts/a.mdx", '<Image src="/a.png" width={2} />\n<Image src={`/b.png`} />\n', ["/a.png", "/b.png"]),
        ("plain", "a.html", "<link rel='shortcut icon' href='a.ico'><link rel=stylesheet href='b.css'>", ["a.ico"]),
        (
            "plain",
            "a.html",
            "<meta property='og:image' content='a.png'><meta name=description content='b.png'>",
            ["a.png"],
        ),
        ("plain", "a.html", "<link rel=preload as=image href='a.png' imagesrcset='b.png 1x'>", ["a.png", "b.png"]),
        ("plain", "a.html", "<body background='a.png'><style>b{background:url(b.png)}</style>", ["a.png", "b.png"]),
    ],
)
def test_forms_of_other_generators(generator: str, path: str, text: str, addresses: Sequence[str]) -> None:
    if isinstance(addresses, str):
        addresses = [f"{letter}.png" for letter in addresses]
    assert written(doc(text, path, generator)) == list(addresses)


# srcset


@pytest.mark.parametrize(
    ("value", "addresses"),
    [
        ("", []),
        (" , ,", []),
        ("a.png", ["a.png"]),
        ("a.png 1x, b.png 2x", ["a.png", "b.png"]),
        ("a.png 1x,b.png 2x", ["a.png", "b.png"]),
        ("a.png,b.png", ["a.png,b.png"]),
        ("a.png, b.png", ["a.png", "b.png"]),
        ("a.png,, b.png 2x,", ["a.png", "b.png"]),
        (",a.png 100w,\n\tb.png 200w 100h", ["a.png", "b.png"]),
        ("data:image/png;base64,AAAA 1x, b,c.png 1.5e0x", ["data:image/png;base64,AAAA", "b,c.png"]),
        ("a.png 1x 2x, b.png -1x, c.png 0w, d.png 3q, e.png 5h, f.png 1w 1x, g.png .5x", ["g.png"]),
        ("a.png (1x, b.png), c.png 2x", ["c.png"]),
        ("a.png (1x, b.png", []),
    ],
)
def test_srcset_is_read_as_browsers_do(value: str, addresses: list[str]) -> None:
    assert [span.of(value) for span in candidates(value)] == addresses


# CSS


@pytest.mark.parametrize(
    ("css", "addresses"),
    [
        ("background:url(a.png)", ["a.png"]),
        ("background : URL( \"a (1).png\" ), url('b.png')", ["a (1).png", "b.png"]),
        (
            "background-image: image-set('a.png' 1x, url(b.png) 2x, 'c.avif' type('image/avif'))",
            ["a.png", "b.png", "c.avif"],
        ),
        ("background:url(a\\ b.png)", ["a b.png"]),
        ("background:url('\\61 .png')", ["a.png"]),
        ("/* background:url(a.png) */ b{content:'url(c.png)'}", []),
        ("@font-face{font-family:a;src:url(a.svg#a)} @import url('b.css'); i{background:url(c.png)}", ["c.png"]),
        ("filter:url(#a);mask:url(b.svg#c)", ["b.svg#c"]),
        ("background:url(", []),
        ("background:url('a.png", ["a.png"]),
    ],
)
def test_pictures_of_styles(css: str, addresses: list[str]) -> None:
    assert [address for _, _, address in styles.pictures(css)] == addresses


# Places


def test_an_address_is_where_the_text_has_it() -> None:
    text = (
        "---\ntitle: 雨 🎉\ncover: '封面.png'\n---\r\n\r\n"
        "<img src=\"a&amp;b.png\" srcset='a&amp;b.png 1x,\r\n 雨.png 2x'>\r\n"
    )
    post = doc(text)
    assert [(one.target, one.origin, one.attribute, one.html) for one in post.images] == [
        ("a&b.png", "html", "src", True),
        ("封面.png", "field", "cover", False),
        ("a&b.png", "html", "srcset", True),
        ("雨.png", "html", "srcset", True),
    ]
    assert [one.target_span.of(text) for one in post.images] == ["a&amp;b.png", "封面.png", "a&amp;b.png", "雨.png"]
    assert [one.span.of(text)[:5] for one in post.images] == ["<img ", "cover", "<img ", "<img "]


def test_pictures_that_only_a_script_shows_are_told_apart() -> None:
    post = doc("<img src=a.png data-src=b.png> <i style='background:url(c.png)'>d</i>")
    assert [(one.target, one.lazy) for one in post.images] == [("a.png", False), ("b.png", True), ("c.png", False)]


@pytest.mark.parametrize(
    "text",
    [
        "<img srcset='" + "a.png 1x, " * 100_000 + "'>",
        "<img srcset='" + "a(" * 400_000 + "'>",
        "<img srcset='" + "," * 900_000 + "'>",
        "<i style='" + "background:url(" * 60_000 + "'>",
        "<i style='" + "a" * 900_000 + "(" + "'>",
        "<i style='a:url(" + "\\" * 900_000 + ")'>",
        "<style>" + "a /*" * 200_000 + "(</style>",
        "<style>" + "url('" * 200_000 + "</style>",
        "<style>" + "a " * 400_000 + "(</style>",
        "{% asset_img " + "a=" * 400_000 + " %}",
        "{% asset_img " + "'\" " * 300_000 + " %}",
        "{% asset_img a.png %}" * 40_000,
        "![[" * 300_000,
        "![[a.png|" * 100_000,
        "<img src={require(" + "'" * 500_000 + ")}>",
    ],
)
def test_hostile_forms_take_linear_time(text: str) -> None:
    def spent(text: str) -> float:
        start = time.process_time()
        assert len(doc(text).images) < 400_000
        return time.process_time() - start

    assert spent(text) < 5


def test_hostile_scripts_take_linear_time() -> None:
    for text in ("import " * 40_000, "import a from " * 20_000, "require('" * 30_000, "import" + " " * 300_000):
        start = time.process_time()
        assert not list(scripts.imports(text, 0, len(text)))
        assert scripts.expression(text, 0, len(text), ()) is None
        assert time.process_time() - start < 2


def test_templates_in_srcset_keep_their_blanks() -> None:
    post = doc("<img src='{{ a }}/b.png' srcset='{{ a }}/b.png 1x, c.png 2x'>")
    assert [(one.target, one.opaque) for one in post.images] == [
        ("{{ a }}/b.png", True),
        ("{{ a }}/b.png", True),
        ("c.png", False),
    ]
