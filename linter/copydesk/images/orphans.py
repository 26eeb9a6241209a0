"""Pictures of a site that nothing names, as far as that can be told without building it.

A picture counts as named where its file name stands in any text of the repository: posts and drafts, layouts, style
sheets, scripts, data, configuration. That is on purpose more than what is shown (a name in a comment counts), for what
is listed here is there to be deleted. Names that a template puts together, and folders that are listed as a whole, keep
all that they may mean; and a folder of whose pictures none is named, but which a text speaks of, is one from which a
program takes them. Libraries that lie in the site, and fonts, are none of the author's pictures.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from urllib.parse import unquote

from copydesk.site import PICTURES, Site, Sites, is_picture
from copydesk.site.walk import SUFFIXES
from copydesk.typed import NamedTuple

_TEXTS = frozenset(
    (
        *("md", "markdown", "mdx", "html", "htm", "xhtml", "xml", "svg", "txt", "rst", "adoc", "org"),
        *("rmd", "rmarkdown", "qmd", "ipynb", "bib", "tex"),
        *("yml", "yaml", "toml", "json", "json5", "jsonc", "csv", "tsv", "webmanifest", "ini", "cfg", "conf"),
        *("css", "scss", "sass", "less", "styl", "js", "mjs", "cjs", "ts", "mts", "jsx", "tsx", "vue", "svelte"),
        *("astro", "liquid", "njk", "ejs", "pug", "jade", "hbs", "swig", "mustache", "tmpl", "tpl", "j2", "haml"),
        *("slim", "erb", "php", "py", "rb", "go", "rs", "sh"),
    )
)
"""Suffixes of files in which pictures may be named."""

_FOREIGN = frozenset(
    (
        *(".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", ".cache", ".next", ".nuxt"),
        *("vendor", "vendors", "third_party", "third-party", "bower_components"),
    )
)
"""Folders that are none of the author's."""

_LICENCE = re.compile(r"(?:un)?licen[cs]e(?:[.-][\w.-]+)?|copying(?:\.\w+)?", re.I)
_VERSION = re.compile(r"\d\.\d")
_CODE = (".css", ".js", ".mjs", ".scss", ".less")
_MANIFESTS = frozenset(("package.json", "bower.json", "component.json"))
"""What a library has of its own: a licence, its version in its name, style sheets and scripts, what installs it."""

_FONTS = frozenset(("font", "fonts", "webfont", "webfonts"))
"""Folders whose SVG files are fonts."""

_FONT_SUFFIXES = (".eot", ".ttf", ".otf", ".woff", ".woff2")

_LARGEST = 4_000_000
"""Bytes of a text that is looked through; larger ones are made by programs."""

_BEFORE = 200
"""Characters before the suffix of a picture that may belong to its path."""

_KINDS = "|".join(sorted(PICTURES))
_SUFFIX = re.compile(rf"\.({_KINDS})(?![\w-])", re.I)
_DIVIDES = r"\s\"'`()<>\[\]{}|,;=*?#&\\"
_DIVIDER = re.compile(rf"[{_DIVIDES}]")
_LAST_WORD = re.compile(rf"[^{_DIVIDES}]*+\Z")
"""What stands around the path of a picture in whatever syntax, and a path up to there."""

_MADE = re.compile(r"\{\{[^{}\n]{0,300}\}\}|\{%[^%\n]{0,300}%\}|<%[^%\n]{0,300}%>|[$#]\{[^{}\n]{0,300}\}")
"""What a template puts into a name."""

_MANY = re.compile(r"\*{1,2}")
_REST = re.compile(rf"[\w./*-]{{0,100}}?\.({_KINDS}|\*|\{{)", re.I)
"""How a name goes on that begins with a template, or a pattern for many files."""

_FOLDER_BEFORE = re.compile(r"[\w./@%~-]*/\Z")
_OF_A_NAME = re.compile(r"[\w.@%~-]")
_TAG = re.compile(r"\{[{%<][^{}\n]{1,500}[}%>]\}")
_FOLDER = re.compile(r"(?<![\w.@%~/-])/?((?:[\w.@%~-]+/)+[\w.@%~-]+)/?(?![\w.@%~/-])")
"""A folder that a template tag names as a whole; galleries do."""

