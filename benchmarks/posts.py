"""A made-up Hexo site of any size, the same one for the same seed.

`generate(folder, count, seed)` writes posts like those of ``examples/newsroom``: half are Markdown written by people
or left by an importer, half are HTML scraped from other sites. About a quarter have nothing to report, most of the
others have a handful of defects, scraped ones somewhat more. Every post depends on the seed and its own number only,
so the first hundred of five thousand are the posts of a run that asks for a hundred.

As a script: ``python benchmarks/posts.py FOLDER [--posts N] [--seed N]``.
"""

from __future__ import annotations

import argparse
import base64
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from random import Random
from typing import NamedTuple

PICTURES = 600
POST_SIZE = 4_300  # bytes of an ordinary post on average; with the large ones, 5,000 posts come to some 30 MB
LARGE_EVERY = 500  # one post in so many is as long as a book chapter

CLEAN_MARKDOWN = 0.40  # share of Markdown posts with nothing to report
CLEAN_SCRAPED = 0.10  # share of scraped posts; a quarter of all posts together
LEADING_BLANK_MARKDOWN = 0.15  # shares of those with something to report: 18 % of all posts together
LEADING_BLANK_SCRAPED = 0.30
CRLF = 0.015


class Corpus(NamedTuple):
    """What was written: how many posts, their bytes, how many were meant to be clean, one clean post to try."""

    posts: int
    size: int
    clean: int
    clean_post: Path | None


class Voice(NamedTuple):
    """The words of one language; a sentence takes one from each list."""

    language: str
    when: tuple[str, ...]
    who: tuple[str, ...]
    did: tuple[str, ...]
    what: tuple[str, ...]
    where: tuple[str, ...]
    why: tuple[str, ...]
    heading: tuple[str, ...]
    see: tuple[str, ...]
    author: tuple[str, ...]
    category: tuple[str, ...]
    tag: tuple[str, ...]


def words(text: str) -> tuple[str, ...]:
    """Return the phrases of `text`, which stand between upright strokes."""
    return tuple(" ".join(phrase.split()) for phrase in text.split("|"))


ENGLISH = Voice(
    "en",
    when=words(
        """On Monday | After two wet winters | Early last spring | Shortly before noon | In the second quarter |
        For the third time this year | Before the doors opened | At the end of a long evening | By Thursday |
        Since the bridge was closed | During the trial week | As the tide went out | Without much noise |
        Two days later | In a letter of four pages | To nobody's surprise | With the help of a neighbour"""
    ),
    who=words(
        """the harbour committee | a group of nurses | the night shift | Lanqiao Robotics | the town archive |
        Mara Lindqvist | the smaller of the two ferries | an engineer from the depot | the school kitchen |
        the traders' council | a team of three programmers | the regional statistics office | the old mill |
        Kestrel's maintainer | the traffic desk | a reader from Mill Lane | the orchestra | the bicycle shop |
        nobody in the room | the youngest of the judges | the water board | a retired pilot"""
    ),
    did=words(
        """counted | repaired | opened | gave away | moved | measured | postponed | described | renamed |
        merged | painted | compared | asked for | took apart | published | voted against | paid for |
        rebuilt | tested | returned | explained | lost | drew up | doubled | kept quiet about"""
    ),
    what=words(
        """sixty-one market stalls | the winter timetable | a queue with three priorities | the cast-iron roof |
        nine dashboards | two hundred and fourteen tables | the last evening run | a list of missing parts |
        the lamp over the north gate | four hundred and eighty lights | an index of old maps | the spare key |
        a third of the takings | every box in the cellar | the rules of the league | a smaller pump |
        the cost of waiting | half of the seat map | the account book of 1911 | a letter from the insurer"""
    ),
    where=words(
        """in the fish hall | behind the theatre | on the north bank | at the depot | under the new roof |
        between the lock and the bridge | in a room without windows | near the light-rail stop | on paper |
        in front of the whole council | at the far end of the pier | in the shared notebook |
        by the old kiln"""
    ),
    why=words(
        """which took eleven nights longer than planned | because the depot was losing money |
        and the bill fell | although nobody had asked | so that the last boat could wait |
        while the rest of the street slept | as the minutes of the meeting show | and that was the end of it |
        before the rain came back | for the first time in a generation | which the insurers had doubted |
        to the delight of the dogs | and a copy hangs at the door | if the figures can be believed |
        since the lease runs out in May"""
    ),
    heading=words(
        """What changed | How it began | The numbers | Who pays | What comes next | A word on safety |
        Notes from the meeting | When to come | The long way round | Questions and answers | Known problems"""
    ),
    see=words("There is more in | Compare | The details are in | The desk wrote about it in | Background:"),
    author=words("Mara Lindqvist | Tom Ashby | Ines Okafor | Priya Nandakumar | Jon Ferris"),
    category=words("city | tech | sport | money | weather"),
    tag=words("harbour | transport | market | queues | open data | robots | ferry | books | school"),
)

