"""What the examples of the rules about values cannot say: generators in turn, order at random, real repositories."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from copydesk import Document, Finding, Rule, engine, front_matter, registry
from copydesk.site import Site

RULES = registry.discover()
PATHS = {
    "hexo": "source/_posts/tides.md",
    "jekyll": "_posts/2024-05-06-tides.md",
    "hugo": "content/posts/tides.md",
    "mkdocs": "docs/tides.md",
    "eleventy": "blog/tides.md",
    "docusaurus": "blog/tides.md",
    "astro": "src/content/blog/tides.md",
    "plain": "tides.md",
}


def document(text: str, generator: str = "hexo") -> Document:
    return Document(PATHS[generator], text, Site("site", generator, files=(PATHS[generator],)))


def found(code: str, text: str, generator: str = "hexo", **options: object) -> list[Finding]:
    checked = engine.check(document(text, generator), [RULES[code](**options)])
    assert not checked.incidents
    return checked.findings


def fixed(code: str, text: str, generator: str = "hexo", unsafe: bool = False) -> str:
    result = engine.fix(document(text, generator), [RULES[code]()], unsafe=unsafe)
    assert not result.incidents
    return result.text


EVERYONE = set(PATHS)
OLD = {"jekyll", "mkdocs", "plain"}
HALF_OLD = OLD | {"eleventy", "docusaurus"}


@pytest.mark.parametrize(
    ("line", "reports"),
    [
        ("lang: no", OLD),
        ("title: Off", OLD),
        ("tags: [Yes, sea]", OLD),
        ("title: 12:30", HALF_OLD),
        ("version: 1.10", EVERYONE),
        ("version: 1.0", EVERYONE - OLD),
        ("tags: [0123]", EVERYONE),
        ("tags:\n  - 1_000", EVERYONE),
        ("title: 0x1F", EVERYONE),
        ("title: 2024-05-06", EVERYONE - OLD),
        ("title: 2024-05-06 07:08:09", EVERYONE),
        ("title: 1.5", set()),
        ("title: 2021", set()),
        ("title: true", set()),
        ("title: ~", set()),
        ("title: '1.10'", set()),
        ("title: 1.10 ways", set()),
        ("weight: 1.10", set()),
        ("toc: no", set()),
        ("title: {a: 1.10}", set()),
    ],
)
def test_what_is_misread_depends_on_the_parser(line: str, reports: set[str]) -> None:
    text = f"---\n{line}\n---\n\nText.\n"
    assert {name for name in PATHS if found("FM015", text, name)} == reports
    for name in reports:
        after = front_matter.read(fixed("FM015", text, name))
        assert after is not None
        value = after.values[line.split(":")[0]]
        assert all(isinstance(one, str) for one in (value if isinstance(value, list) else [value]))


def test_a_value_that_is_an_alias_keeps_its_anchor() -> None:
    text = "---\nfirst: &one 1.10\nversion: *one\n---\n\nText.\n"
    assert fixed("FM015", text) == text


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_fields_in_order_say_the_same(newline: str) -> None:
    dice = random.Random(23)
    lines = ["title: A # a\n", "date: 2024-05-06\n", "tags:\n  - sea\n  - tides\n", "# who\nauthor: Ida\n", "top: 1\n"]
    lines += ["description: |\n  One.\n\n  Two.\n", "menu:\n  a: 1\n", "layout: post\n"]
    for _ in range(200):
        chosen = dice.sample(lines, dice.randint(1, len(lines)))
        text = ("---\n" + "".join(chosen) + "---\n\nText.\n").replace("\n", newline)
        after = fixed("FM023", text)
        assert not found("FM023", after)
        assert sorted(after.split("\n")) == sorted(text.split("\n"))
        inner = [yaml.safe_load(one.split("---")[1]) for one in (text, after)]
        assert inner[0] == inner[1]
        assert all(chunk.replace("\n", newline) in after for chunk in chosen)


def test_a_day_more_or_less_is_no_mismatch() -> None:
    for day, count in (("2024-05-05", 0), ("2024-05-07", 0), ("2024-05-08", 1), ("2023-05-06", 1)):
        text = f"---\ntitle: A\ndate: {day} 23:00:00 +0200\n---\n\nText.\n"
        assert len(found("FM018", text, "jekyll")) == count
    assert not found("FM018", "---\ntitle: A\ndate: 2024-06-06\n---\n\nText.\n", "jekyll", tolerance=40)


def test_dates_are_compared_in_whatever_form_they_have() -> None:
    text = "---\ntitle: A\ndate: Mon, 06 May 2024 07:08:09 GMT\nupdated: 2024年4月1日\n---\n\nText.\n"
    (finding,) = found("FM019", text)
    assert "35 days before `date`" in finding.message


# Real posts


def rules_about_front_matter(*, default: bool) -> list[Rule]:
    return [rule() for code, rule in RULES.items() if code.startswith("FM") and (rule.default or not default)]


def said(folder: Path, path: Path, *, default: bool = True) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        doc = Document(path.relative_to(folder).as_posix(), file.read(), Site.find(folder))
    checked = engine.check(doc, rules_about_front_matter(default=default))
    assert not checked.incidents
    return [(finding.code, finding.span.of(doc.text)) for finding in checked.findings]


@pytest.mark.parametrize(
    ("name", "pattern", "finding"),
    [
        ("lison", "source/_posts/wordpress-baidu-tongji.md", ("FM002", "\t")),
        ("tvajjala", "_posts/2023-06-31-video-streaming.markdown", ("FM002", "2023-06-31")),
        ("rsshub-page", "source/_posts/**/Jedis*.md", ("FM001", "\n")),
        ("opensuse-news", "_posts/2010/2010-05-13-efbbbf*.md", ("FM027", "\ufeff")),
    ],
)
def test_what_is_wrong_is_found_in_its_place(
    archive: Callable[[str], Path], name: str, pattern: str, finding: tuple[str, str]
) -> None:
    folder = archive(name)
    (path,) = folder.glob(pattern)
    assert finding in said(folder, path)


def test_a_site_without_front_matter_hears_nothing_of_it(archive: Callable[[str], Path]) -> None:
    folder = archive("homoiconic")
    paths = sorted(folder.rglob("*.md"))
    assert len(paths) > 100
    assert not [path for path in paths if said(folder, path, default=False)]
