"""What copydesk knows about each site generator: read from one data file each, and recognising them on the disk.

The data files lie in ``copydesk/generators/``; their keys are explained in the README there. What is read at run time
is made of them by ``python -m copydesk.site.pack``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from copydesk.typed import Literal, NamedTuple

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "generators")
"""Where the data files are."""

SHIPPED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "shipped")
"""Where they are packed."""

Table = dict[str, str | bool | tuple[str, ...]]
Tables = dict[str, Table]

_MODULES = (".js", ".ts", ".mjs", ".cjs", ".mts", ".cts")
"""What ``name.*`` stands for: the endings a configuration written in JavaScript may have."""

_MARKER_LIMIT = 262_144
"""Bytes of a marker file that are searched for a text."""


class UnknownGeneratorError(ValueError):
    """A generator that no data file describes; `name` is what was asked for."""

    def __init__(self, name: str) -> None:
        super().__init__(f"unknown generator `{name}`; known are {', '.join(names())}")
        self.name = name


class ConfigurationKeys:
    """Where a generator's own configuration stands and which of its keys say what; lower case, dots for nesting."""

    def __init__(self, table: Table) -> None:
        self.files = _list(table, "files")
        """The possible names of the configuration; the first one that exists counts."""
        self.also = _list(table, "also")
        """Further files, each of which holds one table of the configuration."""
        self.content = _lower(table, "content")
        self.static = _lower_list(table, "static")
        self.output = _lower_list(table, "output")
        self.layouts = _lower_list(table, "layouts")
        self.base = _lower_list(table, "base")
        self.theme = _lower_list(table, "theme")
        self.themes = _lower(table, "themes")
        self.skip = _lower_list(table, "skip")
        self.keep = _lower_list(table, "keep")
        self.collections = _lower(table, "collections")
        self.collections_dir = _lower(table, "collections_dir")
        self.excerpt = _lower(table, "excerpt")
        self.permalinks = _lower(table, "permalinks")
        self.mounts = table.get("mounts") is True
        self.folders = _lower(table, "folders")


class Addresses:
    """The fields that decide at which addresses a page is found."""

    def __init__(self, table: Table) -> None:
        self.own = _list(table, "own")
        """Fields that hold the whole address."""
        self.aliases = _list(table, "aliases")
        """Fields that hold further addresses which lead to the page."""
        self.slug = str(table.get("slug", ""))
        """What the field ``slug`` is unique in: folder, section, collection, site, day, or nothing."""
        self.ending = str(table.get("ending", "/index.html"))
        """What an address without an ending gets for its file."""


class References:
    """Fields that refer by key to what the site declares elsewhere, such as its authors."""

    def __init__(self, table: Table) -> None:
        self.fields = _list(table, "fields")
        self.declared = _list(table, "declared")
        """Files, and folders (with a slash at the end), of which the first that exists counts."""
        self.under = str(table.get("under", ""))
        """The key of the file below which the keys are; empty where they are at the top."""
        self.strict = table.get("strict") is True
        """Whether the generator refuses a key that is not declared."""


class Declared(NamedTuple):
    """What is declared at `place` (a file, or a folder): the `keys` in their order, and `names` that go with them."""

    place: str
    keys: tuple[str, ...]
    names: frozenset[str]


