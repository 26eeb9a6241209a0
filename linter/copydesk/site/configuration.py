"""A generator's own configuration: the few settings that say where files are, read without running anything.

YAML is composed, never constructed, so that tags such as ``!!python/name`` and ``!ENV`` cannot do or break anything.
Configurations that are programs (JavaScript, Python) are searched for literal values of the wanted keys.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping

from copydesk.site.generators import ConfigurationKeys, Generator
from copydesk.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from yaml.nodes import Node

Setting = str | bool | list["Setting"] | dict[str, "Setting"]

_SIZE_LIMIT = 1_048_576
"""Bytes of a configuration that is read at all."""

_DEPTH_LIMIT = 64
"""Levels of brackets in YAML beyond which nothing is read: the C parser overflows on tens of thousands."""


_DEEP = 4
"""Levels of lists and tables, aliases included, that settings are looked for in."""


class Settings(NamedTuple):
    """What the configuration of a site says; None and empty where it says nothing.

    Paths are relative to the site's root. `skip` are patterns of files that the generator does not render, `served`
    pairs of a folder and the address at which its files are published.
    """

    content: tuple[str, ...] | None = None
    static: tuple[str, ...] | None = None
    output: tuple[str, ...] = ()
    layouts: tuple[str, ...] = ()
    base: str = ""
    address: str = ""
    """The address at which the site is published, where it is said in full."""
    themes: tuple[str, ...] = ()
    themes_folder: str = ""
    skip: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    excerpt: str = ""
    served: tuple[tuple[str, str], ...] = ()
    permalinks: tuple[str, ...] = ()
    """Sections whose addresses follow a scheme of the site's own."""
    imports: bool = False
    """Whether modules or themes from elsewhere are mounted into the site."""
    flat: bool = False
    """Whether pages do not lie in folders of their own, where otherwise they would."""
    file: str = ""
    problems: tuple[str, ...] = ()


def read(generator: Generator, root: str) -> Settings:
    """Return what the configuration of the site at `root` (a path) says; what cannot be read is in `problems`."""
    keys = generator.configuration
    problems: list[str] = []
    values: dict[str, Setting] = {}
    first = ""
    for name in keys.files:
        found = _load(root, name, keys, problems)
        if found is not None:
            values, first = found, name
            break
    for name in keys.also:
        # A file of Hugo's configuration folder holds one table, the one it is named after.
        found = _load(root, name, keys, problems)
        if found:
            values.setdefault(name[name.rfind("/") + 1 : name.rfind(".")], found)
    settings = _settings(generator, values)
    if generator.content_holds and settings.content:
        # A configuration that lies in the content counts from there: docs/.vitepress/config.js from docs/.
        start = first.partition(generator.content_holds)[0]
        settings = settings._replace(content=tuple(start + path for path in settings.content))
    return settings._replace(file=first, problems=tuple(problems))


def _load(root: str, name: str, keys: ConfigurationKeys, problems: list[str]) -> dict[str, Setting] | None:
    """Return the settings of one file, keys in lower case, or None where there is no such file."""
    path = os.path.join(root, name)
    try:
        if not os.path.isfile(path):
            return None
        with open(path, "rb") as file:
            raw = file.read(_SIZE_LIMIT + 1)
        if len(raw) > _SIZE_LIMIT:
            raise ValueError("the file is too large")
        return _parse(raw.decode("utf-8-sig"), name, keys)
    except (OSError, ValueError) as error:
        problems.append(f"{name} could not be read, so defaults are used: {error}")
        return {}


def _parse(text: str, name: str, keys: ConfigurationKeys) -> dict[str, Setting]:
    """Return the settings in `text`, keys in lower case. Raises ValueError where it is not what its name says."""
    suffix = name[name.rfind(".") :]
    if suffix in (".yml", ".yaml"):
        return _yaml(text)
    if suffix == ".toml":
        import tomllib

        return _lower(tomllib.loads(text))
    if suffix == ".json":
        import json

        value = json.loads(text)
        if not isinstance(value, dict):
            raise ValueError("not an object")
        return _lower(value)
    return dict(_literals(text, keys, python=suffix == ".py"))


def _lower(table: Mapping[str, object]) -> dict[str, Setting]:
    return {key.lower(): _setting(value) for key, value in table.items()}


def _setting(value: object) -> Setting:
    if isinstance(value, dict):
        return _lower(value)
    if isinstance(value, list):
        return [_setting(item) for item in value]
    return value if isinstance(value, bool) else str(value)


def _yaml(text: str) -> dict[str, Setting]:
    from copydesk.site import quick_yaml

    quick = quick_yaml.read(text, _DEEP)
    return quick if quick is not None else _slow_yaml(text)


