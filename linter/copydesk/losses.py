"""What a reader gets differently of two versions of a post, and whether the fixes between them declared it.

Both versions come as the tokens of `rendered`. They are the same where they are equal once blanks are run together
and blocks without anything in them are left out. Where they are not, the declared changes are made in what was
before, kind by kind, and the two must be equal then:

- an address becomes the one it was declared to become; links and pictures declared to go are left out;
- words that are gone, or new, must be among the words of declared texts, each as often as it was declared;
- code that is gone must be in a declared sample, and what is new instead must be what that sample shows as markup;
- a frame, a script, an anchor, a mark must be declared by name or by value;
- the blocks of all that is left must be the same, but for those that hold nothing any more.

All of it takes linear time, but for the differences found word by word, which look a set number of words ahead.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from functools import cached_property

from copydesk.edits import Change
from copydesk.rendered import Rendered, Token, Tokens, address, fragment, opaque
from copydesk.text import regex
from copydesk.typed import TypeVar

_BLANK = " \t\n\r\f"
_INK = regex(r"[^ \t\n\r\f]++")
_WORD = regex(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]"
    r"|[^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]++|[^\w ]|_| "
)
"""A word: a run of letters and digits, one character of a script without blanks, or one other sign; or a blank."""

_SHOWN_EMPTY = frozenset(("li", "td", "th", "summary"))
"""Places that readers see without anything in them: a bullet, a cell."""

_STRUCTURE = frozenset(("open", "close", "break", "br", "hr", "/link", "blank"))
_SPACE: Token = ("blank",)

Key = TypeVar("Key")
Item = TypeVar("Item")
Hunk = tuple[Sequence[int], Sequence[int]]
"""Places in what was before that are lost, and in what is now that are gained."""


def undeclared(before: Rendered, after: Rendered, changes: Sequence[Change]) -> str | None:
    """Return what readers get differently that is not among `changes`, in a few words; None if there is nothing."""
    if before.page == after.page:
        return None
    tree = before.affordable and after.affordable
    if _settled(before, tree) == _settled(after, tree):
        return None
    declared = _Declared(changes)
    old, new = declared.made(before.tokens(tree), after.tokens(tree))
    was, now = settle(old), settle(new)
    if was == now:
        return None
    if declared.torn and tree:
        declared.found_again(before)
    was, now = list(_words(was, bool(declared.code))), list(_words(now, bool(declared.code)))
    problem = _accounted(declared.again(), was, now, list(_differences(was, now)))
    # Where words or lines are alike, some may have been taken for others.
    for others in (_from_the_end, _word_by_word) if problem is not None else ():
        if _accounted(declared.again(), was, now, list(others(was, now))) is None:
            return None
    return problem


def _settled(page: Rendered, tree: bool) -> Tokens:
    known = page.settled.get(tree)
    if known is None:
        known = page.settled[tree] = settle(page.tokens(tree))
    return known


def _accounted(declared: _Declared, was: Tokens, now: Tokens, hunks: Sequence[Hunk]) -> str | None:
    problem = declared.accounted(was, now, hunks)
    if problem is not None or declared.torn:
        return problem
    lost, gained = ({place for hunk in hunks for place in hunk[side]} for side in (0, 1))
    ruled = any("<hr" in code.lower() for code in declared.code)
    return _structure(list(_without(was, lost)), list(_without(now, gained, ruled)), blanks=not hunks)


def settle(tokens: Iterable[Token], shown_empty: frozenset[str] = _SHOWN_EMPTY) -> Tokens:
    """Return `tokens` in the one form that all have that look the same.

    Blanks are run together and dropped where a line begins or ends, text becomes one token up to the next of another
    kind, blocks and links without anything in them go, but for those of `shown_empty`.
    """
    out: Tokens = []
    run: list[str] = []
    blank = False  # whether a blank is due before what follows
    fresh = True  # whether a line begins here
    line = False  # whether anything stands on the lines since the last block began or ended
    due = False  # whether what follows stands on a new line

    def flush() -> None:
        if run:
            out.append(("text", "".join(run)))
            run.clear()

    for token in tokens:
        kind = token[0]
        if kind == "text" or kind == "word":
            text = token[1]
            words = _INK.findall(text)
            blank = blank or text[0] in _BLANK
            if words:
                if due:
                    out.append(("break",))
                    due = False
                if blank and not fresh:
                    run.append(" ")
                run.append(" ".join(words))
                fresh, line = False, True
                blank = text[-1] in _BLANK
        elif kind == "blank":
            blank = True
        elif kind in ("image", "code", "embed"):
            if due:
                out.append(("break",))
                due = False
            if blank and not fresh:
                run.append(" ")
            flush()
            blank = fresh = False
            line = True
            if kind == "code" and out and out[-1][0] == "code":
                token = ("code", out.pop()[1] + token[1])
            out.append(token)
        elif kind == "anchor" and run and not blank:
            # Nobody sees it: a word that it divides is one word, and the anchor stands before it.
            text = "".join(run)
            cut = text.rfind(" ") + 1
            if cut:
                out.append(("text", text[:cut]))
            out.append(token)
            run[:] = [text[cut:]]
        elif kind == "link" or kind == "anchor" or kind == "mark":
            flush()
            out.append(token)
        elif kind == "/link":
            flush()
            if out and out[-1][0] == "link":
                out.pop()
            else:
                out.append(token)
        elif kind == "br":
            flush()
            if due:
                out.append(("break",))
                due = False
            out.append(token)
            blank, fresh, line = False, True, True
        else:
            flush()
            if out and out[-1][0] == "br":
                out.pop()
            blank, fresh = False, True
            if kind == "close" and out and _opens(out[-1], token[1]) and token[1] not in shown_empty:
                out.pop()
                line = bool(out) and out[-1][0] not in ("open", "close", "hr")
                kind = "break"
            if kind == "break":
                due = line
            else:
                line = due = False
                out.append(token)
    flush()
    if out and out[-1][0] == "br":
        out.pop()
    return out


def _opens(token: Token, name: str) -> bool:
    return token[0] == "open" and token[1].partition(" ")[0] == name


def _words(tokens: Iterable[Token], code: bool) -> Iterator[Token]:
    """Yield `tokens` with text word by word, and `code` too."""
    for token in tokens:
        if token[0] == "text":
            for word in _WORD.findall(token[1]):
                yield _SPACE if word == " " else ("word", word)
        elif code and token[0] == "code":
            for word in _bare(token[1]):
                yield "code", word
        else:
            yield token


def _bare(text: str) -> list[str]:
    """Return the words of `text` without blanks; those that do not run together count as words."""
    return [word for word in _WORD.findall(text) if word not in _BLANK]


class _Declared:
    """What fixes declared to change, by kind, and what of it has been seen."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self.code = [change.before for change in changes if change.kind == "code"]
        self._pairs: dict[str, set[tuple[str, str]]] = {"link": set(), "image": set()}
        self._texts: dict[str, str] = {}
        self._spellings: dict[str, str] = {}
        self._lost: Counter[str] = Counter()
        self._gained: Counter[str] = Counter()
        self._markup: set[str] = set()
        for change in changes:
            before, after = (opaque(text) if "{" in text or "<%" in text else text for text in change[1:])
            if change.kind == "link" or change.kind == "image":
                self._pairs[change.kind].add((address(before), address(after)))
                self._markup.update((address(before), address(after)))
            elif change.kind == "text":
                if after.strip(_BLANK) and before.strip(_BLANK):
                    self._texts[before.strip(_BLANK)] = after.strip(_BLANK)
                if before:
                    self._spellings[before] = after
                self._lost.update(_bare(before))
                self._gained.update(_bare(after))
            elif change.kind == "markup":
                self._markup.update((before, after, address(before), address(after)))
        self._new: Counter[Token] = Counter()
        self._code_words: Counter[str] = Counter()
        for change in changes:
            if change.kind == "code":
                self._new.update(("code", word) for word in _bare(opaque(change.after)))
        for code in self.code:
            self._code_words.update(_bare(opaque(code)))
            shown = [Counter(self._content(fragment(_dedent(code), markdown))) for markdown in (False, True)]
            self._new.update(shown[0] | shown[1])  # what is a link or a list to Markdown may be one now

    @staticmethod
    def _content(tokens: Tokens) -> Iterator[Token]:
        return (token for token in _words(settle(tokens), True) if token[0] not in _STRUCTURE)

    def again(self) -> _Declared:
        """Return a copy, of which nothing has been seen."""
        other = copy(self)
        other._lost, other._gained = self._lost.copy(), self._gained.copy()
        other._new, other._code_words = self._new.copy(), self._code_words.copy()
        return other

    # Addresses, and texts that show them

    def made(self, old: Tokens, new: Tokens) -> tuple[Tokens, Tokens]:
        """Return both sequences with the declared changes of addresses, and of texts as a whole, made."""
        for kind, pairs in self._pairs.items():
            if not pairs:
                continue
            gone = {before for before, after in pairs if before and not after}
            if not any(token[0] == kind and not token[1] for token in old):  # what comes is not one that had no address
                gone |= {after for before, after in pairs if after and not before}
            if gone:
                old, new = _left_out(old, kind, gone), _left_out(new, kind, gone)
            places = [[at for at, token in enumerate(side) if token[0] == kind] for side in (old, new)]
            old = list(old)
            if len(places[0]) == len(places[1]):
                for x, y in zip(*places, strict=True):
                    if (old[x][1], new[y][1]) in pairs:
                        old[x] = (kind, new[y][1], *old[x][2:])
            else:
                old, new = self._renamed(old, new, kind, pairs)
        if self._texts:
            old, new = list(self._retold(old)), list(self._retold(new))
        return old, new

    def _renamed(self, old: Tokens, new: Tokens, kind: str, pairs: set[tuple[str, str]]) -> tuple[Tokens, Tokens]:
        """Return both with addresses renamed wherever they stand; what may not have come is left as it is."""
        names = {before: after for before, after in pairs if after}
        counts = [Counter(token[1] for token in side if token[0] == kind) for side in (old, new)]
        more = counts[1] - counts[0]
        names = {before: after for before, after in names.items() if before not in more}
        for token, count in list(self._new.items()):
            if token[0] == kind and token[1] in names:
                self._new[(kind, names[token[1]], *token[2:])] += count
        for side in (old, new):
            for at, token in enumerate(side):
                if token[0] == kind and token[1] in names:
                    side[at] = (kind, names[token[1]], *token[2:])
        return old, new

    def _retold(self, tokens: Tokens) -> Iterator[Token]:
        texts = self._texts
        for token in tokens:
            if token[0] == "text" and (known := texts.get(token[1].strip(_BLANK))) is not None:
                first, last = token[1][0], token[1][-1]
                yield "text", f"{first if first in _BLANK else ''}{known}{last if last in _BLANK else ''}"
            else:
                yield token

    # What differs then

    def accounted(self, was: Tokens, now: Tokens, hunks: Sequence[Hunk]) -> str | None:
        """Return what of the differences was not declared, None where all was."""
        if self.torn:  # what was in a line is in cells now, or the reverse, and perhaps elsewhere
            hunks = [hunk for hunk in hunks if _run_together(was, hunk[0]) != _run_together(now, hunk[1])]
            hunks = [_unmoved(was, now, hunks)]
        if len(hunks) > 1 and self._told(*_ends_off(was, now)):
            return None
        for lost, gained in hunks:
            if self._told(_between(was, lost), _between(now, gained)):
                continue
            for tokens, places, allowed in ((was, lost, self._may_go), (now, gained, self._may_come)):
                with_words = not all(tokens[place][1].isspace() for place in places)
                for index, place in enumerate(places):
                    if not (with_words and tokens[place][1].isspace()) and not allowed(tokens[place]):
                        return _say(tokens, places[index:], tokens is was)
        return None

    @cached_property
    def torn(self) -> bool:
        """Whether a declared sample opens what it does not close, or closes what it did not open.

        As markup it puts what is around it into other blocks, or out of them.
        """
        from copydesk.html import Html

        for code in self.code:
            html = Html(code, code)
            if html.stray_ends or any(one.end is None and not one.alone for one in html.elements):
                return True
        return False

    def found_again(self, page: Rendered) -> None:
        """Let come what is written in `page` and swallowed there: a table without its end hides what is in it."""
        written, shown = (Counter(self._content(page.tokens(tree))) for tree in (False, True))
        self._new += written - shown

    def _may_go(self, token: Token) -> bool:
        kind = token[0]
        if kind == "word":
            return _take(self._lost, token[1])
        if kind == "code":
            if self.code:
                return _take(self._code_words, token[1])
            words = _bare(token[1])
            return bool(words) and all(_take(self._lost, word) for word in words)
        if kind == "embed":
            return token[1] in self._markup or token[2] in self._markup
        return kind in ("anchor", "mark") and token[1] in self._markup

    def _may_come(self, token: Token) -> bool:
        kind = token[0]
        if kind == "word" and _take(self._gained, token[1]):
            return True
        if kind == "embed" and (token[1] in self._markup or token[2] in self._markup):
            return True
        if kind in ("mark", "anchor") and token[1] in self._markup:  # where the first of two ids goes, the other counts
            return True
        return _take(self._new, token)

    def _told(self, was: Tokens, now: Tokens) -> bool:
        """Tell whether declared changes inside of words make what was into what is now."""
        if not was or not now or not 0 < len(self._spellings) <= _SPELLINGS:
            return False
        before, after = ("".join(map(_exactly, side)) for side in (was, now))
        if _ends_off(before, after) in [_ends_off(old, new) for old, new in self._spellings.items()]:
            return True
        one = re.compile("|".join(map(re.escape, sorted(self._spellings, key=len, reverse=True))))
        return one.sub(lambda found: self._spellings[found.group()], before) == after


