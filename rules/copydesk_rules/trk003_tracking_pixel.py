"""TRK003: pictures that only count readers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from copydesk import (
    TYPE_CHECKING,
    Change,
    Document,
    Edit,
    Finding,
    Fix,
    Reference,
    Rule,
    Severity,
    Span,
    Tag,
    bad,
    good,
    option,
    regex,
)
from copydesk_rules.addresses import Place, address_book, suspects
from copydesk_rules.messages import LEAKED, alone_in_item, html_block_around, is_leaked, quoted

if TYPE_CHECKING:
    from copydesk_rules.address_book import AddressBook

_STARTS_BLOCK = regex(r"[#>+*=~`|<:\[\t-]|[0-9]+[.)]")
_UNDERLINE = regex(r" {0,3}(?:=++|-++)[ \t]*+\r?")
_HARD_BREAK = regex(r"[^ \t\r\n](?:[ ]{2,}|\\)\r?\n\Z")


class TrackingPixel(Rule):
    """A post should not load pictures that only tell someone who reads it.

    ## Why

    Feeds and affiliate programmes add an invisible picture to each article, whose only use is to be fetched: the
    other side learns who reads what, when and where. In a copied or imported post it reports your readers to a
    network that you do not even use. Converted to Markdown it loses its size and shows as a broken picture.

    ## What it reports

    Pictures in Markdown, HTML and image fields of the front matter whose host and path belong to a known counter. A
    link that holds nothing but the picture is removed with it.

    ## What it leaves alone

    Small pictures as such: one pixel may be a spacer or the picture that a messenger takes for its preview. Pictures
    on the same host with another path. Counters and badges that are there to be seen.
    """

    code = "TRK003"
    name = "tracking-pixel"
    severity = Severity.WARNING
    needs = ("copydesk_rules.signs:tracking pixel",)

    pixels: tuple[str, ...] = option((), "More addresses to remove, as host and path (`count.site/p*`).")
    keep: tuple[str, ...] = option((), "Addresses to leave alone, as host and path (`count.site/p*`).")

    examples = (
        bad(
            "The end.\n\n![](https://medium.com/_/stat?event=post.clientViewed&postId=1)\n",
            fixed="The end.\n",
        ),
        bad(
            "The end. ![](https://www.assoc-amazon.com/e/ir?t=walks-20)\nAnd more.\n",
            fixed="The end.\nAnd more.\n",
            note="no blanks stay at the end of the line, where two would break it",
        ),
        bad(
            "Above\n![](https://medium.com/_/stat?event=post.clientViewed)\nbelow.\n",
            fixed="Above\nbelow.\n",
            note="one paragraph stays one paragraph",
        ),
        bad(
            "> ![](https://medium.com/_/stat?event=post.clientViewed)\n> The end.\n\nIt is.\n",
            fixed="> The end.\n\nIt is.\n",
        ),
        bad(
            "The end.  \n![](https://medium.com/_/stat?event=post.clientViewed)\n\n"
            "![](https://medium.com/_/stat?event=post.clientViewed)\n===\n"
            "\n<img src='https://pixel.wp.com/b.gif?x' width='1'>\nNot *in* Markdown.\n",
            findings=3,
            note="a line break that leads to it alone, a heading of nothing else, HTML that begins with it",
        ),
        bad(
            '<p>The end.<a href="https://feeds.wordpress.com/1.0/gocomments/w.wordpress.com/1/">'
            '<img src="https://feeds.wordpress.com/1.0/comments/w.wordpress.com/1/" border="0"></img></a></p>\n',
            fixed="<p>The end.</p>\n",
        ),
        bad(
            "The end. ![][p]\n\n[p]: https://blogger.googleusercontent.com/tracker/1-2?l=w.blogspot.com\n",
            fixed="The end.\n",
        ),
        bad("The end.\n\n![][p]\n\n[p]: https://pixel.wp.com/b.gif?host=w\n", fixed="The end.\n"),
        bad(
            "---\ntitle: Walk\nheadimg: https://pixel.wp.com/b.gif?host=w.wordpress.com\n---\n\nText.\n",
            note="a head image is the author's to choose",
        ),
        bad("![](//count.walks.net/p.gif?1)\n\nText.\n", fixed="Text.\n", options={"pixels": ("walks.net/p*",)}),
        bad("> <img src='https://pixel.wp.com/b.gif?x'>\n> Not *in* Markdown.\n", note="HTML that begins with it"),
        good("![one](/one.gif) <img src='/img/spacer.gif' width='1' height='1'>\n"),
        good("![visitors](https://visitor-badge.laobi.icu/badge?page_id=walks)\n", note="a badge is there to be seen"),
        good("![](https://medium.com/_/stats.png) ![a tracker](https://blogger.googleusercontent.com/img/a/x.jpg)\n"),
        good("Feeds end in `![](https://medium.com/_/stat?event=post.clientViewed)`.\n"),
        good("![](https://pixel.wp.com/b.gif?host=w)\n", options={"keep": ("pixel.wp.com/*",)}),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each picture that only counts readers."""
        pictures: Iterable[Place]
        if self.pixels or doc.site.vendor_files:
            pictures = [Place(image, "picture") for image in doc.images if not image.opaque]
        else:
            pictures = [one for one in suspects(doc).every if one.what == "picture"]
        if not pictures:
            return
        book = address_book(doc)
        for place in pictures:
            why = self._why(book, place)
            if why:
                image = place.reference
                message = f"tracking pixel {quoted(image.target)} {why}"
                if is_leaked(doc, image.span):
                    yield self.finding(image.span, message, help=LEAKED)
                else:
                    yield self.finding(image.span, message, _removal(doc, image))

    def _why(self, book: AddressBook, place: Place) -> str:
        """Return what is wrong with the picture at `place`, or nothing."""
        address = place.address
        if address is None or (self.keep and any(_named(one, address.host, address.path) for one in self.keep)):
            return ""
        if self.pixels and any(_named(one, address.host, address.path) for one in self.pixels):
            return "is on this site's list"
        entry = book.pixel(address)
        return entry.why if entry is not None else ""


