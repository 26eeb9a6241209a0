"""What HTML says of its elements by name: which have no end tag, which hold raw text, which close others.

All names are lower case. Sources: WHATWG HTML, sections 13.1.2 (elements), 13.2.4.2 (the stack of open elements:
special elements and scopes), 13.2.6.4.7 (tree construction, "in body") and 13.2.6.5 (foreign content).
"""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID_NAMES = _names(
    "area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr"
)
"""Elements that never have an end tag; `image` is what the parser turns into `img`."""

RAW_TEXT = _names("script style textarea title xmp iframe noembed noframes plaintext")
"""Elements whose content is text up to their end tag; `plaintext` never ends."""

HEADINGS = _names("h1 h2 h3 h4 h5 h6")

_BLOCKS = HEADINGS | _names(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form header "
    "hgroup listing main menu nav ol p plaintext pre search section summary table ul xmp li dd dt"
)

CLOSES_P = _BLOCKS | {"hr"}
"""Elements whose start tag ends an open `p`."""

SPECIAL = _BLOCKS | _names(
    "applet body button caption colgroup frameset head html iframe marquee noembed noframes noscript object script "
    "select style tbody td template textarea tfoot th thead title tr"
)
"""The elements HTML calls special, without those that are void."""

KNOWN = (
    VOID_NAMES
    | RAW_TEXT
    | SPECIAL
    | _names(
        "a abbr acronym audio b bdi bdo big blink canvas cite code command content data datalist del dfn element em "
        "fencedframe font i ins isindex kbd label legend map mark math meter multicol nextid nobr optgroup option "
        "output picture portal progress q rb rp rt rtc ruby s samp selectedcontent shadow slot small spacer span "
        "strike strong sub sup svg time tt u var video"
    )
)
"""Every element of HTML, the obsolete ones included."""

FOREIGN_ROOTS = _names("svg math")

INTEGRATION_POINTS = _names("foreignobject desc title mi mo mn ms mtext")
"""Elements of SVG and MathML whose content is HTML again (of `annotation-xml` it depends, so it is not here)."""

ENDS_FOREIGN = _names(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta "
    "nobr ol p pre ruby s small span strong strike sub sup table tt u ul var"
)
"""Elements that cannot stand in SVG or MathML: their start tag ends the drawing or the formula."""

PLAIN_ATTRIBUTES = _names(
    "abbr align allow allowfullscreen alt async border cellpadding cellspacing charset checked cite class clear color "
    "cols colspan content controls coords data-lang datetime decoding defer dir disabled download face for "
    "frameborder headers height hidden hreflang href hspace id kind label lang language loading loop markdown max "
    "media min muted name noshade open placeholder poster preload property referrerpolicy rel reversed role rows "
    "rowspan scope scrolling size sizes span src srcset start style summary tabindex target title translate type "
    "usemap valign value vspace width wrap xmlns"
)
"""The attributes of HTML by which nobody tracks and no editor marks anything: of most posts the only ones."""
