"""Finding the files to check: what is named on the command line, and the content below the folders named there.

Nothing is left out in silence: what is skipped comes as an item too, with its reason.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from operator import attrgetter

from copydesk.site.model import OUTSIDE, Site
from copydesk.site.patterns import Patterns
from copydesk.typed import Literal, NamedTuple

SUFFIXES = (".md", ".markdown", ".mdx", ".html", ".htm")
"""Endings, in lower case, of the files that are looked for in folders."""

_EXCLUDED = "excluded by the configuration"
_IGNORED = "ignored by git"


class WalkItem(NamedTuple):
    """A file to check, or something that was passed over.

    ``file``: check it, as a part of `site`; `full` is its absolute path. ``skip``: left alone for a `reason`; where
    `folder` is true, with all that is in it. ``error``: named but not there, or not readable. `path` begins as it was
    named; a name that is not UTF-8 has surrogates in it (PEP 383).
    """

    kind: Literal["file", "skip", "error"]
    path: str
    reason: str = ""
    site: Site | None = None
    folder: bool = False
    full: str = ""


_item, _name = WalkItem._make, attrgetter("name")


def walk(
    paths: Iterable[str | os.PathLike[str]],
    site_for: Callable[[str], Site],
    *,
    excluded: Callable[[str], Exclusion] | None = None,
    gitignore: bool = True,
    named_too: bool = False,
) -> Iterator[WalkItem]:
    """Yield the files at and below `paths`, each once, folders in the order of their entries' names.

    A file that is named is always yielded, a folder is searched for `SUFFIXES`. `site_for` returns the site of a
    folder (`Sites.for_folder`). Left alone are hidden entries, what git ignores (unless `gitignore` is false), what is
    not content of its site, and what the configuration excludes: `excluded` returns that for the entries of a folder.
    With `named_too` these reasons also hold for files that are named, as pre-commit's lists need it. Links to folders
    are not followed.
    """
    walker = _Walker(site_for, excluded or (lambda _: NOTHING), gitignore)
    seen: set[str] = set()
    for path in paths:
        text = os.fspath(path)
        for item in walker.named(text, named_too):
            if item.kind == "file":
                if item.full in seen:
                    continue
                seen.add(item.full)
            yield item


class Exclusion:
    """What a configuration excludes: `patterns`, written as in a .gitignore file in the folder `root`."""

    __slots__ = ("_patterns", "_root")

    def __init__(self, patterns: Iterable[str], root: str) -> None:
        self._patterns = Patterns((pattern, _EXCLUDED) for pattern in patterns)
        self._root = root.rstrip(os.sep) + os.sep

    def why(self, full: str, is_folder: bool) -> str:
        """Return why the file or folder at the absolute path `full` is left alone; empty where it is not."""
        if not full.startswith(self._root):
            return ""
        return self._patterns.either(full[len(self._root) :].replace(os.sep, "/"), is_folder)


NOTHING = Exclusion((), os.curdir)
"""What excludes nothing."""


class _Walker:
    __slots__ = ("_excluded", "_gitignore", "_site_for")

    def __init__(self, site_for: Callable[[str], Site], excluded: Callable[[str], Exclusion], gitignore: bool) -> None:
        self._site_for = site_for
        self._excluded = excluded
        self._gitignore = gitignore

    def named(self, path: str, judged: bool) -> Iterator[WalkItem]:
        """Yield what becomes of a `path` that was named; `judged` files must be content to be checked."""
        try:
            mode = os.stat(path).st_mode
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "not a possible name"
            yield WalkItem("error", path or "''", reason[:1].lower() + reason[1:])
            return
        if stat.S_ISDIR(mode):
            yield from self._top(path)
        elif not stat.S_ISREG(mode):
            yield WalkItem("skip", path, "not a regular file")
        else:
            full = os.path.abspath(path)
            site = self._site_for(os.path.dirname(full))
            reason = (self._excluded_somewhere(full) or site.why_not(full)) if judged else ""
            yield WalkItem("skip", path, reason) if reason else WalkItem("file", path, site=site, full=full)

    def _top(self, path: str) -> Iterator[WalkItem]:
        """Yield what is in a folder that was named; what it is itself (drafts, say) does not count against it."""
        full = os.path.abspath(path)
        shown = _tidy(path)
        site = self._site_for(full)
        forgiven = site.why_not_folder(site.relative(full) or "")
        kept = _not_ignored(shown) if self._gitignore and _is_ruled_from_above(full) else None
        yield from self._folder(shown, full, site, forgiven, kept)

    def _folder(self, shown: str, full: str, site: Site, forgiven: str, kept: set[str] | None) -> Iterator[WalkItem]:
        try:
            with os.scandir(full) as found:
                entries = sorted(found, key=_name)
        except OSError as error:
            yield WalkItem("error", shown, _sentence(error), folder=True)
            return
        excluded = self._excluded(full).why
        inner = site.relative(full)
        prefix = inner + "/" if inner else ""
        outside: str | None = None  # why no file in here is content, found out for the first one
        front = "" if shown == os.curdir else shown if shown.endswith(os.sep) else shown + os.sep
        if kept is None and self._gitignore and ".gitignore" in [entry.name for entry in entries]:
            kept = _not_ignored(shown)
        for entry in entries:
            name = entry.name
            path = front + name
            try:
                is_folder = entry.is_dir(follow_symlinks=False)
            except OSError as error:
                yield WalkItem("error", path, _sentence(error))
                continue
            if is_folder:
                if name == ".git":
                    continue
                reason = "" if kept is None or path in kept or name.startswith(".") else _IGNORED
                reason = reason or excluded(entry.path, True)
                below = site if reason else self._site_for(entry.path)
                if not reason and below is site:
                    reason = site.why_not_folder(prefix + name)
                    if reason in (forgiven, OUTSIDE):
                        reason = ""
                if reason:
                    yield WalkItem("skip", path, reason, folder=True)
                else:
                    yield from self._folder(path, entry.path, below, forgiven if below is site else "", kept)
            elif name.lower().endswith(SUFFIXES):
                reason = _no_file(entry)
                if not reason and kept is not None and path not in kept and not name.startswith("."):
                    reason = _IGNORED
                reason = reason or excluded(entry.path, False)
                if not reason:
                    if outside is None:
                        outside = site.why_not_in(inner or "")
                    reason = outside or site.why_not_named(prefix + name, name)
                    if reason == forgiven:
                        reason = ""
                if reason:
                    yield WalkItem("skip", path, reason)
                else:
                    yield _item(("file", path, "", site, False, entry.path))
            elif entry.is_symlink() and os.path.isdir(entry.path) and not name.startswith("."):
                yield WalkItem("skip", path, "link to a folder", folder=True)

    def _excluded_somewhere(self, full: str) -> str:
        """Return why the file at `full` or a folder it is in is excluded; a walk would not have come to it.

        Of the folders above only those in the working folder are asked: what is configured further up is not for us.
        """
        here = os.getcwd()
        folders = [full[:at] for at, character in enumerate(full) if character == os.sep and at]
        for above, folder in pairwise(folders):
            if not above.startswith(here):
                continue
            reason = self._excluded(above).why(folder, True)
            if reason:
                return reason
        return self._excluded(os.path.dirname(full)).why(full, False)


def _sentence(error: OSError) -> str:
    text = error.strerror or "not readable"
    return text[:1].lower() + text[1:]


def _no_file(entry: os.DirEntry[str]) -> str:
    """Return why `entry` cannot be read as a file; a pipe would keep us waiting for ever."""
    try:
        if entry.is_file():
            return ""
        if entry.is_symlink() and not os.path.exists(entry.path):
            return "broken link"
        if entry.is_dir():
            return "link to a folder"
    except OSError:  # a link that leads to itself
        return "broken link"
    return "not a regular file"


def _tidy(path: str) -> str:
    """Return `path` without needless parts, as the paths of the other walk begin: ``./a//b/`` is ``a/b``."""
    if (os.sep == "/" and {"", os.curdir}.isdisjoint(path.removeprefix("/").split("/"))) or path == os.curdir:
        return path  # as most are written, and pathlib takes as long to load as eight posts to check
    from pathlib import PurePath

    return str(PurePath(path))


