"""The tokens of HTML with their places: tags, attributes, comments, document types.

This is the tokenizer of WHATWG HTML, section 13.2.5, written as one regular expression per construct: none of them
can backtrack over more than a run of blanks, so the scan takes time in proportion to the text whatever it holds.
A tag that the text ends inside is no tag, and nothing follows it, as in a browser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache

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
    # a tag: its name, with the slash of an end tag; of every second one that has attributes: the only one it has
    rf"""<(?:(/?+[A-Za-z][^{_S}/>]*+)(?:>|[{_S}/]++(?:({_NAME})="([^"]*+)"[{_S}/]*+>"""
    # of all others: whatever comes before the ">"
    rf"""|((?:{_NAME}[{_S}]*+(?:=[{_S}]*+(?:"[^"]*+"?+|'[^']*+'?+|[^{_S}>"'][^{_S}>]*+|)|)[{_S}/]*+)*+)>))"""
    # a tag that never ends takes the rest of the text
    r"|/?+[A-Za-z](?s:.*+)"
    # a comment of the usual form: what it says; of any other form, or with very many hyphens, only its beginning
    r"|!--(?!-?>)((?>[^-]*+(?:(?!--!?>)-[^-]*+){0,99}))-->|!--"
    # a document type or what counts as a comment
    r"|[!?/][^>]*+>?+)"
)
# An attribute, with the same groups as in a tag that has one only: no tag, name, value by its quotes.
_ATTRIBUTE = regex(rf"""()({_NAME})(?:[{_S}]*+=(?:[{_S}]*+(?:"([^"]*+)"|'([^']*+)'|([^{_S}>"'][^{_S}>]*+))|)|)""")

_QUOTES = ("", "", "", '"', "'", "")
_span = Span._make
_UPPER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}

# What is known of a tag. The first five stay with the tag, the last two only direct the scan.
PLAIN, VOID, COMPONENT, FOREIGN, ALONE, _RAW, _ROOT = 0, 1, 2, 4, 8, 16, 32
_KINDS = dict.fromkeys(KNOWN, PLAIN)
_KINDS.update(dict.fromkeys(VOID_NAMES, VOID))
_KINDS.update(dict.fromkeys(RAW_TEXT, _RAW))
_KINDS.update(dict.fromkeys(FOREIGN_ROOTS, _ROOT))
_Judged = tuple[str, int, bool]
"""The name of a tag, its kind, and whether it is an end tag."""
_USUAL: dict[str | None, _Judged] = {}
"""What nearly all tags are, by their names as they are written, with the slash of an end tag."""
for _name, _kind in _KINDS.items():
    if _kind < COMPONENT:
        _USUAL[_name] = (_name, _kind, False)
        _USUAL["/" + _name] = (_name, _kind, True)
del _name, _kind
_NOTHING: dict[str | None, _Judged] = {}


def lower(name: str) -> str:
    """Return `name` with the letters A to Z made small and all others left, as HTML compares names."""
    return name.lower() if name.isascii() else name.translate(_UPPER)


class Attribute:
    """An attribute of a tag as it is written; `name` is in lower case (A to Z only)."""

    __slots__ = ("_match", "_source", "name")

    name: str
    _match: re.Match[str]
    _source: str

    def __repr__(self) -> str:
        return f"Attribute({self.span.of(self._source)!r} at {self._match.start(2)})"

    @property
    def span(self) -> Span:
        """The whole attribute: from its name to its closing quote, or to its equals sign where no value follows."""
        match = self._match
        return _span((match.start(2), match.end(3) + 1) if match[1] else match.span())

    @property
    def name_span(self) -> Span:
        """The name as written."""
        return _span(self._match.span(2))

    @property
    def value_span(self) -> Span | None:
        """The value inside its quotes; None where there is none, not even an empty one."""
        group = self._match.lastindex or 2
        return _span(self._match.span(group)) if group > 2 else None

    @property
    def raw(self) -> str | None:
        """The value as written, inside its quotes; None where there is none."""
        match = self._match
        group = match.lastindex or 2
        if group == 2:
            return None
        start, end = match.span(group)
        return self._source[start:end]

    def written(self) -> tuple[Span, str] | None:
        """Return `value_span` and `value` together, which takes half the time; None where there is no value."""
        match = self._match
        group = match.lastindex or 2
        if group == 2:
            return None
        start, end = place = match.span(group)
        raw = self._source[start:end]
        return _span(place), decode(raw) if "&" in raw or "\r" in raw or "\0" in raw else raw

    @property
    def quote(self) -> str:
        """The quote around the value: ``"``, ``'`` or nothing."""
        return _QUOTES[self._match.lastindex or 2]

    @property
    def value(self) -> str:
        """The value as a browser reads it, character references decoded; empty where there is none."""
        raw = self.raw
        return (decode(raw) if "&" in raw or "\r" in raw or "\0" in raw else raw) if raw else ""


