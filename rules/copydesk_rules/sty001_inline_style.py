"""STY001: inline styles that an editor left behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk import (
    Attribute,
    Document,
    Edit,
    Finding,
    Fix,
    Rule,
    Safety,
    Severity,
    Span,
    bad,
    good,
    option,
    remove_attribute,
)
from copydesk_rules.declarations import Declaration, Residue, Style, read
from copydesk_rules.intended import is_usual
from copydesk_rules.messages import LEAKED, is_leaked
from copydesk_rules.styling import Surroundings, is_page


class InlineStyle(Rule):
    """Text should not carry the fonts and line heights of the editor it was written in.

    ## Why

    Word, mail programs and web editors stamp their own fonts, line heights and spacing on every run of text. They
    override the site's theme: the post looks foreign, ignores the reader's text size, and breaks in dark mode.

    ## What it reports

    Of each `style` attribute, property by property, what an editor wrote and nobody meant: properties that only one
    program reads (`mso-…`, `--darkreader-…`), properties and values that browsers and editors put on every run of
    text they copy (`orphans: 2`, `font-family: Calibri`), and beside those, or in a post that is full of them, what
    says nothing (black text, a normal weight, margins of 0). The fix takes only these away, the attribute when
    nothing is left in it, and a `<span>` that only carried it; what is around it is looked at, so that `font-weight:
    normal` stays in a heading and black stays inside of red. It is safe: the words look as the site wants them to.

    What hides an element of a known vendor until the vendor's script shows it is reported as a warning, for readers see
    nothing of it. The fix shows it.

    Other properties outside the list of those that authors set on purpose (`allow` adds to it) are reported where
    there are two of them, or one that only editors write, such as an unknown font. The fix is unsafe: perhaps somebody
    likes that font.

    ## What it leaves alone

    Alignment, sizes, colours, spacing and layout; monospaced fonts; what hides something; drawings, formulas and embeds
    with all that is in them; code; whole HTML pages; and values that a template writes.
    """

    code = "STY001"
    name = "inline-style"
    severity = Severity.INFO
    needs = ("copydesk_rules.signs:odd style",)

    allow: tuple[str, ...] = option((), "More properties to leave alone; `*` stands for any characters.")
    forbid: tuple[str, ...] = option((), "Properties to report although they are on the list of intended ones.")

    examples = (
        bad('<p style="font-family: Calibri; line-height: 107%;">Rain.</p>\n', fixed="<p>Rain.</p>\n"),
        bad(
            "Much <span style='color: red; caret-color: #000'>rain</span> today.\n",
            fixed="Much <span style='color: red'>rain</span> today.\n",
        ),
        bad(
            '<p style="text-align: center; orphans: 2; color: #000; margin: 0px; width: 50%; widows: 2">Rain.</p>\n',
            fixed='<p style="text-align: center; width: 50%">Rain.</p>\n',
            note="property by property; all else stays as it is written",
        ),
        bad(
            "<p style='font-family: \"Brush Script\"'>Rain.</p>\n",
            fixed="<p>Rain.</p>\n",
            unsafe=True,
            note="a font that no editor stamps: somebody chose it",
        ),
        bad(
            '<p style="mso-pagination: none; font-family: Papyrus">Rain.</p>\n',
            fixed="<p>Rain.</p>\n",
            findings=2,
            unsafe=True,
        ),
        bad('<p style="" class="wide">Rain.</p>\n', fixed='<p class="wide">Rain.</p>\n'),
        bad(
            '<h2><span style="font-weight: 400; orphans: 2">Rain</span></h2>\n',
            fixed='<h2><span style="font-weight: 400">Rain</span></h2>\n',
            note="in a heading a normal weight says something",
        ),
        bad(
            '<p style="color: red; orphans: 2">A <span style="color: #000; widows: 2">black</span> word.</p>\n',
            fixed='<p style="color: red">A <span style="color: #000">black</span> word.</p>\n',
            findings=2,
        ),
        bad(
            '<p style="mso-x: 1">A</p>\n<p style="mso-x: 1">B</p>\n<p style="mso-x: 1">C</p>\n'
            '<p><span style="color: black">D</span></p>\n',
            fixed="<p>A</p>\n<p>B</p>\n<p>C</p>\n<p>D</p>\n",
            findings=4,
            note="in a post that somebody pasted, black text is nobody's choice",
        ),
        bad(
            '<p style="color: #333">Rain.</p>\n',
            fixed="<p>Rain.</p>\n",
            unsafe=True,
            options={"forbid": ("color",)},
        ),
        bad(
            '<div id="js_content" style="visibility: hidden; opacity: 0;"><p>Rain.</p></div>\n',
            fixed='<div id="js_content"><p>Rain.</p></div>\n',
            note="an article of WeChat's, which readers of this site never see",
        ),
        good('<div id="menu" style="visibility: hidden; opacity: 0">Rain.</div>\n', note="hidden on purpose"),
        good('<p style="color: #000; margin: 0; background-color: white">Rain.</p>\n', note="nothing of an editor's"),
        good('<span style="font-family: Consolas, monospace">ls -l</span>\n', note="monospaced text is meant"),
        good('<span style="font-variant-caps: small-caps">Rain</span> <p style="display: none">x</p>\n'),
        good('<small style="line-height: 2em">Rain.</small>\n', note="one property is somebody's taste"),
        good('<span style="-webkit-transform: rotate(3deg)">Rain</span>\n'),
        good("<p style=”text-align:center;color:gray”>Rain.</p>\n", note="with curly quotes it styles nothing"),
        good('<p style="text-align:center"><img src="https://a.example/x.png" style="width: 50%"></p>\n'),
        good('<span style="color: #CC0000">Red</span> means stop.\n'),
        good('<aside style="float: right; width: 30%; font-family: serif">Rain.</aside>\n', note="a box of its own"),
        good('<svg><text style="font-family: Arial">A</text></svg>\n'),
        good('<blockquote class="twitter-tweet" style="font-family: Arial"><p>Rain</p></blockquote>\n'),
        good(
            '<pre><span style="color: blue; font-family: Arial">public</span></pre>\n',
            note="programs that copy code as HTML colour it",
        ),
        good(
            '<img src="/a.png" alt="Rain" style="zoom:50%; border-width: 0"> <i style="flex: auto">a</i>\n'
            '<td style="border-right-width: 0px"></td>\n'
        ),
        good('<p style="{{ style }}">Rain.</p>\n'),
        good('Write `<p style="font-family: Calibri">`.\n'),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for what of each style attribute nobody meant, and one for what is unusual in it."""
        values = doc.html.written("style")
        own = doc.site.vendor_files
        if not (self.forbid or own) and all(map(is_usual, values)):
            return
        if is_page(doc):
            return
        styles = [
            (tag, attribute, written, read(written, tag.name, self.allow, self.forbid, own))
            for (tag, attribute), written in zip(doc.html.attributes("style"), values, strict=True)
            if written or attribute.raw is not None
        ]
        residue = Residue(doc, [(tag, style) for tag, _, _, style in styles])
        surroundings = doc.once(Surroundings)
        for tag, attribute, written, style in styles:
            stamps, odd, hiding = residue.of(tag, style), style.odd, residue.hiding(tag, style)
            empty = not written.strip()
            if (
                not (stamps or odd or hiding or empty)
                or doc.is_opaque(attribute.span)
                or attribute.value.startswith("{")
            ):
                continue
            if surroundings.aside(tag):
                continue
            if empty:
                edits: tuple[Edit, ...] = (remove_attribute(tag, attribute),)
                yield self._finding(doc, attribute, "empty style attribute", Fix("remove it", edits))
            for gone, safety in ((hiding, Safety.SAFE), (stamps, Safety.SAFE), (odd, Safety.UNSAFE)):
                if gone:
                    title = "remove the style attribute"
                    if len(gone) < style.total:
                        title, edits = "remove these properties", _without(doc, attribute, gone, style)
                    elif tag.name == "span" and len(tag.attributes) == 1 and (bare := surroundings.unwrapped(tag)):
                        title, edits = "take the tags away", bare
                    else:
                        edits = (remove_attribute(tag, attribute),)
                    finding = self._finding(doc, attribute, _message(gone), Fix(title, edits, safety))
                    yield finding._replace(severity=Severity.WARNING) if gone is hiding else finding

    def _finding(self, doc: Document, attribute: Attribute, message: str, fix: Fix) -> Finding:
        if doc.leaked and is_leaked(doc, attribute.span):
            return self.finding(attribute.span, message, help=LEAKED)
        return self.finding(attribute.span, message, fix)


