"""HTM001: markup that readers see as code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk import Change, Document, Edit, Finding, Fix, Rule, Severity, Span, bad, good, regex


class LeakedMarkup(Rule):
    """Markup should not be shown to readers as code.

    ## Why

    Markdown takes lines that are indented by four blanks after an empty line for code (CommonMark 4.4). Imported and
    scraped posts are full of such lines in the middle of an open `<div>`: nobody meant them as code, and readers see
    raw tags, style sheets and advertisements in a grey box.

    ## What it reports

    An indented code block that begins with a tag or a comment while an element that an earlier HTML block opened is
    still open. The fix takes the indentation of its lines away, which makes it the markup it was meant to be.

    ## What it leaves alone

    Indented code with no element open around it: that is somebody's example. Code inside `<details>`, and inside
    elements that ask for Markdown with `markdown="1"`. Sites whose Markdown shows no code there: kramdown (Jekyll) and
    Python-Markdown (MkDocs, Pelican) leave an element alone up to its end tag, Eleventy and Docusaurus know no
    code that is only indented.
    """

    code = "HTM001"
    name = "leaked-markup"
    severity = Severity.ERROR
    needs = ("leaked markup",)

    examples = (
        bad(
            "<div>\n<p>News.</p>\n\n        <p>More news.</p>\n        <p>The end.</p>\n\n</div>\n",
            fixed="<div>\n<p>News.</p>\n\n<p>More news.</p>\n<p>The end.</p>\n\n</div>\n",
        ),
        bad(
            '<div class="story">\n\n\t<!-- photo -->\n\t<img src="https://pictures.example/a.jpg">\n\n</div>\n',
            fixed='<div class="story">\n\n<!-- photo -->\n<img src="https://pictures.example/a.jpg">\n\n</div>\n',
        ),
        bad(
            "<div>\n<p>Code:\n\n      <pre>\n      if rain:\n        stay()\n      </pre>\n\n</div>\n",
            fixed="<div>\n<p>Code:\n\n<pre>\nif rain:\n  stay()\n</pre>\n\n</div>\n",
            note="what is indented in a <pre> is so for readers",
        ),
        bad(
            '<div>\n\n    <img src="/a.jpg"> rain\n    * and wind\n\n</div>\n',
            note="without its blanks the second line would be a list",
        ),
        good("Write this:\n\n    <p>More news.</p>\n\nand save.\n", note="an example in an ordinary post"),
        good("<div>\n<p>News.</p>\n</div>\n\n    <p>More news.</p>\n", note="the element is closed before it"),
        good("<div>\n\n    print(1 < 2)\n\n</div>\n", note="it does not begin with markup"),
        good("<details>\n<summary>How</summary>\n\n    <p>Like this.</p>\n\n</details>\n"),
        good('<div markdown="1">\n\n    <p>Like this.</p>\n\n</div>\n'),
        good(
            "<table>Tides<tr>\n\n      \n    </tr><tbody><tr>\n\n<td>Low:\n</td>\n    </tr></tbody></table>\n",
            generator="jekyll",
            path="_posts/2024-05-06-tides.md",
            note="kramdown leaves the table alone up to its end",
        ),
        good("<div>\n\n    <p>Low tide.</p>\n\n</div>\n", generator="mkdocs", path="docs/tides.md"),
        good("<div>\n\n    <p>Low tide.</p>\n\n</div>\n", generator="eleventy", path="src/tides.md"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each block of leaked markup."""
        if not doc.site.generator.leaks:
            return
        for leak in doc.leaked:
            block = doc.text[leak.start : leak.end]
            start = leak.start + len(block) - len(block.lstrip())
            end = leak.start + len(block.rstrip())
            fix = _fix(doc, leak)
            yield self.finding(
                Span(start, max(start, end)),
                "this markup is indented, so Markdown shows it to readers as code",
                fix,
                help=""
                if fix is not None
                else "take the indentation away by hand: Markdown may read its lines otherwise",
            )


_edit, _span = Edit._make, Span._make
_INDENT = regex(r"[ \t]++(?=[^ \t\r\n])")
_MARKDOWN = regex(r"[#>*+\-=`~|\[!\d:]")
_SIGNS = regex(r"[*_`~\[\]\\]")
_TAG = regex(r"<!--.*?-->|<[^<>]*+>")
_OPENS_PRE = regex(r"<(?:pre|textarea)(?![\w-])", re.I)
_PRE = regex(r"<(/?+)(?:pre|textarea)(?![\w-])", re.I)

