"""Reading the collections of a configuration: every key, type and value is checked, and what is wrong is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from copydesk.fields.kinds import KINDS, STRINGS, Type
from copydesk.fields.model import Collection, Condition, Field
from copydesk.fields.patterns import BadPattern, Pattern
from copydesk.text import did_you_mean
from copydesk.typed import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from pathlib import Path

    from copydesk.fields.schema import Schema
    from copydesk.front_matter.values import Value


class FieldError(ValueError):
    """A collection that cannot be used, and why."""


_COLLECTION_KEYS = ("paths", "fields", "closed", "schema", "one-of", "not-together", "require-if")
_FIELD_KEYS = (
    "required",
    "type",
    "values",
    "pattern",
    "min-length",
    "max-length",
    "minimum",
    "maximum",
    "min-items",
    "max-items",
    "unique",
    "default",
    "deprecated",
    "replaced-by",
    "about",
)
_CONDITION_KEYS = ("field", "value", "require")
_NUMBERS = ("integer", "number")


def read_collections(value: object, folder: Path) -> list[Collection]:
    """Return the collections in the `value` of the key ``collections``; schemas are relative to `folder`.

    Raises `FieldError`, and `OSError` never.
    """
    if not isinstance(value, list):
        raise FieldError("`collections` must be tables: write [[collections]]")
    return [_collection(f"collections {number}", item, folder) for number, item in enumerate(value, 1)]


def _collection(where: str, value: object, folder: Path) -> Collection:
    table = _table(where, value)
    _known(table, _COLLECTION_KEYS, f"{where}: ")
    paths = _strings(f"{where}: paths", table.get("paths", []))
    if all(path.startswith("!") for path in paths):
        raise FieldError(f"{where} names no `paths`")
    if len(table) == 1:
        raise FieldError(f"{where} says nothing of its posts: give it `fields` or a `schema`")
    fields = [
        _field(f"{where}: fields.{_key(name)}", name, inner)
        for name, inner in _table(f"{where}: fields", table.get("fields", {})).items()
    ]
    closed = _boolean(f"{where}: closed", table.get("closed", False))
    if closed and not fields:
        raise FieldError(f"{where} is closed and has no `fields`, so no field at all could be there")
    return Collection(
        paths,
        [field._replace(unique=" ".join(paths)) if field.unique else field for field in fields],
        closed=closed,
        one_of=_groups(f"{where}: one-of", table.get("one-of", [])),
        not_together=_groups(f"{where}: not-together", table.get("not-together", [])),
        require_if=_conditions(f"{where}: require-if", table.get("require-if", [])),
        schemas=_schemas(f"{where}: schema", table["schema"], folder) if "schema" in table else (),
    )


def _field(where: str, name: str, value: object) -> Field:
    table = _table(where, value)
    _known(table, _FIELD_KEYS, f"{where}: ")
    if not name or not all(name.split(".")):
        raise FieldError(f"{where}: a field needs a name, and no part of it may be empty")
    kind = _type(f"{where}: type", table["type"]) if "type" in table else None
    limits = {
        key: _count(f"{where}: {key}", table.get(key)) for key in ("min-length", "max-length", "min-items", "max-items")
    }
    numbers = {key: _limit(f"{where}: {key}", table.get(key)) for key in ("minimum", "maximum")}
    _ordered(where, "min-length", "max-length", limits)
    _ordered(where, "min-items", "max-items", limits)
    _ordered(where, "minimum", "maximum", numbers)
    given = [key for key in _FIELD_KEYS if key in table]
    _suits(where, kind, [key for key in given if key in ("min-length", "max-length", "pattern")], STRINGS, "text")
    _suits(where, kind, [key for key in given if key in ("minimum", "maximum")], _NUMBERS, "numbers")
    if kind is not None and not kind.takes_list:
        for key in ("min-items", "max-items"):
            if key in table:
                raise FieldError(f"{where}: `{key}` is for lists, and the type is {_named(kind)}")
    replaced_by = _string(f"{where}: replaced-by", table.get("replaced-by", ""))
    if replaced_by == name:
        raise FieldError(f"{where}: `replaced-by` names the field itself")
    field = Field(
        name,
        _boolean(f"{where}: required", table.get("required", False)),
        kind,
        _values(f"{where}: values", table["values"]) if "values" in table else (),
        _pattern(f"{where}: pattern", table["pattern"]) if "pattern" in table else None,
        limits["min-length"],
        limits["max-length"],
        numbers["minimum"],
        numbers["maximum"],
        limits["min-items"],
        limits["max-items"],
        "*" if _boolean(f"{where}: unique", table.get("unique", False)) else "",
        cast("Value", table.get("default")),
        _boolean(f"{where}: deprecated", table.get("deprecated", bool(replaced_by))) or bool(replaced_by),
        replaced_by,
        _string(f"{where}: about", table.get("about", "")).rstrip(" ."),
    )
    for allowed in field.values:
        if kind is not None and not kind.fits(allowed) and not any(item.fits(allowed) for item in kind.items):
            raise FieldError(f"{where}: {_shown(allowed)} in `values` is not {kind.words()}")
    if field.unique and (kind is not None and {"boolean", "map"}.issuperset(kind.names)):
        raise FieldError(f"{where}: `unique` is for texts, numbers and dates, and the type is {_named(kind)}")
    if field.required and field.deprecated:
        raise FieldError(f"{where}: a field cannot be required and deprecated")
    if field.default is not None:
        _check_default(where, field)
    return field


def _check_default(where: str, field: Field) -> None:
    default = field.default
    if not field.required:
        raise FieldError(f"{where}: `default` is what a missing field is filled in with: add `required = true`")
    if field.type is not None and not field.type.fits(default):
        raise FieldError(f"{where}: the `default` {_shown(default)} is not {field.type.words()}")
    if isinstance(default, dict) or (isinstance(default, list) and any(isinstance(i, dict | list) for i in default)):
        raise FieldError(f"{where}: the `default` must be one value, or a list of such")
    items = default if isinstance(default, list) else [default]
    if field.values and not all(item in field.values for item in items):
        raise FieldError(f"{where}: the `default` {_shown(default)} is not one of the `values`")
    if field.pattern is not None and not all(not isinstance(i, str) or field.pattern.matches(i) for i in items):
        raise FieldError(f"{where}: the `default` {_shown(default)} does not match the `pattern`")


def _type(where: str, value: object) -> Type:
    names = _strings(where, [value] if isinstance(value, str) else value)
    if not names:
        raise FieldError(f"`{where}` names no type")
    for name in names:
        inner = name.removeprefix("list of ")
        if inner not in KINDS and name != "list":
            if inner != name:
                raise FieldError(f"`{where}`: a list of unknown type `{inner}`{did_you_mean(inner, KINDS)}")
            known = [*KINDS, "list", *(f"list of {kind}" for kind in KINDS)]
            raise FieldError(f"`{where}`: unknown type `{name}`{did_you_mean(_OTHER_NAMES.get(name, name), known)}")
    return Type(names)


_OTHER_NAMES = {
    "array": "list",
    "bool": "boolean",
    "dict": "map",
    "float": "number",
    "int": "integer",
    "object": "map",
    "str": "string",
    "timestamp": "date-time",
    "tags": "list of string",
    "markdown": "text",
    "lang": "language",
    "language tag": "language",
    "e-mail": "email",
    "mail": "email",
    "picture": "image",
    "link": "url",
    "uri": "url",
    "author reference": "author",
}
"""What types are called elsewhere."""


def _suits(where: str, kind: Type | None, keys: Sequence[str], names: Iterable[str], word: str) -> None:
    """Raise where one of `keys` is given and nothing of the type is among `names`."""
    if kind is None or not keys:
        return
    some = {name.removeprefix("list of ") for name in kind.names}
    if some.isdisjoint(names) and "list" not in some:
        raise FieldError(f"{where}: `{keys[0]}` is for {word}, and the type is {_named(kind)}")


def _named(kind: Type) -> str:
    return " or ".join(f"`{name}`" for name in kind.names)


def _values(where: str, value: object) -> tuple[Value, ...]:
    if not isinstance(value, list) or not value or any(isinstance(item, dict | list) for item in value):
        raise FieldError(f"`{where}` must be a list of texts, numbers, dates or booleans")
    return tuple(value)


def _pattern(where: str, value: object) -> Pattern:
    text = _string(where, value)
    try:
        return Pattern(text)
    except BadPattern as error:
        raise FieldError(f"`{where}`: {error}") from None


def _count(where: str, value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise FieldError(f"`{where}` must be a whole number, 0 or more")
    return value


def _limit(where: str, value: object) -> float | None:
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or value != value:
        raise FieldError(f"`{where}` must be a number")
    return value


def _ordered(where: str, low: str, high: str, limits: Mapping[str, float | None]) -> None:
    least, most = limits[low], limits[high]
    if least is not None and most is not None and least > most:
        raise FieldError(f"{where}: `{low}` is above `{high}`")


def _groups(where: str, value: object) -> list[tuple[str, ...]]:
    if not isinstance(value, list) or not all(isinstance(item, list) for item in value):
        raise FieldError(f"`{where}` must be a list of lists of fields: [['image', 'cover']]")
    groups = [_strings(where, item) for item in value]
    for group in groups:
        if len(set(group)) < 2:
            raise FieldError(f"`{where}`: a group needs two fields or more")
    return groups


def _conditions(where: str, value: object) -> list[Condition]:
    if not isinstance(value, list):
        raise FieldError(f"`{where}` must be a list of tables: [{{ field = …, value = …, require = […] }}]")
    conditions = []
    for item in value:
        table = _table(where, item)
        _known(table, _CONDITION_KEYS, f"{where}: ")
        field = _string(f"{where}: field", table.get("field", ""))
        require = _strings(f"{where}: require", table.get("require", []))
        if not field or not require:
            raise FieldError(f"`{where}`: a table names a `field` and what to `require`")
        wanted = table.get("value")
        values: tuple[object, ...] = ()
        if isinstance(wanted, list):
            values = _values(f"{where}: value", wanted)
        elif isinstance(wanted, dict):
            raise FieldError(f"`{where}: value` must be a value or a list of values")
        elif wanted is not None:
            values = (wanted,)
        conditions.append(Condition(field, values, require))
    return conditions


def _schemas(where: str, value: object, folder: Path) -> list[Schema]:
    if not isinstance(value, str | dict):
        raise FieldError(f"`{where}` must be the name of a file, or a schema as a table")
    from copydesk.fields.schema import BadSchema, Schema, load

    name = value if isinstance(value, str) else "the schema"
    try:
        return [load(folder / value) if isinstance(value, str) else Schema(value, name)]
    except BadSchema as error:
        raise FieldError(f"`{where}`: {name} {error}") from None


def _known(table: Mapping[str, object], keys: Sequence[str], where: str) -> None:
    for key in table:
        if key not in keys:
            raise FieldError(f"{where}unknown key `{key}`{did_you_mean(key, keys)}")


def _key(name: str) -> str:
    return f'"{name}"' if "." in name else name


def _table(where: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise FieldError(f"`{where}` must be a table")
    return value


def _string(where: str, value: object) -> str:
    if not isinstance(value, str):
        raise FieldError(f"`{where}` must be a string")
    return value


def _strings(where: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise FieldError(f"`{where}` must be a list of strings")
    return tuple(value)


def _boolean(where: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise FieldError(f"`{where}` must be true or false")
    return value


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`"
