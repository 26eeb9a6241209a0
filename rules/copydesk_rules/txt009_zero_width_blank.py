"""TXT009: blanks without width where nobody means them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk import TYPE_CHECKING, Change, Document, Edit, Finding, Fix, Rule, Severity, Span, bad, good, regex

if TYPE_CHECKING:
    from copydesk_rules.neighbours import Neighbours

_SIGNS = "\u200b\u2060"
_RUN = regex(f"[{_SIGNS}]++")


class ZeroWidthBlank(Rule):
    """A text should have no blanks without width in its words.

    ## Why

    Chats, translators and program documentation put U+200B where a line may break, and it is copied along. Nobody sees
    it, but who searches for the word does not find it, who copies the command gets an error, and who follows the
    address comes to nowhere.

    ## What it reports

    U+200B and U+2060 in running text, and in the addresses of links and pictures. The fix takes them away; it is safe,
    for readers see the same words.

    ## What it leaves alone

    Code. Posts with letters of Thai, Khmer, Lao, Tibetan, Burmese and the other scripts from Hebrew to Balinese: some
    of them divide words by it, others letters. Chinese in which every word ends with one, for programs that search.
    What stands at a mark of emphasis, before the number of a list that is to be none, alone on its line or in a cell,
    after `@`, or in a name of more than 30 characters: there somebody put it so that something happens, or does not.
    """

    code = "TXT009"
    name = "zero-width-blank"
    severity = Severity.WARNING
    needs = ("copydesk_rules.signs:zero-width blank",)

    examples = (
        bad("Adob\u200b\u200be shows herons in May\u200b.\n", fixed="Adobe shows herons in May.\n", findings=2),
        bad(
            "苍鹭\u200b筑巢，看\u200bhttps://birds.example/nests。\n",
            fixed="苍鹭筑巢，看https://birds.example/nests。\n",
            findings=2,
        ),
        bad("\u200b\t\tHerons nest early.\n", fixed="Herons nest early.\n", note="it kept the tabs from making code"),
        bad("Call /api/nests\u200b/find.\n", fixed="Call /api/nests/find.\n", note="from the page of an interface"),
        bad("[Herons](https://birds.example/a\u200b)\n", fixed="[Herons](https://birds.example/a)\n"),
        bad('<a href="https://birds.example/\u2060a">A</a>\n', fixed='<a href="https://birds.example/a">A</a>\n'),
        bad("![A\u200bheron](/a.png)\n", note="in what is read out in the place of a picture"),
        good("ក្រសារ\u200bធ្វើសំបុក\u200bឆាប់ and\u200b herons\n", note="Khmer"),
        good("นกกระสา\u200bทำรัง\n", note="Thai"),
        good(
            "苍鹭\u200b在\u200b五月\u200b筑巢\u200b并且\u200b离开\n\n# 苍鹭\u200b筑巢\n",
            note="for a program that searches",
        ),
        good("**苍鹭（heron）\u200b**筑巢，**筑巢。**\u200b离开\n", note="without it there is no emphasis"),
        good("\u200b1. is no list\n\n> \u200b# herons\n\n> \u200b(2) storks\n"),
        good("One.\n\n\u200b\n\nTwo.\n\n| \u200b | A |\n| - | - |\n| 1 | 2 |\n"),
        good("Ask @\u200bheron about org.birds.\u200bnests.early.\u200bin.the.year.Finder\n"),
        good("`a\u200bb` می\u200cخواهم 👩\u200d👧 Silben\u00adtrennung \u200fשלום\u200e ❤\ufe0f\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each run of such blanks."""
        text = doc.text
        runs = [Span(*found.span()) for found in _RUN.finditer(text, doc.body_start)]
        if not runs or _DIVIDED.search(text, doc.body_start):
            return
        from copydesk_rules.neighbours import Neighbours, holds
        from copydesk_rules.unseen import in_addresses, named, picture_spans

        addresses, findings = in_addresses(self, doc, _SIGNS)
        yield from findings
        around, pictures, segmented = Neighbours(doc), picture_spans(doc), _segmented(text, runs)
        for span in runs:
            if (
                not holds(addresses, span)
                and not _is_meant(text, span)
                and not (segmented and _in_chinese(text, span))
                and doc.is_prose(span)
                and (fix := _fix(doc, span, around)) is not None
            ):
                message = f"{named(text[span.start])} stands in the text, where nobody sees it"
                if holds(pictures, span):
                    yield self.finding(span, message, help="delete it")
                else:
                    yield self.finding(span, message, fix)


