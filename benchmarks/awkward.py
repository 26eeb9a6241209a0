"""Made-up posts that are awkward to fix without harm, the same ones for the same seed.

`generate(folder, count, seed)` writes a small Hexo site whose posts have what real repositories have and fixers trip
over: blank lines or a byte order mark before the front matter, Windows and mixed newlines, YAML with comments and
quotes, TOML and JSON, templates, HTML blocks, examples of markup in code, Chinese headings that end in 。, hard line
breaks, footnotes, comments that are instructions; and the residue that copydesk removes, in the middle of all that.
Every post depends on the seed and its own number only, and every awkward thing comes at least once in each
`len(BLOCKS)` posts.

As a script: ``python benchmarks/awkward.py FOLDER [--posts N] [--seed N]``.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from random import Random

from posts import CHINESE, CONFIG, ENGLISH, GIF, JPEG, PACKAGE, SHELL, Desk

PICTURES = ("/images/port.jpg", "/images/Harbour-Map.JPG", "/images/2024/pier.gif")
MDX_EVERY = 17  # one post in so many is MDX

Maker = Callable[[Desk], str]


# Markdown that can be written in several ways


def emphasis(desk: Desk) -> str:
    """Return emphasis with both marks, inside words and against full-width signs."""
    return desk.pick(
        (
            f"_{desk.phrase()}_ and *{desk.phrase()}*, __{desk.phrase()}__ and **{desk.phrase()}**.",
            f"un*frigging*believable snake_case_name and __init__.py, *a*b*c*, 5 * 3 * 2 = {desk.number(30, 31)}.",
            f"**“{desk.phrase()}”**说，**{desk.phrase()}：**后面，*{desk.phrase()}*。",
            f"***{desk.phrase()}*** and **{desk.phrase()} *{desk.phrase()}***, ~~{desk.phrase()}~~.",
            f"***\n\n{desk.sentence()}\n\n- - -\n\n{desk.sentence()}\n\n_____",
        )
    )


def setext(desk: Desk) -> str:
    """Return headings that are underlined."""
    return (
        f"{desk.phrase()}\n{'=' * desk.number(3, 12)}\n\n{desk.prose(1, 2)}\n\n{desk.phrase()}\n---\n\n"
        f"{desk.sentence()}"
    )


def chinese_heading(desk: Desk) -> str:
    """Return headings that end in full-width signs, which belong to what they say."""
    sign = desk.pick(("。", "！", "；", "：", "，", "!", ".", "?"))
    return f"## {desk.phrase()}{sign}\n\n{desk.prose(1, 2)}\n\n### {desk.phrase()}！\n{desk.sentence()}"


def odd_heading(desk: Desk) -> str:
    """Return headings without blank lines, with closing marks, ids, or too many blanks."""
    return desk.pick(
        (
            (
                f"##  {desk.phrase()} ##\n{desk.sentence()}\n#### {desk.phrase()} {{#part-{desk.number(1, 99)}}}\n"
                f"{desk.sentence()}"
            ),
            f"#{desk.phrase()}\n\n{desk.sentence()}",
            f"   ## {desk.phrase()}\n{desk.sentence()}\n\n## {desk.phrase()}\n## {desk.phrase()}",
            f"# {desk.phrase()}\n\n{desk.sentence()}\n\n# {desk.phrase()}\n\n**{desk.phrase()}**\n\n{desk.sentence()}",
        )
    )


def hard_breaks(desk: Desk) -> str:
    """Return lines that are broken by two blanks, by more, and by a backslash."""
    return f"{desk.sentence()}  \n{desk.sentence()}   \n{desk.sentence()}\\\n{desk.sentence()}<br>\n{desk.sentence()}"


def nested_list(desk: Desk) -> str:
    """Return nested lists with all kinds of marks and indentation."""
    return desk.pick(
        (
            f"* {desk.phrase()}\n  * {desk.phrase()}\n    * {desk.phrase()}\n* {desk.phrase()}\n\n  {desk.sentence()}",
            (
                f"1. {desk.phrase()}\n   - {desk.phrase()}\n   - {desk.phrase()}\n2. {desk.phrase()}\n\n"
                f"   {desk.sentence()}"
            ),
            (
                f"- {desk.phrase()}\n    - {desk.phrase()}\n        - {desk.phrase()}\n\n+ {desk.phrase()}\n"
                f"+ {desk.phrase()}"
            ),
            f"3) {desk.phrase()}\n4) {desk.phrase()}\n\n1. {desk.phrase()}\n1. {desk.phrase()}\n1. {desk.phrase()}",
            f"* {desk.phrase()}\n\n\n* {desk.phrase()}\n- {desk.phrase()}\n\t- {desk.phrase()}\n\t- {desk.phrase()}",
            f"- [ ] {desk.phrase()}\n- [x] {desk.phrase()}\n    {desk.phrase()}",
            f"{desk.sentence()}\n- {desk.phrase()}\n- {desk.phrase()}\n{desk.sentence()}",
            f"2024. {desk.phrase()}\n\n-   {desk.phrase()}\n\n    > {desk.sentence()}\n    > {desk.sentence()}",
        )
    )


def fence_in_list(desk: Desk) -> str:
    """Return code in a list."""
    body = SHELL.replace("\n", "\n   ")
    return (
        f"1. {desk.phrase()}\n\n   ```sh\n   {body}\n   ```\n\n2. {desk.phrase()}:\n\n"
        f"       indented {desk.number(1, 9)}\n       \tcode\n3. {desk.phrase()}"
    )


def indented_code(desk: Desk) -> str:
    """Return an indented code block, which is somebody's example."""
    return (
        f'{desk.sentence()}\n\n    <p onclick="go()">{desk.phrase()}</p>\n'
        f"    <!-- news_keyword_pub,stock,sz300024 -->\n\n\n    $ make  all\n\n{desk.sentence()}"
    )


