"""The tokens of HTML with their places: tags, attributes, comments, document types.

This is the tokenizer of WHATWG HTML, section 13.2.5, written as one regular expression per construct: none of them
can backtrack over more than a run of blanks, so the scan takes time in proportion to the text whatever it holds.
A tag that the text ends inside is no tag, and nothing follows it, as in a browser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from copydesk.html.names import ENDS_FOREIGN, FOREIGN_ROOTS, INTEGRATION_POINTS, KNOWN, RAW_TEXT, VOID_NAMES
from copydesk.html.references import decode
from copydesk.text import Span, regex
from copydesk.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from copydesk.html import Html
    from copydesk.html.tree import Element

_S = r"\t\n\f\r "
_NAME = rf"[^{_S}/>][^{_S}/>=]*+"

# Python before 3.11.5 mishandles a possessive group whose body fails after it has taken a character (it keeps the
# character). So the body of the one such group below can fail at its first character only: a value without its
# closing quote reaches to the end of the text, where the whole tag fails for want of its ">". An atomic group around
# a plain one would do the same, but keeps some 100 bytes for each attribute until the tag ends.
_CONSTRUCT = regex(
    # a tag: slash, name, attributes
    rf"<(?:(/?+)([A-Za-z][^{_S}/>]*+)[{_S}/]*+"
    rf"""(?:{_NAME}[{_S}]*+(?:=[{_S}]*+(?:"[^"]*+"?+|'[^']*+'?+|[^{_S}>"'][^{_S}>]*+|)|)[{_S}/]*+)*+>"""
    # a tag that never ends takes the rest of the text
    r"|/?+[A-Za-z](?s:.*+)"
    # a comment: only its beginning
    r"|!--"
    # a document type or what counts as a comment
    r"|[!?/][^>]*+>?+)"
)
_ATTRIBUTE = regex(rf"""({_NAME})(?:[{_S}]*+=(?:[{_S}]*+(?:"([^"]*+)"|'([^']*+)'|([^{_S}>"'][^{_S}>]*+))|)|)""")

_QUOTES = ("", "", '"', "'", "")
_span = Span._make
_make_tag: Callable[[type[Tag]], Tag] = object.__new__
_UPPER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}

# What is known of a tag. The first five stay with the tag, the last two only direct the scan.
PLAIN, VOID, COMPONENT, FOREIGN, ALONE, _RAW, _ROOT = 0, 1, 2, 4, 8, 16, 32
_KINDS = dict.fromkeys(KNOWN, PLAIN)
_KINDS.update(dict.fromkeys(VOID_NAMES, VOID))
_KINDS.update(dict.fromkeys(RAW_TEXT, _RAW))
_KINDS.update(dict.fromkeys(FOREIGN_ROOTS, _ROOT))


def lower(name: str) -> str:
    """Return `name` with the letters A to Z made small and all others left, as HTML compares names."""
    return name.lower() if name.isascii() else name.translate(_UPPER)


class Attribute:
    """An attribute of a tag as it is written; `name` is in lower case (A to Z only)."""

    __slots__ = ("_match", "_source", "name")

    def __init__(self, name: str, match: re.Match[str], source: str) -> None:
        self.name = name
        self._match = match
        self._source = source

    def __repr__(self) -> str:
        return f"Attribute({self.span.of(self._source)!r} at {self._match.start()})"

    @property
    def span(self) -> Span:
        """The whole attribute: from its name to its closing quote, or to its equals sign where no value follows."""
        return _span(self._match.span())

    @property
    def name_span(self) -> Span:
        """The name as written."""
        return _span(self._match.span(1))

    @property
    def value_span(self) -> Span | None:
        """The value inside its quotes; None where there is none, not even an empty one."""
        group = self._match.lastindex or 1
        return _span(self._match.span(group)) if group > 1 else None

    @property
    def raw(self) -> str | None:
        """The value as written, inside its quotes; None where there is none."""
        match = self._match
        group = match.lastindex or 1
        if group == 1:
            return None
        start, end = match.span(group)
        return self._source[start:end]

    def written(self) -> tuple[Span, str] | None:
        """Return `value_span` and `value` together, which takes half the time; None where there is no value."""
        match = self._match
        group = match.lastindex or 1
        if group == 1:
            return None
        start, end = place = match.span(group)
        raw = self._source[start:end]
        return _span(place), decode(raw) if "&" in raw or "\r" in raw or "\0" in raw else raw

    @property
    def quote(self) -> str:
        """The quote around the value: ``"``, ``'`` or nothing."""
        return _QUOTES[self._match.lastindex or 1]

    @property
    def value(self) -> str:
        """The value as a browser reads it, character references decoded; empty where there is none."""
        raw = self.raw
        return (decode(raw) if "&" in raw or "\r" in raw or "\0" in raw else raw) if raw else ""


