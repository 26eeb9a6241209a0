"""TXT001: marks in running text that only the vendor's own page or program reads."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property, lru_cache

from copydesk import (
    TYPE_CHECKING,
    Change,
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
    regex,
)
from copydesk_rules.catalogue import catalogue
from copydesk_rules.entries import matches_any, pattern
from copydesk_rules.marks import Marks
from copydesk_rules.messages import holder, html_block_around, least, quoted
from copydesk_rules.neighbours import Neighbours
from copydesk_rules.signs import marked

if TYPE_CHECKING:
    from pathlib import Path

    from copydesk_rules.blocks import Places
    from copydesk_rules.entries import Entry
    from copydesk_rules.marks import Mark


class LeftoverMark(Rule):
    """A text should not show marks that only another program reads.

    ## Why

    What is copied from an assistant brings the numbers of its sources along, as `【24†source】` or `[cite: 1]`: its own
    page makes links of them, and nobody else's readers can follow them. Word's bullets are characters of a font that
    no browser has; they show as boxes. A newsletter's `*|FNAME|*` greets everybody as a blank that was not filled in.
    Exporters print scripts of advertisements in the middle of an article, and above code that came out of a chat it
    still says *Copy code*.

    ## What it reports

    Marks of known vendors, as their files describe them. The fix takes citation marks and other signs away that nobody
    wrote, and puts a bullet for a bullet that no font has; that is safe, for no word and no source is lost: where a
    mark names a source with its address, the link stays. Calls of advertising and counting scripts that stand in
    running text go in the same way, and so do the buttons of chats where they stand below the name of a language or
    above a block of code. To remove a whole line is unsafe. What somebody has to fill in is reported only, and so is a
    formula in square brackets that lost its backslashes: how a site marks formulas is its own matter.

    ## What it leaves alone

    Code, comments, and all that only looks like a mark: citations of pandoc (`[@heron2019]`), footnotes, brackets of
    Chinese and Japanese titles (`【】`), private characters anywhere but where a list item begins.
    """

    code = "TXT001"
    name = "leftover-mark"
    severity = Severity.WARNING
    needs = ("copydesk_rules.signs:leftover mark",)

    keep: tuple[str, ...] = option((), "Marks to leave alone, as they are written; `*` stands for any characters.")

    examples = (
        bad(
            "Herons nest early.:contentReference[oaicite:0]{index=0} Storks follow【24†source】.\n",
            fixed="Herons nest early. Storks follow.\n",
            findings=2,
        ),
        bad(
            "Herons nest early [oai_citation:0‡Birds](https://birds.org/nests).\n",
            fixed="Herons nest early [Birds](https://birds.org/nests).\n",
            note="the source stays",
        ),
        bad(
            "\uf0b7 Fold the paper.\n\uf0b7 Fold it again.\n",
            fixed="• Fold the paper.\n• Fold it again.\n",
            findings=2,
        ),
        bad("Dear *|FNAME|*, herons nest early.\n", note="somebody has to fill it in"),
        bad(
            "Herons nest early.\n\nTechnorati Tags: [herons](http://technorati.com/tag/herons)\n",
            fixed="Herons nest early.\n",
            unsafe=True,
        ),
        bad(
            "Herons nest early.\n\n(adsbygoogle = window.adsbygoogle || \\[\\]).push({});\n\nThey fish alone.\n",
            fixed="Herons nest early.\n\nThey fish alone.\n",
            note="the script of an advertisement",
        ),
        bad(
            "Install `herons`:\n\nbash\nCopy code\n```bash\nnpm install herons\n```\n",
            fixed="Install `herons`:\n\n```bash\nnpm install herons\n```\n",
            note="a button",
        ),
        bad(
            "| Herons | Storks |\n|---|---|\n| early | late |\n(adsbygoogle = window.adsbygoogle || []).push({});\n",
            note="to Markdown it is a row of two cells",
        ),
        bad("So it follows that\n\n[ \\frac{a}{b} = c ]\n\nat once.\n", note="this was `\\[ … \\]`"),
        good("Press the button\nCopy code\nto copy `it`.\n"),
        good("【独家】苍鹭 †1952 的故事【图】\n", note="brackets around a title"),
        good("The key is \uf0b7 on this font [^1] and [cite: the book] or [@heron2019].\n\n[^1]: A note.\n"),
        good("Write `[cite: 1]` and `【24†source】` to see what happens.\n"),
        good("Herons nest early.[cite: 1]\n", options={"keep": ("[cite: *]",)}),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each mark that is left over."""
        if self.keep and not doc.site.vendor_files and not marked([doc]):
            return  # with an option, a rule is asked about every post
        keep = [pattern(one) for one in self.keep]
        around, lost = Neighbours(doc), _Lost(doc)
        last = 0
        for mark, entry in sorted(_known(doc.site.vendor_files).find(doc.text, doc.body_start), key=_place):
            span = mark.span
            if span.start < last or not doc.is_prose(span) or (keep and matches_any(keep, span.of(doc.text))):
                continue
            last = span.end
            written = span.of(doc.text)
            shown = quoted(written) if len(written) > 1 else f"the character U+{ord(written):04X}"
            yield self.finding(span, f"{shown} {entry.why}", _fix(doc, mark, entry, around, lost))