def _slow_yaml(text: str) -> dict[str, Setting]:
    import yaml

    depth = 0
    for bracket in re.finditer(r"[\[\]{}]", text):
        depth = depth + 1 if bracket[0] in "[{" else max(depth - 1, 0)
        if depth > _DEPTH_LIMIT:
            raise ValueError("brackets are nested too deeply")
    loader: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(text, loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark is not None else ""
        raise ValueError(f"not valid YAML{where}") from None
    value = _plain(node, _DEEP) if node is not None else {}
    if not isinstance(value, dict):
        raise ValueError("not a table of settings")
    return value


def _plain(node: Node, depth: int) -> Setting:
    """Return the value of a YAML `node` as text, lists and tables, `depth` levels deep (aliases may be endless)."""
    from yaml.nodes import MappingNode, ScalarNode, SequenceNode

    if isinstance(node, MappingNode) and depth:
        return {
            key.value.lower(): _plain(value, depth - 1)
            for key, value in node.value
            if isinstance(key, ScalarNode) and key.tag != "tag:yaml.org,2002:merge"
        }
    if isinstance(node, SequenceNode) and depth:
        return [_plain(item, depth - 1) for item in node.value]
    if not isinstance(node, ScalarNode) or node.tag == "tag:yaml.org,2002:null":
        return ""
    text = str(node.value)
    if node.tag == "tag:yaml.org,2002:bool":
        return text.lower() in ("true", "yes", "on")
    return text


_QUOTED = r"\"[^\"\\\n]*+(?:\\.[^\"\\\n]*+)*\"|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*'|`[^`$\\]*+`"
_MADE = r"`[^`\\$]*+(?:(?:\\(?s:.)|\$\{[^{}`]*+(?:\{[^{}`]*+\}[^{}`]*+)*\}|\$(?!\{))[^`\\$]*+)*`"
"""A text in which something is put; it is no value, but what follows it is none of its text."""
_TOKEN = (
    rf"(?P<comment>{{comment}})|(?P<string>{_QUOTED})|(?P<made>{_MADE})|(?P<name>[A-Za-z_$][\w$]*+)|(?P<sign>[^\s\w])"
)
_JAVASCRIPT = _TOKEN.replace("{comment}", r"/\*(?s:.*?)(?:\*/|\Z)|//[^\n]*+")
_PYTHON = _TOKEN.replace("{comment}", r"#[^\n]*+")


def _literals(text: str, keys: ConfigurationKeys, python: bool) -> Iterator[tuple[str, Setting]]:
    """Yield the wanted keys that have a literal text or list of texts as their value, the first one of each.

    ``key: "value"``, ``key = "value"``, ``key("value")`` and lists in brackets count; whatever is computed does not.
    A call is collected from all its places, because each adds one more.
    """
    wanted = {keys.content, *keys.static, *keys.output, *keys.layouts, *keys.base, *keys.theme, keys.themes} - {""}
    wanted.update(_ADDRESSES)
    tokens = [
        (found.lastgroup, found[0])
        for found in re.finditer(_PYTHON if python else _JAVASCRIPT, text)
        if found.lastgroup != "comment"
    ]
    seen: dict[str, Setting] = {}
    for number, (kind, token) in enumerate(tokens[:-2]):
        name = (token if kind == "name" else token[1:-1] if kind == "string" else "").lower()
        if name not in wanted:
            continue
        sign = tokens[number + 1][1]
        if sign not in (":", "=", "("):
            continue
        value = _literal(tokens, number + 2)
        if value is None:
            continue
        if sign != "(":
            seen.setdefault(name, value)
            continue
        collected = seen.setdefault(name, [])
        if isinstance(collected, list):
            collected.extend(value if isinstance(value, list) else [value])
    yield from seen.items()


def _literal(tokens: list[tuple[str | None, str]], at: int) -> Setting | None:
    kind, token = tokens[at]
    if kind == "string":
        # A text that something is added to is not the whole value.
        return None if at + 1 < len(tokens) and tokens[at + 1][1] in ("+", "%", ".") else token[1:-1]
    if token not in ("[", "("):
        return None
    items: list[Setting] = []
    for kind, token in tokens[at + 1 :]:
        if token in ("]", ")"):
            return items
        if kind == "string":
            items.append(token[1:-1])
        elif token != ",":
            return None
    return None


def _settings(generator: Generator, values: dict[str, Setting]) -> Settings:
    """Turn the `values` of a configuration into settings, by the keys that the generator's data file names."""
    keys = generator.configuration
    content = [path for path in map(_path, _texts(_get(values, keys.content))) if path is not None]
    collections_folder = next(iter(_paths(values, (keys.collections_dir,))), "")
    collections: list[str] = []
    named = _get(values, keys.collections)
    for name in named if isinstance(named, dict) else _texts(named):
        collections.append(f"_{name}" if collections_folder in ("", ".") else f"{collections_folder}/_{name}")
    if collections_folder not in ("", "."):
        collections += [f"{collections_folder}/_posts", f"{collections_folder}/_drafts"]
    served: list[tuple[str, str]] = []
    imports = False
    if keys.mounts:
        served, imports = _mounts(values)
        content += [source for source, target in served if target == "content"]
        content += _language_folders(values, keys.content)
    return Settings(
        content=tuple(dict.fromkeys(content)) or None,
        static=_paths(values, keys.static) or None,
        output=_paths(values, keys.output),
        layouts=_paths(values, keys.layouts),
        base=next(filter(None, (_base(text) for key in keys.base for text in _texts(_get(values, key)))), ""),
        address=next(
            (
                text
                for key in (*_ADDRESSES, *keys.base)
                for text in _texts(_get(values, key))
                if text[:8].lower().startswith(("https://", "http://"))
            ),
            "",
        ),
        themes=tuple(text for key in keys.theme for text in _theme(_get(values, key))),
        themes_folder=next(iter(_paths(values, (keys.themes,))), ""),
        skip=tuple(text for key in keys.skip for text in _texts(_get(values, key))),
        keep=tuple(text for key in keys.keep for text in _texts(_get(values, key))),
        collections=tuple(collections),
        excerpt=next(iter(_texts(_get(values, keys.excerpt))), ""),
        served=tuple(
            (source, target[len("static") :].strip("/"))
            for source, target in served
            if target == "static" or target.startswith("static/")
        ),
        permalinks=_sections(_get(values, keys.permalinks)),
        imports=imports,
        flat=_get(values, keys.folders) is False,
    )


_ADDRESSES = ("url", "site", "siteurl", "site_url", "base_url", "baseurl", "sitemetadata.siteurl")
"""How generators call the address of a site, in lower case."""


def _get(values: Mapping[str, Setting], key: str) -> Setting | None:
    """Return the value of `key`, which may be dotted: ``theme.custom_dir``."""
    value: Setting | None = None
    table: Setting = dict(values)
    for part in key.split("."):
        if not part or not isinstance(table, dict):
            return None
        value = table.get(part)
        table = value if value is not None else ""
    return value


def _sections(value: Setting | None) -> tuple[str, ...]:
    """Return the sections that a table of schemes names, be it by kind of page or at once."""
    if not isinstance(value, dict):
        return ()
    named = dict.fromkeys(name for name, scheme in value.items() if not isinstance(scheme, dict))
    named |= dict.fromkeys(name for scheme in value.values() if isinstance(scheme, dict) for name in scheme)
    return tuple(named)


def _texts(value: Setting | None) -> list[str]:
    """Return the texts of a setting that is one text or a list of them."""
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, list):
        return [item.strip() for item in value if isinstance(item, str) and item.strip()]
    return []