_SPELLINGS = 100
"""So many different changes of texts are looked for inside of words."""


Side = TypeVar("Side", str, Tokens)


def _ends_off(old: Side, new: Side) -> tuple[Side, Side]:
    """Return both without what they begin and end with alike."""
    first = 0
    shorter = min(len(old), len(new))
    while first < shorter and old[first] == new[first]:
        first += 1
    last = 0
    while last < shorter - first and old[-1 - last] == new[-1 - last]:
        last += 1
    return old[first : len(old) - last], new[first : len(new) - last]


def _run_together(tokens: Tokens, places: Sequence[int]) -> str:
    """Return what stands at `places` without a word's end."""
    return "".join(tokens[place][1] if tokens[place][0] == "word" else repr(tokens[place]) for place in places)


def _between(tokens: Tokens, places: Sequence[int]) -> Tokens:
    """Return `tokens` from the first to the last of `places`."""
    return tokens[places[0] : places[-1] + 1] if places else []


def _take(stock: Counter[Key], one: Key) -> bool:
    """Take `one` out of `stock`, and tell whether there was one."""
    if stock[one] > 0:
        stock[one] -= 1
        return True
    return False


def _left_out(tokens: Tokens, kind: str, gone: set[str]) -> Tokens:
    """Return `tokens` without the links or pictures that lead to `gone`."""
    kept: Tokens = []
    links: list[bool] = []  # of the open links, whether they go
    for token in tokens:
        out = token[0] == kind and token[1] in gone
        if kind == "link":
            if token[0] == "link":
                links.append(out)
            elif token[0] == "/link" and links:
                out = links.pop()
        if not out:
            kept.append(token)
    return kept


