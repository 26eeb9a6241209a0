"""STY005: elements and attributes that only say how something looks."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import (
    Document,
    Edit,
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
)
from copydesk_rules.messages import quoted
from copydesk_rules.styling import Surroundings, is_page

_ELEMENTS = {
    "center": '`<div style="text-align: center">`',
    "big": '`<span style="font-size: larger">`',
    "font": "a `<span>` with a style, or a class of the site's",
    "basefont": "the style sheet of the site",
    "tt": "`<code>`, `<kbd>` or `<samp>`, as the case may be",
    "strike": "`<s>`, or `<del>` for what was taken back",
    "nobr": '`<span style="white-space: nowrap">`',
    "marquee": "text that stands still",
    "blink": "text that stands still",
}
"""Elements that left HTML (WHATWG HTML, section 16.2), and what to write today."""

_TEXT = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "tr", "thead", "tbody", "tfoot", "caption")
)
_CELLS = frozenset(("td", "th", "tr", "thead", "tbody", "tfoot", "col", "colgroup"))
_SIZES = frozenset(("td", "th", "table", "hr", "col", "pre"))
_COLOUR = regex(r"#[0-9A-Fa-f]{3}(?:[0-9A-Fa-f]{3})?|[A-Za-z]{3,20}")

_ATTRIBUTES = {
    ("align", _TEXT): "`text-align` in a style",
    ("align", frozenset(("img", "table", "iframe", "object"))): "`float`, or `margin: auto` for what is centred",
    ("align", frozenset(("hr", "legend", "figcaption"))): "`text-align` or `margin` in a style",
    ("valign", _CELLS): "`vertical-align` in a style",
    ("bgcolor", frozenset((*_CELLS, "table", "body"))): "`background-color` in a style",
    ("background", frozenset((*_CELLS, "table", "body"))): "`background-image` in a style",
    ("border", frozenset(("table", "img", "object"))): "`border` in a style",
    ("bordercolor", frozenset(("table", "td", "th", "tr"))): "`border-color` in a style",
    ("cellpadding", frozenset(("table",))): "`padding` of the cells",
    ("cellspacing", frozenset(("table",))): "`border-spacing` in a style",
    ("hspace", frozenset(("img", "iframe", "object"))): "`margin` in a style",
    ("vspace", frozenset(("img", "iframe", "object"))): "`margin` in a style",
    ("nowrap", frozenset(("td", "th"))): "`white-space: nowrap` in a style",
    ("noshade", frozenset(("hr",))): "`border` in a style",
    ("clear", frozenset(("br",))): "`clear` in a style",
    ("width", _SIZES): "`width` in a style",
    ("height", _SIZES): "`height` in a style",
    ("frameborder", frozenset(("iframe",))): "`border` in a style",
    ("summary", frozenset(("table",))): "a `<caption>`, which all readers get",
    ("compact", frozenset(("ul", "ol", "dl"))): "`line-height` or `margin` in a style",
}


class PresentationalMarkup(Rule):
    """How something looks should be said in a style, not in elements and attributes of 1997.

    ## Why

    `<center>`, `<font>` and `bgcolor` left HTML more than a decade ago. Browsers still read them, but a theme cannot
    override them in one place, a dark mode shows black on black, and programs that read the page aloud learn nothing
    of `<big>`.

    ## What it reports

    Elements and attributes that HTML calls obsolete and that only say how something looks, with what is written today.
    The fix, where there is one, says `align`, `valign`, `bgcolor` and `nowrap` of text in a style. It is unsafe: a
    theme may know one and not the other.

    ## What it leaves alone

    The width and height of pictures, which browsers want to know before they have them; drawings, code, embeds, and
    HTML pages with a head of their own; the elements and attributes of `keep`.
    """

    code = "STY005"
    name = "presentational-markup"
    severity = Severity.INFO
    default = False
    needs = ("tag",)

    keep: tuple[str, ...] = option((), "Elements and attributes to leave alone, such as `center` or `align`.")

    examples = (
        bad("<center>Much <big>rain</big>, <strike>no</strike> wind.</center>\n", findings=3),
        bad(
            '<p align="center">Rain.</p>\n',
            fixed='<p style="text-align: center">Rain.</p>\n',
            unsafe=True,
        ),
        bad(
            '<table><tr><td valign=top bgcolor="#ffeeaa" style="width: 50%">Rain.</td></tr></table>\n',
            findings=2,
            note="two in a tag that has a style already: joining them is for a person",
        ),
        bad('<p><font color="red">Rain.</font> Type <tt>ls</tt>.</p>\n', findings=2),
        bad('<table border="1" cellpadding="4"><tr><td>Rain</td></tr></table>\n', findings=2),
        bad('<img src="/a.png" alt="Rain" align="left" hspace="10">\n', findings=2),
        good('<img src="/a.png" alt="Rain" width="300" height="200">\n'),
        good('<center>Rain.</center> <p align="center">Wind.</p>\n', options={"keep": ("center", "align")}),
        good('<pre><font color="red">x</font></pre> <svg width="9"><rect width="3" height="3"/></svg>\n'),
        good('Write `<center>`, or <b>center</b> and <span class="center" data-align="left">align</span>.\n'),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each element and attribute that only says how something looks."""
        html = doc.html
        if not html.tags or is_page(doc):
            return
        surroundings = Surroundings(doc)
        for name, today in _ELEMENTS.items():
            for tag in html.tags_named(name) if name not in self.keep else ():
                if not doc.is_opaque(tag.span) and not surroundings.aside(tag):
                    yield self.finding(tag.span, f"`<{name}>` only says how something looks: write {today}")
        names = html.attribute_names()
        for (name, elements), today in _ATTRIBUTES.items():
            if name not in names or name in self.keep:
                continue
            for tag, attribute in html.attributes(name):
                if tag.name in elements and not doc.is_opaque(attribute.span) and not surroundings.aside(tag):
                    said = quoted(attribute.span.of(doc.text))
                    message = f"{said} of `<{tag.name}>` only says how something looks: write {today}"
                    yield self.finding(attribute.span, message, _restyled(tag, name, attribute.value, attribute.span))


def _restyled(tag: Tag, name: str, value: str, span: Span) -> Fix | None:
    """Return the fix that says in a style what an attribute says; None where the two may differ."""
    said = value.strip().lower()
    if tag.get("style") is not None or sum(one.name in _STYLED for one in tag.attributes) > 1:
        return None
    if name == "align" and tag.name in _TEXT and said in ("left", "right", "center", "justify"):
        style = f"text-align: {said}"
    elif name == "valign" and said in ("top", "middle", "bottom", "baseline"):
        style = f"vertical-align: {said}"
    elif name == "bgcolor" and _COLOUR.fullmatch(said):
        style = f"background-color: {said}"
    elif name == "nowrap":
        style = "white-space: nowrap"
    else:
        return None
    return Fix("say it in a style", (Edit(span, f'style="{style}"'),), Safety.UNSAFE)


_STYLED = frozenset(("align", "valign", "bgcolor", "nowrap"))
