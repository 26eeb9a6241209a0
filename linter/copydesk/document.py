"""One file and the layers a rule may ask of it, each computed on first use and kept."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from copydesk import front_matter, templates
from copydesk.edits import Edit
from copydesk.front_matter import Entry, Node
from copydesk.html import Attribute, Comment, Element, Html, Tag
from copydesk.markdown import Definition, Link, Markdown
from copydesk.reference import Reference
from copydesk.site import Resolution, Site, is_picture
from copydesk.text import BOM, Lines, Span, has_pair, overlaps_any, regex
from copydesk.typed import TYPE_CHECKING, Literal, TypeVar, cached_property, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import BeautifulSoup

    from copydesk.rendered import Rendered
    from copydesk.site.suggest import Suggestion

_edit, _span = Edit._make, Span._make

Kind = Literal["markdown", "mdx", "html"]
T = TypeVar("T")


class Document:
    """One file: its text and every way to look at it.

    `path` is relative to the root of the `site`, with ``/`` between its parts. All spans count characters of `text`.
    """

    def __init__(self, path: str, text: str, site: Site) -> None:
        self.path = path
        self.text = text
        self.site = site
        self.kind: Kind = kind_of(path)

    @cached_property
    def lines(self) -> Lines:
        """The lines of the text."""
        return Lines(self.text)

    @cached_property
    def front_matter(self) -> front_matter.FrontMatter | None:
        """The front matter, or None where the file has none."""
        return front_matter.read(self.text, self.site.limits)

    @cached_property
    def body_start(self) -> int:
        """Where the body begins: behind the front matter, or behind a byte order mark."""
        if self.front_matter is not None:
            return self.front_matter.close.end
        return 1 if self.text.startswith(BOM) else 0

    @cached_property
    def templates(self) -> tuple[Span, ...]:
        """The spans of template syntax in the body, in order."""
        spans = templates.template_spans(self.text)
        if spans and spans[0].start < self.body_start:
            spans = tuple(span for span in spans if span.start >= self.body_start)
        if not self.bracketed.isdisjoint(templates.SHORTCODES):
            spans = templates.merge(spans, tuple(templates.shortcode_spans(self.text, self.body_start)))
        if self.kind == "mdx" and ("{" in self.text or "import" in self.text or "export" in self.text):
            draft = Markdown(self.text, templates.mask(self.text, spans), self.body_start)
            code = sorted(code.span for code in draft.code if code.kind != "indented")
            spans = templates.merge(spans, templates.mdx_spans(self.text, code, self.body_start))
        return spans

    @cached_property
    def masked(self) -> str:
        """The text with letters in the place of template syntax, of the same length."""
        return templates.mask(self.text, self.templates) if self.templates else self.text

    @cached_property
    def markdown(self) -> Markdown:
        """The Markdown structure of the body; that of an HTML file is empty."""
        if self.kind == "html":
            return Markdown(self.text, self.masked, len(self.text))
        return Markdown(self.text, self.masked, self.body_start)

    @cached_property
    def leaked(self) -> tuple[Span, ...]:
        """Indented code blocks that are markup by mistake, whole lines, without the last newline's successor.

        Four blanks after an empty line make a code block (CommonMark 4.4). Where such a block begins with a tag or a
        comment while an element that an earlier HTML block opened is still open, nobody meant it as code.
        """
        if self.kind != "markdown" or not self.markdown.code:
            return ()
        return tuple(_leaked(self.text, self.markdown))

    @cached_property
    def html(self) -> Html:
        """Tags, attributes, comments and elements of all that is HTML to the reader, leaked markup included."""
        if self.kind == "html":
            start = self.body_start
            return Html(self.text, " " * start + self.masked[start:] if start else self.masked)
        jsx = self.kind == "mdx"
        ranges: Sequence[Span] = self.markdown.html_ranges
        unseen = self._indented_mdx if jsx else self.leaked if ranges else ()
        if not ranges and not unseen:
            return Html(self.text, "", jsx)
        if unseen:
            ranges = sorted((*ranges, *unseen))
        masked = self.masked
        parts: list[str] = []
        at = 0
        for start, end in ranges:
            if start > at:
                parts.append(" " * (start - at))
                at = start
            if end > at:
                part = masked[at:end]
                parts.append(_without_code(part) if jsx and ("`" in part or "~~~" in part) else part)
                at = end
        return Html(self.text, "".join(parts), jsx)

    @cached_property
    def images(self) -> tuple[Reference, ...]:
        """Every picture the post names: in Markdown, in HTML, and in the image fields of the front matter."""
        return tuple(self._images())

    @cached_property
    def local_images(self) -> tuple[tuple[Reference, Resolution], ...]:
        """The pictures that lie in the site itself, or should, with where the site finds each of them."""
        found = []
        resolve, path = self.site.resolve, self.path
        for image in self.images:
            target = image.target
            if not image.opaque and (":" not in target or not target.startswith(("https://", "http://", "data:"))):
                found.append((image, resolve(path, target, image.source)))
        return tuple(found)

    def suggest(self, image: Reference, found: Resolution | None = None) -> Suggestion | None:
        """Return which file of the site the missing picture `image` may have been; None where nothing is like it.

        `found` is what the site said of it, where that is known.
        """
        if found is None:
            found = self.site.resolve(self.path, image.target, image.source)
        return self.site.suggest(self.path, image.target, image.source, found)

    @cached_property
    def links(self) -> tuple[Reference, ...]:
        """Every link of the body: in Markdown, as an autolink or a definition, and in HTML."""
        return tuple(self._links())

    @cached_property
    def view(self) -> BeautifulSoup:
        """The rendered body as a tree, to look at (CSS selectors); never to write back from."""
        from bs4 import BeautifulSoup

        rendered = self.masked[self.body_start :] if self.kind == "html" else self.markdown.render()
        return BeautifulSoup(rendered, "html5lib")

    @cached_property
    def rendered(self) -> Rendered:
        """What a reader gets of the body, for the proof of fixes; templates are words in it."""
        from copydesk.rendered import page_of

        return page_of(self.text, self.body_start, self.templates, self.kind, self._indented_mdx)

    def once(self, make: Callable[[Document], T]) -> T:
        """Return `make(self)`, made when it is first asked for and kept like a layer.

        For what several rules look at in the same way; `make` is a function of a module, by which it is known.
        """
        made: dict[Callable[[Document], object], object] = self.__dict__.setdefault("_made", {})
        if make not in made:
            made[make] = make(self)
        return cast("T", made[make])

    def release(self) -> None:
        """Let go of all layers: they refer to each other, and would stay until the garbage collector comes by."""
        if "html" in self.__dict__:
            self.html.release()
        self.__dict__.clear()

    def is_opaque(self, span: Span) -> bool:
        """Tell whether `span` shares a character with template syntax."""
        templates = self.templates
        return bool(templates) and overlaps_any(templates, span)

    def in_code(self, span: Span) -> bool:
        """Tell whether `span` lies in code that Markdown shows as code (leaked markup does not count)."""
        return overlaps_any(self._shown_code, span)

    @cached_property
    def _shown_code(self) -> list[Span]:
        unseen = self.leaked or self._indented_mdx
        return [code.span for code in self.markdown.code if not unseen or not overlaps_any(unseen, code.span)]

    @cached_property
    def _indented_mdx(self) -> tuple[Span, ...]:
        """What Markdown takes for indented code, which MDX has not: there it is markup like any other."""
        return tuple(code.span for code in self.markdown.code if code.kind == "indented") if self.kind == "mdx" else ()

    def is_prose(self, span: Span) -> bool:
        """Tell whether `span` is text of the body that readers read: no code, no tag, no comment, no template."""
        if span.start < self.body_start or self.is_opaque(span) or self.in_code(span):
            return False
        html = self.html
        for tokens in (html.tags, html.comments):
            at = bisect_right(tokens, span.end - 1, key=_place) - 1
            if at >= 0 and tokens[at].span.end > span.start:
                return False
        return html.inside(span.start, _UNREAD) is None

    @cached_property
    def bracketed(self) -> frozenset[str]:
        """The words, of small letters and underlines, right behind ``[``, ``[/`` or ``[#``; ``[`` where another stands.

        One look that tells several rules that a post has nothing of what they search for.
        """
        text = self.text
        at = text.find("[") + 1
        if not at:
            return _NOTHING
        found: set[str] = set()
        match = _BRACKETED.match
        while at:  # few brackets stand far apart, and a pattern leaps to the next one less well than `find` does
            word = match(text, at)
            if word is not None:
                found.add(word[1])
            at = text.find("[", at) + 1
        return frozenset(found)

    def is_indented_mdx(self, span: Span) -> bool:
        """Tell whether `span` shares a character with what would be indented code if this were not MDX."""
        return overlaps_any(self._indented_mdx, span)

    def in_list(self, offset: int) -> bool:
        """Tell whether the character at `offset` belongs to an item of a Markdown list."""
        at = bisect_right(self._lists, offset, key=_start) - 1
        return at >= 0 and offset < self._lists[at].end

    @cached_property
    def _lists(self) -> list[Span]:
        """The items of lists, without those inside of others."""
        found: list[Span] = []
        for name, start, end in self.markdown.structure():
            if name == "Item" and (not found or start >= found[-1].end):
                found.append(Span(start, end))
        return found

    def strike(self, span: Span) -> Edit:
        """Return the edit that takes `span` away so that the blocks around it stay what they are.

        A span alone on its lines goes with them, unless its line is all that divides what stands above from what
        stands below: then an empty line stays. Inside an HTML block an empty line would end the block (CommonMark
        4.6), so there the lines always go. Of two empty lines that would be left next to each other one goes, too,
        and so does one at the beginning or the end of the text: a removal leaves no gap, and closes none of others.
        In running text the same is true of blanks: of those before `span` one goes where another blank or a full
        stop follows, and all of them at the end of a line.
        """
        text, body, length = self.text, self.body_start, len(self.text)
        start, end = span
        while start > body and text[start - 1] in " \t":
            start -= 1
        while end < length and text[end] in " \t":
            end += 1
        newline = end
        if text.startswith("\r\n", end):
            end += 1
        if (start > body and text[start - 1] != "\n") or (end < length and text[end] != "\n"):
            return _edit((self._without_blank(span, start, end), ""))
        if self.kind == "mdx" and overlaps_any(self._indented_mdx, span):
            return _edit((_span((start, newline)), ""))  # what Markdown takes for code may be paragraphs
        if self._ends_block(start, end):
            return _edit((self._without_gap(start, min(end + 1, length)), ""))
        return _edit((_span((start, newline)), ""))

    def _without_blank(self, span: Span, start: int, end: int) -> Span:
        """Return `span` with a blank before it that would be one too many, given where the blanks around it end."""
        text = self.text
        if start == span.start or start <= self.body_start or text[start - 1] == "\n":
            return span
        line = text.rfind("\n", max(start - 80, 0), start)
        if (line >= 0 or start <= 80) and _CONTAINER_MARKS.fullmatch(text, line + 1, start):
            return span
        following = text[span.end : span.end + 1]
        if end == len(text) or text[end] == "\n":
            first = start
        elif following in (" ", *".,;:!?)。，、；：！？）"):
            first = span.start - 1
        else:
            return span
        return span if self.html.inside(span.start, _UNREAD) is not None else Span(first, span.end)

    def joined(self, edits: Iterable[Edit]) -> tuple[Edit, ...]:
        """Return deletions made by `strike` as edits of one fix: those that share an empty line become one."""
        spans: list[Span] = []
        for span, _ in sorted(edits):
            if spans and span.start < spans[-1].end:
                start, end = spans.pop().start, span.end
                span = self._without_gap(start, end) if end >= len(self.text) else Span(start, end)
            spans.append(span)
        return tuple(map(Edit, spans))

    def _without_gap(self, start: int, end: int) -> Span:
        """Return the lines from `start` to `end` with the empty line that would be one too many without them."""
        text = self.text
        if start < self.body_start:  # a field of the front matter
            return _span((start, end))
        above = text.rfind("\n", 0, max(start - 1, 0)) + 1
        after_blank = start > above >= self.body_start and not text[above:start].strip()
        if end >= len(text):
            return _span((above, end)) if after_blank and above > self.body_start else _span((start, end))
        following = text.find("\n", end)
        if (
            (after_blank or start == 0 or (start == 1 and text[0] == BOM))
            and following >= 0
            and not text[end:following].strip()
        ):
            return _span((start, following + 1))
        return _span((start, end))

    def _ends_block(self, start: int, end: int) -> bool:
        """Tell whether the lines from `start` to `end`, where the last one's newline is, can go without a trace."""
        text = self.text
        if self.kind == "html" or start <= self.body_start or end + 1 >= len(text):
            return True
        if text[end + 1] == "\n" or text[start - 2 : start] == "\n\n":
            return True
        above = text[text.rfind("\n", 0, start - 1) + 1 : start]
        following = text.find("\n", end + 1)
        below = text[end + 1 : len(text) if following < 0 else following]
        if not above.strip() or not below.strip():
            return True
        divides = False
        for blocks in (self.markdown.html_blocks, self.leaked):
            at = bisect_left(blocks, _span((start, start))) - 1
            if at >= 0 and blocks[at].start < start and end + 1 < blocks[at].end:
                return True
            divides = divides or overlaps_any(blocks, _span((start, end)))
        return not divides  # what is no block, in the middle of a paragraph, divides nothing

    def _images(self) -> list[Reference]:
        found: list[Reference] = []
        wanted: set[str] = set()
        for link in self.markdown.links:
            if not link.image:
                continue
            if link.style == "reference":
                wanted.add(_label(link.label))
            elif not link.unseen:
                found.append(self._link(link, "markdown", link.parent >= 0))
        if wanted:
            definitions = self.markdown.definitions
            found += [self._definition(each, True) for each in definitions if _label(each.label) in wanted]
        html = self.html
        if html.tags:
            last: Tag | None = None
            for tag, attribute in html.attributes("src"):
                if tag is not last and (tag.name == "img" or _is_picture(tag, attribute)):
                    self._attribute(tag, attribute, found)
                last = tag  # of repeated attributes the first counts, with a value or without
            last = None
            for tag, attribute in html.attributes("poster"):
                if tag is not last:
                    self._attribute(tag, attribute, found)
                last = tag
        matter, fields = self.front_matter, self.site.generator.image_fields
        if matter is not None and matter.error is None and not fields.keys().isdisjoint(matter.values):
            for entry in matter.among(fields):
                self._field(entry, entry.node, fields[entry.key], found)
        if self._may_show_more():
            from copydesk import mentions

            found += mentions.others(self, found)
        return found

    def _may_show_more(self) -> bool:
        """Tell whether there are signs of pictures in other forms than nearly all posts have."""
        if self.kind != "markdown" or ("[" in self.bracketed and has_pair(self.text, "![[", 0)):
            return True
        for span in self.templates:
            # A picture is an argument, and so has a dot or is one of several that are named or in quotes.
            if not _ARGUED.isdisjoint(self.text[span.start : templates.first_end(self.text, span)]):
                return True
        if self.site.generator.imports and ("require(" in self.text or "import " in self.text):
            return True
        html = self.html
        if not html.tags:
            return False
        names = html.attribute_names()
        if not self.site.generator.picture_attributes.isdisjoint(names):
            return True
        if "style" in names and "(" in "".join(html.written("style")):
            return True
        for tag in html.unusual:
            if tag.name == "style":
                end = self.text.find("</", tag.match.end())
                if has_pair(self.text[tag.match.end() : end].lower(), "url(", 3) or end < 0:
                    return True
            elif (tag.kind and tag.component) or tag.name in ("image", "use", "feimage", "script"):
                return True
        return False

    def _field(self, top: Entry, node: Node, paths: Sequence[str], found: list[Reference]) -> None:
        """Add the pictures that `node` names to those that were found; it is the value of the field `top`, or in it.

        `paths` are those of image fields below it; an empty one is `node` itself.
        """
        for one in node.items or (node,):
            value = one.value
            if one.kind == "map":
                keys = self.site.generator.image_keys if "" in paths else ()
                for inner in one.entries:
                    below = [path[len(inner.key) + 1 :] for path in paths if (path + ".").startswith(inner.key + ".")]
                    if below or inner.key in keys:
                        self._field(top, inner.node, below or ("",), found)
            elif one.kind == "scalar" and value and isinstance(value, str) and "" in paths:
                opaque = "{{" in value or "{%" in value or "<%" in value
                start, end = span = one.span
                if self.text[start] in "'\"" and end - start > 1:
                    span = _span((start + 1, end - 1))
                found.append(Reference(value, span, top.span, "field", top.key, "", opaque))

    def _links(self) -> list[Reference]:
        found: list[Reference] = []
        pictures: set[str] = set()
        linked: set[str] = set()
        for link in self.markdown.links:
            if link.style == "reference":
                (pictures if link.image else linked).add(_label(link.label))
            elif not link.image and not link.unseen:
                found.append(self._link(link, "autolink" if link.style == "autolink" else "markdown"))
        for definition in self.markdown.definitions:
            label = _label(definition.label)
            if label not in pictures or label in linked:
                found.append(self._definition(definition))
        last: Tag | None = None
        for tag, attribute in self.html.attributes("href"):
            if tag is not last and tag.name in ("a", "area"):
                self._attribute(tag, attribute, found)
            last = tag
        return found

    def _link(self, link: Link, origin: Literal["markdown", "autolink"], inside_link: bool = False) -> Reference:
        span, target = link.written()
        start, end = link.inner
        opaque = self.is_opaque(span) if self.templates else False
        found = Reference(target, span, link.span, origin, "", self.text[start:end], opaque, None, inside_link)
        return self._understood(found) if opaque and link.image else found

    def _definition(self, definition: Definition, image: bool = False) -> Reference:
        place = definition.target_span
        opaque = self.is_opaque(place)
        found = Reference(definition.target, place, definition.span, "definition", opaque=opaque)
        return self._understood(found) if opaque and image else found

    def _attribute(self, tag: Tag, attribute: Attribute, found: list[Reference]) -> None:
        """Add the address that `attribute` has for its value, if any, to those that were found."""
        written = attribute.written()
        if written is not None:
            span, target = written
            target = target.strip(" \t\r\n\f")
            if "\n" in target or "\t" in target:
                target = _BREAKS.sub("", target)
            opaque = self.is_opaque(span) if self.templates else False
            name = attribute.name
            one = Reference(target, span, None, "html", name, "", opaque, tag)
            if name != "href" and (opaque or ("{" in target and target[0] == "{")):
                one = self._understood(one)
            found.append(one)

    def _understood(self, found: Reference) -> Reference:
        from copydesk import mentions

        return mentions.understood(self, found)


_BREAKS = regex(r"[\t\r\n]++")
"""What browsers take out of an address, wherever it stands in it (WHATWG URL 4.4)."""

_ARGUED = frozenset(".=\"'`")


def _start(span: Span) -> int:
    return span.start


def _place(token: Tag | Comment) -> int:
    return token.span.start


_UNREAD = frozenset(("pre", "code", "kbd", "samp", "xmp", "script", "style", "textarea", "title", "svg", "math"))
"""Elements whose text is code, or is none to readers."""

_CONTAINER_MARKS = regex(r"[ \t>]*+(?:(?:[-*+]|[0-9]++[.)])[ \t]*+)?")
"""What begins a line of a block quote or of a list item."""

_BRACKETED = regex(r"[/#]*+([a-z_]++|\[)")
_NOTHING: frozenset[str] = frozenset()


def kind_of(path: str) -> Kind:
    """Return how a file of this name is read: as MDX, as HTML, or (all others) as Markdown."""
    suffix = path[path.rfind(".") + 1 :].lower() if "." in path else ""
    if suffix == "mdx":
        return "mdx"
    return "html" if suffix in ("html", "htm", "xhtml") else "markdown"


def _is_picture(tag: Tag, source: Attribute) -> bool:
    """Tell whether `tag`, which is no ``<img>``, shows what its `source` names as a picture."""
    name = tag.name
    if name == "input":
        kind = tag.get("type")
        return kind is not None and kind.value.lower() == "image"
    if name == "embed":
        return is_picture(source.value.partition("?")[0].partition("#")[0])
    return name in ("image", "amp-img", "amp-anim")


def _without_code(block: str) -> str:
    """Return an HTML block of MDX without the code between the tags of components, where MDX reads Markdown."""
    from copydesk.mdx_code import without_code

    return without_code(block)


def _label(label: str) -> str:
    """Return the normal form of a reference label (CommonMark 4.7)."""
    return " ".join(label.split()).casefold()


# Elements that hold blocks. A paragraph or list item that is never closed does not count: authors leave those open.
# By first letters, so that a tag of another name is passed after one look.
_CONTAINERS = (
    r"[aA](?i:rticle|side|ddress)|[bB](?i:lockquote)|[cC](?i:enter)|[dD](?i:iv|l|etails)|[hH](?i:eader)|[mM](?i:ain)"
    r"|[fF](?i:ooter|igure|orm|ieldset)|[nN](?i:av)|[oO](?i:l)|[sS](?i:ection)|[tT](?i:able|head|body|foot|r|d|h)|[uU](?i:l)"
)
_CONTAINER_TAG = regex(
    r"<(?:!--[^-]*+(?s:.*?)(?:-->|\Z)"
    r"|(?P<raw>[sS](?i:cript|tyle)|[tT](?i:extarea))(?=[\s/>])[^<]*+(?s:.*?)(?:</(?i:(?P=raw))|\Z)"
    rf"|(?P<close>/?+)(?P<name>{_CONTAINERS})(?=[\s/>])(?P<rest>[^>]*+)>?)"
)
_MARKUP_START = regex(r"[ \t]*+<(?:!--|/?[A-Za-z][A-Za-z0-9-]*+[\s/>])")
_BLANK_LINE = regex(r"\n[ \t]*+\r?\n")


def _leaked(text: str, markdown: Markdown) -> Iterator[Span]:
    """Yield the leaked blocks of a Markdown body in order (see `Document.leaked`)."""
    candidates = [
        code.span
        for code in markdown.code
        if code.kind == "indented" and not code.quoted and _MARKUP_START.match(text, code.span.start)
    ]
    if not candidates:
        return
    blocks, ranges = markdown.html_blocks, markdown.html_ranges
    inline = [(span, False) for span in ranges if not overlaps_any(blocks, span)] if ranges != blocks else []
    pending = iter(sorted([*((block, True) for block in blocks), *inline]))
    opened = _Containers()
    following = next(pending, None)
    for candidate in candidates:
        while following is not None and following[0].end <= candidate.start:
            opened.follow(text, *following)
            following = next(pending, None)
        # Markdown inside <details>, or where an element asks for it, is written on purpose, and so is its code.
        if opened.names and opened.names[-1] not in ("details", _MARKDOWN):
            start = text.rfind("\n", 0, candidate.start) + 1
            whole = Span(start if not text[start : candidate.start].strip() else candidate.start, candidate.end)
            opened.follow(text, whole, True)
            yield whole


_MARKDOWN = "markdown"
"""Stands for any element that asks for Markdown in it."""


class _Containers:
    """The containers that are open at a place: `names` of those that an HTML block opened, the innermost last.

    A container that begins in the middle of a paragraph does not count (somebody wrote about ``<div>`` and forgot the
    backticks); one that ends there does.
    """

    def __init__(self) -> None:
        self.names: list[str] = []
        self._open: dict[str, int] = defaultdict(int)
        self._inline: dict[str, int] = defaultdict(int)
        self._at = 0

    def follow(self, text: str, span: Span, block: bool) -> None:
        """Go on to the end of `span`: an HTML block, or HTML in the middle of a paragraph."""
        if self._inline and (block or _BLANK_LINE.search(text, self._at, span.start)):
            self._inline.clear()
        self._at = span.end
        for found in _CONTAINER_TAG.finditer(text, span.start, span.end):
            _, closing, name, rest = found.groups()
            if name is None:
                continue
            name = name.lower()
            if closing:
                self._close(name, block)
            elif rest[-1:] != "/" and rest.count('"') % 2 == 0:  # else its ">" is in a value
                if block:
                    self._push(_MARKDOWN if "markdown=" in rest else name)
                else:
                    self._inline[name] += 1

    def _push(self, name: str) -> None:
        self.names.append(name)
        self._open[name] += 1

    def _close(self, name: str, block: bool) -> None:
        if not block and self._inline.get(name):
            self._inline[name] -= 1
            return
        if not self._open[name] and not self._open[_MARKDOWN]:
            return
        ended = ""
        while self.names and ended not in (name, _MARKDOWN):
            ended = self.names.pop()
            self._open[ended] -= 1


__all__ = ["Document", "Element", "Kind", "Reference", "kind_of"]
