"""Which site a file belongs to: the nearest folder above it that some generator would build."""

from __future__ import annotations

import os
from collections.abc import Sequence

from copydesk.front_matter import LIMITS, Limits
from copydesk.site.generators import recognise
from copydesk.site.model import OUTSIDE, Site
from copydesk.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Overrides(NamedTuple):
    """What a copydesk configuration says about the site instead of leaving it to be recognised.

    `root`, where given, is the site of everything below it. The others are as for `Site`; empty and None leave the
    matter to the generator.
    """

    generator: str | None = None
    root: Path | None = None
    content: Sequence[str] = ()
    static: Sequence[str] = ()
    base: str | None = None
    vendor_files: Sequence[Path] = ()
    limits: Limits = LIMITS


class Sites:
    """The sites of one run. Each folder is looked at once, however many files are asked for.

    `top` is where a repository that is not under git ends, by default the working directory; the search for a
    site's root never goes above the folder that holds ``.git``.
    """

    def __init__(self, top: str | os.PathLike[str] | None = None, overrides: Overrides | None = None) -> None:
        self._top = os.path.abspath(top if top is not None else os.curdir)
        self._overrides = overrides if overrides is not None else Overrides()
        self._sites: dict[str, Site] = {}
        self._boundaries: dict[str, str | None] = {}

    def for_file(self, path: str | os.PathLike[str]) -> Site:
        """Return the site of the file at `path`, which need not exist."""
        return self.for_folder(os.path.dirname(os.path.abspath(path)))

    def for_folder(self, path: str | os.PathLike[str]) -> Site:
        """Return the site of the folder at `path`."""
        found = self._sites.get(str(path))
        if found is not None:  # an absolute path, as nearly all are
            return found
        folder = os.path.abspath(path)
        found = self._sites.get(folder)
        if found is None:
            given = self._overrides.root
            if given is not None and (folder + os.sep).startswith(os.path.abspath(given).rstrip(os.sep) + os.sep):
                root = os.path.abspath(given)
                found = self._sites.get(root) or self._make(root, recognise(root, _entries(root))[0])
                self._sites[root] = found
            else:
                found = self._recognised(folder) or self._unrecognised(folder)
            self._sites[folder] = found
        return found

    def _recognised(self, folder: str) -> Site | None:
        """Return the site whose sources `folder` lies in, or None where no generator is recognised."""
        known = self._sites.get(folder)
        if known is not None:
            return known
        entries = _entries(folder)
        name, sure = recognise(folder, entries)
        parent = os.path.dirname(folder)
        last = parent == folder or ".git" in entries
        above = None if last else self._recognised(parent)
        if not name:
            if above is not None:
                self._sites[folder] = above
            return above
        if above is None or above.generator.name == "plain" or not _belongs(above, folder, name if sure else ""):
            above = self._make(folder, name)
        self._sites[folder] = above
        return above

    def _unrecognised(self, folder: str) -> Site:
        """Return the plain site of a repository that no generator builds."""
        root = self._boundary(folder)
        if root is None:
            root = self._top if (folder + os.sep).startswith(self._top.rstrip(os.sep) + os.sep) else folder
        site = self._sites.get(root)
        if site is None:
            site = self._sites[root] = self._make(root, "")
        return site

    def _make(self, root: str, name: str) -> Site:
        given = self._overrides
        return Site(
            root,
            given.generator or name or "plain",
            boundary=self._boundary(root),
            content=given.content,
            static=given.static,
            base=given.base,
            vendor_files=given.vendor_files,
            limits=given.limits,
        )

    def _boundary(self, folder: str) -> str | None:
        """Return the folder of the git repository that `folder` is in, or None."""
        if folder not in self._boundaries:
            parent = os.path.dirname(folder)
            if os.path.lexists(os.path.join(folder, ".git")):
                self._boundaries[folder] = folder
            else:
                self._boundaries[folder] = None if parent == folder else self._boundary(parent)
        return self._boundaries[folder]


def _belongs(site: Site, folder: str, name: str) -> bool:
    """Tell whether `folder`, which looks like a site of the generator `name`, is a part of `site` all the same.

    A theme has a configuration like a site's, and so have examples of one; and the folder that holds a site's content
    may be recognised on its own. `name` is empty where the signs of a generator were not sure.
    """
    inner = site.relative(folder)
    same = name in ("", site.generator.name)
    if not inner or (same and inner in site.roots("content", False)):
        return True
    reason = site.why_not_folder(inner)
    if reason in (OUTSIDE, "hidden folder"):
        return same and inner in site.roots("content")
    return reason != "" or name == "" or (same and inner in site.roots("content"))


def _entries(folder: str) -> Sequence[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return ()