class Tag:
    """A start tag or an end tag; `name` is in lower case (A to Z only).

    In MDX the name of a component that is called like an element of HTML keeps its capitals: `Link` is no `link`.
    `closing` tells that it is an end tag, `html` is the text it belongs to; `kind` and `match` are for this package.
    """

    __slots__ = ("_attributes", "closing", "html", "kind", "match", "name")

    name: str
    kind: int
    closing: bool
    match: re.Match[str]
    html: Html
    _attributes: Sequence[Attribute] | None

    def __repr__(self) -> str:
        return f"Tag({self.span.of(self.html.source)!r} at {self.match.start()})"

    @property
    def span(self) -> Span:
        """The tag from ``<`` to ``>``."""
        return _span(self.match.span())

    @property
    def name_span(self) -> Span:
        """The name as written."""
        start, end = self.match.span(1)
        return Span(start + 1 if self.closing else start, end)

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
    def attributes(self) -> Sequence[Attribute]:
        """The attributes in the order they are written, repeated ones included."""
        if self._attributes is None:
            read_attributes((self,), self.html.source)
        return self._attributes or ()

    @property
    def loose(self) -> tuple[int, int]:
        """Where the first attribute without a value and the first with a value but no quotes are; else the end."""
        found = self.html.loose.get(self)
        if found is None:
            bare = unquoted = self.match.end()
            for attribute in reversed(self.attributes):
                if not attribute.quote:
                    if attribute.value_span is None:
                        bare = attribute.span.start
                    else:
                        unquoted = attribute.span.start
            found = self.html.loose[self] = bare, unquoted
        return found

    def get(self, name: str) -> Attribute | None:
        """Return the attribute called `name` (lower case), of repeated ones the first, which is the one that counts."""
        attributes = self._attributes
        if attributes is None:
            attributes = self.attributes
        for attribute in attributes:
            if attribute.name == name:
                return attribute
        return None

    @property
    def element(self) -> Element | None:
        """The element that this tag starts or ends; None for an end tag that ends nothing."""
        return self.html.owner(self)


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
    last, end = match.end(1), match.end() - 1
    if last == end or match.string[end - 1] != "/":
        return False
    for attribute in _ATTRIBUTE.finditer(match.string, last, end):
        last = attribute.end()
    return last < end


Occurrences = list[tuple[Tag, Attribute]]
"""Attributes of one name, each with its tag."""


def read_attributes(tags: Iterable[Tag], source: str) -> dict[str, Occurrences]:
    """Read the attributes of `tags`, which are those of `source` that may have some and from now on know them.

    Return them by their names, in order, without names in which a template stands.
    """
    index: dict[str, Occurrences] = {}
    find = _ATTRIBUTE.finditer
    for tag in tags:
        own: list[Attribute] = []
        tag._attributes = own
        match = tag.match
        alone = match.lastindex == 3
        for written in (match,) if alone else find(match.string, match.end(1), match.end() - 1):
            name = written[2]
            if "x" in name and (whole := source[written.start(2) : written.end(2)]) != name:
                name, same = lower(whole), None  # a template stands here, and nobody can look for the name it makes
            else:
                same = index.get(name)
                if same is None:
                    if not name.islower():
                        name = lower(name)
                    same = index.setdefault(name, [])
            attribute = Attribute()
            attribute.name = name
            attribute._match = written
            attribute._source = source
            own.append(attribute)
            if same is not None:
                same.append((tag, attribute))
    return index


