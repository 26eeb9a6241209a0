"""What a reader gets of a post, by parsers that copydesk does not use: markdown-it-py, and html5lib for what comes out.

The product reads Markdown with pyromark and HTML with a scanner of its own, so that what both agree on is likely so.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl

from bs4 import BeautifulSoup, Tag
from markdown_it import MarkdownIt

_FRONT_MATTER = re.compile(r"\ufeff?\s*(---|\+\+\+)[ \t]*\r?\n.*?^\1[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")


class Page(NamedTuple):
    """What a post shows: all its text without blanks, where its links lead, its pictures, its code samples."""

    text: str
    links: list[str]
    pictures: list[str]
    code: list[str]


def body(text: str) -> str:
    """Return `text` without its front matter, wherever that begins, with one kind of newline."""
    found = _FRONT_MATTER.match(text)
    return (text[found.end() :] if found is not None else text).replace("\r\n", "\n")


def soup(text: str, path: str) -> BeautifulSoup:
    """Return the page that the post at `path` makes."""
    written = body(text)
    return BeautifulSoup(written if path.endswith((".html", ".htm")) else _MARKDOWN.render(written), "html5lib")


def meant(page: BeautifulSoup) -> BeautifulSoup:
    """Return the page as it was meant.

    Code that begins with a tag or a comment becomes the markup it is, and links lead where a redirector would lead.
    """
    for block in page.find_all("pre"):
        code = block.find("code", recursive=False)
        if isinstance(code, Tag) and not code.attrs and code.get_text().lstrip().startswith("<"):
            inner = BeautifulSoup(code.get_text(), "html5lib").body
            assert inner is not None
            block.replace_with(*inner.contents)
    for link in page.find_all(["a", "area"]):
        if link.has_attr("href"):
            link["href"] = _destination(str(link["href"]))
    return page


def _destination(address: str) -> str:
    """Return the address that a parameter of `address` holds, or one of that; `address` where none does."""
    for _, value in parse_qsl(address.partition("?")[2].partition("#")[0]):
        if value.startswith(("http://", "https://")):
            return _destination(value)
    return address


def read(page: BeautifulSoup) -> Page:
    """Return what `page` shows. Style sheets, scripts and comments show nothing."""
    return Page(
        "".join("".join(page.stripped_strings).split()),
        [str(one["href"]) for one in page.find_all(["a", "area"]) if one.has_attr("href")],
        [str(one["src"]) for one in page.find_all("img") if one.has_attr("src")],
        [one.get_text() for one in page.find_all("pre")],
    )


def raw_markup(page: BeautifulSoup) -> list[str]:
    """Return the code blocks of `page` that begin with a tag or a comment."""
    return [code for code in read(page).code if re.match(r"\s*<[!/a-z]", code, re.I)]
