"""Edits and fixes as plain data that knows no rule, and the one way to apply them.

An edit names a span of the text and what stands there afterwards. A fix is a group of edits that is applied whole
or not at all, with what the reader will get differently declared.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from enum import StrEnum

from copydesk.text import Span
from copydesk.typed import Literal, NamedTuple, TypeVar


class Safety(StrEnum):
    """Whether a fix keeps every word, link, image and code sample of the author's (safe) or not (unsafe)."""

    SAFE = "safe"
    UNSAFE = "unsafe"


class Edit(NamedTuple):
    """Replace the characters of `span` by `text`; an empty span inserts, an empty text deletes."""

    span: Span
    text: str = ""


ChangeKind = Literal["text", "link", "image", "code", "markup", "field"]


class Change(NamedTuple):
    """One thing the reader gets differently: `before` becomes `after`; an empty string stands for nothing there.

    `kind` says what is compared: visible `text`, the target of a `link`, the source of an `image`, a `code` sample
    (text shown as code, which may become markup), `markup` that readers see only by its effect (a style sheet, a
    frame, a script, an anchor: its element, its address or its id), or the value of a front matter `field` (`before`
    and `after` are then ``key`` names).
    """

    kind: ChangeKind
    before: str
    after: str = ""


class Fix(NamedTuple):
    """What to do about a finding: a title in the imperative, the edits, how safe they are, what they change."""

    title: str
    edits: tuple[Edit, ...]
    safety: Safety = Safety.SAFE
    declares: tuple[Change, ...] = ()


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with `edits` made; every character outside their spans stays.

    Identical edits count once. Raises `ValueError` where two different edits overlap or insert at the same place, or
    where a span leaves the text.
    """
    parts: list[str] = []
    at = 0
    previous: Span | None = None
    for span, new in sorted(set(edits)):
        if span.start < at or span.end > len(text) or span.end < span.start or span == previous:
            raise ValueError(f"edit at {span.start}-{span.end} overlaps another or leaves the text")
        parts.append(text[at : span.start])
        parts.append(new)
        at = span.end
        previous = span
    parts.append(text[at:])
    return "".join(parts)


def sound(fix: Fix, length: int) -> bool:
    """Tell whether the edits of `fix` can be made in a text of `length` characters: there are some, none overlap."""
    at = 0
    for (start, end), _ in fix.edits:
        if start < at or end <= start:
            break
        at = end
    else:
        return 0 < at <= length  # in order and apart, none empty, as nearly all are
    at = 0
    previous: Span | None = None
    for span, _ in sorted(set(fix.edits)):
        if span.start < at or span.end < span.start or span == previous:
            return False
        at = span.end
        previous = span
    return previous is not None and at <= length


DOUBTFUL_ENDS = frozenset(">) \t\r\n")
"""How the text ends without which Markdown may read its neighbours otherwise (see `footing`)."""

_NOTHING = ("", " ")
"""What is put in the place of a removal."""


def plain(fix: Fix, text: str) -> bool:
    """Tell whether all is well with `fix` at first sight, as with most: it inserts, replaces, or removes an attribute.

    Such a fix is sound, and Markdown reads the neighbours as before.
    """
    _, edits, _, declares = fix
    said = False
    for kind, _, _ in declares:
        if kind == "code":
            return False
        said = said or kind == "text"
    harmless = False
    at, length = 0, len(text)
    previous: Span | None = None
    for span, new in edits:
        start, end = span
        if start < at or end < start or end > length or (start == end and span == previous):
            return False
        harmless = harmless or new not in _NOTHING or start == end or not (said or text[end - 1] in DOUBTFUL_ENDS)
        at, previous = end, span
    return harmless


Owner = TypeVar("Owner")


def choose(fixes: Sequence[tuple[Owner, Fix]]) -> list[tuple[Owner, Fix]]:
    """Return the fixes that can be made together in one pass, in document order.

    A fix whose edits overlap those of an earlier one waits for the next pass. Edits that merely touch go together
    only if both have the same owner (the rule that made them); identical edits merge. Every fix must be `sound`.

    Where code is to become markup, fixes that say so go first and all others wait: what they did could not be told
    from what the markup does.
    """
    first = [pair for pair in fixes if any(change.kind == "code" for change in pair[1].declares)]
    fixes = first or fixes
    chosen: list[tuple[Owner, Fix]] = []
    taken: dict[Edit, Owner] = {}
    spans: list[tuple[int, int, Owner]] = []  # sorted by start, never overlapping
    for owner, fix in sorted(fixes, key=lambda pair: min(edit.span for edit in pair[1].edits)):
        new = [edit for edit in fix.edits if edit not in taken]
        if all(_fits(edit.span, owner, spans) for edit in new):
            chosen.append((owner, fix))
            for edit in new:
                taken[edit] = owner
                _insert(spans, edit.span, owner)
    return chosen


def in_turn(text: str, fixes: Sequence[tuple[Owner, Fix]]) -> Sequence[tuple[Owner, Fix]]:
    """Return `fixes` without every second one of those that take away line after line of `text` between empty lines.

    Which empty line is to go with a line, or to stay in its place, shows in its neighbours (`Document.strike`), so they
    cannot go at the same time: the others wait for the next pass.
    """
    edits = [(*edit, number) for number, (_, fix) in enumerate(fixes) for edit in fix.edits]
    if len(edits) < 2:
        return fixes
    late: set[int] = set()
    run: list[tuple[Span, int]] = []
    for span, new, number in sorted(edits):
        if new or not _is_line(text, span):
            continue
        if run and (span.start - run[-1][0].end > 2 or text[run[-1][0].end : span.start].strip("\r\n")):
            late.update(_late(text, run))
            run = []
        run.append((span, number))
    late.update(_late(text, run))
    early = [pair for number, pair in enumerate(fixes) if number not in late]
    return early or fixes


def _is_line(text: str, span: Span) -> bool:
    """Tell whether `span` is all of a line or of several, with the last line's newline or without."""
    start, end = span
    return (not start or text[start - 1] == "\n") and (text[end - 1] == "\n" or text[end : end + 1] in ("\n", "\r", ""))