class Tag:
    """A start tag or an end tag; `name` is in lower case (A to Z only).

    In MDX the name of a component that is called like an element of HTML keeps its capitals: `Link` is no `link`.
    `html` is the text it belongs to; `kind` and `match` are for this package.
    """

    __slots__ = ("_attributes", "_loose", "html", "kind", "match", "name")

    def __init__(self, name: str, kind: int, match: re.Match[str], html: Html) -> None:
        self.name = name
        self.kind = kind
        self.match = match
        self.html = html
        self._attributes: tuple[Attribute, ...] | None = None
        self._loose: tuple[int, int] | None = None

    def __repr__(self) -> str:
        return f"Tag({self.span.of(self.html.source)!r} at {self.match.start()})"

    @property
    def span(self) -> Span:
        """The tag from ``<`` to ``>``."""
        return _span(self.match.span())

    @property
    def name_span(self) -> Span:
        """The name as written."""
        return _span(self.match.span(2))

    @property
    def closing(self) -> bool:
        """Whether this is an end tag."""
        return self.match[1] != ""

    @property
    def self_closing(self) -> bool:
        """Whether the tag ends in ``/>``; HTML itself gives that no meaning, see `stands_alone`."""
        return ends_in_slash(self.match)

    @property
    def void(self) -> bool:
        """Whether HTML gives this element no content and no end tag (``br``, ``img``…)."""
        return self.kind & VOID != 0

    @property
    def component(self) -> bool:
        """Whether the name is that of a component (``<Badge>``, ``<my-badge>``, ``<Tabs.Item>``) and not HTML's."""
        return self.kind & COMPONENT != 0

    @property
    def foreign(self) -> bool:
        """Whether the tag belongs to SVG or MathML."""
        return self.kind & FOREIGN != 0

    @property
    def stands_alone(self) -> bool:
        """Whether no end tag is to come: a void element, or ``/>`` where it has a meaning (components, SVG, MathML)."""
        return self.kind & (VOID | ALONE) != 0

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """The attributes in the order they are written, repeated ones included."""
        found = self._attributes
        if found is None:
            found = self._attributes = self._read_attributes()
        return found

    @property
    def loose(self) -> tuple[int, int]:
        """Where the first attribute without a value and the first with a value but no quotes are; else the end."""
        if self._loose is None:
            bare = unquoted = self.match.end()
            for attribute in reversed(self.attributes):
                if not attribute.quote:
                    if attribute.value_span is None:
                        bare = attribute.span.start
                    else:
                        unquoted = attribute.span.start
            self._loose = (bare, unquoted)
        return self._loose

    def get(self, name: str) -> Attribute | None:
        """Return the attribute called `name` (lower case), of repeated ones the first, which is the one that counts."""
        for attribute in self.attributes:
            if attribute.name == name:
                return attribute
        return None

    @property
    def element(self) -> Element | None:
        """The element that this tag starts or ends; None for an end tag that ends nothing."""
        return self.html.owner(self)

    def _read_attributes(self) -> tuple[Attribute, ...]:
        match = self.match
        start, end = match.end(2), match.end() - 1
        if start == end:
            return ()
        source = self.html.source
        found: list[Attribute] = []
        for attribute in _ATTRIBUTE.finditer(match.string, start, end):
            name = attribute[1]
            if "x" in name:  # perhaps a template stands here
                name = source[attribute.start(1) : attribute.end(1)]
            found.append(Attribute(name.lower() if name.isascii() else lower(name), attribute, source))
        return tuple(found)


class Comment(NamedTuple):
    """A comment; `text` is what stands between its marks, as written.

    `bogus` tells that it is one only because HTML makes a comment of what it does not know: ``<?xml …?>``,
    ``<![endif]>``, ``</ x>``.
    """

    span: Span
    text_span: Span
    text: str
    bogus: bool = False


class Doctype(NamedTuple):
    """A document type; `name` is in lower case, usually ``html``."""

    span: Span
    name: str


def ends_in_slash(match: re.Match[str]) -> bool:
    """Tell whether the tag of `match` ends in ``/>`` with a slash that is not part of an unquoted value."""
    end = match.end() - 1
    if match.string[end - 1] != "/":
        return False
    last = match.end(2)
    for attribute in _ATTRIBUTE.finditer(match.string, last, end):
        last = attribute.end()
    return last < end


