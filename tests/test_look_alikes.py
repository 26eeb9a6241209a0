"""What only looks like residue: programs read it, authors mean it, and a run with the defaults says nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Outcome

Run = Callable[..., Outcome]

POSTS = {
    "comments that are read by a program": (
        "<!-- @include: @foot.snippet.md -->\n"
        "\n"
        "<!-- md:version 9.1.0 --> x <!-- md:default none --> y <!-- md:flag experimental -->\n"
        "\n"
        "<!-- keeps the parser from joining the two lists -->\n"
        "\n"
        "<!-- markdown separator -->\n"
        "\n"
        "<!--more-->\n"
        "\n"
        "<!-- more -->\n"
        "\n"
        "<!-- truncate -->\n"
        "\n"
        "<!--break-->\n"
        "\n"
        "<!-- end excerpt -->\n"
        "\n"
        "<!-- TOC depthFrom:2 -->\n"
        "<!-- /TOC -->\n"
        "\n"
        "<!-- GFM-TOC -->\n"
        "\n"
        "<!-- START doctoc generated TOC please keep comment here to allow auto update -->\n"
        "\n"
        "<!-- end of the hand-made [toc] -->\n"
        "\n"
        "<!-- markdownlint-disable MD033 -->\n"
        "<!-- textlint-disable terminology -->\n"
        "<!-- eslint-skip -->\n"
        "<!-- prettier-ignore -->\n"
        "<!-- htmlmin:ignore -->\n"
        "\n"
        "<!--html_preserve-->x<!--/html_preserve-->\n"
        "\n"
        "<!-- #region home -->\n"
        "<!-- #endregion home -->\n"
        "\n"
        "<!--googleoff: all--><!--googleon: all-->\n"
        "\n"
        '<!--[if lt IE 9]><script src="/a.js"></script><![endif]-->\n'
        "<!--[if !mso]><!--> x <!--<![endif]-->\n"
        "\n"
        "[//]: # (note)\n"
        "\n"
        "<!-- ACTION REQUIRED: x -->\n"
    ),
    "markup that is shown": (
        '```js {1,3} title="x"\n'
        '<!-- wp:x --> <span style="color: blue;">a</span> <script>1</script>\n'
        "```\n"
        "\n"
        '<pre><span style="color: blue;">public</span></pre>\n'
        "\n"
        "~~~\n"
        "<font>\n"
        "~~~\n"
        "\n"
        "| `%EF%BC%9C` | FULLWIDTH LESS\xadTHAN SIGN | < |\n"
        "\n"
        "{% raw %}\n"
        '<font face="x">a</font>\n'
        "{% endraw %}\n"
        "\n"
        "`` <!-- a --> ``\n"
        "\n"
        "<textarea>a <b></b></textarea>\n"
    ),
    "templates and other dialects": (
        '![a]({{ site.baseurl }}/x.png) <img src="{{ page.image }}"> <img '
        'src="{{site.cdnurl}}/assets/a.png" alt="a > b">\n'
        "\n"
        '<img src="https://www.zhihu.com/equation?tex=a" alt="\\mathbb{Z}_5[x]/< p(x)>">\n'
        "\n"
        "%[https://x.org/a]\n"
        "\n"
        '![](https://x.org/a.png){: width="200px"} ![a](https://x.org/f.ico){:.center} '
        '![a](https://x.org/b.png){width="50%"}\n'
        "\n"
        '!!! alert alert-warning "D"\n'
        "\n"
        ":::note\n"
        "x\n"
        ":::\n"
        "\n"
        "[[wiki]]\n"
        "\n"
        "{% link https://dev.to/a %}\n"
        "\n"
        "![Photo by [H](https://unsplash.com/@x?utm_source=unsplash&utm_medium=referral) on "
        "[U](https://unsplash.com?utm_source=unsplash&utm_medium=referral)](https://cdn-images-1.medium.com/a)\n"
        "\n"
        "[b](https://amazon.com/dp/1?tag=heronbooks-20) `utm_source`, `fbclid`\n"
        "\n"
        '<Badge text="O" />\n'
        "\n"
        '<a @click="x" :src="y" v-bind="z" href="/">x</a>\n'
    ),
    "look-alikes": (
        "Title\n"
        "=======\n"
        "\n"
        "x\n"
        "\n"
        '<a rel="license" href="https://x.org"><img alt="CC" style="border-width:0" src="https://x.org/cc.png"></a>\n'
        "\n"
        '<img src="https://x.org/img/icon_wechat.png" width="0" height="0" />\n'
        "\n"
        '## x <a href="#docs-internal-guid-d85f59a4-7fff" id="docs-internal-guid-d85f59a4-7fff"></a>\n'
        "\n"
        '<div id="root"></div><div class="clearfix"></div> <i class="fa fa-star"></i> <span '
        'class="icon-x" aria-hidden="true"></span>\n'
        "\n"
        "<table><tr><td></td></tr></table>\n"
        "\n"
        '<p id="premium-sponsors">&nbsp;</p>\n'
        "\n"
        '<figure><img src="https://x.org/a.png"><figcaption></figcaption></figure>\n'
        "\n"
        "\U0001f469\u200d\U0001f467 \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 "
        "Silben\xadtrennung \u2764\ufe0f \u200f\u0639\u0631\u0628\u064a\n"
        "\n"
        "technorati evernote endzone dzone kick it ad. mso-dumper pkix-ocsp Alexander Graf "
        "notranslate mdnice darkreader spm\n"
        "\n"
        '<a href="javascript:;">1</a>\n'
        "\n"
        '<form action="https://www.paypal.com/x"></form>\n'
        "\n"
        '<iframe src="//player.bilibili.com/player.html?aid=1"></iframe>\n'
        "\n"
        '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">x</p></blockquote> <script async '
        'src="https://platform.twitter.com/widgets.js"></script>\n'
        "\n"
        '**<font color="#CC0000">Red</font>** x <span style="color: red">r</span> <div '
        'style="text-align:center">c</div> <img src="https://x.org/z.png" style="zoom:50%"> <div '
        'style="flex: auto;">y</div>\n'
        "\n"
        "译文出自：[掘金翻译计划](https://github.com/xitu/gold-miner)\n"
    ),
}


@pytest.mark.parametrize("what", POSTS)
def test_nothing_is_said(what: str, tmp_path: Path, run: Run) -> None:
    (tmp_path / "post.md").write_text(f"---\ntitle: Herons\n---\n\n{POSTS[what]}", encoding="utf-8", newline="")
    outcome = run("check", "post.md", "--output-format", "concise", cwd=tmp_path)
    assert (outcome.status, outcome.out) == (0, "1 file checked, nothing found\n")