_LISTED = 6
"""So many properties are listed."""


def _message(gone: Sequence[Declaration]) -> str:
    names = list(dict.fromkeys(one.name for one in gone))
    listed = ", ".join(f"`{name}`" for name in names[:_LISTED]) + (", …" if len(names) > _LISTED else "")
    whys = {one.why for one in gone}
    if "" in whys:
        return f"{listed} in a style attribute overrides the site's theme for this piece of text"
    if len(whys) > 1:
        return f"{listed} in a style attribute: an editor wrote them there, and they override the site's theme"
    return f"{listed} in a style attribute{': each' if len(names) > 1 else ''} {whys.pop()}"


def _without(doc: Document, attribute: Attribute, gone: Sequence[Declaration], style: Style) -> tuple[Edit, ...]:
    """Return the edits that take declarations out of a style attribute in which others stay."""
    text = doc.text
    start, end = attribute.value_span or attribute.span
    leaving = {one.span for one in gone}
    edits: list[Edit] = []
    last = -1  # where the last run of declarations that go ends
    for one in style.declarations:
        if one.span not in leaving:
            continue
        first, behind = start + one.span.start, start + one.span.end
        if text[behind : behind + 1] == ";" and behind < end:
            behind += 1
            if first == start or (edits and last >= first and edits[-1].span.start == start):
                while behind < end and text[behind] in " \t\r\n":  # the blanks before the next one
                    behind += 1
        elif first > start and last != first and text[first - 1] == ";":
            first -= 1  # it was the last one
        if edits and last >= first:
            edits[-1] = Edit(Span(edits[-1].span.start, max(behind, last)))
        else:
            edits.append(Edit(Span(first, behind)))
        last = behind
    return tuple(edits)
