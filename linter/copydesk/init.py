"""``copydesk init``: a configuration made from what a repository is and from what its posts have in common.

Everything in it says how many posts agree, so that its owner can strike what is chance and keep what is meant.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from copydesk import runner
from copydesk.document import Document
from copydesk.learn import ENOUGH, Learned, learn
from copydesk.runner import Request
from copydesk.site import Site
from copydesk.text import UndecodableText, decode
from copydesk.typed import NamedTuple

SECTIONS = 8
"""A folder of content with more parts than that is one collection."""


class Group(NamedTuple):
    """Posts that belong together: `folder` below which they lie (``.``: all), and how many are `posts`.

    `bare` of them have no front matter, `broken` have some that cannot be read. `fields` is what was learnt.
    """

    folder: str
    posts: int
    bare: int
    broken: int
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
    sites: dict[str, tuple[Site, dict[str, Mapping[str, object] | None]]] = {}
    for item in space.walk([os.curdir], False):
        if item.kind == "file" and item.site is not None:
            inner = item.site.relative(item.full)
            if inner is not None:
                _, posts = sites.setdefault(item.site.folder, (item.site, {}))
                posts[inner] = _values(item.full, inner, item.site)
    return [_found(base, site, posts) for site, posts in sites.values()]


def _values(path: str, inner: str, site: Site) -> Mapping[str, object] | None:
    """Return the front matter of the post at `path`: an empty map where it has none, None where it is unreadable."""
    try:
        with open(path, "rb") as file:
            text = decode(file.read(MAX_BYTES))
    except (OSError, UndecodableText):
        return None
    matter = Document(inner, text, site).front_matter
    if matter is None:
        return {}
    return None if matter.error is not None else matter.values


MAX_BYTES = 20_000_000
"""So much of a file is read at most; front matter stands at its beginning."""


def _found(base: str, site: Site, posts: Mapping[str, Mapping[str, object] | None]) -> Found:
    root = os.path.relpath(site.folder, base).replace(os.sep, "/")
    groups = []
    for folder, paths in sorted(_folders(site, posts).items()):
        values = [posts[path] for path in paths]
        readable = [value for value in values if value is not None]
        below = "/".join(part for part in (root, folder) if part != ".") or "."
        bare = sum(1 for value in readable if not value)
        groups.append(
            Group(below, len(paths), bare, len(values) - len(readable), learn(readable, site.generator.date_fields))
        )
    return Found(site.generator.name, site.generator.title, root, len(posts), groups)


def _folders(site: Site, paths: Iterable[str]) -> dict[str, list[str]]:
    """Return the `paths` by the folder of the collection they belong to, both relative to the root of the site."""
    roots = sorted(site.roots("content"), key=len, reverse=True)
    by_root: dict[str, dict[str, list[str]]] = {}
    for path in paths:
        root = next((each for each in roots if each == "." or path.startswith(each + "/")), ".")
        inner = path if root == "." else path[len(root) + 1 :]
        first, slash, _ = inner.partition("/")
        by_root.setdefault(root, {}).setdefault(first if slash else "", []).append(path)
    found: dict[str, list[str]] = {}
    for root, parts in by_root.items():
        large = [part for part, inside in parts.items() if part and len(inside) >= ENOUGH]
        divided = len(large) <= SECTIONS
        for part, inside in parts.items():
            folder = "/".join(each for each in (root, part) if each != ".") if divided and part in large else root
            found.setdefault(folder, []).extend(inside)
    return found


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
    return "\n".join(lines).rstrip("\n") + "\n"


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
    yield f"paths = [{_quoted('**' if group.folder == '.' else group.folder + '/**')}]"
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
            slips = ", ".join(f"{_shown(slip)} looks like a slip" for slip in field.slips)
            note = f"  # {slips}" if slips else ""
            yield f"values = [{', '.join(map(_quoted, field.values))}]{note}"
    yield ""


def _shown(value: str) -> str:
    """Return `value` for a comment, which ends with its line."""
    return "`" + re.sub(r"[\x00-\x1f\x7f]", " ", value)[:40] + "`"


def _quoted(value: str) -> str:
    """Return `value` as a TOML string (TOML 1.0, String)."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found.group()):04x}", escaped) + '"'


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _quoted(name)