def _is_ruled_from_above(folder: str) -> bool:
    """Tell whether a .gitignore above `folder`, or git's own list of a repository, may say what is ignored in it.

    To ask git's rules about a folder costs as much as to walk it, so they are asked only where there are any.
    """
    while True:
        git = os.path.join(folder, ".git")
        if os.path.lexists(git) and (not os.path.isdir(git) or os.path.lexists(os.path.join(git, "info", "exclude"))):
            return True
        above = os.path.dirname(folder)
        if above == folder:
            return False
        folder = above
        if os.path.lexists(os.path.join(folder, ".gitignore")):
            return True


def _not_ignored(folder: str) -> set[str]:
    """Return the paths below `folder` that no .gitignore, its parents' included, excludes; without hidden ones.

    The user's global list is left out: what is checked must not depend on whose machine it is.
    """
    from pathlib import Path

    import ignore

    builder = ignore.WalkBuilder(Path(folder))
    builder.hidden(True).ignore(False).git_global(False).git_exclude(True).git_ignore(True)
    builder.parents(True).require_git(False).follow_links(False)
    walker = builder.build()
    found: set[str] = set()
    while True:
        try:
            for entry in walker:
                found.add(str(entry.path()))
            return found
        except (OSError, ignore.Error):
            continue  # A folder that cannot be read; our own walk says so.