Written = list[tuple[Tag, "re.Match[str]"]]
"""Attributes of one name: the tag and what the pattern found of each. Few of them are ever asked for by a rule."""


class Index(NamedTuple):
    """What is found out about the tags of a text in one go: to go through them again and again takes longer.

    `attributes` are those of start tags by their names, in order, without names in which a template stands. `at_once`
    are the numbers of the end tags before which nothing but blanks and the start tag stand. `void` are the end tags of
    elements that have none (``</br>``).
    """

    attributes: dict[str, Written]
    at_once: list[int]
    void: list[Tag]


def index_of(tags: Sequence[Tag], source: str) -> Index:
    """Return what there is to know about `tags`, which are those of `source`."""
    index: dict[str, Written] = {}
    at_once: list[int] = []
    void: list[Tag] = []
    find = _ATTRIBUTE.finditer
    opened, inner = "", 0  # the name of a start tag right before, and where that ends
    for number, tag in enumerate(tags):
        match = tag.match
        if match[1]:
            if tag.name == opened:
                start = match.start()
                if start == inner or not source[inner:start].strip():
                    at_once.append(number)
            if tag.kind & VOID:
                void.append(tag)
            opened = ""
            continue
        opened, inner = tag.name, match.end()
        start, end = match.end(2), inner - 1
        if start < end:  # most tags have no attributes
            for attribute in find(match.string, start, end):
                name = attribute[1]
                if "x" in name and source[attribute.start(1) : attribute.end(1)] != name:
                    continue  # letters x stand for a template
                found = index.get(name)
                if found is None:
                    found = index.setdefault(lower(name), [])
                found.append((tag, attribute))
    return Index(index, at_once, void)


