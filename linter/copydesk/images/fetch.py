"""Pictures of other sites, brought home: downloaded, looked at, and named by the posts from then on.

What is to be fetched, and what it will be called, follows from the posts alone. So a run that was killed goes on where
it ended: files that are there are whole (they get their names last), and posts that name them are done.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from copydesk.edits import Fix, Safety
from copydesk.pictures import look_at
from copydesk.readdress import (
    WRITABLE,
    Readdressed,
    What,
    is_one_of_several,
    readdressed,
    readdressed_together,
    text_start,
)
from copydesk.remote import address_of, remote_images
from copydesk.rule import Finding, Rule
from copydesk.text import Span
from copydesk.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from copydesk.document import Document, Reference
    from copydesk.site import Site
    from copydesk.workspace import FileResult, Workspace

FOLDERS = ("images", "img", "assets/images", "assets/img", "uploads")
"""Where sites keep pictures below their static folder; the first is made where there is none of them."""


_ODD = re.compile(r"[\x00-\x20\x7f\"#%'()<>?\[\\\]^`{|}]")
"""What may stand in the name of a folder, but not in every kind of address."""


class Wanted(NamedTuple):
    """A picture to fetch: its address, how often the posts name it, and for each site (by its root) the path of its
    file, absolute and without a suffix.
    """

    address: str
    times: int
    files: Mapping[str, Path]


class Plan(NamedTuple):
    """What is to be fetched, the files that name any of it, and why others could not be read."""

    wanted: Sequence[Wanted]
    posts: Sequence[str]
    errors: Sequence[str]


def plan(space: Workspace, files: Iterable[str], to: Path | None = None) -> Plan:
    """Return what is to be fetched for the posts in `files`.

    It goes into the folder `to`, or where that is None to where each site keeps its pictures. Raises
    `config.ConfigError`.
    """
    times: Counter[str] = Counter()
    targets: dict[str, dict[str, Path]] = {}
    posts = []
    errors: list[str] = []
    for file in files:
        doc = space.document(file, errors)
        if doc is None:
            continue
        addresses = [address for _, address in remote_images(doc)]
        if addresses:
            posts.append(file)
        times.update(addresses)
        for address in addresses:
            by_site = targets.setdefault(address, {})
            if doc.site.folder not in by_site:
                by_site[doc.site.folder] = (to or folder_of(doc.site)) / name_of(address)
        doc.release()
    return Plan([Wanted(address, times[address], by_site) for address, by_site in targets.items()], posts, errors)


def folder_of(site: Site) -> Path:
    """Return the folder, absolute, in which `site` keeps its pictures, or should."""
    roots = [site.root / root for root in site.roots("static")] or [site.root / root for root in site.roots("content")]
    root = next((each for each in roots if each.is_dir()), roots[0] if roots else site.root)
    return Path(os.path.normpath(next((root / each for each in FOLDERS if (root / each).is_dir()), root / FOLDERS[0])))


def name_of(address: str) -> str:
    """Return the name, without a suffix, of the file for `address`: its own as far as that is plain, and a digest.

    It depends on the address alone, so that the next run finds what this one has fetched.
    """
    path = address.partition("://")[2].partition("?")[0].rstrip("/")
    stem = unquote(path.rpartition("/")[2]).partition(".")[0]
    plain = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40].strip("-") or "picture"
    return f"{plain}-{sha256(address.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"


class Fetched:
    """The pictures that earlier runs have fetched. Each folder is read once."""

    def __init__(self) -> None:
        self._names: dict[Path, dict[str, str]] = {}

    def find(self, target: Path) -> Path | None:
        """Return the file of a picture that was fetched to `target`, a path without its suffix; None where none is."""
        folder = target.parent
        names = self._names.get(folder)
        if names is None:
            try:
                names = {name.partition(".")[0]: name for name in os.listdir(folder)}
            except OSError:
                names = {}
            self._names[folder] = names
        try:
            if target.name in names and not look_at(str(folder / names[target.name])).problem:
                return folder / names[target.name]
        except OSError:
            pass
        return None


class FetchedImage(Rule):
    """A picture that was fetched should be named where it is now. Made for one run; it is in no catalogue."""

    code = "IMG000"
    name = "fetched-image"

    def __init__(self, files: Mapping[str, Mapping[str, Path]]) -> None:
        self.__dict__["_files"] = files  # by address, and by the root of a site

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each picture, or link to one, that was fetched."""
        seen: set[Span] = set()
        several: dict[int, list[tuple[Reference, str]]] = {}  # by the tag in whose `srcset` they stand together
        kinds: tuple[tuple[What, Sequence[Reference]], ...] = (("picture", doc.images), ("link", doc.links))
        for what, references in kinds:
            for one in references:
                address = self._address(doc, one)
                if address is None or one.target_span in seen or (what == "link" and _shows(doc, one)):
                    continue
                seen.add(one.target_span)
                if one.tag is not None and address and is_one_of_several(one):
                    several.setdefault(one.tag.span.start, []).append((one, address))
                    continue
                new = readdressed(doc, one, address, what) if address and one.origin in WRITABLE else None
                yield self._found(one, new)
        for together in several.values():
            yield self._found(together[0][0], readdressed_together(doc, together))

    def _address(self, doc: Document, reference: Reference) -> str | None:
        """Return the address of the copy of what `reference` names; empty where none leads there, None without one."""
        files: Mapping[str, Mapping[str, Path]] = self.__dict__["_files"]
        file = files.get(address_of(reference.target), {}).get(doc.site.folder)
        return home_address(doc, reference, file) if file is not None and not reference.opaque else None

    def _found(self, reference: Reference, new: Readdressed | None) -> Finding:
        fix = Fix("name the copy", new.edits, Safety.UNSAFE, new.declares) if new is not None else None
        return self.finding(reference.target_span, f"`{reference.target}` was fetched", fix)


