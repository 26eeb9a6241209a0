"""The rules there are: found through entry points and private files, chosen by code, name, family or preset."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import ModuleType

from copydesk.rule import Example, Rule
from copydesk.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

GROUP = "copydesk.rules"
PRESETS = ("recommended", "strict", "all")


class UnknownRule(ValueError):
    """A selector that names no rule; `suggestion` is the nearest one, or empty."""

    def __init__(self, selector: str, suggestion: str) -> None:
        hint = f": did you mean `{suggestion}`?" if suggestion else ""
        super().__init__(f"unknown rule `{selector}`{hint}")
        self.selector = selector
        self.suggestion = suggestion


class BadRule(ValueError):
    """A module that should bring rules and does not, or brings one that breaks the conventions."""


def discover(private: Iterable[Path] = (), on_request: bool = True) -> dict[str, type[Rule]]:
    """Return every rule class by code, in the order of the codes.

    Rules come from the packages that offer the entry-point group ``copydesk.rules`` (each names a module with a
    ``rules()`` function or rule classes in it) and from the files in `private`. What a package offers by
    ``rules_on_request()`` does nothing unless it is asked for, and is left out unless `on_request`; then rules may also
    be stand-ins, which the package offers by ``rules_when_needed()`` (see `deferred`). Raises `BadRule`.
    """
    found: dict[str, type[Rule]] = {}
    names: dict[str, str] = {}
    for module_name in entry_points():
        module = _imported(module_name)
        quick = None if on_request else getattr(module, "rules_when_needed", None)
        _add(found, names, quick() if callable(quick) else _rules_of(module), module_name)
        more = getattr(module, "rules_on_request", None)
        if on_request and callable(more):
            _add(found, names, more(), module_name)
    for path in private:
        _add(found, names, _rules_of(_load(path)), str(path))
    return dict(sorted(found.items()))


Explained = tuple[str, Sequence[str], Sequence[Example]]
"""What a vendor file adds to the page of a rule: the vendor's title, what is reported of it, and examples."""


def explained(vendors: Sequence[Path], code: str) -> Iterator[Explained]:
    """Yield what the `vendors`, files of a site's own, add to the page of the rule `code`.

    The packages that read such files tell it by a function of this name. Raises `Misconfigured` where a file is wrong.
    """
    for name in entry_points() if vendors else ():
        tell: Callable[[Sequence[Path], str], Iterable[Explained]] | None = getattr(_imported(name), "explained", None)
        if tell is not None:
            yield from tell(vendors, code)


def entry_points() -> list[str]:
    """Return the modules that installed distributions name in the entry-point group, each once.

    `importlib.metadata` needs 35 ms of CPU for this, more than the rest of a start; the files it reads are few lines
    in a fixed place (Entry points specification, packaging.python.org), so they are read here. What is not a plain
    folder on ``sys.path`` is left to `importlib.metadata`, and asked only if nothing was found.
    """
    modules: dict[str, None] = {}
    group = GROUP.encode()
    seen: set[str] = set()  # of a distribution that is there twice, the first one counts
    for folder in sys.path:
        try:
            names = [name for name in os.listdir(folder or ".") if name.endswith((".dist-info", ".egg-info"))]
        except OSError:
            continue
        for name in sorted(names):
            distribution = name.rpartition(".")[0].partition("-")[0].lower().replace(".", "_")
            if distribution in seen:
                continue
            seen.add(distribution)
            try:
                data = _bytes(os.path.join(folder, name, "entry_points.txt"))
                if group in data:
                    modules.update(dict.fromkeys(_entries(data.decode("utf-8"))))
            except (OSError, UnicodeDecodeError):  # most have none
                continue
    if not modules:
        from importlib import metadata

        modules.update(dict.fromkeys(entry.value for entry in metadata.entry_points(group=GROUP)))
    return list(modules)


