"""What the examples of the front matter rules cannot say: tables of dates, generators in turn, odd corners."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import stopwatch

from copydesk import Document, Finding, Rule, engine
from copydesk.site import Site
from copydesk_rules import dates
from copydesk_rules.fm001_late_front_matter import LateFrontMatter
from copydesk_rules.fm002_unreadable_front_matter import UnreadableFrontMatter
from copydesk_rules.fm003_missing_field import MissingField
from copydesk_rules.fm004_empty_field import EmptyField
from copydesk_rules.fm005_duplicate_key import DuplicateKey
from copydesk_rules.fm006_non_iso_date import NonIsoDate

PATHS = {
    "hexo": "source/_posts/tides.md",
    "jekyll": "_posts/2024-05-06-tides.md",
    "hugo": "content/posts/tides.md",
    "mkdocs": "docs/tides.md",
    "eleventy": "blog/tides.md",
    "docusaurus": "blog/tides.md",
    "zola": "content/blog/tides.md",
    "next": "posts/tides.md",
    "plain": "tides.md",
}


RULES: tuple[type[Rule], ...] = (
    LateFrontMatter,
    UnreadableFrontMatter,
    MissingField,
    EmptyField,
    DuplicateKey,
    NonIsoDate,
)


def make(rule: type[Rule], **options: object) -> Rule:
    return rule(**options)


def document(text: str, generator: str = "hexo", path: str = "", files: tuple[str, ...] = ()) -> Document:
    return Document(path or PATHS[generator], text, Site("site", generator, files=files))


def found(rule: Rule, text: str, generator: str = "hexo", path: str = "", files: tuple[str, ...] = ()) -> list[Finding]:
    checked = engine.check(document(text, generator, path, files), [rule])
    assert not checked.incidents
    return checked.findings


def fixed(rule: Rule, text: str, generator: str = "hexo", path: str = "") -> str:
    result = engine.fix(document(text, generator, path), [rule])
    assert not result.incidents
    return result.text


def post(*lines: str) -> str:
    return "\n".join(("---", "title: Tides", *lines, "---", "", "The sea went out.", ""))


# Dates

READINGS = [
    ("2024-05-06", "iso", "2024-05-06"),
    ("2024-05-06 07:08", "iso", "2024-05-06 07:08:00"),
    ("2024-05-06T07:08:09.250Z", "iso", "2024-05-06T07:08:09.250Z"),
    ("2024-05-06 07:08:09 +0800", "iso", "2024-05-06T07:08:09+08:00"),
    ("2024-5-6", "iso-loose", "2024-05-06"),
    ("2024-5-6 7:08:09", "iso-loose", "2024-05-06 07:08:09"),
    ("2024-05-06 7:08 PM", "iso-loose", "2024-05-06 19:08:00"),
    ("2024-05-06 07:08:09 UTC", "iso-loose", "2024-05-06T07:08:09Z"),
    ("2024/5/6", "slash", "2024-05-06"),
    ("2024.05.06 07:08", "slash", "2024-05-06 07:08:00"),
    ("26.5.2024", "year-last", "2024-05-26"),
    ("5/26/2024, 7:08:09 PM", "year-last", "2024-05-26 19:08:09"),
    ("5/5/2024", "year-last", "2024-05-05"),
    ("20240506", "compact", "2024-05-06"),
    ("Mon, 06 May 2024 07:08:09 GMT", "rfc2822", "2024-05-06T07:08:09Z"),
    ("Mon, 6 May 2024 07:08 +0530", "rfc2822", "2024-05-06T07:08:00+05:30"),
    ("06 May 2024 07:08:09 EST", "rfc2822", "2024-05-06T07:08:09-05:00"),
    ("Mon, 06 May 2024 07:08:09 +0000 (UTC)", "rfc2822", "2024-05-06T07:08:09Z"),
    ("Mon, 06 May 2024 07:08:09", "rfc2822", "2024-05-06 07:08:09"),
    ("Mon May 06 2024", "javascript", "2024-05-06"),
    ("Mon May 06 2024 07:08:09 GMT+0000 (Coordinated Universal Time)", "javascript", "2024-05-06T07:08:09Z"),
    ("Mon May 06 2024 07:08:09 GMT+0800 (中国标准时间)", "javascript", "2024-05-06T07:08:09+08:00"),
    ("Mon May  6 07:08:09 2024", "javascript", "2024-05-06 07:08:09"),
    ("Mon May 6 07:08:09 UTC 2024", "javascript", "2024-05-06T07:08:09Z"),
    ("Mon May 6 07:08:09 2024 -0330", "javascript", "2024-05-06T07:08:09-03:30"),
    ("May 6, 2024", "long", "2024-05-06"),
    ("Monday, May 6th, 2024 at 7:08 a.m.", "long", "2024-05-06 07:08:00"),
    ("6 May 2024", "long", "2024-05-06"),
    ("06-May-2024 12:08 am", "long", "2024-05-06 00:08:00"),
    ("Sept. 3, 2024", "long", "2024-09-03"),
    ("2024年5月6日", "cjk", "2024-05-06"),
    ("2024 年 05 月 06 号 星期一 07:08", "cjk", "2024-05-06 07:08:00"),
    ("2024年5月6日 7时8分", "unknown", ""),
    ("2024年5月6日 7时08分09秒", "cjk", "2024-05-06 07:08:09"),
    ("2024年5月6日 下午12:30", "cjk", "2024-05-06 12:30:00"),
    ("2024年5月6日 晚上9点", "cjk", "2024-05-06 21:00:00"),
    ("２０２４年５月６日", "cjk", "2024-05-06"),
    ("2024年5月6日（月）", "cjk", "2024-05-06"),
    ("2024년 5월 6일", "cjk", "2024-05-06"),
    ("2024-05", "month", ""),
    ("2024", "unknown", ""),
    ("Spring 2024", "unknown", ""),
    ("yesterday", "unknown", ""),
    ("2024-05-06 07:08-:00+07:08", "unknown", ""),
    ("Published on May 6, 2024", "unknown", ""),
    ("May 6, 2024" + " " * 100 + "x", "unknown", ""),
    ("", "unknown", ""),
]


@pytest.mark.parametrize(("text", "form", "iso"), READINGS)
def test_dates(text: str, form: str, iso: str) -> None:
    assert dates.read(text)[:2] == (form, iso)


FLAWS = [
    ("2024-06-31", "impossible"),
    ("2024/13/01", "impossible"),
    ("13/13/2024", "impossible"),
    ("2024-05-06 25:00", "impossible"),
    ("30 Feb 2024", "impossible"),
    ("05/06/2024", "ambiguous"),
    ("5.6.2024", "ambiguous"),
    ("Tue, 06 May 2024 07:08:09 GMT", "weekday"),
    ("2024年5月6日 星期二", "weekday"),
    ("2024年5月6日 晚上12:10", "hour"),
    ("2024-05-06 13:08 pm", "hour"),
    ("Mon, 06 May 2024 07:08:09 CST", "zone"),
    ("2024-05-06 07:08:09 Europe/Oslo", "zone"),
    ("Mon, 06 May 2024 07:08:09 +9900", "zone"),
]


@pytest.mark.parametrize(("text", "flaw"), FLAWS)
def test_dates_that_are_not_read(text: str, flaw: str) -> None:
    reading = dates.read(text)
    assert (reading.flaw, reading.iso) == (flaw, "")


zones = st.one_of(st.just(UTC), st.integers(-48, 56).map(lambda quarters: timezone(timedelta(minutes=15 * quarters))))
moments = st.datetimes(datetime(1970, 1, 2), datetime(2090, 1, 1)).map(lambda moment: moment.replace(microsecond=0))


@given(moments, zones)
@settings(max_examples=60, deadline=None)
def test_dates_of_programs_keep_their_instant_and_zone(moment: datetime, zone: timezone) -> None:
    aware = moment.replace(tzinfo=zone)
    offset = aware.strftime("%z")
    for written in (
        format_datetime(aware),
        aware.strftime(f"%a %b %d %Y %H:%M:%S GMT{offset} (Somewhere)"),
        str(aware),
    ):
        again = datetime.fromisoformat(dates.read(written).iso)
        assert again == aware
        assert again.utcoffset() == aware.utcoffset()


@given(st.text(max_size=120))
@settings(max_examples=200, deadline=None)
def test_reading_a_date_never_raises(text: str) -> None:
    dates.read(text)


def test_reading_a_hostile_date_takes_no_time() -> None:
    for text in (
        "1" * 99,
        " " * 99,
        "2024-05-06" + " " * 89,
        "Mon, 06 May 2024 07:08:09 " + "a/" * 36,
        "a" * 10_000_000,
    ):
        stopwatch.takes(partial(dates.read, text), 0.1)


# FM006 in its places


@pytest.mark.parametrize(
    ("line", "generator", "after"),
    [
        ('date: "Mon, 06 May 2024 07:08:09 GMT"', "hexo", 'date: "2024-05-06T07:08:09Z"'),
        ("date: 'Mon, 06 May 2024 07:08:09 GMT'  # feed", "hexo", "date: '2024-05-06T07:08:09Z'  # feed"),
        ("date: Mon, 06 May 2024 07:08:09 GMT # feed", "hexo", "date: '2024-05-06T07:08:09Z' # feed"),
        ("date: Mon, 06 May 2024 07:08:09 GMT", "docusaurus", "date: 2024-05-06T07:08:09Z"),
        ("date: 2024年5月6日", "hexo", "date: 2024-05-06"),
        ("pubDate: Mon, 06 May 2024 07:08:09 GMT", "next", "pubDate: 2024-05-06T07:08:09Z"),
        ("date: 20240506", "docusaurus", "date: 2024-05-06"),
        ("date: !!str 2024年5月6日", "hexo", "date: !!str 2024-05-06"),
    ],
)
def test_a_date_is_mended_and_all_else_stays(line: str, generator: str, after: str) -> None:
    assert fixed(make(NonIsoDate), post(line, "tags: [sea]"), generator) == post(after, "tags: [sea]")


@pytest.mark.parametrize(
    "lines",
    [
        ["first: &first 2024年5月6日", "date: *first"],
        ["date: >", "  2024年5月6日"],
        ['date: "2024\\u5e745\\u67086\\u65e5"'],
    ],
    ids=["alias", "block", "escapes"],
)
def test_a_date_that_is_not_written_as_it_reads_is_left_to_its_author(lines: list[str]) -> None:
    findings = found(make(NonIsoDate), post(*lines))
    assert [finding.fix for finding in findings] == [None]


def test_json_keeps_its_quotes() -> None:
    text = ';;;\n"title": "Tides",\n"date": "2024年5月6日"\n;;;\n\nText.\n'
    assert fixed(make(NonIsoDate), text) == text.replace("2024年5月6日", "2024-05-06")


def test_material_for_mkdocs_has_a_map_of_dates() -> None:
    text = post("date:", "  created: 2024-05-06", "  updated: May 7, 2024")
    (finding,) = found(make(NonIsoDate), text, "mkdocs", "docs/blog/posts/tides.md")
    assert finding.span.of(text) == "May 7, 2024"


@pytest.mark.parametrize(
    ("line", "reports"),
    [
        ("date: 2024/5/6", {"hugo", "eleventy"}),
        ("date: May 6, 2024", {"hugo", "eleventy"}),
        ("date: 2024-05-06 07:08", set()),
        ("date: 2024-05", set()),
        ("date: soon", {"hexo", "jekyll", "hugo", "eleventy", "docusaurus"}),
        ("date: 2024", {"hexo"}),
        ("date: 1714979289000", set()),
        ("date: 20240506", {"hexo", "jekyll", "hugo", "eleventy", "docusaurus"}),
        ("date: '2024-06-31'", {"hexo", "jekyll", "hugo", "eleventy", "docusaurus"}),
        ("date: 2024-06-31", set()),
        ("date: true", set()),
        ("date:", set()),
        ("edited: Mon, 06 May 2024 07:08:09 GMT", set()),
        ("updatedAt: Spring", set()),
    ],
)
def test_what_is_reported_depends_on_the_generator(line: str, reports: set[str]) -> None:
    generators = ("hexo", "jekyll", "hugo", "eleventy", "docusaurus", "next", "plain")
    assert {name for name in generators if found(make(NonIsoDate), post(line), name)} == reports


def test_one_impossible_date_is_one_finding() -> None:
    rules = [make(UnreadableFrontMatter), make(NonIsoDate)]
    checked = engine.check(document(post("date: 2024-06-31")), rules)
    assert [finding.code for finding in checked.findings] == ["FM002"]


# FM001


@pytest.mark.parametrize(
    ("junk", "generator", "severity"),
    [
        ("\n", "hexo", "warning"),
        ("\n", "hugo", "warning"),
        ("\n", "jekyll", "error"),
        ("\n", "mkdocs", "error"),
        ("\n", "docusaurus", "error"),
        ("\n", "plain", "warning"),
        ("\ufeff", "hexo", "info"),
        ("\ufeff", "jekyll", "info"),
        ("\ufeff", "mkdocs", "error"),
        ("\ufeff", "plain", "warning"),
        ("\ufeff\r\n", "jekyll", "error"),
        ("  ", "hexo", "error"),
        ("\u200b", "jekyll", "error"),
    ],
)
def test_how_much_late_front_matter_weighs(junk: str, generator: str, severity: str) -> None:
    text = post("date: 2024-05-06").replace("\n", "\r\n" if "\r" in junk else "\n")
    (finding,) = found(make(LateFrontMatter), junk + text, generator)
    assert (finding.severity, finding.span) == (severity, (0, len(junk)))
    assert fixed(make(LateFrontMatter), junk + text, generator) == text


def test_jekyll_copies_a_page_with_a_byte_order_mark() -> None:
    (finding,) = found(make(LateFrontMatter), "\ufeff" + post(), "jekyll", "about.md")
    assert finding.severity == "error"


def test_a_comment_is_not_deleted() -> None:
    text = "\ufeff\n<!-- licence -->\n\n" + post()
    (finding,) = found(make(LateFrontMatter), text)
    assert finding.fix is None
    assert "comment" in finding.message


# FM003, FM004


def test_required_fields_of_a_site_without_folders_of_posts() -> None:
    rule = make(MissingField, required=("title", "author"))
    assert [finding.message[:25] for finding in found(rule, post(), "plain")] == ["the post has no `author`,"]
    assert len(found(rule, "No front matter.\n", "plain")) == 1
    assert not found(rule, "\n \n", "plain")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("date", "publishDate: 2024-05-06"),
        ("author", "authors: [Ida]"),
        ("description", "summary: It went out."),
        ("cover", "thumbnail: /images/tides.jpg"),
        ("extra.lang", "extra: {lang: en}"),
    ],
)
def test_another_name_for_the_same_thing_counts(name: str, line: str) -> None:
    assert found(make(MissingField, required=(name,)), post())
    assert not found(make(MissingField, required=(name,)), post(line))


def test_hugo_takes_keys_in_any_case_and_bundles_as_one_post() -> None:
    text = "---\nTITLE: Tides\n---\n\nText.\n"
    assert not found(make(MissingField), text, "hugo")
    assert found(make(MissingField), text, "hexo")
    part = "---\nweight: 2\n---\n\nText.\n"
    files = ("content/posts/sea/index.md", "content/posts/sea/part.md")
    assert not found(make(MissingField), part, "hugo", "content/posts/sea/part.md", files)
    assert found(make(MissingField), part, "hugo", "content/posts/sea/index.md", files)
    assert found(make(MissingField), part, "hugo", "content/posts/part.md", files)
    assert not found(make(MissingField), part.replace("weight: 2", "headless: true"), "hugo")


def test_a_merge_key_brings_fields() -> None:
    text = "---\nbase: &base {title: Tides}\n<<: *base\n---\n\nText.\n"
    assert not found(make(MissingField), text)


def test_an_empty_title_is_said_once() -> None:
    checked = engine.check(document("---\ntitle: ''\n---\n\nText.\n"), [make(MissingField), make(EmptyField)])
    assert [finding.code for finding in checked.findings] == ["FM004"]


# FM005


@pytest.mark.parametrize(
    ("generator", "severity"), [("hexo", "error"), ("docusaurus", "error"), ("jekyll", "warning"), ("plain", "warning")]
)
def test_how_much_a_duplicate_key_weighs(generator: str, severity: str) -> None:
    text = post("date: 2024-05-06", "title: Ebb")
    (finding,) = found(make(DuplicateKey), text, generator)
    assert finding.severity == severity
    assert finding.fix is None
    assert finding.span.of(text) == "title"
    assert "line 2" in finding.message


@pytest.mark.parametrize(
    ("lines", "after"),
    [
        (["top: 1", "top: 1", "top: 1"], ["top: 1"]),
        (["tags: [a, b]", "tags:", "  - a", "  - b"], ["tags: [a, b]"]),
        (["extra: {a: 1, b: 2, a: 1}"], None),
        (["extra:", "  a: 1", "  b: 2", "  a: 1"], ["extra:", "  a: 1", "  b: 2"]),
        (["top: 1 # keep", "top: 1 # keep"], ["top: 1 # keep"]),
        (["top: 1", "top: 1 # why"], None),
        (["top: 1", "top: true"], None),
        (["top: &one 1", "top: &one 1", "low: *one"], None),
    ],
)
def test_what_is_said_twice_goes_once(lines: list[str], after: list[str] | None) -> None:
    assert fixed(make(DuplicateKey), post(*lines)) == post(*(lines if after is None else after))


# Real posts


def test_posts_of_a_feed(archive: Callable[[str], Path]) -> None:
    folder = archive("rsshub-page")
    rules = [make(rule) for rule in RULES]
    posts = sorted(folder.rglob("*.md"))
    posts = [path for path in posts if "_posts" in path.parts]
    assert posts
    for path in posts:
        with path.open(encoding="utf-8", newline="") as file:
            doc = document(file.read(), path=path.relative_to(folder).as_posix())
        checked = engine.check(doc, rules)
        places = [(finding.code, doc.lines.position(finding.span.start)) for finding in checked.findings]
        assert places == [("FM001", (1, 1)), ("FM006", (11, 7))]
        result = engine.fix(doc, rules)
        assert not result.left
        assert not result.incidents
        assert result.text.startswith("---\n")
        assert len(result.text.split("\n")) == len(doc.text.split("\n")) - 1


def test_mutilated_front_matter_breaks_no_rule() -> None:
    rules = [*(make(rule) for rule in RULES[:-1]), make(NonIsoDate, zones=True)]
    whole = post("date: Mon, 06 May 2024 07:08:09 GMT", "tags: [a, b]", "tags: {a: 1}", "updated: '2024年5月6日'")
    dice = random.Random(6)
    for _ in range(300):
        text = list(whole)
        for _ in range(dice.randint(1, 4)):
            at = dice.randrange(len(text))
            text[at : at + dice.randint(0, 5)] = dice.choice(
                ["", "\n", "'", "---\n", ": ", "\t", "{", "&a ", "\ufeff", "#"]
            )
        for generator in ("hexo", "hugo"):
            result = engine.fix(document("".join(text), generator), rules)
            assert not result.incidents, "".join(text)