def fenced_code(desk: Desk) -> str:
    """Return fenced code that nobody may touch: tabs, blanks at line ends, markup, fences inside fences."""
    return desk.pick(
        (
            "```make\nall:\n\tcc -o main main.c   \n\n\n\techo done\n```",
            "~~~\n$ ls  \n* not a list\n# not a heading\n~~~",
            '````md\n```js\nlet  a = {b:1}\n```\n````\n\n```js {1,3} title="x"\nconst a = {b:1,c:[1,2]};;\n```',
            '```json\n{"a":1,"b":[1,2,\n3]}\n```\n\n```yaml\na:   1\nb: [1,2]\n```\n\n```css\na{color:red}\n```',
            (
                '```html\n<img src="https://pixel.wp.com/b.gif?host=x" width="1">\n'
                f"<a ping='/p' style='font-family:Arial;mso-a:b'>{desk.phrase()}</a>\n```"
            ),
            "```diff\n-a\n+b \n```\n\n```\nno language\n```\n```python\nprint( 'x' )\n```",
            "```html\n{% raw %}{{ page.title }}{% endraw %}\n```",
        )
    )


def inline_code(desk: Desk) -> str:
    """Return code in running text."""
    return (
        f'`` a ` b `` and ` x ` and `<a ping="/p">` and `utm_source=x` and `{desk.number(1, 9)}  blanks`. '
        f"{desk.sentence()}"
    )


def quotation(desk: Desk) -> str:
    """Return quotations, nested and lazy."""
    return (
        f"> {desk.sentence()}\n{desk.sentence()}\n>\n>> {desk.sentence()}\n>\n>     code {desk.number(1, 9)}\n\n"
        f">{desk.phrase()}\n>  {desk.phrase()}"
    )


def table(desk: Desk) -> str:
    """Return tables: uneven, with pipes in cells, without outer pipes."""
    return desk.pick(
        (
            f"| {desk.phrase()} | b |\n|:-|-:|\n| `a\\|b` | {desk.phrase()} |\n| 1 |\n| 1 | 2 | 3 |",
            f"名称 | 数量\n--- | :---:\n{desk.phrase()} | {desk.number(1, 99)}\n{desk.phrase()} | ",
            f"|a|b|\n|---|---|\n|{desk.phrase()}<br>{desk.phrase()}|[x](/a)|\n{desk.sentence()}",
        )
    )


def references(desk: Desk) -> str:
    """Return links by reference, some of them defined in odd places, and a comment in the shape of a definition."""
    number = desk.number(1, 99)
    return (
        f"[{desk.phrase()}][a{number}], [B{number}][], [c{number}] and [not one] and ![p][pic{number}].\n\n"
        f'[a{number}]: {desk.page()} "A title"\n[b{number}]: <{desk.page()}>\n\n'
        f"[//]: # (nobody sees this)\n\n{desk.sentence()}\n\n"
        f"[C{number}]:\n    {desk.page()}\n[pic{number}]: /images/port.jpg\n[unused{number}]: {desk.page()}"
    )


def footnotes(desk: Desk) -> str:
    """Return footnotes."""
    number = desk.number(1, 99)
    return (
        f"{desk.sentence()}[^{number}] {desk.sentence()}[^note-{number}]\n\n[^{number}]: {desk.sentence()}\n\n"
        f"    {desk.sentence()}\n[^note-{number}]: once"
    )