_BY_THEMSELVES = re.compile(
    r"(?:favicon|apple-touch-icon|android-chrome|mstile|safari-pinned-tab|browserconfig|og-image|opengraph-image"
    r"|twitter-image|icon|apple-icon)(?:[-_.@].*)?",
    re.I,
)
"""What browsers, and generators, look for without being told."""

_VARIANT = re.compile(
    r"(?:-\d{1,5}x\d{1,5}|-scaled|-e\d{10,14}|@[1-4]x|[-_.](?:thumb|thumbnail|small|medium|large|\d{2,4}w))+$"
)
"""What the names of smaller copies end in: those of WordPress, and of screens with more points."""

_STANDS_ELSEWHERE = ("static file", "copied file", "outside the content folders")
"""Reasons why a folder holds no posts that say nothing about pictures."""


class Orphan(NamedTuple):
    """A picture that nothing names: its path relative to the root of the site, and its size in bytes."""

    path: str
    size: int


def orphans(site: Site) -> list[Orphan]:
    """Return the pictures of `site` that nothing in its repository names, in the order of their paths."""
    candidates = list(_candidates(site))
    if not candidates:
        return []
    named = _Named(candidates)
    for _, text in _texts(site):
        named.read(text)
    unnamed = named.untouched()
    if unnamed:
        for path, text in _texts(site):
            named.read_folders(path, text, unnamed)
    found = []
    for path in sorted(named.rest()):
        size = _size(site, path)
        if size is not None:
            found.append(Orphan(path, size))
    return found


def posts(site: Site) -> list[str]:
    """Return the paths of all that `site` has for readers, relative to its root."""
    return [path for path in _files(site) if path.lower().endswith(SUFFIXES) and site.is_content(path)]


def _size(site: Site, path: str) -> int | None:
    """Return the bytes of the file at `path`, None where it has gone since."""
    if site.given is not None:
        return 0
    try:
        return os.stat(site.root / path).st_size
    except OSError:
        return None


def _candidates(site: Site) -> Iterator[str]:
    """Yield the paths of the pictures that `site` publishes, relative to its root."""
    roots = [root for kind in ("content", "static") for root in site.roots(kind)]
    themes = site.roots("theme")
    files = list(_files(site))
    libraries = tuple(f"{folder}/" for folder in _libraries(files) if folder not in roots)
    fonts = frozenset(path[: path.rfind(".")] for path in files if path.lower().endswith(_FONT_SUFFIXES))
    for path in files:
        if not is_picture(path) or _BY_THEMSELVES.fullmatch(_stem(path)):
            continue
        if path.startswith(libraries) or _is_font(path, fonts):
            continue
        if not any(root == "." or path.startswith(f"{root}/") for root in roots):
            continue
        if any(path.startswith(f"{theme}/") for theme in themes):
            continue
        if site.generator.bundles and _in_bundle(site, path):
            continue
        served = any(root != "." and path.startswith(f"{root}/") for root in site.roots("static"))
        reason = "" if served else site.why_not_folder(path.rpartition("/")[0])
        if not reason or reason in _STANDS_ELSEWHERE:
            yield path


def _libraries(files: Iterable[str]) -> Iterator[str]:
    """Yield the folders that hold somebody else's library: as it was installed, or with its licence beside it."""
    names: dict[str, list[str]] = {}
    for path in files:
        folder, _, name = path.rpartition("/")
        names.setdefault(folder, []).append(name.lower())
    for folder, inner in names.items():
        if not folder:
            continue
        if not _MANIFESTS.isdisjoint(inner):
            yield folder
        elif any(map(_LICENCE.fullmatch, inner)):
            code = any(name.endswith(_CODE) for name in inner)
            if code or _VERSION.search(folder.rpartition("/")[2]) or not names.keys().isdisjoint(_below(folder)):
                yield folder


def _below(folder: str) -> Iterator[str]:
    """Yield where a library in `folder` would keep its style sheets and scripts."""
    return (f"{folder}/{name}" for name in ("css", "js", "dist", "scss", "less"))


