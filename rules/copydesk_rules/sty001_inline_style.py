"""STY001: inline styles that an editor left behind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from copydesk import (
    Attribute,
    Document,
    Edit,
    Element,
    Finding,
    Fix,
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

# Properties that authors set on purpose, because Markdown has no other way to say it: where something stands, how
# large it is, which colour means what, what is shown at all.
_ALLOWED = (
    "text-align",
    "float",
    "clear",
    "width",
    "height",
    "min-*",
    "max-*",
    "zoom",
    "display",
    "flex*",
    "grid*",
    "align-*",
    "justify-*",
    "place-*",
    "gap",
    "*-gap",
    "order",
    "position",
    "top",
    "right",
    "bottom",
    "left",
    "inset*",
    "z-index",
    "overflow*",
    "margin*",
    "padding*",
    "border*",
    "box-shadow",
    "object-*",
    "aspect-ratio",
    "vertical-align",
    "color",
    "background*",
    "opacity",
    "visibility",
    "fill*",
    "stroke*",
    "transform*",
    "transition*",
    "animation*",
    "filter",
    "cursor",
    "pointer-events",
    "list-style*",
    "table-layout",
    "caption-side",
    "column*",
    "break-*",
    "page-break-*",
    "content",
    "direction",
    "unicode-bidi",
    "writing-mode",
    "white-space",
    "overflow-wrap",
    "word-wrap",
    "word-break",
    "text-decoration*",
    "font-weight",
    "font-style",
    "font-size",
    "outline*",
    "letter-spacing",
    "resize",
    "user-select",
    "scroll-*",
    "--*",
)

_USUAL = frozenset(_ALLOWED)
_USUAL_STARTS = tuple(pattern[:-1] for pattern in _ALLOWED if pattern.endswith("*"))

# What no author types: these come from an editor whatever stands beside them.
_STAMPED = regex(r"font-family|mso-.*|-webkit-text.*|-en-clipboard|orphans|widows|caret-color|font-variant.*|tab-stops")
# A box that somebody designed, with everything in it.
_LAYOUT = regex(r"float|position|flex.*|grid.*")
_PREFIX = regex(r"-(?:webkit|moz|ms|o)-")
_NAME = regex(r"-?[a-z_][a-z0-9_-]*+")

_SKIPPED = frozenset(
    ("svg", "math", "pre", "code", "iframe", "object", "video", "audio", "canvas", "script", "template")
)
_EMBED = regex(r"twitter|instagram|tiktok|reddit|mastodon|bluesky|fb-|katex|mathjax|MathJax|gt_|plotly|highcharts")


class InlineStyle(Rule):
    """Text should not carry the fonts and line heights of the editor it was written in.

    ## Why

    Word, mail programs and web editors stamp their own fonts, line heights and spacing on every run of text. They
    override the site's theme: the post looks foreign, ignores the reader's text size, and breaks in dark mode.

    ## What it reports

    `style` attributes with properties outside the list of those that authors set on purpose (`allow`): any that only
    editors write (`font-family`, `mso-…`, `caret-color`), of others at least two. The fix takes only these away, and
    the attribute when nothing is left in it. It is unsafe: how the text looks is changed.

    ## What it leaves alone

    Alignment, sizes, colours, spacing and layout; drawings, formulas and embeds with all that is in them; code; whole
    HTML pages; and values that a template writes.
    """

    code = "STY001"
    name = "inline-style"
    severity = Severity.INFO
    needs = ("@style",)

    allow: tuple[str, ...] = option((), "More properties to leave alone; `*` stands for any characters.")
    forbid: tuple[str, ...] = option((), "Properties to report although they are on the list of intended ones.")

    examples = (
        bad(
            '<p style="font-family: Calibri; line-height: 107%;">Rain.</p>\n',
            fixed="<p>Rain.</p>\n",
            unsafe=True,
        ),
        bad(
            "Much <span style='color: red; caret-color: #000'>rain</span> today.\n",
            fixed="Much <span style='color: red'>rain</span> today.\n",
            unsafe=True,
        ),
        bad(
            '<p style="color: #333">Rain.</p>\n',
            fixed="<p>Rain.</p>\n",
            unsafe=True,
            options={"forbid": ("color",)},
        ),
        good('<small style="line-height: 2em">Rain.</small>\n', note="one property is somebody's taste"),
        good('<span style="-webkit-transform: rotate(3deg)">Rain</span>\n'),
        good("<p style=”text-align:center;color:gray”>Rain.</p>\n", note="with curly quotes it styles nothing"),
        good('<p style="text-align:center"><img src="https://a.example/x.png" style="width: 50%"></p>\n'),
        good('<span style="color: #CC0000">Red</span> means stop.\n'),
        good('<aside style="float: right; width: 30%; font-family: serif">Rain.</aside>\n', note="a box of its own"),
        good('<svg><text style="font-family: serif">A</text></svg>\n'),
        good('<blockquote class="twitter-tweet" style="line-height: 1"><p>Rain</p></blockquote>\n'),
        good('<p style="{{ style }}">Rain.</p>\n'),
        good('Write `<p style="font-family: Calibri">`.\n'),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each style attribute that says more than its author meant."""
        found = doc.html.attributes("style")
        if not found or (doc.kind == "html" and doc.html.tags_named("html")):
            return
        allow, forbid = self.allow, self.forbid
        judged = [(tag, attribute, *_residue(attribute.raw or "", allow, forbid)) for tag, attribute in found]
        if not any(residue for _, _, residue, _ in judged):
            return
        # Only where something is embedded need be known which elements a tag is in.
        embeds = any(_EMBED.search(attribute.value) for _, attribute in doc.html.attributes("class"))
        known: dict[Element, bool] = {}
        for tag, attribute, residue, total in judged:
            place = attribute.value_span
            if not residue or place is None or doc.is_opaque(place) or attribute.value.startswith("{"):
                continue
            if tag.name in _SKIPPED or doc.html.inside(tag.span.start, _SKIPPED) is not None:
                continue
            if embeds and _is_embed(tag, known):
                continue
            names = ", ".join(dict.fromkeys(name for name, _ in residue))
            spans = [Span(place.start + span.start, place.start + span.end) for _, span in residue]
            yield self.finding(
                attribute.span,
                f"`{names}` in a style attribute overrides the site's theme for this piece of text",
                _fix(doc, tag, attribute, spans, total),
            )


