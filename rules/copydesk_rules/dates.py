"""Dates as people and programs write them, read without guessing.

`read` knows a handful of forms, each as a whole: what fits none of them, names a day that does not exist, or can be
read in two ways has no ISO 8601 form here. Parsers that accept everything (dateutil, dateparser, JavaScript's own)
answer for those, too, and are wrong half of the time.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache

from copydesk import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    Form = Literal[
        "iso", "iso-loose", "slash", "year-last", "month", "compact", "rfc2822", "javascript", "long", "cjk", "unknown"
    ]
    Flaw = Literal["", "impossible", "ambiguous", "weekday", "hour", "zone"]


class Reading(NamedTuple):
    """What a text says as a date.

    `form` is how it is written: ``iso`` (2024-05-06), ``iso-loose`` (2024-5-6), ``slash`` (2024/5/6 or 2024.5.6),
    ``year-last`` (6.5.2024), ``month`` (2024-05), ``compact`` (20240506), ``rfc2822`` (Mon, 06 May 2024 07:08:09 GMT),
    ``javascript`` (Mon May 06 2024 07:08:09 GMT+0000, and the like of other programs), ``long`` (May 6, 2024), ``cjk``
    (2024年5月6日), else ``unknown``.

    `iso` is the same day or instant in ISO 8601, with the zone it was written in, or empty where `flaw` says why
    there is none: no such day or time, day and month cannot be told apart, the weekday is another one, the hour may
    be two, the zone is a name that means several. A month alone has neither.
    """

    form: Form
    iso: str = ""
    flaw: Flaw = ""


LONGEST = 100
"""No date has more characters."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# RFC 2822, section 4.3, but for CST, which is also China's time.
_ZONES = dict.fromkeys(("Z", "GMT", "UT", "UTC"), 0) | {"EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6}
_ZONES |= {"PST": -8, "PDT": -7}

_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?P<fraction>[.,]\d{1,9})?)?"
    r"(?:[ ]?(?P<half>[ap])\.?m\b\.?)?"
)
_ZONE = r"(?:[ ]?(?P<zone>(?:gmt|utc)?[+-]\d\d?(?::?\d\d)?|[a-z]+(?:/[a-z_]+)*))?"
_NAMED = r"(?:[ ]\([^()]*\))?"
_CLOCK = rf"(?:(?:[ ]*,?[ ]+|t)(?:at[ ])?{_TIME}{_ZONE})?"
_WEEKDAY = r"(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?"
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4})"