class Generator:
    """What a site generator does with the files of its site, from the tables of its data file.

    `plain` are the tables of ``plain.toml``, which hold where the generator's own say nothing. Paths are relative to
    the site's root; ``{content}`` in a path is each content root, ``{theme}`` the configured theme, ``{stem}`` a
    post's name without its suffix, ``{folder}`` the post's own folder.
    """

    def __init__(self, tables: Mapping[str, Table], plain: Mapping[str, Table]) -> None:
        top, content, text = tables[""], tables.get("content", {}), tables.get("text", {})
        images = {**plain["images"], **tables.get("images", {})}
        fields = {**plain["front_matter"], **tables.get("front_matter", {})}
        self.name = str(top["name"])
        self.title = str(top["title"])
        self.source = str(top["source"])
        """The documentation that all this was read in."""
        self.content_roots = _list(content, "roots")
        self.content_holds = str(content.get("holds", "")).rstrip("/")
        """Where not empty: of the content roots only those that hold this folder are any."""
        self.posts = _list(content, "posts")
        """Folders whose files are posts; other content is pages."""
        self.html: Literal["all", "posts"] = "posts" if content.get("html") == "posts" else "all"
        """Whether every HTML file is content, or only those among the posts (others are templates or copied files)."""
        both = (tables,) if tables is plain else (tables, plain)
        skips = [table["skip"] for table in both if "skip" in table]
        self.skip = tuple((pattern, reason) for skip in skips for reason in skip for pattern in _list(skip, reason))
        """Patterns of what is not content, each with its reason."""
        self.synonyms = _synonyms(table["synonyms"] for table in both if "synonyms" in table)
        """Names under which the same thing is kept, by the most usual one of them, which is the first."""
        pages = [table["pages"] for table in both if "pages" in table]
        self.page_fields = tuple((*_sign(sign), why) for page in pages for why in page for sign in _list(page, why))
        """Fields of pages that are no posts: name, value (``true``, ``false`` or any: empty), and what the page is."""
        self.static_roots = _list(images, "static")
        """Where ``/x`` is looked up: a picture that is in none of them is missing."""
        self.maybe_roots = _list(images, "maybe")
        """Where ``/x`` may also be: a picture found there counts, its absence proves nothing."""
        self.theme_roots = _list(images, "theme")
        self.themes = str(images["themes"])
        """The folder that holds a folder for each theme."""
        self.theme_serves = _list(images, "theme_serves")
        """First folders of ``/x`` that a theme may answer; empty: any."""
        self.absolute = str(images["absolute"])
        """When ``/x`` that is nowhere is missing: ``always``, ``folder`` (if its first folder is there), ``never``."""
        self.markdown_base = str(images["markdown"])
        """What a relative Markdown picture is relative to: the ``file`` or the address of the ``page``."""
        self.html_base = str(images["html"])
        """What a relative address in raw HTML is relative to: the ``file`` or the address of the ``page``."""
        self.folders = images.get("folders") is True
        """Whether each page lies in a folder of its own, so that what is beside the file is not beside the page."""
        self.beside = _list(images, "beside")
        """Folders beside a post, relative to its own, that hold its pictures."""
        self.bundles = images.get("bundles") is True
        """Whether `index.md` makes its folder one page, and `_index.md` a section, with the files beside them."""
        self.moves = images["moves"] is True
        """Whether pictures beside a post are published at the post's address, so that ``/x`` may mean one of them."""
        self.lazy = _list(images, "lazy")
        """Attributes in which scripts look for the address of a picture that is loaded late."""
        self.lazy_srcset = _list(images, "lazy_srcset")
        """Attributes that such scripts use as `srcset`."""
        self.picture_attributes = frozenset((*_ATTRIBUTES, *self.lazy, *self.lazy_srcset))
        """Attributes other than `src` and `poster` that may name pictures."""
        self.calls = frozenset(_list(images, "calls"))
        """Functions in expressions that put the site's base before an address."""
        self.imports = images.get("imports") is True
        """Whether plain Markdown may import pictures, as MDX does."""
        self.bases = frozenset(_list(images, "bases"))
        """Expressions of templates, without blanks, that stand for where the site begins."""
        components = {**plain["components"], **tables.get("components", {})}
        self.components = {name.lower(): _list(components, name) for name in components}
        """Components that show pictures, and the attributes that name these."""
        tags = {**plain["tags"], **tables.get("tags", {})}
        self.tags = {name: _list(tags, name) for name in tags}
        """Template tags and shortcodes that show pictures, and the arguments that name these."""
        aliases = [(alias, str(folder)) for alias, folder in tables.get("aliases", {}).items()]
        self.aliases = tuple(sorted(aliases, key=lambda alias: -len(alias[0])))
        """Beginnings of an address and the folder that each stands for, the longest first."""
        self.sure_aliases = frozenset(_list(images, "sure_aliases"))
        """Those that the generator itself knows, so that what is not there is missing."""
        self.front_matter_formats = _list(fields, "formats")
        self.blank_before = str(fields["blank_before"])
        """Whether front matter after a blank line is ``read`` as front matter, ``ignored``, or that is ``unknown``."""
        self.bom = str(fields["bom"])
        """The same for front matter after a byte order mark."""
        self.required_fields = _list(fields, "required")
        """What a post must have for the generator to show it properly."""
        self.image_fields = _paths(_list(fields, "images"))
        """Fields whose values are addresses of pictures, each with the paths of the fields below it that are: an empty
        path is the field itself."""
        self.image_keys = frozenset(_list(fields, "image_keys"))
        """In an image field that is a map, the keys whose values are addresses."""
        self.layout_fields = _list(fields, "layouts")
        """Fields that say what kind of page a file is."""
        self.date_fields = _list(fields, "dates")
        self.date_formats = _list(fields, "date_formats")
        """How dates may be written: iso, iso-loose (2024-5-6), slash, rfc2822, javascript, long (May 6, 2024)."""
        self.date_words = _list(fields, "date_words")
        """Words that stand for a date."""
        self.date_in_name = fields["date_in_name"] is True
        """Whether the file name (``2024-05-06-title.md``) gives a post its date."""
        self.fields = _list(fields, "fields")
        """Names of usual fields, to suggest when a name is misspelt."""
        self.known_fields: Mapping[str, Sequence[str]] = tables.get("fields", {})  # type: ignore[assignment]
        """What the generator itself reads: of each field its type, in the words of the field model, and its meaning."""
        self.text_fields = frozenset(
            (*_list(fields, "texts"), *(name for name, (types, *_) in self.known_fields.items() if _is_text(types)))
        )
        """Fields that are text, or lists of texts, and nothing else."""
        self.usual_fields = frozenset(
            (*self.fields, *self.known_fields, *self.required_fields, *self.image_fields, *self.date_fields)
        )
        """Names of fields that the generator, or the themes made for it, read."""
        self.yaml_keeps = _list(fields, "yaml_keeps")
        """What its parser has kept of YAML 1.1: words (`no` is false), sixties (12:30 is 750), octals (010 is 8)."""
        self.fields_source = str(fields.get("fields_source", self.source))
        """The page that describes these fields."""
        self.casts = fields.get("casts") is True
        """Whether text counts as the number or the truth that it names."""
        self.any_case = fields.get("any_case") is True
        """Whether the letter case of a key is no matter."""
        self.splits = _list(fields, "splits")
        """Fields whose text is divided at commas."""
        self.addresses = Addresses(tables.get("addresses", {}))
        self.authors = References(tables.get("authors", {}))
        self.series = References(tables.get("series", {}))
        self.excerpts = _lower_list(text, "excerpts")
        """Texts of the comment that ends the excerpt, in lower case."""
        self.templates = _list(text, "templates")
        self.leaks = text.get("leaks") is not False
        """Whether markup that is indented after an empty line inside an element is shown as code (CommonMark 4.4)."""
        self.configuration = ConfigurationKeys(tables.get("configuration", {}))

    def __repr__(self) -> str:
        return f"<Generator {self.name}>"


