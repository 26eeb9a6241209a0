"""Configuration: ``copydesk.toml``, or ``[tool.copydesk]`` in ``pyproject.toml``, nearest to the file that is checked.

Nothing is guessed: an unknown key, rule or option is an error that says what may have been meant.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from copydesk import registry
from copydesk.across import SiteRule, divide
from copydesk.front_matter import DEEPEST, LIMITS, Limits
from copydesk.panel import Panel
from copydesk.rule import Misconfigured
from copydesk.text import did_you_mean
from copydesk.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from copydesk.fields import Collection
    from copydesk.online.settings import Online
    from copydesk.rule import Rule

FILE_NAME = "copydesk.toml"
MAX_FILE_SIZE = 20_000_000
"""The largest file that is read, in bytes, where the configuration does not say otherwise."""


class ConfigError(Misconfigured):
    """A configuration that cannot be used: which file, and what is wrong with it."""

    def __init__(self, path: Path | str | None, message: str) -> None:
        super().__init__(f"{path}: {message}" if path is not None else message)

    def __reduce__(self) -> tuple[type[ConfigError], tuple[None, str]]:
        return type(self), (None, str(self))  # it crosses from worker processes


class Override(NamedTuple):
    """What differs for the files that `paths` (globs relative to the configuration, see `globs`) match."""

    paths: tuple[str, ...]
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    options: Mapping[str, Mapping[str, object]] = {}


class SiteSettings(NamedTuple):
    """What the configuration says about the site; None and empty mean: find out."""

    generator: str | None = None
    root: Path | None = None
    base_path: str | None = None
    content: tuple[str, ...] = ()
    static: tuple[str, ...] = ()


class Settings(NamedTuple):
    """A configuration, read and checked for its form; `root` is the folder that globs are relative to.

    `named` are the rules that the command line names: they run, whatever the configuration ignores.
    """

    root: str
    file: str | None = None
    select: tuple[str, ...] = ("recommended",)
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    rules: tuple[Path, ...] = ()
    vendors: tuple[Path, ...] = ()
    site: SiteSettings = SiteSettings()
    options: Mapping[str, Mapping[str, object]] = {}
    overrides: tuple[Override, ...] = ()
    max_file_size: int = MAX_FILE_SIZE
    limits: Limits = LIMITS
    named: tuple[str, ...] = ()
    collections: tuple[Collection, ...] = ()
    baseline: Path | None = None
    online: Online | None = None

    @property
    def selectors(self) -> Iterator[str]:
        """The words by which rules are chosen here, for all files or for some."""
        yield from self.select
        yield from self.extend_select
        for override in self.overrides:
            yield from override.select
            yield from override.extend_select


def find(folder: str) -> str | None:
    """Return the configuration file for files in `folder`: the nearest one going up, or None."""
    place = os.path.abspath(folder)
    while True:
        own = os.path.join(place, FILE_NAME)
        if os.path.isfile(own):
            return own
        project = os.path.join(place, "pyproject.toml")
        if os.path.isfile(project) and _has_table(project):
            return project
        above = os.path.dirname(place)
        if above == place:
            return None
        place = above


def _has_table(path: str) -> bool:
    """Tell whether the ``pyproject.toml`` at `path` is a configuration of ours: read as TOML only if it may be."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read().removeprefix("\ufeff")
    except OSError:
        return False
    if "copydesk" not in text or not any(map(_may_be_ours, text.split("\n"))):
        return False
    import tomllib

    try:
        tool = tomllib.loads(text).get("tool")
    except tomllib.TOMLDecodeError:
        return True  # what is wrong with it is said when it is loaded
    return isinstance(tool, dict) and "copydesk" in tool


def _may_be_ours(line: str) -> bool:
    """Tell whether a `line` of TOML may be the header of ``[tool.copydesk]``, or of the table it is in."""
    if "tool" not in line or line.lstrip()[:1] != "[":
        return False
    names = "".join(line.split()).lstrip("[").replace('"', "").replace("'", "")
    return names.startswith(("tool]", "tool.copydesk]", "tool.copydesk."))