# How a line begins an HTML block (CommonMark 4.6): of the first kinds, whose names are given, each has its own end;
# the others end at a blank line.
_HTML_BLOCK = regex(
    r"(?P<raw></?+(?:script|pre|style|textarea)(?=[\s>]|$))|(?P<comment><!--)|(?P<instruction><\?)|(?P<cdata><!\[CDATA\[)"
    r"|(?P<declaration><![A-Za-z])|</?+(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup"
    r"|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html"
    r"|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table"
    r"|tbody|td|tfoot|th|thead|title|tr|track|ul)(?=[\s>]|/>|$)|</?+[A-Za-z][\w-]*+(?:\s[^<>]*+)?>$",
    re.I,
)
_ENDS = {
    "raw": regex(r"</(?:script|pre|style|textarea)>", re.I),
    "comment": regex("-->"),
    "instruction": regex(r"\?>"),
    "cdata": regex(r"\]\]>"),
    "declaration": regex(">"),
}


def _fix(doc: Document, leak: Span) -> Fix | None:
    """Return the fix that makes the block markup again, or None where that would make something else of it."""
    text = doc.text
    if text[text.rfind("\n", 0, leak.start) + 1 : leak.start].strip():
        return None
    if _INDENT.match(text, leak.start, leak.end) is None or _in_list(doc, leak):
        return None
    edits: list[Edit] = []
    leaked = text[leak.start : leak.end]
    lines = leaked.split("\n")
    if lines[-1]:
        lines.append("")
    block = _Block(_PRE.search(leaked) is not None)
    at = leak.start
    for written in lines:
        content = written.strip()
        indent = written[: len(written) - len(written.lstrip(" \t"))] if content else ""
        width = block.follow(indent, content, written)
        if width is None:
            return None
        if width:
            edits.append(_edit((_span((at, at + width)), "")))
        at += len(written) + 1
    if not edits:
        return None
    return Fix("take the indentation away", tuple(edits), declares=(Change("code", leaked),))


class _Block:
    """What Markdown makes of lines that lose their indentation, as they come; `pre` tells whether a <pre> is there."""

    def __init__(self, pre: bool) -> None:
        self._has_pre = pre
        self._inside = ""  # the kind of the block that the last line was in: html, text, or one of `_ENDS`
        self._pre: str | None = None  # how far the <pre> is indented whose content keeps what it has beyond that

    def follow(self, indent: str, content: str, written: str) -> int | None:
        """Return how much of `indent` the next line loses; None where it would say something else then."""
        if not content:
            if self._inside in ("html", "text"):
                if self._pre is not None:
                    return None  # the blank line ends the block, and the rest of the <pre> would be Markdown
                self._inside = ""
            return 0
        if not self._inside:
            starts = _HTML_BLOCK.match(content)
            self._inside = "text" if starts is None else starts.lastgroup or "html"
        if self._inside == "text" and not _is_plain(content, written):
            return None
        width = len(indent) if self._pre is None else _shared(indent, self._pre)
        for found in _PRE.finditer(content) if self._has_pre else ():
            self._pre = None if found[1] else indent
        ends = _ENDS.get(self._inside)
        if ends is not None and ends.search(content):
            self._inside = ""
        return width


def _shared(one: str, other: str) -> int:
    """Return how many characters both begin with."""
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    return at


def _is_plain(content: str, written: str) -> bool:
    """Tell whether a line in a paragraph holds nothing but words and tags, which Markdown leaves as they are."""
    if _MARKDOWN.match(content) or _OPENS_PRE.search(content) or written.rstrip("\r\n").endswith("  "):
        return False
    return not _SIGNS.search(_TAG.sub("", content))


def _in_list(doc: Document, leak: Span) -> bool:
    """Tell whether the block stands in a list item, whose content must stay indented."""
    code = next((code for code in doc.markdown.code if leak.contains(code.span)), None)
    if code is None:
        return True
    return len(doc.text[leak.start : code.span.start].expandtabs(4)) > 4