def _dedent(code: str) -> str:
    from textwrap import dedent

    return dedent(code)


def _unmoved(was: Tokens, now: Tokens, hunks: Sequence[Hunk]) -> Hunk:
    """Return all of `hunks` as one, less what is only in another place."""
    lost, gained = ([place for hunk in hunks for place in hunk[side]] for side in (0, 1))
    old, new = Counter(was[place] for place in lost), Counter(now[place] for place in gained)
    common = old & new
    left = Counter(common)
    lost = [place for place in lost if not _take(left, was[place])]
    left = Counter(common)
    gained = [place for place in gained if not _take(left, now[place])]
    return lost, gained


def _without(tokens: Tokens, places: set[int], ruled: bool = False) -> Iterator[Token]:
    """Yield `tokens` without those at `places`, the ends of links among them, and line breaks between two of them.

    With `ruled` rules that follow one of them are left out, too.
    """
    waiting: Tokens = []
    links: list[bool] = []  # of the open links, whether they go
    after_lost = False
    for at, token in enumerate(tokens):
        if token[0] == "link":
            links.append(at in places)
        elif token[0] == "/link" and links and links.pop():
            continue
        if at in places:
            if after_lost:
                waiting = [one for one in waiting if one[0] not in ("br", "hr")]
            yield from waiting
            waiting.clear()
            after_lost = True
        elif token[0] in _STRUCTURE:
            if not (ruled and after_lost and token[0] == "hr"):
                waiting.append(token)
        else:
            yield from waiting
            waiting.clear()
            after_lost = False
            yield token
    yield from waiting


