"""Front matter judged by a JSON Schema (draft 2020-12, and the drafts before it back to 7).

The schema is read and compiled when the configuration is: what it refers to must be in the same file, so that nothing
is ever fetched, and what is wrong with it is said before any post is looked at. The judge is jsonschema-rs, which
matches patterns in linear time. It names violations in the words of schemas; here they become words for writers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time

from copydesk.text import did_you_mean, nearest
from copydesk.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from jsonschema_rs import ValidationError

MAX_SIZE = 2_000_000
"""The largest schema that is read, in bytes."""

INSTALL = "pip install 'copydesk[schema]'"
"""What brings the judge."""

Step = str | int


class BadSchema(ValueError):
    """A schema that cannot be used, in words that follow its name."""


class Problem(NamedTuple):
    """One violation: where (`path` from the top of the front matter), and what is wrong, in words.

    `key` is the name of a field that is there and should not be, directly below `path`, and `missing` that of one that
    should be; both, where one is probably written for the other.
    """

    path: tuple[Step, ...]
    message: str
    key: str = ""
    missing: str = ""


_DRAFTS = {
    "https://json-schema.org/draft/2020-12/schema": "Draft202012Validator",
    "https://json-schema.org/draft/2019-09/schema": "Draft201909Validator",
    "http://json-schema.org/draft-07/schema": "Draft7Validator",
    "http://json-schema.org/schema": "Draft202012Validator",
}


class Schema:
    """A schema that is ready to judge. `name` is its file's. Raises `BadSchema`."""

    __slots__ = ("_root", "_validator", "name")

    def __init__(self, schema: object, name: str) -> None:
        if not isinstance(schema, dict | bool):
            raise BadSchema("is not a JSON Schema: that is an object, `{…}`")
        self.name = name
        self._root = schema
        draft = _draft(schema)
        _refuse_references(schema)
        try:
            import jsonschema_rs
        except ImportError:
            raise BadSchema(f"needs a part of copydesk that is not installed: {INSTALL}") from None
        try:
            self._validator: Any = getattr(jsonschema_rs, draft)(
                schema,
                validate_formats=True,
                retriever=_refuse,
                pattern_options=jsonschema_rs.RegexOptions(),
            )
        except (ValueError, jsonschema_rs.ReferencingError) as error:
            where = "/".join(str(step) for step in getattr(error, "instance_path", ()))
            place = f" (at {where})" if where else ""
            message = str(getattr(error, "message", error))
            if message.endswith('is not a "regex"'):
                message += ", or one that looks ahead or back, which cannot be matched in linear time"
            raise BadSchema(f"is not a valid JSON Schema: {message}{place}") from None

    def problems(self, values: Mapping[str, object]) -> list[Problem]:
        """Return what is wrong with front matter of these `values`, each violation once, in the schema's order."""
        instance = {key: _json(value) for key, value in values.items()}
        if self._validator.is_valid(instance):
            return []
        found: dict[Problem, None] = {}
        for error in self._validator.iter_errors(instance):
            for problem in self._boiled(error, 0):
                found.setdefault(problem)
        misspelt = {(problem.path, problem.missing) for problem in found if problem.key and problem.missing}
        return [problem for problem in found if problem.key or (problem.path, problem.missing) not in misspelt]

    def _boiled(self, error: ValidationError, depth: int) -> Iterator[Problem]:
        """Yield what a writer has to know of `error`; of a choice, what is wrong with the one that was meant."""
        kind: Any = error.kind
        path = tuple(error.instance_path)
        if kind.name in ("oneOf", "anyOf") and hasattr(kind, "context"):
            branches = [list(branch) for branch in kind.context]
            if any(not branch for branch in branches):
                yield Problem(path, f"{named(path)} fits several of the forms it may have, and may fit only one")
                return
            marks = _marks(branches, path)
            if marks:
                yield Problem(
                    tuple(marks[0].instance_path),
                    f"{named(marks[0].instance_path)} must be {_either(list(dict.fromkeys(map(_wanted, marks))))}, "
                    f"and is {_what(marks[0])}",
                )
                return
            meant = _meant(branches, path)
            if meant is not None and depth < 10:
                for inner in meant:
                    yield from self._boiled(inner, depth + 1)
                return
            yield Problem(path, f"{named(path)} must be {_either(_forms(branches, path))}, and is {_what(error)}")
            return
        if kind.name in ("additionalProperties", "unevaluatedProperties") and hasattr(kind, "unexpected"):
            known = self._known_names(error)
            for key in kind.unexpected:
                near = nearest(key, known)
                hint = f": did you mean `{near}`?" if near else ""
                yield Problem(path, f"`{key}` is not a field that {_owner(path)} may have{hint}", str(key), near)
            return
        if kind.name == "required":
            name = str(kind.property)
            yield Problem(path, f"{_owner(path)} has no `{name}`, which {self.name} requires", missing=name)
            return
        if kind.name == "propertyNames":
            inner = kind.error
            key = str(inner.instance)
            yield Problem(path, f"the name `{key}` is not one that {_owner(path)} may have: {_reason(inner)}", key)
            return
        yield Problem(path, f"{named(path)} {_reason(error)}")

    def _known_names(self, error: ValidationError) -> list[str]:
        """Return the names of fields that the schema knows in the place of `error`; none where that is not plain."""
        place: Any = self._root
        for step in list(error.schema_path)[:-1]:
            try:
                place = place[step]
            except (KeyError, IndexError, TypeError):
                return []
            for _ in range(20):
                reference = place.get("$ref") if isinstance(place, dict) else None
                if not isinstance(reference, str):
                    break
                place = _inside(self._root, reference)
        names = place.get("properties") if isinstance(place, dict) else None
        return list(names) if isinstance(names, dict) else []


