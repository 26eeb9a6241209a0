"""What a reader gets of a post, and what of it differs between two versions of the post.

Written for the judge of ``fix_safety.py``, apart from everything in copydesk: markdown-it-py renders, html5lib reads
the result, PyYAML, tomllib and json read the front matter. So a slip of copydesk's own parsers, or of its own proof,
is no slip here.

``Reader.view`` reduces a text to the values of its front matter, blocks of visible words, links and pictures in
order, and code samples. ``compare`` tells two of them apart. What only looks different in the source is no
difference: another mark for emphasis or lists, an escape, other blanks, a table in other columns, a link by
reference, a bare address in angle brackets.
"""

from __future__ import annotations

import functools
import html
import json
import re
import tomllib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar
from urllib.parse import quote

import html5lib
import yaml
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Kind = Literal["markdown", "mdx", "html"]
Item = TypeVar("Item")


class Block(NamedTuple):
    """One stretch of visible text: the elements around it that give it its place, and its words in order.

    A word is a run of letters and digits, one Chinese, Japanese or Korean character, or one other sign. Line breaks,
    rules across the page and first numbers of lists stand among the words as ``<br>``, ``<hr>`` and ``<ol 3>``.
    """

    path: tuple[str, ...]
    words: tuple[str, ...]


class Reference(NamedTuple):
    """A link or a picture (or film, frame, sound): its address with signs beyond ASCII encoded, a picture's text."""

    kind: Literal["link", "picture"]
    target: str
    alt: str = ""


class View(NamedTuple):
    """What a reader gets of a text: fields of the front matter with their values, blocks, references, code samples.

    `bare` are the links whose words are their address. Whether a bare address is one the generator decides, so they
    stand apart from `references`.
    """

    fields: dict[str, str]
    blocks: tuple[Block, ...]
    references: tuple[Reference, ...]
    code: tuple[str, ...]
    bare: tuple[Reference, ...] = ()


class Difference(NamedTuple):
    """What differs between two views.

    `fields` are the names of those whose values differ; `references`, `code` and `bare` pair what was with what is
    (None: nothing there); `structure` has the blocks before that are another kind of block now, are joined with their
    neighbour or torn apart, or whose line breaks are other ones.
    """

    fields: tuple[str, ...]
    lost: Counter[str]
    added: Counter[str]
    references: tuple[tuple[Reference | None, Reference | None], ...]
    code: tuple[tuple[str | None, str | None], ...]
    structure: tuple[Block, ...]
    bare: tuple[tuple[Reference | None, Reference | None], ...] = ()


# Front matter

_LEAD = re.compile(r"(?:[\s\ufeff\ufffe\u200b\u2060]|<!--(?s:.*?)-->)*")
_FENCES = {"---": r"---|\.\.\.", "+++": r"\+\+\+", ";;;": ";;;"}
_KEY_LINE = re.compile(r"[^\s#-][^\n:]*:(?:\s|$)")
UNREADABLE = "(unreadable front matter)"
_YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Matter(NamedTuple):
    """The front matter of a text: its fields, and the offsets where it begins and where the body does."""

    fields: dict[str, str]
    start: int
    end: int


def front_matter(text: str) -> Matter | None:
    """Return the front matter of `text`, None where it has none.

    It may stand behind a byte order mark, blank lines and comments: most generators look past some of these, and a
    tool that mends posts has to. Front matter that its format does not allow is one field with the lines in it.
    """
    lead = _LEAD.match(text)
    start = lead.end() if lead is not None else 0
    mark = text[start : start + 3]
    if mark in _FENCES:
        found = re.compile(
            rf"{re.escape(mark)}[ \t]*\r?\n(?P<inner>(?s:.*?)\n|)(?:{_FENCES[mark]})[ \t]*(?:\r?\n|\Z)"
        ).match(text, start)
        if found is None:
            return None
        fields = _fields(mark, found["inner"])
        return None if fields is None else Matter(fields, start, found.end())
    if mark[:1] == "{":
        try:
            value, end = json.JSONDecoder().raw_decode(text, start)
        except ValueError:
            return None
        line_end = text.find("\n", end) + 1 or len(text)
        if isinstance(value, dict) and not text[end:line_end].strip():
            return Matter({key: canonical(one) for key, one in value.items()}, start, line_end)
    return None


