"""Addresses: what redirectors hold, where addresses are mended, and a vendor that a site adds without any Python."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from tests import stopwatch
from tests.conftest import Outcome

from copydesk import Document, Rule, engine, registry
from copydesk.site import Site
from copydesk_rules import catalogue
from copydesk_rules.addresses import split, suspects
from copydesk_rules.wrappers import unwrap

RULES: dict[str, type[Rule]] = registry.discover()
CODES = ("TRK003", "TRK004", "TRK005", "TRK006", "TRK007", "LNK001", "LNK002", "FM026")


def post(text: str, path: str = "source/_posts/post.md") -> Document:
    return Document(path, text, Site("/site", "hexo", files=()))


def found(text: str, *codes: str, path: str = "source/_posts/post.md") -> list[str]:
    checked = engine.check(post(text, path), [RULES[code]() for code in codes or CODES])
    assert not checked.incidents, checked.incidents
    return [f"{finding.code} {finding.span.of(text)}" for finding in checked.findings]


def fixed(text: str, *codes: str, unsafe: bool = False, path: str = "source/_posts/post.md") -> str:
    rules = [RULES[code]() for code in codes or CODES]
    done = engine.fix(post(text, path), rules, unsafe=unsafe)
    assert not done.incidents, done.incidents
    again = engine.fix(post(done.text, path), rules, unsafe=unsafe)
    assert again.text == done.text
    return done.text


# What redirectors hold

ZHIHU = "https://link.zhihu.com/?target="
HELD = {
    f"{ZHIHU}https%3A//walks.org/a%3Fb%3D1%26c%3D%2526": "https://walks.org/a?b=1&c=%26",
    f"{ZHIHU}https%3A//walks.org/%25E7%25BB%25B3": "https://walks.org/%E7%BB%B3",
    f"{ZHIHU}https%3A//walks.org/%E7%BB%B3": "https://walks.org/%E7%BB%B3",
    f"{ZHIHU}https%3A//walks.org/%C9%FE%20%22": "https://walks.org/%C9%FE%20%22",  # not UTF-8, and no address as such
    f"{ZHIHU}https%3A//walks.org/绳": "https://walks.org/绳",
    f"{ZHIHU}https%3A//walks.org/a+b": "https://walks.org/a+b",
    f"{ZHIHU}https%3A//walks.org/a#top": "https://walks.org/a#top",
    f"{ZHIHU}https%3A//walks.org/a%23in#out": "https://walks.org/a#in",
    f"{ZHIHU}HTTPS%3A%2F%2FWalks.org:8080%2Fa": "HTTPS://Walks.org:8080/a",
    f"http:{ZHIHU[6:]}http%3A%2F%2Fwalks.org": "http://walks.org",
    f"//{ZHIHU[8:]}http%3A%2F%2Fwalks.org": "http://walks.org",
    "https://href.li/?https://walks.org/?a=1&b=2": "https://walks.org/?a=1&b=2",
    f"{ZHIHU}https%3A//href.li/%3Fhttps%3A//t.umblr.com/redirect%3Fz%3Dhttps%253A%252F%252Fwalks.org": (
        "https://walks.org"
    ),
    f"{ZHIHU}https%3A//link.segmentfault.com/%3Fenc%3Dx": "https://link.segmentfault.com/?enc=x",  # unreadable
    "https://link.segmentfault.com/?enc=x": "",
}
NOT_HELD = (
    f"{ZHIHU}mailto%3Aana%40walks.org",
    f"{ZHIHU}%2Fpeople%2Fana",
    f"{ZHIHU}https%3A//localhost/a",
    f"{ZHIHU}https%3A//me%3Apw%40walks.org/",
    f"{ZHIHU}https%3A//walks.org.%2F%2e",
    f"{ZHIHU}javascript%3Aalert(1)//https%3A//walks.org",
    f"{ZHIHU}",
    "https://link.zhihu.com/",
    "https://zhihu.com/?target=https%3A//walks.org",
    "https://mylink.zhihu.com.walks.org/?target=https%3A//walks.org",
    "https://www.bing.com/ck/a?u=a1!!!&ntb=1",
    "https://www.bing.com/ck/a?u=a1aHR0cHM6Ly%ff",
    "https://urldefense.com/v3/__https://walks.org/*__;Kis!!A!b$",
    "https://urldefense.com/v3/__https://walks.org/a__",
)


@pytest.mark.parametrize(("wrapped", "held"), HELD.items(), ids=range(len(HELD)))
def test_a_redirector_holds_an_address(wrapped: str, held: str) -> None:
    address = split(wrapped)
    assert address is not None
    unwrapped = unwrap(catalogue.catalogue().addresses.wrappers, wrapped, address)
    assert unwrapped is not None
    assert unwrapped.target == held


@pytest.mark.parametrize("address", NOT_HELD)
def test_nothing_else_is_taken_for_an_address(address: str) -> None:
    parts = split(address)
    assert parts is not None
    unwrapped = unwrap(catalogue.catalogue().addresses.wrappers, address, parts)
    assert unwrapped is None or unwrapped.target.startswith("https://walks.org./"), unwrapped


# Where addresses are mended, and where not

WRAPPED = "https://href.li/?https://walks.org/?utm_source=x&a=1"
CLEAN = "https://walks.org/?a=1"
PLACES = (
    "[A]({})",
    "[A](<{}> 'A')",
    "[A][1]\n\n[1]: {} 'A'",
    "<{}>",
    "![A]({})",
    "[![A](/a.png)]({})",
    "<a title=\"x\" href='{}'>A</a>",
    "<div><a href={} title=x>A</a></div>",
    '<img src="{}" alt="A">',
    '<img src="/a.png" srcset="/b.png 1x, {} 2x" alt="A">',
    '<picture><source srcset="{}"><img src="/a.png" alt="A"></picture>',
    '<iframe src="{}"></iframe>',
    '<video poster="{}" src="/a.mp4"></video>',
    "---\ntitle: A\nsource: {} # first\nheadimg: '{}'\n---\n\nA",
    '+++\ntitle = "A"\nsource = "{}"\n+++\n\nA',
    "- > [A]({})\n  > B",
)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_address_is_mended_wherever_it_stands(place: str, newline: str) -> None:
    text = f"雨 🌧️\n\n{place}\n" if not place.startswith(("---", "+++")) else f"{place}\n"
    expected = text.replace("{}", CLEAN)
    if "href={}" in place:
        expected = expected.replace(CLEAN, f'"{CLEAN}"')  # what a browser would read without quotes, writers would not
    text = text.replace("{}", WRAPPED)
    assert fixed(text.replace("\n", newline)) == expected.replace("\n", newline)


@pytest.mark.parametrize(
    "text",
    [
        f"`{WRAPPED}` and ``[A]({WRAPPED})``",
        f"```html\n<a href='{WRAPPED}'>A</a>\n```",
        f"    <a href='{WRAPPED}'>A</a>",
        f"<pre><code>&lt;a href='{WRAPPED}'&gt;</code></pre>",
        f"See {WRAPPED} for that.",
        f"[A]({WRAPPED.replace('walks', '{{ x }}')})",
        f"<!-- [A]({WRAPPED}) -->",
        f"---\ntitle: See {WRAPPED} for that\n---\n\nA",
    ],
)
def test_code_words_and_templates_are_left_alone(text: str) -> None:
    assert not found(text + "\n")
    assert fixed(text + "\n") == text + "\n"


def test_a_shortcode_is_reported_and_left_to_its_author() -> None:
    text = f'{{{{< figure src="{WRAPPED}" >}}}}\n'
    doc = Document("content/post.md", text, Site("/site", "hugo", files=()))
    checked = engine.check(doc, [RULES["TRK005"]()])
    assert [finding.fix for finding in checked.findings] == [None]


def test_what_is_not_removed_stays_as_it_is_written() -> None:
    odd = "https://walks.org/%7e(a)/%e7;x=1?q=%20%2B+&amp;b&&=c"
    text = f"<a href='{odd}&utm_source=x&#38;z=%GG#a%20b'>A</a>\n"
    assert fixed(text) == f"<a href='{odd}&#38;z=%GG#a%20b'>A</a>\n"


def test_one_of_several_pictures_of_a_source_is_left_to_its_author() -> None:
    text = f'<picture><source srcset="{WRAPPED} 1x, /b.png 2x"><img src="/a.png" alt="A"></picture>\n'
    assert found(text, "TRK005")
    assert fixed(text, "TRK005") == text


def test_a_definition_of_a_link_and_a_picture_is_looked_at_once() -> None:
    text = f"[A][1] ![A][1]\n\n[1]: {WRAPPED}\n"
    assert len(suspects(post(text)).every) == 1
    assert fixed(text) == f"[A][1] ![A][1]\n\n[1]: {CLEAN}\n"


def test_visible_text_changes_where_it_is_the_address() -> None:
    held = "https://walks.org/a_b_c"
    assert fixed(f"[https://href.li/?{held}](https://href.li/?{held})\n") == (
        f"[{held.replace('_', chr(92) + '_')}]({held})\n"
    )
    assert fixed(f'<p><a href="https://href.li/?{held}">https://href.li/?{held}</a></p>\n') == (
        f'<p><a href="{held}">{held}</a></p>\n'
    )
    assert fixed(f"[{held}](https://href.li/?{held})\n") == f"[{held}]({held})\n"


# Time


def test_many_addresses_take_time_in_proportion() -> None:
    def look(text: str) -> None:
        found(text)

    for unit in (
        "[a](https://link.zhihu.com/?target=https%3A//walks.org%2F%3Futm_source%3Dx)\n",
        "[https://walks.org/?fbclid=x](https://walks.org/?fbclid=x)\n",
        '<a href="https://walks.org/#.VNkm7VykWX4.twitter">a</a>\n',
        "![a](https://img.walks.org/a.png?x-oss-process=image/watermark,text_x)\n",
        "[a](https://web.archive.org/web/2017///walks.org)\n",
    ):
        stopwatch.keeps_pace(partial(look, unit * 1000), partial(look, unit * 2000), 3, 0.05)
    stopwatch.takes(lambda: look("[a](https://walks.org/?utm_source=x&a=1)\n" * 50_000), 12)


@pytest.mark.parametrize(
    "piece",
    [
        "&utm_source=x",
        "&a=1&utm_=",
        "?target=https%3A//link.zhihu.com/",
        "https%3A//link.zhihu.com/%3Ftarget%3D",
        "%25",
        "/watermark,",
        "**A",
        "&#38;",
        "//",
        ".",
        "#.",
        ":~:",
        "https://web.archive.org/web/2///",
    ],
)
def test_one_hostile_address_takes_time_in_proportion(piece: str) -> None:
    def look(start: str, size: int) -> None:
        found(f"[a]({start}{piece * (size // len(piece))})\n", *CODES)

    for start in (f"{ZHIHU}https%3A//walks.org/?x-oss-process=image", "https://urldefense.com/v3/__https://a.b/"):
        stopwatch.keeps_pace(partial(look, start, 250_000), partial(look, start, 500_000), 3, 0.3)


# A vendor that a site adds

TRIBUNE = """\
name = "tribune"
title = "The Tribune"
source = "https://tribune.news: the source of article pages"

