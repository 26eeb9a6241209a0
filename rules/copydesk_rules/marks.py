"""Where the marks that vendors leave in running text stand (the `texts` of their files)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from copydesk import TYPE_CHECKING, NamedTuple, Span, has_pair, regex
from copydesk_rules.messages import lines_beside

if TYPE_CHECKING:
    from copydesk_rules.entries import Entry, Pattern

_LONGEST = 300
"""So many characters an asterisk stands for at most; marks are short."""

_LONGEST_PARAGRAPH = 3000
"""So many characters a paragraph has that is a mark as a whole."""

_NEAR = 80
"""So many characters before a mark are looked at."""

_TAGGED = 1000
"""So many there may be where tags may stand before it."""

_WORD = regex(r"[A-Za-z]++")
_HELD = {"digits": regex(r"[\d,;: \t-]*+"), "word": regex(r"[A-Za-z0-9_\ue200-\ue202]*+")}
_BEFORE = regex(r"(?:[ \t\xa0\u3000>]|&nbsp;|<[^<>\n]*+>|[-*+][ \t])*")
_AFTER = regex(r"[ \t\xa0\u3000]|&nbsp;|<|\Z")
_CODE = regex(r"(?:[ \t>]*+\r?\n)?[ \t>]*+(?:```|~~~|<pre\b)")

_NAMES = (
    "arduino bash c cmake console cpp csharp css csv dart diff docker dockerfile elixir go graphql groovy haskell html "
    "http ini java javascript js json jsx julia kotlin latex less lua makefile markdown mathematica matlab md nginx "
    "objectivec perl php plaintext powershell protobuf py python r rb rs ruby rust scala scheme scss sh shell sql "
    "swift text toml ts tsx txt typescript vbnet vue xml yaml yml"
)
LANGUAGES = frozenset(_NAMES.split())
"""Names that assistants write above a block of code; they often guess them."""


class Mark(NamedTuple):
    """One mark: where it stands, and what stands for each asterisk of its pattern."""

    span: Span
    held: tuple[str, ...]


class Marks:
    """The marks of which some `entries` speak.

    Each is first asked for by its rare characters, then by its rarest word: to find out that a text has no ``†`` takes
    Python a fortieth of the time that it takes to look for a word, and several marks have the same one.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = [*entries]
        self._groups: dict[tuple[frozenset[str], str], list[tuple[str, int, int]]] = {}
        for number, entry in enumerate(self._entries):
            for at, pieces in enumerate(entry.text):
                alike = self._groups.setdefault((_rare(pieces), _bracketed(pieces)), [])
                alike.append((_rare_word(pieces), number, at))
        self._rare = frozenset().union(*(rare for rare, _ in self._groups))

    def find(self, text: str, start: int) -> Iterator[tuple[Mark, Entry]]:
        """Yield the marks in `text` from `start` on: entry by entry, pattern by pattern, each in order."""
        missing = frozenset([character for character in self._rare if character not in text])
        brackets = {"", *(part[:_BEHIND] for part in text.split("[")[1:])}
        words: dict[str, bool] = {}
        there: dict[int, list[int]] = {}  # the numbers of patterns by those of their entries
        for (rare, bracketed), patterns in self._groups.items():
            if bracketed in brackets and rare.isdisjoint(missing):
                for word, number, at in patterns:
                    if word not in words:
                        words[word] = (
                            has_pair(text, word, 0) if word[:1].isupper() and len(word) <= _LONG else word in text
                        )
                    if words[word]:
                        entry = self._entries[number]
                        if entry.where in _RUN_TOGETHER or _has_all(text, entry.text[at]):
                            there.setdefault(number, []).append(at)
        for number, places in sorted(there.items()):
            entry = self._entries[number]
            for mark in _marks(text, entry, [entry.text[at] for at in sorted(places)], start):
                yield mark, entry


def _has_all(text: str, pieces: Pattern) -> bool:
    """Tell whether all `pieces` of more than a few characters stand in `text`."""
    for piece in pieces:  # noqa: SIM110  a generator shows
        if len(piece) > 3 and piece not in text:
            return False
    return True


_RUN_TOGETHER = ("paragraph", "button", "lines")
"""Where blanks and newlines of a pattern are not what they are in the text."""

_BEHIND = 3
_LONG = 15
"""A word of more characters is found in less time than a capital at its beginning."""


