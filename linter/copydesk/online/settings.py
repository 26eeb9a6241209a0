"""What a configuration says about asking the network: the table ``[online]``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

KEYS = (
    "only",
    "never",
    "private",
    "concurrency",
    "per-host",
    "retries",
    "timeout",
    "budget",
    "max-age",
    "referrer",
    "agent",
    "cache",
)

WEEK = 7 * 24 * 3600.0
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


class SettingError(ValueError):
    """A value that cannot be used; the text names its key and says what is wanted."""


class Online(NamedTuple):
    """Whom to ask, how much, and how long answers hold.

    Hosts may have ``*`` in them, and stand for those below them. `only` (if any) are asked, `never` are not; `private`
    are hosts, addresses and networks that may be asked though they are not on the public internet. `concurrency` and
    `per_host` are requests at once. `timeout` is for one request, `budget` for all of a run (0: no limit), `max_age`
    is how long an answer holds, in seconds. `referrer` is the address of the site (empty: as its own configuration
    says), `agent` the name to go by, and `cache` the file in which answers are kept (None: the system's place).
    """

    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    concurrency: int = 32
    per_host: int = 6
    retries: int = 3
    timeout: float = 20.0
    budget: float = 0.0
    max_age: float = WEEK
    referrer: str = ""
    agent: str = ""
    cache: Path | None = None

    def changed(self, table: Mapping[str, object], folder: Path) -> Online:
        """Return these settings with those in `table` in their place; paths in it are relative to `folder`.

        Raises `SettingError`.
        """
        made = self._replace(
            only=_words(table, "only", self.only),
            never=_words(table, "never", self.never),
            private=_words(table, "private", self.private),
            concurrency=_number(table, "concurrency", self.concurrency, 1),
            per_host=_number(table, "per-host", self.per_host, 1),
            retries=_number(table, "retries", self.retries, 0),
            timeout=_length(table, "timeout", self.timeout),
            budget=_length(table, "budget", self.budget),
            max_age=_length(table, "max-age", self.max_age),
            referrer=_text(table, "referrer", self.referrer),
            agent=_text(table, "agent", self.agent),
            cache=folder / _text(table, "cache", "") if "cache" in table else self.cache,
        )
        if made.timeout <= 0:
            raise SettingError("`online.timeout` must be more than nothing")
        return made


def seconds(text: str) -> float | None:
    """Return how long `text` says: a number, of seconds or of what stands behind it (s, m, h, d, w); None for none."""
    found = re.fullmatch(r"\s*([0-9]{1,9}(?:\.[0-9]{1,3})?)\s*([smhdw]?)\s*", text)
    return float(found[1]) * _UNITS[found[2]] if found is not None else None


def _words(table: Mapping[str, object], key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    value = table.get(key, list(default))
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise SettingError(f"`online.{key}` must be a list of strings")
    return tuple(value)


def _number(table: Mapping[str, object], key: str, default: int, least: int) -> int:
    value = table.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= 1000:
        raise SettingError(f"`online.{key}` must be a whole number from {least} to 1000")
    return value


def _length(table: Mapping[str, object], key: str, default: float) -> float:
    value = table.get(key, default)
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return float(value)
    length = seconds(value) if isinstance(value, str) else None
    if length is None:
        raise SettingError(f'`online.{key}` must be a time such as 30, "20s", "5m", "12h" or "7d"')
    return length


def _text(table: Mapping[str, object], key: str, default: str) -> str:
    value = table.get(key, default)
    if not isinstance(value, str) or not value.isprintable():
        raise SettingError(f"`online.{key}` must be a string")
    return value
