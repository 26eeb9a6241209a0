"""HTM004: elements that only the vendor's own page or program reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from copydesk import (
    TYPE_CHECKING,
    Change,
    Document,
    Edit,
    Element,
    Finding,
    Fix,
    Reference,
    Rule,
    Safety,
    Severity,
    Span,
    Tag,
    bad,
    good,
    has_pair,
    is_html,
    option,
    regex,
    unwrap,
)
from copydesk_rules.addresses import in_small_letters
from copydesk_rules.catalogue import Catalogue, catalogue
from copydesk_rules.edges import BLOCKS, divides_nothing
from copydesk_rules.entries import Entry, matches_any, pattern
from copydesk_rules.messages import LEAKED, html_block_around, is_leaked, lines_beside
from copydesk_rules.neighbours import Neighbours
from copydesk_rules.signs_of_addresses import EMOJI

if TYPE_CHECKING:
    from copydesk_rules.blocks import Places

    Found = tuple[Tag, Entry, str, list[str]]
    """A start tag, what is known of it, its id (or, of a link, its name) and its class names."""

_CODE = frozenset(("pre", "code", "svg", "math", "template"))


class ForeignElement(Rule):
    """An element should mean something outside of the program that wrote it.

    ## Why

    Google Docs wraps what it puts on the clipboard in a `<b>` that is not bold, Word in `<o:p>` and `<st1:place>`,
    page builders in a dozen of `<div>`s that only their own style sheet lays out. Code copied from a page brings the
    button along that copied it, and an emoji becomes a small picture on somebody's server that will be gone one day.

    ## What it reports

    Elements of known vendors, by name, id or class, as their files describe them: frames, which the fix takes away
    with all that is in them left; pictures that stand for a sign, which become the sign; and the excerpt mark of
    Blogger, which becomes the one of this site's generator. All that is safe. To remove something with what is in it,
    such as a button, is unsafe. What the vendor would have filled in is reported only.

    ## What it leaves alone

    Elements with a class, an id or a style of somebody else's beside the vendor's; ids that a link leads to; frames
    whose content would run together without them. Code.
    """

    code = "HTM004"
    name = "foreign-element"
    needs = ("copydesk_rules.signs:foreign element", "copydesk_rules.signs:emoji")
    severity = Severity.INFO

    keep: tuple[str, ...] = option((), "Ids and class names of elements to leave alone; `*` is any characters.")

    examples = (
        bad(
            '<p>On <b id="docs-internal-guid-7d07-1" style="font-weight:normal;">testbed</b> needs.</p>\n',
            fixed="<p>On testbed needs.</p>\n",
        ),
        bad(
            "<p>Herons in <st1:place>Leiden</st1:place>.<o:p>&nbsp;</o:p></p>\n",
            fixed="<p>Herons in Leiden.&nbsp;</p>\n",
            findings=2,
        ),
        bad(
            'Herons <img src="https://s.w.org/images/core/emoji/72x72/1f600.png" alt="😀" class="wp-smiley"> nest.\n',
            fixed="Herons 😀 nest.\n",
        ),
        bad('Teaser.\n<a name="more"></a>\nThe rest.\n', note="a comment on a line of its own would end the paragraph"),
        bad('Teaser.\n\n<a name="more"></a>\n\nThe rest.\n', fixed="Teaser.\n\n<!--more-->\n\nThe rest.\n"),
        bad(
            '<p>Run:</p>\n<div class="cnblogs_code_toolbar"><a href="javascript:void(0);">Copy</a></div>\n<p>a</p>\n',
            fixed="<p>Run:</p>\n<p>a</p>\n",
            unsafe=True,
        ),
        good(
            '## Scope <a href="#docs-internal-guid-1" id="docs-internal-guid-1"></a>\n',
            note="the anchor of a heading",
        ),
        good('<span class="SpellE mine">Herons</span> <div class="elementor-row" style="color:red">a</div>\n'),
        good("Write `<o:p>` into the paragraph.\n"),
        good('<b id="docs-internal-guid-7d07-1">Herons</b>\n', options={"keep": ("docs-internal-*",)}),
        good('<img src="/emoji/heron.png" alt="😀">\n', note="a picture of the site's own"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each element that a vendor left."""
        html = doc.html
        if html.tags and (html.unusual or not html.attribute_names().isdisjoint(_NAMING)):
            yield from self._elements(doc)
        own = bool(doc.site.vendor_files)
        for image in doc.images:
            target = image.target
            if target[:4].lower().startswith(("http", "//")) and (own or _may_be_sign(target)):
                finding = self._sign(doc, image)
                if finding is not None:
                    yield finding

    def _elements(self, doc: Document) -> Iterator[Finding]:
        known = catalogue(doc.site.vendor_files)
        html = doc.html
        named: dict[Tag, tuple[str, str]] = {
            tag: ("", "") for tag in html.unusual if not tag.closing and not is_html(tag.name)
        }
        for (tag, attribute), written in zip(html.attributes("class"), html.written("class"), strict=True):
            named[tag] = (attribute.value if "&" in written else written, "")
        for name in ("name", "id"):
            for tag, attribute in html.attributes(name):
                if name == "id" or tag.name == "a":
                    named[tag] = (named[tag][0] if tag in named else "", attribute.value)
        found = [
            (tag, entry, identifier, classes.split())
            for tag, (classes, identifier) in named.items()
            if (entry := known.foreign(tag.name, identifier, classes)) is not None
        ]
        if found:
            yield from self._judged(doc, known, sorted(found, key=_start))

    def _judged(self, doc: Document, known: Catalogue, found: Iterable[Found]) -> Iterator[Finding]:
        """Yield a finding for each of the elements that is nothing else than what a vendor left."""
        keep = [pattern(one) for one in self.keep]
        around = Neighbours(doc)
        last = 0
        fragments: set[str] | None = None
        lost: list[Places] = []
        for tag, entry, identifier, classes in found:
            span = tag.span
            if span.start < last or (keep and any(matches_any(keep, one) for one in (identifier, *classes))):
                continue
            if entry.action != "drop" and not _is_all(known, tag, entry, classes):
                continue
            element = tag.element
            if element is None or doc.is_opaque(span) or doc.html.inside(span.start, _CODE) is not None:
                continue
            if identifier and entry.action != "excerpt":
                if fragments is None and has_pair(doc.text, f"#{identifier}", 0):
                    fragments = set(_FRAGMENT.findall(doc.text))
                if fragments is not None and identifier in fragments:
                    continue
            if entry.action == "drop":
                last = element.span.end
            message = f"`<{tag.name}>` {entry.why}"
            if doc.leaked and is_leaked(doc, span):
                yield self.finding(span, message, help=LEAKED)
            else:
                yield self.finding(span, message, _fix(doc, element, entry, identifier, around, lost))

    def _sign(self, doc: Document, image: Reference) -> Finding | None:
        """Return the finding for a picture that stands for a sign, if it does."""
        names = (image.target, in_small_letters(image.target))
        for entry in catalogue(doc.site.vendor_files).section("elements"):
            if entry.action == "alt" and any(matches_any(entry.sources, name) for name in names):
                message = f"picture `{image.text or image.target}` {entry.why}"
                fix = None
                if image.text.strip() and image.origin in ("markdown", "html") and not is_leaked(doc, image.span):
                    sign = image.text.strip()
                    changes = (Change("image", image.target), Change("text", "", sign))
                    fix = Fix("write the sign itself", (Edit(image.span, sign),), declares=changes)
                return self.finding(image.span, message, fix)
        return None