_Marker = tuple[str, bool, str]
"""The path of a file or folder, whether it is a folder, and a text that the file must contain (or none)."""

_Sign = tuple[str, bool, tuple[_Marker, ...]]
"""A generator, whether the sign is sure, and the markers that must all be there."""


def names() -> tuple[str, ...]:
    """Return the names of all generators, in alphabetical order."""
    from copydesk.site.shipped.signs import NAMES

    return NAMES


@lru_cache(maxsize=32)
def load(name: str) -> Generator:
    """Return the generator called `name`. Raises `UnknownGeneratorError`."""
    if name not in names():
        raise UnknownGeneratorError(name)
    plain = _tables("plain")
    return Generator(plain if name == "plain" else _tables(name), plain)


def _tables(name: str) -> Tables:
    module = __import__(f"copydesk.site.shipped.of_{name}", fromlist=("TABLES",))
    return {table: dict(values) for table, values in module.TABLES}


def recognise(folder: str, entries: Iterable[str]) -> tuple[str, bool]:
    """Return the name of the generator whose site has its root at `folder`, or ``""``, and whether that is sure.

    `entries` are the names in the folder. A sign that is sure decides before one that is only likely.
    """
    from copydesk.site.shipped.signs import SIGNS

    signs, first = SIGNS
    present = frozenset(entries).intersection(first)
    if not present:
        return "", False
    texts: dict[str, str] = {}
    for name, sure, markers in signs:
        if all(_fits(folder, marker, present, texts) for marker in markers):
            return name, sure
    return "", False