def _structure(was: Tokens, now: Tokens, *, blanks: bool) -> str | None:
    """Return what of the blocks differs; where words were lost, `blanks` and what is empty now make no difference."""
    problem: str | None = None
    if not blanks:
        was, now = ([token for token in side if token != _SPACE] for side in (was, now))
    for shown_empty in (_SHOWN_EMPTY,) if blanks else (_SHOWN_EMPTY, frozenset[str]()):
        sides = [settle(side, shown_empty) for side in (was, now)]
        if sides[0] == sides[1]:
            return None
        problem = problem or _first_difference(*sides)
    return problem


# Words about it


def _first_difference(was: Tokens, now: Tokens) -> str:
    at = 0
    while at < min(len(was), len(now)) and was[at] == now[at]:
        at += 1
    near = next((token[1] for token in was[at:] if token[0] in ("text", "code")), "")
    near = near or next((token[1] for token in reversed(was[:at]) if token[0] in ("text", "code")), "")
    there, here = (_named(side[at]) if at < len(side) else "the end" for side in (was, now))
    if there == here == "the text":
        return f"{_quote(was[at][1])} is shown as {_quote(now[at][1])}"
    return f"readers get {here} where {there} was, near {_quote(near)}"


_NAMES = {
    "text": "the text",
    "code": "code",
    "br": "a line break",
    "break": "a new line",
    "hr": "a rule",
    "/link": "the end of a link",
    "link": "a link",
    "image": "a picture",
    "embed": "an embedded element",
    "anchor": "an anchor",
    "mark": "a mark",
    "open": "the beginning of",
    "close": "the end of",
}