def _fields(mark: str, inner: str) -> dict[str, str] | None:
    """Return the fields that stand between two fences; None where these are rules across the page."""
    value: object
    try:
        if mark == "+++":
            value = tomllib.loads(inner.replace("\r\n", "\n"))
        elif mark == ";;;":
            value = json.loads(inner if inner.lstrip().startswith("{") else f"{{{inner}}}")
        else:
            value = yaml.load(inner, _YAML)
    except (yaml.YAMLError, ValueError, RecursionError, TypeError):
        lines = [line.rstrip() for line in inner.split("\n") if line.strip() and line.lstrip()[0] != "#"]
        top = [line for line in lines if line[0] not in " \t#-]}"]
        if mark == "---" and 2 * sum(bool(_KEY_LINE.match(line)) for line in top) < len(top):
            return None
        return {UNREADABLE: "\n".join(lines)}
    if value is None and not inner.strip():
        return {}
    return {str(key): canonical(one) for key, one in value.items()} if isinstance(value, dict) else None


def canonical(value: object) -> str:
    """Return `value` as text: equal for equal values of one type, however they are written."""
    if isinstance(value, dict):
        inner = sorted(f"{canonical(key)}: {canonical(one)}" for key, one in value.items())
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(canonical, value)) + "]"
    return repr(value)


# Templates

_INNER = r"(?:(?!\n[ \t]*\r?\n)(?s:.))*?"  # up to the next blank line
_VERBATIM = "highlight|codeblock|code|mermaid"  # what they hold is code; that of `raw` is Markdown
_CONSTRUCTS = re.compile(
    rf"""
    \{{%-?\s*(?P<tag>{_VERBATIM})\b{_INNER}%\}}(?s:.*?)\{{%-?\s*end(?P=tag)\s*-?%\}}
    | \{{\{{(?P<open>[<%])\s*(?P<short>{_VERBATIM})\b{_INNER}[>%]\}}\}}(?s:.*?)
        \{{\{{(?P=open)\s*/\s*(?P=short)\s*[>%]\}}\}}
    | \{{\{{\{{{_INNER}\}}\}}\}} | \{{\{{{_INNER}\}}\}} | \{{%{_INNER}%\}} | \{{\#{_INNER}\#\}} | <%{_INNER}%>
    | \{{[:\#][^{{}}\n]*\}}
    | (?<!\\)\[\[[^\[\]\n]+\]\] | (?<!\\)\[(?:TOC|toc)\] | (?<!\\)\[\^[^\[\]\s]+\](?!:)
    """,
    re.VERBOSE,
)
_EXCERPT = re.compile(r"\s*(?:more|truncate|excerpt|break|end ?excerpt|toc|/toc)\s*", re.I)
_FOOTNOTE = re.compile(r"^( {0,3})(?<!\\)\[\^([^\[\]\s]+)\]:[ \t]*", re.M)
_FIRST_OPAQUE = 0xF0000
_FENCED = re.compile(
    r"^(?P<indent>[ \t]*)(?P<mark>`{3,}|~{3,})[^\n]*\n(?s:.*?)(?:^[ \t]*(?P=mark)[`~]*[ \t]*$|\Z)", re.M
)
_INLINE_CODE = re.compile(r"(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n)(?s:.))*?(?<!`)(?P=ticks)(?!`)")
_STATEMENT = re.compile(r"^(?:import|export)[ \t{*][^\n]*(?:\n[^\n]*\S[^\n]*)*", re.M)


# Words and blocks

_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]"
    r"|[^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+|[^\w\s]|_"
)
_LISTED = """
blockquote ul ol li h1 h2 h3 h4 h5 h6 pre table td th dl dt dd details summary figure figcaption
"""
_LISTED_TOO = """
p div section article aside header footer nav main center form fieldset address thead tbody tfoot tr caption hgroup
iframe video audio object hr body html
"""
_PLACES = frozenset(_LISTED.split())  # elements that give text its place
_BLOCKS = _PLACES | frozenset(_LISTED_TOO.split())
_INVISIBLE = frozenset(("script", "style", "template", "head", "title"))
_SOURCES = {
    "img": ("src", "srcset"),
    "image": ("src", "href"),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "track": ("src",),
}
_UNSEEN = dict.fromkeys((*range(1, 9), 11, *range(14, 32), 127, 0x200B, 0x2060, 0xFEFF))
_SAFE = "%/:?#[]@!$&'()*+,;=~-._"


def words(text: str) -> list[str]:
    """Return the words of `text` in order; characters that browsers show nothing of are none and part none."""
    return _WORD.findall(text.translate(_UNSEEN))


