"""MOD001: blocks that advertise the site a post was copied from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from copydesk import (
    TYPE_CHECKING,
    Change,
    Document,
    Element,
    Finding,
    Fix,
    Node,
    Rule,
    Safety,
    Severity,
    Span,
    bad,
    good,
    option,
)
from copydesk_rules.blocks import Places, block_can_go, visible
from copydesk_rules.catalogue import catalogue
from copydesk_rules.entries import matches, matches_any, pattern
from copydesk_rules.messages import alone_in_item, is_leaked, lines_beside, quoted

if TYPE_CHECKING:
    from copydesk_rules.entries import Entry


class PromotionalBlock(Rule):
    """A post should not carry the advertisement of the site it was copied from.

    ## Why

    News sites put a QR code or an invitation under every article, and feeds end in a line that leads elsewhere. A
    scraper or importer takes them for part of the article: readers of your site are asked to install somebody's app,
    and where the first picture becomes the head image, every preview of the post shows the QR code.

    ## What it reports

    Blocks of known vendors, by class or by their exact words, and fields of the front matter whose value is the
    picture of such a block. The fix is unsafe, because it removes words and pictures.

    ## What it leaves alone

    Everything that only looks like an advertisement, the author line and the credit of the source, and blocks of the
    site's own.
    """

    code = "MOD001"
    name = "promotional-block"
    severity = Severity.WARNING
    needs = ("copydesk_rules.signs:promotion",)

    classes: tuple[str, ...] = option((), "More class names of blocks to remove; `*` is any characters.")
    keep: tuple[str, ...] = option((), "Class names of blocks to leave alone; `*` is any characters.")

    examples = (
        bad(
            '<p>Done.</p>\n<div class="clearfix appendQr_wrap">\n<img src="https://news.site/qr.png">\n'
            "<p>Get the app</p>\n</div>\n<p>Editor: Li</p>\n",
            fixed="<p>Done.</p>\n<p>Editor: Li</p>\n",
            unsafe=True,
        ),
        bad(
            "---\ntitle: Rates\nheadimg: 'https://news.site/qr.png'\n---\n\n<p>Done.</p>\n\n"
            '<div class="appendQr_wrap"><img src="https://news.site/qr.png"> Get the app</div>\n',
            fixed="---\ntitle: Rates\n---\n\n<p>Done.</p>\n",
            findings=2,
            unsafe=True,
            note="a scraper took the first picture for the head image",
        ),
        bad(
            "Done.\n\nThe post [Walks](https://walks.org/1) appeared first on [Walks](https://walks.org).\n",
            fixed="Done.\n",
            unsafe=True,
        ),
        bad(
            '<p>Done.</p>\n<div class="subscribe-box">Subscribe!</div>\n',
            fixed="<p>Done.</p>\n",
            unsafe=True,
            options={"classes": ("subscribe-*",)},
        ),
        good('<p class="article-editor">Editor: Li</p>\n<div class="qr">Scan for the menu</div>\n'),
        good("The post that appeared first on the list was a walk.\n", note="ordinary prose"),
        good('Remove `<div class="appendQr_wrap">` from the article.\n'),
        good("---\ntitle: Rates\nheadimg: /qr.png\n---\n\n<p>Done.</p>\n"),
        good('<div class="appendQr_wrap">Ours</div>\n', options={"keep": ("appendQr_wrap",)}),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each promotional block, and for each field that names a picture of one."""
        known = catalogue(doc.site.vendor_files).blocks_in(doc.text)
        if not known and not self.classes:
            return
        pictures: dict[str, str] = {}  # the pictures of the blocks, and what those are
        images, links = Places(doc.images), Places(doc.links)
        last = Span(0, 0)
        for element, what, why in sorted(self._elements(doc, known), key=lambda found: found[0].span):
            span = element.span
            if last.contains(span):
                continue
            last = span
            words = visible(doc, element)
            shown = images.within(span)
            pictures.update(dict.fromkeys(shown, what))
            declares = (
                *([Change("text", words)] if words else ()),
                *(Change("image", target) for target in shown),
                *(Change("link", target) for target in links.within(span)),
            )
            fix = None
            if element.end is not None and not is_leaked(doc, span) and block_can_go(doc, span):
                fix = Fix("remove the block", (doc.strike(span),), Safety.UNSAFE, declares)
            yield self.finding(span, f"promotional block {_shown(element, words)} is {what}: {why}", fix)
        yield from self._lines(doc, known, links)
        for key, node, whole in _pictures_of_fields(doc) if _names_picture(doc, known, pictures) else ():
            what = pictures.get(str(node.value)) or _known_picture(known, str(node.value))
            if what:
                fix = Fix("remove the field", (doc.strike(whole),), Safety.UNSAFE, (Change("field", key, key),))
                yield self.finding(
                    node.span,
                    f"{quoted(key)} is the picture of a promotional block, {what}: previews of the post show it",
                    fix if whole != node.span else None,
                    help="name a picture of the article",
                )

    def _elements(self, doc: Document, known: Sequence[Entry]) -> Iterator[tuple[Element, str, str]]:
        """Yield the elements that are promotional blocks, with what they are and why they are there."""
        html = doc.html
        if not html.tags:
            return
        named = [entry for entry in known if entry.classes]
        more = [pattern(name) for name in self.classes]
        keep = [pattern(name) for name in self.keep]
        pieces = [max(one, key=len) for entry in named for one in entry.classes] + [max(one, key=len) for one in more]
        for (tag, attribute), written in zip(html.attributes("class"), html.written("class"), strict=True):
            value = attribute.value if "&" in written else written
            if not [piece for piece in pieces if piece in value]:
                continue
            element, words = tag.element, value.split()
            if element is None or (keep and any(matches_any(keep, word) for word in words)):
                continue
            for word in words:
                entry = next(
                    (one for one in named if matches_any(one.classes, word) and one.on_element(tag.name)), None
                )
                if entry is not None and _says(doc, element, entry):
                    yield element, entry.what, entry.why
                    break
                if more and matches_any(more, word):
                    yield element, "on this site's list", "it promotes something"
                    break
        for entry in known:
            if entry.text and not entry.classes and any(max(pieces, key=len) in doc.text for pieces in entry.text):
                for name in entry.elements:
                    for element in html.elements_named(name):
                        if _says(doc, element, entry):
                            yield element, entry.what, entry.why

    def _lines(self, doc: Document, known: Sequence[Entry], links: Places) -> Iterator[Finding]:
        """Yield a finding for each paragraph of Markdown that is a promotional line."""
        if doc.kind == "html":
            return
        text = doc.text
        for entry in known:
            for pieces in entry.markdown:
                for line in _lines_with(text, max(pieces, key=len), doc.body_start):
                    written = line.of(text).strip()
                    if not matches(pieces, written) or not _is_paragraph(text, line) or doc.in_code(line):
                        continue
                    start = line.start + line.of(text).find(written)
                    span = Span(start, start + len(written))
                    if doc.html.tags and any(block.contains(span) for block in doc.markdown.html_blocks):
                        continue
                    words = re.sub(r"\]\([^()]*+\)|\[", "", written)
                    declares = (Change("text", words), *(Change("link", target) for target in links.within(span)))
                    fix = None
                    if not alone_in_item(doc, span):
                        fix = Fix("remove the line", (doc.strike(span),), Safety.UNSAFE, declares)
                    yield self.finding(span, f"promotional line {quoted(words)} is {entry.what}: {entry.why}", fix)