CHINESE = Voice(
    "zh",
    when=words(
        """周一清晨 | 入冬以后 | 今年第三季度 | 昨晚七点左右 | 会议开到一半时 | 在连续两周的试运行之后 |
        按照原定计划 | 出人意料的是 | 截至本月底 | 轻轨支线通车之前 | 据现场工作人员介绍 | 开闸放水的当天 |
        与去年同期相比"""
    ),
    who=words(
        """晨江市港务处 | 澜桥机器人 | 走廊管理办公室 | 三位业余程序员 | 西渡社区的志愿者 | 老纱厂的值班员 |
        市统计局 | 夜班护士 | 跨江大桥管理处 | 水塔公园的巡查员 | 旧书市场的摊主们 | 青屿渡轮公司 | 校办食堂 |
        二期项目的承建方 | 分析实验室 | 气象台的预报员 | 城南的图书馆 | 编辑部的同事"""
    ),
    did=words(
        """公布了 | 修好了 | 重新统计了 | 搬走了 | 合并了 | 推迟了 | 试用了 | 整理出 | 拆掉了 | 更换了 | 登记了 |
        对照了 | 买下了 | 归还了 | 测算了 | 展出了 | 压缩了 | 接通了 | 暂停了"""
    ),
    what=words(
        """四百八十盏桥灯 | 首批十二家企业的产线 | 冬季航班时刻表 | 一份七十页的清单 | 地下室里的全部旧账本 |
        三档优先级的队列 | 两百一十四张数据表 | 北岸的旧船坞 | 一台误报四次的裁判机 | 半数以上的摊位 |
        全年的用水记录 | 备用水泵 | 四十年前的线槽 | 最后一班渡轮 | 联赛的计分规则 | 九块没人看的屏幕 |
        图书馆的借阅卡"""
    ),
    where=words(
        """在江心洲 | 在旧码头边 | 在没有窗户的会议室里 | 在北门外 | 在新搭的棚子下 | 在轻轨站口 | 在老城区 |
        在走廊南侧 | 当着全体居民的面 | 在共享的记录本上 | 在二号车间"""
    ),
    why=words(
        """比预期多用了十一个夜晚 | 费用因此降了三分之一 | 居民对此看法不一 | 下一步还要看资金情况 |
        这在几年前还难以想象 | 具体数字要到月底才能核实 | 保险公司起初并不看好 | 相关记录已经归档 |
        周边商户表示欢迎 | 雨季之前必须完工 | 原因其实很简单 | 大家这才松了一口气 | 名单贴在门口的白板上"""
    ),
    heading=words(
        """起因 | 改了什么 | 几个数字 | 谁来出钱 | 接下来 | 安全须知 | 会议纪要 | 常见问题 | 怎么去 |
        尚未解决的问题"""
    ),
    see=words("详情见 | 可以对照 | 更多背景见 | 编辑部此前写过 | 另见"),
    author=words("孟小舟 | 陶一鸣 | 柳青 | 何砚 | 秦望"),
    category=words("本地 | 财经 | 体育 | 编程 | 社区"),
    tag=words("大桥 | 渡轮 | 值班 | 开源 | 数据 | 机器人 | 夜跑 | 图书馆"),
)

PYTHON = """def share(total, parts):
    each, rest = divmod(total, parts)
    return [each + (n < rest) for n in range(parts)]


print(share(61, 4))"""
SHELL = """set -eu
for f in source/_posts/*.md; do
  head -n 1 "$f" | grep -q '^---' || echo "$f"
done"""
SCRAPED_EXAMPLE = """<!-- 正文下iframe -->
<a href="/a" target="_blank" data-sudaclick="content_p">A</a>
<img src="/images/no-such-picture.png">"""
WORD_EXAMPLE = """<p class="MsoNormal" style="mso-margin-top-alt:auto"><o:p></o:p></p>
<img src="https://pixel.wp.com/b.gif?host=example.com" width="1" height="1">"""
SNIPPETS = (
    ("python", PYTHON),
    ("bash", SHELL),
    ("yaml", "queue:\n  name: jobs\n  priorities: [seat, invoice, mail]\n  workers: 4"),
    ("js", "const open = stalls.filter((s) => s.hour < 10);\nconsole.log(`${open.length} of ${stalls.length}`);"),
    ("html", SCRAPED_EXAMPLE),
    ("html", WORD_EXAMPLE),
    ("sql", "SELECT owner, count(*) FROM tables\nWHERE updated > '2020-01-01' GROUP BY owner ORDER BY 2 DESC;"),
    ("json", '{"page": 41, "previous": "9f2c", "tags": ["harbour", "roof"]}'),
    ("", "17:02 depot  ok\n17:04 lock   ok\n17:09 pier   late"),
)

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FIRST_DAY = datetime(2009, 1, 1, tzinfo=UTC)
CHINA = timezone(timedelta(hours=8))

JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9"
    "lnN+gXz/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z"
)
GIF = base64.b64decode("R0lGODdhAgACAIAAAAAAAAAAACwAAAAAAgACAAAIBgABCAQQEAA7")
WEBP = base64.b64decode("UklGRjIAAABXRUJQVlA4ICYAAACQAQCdASoCAAIAAUAmJQBOl0AAhgAA/uX6P0fXCLIy/XwBTxIAAA==")

