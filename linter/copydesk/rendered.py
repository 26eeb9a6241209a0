"""What a reader gets of a post: the rendered page, read by a second parser and reduced to plain tokens.

Markdown goes through the renderer, the page that comes out through html5lib, which shares nothing with the scanner
that rules and fixes work with; that is what makes a comparison of two such readings a proof. A page that html5lib
would take too long for (see `_affordable`) is read tag by tag by the scanner after all, which always takes linear
time. Template syntax is one private word for each line of it, the same for the same template wherever it stands.

A reading is a sequence of tokens, tuples that begin with their kind:

- ``("text", characters)``, ``("code", characters)``: words, and what is shown exactly as it is written;
- ``("link", address)`` … ``("/link",)``, ``("image", address, alternative text)``;
- ``("embed", element, address or value)``: frames, films, scripts, fields of forms;
- ``("anchor", id)``: what an address can end in;
- ``("mark", words)``: a comment that generators read (``<!-- more -->``);
- ``("open", block)`` … ``("close", block)``: paragraphs, headings, lists, tables, quotations and the like;
- ``("br",)``, ``("hr",)``, and ``("break",)`` between lines of text that only a ``div`` or its like divides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b

from copydesk.html import Comment, Html, Tag
from copydesk.html.names import KNOWN
from copydesk.html.references import decode
from copydesk.html.srcset import candidates
from copydesk.markdown import render
from copydesk.templates import template_spans
from copydesk.text import Span, regex
from copydesk.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Token = tuple[str, ...]
Tokens = list[Token]

_PLACES = frozenset(
    (
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "li", "dl", "dt", "dd"),
        *("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"),
        *("details", "summary", "figure", "figcaption"),
    )
)
"""Elements that give text its place on the page."""

_BREAKS = frozenset(
    (
        *("div", "section", "article", "aside", "header", "footer", "nav", "main", "center", "form", "fieldset"),
        *("address", "hgroup", "dialog", "legend", "dir", "menu", "search", "body", "html", "head"),
    )
)
"""Elements that begin on a new line and end it, and show nothing else."""

_UNSEEN = frozenset(("style", "template", "noembed", "noframes"))
_EMBEDS = {
    "iframe": ("src", "srcdoc"),
    "frame": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "canvas": (),
    "svg": (),
    "math": (),
    "script": ("src",),
    "input": ("type", "value", "placeholder", "checked"),
    "button": (),
    "select": (),
    "textarea": ("placeholder",),
    "progress": ("value",),
    "meter": ("value",),
    "applet": ("code",),
}
"""Elements that show or do something of their own, with the attributes that say what."""

_ADDRESSES = frozenset(("src", "poster", "data"))
_VERBATIM = frozenset(("pre", "code", "samp", "kbd", "textarea", "listing", "xmp", "plaintext"))
_EXCERPT = regex(r"\s*+(?:more|truncate|excerpt|break|end ?excerpt|toc|/toc)\b[^\n]*+\s*+")


class Rendered:
    """One post as a page; read on first use, in one way or the other."""

    __slots__ = ("_flat", "_tree", "affordable", "page", "settled", "whole")

    def __init__(self, page: str, whole: bool) -> None:
        self.page = page
        self.whole = whole
        """Whether the page is a file of its own, with a head and a body, and not what goes into a layout."""
        self.affordable = _affordable(page)
        self._tree: Tokens | None = None
        self._flat: Tokens | None = None
        self.settled: dict[bool, Tokens] = {}
        """What `losses` has made of the tokens, by the way they were read: each version is compared more than once."""

    def tokens(self, tree: bool) -> Tokens:
        """Return what the page holds, by html5lib's `tree` or tag by tag."""
        if tree:
            if self._tree is None:
                self._tree = _of_tree(self.page, self.whole)
            return self._tree
        if self._flat is None:
            self._flat = _of_tags(self.page)
        return self._flat


def page_of(text: str, start: int, spans: Sequence[Span], kind: str, unindented: Sequence[Span] = ()) -> Rendered:
    """Return the body of a post, which begins at `start`, as a page.

    `spans` are its templates and `unindented` the stretches whose indentation means nothing (MDX), both in order.
    """
    body = _opaque(text, start, spans)
    if kind == "html":
        return Rendered(body, True)
    if unindented:
        body = _opaque(text, start, spans, unindented)
    return Rendered(render(body), False)


def fragment(text: str, markdown: bool) -> Tokens:
    """Return what readers get of a piece of HTML or `markdown`."""
    body = opaque(text)
    if markdown:
        body = render(body)
    return Rendered(body, False).tokens(_affordable(body))


def opaque(text: str) -> str:
    """Return `text` with each line of a template as a word of its own."""
    return _opaque(text, 0, template_spans(text))


_LINE = regex(r"[^\n\r]++")
_INDENTATION = regex(r"^[ \t]++", 8)


