"""The authors that a site declares, so that a post can be asked whether its author is one of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache

from copydesk import front_matter
from copydesk.front_matter import Node
from copydesk.site import Site
from copydesk.typed import NamedTuple

MAX_SIZE = 1_000_000
"""The largest file of authors that is read, in bytes."""


class Authors(NamedTuple):
    """The `names` under which authors are declared, and the file or folder, relative to the site, that does it."""

    names: frozenset[str]
    source: str


@lru_cache(maxsize=32)
def declared_authors(site: Site) -> Authors | None:
    """Return the authors that `site` declares where its generator looks for them; None where it declares none.

    A file declares those whose key it has, or whose ``name`` or ``id``; a folder those it has a file or a folder for.
    """
    for pattern in site.generator.author_files:
        roots = site.roots("content") if "{content}" in pattern else ("",)
        for root in roots:
            inner = pattern.replace("{content}", root).removeprefix("./")
            path = os.path.join(site.folder, *inner.rstrip("/").split("/"))
            names = frozenset(_in_folder(path) if inner.endswith("/") else _in_file(path))
            if names:
                return Authors(names, inner)
    return None


def _in_folder(path: str) -> Iterator[str]:
    try:
        entries = os.listdir(path)
    except OSError:
        return
    for entry in entries:
        stem = entry.partition(".")[0]
        if stem and stem not in ("_index", "index", "README"):
            yield stem


def _in_file(path: str) -> Iterator[str]:
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_SIZE + 1)
    except OSError:
        return
    if len(data) > MAX_SIZE:
        return
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    if path.endswith(".json"):
        read = front_matter.read(f";;;\n{text.strip().removeprefix('{').removesuffix('}')}\n;;;\n")
    elif path.endswith(".toml"):
        fence = "+" * 3
        read = front_matter.read(f"{fence}\n{text}\n{fence}\n")
    else:
        read = front_matter.read(f"---\nfile:\n{_indented(text)}\n---\n")
    if read is None:
        return
    for entry in read.entries:
        if path.endswith((".json", ".toml")):
            yield from _names(entry.key, entry.node)
        elif entry.node.kind == "list":
            for item in entry.node.items:
                yield from _of_map(item)
        else:
            for inner in entry.node.entries:
                yield from _names(inner.key, inner.node)


def _indented(text: str) -> str:
    """Return YAML as the value of a key."""
    return "\n".join(f"  {line}" for line in text.split("\n") if not line.startswith(("---", "%")))


def _names(key: str, node: Node) -> Iterator[str]:
    """Yield the names of the author declared under `key`; ``authors`` holds all of them in some files."""
    if key == "authors" and node.entries:
        for entry in node.entries:
            yield from _names(entry.key, entry.node)
        return
    yield key
    yield from _of_map(node)


def _of_map(node: Node) -> Iterator[str]:
    for entry in node.entries:
        if entry.key in ("name", "id", "username", "slug") and isinstance(entry.node.value, str):
            yield entry.node.value
