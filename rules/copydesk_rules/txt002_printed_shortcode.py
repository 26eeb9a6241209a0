"""TXT002: shortcodes of another publishing program, which this site prints as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copydesk import (
    TYPE_CHECKING,
    Change,
    Document,
    Edit,
    Finding,
    Fix,
    Rule,
    Severity,
    Span,
    bad,
    good,
    option,
    regex,
)
from copydesk_rules.messages import quoted
from copydesk_rules.signs import may_have_shortcodes

if TYPE_CHECKING:
    from copydesk_rules.entries import Entry
    from copydesk_rules.neighbours import Neighbours


class PrintedShortcode(Rule):
    """A text should not show the shortcodes of the program it was moved from.

    ## Why

    WordPress and its page builders keep captions, galleries and columns as words in square brackets. Exporters leave
    them in the text, whole, cut off or with backslashes before them, and no other generator knows them: readers find
    `[caption id="attachment_464" align="alignright"]` in front of the picture.

    ## What it reports

    Shortcodes of known vendors: with attributes, or with their closing half somewhere in the post, or a closing half
    alone. The fix takes the brackets away and leaves what is between them: the picture with its caption. A caption
    that is written inside the bracket stays in its place. That is safe. Where the shortcode names what the post
    no longer has (a gallery by its numbers) there is no fix.

    ## What it leaves alone

    Shortcodes of other programs, links called `[gallery](…)` or `[video][2]`, code, and templates.
    """

    code = "TXT002"
    name = "printed-shortcode"
    severity = Severity.WARNING
    needs = ("copydesk_rules.signs:shortcode",)

    keep: tuple[str, ...] = option((), "Names of shortcodes to leave alone.")

    examples = (
        bad(
            '[caption id="attachment_17" align="alignright" width="300"][![a heron](/heron.jpg)](/herons/) '
            "**A heron**, in May[/caption]\n\nHerons nest early.\n",
            fixed="[![a heron](/heron.jpg)](/herons/) **A heron**, in May\n\nHerons nest early.\n",
            findings=2,
        ),
        bad(
            '\\[caption id="attachment_17" width="300" caption="By Mei"\\]![a heron](/heron.jpg)\\[/caption\\]\n',
            fixed="By Mei ![a heron](/heron.jpg)\n",
            findings=2,
            note="with backslashes, and the caption inside",
        ),
        bad(
            '[caption width="300" caption="width" align="left"]![a heron](/heron.jpg)[/caption]\n',
            fixed="width ![a heron](/heron.jpg)\n",
            findings=2,
            note="a caption that is also the name of an attribute",
        ),
        bad("![Sponge](/sponge.jpg)[/caption]\n", fixed="![Sponge](/sponge.jpg)\n", note="half of it"),
        bad(
            '[caption id="attachment_17" width="360"][![A sandwich](/uploads)\n',
            fixed="[![A sandwich](/uploads)\n",
            note="cut off by the exporter",
        ),
        bad('The evening:\n\n[gallery ids="18,19"]\n\nThat was May.\n'),
        bad(
            "[embed]https://video.example/1[/embed]\n",
            fixed="https://video.example/1\n",
            findings=2,
        ),
        good("[video](/a.mp4) and [gallery] and [caption][c]\n\n[gallery]: /g\n[c]: /c\n", note="links"),
        good('Write `[caption width="300"]` before a picture.\n'),
        good('{{< gallery dir="/may" >}} [note id="1"]\n', note="other programs"),
        good("The [video] is off, and so is the [audio].\n", note="words in brackets"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each half of a shortcode."""
        if not doc.site.vendor_files and not may_have_shortcodes(doc):
            return
        from copydesk_rules.catalogue import catalogue
        from copydesk_rules.neighbours import Neighbours

        known = catalogue(doc.site.vendor_files)
        around = Neighbours(doc)
        halves = [half for half in _halves(doc) if half.name not in self.keep]
        closed = {half.name for half in halves if half.closing}
        found = [
            (half, entry)
            for half in halves
            if (entry := known.shortcode(half.name)) and (half.closing or half.attributes or half.name in closed)
        ]
        runs = _runs(doc, [half for half, entry in found if _can_unwrap(half, entry)])
        for half, entry in found:
            fix = None
            if half.span in runs:
                fix = _fix(doc, half, runs[half.span], around)
            yield self.finding(half.span, f"{quoted(half.span.of(doc.text))} {entry.why}", fix)