def _bracketed(pieces: Pattern) -> str:
    """Return what stands right behind the bracket with which a pattern begins; empty where that may be anything."""
    behind = pieces[0][1 : _BEHIND + 1]
    return behind if pieces[0][:1] == "[" and len("".join(behind.split())) == _BEHIND else ""


def _rare(pieces: Pattern) -> frozenset[str]:
    """Return the characters of a pattern that few texts have: all but blanks, and letters and figures of ASCII."""
    return frozenset(one for one in "".join(pieces) if not one.isspace() and not (one.isascii() and one.isalnum()))


def _rare_word(pieces: Pattern) -> str:
    """Return the word of a pattern that is found soonest: letters of ASCII with a capital, or the longest word."""
    longest = max(" ".join(pieces).split(), key=len, default="")
    words = sorted(_WORD.findall("*".join(pieces)), key=len, reverse=True)
    capital = next((word for word in words if word[0].isupper() and len(word) > 3), longest)
    return longest if len(longest) > _LONG else capital


def _marks(text: str, entry: Entry, there: Sequence[Pattern], start: int) -> Iterator[Mark]:
    """Yield what is written in `text` as `entry` says; of its patterns only those that are `there` can be."""
    look = {"paragraph": _paragraphs, "button": _buttons, "lines": _lines}.get(entry.where)
    if look is not None:
        together: dict[str, list[Pattern]] = {}
        for pieces in entry.text:
            together.setdefault(pieces[0].split(None, 1)[0], []).append(pieces)
        for first, patterns in together.items():
            yield from look(text, first, patterns, start)
        return
    for pieces in there:
        first = pieces[0]
        at = text.find(first, start)
        while at >= 0:
            found = _line(text, at, pieces) if entry.where == "line" else _read(text, at, entry.holds, pieces)
            if found is not None and (entry.where != "line-start" or _begins_line(text, found.span)):
                yield found
            at = text.find(first, found.span.end if found is not None else at + 1)


def _read(text: str, start: int, holds: str, pieces: Pattern) -> Mark | None:
    """Return the mark that begins at `start`, if one does: each asterisk stands for as little as it can."""
    at = start + len(pieces[0])
    held = []
    for piece in pieces[1:]:
        if holds in _HELD:
            run = _HELD[holds].match(text, at)
            end = run.end() if run is not None else at
            if end == at or not text.startswith(piece, end):
                return None
        else:
            end = text.find(piece, at, at + _LONGEST)
            if end < 0 or "\n" in (inside := text[at:end]) or pieces[0] in inside or pieces[-1] in inside:
                return None
        held.append(text[at:end])
        at = end + len(piece)
    while len(pieces[0]) == len(pieces) == 1 and text.startswith(pieces[0], at):
        at += 1  # several of a sign are one mark
    return Mark(Span(start, at), tuple(held))


def _line(text: str, start: int, pieces: Pattern) -> Mark | None:
    """Return the mark that is all of the line on which it begins at `start`, if it is one and a paragraph by itself."""
    from copydesk_rules.entries import matches

    first = _line_start(text, start)
    if first < 0 or text[first:start].strip(" \t>"):
        return None
    last = text.find("\n", start)
    last = len(text) if last < 0 else last
    if not matches(pieces, written := text[start:last].rstrip()):
        return None
    above, below = lines_beside(text, first, last)
    return None if above.strip(" \t\r\n>") or below.strip(" \t\r>") else Mark(Span(start, start + len(written)), ())


def _paragraphs(text: str, first: str, patterns: Sequence[Pattern], start: int) -> Iterator[Mark]:
    """Yield the paragraphs that begin with `first` and are, as a whole, what one of `patterns` says.

    A blank in a pattern is any run of blanks and newlines. Between the two halves of ``$$`` there are no paragraphs.
    """
    from copydesk_rules.entries import matches_any

    halves, counted = 0, start
    at = text.find(first, start)
    while at >= 0:
        end = _end_of_paragraph(text, at)
        if end:
            written = text[at:end].rstrip()
            if matches_any(patterns, " ".join(written.replace("\n>", "\n").split())):
                halves, counted = halves + text.count("$$", counted, at), at
                if not halves % 2:
                    yield Mark(Span(at, at + len(written)), ())
        at = text.find(first, max(at + 1, end))


