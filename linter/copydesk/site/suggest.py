"""Which file a picture that is missing may have been, and how a post would name it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import quote

from copydesk.site.resolve import PICTURES, Resolution, Source, is_picture, look_up, unquote
from copydesk.text import LONGEST_WORD, regex
from copydesk.typed import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from copydesk.site.model import Site

Likeness = Literal["size", "suffix", "place", "name"]


class Suggestion(NamedTuple):
    """The file at `path` (relative to the root) is probably what is meant.

    It is like what is missing but for its `likeness`: another ``size`` of the same picture, as WordPress makes them,
    another ``suffix``, another ``place``, a ``name`` that looks alike. `address` is how the post would name it, or None
    where that is not known, or where only the name is like it.
    """

    path: str
    likeness: Likeness
    address: str | None = None


_SIZE = regex(r"(?:-e\d{9,})?-\d{1,5}x\d{1,5}(?=\.[A-Za-z]+$)")
"""What WordPress puts into the name of a smaller copy (https://developer.wordpress.org/reference/functions/image_resize_dimensions/)
and before it into that of an edited one."""

_LIMIT = 400
"""Characters of a path beyond which nothing is suggested."""


def suggest(site: Site, doc_path: str, target: str, source: Source, found: Resolution) -> Suggestion | None:
    """Return the file that the missing picture `target` of the post `doc_path` may have been, if there is one.

    `found` is where it was looked for. Only a file that is alone in being like it is suggested.
    """
    path = target.partition("?")[0].partition("#")[0].strip().replace("\\", "/")
    if len(path) > _LIMIT or not is_picture(path):
        return None
    name = unquote(path[path.rfind("/") + 1 :])
    for likeness, address in _likely(path, site.index.has_stem(name)):  # to look for the name alone is much quicker
        other = look_up(site, doc_path, address, source)
        if other.status == "found" and other.path is not None:
            return Suggestion(other.path, likeness, address)
    for wanted, likeness in ((name, "place"), (_unsized(name), "size")):
        places = list(_named(site, wanted))
        if len(places) == 1:
            return Suggestion(places[0], likeness, _address(site, doc_path, path, source, places[0]))
        if places:
            return None
    near = _near(site, found, name)
    return Suggestion(near, "name") if near else None


def _unsized(name: str) -> str:
    """Return `name` without the size of a smaller copy in it."""
    return _SIZE.sub("", name) if "x" in name and "-" in name else name


def _likely(path: str, suffixes: bool) -> Iterator[tuple[Likeness, str]]:
    """Yield `path` without the size in its name and, where other `suffixes` are known, with those of pictures."""
    whole = _unsized(path)
    if whole != path:
        yield "size", whole
    if not suffixes:
        return
    stem, _, suffix = path.rpartition(".")
    usual = ("png", "jpg", "jpeg", "webp", "svg", "gif", "avif")
    for other in (*usual, *sorted(PICTURES.difference(usual))):
        if other != suffix.lower():
            yield "suffix", f"{stem}.{other}"


def _named(site: Site, name: str) -> Iterator[str]:
    """Yield the files called `name` that are no built output, relative to the root."""
    for found in site.index.named(name):
        path = site.shown(found)
        if path.startswith("../") or not site.is_built(path):
            yield path


def _near(site: Site, found: Resolution, name: str) -> str:
    """Return the picture beside which `name` was looked for first whose name is nearly the same."""
    for tried in found.tried[:3]:
        folder = tried.rpartition("/")[0]
        listing = site.index.listing("/".join(filter(None, (*site.prefix, folder))))
        if listing is None or len(name) > LONGEST_WORD:
            continue
        likeness = {near: _likeness(name, near) for near in listing.neighbours(name)}
        alike = [near for near in likeness if likeness[near] >= _LIKE and is_picture(near)]
        for near in sorted(alike, key=lambda near: -likeness[near]):
            if not _is_another(name, near):
                return f"{folder}/{near}" if folder else near
    return ""


_LIKE = 0.85


def _likeness(name: str, other: str) -> float:
    """Return how much of two names is the same before and behind the one place where they differ, from 0 to 1.

    Less than `_LIKE` may be 0: most that end otherwise are told by that at once.
    """
    shorter = min(len(name), len(other))
    before = behind = 0
    while before < shorter and name[before] == other[before]:
        before += 1
    wanted = int(_LIKE * (len(name) + len(other)) / 2) - before  # so many at least have to be the same at the end
    if wanted > 0 and not name.endswith(other[-wanted:]):
        return 0
    while behind < shorter - before and name[-1 - behind] == other[-1 - behind]:
        behind += 1
    return 2 * (before + behind) / (len(name) + len(other))


_NUMBERS = regex(r"[0-9]+")


def _is_another(name: str, near: str) -> bool:
    """Tell whether the two are plainly two: figure3.png is not figure1.png, but may be figure3b.png."""
    stem, other = name.rpartition(".")[0], near.rpartition(".")[0]
    return _NUMBERS.findall(stem) != _NUMBERS.findall(other) and not (other.startswith(stem) or stem.startswith(other))


def _address(site: Site, doc_path: str, path: str, source: Source, file: str) -> str | None:
    """Return how the post would name `file`, in the manner of `path`; None where that is not known for sure."""
    folder = doc_path.rpartition("/")[0]
    written: list[str] = []
    if path.startswith("/"):
        for root in site.roots("static", True):
            if root == "." or file.startswith(root + "/"):
                base = f"/{site.base}/" if site.base and path.startswith(f"/{site.base}/") else "/"
                written.append(base + (file if root == "." else file[len(root) + 1 :]))
    elif source in ("markdown", "html", "import"):
        relative = os.path.relpath(file, folder or ".").replace(os.sep, "/")
        written.append("./" + relative if path.startswith("./") and relative[0] != "." else relative)
    for address in written:
        quoted = quote(address, safe="+/!$&'(),;=:@~*._-") if address.isascii() else address.replace(" ", "%20")
        if look_up(site, doc_path, quoted, source) == Resolution("found", file):
            return quoted
    return None
