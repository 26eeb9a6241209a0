"""The rules that come with copydesk: one module each, found by their place in this folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

from copydesk import TYPE_CHECKING, Rule, stand_in

if TYPE_CHECKING:
    from pathlib import Path

    from copydesk import Example


def rules() -> Iterator[type[Rule]]:
    """Yield the rules of this package that speak without being asked, in the order of their codes."""
    return _rules_in("")


def rules_when_needed() -> Iterator[type[Rule]]:
    """Yield the rules of `rules`, but for those that few posts need a stand-in, which loads the rule when one does."""
    from copydesk_rules.shipped.rules import RULES

    for home, title, code, name, needs, part in RULES:
        if needs or part != "alone":
            yield stand_in(home, title, code, name, needs, part)
        else:
            __import__(home)
            yield getattr(sys.modules[home], title)


def rules_on_request() -> Iterator[type[Rule]]:
    """Yield the others: those that are opt-in, and those that only a configuration of fields gives something to do."""
    return _rules_in("on_request")


def explained(files: Sequence[Path], code: str) -> Iterator[tuple[str, list[str], list[Example]]]:
    """Yield what the vendor `files` of a site have for the rule `code`: see `vendor_pages`."""
    from copydesk_rules import vendor_pages

    return vendor_pages.explained(files, code)


def _rules_in(folder: str) -> Iterator[type[Rule]]:
    package = f"{__name__}.{folder}" if folder else __name__
    for file in sorted(os.listdir(os.path.join(os.path.dirname(__file__), folder))):
        if _is_rule(file):
            name = f"{package}.{file[:-3]}"
            __import__(name)
            module = sys.modules[name]
            for value in vars(module).values():
                own = isinstance(value, type) and issubclass(value, Rule) and value.__module__ == module.__name__
                if own and value.code:
                    yield value


def _is_rule(file: str) -> bool:
    """Tell whether a file is named like a rule: ``trk002_tracking_attribute.py``."""
    code, _, rest = file.partition("_")
    return rest.endswith(".py") and code[-3:].isdigit() and code[:-3].isalpha()
