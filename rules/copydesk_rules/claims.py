"""The addresses that a post claims: its own, and those that lead to it, as exactly as its front matter tells them.

A claim is a text that is equal for equal addresses. Whole addresses become the file that the generator writes for them
(``/about/index.html``). Where a part of the address comes from a configuration that nobody here reads, a claim says all
that the address can be made of, so that equal claims are a collision whatever the configuration says.
"""

from __future__ import annotations

from copydesk import Document, NamedTuple, Node, regex
from copydesk_rules.shelves import day, is_among_posts, language_of, scalars

_UNKNOWN = regex(r"\{[{%]|<%|//|:|\$\{")
"""What makes an address unknown: a template, a placeholder, another site."""

_ENDING = regex(r"\.[A-Za-z][A-Za-z0-9]{1,4}\Z")
_STYLES = frozenset({"date", "pretty", "ordinal", "weekdate", "none"})
"""Words that stand for a scheme of addresses (Jekyll)."""

_DAY = regex(r"\d{4}-\d{1,2}-\d{1,2}[-_T ]")


class Claim(NamedTuple):
    """An address that a post claims: comparable, the field that says so (empty: the file name), and as it is said."""

    address: str
    field: str
    said: str
    alias: bool = False


def claims(doc: Document) -> list[Claim]:
    """Return the addresses that `doc` claims; none where nothing certain is known."""
    fields = doc.site.generator.addresses
    matter = doc.front_matter
    if matter is None or not (fields.own or fields.slug):
        return []
    values = matter.values
    found: list[Claim] = []
    whole = False
    for field in fields.own:
        said = values.get(field)
        if said is not None:
            whole = True  # even where it is not known what it says
            if isinstance(said, str) and (address := _file(said, fields.ending)):
                found.append(Claim(address, field, said))
    if fields.slug and not whole:
        slug = values.get("slug")
        if slug is None or (isinstance(slug, str) and slug and not _UNKNOWN.search(slug)):
            address = _MAKERS[fields.slug](doc, slug)
            if address:
                found.append(Claim(address, "slug" if slug else "", slug or ""))
    for field in fields.aliases:
        if field in values:
            entry = matter.get(field)
            for node in scalars(entry.node) if entry is not None else ():
                if isinstance(node.value, str) and (address := _alias(doc, node.value, fields.ending)):
                    found.append(Claim(address, field, node.value, True))
    return found


def node_of(doc: Document, claim: Claim) -> Node | None:
    """Return the value of the front matter that makes `claim`."""
    entry = doc.front_matter.get(claim.field) if doc.front_matter is not None and claim.field else None
    if entry is None:
        return None
    return next((node for node in scalars(entry.node) if node.value == claim.said), entry.node)


def _file(said: str, ending: str) -> str:
    """Return the file that is written for a whole address; empty where that is not known."""
    said = said.strip()
    if not said or _UNKNOWN.search(said) or said in _STYLES:
        return ""
    path = "/" + said.partition("#")[0].partition("?")[0].lstrip("/")
    if path.endswith("/"):
        return path + "index.html"
    return path if _ENDING.search(path) else path + ending


def _alias(doc: Document, said: str, ending: str) -> str:
    # Hugo reads an alias without a slash against the address of the page.
    relative = doc.site.generator.name == "hugo" and not said.startswith("/")
    return "" if relative else _file(said, ending)


def _in_folder(doc: Document, slug: str | None) -> str:
    """Hugo and Zola: the place in the content folder, with the slug for the name."""
    path = doc.path
    site = doc.site
    root = next((root for root in site.roots("content") if path.startswith(root + "/")), "")
    folder, _, name = path[len(root) + 1 if root else 0 :].rpartition("/")
    stem, _, middle = name.rpartition(".")[0].partition(".")
    if middle and not language_of(middle):
        return ""
    if stem == "_index":
        return f"/{folder}/index.html".replace("//", "/").lower()
    if stem == "index":
        folder, _, stem = folder.rpartition("/")
    if site.generator.name == "hugo":
        schemes = site.settings.permalinks
        # A section is the first folder, or the second where the first one is that of a language.
        if schemes and not set(folder.lower().split("/")[:2]).isdisjoint(schemes):
            # Any scheme is made of the section, the day and the slug.
            when = day(doc, doc.front_matter.values) if slug and doc.front_matter is not None else ""
            return f"{folder}\n{when}\n{slug}" if when else ""
    else:
        stem = _DAY.sub("", stem, count=1) if _DAY.match(stem) else stem
    last = slug.strip("/") if slug else stem
    return f"/{folder}/{last}/index.html".replace("//", "/").replace(" ", "-").lower()


def _in_section(doc: Document, slug: str | None) -> str:
    """Docusaurus: a slug that begins with a slash counts from the start of the blog or of the manual."""
    if slug is None:
        return ""
    parts = doc.path.split("/")
    depth = 4 if parts[0] == "i18n" else 2 if parts[0] == "versioned_docs" else 1
    section, inner = "/".join(parts[:depth]), parts[depth:-1]
    if parts[0] == "i18n" and len(parts) > 3 and parts[2].endswith("-blog"):
        section, inner = "/".join(parts[:3]), []
    if slug.startswith("/") or section == "blog":
        inner = []
    elif parts[0] == "src":
        return ""
    return f"{section}\n{'/'.join([*inner, slug.strip('/')])}"


def _in_collection(doc: Document, slug: str | None) -> str:
    """Astro: the slug is the name of an entry in its collection."""
    parts = doc.path.split("/")
    return f"{parts[2]}\n{slug}" if slug and parts[:2] == ["src", "content"] and len(parts) > 3 else ""


def _in_site(doc: Document, slug: str | None) -> str:
    """Pelican: of articles, and of pages, each slug is there once."""
    return f"{'/pages/' in doc.path}\n{slug.lower()}" if slug else ""


def _on_day(doc: Document, slug: str | None) -> str:
    """Jekyll and Material for MkDocs: whatever the scheme, it is made of the categories, the day and the slug."""
    matter = doc.front_matter
    if matter is None:
        return ""
    values = matter.values
    if doc.site.generator.name != "jekyll":
        when = day(doc, values) if slug and is_among_posts(doc) else ""
        return f"{when}\n{slug}" if when else ""
    path = doc.path
    start, posts, _ = path.partition("_posts/")
    dated = _DAY.match(path, path.rfind("/") + 1)
    if not posts or dated is None:  # a page, or a file that Jekyll takes for none of its posts
        return ""
    last = slug or path[dated.end() : path.rfind(".")]
    categories = values.get("categories") or values.get("category")
    return f"{start}\n{categories}\n{day(doc, values)}\n{last.lower()}"


_MAKERS = {
    "folder": _in_folder,
    "section": _in_section,
    "collection": _in_collection,
    "site": _in_site,
    "day": _on_day,
}
