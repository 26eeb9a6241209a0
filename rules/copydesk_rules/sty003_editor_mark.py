"""STY003: class names and attributes that an editor left on elements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter

from copydesk import (
    PLAIN_ATTRIBUTES,
    TYPE_CHECKING,
    Attribute,
    Change,
    Document,
    Edit,
    Finding,
    Fix,
    NamedTuple,
    Rule,
    Safety,
    Severity,
    Span,
    Tag,
    bad,
    good,
    option,
    regex,
    remove_attribute,
)
from copydesk_rules.catalogue import catalogue
from copydesk_rules.entries import Entry, Pattern, matches_any, pattern
from copydesk_rules.messages import LEAKED, is_leaked, quoted
from copydesk_rules.styling import Surroundings, is_page, may_embed

if TYPE_CHECKING:
    from pathlib import Path


class EditorMark(Rule):
    """An element should not carry the marks of the editor it was written in.

    ## Why

    Word, Google Docs, Medium and the editors of web pages write class names for their own style sheets and notes for
    their own scripts on every paragraph. Outside of them they do nothing; but they swell the post, get in the way of
    whoever edits it, and show readers of the source where it was copied from.

    ## What it reports

    Class names and attributes of known vendors that only the vendor's own sheet or program knows; the same ones on
    several elements are one finding, at the first of them. The fix removes
    these names and nothing else, the `class` attribute when no name is left in it, and a `<span>` that only carried
    them.

    ## What it leaves alone

    Every name that no vendor file knows. Classes of elements without content, which may be what they show. Names that
    a style sheet or a script in the post mentions. Names that sites style themselves after they have moved
    (`aligncenter`, `wp-caption`, Ghost's `kg-…`, Quill's `ql-…`), unless `themed = true` says that yours does not.
    Drawings, code, embeds, and HTML pages with a head of their own.
    """

    code = "STY003"
    name = "editor-mark"
    severity = Severity.INFO
    needs = ("copydesk_rules.signs:editor mark",)

    themed: bool = option(False, "Report class names, too, that themes and stylesheets of sites often know.")
    keep: tuple[str, ...] = option((), "Class names and attributes to leave alone; `*` is any characters.")

    examples = (
        bad(
            '<span class="MsoNormal">\nFold the *paper*.\n</span>\n',
            fixed="<span>\nFold the *paper*.\n</span>\n",
            note="without its tags it would be Markdown",
        ),
        bad('<p class="MsoNormal">Fold the paper.</p>\n', fixed="<p>Fold the paper.</p>\n"),
        bad(
            "<p class='wide graf graf--p graf-after--h3' id='x'>Herons.</p>\n",
            fixed="<p class='wide' id='x'>Herons.</p>\n",
        ),
        bad(
            '<p class="graf--p wide graf--last tall">Herons.</p>\n',
            fixed='<p class="wide tall">Herons.</p>\n',
            findings=1,
        ),
        bad(
            '<p style="text-align: center;" data-mce-style="text-align: center;">Rain.</p>\n',
            fixed='<p style="text-align: center;">Rain.</p>\n',
        ),
        bad(
            '<p class="p1"><span class="s1">Rain.</span></p>\n',
            fixed="<p>Rain.</p>\n",
            findings=2,
            note="numbered styles of Apple's, of which each speaks for the other",
        ),
        bad(
            '<p class=MsoNormal data-mce-bogus=1 data-mce-style="" id=x>Rain.</p>\n',
            fixed="<p id=x>Rain.</p>\n",
        ),
        bad(
            '<figure class="wp-caption aligncenter"><img src="/a.png" alt="Rain" class="wp-image-7"></figure>\n',
            fixed='<figure class="aligncenter"><img src="/a.png" alt="Rain"></figure>\n',
            findings=2,
            options={"themed": True},
        ),
        bad(
            "<div>\n<p>One.</p>\n\n    <p class='MsoNormal'>Two.</p>\n\n</div>\n",
            note="readers see it as code, until it is markup again",
        ),
        good('<p class="p1">Rain.</p>\n', note="a class of the site's own, where nothing else is Apple's"),
        good('<img class="aligncenter size-full" src="/a.png" alt="Rain">\n', note="styles that the theme may have"),
        good("<style>.MsoNormal { margin: 0 }</style>\n\n<p class='MsoNormal'>Rain.</p>\n"),
        good("<script>at(el.dataset.mceBogus)</script>\n\n<p data-mce-bogus='1'>Rain.</p>\n"),
        good('<img data-index="1" data-type="jpeg" src="/a.png" alt="Rain">\n', note="nothing else is WeChat's"),
        good('<img data-croporisrc="https://mmbiz.example/a" alt="Rain">\n', note="the address that IMG003 promotes"),
        good('<div class="embed" data-attrs="{&quot;url&quot;: &quot;https://a.example/&quot;}"></div>\n'),
        good('<i class="graf--icon"></i>\n', note="what is empty may be an icon"),
        good('<pre class="wide"><span class="MsoNormal">x</span></pre>\n'),
        good('<p class="{{ kind }} graf-{{ n }}">Rain.</p>\n'),
        good('<p class="graf--p">Rain.</p>\n', options={"keep": ("graf--*",)}),
        good('Write `<p class="MsoNormal">`, and Alexander Graf or graf--p mean nothing.\n'),
        good(
            '<p class="notranslate pkix-ocsp mso-dumper" data-theme="darkreader">mdnice, kix- and mso- in prose.</p>\n',
            note="names that only look like an editor's",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each element that has an editor's attributes or class names."""
        html = doc.html
        if not html.tags:
            return
        own, themed = doc.site.vendor_files, self.themed
        classed: list[tuple[Tag, Attribute, Classes]] = []
        embeds = False
        for (tag, attribute), written in zip(html.attributes("class"), html.written("class"), strict=True):
            classes = _classes(written, own, themed)
            embeds = embeds or classes.embeds
            if classes.known:
                classed.append((tag, attribute, classes))
        known: list[tuple[str, tuple[Entry, ...]]] = []
        names = html.attribute_names()
        for written in names if own else {*names} - PLAIN_ATTRIBUTES:  # which looks at the few names only
            entries = _known_attributes(written, own)
            if entries:
                known.append((written, entries))
        if not (classed or known) or is_page(doc):
            return
        around = _Around(doc, self.keep, embeds)
        marks: dict[Tag, list[_Mark]] = {}
        for tag, attribute, classes in classed:
            residue: list[tuple[Name, Entry]] = []
            for name in classes.known:
                entry = around.dressed(name, tag)
                if entry is not None:
                    residue.append((name, entry))
            if residue and not around.is_made(attribute) and (tag.void or not around.is_empty(tag)):
                marks.setdefault(tag, []).append(_of_classes(tag, attribute, classes, residue))
        for written, entries in sorted(known):
            if not around.keeps(written):
                for tag, attribute in html.attributes(written):
                    entry = around.meant(entries, tag, attribute)
                    if entry is not None and not around.is_made(attribute):
                        span = attribute.span
                        edits = (remove_attribute(tag, attribute, span),)
                        mark = _mark((span, ((written,), "attribute", entry), edits, True))
                        marks.setdefault(tag, []).append(mark)
        if not marks:
            return
        leaks, clear = doc.leaked, around.is_clear()
        alike: dict[tuple[bool, Told], list[tuple[Tag, list[_Mark]]]] = {}
        for tag, found_here in marks.items():
            if clear or not around.aside(tag):
                leaked = bool(leaks) and is_leaked(doc, tag.span)
                alike.setdefault((leaked, tuple(map(_told, found_here))), []).append((tag, found_here))
        for (_, told), elements in alike.items():
            yield self._of_elements(doc, told, elements, around)

    def _of_elements(
        self, doc: Document, told: Told, elements: Sequence[tuple[Tag, list[_Mark]]], around: _Around
    ) -> Finding:
        """Return the finding for elements with the same marks: it stands at the first of them."""
        marks = elements[0][1]
        span = marks[0].span
        if len(marks) > 1:
            spans = sorted([mark.span for mark in marks])
            span = Span(spans[0].start, spans[-1].end)
        message, title, declares = _said(told)
        if doc.leaked and is_leaked(doc, span):
            return self.finding(span, message, help=LEAKED)
        edits: list[Edit] = []
        unwrapped = 0
        for tag, marks in elements:
            taken: tuple[Edit, ...] = ()
            if tag.name == "span" and len(marks) == len(tag.attributes) and all(mark.whole for mark in marks):
                taken = around.unwrapped(tag)
                unwrapped += bool(taken)
                edits += taken
            if not taken:
                for mark in marks:
                    edits += mark.edits
        if unwrapped == len(elements):
            title = "take the tags away"
        if len(elements) > 1:
            title += (
                f", here and on {len(elements) - 1} more elements" if len(elements) > 2 else ", here and on one more"
            )
        return self.finding(span, message, _fix((title, tuple(edits), Safety.SAFE, declares)))


