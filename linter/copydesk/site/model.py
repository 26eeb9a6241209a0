"""A site: one folder with the sources of one generator, what of it is content, and where its addresses lead."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from copydesk.front_matter import LIMITS, Limits
from copydesk.site.generators import Declared, Generator, References, load
from copydesk.site.index import Index, MemoryIndex
from copydesk.site.patterns import Patterns
from copydesk.site.resolve import Resolution, Source, resolve, shown
from copydesk.typed import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from copydesk.pictures import Picture
    from copydesk.site.configuration import Settings
    from copydesk.site.suggest import Suggestion

_SIZE_LIMIT = 1_048_576
"""Bytes of a data file that is read at all."""

OUTSIDE = "outside the content folders"
"""The reason of what no rule of the generator excludes, but that is not where its content is either."""

RootKind = Literal["content", "static", "maybe", "theme"]
"""What a folder of a site is for; see `Site.roots`."""


class Site:
    """The site whose sources lie at `root`, made with `generator` (a name, or a description of one's own).

    `boundary` is the folder of the whole repository: addresses may lead anywhere in it, and nothing outside of it is
    looked at. `content`, `static` and `base` (the path below which the site is published) take the place of what the
    generator's configuration says. `vendor_files` are the site's own descriptions of residue, `limits` those of its
    front matter. With `files`, paths relative to the root, the disk is not asked: those files are all there is (a path
    that ends in ``/`` is a folder); where they are a mapping, its values are their texts, or the bytes of pictures.

    Everything is read when it is first needed, so a site costs nothing to make; copies sent to another process
    start afresh.
    """

    __slots__ = (
        "_base",
        "_boundary",
        "_content",
        "_content_patterns",
        "_declared",
        "_excluding",
        "_files",
        "_folders",
        "_front",
        "_index",
        "_inside",
        "_patterns",
        "_pictures",
        "_prefix",
        "_root",
        "_roots",
        "_served",
        "_settings",
        "_static",
        "_texts",
        "generator",
        "limits",
        "vendor_files",
    )

    def __init__(
        self,
        root: str | os.PathLike[str],
        generator: str | Generator = "plain",
        *,
        boundary: str | os.PathLike[str] | None = None,
        content: Sequence[str] = (),
        static: Sequence[str] = (),
        base: str | None = None,
        vendor_files: Sequence[Path] = (),
        limits: Limits = LIMITS,
        files: Iterable[str] | Mapping[str, str | bytes] | None = None,
    ) -> None:
        self._root = os.path.abspath(root)
        self._boundary = os.path.abspath(boundary) if boundary is not None and files is None else self._root
        self._content, self._static, self._base = tuple(content), tuple(static), base
        self._files = tuple(files) if files is not None else None
        self._texts = dict(files) if isinstance(files, Mapping) else {}
        self.generator: Generator = load(generator) if isinstance(generator, str) else generator
        self.vendor_files: tuple[Path, ...] = tuple(vendor_files)
        self.limits = limits
        self._index: Index | None = None if self._files is None else MemoryIndex(self._files)
        self._prefix: tuple[str, ...] | None = None if self._files is None else ()
        self._inside: str | None = None
        self._settings: Settings | None = None
        self._roots: dict[tuple[str, bool], tuple[str, ...]] = {}
        self._folders: dict[str, str] = {}
        self._front: tuple[str, str, bool] | None = None
        self._served: tuple[str, ...] | None = None
        self._patterns: Patterns | None = None
        self._content_patterns: Patterns | None = None
        self._excluding: Patterns | None = None
        self._declared: dict[tuple[References, str], Declared | None] = {}
        self._pictures: dict[str, Picture | None] = {}

    @classmethod
    def find(cls, path: str | os.PathLike[str], top: str | os.PathLike[str] | None = None) -> Site:
        """Return the site that the file or folder at `path` belongs to.

        `top` is where a repository without git ends. `copydesk.site.Sites` answers for many paths at less cost.
        """
        from copydesk.site.finder import Sites

        sites = Sites(top)
        return sites.for_folder(path) if os.path.isdir(path) else sites.for_file(path)

    def __reduce__(self) -> tuple[object, ...]:
        """Copy the site by what it was made of; what was read is read again where the copy needs it."""
        files = self._texts or self._files
        made_of = (self._boundary, self._content, self._static, self._base, self.vendor_files, self.limits, files)
        return (_remade, (self._root, self.generator, *made_of))

    def __repr__(self) -> str:
        return f"Site({self._root!r}, {self.generator.name!r})"

    @property
    def root(self) -> Path:
        """The folder of the site, absolute."""
        from pathlib import Path

        return Path(self._root)

    @property
    def folder(self) -> str:
        """The folder of the site as a text, absolute, in the notation of the system."""
        return self._root

    @property
    def given(self) -> Sequence[str] | None:
        """The files that are said to exist, relative to the root; None for a site of the disk."""
        return self._files

    @property
    def index(self) -> Index:
        """The files of the repository."""
        if self._index is None:
            # Links are resolved once, here, so that a link that stays inside can be told from one that leads out.
            self._index = Index(os.path.realpath(self._boundary))
        return self._index

    @property
    def prefix(self) -> tuple[str, ...]:
        """The parts of the path from the index's root to the site's."""
        if self._prefix is None:
            inner = os.path.relpath(os.path.realpath(self._root), self.index.root)
            parts = tuple(part for part in inner.split(os.sep) if part != ".")
            if ".." in parts:  # The boundary does not contain the site after all.
                self._index = Index(os.path.realpath(self._root))
                parts = ()
            self._prefix = parts
        return self._prefix

    @property
    def inside(self) -> str:
        """The path from the index's root to the site's, with a slash at its end; empty where they are the same."""
        if self._inside is None:
            self._inside = "".join(part + "/" for part in self.prefix)
        return self._inside

    @property
    def settings(self) -> Settings:
        """What the generator's own configuration says."""
        if self._settings is None:
            from copydesk.site import configuration

            on_disk = self._files is None
            self._settings = configuration.read(self.generator, self._root) if on_disk else configuration.Settings()
        return self._settings

    @property
    def problems(self) -> tuple[str, ...]:
        """What of the generator's configuration could not be read."""
        return self.settings.problems

    @property
    def base(self) -> str:
        """The path below which the site is published, without slashes around it; empty for the server's root."""
        return self._base.strip("/") if self._base is not None else self.settings.base

    def roots(self, kind: RootKind, configured: bool = True) -> tuple[str, ...]:
        """Return the folders of one `kind`, relative to the root (``.`` is the root itself).

        ``content`` holds what is rendered, ``static`` and ``maybe`` what ``/x`` may mean, ``theme`` what the theme
        adds to it. Without `configured` the generator's configuration is not read.
        """
        key = (kind, configured)
        found = self._roots.get(key)
        if found is None:
            found = self._roots[key] = tuple(dict.fromkeys(self._find_roots(kind, configured)))
        return found

    def front(self) -> tuple[str, str, bool] | None:
        """Return in which folder ``/x`` is looked for first, relative to the root and to the index, and if only there.

        That is the folder of the generator, whatever its configuration says; it ends in a slash, or is empty. None
        where there is none, or where ``/x`` may be a name for something else.
        """
        if self._front is None and (roots := self.roots("static", False)):
            if any(not alias or alias[0] == "/" for alias, _ in self.generator.aliases):
                return None
            folder = "" if roots[0] == "." else roots[0] + "/"
            self._front = folder, self.inside + folder, len(roots) == 1
        return self._front

    def served(self) -> tuple[str, ...]:
        """Return the folders in one of which ``/x`` is if it is in this site at all, as far as anybody can tell.

        None of them where ``/x`` may also be below some other address, or in a folder that `Index.lacks` leaves out.
        """
        if self._served is None:
            sure = (*self.roots("static", False), *self.roots("static"), *self.roots("theme"))
            every = (*sure, *self.roots("content"), *self.roots("maybe"))
            paths = "".join(f"/{root}/" for root in every if root != ".")
            plain = not self.base and not self.settings.served and "/." not in paths and "node_modules" not in paths
            self._served = tuple(dict.fromkeys(sure)) if plain else ()
        return self._served

    def _find_roots(self, kind: RootKind, configured: bool) -> Iterable[str]:
        generator = self.generator
        given = self._content if kind == "content" else self._static if kind == "static" else ()
        if given:
            return [_clean(path) for path in given]
        if kind == "content":
            if configured and self.settings.content:
                found = self._existing(self.settings.content)
                if found:
                    return found
            roots = self._existing(generator.content_roots)
            if generator.content_holds:
                roots = [root for root in roots if self._exists(f"{root}/{generator.content_holds}")]
            return roots or ["."]
        if kind == "static":
            if configured and self.settings.static:
                return self.settings.static
            return self._expand(generator.static_roots, configured)
        return self._expand(generator.maybe_roots if kind == "maybe" else generator.theme_roots, configured)

    def _expand(self, paths: Iterable[str], configured: bool) -> Iterable[str]:
        for path in paths:
            expanded: Iterable[str] = (path,)
            if "{content}" in path:
                expanded = (path.replace("{content}", root) for root in self.roots("content", configured))
            for inner in expanded:
                if "{theme}" not in inner:
                    yield _clean(inner)
                    continue
                folder = self.settings.themes_folder if configured else ""
                for theme in self.settings.themes if configured else ():
                    # owner/name of a remote theme, and npm scopes, are folders by their last part.
                    named = inner.replace("{theme}", theme.rpartition("/")[2])
                    yield _clean(named.replace(f"{self.generator.themes}/", f"{folder}/", 1) if folder else named)

    def _existing(self, folders: Iterable[str]) -> list[str]:
        return [_clean(folder) for folder in folders if self._exists(folder)]

    def _exists(self, folder: str) -> bool:
        inner = _clean(folder)
        prefix = self.prefix
        return self.index.is_folder("/".join(prefix if inner == "." else (*prefix, inner)))

    # What is content

    def is_content(self, path: str | os.PathLike[str]) -> bool:
        """Tell whether the file at `path` is written for readers (see `why_not`)."""
        return not self.why_not(path)

    def why_not(self, path: str | os.PathLike[str]) -> str:
        """Return why the file at `path` is not content, such as ``layout`` or ``draft``; empty where it is.

        `path` is absolute, or relative to the root with ``/`` between its parts. The file need not exist.
        """
        inner = self.relative(path)
        return "outside the site" if inner is None else self.why_not_at(inner)

    def why_not_at(self, inner: str) -> str:
        """Return the same of the file at `inner`, relative to the root without a ``.`` or ``..`` in it."""
        folder, _, name = inner.rpartition("/")
        return self.why_not_in(folder) or self.why_not_named(inner, name)

    def why_not_in(self, folder: str) -> str:
        """Return why no file right in `folder` (relative, ``""`` for the root) is content; empty where one may be."""
        return self.why_not_folder(folder) or ("" if self.is_inside(folder) else OUTSIDE)

    def why_not_named(self, inner: str, name: str) -> str:
        """Return why the file at `inner`, of this `name`, is not content, if its folder is not the reason."""
        if name.startswith("."):
            return "hidden file"
        patterns = self._patterns or self._make_patterns()
        reason = patterns.file(inner) or self._excluded(inner, False)
        if not reason and self.generator.html == "posts" and name.lower().endswith((".html", ".htm", ".xhtml")):
            return "" if self.is_post(inner) else "page template or copied file"
        return reason

    def why_not_folder(self, folder: str) -> str:
        """Return why nothing in `folder` (relative, ``""`` for the root) is content; empty where something may be."""
        reason = self._folders.get(folder)
        if reason is None:
            reason = ""
            if folder:
                reason = self.why_not_folder(folder.rpartition("/")[0]) or self._why_not_folder(folder)
            self._folders[folder] = reason
        return reason

    def _why_not_folder(self, folder: str) -> str:
        if folder.startswith(".", folder.rfind("/") + 1):
            return "hidden folder"
        patterns = self._patterns or self._make_patterns()
        posts = self._content_patterns
        if posts is None or not posts.folder(folder):
            reason = patterns.folder(folder) or self._excluded(folder, True)
            if reason:
                return reason
        if self.is_inside(folder) or any((root + "/").startswith(folder + "/") for root in self.roots("content")):
            return ""
        return OUTSIDE

    def is_post(self, path: str | os.PathLike[str]) -> bool:
        """Tell whether the file at `path` lies in a folder of posts, rather than being a page of its own."""
        inner = self.relative(path)
        if inner is None:
            return False
        if self._content_patterns is None:
            self._make_patterns()
        posts = self._content_patterns
        folder = inner.rpartition("/")[0]
        while folder and posts is not None:
            if posts.folder(folder) == "posts":
                return True
            folder = folder.rpartition("/")[0]
        return False

    def relative(self, path: str | os.PathLike[str]) -> str | None:
        """Return `path` relative to the root, with ``/`` between its parts; None where it lies outside."""
        text = os.fspath(path)
        if ".." in text:
            text = os.path.normpath(text)
        if not os.path.isabs(text):
            inner = text.replace(os.sep, "/")
            return None if inner == ".." or inner.startswith("../") else inner
        root = self._root.rstrip(os.sep) + os.sep
        if not text.startswith(root):
            text = os.path.normpath(text)
            if not text.startswith(root):
                return "" if text == self._root else None
        return text[len(root) :].replace(os.sep, "/")

    def is_inside(self, folder: str) -> bool:
        """Tell whether `folder` (relative to the root) is one of the content folders, or in one."""
        return any(root == "." or folder == root or folder.startswith(root + "/") for root in self.roots("content"))

    def _make_patterns(self) -> Patterns:
        generator, settings = self.generator, self.settings
        reasons: list[tuple[str, str]] = []
        for pattern, reason in generator.skip:
            reasons += ((expanded, reason) for expanded in self._expanded(pattern))
        reasons += ((f"/{path}/", "built output") for path in settings.output if path != ".")
        reasons += ((f"/{path}/", "layout") for path in settings.layouts if path != ".")
        if settings.themes_folder:
            reasons.append((f"/{settings.themes_folder}/", "theme"))
        self._patterns = Patterns(reasons)
        posts = [(expanded, "posts") for pattern in generator.posts for expanded in self._expanded(pattern)]
        posts += ((f"/{path}/", "posts" if path.endswith("_posts") else "collection") for path in settings.collections)
        posts += ((f"/{path.rstrip('/')}/", "kept") for path in settings.keep)
        self._content_patterns = Patterns(posts)
        return self._patterns

    def _expanded(self, pattern: str) -> Iterable[str]:
        if "{content}" not in pattern:
            return (pattern,)
        return ("/" + _clean(pattern.replace("{content}", root)) + "/" for root in self.roots("content"))

    def _excluded(self, path: str, is_folder: bool) -> str:
        """Return a reason where the generator's own configuration leaves `path` out."""
        if self._excluding is None:
            reason = f"excluded by {self.settings.file}"
            self._excluding = Patterns(
                ("/" + (pattern.lstrip("/") if root == "." else f"{root}/{pattern.lstrip('/')}"), reason)
                for pattern in self.settings.skip
                for root in self.roots("content")
            )
        return self._excluding.either(path, is_folder)

    def resolve(self, doc_path: str, target: str, source: Source) -> Resolution:
        """Return where the address `target` in the file `doc_path` (relative to the root) leads.

        `source` says whether Markdown, raw HTML or a front matter field names it; see `Resolution` for the answers.
        Addresses with template syntax are for the caller to leave out.
        """
        return resolve(self, doc_path, target, source)

    def suggest(self, doc_path: str, target: str, source: Source, found: Resolution) -> Suggestion | None:
        """Return which file the address `target`, which `found` says is missing, may have meant; None for no idea."""
        return _suggests()(self, doc_path, target, source, found)

    def shown(self, path: str) -> str:
        """Return `path`, relative to the repository, relative to the root of the site."""
        return shown(self, path)

    def is_built(self, path: str) -> bool:
        """Tell whether the file at `path` (relative to the root) is something that the generator wrote."""
        patterns = self._patterns or self._make_patterns()
        folder = path.rpartition("/")[0]
        while folder:
            if patterns.folder(folder) == "built output":
                return True
            folder = folder.rpartition("/")[0]
        return False

    def read(self, path: str) -> str | None:
        """Return the text of the file at `path` (relative to the root, spelt as on the disk).

        None where there is none in the repository, or where it is no text of reasonable size.
        """
        if self._files is not None:
            text = self._texts.get(path)
            return text if isinstance(text, str) else None
        match = self.index.find(self.inside + path)
        if match.found is None or not match.exact:
            return None
        try:
            with open(os.path.join(self.index.root, match.found), "rb") as file:
                data = file.read(_SIZE_LIMIT + 1)
            return None if len(data) > _SIZE_LIMIT else data.decode("utf-8-sig")
        except (OSError, ValueError):
            return None

    def picture(self, path: str) -> Picture | None:
        """Return what is in the picture file at `path`, as `Resolution.path` names it; None where nothing can be said.

        Each file is looked at once, however often it is named, and afresh by every process of every run: what is known
        of a text may be kept, what is on the disk changes without it.
        """
        try:
            return self._pictures[path]
        except KeyError:
            found = self._pictures[path] = self._look(path)
            return found

    def digest(self, path: str) -> bytes | None:
        """Return what is the same for files with the same content, of the file at `path`; None where it is not known.

        The whole file is read, each time that one asks.
        """
        from hashlib import blake2b

        if self._files is not None:
            data = self._texts.get(path)
            return blake2b(data, digest_size=16).digest() if isinstance(data, bytes) else None
        digest = blake2b(digest_size=16)
        try:
            with open(f"{self._root}/{path}", "rb") as file:
                while part := file.read(_SIZE_LIMIT):
                    digest.update(part)
        except OSError:
            return None
        return digest.digest()

    def _look(self, path: str) -> Picture | None:
        look, look_at = _looks()
        if self._files is not None:
            data = self._texts.get(path)
            return look(data) if isinstance(data, bytes) else None
        try:
            return look_at(f"{self._root}/{path}")
        except OSError:  # it is gone since it was listed, or not for our eyes
            return None

    def is_whole(self, folders: Iterable[str]) -> bool:
        """Tell whether `folders` (relative to the root), which are not there, are not in the repository either.

        Where git ignores a folder something else makes it, and of some repositories only a part is checked out.
        """
        if self.index.find(".git/info/sparse-checkout").found:
            return False
        for above in sorted({0, len(self.prefix)}):
            patterns = Patterns((line, "ignored") for line in self._ignored(self.prefix[:above]))
            for folder in folders:
                parts = (*self.prefix[above:], *folder.split("/"))
                if any(patterns.either("/".join(parts[:depth]), True) for depth in range(1, len(parts) + 1)):
                    return False
        return True

    def _ignored(self, folder: tuple[str, ...]) -> list[str]:
        """Return the patterns of the .gitignore in `folder` (parts relative to the index)."""
        if self._files is not None:
            text = self._texts.get(".gitignore", "")
        else:
            try:
                with open(os.path.join(self.index.root, *folder, ".gitignore"), "rb") as file:
                    text = file.read(_SIZE_LIMIT).decode("utf-8", "replace")
            except OSError:
                text = ""
        lines = text.split("\n") if isinstance(text, str) else []
        return [line.strip() for line in lines if line.strip() and line[0] not in "#!"]

    def declared(self, references: References, folder: str) -> Declared | None:
        """Return what the site declares for `references` from posts in `folder`; None where it declares nothing."""
        key = (references, folder)
        try:
            return self._declared[key]
        except KeyError:
            from copydesk.site import declared

            found = self._declared[key] = declared.find(self, references, folder)
            return found


@cache  # an import takes as long as all the rest, even of what is loaded
def _looks() -> tuple[Callable[[bytes], Picture], Callable[[str], Picture]]:
    from copydesk.pictures import look, look_at

    return look, look_at


@cache
def _suggests() -> Callable[[Site, str, str, Source, Resolution], Suggestion | None]:
    from copydesk.site.suggest import suggest

    return suggest


def _clean(path: str) -> str:
    parts = [part for part in path.split("/") if part not in ("", ".")]
    return "/".join(parts) or "."


def _remade(
    root: str,
    generator: Generator,
    boundary: str,
    content: tuple[str, ...],
    static: tuple[str, ...],
    base: str | None,
    vendor_files: tuple[Path, ...],
    limits: Limits,
    files: tuple[str, ...] | Mapping[str, str | bytes] | None,
) -> Site:
    return Site(
        root,
        generator,
        boundary=boundary,
        content=content,
        static=static,
        base=base,
        vendor_files=vendor_files,
        limits=limits,
        files=files,
    )
