"""Sites: recognised, what of them is content, where their addresses lead."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from copydesk.site import Overrides, Resolution, Site, Sites, UnknownGeneratorError, configuration, load, names, pack
from copydesk.site.generators import FOLDER, SHIPPED
from copydesk.site.index import Index
from copydesk.site.patterns import Patterns
from copydesk.site.resolve import Source


def build(root: Path, *files: str, **texts: str) -> Path:
    """Write empty `files` below `root`, and files with a text: keys have ``__`` for ``/`` and ``_dot_`` for a dot."""
    for name in files:
        path = root / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("", "utf-8")
    return write(root, {key.replace("__", "/").replace("_dot_", "."): text for key, text in texts.items()})


def write(root: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


# The data files


def test_the_packed_files_are_current() -> None:
    current = {path.name: path.read_text("utf-8") for path in Path(SHIPPED).glob("*.py")}
    assert current == pack.texts(), "run `python -m copydesk.site.pack`"


def test_every_key_of_a_data_file_is_explained_and_spelt_right() -> None:
    readme = Path(FOLDER, "README.md").read_text("utf-8")
    known = set(re.findall(r"`([a-z_]+)`", readme))
    for name in names():
        for table, values in pack.read()[name].items():
            assert table == "" or f"`[{table}]`" in readme
            if table not in ("skip", "aliases", "fields", "pages", "synonyms", "components", "tags"):
                assert set(values) <= known, (name, table)


@pytest.mark.parametrize("name", names())
def test_a_data_file_says_what_a_site_needs(name: str) -> None:
    generator = load(name)
    assert generator.name == name
    assert generator.title
    assert generator.source.startswith("https://")
    assert generator.content_roots
    assert generator.absolute in ("always", "folder", "never")
    assert {generator.markdown_base, generator.html_base} <= {"file", "page"}
    assert {generator.blank_before, generator.bom} <= {"read", "ignored", "unknown"}
    assert "iso" in generator.date_formats
    assert set(generator.date_formats) <= {"iso", "iso-loose", "slash", "rfc2822", "javascript", "long"}
    assert set(generator.required_fields) <= set(generator.fields)
    assert "node_modules/" in dict(generator.skip)


def test_an_unknown_generator_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(UnknownGeneratorError, match="unknown generator `hugoo`; known are astro, "):
        load("hugoo")


# A small site for each generator: what makes it recognised, a post, what is not content, and pictures

PACKAGE = '{"dependencies": {"NAME": "^1.0.0"}}'

SITES: dict[str, tuple[dict[str, str], str, dict[str, str], list[tuple[str, str]]]] = {
    # name: (marker files, a post, what is not content and why, pictures: (address, file))
    "hexo": (
        {"_config.yml": "title: A\n", "package.json": PACKAGE.replace("NAME", "hexo")},
        "source/_posts/rain.md",
        {
            "source/_drafts/idea.md": "draft",
            "scaffolds/post.md": "template for new posts",
            "themes/mist/README.md": "theme",
            "public/rain/index.html": "built output",
            "node_modules/x/README.md": "dependency",
            "README.md": "outside the content folders",
            "source/baidu_verify_1.html": "site verification",
            ".github/ISSUE_TEMPLATE.md": "hidden folder",
        },
        [("/images/a.png", "source/images/a.png"), ("cloud.png", "source/_posts/rain/cloud.png")],
    ),
    "jekyll": (
        {"_config.yml": "title: A\nmarkdown: kramdown\n"},
        "_posts/2024-05-06-rain.md",
        {
            "_drafts/idea.md": "draft",
            "_layouts/post.html": "layout",
            "_includes/head.html": "layout",
            "_site/rain.html": "built output",
            "_notes/x.md": "not rendered by Jekyll",
            "vendor/bundle/gems/x/README.md": "dependency",
            "index.html": "page template or copied file",
        },
        [("/assets/a.png", "assets/a.png"), ("../assets/b.png", "assets/b.png")],
    ),
    "hugo": (
        {"hugo.toml": 'baseURL = "https://a.example/"\ntheme = "mist"\n'},
        "content/posts/rain/index.md",
        {
            "archetypes/default.md": "template for new posts",
            "layouts/index.html": "layout",
            "themes/mist/README.md": "theme",
            "public/posts/rain/index.html": "built output",
            "static/a.html": "static file",
        },
        [
            ("/img/a.png", "static/img/a.png"),
            ("cloud.png", "content/posts/rain/cloud.png"),
            ("/mist.png", "themes/mist/static/mist.png"),
        ],
    ),
    "zola": (
        {"config.toml": 'base_url = "https://a.example"\n'},
        "content/blog/rain/index.md",
        {"templates/page.html": "layout", "themes/mist/README.md": "theme", "public/index.html": "built output"},
        [("/a.png", "static/a.png"), ("cloud.svg", "content/blog/rain/cloud.svg"), ("@/b/c.png", "content/b/c.png")],
    ),
    "docusaurus": (
        {"docusaurus.config.ts": "export default { baseUrl: '/', title: 'A' };\n"},
        "blog/2024-05-06-rain.mdx",
        {
            "build/index.html": "built output",
            "static/a.html": "static file",
            "src/components/README.md": "outside",
            "docs/_part.mdx": "part of a page",
            "docs/a.html": "page template or copied file",
        },
        [
            ("/img/a.png", "static/img/a.png"),
            ("./cloud.png", "blog/cloud.png"),
            ("@site/static/b.png", "static/b.png"),
            ("pathname:///c.png", "static/c.png"),
        ],
    ),
    "mkdocs": (
        {"mkdocs.yml": "site_name: A\ndocs_dir: pages\n"},
        "pages/guide/rain.md",
        {"site/guide/index.html": "built output", "README.md": "outside the content folders"},
        [("../img/a.png", "pages/img/a.png"), ("../../shared.png", "shared.png")],
    ),
    "vuepress": (
        {"docs/.vuepress/config.js": "module.exports = { base: '/a/' }\n", "package.json": "{}"},
        "docs/guide/rain.md",
        {"docs/foot.snippet.md": "part of a page", "docs/.vuepress/x.md": "hidden folder", "README.md": "outside"},
        [
            ("/a.png", "docs/.vuepress/public/a.png"),
            ("./cloud.png", "docs/guide/cloud.png"),
            ("@source/x/b.png", "docs/x/b.png"),
        ],
    ),
    "vitepress": (
        {"docs/.vitepress/config.mts": "export default { base: '/a/', srcDir: 'src' }\n"},
        "docs/src/rain.md",
        {"docs/src/public/a.md": "static file", "README.md": "outside"},
        [
            ("/a.png", "docs/src/public/a.png"),
            ("cloud.png", "docs/src/cloud.png"),
            ("/a/b.png", "docs/src/public/b.png"),
        ],
    ),
    "astro": (
        {"astro.config.mjs": "export default { base: '/blog' }\n"},
        "src/content/blog/rain.mdx",
        {
            "dist/index.html": "built output",
            "src/layouts/a.md": "layout",
            "src/pages/a.html": "page template",
            "src/content/blog/_idea.md": "not built",
            "src/pages/_parts/a.md": "not built",
        },
        [
            ("/a.png", "public/a.png"),
            ("/blog/b.png", "public/b.png"),
            ("../../assets/c.png", "src/assets/c.png"),
            ("~/assets/d.png", "src/assets/d.png"),
        ],
    ),
    "eleventy": (
        {".eleventy.js": "module.exports = () => ({ dir: { input: 'src', includes: 'parts', output: 'www' } });\n"},
        "src/posts/rain.md",
        {"src/_includes/a.md": "layout", "src/_data/a.md": "data, not a page", "www/index.html": "built output"},
        [("/img/a.png", "src/img/a.png"), ("cloud.png", "src/posts/cloud.png")],
    ),
    "gatsby": (
        {"gatsby-config.js": "module.exports = { pathPrefix: `/blog` }\n"},
        "content/blog/rain/index.md",
        {"public/index.html": "built output", "src/templates/a.md": "outside", "static/a.md": "static file"},
        [("/a.png", "static/a.png"), ("./cloud.png", "content/blog/rain/cloud.png"), ("/blog/b.png", "static/b.png")],
    ),
    "next": (
        {"next.config.mjs": "export default { basePath: '/docs' }\n"},
        "posts/rain.mdx",
        {"README.md": "not the site", ".next/a.html": "hidden folder", "out/a.html": "built output"},
        [("/a.png", "public/a.png"), ("/docs/b.png", "public/b.png")],
    ),
    "pelican": (
        {"pelicanconf.py": "# settings\nPATH = 'content'\nOUTPUT_PATH = 'www/'\n"},
        "content/posts/rain.md",
        {"www/index.html": "built output", "theme/templates/a.html": "theme"},
        [
            ("/images/a.png", "content/images/a.png"),
            ("{static}/images/b.png", "content/images/b.png"),
            ("{attach}cloud.png", "content/posts/cloud.png"),
        ],
    ),
    "gitbook": (
        {".gitbook.yaml": "root: ./spec/\n"},
        "spec/rain.md",
        {"spec/SUMMARY.md": "table of contents", "README.md": "outside the content folders"},
        [(".gitbook/assets/a (1) (1).png", "spec/.gitbook/assets/a (1) (1).png")],
    ),
    "plain": (
        {".git/HEAD": "ref\n"},
        "notes/rain.md",
        {"node_modules/x/README.md": "dependency", "google0123456789abcdef.html": "site verification"},
        [("cloud.png", "notes/cloud.png"), ("../a.png", "a.png"), ("/a.png", "a.png")],
    ),
}


def test_there_is_a_small_site_for_every_generator() -> None:
    assert set(SITES) == set(names())


@pytest.mark.parametrize("name", SITES)
def test_a_small_site(name: str, tmp_path: Path) -> None:
    markers, post, others, pictures = SITES[name]
    write(tmp_path, markers)
    build(tmp_path, post, *others, *(file for _, file in pictures))
    site = Site.find(tmp_path / post, tmp_path)
    assert (site.generator.name, site.root) == (name, tmp_path)
    assert site.why_not(tmp_path / post) == ""
    assert site.is_content(post)
    assert site.is_post(post) == (name not in ("mkdocs", "gitbook", "plain", "vuepress", "vitepress"))
    reasons = {other: site.why_not(other) for other in others}
    assert {other: why for other, why in reasons.items() if not why.startswith(others[other])} == {}
    assert "" not in reasons.values()
    for source in ("markdown", "html"):
        for address, file in pictures:
            if site.generator.folders and source == "html" and address[0] != "/":
                continue  # is relative to the page there
            assert site.resolve(post, address, source) == Resolution("found", file), (source, address)
            written = address.replace(".png", ".PNG").replace(".svg", ".SVG")
            assert site.resolve(post, written, source) == Resolution("case", file, address), (source, written)
    assert site.resolve(post, "img/none.png", "markdown").status == "missing"
    # Picked out again by another process.
    assert repr(pickle.loads(pickle.dumps(site))) == repr(site)
    assert site.problems == ()


@pytest.mark.parametrize("name", sorted(set(SITES) - {"plain", "mkdocs", "eleventy", "pelican", "gitbook"}))
def test_an_address_from_the_root_that_is_nowhere_is_missing(name: str, tmp_path: Path) -> None:
    markers, post, others, pictures = SITES[name]
    write(tmp_path, markers)
    build(tmp_path, post, *others, *(file for _, file in pictures))
    site = Site.find(tmp_path / post, tmp_path)
    found = site.resolve(post, "/img/none.png?v=2", "markdown")
    assert found.status == "missing"
    assert found.tried


@pytest.mark.parametrize("generator", ["hugo", "zola"])
def test_a_tag_in_a_bundle_looks_beside_it_first(generator: str) -> None:
    site = Site(Path("/s"), generator, files=["content/rain/index.md", "content/ice.md"])
    assert site.resolve("content/rain/index.md", "a.png", "tag").tried[0] == "content/rain/a.png"
    assert site.resolve("content/ice.md", "a.png", "tag").tried[0] == "content/ice/a.png"


# Recognising


@pytest.mark.parametrize(
    ("generator", "files"),
    [
        ("hexo", {"source/_posts/a.md": ""}),
        ("hexo", {"_config.yml": "# Hexo Configuration\n", "source/": ""}),
        ("hexo", {"_config.yml": "title: A\n", "scaffolds/post.md": ""}),
        ("jekyll", {"_posts/a.md": ""}),
        ("jekyll", {"_config.yml": "title: A\n", "Gemfile": 'gem "github-pages"\ngem "jekyll"\n'}),
        ("jekyll", {"_config.yml": "plugins: [jekyll-feed]\n", "source/_posts/a.md": ""}),
        ("hugo", {"config.yaml": "baseURL: https://a.example\n"}),
        ("hugo", {"config/_default/menus.toml": ""}),
        ("hugo", {"archetypes/default.md": "", "content/a.md": ""}),
        ("zola", {"config.toml": 'base_url = "x"\n', "content/a.md": ""}),
        ("plain", {"config.toml": 'base_url = "x"\n', "src/main.rs": ""}),
        ("plain", {"config.toml": 'name = "something else"\n'}),
        ("plain", {"_config.yml": "name: something else\n"}),
        ("plain", {"package.json": PACKAGE.replace("NAME", "express")}),
        ("next", {"package.json": PACKAGE.replace("NAME", "next")}),
        ("astro", {"package.json": PACKAGE.replace("NAME", "astro")}),
        ("gitbook", {"SUMMARY.md": "", "README.md": ""}),
        ("vuepress", {".vuepress/config.ts": "", "README.md": ""}),
    ],
)
def test_recognised_by(generator: str, files: dict[str, str], tmp_path: Path) -> None:
    write(tmp_path, {name: text for name, text in files.items() if not name.endswith("/")})
    assert Site.find(tmp_path, tmp_path).generator.name == generator


def test_the_folder_of_the_posts_belongs_to_the_site_around_it(tmp_path: Path) -> None:
    build(tmp_path, "source/_posts/deep/a.md")
    sites = Sites(tmp_path)
    assert {
        sites.for_folder(tmp_path / below).folder for below in ("source/_posts/deep", "source/_posts", "source")
    } == {str(tmp_path)}
    write(
        tmp_path / "book", {".gitbook.yaml": "root: ./spec/\n", "spec/SUMMARY.md": "", "spec/.gitbook/assets/a.png": ""}
    )
    assert Sites(tmp_path).for_file(tmp_path / "book/spec/a.md").root == tmp_path / "book"


def test_several_sites_in_one_repository(tmp_path: Path) -> None:
    build(tmp_path, ".git/HEAD", "mkdocs.yml", "docs/a.md", "shared/a.png", "blog/_posts/b.md", "blog/_layouts/x.html")
    write(tmp_path, {"blog/_config.yml": "theme: x\n"})
    sites = Sites(tmp_path)
    docs, blog = sites.for_file(tmp_path / "docs/a.md"), sites.for_file(tmp_path / "blog/_posts/b.md")
    assert (docs.generator.name, docs.root) == ("mkdocs", tmp_path)
    assert (blog.generator.name, blog.root) == ("jekyll", tmp_path / "blog")
    assert sites.for_folder(tmp_path / "blog/_posts") is blog
    # Addresses may lead anywhere in the repository; paths stay relative to the site.
    assert blog.resolve("_posts/b.md", "../../shared/a.png", "markdown") == Resolution("found", "../shared/a.png")


def test_a_theme_is_no_site_of_its_own(tmp_path: Path) -> None:
    build(tmp_path, "source/_posts/a.md", "themes/mist/_config.yml", "themes/mist/_includes/a.html", "themes/mist/x.md")
    build(tmp_path / "other", "hugo.toml", "themes/mist/hugo.toml", "themes/mist/exampleSite/hugo.toml")
    sites = Sites(tmp_path)
    assert sites.for_file(tmp_path / "themes/mist/x.md").root == tmp_path
    assert sites.for_folder(tmp_path / "other/themes/mist/exampleSite").root == tmp_path / "other"


def test_the_search_ends_at_the_repository(tmp_path: Path) -> None:
    build(tmp_path, "mkdocs.yml", "docs/.git/HEAD", "docs/deep/a.md")
    site = Sites(tmp_path).for_file(tmp_path / "docs/deep/a.md")
    assert (site.generator.name, site.root) == ("plain", tmp_path / "docs")


def test_without_git_a_plain_site_ends_at_the_working_folder(tmp_path: Path) -> None:
    build(tmp_path, "here/deep/a.md", "there/deep/a.md")
    sites = Sites(tmp_path / "here")
    assert sites.for_file(tmp_path / "here/deep/a.md").root == tmp_path / "here"
    assert sites.for_file(tmp_path / "here/b.md") is sites.for_file(tmp_path / "here/deep/a.md")
    assert sites.for_file(tmp_path / "there/deep/a.md").root == tmp_path / "there/deep"


def test_the_configuration_has_the_last_word(tmp_path: Path) -> None:
    build(tmp_path, "_posts/a.md", "text/b.md", "files/c.png")
    overrides = Overrides("hugo", tmp_path / "text", ("notes",), ("../files",), "/x/")
    site = Sites(tmp_path, overrides).for_file(tmp_path / "text/b.md")
    assert (site.generator.name, site.root, site.roots("content"), site.base) == (
        "hugo",
        tmp_path / "text",
        ("notes",),
        "x",
    )
    assert Sites(tmp_path, overrides).for_file(tmp_path / "_posts/a.md").root == tmp_path
    named = Sites(tmp_path, Overrides("hexo")).for_file(tmp_path / "_posts/a.md")
    assert (named.generator.name, named.root) == ("hexo", tmp_path)
    with pytest.raises(UnknownGeneratorError):
        Sites(tmp_path, Overrides("wordstar")).for_file(tmp_path / "_posts/a.md")


def test_static_and_base_from_the_configuration() -> None:
    site = Site(
        "x", "hexo", static=("files",), base="/blog/", files=("files/a.png", "source/b.png", "source/_posts/p.md")
    )
    assert site.resolve("source/_posts/p.md", "/blog/a.png", "html").path == "files/a.png"
    assert site.resolve("source/_posts/p.md", "/blog/none.png", "html").status == "missing"


# Where an address leads

HEXO = (
    "source/_posts/rain.md",
    "source/_posts/rain/cloud.png",
    "source/images/Sun and Moon.PNG",
    "source/images/50%.png",
    "source/images/雨.jpg",
    "source/images/a.jpeg",
    "source/images/c#.png",
    "source/images/a&b.png",
)


@pytest.mark.parametrize(
    ("target", "status", "path", "suggestion"),
    [
        ("https://a.example/x.png", "remote", None, None),
        ("HTTP://a.example/x.png", "remote", None, None),
        ("//a.example/x.png", "remote", None, None),
        ("\\\\a.example\\x.png", "remote", None, None),
        ("data:image/png;base64,AAAA", "remote", None, None),
        ("blob:x.png", "remote", None, None),
        ("C:\\Users\\me\\x.png", "unknown", None, None),
        ("file:///home/me/x.png", "unknown", None, None),
        ("", "unknown", None, None),
        ("  ", "unknown", None, None),
        ("#x", "unknown", None, None),
        ("?x.png", "unknown", None, None),
        ("/images/none", "unknown", None, None),
        ("/images/none.php?x=a.png", "unknown", None, None),
        ("/images/", "unknown", None, None),
        ("~theme/x.png", "unknown", None, None),
        ("{{ x }}.png", "unknown", None, None),
        ("/images/a.jpeg", "found", "source/images/a.jpeg", None),
        (" /images/a.jpeg ", "found", "source/images/a.jpeg", None),
        ("/images/a.jpeg?v=2#x", "found", "source/images/a.jpeg", None),
        ("/images//./a.jpeg", "found", "source/images/a.jpeg", None),
        ("\\images\\a.jpeg", "spelling", "source/images/a.jpeg", "/images/a.jpeg"),
        ("..\\images\\a.jpeg?v=2", "spelling", "source/images/a.jpeg", "../images/a.jpeg?v=2"),
        ("/images/\\ a.jpeg", "spelling", "source/images/a.jpeg", "/images/a.jpeg"),
        ("/images/%20a.jpeg ", "spelling", "source/images/a.jpeg", "/images/a.jpeg"),
        (
            "/images/Sun%2520and%2520Moon.PNG",
            "spelling",
            "source/images/Sun and Moon.PNG",
            "/images/Sun%20and%20Moon.PNG",
        ),
        ("/images/Sun+and+Moon.PNG", "spelling", "source/images/Sun and Moon.PNG", "/images/Sun%20and%20Moon.PNG"),
        ("/images/%D3%EA.jpg", "spelling", "source/images/雨.jpg", "/images/%E9%9B%A8.jpg"),
        ("/images/c#.png", "spelling", "source/images/c#.png", "/images/c%23.png"),
        ("/images/a&amp;b.png", "spelling", "source/images/a&b.png", "/images/a&b.png"),
        ("/images/50%.png", "found", "source/images/50%.png", None),
        ("/images/50%25.png", "found", "source/images/50%.png", None),
        ("/images/%E9%9B%A8.jpg", "found", "source/images/雨.jpg", None),
        ("/images/Sun%20and%20Moon.PNG", "found", "source/images/Sun and Moon.PNG", None),
        ("/images/Sun and Moon.PNG", "found", "source/images/Sun and Moon.PNG", None),
        ("cloud.png", "found", "source/_posts/rain/cloud.png", None),
        ("./rain/cloud.png", "found", "source/_posts/rain/cloud.png", None),
        ("/2024/05/rain/cloud.png", "unknown", None, None),
        ("../images/a.jpeg", "found", "source/images/a.jpeg", None),
        ("images/a.jpeg", "found", "source/images/a.jpeg", None),
        ("/blog/images/a.jpeg", "found", "source/images/a.jpeg", None),
        ("/images/none.jpeg", "missing", None, None),
        ("/other/none.jpeg", "missing", None, None),
        ("none.jpeg", "missing", None, None),
        ("../../../a.jpeg", "unknown", None, None),
        ("/images/A.jpeg", "case", "source/images/a.jpeg", "/images/a.jpeg"),
        ("/Images/a.JPEG?v=2#X", "case", "source/images/a.jpeg", "/images/a.jpeg?v=2#X"),
        ("../IMAGES/./a.jpeg", "case", "source/images/a.jpeg", "../images/./a.jpeg"),
        ("../X/../Images/a.jpeg", "case", "source/images/a.jpeg", "../X/../images/a.jpeg"),
        ("/images/sun%20and%20moon.png", "case", "source/images/Sun and Moon.PNG", "/images/Sun%20and%20Moon.PNG"),
        ("/images/%73un and Moon.PNG", "case", "source/images/Sun and Moon.PNG", "/images/Sun and Moon.PNG"),
        ("Cloud.png", "case", "source/_posts/rain/cloud.png", "cloud.png"),
    ],
)
def test_where_an_address_of_a_hexo_post_leads(
    target: str, status: str, path: str | None, suggestion: str | None
) -> None:
    site = Site("x", "hexo", files=HEXO)
    found = site.resolve("source/_posts/rain.md", target, "markdown")
    assert (found.status, found.path, found.suggestion) == (status, path, suggestion)


def test_a_suggestion_is_found() -> None:
    site = Site("x", "hexo", files=("source/Ünter Öl.PNG", "source/_posts/a.md"))
    for written in ("/ünter öl.png", "/%C3%BCnter%20%C3%B6l.png", "/%C3%BCnter öl.PNG?x=%41"):
        found = site.resolve("source/_posts/a.md", written, "html")
        assert found.status == "case"
        assert found.suggestion is not None
        assert site.resolve("source/_posts/a.md", found.suggestion, "html") == Resolution(
            "found", "source/Ünter Öl.PNG"
        )
        assert found.suggestion.count("%") == written.count("%")


@pytest.mark.parametrize(
    "target",
    [
        "a/" * 500_000 + "x.png",
        "/" + "../" * 300_000 + "x.png",
        "%41" * 300_000 + ".png",
        "data:image/png;base64," + "A" * 2_000_000,
        "x" * 1_000_000 + ":.png",
        "/images/a\0b.png",
        "/images/\udcff.png",
        "a/" * 1500 + "x.png",
        "%FF%FE.png",
        "/.png",
        ".png",
        "..png",
        "/images/../../..png",
        "/images/a.jpeg/x.png",
        "//.png",
        "///x.png",
        "%2Fimages%2Fa.jpeg",
    ],
)
def test_odd_addresses_do_no_harm(target: str) -> None:
    site = Site("x", "hexo", files=HEXO)
    start = time.process_time()
    for source in ("markdown", "html", "field"):
        found = site.resolve("source/_posts/rain.md", target, source)
        assert found.status in ("remote", "unknown", "missing", "found", "spelling")
    assert time.process_time() - start < 0.5


def test_a_sure_place_with_another_case_goes_before_a_guess() -> None:
    site = Site("x", "hexo", files=("source/a.PNG", "a.png", "source/_posts/a.md"))
    assert site.resolve("source/_posts/a.md", "/a.png", "html") == Resolution("case", "source/a.PNG", "/a.PNG")


@pytest.mark.parametrize(
    ("generator", "files", "doc", "target", "source", "status"),
    [
        # Relative to the file, so certain.
        ("mkdocs", ("docs/a/b.md", "docs/c/x.png"), "docs/a/b.md", "x.png", "markdown", "missing"),
        # Relative to an address that is not known: a file of that name may be meant.
        ("mkdocs", ("docs/a/b.md", "docs/c/x.png"), "docs/a/b.md", "x.png", "html", "unknown"),
        ("jekyll", ("_posts/b.md", "blog/2024/rain/x.png"), "_posts/b.md", "x.png", "markdown", "unknown"),
        ("jekyll", ("_posts/b.md", "blog/2024/rain/x.png"), "_posts/b.md", "rain/x.png", "markdown", "unknown"),
        ("jekyll", ("_posts/b.md", "blog/2024/rain/x.png"), "_posts/b.md", "snow/x.png", "markdown", "missing"),
        ("jekyll", ("_posts/b.md", "x/y.png"), "_posts/b.md", "/x/z.png", "html", "missing"),
        # The same picture elsewhere under a static folder is still not there.
        ("jekyll", ("_posts/b.md", "up/2017/a.png"), "_posts/b.md", "/up/2019/a.png", "markdown", "missing"),
        # Without a static folder there is nothing at /x, unless something else makes that folder.
        ("docusaurus", ("blog/a.md",), "blog/a.md", "/img/a.png", "markdown", "missing"),
        (
            "docusaurus",
            {"blog/a.md": "", ".gitignore": "# made\n/static\n"},
            "blog/a.md",
            "/img/a.png",
            "html",
            "unknown",
        ),
        ("docusaurus", ("blog/a.md", ".git/info/sparse-checkout"), "blog/a.md", "/img/a.png", "html", "unknown"),
        ("docusaurus", ("blog/a.md", "static/x"), "blog/a.md", "/img/a.png", "markdown", "missing"),
        ("docusaurus", ("blog/a.md",), "blog/a.md", "../static/img/a.png", "markdown", "missing"),
        (
            "docusaurus",
            {"blog/a.md": "", ".gitignore": "static/img\n"},
            "blog/a.md",
            "../static/a.png",
            "markdown",
            "missing",
        ),
        (
            "docusaurus",
            {"blog/a.md": "", ".gitignore": "static/\n"},
            "blog/a.md",
            "../static/a.png",
            "markdown",
            "unknown",
        ),
        ("docusaurus", ("blog/a.md", "static/x"), "blog/a.md", "../static/img/a.png", "markdown", "missing"),
        # An alias of the generator's own, and one that only the site can have.
        ("docusaurus", ("blog/a.md", "static/x"), "blog/a.md", "@site/static/a.png", "import", "missing"),
        ("docusaurus", ("blog/a.md", "static/x"), "blog/a.md", "@theme/a.png", "import", "unknown"),
        ("astro", ("src/pages/a.md",), "src/pages/a.md", "~/a.png", "import", "unknown"),
        ("pelican", ("content/a.md",), "content/a.md", "{static}/a.png", "markdown", "missing"),
        # Imports are relative to the file and nothing else; names of packages lead elsewhere.
        ("astro", ("src/pages/a.md", "src/pages/a/x.png"), "src/pages/a.md", "./x.png", "import", "missing"),
        ("astro", ("src/pages/a.md",), "src/pages/a.md", "theme/x.png", "import", "unknown"),
        # A tag that the generator knows, and one that the site made.
        ("hexo", HEXO, "source/_posts/rain.md", "none.png", "tag", "missing"),
        ("hexo", HEXO, "source/_posts/rain.md", "none.png", "template", "unknown"),
        ("hexo", HEXO, "source/_posts/rain.md", "cloud.png", "tag", "found"),
        ("plain", ("a.md", "deep/x/A b.png"), "a.md", "a b.png", "wiki", "found"),
        ("plain", ("a.md", "deep/x/A b.png"), "a.md", "y/A b.png", "wiki", "missing"),
        # A picture of a bundle is published at the page's address.
        ("hugo", ("content/a/index.md", "content/a/x.png", "static/y"), "content/b.md", "/n/x.png", "html", "unknown"),
        ("hugo", ("content/a/index.md", "content/a/x.png", "static/y"), "content/b.md", "/n/z.png", "html", "missing"),
        ("hexo", HEXO, "source/_posts/rain.md", "/2024/a.jpeg", "html", "missing"),
        # Nobody knows what a plain folder is served as.
        ("plain", ("a.md", "img/x.png"), "a.md", "/img/y.png", "markdown", "unknown"),
        ("plain", ("a.md", "img/x.png"), "a.md", "img/y.png", "markdown", "missing"),
        ("plain", ("a.md", "docs/img/x.png"), "a.md", "img/x.png", "markdown", "found"),
        # Eleventy: the configuration is code, but a folder that is there is served.
        ("eleventy", ("posts/a.md", "img/x.png"), "posts/a.md", "/img/y.png", "html", "missing"),
        ("eleventy", ("posts/a.md", "img/x.png"), "posts/a.md", "/made/y.png", "html", "unknown"),
        # Fields: what a theme puts before them is not known.
        ("hexo", HEXO, "source/_posts/rain.md", "/images/a.jpeg", "field", "found"),
        ("hexo", HEXO, "source/_posts/rain.md", "/images/none.png", "field", "missing"),
        ("hexo", HEXO, "source/_posts/rain.md", "images/none.png", "field", "missing"),
        ("hexo", HEXO, "source/_posts/rain.md", "covers/none.png", "field", "unknown"),
        ("hexo", HEXO, "source/_posts/rain.md", "none.png", "field", "unknown"),
    ],
)
def test_what_is_certain(
    generator: str, files: tuple[str, ...] | dict[str, str], doc: str, target: str, source: str, status: str
) -> None:
    assert Site("x", generator, files=files).resolve(doc, target, source).status == status  # type: ignore[arg-type]


def test_a_theme_that_is_not_in_the_repository_may_bring_pictures(tmp_path: Path) -> None:
    build(tmp_path, "content/a.md", "static/img/a.png")
    write(tmp_path, {"hugo.toml": 'theme = "mist"\n'})
    site = Site(tmp_path, "hugo")
    assert site.resolve("content/a.md", "/logos/x.png", "html").status == "unknown"
    assert site.resolve("content/a.md", "/x.png", "html").status == "unknown"
    assert site.resolve("content/a.md", "/img/x.png", "html").status == "missing"
    build(tmp_path, "themes/mist/static/y.png")
    assert Site(tmp_path, "hugo").resolve("content/a.md", "/logos/x.png", "html").status == "missing"


# The disk


def test_names_are_compared_with_the_listing(tmp_path: Path) -> None:
    build(tmp_path, "Img/a.PNG", "img/b.png", "IMG/c.png")
    index = Index(str(tmp_path))
    assert index.find("img/b.png") == ("img/b.png", True, False)
    if len(os.listdir(tmp_path)) == 3:  # a file system that tells letter case apart
        assert index.find("img/a.png") == ("Img/a.PNG", False, False)
        assert index.find("img/c.png") == ("IMG/c.png", False, False)
    assert index.find("img/d.png").found is None
    assert index.find("img").found is None
    assert list(index.named("A.png")) == ["Img/a.PNG"]


def test_a_folder_is_found_again_in_any_spelling_and_however_deep(tmp_path: Path) -> None:
    build(tmp_path, "Img/a.PNG", "Img/b.png")
    index = Index(str(tmp_path))
    for _ in range(2):
        assert index.find("img/a.png") == ("Img/a.PNG", False, False)
        assert index.find("Img/b.png") == ("Img/b.png", True, False)
        assert index.find("Img/c.png").found is None
        assert index.find("img/" * 5000 + "a.png").found is None
    for number in range(3000):
        assert index.find(f"folder{number}/a.png").found is None
    assert index.find("IMG/b.png").found == "Img/b.png"


@pytest.mark.parametrize("address", ["/./img/a.png", "//img/a.png", "/img//a.png", "/x/../img/a.png", "/img/a.png#b?c"])
def test_addresses_that_are_not_clean_are_read_as_browsers_do(address: str) -> None:
    site = Site("/site", "hexo", files=["source/_posts/a.md", "source/img/a.png"])
    status = site.resolve("source/_posts/a.md", address, "html")
    assert status == (Resolution("remote") if address.startswith("//") else Resolution("found", "source/img/a.png"))


@pytest.mark.parametrize("source", ["markdown", "html", "field"])
def test_a_name_with_percent_signs_is_the_file_of_that_name_or_the_one_they_stand_for(source: Source) -> None:
    files = ["source/_posts/a.md", "source/a b.png", "source/é%20.png", "source/é .png"]
    site = Site("/site", "hexo", files=files)
    assert site.resolve("source/_posts/a.md", "/a%20b.png", source) == Resolution("found", "source/a b.png")
    assert site.resolve("source/_posts/a.md", "/é%20.png", source) == Resolution("found", "source/é%20.png")
    assert site.resolve("source/_posts/a.md", "/%C3%A9%20.png", source) == Resolution("found", "source/é .png")


def test_the_first_folder_of_several_has_what_an_address_names() -> None:
    site = Site("/site", "plain", static=("one", "two"), files=["a.md", "one/b.png", "two/b.png", "two/c d.png"])
    assert site.resolve("a.md", "/b.png", "html") == Resolution("found", "one/b.png")
    assert site.resolve("a.md", "/c%20d.png", "html") == Resolution("found", "two/c d.png")


def test_two_slashes_name_a_server_and_no_file_of_its_name() -> None:
    site = Site("/site", "plain", static=(".",), files=["a.md", "b.png"])
    assert site.resolve("a.md", "/b.png", "html") == Resolution("found", "b.png")
    assert site.resolve("a.md", "//b.png", "html") == Resolution("remote")
    assert site.resolve("a.md", "/%2Fb.png", "html") == Resolution("found", "b.png")


@pytest.mark.parametrize("name", ["a*.png", "a?.png", "a#.png", "a\\.png", "a.txt"])
def test_a_file_with_a_name_that_no_plain_address_has_is_not_taken_for_a_picture(name: str) -> None:
    site = Site("/site", "hexo", files=["source/_posts/a.md", f"source/img/{name}"])
    assert site.resolve("source/_posts/a.md", f"/img/{name}", "html").status != "found"


@pytest.mark.parametrize(("disk", "text"), [("NFD", "NFC"), ("NFC", "NFD"), ("NFD", "NFD")])
def test_accents_may_be_composed_or_not(disk: str, text: str, tmp_path: Path) -> None:
    on_disk = unicodedata.normalize(disk, "Café é.png")  # type: ignore[arg-type]
    build(tmp_path, on_disk)
    written = unicodedata.normalize(text, "Café é.png")  # type: ignore[arg-type]
    found = Index(str(tmp_path)).find(written)
    assert found.found is not None
    assert found.exact
    assert Index(str(tmp_path)).find(written.upper()).exact is False


def test_links_are_followed_within_the_repository_only(tmp_path: Path) -> None:
    repository = build(tmp_path / "repository", "source/_posts/a.md", "pictures/a.png")
    build(tmp_path, "elsewhere/b.png")
    (repository / "source/in").symlink_to("../pictures")
    (repository / "source/out").symlink_to(tmp_path / "elsewhere")
    (repository / "source/loop").symlink_to(".")
    (repository / "source/self").symlink_to("self")
    (repository / "source/c.png").symlink_to("/nowhere/c.png")
    site = Site(repository, "hexo")

    def status(target: str) -> str:
        return site.resolve("source/_posts/a.md", target, "html").status

    assert status("/in/a.png") == "found"
    assert status("/in/none.png") == "missing"
    assert status("/out/b.png") == "unknown"
    assert status("/c.png") == "unknown"
    assert status("/loop/loop/loop/in/a.png") == "found"
    assert status("/loop/none.png") == "missing"
    assert status("/self/a.png") == "unknown"
    assert status("none.png") == "missing"  # looks through the whole repository, and comes back


def test_what_cannot_be_read_is_not_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, "source/_posts/a.md", "source/closed/a.png")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if os.path.basename(path) == "closed":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    site = Site(tmp_path, "hexo")
    assert site.resolve("source/_posts/a.md", "/closed/x.png", "html").status == "unknown"
    assert site.resolve("source/_posts/a.md", "/x.png", "html").status == "missing"


def test_a_submodule_that_was_not_fetched_says_nothing(tmp_path: Path) -> None:
    build(tmp_path, "source/_posts/a.md", "source/photos/")
    assert Site(tmp_path, "hexo").resolve("source/_posts/a.md", "/photos/x.png", "html").status == "missing"
    build(tmp_path, ".gitmodules")
    assert Site(tmp_path, "hexo").resolve("source/_posts/a.md", "/photos/x.png", "html").status == "unknown"


def test_hidden_and_installed_folders_count_where_the_site_serves_them(tmp_path: Path) -> None:
    hexo = build(tmp_path / "hexo", "source/_posts/a.md", "node_modules/hexo-theme-sea/source/img/pier.png")
    write(hexo, {"_config.yml": "theme: sea\n"})
    assert Site(hexo, "hexo").resolve("source/_posts/a.md", "/img/Pier.png", "html").status == "case"
    vuepress = build(tmp_path / "vuepress", "docs/a.md", "docs/.vuepress/public/img/pier.png")
    assert Site(vuepress, "vuepress").resolve("docs/a.md", "/img/Pier.png", "html").status == "case"


# The generator's own configuration


def settings(name: str, files: dict[str, str], root: Path) -> configuration.Settings:
    return configuration.read(load(name), str(write(root, files)))


def test_jekyll_configuration(tmp_path: Path) -> None:
    text = (
        "baseurl: /notes # where it is\nsource: ./site\ndestination: www\nexclude:\n  - drafts.md\n  - 'old/'\n"
        "include: [_pages]\ncollections:\n  wiki:\n    output: true\ncollections_dir: sets\ntheme: minima\n"
        "excerpt_separator: <!--cut-->\n"
    )
    found = settings("jekyll", {"_config.yml": text}, tmp_path)
    assert found == configuration.Settings(
        content=("site",),
        output=("www",),
        base="notes",
        themes=("minima",),
        skip=("drafts.md", "old/"),
        keep=("_pages",),
        collections=("sets/_wiki", "sets/_posts", "sets/_drafts"),
        excerpt="<!--cut-->",
        file="_config.yml",
    )


def test_jekyll_collections_and_exclusions_decide_what_is_content(tmp_path: Path) -> None:
    text = "collections: [wiki]\nexclude: [old, NEWS.md, '*.draft.md']\ninclude: [_pages]\n"
    write(tmp_path, {"_config.yml": text})
    site = Site(tmp_path, "jekyll")
    reasons = {
        "_wiki/a.md": "",
        "_wiki/a.html": "page template or copied file",
        "_pages/a.md": "",
        "_other/a.md": "not rendered by Jekyll",
        "old/a.md": "excluded by _config.yml",
        "NEWS.md": "excluded by _config.yml",
        "deep/NEWS.md": "",
        "a.draft.md": "excluded by _config.yml",
        "rain/_posts/2024-01-01-a.html": "",
        "about.md": "",
        "../other/a.md": "outside the site",
    }
    assert {path: site.why_not(tmp_path / path) for path in reasons} == reasons


def test_hexo_configuration(tmp_path: Path) -> None:
    text = "url: https://a.example/child\nroot: /child/\nsource_dir: text\npublic_dir: www\nskip_render:\n  - demo/**\n"
    found = settings("hexo", {"_config.yml": text}, tmp_path)
    assert (found.content, found.output, found.base, found.skip) == (("text",), ("www",), "child", ("demo/**",))
    build(tmp_path, "text/_posts/a.md", "text/b.png", "text/demo/x/a.md")
    site = Site(tmp_path, "hexo")
    assert site.why_not("text/demo/x/a.md") == "excluded by _config.yml"
    assert site.why_not("www/a.md") == "built output"
    assert site.is_post("text/_posts/deep/a.md")
    assert site.resolve("text/_posts/a.md", "/child/b.png", "html").path == "text/b.png"
    assert site.resolve("text/_posts/a.md", "/child/c.png", "html").status == "missing"


def test_hugo_configuration(tmp_path: Path) -> None:
    files = {
        "config/_default/hugo.toml": 'baseURL = "https://a.example/b"\nstaticDir = ["static", "files"]\ntheme = "a"\n',
        "config/_default/module.toml": '[[mounts]]\nsource = "assets/pictures"\ntarget = "static/pics"\n',
        "config/_default/languages.toml": '[de]\ncontentDir = "text/de"\n[en]\ncontentDir = "text/en"\n',
    }
    found = settings("hugo", files, tmp_path)
    assert (found.base, found.static, found.themes) == ("b", ("static", "files"), ("a",))
    assert (found.content, found.served) == (("text/de", "text/en"), (("assets/pictures", "pics"),))
    build(tmp_path, "text/de/a.md", "assets/pictures/a.png", "files/b.png")
    site = Site.find(tmp_path / "text/de/a.md", tmp_path)
    assert site.roots("content") == ("text/de", "text/en") or site.roots("content") == ("text/de",)
    assert site.resolve("text/de/a.md", "/pics/a.png", "html").path == "assets/pictures/a.png"
    assert site.resolve("text/de/a.md", "/b/b.png", "html").path == "files/b.png"


@pytest.mark.parametrize(
    ("configuration", "post", "target", "status", "suggestion"),
    [
        ("site_name: A\n", "docs/guide/rain.md", "a.png", "spelling", "../a.png"),
        ("site_name: A\n", "docs/guide/rain.md", "./a.png?v=2", "spelling", "../a.png?v=2"),
        ("site_name: A\n", "docs/guide/rain.md", "../img/b.png", "spelling", "../../img/b.png"),
        ("site_name: A\n", "docs/guide/rain.md", "../../img/b.png", "found", None),
        ("site_name: A\n", "docs/guide/rain.md", "/img/b.png", "found", None),
        ("site_name: A\n", "docs/guide/index.md", "a.png", "found", None),
        ("use_directory_urls: false\n", "docs/guide/rain.md", "a.png", "found", None),
    ],
)
def test_pages_of_mkdocs_lie_in_folders_of_their_own(
    configuration: str, post: str, target: str, status: str, suggestion: str | None, tmp_path: Path
) -> None:
    write(tmp_path, {"mkdocs.yml": configuration})
    build(tmp_path, post, "docs/guide/a.png", "docs/img/b.png")
    found = Site(tmp_path, "mkdocs").resolve(post, target, "html")
    assert (found.status, found.suggestion) == (status, suggestion)
    assert Site(tmp_path, "mkdocs").resolve(post, "a.png", "markdown").status == "found"


def test_tags_in_yaml_do_nothing(tmp_path: Path) -> None:
    text = (
        "docs_dir: text\nsite_dir: www\nsite_url: https://a.example/x/\ntheme:\n  name: material\n  custom_dir: parts\n"
        "key: !ENV [A, b]\nx: !!python/object/apply:os.getenv ['A']\ny: !!python/name:a.b\nz: &z {a: 1}\nw: *z\n"
    )
    found = settings("mkdocs", {"mkdocs.yml": text}, tmp_path)
    assert (found.content, found.output, found.base, found.layouts) == (("text",), ("www",), "x", ("parts",))


def test_literals_in_programs(tmp_path: Path) -> None:
    text = (
        "// baseUrl: '/comment/'\n/* baseUrl: '/comment/' */\nconst url = 'https://x'; // don't\n"
        "export default { 'baseUrl': \"/docs/\", staticDirectories: ['static', 'more'], i18n: { baseUrl: '/de/' } }\n"
    )
    found = settings("docusaurus", {"docusaurus.config.js": text}, tmp_path)
    assert (found.base, found.static) == ("docs", ("static", "more"))
    computed = "export default { baseUrl: process.env.B || '/x/', staticDirectories: ['a', b], base: '/a' + b }\n"
    found = settings("docusaurus", {"docusaurus.config.js": computed}, tmp_path)
    assert (found.base, found.static) == ("", None)
    put_in = (
        "const a = { copyright: `© ${y({})} \\\n Ida's`, b: `x` }\nexport default { srcDir: 'text', base: `/a/` }\n"
    )
    found = settings("vitepress", {".vitepress/config.ts": put_in}, tmp_path)
    assert (found.content, found.base) == (("text",), "a")
    found = settings(
        "pelican", {"pelicanconf.py": "# PATH = 'x'\nPATH = 'text'\nSITEURL = 'https://a.example/b'\n"}, tmp_path
    )
    assert (found.content, found.base) == (("text",), "b")


@pytest.mark.parametrize(
    ("name", "file", "content"),
    [
        ("jekyll", "_config.yml", b"a: [b\n"),
        ("jekyll", "_config.yml", b"- a\n- b\n"),
        ("jekyll", "_config.yml", b"a: \xff\n"),
        ("jekyll", "_config.yml", b"a: " + b"[" * 50_000),
        ("jekyll", "_config.yml", b"# " + b"x" * 2_000_000),
        ("hugo", "hugo.toml", b"a = \n"),
        ("hugo", "hugo.json", b"[1"),
        ("hugo", "hugo.json", b"[1]"),
    ],
)
def test_a_configuration_that_cannot_be_read_is_a_problem_and_no_crash(
    name: str, file: str, content: bytes, tmp_path: Path
) -> None:
    (tmp_path / file).write_bytes(content)
    site = Site(tmp_path, name)
    assert len(site.problems) == 1
    assert site.problems[0].startswith(f"{file} could not be read, so defaults are used: ")
    assert site.why_not("README.md") in ("", "outside the content folders")


def test_an_empty_configuration_is_no_problem(tmp_path: Path) -> None:
    assert settings("jekyll", {"_config.yml": "# nothing yet\n"}, tmp_path).problems == ()


@pytest.mark.parametrize(
    "text", ["/*" * 60_000, "`" * 60_001, "'" * 60_001, "\\" * 60_000, "base: [" * 20_000, "baseurl(" * 20_000]
)
def test_hostile_programs_take_linear_time(text: str, tmp_path: Path) -> None:
    (tmp_path / "docusaurus.config.js").write_text(text, "utf-8")
    start = time.process_time()
    configuration.read(load("docusaurus"), str(tmp_path))
    assert time.process_time() - start < 2


def test_paths_in_a_configuration_stay_in_the_site(tmp_path: Path) -> None:
    found = settings("jekyll", {"_config.yml": "source: ../x\ndestination: /var/www\n"}, tmp_path)
    assert (found.content, found.output) == (None, ())


# Patterns


@pytest.mark.parametrize(
    ("pattern", "folders", "files"),
    [
        ("a/", {"a", "b/a"}, set()),
        ("/a/", {"a"}, set()),
        ("a/b/", {"a/b"}, set()),
        ("_*/", {"_a", "b/_c"}, set()),
        ("x.md", set(), {"x.md", "d/x.md"}),
        ("/x.md", set(), {"x.md"}),
        ("*.md", set(), {"x.md", "d/x.md", "d/e/y.md"}),
        ("/d/*.md", set(), {"d/x.md"}),
        ("d/**", set(), {"d/x.md", "d/e/y.md"}),
        ("**/e/*.md", set(), {"d/e/y.md"}),
        ("d/**/y.md", set(), {"d/e/y.md"}),
        ("[xy].md", set(), {"x.md", "d/x.md", "d/e/y.md"}),
        ("[!x].md", set(), {"d/e/y.md"}),
        ("[z-a].md", set(), set()),
        ("?.md", set(), {"x.md", "d/x.md", "d/e/y.md"}),
        ("", set(), set()),
        ("/", set(), set()),
    ],
)
def test_patterns(pattern: str, folders: set[str], files: set[str]) -> None:
    patterns = Patterns([(pattern, "yes")])
    assert {path for path in ("a", "b/a", "a/b", "_a", "b/_c", "ab") if patterns.folder(path)} == folders
    assert {path for path in ("x.md", "d/x.md", "d/e/y.md") if patterns.file(path)} == files


# Speed and real sites


def test_recognising_a_site_reads_neither_yaml_nor_toml_nor_more(tmp_path: Path) -> None:
    markers, post, _, pictures = SITES["hexo"]
    write(tmp_path, markers)
    build(tmp_path, post, *(file for _, file in pictures))
    code = (
        "import sys; from copydesk.site import Sites;"
        f"site = Sites().for_file({post!r}); found = site.resolve({post!r}, '/images/a.png', 'html');"
        "costly = {'yaml', 'tomllib', 'json', 'copydesk.site.configuration'};"
        "print(site.generator.name, found.status, *costly.intersection(sys.modules))"
    )
    bare = (
        "import sys, types; m = types.ModuleType('copydesk'); m.__path__ = [sys.argv[1]]; sys.modules['copydesk'] = m;"
    )
    package = str(Path(FOLDER).parent)
    run = subprocess.run(
        [sys.executable, "-c", bare + code, package], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["hexo", "found"]


_PICTURE = re.compile(r"!\[[^\]\n]*+\]\(([^\s()<>]++)\)|<img [^>\n]*?src=\"([^\"\n]++)\"")


@pytest.mark.parametrize(
    ("name", "generator"),
    [("huxpro", "jekyll"), ("lison", "hexo"), ("govstack", "gitbook"), ("rsshub-page", "hexo"), ("owasp", "mkdocs")],
)
def test_real_sites_miss_nothing(name: str, generator: str, archive: Callable[[str], Path]) -> None:
    root = archive(name)
    sites = Sites(root)
    assert sites.for_folder(root).generator.name == generator
    missing: list[tuple[str, str]] = []
    for path in sorted(root.rglob("*.m*d*")):
        site = sites.for_file(path)
        doc = site.relative(path)
        if doc is None or not path.is_file() or not site.is_content(path):
            continue
        for found in _PICTURE.finditer(path.read_text("utf-8", errors="replace")):
            target = found[1] or found[2]
            if "{" not in target and site.resolve(doc, target, "markdown").status in ("missing", "case"):
                missing.append((doc, target))
    assert missing == []


def test_a_picture_is_looked_at_once_and_afresh_in_the_next_run(tmp_path: Path) -> None:
    build(tmp_path, "_config.yml", "source/_posts/a.md", "source/a.gif")
    (tmp_path / "source" / "a.gif").write_bytes(b"GIF89a\3\0\2\0\0\0\0;")
    site = Site(tmp_path, "hexo")
    seen = site.picture("source/a.gif")
    assert seen is not None
    assert (seen.kind, seen.width, seen.height) == ("gif", 3, 2)
    (tmp_path / "source" / "a.gif").write_bytes(b"")
    assert site.picture("source/a.gif") is seen
    empty = pickle.loads(pickle.dumps(site)).picture("source/a.gif")
    assert empty is not None
    assert empty.problem == "empty"
    assert site.picture("source/none.gif") is None