Told = tuple[tuple[tuple[str, ...], str, Entry], ...]
"""What a finding tells of the marks of an element: of each the names, the kind, and what a vendor file says."""

_fix = Fix._make
_LISTED = 6
"""So many names are listed."""


@lru_cache(maxsize=512)  # a site has the same few marks again and again
def _said(told: Told) -> tuple[str, str, tuple[Change, ...]]:
    """Return what a finding says: its message, the title of its fix, and what that changes."""
    names = [name for names, _, _ in told for name in names]
    _, kind, first = told[0]
    declares = tuple([Change("markup", name) for name in names if name[:2] == "on"])
    if len(names) == 1:
        return f"{kind} {quoted(names[0])} {first.why}", "remove it", declares
    listed = ", ".join(map(quoted, names[:_LISTED])) + (", …" if len(names) > _LISTED else "")
    if all(entry.why == first.why for _, _, entry in told):
        message = f"{listed}: each {first.why}"
    else:
        vendors = " and ".join(sorted({entry.vendor for _, _, entry in told}))
        message = f"{listed}: marks of {vendors} that nobody else reads"
    return message, "remove them", declares


class _Mark(NamedTuple):
    """An attribute that is residue, or some of its class names: where, what is told of it, and without it."""

    span: Span
    told: tuple[tuple[str, ...], str, Entry]
    edits: tuple[Edit, ...]
    whole: bool


