"""HTM001: markup that readers see as code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk import Change, Document, Edit, Finding, Fix, Rule, Severity, Span, bad, good


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
    elements that ask for Markdown with `markdown="1"`.
    """

    code = "HTM001"
    name = "leaked-markup"
    severity = Severity.ERROR

    examples = (
        bad(
            "<div>\n<p>News.</p>\n\n        <p>More news.</p>\n        <p>The end.</p>\n\n</div>\n",
            fixed="<div>\n<p>News.</p>\n\n<p>More news.</p>\n<p>The end.</p>\n\n</div>\n",
        ),
        bad(
            '<div class="story">\n\n\t<!-- photo -->\n\t<img src="https://pictures.example/a.jpg">\n\n</div>\n',
            fixed='<div class="story">\n\n<!-- photo -->\n<img src="https://pictures.example/a.jpg">\n\n</div>\n',
        ),
        good("Write this:\n\n    <p>More news.</p>\n\nand save.\n", note="an example in an ordinary post"),
        good("<div>\n<p>News.</p>\n</div>\n\n    <p>More news.</p>\n", note="the element is closed before it"),
        good("<div>\n\n    print(1 < 2)\n\n</div>\n", note="it does not begin with markup"),
        good("<details>\n<summary>How</summary>\n\n    <p>Like this.</p>\n\n</details>\n"),
        good('<div markdown="1">\n\n    <p>Like this.</p>\n\n</div>\n'),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each block of leaked markup."""
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


_INDENT = re.compile(r"^[ \t]++(?=[^ \t\r\n])", re.M)
_MARKDOWN = re.compile(r"[#>*+\-=`~|\[!\d:]")


def _fix(doc: Document, leak: Span) -> Fix | None:
    """Return the fix that makes the block markup again, or None where that would make something else of it."""
    text = doc.text
    if text[text.rfind("\n", 0, leak.start) + 1 : leak.start].strip():
        return None
    first = _INDENT.match(text, leak.start, leak.end)
    if first is None or _in_list(doc, leak):
        return None
    edits: list[Edit] = []
    blank_before = True
    for line in re.finditer(r"[^\n]*\n?", text[leak.start : leak.end]):
        content = line.group().strip()
        if not content:
            blank_before = True
            continue
        if blank_before and _MARKDOWN.match(content):
            return None  # it would become a heading, a list or the like
        blank_before = False
        width = len(line.group()) - len(line.group().lstrip(" \t"))
        if width:
            at = leak.start + line.start()
            edits.append(Edit(Span(at, at + width)))
    if not edits:
        return None
    return Fix("take the indentation away", tuple(edits), declares=(Change("code", text[leak.start : leak.end]),))


def _in_list(doc: Document, leak: Span) -> bool:
    """Tell whether the block stands in a list item, whose content must stay indented."""
    code = next((code for code in doc.markdown.code if leak.contains(code.span)), None)
    if code is None:
        return True
    return len(doc.text[leak.start : code.span.start].expandtabs(4)) > 4