def normal(target: str) -> str:
    """Return an address as browsers send it: without blanks around it, signs beyond ASCII encoded."""
    return quote(target.strip(), safe=_SAFE, errors="surrogatepass")


class Reader:
    """Reads the versions of one post, so that the same template construct is the same word in each of them."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self._opaque: dict[str, str] = {}
        self._notes: set[str] = set()  # the signs of footnotes

    def view(self, text: str) -> View:
        """Return what a reader gets of `text`, a whole post."""
        matter = front_matter(text)
        body = text[matter.end :] if matter is not None else text.removeprefix("\ufeff")
        return self.body(body)._replace(fields={} if matter is None else matter.fields)

    def body(self, text: str, kind: Kind | None = None) -> View:
        """Return what a reader gets of `text`, a body or a part of one, read as `kind` (default: that of the post)."""
        kind = kind or self.kind
        text = self._hide(text.replace("\r\n", "\n").replace("\r", "\n"), kind)
        if kind != "html":
            text = _markdown(kind).render(_FOOTNOTE.sub(self._note, text))
        return _read(text, self._notes)

    def _note(self, found: re.Match[str]) -> str:
        """Return the start of a footnote as that of a list item: both go on in lines that are indented."""
        sign = self._word(f"[^{found[2]}]:")
        self._notes.add(sign)
        return f"{found[1]}+   {sign} "

    def shown(self, word: str) -> str:
        """Return what `word` stands for, if that is a template construct, else the word."""
        return next((construct for construct, sign in self._opaque.items() if sign == word), word)

    def _word(self, construct: str) -> str:
        """Return the character that stands for a template construct."""
        known = self._opaque.get(construct)
        if known is None:
            known = self._opaque[construct] = chr(_FIRST_OPAQUE + len(self._opaque))
        return known

    def _hide(self, text: str, kind: Kind) -> str:
        """Return `text` with each template construct as one character."""
        if kind == "mdx":
            text = self._hide_mdx(text)
        if "{" not in text and "<%" not in text and "[" not in text:
            return text
        return _CONSTRUCTS.sub(self._construct, text)

    def _construct(self, found: re.Match[str]) -> str:
        written = found[0]
        if found["tag"] or found["short"]:  # what is verbatim in it is shown as it stands, but for blanks at line ends
            return self._word("\n".join(line.rstrip() for line in written.split("\n")))
        if written.startswith("{#") and written.endswith("#}"):
            return self._word("{# a comment, which nobody sees #}")
        return self._word(re.sub(r"(?<=[{%<#])\s+|\s+(?=[}%>#])", "", " ".join(written.split())))

    def _hide_mdx(self, text: str) -> str:
        """Return `text` with MDX statements and expressions as one character each, whatever blanks they have."""
        code = sorted([found.span() for found in (*_FENCED.finditer(text), *_INLINE_CODE.finditer(text))])
        spans: list[tuple[int, int]] = []
        depth = start = 0
        blocked = iter(code)
        block = next(blocked, None)
        statements = {found.start(): found.end() for found in _STATEMENT.finditer(text)}
        at = 0
        while at < len(text):
            while block is not None and block[1] <= at:
                block = next(blocked, None)
            if block is not None and block[0] <= at:
                at = block[1]
                continue
            if depth == 0 and at in statements:
                spans.append((at, statements[at]))
                at = statements[at]
                continue
            sign = text[at]
            if sign == "{":
                start = at if depth == 0 else start
                depth += 1
            elif sign == "}" and depth:
                depth -= 1
                if depth == 0:
                    spans.append((start, at + 1))
            at += 1
        parts: list[str] = []
        at = 0
        for begin, end in spans:
            tight = re.sub(r"[\s;,]+", "", text[begin:end]).replace("'", '"')
            parts += (text[at:begin], self._word(tight))
            at = end
        return "".join((*parts, text[at:]))


@functools.cache
def _markdown(kind: Kind) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 200}).enable(["table", "strikethrough"])
    parser.inline.ruler.push("bare_address", _bare_address)
    if kind == "mdx":
        parser.disable("code")  # MDX has no indented code
    return parser


_SCHEME = re.compile(r"(?<![A-Za-z0-9+.-])https?\Z", re.I)
_BARE = re.compile(r"://[^\s<\\]+")
_TRAILING = re.compile(r"(?:[?!.,:*_~'\"]|&[A-Za-z0-9]+;)+\Z")


def _bare_address(state: StateInline, silent: bool) -> bool:
    """Make a link of an address that stands in running text, as GitHub (GFM 6.9) and most generators do."""
    if silent or state.linkLevel > 0 or state.src[state.pos] != ":":
        return False
    scheme = _SCHEME.search(state.pending)
    rest = _BARE.match(state.src, state.pos)
    if scheme is None or rest is None:
        return False
    address = _TRAILING.sub("", scheme[0] + rest[0])
    while address.endswith(")") and address.count(")") > address.count("("):
        address = _TRAILING.sub("", address[:-1])
    if len(address) <= len(scheme[0]) + 3:
        return False
    state.pending = state.pending[: scheme.start()]
    state.push("link_open", "a", 1).attrs = {"href": html.unescape(address)}
    state.push("text", "", 0).content = html.unescape(address)
    state.push("link_close", "a", -1)
    state.pos += len(address) - len(scheme[0])
    return True


class _Writer:
    """Takes what a tree holds, in order, and divides it into blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.references: list[Reference] = []
        self.bare: list[Reference] = []
        self.code: list[str] = []
        self.path: list[str] = []
        self._words: list[str] = []
        self._text: list[str] = []  # not yet divided into words: an element in the middle of one does not divide it
        self._sample: list[str] = []
        self._samples = 0  # how many `pre` are open

    def text(self, text: str | None) -> None:
        """Take visible text."""
        if text:
            self._text.append(text)
            if self._samples:
                self._sample.append(text)

    def sign(self, sign: str) -> None:
        """Take a sign that is no word."""
        self._divide()
        self._words.append(sign)
        if self._samples and sign == "<br>":
            self._sample.append("\n")

    def _divide(self) -> None:
        if self._text:
            self._words.extend(words("".join(self._text)))
            self._text.clear()

    def cut(self) -> None:
        """End the block."""
        self._divide()
        if self._words:
            self.blocks.append(Block(tuple(self.path), tuple(self._words)))
            self._words.clear()

    def open(self, name: str) -> None:
        """Begin an element."""
        if name in _BLOCKS:
            self.cut()
        if name in _PLACES:
            self.path.append(name)
        if name == "pre":
            self._samples += 1

    def close(self, name: str) -> None:
        """End an element."""
        if name in _BLOCKS:
            self.cut()
        if name in _PLACES:
            self.path.pop()
        if name == "pre":
            self._samples -= 1
            if not self._samples:
                lines = [line.rstrip() for line in "".join(self._sample).split("\n")]
                self.code.append("\n".join(lines).strip("\n"))
                self._sample.clear()


