"""What the front matter of a site's posts has in common: the field model that its writers follow without saying so.

Values are looked at, not names, and only what nearly all posts agree on is learnt. What a few do otherwise is then
worth a finding; what many do otherwise is no rule of the site.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from copydesk.fields.kinds import KINDS, is_empty, is_template
from copydesk.site import is_picture
from copydesk.typed import NamedTuple

MOST = 0.95
"""The share of posts that must agree."""

ENOUGH = 5
"""Fewer posts than that teach nothing."""

MANY = 20
"""From so many posts on a few may disagree, and a small number of values may be all there are."""

FEW_VALUES = 8
"""A set of values with more members is not closed."""

USES = 10
"""Each value of a closed set is used so many times on average."""

TWICE = 2
"""A value that is used less often may be the first of many."""

LONGEST = 40
"""Longer values are prose, in characters."""


class Learned(NamedTuple):
    """What was learnt of the field `name`.

    `present` of the `total` posts have it. `types` are the names of its types (none: the values have too little in
    common), which the values of `fit` posts have. `values` are all the values there are, where these are few;
    `slips` are values left out of them, each with what it was taken for a misspelling of.
    """

    name: str
    present: int
    total: int
    required: bool
    types: tuple[str, ...] = ()
    fit: int = 0
    values: tuple[str, ...] = ()
    slips: Mapping[str, str] = {}


def learn(
    posts: Sequence[Mapping[str, object]],
    dates: Collection[str] = (),
    pages: Sequence[Mapping[str, object]] = (),
) -> list[Learned]:
    """Return what the front matter of `posts` teaches, the field that most of them have first.

    `pages` are of another kind: they need not have what posts have, but what they have is in order, too.

    A post without front matter is an empty map: it counts against what is required. Of the fields
    called `dates` the type is learnt where all of them are days, or days with times: other forms have their own rule.
    """
    total = len(posts)
    if total < ENOUGH:
        return []
    seen: dict[str, list[object]] = {}
    for post in posts:
        for name, value in post.items():
            if _says(value):
                seen.setdefault(name, []).append(value)
    fields = [
        _field(name, values, [page[name] for page in pages if _says(page.get(name))], total, name in dates)
        for name, values in seen.items()
        if len(values) >= ENOUGH
    ]
    return sorted(fields, key=lambda field: (-field.present, field.name))


def _says(value: object) -> bool:
    return not is_empty(value) and not is_template(value)


def _field(name: str, values: list[object], others: list[object], total: int, date: bool) -> Learned:
    """Return what the `values` of posts teach of the field `name`; `others` are those of pages."""
    count = len(values)
    types = _types(values, others)
    fit = sum(1 for value in values if _fits(types, value)) if types else 0
    if date and (fit < count or not {"date", "date-time"}.issuperset(types)):
        types, fit = (), 0
    closed: tuple[str, ...] = ()
    slips: dict[str, str] = {}
    if types == ("string",):
        closed, slips = _closed(*([value for value in some if isinstance(value, str)] for some in (values, others)))
    required = _nearly_all(count, total) and types != ("map",)  # of settings, each is for those who need it
    return Learned(name, count, total, required, types, fit, closed, slips)


def _nearly_all(count: int, total: int) -> bool:
    return count == total or (total >= MANY and count >= MOST * total)


def _types(values: list[object], others: list[object]) -> tuple[str, ...]:
    """Return the types that nearly all of `values` have, or none, and those of all `others`."""
    kinds = Counter(map(_kind, values))
    total = len(values)
    if 0 < kinds["map"] < total:
        return ()  # the long form of something that has a short one
    if kinds["text"] and kinds["string"]:  # any text may grow a second line
        kinds["text"] += kinds.pop("string")
    # A day and a day with its time are told apart by nobody who writes both.
    if kinds["date"] and kinds["date-time"]:
        several = {"date", "date-time"}
    else:
        several = {max(kinds, key=lambda kind: kinds[kind])}
    for kind, count in kinds.items():
        if count > (1 - MOST) * total:
            several.add(kind)
    if several and not all(_fits(several, value) for value in others):
        several.update(map(_kind, others))
    if not _nearly_all(sum(kinds[kind] for kind in several), total):
        return ()
    if "number" in several:
        several.discard("integer")
    if "text" in several:
        several.discard("string")
    if "list" in several:
        several.discard("list of string")
    if several == {"string"}:
        return (_text([value for value in values + others if isinstance(value, str)]),)
    return tuple(sorted(several, key=_ORDER.index))


_ORDER = ("boolean", "integer", "number", "date", "date-time", "string", "text", "list of string", "list", "map")


def _kind(value: object) -> str:
    """Return the name of the type of one value."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, datetime):
        return "date-time"
    if isinstance(value, date):
        return "date"
    if isinstance(value, str):
        for name in ("date", "date-time", "string"):
            if KINDS[name].fits(value):
                return name
        return "text"
    if isinstance(value, list):
        return "list of string" if all(map(KINDS["string"].fits, value)) else "list"
    return "map"


def _text(values: list[str]) -> str:
    """Return the name of what all of `values`, texts of one line, are beyond that."""
    pictures = sum(1 for value in values if is_picture(value.partition("?")[0]))
    if _nearly_all(pictures, len(values)) and all(map(KINDS["image"].fits, values)):
        return "image"
    addresses = sum(1 for value in values if value[:8].lower().startswith(("https://", "http://")))
    if _nearly_all(addresses, len(values)) and all(map(KINDS["url"].fits, values)):
        return "url"
    return "string"


def _fits(types: Iterable[str], value: object) -> bool:
    for name in types:
        if name in KINDS:
            if KINDS[name].fits(value):
                return True
        elif isinstance(value, list) and (name == "list" or all(map(KINDS["string"].fits, value))):
            return True
    return False


def _closed(values: list[str], others: list[str]) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return all the values there are, where these are few, and the misspelt ones among them.

    The values of `others` belong to them, however rare they are.
    """
    uses = Counter(values)
    if len(values) < MANY or not 2 <= len(uses) <= FEW_VALUES or len(values) < USES * len(uses):
        return (), {}
    slips: dict[str, str] = {}
    for value, count in uses.items():
        for other, more in uses.items():
            if count * USES <= more and len(other) > 3 and is_slip(value, other):
                slips[value] = other
    kept = [value for value, _ in uses.most_common() if value not in slips]
    if any(uses[value] < TWICE or len(value) > LONGEST for value in kept):
        return (), {}
    kept += sorted(set(others).difference(kept))
    return (tuple(kept), slips) if len(kept) <= FEW_VALUES else ((), {})


def is_slip(one: str, other: str) -> bool:
    """Tell whether two words differ in letter case, blanks, or a single letter: changed, added, left out, swapped."""
    if one.strip().lower() == other.strip().lower():
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or left[1::-1] + left[2:] == right
