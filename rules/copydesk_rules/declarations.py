"""What style attributes declare, and what of that is residue; loaded where a post has an unusual one.

A declaration is judged by property and value, as the ``properties`` of the vendor files say:

- without a `kind`, only the program that wrote it reads it; of the kind ``stamp``, programs write it on every run of
  text and no author does: either goes wherever it is;
- of the kind ``default``, it says what is so anyway (black text on white, a normal weight): it goes beside one of the
  former, or in a post that is full of them, unless something around it says otherwise;
- of the kind ``reset``, it undoes what the page it came from did (margins of 0): it goes beside one of the former;
- of the kind ``meant``, it stays, whatever other entries say;
- of the kind ``hides``, it hides an element of the vendor's until a script shows it that is not here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from copydesk import TYPE_CHECKING, Document, Element, NamedTuple, Span, Tag, regex
from copydesk_rules.intended import INTENDED

if TYPE_CHECKING:
    from pathlib import Path

    from copydesk_rules.entries import Entry

KEPT, ODD, FORBIDDEN, HIDES, STAMP, DEFAULT, RESET = range(7)
"""What may come of a declaration: it stays; it is unusual, or is not wanted here; the kinds of residue."""

_INHERITED = frozenset(
    (
        *("color", "font-size", "font-weight", "font-style", "letter-spacing", "line-height", "text-align"),
        *("text-indent", "text-transform", "white-space", "visibility"),
    )
)
"""Properties that reach into the elements below (CSS Cascade 4, section 7)."""

_PREFIX = regex(r"-(?:webkit|moz|ms|o)-")
_NAME = regex(r"-{0,2}[a-z_][a-z0-9_-]*+")
_LAYOUT = regex(r"float|position|flex.*|grid.*")
"""A box that somebody designed, with everything in it; ``float: none`` designs nothing."""

_STAMPED = regex(r"font-family|-webkit-text.*|font-variant.*")
"""Unusual properties that no author types: these come from an editor whatever stands beside them."""

_NOTHING = frozenset(("none", "static", "relative", "initial", "unset", "auto"))
_BLANKS = regex(r"[\s\"']*+([,()!])[\s\"']*+")
_SPACE = regex(r"\s++")
_REFERENCE = regex(r"&(?>(?:amp;)*)(?:quot|#39|#34|apos);")
_DECLARATION = regex(r"""(?:[^;"'(&]++|"[^"]*+"?|'[^']*+'?|\([^)]*+\)?|&(?>(?:amp;)*)(?:\#?\w++;)?)+""")


class Declaration(NamedTuple):
    """A declaration in a style attribute: the property, where in the value it is, what may come of it and why."""

    name: str
    span: Span
    verdict: int
    entries: tuple[Entry, ...] = ()

    @property
    def why(self) -> str:
        """What a vendor file says against it."""
        return self.entries[0].why if self.entries else ""


class Style(NamedTuple):
    """A style attribute, judged by itself.

    `residue` are the declarations that may be residue, `odd` those that are unusual, if that tells something; `sets`
    are the inherited properties that it means.
    """

    declarations: tuple[Declaration, ...]
    residue: tuple[Declaration, ...]
    odd: tuple[Declaration, ...]
    total: int
    stamped: bool
    layout: bool
    hides: bool
    sets: frozenset[str]


@lru_cache(maxsize=512)  # one post has the same few values again and again, and so has a site
def read(written: str, element: str, allow: tuple[str, ...], forbid: tuple[str, ...], own: tuple[Path, ...]) -> Style:
    """Return what the style attribute `written` of an `element` declares.

    Properties of `allow` are not unusual, as the intended ones, those of `forbid` are not wanted.
    """
    found = []
    allowed, forbidden = _matcher((*INTENDED, *allow)), _matcher(forbid)
    layout = stamped = False
    sets = set()
    total = 0
    for name, value, span in _declarations(written):
        total += 1
        layout = layout or (_LAYOUT.fullmatch(name) is not None and value not in _NOTHING)
        entries: tuple[Entry, ...] = ()
        verdict = KEPT
        if forbidden.fullmatch(name):
            verdict = FORBIDDEN
        elif entries := _entries(name, value, element, own):
            verdict = _VERDICTS[entries[0].kind]
        elif not allowed.fullmatch(_PREFIX.sub("", name)):
            verdict = ODD
        stamped = stamped or verdict == STAMP
        if verdict < HIDES:
            sets.add(name.partition("-")[0] if name.startswith("background") else name)
        found.append(Declaration(name, span, verdict, entries))
    residue = tuple(one for one in found if one.verdict >= HIDES)
    hides = any(one.verdict == HIDES for one in residue)
    meant = frozenset(sets & {*_INHERITED, "background"})
    return Style(tuple(found), residue, _odd(found, layout), total, stamped, layout, hides, meant)


def _odd(declarations: Iterable[Declaration], layout: bool) -> tuple[Declaration, ...]:
    """Return the unusual ones, if there are two of them, or one that tells by itself or is not wanted."""
    odd = tuple(one for one in declarations if one.verdict in (ODD, FORBIDDEN))
    if any(one.verdict == FORBIDDEN for one in odd):
        return odd
    telling = len(odd) > 1 or any(_STAMPED.fullmatch(one.name) for one in odd)
    return odd if telling and not layout else ()


_VERDICTS = {"hides": HIDES, "": STAMP, "stamp": STAMP, "default": DEFAULT, "reset": RESET, "meant": KEPT}


def _entries(name: str, value: str, element: str, own: tuple[Path, ...]) -> tuple[Entry, ...]:
    """Return what vendor files say of a property of an `element`; what is meant comes before all else."""
    from copydesk_rules.catalogue import catalogue

    found = []
    for entry in catalogue(own).property(name):
        said = value
        if name == "font-family" and entry.kind != "meant":  # the first one is what the editor had in mind
            said = value.partition(",")[0]
        if not entry.on_element(element):
            continue
        if entry.has_value(said) or entry.has_value(said.removesuffix("!important")):
            found.append(entry)
    return tuple(sorted(found, key=_rank))


def _rank(entry: Entry) -> int:
    return _VERDICTS[entry.kind]


@cache
def _matcher(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(pattern).replace(r"\*", "[a-z0-9-]*") for pattern in patterns) or "(?!)")


def _declarations(text: str) -> Iterator[tuple[str, str, Span]]:
    """Yield name, value and span of each declaration in the value of a style attribute (CSS Style Attributes, 2)."""
    for found in _DECLARATION.finditer(text):
        written, colon, value = found.group().partition(":")
        name = written.strip().lower()
        if colon and _NAME.fullmatch(name):
            yield name, plain(value), Span(*found.span())


def plain(value: str) -> str:
    """Return a value in the one form that vendor files have: lower case, without quotes and needless blanks."""
    if "&" in value:
        value = _REFERENCE.sub("'", value)
    value = _BLANKS.sub(r"\1", _SPACE.sub(" ", value.lower()))
    return value.strip(" \"'")


class Residue:
    """What is residue in the style attributes of one post."""

    def __init__(self, doc: Document, styles: Sequence[tuple[Tag, Style]]) -> None:
        self._doc = doc
        self._styles = dict(reversed(styles))  # of repeated attributes the first one counts
        self._paste = sum(style.stamped for _, style in styles) >= _PASTE
        self._above: dict[Element, frozenset[str]] = {}

    def of(self, tag: Tag, style: Style) -> list[Declaration]:
        """Return the declarations that go without anybody missing them."""
        return [one for one in style.residue if self._is_residue(tag, style, one)]

    def hiding(self, tag: Tag, style: Style) -> list[Declaration]:
        """Return the declarations that hide `tag` until a script shows it that is not here."""
        if not style.hides:
            return []
        found = [one for one in style.residue if one.verdict == HIDES]
        identifier, classes = tag.get("id"), tag.get("class")
        name = identifier.value if identifier is not None else ""
        names = classes.value.split() if classes is not None else ()
        return [one for one in found if any(entry.names_element(tag.name, name, names) for entry in one.entries)]

    def _is_residue(self, tag: Tag, style: Style, one: Declaration) -> bool:
        for entry in one.entries:
            verdict = _VERDICTS[entry.kind]
            if verdict == HIDES:
                continue
            if verdict == STAMP or (not style.layout and self._in_company(tag, style, one, entry)):
                return True
        return False

    def _in_company(self, tag: Tag, style: Style, one: Declaration, entry: Entry) -> bool:
        """Tell whether a declaration that says nothing by itself is there because an editor wrote it."""
        if not style.stamped and (entry.kind == "reset" or not self._paste):
            return False
        unless = entry.unless
        if unless and (tag.name in unless or self._doc.html.inside(tag.span.start, unless) is not None):
            return False
        name = "background" if one.name.startswith("background") else one.name
        if name == "color" and "background" in style.sets:
            return False  # black on something that is not white
        if name not in _INHERITED and name != "background":
            return True
        element = tag.element
        above = element.parent if element is not None else None
        return above is None or name not in self._set_above(above)

    def _set_above(self, element: Element) -> frozenset[str]:
        """Return what the styles of `element` and of those around it mean to set for what is in them."""
        known, passed = self._above, []
        one: Element | None = element
        while one is not None and one not in known:
            passed.append(one)
            one = one.parent
        sets = known[one] if one is not None else frozenset()
        for one in reversed(passed):
            style = self._styles.get(one.start)
            if style is not None and not style.sets <= sets:
                sets |= style.sets
            if style is not None and style.hides and not self.hiding(one.start, style):
                sets |= {"visibility"}
            if "text-align" not in sets and one.start.get("align") is not None:
                sets |= {"text-align"}
            known[one] = sets
        return sets


_PASTE = 3
"""So many stamped elements make a post that somebody pasted."""