def _notes_last(root: Element, notes: set[str]) -> None:
    """Move the list items that are footnotes to the end, in the order of their signs: readers find them there."""
    items = [
        (sign, parent, item)
        for parent in root.iter()
        for item in list(parent)
        if item.tag == "li" and (sign := "".join(item.itertext()).lstrip()[:1]) in notes
    ]
    for _, parent, item in items:
        parent.remove(item)
    for _, _, item in sorted(items, key=lambda found: found[0]):
        last = root.makeelement("ul", {})
        last.append(item)
        root.append(last)


def _read(markup: str, notes: set[str]) -> View:
    """Return the view of HTML in which footnotes begin with one of the signs `notes`."""
    writer = _Writer()
    todo: list[tuple[Literal["open", "text", "close"], Element | str]] = []
    root = html5lib.parseFragment(markup, treebuilder="etree", namespaceHTMLElements=False)
    if notes:
        _notes_last(root, notes)
    writer.text(root.text)
    todo.extend(("open", child) for child in reversed(root))
    while todo:
        what, node = todo.pop()
        if isinstance(node, str):
            (writer.text if what == "text" else writer.close)(node)
            continue
        if node.tail:
            todo.append(("text", node.tail))
        name = node.tag if isinstance(node.tag, str) else ""
        if not name:
            if _EXCERPT.fullmatch(node.text or ""):
                writer.text(node.text)
            continue
        name = name.rpartition("}")[2].lower()
        if name in _INVISIBLE:
            continue
        todo.append(("close", name))
        todo.extend(("open", child) for child in reversed(node))
        if name == "br" or name == "hr":
            if name == "hr":
                writer.cut()
            writer.sign(f"<{name}>")
            if name == "hr":
                writer.cut()
            writer.text(node.text)
            continue
        writer.open(name)
        start = node.get("start")
        if name == "ol" and start not in (None, "1"):
            writer.sign(f"<ol {start}>")
        _take_references(writer, name, node)
        writer.text(node.text)
    writer.cut()
    return View({}, tuple(writer.blocks), tuple(writer.references), tuple(writer.code), tuple(writer.bare))