_SOURCES: tuple[tuple[Form, str], ...] = (
    ("iso", rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?:(?:t|[ ]+)(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)"
            r"(?P<fraction>[.,]\d+)?)?(?:[ ]?(?P<zone>z|[+-]\d\d(?::?\d\d)?))?)?"),
    ("iso-loose", rf"{_YEAR}-(?P<month>\d{{1,2}})-{_DAY}{_CLOCK}"),
    ("slash", rf"{_YEAR}(?P<divider>[/.])(?P<month>\d{{1,2}})(?P=divider){_DAY}{_CLOCK}"),
    ("year-last", rf"{_DAY}(?P<divider>[/.-])(?P<month>\d{{1,2}})(?P=divider){_YEAR}{_CLOCK}"),
    ("month", r"\d{4}-(?:0[1-9]|1[0-2])"),
    ("compact", r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"),
    ("rfc2822", rf"(?:{_WEEKDAY},[ ]*)?{_DAY}[ ]{_MONTH}[ ]{_YEAR}[ ]{_TIME}{_ZONE}{_NAMED}"),
    ("javascript", rf"{_WEEKDAY},?[ ]{_MONTH}[ ]{_DAY}[ ]{_YEAR}(?:[ ]{_TIME}{_ZONE}{_NAMED})?"),
    ("javascript", rf"{_WEEKDAY}[ ]{_MONTH}[ ]{{1,2}}{_DAY}[ ](?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
                   rf"(?:[ ](?P<named>[a-z]+))?[ ]{_YEAR}(?:[ ](?P<zone>[+-]\d{{4}}))?"),
    ("long", rf"(?:{_WEEKDAY},?[ ])?{_MONTH}[ ]{_DAY}(?:st|nd|rd|th)?(?:,[ ]?|[ ]){_YEAR}{_CLOCK}"),
    ("long", rf"(?:{_WEEKDAY},?[ ])?{_DAY}(?:st|nd|rd|th)?[ -]{_MONTH}(?:,[ ]?|[ -]){_YEAR}{_CLOCK}"),
    ("cjk", rf"{_YEAR}[ ]?[年년][ ]?(?P<month>\d{{1,2}})[ ]?[月월][ ]?{_DAY}[ ]?[日号號일]"
            r"[ ]?(?:[（(]?(?:星期|礼拜|禮拜|[周週])?(?P<xingqi>[一二三四五六日天月火水木金土])(?:曜日)?[）)]?[ ]?)?"
            r"(?:(?P<part>上午|下午|凌晨|早上|晚上|午前|午後)?[ ]?(?P<hour>\d{1,2})(?:[:：]|[ ]?[时時点點][ ]?)"
            r"(?:(?P<minute>\d\d)(?:(?:[:：]|[ ]?分[ ]?)(?P<second>\d\d)?[ ]?秒?|[ ]?分?))?)?"),
)  # fmt: skip


def _numbers(*forms: Form) -> tuple[int, ...]:
    return tuple(number for number, (form, _) in enumerate(_SOURCES) if form in forms)


_IN_WORDS = _numbers("rfc2822", "javascript", "long")
"""The numbers of the forms that may begin with a weekday or a month, as no other form does."""

_BY_DAY = _numbers("year-last", "rfc2822", "long")
_BY_YEAR = {"-": _numbers("iso", "iso-loose", "month"), "/": _numbers("slash"), ".": _numbers("slash")}
_WITHOUT_SIGN = _numbers("compact", "cjk")
"""The numbers of the forms that may begin with one or two figures; with four, by what stands behind them."""

_XINGQI = {sign: day for signs in ("一二三四五六日", "月火水木金土日") for day, sign in enumerate(signs)} | {"天": 6}


def read(text: str) -> Reading:
    """Return what `text` says as a date; never raises."""
    text = text.strip()
    if len(text) > LONGEST:
        return Reading("unknown")
    text = text.lower()
    for number in _may_be(text):
        form = _SOURCES[number][0]
        found = _pattern(number).fullmatch(text)
        if found is not None:
            return Reading(form) if form == "month" else _reading(form, found.groupdict(""))
    return Reading("unknown")


def _may_be(text: str) -> Sequence[int]:
    """Return the numbers of the forms that begin like `text`: to compile a pattern takes as long as to check posts."""
    if text[:1].isalpha():
        return _IN_WORDS
    return _BY_YEAR.get(text[4:5], _WITHOUT_SIGN) if text[:4].isdecimal() else _BY_DAY


@cache
def _pattern(number: int) -> re.Pattern[str]:
    """Return the pattern of a source, compiled when it is first needed; it is for small letters."""
    return re.compile(_SOURCES[number][1])


def _reading(form: Form, parts: dict[str, str]) -> Reading:
    """Return what the `parts` of a date say; those that are not there are empty."""
    part = parts.get
    if form == "rfc2822" and not parts["weekday"] and not parts["zone"]:
        form = "long"
    month, day = _month(parts["month"]), int(parts["day"])
    if form == "year-last" and month != day:
        if month > 12:
            month, day = day, month
        elif day <= 12:
            return Reading(form, flaw="ambiguous")
    written = part("hour")
    hour = int(written) if written else 0
    on_clock = _hour(hour, part("half", ""), part("part", "")) if part("half") or part("part") else hour
    try:
        moment = datetime(
            int(parts["year"]), month, day, on_clock or 0, int(part("minute") or 0), int(part("second") or 0)
        )
    except ValueError:
        return Reading(form, flaw="impossible")
    if on_clock is None:
        return Reading(form, flaw="hour")
    if _is_other_day(moment, parts):
        return Reading(form, flaw="weekday")
    if not written:
        return Reading(form, moment.date().isoformat())
    zone = _zone(part("zone") or part("named") or "")
    if zone is None:
        return Reading(form, flaw="zone")
    fraction = part("fraction", "").replace(",", ".")
    return Reading(form, f"{moment.isoformat('T' if zone else ' ')}{fraction}{zone}")


def _month(written: str) -> int:
    return int(written) if written.isdecimal() else _MONTHS.index(written[:3]) + 1


def _hour(hour: int, half: str, part: str) -> int | None:
    """Return the hour of the day; None where nobody can say which one is meant."""
    if half:
        return hour % 12 + 12 * (half == "p") if 1 <= hour <= 12 else None
    if part in ("下午", "午後"):
        return hour + 12 if hour < 12 else hour
    if part == "晚上":  # twelve at night is the end of this day or of the one before
        return hour + 12 if 5 <= hour < 12 else hour if hour > 12 else None
    if part:
        return hour if hour < 12 else None
    return hour


def _is_other_day(moment: datetime, parts: dict[str, str]) -> bool:
    """Tell whether a weekday is named that is not the one of `moment`."""
    if weekday := parts.get("weekday"):
        return _DAYS.index(weekday) != moment.weekday()
    sign = parts.get("xingqi")
    return bool(sign) and _XINGQI.get(sign or "") != moment.weekday()


def _zone(written: str) -> str | None:
    """Return a zone as ISO 8601 writes it, ``Z`` or ``+08:00``; empty for none, None for a name of several zones."""
    zone = written.upper()
    if zone in _ZONES:
        hours = _ZONES[zone]
        return f"{hours:+03d}:00" if hours else "Z"
    if not zone:
        return ""
    if zone[:3] in ("GMT", "UTC"):
        zone = zone[3:]
    sign, digits = zone[:1], zone[1:].replace(":", "")
    if sign not in ("+", "-") or not digits.isdecimal():
        return None
    hours, minutes = (int(digits), 0) if len(digits) < 3 else (int(digits[:-2]), int(digits[-2:]))
    if hours > 14 or minutes > 59:
        return None
    return f"{sign}{hours:02d}:{minutes:02d}" if hours or minutes else "Z"