def _opaque(text: str, start: int, spans: Iterable[Span], unindented: Iterable[Span] = ()) -> str:
    parts: list[str] = []
    at = start
    changes = [(span, _words_for) for span in spans] + [(_whole(text, span), _unindent) for span in unindented]
    for span, change in sorted(changes, key=lambda pair: pair[0]):
        if span.start >= at:
            parts += (text[at : span.start], change(span.of(text)))
            at = span.end
    parts.append(text[at:])
    return "".join(parts)


def _words_for(template: str) -> str:
    """Return `template` with a word for each of its lines, made of letters only so that no markup comes of it."""
    return _LINE.sub(lambda found: _private_word(found.group()), template)


_LETTERS = str.maketrans("0123456789abcdef", "ghijklmnopqrstuv")


def _private_word(line: str) -> str:
    return "x" + blake2b(line.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest().translate(_LETTERS) + "x"


def _unindent(lines: str) -> str:
    return _INDENTATION.sub("", lines)


def _whole(text: str, span: Span) -> Span:
    """Return `span` with the blanks before it on its line."""
    start = text.rfind("\n", 0, span.start) + 1
    return span if text[start : span.start].strip() else Span(start, span.end)


# What html5lib can be asked for

_LARGEST = 8_000_000
_OPTIONAL_END = frozenset(
    ("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "body", "html")
)


def _affordable(page: str) -> bool:
    """Tell whether html5lib reads `page` in a time that its length explains.

    Where elements are open it looks through all of them at many a tag; what stands in a table outside a cell is put
    in front of it, past all that is there; text is put together piece by piece; attributes are compared with all
    others of their tag. Each of these is quadratic. What they would cost is estimated, in nanoseconds, and may be as
    much as what every character costs, and half a second.
    """
    size = len(page)
    if size > _LARGEST:
        return False
    limit = 500_000_000 + 200 * size
    cost = 0.0
    html = Html(page, page)
    opened: Counter[str] = Counter()
    depth = cells = tables = strays = 0
    at = 0
    for tag in html.tags:
        start, end = tag.match.span()
        if start - at > 100:
            cost += _pieces(page, at, start)
        at = end
        if end - start > 400:
            cost += 50 * page.count("=", start, end) ** 2 + _pieces(page, start, end)
            cost += 50 * len(tag.attributes) ** 2
        name = tag.name
        if name == "table":
            tables += -1 if tag.closing and tables else 1
            cells = 0
        elif name in ("td", "th", "caption"):
            cells = not tag.closing
        elif tables and not cells and name not in ("tr", "thead", "tbody", "tfoot"):
            strays += 1
            cost += 30 * strays
        if tag.closing:
            if opened[name]:
                opened[name] -= 1
                depth -= 1
        elif name not in _OPTIONAL_END and not tag.void:
            opened[name] += 1
            depth += 1
        cost += 60 * depth
        if cost > limit:
            break
    else:
        cost += _pieces(page, at, size)
        if html.unfinished is not None:  # a tag for all that
            cost += 50 * sum(page.count(divider, html.unfinished.start) for divider in " \t\n\f/\"'") ** 2
    html.release()
    return cost <= limit


def _pieces(page: str, start: int, end: int) -> float:
    """Return what it costs to put together the text between two offsets from its pieces."""
    pieces = page.count("&", start, end) + page.count("<", start, end) + page.count("-", start, end)
    return 0.1 * pieces * (end - start)


# Reading

Get = Callable[[str], str | None]


class _Reader:
    """Turns elements, text and comments, as they come, into tokens."""

    def __init__(self) -> None:
        self.tokens: Tokens = []
        self._verbatim = 0
        self._unseen = 0
        self._script = False
        self._anchors: set[str] = set()

    def start(self, name: str, get: Get) -> None:
        """Begin an element."""
        add = self.tokens.append
        if name in _UNSEEN:
            self._unseen += 1
            return
        self._anchor(get("id"))
        if name in _PLACES:
            add(("open", _place(name, get)))
        elif name in _BREAKS:
            add(("break",))
        elif name == "a" or name == "area":
            self._anchor(get("name"))
            href = get("href")
            if href is not None:
                add(("link", address(href)))
        elif name == "img" or name == "image":
            add(("image", address(get("src") or ""), " ".join((get("alt") or "").split())))
            srcset = get("srcset") or ""
            for place in candidates(srcset):
                add(("image", address(place.of(srcset)), ""))
        elif name == "br" or name == "hr":
            add((name,))
        elif name in _EMBEDS:
            self._script = name == "script"
            for key in _EMBEDS[name] or ("",):
                value = get(key) if key else ""
                if value is not None:
                    add(("embed", name, address(value) if key in _ADDRESSES else value))
        elif name not in KNOWN and ":" not in name:
            add(("embed", name, ""))
        if name in _VERBATIM:
            self._verbatim += 1

    def _anchor(self, name: str | None) -> None:
        """Add what an address can end in; where it is there again, browsers go to the first one."""
        if name and name not in self._anchors:
            self._anchors.add(name)
            self.tokens.append(("anchor", name))

    def text(self, text: str | None) -> None:
        """Add text."""
        if text and not self._unseen:
            if self._script:
                self.tokens.append(("embed", "script", text))
            elif self._verbatim:
                self.tokens.append(("code", text))
            else:
                self.tokens.append(("text", text))

    def comment(self, text: str) -> None:
        """Add a comment."""
        if _EXCERPT.fullmatch(text):
            self.tokens.append(("mark", text.strip()))

    def end(self, name: str, linked: bool) -> None:
        """End an element; `linked` says whether it was a link."""
        if name in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif name in _PLACES:
            self.tokens.append(("close", name))
        elif name in _BREAKS:
            self.tokens.append(("break",))
        elif name == "a":
            if linked:
                self.tokens.append(("/link",))
        elif name == "script":
            self._script = False
        if name in _VERBATIM:
            self._verbatim = max(self._verbatim - 1, 0)


def _place(name: str, get: Get) -> str:
    """Return a block with what says how it is counted or how far it reaches."""
    if name == "ol":
        return " ".join((name, get("start") or "1", get("type") or "", "" if get("reversed") is None else "reversed"))
    if name in ("td", "th"):
        return f"{name} {get('colspan') or ''} {get('rowspan') or ''}"
    if name == "li" and get("value"):
        return f"{name} {get('value')}"
    return name


def address(written: str) -> str:
    """Return an address as browsers send it: no blanks around it, no breaks in it, what is not ASCII encoded."""
    if _SIMPLE.fullmatch(written):
        return written
    from urllib.parse import quote

    return quote("".join(_BREAK.split(written.strip(_AROUND))), safe=_PLAIN, errors="surrogatepass")


_AROUND = "".join(map(chr, range(33)))
"""What is none of an address at its ends: controls and the blank (https://url.spec.whatwg.org/#concept-basic-url-parser)."""

_BREAK = regex(r"[\t\r\n]")
_SIMPLE = regex(r"[A-Za-z0-9%/:?#@!$&'(),*;=+~._-]*+")
_PLAIN = "%/:?#@!$&'(),*;=+~-._"


def _of_tree(page: str, whole: bool) -> Tokens:
    """Return the tokens of a page by the tree that html5lib makes of it."""
    import html5lib

    # Of a whole page the root is more than its <html>: comments may stand around that.
    builder = html5lib.getTreeBuilder("etree", fullTree=whole)
    parser = html5lib.HTMLParser(builder, namespaceHTMLElements=False)
    root: Element = parser.parse(page) if whole else parser.parseFragment(page)
    reader = _Reader()
    todo: list[tuple[int, Element | str | None]] = [(0, root)] if whole else []
    if not whole:
        reader.text(root.text)
        todo.extend((0, child) for child in reversed(root))
    while todo:
        what, node = todo.pop()
        if what == 1:
            reader.text(node if isinstance(node, str) else None)
            continue
        if what:
            name = node if isinstance(node, str) else ""
            reader.end(name, what == 3)
            continue
        if node is None or isinstance(node, str):
            continue
        if node is not root:
            todo.append((1, node.tail))
        if not isinstance(node.tag, str):
            reader.comment(node.text or "")
            continue
        name = node.tag.rpartition("}")[2].lower()
        reader.start(name, node.get)
        todo.append((3 if name == "a" and node.get("href") is not None else 2, name))
        todo.extend((0, child) for child in reversed(node))
        reader.text(node.text)
    return reader.tokens


def _of_tags(page: str) -> Tokens:
    """Return the tokens of a page tag by tag, elements that nobody ends left open."""
    html = Html(page, page)
    reader = _Reader()
    links: list[bool] = []
    marks: list[tuple[Span, Tag | Comment | None]] = [(tag.span, tag) for tag in html.tags]
    marks += ((comment.span, comment) for comment in html.comments)
    marks += ((doctype.span, None) for doctype in html.doctypes)
    marks.sort(key=lambda pair: pair[0])
    at = 0
    for span, one in marks:
        reader.text(decode(page[at : span.start]))
        at = span.end
        if isinstance(one, Comment):
            reader.comment(one.text)
        elif one is not None and one.closing:
            reader.end(one.name, one.name == "a" and bool(links) and links.pop())
        elif one is not None:
            values = {attribute.name: attribute.value for attribute in reversed(one.attributes)}
            reader.start(one.name, values.get)
            if one.name == "a":
                links.append("href" in values)
    if html.unfinished is None:
        reader.text(decode(page[at:]))
    html.release()
    return reader.tokens