_mark = _Mark._make
_told = itemgetter(_Mark._fields.index("told"))


class Name(NamedTuple):
    """A class name that is known, where in the attribute it is, and what is known of it."""

    text: str
    span: Span
    entries: tuple[Entry, ...]


class Classes(NamedTuple):
    """The names in a class attribute that a vendor file knows, where all its names are, whether it may be an embed's.

    `texts` are the known names, each once.
    """

    known: tuple[Name, ...]
    texts: tuple[str, ...]
    spans: tuple[Span, ...]
    embeds: bool


_NAME = regex(r"[^\t\n\f\r ]++")
_PICTURES = frozenset(("img", "source", "video"))


@lru_cache(maxsize=512)  # a site has the same few values again and again
def _classes(written: str, own: tuple[Path, ...], themed: bool) -> Classes:
    """Return what there is in a class attribute; what themes may know is only known where it is to be `themed`."""
    known = catalogue(own)
    names = [(found.group(), Span(*found.span())) for found in _NAME.finditer(written)]
    named = []
    for name, span in names:
        entries = tuple([entry for entry in known.class_name(name) if themed or entry.kind != "themed"])
        if entries:
            named.append(Name(name, span, entries))
    texts = tuple(dict.fromkeys([name.text for name in named]))
    return Classes(tuple(named), texts, tuple(span for _, span in names), may_embed(written))


@lru_cache(maxsize=512)
def _known_attributes(name: str, own: tuple[Path, ...]) -> tuple[Entry, ...]:
    """Return what vendor files know of an attribute that only an editor reads."""
    return tuple(entry for entry in catalogue(own).attribute(name) if entry.kind == "editor")


def _of_classes(tag: Tag, attribute: Attribute, classes: Classes, residue: Sequence[tuple[Name, Entry]]) -> _Mark:
    (first, entry), (last, _) = residue[0], residue[-1]
    if len(residue) == len(classes.spans):
        span = attribute.span
        return _mark((span, (classes.texts, "class", entry), (remove_attribute(tag, attribute, span),), True))
    names = tuple(dict.fromkeys([name.text for name, _ in residue]))
    place = (attribute.value_span or attribute.span).start
    span = Span(place + first.span.start, place + last.span.end)
    edits = _without(place, classes.spans, {name.span for name, _ in residue})
    return _mark((span, (names, "class", entry), edits, False))


def _without(place: int, spans: Sequence[Span], gone: Collection[Span]) -> tuple[Edit, ...]:
    """Return the edits that take the names at `gone` out of those at `spans`, places in the value at `place`."""
    edits = []
    first, end = -1, 0  # where a run of names that go begins, and where the name before it ends
    for span in spans:
        if span in gone:
            first = span.start if first < 0 else first
        else:
            if first >= 0:
                edits.append(Edit(Span(place + first, place + span.start)))
            first, end = -1, span.end
    if first >= 0:
        edits.append(Edit(Span(place + end, place + spans[-1].end)))
    return tuple(edits)