def bare_addresses(desk: Desk) -> str:
    """Return addresses that are no links to CommonMark and links to most generators."""
    return (
        f"{desk.page()} and {desk.page()}_a_b_ (see {desk.page()}), <{desk.page()}>, www.example.org, "
        f"desk@example.org。{desk.page()}，{desk.phrase()}"
    )


def odd_links(desk: Desk) -> str:
    """Return links with parentheses, blanks, escapes, titles, blanks inside the brackets."""
    return (
        f"[{desk.phrase()}](https://example.org/a_(b)) [ {desk.phrase()} ](<https://example.org/a b> 'T') "
        f"[a\\]b](https://example.org/\\*x) [中文](https://example.org/维基?q=中&amp;x=1) [](/empty) "
        f"[{desk.page()}]({desk.page()}) [![p](/images/port.jpg)]({desk.page()})"
    )


def escapes(desk: Desk) -> str:
    """Return signs that mean something to Markdown and are escaped, or need no escape."""
    return (
        f"1\\. {desk.phrase()} \\* \\_a\\_ &copy; &lt;b&gt; &amp;nbsp; &nbsp; a_b *, 2 < 3 > 1, [x], # no, + no, ~ "
        "^ ` $5 and $6. C:\\new\\table"
    )


def emoji(desk: Desk) -> str:
    """Return emoji of several characters, full-width signs, invisible characters inside words."""
    return (
        f"👩‍👩‍👧 e\u0301 🇨🇳 ☺️ {desk.phrase()}，“{desk.phrase()}”（{desk.phrase()}）——……　　{desk.sentence()} "
        "zero\u200bwidth soft\u00adhyphen no\u00a0break line\u2028separator"
    )


def trailing_blanks(desk: Desk) -> str:
    """Return lines that end in blanks and tabs, and several empty lines in a row."""
    return f"{desk.sentence()} \n{desk.sentence()}\t\n   \n\n\n \n{desk.sentence()}    \n\n\n\n"


def block_marks(desk: Desk) -> str:
    """Return lines that generators give a meaning to."""
    return desk.pick(
        (
            f":::tip {desk.phrase()}\n{desk.sentence()}\n:::",
            f'!!! note "{desk.phrase()}"\n    {desk.sentence()}',
            f"[TOC]\n\n[[toc]]\n\n[[{desk.phrase()}]]",
            f"{desk.sentence()}\n{{: .lead }}\n\n## {desk.phrase()} {{: #part }}\n\n* {desk.phrase()}\n{{:toc}}",
            "$$ a_1 * b_2 * c $$ and $$\n\\sum_{i=1}^n x_i\\\\\ny_i\n$$",
        )
    )


# Templates


def liquid(desk: Desk) -> str:
    """Return Liquid and Nunjucks, in text, in addresses, in attributes, around code."""
    return desk.pick(
        (
            f"{{% if page.lead %}}\n{desk.sentence()}\n{{% endif %}}",
            (
                f'[{desk.phrase()}]({{{{ site.baseurl }}}}/a_b_c) ![]({{{{ "/images/x y.png" | url }}}}) {{{{ '
                "page.title }}"
            ),
            (
                '<a href="{{ site.url }}/?utm_source=x" target="_blank" data-sudaclick="{{ id '
                f'}}}}">{desk.phrase()}</a>'
            ),
            "{% highlight ruby %}\nputs  'x' * 2 \n\n\n* a\n{% endhighlight %}",
            "{% raw %}\n{{ a }}  *b*\n{% endraw %}\n\n{% codeblock lang:js %}\nlet a = '*'\n{% endcodeblock %}",
            f"{{% asset_img port.jpg {desk.phrase()} %}}\n{{% post_url 2024-05-06-x %}}\n{{# a * comment * #}}",
            f"- {{% include x.html a='*b*' %}}\n- {{{{ a | b: '_c_' }}}}_{desk.phrase()}_",
        )
    )


def shortcodes(desk: Desk) -> str:
    """Return Hugo's shortcodes, and EJS."""
    return desk.pick(
        (
            (
                f'{{{{< figure src="/images/port.jpg" title="*{desk.phrase()}*" >}}}}\n\n{{{{% notice %}}}}\n'
                f"{desk.sentence()}\n{{{{% /notice %}}}}"
            ),
            f'{desk.sentence()} {{{{< ref "a_b_c.md" >}}}}, [x]({{{{< relref "#a" >}}}}) {{{{<youtube _x_>}}}}',
            "{{< highlight go >}}\nfunc  main() { }\n\n\n* a\n{{< /highlight >}}",
            f'{{{{<details\n  title="{desk.phrase()}"   open=true>}}}}\n{desk.sentence()}\n{{{{</details>}}}}',
            f"<%- include('x', {{a: 1}}) %>\n\n{desk.sentence()} <%= a * b %>",
            f"* {{{{< icon star >}}}} {desk.phrase()}\n* {{{{% icon star %}}}} {desk.phrase()}",
        )
    )


