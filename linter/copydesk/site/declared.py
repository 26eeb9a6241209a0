"""What a site declares for its posts to refer to: authors and series, by key, with the names that readers see."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import front_matter
from copydesk.site.generators import Declared, References
from copydesk.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.site.model import Site

_KEYS = ("key", "id", "slug", "short_name", "username", "name")
"""Fields by which an entry of a list is referred to, the usual ones first."""

_NAMES = frozenset({"name", "title", "display_name", "displayname", "full_name", "fullname", "alias", "aliases"})

_SUFFIXES = (".md", ".mdx", ".markdown", ".html", ".yml", ".yaml", ".json", ".toml")


def find(site: Site, references: References, folder: str) -> Declared | None:
    """Return what `site` declares for posts in `folder`; None where it declares nothing, or nobody can read it."""
    for pattern in references.declared:
        for path in _expanded(site, pattern, folder):
            found = _folder(site, path[:-1]) if path.endswith("/") else _file(site, path, references.under)
            if found is not None:
                return found if found.keys else None
    return None


def _expanded(site: Site, pattern: str, folder: str) -> Iterator[str]:
    """Yield the paths that `pattern` stands for, those nearest to `folder` first."""
    if pattern.startswith("{content}/"):
        inner = pattern[len("{content}/") :]
        for root in sorted(site.roots("content"), key=lambda root: not (folder + "/").startswith(root + "/")):
            yield inner if root == "." else f"{root}/{inner}"
    elif pattern.startswith("{above}/"):
        inner = pattern[len("{above}/") :]
        while folder:
            yield f"{folder}/{inner}"
            folder = folder.rpartition("/")[0]
        yield inner
    else:
        yield pattern


def _folder(site: Site, path: str) -> Declared | None:
    """Return the entries of a folder: each file without its suffix, each folder."""
    listing = site.index.listing("/".join((*site.prefix, path)))
    if listing is None:
        return None
    keys: dict[str, None] = {}
    names: set[str] = set()
    for name, kind in sorted(listing.entries.items()):
        if name.startswith((".", "_")):
            continue
        stem, dot, suffix = name.rpartition(".")
        if kind == "folder":
            texts = (f"{path}/{name}/{index}.md" for index in ("_index", "index"))
            keys[name] = None
        elif dot + suffix.lower() in _SUFFIXES and stem not in ("index", "README"):
            texts = (f"{path}/{each}" for each in (name,))
            keys[stem] = None
        else:
            continue
        for text in texts:
            _collect(_entries(site.read(text), text), names)
    return Declared(path + "/", tuple(keys), frozenset(names))


def _file(site: Site, path: str, under: str) -> Declared | None:
    """Return the entries of a file: of a map by key, of a list by whatever an entry may be called."""
    text = site.read(path)
    if text is None:
        return None
    nodes = _entries(text, path)
    if under:
        nodes = next((entry.node.entries for entry in nodes if entry.key == under), ())
    keys = [entry.key for entry in nodes]
    names: set[str] = set()
    if keys == [_LIST]:
        keys = []
        for item in nodes[0].node.items:
            values = {entry.key: entry.node.value for entry in item.entries}
            found = [value for key in _KEYS if isinstance(value := values.get(key), str)]
            keys += found[:1]
            names.update(found[1:])
            _collect(item.entries, names)
    else:
        for entry in nodes:
            if isinstance(entry.node.value, str):
                names.add(entry.node.value)
            _collect(entry.node.entries, names)
    return Declared(path, tuple(keys), frozenset(names))


_LIST = "list"
"""The key that a list at the top of a file gets here, to be read like front matter."""


def _entries(text: str | None, path: str) -> tuple[front_matter.Entry, ...]:
    """Return the entries at the top of a data file, or of the front matter of a page."""
    if text is None:
        return ()
    if not path.endswith((".yml", ".yaml", ".json", ".toml")):
        matter = front_matter.read(text)
    elif path.endswith(".toml"):
        fence = "+" * 3
        matter = front_matter.read(f"{fence}\n{text}\n{fence}\n")
    else:
        body = text.lstrip()
        if body.startswith("---"):
            body = body.partition("\n")[2]
        if body.startswith(("[", "- ")):
            indented = body.replace("\n", "\n  ")
            body = f"{_LIST}:\n  {indented}"
        matter = front_matter.read(f"---\n{body}\n---\n")
    return matter.entries if matter is not None and matter.error is None else ()


def _collect(entries: tuple[front_matter.Entry, ...], names: set[str]) -> None:
    """Add the names among the values of `entries` to `names`."""
    for entry in entries:
        if entry.key.lower() in _NAMES:
            for node in entry.node.items or (entry.node,):
                if isinstance(node.value, str):
                    names.add(node.value)
