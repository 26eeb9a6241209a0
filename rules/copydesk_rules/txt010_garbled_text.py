"""TXT010: text that was read in the wrong encoding."""

from __future__ import annotations

from collections.abc import Iterator

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
    regex,
)
from copydesk_rules.messages import quoted

if TYPE_CHECKING:
    from copydesk_rules.mojibake import Misread


class GarbledText(Rule):
    """A text should be read in the encoding that it was written in.

    ## Why

    Where UTF-8 is read as windows-1252, `é` becomes `Ã©` and a quotation mark `â€œ`; where half of a character is cut
    off, `�` is left. Often it is one paragraph that was pasted from elsewhere, and all around it is right, so that no
    program can read the file anew.

    ## What it reports

    Runs of characters that are UTF-8 read as windows-1252 or as Latin-1, and that nobody writes otherwise; control
    characters that are quotation marks and dashes of windows-1252; `�` in words. The fix writes what was there. It is
    safe where only one thing can have been there, and unsafe where a byte is missing. For `�` there is none.

    ## What it leaves alone

    Code, addresses, runs between quotation marks, and whatever stands near a word such as *encoding*, *UTF-8* or 乱码:
    it may be what the text is about.
    """

    code = "TXT010"
    name = "garbled-text"
    severity = Severity.WARNING
    needs = ("copydesk_rules.signs:garbled text",)

    examples = (
        bad(
            "Itâ€™s what â€œZoÃ«â€\x9d saw, and “Mei” too.\n",
            fixed="It’s what “Zoë” saw, and “Mei” too.\n",
            findings=3,
            note="broken and right ones in one sentence",
        ),
        bad("A heronÂ´s nest, 20Â°, ðŸ˜€\n", fixed="A heron´s nest, 20°, 😀\n", findings=3),
        bad("è‹\x8dé¹\xad在五月ç\xad‘å·¢ã€‚\n", fixed="苍鹭在五月筑巢。\n", findings=2),
        bad("ÐŸÑ€Ð¸Ð²ÐµÑ‚, цапля\n", fixed="Привет, цапля\n"),
        bad("ItÃ¢â‚¬â„¢s late\n", fixed="It’s late\n", note="twice"),
        bad("The heron\x92s nest \x96 a \x93big\x94 one\n", fixed="The heron’s nest – a “big” one\n", findings=4),
        bad("â€œEarly,â€ said Mei.\n", fixed="“Early,” said Mei.\n", findings=2, unsafe=True),
        bad("She sputtered\ufffd and left.\n", note="what was cut off is lost"),
        good("CAFÉ… MANHÃ” “Ã” « école » ‹É› «\xa0café\xa0» Spaß” à… É’s\n"),
        good("Write `Ã©` and <code>â€œ</code>.\n\n[A](/cafÃ©)\n"),
        good("Read as Latin-1, an é shows as Ã© and a quotation mark as â€œ.\n", note="what the text is about"),
        good("An unknown character is a \ufffd, and “\ufffd” is one, too.\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each run of garbled characters."""
        from copydesk_rules.mojibake import misread
        from copydesk_rules.neighbours import holds
        from copydesk_rules.unseen import picture_spans

        text = doc.text
        lost = [Span(*found.span()) for found in _LOST.finditer(text, doc.body_start)] if "\ufffd" in text else []
        runs = misread(text, doc.body_start)
        if not (runs or lost) or _TOPIC.search(text):
            return
        topics = [Span(max(found.start() - _NEAR, 0), found.end() + _NEAR) for found in _TOPICS.finditer(text)]
        addresses = sorted(reference.target_span for reference in (*doc.links, *doc.images))
        pictures = picture_spans(doc)

        def is_told(span: Span) -> bool:
            return not (_is_quoted(text, span) or holds(topics, span)) and doc.is_prose(span)

        for one in runs:
            span = one.span
            if not holds(addresses, span) and is_told(span):
                fix = None if holds(pictures, span) or _holds_emphasis(text, span) else _fix(text, one)
                shown = quoted(
                    "".join(sign if sign.isprintable() else f"<U+{ord(sign):04X}>" for sign in span.of(text))
                )
                if one.written is None:
                    was = "what it was is lost"
                else:
                    was = f"it should be {quoted(one.written) if one.written.strip() else 'a blank'}"
                yield self.finding(span, f"{shown} was read in the wrong encoding: {was}", fix, help="" if fix else was)
        for span in lost:
            inside = text[span.start - 1 : span.start].isalpha() or text[span.end : span.end + 1].isalpha()
            if inside and is_told(span):
                yield self.finding(
                    span, "`\ufffd` stands for what some program could not read", help="look up what stood there"
                )


_LOST = regex("(?<![â€\x80])\ufffd+")
_TOPIC = regex(r"(?i)mojibake|乱码|亂碼|文字化け|garbled")
_TOPICS = regex(
    r"(?i)utf-?8|unicode|iso-?8859|latin-?1|windows-125|cp-?125|charset|encod|decod|编码|編碼|字符集|エンコ|кодиров"
    r"|codifica|zeichensatz|kodierung"
)
"""What texts speak of that show garbled characters on purpose."""
_NEAR = 500


def _is_quoted(text: str, span: Span) -> bool:
    """Tell whether a run stands between quotation marks or brackets: as something that is shown."""
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    return before != "" and after != "" and before in _OPENING and after in _CLOSING


_OPENING = frozenset("\"'“‘„«»‹(（「『《`")
_CLOSING = frozenset("\"'”’“«»›)）」』》`")


def _holds_emphasis(text: str, span: Span) -> bool:
    """Tell whether a mark of emphasis stands at a run, which may mean nothing beside what was written."""
    return text[span.start - 1 : span.start] in _EMPHASIS or text[span.end : span.end + 1] in _EMPHASIS


_EMPHASIS = frozenset("*_~")


def _fix(text: str, one: Misread) -> Fix | None:
    if one.written is None:
        return None
    safety = Safety.SAFE if one.certain else Safety.UNSAFE
    changes = (Change("text", one.span.of(text), one.written),)
    return Fix("write what was read wrongly", (Edit(one.span, one.written),), safety, changes)