# HTML


def html_block(desk: Desk) -> str:
    """Return HTML blocks with Markdown near them."""
    return desk.pick(
        (
            f'<div class="note">\n{desk.sentence()} *no emphasis*\n</div>\n{desk.sentence()}',
            f"<div class='note'>\n\n{desk.sentence()} *emphasis*\n\n</div>",
            f"<table>\n<tr><td>{desk.phrase()}</td>\n\n<td>{desk.phrase()}</td></tr>\n</table>",
            f"<P ALIGN=center><FONT color=red>{desk.phrase()}</FONT>\n<p>{desk.phrase()}",
            f"<pre>\n  {desk.phrase()}\n\n\t*x*   \n</pre>",
            f"<center><b>{desk.phrase()}</b></center>\n* {desk.phrase()}",
        )
    )


def details(desk: Desk) -> str:
    """Return a part that opens on a click."""
    return (
        f"<details>\n<summary>{desk.phrase()}</summary>\n\n{desk.prose(1, 2)}\n\n    <p>code</p>\n\n"
        f"- {desk.phrase()}\n</details>"
    )


def working_comment(desk: Desk) -> str:
    """Return comments that are instructions."""
    return desk.pick(
        (
            f"{desk.sentence()}\n\n<!--more-->\n\n{desk.sentence()}",
            f"{desk.sentence()}\n<!-- more -->\n{desk.sentence()}",
            f"<!-- truncate -->\n{desk.sentence()}\n<!-- toc -->",
            (
                f"<!--[if lt IE 9]><p>{desk.phrase()}</p><![endif]-->\n<!-- prettier-ignore -->\n| a | b |\n"
                "|--|--|\n| 1 | 2 |"
            ),
            f"<!-- START doctoc -->\n- [{desk.phrase()}](#a)\n<!-- END doctoc -->\n<!-- markdownlint-disable MD033 -->",
            f"- {desk.phrase()}\n\n<!-- -->\n\n- {desk.phrase()}",
        )
    )


def attribute_values(desk: Desk) -> str:
    """Return tags that are hard to read: signs in values, no quotes, line breaks, entities."""
    return (
        f'<img alt="a > b" src="/images/port.jpg" title=\'{desk.phrase()}\'\n   width=300/> '
        f'<a href=\'/a?b=1&amp;c=2&copy=3\' title="it\'s">{desk.phrase()}</a> <input disabled value="&quot;x&quot;">'
    )


# Residue, for copydesk to remove


def tracked(desk: Desk) -> str:
    """Return links and pictures with tracking parameters, in every way an address can be written."""
    tail = desk.pick(("utm_source=feed&utm_medium=rss", "fbclid=IwAR0abc", "spm=a2c4g.11186623.0.0.1", "gclid=Ea-1"))
    page = desk.page()
    return desk.pick(
        (
            f"[{desk.phrase()}]({page}?{tail}) and [{desk.phrase()}]({page}?id=7&{tail}#part)",
            f"<{page}?{tail}> {desk.sentence()} [{page}?{tail}]({page}?{tail})",
            f'<a href="{page}?{tail.replace("&", "&amp;")}">{page}?{tail.replace("&", "&amp;")}</a> {desk.phrase()}',
            f"[{desk.phrase()}][t] ![p][t]\n\n[t]: <{page}?{tail}> 'T'",
            (
                f"[a_(b)]({page}_(c)?{tail}) | [中]({page}/维基?{tail}&q=中文)\n"
                f"- [{desk.phrase()}]({page}?utm\\_source=x&b=1)"
            ),
            (
                f"![{desk.phrase()}](https://img.example.net/a.jpg?{tail})\n\n"
                f"> [{desk.phrase()}]({page}/?{tail})  \n> {desk.sentence()}"
            ),
            f"| a | b |\n|--|--|\n| [{desk.phrase()}]({page}?{tail}) | <{page}?{tail}> |",
            f'`{page}?{tail}` and {page}?{tail} and [x]({page}?{tail} "{page}?{tail}")',
        )
    )


