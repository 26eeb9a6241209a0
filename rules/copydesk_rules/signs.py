"""What a post has, by which rules of this package may know that they have nothing to say of it (their `needs`).

One look at a post is for many rules, so that they, and their modules, are left alone where there is nothing for them.
It may see something where a rule then has nothing to say, but never nothing where one has. Every post is looked at, so
this is written for speed: Python leaps to a single character, and goes through the text step by step for several, which
takes ten times as long. So the rarest character of what is looked for comes first.
"""

from __future__ import annotations

from collections.abc import Sequence

from copydesk import Document, Html, has_pair
from copydesk_rules.signs_of_addresses import in_addresses
from copydesk_rules.signs_of_elements import in_comments, in_elements

SIGNS = frozenset(
    (
        "blank paragraph",
        "broken address",
        "broken tag",
        "dead host",
        "dead target",
        "editor mark",
        "emoji",
        "empty element",
        "empty image",
        "empty link",
        "escaped markup",
        "foreign element",
        "full-width bracket",
        "garbled text",
        "leftover mark",
        "long text",
        "merge conflict",
        "needless tag",
        "odd style",
        "private address",
        "promotion",
        "proxy",
        "redirector",
        "repeated id",
        "shortcode",
        "signed address",
        "stand-in",
        "stray character",
        "tracking attribute",
        "tracking parameter",
        "tracking pixel",
        "undefined image",
        "vendor's comment",
        "watermark",
        "zero-width blank",
    )
)
"""The signs that `signs` may yield. Each is called like what the rule that needs it reports, if at all."""


def signs(doc: Document) -> Sequence[str]:
    """Return the signs that `doc` has."""
    found: list[str] = []
    _in_text(doc, found)
    html = doc.html
    if html.tags:
        _in_tags(doc, found)
    if html.comments:
        in_comments(html.comments, found)
    if _promotes(doc):
        found.append("promotion")
    in_addresses(doc, found)
    return found


# Running text

MARKS = "【\ue202\uf0b7\uf0a7\uf0d8\uf0fc\ufeff"
WORDS = frozenset(("oaicite", "oai_citation", "cite_start", "cite", "cite_end", "span_", "email", "_"))
LINKS = ("javascript:", "http://technorati.com/", "http://www.technorati.com/", "http://del.icio.us/")
CALLS = ("adsbygoogle", "dataLayer.push", "insertBefore(")
BUTTONS = (
    ("複製程式碼", 3),
    ("コードをコピー", 0),
    ("코드 복사", 0),
    ("Копировать код", 0),
    ("Copiar código", 8),
)
PLAIN_BUTTONS = (("é", "Copier le code"), ("ü", "Code kopieren"))
"""One of these stands in whatever has a mark of the shipped vendors: a sign, a word behind a bracket, the beginning of
the address of a link, a call of a script, a button (with the place of its rarest letter, or one of its language), or
what `may_have_marks` names, as the buttons in English and simplified Chinese. (To find U+E200 itself takes Python
thirty times as long.)"""

NAMES = (
    *("caption", "wp_caption", "embed", "gallery", "audio", "video", "playlist", "et_pb_", "vc_", "fusion_", "av_"),
    *("nectar_", "cs_", "siteorigin_widget"),
)
"""How the names of the shipped vendors' shortcodes begin."""

_CURLY = "“”″„‟"
_ESCAPED = (
    "&lt;",
    *(f"&amp;{start}" for start in ("nb", "nd", "qu", "ap", "ld", "ls", "rd", "rs", "md", "he", "#")),
)
"""How a tag, or a reference of those that TXT003 reports, begins where it is escaped."""

CONTROLS = tuple(map(chr, (*range(9), 11, 12, *range(14, 32), 127)))
MISREAD = tuple("ÃÂÐ\x80\x85\x91\x92\x93\x96\x97")
PAIRS = (("â€", 1), ("ã€", 1), ("ï¼", 1), ("ðŸ", 0))
"""Controls that no text needs; what stands in text that was read in the wrong encoding, and pairs of it with the place
of their rarer sign."""


def _in_text(doc: Document, found: list[str]) -> None:
    text = doc.text
    if may_have_marks(doc):
        found.append("leftover mark")
    if ("&" in text and _has_escaped(text)) or ("\\" in text and has_pair(text, "\\<", 0)):
        found.append("escaped markup")
    if "<" in text and "<<<<<<<" in text:
        found.append("merge conflict")
    if _has_control(doc):
        found.append("stray character")
    brackets = "[" in text
    if brackets:
        if may_have_shortcodes(doc):
            found.append("shortcode")
        if has_pair(text, "][", 0) and has_pair(text, "![", 0):
            found.append("undefined image")
    if not text.isascii():
        if ("\u3000" in text or "\xa0" in text) and (
            doc.html.tags or has_pair(text, "\n\u3000", 1) or has_pair(text, "\n\xa0", 1)
        ):
            found.append("blank paragraph")
        if brackets and (has_pair(text, "]（", 0) or has_pair(text, "！[", 1)):
            found.append("full-width bracket")
        if "\u200b" in text or "\u2060" in text:
            found.append("zero-width blank")
        if _may_be_garbled(doc):
            found.append("garbled text")
        for sign in _CURLY:
            if sign in text and has_pair(text, f"={sign}", 1):
                found.append("broken tag")


