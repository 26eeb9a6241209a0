"""The words that several reports share, and the text of posts made harmless for a terminal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from copydesk.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.report import Verb
    from copydesk.result import PlacedFinding, Summary

_EMOJI = "\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_JOINED = "\u0600-\u109f\u1700-\u18af\ua800-\uabff"  # scripts in which joiners are part of the spelling
_HARMFUL = (
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
    f"|(?<![{_EMOJI}{_JOINED}\ufe0f])[\u200c\u200d]"
    r"|(?<![0-9#*\x80-\ufdff\ufe10-\U000e00ff\U000e01f0-\U0010ffff])[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
"""Controls, line separators, lone surrogates, and what shows nothing or turns the text around.

Joiners and variation selectors are harmless where they belong: after an emoji, a Persian or an Indian letter, a
Chinese character.
"""
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0e31-\u0e4e"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_PILE = f"([{_MARKS}]{{3}})[{_MARKS}]++"
"""More marks on one letter than any language has: they would scribble over the lines above and below."""


@cache
def _harmful() -> re.Pattern[str]:
    """Return `_HARMFUL` compiled: that takes a tenth of a small run, and where nothing is found nobody asks for it."""
    return re.compile(_HARMFUL)


def is_harmful(text: str, at: int) -> bool:
    """Tell whether a terminal would obey the character at `at`, hide it, or turn the text around for it."""
    return _harmful().match(text, at) is not None


def escape(character: str, *, unicode: bool = True) -> str:
    """Return how a character that must not reach the terminal is shown.

    Controls become their pictures (``␛``) where `unicode` is true; bytes of a file name that is not UTF-8 become
    ``\\xE9``; everything else is named as ``<U+200B>``.
    """
    number = ord(character)
    if 0xDC80 <= number <= 0xDCFF:  # how Python carries a byte that it could not decode
        return f"\\x{number - 0xDC00:02X}"
    if unicode and number < 0x20:
        return chr(0x2400 + number)
    if unicode and number == 0x7F:
        return "␡"
    return f"<U+{number:04X}>"


def visible(text: str, encoding: str = "utf-8") -> str:
    """Return `text` on one line in which every harmful character is named and a TAB or newline is a blank.

    What `encoding` cannot say is named too.
    """
    if text.isascii() and text.isprintable():
        return text
    unicode = encoding.lower().startswith("utf")
    if not text.isprintable():
        text = _harmful().sub(lambda match: escape(match[0], unicode=unicode), re.sub(_BREAK, " ", text))
    text = re.sub(_PILE, r"\1", text)
    if not unicode:
        text = "".join(c if can_say(c, encoding) else escape(c, unicode=False) for c in text)
    return text


_BREAK = r"[\t\n]++[ \t\r\n]*+|\r\n[ \t\r\n]*+"


def can_say(character: str, encoding: str) -> bool:
    """Tell whether `encoding` has the character."""
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def plural(number: int, noun: str) -> str:
    """Return ``1 file`` or ``12,000 files``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def duration(seconds: float) -> str:
    """Return a time as people say it: ``40 ms``, ``1.3 s``, ``2 min 5 s``."""
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 60:
        return f"{seconds:.1f} s"
    return f"{int(seconds) // 60} min {int(seconds) % 60} s"


class Tally:
    """Counts that a report keeps itself while findings pass: findings and fixes by rule."""

    __slots__ = ("fixable", "names", "rules", "unsafe")

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.rules: Counter[str] = Counter()
        self.fixable: Counter[str] = Counter()
        self.unsafe: Counter[str] = Counter()

    def add(self, findings: Iterable[PlacedFinding]) -> None:
        """Count the findings of one file."""
        for finding in findings:
            code = finding.code
            self.rules[code] += 1
            self.names[code] = finding.name
            if finding.fix is not None:
                (self.fixable if finding.fix.safety == "safe" else self.unsafe)[code] += 1


def found(summary: Summary, files: int, verb: Verb) -> str:
    """Return the headline of a run: ``14 findings in 3 files`` and what was mended."""
    mended = ""
    if verb != "check" and summary.fixed:
        what = f"{plural(summary.fixed, 'finding')} in {plural(summary.changed, 'file')}"
        mended = f"{'mended' if verb == 'fix' else 'would mend'} {what}"
    if not summary.total:
        return f"{mended}, nothing left" if mended else ""
    where = f" in {plural(files, 'file')}" if files else ""
    if mended:
        return f"{mended}, {summary.total:,} left{where}"
    return f"{plural(summary.total, 'finding')}{where}"


def severities(summary: Summary) -> list[tuple[str, str]]:
    """Return the counts by severity, gravest first, as pairs of severity and words."""
    counts = ((key, summary.severities.get(key, 0)) for key in ("error", "warning", "info"))
    return [(key, f"{n:,} info" if key == "info" else plural(n, key)) for key, n in counts if n]


def checked(summary: Summary, verb: Verb) -> str:
    """Return how much was looked at: ``12 files checked in 40 ms, 3 skipped (layout: 2, draft: 1)``."""
    words = f"{plural(summary.files, 'file')} checked"
    if not summary.total and not summary.fixed and not summary.errors:
        words += ", nothing found" if verb == "check" else ", nothing to mend"
        if summary.files == 0:
            words = "no files checked"
    elif summary.seconds:
        words += f" in {duration(summary.seconds)}"
    if summary.skipped:
        reasons = sorted(summary.skipped.items(), key=lambda pair: (-pair[1], pair[0]))
        words += f", {sum(summary.skipped.values()):,} skipped ({', '.join(f'{why}: {n:,}' for why, n in reasons)})"
    if summary.known:
        words += f", {plural(summary.known, 'finding')} of the baseline left out"
    if summary.unchecked:
        counts: Counter[str] = Counter()
        for kind, number in summary.unchecked.items():
            counts[_UNCHECKED.get(kind, kind)] += number
        reasons = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        what = plural(counts.total(), "remote picture")
        words += f", nothing known of {what} ({', '.join(f'{why}: {n:,}' for why, n in reasons)})"
    return words


_UNCHECKED = {
    "refused": "would not say",
    "busy": "too busy",
    "failing": "server in trouble",
    "silent": "no answer in time",
    "slow": "no answer in time",
    "unreachable": "no connection",
    "private": "not public",
    "excluded": "excluded",
    "late": "time was up",
}
"""Why nothing is known of an address, by the kind of its verdict (see `copydesk.remote`)."""


def advice(summary: Summary, verb: Verb) -> str:
    """Return what mends how many of the findings, or an empty string where nothing does."""
    unsafe = f"{summary.unsafely_fixable:,}"
    if summary.fixable and verb != "fix":
        more = f", `--unsafe-fixes` {unsafe} more" if summary.unsafely_fixable else ""
        return f"`copydesk fix` mends {summary.fixable:,} of them{more}"
    return f"`copydesk fix --unsafe-fixes` mends {unsafe} of them" if summary.unsafely_fixable else ""


def ranges(numbers: Iterable[int]) -> list[str]:
    """Return ascending `numbers` with neighbours drawn together: ``7-9``, ``12``."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return [str(first) if first == last else f"{first}-{last}" for first, last in runs]