def vendor_comments(desk: Desk) -> str:
    """Return comments of trackers and page templates, also between lines of text and in lists."""
    comment = desk.pick(
        (
            "<!-- news_keyword_pub,stock,sz300024 -->",
            "<!-- 正文下iframe -->",
            "<!-- AddThis Button BEGIN -->",
            "<!-- wp:paragraph -->",
        )
    )
    return desk.pick(
        (
            f"{desk.sentence()}\n{comment}\n{desk.sentence()}",
            f"<p>{desk.sentence()}{comment}</p>\n{comment}\n\n{desk.sentence()}",
            f"- {desk.phrase()} {comment}\n  {comment}\n- {desk.phrase()}\n{comment}\n- {desk.phrase()}",
            f"> {desk.sentence()}\n> {comment}\n> {desk.sentence()}\n\n{comment}{comment}\n{desk.sentence()}",
            f"<div>\n{desk.sentence()}\n\n{comment}\n\n</div>\n{comment}\n## {desk.phrase()}\n{comment}\n***",
            f"{desk.sentence()}  \n{comment}\n{desk.sentence()}\n\n{comment}\n    {desk.phrase()}",
            (
                f"{comment}\n---\n{desk.sentence()}\n\n{desk.phrase()}\n{comment}\n===\n\n* {desk.phrase()}\n\n"
                f"{comment}\n\n* {desk.phrase()}"
            ),
            f"{comment} *{desk.phrase()}*\n{desk.sentence()}\n\n{desk.sentence()}{comment}\n\n`{comment}`",
        )
    )


def tracking_attributes(desk: Desk) -> str:
    """Return tags with attributes that report clicks, among others that have to stay as they are."""
    return desk.pick(
        (
            f"<a href='/a?b=1&c' data-sudaclick=\"x > y\" class=k>{desk.phrase()}</a> {desk.sentence()}",
            f"<p suda-uatrack='key=1'\n   Title=\"It's\">{desk.sentence()}</p>",
            (
                f"* {desk.phrase()} <A HREF=/a ping=/p TARGET=_self>{desk.phrase()}</A>\n"
                f"* <span data-sudaclick>{desk.phrase()}</span>"
            ),
            f"<div data-sudaclick=\"a\"\n     id='b'>\n\n*{desk.phrase()}*\n\n</div>",
        )
    )


def pixels(desk: Desk) -> str:
    """Return pictures that count readers, alone and in all kinds of company."""
    markdown = "![](https://medium.com/_/stat?event=post.clientViewed&postId=1)"
    tag = '<img src="https://pixel.wp.com/b.gif?host=h.example&amp;post=1" alt="" width="1" height="1" />'
    return desk.pick(
        (
            f"{desk.sentence()} {markdown}\n{desk.sentence()}",
            f"{desk.sentence()}\n{markdown}\n{desk.sentence()}  \n{markdown}",
            f"- {desk.phrase()}\n- {markdown}\n- {desk.phrase()} {markdown} {desk.phrase()}",
            f"> {markdown}\n> {desk.sentence()}\n\n{markdown}",
            f"<p>{desk.sentence()}{tag}</p>\n\n{tag}\n\n{desk.sentence()}",
            f"{tag}\n{desk.sentence()}\n\n| a | b |\n|--|--|\n| {markdown} | {tag} |",
            f"[{markdown}](https://medium.com/p/1) {desk.sentence()}\n\n## {desk.phrase()} {markdown}",
            f"{markdown}\n===\n\n{markdown} # {desk.phrase()}\n\n{markdown} 1. {desk.phrase()}",
        )
    )


def empty_elements(desk: Desk) -> str:
    """Return elements that were left empty, and such as have to be there."""
    return desk.pick(
        (
            f'{desk.sentence()}<span></span> {desk.sentence()}\n\n<p></p>\n\n<a id="x"></a>{desk.sentence()}',
            f"<p>{desk.sentence()}</p><p></p><p>{desk.sentence()} <b><i></i></b></p>",
            f"- <span></span>\n- {desk.phrase()}<b></b>\n- <span></span>{desk.phrase()}",
            f"<span></span># {desk.phrase()}\n\n*a*<b></b>*b* **{desk.phrase()}**<span></span>{desk.phrase()}",
            f"{desk.sentence()}\n<p></p>\n{desk.sentence()}\n\n<div>\n</div>\n    {desk.phrase()}",
            f"{desk.phrase()}\n<span></span>\n---\n\n| a | b |\n|--|--|\n| <span></span> | x<b></b>y |",
            "https://example.org/a<span></span>b [x]<span></span>(/y) !<b></b>[z](/images/port.jpg) `a<b></b>`",
        )
    )


def opener(desk: Desk) -> str:
    """Return links that open a window."""
    return (
        f"<a target=_blank href={desk.page()}>{desk.phrase()}</a> <a\n"
        f"href='{desk.page()}' target='_blank' rel=\"nofollow\"\n>{desk.phrase()}</a> {desk.sentence()}"
    )