def load(path: Path) -> Schema:
    """Return the schema in the file at `path`. Raises `BadSchema`."""
    try:
        if path.stat().st_size > MAX_SIZE:
            raise BadSchema(f"has more than {MAX_SIZE:,} bytes")
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise BadSchema(f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadSchema("is not UTF-8") from None
    try:
        value: object = json.loads(text)
    except ValueError as error:
        raise BadSchema(f"is not valid JSON: {error}") from None
    except RecursionError:
        raise BadSchema("is nested too deeply") from None
    return Schema(value, path.name)


def _refuse(uri: str) -> object:
    """Fetch nothing: the references were looked through already, and this is the second lock on the same door."""
    raise ValueError(f"{uri} is not fetched")


def _draft(schema: dict[str, object] | bool) -> str:
    """Return the name of the validator for the draft that `schema` says it is written in."""
    named = schema.get("$schema") if isinstance(schema, dict) else None
    if named is None:
        return "Draft202012Validator"
    draft = _DRAFTS.get(named.rstrip("#")) if isinstance(named, str) else None
    if draft is None:
        raise BadSchema(f"is written in a draft that is not known here: {named}; use draft 2020-12")
    return draft


_NAMES = frozenset(("properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies"))
"""Keywords whose keys are names of somebody's, not keywords."""

_VALUES = frozenset(("const", "enum", "default", "examples"))
"""Keywords that hold values, not schemas."""

_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")


def _refuse_references(schema: object) -> None:
    """Raise `BadSchema` where `schema` refers to anything outside of itself, or changes what it calls itself.

    A reference is ``#/…`` or ``#name``. One that begins otherwise is an address, of a file or on the net; so may
    be ``#`` below an ``$id`` that gives a part of the schema an address of its own, but that stays in this file.
    """
    own: set[str] = set()
    references: list[tuple[str, str]] = []
    pending: list[tuple[object, str, bool]] = [(schema, "", False)]
    while pending:
        value, where, names = pending.pop()
        if where.count("/") > 200:
            raise BadSchema("is nested too deeply")
        if isinstance(value, list):
            pending += ((item, f"{where}/{number}", False) for number, item in enumerate(value))
        elif isinstance(value, dict):
            for key, inner in value.items():
                place = f"{where}/{key}"
                if names or key not in _VALUES:
                    pending.append((inner, place, not names and key in _NAMES))
                if names:
                    continue
                if key in _REFERENCES and isinstance(inner, str) and not inner.startswith("#"):
                    references.append((inner, place))
                elif key == "$id" and isinstance(inner, str):
                    own.add(inner.rstrip("#"))
                elif key == "$schema" and where:
                    _draft({"$schema": inner})
                elif key == "$vocabulary":
                    raise BadSchema("declares a vocabulary of its own, which is not known here")
    for reference, place in references:
        if reference.partition("#")[0] in own:
            continue
        kind = "a file" if "://" not in reference or reference.lower().startswith("file:") else "another site"
        raise BadSchema(
            f"refers to {kind}, `{reference}` at {place}, and nothing is fetched for a check: "
            "copy what it refers to into `$defs` and write `#/$defs/…`"
        )


def _inside(root: object, reference: str) -> object:
    """Return what ``#/…`` refers to in `root`, or None."""
    place: Any = root
    if not reference.startswith("#"):
        return None
    for step in reference[1:].strip("/").split("/"):
        name = step.replace("~1", "/").replace("~0", "~")
        if name:
            place = place.get(name) if isinstance(place, dict) else None
    return place


def _json(value: object) -> object:
    """Return `value` as JSON has it: days and times as RFC 3339 writes them, what has no number in it as text.

    A time without a zone is taken for UTC, as YAML 1.1 has it (timestamp, “if the time zone is omitted”).
    """
    if isinstance(value, str | bool) or value is None:
        return value
    if isinstance(value, int):
        return value if -(2**63) <= value < 2**63 else str(value)
    if isinstance(value, float):
        return value if value - value == 0 else str(value)
    if isinstance(value, datetime):
        text = value.isoformat()
        return text if value.tzinfo is not None else f"{text}Z"
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list):
        return [_json(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _json(item) for key, item in value.items()}
    return str(value)


def _meant(branches: list[list[ValidationError]], path: tuple[Step, ...]) -> list[ValidationError] | None:
    """Return the errors of the branch that the writer meant, None where that cannot be told.

    It is the one whose type the value has; of several, the one whose marks (a constant, a closed set of values, on
    the value or directly in it) it bears; of several, the one with the fewest errors, if there is one.
    """
    fitting = [branch for branch in branches if not any(_misses(error, path, 0) for error in branch)]
    if len(fitting) > 1:
        fitting = [branch for branch in fitting if not any(_misses(error, path, 1) for error in branch)] or fitting
    if not fitting:
        return None
    fitting.sort(key=len)
    if len(fitting) > 1 and len(fitting[0]) == len(fitting[1]):
        return None
    if any(tuple(error.instance_path) == path and error.kind.name == "format" for error in fitting[0]):
        return None if len(branches) > 1 else fitting[0]
    return fitting[0]


def _marks(branches: list[list[ValidationError]], path: tuple[Step, ...]) -> list[ValidationError]:
    """Return what each form of the right type says of the value that tells them apart, where that fits none of them."""
    fitting = [branch for branch in branches if not any(_misses(error, path, 0) for error in branch)]
    marks = [{tuple(error.instance_path): error for error in branch if _misses(error, path, 1)} for branch in fitting]
    if len(marks) < 2:
        return []
    for place in marks[0]:
        if all(place in some for some in marks):
            return [some[place] for some in marks]
    return []


def _misses(error: ValidationError, path: tuple[Step, ...], below: int) -> bool:
    """Tell whether `error` says that the value at `path` (or `below` it) is of another kind altogether."""
    at = tuple(error.instance_path)
    if at == path:
        return error.kind.name in ("type", "const", "enum", "false schema", "falseSchema")
    return len(at) == len(path) + below and error.kind.name in ("const", "enum")


def _forms(branches: list[list[ValidationError]], path: tuple[Step, ...]) -> list[str]:
    """Return what each branch would have taken, in words, each once."""
    words: dict[str, None] = {}
    for branch in branches:
        own = [error for error in branch if tuple(error.instance_path) == path]
        words.setdefault(_wanted(own[0]) if own else "one of its forms")
    return list(words)


_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "`true` or `false`",
    "array": "a list",
    "object": "a group of `key: value` pairs",
    "null": "empty",
}

