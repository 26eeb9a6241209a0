"""STY004: `<font>` that says nothing an author meant."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from copydesk import (
    TYPE_CHECKING,
    Attribute,
    Document,
    Finding,
    Fix,
    Rule,
    Severity,
    Span,
    Tag,
    bad,
    good,
    remove_attribute,
)
from copydesk_rules.messages import LEAKED, is_leaked

if TYPE_CHECKING:
    from pathlib import Path

_SIZES = ("3", "+0", "-0")
"""The size of ordinary text (WHATWG HTML, section 15.3.4)."""

_LARGE = ("h1", "h2", "h3", "h4", "h5", "h6", "big", "small", "sub", "sup")


class FontElement(Rule):
    """Text should not be wrapped in `<font>` that an editor or a translator left.

    ## Why

    Google Translate puts each sentence of a page into two `<font>`, mail programs write their own font and ordinary
    size around every paragraph. Browsers still read the element, which left HTML long ago; it overrides the site's
    theme, and nothing of it was the author's wish.

    ## What it reports

    `<font>` of which every attribute says nothing: what the translator of a browser writes, the fonts that editors put
    on everything, black, the size of ordinary text. The fix takes the two tags away. Where another attribute means
    something, only those go that do not.

    ## What it leaves alone

    Colours, sizes and fonts that somebody chose; black inside of red. Drawings, code, and HTML pages with a head of
    their own. `presentational-markup` reports every `<font>`.
    """

    code = "STY004"
    name = "font-element"
    severity = Severity.INFO
    needs = ("<font>",)

    examples = (
        bad(
            '<p><font style="vertical-align: inherit"><font style="vertical-align: inherit">Rain.</font></font></p>\n',
            fixed="<p>Rain.</p>\n",
            findings=2,
        ),
        bad('<p><font face="Calibri" size="3">Rain.</font></p>\n', fixed="<p>Rain.</p>\n"),
        bad("Much <font face=Arial>rain</font> today.\n", fixed="Much rain today.\n"),
        bad(
            '<p><font face="Arial, sans-serif" color="red">Rain.</font></p>\n',
            fixed='<p><font color="red">Rain.</font></p>\n',
        ),
        bad(
            '<p><font face="Verdana" size="2" color="#000000">Rain.</font></p>\n',
            fixed="<p>Rain.</p>\n",
            note="beside an editor's font a somewhat smaller text is the editor's, too",
        ),
        bad(
            "*<font face=Arial>Rain*</font>\n",
            note="without the tag Markdown would read the line otherwise",
        ),
        good('<font color="#CC0000">Red</font> means stop.\n'),
        good('<p><font size="5">Rain</font> <font face="Courier New">ls</font> <font size="2">small</font></p>\n'),
        good('<p><font color="red">A <font color="black">black</font> word</font></p>\n'),
        good('<h2><font size="3">Rain</font></h2>\n', note="ordinary size in a heading"),
        good("<p><font>Rain</font></p>\n", note="tags without attributes are a matter of `needless-tag`"),
        good('<pre><font face="Arial">x</font></pre>\n'),
        good('<font face="{{ face }}">Rain</font>\n'),
        good('Write `<font face="Arial">`.\n'),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each `<font>` that says something nobody meant."""
        fonts = doc.html.tags_named("font")
        if not fonts:
            return
        from copydesk_rules.styling import Surroundings, is_page

        if is_page(doc):
            return
        judged = [(tag, _residue(tag, doc.site.vendor_files)) for tag in fonts]
        meant = _Meant(doc, [tag for tag, gone in judged if len(gone) < len(tag.attributes)])
        surroundings = doc.once(Surroundings)
        for tag, gone in judged:
            if meant.around(tag):
                gone = [one for one in gone if one.name not in ("color", "size", "face")]
            if doc.html.inside(tag.span.start, _LARGE) is not None:
                gone = [one for one in gone if one.name != "size"]
            if not gone or doc.is_opaque(tag.span) or surroundings.aside(tag):
                continue
            whole = len(gone) == len(tag.attributes)
            listed = ", ".join(f"`{one.name}`" for one in gone)
            what = "`<font>` that changes nothing an author meant" if whole else f"{listed} of `<font>` is an editor's"
            if doc.leaked and is_leaked(doc, tag.span):
                yield self.finding(tag.span, what, help=LEAKED)
                continue
            fix = None
            if not whole:
                fix = Fix("remove it", tuple(remove_attribute(tag, one) for one in gone))
            else:
                edits = surroundings.unwrapped(tag)
                fix = Fix("take the tags away", edits) if edits else None
            yield self.finding(tag.span, what, fix)


def _residue(tag: Tag, own: tuple[Path, ...]) -> list[Attribute]:
    """Return the attributes of a `<font>` that say nothing by themselves."""
    stamped = False
    found = []
    for one in tag.attributes:
        value = one.value.strip()
        if one.name == "size":
            says = value in _SIZES
        elif one.name in ("face", "color", "style"):
            says = _says_nothing(one.name, value, own)
        else:
            says = one.name == "dir" and value == "auto"
        if says:
            stamped = stamped or one.name == "face"
            found.append(one)
        elif one.name == "size" and value == "2":
            found.append(one)
    return [one for one in found if one.name != "size" or stamped or one.value.strip() in _SIZES]


@lru_cache(maxsize=256)
def _says_nothing(name: str, value: str, own: tuple[Path, ...]) -> bool:
    from copydesk_rules.declarations import STAMP, read

    declarations = {"face": f"font-family: {value}", "color": f"color: {value}", "style": value}[name]
    style = read(declarations, "font", (), (), own)
    names = {one.name for one in style.declarations}
    if name == "style" and not (style.stamped or names == {"vertical-align"}):
        return False
    return (
        bool(names)
        and style.total == len(style.declarations)
        and all(one.verdict >= STAMP for one in style.declarations)
    )


class _Meant:
    """Where a `<font>` or a style means something; inside of that, black and ordinary sizes say something, too."""

    def __init__(self, doc: Document, fonts: list[Tag]) -> None:
        tags = list(fonts)
        for tag, attribute in doc.html.attributes("style"):
            raw = attribute.raw or ""
            if tag.name != "font" and ("color" in raw or "font" in raw):
                tags.append(tag)
        self._spans: list[Span] = []
        for tag in sorted(tags, key=_start):
            element = tag.element
            if element is not None:
                inner = element.inner
                if self._spans and inner.start <= self._spans[-1].end:
                    last = self._spans[-1]
                    self._spans[-1] = Span(last.start, max(last.end, inner.end))
                else:
                    self._spans.append(inner)

    def around(self, tag: Tag) -> bool:
        """Tell whether `tag` is inside of one."""
        at = bisect_right(self._spans, tag.span) - 1
        return at >= 0 and tag.span.start < self._spans[at].end


def _start(tag: Tag) -> Span:
    return tag.span