class Tokens:
    """A scan over the tokens of ``html.masked`` from its first ``<`` on; `html` gets them, in document order."""

    __slots__ = ("_end", "_foreign", "_html", "_opened")

    def __init__(self, html: Html, at: int) -> None:
        self._html = html
        self._foreign: list[str] = []  # the drawings, formulas and integration points that are open
        self._opened: dict[str, int] = {}  # how many of them by name, so that no end tag need search the list
        self._end = -2  # where the next "-->" is; -1: nowhere
        while at >= 0:
            at = self._scan(at)

    def _scan(self, at: int) -> int:
        """Add the tokens from `at` up to what the pattern cannot pass; return where to go on, or -1 at the end."""
        html = self._html
        source, masked, tags, named, laden = html.source, html.masked, html.tags, html.named, html.laden
        comments, usual, add = html.comments, self._usual(), tags.append
        begun = tags[-1] if tags and not tags[-1].closing else None  # the tag right before, if that is a start tag
        for match in _CONSTRUCT.finditer(masked, at):
            written = match[1]
            judged = known = usual(written)
            if judged is None:
                if written is None:
                    if match.lastindex == 5:
                        inner = match.span(5)
                        text = source[inner[0] : inner[1]]
                        comments.append(Comment._make((_span(match.span()), _span(inner), text, False)))
                        continue
                    end = match.end()
                    resume = self._not_a_tag(match.start(), end)
                    if resume < end or masked.find("<", end, resume) >= 0:
                        return resume
                    continue
                judged = self._judge(match)
            name, kind, closing = judged
            tag = Tag()  # a constructor would take longer than all the rest
            tag.name = name
            tag.kind = kind
            tag.closing = closing
            tag.match = match
            tag.html = html
            add(tag)
            if closing:
                tag._attributes = None
                if begun is not None and begun.name == name:
                    start = match.start()
                    before = source[start - 1]
                    if (before == ">" or before.isspace()) and not source[begun.match.end() : start].strip():
                        html.ends_at_once.append(len(tags) - 1)
                elif name not in named:
                    named[name] = []
                if kind & VOID:
                    html.void_ends.append(tag)
                begun = None
            else:
                same = named.get(name)
                if same is None:
                    named[name] = [tag]
                else:
                    same.append(tag)
                begun = tag
                if match.lastindex == 1:
                    tag._attributes = ()
                else:
                    tag._attributes = None
                    laden.append(tag)
            if known is None:
                html.unusual.append(tag)
                if kind & _RAW:
                    tag.kind = kind & ~_RAW
                    return -1 if name == "plaintext" else _raw_text_end(masked, match.end(), name)
                usual = self._usual()
        return -1

    def _usual(self) -> Callable[[str | None], _Judged | None]:
        """Return what knows tags by nothing but their names, which nothing does in MDX, drawings and formulas."""
        return _NOTHING.get if self._foreign or self._html.jsx else _USUAL.get

    def _judge(self, match: re.Match[str]) -> _Judged:
        """Return what a tag is that is not plainly HTML, and follow the drawings it opens and closes."""
        html, foreign = self._html, self._foreign
        start, end = match.span(1)
        closing = html.masked[start] == "/"
        written = html.source[start + 1 if closing else start : end]
        name = lower(written)
        known = _KINDS.get(name)
        alone = 0 if closing or not ends_in_slash(match) else ALONE
        if foreign:
            if closing and self._opened.get(name):
                while self._leave_foreign() != name:
                    pass
                return name, FOREIGN, closing
            if foreign[-1] in FOREIGN_ROOTS:
                if name not in ENDS_FOREIGN:
                    if not closing and not alone and (name in FOREIGN_ROOTS or name in INTEGRATION_POINTS):
                        self._enter_foreign(name)
                    return name, FOREIGN | alone, closing
                while foreign and foreign[-1] in FOREIGN_ROOTS:
                    self._leave_foreign()
        if html.jsx and written != name:
            return (name if known is None else written), COMPONENT | alone, closing
        if known is None:
            component = written != name or "-" in name or "." in name
            return name, (COMPONENT | alone) if component else (alone if html.jsx else PLAIN), closing
        if known == _ROOT:
            if not closing and not alone:
                self._enter_foreign(name)
            return name, FOREIGN | alone, closing
        if not html.jsx:
            return name, known & ~_RAW if closing else known, closing
        return name, (known & ~_RAW if closing or alone else known) | alone, closing

    def _enter_foreign(self, name: str) -> None:
        self._foreign.append(name)
        self._opened[name] = self._opened.get(name, 0) + 1

    def _leave_foreign(self) -> str:
        name = self._foreign.pop()
        self._opened[name] -= 1
        return name

    def _not_a_tag(self, start: int, end: int) -> int:
        """Add the comment or document type at `start`, of which `end` is known; return where to go on, or -1."""
        masked = self._html.masked
        mark = masked[start + 1]
        if mark == "!":
            if masked.startswith("--", start + 2):
                return self._comment(start)
            if masked[start + 2 : start + 9].lower() == "doctype":
                words = masked[start + 9 : end].rstrip(">").split(None, 1)
                self._html.doctypes.append(Doctype(Span(start, end), lower(words[0]) if words else ""))
                return end
            if self._foreign and self._foreign[-1] in FOREIGN_ROOTS and masked.startswith("[CDATA[", start + 2):
                close = masked.find("]]>", start + 9)
                return close + 3 if close >= 0 else -1
        elif mark != "?":
            following = masked[start + 2 : start + 3] if mark == "/" else mark
            if following.isascii() and following.isalpha():
                self._html.unfinished = Span(start, len(self._html.source))
                return -1
            if following in (">", ""):
                return end  # "</>" is nothing, "</" at the end is text
        first = start + 1 if mark == "?" else start + 2
        last = end - 1 if masked[end - 1] == ">" and end > first else end
        self._add_comment(start, first, last, end, bogus=True)
        return end

    def _comment(self, start: int) -> int:
        """Add the comment that begins at `start`; return its end, or -1 where the text ends first."""
        masked = self._html.masked
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
        text = self._html.source[first:last]
        self._html.comments.append(Comment._make((_span((start, end)), _span((first, last)), text, bogus)))


def _raw_text_end(masked: str, at: int, name: str) -> int:
    """Return where the end tag of the raw text that begins at `at` is, or -1 where there is none."""
    if name == "script":
        return _script_end(masked, at)
    found = _end_tag(name).search(masked, at)
    return found.start() if found is not None else -1


@cache
def _end_tag(name: str) -> re.Pattern[str]:
    """Return what finds the end tags of one of the few elements of raw text."""
    return re.compile(rf"</{name}(?=[{_S}/>])", re.I | re.A)


def _script_end(masked: str, at: int) -> int:
    """Return where the end tag of a script is.

    Within ``<!--`` and ``-->`` a script may write another script: then its ``</script>`` does not count.
    (WHATWG HTML, sections 13.2.5.18 to 13.2.5.31.)
    """
    found = _end_tag("script").search(masked, at)
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