class _Around:
    """What else there is in a post: an entry may want company, and scripts may want what nobody else does."""

    def __init__(self, doc: Document, keep: tuple[str, ...], embeds: bool) -> None:
        self._surroundings = surroundings = doc.once(Surroundings)
        surroundings.embeds = embeds
        self._doc = doc
        self._keep = keep
        self._unwanted = not (keep or surroundings.code)  # whatever it is called
        self._templates = bool(doc.templates)
        self._company: dict[tuple[Tag | None, Entry], list[str]] = {}
        self._pictures: dict[Tag, Attribute] | None = None

    def keeps(self, name: str) -> bool:
        """Tell whether the configuration, a script or a style sheet wants what is called `name`."""
        if self._unwanted:
            return False
        return matches_any(map(pattern, self._keep), name) or self._surroundings.speaks_of(name)

    def is_made(self, attribute: Attribute) -> bool:
        """Tell whether a template makes `attribute`."""
        return self._templates and self._doc.is_opaque(attribute.span)

    def is_empty(self, tag: Tag) -> bool:
        """Tell whether an end tag stands right behind `tag`."""
        return self._doc.text.startswith("</", tag.match.end())

    def is_clear(self) -> bool:
        """Tell whether there is neither code nor an embed, so that nothing need be asked of tags."""
        return self._surroundings.is_clear()

    def aside(self, tag: Tag) -> bool:
        """Tell whether `tag` is in code or in an embed."""
        return self._surroundings.aside(tag, itself=False)

    def unwrapped(self, tag: Tag) -> tuple[Edit, ...]:
        """Return the edits that take away the tags of an element, none where they must stay."""
        return self._surroundings.unwrapped(tag)

    def dressed(self, name: Name, tag: Tag) -> Entry | None:
        """Return what says that a class name on `tag` is residue, None where nothing does."""
        for entry in name.entries:
            if not entry.elements or tag.name in entry.elements:
                if entry.beside and not self._has(None, entry, name.text):
                    continue
                return entry if self._unwanted or not self.keeps(name.text) else None
        return None

    def meant(self, entries: Iterable[Entry], tag: Tag, attribute: Attribute) -> Entry | None:
        """Return what says that an attribute of `tag` is residue, None where nothing does."""
        for entry in entries:
            if entry.elements and tag.name not in entry.elements:
                continue
            if entry.values and not entry.has_value(attribute.value.strip()):
                continue
            if entry.beside and not self._has(tag, entry, attribute.name):
                continue
            return None if self._is_needed(tag, attribute) else entry
        return None

    def _has(self, tag: Tag | None, entry: Entry, name: str) -> bool:
        """Tell whether one of the names that `entry` wants beside `name` is on `tag`, or (None) in the post."""
        found = self._company.get((tag, entry))
        if found is None:
            if tag is None:
                attributes = [attribute for _, attribute in self._doc.html.attributes("class")]
                names = {*self._doc.html.attribute_names()}
            else:
                attributes = [attribute for attribute in tag.attributes if attribute.name == "class"]
                names = {attribute.name for attribute in tag.attributes}
            names.update(" ".join(attribute.value for attribute in attributes).split())
            wanted = sorted(one for one in names if _is_one_of(entry.beside, one))
            found = self._company[tag, entry] = wanted[:2]  # one of the two is another than `name`
        return any(one != name for one in found)

    def _is_needed(self, tag: Tag, attribute: Attribute) -> bool:
        """Tell whether `attribute` may be all there is of a picture, or of something embedded."""
        value = attribute.raw or ""
        if tag.name not in _PICTURES:
            if len(value) < _SHORT or ("://" not in value and "{" not in value):
                return False
            element = tag.element
            return element is not None and not element.inner.of(self._doc.text).strip()
        if "/" not in value:
            return False
        pictures = self._pictures
        if pictures is None:  # of repeated attributes the first one counts
            pictures = self._pictures = dict(reversed(self._doc.html.attributes("src")))
        source = pictures.get(tag)
        shown = source.value.strip() if source is not None else ""
        return not shown or shown[:5].lower() == "data:"


def _is_one_of(patterns: Iterable[Pattern], name: str) -> bool:
    return matches_any(patterns, name) or (name[-1:].isdigit() and matches_any(patterns, _NUMBER.sub("#", name)))


_NUMBER = regex(r"[0-9]++")
_SHORT = 10
"""What is shorter is no address, and describes nothing."""
