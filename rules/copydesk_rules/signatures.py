"""When an address that was signed for a time ends: the ways to write that which services have."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from copydesk import TYPE_CHECKING, date, datetime, regex, timedelta

if TYPE_CHECKING:
    from copydesk_rules.entries import Entry

_ESCAPE = regex(r"%([0-7][0-9A-Fa-f])")
_FIGURES = regex(r"[0-9]{1,13}")
_LATEST = 4_102_444_800
"""Seconds up to the year 2100: what is beyond is no moment, or as good as never."""


def pairs(query: str) -> dict[str, str]:
    """Return the parameters of a query by their names in lower case, decoded as far as is ASCII."""
    found: dict[str, str] = {}
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        found.setdefault(name.lower(), _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), value))
    return found


def end(entry: Entry, values: Mapping[str, str]) -> date | None:
    """Return the day on which the address with these parameters ends, as `entry` says; None where it does not tell."""
    names = entry.parameter.lower().split()
    if not names:
        return None
    try:
        return _FORMS[entry.kind](*(values[name] for name in names))
    except (ValueError, KeyError, OverflowError):
        return None


def _after(seconds: int) -> date:
    return (datetime(1970, 1, 1) + timedelta(seconds=min(seconds, _LATEST))).date()


def _seconds(value: str) -> date:
    """Return the day of a moment in seconds since 1970, of the later one where ``;`` stands between two."""
    found = _FIGURES.fullmatch(value.rpartition(";")[2])
    if found is None:
        raise ValueError(value)
    return _after(int(found[0]))


def _milliseconds(value: str) -> date:
    return _after(int(value[:16]) // 1000)


def _hexadecimal(value: str) -> date:
    return _after(int(value[:12], 16))


def _date(value: str) -> date:
    return date.fromisoformat(value[:10])


def _duration(start: str, seconds: str) -> date:
    """Return the day so many seconds after ``20240506T070809Z``."""
    begin = datetime.fromisoformat(start[:15])
    return (begin + timedelta(seconds=min(int(seconds[:12]), _LATEST))).date()


_FORMS: Mapping[str, Callable[..., date]] = {
    "seconds": _seconds,
    "milliseconds": _milliseconds,
    "hexadecimal": _hexadecimal,
    "date": _date,
    "duration": _duration,
}