def _take_references(writer: _Writer, name: str, node: Element) -> None:
    """Add the links and pictures of one element."""
    if name in ("a", "area"):
        href = node.get("href")
        if href is not None:
            shown = "".join(text for text in node.itertext() if isinstance(text, str)).strip()
            address, as_shown = normal(href), normal(shown)
            shows_itself = address in (as_shown, "mailto:" + as_shown, "http://" + as_shown)
            (writer.bare if shows_itself else writer.references).append(Reference("link", address))
    for attribute in _SOURCES.get(name, ()):
        value = node.get(attribute) if attribute != "href" else node.get("{http://www.w3.org/1999/xlink}href")
        if value is None and name == "img" and attribute == "src":
            value = ""
        if value is not None:
            alt = " ".join((node.get("alt") or "").split()) if attribute == "src" else ""
            writer.references.append(Reference("picture", normal(value), alt))


# Differences


def diff(old: Sequence[Item], new: Sequence[Item]) -> list[tuple[int, int]]:
    """Return the pairs of places in `old` and `new` that hold the same, as many as can be, in order (Myers 1986)."""
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    pairs = [(at, at) for at in range(first)]
    n, m = len(old) - first - last, len(new) - first - last
    if n and m:
        pairs += [(x + first, y + first) for x, y in _middle(old[first : first + n], new[first : first + m])]
    pairs += [(len(old) - at, len(new) - at) for at in range(last, 0, -1)]
    return pairs


_MOST_STEPS = 1_500
"""With more differences than that the pairs are not always the most there can be: time and memory are too much."""


def _middle(old: Sequence[Item], new: Sequence[Item]) -> list[tuple[int, int]]:
    n, m = len(old), len(new)
    furthest = {1: 0}
    trace: list[dict[int, int]] = []
    for step in range(n + m + 1):
        if step > _MOST_STEPS:
            return _around_anchors(old, new)
        trace.append(furthest.copy() if step < 2 else {k: furthest[k] for k in range(-step, step + 1) if k in furthest})
        for k in range(-step, step + 1, 2):
            if k == -step or (k != step and furthest[k - 1] < furthest[k + 1]):
                x = furthest[k + 1]
            else:
                x = furthest[k - 1] + 1
            y = x - k
            while x < n and y < m and old[x] == new[y]:
                x += 1
                y += 1
            furthest[k] = x
            if x >= n and y >= m:
                return _walk_back(trace, n, m)
    return []


def _around_anchors(old: Sequence[Item], new: Sequence[Item]) -> list[tuple[int, int]]:
    """Return pairs of places by what occurs once only in each of `old` and `new`, and what is between these."""
    once = [
        {item: at for at, item in enumerate(side) if counts[item] == 1}
        for side in (old, new)
        for counts in [Counter(side)]
    ]
    places = [(x, once[1][item]) for item, x in once[0].items() if item in once[1]]
    anchors = _rising(places)
    if not anchors:
        matches = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        return [(x + at, y + at) for x, y, size in matches for at in range(size)]
    pairs: list[tuple[int, int]] = []
    i = j = 0
    for x, y in (*anchors, (len(old), len(new))):
        pairs += [(i + a, j + b) for a, b in diff(old[i:x], new[j:y])]
        if x < len(old):
            pairs.append((x, y))
        i, j = x + 1, y + 1
    return pairs