def _named(token: Token) -> str:
    name = _NAMES.get(token[0], token[0])
    return f"{name} <{token[1].strip()}>" if token[0] in ("open", "close") else name


def _say(tokens: Tokens, places: Sequence[int], gone: bool) -> str:
    """Return that something is gone or is new: what stands at the first of `places`, with the words that follow it."""
    token = tokens[places[0]]
    kind = token[0]
    what = f"{_NAMES.get(kind, kind).partition(' ')[2]} {_quote(' '.join(token[1:]).strip())}"
    if kind == "word" or kind == "code":
        last = places[0]
        for place in places[1:40]:
            if any(one != _SPACE for one in tokens[last + 1 : place]) or tokens[place][0] != kind:
                break
            last = place
        words = "".join(map(_shown, tokens[places[0] : last + 1]))
        what = f"{'code' if kind == 'code' else 'the text'} {_quote(words)}"
    return f"{what} is no longer shown" if gone else f"{what} was not shown before"


def _shown(token: Token) -> str:
    return " " if token == _SPACE else token[1] if token[0] in ("word", "code") else "\n"


def _exactly(token: Token) -> str:
    return token[1] if token[0] == "word" else " " if token == _SPACE else repr(token)


def _quote(text: str) -> str:
    line = " ".join(text.split()) or repr(text)[1:-1]
    return f"“{line[:40]}…”" if len(line) > 41 else f"“{line}”"


# Differences