def _is_font(path: str, fonts: Collection[str]) -> bool:
    """Tell whether a file is a font: an SVG in a folder of fonts, or beside the same font in another format."""
    if not path.lower().endswith(".svg"):
        return False
    return path[: path.rfind(".")] in fonts or not _FONTS.isdisjoint(path.lower().split("/")[:-1])


def _in_bundle(site: Site, path: str) -> bool:
    """Tell whether a picture belongs to one page, whose template takes from beside it what it likes."""
    folder = path.rpartition("/")[0]
    while folder:
        listing = site.index.listing("/".join((*site.prefix, folder)))
        if listing is not None and any(name.startswith(("index.", "_index.")) for name in listing.entries):
            return True
        folder = folder.rpartition("/")[0]
    return False


def _files(site: Site) -> Iterator[str]:
    """Yield the files of the repository that lie in `site` and in no other within it, relative to its root."""
    if site.given is not None:
        yield from site.given
        return
    sites, above = Sites(site.folder), site.folder.rstrip(os.sep) + os.sep

    def is_another(folder: str) -> bool:
        return sites.for_folder(folder).folder.startswith(above)

    for full in _walk(site.folder, is_another):
        yield os.path.relpath(full, site.folder).replace(os.sep, "/")


def _walk(root: str, passed: Callable[[str], bool] = lambda folder: False) -> Iterator[str]:
    """Yield the files below `root`, but for the folders to be `passed`; links to folders are not followed."""
    for folder, inner, names in os.walk(root):
        inner[:] = sorted(name for name in inner if name not in _FOREIGN and not passed(os.path.join(folder, name)))
        yield from (os.path.join(folder, name) for name in sorted(names))


