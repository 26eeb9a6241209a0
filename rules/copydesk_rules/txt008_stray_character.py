"""TXT008: characters in running text that only a keyboard, a slide or a program had a use for."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import TYPE_CHECKING, Change, Document, Edit, Finding, Fix, Rule, Severity, Span, bad, good, regex

if TYPE_CHECKING:
    from copydesk_rules.neighbours import Neighbours

_RUN = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ufffc]+")


class StrayCharacter(Rule):
    """A text should have no control characters.

    ## Why

    Input methods leave backspaces behind, arrow keys their codes, slides their separators of lines, and importers that
    take backslashes away make a NUL of `\\0`. No editor shows them. Some browsers print boxes for them, feeds with one
    of them are no XML and are refused, and what is divided by nothing else than U+2028 runs together.

    ## What it reports

    Control characters other than tabs and newlines, the separators U+2028 and U+2029, and U+FFFC, which stands where a
    picture was not pasted with the text. The fix takes them away; it writes a blank where that is all that keeps two
    words apart. It is safe, for readers lose nothing that they saw.

    A NUL has no fix: what it was, a digit of an address or of a pattern, is gone. Nor have others between two letters,
    where a hyphen or a blank may be lost.

    ## What it leaves alone

    Code, where such a character may be what is shown; a vertical tab that keeps programs from taking a `$` for the
    beginning of a formula. Joiners, marks of direction and soft hyphens, which writing
    needs. Front matter, which is FM027's matter.
    """

    code = "TXT008"
    name = "stray-character"
    severity = Severity.WARNING
    needs = ("copydesk_rules.signs:stray character",)

    examples = (
        bad("苍鹭在五月\x08筑巢，\x08\x08然后离开。\n", fixed="苍鹭在五月筑巢，然后离开。\n", findings=2),
        bad(
            "* Nests\u2028\u2028Eggs\u2028\u2028Young\n",
            fixed="* Nests Eggs Young\n",
            findings=2,
            note="from a slide",
        ),
        bad("Herons nest early.\u2028 Storks follow.\x0b\n", fixed="Herons nest early. Storks follow.\n", findings=2),
        bad("Herons nest early.\n\x0c\n\nStorks follow.\n", fixed="Herons nest early.\n\nStorks follow.\n"),
        bad("The pattern \x001 is the first group.\n", note="an importer took a backslash away"),
        bad("A well\x1eknown heron.\n", note="Word has its hyphen that does not break there"),
        bad(
            '<a href="https://birds.example/\x08nests">Nests</a>\n',
            fixed='<a href="https://birds.example/nests">Nests</a>\n',
        ),
        bad(
            "[Nests](https://birds.example/nests\u2029)\n",
            fixed="[Nests](https://birds.example/nests)\n",
            note="from the end of a paragraph",
        ),
        bad("Look at this: \ufffc\n", fixed="Look at this:\n"),
        good("```\nprintf '\x1b[31m'\n```\n\nType `\x0b` and <code>a\u2028b</code>.\n"),
        good("Write \x0b$x$ or \\ref\x0b{x}.\n"),
        good("Silben\u00adtrennung, می\u200cخواهم, 👩\u200d👧, \u200fשלום\u200e, ❤\ufe0f, a\tb\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each run of such characters."""
        text = doc.text
        runs = [Span(*found.span()) for found in _RUN.finditer(text, doc.body_start)]
        if not runs:
            return
        from copydesk_rules.neighbours import Neighbours, holds
        from copydesk_rules.unseen import in_addresses, named, picture_spans

        addresses, findings = in_addresses(self, doc, "".join({text[at] for run in runs for at in range(*run)}))
        yield from findings
        around, pictures = Neighbours(doc), picture_spans(doc)
        for span in runs:
            if not doc.is_prose(span) or holds(addresses, span) or _keeps_from_formula(text, span):
                continue
            sign = text[span.start]
            effect = "where nobody sees it" if sign != "\ufffc" else "where readers see an empty box"
            message = f"{named(sign)} stands in the text, {effect}"
            if "\0" in span.of(text):
                yield self.finding(span, message, help="look up what stood there: importers make it of `\\0`")
            else:
                fix = None if holds(pictures, span) else _fix(doc, span, around)
                yield self.finding(span, message, fix, help="" if fix else "delete it, or write what it stood for")


def _keeps_from_formula(text: str, span: Span) -> bool:
    """Tell whether somebody put a vertical tab there so that no program takes what follows for a formula."""
    return text[span.start] == "\x0b" and (text[span.end : span.end + 1] in ("$", "\\", "{"))


def _fix(doc: Document, span: Span, around: Neighbours) -> Fix | None:
    """Return what to do about a run of such characters, or None where somebody has to look."""
    from copydesk_rules.messages import divides_lists
    from copydesk_rules.unseen import LINES, spaceless

    text, run = doc.text, span.of(doc.text)
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    if before.isspace() or after.isspace() or not before or not after:
        divided = False
    elif "\u2028" in run or "\u2029" in run or "\x0c" in run:  # browsers show a form feed as a blank
        divided = True
    else:
        divided = before.isalnum() and after.isalnum() and any(sign in LINES for sign in run)
        divided = divided and not (spaceless(before) and spaceless(after))
    if divided:
        return Fix("write a blank", (Edit(span, " "),), declares=(Change("text", run, " "),))
    joins = before.isalnum() and after.isalnum() and not (spaceless(before) or spaceless(after))
    if (joins and run.strip(_DELETED)) or not around.can_go(span, unseen=True):
        return None
    edit = doc.strike(span)
    if "\n" in edit.span.of(text) and (doc.in_list(span.start) or divides_lists(doc, span)):
        return None
    return Fix("delete it", (edit,), declares=(Change("text", run),))


_DELETED = "\x08\x7f"
"""What keys for deleting leave: whatever stood there, it was to go."""