_DIVIDED = regex("[\u0590-\u1cff\ua800-\uabff]")
"""The letters of all scripts from Hebrew on that are not known to do without such blanks."""

_NAME = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/:\\-\u200b\u2060")
_LONG = 30


def _is_meant(text: str, span: Span) -> bool:
    """Tell whether a run is there so that something happens: that a mark works, or does not, or that a line breaks."""
    start, end = span
    before, after = text[start - 1 : start], text[end : end + 1]
    if before in _MARKS or after in _EMPHASIS:
        return True
    if before in _OPENING and (after in _OPENED or (before == "<" and after.isalpha())):
        return True
    return _is_alone(text, span) or _in_long_name(text, span)


_EMPHASIS = frozenset("*_~")
_MARKS = _EMPHASIS | frozenset("@#:\\$")
_OPENING = frozenset("[{<(!")
_OPENED = frozenset("[]{%<!/:#)")
"""Brackets, and what would be read together with them if nothing stood between: tags, links, templates."""


def _is_alone(text: str, span: Span) -> bool:
    """Tell whether nothing but blanks stands beside a run on its line, in its cell, in its element."""
    before = text[max(span.start - _LONG, 0) : span.start].rstrip(" \t\u200b\u2060")
    after = text[span.end : span.end + _LONG].lstrip(" \t\u200b\u2060")
    return (not before or before[-1] in "\n|>-+.)") and (not after or after[0] in "\r\n|<")


def _in_long_name(text: str, span: Span) -> bool:
    """Tell whether a run stands inside of a name or address that is so long that a line may have to break in it."""
    first, last = span.start, span.end
    while first and span.start - first <= _LONG and text[first - 1] in _NAME:
        first -= 1
    while last < len(text) and last - span.end <= _LONG and text[last] in _NAME:
        last += 1
    left, right = span.start - first, last - span.end
    return left > 0 and right > 0 and left + right > _LONG


def _in_chinese(text: str, span: Span) -> bool:
    """Tell whether a single blank without width stands between two characters of Chinese or Japanese."""
    from copydesk_rules.unseen import spaceless

    start, end = span
    return start > 0 and end == start + 1 and spaceless(text[start - 1]) and spaceless(text[end : end + 1] or " ")


def _segmented(text: str, runs: Sequence[Span]) -> bool:
    """Tell whether so many words of a line of Chinese end with a blank without width that a program put them there."""
    found, line = 0, -1
    for span in runs:
        if _in_chinese(text, span):
            if span.start > line:
                found, line = 0, text.find("\n", span.end)
                line = len(text) if line < 0 else line
            found += 1
            if found >= _MANY:
                return True
    return False


_MANY = 4


def _fix(doc: Document, span: Span, around: Neighbours) -> Fix | None:
    """Return how a run goes; None where Markdown reads its neighbours otherwise without it."""
    if not around.can_go(span, unseen=True):
        return None
    text = doc.text
    edit = doc.strike(span)
    if edit.span == span and _begins_line(text, span.start):
        if _NUMBER.match(text, span.end):
            return None
        blanks = _BLANKS.match(text, span.end)
        edit = Edit(Span(span.start, span.end if blanks is None else blanks.end()))
    return Fix("delete it", (edit,), declares=(Change("text", span.of(text)),))


_NUMBER = regex(r"[ \t]*+\(?[0-9A-Za-z]{1,4}[.)]")
_BLANKS = regex(r"[ \t]*+")
_LINE_START = regex(r"[ \t>]*+(?:(?:[-*+]|[0-9]++[.)])[ \t]++)?")


def _begins_line(text: str, start: int) -> bool:
    """Tell whether nothing stands before `start` on its line but blanks and the marks of a quotation or an item."""
    first = text.rfind("\n", max(start - 80, 0), start) + 1
    return _LINE_START.fullmatch(text, first, start) is not None