def _texts(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the texts of the repository with their paths, relative to the root of the site.

    The site's own and others: a picture may be named from anywhere in the repository.
    """
    if site.given is not None:
        yield from ((path, text) for path in site.given if (text := site.read(path)))
        return
    for full in _walk(site.index.root):
        if full[full.rfind(".") + 1 :].lower() in _TEXTS:
            try:
                if os.stat(full).st_size <= _LARGEST:
                    with open(full, encoding="utf-8", errors="replace") as file:
                        yield os.path.relpath(full, site.folder).replace(os.sep, "/"), file.read()
            except OSError:
                continue


class _Named:
    """Which of some pictures are named in the texts that were read."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._left: dict[str, list[str]] = {}  # by name in lower case, without what makes it a smaller copy
        self._folders: dict[str, list[str]] = {}  # by the last part of the folder
        # Names with a character in them at which a name in a text would end, by what is behind the last such one.
        self._odd: dict[str, list[tuple[str, str]]] = {}
        self._used: set[str] = set()
        for path in paths:
            self._left.setdefault(_key(path), []).append(path)
            self._folders.setdefault(path.rpartition("/")[0].rpartition("/")[2].lower(), []).append(path)
            name = path.rpartition("/")[2]
            if _DIVIDER.search(name):
                for written in dict.fromkeys((name, _quoted(name))):
                    self._odd.setdefault(_last_word(written, len(written)), []).append((path, written))

    def read(self, text: str) -> None:
        """Look for names in `text`."""
        for found in _SUFFIX.finditer(text):
            word = _last_word(text, found.end())
            if word != found[0]:
                self._name(word)
            for path, name in self._odd.get(word, ()):
                if text.endswith(name, 0, found.end()):
                    self._used.add(path)
        if "{" in text or "<%" in text:
            self._patterns(text, _MADE)
            for tag in _TAG.findall(text):
                for folder in _FOLDER.findall(tag):
                    self._folder(f"{folder}/", "*")
        if "*" in text:
            self._patterns(text, _MANY)

    def read_folders(self, path: str, text: str, folders: dict[str, list[str]]) -> None:
        """Take the pictures of those `folders` for named that the `text` at `path` speaks of, and drop these folders.

        From beside a folder its name and a slash are enough.
        """
        here = path.rpartition("/")[0]
        for folder in list(folders):
            above, _, name = folder.rpartition("/")
            tail = f"{name}/" if above == here else f"{above.rpartition('/')[2]}/{name}"
            if any(_speaks_of(text, written) for written in dict.fromkeys((tail, _quoted(tail)))):
                self._used.update(folders.pop(folder))

    def untouched(self) -> dict[str, list[str]]:
        """Return the folders below the first level in which several pictures are, and none is named, with these."""
        found: dict[str, list[str]] = {}
        named: set[str] = set()
        for paths in self._left.values():
            for path in paths:
                for folder in _parents(path):
                    if path in self._used:
                        named.add(folder)
                    else:
                        found.setdefault(folder, []).append(path)
        return {folder: paths for folder, paths in found.items() if folder not in named and len(paths) > 1}

    def rest(self) -> list[str]:
        """Return the pictures that were not named."""
        return [path for paths in self._left.values() for path in paths if path not in self._used]

    def _patterns(self, text: str, begins: re.Pattern[str]) -> None:
        """Take for named what names may mean of which a part is not said: ``/photos/{{ page.slug }}.jpg``."""
        for found in begins.finditer(text):
            rest = _REST.match(text, found.end())
            if rest is not None:
                folder = _FOLDER_BEFORE.search(text, max(found.start() - _BEFORE, 0), found.start())
                kind = rest[1].lower()
                self._folder(folder[0] if folder is not None else "", kind if kind.isalnum() else "*")

    def _name(self, written: str) -> None:
        """Take the pictures that `written` may name for named: of those called so, the ones whose folder fits best."""
        for path in dict.fromkeys((written, unquote(written))):
            alike = self._left.get(_key(path))
            if alike:
                parts = path.lower().split("/")
                common = [_common(parts, one.lower().split("/")) for one in alike]
                best = max(common)
                self._used.update(one for one, fits in zip(alike, common, strict=True) if fits == best)

    def _folder(self, written: str, kind: str) -> None:
        """Take all pictures of a `kind` (``*``: any) in the folder that is `written` for named, and those below it.

        Without a folder it is all of that kind.
        """
        parts = [part for part in unquote(written).lower().split("/") if part not in ("", ".", "..")]
        if not parts and kind == "*":
            return  # it says nothing
        paths = self._folders.get(parts[-1], ()) if parts else [one for some in self._left.values() for one in some]
        for path in paths:
            if kind in ("*", path[path.rfind(".") + 1 :].lower()) and _ends_with(path, parts):
                self._used.add(path)


def _parents(path: str) -> Iterator[str]:
    """Yield the folders that `path` lies in, the innermost first, without those of the first level."""
    folder = path.rpartition("/")[0]
    while "/" in folder:
        yield folder
        folder = folder.rpartition("/")[0]


def _speaks_of(text: str, folder: str) -> bool:
    """Tell whether `folder` stands in `text` as a whole, and not as a part of another path."""
    at = text.find(folder)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(folder) : at + len(folder) + 2]
        if not _OF_A_NAME.match(before) and not _OF_A_NAME.match(after.removeprefix("/")):
            return True
        at = text.find(folder, at + 1)
    return False


def _ends_with(path: str, parts: Sequence[str]) -> bool:
    """Tell whether the folder of `path` ends with `parts`."""
    folder = path.lower().split("/")[:-1]
    return not parts or folder[-len(parts) :] == list(parts)


def _last_word(text: str, end: int) -> str:
    """Return what stands in `text` before `end`, where the suffix of a picture ends, as far as it may be one name."""
    dot = text.rfind(".", 0, end)
    found = _LAST_WORD.search(text, max(dot - _BEFORE, 0), dot)
    return text[found.start() if found is not None else dot : end]


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def _key(path: str) -> str:
    """Return what copies of one picture in several sizes and types have in common."""
    return _VARIANT.sub("", _stem(path.lower()))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many folders two paths have in common, counted from their ends."""
    number = 0
    for left, right in zip(reversed(one[:-1]), reversed(other[:-1]), strict=False):
        if left != right:
            break
        number += 1
    return number


def _quoted(name: str) -> str:
    return re.sub(r"[ ()]", lambda found: f"%{ord(found[0]):02X}", name)