_FORMATS = {
    "date": "a day such as 2024-05-06",
    "date-time": "a day and a time such as 2024-05-06T07:08:09Z",
    "time": "a time such as 07:08:09Z",
    "duration": "a duration such as P3D",
    "email": "an e-mail address",
    "idn-email": "an e-mail address",
    "hostname": "the name of a host such as example.org",
    "ipv4": "an IP address",
    "ipv6": "an IP address",
    "uri": "a full address such as https://example.org/page",
    "iri": "a full address such as https://example.org/page",
    "uri-reference": "an address",
    "iri-reference": "an address",
    "uuid": "a UUID",
    "regex": "a regular expression",
    "json-pointer": "a JSON pointer",
}


def _wanted(error: ValidationError) -> str:
    """Return what would have been right in the place of `error`, in words that follow “must be”."""
    kind: Any = error.kind
    if kind.name == "type":
        return _either([_TYPES.get(str(name), str(name)) for name in kind.types])
    if kind.name == "format":
        return _FORMATS.get(kind.format, f"in the format `{kind.format}`")
    if kind.name == "const":
        return _shown(kind.expected_value)
    if kind.name == "enum":
        shown = [_shown(option) for option in kind.options[:8]]
        return f"one of {', '.join(shown)}{', …' if len(kind.options) > 8 else ''}"
    if kind.name == "pattern":
        return f"of the form `{kind.pattern}`"
    if kind.name == "required":
        return f"a group of `key: value` pairs with `{kind.property}`"
    return "one of its forms"