def _may_be_sign(target: str) -> bool:
    for sign in EMOJI:  # noqa: SIM110  asked so often that a generator shows
        if sign in target:
            return True
    return False


def _start(found: Found) -> int:
    return found[0].match.start()


_NAMING = frozenset(("class", "id", "name"))
"""Attributes by which the elements of a vendor are known."""

_FRAGMENT = regex(r"#([^\s\"'<>()]++)")
_PLAIN = regex(r"(?i)\s*+font-weight\s*+:\s*+(?:normal|400)\s*+;?+\s*+")


def _is_all(known: Catalogue, tag: Tag, entry: Entry, classes: list[str]) -> bool:
    """Tell whether nothing on `tag` is anybody else's than a vendor's."""
    if not is_html(tag.name):
        return True
    for attribute in tag.attributes:
        name = attribute.name
        if name == "class":
            if not all(matches_any(entry.classes, one) or known.class_name(one) for one in classes):
                return False
        elif name == "style":
            if tag.name != "b" or not _PLAIN.fullmatch(attribute.value):
                return False
        elif name not in ("id", "name", "dir") and not name.startswith("data-") and not known.attribute(name):
            return False
    return True


def _fix(
    doc: Document, element: Element, entry: Entry, identifier: str, around: Neighbours, lost: list[Places]
) -> Fix | None:
    """Return what to do about the element, or None where that would do harm."""
    start, end = element.start, element.end
    changes = [Change("markup", identifier)] if identifier else []
    if not is_html(start.name) and ":" not in start.name:
        changes.append(Change("markup", start.name))
    if entry.action == "drop":
        return _removal(doc, element, changes, lost) if end is not None else None
    if entry.action == "excerpt":
        return _excerpt(doc, element, changes)
    if entry.action != "unwrap" or end is None:
        return None
    if start.name in BLOCKS:
        if not (divides_nothing(doc, start.span) and divides_nothing(doc, end.span)):
            return None
        edits = doc.joined((doc.strike(start.span), doc.strike(end.span)))
    elif around.can_go(start.span) and around.can_go(end.span):
        edits = unwrap(element)
    else:
        return None
    return _made(("take the tags away", edits, Safety.SAFE, tuple(changes)))


