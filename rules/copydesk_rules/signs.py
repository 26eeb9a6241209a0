"""What a post has, by which rules of this package may know that they have nothing to say of it (their `needs`).

One look at a post is for many rules, so that they, and their modules, are left alone where there is nothing for them.
It may see something where a rule then has nothing to say, but never nothing where one has. Every post is looked at, so
this is written for speed: what is rare is searched in the texts of many posts at once, as `Joined`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import compress
from operator import not_

from copydesk import TYPE_CHECKING, Document, Html, has_pair, regex
from copydesk_rules.joined import Joined, where
from copydesk_rules.signs_of_addresses import Addresses, in_addresses
from copydesk_rules.signs_of_elements import in_comments, in_elements

if TYPE_CHECKING:
    from copydesk_rules.joined import Found

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


def signs(docs: Sequence[Document]) -> Mapping[str, list[int]]:
    """Return the signs that there are in `docs`, each with the numbers of the posts that have it, perhaps twice."""
    found: Found = defaultdict(list)
    htmls = [doc.html for doc in docs]
    texts, addresses = _Texts(docs), Addresses(docs, htmls)
    found["leftover mark"] += _with_marks(docs, texts, addresses)
    _in_texts(docs, texts, found)
    _in_tags(docs, htmls, found)
    in_elements(htmls, found)
    in_comments(htmls, found)
    found["promotion"] += _promoting(docs, texts)
    in_addresses(docs, htmls, addresses, found)
    return found


class _Texts:
    """The texts of some posts: those that are `plain` ASCII, which take a byte for a character, and the `others`.

    `backslashed` are the numbers of those with backslashes, `bracketed` what stands behind brackets (see `Document`).
    """

    __slots__ = ("backslashed", "bracketed", "others", "plain")

    def __init__(self, docs: Sequence[Document]) -> None:
        texts = [doc.text for doc in docs]
        ascii = [*map(str.isascii, texts)]
        self.plain = Joined(where(ascii), [*compress(texts, ascii)])
        others = where(map(not_, ascii))
        self.others = Joined(others, [texts[at] for at in others])
        self.backslashed = self.having("\\")
        self.bracketed = [doc.bracketed for doc in docs]

    def having(self, piece: str) -> list[int]:
        """Return the numbers of all posts in which `piece` stands: see `Joined`."""
        return self.plain.having(piece) + self.others.having(piece)

    def having_pair(self, pair: str, rare: int) -> list[int]:
        """Return the numbers of all posts in which `pair` stands: see `Joined`."""
        return self.plain.having_pair(pair, rare) + self.others.having_pair(pair, rare)


# Running text

MARKS = "【\ue202\uf0b7\uf0a7\uf0d8\uf0fc\ufeff"
WORDS = frozenset(("oaicite", "oai_citation", "cite_start", "cite", "cite_end", "span_", "email", "_"))
PHRASES = ("citeturn", "[]: https://blogger.googleusercontent.com/")
PAIRS = (("^]", 0), ("Use code", 0), ("ChatGPT can make", 4), ("so far?", 6))
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
"""One of these stands in whatever has a mark of the shipped vendors: a sign, a word behind a bracket, a phrase (with
the place of its rarest character where that is rare), the beginning of a link's address, a call of a script, a button
(with the place of its rarest letter, or one of its language), or what `_with_marks` names, as the buttons in English
and simplified Chinese. (To find U+E200 itself takes Python thirty times as long.)"""

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
MISREAD_PAIRS = (("â€", 1), ("ã€", 1), ("ï¼", 1), ("ðŸ", 0))
"""Controls that no text needs; what stands in text that was read in the wrong encoding, and pairs of it with the place
of their rarer sign."""


def _in_texts(docs: Sequence[Document], texts: _Texts, found: Found) -> None:
    found["escaped markup"] += [at for at in texts.having("&") if _has_escaped(docs[at].text)]
    found["escaped markup"] += [at for at in texts.backslashed if "\\<" in docs[at].text]
    found["merge conflict"] += texts.having("<<<<<<<")
    found["undefined image"] += [at for at in texts.having_pair("][", 0) if has_pair(docs[at].text, "![", 0)]
    codes = frozenset(word for word in frozenset().union(*texts.bracketed) if word.startswith(NAMES))
    if codes:
        found["shortcode"] += where(map(not_, map(codes.isdisjoint, texts.bracketed)))
    for sign in CONTROLS:
        found["stray character"] += texts.plain.having(sign)
    if texts.others.texts:
        _in_others(docs, texts.others, found)


def _in_others(docs: Sequence[Document], texts: Joined, found: Found) -> None:
    """Add the signs of texts that are more than ASCII."""
    for blank in "\u3000\xa0":
        for at in texts.having(blank):
            if docs[at].html.tags or has_pair(docs[at].text, f"\n{blank}", 1):
                found["blank paragraph"].append(at)
    found["full-width bracket"] += texts.having_pair("]（", 1) + texts.having_pair("！[", 0)
    found["zero-width blank"] += texts.having("\u200b") + texts.having("\u2060")
    found["garbled text"] += texts.having("\ufffd")
    for sign in "\u2028\u2029\ufffc":
        found["stray character"] += texts.having(sign)
    for sign in _CURLY:
        found["broken tag"] += texts.having_pair(f"={sign}", 1)
    replaced, odd = [], []
    for at in texts.numbers:
        markdown = docs[at].markdown
        if markdown.replaced:
            replaced.append(at)
        elif markdown.odd is not False:
            odd.append(at)
    # Where wide characters are question marks, Python leaps to a control, and there are no letters of Latin-1.
    bodies = Joined(replaced, [docs[at].markdown.replaced for at in replaced])
    for sign in CONTROLS:
        found["stray character"] += bodies.having(sign)
    if odd:
        texts = Joined(odd, [docs[at].text for at in odd])
        for sign in CONTROLS:
            found["stray character"] += texts.having(sign)
        for sign in MISREAD:
            found["garbled text"] += texts.having(sign)
        for pair, rare in MISREAD_PAIRS:
            found["garbled text"] += texts.having_pair(pair, rare)


def marked(docs: Sequence[Document]) -> list[int]:
    """Return the numbers of those `docs` that have anything by which the marks of the shipped vendors are known."""
    return _with_marks(docs, _Texts(docs), Addresses(docs, [doc.html for doc in docs]))


def _with_marks(docs: Sequence[Document], texts: _Texts, addresses: Addresses) -> list[int]:
    found: list[int] = []
    others = texts.others
    if others.texts:
        for mark in MARKS:
            found += others.having(mark)
        for words, rare in BUTTONS:
            found += others.having_pair(words, rare)
        for letter, words in PLAIN_BUTTONS:
            found += [at for at in others.having(letter) if words in docs[at].text]
        found += [at for at in others.having_pair("复制", 0) if _has_button(docs[at].text, "复制", ("代码",))]
    for phrase in PHRASES:
        found += texts.having(phrase)
    for pair, rare in PAIRS:
        found += texts.having_pair(pair, rare)
    for start in LINKS:
        found += addresses.linked.having(start)
    found += [at for at in texts.having_pair("Copy", 0) if _has_button(docs[at].text, "Copy", ("E", " code"))]
    found += [at for at in texts.having("+") if _has_count(docs[at].text)]
    found += [at for at in texts.having("|") if _has_blank_or_call(docs[at].text)]
    found += [at for at in texts.backslashed if _has_loose_bracket(docs[at].text)]
    found += where(map(not_, map(WORDS.isdisjoint, texts.bracketed)))
    return found


_LINE_END = regex(r"[^\S\n]*+(?:\n|\Z)")


def _has_button(text: str, word: str, more: tuple[str, ...]) -> bool:
    """Tell whether `word` stands at the end of a line, or one of `more` behind it, as on buttons."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if text.startswith(more, end):
            return True
        if _LINE_END.match(text, end):
            return True
        at = text.find(word, end)
    return False