def _late(text: str, run: Sequence[tuple[Span, int]]) -> list[int]:
    """Return the numbers of those that wait, of a `run` of lines."""
    fixes = list(dict.fromkeys(number for _, number in run))
    if len(fixes) < 2:
        return []
    start, end = run[0][0].start, run[-1][0].end
    above = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : start]
    newline = text.find("\n", end)
    below = text[end : newline if newline >= 0 else len(text)]
    stays = any(text[span.end - 1] != "\n" for span, _ in run)
    return fixes[1::2] if stays or not (above.strip() or below.strip()) else []


def _fits(span: Span, owner: Owner, spans: list[tuple[int, int, Owner]]) -> bool:
    """Tell whether `span` keeps its distance from its neighbours in `spans`."""
    at = _index(spans, span)
    if at and (spans[at - 1][1] > span.start or (spans[at - 1][1] == span.start and spans[at - 1][2] != owner)):
        return False
    while at < len(spans) and spans[at][0] <= span.end:
        start, end, other = spans[at]
        if start < span.end and span.start < end:
            return False
        if start == span.start and end == span.end:  # two insertions at one place
            return False
        if other != owner:
            return False
        at += 1
    return True


def _insert(spans: list[tuple[int, int, Owner]], span: Span, owner: Owner) -> None:
    spans.insert(_index(spans, span), (span.start, span.end, owner))


def _index(spans: list[tuple[int, int, Owner]], span: Span) -> int:
    """Return where the first of `spans` is that does not come before `span`."""
    return bisect_left(spans, (span.start, span.end), key=_place)


def _place(span: tuple[int, int, Owner]) -> tuple[int, int]:
    return span[0], span[1]