def _says(doc: Document, element: Element, entry: Entry) -> bool:
    """Tell whether the visible text of `element` is what the entry asks for."""
    return not entry.text or matches_any(entry.text, visible(doc, element))


def _shown(element: Element, visible: str) -> str:
    """Return what a message calls `element`: its class, its id, or its words."""
    for name in ("class", "id"):
        attribute = element.start.get(name)
        if attribute is not None and attribute.value.strip():
            return quoted(attribute.value)
    return quoted(visible)


def _lines_with(text: str, piece: str, start: int) -> Iterator[Span]:
    """Yield the lines of `text` from `start` on in which `piece` stands, each once, without their newlines."""
    at = text.find(piece, start)
    while at >= 0:
        first = text.rfind("\n", 0, at) + 1
        last = text.find("\n", at)
        last = len(text) if last < 0 else last
        yield Span(first, last)
        at = text.find(piece, last)


def _is_paragraph(text: str, line: Span) -> bool:
    """Tell whether the lines above and below `line` are empty."""
    above, below = lines_beside(text, *line)
    return not above.strip() and not below.strip()


def _names_picture(doc: Document, known: Iterable[Entry], pictures: Iterable[str]) -> bool:
    """Tell whether the front matter may name one of `pictures`, or a known one; it is not read for nothing."""
    content = doc.text[: doc.body_start]
    if "\\" in content or any(picture in content for picture in pictures):
        return True
    return any(max(pieces, key=len) in content for entry in known for pieces in entry.pictures)


def _pictures_of_fields(doc: Document) -> Iterator[tuple[str, Node, Span]]:
    """Yield the text values of the front matter that look like pictures: key, value, and what goes with it."""
    matter = doc.front_matter
    if matter is None or matter.error is not None:
        return
    keys = [key for key, value in matter.values.items() if "/" in str(value)]
    for entry in matter.among(keys):  # so that the places of the others need not be known
        for node in entry.node.items or (entry.node,):
            if isinstance(node.value, str) and "/" in node.value and "." in node.value and " " not in node.value:
                yield entry.key, node, entry.span if node is entry.node else node.span


def _known_picture(known: Iterable[Entry], address: str) -> str:
    """Return what the promotional block is whose picture has this address, or nothing."""
    return next((entry.what for entry in known if matches_any(entry.pictures, address)), "")