def _named(written: str, host: str, path: str) -> bool:
    """Tell whether the option `written`, a host and a path with asterisks, names the address of these parts."""
    from copydesk_rules.entries import matches, on_host, pattern

    wanted, slash, rest = written.lower().partition("/")
    return on_host((wanted,), host) and (not slash or matches(pattern("/" + rest), path.lower()))


def _removal(doc: Document, image: Reference) -> Fix | None:
    """Return the fix that takes the picture away, with a link that holds nothing else."""
    if image.origin not in ("markdown", "definition", "html") or (image.tag is not None and image.attribute != "src"):
        return None
    spans: list[tuple[Span, str]] = []  # what goes, and the target of the link that goes with it
    edits: list[Edit | None] = []
    if image.tag is not None:
        spans.append(_around_tag(doc, image))
    elif image.origin == "definition":
        edits.append(doc.strike(image.span))
        label = next((one.label for one in doc.markdown.definitions if one.span == image.span), "")
        for link in doc.markdown.links:
            if link.style == "reference" and _label(link.label) == _label(label):
                if not link.image:
                    return None
                spans.append(_around_link(doc, link.span))
    else:
        spans.append(_around_link(doc, image.span))
    edits.extend(_edit(doc, span) for span, _ in spans)
    if None in edits:
        return None
    declares = [Change("image", image.target), *(Change("link", target) for _, target in spans if target)]
    going = doc.joined(edit for edit in edits if edit is not None)
    return Fix("remove the tracking pixel", going, declares=tuple(declares))


def _label(label: str) -> str:
    """Return the normal form of a reference label (CommonMark 4.7)."""
    return " ".join(label.split()).casefold()