def _theme(value: Setting | None) -> list[str]:
    if isinstance(value, dict):
        value = value.get("name")
    return _texts(value)


def _paths(values: Mapping[str, Setting], keys: tuple[str, ...]) -> tuple[str, ...]:
    found = (_path(text) for key in keys for text in _texts(_get(values, key)))
    return tuple(dict.fromkeys(path for path in found if path is not None))


def _path(text: str) -> str | None:
    """Return a configured folder as a path relative to the site's root, or None where it is outside or computed."""
    path = text.replace("\\", "/").strip()
    while path.startswith("./"):
        path = path[2:]
    path = path.rstrip("/") or "."
    if path.startswith(("/", "../", "~", "$")) or path == ".." or "{" in path or "*" in path or ":" in path:
        return None
    return path


def _base(text: str) -> str:
    """Return the path of an address or a base path, without slashes around it: ``blog`` for https://a.example/blog/."""
    if "{" in text or "$" in text:
        return ""
    if "://" in text:
        text = text.partition("://")[2].partition("/")[2]
    elif text.startswith("//"):
        text = text[2:].partition("/")[2]
    return text.partition("?")[0].strip("/ ")


def _mounts(values: Mapping[str, Setting]) -> tuple[list[tuple[str, str]], bool]:
    """Return the module mounts of a Hugo configuration, and whether it imports modules from elsewhere."""
    mounts: list[tuple[str, str]] = []
    module = values.get("module")
    if not isinstance(module, dict):
        return mounts, False
    listed = module.get("mounts")
    for mount in listed if isinstance(listed, list) else []:
        if isinstance(mount, dict):
            source, target = mount.get("source"), mount.get("target")
            path = _path(source) if isinstance(source, str) else None
            if path is not None and isinstance(target, str):
                mounts.append((path, target.strip("/")))
    return mounts, bool(module.get("imports"))


def _language_folders(values: Mapping[str, Setting], key: str) -> list[str]:
    languages = values.get("languages")
    tables = languages.values() if isinstance(languages, dict) else ()
    folders = [_get(table, key) for table in tables if isinstance(table, dict)]
    return [path for path in (_path(text) for folder in folders for text in _texts(folder)) if path is not None]
