"""Users' patterns, matched in time that is linear in the text.

A pattern of a configuration is anybody's, and a matcher that goes back and tries again can take for ever on a text
that its author never thought of. This one follows all possibilities at once (Thompson, CACM 11:6, 1968) and keeps the
sets of them that it has met, so each character costs a look-up in a dictionary.

It knows what patterns of fields are made of: characters, ``.``, classes (``[a-z]``, ``\\d``, ``\\w``, ``\\s`` and their
opposites), groups, ``|``, ``*``, ``+``, ``?``, ``{2,5}``, ``^`` and ``$`` at the ends. There is nothing to look around
with and nothing to refer back to.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable

from copydesk.typed import NamedTuple

MAX_STATES = 2_000
"""How large a pattern may become once its ``{2,5}`` are written out."""

MAX_SETS = 1_000
"""How many sets of possibilities are kept before they are forgotten again."""


class BadPattern(ValueError):
    """A pattern that cannot be read, or that needs what this matcher does not know; says what and where."""


class _State:
    """One possibility: what the next character must be (`test`, None: none is needed), and what follows then."""

    __slots__ = ("follow", "number", "test")

    def __init__(self, number: int, test: Callable[[str], object] | None) -> None:
        self.number = number
        self.test = test
        self.follow: list[_State] = []


class _Piece(NamedTuple):
    """A part of a pattern: where it is entered and where it is left, neither of which needs a character."""

    start: _State
    end: _State


class _Set:
    """The possibilities after some characters: the states, whether they end the pattern, and what follows on what."""

    __slots__ = ("accepts", "next", "states")

    def __init__(self, states: tuple[_State, ...], accepts: bool) -> None:
        self.states = states
        self.accepts = accepts
        self.next: dict[str, _Set] = {}


class Pattern:
    """A pattern, ready to match. `text` is the pattern as it is written. Raises `BadPattern`.

    It is searched in a value as JSON Schema does it (6.3.3): without ``^`` and ``$`` it may stand anywhere.
    """

    __slots__ = ("_end", "_first", "_known", "_open_end", "_open_start", "_start", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        inner = text.removeprefix("^")
        self._open_start = inner == text
        self._open_end = not inner.endswith("$") or (len(inner) - len(inner[:-1].rstrip("\\"))) % 2 == 0
        anchored = not (self._open_start and self._open_end)
        whole = _Parser(inner if self._open_end else inner[:-1], len(text) - len(inner)).whole(anchored)
        self._end = whole.end
        self._known: dict[frozenset[int], _Set] = {}
        self._start = whole.start
        self._first = self._set([whole.start])

    def __reduce__(self) -> tuple[type[Pattern], tuple[str]]:
        return type(self), (self.text,)

    def matches(self, value: str) -> bool:
        """Tell whether the pattern is found in `value`; linear in its length."""
        now = self._first
        for character in value:
            if self._open_end and now.accepts:
                return True
            following = now.next.get(character)
            if following is None:
                states = [state.follow[0] for state in now.states if state.test is not None and state.test(character)]
                if self._open_start:
                    states.append(self._start)
                following = self._set(states)
                if len(self._known) > MAX_SETS:  # forget all but where each match begins
                    self._known.clear()
                    self._first.next.clear()
                elif len(now.next) < MAX_SETS:
                    now.next[character] = following
            now = following
            if not now.states and not now.accepts:
                return False
        return now.accepts

    def _set(self, states: list[_State] | tuple[_State, ...]) -> _Set:
        """Return the set of `states` and of all that is reached from them without a character."""
        seen: dict[int, _State] = {}
        pending = list(states)
        while pending:
            state = pending.pop()
            if state.number not in seen:
                seen[state.number] = state
                if state.test is None:
                    pending += state.follow
        key = frozenset(seen)
        known = self._known.get(key)
        if known is None:
            needing = tuple(state for state in seen.values() if state.test is not None)
            known = self._known[key] = _Set(needing, self._end.number in seen)
        return known


class _Parser:
    """Reads a pattern without its anchors. `shift` is where it begins in what the user wrote."""

    def __init__(self, text: str, shift: int) -> None:
        self._text = text
        self._at = 0
        self._shift = shift
        self._states = 0
        self._depth = 0

    def whole(self, anchored: bool) -> _Piece:
        """Return the pattern; an `anchored` one is no choice, for the anchor would belong to one branch of it."""
        if anchored:
            piece = self._sequence()
            if self._peek() == "|":
                raise self._error("put what `|` divides in a group: `^(a|b)$`")
        else:
            piece = self._either()
        if self._at < len(self._text):
            raise self._error("a `)` closes nothing")
        return piece

    def _error(self, problem: str) -> BadPattern:
        return BadPattern(f"{problem} (at character {self._at + self._shift + 1})")

    def _state(self, test: Callable[[str], object] | None = None) -> _State:
        self._states += 1
        if self._states > MAX_STATES:
            raise self._error("the pattern is too large")
        return _State(self._states, test)

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _either(self) -> _Piece:
        self._depth += 1
        if self._depth > 50:
            raise self._error("groups are nested too deeply")
        branches = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            branches.append(self._sequence())
        self._depth -= 1
        if len(branches) == 1:
            return branches[0]
        start, end = self._state(), self._state()
        for branch in branches:
            start.follow.append(branch.start)
            branch.end.follow.append(end)
        return _Piece(start, end)

    def _sequence(self) -> _Piece:
        start = end = self._state()
        while self._peek() not in ("", "|", ")"):
            piece = self._repeated()
            end.follow.append(piece.start)
            end = piece.end
        return _Piece(start, end)

    def _repeated(self) -> _Piece:
        begin = self._at
        piece = self._atom()
        least, most = 1, 1
        sign = self._peek()
        if sign in ("*", "+", "?") and sign:
            self._at += 1
            least, most = {"*": (0, -1), "+": (1, -1), "?": (0, 1)}[sign]
        elif sign == "{" and (counted := _COUNT.match(self._text, self._at)):
            least = int(counted[1] or 0)
            most = least if counted[2] is None else int(counted[2][1:] or -1)
            if most >= 0 and most < least:
                raise self._error("the numbers in braces are the wrong way round")
            self._at = counted.end()
        else:
            return piece
        if self._peek() == "?":  # lazy or greedy: what matches is the same
            self._at += 1
        elif self._peek() in ("*", "+") and self._peek():
            raise self._error(f"a second `{self._peek()}` follows a repetition")
        after = self._at
        start, end = self._state(), self._state()
        now = start
        for number in range(max(least, most)):
            if number:
                self._at = begin
                piece = self._atom()
            if number >= least:
                now.follow.append(end)
            now.follow.append(piece.start)
            now = piece.end
        if most < 0:
            now.follow.append(piece.start)
            if not least:
                piece.end.follow.append(now)
        now.follow.append(end)
        self._at = after
        return _Piece(start, end)

    def _atom(self) -> _Piece:
        sign = self._peek()
        if sign == "(":
            return self._group()
        if sign in ("*", "+", "?"):
            raise self._error(f"there is nothing before `{sign}` to repeat")
        if sign in ("^", "$"):
            raise self._error(f"`{sign}` stands inside the pattern, and only its beginning and end can be anchored")
        if sign == ".":
            self._at += 1
            return self._one(lambda character: character != "\n")
        if sign == "[":
            return self._class()
        if sign == "\\":
            return self._escape()
        self._at += 1
        return self._one(sign.__eq__)

    def _one(self, test: Callable[[str], object]) -> _Piece:
        start, end = self._state(test), self._state()
        start.follow.append(end)
        return _Piece(start, end)

    def _group(self) -> _Piece:
        opened = self._at
        self._at += 1
        if self._text.startswith("?:", self._at):
            self._at += 2
        elif self._peek() == "?":
            raise self._error("of groups that begin with `(?`, only `(?:…)` is known")
        piece = self._either()
        if self._peek() != ")":
            self._at = opened
            raise self._error("a `(` is never closed")
        self._at += 1
        return piece

    def _class(self) -> _Piece:
        found = _CLASS.match(self._text, self._at)
        if found is None:
            raise self._error("a `[` is never closed")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")  # of what may mean something else one day: it is to be escaped
                test = re.compile(found[0]).match
        except (re.error, FutureWarning) as error:
            raise self._error(f"this class cannot be read: {error}") from None
        self._at = found.end()
        return self._one(test)

    def _escape(self) -> _Piece:
        sign = self._text[self._at + 1 : self._at + 2]
        if not sign:
            raise self._error("the pattern ends in a backslash")
        if sign in "dDwWsS":
            self._at += 2
            return self._one(re.compile("\\" + sign).match)
        if sign in _LITERAL:
            self._at += 2
            return self._one(_LITERAL[sign].__eq__)
        if sign.isascii() and sign.isalnum():
            raise self._error(f"`\\{sign}` is not known here")
        self._at += 2
        return self._one(sign.__eq__)


_LITERAL = {"n": "\n", "r": "\r", "t": "\t"}
_COUNT = re.compile(r"\{(?=,?\d)(\d{0,4})(,\d{0,4})?\}")
_CLASS = re.compile(r"\[\^?\]?(?>(?:[^\]\\]|\\.)*)\]", re.S)