def _around_link(doc: Document, span: Span) -> tuple[Span, str]:
    """Return the Markdown link around the picture at `span` if it holds nothing else, and its target."""
    links = doc.markdown.links
    at = bisect_left(links, span.start, key=lambda link: link.span.start)
    if at < len(links) and links[at].span == span and links[at].parent >= 0:
        parent = links[links[at].parent]
        if parent.inner.of(doc.text).strip() == span.of(doc.text) and parent.style == "inline":
            return parent.span, parent.target
    return span, ""


def _around_tag(doc: Document, image: Reference) -> tuple[Span, str]:
    """Return the `<a>` around the tag of the picture if it holds nothing else, and its target."""
    text = doc.text
    start, end = image.span
    if text[end : end + 6].lower() == "</img>":
        end += 6
    tags = doc.html.tags
    at = bisect_left(tags, start, key=_start) - 1
    if at < 0 or tags[at].name != "a" or text[tags[at].span.end : start].strip():
        return Span(start, end), ""  # no link begins right before it: where others end need not be known
    link = doc.html.inside(start, ("a",))
    if link is not None and link.end is not None:
        inner = link.inner
        if not text[inner.start : start].strip() and not text[end : inner.end].strip():
            href = link.start.get("href")
            return link.span, href.value if href is not None else ""
    return Span(start, end), ""


def _start(tag: Tag) -> int:
    return tag.match.start()


def _edit(doc: Document, span: Span) -> Edit | None:
    """Return the edit that takes away `span`, which stands in running text, or None where that would harm it."""
    text = doc.text
    first = text.rfind("\n", 0, span.start) + 1
    last = text.find("\n", span.end)
    last = len(text) if last < 0 else last
    before, after = text[first : span.start], text[span.end : last].rstrip("\r")
    block = html_block_around(doc, span) if doc.kind != "html" else None
    if block is not None and not after.strip() and not text[block.start : span.start].strip():
        following = _line_below(text, last).lstrip(" \t>")
        if following.strip() and not following.startswith("<"):
            return None  # it begins the block: without its tag Markdown would read what follows
    if not before.strip() and not after.strip():
        above = _line_above(text, first) if first > doc.body_start else ""
        below = _line_below(text, last)
        if doc.kind != "html" and above.strip() and below.strip() and not _in_html_block(doc, span):
            return Edit(Span(first, min(last + 1, len(text))))  # the middle of a paragraph stays one
        if doc.kind != "html" and not _in_html_block(doc, span) and _STARTS_BLOCK.match(below.strip()):
            return None  # it would begin the paragraph, and mean something else there
        if alone_in_item(doc, span):
            return None
        if doc.kind != "html" and (_UNDERLINE.fullmatch(below) or _HARD_BREAK.search(above)):
            return None  # it is a whole heading, or a line break leads to it alone
        return doc.strike(span)
    in_quote = ">" in before and not before.strip(" \t>") and (block is None or block.start >= first)
    if in_quote and not after.strip() and doc.kind != "html":
        below = _line_below(text, last)
        if below.startswith(before) and below[len(before) :].strip():
            return Edit(Span(span.start, last + 1 + len(before)))  # what follows takes its place in the quotation
    if not before.strip():
        rest = after.lstrip(" \t")
        if doc.kind != "html" and _STARTS_BLOCK.match(rest) and not _in_html_block(doc, span):
            return None
        return Edit(Span(span.start, span.end + len(after) - len(rest)))
    if not after.strip() or after[0] in " \t":
        return Edit(Span(first + len(before.rstrip(" \t")), span.end + (0 if after.strip() else len(after))))
    return Edit(span)


def _line_above(text: str, first: int) -> str:
    return text[text.rfind("\n", 0, first - 1) + 1 : first] if first else ""


def _line_below(text: str, last: int) -> str:
    end = text.find("\n", last + 1)
    return text[last + 1 : end if end >= 0 else len(text)]


def _in_html_block(doc: Document, span: Span) -> bool:
    return html_block_around(doc, span) is not None or any(block.contains(span) for block in doc.leaked)
