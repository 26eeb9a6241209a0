"""Every way a post may name a picture, and the file that each generator takes it from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from tests.stopwatch import takes

from copydesk import Document, Span
from copydesk.html.srcset import candidates
from copydesk.mentions import scripts, styles
from copydesk.site import Resolution, Site, Sites, names


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
        ("<img src='a.png' src='b.png'><img alt src=c.png>", ["a.png", "c.png"]),
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
        ("docusaurus", "docs/a.md", "<img src={require('./a.png').default} /> `require('./b.png')`\n", ["./a.png"]),
        ("docusaurus", "docs/a.md", "import A from './a.png';\n\n```\nimport b from './b.png'\n```\n", ["./a.png"]),
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


# Forms and generators: what stands between « and » is the address, and the last column the file


SITES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "hexo": (
        "source/_posts/2024-05-06-rain.md",
        "_config.yml",
        (
            *(
                "source/images/a b.png",
                "source/images/雨.png",
                "source/_posts/2024-05-06-rain/c.png",
                "source/d (1).png",
            ),
            *("source/images/e.svg", "themes/mist/source/img/f.png"),
        ),
    ),
    "jekyll": (
        "_posts/2024-05-06-rain.md",
        "_config.yml",
        ("assets/a.png", "assets/b c.png", "img/2024/05/06/rain/d.png", "_posts/e.png", "assets/F.PNG"),
    ),
    "hugo": (
        "content/posts/rain/index.md",
        "hugo.toml",
        (
            *("content/posts/rain/a.png", "content/posts/rain/figures/b.png", "static/img/c.png", "assets/d.png"),
            *("themes/mist/static/e.png", "content/posts/other/f.png"),
        ),
    ),
    "zola": (
        "content/blog/rain/index.md",
        "config.toml",
        ("content/blog/rain/a.png", "static/b.png", "content/blog/c.png", "themes/mist/static/d.png"),
    ),
    "docusaurus": (
        "docs/guide/rain.mdx",
        "docusaurus.config.js",
        ("docs/guide/a.png", "docs/img/b.png", "static/img/c.png", "src/d.svg"),
    ),
    "mkdocs": (
        "docs/guide/rain.md",
        "mkdocs.yml",
        ("docs/guide/a.png", "docs/assets/b.png", "docs/guide/rain/c.png"),
    ),
    "vuepress": (
        "docs/guide/rain.md",
        "docs/.vuepress/config.js",
        ("docs/guide/a.png", "docs/.vuepress/public/b.png", "docs/img/c.png"),
    ),
    "vitepress": (
        "docs/guide/rain.md",
        "docs/.vitepress/config.js",
        ("docs/guide/a.png", "docs/public/b.png", "docs/img/c.png"),
    ),
    "astro": (
        "src/content/blog/rain.mdx",
        "astro.config.mjs",
        ("src/content/blog/a.png", "src/assets/b.png", "public/c.png", "src/images/d.png"),
    ),
    "eleventy": (
        "src/posts/rain.md",
        ".eleventy.js",
        ("src/posts/a.png", "src/img/b.png", "public/c.png", "assets/d.png", "src/_includes/e.svg"),
    ),
    "gatsby": (
        "content/blog/rain/index.mdx",
        "gatsby-config.js",
        ("content/blog/rain/a.png", "static/b.png", "src/images/c.png"),
    ),
    "next": (
        "posts/rain.mdx",
        "next.config.js",
        ("posts/a.png", "public/b.png", "public/posts/rain/c.png", "src/d.png"),
    ),
    "pelican": (
        "content/posts/rain.md",
        "pelicanconf.py",
        ("content/images/a.png", "content/posts/b.png", "content/posts/rain/c.png", "theme/static/d.png"),
    ),
    "gitbook": (
        "spec/rain.md",
        ".gitbook.yaml",
        ("spec/.gitbook/assets/a (1) (1).png", "spec/img/b.png", ".gitbook/assets/c.png"),
    ),
    "plain": ("notes/rain.md", ".git/HEAD", ("notes/a.png", "img/b.png", "notes/attachments/c d.png", "e.png")),
}
"""A post, the file by which the generator is known, and the pictures."""

CONFIGURATIONS = {
    "hexo": "theme: mist\nroot: /blog/\n# Hexo Configuration\n",
    "jekyll": "baseurl: /notes\nplugins: [jekyll-feed]\n",
    "hugo": "baseURL = 'https://a.example/deep/'\ntheme = 'mist'\n",
    "zola": "base_url = 'https://a.example'\ntheme = 'mist'\n",
    "docusaurus": "module.exports = { baseUrl: '/docs/' };\n",
    "mkdocs": "site_name: A\n",
    "vuepress": "export default { base: '/v/' }\n",
    "astro": "export default { base: '/b' }\n",
    "next": "module.exports = { basePath: '/n' }\n",
    "gitbook": "root: ./spec/\n",
}

FORMS: list[tuple[str, str, str]] = [
    ("hexo", "![a](«/images/a%20b.png»)", "source/images/a b.png"),
    ("hexo", "![a](<«/images/a b.png»> 'c')", "source/images/a b.png"),
    ("hexo", "![a](«/blog/images/雨.png»)", "source/images/雨.png"),
    ("hexo", "![a](«/images/%E9%9B%A8.png?v=2#x»)", "source/images/雨.png"),
    ("hexo", "![a](«c.png»)", "source/_posts/2024-05-06-rain/c.png"),
    ("hexo", "![a](«2024-05-06-rain/c.png»)", "source/_posts/2024-05-06-rain/c.png"),
    ("hexo", "![a](«../d%20(1).png»)", "source/d (1).png"),
    ("hexo", "![a][b]\n\n[b]: «/images/雨.png» 'c'", "source/images/雨.png"),
    ("hexo", "![b][]\n\n[b]: <«/images/a b.png»>", "source/images/a b.png"),
    ("hexo", "![b]\n\n[b]: «c.png»", "source/_posts/2024-05-06-rain/c.png"),
    ("hexo", "[![a](«/images/雨.png»)](/b)", "source/images/雨.png"),
    ("hexo", "<img src='« /images/雨.png »'>", "source/images/雨.png"),
    ("hexo", '<img alt="a > b" src="«/images/a b.png?x=1&amp;y=2»">', "source/images/a b.png"),
    ("hexo", "<img src=«c.png»>", "source/_posts/2024-05-06-rain/c.png"),
    ("hexo", "<img src='data:,' data-original='«/images/雨.png»'>", "source/images/雨.png"),
    ("hexo", "<img src='x' srcset='x 1x, «/images/雨.png» 2x'>", "source/images/雨.png"),
    ("hexo", "<img src='x' data-srcset='«/images/雨.png» 2x'>", "source/images/雨.png"),
    ("hexo", "<picture><source srcset='«/images/雨.png»'><img src='x'></picture>", "source/images/雨.png"),
    ("hexo", "<video poster='«/images/雨.png»'></video>", "source/images/雨.png"),
    ("hexo", "<input type=image src=«/images/雨.png»>", "source/images/雨.png"),
    ("hexo", "<object data='«/images/e.svg»'></object>", "source/images/e.svg"),
    ("hexo", "<embed src='«/images/e.svg»'>", "source/images/e.svg"),
    ("hexo", "<svg><image href='«/images/雨.png»'/></svg>", "source/images/雨.png"),
    ("hexo", "<svg><image xlink:href='«/images/雨.png»'/></svg>", "source/images/雨.png"),
    ("hexo", "<svg><use href='«/images/e.svg#rain»'/></svg>", "source/images/e.svg"),
    ("hexo", "<table background='«/images/雨.png»'></table>", "source/images/雨.png"),
    ("hexo", "<i style=\"background: url('«/images/a b.png»')\">x</i>", "source/images/a b.png"),
    ("hexo", "<style>\ni { background: url(«/images/雨.png») }\n</style>", "source/images/雨.png"),
    ("hexo", "---\ncover: «/images/雨.png»\n---\n", "source/images/雨.png"),
    ("hexo", "---\ncover: '«images/雨.png»'\n---\n", "source/images/雨.png"),
    ("hexo", "---\nphotos:\n- x\n- «c.png»\n---\n", "source/_posts/2024-05-06-rain/c.png"),
    ("hexo", "---\nphotos: [{url: '«/images/雨.png»'}]\n---\n", "source/images/雨.png"),
    ("hexo", "{% asset_img «c.png» Rain %}", "source/_posts/2024-05-06-rain/c.png"),
    ("hexo", "{% asset_img left '«c.png»' 20 30 '\"a\" \"b\"' %}", "source/_posts/2024-05-06-rain/c.png"),
    ("hexo", "<img src='{% asset_path «c.png» %}'>", "source/_posts/2024-05-06-rain/c.png"),
    ("hexo", "{% img left «/images/雨.png» 20 30 %}", "source/images/雨.png"),
    ("hexo", "![a](«/img/f.png»)", "themes/mist/source/img/f.png"),
    ("jekyll", "![a](«/assets/a.png»)", "assets/a.png"),
    ("jekyll", "![a](«/notes/assets/a.png»)", "assets/a.png"),
    ("jekyll", "![a]({{ site.baseurl }}«/assets/a.png»)", "assets/a.png"),
    ("jekyll", "![a]({{ site.url }}{{ site.baseurl }}«/assets/a.png»)", "assets/a.png"),
    ("jekyll", "![a]({{ '«/assets/a.png»' | relative_url }})", "assets/a.png"),
    ("jekyll", '<img src="{{ "«assets/a.png»" | absolute_url }}">', "assets/a.png"),
    ("jekyll", "![a]({% link «assets/a.png» %})", "assets/a.png"),
    ("jekyll", "![a](«/assets/b%20c.png»){: width='20'}", "assets/b c.png"),
    ("jekyll", "![a](«d.png»)", "img/2024/05/06/rain/d.png"),
    ("jekyll", "![a](«e.png»)", "_posts/e.png"),
    ("jekyll", '{% include figure.html src="«/assets/a.png»" %}', "assets/a.png"),
    ("jekyll", "{% include figure image_path=\"«/assets/a.png»\" alt='b' %}", "assets/a.png"),
    ("jekyll", "{% include image.html url='«assets/a.png»' %}", "assets/a.png"),
    ("jekyll", "{% responsive_image path: «assets/a.png» alt: 'b' %}", "assets/a.png"),
    ("jekyll", "{% picture thumb «assets/a.png» --alt b %}", "assets/a.png"),
    ("jekyll", "---\nheader:\n  teaser: «/assets/a.png»\n---\n", "assets/a.png"),
    ("jekyll", "---\nimage:\n  path: «/assets/a.png»\n---\n", "assets/a.png"),
    ("jekyll", '---\nheader-img: "«assets/a.png»"\n---\n', "assets/a.png"),
    ("jekyll", "<div style='background-image: url({{ site.baseurl }}«/assets/a.png»)'>b</div>", "assets/a.png"),
    ("hugo", "![a](«a.png»)", "content/posts/rain/a.png"),
    ("hugo", "![a](«./figures/b.png»)", "content/posts/rain/figures/b.png"),
    ("hugo", "![a](«/img/c.png»)", "static/img/c.png"),
    ("hugo", "![a](«/deep/img/c.png»)", "static/img/c.png"),
    ("hugo", "![a](«/e.png»)", "themes/mist/static/e.png"),
    ("hugo", "![a](«/posts/other/f.png»)", "content/posts/other/f.png"),
    ("hugo", "![a](«../other/f.png»)", "content/posts/other/f.png"),
    ("hugo", "![a](«../../../static/img/c.png»)", "static/img/c.png"),
    ("hugo", "<img src=«a.png»>", "content/posts/rain/a.png"),
    ("hugo", '{{< figure src="«a.png»" link="x.png" >}}', "content/posts/rain/a.png"),
    ("hugo", "{{% figure alt='b' src='«/img/c.png»' %}}", "static/img/c.png"),
    ("hugo", '{{< figure src="«img/c.png»" >}}', "static/img/c.png"),
    ("hugo", '{{< imgproc "«a.png»" Resize "20x" >}}b{{< /imgproc >}}', "content/posts/rain/a.png"),
    ("hugo", '{{< img src=«figures/b.png» alt="b" >}}', "content/posts/rain/figures/b.png"),
    ("hugo", '{{< ours "«d.png»" >}}', "assets/d.png"),
    ("hugo", '+++\ncover = { image = "«a.png»", alt = "b" }\n+++\n', "content/posts/rain/a.png"),
    ("hugo", '+++\nimages = ["«/img/c.png»"]\n+++\n', "static/img/c.png"),
    ("hugo", '+++\n[[resources]]\nsrc = "«figures/b.png»"\n+++\n', "content/posts/rain/figures/b.png"),
    ("hugo", '{\n  "featured_image": "«/img/c.png»"\n}\n', "static/img/c.png"),
    ("zola", "![a](«a.png»)", "content/blog/rain/a.png"),
    ("zola", "![a](«/b.png»)", "static/b.png"),
    ("zola", "![a](«../c.png»)", "content/blog/c.png"),
    ("zola", "<img src='«a.png»'>", "content/blog/rain/a.png"),
    ("zola", "![a](«/d.png»)", "themes/mist/static/d.png"),
    ("zola", '{{ resize_image(path="«blog/rain/a.png»", width=20) }}', "content/blog/rain/a.png"),
    ("zola", '{{ image(src="«a.png»") }}', "content/blog/rain/a.png"),
    ("zola", '{% figure(src="«a.png»") %}b{% end %}', "content/blog/rain/a.png"),
    ("zola", '+++\n[extra]\nimage = "«a.png»"\n+++\n', "content/blog/rain/a.png"),
    ("docusaurus", "![a](«./a.png»)", "docs/guide/a.png"),
    ("docusaurus", "![a](«../img/b.png»)", "docs/img/b.png"),
    ("docusaurus", "![a](«/img/c.png»)", "static/img/c.png"),
    ("docusaurus", "![a](«@site/static/img/c.png»)", "static/img/c.png"),
    ("docusaurus", "![a](«pathname:///img/c.png»)", "static/img/c.png"),
    ("docusaurus", "<img src='«/docs/img/c.png»' />", "static/img/c.png"),
    ("docusaurus", "<img src={require('«./a.png»').default} />", "docs/guide/a.png"),
    ("docusaurus", "<img src={require('«@site/static/img/c.png»').default} />", "static/img/c.png"),
    ("docusaurus", "<img src={useBaseUrl('«/img/c.png»')} />", "static/img/c.png"),
    ("docusaurus", "import A from '«../img/b.png»';\n\n<img src={A} />", "docs/img/b.png"),
    ("docusaurus", "import D from '«@site/src/d.svg»';\n\n<D />", "src/d.svg"),
    ("docusaurus", "---\nimage: «/img/c.png»\n---\n", "static/img/c.png"),
    ("docusaurus", "---\nimage: «./a.png»\n---\n", "docs/guide/a.png"),
    ("mkdocs", "![a](«a.png»)", "docs/guide/a.png"),
    ("mkdocs", "![a](«../assets/b.png»){ align=left }", "docs/assets/b.png"),
    ("mkdocs", "<img src='«../a.png»'>", "docs/guide/a.png"),
    ("mkdocs", "<img src='«../../assets/b.png»'>", "docs/assets/b.png"),
    ("mkdocs", "<img src='«c.png»'>", "docs/guide/rain/c.png"),
    ("mkdocs", "![a](«/assets/b.png»)", "docs/assets/b.png"),
    ("mkdocs", "![[«b.png»]]", "docs/assets/b.png"),
    ("mkdocs", "---\nimage: «assets/b.png»\n---\n", "docs/assets/b.png"),
    ("vuepress", "![a](«./a.png»)", "docs/guide/a.png"),
    ("vuepress", "![a](«/b.png»)", "docs/.vuepress/public/b.png"),
    ("vuepress", "![a](«/v/b.png»)", "docs/.vuepress/public/b.png"),
    ("vuepress", "<img src='«../img/c.png»'>", "docs/img/c.png"),
    ("vuepress", "![a](«@source/img/c.png»)", "docs/img/c.png"),
    ("vuepress", "<img :src=\"$withBase('«/b.png»')\">", "docs/.vuepress/public/b.png"),
    ("vuepress", "---\nheroImage: «/b.png»\n---\n", "docs/.vuepress/public/b.png"),
    ("vitepress", "![a](«./a.png»)", "docs/guide/a.png"),
    ("vitepress", "![a](«/b.png»)", "docs/public/b.png"),
    ("vitepress", "<img :src=\"withBase('«/b.png»')\">", "docs/public/b.png"),
    ("vitepress", "![a](«@/img/c.png»)", "docs/img/c.png"),
    ("vitepress", "<script setup>\nimport c from '«../img/c.png»'\n</script>\n", "docs/img/c.png"),
    ("vitepress", "---\nhero:\n  image:\n    src: «/b.png»\n---\n", "docs/public/b.png"),
    ("astro", "![a](«./a.png»)", "src/content/blog/a.png"),
    ("astro", "![a](«../../assets/b.png»)", "src/assets/b.png"),
    ("astro", "![a](«/c.png»)", "public/c.png"),
    ("astro", "![a](«/b/c.png»)", "public/c.png"),
    ("astro", "![a](«~/assets/b.png»)", "src/assets/b.png"),
    ("astro", "![a](«@assets/b.png»)", "src/assets/b.png"),
    ("astro", "import b from '«../../assets/b.png»';\n\n<Image src={b} />", "src/assets/b.png"),
    ("astro", "import d from '«@images/d.png»';\n", "src/images/d.png"),
    ("astro", "<Image src='«/c.png»' />", "public/c.png"),
    ("astro", "---\nheroImage: '«./a.png»'\n---\n", "src/content/blog/a.png"),
    ("eleventy", "![a](«/img/b.png»)", "src/img/b.png"),
    ("eleventy", "![a]({{ '«/img/b.png»' | url }})", "src/img/b.png"),
    ("eleventy", '{% image "«./a.png»", "b" %}', "src/posts/a.png"),
    ("eleventy", '{% image "«assets/d.png»" "b" %}', "assets/d.png"),
    ("eleventy", '{% image "«./src/img/b.png»", "b" %}', "src/img/b.png"),
    ("eleventy", '{% include "«e.svg»" %}', "src/_includes/e.svg"),
    ("eleventy", "<img src='«/c.png»'>", "public/c.png"),
    ("eleventy", "---\nimage: «/img/b.png»\n---\n", "src/img/b.png"),
    ("gatsby", "![a](«./a.png»)", "content/blog/rain/a.png"),
    ("gatsby", "![a](«/b.png»)", "static/b.png"),
    ("gatsby", "<StaticImage src='«./a.png»' alt='' />", "content/blog/rain/a.png"),
    ("gatsby", "<img src={withPrefix('«/b.png»')} />", "static/b.png"),
    ("gatsby", "---\nfeaturedImage: «./a.png»\n---\n", "content/blog/rain/a.png"),
    ("next", "![a](«/b.png»)", "public/b.png"),
    ("next", "<Image src='«/n/b.png»' />", "public/b.png"),
    ("next", "<Image src={`«/posts/rain/c.png»`} />", "public/posts/rain/c.png"),
    ("next", "import d from '«@/src/d.png»';\n\n<Image src={d} />", "src/d.png"),
    ("next", "---\nogImage:\n  url: «/b.png»\n---\n", "public/b.png"),
    ("pelican", "![a](«{static}/images/a.png»)", "content/images/a.png"),
    ("pelican", "![a](«{static}b.png»)", "content/posts/b.png"),
    ("pelican", "![a](«{attach}rain/c.png»)", "content/posts/rain/c.png"),
    ("pelican", "![a](«|filename|/images/a.png»)", "content/images/a.png"),
    ("pelican", "{% img left «{static}/images/a.png» 20 %}", "content/images/a.png"),
    ("pelican", "<img src='«/images/a.png»'>", "content/images/a.png"),
    ("gitbook", "![](<«.gitbook/assets/a (1) (1).png»>)", "spec/.gitbook/assets/a (1) (1).png"),
    ("gitbook", "![](«.gitbook/assets/a%20(1)%20(1).png»)", "spec/.gitbook/assets/a (1) (1).png"),
    ("gitbook", "<figure><img src='«img/b.png»' alt=''></figure>", "spec/img/b.png"),
    ("gitbook", "![](«../.gitbook/assets/c.png»)", ".gitbook/assets/c.png"),
    ("gitbook", "---\ncover: «img/b.png»\n---\n", "spec/img/b.png"),
    ("plain", "![a](«a.png»)", "notes/a.png"),
    ("plain", "![a](«../img/b.png»)", "img/b.png"),
    ("plain", "![[«c d.png»|300]]", "notes/attachments/c d.png"),
    ("plain", "![[«attachments/c d.png»]]", "notes/attachments/c d.png"),
    ("plain", "![a](«/e.png»)", "e.png"),
]


def test_there_are_forms_for_every_generator() -> None:
    assert {generator for generator, _, _ in FORMS} == set(SITES) == set(names())
    assert len(FORMS) >= 120
    assert len(set(FORMS)) == len(FORMS)


@pytest.mark.parametrize("generator", SITES)
def test_forms_and_files(generator: str, tmp_path: Path) -> None:
    post, known_by, pictures = SITES[generator]
    for path in (post, known_by, *pictures):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(CONFIGURATIONS.get(generator, "") if path == known_by else "", "utf-8")
    site = Sites(tmp_path).for_file(tmp_path / post)
    assert site.generator.name == generator
    wrong = []
    for _, marked, file in (form for form in FORMS if form[0] == generator):
        start, end = marked.index("«"), marked.index("»") - 1
        text = marked.replace("«", "").replace("»", "") + "\n"
        found = [image for image in Document(post, text, site).images if image.target_span == Span(start, end)]
        leads = [site.resolve(post, image.target, image.source) for image in found if not image.opaque]
        if leads != [Resolution("found", file)]:
            wrong.append((marked, leads))
    assert wrong == []


# What a missing picture may have been

PORT = (
    *("source/uploads/2019/port.jpg", "source/uploads/2020/quay.png", "source/uploads/2019/figure1.png"),
    *(
        "source/uploads/2019/harbour-at-night.jpg",
        "source/a/twice.png",
        "source/b/twice.png",
        "public/uploads/built.png",
    ),
    *("source/_posts/rain/beside.png", "source/_posts/other.md", "source/uploads/2019/big picture.png"),
)


@pytest.mark.parametrize(
    ("target", "path", "likeness", "address"),
    [
        ("/uploads/2019/port-300x200.jpg", "source/uploads/2019/port.jpg", "size", "/uploads/2019/port.jpg"),
        (
            "/uploads/2019/port-e1300812553364-150x150.jpg?x",
            "source/uploads/2019/port.jpg",
            "size",
            "/uploads/2019/port.jpg",
        ),
        ("/uploads/2018/port-300x200.jpg", "source/uploads/2019/port.jpg", "size", "/uploads/2019/port.jpg"),
        ("/uploads/2019/port.webp", "source/uploads/2019/port.jpg", "suffix", "/uploads/2019/port.jpg"),
        ("/uploads/2018/quay.png", "source/uploads/2020/quay.png", "place", "/uploads/2020/quay.png"),
        ("/blog/uploads/2018/quay.png", "source/uploads/2020/quay.png", "place", "/blog/uploads/2020/quay.png"),
        ("../img/quay.png", "source/uploads/2020/quay.png", "place", "../uploads/2020/quay.png"),
        ("/img/big%20picture.png", "source/uploads/2019/big picture.png", "place", "/uploads/2019/big%20picture.png"),
        ("C:\\Users\\ann\\quay.png", "source/uploads/2020/quay.png", "place", "../uploads/2020/quay.png"),
        ("/uploads/2019/harbour-at-nigth.jpg", "source/uploads/2019/harbour-at-night.jpg", "name", None),
        ("/uploads/2019/figure2.png", None, None, None),
        ("/uploads/twice.png", None, None, None),
        ("/img/built.png", None, None, None),
        ("/img/nothing-like-it.png", None, None, None),
        ("/" + "x" * 5000 + ".png", None, None, None),
        ("/img/quay", None, None, None),
    ],
)
def test_which_picture_may_be_meant(target: str, path: str | None, likeness: str | None, address: str | None) -> None:
    post = "source/_posts/rain.md"
    site = Site("x", "hexo", base="/blog/", files=(post, *PORT))
    found = site.suggest(post, target, "markdown", site.resolve(post, target, "markdown"))
    assert found == (None if path is None else (path, likeness, address))
    if address is not None:
        assert site.resolve(post, address, "markdown") == Resolution("found", path)


def test_ten_thousand_pictures_are_looked_up_in_less_than_a_second() -> None:
    files = [f"source/images/{number % 40}/{number}.png" for number in range(2000)]
    site = Site("x", "hexo", files=("source/_posts/a.md", *files))
    text = "".join(f"![a](/images/{number % 40}/{number}.png)\n\n" for number in range(0, 2000, 10))

    def look_up() -> None:
        for _ in range(50):
            assert {found.status for _, found in Document("source/_posts/a.md", text, site).local_images} == {"found"}

    takes(look_up, 2)  # with the parsing of 50 posts; alone it takes a tenth of a second


@pytest.mark.parametrize(
    ("generator", "post", "text", "statuses"),
    [
        ("hexo", "source/_posts/a.md", "{% asset_img none.png %}", ["missing"]),
        ("hexo", "source/_posts/a.md", "{% fullimage /none.png %} {% ours none.png %}", ["unknown", "unknown"]),
        ("hugo", "content/a.md", '{{< figure src="none.png" >}} {{< image src="none.png" >}}', ["missing", "unknown"]),
        ("jekyll", "_posts/a.md", "{% include figure.html src='none.png' %}", ["unknown"]),
        ("jekyll", "_posts/a.md", "{% picture none.png %} {% link none.png %}", ["missing", "missing"]),
        (
            "zola",
            "content/a.md",
            '{{ resize_image(path="none.png") }} {{ image(src="none.png") }}',
            ["missing", "unknown"],
        ),
    ],
)
def test_what_tags_of_a_site_do_is_not_known(generator: str, post: str, text: str, statuses: list[str]) -> None:
    found = Document(post, text, Site("x", generator, files=(post, "source/x", "static/x"))).local_images
    assert [one.status for _, one in found] == statuses


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
        "<img srcset='" + "a.png 1x, " * 30_000 + "'>",
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
    def read() -> None:
        assert len(doc(text).images) < 400_000

    takes(read, 5)


def test_hostile_scripts_take_linear_time() -> None:
    def read(text: str) -> None:
        assert not list(scripts.imports(text, 0, len(text)))
        assert scripts.expression(text, 0, len(text), ()) is None

    for text in ("import " * 40_000, "import a from " * 20_000, "require('" * 30_000, "import" + " " * 300_000):
        takes(partial(read, text), 2)


def test_templates_in_srcset_keep_their_blanks() -> None:
    post = doc("<img src='{{ a }}/b.png' srcset='{{ a }}/b.png 1x, c.png 2x'>")
    assert [(one.target, one.opaque) for one in post.images] == [
        ("{{ a }}/b.png", True),
        ("{{ a }}/b.png", True),
        ("c.png", False),
    ]