Declarations = Sequence[tuple[str, Span]]
"""Names of properties, and where in the value of their attribute they are declared."""


@lru_cache(maxsize=512)  # one post has the same few values again and again, and so has a site
def _residue(written: str, allow: tuple[str, ...], forbid: tuple[str, ...]) -> tuple[Declarations, int]:
    """Return what an editor left in a style attribute, or nothing, and how many declarations there are in all."""
    if not forbid and _is_usual(written):
        return (), 0
    declarations = list(_declarations(written))
    if any(_LAYOUT.fullmatch(name) for name, _ in declarations):
        return (), 0
    allowed, forbidden = _matcher((*_ALLOWED, *allow)), _matcher(forbid)
    residue = [
        (name, span)
        for name, span in declarations
        if not allowed.fullmatch(_PREFIX.sub("", name)) or forbidden.fullmatch(name)
    ]
    if len(residue) > 1 or any(_STAMPED.fullmatch(name) or forbidden.fullmatch(name) for name, _ in residue):
        return residue, len(declarations)
    return (), 0


def _is_usual(value: str) -> bool:
    """Tell whether a style attribute plainly has allowed properties only, so that nothing need be compiled for it."""
    if not _SPECIAL.isdisjoint(value):
        return False
    for declaration in value.split(";"):
        name, colon, _ = declaration.partition(":")
        name = name.strip().lower()
        if colon and name not in _USUAL and (not name.startswith(_USUAL_STARTS) or "_" in name):
            return False
    return True


@cache
def _matcher(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(pattern).replace(r"\*", "[a-z0-9-]*") for pattern in patterns) or "(?!)")


def _is_embed(tag: Tag, known: dict[Element, bool]) -> bool:
    """Tell whether the tag is in something that another site's script or a program made, and needs as it is.

    `known` keeps what is found out on the way up: of elements that lie in each other, each is looked at once.
    """
    passed = []
    element = tag.element
    while element is not None and element not in known:
        name = element.start.get("class")
        if name is not None and _EMBED.search(name.value):
            known[element] = True
            break
        passed.append(element)
        element = element.parent
    embedded = element is not None and known[element]
    known.update(dict.fromkeys(passed, embedded))
    return embedded


_SPECIAL = frozenset("\"'(&")
"""What may hide a semicolon."""
_DECLARATION = regex(r"""(?:[^;"'(&]++|"[^"]*+"?|'[^']*+'?|\([^)]*+\)?|&(?:\#?\w++;)?)+""")


def _declarations(text: str) -> Iterator[tuple[str, Span]]:
    """Yield name and span of each declaration in the value of a style attribute (CSS Style Attributes, 2)."""
    for found in _DECLARATION.finditer(text):
        written, colon, _ = found.group().partition(":")
        name = written.strip().lower()
        if colon and _NAME.fullmatch(name):
            yield name, Span(*found.span())


def _fix(doc: Document, tag: Tag, attribute: Attribute, residue: list[Span], total: int) -> Fix:
    """Return the fix that takes the declarations away, or the whole attribute where no other is left."""
    if len(residue) == total or attribute.value_span is None:
        return Fix("remove the style attribute", (remove_attribute(tag, attribute),), Safety.UNSAFE)
    edits = []
    start, end = attribute.value_span
    for span in residue:
        first, last = span
        if doc.text[last : last + 1] == ";" and last < end:
            last += 1
            if first == start:  # the blank that stood between this one and the next
                last += len(doc.text[last:end]) - len(doc.text[last:end].lstrip())
        elif (
            doc.text[first - 1 : first] == ";"
            and first > start
            and not any(other.end == first - 1 for other in residue)
        ):
            first -= 1
        edits.append(Edit(Span(first, last)))
    return Fix("remove these properties", tuple(edits), Safety.UNSAFE)