def _rising(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of `places`, sorted by their first number, in which the second rises, too."""
    ends: list[int] = []  # the second number of the last place of the best run of each length
    last: list[int] = []  # which place that is
    before: list[int] = []  # for each place the one before it in its run
    for at, (_, y) in enumerate(places):
        length = bisect_left(ends, y)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [y]
        last[length : length + 1] = [at]
    run = []
    at = last[-1] if last else -1
    while at >= 0:
        run.append(places[at])
        at = before[at]
    return run[::-1]


def _walk_back(trace: Sequence[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for step in range(len(trace) - 1, -1, -1):
        furthest = trace[step]
        k = x - y
        down = k == -step or (k != step and furthest.get(k - 1, -1) < furthest.get(k + 1, -1))
        previous_k = k + 1 if down else k - 1
        previous_x = furthest.get(previous_k, 0)
        previous_y = previous_x - previous_k
        while x > previous_x and y > previous_y and x > 0 and y > 0:
            x -= 1
            y -= 1
            pairs.append((x, y))
        if step == 0:
            break
        x, y = previous_x, previous_y
    pairs.reverse()
    return pairs


def _changed(old: Sequence[Item], new: Sequence[Item]) -> Iterator[tuple[Sequence[Item], Sequence[Item]]]:
    """Yield the stretches of `old` and `new` between what is the same."""
    i = j = 0
    for x, y in (*diff(old, new), (len(old), len(new))):
        if x > i or y > j:
            yield old[i:x], new[j:y]
        i, j = x + 1, y + 1


def compare(old: View, new: View) -> Difference:
    """Return what differs between two views of one `Reader`."""
    keys = [*old.fields, *(key for key in new.fields if key not in old.fields)]
    fields = tuple(key for key in keys if old.fields.get(key) != new.fields.get(key))
    lost, added, structure = _compare_runs(list(_changed(old.blocks, new.blocks)))
    if lost & added:  # whole blocks were taken for others, which a look at all words at once may not do
        again = _compare_runs([_between_ends(old.blocks, new.blocks)])
        if again[0].total() + again[1].total() < lost.total() + added.total():
            lost, added, structure = again
    return Difference(
        fields,
        lost,
        added,
        tuple(_pairs(old.references, new.references)),
        tuple(_pairs(old.code, new.code)),
        tuple(structure),
        tuple(_pairs(old.bare, new.bare)),
    )


def _compare_runs(
    runs: Sequence[tuple[Sequence[Block], Sequence[Block]]],
) -> tuple[Counter[str], Counter[str], list[Block]]:
    lost: Counter[str] = Counter()
    added: Counter[str] = Counter()
    structure: list[Block] = []
    for before, after in runs:
        gone, come, moved = _compare_blocks(before, after)
        lost.update(gone)
        added.update(come)
        structure.extend(moved)
    return lost, added, structure


def _between_ends(old: Sequence[Item], new: Sequence[Item]) -> tuple[Sequence[Item], Sequence[Item]]:
    """Return `old` and `new` without what is the same at their beginnings and at their ends."""
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    return old[first : len(old) - last], new[first : len(new) - last]


def _pairs(old: Sequence[Item], new: Sequence[Item]) -> Iterator[tuple[Item | None, Item | None]]:
    for before, after in _changed(old, new):
        yield from zip_longest(before, after)


class _Word(NamedTuple):
    word: str
    block: int


def _compare_blocks(before: Sequence[Block], after: Sequence[Block]) -> tuple[Counter[str], Counter[str], list[Block]]:
    """Return the words lost and added between two runs of blocks, and the blocks whose kind or bounds changed."""
    old = [_Word(word, at) for at, block in enumerate(before) for word in block.words]
    new = [_Word(word, at) for at, block in enumerate(after) for word in block.words]
    pairs = diff([one.word for one in old], [one.word for one in new])
    lost = Counter(one.word for one in old)
    lost.subtract(old[x].word for x, _ in pairs)
    added = Counter(one.word for one in new)
    added.subtract(new[y].word for _, y in pairs)
    lost, added = +lost, +added
    moved = _moved(before, after, [(old[x].block, new[y].block) for x, y in pairs])
    if moved:  # the same word in two places may have been taken for the other one: look from behind, too
        turned = diff([one.word for one in reversed(old)], [one.word for one in reversed(new)])
        back = [(old[len(old) - 1 - x].block, new[len(new) - 1 - y].block) for x, y in reversed(turned)]
        moved = min(moved, _moved(before, after, back), key=len)
    signs = [word for word in (*lost, *added) if _is_sign(word)]
    if signs:
        moved |= {at for at, block in enumerate(before) if any(word in block.words for word in signs)} or {0}
    for word in signs:
        del lost[word], added[word]
    return lost, added, [before[at] if at < len(before) else after[0] for at in sorted(moved)]


def _is_sign(word: str) -> bool:
    return len(word) > 1 and word[0] == "<"


def _moved(before: Sequence[Block], after: Sequence[Block], pairs: Sequence[tuple[int, int]]) -> set[int]:
    """Return the blocks of `before` that words which stayed are in otherwise: other elements, other neighbours."""
    moved: set[int] = set()
    last: tuple[int, int] | None = None
    for x, y in pairs:
        if before[x].path != after[y].path or (last is not None and (last[0] == x) != (last[1] == y)):
            moved.add(x)
        last = (x, y)
    return moved