@lru_cache(maxsize=4)
def _known(own: tuple[Path, ...]) -> Marks:
    """Return the marks of the shipped vendors and of a site's `own`."""
    return Marks(catalogue(own).section("texts"))


def _place(found: tuple[Mark, Entry]) -> tuple[int, int]:
    """Return what brings marks into the order of the text, the longest of those that begin together first."""
    start, end = found[0].span
    return start, -end


_ESCAPED = regex(r"\\([!-/:-@\[-`{-~])")


class _Lost:
    """The links and pictures of a post by where they stand, for marks that hold some."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc

    @cached_property
    def links(self) -> Places:
        from copydesk_rules.blocks import Places

        return Places(self._doc.links)

    @cached_property
    def images(self) -> Places:
        from copydesk_rules.blocks import Places

        return Places(self._doc.images)

    @cached_property
    def _tables(self) -> list[Span]:
        return [Span(start, end) for name, start, end in self._doc.markdown.structure() if name == "Table"]

    def in_table(self, span: Span) -> bool:
        """Tell whether `span` lies in a table of Markdown."""
        return holder(self._tables, span) is not None

    @cached_property
    def _written(self) -> list[tuple[Span, Span]]:
        links = self._doc.markdown.links
        return [(link.span, link.inner) for link in links if link.parent < 0 and link.style == "inline"]

    def links_within(self, span: Span) -> list[tuple[Span, Span]]:
        """Return the links of Markdown in `span`, whole and the text of each."""
        first = bisect_left(self._written, (Span(span.start, span.start), Span(0, 0)))
        last = bisect_left(self._written, (Span(span.end, span.end), Span(0, 0)))
        return [one for one in self._written[first:last] if span.contains(one[0])]


def _fix(doc: Document, mark: Mark, entry: Entry, around: Neighbours, lost: _Lost) -> Fix | None:
    """Return what to do about a mark, or None where somebody has to decide."""
    text, span = doc.text, mark.span
    if entry.action == "replace":
        new = entry.becomes
        for number, held in enumerate(mark.held, 1):
            new = new.replace(f"${number}", held)
        start, end, new = least(text, span, new)
        written = text[start:end]
        return Fix("mend the mark", (Edit(Span(start, end), new),), declares=(Change("text", written, new),))
    if entry.action == "remove" and around.can_go(span):
        words = span.of(text)
        if "|" in words and lost.in_table(span):
            return None  # there it divides cells
        declares: list[Change] = []
        if "(" in words:  # a link or a picture, perhaps
            for whole, inner in lost.links_within(span):
                words = words.replace(whole.of(text), inner.of(text))
            declares += (Change("link", target) for target in lost.links.within(span))
            declares += (Change("image", target) for target in lost.images.within(span))
        if "\\" in words and not (doc.kind == "html" or html_block_around(doc, span)):
            words = _ESCAPED.sub(r"\1", words)
        declares.append(Change("text", words))
        safety = Safety.UNSAFE if entry.where == "line" else Safety.SAFE
        title = "remove the line" if entry.where == "line" else "remove the mark"
        return Fix(title, (doc.strike(span),), safety, tuple(declares))
    return None