def _has_control(doc: Document) -> bool:
    text = doc.text
    if doc.markdown.odd is not False:
        for sign in CONTROLS:
            if sign in text:
                return True
    return "\u2028" in text or "\u2029" in text or "\ufffc" in text


def _may_be_garbled(doc: Document) -> bool:
    text = doc.text
    if doc.markdown.odd is not False:
        for sign in MISREAD:
            if sign in text:
                return True
        for pair, rare in PAIRS:
            if has_pair(text, pair, rare):
                return True
    return "\ufffd" in text


def may_have_marks(doc: Document) -> bool:
    """Tell whether anything by which the marks of the shipped vendors are known occurs in the text."""
    text = doc.text
    if not text.isascii():
        for mark in MARKS:
            if mark in text:
                return True
    if "citeturn" in text or ("^" in text and has_pair(text, "^]", 0)) or ("|" in text and has_pair(text, "*|", 0)):
        return True
    if "[" in text:
        if not WORDS.isdisjoint(doc.bracketed) or has_pair(text, "[]: http", 0):
            return True
        if "+" in text and "utm_source=chatgpt.com" in text:
            return True
        if "\\" in text and _has_loose_bracket(text):
            return True
    if "|" in text and "{" in text:
        for call in CALLS:
            if call in text:
                return True
    if has_pair(text, "Copy", 0) and _has_button(text, "Copy", ("E", " code")):
        return True
    if has_pair(text, "Use code", 0) or has_pair(text, "ChatGPT can make", 4) or has_pair(text, "so far?", 6):
        return True
    if not text.isascii():
        if has_pair(text, "复制", 0) and _has_button(text, "复制", ("代码",)):
            return True
        for words, rare in BUTTONS:
            if has_pair(text, words, rare):
                return True
        for letter, words in PLAIN_BUTTONS:
            if letter in text and words in text:
                return True
    for link in doc.links:  # noqa: SIM110  asked so often that a generator shows
        if link.target.startswith(LINKS):
            return True
    return False


def _has_button(text: str, word: str, more: tuple[str, ...]) -> bool:
    """Tell whether `word` stands at the end of a line, or one of `more` behind it, as on buttons."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if text.startswith(more, end):
            return True
        last = text.find("\n", end)
        if not text[end : last if last >= 0 else len(text)].strip():
            return True
        at = text.find(word, end)
    return False


def _has_loose_bracket(text: str) -> bool:
    """Tell whether a blank or a newline stands behind a bracket."""
    at = text.find("[")
    while at >= 0:
        if text[at + 1 : at + 2].isspace():
            return True
        at = text.find("[", at + 1)
    return False


def may_have_shortcodes(doc: Document) -> bool:
    """Tell whether a word by which the shortcodes of the shipped vendors are known stands behind a bracket."""
    for word in doc.bracketed:  # noqa: SIM110
        if word.startswith(NAMES):
            return True
    return False


def _has_escaped(text: str) -> bool:
    at = text.find("&")
    for _ in range(40):
        if at < 0:
            return False
        if text.startswith(_ESCAPED, at):
            return True
        at = text.find("&", at + 1)
    return at >= 0 and ("&amp;" in text or "&lt;" in text)


# Tags


def _in_tags(doc: Document, found: list[str]) -> None:
    html = doc.html
    names = html.tag_names()
    in_elements(html, names, found)
    if html.ends_at_once:
        found.append("empty element")
    if html.void_ends:
        found.append("broken tag")
    if "be" in names or _has_slash(html):
        found.append("broken tag")
    if "br" in names and begins_with_break(doc):
        found.append("blank paragraph")


def _has_slash(html: Html) -> bool:
    """Tell whether a value without quotes ends in a slash, as ``align=center/`` does."""
    for _, attribute in html.attributes("align"):  # noqa: SIM110  most posts have none, and a generator shows
        if not attribute.quote and (attribute.raw or "").endswith("/"):
            return True
    return False


def begins_with_break(doc: Document) -> bool:
    """Tell whether a paragraph begins with a line break, as one does that holds nothing else."""
    for tag in doc.html.tags_named("br"):
        start = tag.span.start
        before = doc.text[max(start - _BLANKS, 0) : start].rstrip(" \t\r\n")
        if before[-1:] == ">" and before[:-1].rstrip(" \t").endswith(("<p", "<P")):
            return True
    return False


_BLANKS = 40
"""So many characters before a line break are looked at: more blanks are no paragraph that an editor makes."""


# Promotional blocks

LINES = ("Froala Editor", "appeared first", "are continuing the conversation by highlighting and re", "新浪财经APP")
PICTURE = "n.sinaimg.cn/finance/"
"""What every line and picture by which the shipped vendors are known contains one of; for classes, see
`signs_of_elements`."""


def _promotes(doc: Document) -> bool:
    """Tell whether a line by which the shipped vendors' blocks are known may stand there, or such a picture in a field.

    The pictures of the body go with their block.
    """
    text = doc.text
    front_matter = text[: doc.body_start]
    if "\\" in front_matter or PICTURE in front_matter:
        return True
    editor, feed, invitation, app = LINES
    return has_pair(text, editor, 0) or feed in text or invitation in text or has_pair(text, app, 1)