def load(file: str) -> Settings:
    """Return the settings in the `file`, built on those that it extends. Raises `ConfigError`."""
    from pathlib import Path

    return _load(Path(file), ())


def _load(path: Path, seen: tuple[Path, ...]) -> Settings:
    table = _table(path)
    base = Settings(str(path.parent))
    if "extend" in table:
        other = (path.parent / _string(path, "extend", table["extend"])).resolve()
        if other in seen or other == path.resolve():
            raise ConfigError(path, f"`extend` leads in a circle: {other.name} extends this file again")
        base = _load(other, (*seen, path.resolve()))._replace(root=str(path.parent))
    return _settings(path, table, base)._replace(file=str(path))


def _table(path: Path) -> dict[str, object]:
    import tomllib

    try:
        table: dict[str, object] = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ConfigError(path, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(path, "is not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(path, f"is not valid TOML: {error}") from None
    if path.name == "pyproject.toml":
        tool = table.get("tool")
        table = _mapping(path, "tool.copydesk", tool.get("copydesk", {})) if isinstance(tool, dict) else {}
    return table


_KEYS = (
    "extend",
    "select",
    "extend-select",
    "ignore",
    "exclude",
    "rules",
    "vendors",
    "site",
    "options",
    "overrides",
    "max-file-size",
    "max-front-matter",
    "max-nesting",
    "collections",
    "baseline",
    "online",
)
_SITE_KEYS = ("generator", "root", "base-path", "content", "static")
_OVERRIDE_KEYS = ("paths", "select", "extend-select", "ignore", "options")


def _settings(path: Path, table: dict[str, object], base: Settings) -> Settings:
    _known(path, table, _KEYS, "")
    folder = path.parent
    words = {key: _strings(path, key, table[key]) for key in _KEYS[1:5] if key in table}
    site = base.site
    if "site" in table:
        section = _mapping(path, "site", table["site"])
        _known(path, section, _SITE_KEYS, "site.")
        site = SiteSettings(
            _string(path, "site.generator", section["generator"]) if "generator" in section else site.generator,
            (folder / _string(path, "site.root", section["root"])).resolve() if "root" in section else site.root,
            _string(path, "site.base-path", section["base-path"]) if "base-path" in section else site.base_path,
            _strings(path, "site.content", section.get("content", list(site.content))),
            _strings(path, "site.static", section.get("static", list(site.static))),
        )
    limits = Limits(
        _number(path, table, "max-front-matter", base.limits.length, "characters"),
        _number(path, table, "max-nesting", base.limits.depth, "levels", 2, DEEPEST),
    )
    return base._replace(
        select=words.get("select", base.select),
        extend_select=(*base.extend_select, *words.get("extend-select", ())),
        ignore=(*base.ignore, *words.get("ignore", ())),
        exclude=(*base.exclude, *words.get("exclude", ())),
        rules=(*base.rules, *(folder / word for word in _strings(path, "rules", table.get("rules", [])))),
        vendors=(*base.vendors, *(folder / word for word in _strings(path, "vendors", table.get("vendors", [])))),
        site=site,
        options=_merge(base.options, _options(path, "options", table.get("options", {}))),
        overrides=(*base.overrides, *_overrides(path, table.get("overrides", []))),
        max_file_size=_number(path, table, "max-file-size", base.max_file_size, "bytes"),
        limits=limits,
        baseline=folder / _string(path, "baseline", table["baseline"]) if "baseline" in table else base.baseline,
        online=_online(path, table["online"], base.online) if "online" in table else base.online,
        collections=(*base.collections, *(_collections(path, table["collections"]) if "collections" in table else ())),
    )


def _collections(path: Path, value: object) -> Iterable[Collection]:
    """Return what the configuration says about front matter; what reads it is imported only where it says any."""
    from copydesk.fields.read import FieldError, read_collections

    try:
        return read_collections(value, path.parent)
    except FieldError as error:
        raise ConfigError(path, str(error)) from None


def _online(path: Path, value: object, base: Online | None) -> Online:
    """Return what the configuration says about asking the network, built on what it extends."""
    from copydesk.online.settings import KEYS, Online, SettingError

    section = _mapping(path, "online", value)
    _known(path, section, KEYS, "online.")
    try:
        return (base or Online()).changed(section, path.parent)
    except SettingError as error:
        raise ConfigError(path, str(error)) from None


def _overrides(path: Path, value: object) -> Iterable[Override]:
    if not isinstance(value, list):
        raise ConfigError(path, "`overrides` must be tables: write [[overrides]]")
    for number, item in enumerate(value, 1):
        section = _mapping(path, f"overrides {number}", item)
        _known(path, section, _OVERRIDE_KEYS, f"overrides {number}: ")
        paths = _strings(path, "overrides.paths", section.get("paths", []))
        if all(each.startswith("!") for each in paths):
            raise ConfigError(path, f"overrides {number} names no `paths`")
        yield Override(
            paths,
            _strings(path, "overrides.select", section.get("select", [])),
            _strings(path, "overrides.extend-select", section.get("extend-select", [])),
            _strings(path, "overrides.ignore", section.get("ignore", [])),
            _options(path, "overrides.options", section.get("options", {})),
        )


def _options(path: Path, key: str, value: object) -> dict[str, Mapping[str, object]]:
    return {code: _mapping(path, f"{key}.{code}", table) for code, table in _mapping(path, key, value).items()}


def _merge(
    base: Mapping[str, Mapping[str, object]], more: Mapping[str, Mapping[str, object]]
) -> dict[str, Mapping[str, object]]:
    return {code: {**base.get(code, {}), **more.get(code, {})} for code in {**base, **more}}


def _known(path: Path, table: Mapping[str, object], keys: Sequence[str], where: str) -> None:
    for key in table:
        if key not in keys:
            raise ConfigError(path, f"unknown key `{where}{key}`{did_you_mean(key, keys)}")


def _string(path: Path, key: str, value: object) -> str:
    if not isinstance(value, str):
        raise ConfigError(path, f"`{key}` must be a string")
    return value


def _strings(path: Path, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise ConfigError(path, f"`{key}` must be a list of strings")
    return tuple(value)


def _number(
    path: Path, table: Mapping[str, object], key: str, default: int, unit: str, least: int = 1, most: int | None = None
) -> int:
    value = table.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < least or (most is not None and value > most):
        bounds = f"above {least - 1}" if most is None else f"from {least} to {most}"
        raise ConfigError(path, f"`{key}` must be a whole number of {unit} {bounds}")
    return value


def _mapping(path: Path, key: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ConfigError(path, f"`{key}` must be a table")
    return value


class Chosen(NamedTuple):
    """The rules for a file: those that look at it `alone`, and those that compare posts `across` the site."""

    alone: Panel
    across: list[SiteRule[object, object]]


class RuleSet:
    """The rules that settings choose, with their options; checked once, then asked per file."""

    def __init__(self, settings: Settings, rules: Mapping[str, type[Rule]], online: bool = False) -> None:
        self._settings = settings
        self._rules = rules
        self._online = online
        self._options = self._checked(settings.options)
        self._overrides = [
            (override, globs(override.paths), self._checked(override.options)) for override in settings.overrides
        ]
        self._collections = [(collection, globs(collection.paths)) for collection in settings.collections]
        self._made: dict[tuple[int, ...], Chosen] = {}
        self.chosen_for("")  # every selector is looked up now, not at the first file that needs it
        for override in settings.overrides:
            self._select(override.select + override.extend_select + override.ignore)

    def chosen_for(self, path: str) -> Chosen:
        """Return the rules for the file at `path`, which is relative to the configuration's folder."""
        if not self._overrides and not self._collections and () in self._made:
            return self._made[()]
        matched = tuple(index for index, (_, match, _) in enumerate(self._overrides) if match(path))
        if self._collections:
            matched += tuple(~index for index, (_, match) in enumerate(self._collections) if match(path))
        if matched not in self._made:
            alone, across = divide(self._make(matched))
            self._made[matched] = Chosen(Panel(alone), across)
        return self._made[matched]

    def _make(self, matched: Sequence[int]) -> list[Rule]:
        """Return the rules under some overrides, each by its number, and collections, by the complement of theirs."""
        settings = self._settings
        codes = self._select(settings.select) | self._select(settings.extend_select)
        codes -= self._select(settings.ignore)
        options: Mapping[str, Mapping[str, object]] = self._options
        for override, _, own in (self._overrides[index] for index in matched if index >= 0):
            if override.select:
                codes = self._select(override.select)
            codes = (codes | self._select(override.extend_select)) - self._select(override.ignore)
            options = _merge(options, own)
        codes |= self._select(settings.named)
        wanted = [rule for code, rule in self._rules.items() if code in codes and (self._online or not rule.online)]
        rules = registry.instantiate(wanted, options)
        collections = [self._collections[~index][0] for index in matched if index < 0]
        if collections:
            from copydesk.fields import together

            collection = together(collections)
            rules = [rule.for_collection(collection) for rule in rules]
        return rules

    def _select(self, selectors: Iterable[str]) -> set[str]:
        try:
            return registry.select(self._rules, selectors)
        except registry.UnknownRule as error:
            raise ConfigError(self._settings.file, str(error)) from None

    def _checked(self, options: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, object]]:
        """Return `options` by code, with lists as tuples; every name and type must be one the rule knows."""
        checked: dict[str, dict[str, object]] = {}
        file = self._settings.file
        for word, table in options.items():
            try:
                rule = registry.find(self._rules, word)
            except registry.UnknownRule as error:
                raise ConfigError(file, f"`options.{word}`: {error}") from None
            known = rule.options()
            values = checked.setdefault(rule.code, {})
            for key, value in table.items():
                name = key.replace("-", "_")
                if name not in known:
                    names = [option.replace("_", "-") for option in known]
                    raise ConfigError(file, f"{rule.code} has no option `{key}`{did_you_mean(key, names)}")
                values[name] = _option_value(file, f"options.{word}.{key}", value, known[name].default)
        return checked


def _option_value(file: str | None, key: str, value: object, default: object) -> object:
    if isinstance(default, tuple):
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise ConfigError(file, f"`{key}` must be a list of strings")
    if isinstance(default, bool) != isinstance(value, bool) or not isinstance(value, type(default)):
        kinds = {bool: "true or false", int: "a whole number", str: "a string"}
        raise ConfigError(file, f"`{key}` must be {kinds.get(type(default), 'of another type')}")
    return value


class glob:  # noqa: N801 - reads as a function: glob(pattern)(path)
    """A path pattern: ``*`` and ``?`` stay within a folder, ``**`` crosses folders, a pattern without a slash matches
    names anywhere, and one that names a folder matches all below it.
    """

    def __init__(self, pattern: str) -> None:
        anchored = "/" in pattern.rstrip("/")
        parts = []
        for part in re.findall(r"\*\*/?|\*|\?|[^*?]+", pattern.strip("/")):
            if part == "**/":
                parts.append("(?:[^/]+/)*")
            elif part == "**":
                parts.append(".*")
            else:
                parts.append({"*": "[^/]*", "?": "[^/]"}.get(part) or re.escape(part))
        start = "" if anchored else "(?:.*/)?"
        self._match = re.compile(f"{start}{''.join(parts)}(?:/.*)?", re.S).fullmatch

    def __call__(self, path: str) -> bool:
        """Tell whether the pattern matches `path` (relative, ``/`` between its parts)."""
        return self._match(path) is not None


class globs:  # noqa: N801 - as above
    """Path patterns of which the last one that matches decides: those with ``!`` before them take paths out again."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = [(glob(pattern.removeprefix("!")), not pattern.startswith("!")) for pattern in patterns]

    def __call__(self, path: str) -> bool:
        """Tell whether `path` (relative, ``/`` between its parts) is meant."""
        return next((meant for match, meant in reversed(self._patterns) if match(path)), False)