CONFIG = """title: The large newsroom
language: [en, zh-CN]
timezone: Asia/Shanghai
url: https://newsroom.example.com
root: /
permalink: :year/:month/:day/:title/
source_dir: source
public_dir: public
new_post_name: :title.md
post_asset_folder: false
theme: false
"""
PACKAGE = '{"name": "large-newsroom", "private": true, "hexo": {"version": ""}, "dependencies": {"hexo": "^7.3.0"}}\n'
SCAFFOLD = "---\ntitle: {{ title }}\ndate: {{ date }}\ntags:\n---\n"


class Desk:
    """One post while it is written: its random numbers, its language, and whether it may have defects.

    `site` lists the addresses of the local pictures as a post writes them. `first_image` is the address of the first
    picture that was handed out, or "" before that; scrapers put it into the front matter.
    """

    __slots__ = ("clean", "first_image", "random", "site", "voice")

    def __init__(self, random: Random, voice: Voice, site: tuple[str, ...], clean: bool) -> None:
        self.random = random
        self.voice = voice
        self.site = site
        self.clean = clean
        self.first_image = ""

    def pick(self, choices: tuple[str, ...]) -> str:
        """Return one of `choices`."""
        return choices[int(self.random.random() * len(choices))]

    def chance(self, share: float) -> bool:
        """Return true in `share` of the calls."""
        return self.random.random() < share

    def number(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + int(self.random.random() * (high - low + 1))

    def sentence(self) -> str:
        """Return one sentence of prose."""
        voice, pick = self.voice, self.pick
        if voice is ENGLISH:
            shape = self.random.random()
            if shape < 0.5:
                text = f"{pick(voice.when)} {pick(voice.who)} {pick(voice.did)} {pick(voice.what)} {pick(voice.where)}"
            elif shape < 0.8:
                who = pick(voice.who)
                text = f"{who[0].upper()}{who[1:]} {pick(voice.did)} {pick(voice.what)}, {pick(voice.why)}"
            else:
                text = (
                    f"{pick(voice.when)} {pick(voice.who)} {pick(voice.did)} {pick(voice.what)} {pick(voice.where)}, "
                    f"{pick(voice.why)}"
                )
            return text + "."
        if self.chance(0.4):
            return f"{pick(voice.when)}，{pick(voice.who)}{pick(voice.where)}{pick(voice.did)}{pick(voice.what)}。"
        text = f"{pick(voice.when)}，{pick(voice.who)}{pick(voice.did)}{pick(voice.what)}，{pick(voice.why)}"
        return f"{text}，共{self.number(3, 990)}件。" if self.chance(0.2) else text + "。"

    def prose(self, low: int = 3, high: int = 7) -> str:
        """Return a paragraph of `low` to `high` sentences on one line."""
        joint = " " if self.voice is ENGLISH else ""
        return joint.join([self.sentence() for _ in range(self.number(low, high))])

    def phrase(self) -> str:
        """Return a few words without a full stop, as for a heading's detail, a link's text or a caption."""
        voice, pick = self.voice, self.pick
        if voice is ENGLISH:
            return f"{pick(voice.what)} {pick(voice.where)}"
        return f"{pick(voice.where)}{pick(voice.did)}{pick(voice.what)}"

    def title(self) -> str:
        """Return a headline."""
        voice, pick = self.voice, self.pick
        if voice is ENGLISH:
            text = f"{pick(voice.who)} {pick(voice.did)} {pick(voice.what)}"
            return text[0].upper() + text[1:]
        return f"{pick(voice.who)}{pick(voice.did)}{pick(voice.what)}"

    def page(self) -> str:
        """Return the address of a page elsewhere, without a query."""
        host = self.pick(("harbour.example.com", "gazette.example.org", "code.example.net", "stats.example.org"))
        return f"https://{host}/{self.number(2009, 2025)}/{self.number(1, 12):02}/{self.number(100, 99999)}"

    def address(self) -> str:
        """Return the address of a link; with a query in a third of the calls, which never reports the reader."""
        page = self.page()
        return f"{page}?id={self.number(1, 999)}" if self.chance(0.33) else page

    def image(self) -> str:
        """Return the address of a picture that is there: local in two thirds of the calls, else remote."""
        if self.chance(0.66):
            return self.kept(self.pick(self.site))
        return self.kept(f"https://img.example.net/{self.number(2009, 2025)}/{self.number(1000, 999999)}.jpg")

    def in_other_case(self) -> str:
        """Return the address of a local picture with its suffix in the other letter case than on disk."""
        stem, _, suffix = self.pick(self.site).rpartition(".")
        return f"{stem}.{suffix.swapcase()}"

    def kept(self, address: str) -> str:
        """Return `address`; remember it if it is the first one of the post."""
        if not self.first_image:
            self.first_image = address
        return address

    def digits(self, length: int) -> str:
        """Return `length` hexadecimal digits."""
        return f"{self.random.getrandbits(4 * length):0{length}x}"


# Residue: each function returns one block of a Markdown post, with one to three things to report.


def tracked_link(desk: Desk) -> str:
    """Return a paragraph with a link that says where its reader came from."""
    query = desk.pick(
        (
            "utm_source=feed&utm_medium=rss",
            "utm_campaign=winter&id=7",
            "fbclid=IwAR0" + desk.digits(40),
            "gclid=EAIaIQob" + desk.digits(24),
            "hl=en&utm_source=chatgpt.com",
            "source=post_page-----" + desk.digits(12) + "----------------------",
        )
    )
    return f"{desk.sentence()} {desk.pick(desk.voice.see)} [{desk.phrase()}]({desk.page()}?{query})"


def missing_picture(desk: Desk) -> str:
    """Return a picture that is not on disk."""
    return f"![{desk.phrase()}](/images/{desk.number(2009, 2025)}/lost-{desk.number(1, 9999)}.png)"


def other_case(desk: Desk) -> str:
    """Return a picture whose name differs from the one on disk in letter case only."""
    return f"![{desk.phrase()}]({desk.in_other_case()})"


def markdown_pixel(desk: Desk) -> str:
    """Return a counting pixel as a Markdown image."""
    return desk.pick(
        (
            f"![](https://medium.com/_/stat?event=post.clientViewed&referrerSource=full_rss&postId={desk.digits(12)})",
            f"![](https://blogger.googleusercontent.com/tracker/{desk.number(10**18, 10**19)}?l=nights.blogspot.com)",
        )
    )


def html_pixel(desk: Desk) -> str:
    """Return a counting pixel as HTML."""
    return desk.pick(
        (
            f'<img src="https://pixel.wp.com/b.gif?host=harbour.example.com&amp;post={desk.number(1, 9999)}" alt="" '
            'width="1" height="1" />',
            f'<img src="https://medium.com/_/stat?event=post.clientViewed&amp;postId={desk.digits(12)}" width="1" '
            'height="1">',
        )
    )


def wordpress_block(desk: Desk) -> str:
    """Return a picture between the comments of a WordPress block."""
    number = desk.number(10, 9999)
    return (
        f'<!-- wp:image {{"id":{number},"sizeSlug":"large","linkDestination":"none"}} -->\n'
        f'<figure class="wp-block-image size-large"><img src="{desk.image()}" alt="{desk.phrase()}" '
        f'class="wp-image-{number}"/></figure>\n<!-- /wp:image -->'
    )


def wordpress_caption(desk: Desk) -> str:
    """Return a picture in a WordPress caption shortcode."""
    number = desk.number(10, 9999)
    return (
        f'[caption id="attachment_{number}" align="alignleft" width="300"]'
        f"[![{desk.phrase()}]({desk.image()})]({desk.page()}) {desk.phrase()}[/caption]"
    )


def wordpress_paragraph(desk: Desk) -> str:
    """Return an empty paragraph of the WordPress editor, after one that is not."""
    return f"{desk.prose()}\n\n<!-- wp:paragraph -->\n<p></p>\n<!-- /wp:paragraph -->"


def blank_target(desk: Desk) -> str:
    """Return a paragraph with a link that opens a window which can reach back."""
    return f'<p>{desk.sentence()} <a href="{desk.address()}" target="_blank">{desk.phrase()}</a></p>'


def styled_paragraph(desk: Desk) -> str:
    """Return a paragraph that brings its own fonts."""
    style = desk.pick(
        ("color:#333;font-family:Arial", "font-size: 16px; line-height: 1.75em;", "background-color: #fff2cc")
    )
    return f'<p style="{style}">{desk.prose(2, 4)}</p>'


def word_paragraph(desk: Desk) -> str:
    """Return a paragraph as Word puts it on the clipboard."""
    return (
        "<p class=MsoNormal style='text-indent:21.0pt;mso-char-indent-count:2.0'><span lang=EN-US "
        f"style='mso-fareast-font-family:\"Times New Roman\"'>{desk.prose(2, 4)}</span><o:p></o:p></p>"
    )


def chat_citation(desk: Desk) -> str:
    """Return a paragraph with the marks that a chat assistant leaves for its sources."""
    number = desk.number(0, 9)
    if desk.chance(0.5):
        return f"{desk.prose()} :contentReference[oaicite:{number}]{{index={number}}}"
    return f"{desk.prose()} ([Example Gazette+1]({desk.page()}?utm_source=chatgpt.com))"


def medium_paragraph(desk: Desk) -> str:
    """Return a paragraph of a Medium export."""
    name = desk.digits(4)
    return (
        f'<p name="{name}" id="{name}" class="graf graf--p graf-after--p">{desk.prose(2, 4)} '
        f'<a href="{desk.address()}" data-href="{desk.page()}" class="markup--anchor markup--p-anchor">'
        f"{desk.phrase()}</a></p>"
    )


def lazy_picture(desk: Desk) -> str:
    """Return a picture whose address waits for a script in another attribute."""
    return f'<img src="/images/placeholder.gif" data-original="{desk.image()}" alt="{desk.phrase()}">'


def empty_span(desk: Desk) -> str:
    """Return a paragraph with a span in which nothing is left."""
    return f'<p>{desk.sentence()}<span class="img_descr"></span></p>'


MARKDOWN_RESIDUE: dict[Callable[[Desk], str], int] = {  # and how often one is met beside another
    tracked_link: 8,
    missing_picture: 5,
    other_case: 2,
    markdown_pixel: 2,
    html_pixel: 2,
    wordpress_block: 3,
    wordpress_caption: 2,
    wordpress_paragraph: 2,
    blank_target: 5,
    styled_paragraph: 4,
    word_paragraph: 2,
    chat_citation: 3,
    medium_paragraph: 2,
    lazy_picture: 2,
    empty_span: 1,
}
MARKDOWN_RESIDUE_DRAW = tuple(residue for residue, weight in MARKDOWN_RESIDUE.items() for _ in range(weight))


def ordinary_block(desk: Desk) -> str:
    """Return one block of Markdown with nothing to report."""
    kind = desk.random.random()
    if kind < 0.60:
        text = desk.prose()
        if desk.chance(0.3):
            text += f" **{desk.phrase()}**"
        if desk.chance(0.25):
            text += f" `{desk.pick(('queue.name', 'data-original', '?utm_source=feed', '<!-- more -->'))}`"
        if desk.chance(0.35):
            text += f" {desk.pick(desk.voice.see)} [{desk.phrase()}]({desk.address()})"
        return text
    if kind < 0.70:
        return f"## {desk.pick(desk.voice.heading)}\n\n{desk.prose()}"
    if kind < 0.78:
        return f"![{desk.phrase()}]({desk.image()})"
    if kind < 0.85:
        mark = desk.pick(("-", "*", "1."))
        return "\n".join(f"{mark} {desk.sentence()}" for _ in range(desk.number(3, 7)))
    if kind < 0.91:
        language, code = SNIPPETS[desk.number(0, len(SNIPPETS) - 1)]
        return f"```{language}\n{code}\n```"
    if kind < 0.94:
        rows = "\n".join(
            f"| {desk.pick(desk.voice.who)} | {desk.number(1, 9000)} | {desk.pick(desk.voice.what)} |"
            for _ in range(desk.number(3, 8))
        )
        return f"| A | B | C |\n| --- | ---: | --- |\n{rows}"
    if kind < 0.97:
        return f"> {desk.prose(1, 3)}"
    if kind < 0.98:
        return f"{{% codeblock lang:html %}}\n{WORD_EXAMPLE}\n{{% endcodeblock %}}"
    if kind < 0.99:
        return f'<p style="text-align:center"><img src="{desk.image()}" alt="{desk.phrase()}"></p>'
    link = f'<a href="{desk.address()}" target="_blank" rel="noopener">{desk.phrase()}</a>'
    return f'{link} <a id="n{desk.digits(3)}"></a>'


def markdown_body(desk: Desk, size: int) -> str:
    """Return a Markdown body of about `size` bytes."""
    blocks = [desk.prose()]
    written = len(blocks[0].encode())
    if desk.chance(0.4):
        blocks.append("<!-- more -->")
    while written < size:
        blocks.append(ordinary_block(desk))
        written += len(blocks[-1].encode()) + 2
    if not desk.clean:
        wanted = 1
        while wanted < 12 and desk.chance(0.72):
            wanted += 1
        for _ in range(wanted):
            residue = MARKDOWN_RESIDUE_DRAW[desk.number(0, len(MARKDOWN_RESIDUE_DRAW) - 1)]
            blocks.insert(desk.number(1, len(blocks)), residue(desk))
    return "\n\n".join(blocks) + "\n"


# Scraped pages: each function returns one whole body.


def paragraphs(desk: Desk, size: int, opening: str = "<p>", indent: str = "") -> list[str]:
    """Return HTML paragraphs of about `size` bytes together, with a heading, list or table here and there."""
    out: list[str] = []
    written = 0
    while written < size:
        kind = desk.random.random()
        if kind < 0.86:
            block = f"{opening}{indent}{desk.prose()}</p>"
        elif kind < 0.92:
            block = f"<h3>{desk.pick(desk.voice.heading)}</h3>"
        elif kind < 0.97:
            block = "<ul>\n" + "\n".join(f"<li>{desk.sentence()}</li>" for _ in range(desk.number(3, 6))) + "\n</ul>"
        else:
            row = f"<tr><td>{desk.pick(desk.voice.who)}</td><td>{desk.number(1, 999)}</td><td></td></tr>"
            block = f"<table>\n{row}\n{row}\n</table>"
        out.append(block)
        written += len(block.encode()) + 1
    return out


def with_pictures(desk: Desk, blocks: list[str], picture: Callable[[Desk], str]) -> str:
    """Return `blocks`, one to a line, with a picture for every dozen of them, at least one."""
    for _ in range(1 + len(blocks) // 12):
        blocks.insert(desk.number(0, len(blocks)), picture(desk))
    return "\n".join(blocks)


def scraped_image(desk: Desk) -> str:
    """Return a picture as scrapers write it; in posts with defects some are lost or in another letter case."""
    if not desk.clean and desk.chance(0.12):
        address = desk.kept(f"/images/{desk.number(2009, 2025)}/lost-{desk.number(1, 9999)}.jpg")
    elif not desk.clean and desk.chance(0.05):
        address = desk.kept(desk.in_other_case())
    else:
        address = desk.image()
    return f'<p><img src="{address}" alt="{desk.phrase()}" referrerpolicy="no-referrer"></p>'


def article(desk: Desk, size: int) -> str:
    """Return a page from which a scraper took the article and nothing else."""
    blocks = paragraphs(desk, size)
    link = f'<a href="{desk.address()}" target="_blank" rel="noopener">{desk.phrase()}</a>'
    blocks.insert(desk.number(0, len(blocks)), f"<p>{desk.pick(desk.voice.see)} {link}</p>")
    return f"<div>\n{with_pictures(desk, blocks, scraped_image)}\n</div>\n"


SINA_PAGE = """<div>\x20\x20\x20
<p class="ori_titlesource">　　{title}</p>
{body}<!-- news_keyword_pub,stock,{stock} -->







<!-- 正文下iframe -->


<!-- 总声明-->







<!-- 总声明-->

<!-- 文末二维码 start -->


            <!-- 文末二维码 start -->
            <style>
            .appendQr_wrap&#123;border:1px solid #DDD;padding:10px;&#125;
            .appendQr_normal&#123;float:left;&#125;
            .appendQr_normal img&#123;width:80px;&#125;
            </style>
            <div class="clearfix appendQr_wrap">
                <div class="appendQr_normal"><img src="{qr}" referrerpolicy="no-referrer"></div>
                <div class="appendQr_normal_txt">{slogan}</div>
            </div>
            <!-- 文末二维码 start -->

<!-- 编辑姓名及工作代码 -->

<p class="article-editor">{editor} </p>
<!-- 编辑姓名及工作代码-->

\x20\x20
</div>
            """


def sina(desk: Desk, size: int) -> str:
    """Return a page of a finance portal: comments, click attributes, and a promotional block that fell into code."""

    def picture(desk: Desk) -> str:
        address = desk.kept(f"https://n.sinaimg.cn/finance/example/{desk.number(2015, 2025)}/{desk.digits(16)}.jpg")
        return (
            f'<div class="img_wrapper"><img id="0" src="{address}" alt referrerpolicy="no-referrer">'
            '<span class="img_descr"></span></div>'
        )

    qr = "https://n.sinaimg.cn/finance/example/20211129/app_qr.png"
    stock = f"sz3099{desk.number(10, 99)}"
    blocks = paragraphs(desk, size, indent="　　")
    link = (
        f'<a href="https://finance.sina.com.cn/realstock/company/{stock}/nc.shtml" class="keyword" target="_blank" '
        f'data-sudaclick="content_marketkeywords_p">{desk.pick(desk.voice.who)}</a>'
    )
    blocks.insert(
        desk.number(0, len(blocks)),
        f'<p>　　{desk.sentence()}<span id="stock_{stock}">{link}</span><span id="quote_{stock}"></span>'
        f"{desk.sentence()}</p>",
    )
    body = with_pictures(desk, blocks, picture) if desk.chance(0.6) else "\n".join(blocks)
    desk.kept(qr)
    return SINA_PAGE.format(
        title=desk.title(), body=body, stock=stock, qr=qr, slogan=desk.phrase(), editor=desk.pick(desk.voice.author)
    )


def zhihu(desk: Desk, size: int) -> str:
    """Return an answer of a question-and-answer site, with lazily loaded pictures."""

    def picture(desk: Desk) -> str:
        address = f"https://pic2.zhimg.com/v2-{desk.digits(32)}"
        if desk.chance(0.5):
            desk.kept(f"{address}_1440w.jpg")
            source = f'src="{address}_1440w.jpg"'
        else:
            source = "src=\"data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg'></svg>\""
        return (
            f'<figure data-size="normal"><img {source} data-rawwidth="{desk.number(400, 1600)}" '
            f'data-default-watermark-src="https://pic1.zhimg.com/v2-{desk.digits(32)}_b.jpg" '
            f'class="origin_image zh-lightbox-thumb" data-original="{address}_r.jpg" '
            f'data-actualsrc="{address}_b.jpg" referrerpolicy="no-referrer"><figcaption>{desk.phrase()}</figcaption>'
            "</figure>"
        )

    blocks = paragraphs(desk, size, opening=f'<p data-pid="{desk.digits(8)}">')
    blocks.insert(
        desk.number(0, len(blocks)),
        '<p>\\bar&#123;x&#125; <img src="https://www.zhihu.com/equation?tex=%5Cbar%7Bx%7D" alt="\\bar&#123;x&#125;" '
        f'eeimg="1"> <a href="https://link.zhihu.com/?target=https%3A//labs.example.org/{desk.digits(6)}" '
        f'class=" wrap external" target="_blank" rel="nofollow noreferrer">{desk.phrase()}</a></p>',
    )
    blocks.append(
        '<div class="highlight"><pre><code class="language-json"><span class="p">&#123;</span>"page": 41'
        '<span class="p">&#125;</span>\n</code></pre></div>'
    )
    body = with_pictures(desk, blocks, picture)
    return f"<div>   \n{desk.pick(desk.voice.author)}<br><br>{body}  \n</div>\n            "


def release_note(desk: Desk, size: int) -> str:
    """Return a release note whose first paragraphs were indented by some sixty blanks, and so became code."""
    blocks = paragraphs(desk, size)
    for _ in range(desk.number(1, 4)):
        where = f"https%3A%2F%2Fcode.example.org%2Fkestrel%2Fissues%2F{desk.number(1, 999)}"
        blocks.insert(
            desk.number(1, len(blocks)),
            f'<p>{desk.sentence()} (<a href="https://www.oschina.net/action/GoToLink?url={where}" target="_blank">'
            f"#{desk.number(1, 999)}</a>)</p> ",
        )
    body = with_pictures(desk, blocks[1:], scraped_image)
    return (
        f'<div>   \n<div class="content">\n{" " * 68}\n{" " * 56}{blocks[0]} \n{body}\n<p> </p> \n<p> </p>\n'
        f"{' ' * 40}</div>\n{' ' * 38}\n</div>\n"
    )


def jianshu(desk: Desk, size: int) -> str:
    """Return a page on which a script should have filled in the pictures."""

    def picture(desk: Desk) -> str:
        desk.kept("https://www.jianshu.com/p/undefined")
        number = desk.number(10**6, 10**7)
        return (
            '<div class="image-package">\n<div class="image-container" style="max-width: 640px; max-height: 480px;">\n'
            '<div class="image-view" data-width="640" data-height="480"><img '
            f'data-original-src="//upload-images.jianshu.io/upload_images/{number}-{desk.digits(16)}.jpg" '
            'data-original-format="image/jpeg" src="https://www.jianshu.com/p/undefined" referrerpolicy="no-referrer">'
            "</div>\n</div>\n"
            f'<div class="image-caption">{desk.phrase()}</div>\n</div>'
        )

    return f"<div>   \n{with_pictures(desk, paragraphs(desk, size), picture)}  \n</div>\n            "


def blogger(desk: Desk, size: int) -> str:
    """Return an import from Blogger."""

    def picture(desk: Desk) -> str:
        stem = f"https://1.bp.blogspot.com/-{desk.digits(10)}/T1o/AAA"
        desk.kept(f"{stem}/s320/x.jpg")
        return (
            f'<div class="separator" style="clear: both; text-align: center;"><a href="{stem}/s1600/x.jpg" '
            'imageanchor="1" style="margin-left: 1em; margin-right: 1em;"><img border="0" data-original-height="1067" '
            f'data-original-width="1600" height="213" src="{stem}/s320/x.jpg" width="320" alt="" /></a></div>'
        )

    blocks = paragraphs(desk, size)
    blocks.insert(len(blocks) // 2, '<a name="more"></a>')
    blocks.insert(len(blocks) // 2, '<div class="separator" style="clear: both; text-align: center;"></div>')
    return (
        with_pictures(desk, blocks, picture) + "\n<div class=\"blogger-post-footer\"><img width='1' height='1' "
        f"src='https://blogger.googleusercontent.com/tracker/{desk.number(10**18, 10**19)}?l=nights.blogspot.com' "
        "alt='' /></div>\n"
    )


def styled_article(desk: Desk, size: int) -> str:
    """Return a page with a style on every other paragraph and with tracked links."""
    plain = paragraphs(desk, size // 2)
    blocks = plain + paragraphs(desk, size // 2, opening='<p style="text-align: left;text-indent:2em;font-size:16px">')
    for _ in range(desk.number(1, 3)):
        blocks.insert(
            desk.number(0, len(blocks)),
            f'<p>{desk.sentence()} <a href="{desk.page()}?utm_source=feed&amp;utm_medium=rss" target="_blank">'
            f"{desk.phrase()}</a></p>",
        )
    if desk.chance(0.3):
        blocks.append("<style>.story p&#123;margin:0&#125;</style>")
    return f"<div>   \n{with_pictures(desk, blocks, scraped_image)}\n</div>\n"


SCRAPED = (sina, sina, sina, zhihu, zhihu, release_note, jianshu, blogger, styled_article, styled_article, article)


def front_matter(desk: Desk, title: str, scraped: bool) -> str:
    """Return the front matter, fences included, of a post called `title`."""
    voice, clean = desk.voice, desk.clean
    day = FIRST_DAY + timedelta(seconds=desk.number(0, 16 * 365 * 86400))
    date = day.astimezone(CHINA).isoformat() if desk.chance(0.5) else f"{day:%Y-%m-%d %H:%M:%S}"
    quoted = "'" + title.replace("'", "''") + "'"
    lines: list[str] = []
    if not clean:
        kind = desk.random.random()
        if kind < (0.6 if scraped else 0.08):
            date = format_datetime(day, usegmt=True)
        elif kind < (0.63 if scraped else 0.12):
            date = (
                f"{DAYS[day.weekday()]} {MONTHS[day.month - 1]} {day:%d %Y %H:%M:%S} GMT+0000 "
                "(Coordinated Universal Time)"
            )
        elif kind < (0.66 if scraped else 0.15):
            date = f"{day.year}年{day.month}月{day.day}日"
        fault = desk.random.random()
        if fault < 0.02:
            quoted = "''"
        elif fault < 0.03:
            quoted = f'"{title[:4]}"{title[4:]}"'  # an inner quote that nobody escaped: the whole block is unreadable
        elif fault < 0.04:
            lines.append("comments: true")  # with the one below: a duplicate key
        lines += [] if 0.04 <= fault < 0.05 else [f"title: {quoted}"]
    else:
        lines.append(f"title: {quoted}")
    lines += [f"date: {date}", f"author: {desk.pick(voice.author)}", "comments: false"]
    gap = " " if scraped and not clean else ""
    lines += [f"categories:{gap}", f"{gap or '  '}- {desk.pick(voice.category)}"]
    lines += ["tags:", *(f"  - {tag}" for tag in sorted({desk.pick(voice.tag), desk.pick(voice.tag)}))]
    if desk.first_image and (scraped or desk.chance(0.3)):
        lines += [f"headimg: '{desk.first_image}'", f"thumbnail: '{desk.first_image}'"]
    if desk.chance(0.3):
        lines.append(f"description: {desk.sentence()}" if voice is CHINESE else f'description: "{desk.sentence()}"')
    return "---\n" + "\n".join(lines) + "\n---\n\n"


def post(number: int, seed: int, site: tuple[str, ...]) -> tuple[str, str, bool]:
    """Return path below ``source/_posts``, text, and whether it is clean, of post `number`."""
    random = Random(f"{seed}:{number}")
    scraped = number % 2 == 1
    clean = random.random() < (CLEAN_SCRAPED if scraped else CLEAN_MARKDOWN)
    desk = Desk(random, CHINESE if random.random() < 0.5 else ENGLISH, site, clean)
    share = random.random()
    size = int(POST_SIZE * (0.25 + 3 * share * share * share))
    if number % LARGE_EVERY == LARGE_EVERY // 4 + number // LARGE_EVERY % 2:
        size = desk.number(150_000, 300_000)
    title = desk.title()
    if scraped:
        kinds = (article,) if clean else SCRAPED
        body = kinds[desk.number(0, len(kinds) - 1)](desk, size)
    else:
        body = markdown_body(desk, size)
        if size >= 150_000 and not clean:
            picture = base64.b64encode(random.randbytes(150_000)).decode()
            body += f"\n![{desk.phrase()}](data:image/png;base64,{picture})\n"
    text = front_matter(desk, title, scraped) + body
    if not clean and desk.chance(LEADING_BLANK_SCRAPED if scraped else LEADING_BLANK_MARKDOWN):
        text = "\n" + text
    elif not clean and desk.chance(0.002):
        text = "\ufeff" + text
    if desk.chance(CRLF):
        text = text.replace("\n", "\r\n")
    name = title if desk.voice is CHINESE else title.lower().replace(" ", "-").replace("'", "")
    return f"{desk.pick(desk.voice.category)}/{name}-{number}.md", text, clean


def png(red: int, green: int, blue: int) -> bytes:
    """Return a valid PNG of two by two pixels of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = (2).to_bytes(4, "big") * 2 + bytes((8, 2, 0, 0, 0))
    row = b"\0" + bytes((red, green, blue)) * 2
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(row * 2, 0)) + chunk(b"IEND", b"")
    )


def pictures(seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield the path below ``source`` and the bytes of each picture; all of them are valid."""
    random = Random(f"{seed}:pictures")
    for number in range(PICTURES):
        kind = random.random()
        if kind < 0.5:
            suffix, data = "png", png(*random.randbytes(3))
        elif kind < 0.85:
            suffix, data = random.choice(("jpg", "jpg", "jpg", "jpeg", "JPG")), JPEG
        elif kind < 0.95:
            suffix, data = "gif", GIF
        else:
            suffix, data = "webp", WEBP
        word = random.choice(("harbour", "Bridge", "market", "ferry", "大桥", "desk plan"))
        yield f"images/{random.randint(2009, 2025)}/{word}-{number}.{suffix}", data


def generate(folder: Path | str, count: int = 5000, seed: int = 1) -> Corpus:
    """Write a Hexo site of `count` posts to `folder`, which is made if need be, and return what was written.

    The same `count` and `seed` write the same bytes. Raises `FileExistsError` where `folder`
    holds anything already.
    """
    root = Path(folder)
    root.mkdir(parents=True, exist_ok=True)
    if any(root.iterdir()):
        raise FileExistsError(f"{root} is not empty")
    (root / "scaffolds").mkdir()
    for name, text in (("_config.yml", CONFIG), ("package.json", PACKAGE), ("scaffolds/post.md", SCAFFOLD)):
        (root / name).write_bytes(text.encode())
    made: set[Path] = set()

    def write(path: Path, data: bytes) -> None:
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(data)

    site: list[str] = []
    for name, data in pictures(seed):
        write(root / "source" / name, data)
        site.append("/" + name.replace(" ", "%20"))
    write(root / "source/images/placeholder.gif", GIF)

    addresses = tuple(site)
    size = clean = 0
    clean_post: Path | None = None
    for number in range(count):
        name, text, is_clean = post(number, seed, addresses)
        path = root / "source/_posts" / name
        data = text.encode()
        write(path, data)
        size += len(data)
        if is_clean:
            clean += 1
            clean_post = clean_post or path
    return Corpus(count, size, clean, clean_post)


def main() -> int:
    """Write a site to the folder named on the command line, and say what it holds."""
    parser = argparse.ArgumentParser(description="Write a made-up Hexo site, the same one for the same seed.")
    parser.add_argument("folder", type=Path, help="an empty folder, or one to make")
    parser.add_argument("--posts", type=int, default=5000, metavar="N", help="how many posts (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another number, another site (%(default)s)")
    options = parser.parse_args()
    corpus = generate(options.folder, options.posts, options.seed)
    print(f"{corpus.posts} posts, {corpus.size / 1e6:.1f} MB, {corpus.clean} of them clean, in {options.folder}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