def styles(desk: Desk) -> str:
    """Return what editors stamp on runs of text, beside styles that mean something."""
    return desk.pick(
        (
            f'<p style="font-family: Calibri; line-height: 107%;">{desk.sentence()}</p>',
            (
                f"{desk.sentence()} <span style='color: red; caret-color: #000;mso-x:\"y\"'>{desk.phrase()}</span> "
                f"{desk.sentence()}"
            ),
            (
                f"<style>\n.promo&#123;float:left;&#125;\n</style>\n{desk.sentence()}\n\n<style></style>\n\n"
                f"{desk.sentence()}"
            ),
            f"{desk.sentence()}\n\n<style>\n.appendQr_normal img {{ width: 74px; }}\n</style>\n\n{desk.sentence()}",
            f'<div style="text-align:center">\n<p style="font-family:Arial">{desk.phrase()}\n\n</p>\n</div>',
        )
    )


def leaked(desk: Desk) -> str:
    """Return markup that fell into a code block, since an element was open and its lines are indented."""
    return desk.pick(
        (
            (
                f"<div>\n<p>{desk.sentence()}</p>\n\n        <p>{desk.sentence()} &amp; more</p>\n"
                "        <!-- 总声明 -->\n\n</div>"
            ),
            (
                '<div class="article">\n\n    <style>\n    .appendQr_wrap&#123;float:left;&#125;\n    </style>\n\n'
                f"    <p>{desk.phrase()}</p>\n\n</div>"
            ),
            (
                f'<div>\n\n\t<img src="/images/port.jpg"><a href="{desk.page()}?utm_source=x">{desk.phrase()}</a>\n'
                f"\t* {desk.phrase()}\n\n</div>"
            ),
            (
                f"<section>\n<p>{desk.sentence()}\n\n      <pre>\n      {desk.phrase()}\n        {desk.phrase()}\n"
                "      </pre>\n</section>"
            ),
            f"- {desk.phrase()}\n\n  <div>\n\n        <p>{desk.phrase()}</p>\n\n  </div>",
        )
    )


def promotion(desk: Desk) -> str:
    """Return what the site that a post was copied from puts under its articles."""
    return desk.pick(
        (
            (
                f'<p>{desk.sentence()}</p>\n<div class="appendQr_wrap"><img src="https://n.example/qr.png">\n'
                f"<p>{desk.phrase()}</p></div>\n<p>{desk.sentence()}</p>"
            ),
            (
                f"{desk.sentence()}\n\nThe post [{desk.phrase()}]({desk.page()}) appeared first on "
                f"[{desk.phrase()}]({desk.page()}).\n\n{desk.sentence()}"
            ),
            (
                f'<div>\n{desk.sentence()}\n\n    <div class="appendQr_wrap">\n    <p>{desk.phrase()}</p>\n'
                "    </div>\n\n</div>"
            ),
            (
                f'<div>{desk.phrase()}<div class="clearfix appendQr_wrap"><a '
                f'href="{desk.page()}">{desk.phrase()}</a></div></div>\n{desk.sentence()}'
            ),
        )
    )


def pictures(desk: Desk) -> str:
    """Return pictures in the wrong letter case, with placeholders, in odd syntax."""
    return desk.pick(
        (
            f"![{desk.phrase()}](/images/PORT.jpg) ![x](/images/harbour-map.jpg 'T') ![][p1]\n\n[p1]: /images/Port.JPG",
            (
                '<img src="/images/Port.jpg?v=2" alt=x> <img data-original-src="//pic.example/a-0b4" '
                'src="https://www.jianshu.com/p/undefined">'
            ),
            (
                "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' "
                f"data-src='https://pic.example/x?a=1&amp;b=2'>{desk.phrase()}"
            ),
            f'- ![{desk.phrase()}](/images/2024/PIER.gif)\n- <img data-src="https://pic.example/x.png">',
        )
    )


def suppressions(desk: Desk) -> str:
    """Return suppressions that silence something, and others that are not needed."""
    return desk.pick(
        (
            f'<!-- copydesk: ignore[TRK002] -->\n<a href="/a" data-sudaclick="x">{desk.phrase()}</a>',
            f"{desk.sentence()}\n<!-- copydesk: ignore[IMG003] not needed -->\n{desk.sentence()}",
            (
                f"{desk.sentence()}\n\n<!-- copydesk: ignore[TRK002, IMG003] -->\n"
                f'<p data-sudaclick="x">{desk.phrase()}</p>\n\n{desk.sentence()}'
            ),
        )
    )


