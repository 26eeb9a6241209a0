"""``copydesk init``: a configuration made from what a repository is and from what its posts have in common.

Everything in it says how many posts agree, so that its owner can strike what is chance and keep what is meant.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from copydesk import runner
from copydesk.document import Document
from copydesk.fields.kinds import is_empty
from copydesk.learn import ENOUGH, MANY, MOST, Learned, is_slip, learn
from copydesk.pages import why_no_post
from copydesk.runner import Request
from copydesk.site import Generator, Site
from copydesk.text import UndecodableText, decode
from copydesk.typed import NamedTuple

SECTIONS = 8
"""A folder of content with more parts than that is one collection."""

MAX_BYTES = 20_000_000
"""So much of a file is read at most; front matter stands at its beginning."""


class Text(NamedTuple):
    """The front matter of a file (empty: it has none; None: unreadable), and why it is no post (empty: it is one)."""

    values: Mapping[str, object] | None
    aside: str = ""


class Group(NamedTuple):
    """Posts that belong together: the `folder` below which they lie (``.``: all), and how many are `posts`.

    `bare` of them have no front matter, `broken` have some that cannot be read. `aside` counts the pages among them
    that are no posts, by what they are. `without` are paths, or patterns, in the folder that are not meant, each with
    the reason, or an empty one for other groups. `fields` is what was learnt.
    """

    folder: str
    posts: int
    bare: int
    broken: int
    aside: Mapping[str, int]
    without: Mapping[str, str]
    fields: Sequence[Learned]


class Found(NamedTuple):
    """What a site is: its `generator`, its title, its `root` relative to the folder of the run, and its posts."""

    generator: str
    title: str
    root: str
    posts: int
    groups: Sequence[Group]


def survey(base: str) -> list[Found]:
    """Return the sites below the folder `base` and what their posts teach. Raises `config.ConfigError`."""
    space = runner.Workspace(Request("check", base=base, isolated=True))
    sites: dict[str, tuple[Site, dict[str, Text]]] = {}
    for item in space.walk([os.curdir], False):
        if item.kind == "file" and item.site is not None:
            inner = item.site.relative(item.full)
            if inner is not None:
                _, texts = sites.setdefault(item.site.folder, (item.site, {}))
                texts[inner] = _read(item.full, inner, item.site)
    return [_found(base, site, texts) for site, texts in sites.values()]


def _read(path: str, inner: str, site: Site) -> Text:
    try:
        with open(path, "rb") as file:
            text = decode(file.read(MAX_BYTES))
    except (OSError, UndecodableText):
        return Text(None)
    doc = Document(inner, text, site)
    matter = doc.front_matter
    if matter is not None and matter.error is not None:
        return Text(None)
    return Text(matter.values if matter is not None else {}, why_no_post(doc))


def _found(base: str, site: Site, texts: Mapping[str, Text]) -> Found:
    root = os.path.relpath(site.folder, base).replace(os.sep, "/")
    groups = [
        _group(site, folder, others, {path: texts[path] for path in paths}, "" if root == "." else f"{root}/")
        for folder, others, paths in sorted(_collections(site, list(texts)))
    ]
    return Found(site.generator.name, site.generator.title, root, len(texts), groups)


_Collection = tuple[str, tuple[str, ...], list[str]]
"""The folder of a collection, the folders in it that are collections themselves, and its files."""


def _collections(site: Site, paths: Sequence[str]) -> Iterator[_Collection]:
    """Yield the collections that the files at `paths` make up by their folders; all is relative to the site."""
    roots = sorted(site.roots("content"), key=len, reverse=True)
    by_root: dict[str, list[str]] = {}
    for path in paths:
        root = next((each for each in roots if each == "." or path.startswith(each + "/")), ".")
        by_root.setdefault(root, []).append(path)
    for root, inside in by_root.items():
        yield from _divided(site, root, inside)


def _divided(site: Site, folder: str, paths: list[str]) -> Iterator[_Collection]:
    """Yield the parts of `folder` that are collections, and what is left of it, if that is enough to be one."""
    start = "" if folder == "." else f"{folder}/"
    parts: dict[str, list[str]] = {}
    for path in paths:
        first, slash, _ = path[len(start) :].partition("/")
        parts.setdefault(first if slash else "", []).append(path)
    large = {part: inside for part, inside in parts.items() if part and len(inside) >= ENOUGH}
    rest = [path for part, inside in parts.items() if part not in large for path in inside]
    # Posts lie in folders by year or by subject, and are posts all the same.
    if not 0 < len(large) <= SECTIONS or all(part.isdigit() for part in large) or site.is_post(f"{start}post.md"):
        yield folder, (), paths
    elif len(large) == 1 and len(rest) < ENOUGH:
        (part,) = large
        yield from _divided(site, start + part, large[part])
    else:
        yield from ((start + part, (), inside) for part, inside in large.items())
        if len(rest) >= ENOUGH:
            yield folder, tuple(sorted(start + part for part in large)), rest


def _group(site: Site, folder: str, others: Sequence[str], texts: Mapping[str, Text], start: str) -> Group:
    """Return what the `texts` of one collection teach; `start` goes before paths that the configuration names."""
    posts = {path: text.values for path, text in texts.items() if not text.aside}
    readable = {path: values for path, values in posts.items() if values is not None}
    odd = _odd(site, folder, readable)
    pages = [text.values for text in texts.values() if text.aside and text.values]
    dates = site.generator.date_fields
    fields = learn([values for path, values in readable.items() if path not in odd], dates)
    needed = [field.name for field in fields if field.required]
    odd = {path: why for path, why in odd.items() if any(is_empty(readable[path].get(name)) for name in needed)}
    kept = [values for path, values in readable.items() if path not in odd]
    return Group(
        "." if start + folder == "." else (start + folder).removesuffix("/."),
        len(posts) - len(odd),
        sum(1 for values in kept if not values),
        len(posts) - len(readable),
        Counter(text.aside for text in texts.values() if text.aside),
        {f"{start}{each}/**": "" for each in others} | {start + path: odd[path] for path in sorted(odd)},
        learn(kept, dates, pages),
    )


def _odd(site: Site, folder: str, posts: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """Return which of `posts` are pages of another kind, and why: few, and unlike nearly all others.

    They lie at the top of the folder, where the others lie in folders of it, or have a layout of their own. A layout
    that is missing, or misspelt, makes no other kind of page.
    """
    total = len(posts)
    if total < MANY:
        return {}
    few = (1 - MOST) * total
    layouts = {path: _layout(site.generator, values) for path, values in posts.items()}
    uses = Counter(layouts.values())
    usual = [layout for layout, count in uses.items() if count > few]
    odd = {
        path: f"the layout {layout}"
        for path, layout in layouts.items()
        if layout and layout not in usual and not any(is_slip(layout, other) for other in usual)
    }
    depth = 0 if folder == "." else folder.count("/") + 1
    if not site.is_post("post.md" if folder == "." else f"{folder}/post.md"):
        top = [path for path in posts if path.count("/") == depth]
        if len(top) <= few:
            odd.update((path, "at the top of the folder") for path in top)
    return odd if len(odd) <= few else {}


def _layout(generator: Generator, values: Mapping[str, object]) -> str:
    """Return what kind of page the front matter says a file is; empty where it says nothing."""
    said = next((values[field] for field in generator.layout_fields if field in values), "")
    return said if isinstance(said, str) else ""


def configuration(sites: Sequence[Found], today: str) -> str:
    """Return the text of a configuration for `sites`; `today` is the day it is made on."""
    posts = sum(site.posts for site in sites)
    lines = [
        f"# Made by `copydesk init` on {today} from {posts:,} {'post' if posts == 1 else 'posts'}.",
        "# The figures say how many posts agree. Strike what is chance, keep what is meant.",
        "",
    ]
    lines += _site_lines(sites)
    for site in sites:
        for group in site.groups:
            lines += _group_lines(group)
    text = "\n".join(lines).rstrip("\n") + "\n"
    # In TOML there is no way to write a name that is not UTF-8; in a pattern, a question mark fits what is not.
    return text.encode("utf-8", "replace").decode("utf-8")


def _site_lines(sites: Sequence[Found]) -> Iterator[str]:
    if len(sites) == 1:
        site = sites[0]
        yield "[site]"
        yield f"generator = {_quoted(site.generator)}"
        if site.root != ".":
            yield f"root = {_quoted(site.root)}"
        yield ""
    elif sites:
        yield "# Several sites, each recognised by its own files:"
        for site in sites:
            yield f"#   {site.root}: {site.title}, {site.posts:,} {'post' if site.posts == 1 else 'posts'}"
        yield ""


def _group_lines(group: Group) -> Iterator[str]:
    """Yield the table of one collection; nothing where nothing was learnt."""
    if not group.fields:
        return
    notes = [f"{group.posts:,} posts"]
    if group.bare:
        notes.append(f"{group.bare:,} without front matter")
    if group.broken:
        notes.append(f"{group.broken:,} that cannot be read")
    yield f"[[collections]]  # {', '.join(notes)}"
    if group.aside:
        pages = ", ".join(f"{why} ({count:,})" for why, count in sorted(group.aside.items()))
        count = sum(group.aside.values())
        yield f"# Besides, {count:,} {'page that is no post' if count == 1 else 'pages that are no posts'}: {pages}"
    meant = _quoted("**" if group.folder == "." else group.folder + "/**")
    if group.without:
        yield "paths = ["
        yield f"    {meant},"
        for path, why in group.without.items():
            yield f"    {_quoted('!' + path)},  # {_shown(why) if why else 'a collection of its own'}"
        yield "]"
    else:
        yield f"paths = [{meant}]"
    for field in group.fields:
        yield ""
        yield f"[collections.fields.{_key(field.name)}]  # in {field.present:,} of {field.total:,}"
        if field.required:
            yield "required = true"
        if field.types:
            names = [_quoted(name) for name in field.types]
            written = names[0] if len(names) == 1 else f"[{', '.join(names)}]"
            yield f"type = {written}{f'  # {field.fit:,} of {field.present:,}' if field.fit < field.present else ''}"
        if field.values:
            slips = ", ".join(f"`{_shown(slip)}` looks like a slip" for slip in field.slips)
            note = f"  # {slips}" if slips else ""
            yield f"values = [{', '.join(map(_quoted, field.values))}]{note}"
    yield ""


def _shown(value: str) -> str:
    """Return `value` for a comment, which ends with its line."""
    return re.sub(r"[\x00-\x1f\x7f]", " ", value)[:60]


def _quoted(value: str) -> str:
    """Return `value` as a TOML string (TOML 1.0, String)."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found.group()):04x}", escaped) + '"'


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _quoted(name)