def _bytes(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:
        return file.read()


def _entries(text: str) -> Iterator[str]:
    """Yield the values of the group in the text of an ``entry_points.txt``."""
    inside = False
    for line in text.split("\n"):
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            inside = line[1:-1] == GROUP
        elif inside and "=" in line and not line.startswith("#"):
            yield line.partition("=")[2].strip()


def _imported(name: str) -> ModuleType:
    try:
        __import__(name)  # what `importlib.import_module` does, which is itself to be imported
        return sys.modules[name]
    except Exception as error:
        raise BadRule(f"cannot load the rules of the package {name}: {type(error).__name__}: {error}") from error


def _load(path: Path) -> ModuleType:
    from importlib.util import module_from_spec, spec_from_file_location

    name = f"copydesk_private_{path.stem}_{abs(hash(str(path.resolve()))):x}"
    if name in sys.modules:
        return sys.modules[name]
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise BadRule(f"cannot load rules from {path}: no such Python file")
    module = module_from_spec(spec)
    sys.modules[name] = module
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # a check leaves nothing behind in a site
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise BadRule(f"cannot load rules from {path}: {type(error).__name__}: {error}") from error
    finally:
        sys.dont_write_bytecode = writes
    return module


def _rules_of(module: ModuleType) -> Iterator[type[Rule]]:
    offered = getattr(module, "rules", None)
    if callable(offered):
        yield from offered()
        return
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, Rule) and value.code and value.__module__ == module.__name__:
            yield value


def _add(found: dict[str, type[Rule]], names: dict[str, str], rules: Iterable[type[Rule]], origin: str) -> None:
    """Add `rules` to those that are `found`; `names` holds the code of each name."""
    some = False
    for rule in rules:
        some = True
        other = found.get(rule.code)
        if other is not None and other is not rule:
            raise BadRule(f"two rules have the code {rule.code}: {other.__name__} and {rule.__name__}")
        if other is None and not (is_code(rule.code) and rule.name):
            raise BadRule(f"{origin}: {rule.__name__} needs a code such as ACM001 and a name such as shouting-title")
        if names.setdefault(rule.name, rule.code) != rule.code:
            raise BadRule(f"two rules have the name {rule.name}: {names[rule.name]} and {rule.code}")
        found[rule.code] = rule
    if not some:
        raise BadRule(f"{origin} brings no rule: a class that inherits from copydesk.Rule and has a code")


def is_code(word: str) -> bool:
    """Tell whether `word` has the form of a rule's code: two or three capitals and three digits, all of them ASCII."""
    family, number = word[:-3], word[-3:]
    return word.isascii() and family.isalpha() and family.isupper() and 2 <= len(family) <= 3 and number.isdigit()


def select(rules: Mapping[str, type[Rule]], selectors: Iterable[str]) -> set[str]:
    """Return the codes that `selectors` name: codes, names, families (``TRK``) or presets. Raises `UnknownRule`."""
    names = {rule.name: code for code, rule in rules.items()}
    chosen: set[str] = set()
    for selector in selectors:
        if selector in rules:
            chosen.add(selector)
        elif selector in names:
            chosen.add(names[selector])
        elif selector == "recommended":
            chosen.update(code for code, rule in rules.items() if rule.default)
        elif selector in ("strict", "all"):
            chosen.update(rules)
        elif selector.isupper() and (family := [code for code in rules if code.rstrip("0123456789") == selector]):
            chosen.update(family)
        else:
            raise unknown(selector, rules)
    return chosen


def named(rules: Mapping[str, type[Rule]], selectors: Iterable[str]) -> set[str]:
    """Return the codes of the rules that `selectors` name one by one; families and presets name none."""
    codes = {rule.name: code for code, rule in rules.items()} | {code: code for code in rules}
    return {codes[selector] for selector in selectors if selector in codes}


def unknown(selector: str, rules: Mapping[str, type[Rule]]) -> UnknownRule:
    """Return the error for a selector that names nothing, with the nearest name there is."""
    from difflib import get_close_matches

    families = {code.rstrip("0123456789") for code in rules}
    if selector.upper() in families:
        return UnknownRule(selector, selector.upper())
    words = [*rules, *(rule.name for rule in rules.values()), *PRESETS]
    tried = (get_close_matches(word, words, 1, 0.6) for word in (selector, selector.upper(), selector.lower()))
    return UnknownRule(selector, next((near[0] for near in tried if near), ""))


def find(rules: Mapping[str, type[Rule]], word: str) -> type[Rule]:
    """Return the rule with the code or name `word`, in any case. Raises `UnknownRule`."""
    for code, rule in rules.items():
        if word.upper() == code or word.lower() == rule.name:
            return rule
    family = [code for code in rules if code.rstrip("0123456789") == word.upper()]
    raise UnknownRule(word, family[0]) if family else unknown(word, rules)


def instantiate(rules: Sequence[type[Rule]], options: Mapping[str, Mapping[str, object]]) -> list[Rule]:
    """Return the rules with their options, which are given by code."""
    return [rule(**options.get(rule.code, {})) for rule in rules]
