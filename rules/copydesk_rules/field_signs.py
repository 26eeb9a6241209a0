"""What the front matter of a post has, by which rules know that they have nothing to say of it (their `needs`).

Most of it shows in the names of the fields and the kinds of their values alone, and the posts of a site have much the
same ones: what is found out about one post is kept for all that are like it. As in `signs`, there may be a sign where a
rule then has nothing to say, but never none where it has something.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from copydesk import Document, FrontMatter, Generator

SIGNS = frozenset(
    (
        "address with parameters",
        "control character",
        "date of change",
        "date that is none",
        "duplicate key",
        "empty field",
        "flawed front matter",
        "late front matter",
        "misread text",
        "missing field",
        "odd key",
        "odd list",
        "somebody named",
        "unknown field",
        "wrong type",
    )
)
"""The signs that `signs` may yield. Each is called like what the rule that needs it reports, if at all."""

DATES = frozenset(
    (
        *("date", "datePublished", "publishDate", "pubDate", "published", "publishedAt", "created", "createdAt"),
        *("updated", "updatedAt", "updatedDate", "lastmod", "modified", "modified_time", "last_modified_at"),
    )
)
"""Date fields that themes read where the generator does not."""

LISTS = ("tags", "categories", "keywords", "authors", "aliases", "redirect_from", "series", "tag", "category")
"""Fields whose lists name each item once."""

FILLED = ("title", "date")
"""Fields that are there for the sake of what is in them, whatever the generator needs."""

TERMS = ("tags", "categories")
"""Fields with a list of terms: one text with commas is one long term to most generators."""

_EMPTY, _TEXTS = "nothing", "texts"
"""What a value may be besides its type: an empty one, or a list of texts, each of them once."""

_LONGEST = 10_000
"""What is found out about front matter of more characters is not kept."""


def signs(docs: Sequence[Document]) -> Mapping[str, list[int]]:
    """Return the signs that there are in `docs`, each with the numbers of the posts that have it."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for at, doc in enumerate(docs):
        for sign in _of_post(doc):
            found[sign].append(at)
    return found


def _of_post(doc: Document) -> Sequence[str]:
    matter = doc.front_matter
    generator = doc.site.generator
    if matter is None:
        return ("missing field",) if generator.required_fields else ()
    values = matter.values
    kinds: list[type | str] = []
    for value in values.values():
        kind: type | str = value.__class__
        if kind is str:
            if not value or str.isspace(value):  # type: ignore[arg-type]
                kind = _EMPTY
        elif kind is list:
            kind = _kind_of_list(value)  # type: ignore[arg-type]
        elif value is None or (kind is dict and not value):
            kind = _EMPTY
        kinds.append(kind)
    of_shape = _of_shape if matter.content.end < _LONGEST else _of_shape.__wrapped__
    found = of_shape(generator, tuple(values), tuple(kinds))
    more = _in_content(doc.text, matter)
    return (*found, *more) if more else found


def _kind_of_list(items: list[object]) -> type | str:
    if not items:
        return _EMPTY
    if len(items) == 1:
        return _TEXTS if items[0].__class__ is str else list
    if {*map(type, items)} != {str}:
        return list
    return _TEXTS if len(set(items)) == len(items) else list


def _in_content(text: str, matter: FrontMatter) -> list[str]:
    """Return the signs that values and places give, not fields and types."""
    found = []
    start, end = matter.content
    content = text[start:end]
    if "\\" in content or not (content.isascii() or content.replace("\n", "").isprintable()):
        found.append("control character")
    if ("?" in content or "=" in content) and "://" in content:
        found.append("address with parameters")
    if matter.junk.end:
        found.append("late front matter")
    if matter.error is not None or matter.format == "toml":
        found.append("flawed front matter")
    if matter.duplicates():
        found.append("duplicate key")
    return found


@lru_cache(maxsize=1024)
def _of_shape(generator: Generator, names: tuple[str, ...], kinds: tuple[type | str, ...]) -> tuple[str, ...]:
    """Return the signs of front matter whose fields have these `names` and values of these `kinds`."""
    fields = dict(zip(names, kinds, strict=True))
    found = []
    if not fields.keys() >= set(generator.required_fields):
        found.append("missing field")
    if any(fields.get(name) is _EMPTY for name in (*FILLED, *generator.required_fields)):
        found.append("empty field")
    if not fields.keys() <= generator.usual_fields:
        found.append("unknown field")
    letters = "".join(names).replace("_", "").replace("-", "")
    if letters and not (letters.isalnum() and letters.islower()):
        found.append("odd key")
    if any(fields.get(name, str) not in (str, _EMPTY, _TEXTS, dict) for name in generator.text_fields):
        found.append("misread text")
    if any(fields.get(name) in (str, int, float, dict) for name in DATES.union(generator.date_fields)):
        found.append("date that is none")
    if not fields.keys().isdisjoint(generator.synonyms["updated"]):
        found.append("date of change")
    if any(fields.get(name) is list for name in LISTS):
        found.append("odd list")
    if not fields.keys().isdisjoint((*generator.authors.fields, *generator.series.fields)):
        found.append("somebody named")
    usual = usual_types(generator)
    if any(not _fits(kind, usual[name]) for name, kind in fields.items() if name in usual):
        found.append("wrong type")
    return tuple(found)


def _fits(kind: type | str, types: frozenset[str]) -> bool:
    if isinstance(kind, type):
        return kind.__name__ in types
    return kind is _EMPTY or not types.isdisjoint(("list", "items"))


_SCALARS = ("str", "int", "float", "bool", "date", "datetime", "time")
_TYPES = {
    "string": _SCALARS,
    "text": _SCALARS,
    "boolean": ("bool",),
    "integer": ("int",),
    "number": ("int", "float"),
    "date": ("date", "datetime", "str", "int"),
    "date-time": ("date", "datetime", "str", "int"),
    "map": ("dict",),
    "list": ("list",),
    "list of map": ("list",),
    "list of string": ("items",),
}


@lru_cache(maxsize=32)
def usual_types(generator: Generator) -> Mapping[str, frozenset[str]]:
    """Return, for the fields that a generator reads, the Python types of values that need no second look.

    A list without a list or a map in it has the type ``items`` beside its own.
    """
    usual = {}
    for name, (types, *_) in generator.known_fields.items():
        found = {"NoneType"}
        for type in types.split(" or "):
            found.update(_TYPES.get(type, ()))
        if name in TERMS:
            found.discard("str")
        usual[name] = frozenset(found)
    return usual
