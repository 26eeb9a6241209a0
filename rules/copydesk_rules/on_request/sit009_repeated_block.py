"""SIT009: blocks that stand at the head or foot of many posts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from copydesk import Document, Element, Finding, NamedTuple, Severity, SiteRule, Span, bad, good, option, regex
from copydesk_rules.messages import quoted
from copydesk_rules.shelves import shelf

_POST = "---\ntitle: Tide\ndate: 2024-05-06 07:08:09\n---\n\n{}The sea went out at {}.\n\n{}"
_ADVERTISEMENT = "Like, share and follow the tide for more content.\n"
_QR = '<div align="center"><img src="/qr.png" width="450"></div>\n'
_OTHER = "**See also, among many others:**\n\nUntil then!\n\n---\n\n## Notes\n\n{% include follow.html %}\n"
_CREDIT = "> * By: Mei {}\n> * Translated by [the Tide Project](https://walks.org/tide)\n\n"


def _posts(head: str, foot: str, number: int = 3) -> dict[str, str]:
    """Return so many posts by path, which say different things between `head` and `foot`."""
    return {f"source/_posts/{at}.md": _POST.format(head.format(at), at, foot) for at in range(number)}


class Fact(NamedTuple):
    """The blocks at the head and foot of a post, by what tells them from others, and where the post stands."""

    shelf: str
    blocks: tuple[str, ...]


class Repeated(NamedTuple):
    """A block that many posts have: how many, and one other of them."""

    posts: int
    other: str


class RepeatedBlock(SiteRule[Fact, Mapping[str, Repeated]]):
    """What stands under every post should be in the site's theme, not in the posts.

    ## Why

    A QR code, "follow me for more", an advertisement for a book and a licence get copied from post to post. When the
    book is sold out or the account has moved, it stands in hundreds of files. In feeds, searches and summaries it is a
    part of every article, and of what was copied from elsewhere it advertises somebody else.

    ## What it reports

    Paragraphs, list items, quotations, tables and HTML blocks, or a picture alone, that stand word for word at the head
    or foot of at least `times` posts that are neighbours, and of `share` in a hundred of them. Blocks that follow each
    other are one finding. There is no fix: some of it is meant, and what is required by a licence has to stay (`keep`).

    ## What it leaves alone

    Headings, code, rules between paragraphs, comments, includes and other templates, tables of contents, a few words
    without a link or picture, lines that end in a colon, and whatever stands in the middle of a post.
    """

    code = "SIT009"
    name = "repeated-block"
    severity = Severity.WARNING
    default = False

    times: int = option(10, "So many posts must have the block.")
    share: int = option(2, "So many of a hundred posts must have it, too.")
    keep: tuple[str, ...] = option((), "Blocks to leave alone, as they are written; `*` stands for any characters.")

    examples = (
        bad(_POST.format("", "seven", _ADVERTISEMENT), options={"times": 4}, posts=_posts("", _ADVERTISEMENT)),
        bad(
            _POST.format("", "seven", _QR),
            options={"times": 4},
            posts=_posts("", _QR),
            files={"source/qr.png": b""},
            note="a picture alone",
        ),
        bad(
            _POST.format(_CREDIT.format("Li"), "seven", ""),
            options={"times": 4},
            posts=_posts(_CREDIT, ""),
            note="one item of a list that is otherwise the post's own",
        ),
        bad(
            _POST.format("", "seven", f"{_ADVERTISEMENT}\n{_QR}"),
            options={"times": 4},
            posts=_posts("", f"{_ADVERTISEMENT}\n{_QR}"),
            files={"source/qr.png": b""},
            note="two blocks are one finding",
        ),
        bad(
            "<p>The sea went out.</p>\n<p>Scan the code to read on in our app.</p>\n",
            path="source/_posts/tide.html",
            options={"times": 2},
            posts={"source/_posts/ebb.html": "<p>Ebb.</p>\n<p>Scan the code to read on in our app.</p>\n"},
        ),
        good(_POST.format("", "seven", _ADVERTISEMENT), options={"times": 5}, posts=_posts("", _ADVERTISEMENT)),
        good(
            _POST.format(_CREDIT.format("Li"), "seven", ""),
            options={"times": 4, "keep": ("Translated by [the Tide Project]*",)},
            posts=_posts(_CREDIT, ""),
            note="a credit that is required",
        ),
        good(
            _POST.format(
                "",
                "seven",
                _OTHER,
            ),
            options={"times": 4},
            posts=_posts(
                "",
                _OTHER,
            ),
            note="a few words, and what the theme brings in",
        ),
        good(
            _POST.format(
                "- [Tools](#tools)\n- [References](#references)\n\n", "seven", "<!-- Follow https://walks.org -->\n"
            ),
            options={"times": 4},
            posts=_posts("- [Tools](#tools)\n- [References](#references)\n\n", "<!-- Follow https://walks.org -->\n"),
            note="a table of contents, and what nobody sees",
        ),
    )

    def facts(self, doc: Document) -> Fact | None:
        """Return the blocks at the head and foot of `doc`."""
        found = dict.fromkeys(mark for _, mark, _ in self._blocks(doc))
        return Fact(shelf(doc), tuple(found)) if found else None

    def compare(self, facts: Mapping[str, Fact]) -> Mapping[str, Mapping[str, Repeated]]:
        """Return for each post those of its blocks that many have."""
        size: dict[str, int] = {}
        owners: dict[tuple[str, str], list[str]] = {}
        for path, fact in facts.items():
            size[fact.shelf] = size.get(fact.shelf, 0) + 1
            for mark in fact.blocks:
                owners.setdefault((fact.shelf, mark), []).append(path)
        known: dict[str, dict[str, Repeated]] = {}
        for (place, mark), paths in owners.items():
            if len(paths) >= self.times and 100 * len(paths) >= self.share * size[place] and len(paths) > 1:
                for path in paths:
                    other = paths[0] if paths[0] != path else paths[1]
                    known.setdefault(path, {})[mark] = Repeated(len(paths), other)
        return known

    def judge(self, doc: Document, known: Mapping[str, Repeated]) -> Iterator[Finding]:
        """Yield a finding for each run of blocks that other posts have, too."""
        run: list[tuple[Span, Repeated]] = []
        last = -2
        for span, mark, number in self._blocks(doc):
            repeated = known.get(mark)
            if repeated is None or (run and run[-1][0].contains(span)):
                continue
            if number > last + 1 and run:
                yield self._told(doc, run)
                run = []
            run.append((span, repeated))
            last = number
        if run:
            yield self._told(doc, run)

    def _told(self, doc: Document, run: list[tuple[Span, Repeated]]) -> Finding:
        span, (posts, other) = run[0]
        more = len(run) - 1
        after = f", with {more} more behind it," if more else ""
        return self.finding(
            span,
            f"{quoted(span.of(doc.text))}{after} stands in {posts} posts, as in `{other}`: "
            "it is no part of this one, and to change it is to change them all",
            help="keep it in one place, such as the theme, or name it in `keep` where it must be here",
        )

    def _blocks(self, doc: Document) -> Iterator[tuple[Span, str, int]]:
        """Yield the blocks at the head and foot of `doc`: the place, what tells it from others, and its number."""
        from hashlib import blake2b

        from copydesk_rules.entries import matches_any, pattern

        keep = [pattern(one) for one in self.keep]
        blocks = list(_html_blocks(doc, Span(doc.body_start, len(doc.text))) if doc.kind == "html" else _blocks(doc))
        ends = [*range(min(_ENDS, len(blocks))), *range(max(_ENDS, len(blocks) - _ENDS), len(blocks))]
        for number in ends:
            for span in blocks[number]:
                written = " ".join(span.of(doc.text).replace("\n>", "\n").split())
                if _says_something(written) and not doc.is_opaque(span) and not matches_any(keep, written):
                    yield span, blake2b(written.encode("utf-8", "replace"), digest_size=8).hexdigest(), number


_ENDS = 5
"""So many blocks at each end of a post are looked at."""

_ITEMS = 12
"""So many items of a list are blocks by themselves."""

_LEAST = 16
"""So many letters a block has that has neither a link nor a picture; a Chinese sign is two."""

_TOLD = frozenset(("Paragraph", "BlockQuote", "List", "HtmlBlock", "Table"))
_COMMENT = regex(r"<!--.*?-->")
_ADDRESS = regex(r"\]\((?!#)|://|<img\b|<a\s++(?!href=.?#)")
_NO_WORD = regex(r"</?+[A-Za-z][^<>]*+>|\]\([^()\s]*+\)|\W")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HTML = _HEADINGS | {"p", "li", "blockquote", "figure", "table", "div", "section", "center"}


def _says_something(written: str) -> bool:
    """Tell whether a block has a link to elsewhere, a picture or more than a few words.

    A line of MDX's code has not, nor has one that ends in a colon: that belongs to what comes next.
    """
    shown = _COMMENT.sub("", written)
    if shown.startswith(("import ", "export ")) or shown.rstrip(" *_").endswith((":", "：")):
        return False
    if _ADDRESS.search(shown):
        return True
    words = _NO_WORD.sub("", shown)
    return len(words) + sum(not letter.isascii() for letter in words) >= _LEAST


def _blocks(doc: Document) -> Iterator[list[Span]]:
    """Yield the blocks of Markdown in order: each as a whole, and behind it the items of a list."""
    text = doc.text
    block: list[Span] = []
    end = 0
    for name, start, stop in doc.markdown.structure():
        if start >= end:
            if block:
                yield block
            block, end = [], stop
            span = _trimmed(text, start, stop)
            if name == "HtmlBlock":
                parts = list(_html_blocks(doc, span))
                if len(parts) > 1:
                    yield from parts
                    continue
            if name in _TOLD:
                block.append(span)
            elif name != "Rule":
                yield []  # a heading or code divides what stands around it
        elif name == "Item" and block and len(block) <= _ITEMS:
            inner = _trimmed(text, start, stop)
            marker = _MARKER.match(text, inner.start, inner.end)
            block.append(Span(marker.end(), inner.end) if marker is not None else inner)
    if block:
        yield block


_MARKER = regex(r"(?:[-*+]|\d++[.)])[ \t]++")


def _html_blocks(doc: Document, within: Span) -> Iterator[list[Span]]:
    """Yield the elements of blocks in `within` that have no others in them, in order."""
    last: Element | None = None
    for element in doc.html.elements:
        span = element.span
        if element.name in _HTML and within.contains(span):
            if last is not None and not last.span.contains(span):
                yield _block_of(last)
            last = element
    if last is not None:
        yield _block_of(last)


def _block_of(element: Element) -> list[Span]:
    return [] if element.name in _HEADINGS else [element.span]


def _trimmed(text: str, start: int, end: int) -> Span:
    """Return the place without the blanks and newlines at its end."""
    return Span(start, start + len(text[start:end].rstrip()))