def _end_of_paragraph(text: str, start: int) -> int:
    """Return where the paragraph ends that begins at `start`; 0 where none does, or one that is too long."""
    first = _line_start(text, start)
    if first < 0 or text[first:start].strip(" \t>") or _line_above(text, first):
        return 0
    at = end = start
    while at < len(text) and end - start < _LONGEST_PARAGRAPH:
        last = text.find("\n", at)
        last = len(text) if last < 0 else last
        if not text[at:last].strip(" \t\r>"):
            return end
        at, end = last + 1, last
    return end if end - start < _LONGEST_PARAGRAPH else 0


def _buttons(text: str, first: str, patterns: Sequence[Pattern], start: int) -> Iterator[Mark]:
    """Yield the buttons of code blocks that begin with the word `first` and are what one of `patterns` says."""
    at = text.find(first, start)
    while at >= 0:
        end = 0
        for (words,) in patterns:
            found = _button(text, at, words)
            if found is not None:
                yield found
                end = found.span.end
                break
        at = text.find(first, max(at + 1, end))


def _button(text: str, start: int, words: str) -> Mark | None:
    """Return the button of a code block that begins at `start`, if one does.

    It is alone on its lines, below the name of a language or above a block of code (with both, the name belongs to
    it); or on the line of that name, glued to it, and perhaps to the code. Words behind a newline stand below only.
    """
    below = words.startswith("\n")
    words = words[below:]
    end = start
    for number, word in enumerate(words.split("\n")):
        if number:
            end = text.find("\n", end, end + 2) + 1
            if not end:
                return None
        if not text.startswith(word, end):
            return None
        end += len(word)
    first = _line_start(text, start)
    before = text[first:start].strip(" \t>") if first >= 0 else "-"
    if before:
        if below:
            return None
        name = start - len(before)
        return Mark(Span(name, end), ()) if before in LANGUAGES and text[name:start] == before else None
    last = text.find("\n", end)
    if text[end : last if last >= 0 else len(text)].strip():
        return None
    above = _line_above(text, first)
    named = above.strip("*`:").lower() in LANGUAGES
    if last >= 0 and (named or not below) and _CODE.match(text, last + 1):
        return Mark(Span(text.rfind(above, 0, first) if named else start, end), ())
    return Mark(Span(start, end), ()) if named else None


def _lines(text: str, first: str, patterns: Sequence[Pattern], start: int) -> Iterator[Mark]:
    """Yield the lines that begin with `first` and are what one of `patterns` says, each line of it a line."""
    from copydesk_rules.entries import matches, pattern

    wanted = [[pattern(line) for line in "*".join(pieces).split("\n")] for pieces in patterns]
    wanted.sort(key=len, reverse=True)
    at = text.find(first, start)
    while at >= 0:
        end = at
        line = _line_start(text, at)
        if line >= 0 and not text[line:at].strip(" \t>"):
            longest = len(wanted[0])
            below = text[at : at + longest * _LONGEST].split("\n", longest)[:longest]
            written = [below[0].rstrip(), *(one.strip(" \t\r>") for one in below[1:])]
            for lines in wanted:
                if len(lines) <= len(written) and all(map(matches, lines, written)):
                    end += len("\n".join(below[: len(lines)]).rstrip())
                    yield Mark(Span(at, end), ())
                    break
        at = text.find(first, max(at + 1, end))


def _line_start(text: str, offset: int, far: int = _NEAR) -> int:
    """Return where the line of `offset` begins, or -1 where that is `far` away."""
    near = max(offset - far, 0)
    first = text.rfind("\n", near, offset) + 1
    return first if first or not near else -1


def _line_above(text: str, first: int) -> str:
    """Return the line above the one that begins at `first`, or the end of it, without blanks and marks of quotes."""
    return text[max(text.rfind("\n", 0, max(first - 1, 0)) + 1, first - _NEAR) : first].strip(" \t\r\n>")


def _begins_line(text: str, span: Span) -> bool:
    """Tell whether nothing but blanks, tags and the marks of a list stand before `span`, and a blank behind it."""
    first = _line_start(text, span.start, _TAGGED)
    before = _BEFORE.match(text, first, span.start) if first >= 0 else None
    return before is not None and before.end() == span.start and _AFTER.match(text, span.end) is not None
