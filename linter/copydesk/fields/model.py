"""What a configuration says about the front matter of a collection of posts, read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from copydesk.fields.kinds import Type, is_empty
from copydesk.fields.patterns import Pattern
from copydesk.front_matter import Entry, FrontMatter
from copydesk.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from copydesk.fields.schema import Schema
    from copydesk.front_matter.values import Value


class Field(NamedTuple):
    """What one field must be. `name` may have dots, which reach into maps: ``extra.author``.

    Lengths count characters, `least` and `most` are the limits of a number, `least_items` and `most_items` those of
    a list; None: no limit. `values` are all the values there may be (none: any). `default` is what a missing field
    is filled in with, None where nothing is. Of a `unique` field, no two posts that these patterns match may have the
    same value (empty: they may). A `replaced_by` field goes by another name now. `about` is what the
    configuration tells writers about the field.
    """

    name: str
    required: bool = False
    type: Type | None = None
    values: tuple[Value, ...] = ()
    pattern: Pattern | None = None
    shortest: int | None = None
    longest: int | None = None
    least: float | None = None
    most: float | None = None
    least_items: int | None = None
    most_items: int | None = None
    unique: str = ""
    default: Value = None
    deprecated: bool = False
    replaced_by: str = ""
    about: str = ""


class Condition(NamedTuple):
    """Fields that are required where another has one of some `values` (none: where it is there at all)."""

    field: str
    values: tuple[object, ...]
    require: tuple[str, ...]


class Collection:
    """What the posts of a collection have in their front matter.

    `paths` are globs relative to the configuration. `one_of` are groups of fields of which each post has at least
    one, `not_together` groups of which it has at most one. In a `closed` collection there are no other fields.
    """

    def __init__(
        self,
        paths: Iterable[str],
        fields: Iterable[Field] = (),
        *,
        closed: bool = False,
        one_of: Iterable[tuple[str, ...]] = (),
        not_together: Iterable[tuple[str, ...]] = (),
        require_if: Iterable[Condition] = (),
        schemas: Iterable[Schema] = (),
    ) -> None:
        self.paths = tuple(paths)
        self.fields: Mapping[str, Field] = {field.name: field for field in fields}
        self.closed = closed
        self.one_of = tuple(one_of)
        self.not_together = tuple(not_together)
        self.require_if = tuple(require_if)
        self.schemas = tuple(schemas)
        self.required: Mapping[str, Field] = {name: field for name, field in self.fields.items() if field.required}
        """The fields that every post must have."""
        self.has_unique = any(field.unique for field in self.fields.values())
        """Whether there are fields whose values no two posts share."""
        self.has_authors = any(field.type is not None and field.type.is_author for field in self.fields.values())
        """Whether there are fields that name authors."""
        self._tops = frozenset(name.partition(".")[0] for name in self.fields if "." in name)
        self.names = self._names()
        """The names that fields at the top level may have."""
        self._last: tuple[FrontMatter | None, bool, tuple[tuple[Field, Entry], ...]] = (None, False, ())
        self._folded = {name.lower(): field for name, field in self.fields.items()}

    def declared(self, matter: FrontMatter, any_case: bool = False) -> tuple[tuple[Field, Entry], ...]:
        """Return the entries of `matter` that the collection describes, each with its field; in `any_case` for Hugo.

        Of several entries with one key only the last counts. Every rule asks this of one post after the other, so the
        last answer is kept.
        """
        last, case, found = self._last
        if last is not matter or case != any_case:
            found = tuple(self._declared(matter, any_case))
            self._last = (matter, any_case, found)
        return found

    def _declared(self, matter: FrontMatter, any_case: bool) -> Iterator[tuple[Field, Entry]]:
        fields = self._folded if any_case else self.fields
        tops = self._tops
        for entry in matter.entries:
            key = entry.key
            field = fields.get(key.lower() if any_case else key)
            if field is not None and matter.get(key) is entry:
                yield field, entry
            if tops and key in tops and matter.get(key) is entry:
                yield from self._inner(entry, key)

    def _inner(self, entry: Entry, name: str) -> Iterator[tuple[Field, Entry]]:
        """Yield the entries inside of `entry`, called `name`, that the collection describes."""
        for inner in entry.node.entries:
            full = f"{name}.{inner.key}"
            field = self.fields.get(full)
            if field is not None:
                yield field, inner
            if inner.node.entries and full.count(".") < 8:
                yield from self._inner(inner, full)

    @staticmethod
    def entry(matter: FrontMatter, name: str, any_case: bool = False) -> Entry | None:
        """Return the entry of the field called `name`, which may have dots; in `any_case` as Hugo reads it."""
        entry = matter.get(name)
        if entry is None and any_case:
            wanted = name.lower()
            entry = next((each for each in reversed(matter.entries) if each.key.lower() == wanted), None)
        if entry is not None or "." not in name:
            return entry
        first, *rest = name.split(".")
        entry = Collection.entry(matter, first, any_case)
        for part in rest:
            if entry is None:
                return None
            entry = next((each for each in reversed(entry.node.entries) if each.key == part), None)
        return entry

    @staticmethod
    def has(matter: FrontMatter, name: str, any_case: bool = False) -> bool:
        """Tell whether the field called `name` is there, with something in it."""
        entry = Collection.entry(matter, name, any_case)
        if entry is not None:
            return not is_empty(entry.node.value)
        return name in matter.values  # what a YAML merge key brings

    def _names(self) -> frozenset[str]:
        names = {name.partition(".")[0] for name in self.fields}
        for group in (*self.one_of, *self.not_together, *(condition.require for condition in self.require_if)):
            names.update(name.partition(".")[0] for name in group)
        names.update(condition.field.partition(".")[0] for condition in self.require_if)
        return frozenset(names)

    def __repr__(self) -> str:
        return f"Collection({list(self.paths)!r}, {list(self.fields)!r})"


def together(collections: Iterable[Collection]) -> Collection:
    """Return what all of `collections` ask for; of two fields with the same name the later one counts."""
    some = list(collections)
    if len(some) == 1:
        return some[0]
    fields = {name: field for each in some for name, field in each.fields.items()}
    return Collection(
        [path for each in some for path in each.paths],
        fields.values(),
        closed=any(each.closed for each in some),
        one_of=[group for each in some for group in each.one_of],
        not_together=[group for each in some for group in each.not_together],
        require_if=[condition for each in some for condition in each.require_if],
        schemas=[schema for each in some for schema in each.schemas],
    )
