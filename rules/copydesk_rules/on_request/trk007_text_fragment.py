"""TRK007: links that make the browser look for a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, Span, bad, good
from copydesk_rules.addresses import suspects, written_span
from copydesk_rules.messages import quoted


class TextFragment(Rule):
    """A link should lead to the page, not to a sentence that a search engine picked out of it.

    ## Why

    Links copied from search results end in `#:~:text=…`: the browser jumps to that sentence and paints it yellow. The
    sentence was an answer to what the writer had searched for. When the page changes it is not found any more, and all
    the while the address is as long as the sentence, in percent signs.

    ## What it reports

    The part from `:~:` on. The fix removes it, and the `#` where nothing else stands behind it.

    ## What it leaves alone

    Nothing: whoever points to sentences on purpose does not switch this rule on.
    """

    code = "TRK007"
    name = "text-fragment"
    severity = Severity.INFO
    needs = ("link", "image", "<iframe>", "<embed>")
    default = False

    examples = (
        bad(
            "[Keys](https://walks.org/keys#:~:text=A%20rotation%20schedule,automatic%20key%20rotation.)\n",
            fixed="[Keys](https://walks.org/keys)\n",
        ),
        bad(
            '<a href="https://walks.org/keys#turn:~:text=A%20rotation">Keys</a>\n',
            fixed='<a href="https://walks.org/keys#turn">Keys</a>\n',
        ),
        good("[Keys](https://walks.org/keys#text) [a search](https://walks.org/?q=:~:text)\n"),
        good("`https://walks.org/keys#:~:text=A`\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each address that names a sentence."""
        for place in suspects(doc).queried:
            target = place.reference.target
            start = target.find(":~:", target.find("#") + 1) if "#" in target else -1
            if start < 0:
                continue
            from copydesk_rules.retarget import Piece, finding, pieces_changed

            if target[start - 1] == "#":
                start -= 1
            message = f"text fragment {quoted(target[start:])} makes the browser look for a sentence of the page"
            span, changed = written_span(doc, place.reference), None
            if span.of(doc.text).endswith(target[start:]):
                length = span.end - span.start
                piece = Piece(length - (len(target) - start), length)
                changed = pieces_changed(doc, place, [piece], target[:start])
                span = Span(span.start + piece.start, span.end)
            yield finding(self, doc, place, span, message, changed, "link to the page")