class Tokens:
    """A scan over the tokens of ``html.masked``, and what it found, in document order."""

    __slots__ = ("_end", "_foreign", "_opened", "comments", "doctypes", "html", "tags", "unfinished", "unusual")

    def __init__(self, html: Html) -> None:
        self.tags: list[Tag] = []
        self.unusual: list[Tag] = []
        self.comments: list[Comment] = []
        self.doctypes: list[Doctype] = []
        self.unfinished: Span | None = None
        self.html = html
        self._foreign: list[str] = []  # the drawings, formulas and integration points that are open
        self._opened: dict[str, int] = {}  # how many of them by name, so that no end tag need search the list
        self._end = -2  # where the next "-->" is; -1: nowhere
        at = html.masked.find("<")
        while at >= 0:
            at = self._scan(at)

    def _scan(self, at: int) -> int:
        """Add the tokens from `at` up to what the pattern cannot pass; return where to go on, or -1 at the end."""
        html, foreign = self.html, self._foreign
        masked, jsx = html.masked, html.jsx
        kind_of, make = _KINDS.get, _make_tag
        add = self.tags.append
        for match in _CONSTRUCT.finditer(masked, at):
            name = match[2]
            if name is None:
                resume = self._not_a_tag(match.start(), match.end())
                if resume == match.end():
                    continue
                return resume
            kind = kind_of(name)
            if kind is not None and kind < COMPONENT and not foreign and not jsx:
                # What `Tag` would do, without the call, which takes longer than all the rest.
                tag = make(Tag)
                tag.name = name
                tag.kind = kind
                tag.match = match
                tag.html = html
                tag._attributes = tag._loose = None
                add(tag)
                continue
            name, kind = self._judge(match)
            tag = Tag(name, kind & ~_RAW, match, html)
            add(tag)
            self.unusual.append(tag)
            if kind & _RAW:
                return -1 if name == "plaintext" else _raw_text_end(masked, match.end(), name)
        return -1

    def _judge(self, match: re.Match[str]) -> tuple[str, int]:
        """Return name and kind of a tag that is not plainly HTML, and follow the drawings it opens and closes."""
        html, foreign = self.html, self._foreign
        written = html.source[match.start(2) : match.end(2)]
        name = lower(written)
        known = _KINDS.get(name)
        closing = match[1] == "/"
        alone = 0 if closing or not ends_in_slash(match) else ALONE
        if foreign:
            if closing and self._opened.get(name):
                while self._leave_foreign() != name:
                    pass
                return name, FOREIGN
            if foreign[-1] in FOREIGN_ROOTS:
                if name not in ENDS_FOREIGN:
                    if not closing and not alone and (name in FOREIGN_ROOTS or name in INTEGRATION_POINTS):
                        self._enter_foreign(name)
                    return name, FOREIGN | alone
                while foreign and foreign[-1] in FOREIGN_ROOTS:
                    self._leave_foreign()
        if html.jsx and written != name:
            return (name if known is None else written), COMPONENT | alone
        if known is None:
            component = written != name or "-" in name or "." in name
            return name, (COMPONENT | alone) if component else (alone if html.jsx else PLAIN)
        if known == _ROOT:
            if not closing and not alone:
                self._enter_foreign(name)
            return name, FOREIGN | alone
        if not html.jsx:
            return name, known & ~_RAW if closing else known
        return name, (known & ~_RAW if closing or alone else known) | alone

    def _enter_foreign(self, name: str) -> None:
        self._foreign.append(name)
        self._opened[name] = self._opened.get(name, 0) + 1

    def _leave_foreign(self) -> str:
        name = self._foreign.pop()
        self._opened[name] -= 1
        return name

    def _not_a_tag(self, start: int, end: int) -> int:
        """Add the comment or document type at `start`, of which `end` is known; return where to go on, or -1."""
        masked = self.html.masked
        mark = masked[start + 1]
        if mark == "!":
            if masked.startswith("--", start + 2):
                return self._comment(start)
            if masked[start + 2 : start + 9].lower() == "doctype":
                words = masked[start + 9 : end].rstrip(">").split(None, 1)
                self.doctypes.append(Doctype(Span(start, end), lower(words[0]) if words else ""))
                return end
            if self._foreign and self._foreign[-1] in FOREIGN_ROOTS and masked.startswith("[CDATA[", start + 2):
                close = masked.find("]]>", start + 9)
                return close + 3 if close >= 0 else -1
        elif mark != "?":
            following = masked[start + 2 : start + 3] if mark == "/" else mark
            if following.isascii() and following.isalpha():
                self.unfinished = Span(start, len(self.html.source))
                return -1
            if following in (">", ""):
                return end  # "</>" is nothing, "</" at the end is text
        first = start + 1 if mark == "?" else start + 2
        last = end - 1 if masked[end - 1] == ">" and end > first else end
        self._add_comment(start, first, last, end, bogus=True)
        return end

    def _comment(self, start: int) -> int:
        """Add the comment that begins at `start`; return its end, or -1 where the text ends first."""
        masked = self.html.masked
        first = start + 4
        if masked.startswith((">", "->"), first):
            end = first + (1 if masked[first] == ">" else 2)
            self._add_comment(start, first, first, end)
            return end
        last = self._end
        if -1 != last < first:
            last = self._end = masked.find("-->", first)
        bang = masked.find("--!>", first, last if last >= 0 else len(masked))
        if bang >= 0:
            self._add_comment(start, first, bang, bang + 4)
            return bang + 4
        if last >= 0:
            self._add_comment(start, first, last, last + 3)
            return last + 3
        # Dashes at the end of the text might have ended the comment; they do not belong to it.
        last = len(masked)
        for dashes in ("--!", "--", "-"):
            if masked.endswith(dashes, first):
                last -= len(dashes)
                break
        self._add_comment(start, first, last, len(masked))
        return -1

    def _add_comment(self, start: int, first: int, last: int, end: int, bogus: bool = False) -> None:
        text = self.html.source[first:last]
        self.comments.append(Comment._make((_span((start, end)), _span((first, last)), text, bogus)))


def _raw_text_end(masked: str, at: int, name: str) -> int:
    """Return where the end tag of the raw text that begins at `at` is, or -1 where there is none."""
    if name == "script":
        return _script_end(masked, at)
    found = re.compile(rf"</{name}(?=[{_S}/>])", re.I | re.A).search(masked, at)
    return found.start() if found is not None else -1


def _script_end(masked: str, at: int) -> int:
    """Return where the end tag of a script is.

    Within ``<!--`` and ``-->`` a script may write another script: then its ``</script>`` does not count.
    (WHATWG HTML, sections 13.2.5.18 to 13.2.5.31.)
    """
    found = re.compile(rf"</script(?=[{_S}/>])", re.I | re.A).search(masked, at)
    if found is None or masked.find("<!--", at, found.start()) < 0:
        return found.start() if found is not None else -1
    marks = re.compile(rf"<!--|-->|<(/?+)script(?=[{_S}/>])", re.I | re.A)
    in_comment = in_script = False
    mark = marks.search(masked, at)
    while mark is not None:
        at = mark.end()
        if masked.startswith("<!--", mark.start()):
            in_comment = True
            at -= 2  # its dashes may be those of "-->"
        elif mark[1] is None:
            in_comment = in_script = False
        elif mark[1] == "" and in_comment:
            in_script = True
        elif mark[1] == "/":
            if not in_script:
                return mark.start()
            in_script = False
        mark = marks.search(masked, at)
    return -1