_SHORTCODE = regex(
    r"""\\?\[(/?)([a-z][a-z0-9_-]*+)((?:\s++[A-Za-z_-]++=(?:"[^"\n]*+"|'[^'\n]*+'|[^\s"'\[\]]++))*)\s*+/?\\?\](?![(:])"""
)
_ATTRIBUTE = regex(r"""([A-Za-z_-]++)=(?:"([^"\n]*+)"|'([^'\n]*+)'|([^\s"'\[\]]++))""")
_SAID = frozenset(("title", "text", "content", "heading", "subtitle", "label"))
"""Attributes that hold words readers were shown."""


class _Half:
    """One bracket of a shortcode: the opening or the closing one; `captioned` is where the caption in it begins."""

    __slots__ = ("attributes", "captioned", "closing", "name", "span")

    def __init__(self, name: str, closing: bool, attributes: dict[str, str], span: Span, captioned: int) -> None:
        self.name = name
        self.closing = closing
        self.attributes = attributes
        self.captioned = captioned
        self.span = span

    @property
    def caption(self) -> str:
        """The words that the bracket itself holds."""
        return self.attributes.get("caption", "").strip()


def _halves(doc: Document) -> Iterator[_Half]:
    """Yield what looks like a shortcode in the text of the post, in order."""
    links = {link.span.start for link in doc.markdown.links}
    for found in _brackets(doc.text, doc.body_start):
        span = Span(*found.span())
        if span.start in links or not doc.is_prose(span):
            continue
        attributes: dict[str, str] = {}
        captioned = -1
        for pair in _ATTRIBUTE.finditer(found[3] or ""):
            name, group = pair[1].lower(), pair.lastindex or 1
            attributes[name] = pair[group]
            if name == "caption":
                captioned = found.start(3) + pair.start(group)
        yield _Half(found[2], bool(found[1]), attributes, span, captioned)


def _brackets(text: str, at: int) -> Iterator[re.Match[str]]:
    """Yield what looks like a shortcode in `text` from `at` on; Python leaps to a bracket, the pattern would walk."""
    start = at
    while (at := text.find("[", at)) >= 0:
        found = _SHORTCODE.match(text, at - 1 if at > start and text[at - 1] == "\\" else at)
        if found is not None:
            yield found
            start = found.end()
        at = max(at + 1, start)


def _can_unwrap(half: _Half, entry: Entry) -> bool:
    """Tell whether nothing is lost with the bracket itself."""
    return entry.action == "unwrap" and not any(half.attributes.get(name) for name in _SAID)


_MOST = 50
"""So many halves go at once: what more stand in a row is nobody's writing."""


def _runs(doc: Document, halves: Sequence[_Half]) -> dict[Span, Span]:
    """Return by the place of each half what goes with it: all that stand next to each other on one line."""
    runs: dict[Span, Span] = {}
    run: list[_Half] = []
    for half in halves:
        apart = doc.text[run[-1].span.end : half.span.start] if run else ""
        if apart.strip(" \t") or (run and (half.caption or run[-1].caption)) or len(run) == _MOST:
            run = []
        run.append(half)
        going = Span(run[0].span.start, half.span.end)
        runs.update((one.span, going) for one in run)
    return runs


def _fix(doc: Document, half: _Half, run: Span, around: Neighbours) -> Fix | None:
    """Return the fix that takes the brackets of a run away; None where Markdown would read the rest otherwise.

    A caption that the opening bracket holds stays where it is shown: to move it behind the picture is for people.
    """
    raw = doc.kind == "html" or any(block.contains(run) for block in doc.markdown.html_blocks)

    def shown(start: int, end: int) -> Change:
        words = doc.text[start:end]
        return Change("text", words if raw else words.replace("\\[", "[").replace("\\]", "]"))

    title = "keep the text without the shortcode"
    if half.caption:
        if around.starts_block(half.caption):
            return None
        start = half.captioned + half.attributes["caption"].index(half.caption)
        blank = "" if doc.text[run.end : run.end + 1] in (" ", "\r", "\n", "") else " "
        edit = Edit(run, f"{half.caption}{blank}")
        return Fix(title, (edit,), declares=(shown(run.start, start), shown(start + len(half.caption), run.end)))
    return Fix(title, (doc.strike(run),), declares=(shown(*run),)) if around.can_go(run) else None
