"""The structure of a Markdown body: code, links, images, headings, HTML and reference definitions, with places.

Parsing is pulldown-cmark's (through pyromark), with the extensions that every generator of today has: tables,
strike-through, footnotes and task lists. Its offsets are UTF-8 bytes; they are turned into characters once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyromark

from copydesk.text import Span, has_pair, regex
from copydesk.typed import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, cast

_PARSER = pyromark.Markdown(
    options=pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_TASKLISTS
)

_span = Span._make

if TYPE_CHECKING:
    from typing import TypedDict

    class _Range(TypedDict):
        start: int
        end: int

    class _Event(Protocol):
        """A map of one pair whose value depends on the key, or a word, which contains none of the keys."""

        def __contains__(self, key: str, /) -> bool: ...
        def __getitem__(self, key: str, /) -> Any: ...


def _events(body: str) -> Iterator[tuple[_Event, _Range]]:
    """Yield the parser's events with their places in bytes.

    pyromark's own types name twelve kinds of map, between which a loop cannot tell without looking at each.
    """
    return cast("Iterator[tuple[_Event, _Range]]", _PARSER.events_with_range(body))


class Code(NamedTuple):
    """Code: a fenced or an indented block, or a span between backticks; `info` is what follows the fence.

    `quoted` tells that the block stands inside a block quote, whose lines begin with ``>``.
    """

    kind: Literal["fenced", "indented", "inline"]
    span: Span
    info: str = ""
    quoted: bool = False


class Heading(NamedTuple):
    """A heading of `level` 1 to 6; `text` is the characters of its content as written, without the marks around it."""

    level: int
    span: Span
    text: str


LinkStyle = Literal["inline", "reference", "autolink"]


class Link:
    """A link or an image as Markdown writes it.

    `inner` is the span of the text between the brackets; `label` names the definition of a reference; `parent` is
    the position in `Markdown.links` of the link around this one, or -1. What is `unseen` stands in the alternative
    text of an image, where it is neither link nor picture to the reader.
    """

    __slots__ = (
        "_given",
        "_masked",
        "_place",
        "_text",
        "image",
        "inner",
        "label",
        "parent",
        "span",
        "style",
        "title",
        "unseen",
    )

    def __init__(
        self,
        image: bool,
        style: LinkStyle,
        span: Span,
        inner: Span,
        given: str,
        label: str,
        title: str,
        text: str,
        masked: str,
    ) -> None:
        self.image = image
        self.style = style
        self.span = span
        self.inner = inner
        self.label = label
        self.title = title
        self.parent = -1
        self.unseen = False
        self._place: Span | None = None
        self._given = given
        self._text = text
        self._masked = masked

    @property
    def target_span(self) -> Span:
        """Where the target is written, without brackets; empty for a reference, whose definition has the target."""
        place = self._place
        if place is not None:
            return place
        if self.style == "inline":
            place = self._place = _inline_target(self._masked, self.inner.end, self.span.end)
            return place
        if self.style == "autolink":
            return self.inner
        return Span(self.span.end, self.span.end)

    @property
    def target(self) -> str:
        """The target with character references and backslashes decoded; template syntax stays as it is written.

        Of a reference it is the target of the definition as Markdown reads it, with letters where a template stands.
        """
        if self.style == "reference":
            return self._given
        start, end = self.target_span
        written = self._text[start:end]
        return written if self.style == "autolink" else unescape(written)

    def written(self) -> tuple[Span, str]:
        """Return `target_span` and `target` together, which takes far less where the target is written as it is."""
        given, end = self._given, self.inner.end
        if self.style == "inline" and "&" not in given:
            start, stop = end + 2, end + 2 + len(given)
            if self._text[end : stop + 1] == f"]({given})":
                place = self._place = _span((start, stop))
                return place, given
        return self.target_span, self.target


class Definition(NamedTuple):
    """A link reference definition, ``[label]: target``."""

    label: str
    span: Span
    target: str
    target_span: Span


def render(body: str) -> str:
    """Return Markdown as HTML, raw HTML passed through, the way CommonMark asks."""
    return _PARSER.html(body)


_REFERENCE = regex(r"&(?:[A-Za-z][A-Za-z0-9]*+|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_ESCAPE = regex(r"\\([!-/:-@\[-`{-~])")


def _info(text: str, block: Span) -> str:
    """Return what follows the opening fence of a code block (CommonMark 4.5)."""
    end = text.find("\n", block.start, block.end)
    return unescape(text[block.start : end if end >= 0 else block.end].lstrip("`~").strip(" \t\r"))


def _heading_text(written: str) -> str:
    """Return the content of a heading (CommonMark 4.2 and 4.3), given all of it from its first character on."""
    if written.startswith("#"):
        content = written.lstrip("#").strip()
        closed = content.rstrip("#")
        return closed.rstrip() if not closed or closed[-1] in " \t" else content
    return written.rstrip()[: written.rstrip().rfind("\n") + 1].strip()


def unescape(text: str) -> str:
    """Return `text` with backslash escapes and character references decoded (CommonMark 2.4 and 2.5)."""
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    if "&" not in text or ";" not in text:
        return text
    import html  # with the table of all names of characters

    return _REFERENCE.sub(lambda found: html.unescape(found.group()), text)


class Markdown:
    """The structure of the Markdown in `text` from `start` on; all spans count from the start of `text`.

    `masked` has the length of `text` and is what is parsed: template syntax in it is replaced by letters.
    """

    __slots__ = (
        "_masked",
        "_start",
        "_text",
        "code",
        "definitions",
        "headings",
        "html_blocks",
        "html_ranges",
        "links",
        "odd",
        "replaced",
    )

    def __init__(self, text: str, masked: str, start: int = 0) -> None:
        self._text = text
        self._masked = masked
        self._start = start
        self.code: list[Code] = []
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.html_blocks: list[Span] = []
        """HTML blocks (CommonMark 4.6), whole."""
        self.html_ranges: list[Span] = []
        """All that is HTML to Markdown: the lines of HTML blocks without container prefixes, and inline HTML."""
        self.odd: bool | None = None
        """Whether there are any of `ODD`; None where nobody came past them."""
        self.replaced = ""
        """The body as it was read, if that was with question marks for all that is not ASCII, and without Latin-1."""
        body = masked[start:] if start else masked
        defines = has_pair(body, "]:", 0)
        if body.isascii():
            self._read(body, None)
        elif defines or _UNIT in body:
            self._read(body, Characters(body))
        elif not self._read_replaced(body):
            self._read_with_commas(body)
        self.definitions: list[Definition] = list(self._definitions(body)) if defines else []

    def render(self) -> str:
        """Return the body as HTML, raw HTML passed through, the way CommonMark asks."""
        return render(self._masked[self._start :])

    def structure(self) -> Iterator[tuple[str, int, int]]:
        """Yield every block and inline construct as (name, start, end), for comparing two versions of a text."""
        body = self._masked[self._start :]
        chars = Characters(body)
        base = self._start
        for event, place in _events(body):
            if isinstance(event, str):
                name = event
            else:
                ((kind, value),) = cast("dict[str, Any]", event).items()
                if kind in ("Text", "End", "Html"):
                    continue
                if kind == "Start":
                    name = value if type(value) is str else next(iter(value))
                    if name == "CodeBlock":
                        name = f"{value[name]} code" if type(value[name]) is str else "fenced code"
                else:
                    name = kind
            if name != "SoftBreak":
                yield name, chars[place["start"]] + base, chars[place["end"]] + base

    # Offsets are bytes of UTF-8. With a sign of ASCII for every other character they are characters, and nothing of the
    # structure kept here depends on which character it is but the labels of reference definitions.

    def _read_replaced(self, body: str) -> bool:
        """Read `body`, which is not ASCII, with question marks in it, as Python makes them; tell whether that is right.

        It is not where a question mark may begin or be part of what the character does not: of ``<?`` and of an e-mail
        address.
        """
        if "@" in body:
            return False
        encoded = body.encode("latin-1", "replace")
        plain = encoded.isascii()
        stand_in = (encoded if plain else self._translated(encoded, _ASKING_BUT_ODD, _ASKING)).decode("ascii")
        if not self._read(stand_in, None, "?"):
            for found in (self.code, self.headings, self.links, self.html_blocks, self.html_ranges):
                found.clear()
            return False
        if plain:
            self.replaced = stand_in
        return True

    def _read_with_commas(self, body: str) -> None:
        """Read `body` with commas in it: like the characters they stand for, these begin nothing and are no part."""
        encoded = body.replace("?", _UNIT).encode("latin-1", "replace")
        self._read(self._translated(encoded, _COMMAS_BUT_ODD, _COMMAS).decode("ascii"), None)

    def _translated(self, encoded: bytes, but_odd: bytes, whole: bytes) -> bytes:
        """Return `encoded` as one of two tables has it, without what is no ASCII; find out whether it has any `ODD`."""
        translated = encoded.translate(but_odd)
        self.odd = not translated.isascii()
        return encoded.translate(whole) if self.odd else translated

    def _read(self, body: str, chars: Characters | None, stand_in: str = ",") -> bool:
        """Read `body`, with `stand_in` for characters in it unless there are `chars`; False where that went wrong."""
        replaced = stand_in == "?"
        base = self._start
        text, masked = self._text, self._masked
        code, links, ranges = self.code, self.links, self.html_ranges
        opened: list[tuple[int, int, dict[str, str], bool]] = []  # open links: number, begin of the text, data, image
        quotes = containers = 0
        previous = 0  # where the last event inside a link ended
        whole_block = False

        def span(start: int, end: int) -> Span:
            if chars is None:
                return _span((start + base, end + base))
            return _span((chars[start] + base, chars[end] + base))

        # Most of some sixty events in a post mean nothing here: what is frequent is asked first, and what it takes to
        # know the others is done late.
        events = _events(body)
        for event, place in events:
            if "Text" in event:
                if opened:
                    previous = place["end"]
            elif "End" in event:
                if not opened and not containers:
                    continue
                value = event["End"]
                if value == "Link" or value == "Image":
                    number, begin, data, image = opened.pop()
                    whole = span(place["start"], place["end"])
                    style = _STYLES.get(data["link_type"], "reference")
                    if style == "autolink":
                        inner = Span(whole.start + 1, whole.end - 1)
                    else:
                        inner = span(begin, max(begin, previous))
                    links[number] = Link(
                        image, style, whole, inner, data["dest_url"], data["id"], data["title"], text, masked
                    )
                elif value == "Item" or value == "FootnoteDefinition":
                    containers -= 1
                elif type(value) is not str and "BlockQuote" in value:
                    quotes -= 1
                    containers -= 1
                previous = place["end"]
            elif "Start" in event:
                value = event["Start"]
                if value == "Paragraph":
                    continue
                if type(value) is str:
                    if value == "HtmlBlock":
                        if replaced and body[place["start"] + 1] == "?":
                            return False
                        block = span(place["start"], place["end"])
                        self.html_blocks.append(block)
                        whole_block = not containers
                        if whole_block:
                            ranges.append(block)
                            for event, _ in events:
                                if "End" in event:  # before that come its lines
                                    break
                    elif value == "Item":
                        containers += 1
                    continue
                ((name, data),) = value.items()
                if name == "Link" or name == "Image":
                    image = name == "Image"
                    previous = place["start"] + (2 if image else 1)
                    opened.append((len(links), previous, data, image))
                    links.append(_UNREAD)
                elif name == "CodeBlock":
                    block = span(place["start"], place["end"])
                    if type(data) is str:
                        code.append(Code("indented", block, "", quotes > 0))
                    else:
                        info = data["Fenced"]
                        if stand_in in info and chars is None:
                            info = _info(masked, block)
                        code.append(Code("fenced", block, info, quotes > 0))
                elif name == "Heading":
                    whole = span(place["start"], place["end"])
                    self.headings.append(Heading(int(data["level"][1]), whole, _heading_text(whole.of(text))))
                elif name == "BlockQuote":
                    quotes += 1
                    containers += 1
                elif name == "FootnoteDefinition":
                    containers += 1
            elif "Html" in event:
                if not whole_block:
                    ranges.append(span(place["start"], place["end"]))
            else:
                if "InlineHtml" in event:
                    if replaced and body.startswith("<?", place["start"]):
                        return False
                    ranges.append(span(place["start"], place["end"]))
                elif "Code" in event:
                    code.append(Code("inline", span(place["start"], place["end"]), "", quotes > 0))
                previous = place["end"]
        if len(links) > 1:
            self._nest()
        return True

    def _nest(self) -> None:
        """Tell the links that stand in others, as a picture may in a link, so."""
        links = self.links
        parents: list[int] = []
        for index, link in enumerate(links):
            while parents and links[parents[-1]].span.end <= link.span.start:
                parents.pop()
            if parents:
                around = links[parents[-1]]
                link.parent = parents[-1]
                link.unseen = around.image or around.unseen
            parents.append(index)

    def _definitions(self, body: str) -> Iterator[Definition]:
        found = _PARSER.reference_definitions(body)
        chars = Characters(body)
        base = self._start
        for label, value in found.items():
            span = Span(chars[value["span"]["start"]] + base, chars[value["span"]["end"]] + base)
            written = _DEFINITION.match(self._masked, span.start, span.end)
            if written is not None:
                target_span = _destination(self._masked, written.end(), span.end)
                yield Definition(label, span, unescape(target_span.of(self._text)), target_span)


_UNIT = "\x1f"
_COMMAS = bytes.maketrans(b"?\x1f" + bytes(range(0x80, 0x100)), b",?" + b"," * 0x80)

ODD = bytes((*range(9), 11, 12, *range(14, 31), *range(127, 160))) + "ÂÃÐâãïð".encode("latin-1")
"""Controls, and letters of Latin-1 with which most of UTF-8 begins where it was read as such: to look for them takes no
time where others are replaced, so that whoever looks for one of them need only do so where there are any."""

_COMMAS_BUT_ODD = bytes(0xFF if each in ODD else comma for each, comma in enumerate(_COMMAS))
_ASKING = bytes.maketrans(bytes(range(0x80, 0x100)), b"?" * 0x80)
_ASKING_BUT_ODD = bytes(0xFF if each in ODD else sign for each, sign in enumerate(_ASKING))

_UNREAD = Link(False, "inline", Span(0, 0), Span(0, 0), "", "", "", "", "")
_STYLES: dict[str, LinkStyle] = {"Inline": "inline", "Autolink": "autolink", "Email": "autolink"}
_DEFINITION = regex(r"[ >\t]*+\[[^\]\\]*+(?:\\.[^\]\\]*+)*\]:[ \t]*+(?:\r?\n[ \t>]*+)?", re.S)


_STEP = 1024


class Characters:
    """The characters that stand at byte offsets of the UTF-8 form of a text, looked up in constant time."""

    __slots__ = ("_counts", "_data")

    def __init__(self, text: str) -> None:
        self._data = b"" if text.isascii() else text.encode("utf-8", "surrogatepass")
        counts = [0]
        for at in range(0, len(self._data), _STEP):
            counts.append(counts[-1] + _starts(self._data[at : at + _STEP]))
        self._counts = counts

    def __getitem__(self, offset: int) -> int:
        """Return how many characters begin before byte `offset`."""
        if not self._data:
            return offset
        step = offset // _STEP
        return self._counts[step] + _starts(self._data[step * _STEP : offset])


_CONTINUATION = bytes(range(0x80, 0xC0))


def _starts(data: bytes) -> int:
    """Return how many characters begin in `data`: every byte but the continuation bytes (RFC 3629)."""
    return len(data.translate(None, _CONTINUATION))


_BLANKS = " \t\r\n"
_PLAIN_DESTINATION = regex(r"[ \t]*+([^ \t\r\n()\\<>]*+)(?=\)|(?<![ \t(])[ \t\r\n])")
# Where a line begins between the bracket and the target, the marks of the block quote around it may stand.
_BEFORE_DESTINATION = regex(r"[ \t]*+(?:\r?\n[ \t>]*+)?")


def _inline_target(text: str, inner_end: int, end: int) -> Span:
    """Return where the target of an inline link is written (CommonMark 6.3), given the end of its text and its own."""
    at = text.find("](", max(inner_end - 1, 0), end)
    if at < 0:
        return Span(end, end)
    at += 2
    plain = _PLAIN_DESTINATION.match(text, at, end)
    if plain is not None:
        return _span(plain.span(1))
    start = _BEFORE_DESTINATION.match(text, at, end)
    return _destination(text, start.end() if start is not None else at, end - 1)


def _destination(text: str, at: int, end: int) -> Span:
    """Return the span of the link destination that begins at `at`, without angle brackets."""
    if text.startswith("<", at):
        close = at + 1
        while close < end and text[close] != ">":
            close += 2 if text[close] == "\\" else 1
        return Span(at + 1, min(close, end))
    close = at
    depth = 0
    while close < end and text[close] not in _BLANKS:
        character = text[close]
        if character == "\\":
            close += 1
        elif character == "(":
            depth += 1
        elif character == ")":
            if depth == 0:
                break
            depth -= 1
        close += 1
    return Span(at, min(close, end))