def _has_count(text: str) -> bool:
    """Tell whether a number of sources stands at the end of a link's text: most signs of plus are part of a date."""
    at = text.find("+")
    while at >= 0:
        if text.startswith("](http", at + 2):
            return True
        at = text.find("+", at + 1)
    return False


def _has_blank_or_call(text: str) -> bool:
    """Tell whether a text with ``|`` in it has a blank of Mailchimp's, or one of `CALLS`."""
    if has_pair(text, "*|", 0):
        return True
    if "{" in text:
        for call in CALLS:
            if call in text:
                return True
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


def _in_tags(docs: Sequence[Document], htmls: Sequence[Html], found: Found) -> None:
    for at, html in enumerate(htmls):
        if html.tags:
            if html.ends_at_once:
                found["empty element"].append(at)
            named = html.named
            if html.void_ends or "be" in named:
                found["broken tag"].append(at)
            if "br" in named and begins_with_break(docs[at]):
                found["blank paragraph"].append(at)


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

LINES = (
    "Froala Editor",
    " appeared first on ",
    "are continuing the conversation by highlighting and re",
    "新浪财经APP",
)
PICTURE = "n.sinaimg.cn/finance/"
"""What every line and picture by which the shipped vendors are known contains one of; for classes, see
`signs_of_elements`."""


def _promoting(docs: Sequence[Document], texts: _Texts) -> list[int]:
    """Return the numbers of the posts in which a line by which the shipped vendors' blocks are known may stand.

    Or such a picture in a field: the pictures of the body go with their block.
    """
    editor, feed, invitation, app = LINES
    return [
        *texts.having_pair(editor, 0),
        *texts.having(feed),
        *texts.having(invitation),
        *texts.others.having_pair(app, 1),
        *[at for at, doc in enumerate(docs) if doc.text.find(PICTURE, 0, doc.body_start) >= 0],
        *[at for at in texts.backslashed if docs[at].text.find("\\", 0, docs[at].body_start) >= 0],
    ]
