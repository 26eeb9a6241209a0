"""Which documents are no posts, so that nobody asks them for what posts have."""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk import Document, Site, why_no_post

WITH = "---\n{}\n---\n\nIt rains.\n"
FILES = {
    "blog/rain.md": "",
    "blog/blog.md": "",
    "blog/index.md": "",
    "docs/guide/README.md": "",
    "docs/guide/lone/lone.md": "",
    "docs/guide/rain/index.md": "",
    "docs/guide/rain/sun.png": "",
    "content/blog/rain/index.md": "",
    "content/blog/rain/more.md": "",
}


def reason(path: str, text: str, generator: str = "eleventy") -> str:
    site = Site(Path("/s"), generator, files={**FILES, path: text})
    return why_no_post(Document(path, text, site))


@pytest.mark.parametrize(
    ("path", "text", "generator", "expected"),
    [
        ("content/_index.md", WITH.format("title: A"), "hugo", "a section"),
        ("blog/index.md", "It rains.\n", "eleventy", "a section"),
        ("docs/guide/README.md", "It rains.\n", "vuepress", "a section"),
        ("blog/blog.md", WITH.format("layout: docs"), "eleventy", "a section"),
        ("content/blog/rain/more.md", WITH.format("title: A"), "hugo", "a part of a bundle"),
        ("404.md", WITH.format("title: Not here"), "jekyll", "an error page"),
        ("pages/lost.md", WITH.format("permalink: /404.html"), "jekyll", "an error page"),
        ("pages/lost.md", WITH.format("permalink: /404/"), "eleventy", "an error page"),
        ("pages/news.md", WITH.format("permalink: /feed.xml"), "eleventy", "a feed"),
        ("sitemap.xml.md", WITH.format("title: A"), "eleventy", "a feed"),
        ("_wiki/template.md", WITH.format("title: A"), "jekyll", "a template for new posts"),
        ("tags.md", WITH.format("permalink: '/tags/{{ tag }}/'"), "eleventy", "a page for each of many things"),
        ("tags.md", WITH.format("pagination:\n  data: collections"), "eleventy", "a page for each of many things"),
        ("old.md", WITH.format("redirect_to: https://rain.example/"), "jekyll", "a redirection"),
        ("odd.md", WITH.format("sitemap: false"), "vuepress", "a page that is not listed"),
        ("odd.md", WITH.format("eleventyExcludeFromCollections: true"), "eleventy", "a page that is not listed"),
        ("docs/start.md", WITH.format("home: true"), "vuepress", "a start page"),
        ("timings.html", "<!DOCTYPE html>\n<title>A</title>\n", "hugo", "a whole HTML page"),
        ("all.md", "---js\n{ a: 1 }\n---\n\nIt rains.\n", "eleventy", "a page with front matter of another language"),
    ],
)
def test_what_is_no_post(path: str, text: str, generator: str, expected: str) -> None:
    assert reason(path, text, generator) == expected


@pytest.mark.parametrize(
    ("path", "text", "generator"),
    [
        ("blog/rain.md", WITH.format("title: A"), "eleventy"),
        ("blog/rain.md", "It rains.\n", "eleventy"),
        ("blog/rain.html", "<p>It rains.</p>\n", "eleventy"),
        ("docs/guide/rain/index.md", WITH.format("title: A"), "docusaurus"),  # a post in a folder of its own
        ("docs/guide/lone/lone.md", WITH.format("title: A"), "docusaurus"),
        ("content/blog/rain/index.md", WITH.format("title: A"), "hugo"),
        ("blog/rain.md", WITH.format("permalink: /2024/rain-1.60.0"), "eleventy"),
        ("content/rain.md", WITH.format("path: 2015/Rain-1.0"), "zola"),
        ("blog/rain.md", WITH.format("sitemap:\n  priority: 1"), "vuepress"),
        ("blog/rain.md", WITH.format("noindex: false\nhome: false"), "eleventy"),
        ("blog/404-ways.md", WITH.format("title: A"), "eleventy"),
        ("blog/rain.md", "---\n\nIt rains.\n", "eleventy"),
    ],
)
def test_what_is_a_post(path: str, text: str, generator: str) -> None:
    assert reason(path, text, generator) == ""


def test_what_a_generator_copies_is_no_content() -> None:
    site = Site(Path("/s"), "zola", files=["content/rain/index.md", "content/rain/timings.html"])
    assert site.is_content("content/rain/index.md")
    assert site.why_not("content/rain/timings.html") == "copied file"