[[parameters]]
hosts = ["tribune.news"]
names = ["from_reader"]
why = "tells the Tribune who shared the article"

[[wrappers]]
hosts = ["go.tribune.news"]
parameter = "to"
why = "counts the click for the Tribune"

[[fragments]]
text = "!shared-<8>"
why = "numbers the reader for the Tribune"

[[pixels]]
hosts = ["tribune.news"]
paths = ["/count/*"]
why = "tells the Tribune who reads the post"

[[comments]]
kind = "template"
text = "box:*"
why = "marks a box of the Tribune's page"

[[examples]]
rule = "TRK001"
bad = "<!-- box:left -->"
"""
POST = """\
---
title: Herons
date: 2024-05-06 07:08:09
---

<!-- box:left -->

See [A](https://tribune.news/a?id=7&from_reader=12), [B](https://go.tribune.news/?to=https%3A%2F%2Fwalks.org%2Fb) and
[C](https://walks.org/c#!shared-Ab3dE6_8). ![](https://tribune.news/count/7)
"""
MENDED = """\
---
title: Herons
date: 2024-05-06 07:08:09
---

See [A](https://tribune.news/a?id=7), [B](https://walks.org/b) and
[C](https://walks.org/c).
"""


def test_a_site_adds_a_vendor_without_any_python(tmp_path: Path, run: Callable[..., Outcome]) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "tribune.toml").write_text(TRIBUNE, "utf-8")
    path = tmp_path / "source" / "_posts" / "herons.md"
    path.parent.mkdir(parents=True)
    path.write_text(POST, "utf-8")
    (tmp_path / "_config.yml").write_text("title: Walks\n", "utf-8")
    assert run("check", ".", cwd=tmp_path).status == 0

    (tmp_path / "copydesk.toml").write_text('vendors = ["desk/tribune.toml"]\n', "utf-8")
    reported = run("check", ".", "--output-format", "concise", cwd=tmp_path)
    assert reported.status == 1
    for code, why, listed in (
        ("TRK001", "marks a box of the Tribune's page", "- `box:*` marks a box of the Tribune's page\n"),
        ("TRK003", "tells the Tribune who reads the post", "- `tribune.news/count/*` tells the Tribune who reads"),
        ("TRK004", "`from_reader` in a link tells the Tribune who shared the article", "- `from_reader` tells the"),
        ("TRK004", "`#!shared-Ab3dE6_8` in a link numbers the reader for the Tribune", "- `!shared-<8>` numbers"),
        ("TRK005", "`go.tribune.news` in a link counts the click for the Tribune", "- `go.tribune.news` counts the"),
    ):
        assert any(code in line and why in line for line in reported.out.splitlines()), (code, reported.out)
        page = run("explain", code, cwd=tmp_path)
        assert page.status == 0
        assert "## From this site's file about The Tribune" in page.out
        assert listed in page.out

    assert "<!-- box:left -->" in run("explain", "TRK001", cwd=tmp_path).out
    assert "Tribune" not in run("explain", "HTM002", cwd=tmp_path).out

    run("fix", ".", cwd=tmp_path)
    assert path.read_text("utf-8") == MENDED
    assert run("check", ".", cwd=tmp_path).status == 0


def test_a_vendor_of_a_site_with_a_slip_is_named(tmp_path: Path, run: Callable[..., Outcome]) -> None:
    (tmp_path / "tribune.toml").write_text(TRIBUNE.replace("parameter =", "parametre ="), "utf-8")
    (tmp_path / "post.md").write_text("[A](https://walks.org/?a=1)\n", "utf-8")
    (tmp_path / "copydesk.toml").write_text('vendors = ["tribune.toml"]\n', "utf-8")
    outcome = run("check", ".", cwd=tmp_path)
    assert outcome.status == 2
    assert "parametre" in outcome.out + outcome.err
