"""The rules that compare posts, over whole sites: what a writer gets to see, and what is mended."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.stopwatch import keeps_pace

from copydesk_rules.shelves import language_of
from copydesk_rules.sit003_term_variant import TermVariant
from copydesk_rules.terms import key, singular

Site = Callable[[dict[str, str]], Path]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    def make(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path

    return make


def copydesk(*arguments: str, cwd: Path) -> str:
    command = [sys.executable, "-m", "copydesk", *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout


def found(root: Path, rule: str) -> list[str]:
    report = copydesk("check", "--isolated", "--select", rule, "--output-format", "concise", cwd=root)
    return re.findall(rf"^(\S+) {rule}.*", report, re.M)


HEXO = {"_config.yml": "title: Valley\n", "package.json": '{"hexo": {}}', "scaffolds/post.md": "x\n"}


def tagged(*tags: str) -> str:
    return f"---\ntitle: Rain\ndate: 2024-05-06\ntags: [{', '.join(tags)}]\n---\n\nIt rains.\n"


def test_variants_of_a_tag_converge(site: Site) -> None:
    written = ["Open Source", "Open Source", "open source", "open-source", "OpenSource", "Ｏｐｅｎ Source"]
    root = site(HEXO | {f"source/_posts/{number}.md": tagged("sea", tag) for number, tag in enumerate(written)})
    assert len(found(root, "SIT003")) == 4
    copydesk("fix", "--isolated", "--select", "SIT003", "--unsafe-fixes", ".", cwd=root)
    for number in range(len(written)):
        assert (root / f"source/_posts/{number}.md").read_text("utf-8") == tagged("sea", "Open Source")
    assert found(root, "SIT003") == []


def test_of_two_spellings_that_are_as_usual_the_later_one_is_named(site: Site) -> None:
    days = {1: "rain", 2: "Rain", 3: "Rain", 4: "rain"}
    root = site(HEXO | {f"source/_posts/2024-05-0{day}-a.md": tagged(tag) for day, tag in days.items()})
    assert [place.split(":")[0][-8:] for place in found(root, "SIT003")] == ["-02-a.md", "-03-a.md"]


def test_a_site_that_writes_both_all_the_time_hears_nothing(site: Site) -> None:
    def posts(often: int, seldom: int) -> dict[str, str]:
        return {f"source/_posts/{n}.md": tagged("rain" if n < often else "Rain") for n in range(often + seldom)}

    assert found(site(HEXO | posts(20, 3)), "SIT003") == []
    assert len(found(site(HEXO | posts(30, 3)), "SIT003")) == 3


def test_a_fix_names_the_term_and_nothing_else(site: Site) -> None:
    text = "---\r\ntitle: weather\r\ntags:\r\n- 'weather' # weather\r\n- sea\r\n---\r\n\r\nweather\r\n"
    root = site(HEXO | {f"source/_posts/{number}.md": tagged("Weather") for number in range(2)})
    (root / "source/_posts/post.md").write_bytes(text.encode())
    copydesk("fix", "--isolated", "--select", "SIT003", "--unsafe-fixes", ".", cwd=root)
    assert (root / "source/_posts/post.md").read_bytes() == text.replace("'weather' #", "'Weather' #").encode()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("發布", "发布"),
        ("Web 開發", "web开发"),
        ("ＡＩ", "ai"),
        ("Café", "Cafe\u0301"),
        ("open_source", "Open Source"),
        ("Python 3", "python-3"),
    ],
)
def test_spellings_of_one_term(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("C", "C++"), ("C", "C#"), ("2-0", "20"), ("Ubuntu 20 04", "Ubuntu 2004"), (".NET", "net"), ("café", "cafe")],
)
def test_terms_that_differ(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("plural", "one"),
    [("workshops", "workshop"), ("ferries", "ferry"), ("patches", "patch"), ("boxes", "box"), ("classes", "class")],
)
def test_plurals(plural: str, one: str) -> None:
    assert singular(plural) == one


@pytest.mark.parametrize(
    "word", ["news", "rails", "windows", "physics", "css", "status", "series", "aws", "体育s", "s"]
)
def test_what_is_no_plural(word: str) -> None:
    assert singular(word) == word


def test_languages() -> None:
    assert [language_of(name) for name in ("en", "zh-CN", "pt_BR", "zh-Hant-TW", "es-419")] == [
        "en",
        "zh-cn",
        "pt-br",
        "zh-hant-tw",
        "es-419",
    ]
    assert [language_of(name) for name in ("posts", "qq", "2024", "it-works", "")] == ["", "", "", "", ""]


PAGE = "---\ntitle: Tides\n{}\n---\n\n" + "The sea goes out twice a day. " * 9 + "\n"


@pytest.mark.parametrize(
    ("configuration", "folder", "fields", "clashes"),
    [
        pytest.param({"hugo.toml": ""}, "content/post", {"a": "slug: x", "b": "slug: X"}, 2, id="hugo folds case"),
        pytest.param({"hugo.toml": ""}, "content/post", {"a": "slug: x", "x/index": "draft: false"}, 2, id="a bundle"),
        pytest.param({"hugo.toml": ""}, "content/post", {"a": "url: /y/", "b": "aliases: [/y]"}, 1, id="hugo alias"),
        pytest.param({"hugo.toml": ""}, "content/post", {"a": "url: /z/y", "b": "aliases: [y]"}, 0, id="relative"),
        pytest.param(
            {"hugo.toml": '[permalinks]\npost = "/:year/:slug/"\n'},
            "content/post",
            {"a": "slug: x\ndate: 2024-05-06", "b": "slug: x\ndate: 2025-05-06"},
            0,
            id="hugo with years in its addresses",
        ),
        pytest.param(
            {"hugo.toml": '[permalinks.page]\npost = "/:year/:slug/"\n'},
            "content/post",
            {"a": "slug: x\ndate: 2024-05-06", "b": "slug: x\ndate: 2024-05-06"},
            2,
            id="hugo on one day",
        ),
        pytest.param(
            {"hugo.toml": '[permalinks]\nnews = "/:year/:slug/"\n'},
            "content/post",
            {"a": "slug: x\ndate: 2024-05-06", "b": "slug: x\ndate: 2025-05-06"},
            2,
            id="a scheme of another section",
        ),
        pytest.param(HEXO, "source/_posts", {"a": "permalink: x/", "b": "alias: [y/, x/index.html]"}, 1, id="hexo"),
        pytest.param(
            {"mkdocs.yml": ""}, "docs/blog/posts", {"a": "date: 2024-05-06\nslug: x", "b": "slug: x"}, 0, id="d"
        ),
        pytest.param({"mkdocs.yml": ""}, "docs/guide", {"a": "slug: x", "b": "slug: x"}, 0, id="no slug in a manual"),
        pytest.param({"pelicanconf.py": ""}, "content", {"en/a": "slug: x", "de/b": "slug: x"}, 0, id="translations"),
        pytest.param({"pelicanconf.py": ""}, "content", {"sea/a": "slug: x", "sky/b": "slug: x"}, 2, id="pelican"),
        pytest.param(
            {"docusaurus.config.js": ""},
            ".",
            {"docs/a": "slug: /", "blog/a": "slug: /", "versioned_docs/version-1/a": "slug: /"},
            0,
            id="docusaurus sections",
        ),
        pytest.param({"docusaurus.config.js": ""}, "docs", {"a/a": "slug: /x", "b/b": "slug: /x/"}, 2, id="docusaurus"),
        pytest.param(
            {"_config.yml": "", "_posts/2024-01-01-a.md": "x"},
            ".",
            {"a": "permalink: '/{{ x }}/'", "b": "permalink: '/{{ x }}/'"},
            0,
            id="template",
        ),
    ],
)
def test_addresses(
    site: Site, configuration: dict[str, str], folder: str, fields: dict[str, str], clashes: int
) -> None:
    root = site(configuration | {f"{folder}/{name}.md": PAGE.format(said) for name, said in fields.items()})
    assert len(found(root, "SIT002")) == clashes


def test_versions_and_translations_of_a_manual_are_no_copies(site: Site) -> None:
    page = PAGE.format("slug: /tides")
    root = site(
        {
            "docusaurus.config.js": "",
            "docs/tides.md": page,
            "versioned_docs/version-1.0/tides.md": page,
            "i18n/fr/docusaurus-plugin-content-docs/current/tides.md": page,
        }
    )
    assert found(root, "SIT002") == found(root, "SIT001") == []


def test_many_posts_with_one_title_are_told_in_one_line(site: Site) -> None:
    text = "---\ntitle: Rain\ndate: 2024-05-06\n---\n\nIt rains.\n"
    root = site(HEXO | {f"source/_posts/{number}.md": text for number in range(9)})
    report = copydesk("check", "--isolated", "--select", "SIT001", "--output-format", "concise", cwd=root)
    assert "`source/_posts/0.md`, `source/_posts/1.md` and 6 more have this title too" in report


DECLARED = {
    "a map": {"_data/authors.yml": "---\n# who is who\nida:\n  name: Ida Berg\nolaf: Olaf Lund\n"},
    "a list": {"_data/authors.yml": "- short_name: ida\n  name: Ida Berg\n- short_name: olaf\n  name: Olaf Lund\n"},
    "json": {"_data/authors.json": '[{"id": "ida", "name": "Ida Berg"}, {"id": "olaf", "name": "Olaf Lund"}]'},
    "a folder": {"_data/authors/ida.yml": "name: Ida Berg\n", "_data/authors/olaf.yml": "name: Olaf Lund\n"},
}


@pytest.mark.parametrize("how", DECLARED)
def test_authors_are_declared_in_many_ways(site: Site, how: str) -> None:
    posts = {
        f"_posts/2024-05-0{number}-tide.md": PAGE.format(f"author: {author}")
        for number, author in enumerate(("ida", "olaf", "Ida Berg", "Olaf Lund", "Greta Holm", "olaff", "OLAF"), 1)
    }
    root = site({"_config.yml": "", "_layouts/post.html": "x"} | DECLARED[how] | posts)
    report = copydesk("check", "--isolated", "--select", "SIT004", "--output-format", "concise", cwd=root)
    lines = [line for line in report.splitlines() if "SIT004" in line]
    assert [line.partition(":")[0] for line in lines] == ["_posts/2024-05-06-tide.md", "_posts/2024-05-07-tide.md"]
    assert all("did you mean `olaf`?" in line for line in lines)


@pytest.mark.parametrize("text", ["", "ida: [\n", "just words\n", "[]\n", "\x00", "a: &a [*a]\n"])
def test_authors_that_cannot_be_read_are_no_reason_to_report(site: Site, text: str) -> None:
    root = site({"docusaurus.config.js": "", "blog/authors.yml": text, "blog/tide.md": PAGE.format("authors: olaf")})
    assert found(root, "SIT004") == []


def test_authors_outside_the_repository_are_not_read(site: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "authors.yml"
    outside.write_text("ida: {}\n", "utf-8")
    root = site({"docusaurus.config.js": "", ".git/HEAD": "", "blog/tide.md": PAGE.format("authors: olaf")})
    (root / "blog/authors.yml").symlink_to(outside)
    assert found(root, "SIT004") == []


# SIT009


def followed(number: int, foot: str) -> str:
    return f"---\ntitle: Rain {number}\ndate: 2024-05-06\n---\n\nIt rains for {number} days.\n\n{foot}"


BOOK = "My book about rain is [in the shops](https://rain.example/book).\n"


def test_a_block_under_many_posts_is_told_with_their_number_and_one_of_them(site: Site) -> None:
    posts = {f"source/_posts/{number:02}.md": followed(number, BOOK) for number in range(12)}
    root = site(HEXO | posts | {"source/_posts/dry.md": followed(99, "The end.\n")})
    assert len(found(root, "SIT009")) == 12
    report = copydesk("check", "--isolated", "--select", "SIT009", "--output-format", "concise", cwd=root)
    assert "stands in 12 posts, as in `source/_posts/01.md`" in report.splitlines()[0]
    assert "stands in 12 posts, as in `source/_posts/00.md`" in report.splitlines()[1]


def test_how_often_a_block_may_stand_is_an_option_and_so_is_what_may_stay(site: Site) -> None:
    posts = {f"source/_posts/{number:02}.md": followed(number, BOOK) for number in range(12)}
    more = {f"source/_posts/{number}.md": followed(number, f"On day {number}.\n") for number in range(100, 188)}
    root = site(HEXO | posts | more)
    for option, number in (("times = 13", 0), ("share = 13", 0), ("share = 12", 12), ('keep = ["My book about*"]', 0)):
        (root / "copydesk.toml").write_text(f"select = ['SIT009']\n[options.SIT009]\n{option}\n", "utf-8")
        report = copydesk("check", "--output-format", "concise", cwd=root)
        assert report.count(" SIT009 ") == number, option


def test_what_a_post_says_in_the_middle_is_its_own(site: Site) -> None:
    around = "".join(f"Line {{0}} of {at}, and then some more.\n\n" for at in range(6))
    posts = {f"source/_posts/{number:02}.md": (around + BOOK + "\n" + around).format(number) for number in range(12)}
    assert found(site(HEXO | posts), "SIT009") == []


def test_thousands_of_shelves_with_variants_take_no_longer_than_their_number() -> None:
    def compare(shelves: int) -> Callable[[], object]:
        facts = {
            f"v{each}/{tag}": (f"v{each}", (("tag", (tag,)),)) for each in range(shelves) for tag in ("sea", "Sea")
        }
        return lambda: TermVariant().compare(facts)

    assert len(TermVariant().compare({"a": ("", (("tag", ("sea",)),)), "b": ("", (("tag", ("Sea",)),))})) == 1
    keeps_pace(compare(500), compare(4000), 20)