def _fits(folder: str, marker: _Marker, present: frozenset[str], texts: dict[str, str]) -> bool:
    """Tell whether `marker` is there; `present` are the entries that it may begin with, `texts` what was read."""
    inner, is_folder, text = marker
    if inner.endswith(".*"):
        return any(inner[:-2] + suffix in present for suffix in _MODULES)
    name, _, rest = inner.partition("/")
    if name not in present:
        return False
    path = os.path.join(folder, inner)
    if is_folder:
        return os.path.isdir(path)
    if not text:
        return not rest or os.path.isfile(path)
    if path not in texts:
        try:
            with open(path, "rb") as file:
                texts[path] = file.read(_MARKER_LIMIT).decode("utf-8", "replace").lower()
        except OSError:
            texts[path] = ""
    return text in texts[path]


def signs_of(tables: Mapping[str, Table]) -> tuple[tuple[_Sign, ...], tuple[str, ...]]:
    """Return the signs of all generators, sure ones first, and the names of entries that any of them begins with.

    `tables` says by what each is recognised.
    """
    signs: list[_Sign] = []
    for name, table in tables.items():
        for kind in ("sure", "likely"):
            for condition in _list(table, kind):
                markers = tuple(_marker(part) for part in condition.split(" + "))
                signs.append((name, kind == "sure", markers))
    signs.sort(key=lambda sign: not sign[1])
    first: set[str] = set()
    for _, _, markers in signs:
        for path, _, _ in markers:
            entry = path.split("/", 1)[0]
            first.update((entry[:-2] + suffix for suffix in _MODULES) if entry.endswith(".*") else (entry,))
    return tuple(signs), tuple(sorted(first))


def _marker(text: str) -> _Marker:
    path, _, content = text.partition(": ")
    return path.rstrip("/"), path.endswith("/"), content.lower()


def _is_text(types: str) -> bool:
    return all(name in ("string", "text", "list of string") for name in types.split(" or "))


def _synonyms(tables: Iterable[Table]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for table in tables:
        for name in table:
            found[name] = tuple(dict.fromkeys((*found.get(name, (name,)), *_list(table, name))))
    return found


def _sign(text: str) -> tuple[str, str]:
    """Return the two parts of ``field: value``."""
    name, _, value = text.partition(": ")
    return name, value


_ATTRIBUTES = ("srcset", "imagesrcset", "data", "background", "xlink:href", ":src", "v-bind:src", ":poster")


def _paths(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return what is below each of the first parts of dotted `names`."""
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        first, _, below = name.partition(".")
        found[first] = (*found.get(first, ()), below)
    return found


def _list(table: Table, key: str) -> tuple[str, ...]:
    value = table.get(key, ())
    return value if isinstance(value, tuple) else ()


def _lower(table: Table, key: str) -> str:
    return str(table.get(key, "")).lower()


def _lower_list(table: Table, key: str) -> tuple[str, ...]:
    return tuple(value.lower() for value in _list(table, key))