_made = Fix._make


def _removal(doc: Document, element: Element, changes: list[Change], lost: list[Places]) -> Fix | None:
    """Return the fix that removes the element with all that is in it; `lost` keeps where pictures and links are."""
    from copydesk_rules.blocks import Places, block_can_go, visible

    span = element.span
    if not block_can_go(doc, span):
        return None
    words = visible(doc, element)
    if words:
        changes.append(Change("text", words))
    if not lost:
        lost += Places(doc.images), Places(doc.links)
    changes += (Change("image", target) for target in lost[0].within(span))
    changes += (Change("link", target) for target in lost[1].within(span))
    return Fix("remove the element", (doc.strike(span),), Safety.UNSAFE, tuple(changes))


def _divides_paragraph(doc: Document, span: Span) -> bool:
    """Tell whether a comment in the place of `span` would begin a block where a paragraph goes on."""
    text = doc.text
    first = text.rfind("\n", 0, span.start) + 1
    last = text.find("\n", span.end)
    last = len(text) if last < 0 else last
    if doc.kind == "html" or text[first : span.start].strip(_BLANKS) or html_block_around(doc, span):
        return False
    above, below = lines_beside(text, first, last)
    words = (above if first > doc.body_start else "") + text[span.end : last] + below
    return bool(words.strip(_BLANKS)) and not doc.in_list(span.start)


_BLANKS = " \t\r\n>"


def _excerpt(doc: Document, element: Element, changes: list[Change]) -> Fix | None:
    """Return the fix that writes the excerpt mark of the site's generator, or removes one that is there twice."""
    marks = doc.site.generator.excerpts
    if not marks or element.end is None or element.inner.of(doc.text).strip():
        return None
    if any(comment.text.strip().lower() in marks for comment in doc.html.comments):
        return Fix("remove the mark", (doc.strike(element.span),), declares=tuple(changes))
    if _divides_paragraph(doc, element.span):
        return None
    changes.append(Change("markup", "", marks[0]))
    edit = Edit(Span(element.span.start, element.span.end), f"<!--{marks[0]}-->")
    return Fix("write the excerpt mark of the generator", (edit,), declares=tuple(changes))