def _reason(error: ValidationError) -> str:
    """Return what is wrong, in words that follow the name of the value."""
    kind: Any = error.kind
    name = kind.name
    if name in ("type", "format", "const"):
        return f"must be {_wanted(error)}, and is {_what(error)}"
    if name == "enum":
        options = [option for option in kind.options if isinstance(option, str)]
        hint = did_you_mean(error.instance, options) if isinstance(error.instance, str) else ""
        return f"must be {_wanted(error)}, and is {_what(error)}{hint}"
    if name == "pattern":
        return f"is {_what(error)}, which is not of the form `{kind.pattern}`"
    limit = getattr(kind, "limit", None)
    if name in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
        words = {"minimum": "at least", "maximum": "at most", "exclusiveMinimum": "more than"}
        return f"must be {words.get(name, 'less than')} {limit}, and is {_what(error)}"
    if name == "multipleOf":
        return f"must be a multiple of {kind.multiple_of}, and is {_what(error)}"
    if name in ("minLength", "maxLength"):
        bound = "at least" if name == "minLength" else "at most"
        return f"must have {bound} {_count(limit, 'character')}, and has {_size(error)}"
    if name in ("minItems", "maxItems"):
        bound = "at least" if name == "minItems" else "at most"
        return f"must have {bound} {_count(limit, 'item')}, and has {_size(error)}"
    if name in ("minProperties", "maxProperties"):
        bound = "at least" if name == "minProperties" else "at most"
        return f"must have {bound} {_count(limit, 'field')}, and has {_size(error)}"
    if name == "uniqueItems":
        return "has the same item twice"
    if name == "contains":
        return "lacks an item that the schema asks for"
    if name in ("additionalItems", "unevaluatedItems"):
        return "has more items than the schema allows"
    if name == "not":
        return f"is {_what(error)}, which the schema rules out"
    if name in ("false schema", "falseSchema"):
        return "may not be here"
    return f"does not fit the schema ({name}): {error.message}"


def _size(error: ValidationError) -> int:
    value = error.instance
    return len(value) if isinstance(value, str | list | dict) else 0


def _count(number: object, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _what(error: ValidationError) -> str:
    """Return the value that was found, in words that follow “is”."""
    value = error.instance
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a group of `key: value` pairs"
    if value is None:
        return "empty"
    if isinstance(value, str):
        if error.kind.name == "type":
            return f"the text {_shown(value)}" if value else "an empty text"
        return _shown(value) if value else "an empty text"
    if not isinstance(value, bool) and error.kind.name == "type":
        return f"the number {_shown(value)}"
    return _shown(value)


def _shown(value: object) -> str:
    """Return a value as it is quoted in messages."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    line = " ".join(text.split()).replace("`", "'")
    return f"`{line[:59]}…`" if len(line) > 60 else f"`{line}`"


def named(path: Iterable[Step]) -> str:
    """Return the name of the value at `path` as messages have it: ``item 2 of `tags```."""
    steps = list(path)
    last = steps[-1] if steps else ""
    item = f"item {last + 1} of " if isinstance(last, int) else ""
    if item:
        steps.pop()
    text = ""
    for step in steps:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return f"{item}`{text}`" if text else "the front matter"


def _owner(path: tuple[Step, ...]) -> str:
    return named(path) if path else "the post"


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