_AHEAD = 40
"""How many words ahead the next ones that are the same are looked for, where there are too many to look at all."""

_PAIRS = 2_000_000
_PAIRS_AT_ONCE = 250_000
"""So many pairs of words at most are compared with care, in one document and in one stretch of it."""


def _differences(was: Tokens, now: Tokens) -> Iterator[Hunk]:
    """Yield the stretches that differ, blocks and blanks aside, as the places of what was lost and what was gained.

    Whole lines are compared first, then the words of those that differ.
    """
    sides = [_lines(side) for side in (was, now)]
    old, new = (
        [tuple(side[at] for at in line) for line in lines] for side, lines in zip((was, now), sides, strict=True)
    )
    for (a, b), (x, y) in _stretches(old, new):
        lost = [place for line in sides[0][a:b] for place in line]
        gained = [place for line in sides[1][x:y] for place in line]
        if lost and gained:
            yield from _by_words(was, now, lost, gained)
        else:
            yield lost, gained


def _from_the_end(was: Tokens, now: Tokens) -> list[Hunk]:
    """Return the same as they show to whoever begins at the end: of what is alike, it is the last that is the same."""
    lasts = len(was) - 1, len(now) - 1
    found: list[Hunk] = []
    for hunk in _differences(was[::-1], now[::-1]):
        lost, gained = ([last - at for at in reversed(places)] for last, places in zip(lasts, hunk, strict=True))
        found.append((lost, gained))
    return found[::-1]


def _word_by_word(was: Tokens, now: Tokens) -> Iterator[Hunk]:
    """Yield the same without regard to lines."""
    everything = [[at for at, token in enumerate(side) if token[0] not in _STRUCTURE] for side in (was, now)]
    yield from _by_words(was, now, *everything)


def _lines(tokens: Tokens) -> list[list[int]]:
    """Return the places of what the lines of a page hold."""
    lines: list[list[int]] = [[]]
    for at, token in enumerate(tokens):
        if token[0] not in _STRUCTURE:
            lines[-1].append(at)
        elif token[0] in _EDGES and lines[-1]:
            lines.append([])
    return lines if lines[-1] else lines[:-1]


def _by_words(was: Tokens, now: Tokens, places: list[int], new_places: list[int]) -> Iterator[Hunk]:
    old, new = [was[at] for at in places], [now[at] for at in new_places]
    stretches = list(_stretches(old, new))
    bounds = [((0, 0), (0, 0)), *stretches, ((len(old), len(old)), (len(new), len(new)))]
    for at, ((a, b), (x, y)) in enumerate(stretches):
        previous, following = bounds[at], bounds[at + 2]
        if x == y:
            by = _slide(was, places, a, b, previous[0][1], following[0][0])
            yield places[a + by : b + by], []
        elif a == b:
            by = _slide(now, new_places, x, y, previous[1][1], following[1][0])
            yield [], new_places[x + by : y + by]
        else:
            yield places[a:b], new_places[x:y]


def _slide(tokens: Tokens, places: Sequence[int], start: int, end: int, least: int, most: int) -> int:
    """Return by how much the stretch from `start` to `end` may be moved to be whole blocks, as far as can be.

    Of “the rain the sea”, “the rain” may have gone or “rain the”: whatever begins where a block does and ends where
    one does is what somebody took away. A stretch stays between `least` and `most`.
    """
    best = score = 0
    for step, limit in ((-1, start - least), (1, most - end)):
        for far in range(min(limit, _FAR) + 1):
            first, last = start + step * far, end + step * far - 1
            if (
                far
                and tokens[places[last + 1 if step < 0 else first - 1]] != tokens[places[first if step < 0 else last]]
            ):
                break
            before, after = places[first], places[last] + 1
            edges = (before == 0 or tokens[before - 1][0] in _EDGES) + (
                after == len(tokens) or tokens[after][0] in _EDGES
            )
            if edges > score:
                best, score = step * far, edges
    return best


_EDGES = frozenset(("open", "close", "break", "br", "hr"))
_FAR = 500


Stretch = tuple[tuple[int, int], tuple[int, int]]