BLOCKS: tuple[Maker, ...] = (
    emphasis,
    setext,
    chinese_heading,
    odd_heading,
    hard_breaks,
    nested_list,
    fence_in_list,
    indented_code,
    fenced_code,
    inline_code,
    quotation,
    table,
    references,
    footnotes,
    bare_addresses,
    odd_links,
    escapes,
    emoji,
    trailing_blanks,
    block_marks,
    liquid,
    shortcodes,
    html_block,
    details,
    working_comment,
    attribute_values,
    tracked,
    vendor_comments,
    tracking_attributes,
    pixels,
    empty_elements,
    opener,
    styles,
    leaked,
    promotion,
    pictures,
    suppressions,
)
"""Every kind of block that a post may have."""


# MDX


def mdx_head(desk: Desk) -> str:
    """Return what stands at the top of an MDX post."""
    return (
        "import Tabs from '@theme/Tabs'\nimport {a,b} from \"./x\"\n\n"
        f"export const meta = {{ title: '{desk.number(1, 9)}' }}"
    )


def mdx_block(desk: Desk) -> str:
    """Return components and expressions."""
    return desk.pick(
        (
            f"<Tabs>\n  <Tab label={{'a'}} style={{{{color: 'red'}}}}>\n\n  {desk.sentence()}\n\n  </Tab>\n</Tabs>",
            f'{desk.sentence()} {{props.a * 2}} <Badge text="*x*" /> {{/* a comment */}}',
            f'<a href={{`${{base}}/x?utm_source=a`}} target="_blank">{desk.phrase()}</a>',
            f"<Note>\n{desk.phrase()} [x]({desk.page()}?utm_source=rss)\n</Note>",
        )
    )


# Front matter


def title(desk: Desk) -> str:
    """Return a title as YAML writes it, quoted where it has to be."""
    text = desk.title()
    return desk.pick(
        (text, f"'{text}: it''s {desk.number(1, 9)}'", f'"{text} \\"x\\" #1"', f">-\n  {text}\n  and more")
    )


def date(desk: Desk) -> str:
    """Return a date in one of the forms that are found."""
    day = desk.number(10, 28)
    return desk.pick(
        (
            f"2024-05-{day} 07:08:09",
            f"2024-05-{day}",
            f"Mon, 06 May 2024 0{desk.number(1, 9)}:57:32 GMT",
            f"2024/5/{day}",
            f"'2024年5月{day}日'  # as printed",
            f'"May {day}, 2024"',
            f"2024-05-{day}T07:08:09+08:00",
        )
    )


def yaml_matter(desk: Desk) -> str:
    """Return YAML front matter."""
    lines = [f"title: {title(desk)}", f"date: {date(desk)}"]
    more = (
        "# a comment of its own",
        "tags: [harbour, 'a: b', \"c, d\"]",
        "categories:\n- city\n-  'two words'   # why\n- 2024",
        "categories:\n    - [a, b]\n    - c",
        "draft:   no",
        "version: 1.10",
        "code: 007\noctal: 0o17\ntime: 12:30",
        "description: >\n  folded\n  text\n\n  with a gap",
        "summary: |\n  kept\n    as it is  \n  # no comment",
        f"headimg: '{desk.page()}/a.jpg?utm_source=rss&x=1' # cover",
        "headimg: /images/PORT.jpg",
        "thumbnail: https://pic.example/*a*_b_.png",
        "author: &who {name: Ida, url: 'https://example.org'}\neditor: *who",
        "permalink: /a_b_c/*d*/",
        "empty:\nnothing: ~\ntext: ''",
        "subtitle: 数据：“全部”！",
        "layout: post\n\nlayout: post",
        "title2: x\nTitle: y\nname:\n  name: z",
        "redirect_from:\n- /old\n- /older  ",
        '"quoted key": yes\n? complex\n: value',
        "# copydesk: ignore[FM006]\nupdated: 2024/5/6",
        "# copydesk: ignore[FM005]\nother: 1",
    )
    for _ in range(desk.number(1, 6)):
        line = desk.pick(more)
        if line.split(":")[0] not in {one.split(":")[0] for one in lines}:
            lines.append(line)
    close = "..." if desk.chance(0.04) else "---"
    open_, close = ("--- ", f"{close}  ") if desk.chance(0.06) else ("---", close)
    return "\n".join((open_, *lines, close))


def broken_matter(desk: Desk) -> str:
    """Return YAML front matter that cannot be read."""
    return f'---\ntitle: "{desk.title()}" and more\ntags: [a, b\ndate: {date(desk)}\n---'


