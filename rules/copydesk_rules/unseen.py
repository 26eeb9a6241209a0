"""Characters that nobody sees: what they are called, what is to stand in their place, and what their neighbours are."""

from __future__ import annotations

from copydesk import Document, Finding, Rule, Span

LINES = "\x85\u2028\u2029\x0b\x0c"
"""Those that divide what stands before and behind them as a line break does."""

_NAMES = {
    "\x00": "a NUL",
    "\x08": "a backspace",
    "\x0b": "a vertical tab",
    "\x0c": "a form feed",
    "\x1b": "an escape character",
    "\x7f": "a delete character",
    "\u200b": "a blank without width",
    "\u2028": "a line break that no editor shows",
    "\u2029": "a paragraph break that no editor shows",
    "\u2060": "a word joiner",
    "\ufeff": "a byte order mark",
    "\ufffc": "the place of something that was not pasted",
}


def named(sign: str) -> str:
    """Return what the character `sign` is called, with its number in Unicode."""
    return f"{_NAMES.get(sign, 'a control character')}, U+{ord(sign):04X},"


def spaceless(character: str) -> bool:
    """Tell whether `character` is of Chinese or Japanese, which put no blanks between words, or a sign of theirs."""
    return "\u2e80" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or "\uff00" <= character <= "\uffef"


def picture_spans(doc: Document) -> list[Span]:
    """Return where pictures of Markdown stand: no fix can say that it changes what is read out in their place."""
    return [link.span for link in doc.markdown.links if link.image and not link.unseen]


def in_addresses(rule: Rule, doc: Document, signs: str) -> tuple[list[Span], list[Finding]]:
    """Return where addresses of links and pictures that hold any of `signs` are written, in order, and the findings.

    The fix takes the signs out of the address.
    """
    from copydesk_rules.addresses import Place
    from copydesk_rules.retarget import Piece, finding, pieces_changed

    gone = dict.fromkeys(map(ord, signs))
    seen: set[Span] = set()
    findings = []
    for what, references in (("link", doc.links), ("picture", doc.images)):
        for reference in references:
            target, span = reference.target, reference.target_span
            new = target.translate(gone)
            if new == target or span in seen or span.start < doc.body_start or reference.opaque:
                continue
            seen.add(span)
            written = span.of(doc.text)
            pieces = [Piece(at, at + 1) for at, character in enumerate(written) if character in signs]
            place = Place(reference, "link" if what == "link" else "picture")
            changed = pieces_changed(doc, place, pieces, new) if pieces else None
            sign = next(character for character in target if character in signs)
            message = f"{named(sign)} stands in the address of a {what}, which then leads elsewhere"
            findings.append(finding(rule, doc, place, span, message, changed, "take it out of the address"))
    return sorted(seen), findings