def _stretches(old: Sequence[Item], new: Sequence[Item]) -> Iterator[Stretch]:
    first = 0
    shorter = min(len(old), len(new))
    while first < shorter and old[first] == new[first]:
        first += 1
    last = 0
    while last < shorter - first and old[-1 - last] == new[-1 - last]:
        last += 1
    end, new_end = len(old) - last, len(new) - last
    at, new_at = first, first
    left = _PAIRS
    for x, y in (*_anchors(old[first:end], new[first:new_end]), (end - first, new_end - first)):
        x, y = x + first, y + first
        pairs = (x - at) * (y - new_at)
        if 0 < pairs <= min(left, _PAIRS_AT_ONCE):
            left -= pairs
            found = _matched(old[at:x], new[new_at:y])
        else:
            found = _gap(old[at:x], new[new_at:y])
        for (a, b), (c, d) in found:
            yield (a + at, b + at), (c + new_at, d + new_at)
        at, new_at = x + 1, y + 1


def _anchors(old: Sequence[Item], new: Sequence[Item]) -> list[tuple[int, int]]:
    """Return the places of what occurs once only in each, as far as it is in the same order (patience sorting)."""
    once = [
        {token: at for at, token in enumerate(side) if counts[token] == 1}
        for side in (old, new)
        for counts in [Counter(side)]
    ]
    places = [(x, once[1][token]) for token, x in once[0].items() if token in once[1]]
    ends: list[int] = []  # the second place of the last pair of the best run of each length
    tails: list[int] = []  # which pair that is
    before: list[int] = []  # for each pair the one before it in its run
    for at, (_, y) in enumerate(places):
        length = bisect_left(ends, y)
        before.append(tails[length - 1] if length else -1)
        ends[length : length + 1] = [y]
        tails[length : length + 1] = [at]
    run = []
    at = tails[-1] if tails else -1
    while at >= 0:
        run.append(places[at])
        at = before[at]
    return run[::-1]


def _matched(old: Sequence[Item], new: Sequence[Item]) -> Iterator[Stretch]:
    """Yield the stretches that differ, found with care and in quadratic time."""
    from difflib import SequenceMatcher

    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            yield (a, b), (c, d)


def _gap(old: Sequence[Item], new: Sequence[Item]) -> Iterator[Stretch]:
    """Yield the stretches that differ where nothing occurs only once."""
    if not old or not new:
        if old or new:
            yield (0, len(old)), (0, len(new))
        return
    for one, two, turned in ((old, new, False), (new, old, True)):
        places = _among(one, two)
        if places is not None:  # the one without some of its words is the other
            for start, end, at in places:
                yield ((at, at), (start, end)) if turned else ((start, end), (at, at))
            return
    x = y = 0
    while x < len(old) and y < len(new):
        if old[x] == new[y]:
            x, y = x + 1, y + 1
            continue
        a, b = _meeting(old, new, x, y)
        yield (x, a), (y, b)
        x, y = a, b
    if x < len(old) or y < len(new):
        yield (x, len(old)), (y, len(new))


def _among(whole: Sequence[Item], part: Sequence[Item]) -> list[tuple[int, int, int]] | None:
    """Return what of `whole` is not in `part`, with where in `part` it would be; None where more than that differs."""
    found: list[tuple[int, int, int]] = []
    at = start = 0
    for place, token in enumerate(whole):
        if at < len(part) and token == part[at]:
            if place > start:
                found.append((start, place, at))
            start = place + 1
            at += 1
    if at < len(part):
        return None
    if start < len(whole):
        found.append((start, len(whole), at))
    return found


def _meeting(old: Sequence[Item], new: Sequence[Item], x: int, y: int) -> tuple[int, int]:
    """Return the next places behind `x` and `y` from which both go on alike; the ends where there are none near."""
    for distance in range(1, 2 * _AHEAD):
        for ahead in range(max(0, distance - _AHEAD), min(distance, _AHEAD) + 1):
            a, b = x + ahead, y + distance - ahead
            if a < len(old) and b < len(new) and old[a : a + 3] == new[b : b + 3]:
                return a, b
    return len(old), len(new)
