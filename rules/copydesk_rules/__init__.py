"""The rules that come with copydesk: one module each, found by their place in this folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from copydesk import Rule


def rules() -> Iterator[type[Rule]]:
    """Yield every rule of this package, in the order of their codes."""
    for file in sorted(os.listdir(os.path.dirname(__file__))):
        if _is_rule(file):
            name = f"{__name__}.{file[:-3]}"
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