def toml_matter(desk: Desk) -> str:
    """Return TOML front matter."""
    return (
        f"+++\ntitle = '{desk.title()}'\ndate = 2024-05-{desk.number(10, 28)}T07:08:09Z # a date\n"
        f"tags = [\"a\",\n  'b', # why\n]\nweight = {desk.number(1, 99)}\nupdated = '2024/5/6'\n\n"
        '[params]\nlead = """\ntwo\n  lines"""\n[[params.cover]]\nsrc = \'/images/*a*.png\'\n+++'
    )


def json_matter(desk: Desk) -> str:
    """Return JSON front matter, bare or between Hexo's fences."""
    text = desk.title().replace('"', "")
    if desk.chance(0.4):
        return f'"title": "{text}",\n"date": "2024/05/{desk.number(10, 28)}",\n"tags": ["a_b_", "*c*"]\n;;;'
    inner = (
        f'  "title": "{text}",\n  "date": "Mon, 06 May 2024 07:08:09 GMT",\n'
        '  "tags": ["a_b_", "*c*"],\n  "n": {"a": 1}'
    )
    return f"{{\n{inner}\n}}" if desk.chance(0.6) else f";;;\n{inner}\n;;;"


# Posts


def body(desk: Desk, number: int, mdx: bool) -> str:
    """Return the body of a post."""
    blocks = [BLOCKS[number % len(BLOCKS)](desk)]
    for _ in range(desk.number(3, 11)):
        maker = mdx_block if mdx and desk.chance(0.3) else BLOCKS[int(desk.random.random() * len(BLOCKS))]
        blocks.append(desk.prose(1, 4) if desk.chance(0.25) else maker(desk))
    desk.random.shuffle(blocks)
    if mdx:  # neither comments nor templates are MDX
        blocks = [
            mdx_head(desk),
            *(
                one
                for one in blocks
                if not any(sign in one for sign in ("<!--", "{{", "{%", "<%", "{:", "{#", "&", "<P", "=/a"))
            ),
        ]
    gap = ("\n\n", "\n\n", "\n\n", "\n\n\n", "\n\n \n")
    return "".join(block + desk.pick(gap) for block in blocks).rstrip("\n")


def post(number: int, seed: int) -> tuple[str, bytes]:
    """Return the ending of the file name and the bytes of the post of this number."""
    random = Random(f"awkward {seed} {number}")
    desk = Desk(random, CHINESE if random.random() < 0.45 else ENGLISH, PICTURES, False)
    mdx = number % MDX_EVERY == MDX_EVERY - 1
    share = random.random()
    if share < 0.76:
        matter = yaml_matter(desk) + "\n"
    elif share < 0.79:
        matter = broken_matter(desk) + "\n"
    elif share < 0.87:
        matter = toml_matter(desk) + "\n"
    elif share < 0.94:
        matter = json_matter(desk) + "\n"
    else:
        matter = ""
    text = matter + desk.pick(("\n", "\n", "\n\n\n", "")) + body(desk, number, mdx)
    text += desk.pick(("\n", "\n", "\n", "", "\n\n", "\n\n", "  \n", "   ", "\n\n\n            "))
    lead = desk.pick(("", "", "", "", "", "", "\n", "\n\n \n", "\ufeff", "\ufeff\n"))
    text = lead + text if matter or not lead.strip() else text
    style = random.random()
    if style < 0.16:
        text = text.replace("\n", "\r\n")
    elif style < 0.26:
        text = "".join("\r\n" if sign == "\n" and desk.chance(0.4) else sign for sign in text)
    return (".mdx" if mdx else ".md"), text.encode("utf-8")


def generate(folder: Path, count: int, seed: int) -> None:
    """Write a site with `count` posts to `folder`, which is made if need be."""
    posts = folder / "source" / "_posts"
    posts.mkdir(parents=True, exist_ok=True)
    (folder / "_config.yml").write_text(CONFIG, "utf-8")
    (folder / "package.json").write_text(PACKAGE, "utf-8")
    for picture in PICTURES:
        path = folder / "source" / picture.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(GIF if picture.endswith(".gif") else JPEG)
    for number in range(count):
        suffix, data = post(number, seed)
        (posts / f"awkward-{number:04}{suffix}").write_bytes(data)


def main() -> int:
    """Write what the command line asks for; return 0."""
    parser = argparse.ArgumentParser(description="Write posts that are awkward to fix.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--posts", type=int, default=300, metavar="N", help="how many (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="other posts for another number (%(default)s)")
    options = parser.parse_args()
    generate(options.folder, options.posts, options.seed)
    print(f"wrote {options.posts} posts to {options.folder}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