def _shows(doc: Document, link: Reference) -> bool:
    """Tell whether readers see the address of `link`: then it is meant, and not only the picture it leads to."""
    return link.origin == "autolink" or text_start(doc, link, link.target_span.of(doc.text)) >= 0


def home_address(doc: Document, reference: Reference, file: Path) -> str:
    """Return the address by which `reference`, in `doc`, names the picture in `file`; empty where none leads there.

    It is looked up as the site's generator will.
    """
    site = doc.site
    inner = site.relative(file)
    if inner is None:
        return ""
    folder = doc.path.rpartition("/")[0] or "."
    relative = os.path.relpath(inner, folder).replace(os.sep, "/")
    source = reference.source if reference.origin != "autolink" else "markdown"
    generator = site.generator
    by_file = {"markdown": generator.markdown_base, "html": generator.html_base}.get(source) == "file"
    absolute = [f"/{path}" for path in _published(site, inner, by_file and source == "markdown")]
    ways = [relative, *absolute] if by_file and generator.absolute != "always" else [*absolute, relative]
    for way in (_ODD.sub(lambda found: f"%{ord(found[0]):02X}", way) for way in ways):
        found = site.resolve(doc.path, way, source)
        if found.status == "found" and found.path == inner:
            return way
    return ""


def _published(site: Site, inner: str, processed: bool) -> Iterator[str]:
    """Yield the paths at which the static file `inner` is published, likeliest first.

    Generators that process the addresses of Markdown add the site's base path themselves.
    """
    for root in site.roots("static"):
        if root == "." or inner.startswith(f"{root}/"):
            path = inner if root == "." else inner[len(root) + 1 :]
            if site.base and not processed:
                yield f"{site.base}/{path}"
            yield path


def rename(space: Workspace, posts: Iterable[str], files: Mapping[str, Mapping[str, Path]]) -> Iterator[FileResult]:
    """Yield the result of each of `posts`, which name what was fetched to `files` (by address and site) from now on."""
    rule = FetchedImage(files)
    for post in posts:
        yield space.apply(post, [rule])
