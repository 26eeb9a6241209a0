"""Which documents of a site are no posts: pages of sections, of feeds and of errors, redirections, and what is hidden.

They lie among the posts, in the same folders, and have not what posts have. So nobody learns from them what a post
needs, and nobody asks them for it. What tells them are the names of files, the addresses they are given, and fields
that the data file ``generators/plain.toml`` lists (``pages``).
"""

from __future__ import annotations

from copydesk.document import Document
from copydesk.front_matter import FrontMatter

_PAGES = (".md", ".mdx", ".markdown", ".html", ".htm")
_NAMES = {"404": "an error page", "template": "a template for new posts", "_template": "a template for new posts"}
_FEEDS = frozenset(("atom", "css", "csv", "ics", "js", "json", "rss", "svg", "txt", "webmanifest", "xml", "xsl"))
"""Endings of addresses at which there is no page for readers."""


def why_no_post(doc: Document) -> str:
    """Return why `doc` is no post, such as ``a section`` or ``a redirection``; empty where nothing says so."""
    if is_section(doc):
        return "a section"
    folder, _, name = doc.path.rpartition("/")
    stem, *endings = name.lower().split(".")
    if stem in _NAMES:
        return _NAMES[stem]
    if not _FEEDS.isdisjoint(endings[:-1]):  # sitemap.xml.md
        return "a feed"
    matter = doc.front_matter
    if matter is None:
        return _without_fields(doc) or _by_bundle(doc, folder, stem)
    return _by_address(doc, matter) or _by_fields(doc, matter) or _by_bundle(doc, folder, stem)


def is_section(doc: Document) -> bool:
    """Tell whether `doc` is the page of a section, and not one of its posts: other pages lie beside it or below it."""
    folder, _, name = doc.path.rpartition("/")
    stem = name.partition(".")[0]
    if stem == "_index":  # as generators have it to which `index` is a post with the files beside it
        return True
    if doc.site.generator.bundles:
        return False
    # Docusaurus and Eleventy take `guide/guide.md` for the page of `guide/`, too.
    if stem.lower() not in ("index", "readme") and stem != folder[folder.rfind("/") + 1 :]:
        return False
    inner = _inner(doc, folder)
    listing = doc.site.index.listing(inner)
    if listing is None:
        return False
    if any(_is_page(entry) and entry.partition(".")[0] != stem for entry in listing.entries):
        return True
    below = (doc.site.index.listing(f"{inner}/{entry}" if inner else entry) for entry in listing.entries)
    return any(any(map(_is_page, inside.entries)) for inside in below if inside is not None)


def _inner(doc: Document, folder: str) -> str:
    """Return `folder`, which is relative to the site, relative to the index of files."""
    return "/".join(part for part in (*doc.site.prefix, folder) if part)


def _is_page(name: str) -> bool:
    return name.lower().endswith(_PAGES)


def _without_fields(doc: Document) -> str:
    """Return the reason for a text that has no front matter: there are some that nobody has forgotten."""
    start = doc.text[doc.body_start : doc.body_start + 40].lstrip().lower()
    if start.startswith(("<!doctype", "<html")):
        return "a whole HTML page"
    mark, _, _ = start.partition("\n")
    # gray-matter, which Eleventy and others read front matter with, takes a language behind the fence.
    return "a page with front matter of another language" if mark[:3] == "---" and mark[3:].strip().isalpha() else ""


def _by_address(doc: Document, matter: FrontMatter) -> str:
    """Return the reason where the front matter says the address of a page, and that is none of a post."""
    for field in doc.site.generator.addresses.own:
        value = matter.values.get(field)
        if not isinstance(value, str) or not value:
            continue
        if "{{" in value or "{%" in value:
            return "a page for each of many things"
        name = value.rstrip("/").rpartition("/")[2].lower()
        stem, _, ending = name.rpartition(".")
        if ending in _FEEDS:
            return "a feed"
        if "404" in (name, stem):
            return "an error page"
    return ""


def _by_fields(doc: Document, matter: FrontMatter) -> str:
    for field, value, reason in doc.site.generator.page_fields:
        if field in matter.values:
            has = matter.values[field]
            if not value or (isinstance(has, bool) and str(has).lower() == value):
                return reason
    return ""


def _by_bundle(doc: Document, folder: str, stem: str) -> str:
    """Return the reason where `doc` is one file of a Hugo bundle, but not its page."""
    if doc.site.generator.name != "hugo" or stem == "index":
        return ""
    listing = doc.site.index.listing(_inner(doc, folder))
    within = listing is not None and any(entry.startswith("index.") for entry in listing.entries)
    return "a part of a bundle" if within else ""
