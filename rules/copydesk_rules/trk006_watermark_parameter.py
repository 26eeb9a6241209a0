"""TRK006: addresses that ask a picture host to stamp a name on the picture."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import TYPE_CHECKING, Document, Finding, Rule, Safety, Severity, Span, bad, good
from copydesk_rules.addresses import Place, address_book, suspects, written_span
from copydesk_rules.messages import quoted

if TYPE_CHECKING:
    from copydesk_rules.address_book import AddressBook
    from copydesk_rules.entries import Entry
    from copydesk_rules.retarget import Piece


class WatermarkParameter(Rule):
    """The address of a picture should not ask its host to stamp somebody's name on it.

    ## Why

    Platforms such as CSDN put the name of a blog on every picture that is uploaded there, by way of the address:
    `?x-oss-process=image/watermark,type_…,text_…`. The picture itself is clean. When a post moves elsewhere the stamp
    stays in each picture, names a place that the post has left, and covers what is below it.

    ## What it reports

    The step of the address that asks for the stamp. Only this step is removed: resizing, cropping and the format that
    is asked for stay. As readers see the stamp, it takes `--unsafe-fixes`; where the address was copied to a host that
    knows nothing of it the fix is safe.

    ## What it leaves alone

    Pictures whose stamp is a part of the picture, or of the name of a file, and addresses with a signature, which only
    work as they are.
    """

    code = "TRK006"
    name = "watermark-parameter"
    severity = Severity.WARNING
    needs = ("copydesk_rules.signs:watermark",)

    examples = (
        bad(
            "![a knot](https://img-blog.csdnimg.cn/2018.png?x-oss-process=image/watermark,type_ZmFu,text_aHR0cHM6,t_70"
            "#pic_center)\n",
            fixed="![a knot](https://img-blog.csdnimg.cn/2018.png#pic_center)\n",
            unsafe=True,
        ),
        bad(
            '<img src="https://oss.walks.org/a?b=1&amp;x-oss-process=image%2Fresize%2Cw_750%2Fwatermark%2Ctext_aHR0'
            '%2Fquality%2Cq_80" alt="a knot">\n',
            fixed='<img src="https://oss.walks.org/a?b=1&amp;x-oss-process=image%2Fresize%2Cw_750%2Fquality%2Cq_80" '
            'alt="a knot">\n',
            unsafe=True,
            note="the size and the quality stay",
        ),
        bad(
            "![a knot](https://cdn.walks.org/a.png?imageView2/2/w/480|watermark/2/text/aHR0cHM6/font/5a6L) "
            "![a hitch](https://cdn.walks.org/b.png?watermark/2/text/aHR0cHM6)\n",
            fixed="![a knot](https://cdn.walks.org/a.png?imageView2/2/w/480) ![a hitch](https://cdn.walks.org/b.png)\n",
            findings=2,
            unsafe=True,
        ),
        bad(
            "![a knot](https://raw.githubusercontent.com/ana/knots/main/a.png?x-oss-process=image/watermark,text_aHR0)\n",
            fixed="![a knot](https://raw.githubusercontent.com/ana/knots/main/a.png)\n",
            note="it does nothing there, and readers see the same",
        ),
        good("![a knot](https://img-blog.csdnimg.cn/2018.png?x-oss-process=image/resize,w_300)\n"),
        good(
            "![a knot](https://img-blog.csdnimg.cn/a/watermark,type_ZmFu,t_70.png) ![a hitch](/watermark/a.png?w=3)\n"
        ),
        good("![a knot](https://cdn.walks.org/a.png?watermark/2/text/aHR0&e=1451491200&token=7a:9)\n", note="signed"),
        good("`https://img-blog.csdnimg.cn/2018.png?x-oss-process=image/watermark,text_aHR0`\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each address that asks for a stamp."""
        for place in suspects(doc).queried:
            if "watermark" in place.reference.target and place.address is not None:
                yield from self._check(doc, address_book(doc), place)

    def _check(self, doc: Document, book: AddressBook, place: Place) -> Iterator[Finding]:
        from copydesk_rules.retarget import finding, pieces_changed, without

        target, address = place.reference.target, place.address
        span = written_span(doc, place.reference)
        written = span.of(doc.text)
        for entry in book.watermarks(address.host) if address is not None else ():
            pieces = _steps(entry, written)
            if not pieces:
                continue
            what = "the picture" if entry.kind == "shown" else "the address"
            message = f"parameter in {what} {quoted(target)} {entry.why}"
            changed = None
            if written == target or place.reference.origin != "field":
                cuts = pieces if written == target else _steps(entry, target)
                changed = pieces_changed(doc, place, pieces, without(target, cuts))
            safety = Safety.UNSAFE if entry.kind == "shown" else Safety.SAFE
            title = "show the picture without the stamp"
            span = Span(span.start + pieces[0].start, span.start + pieces[-1].end)
            yield finding(self, doc, place, span, message, changed, title, safety)
            return


def _steps(entry: Entry, written: str) -> list[Piece]:
    """Return what is to be cut from an address as it is `written` so that no step like `entry` is left of it."""
    from copydesk_rules.entries import matches_any
    from copydesk_rules.queries import queries
    from copydesk_rules.retarget import Piece

    query = next(iter(queries(written)), None)
    if query is None or written[query.mark] != "?":
        return []
    if not entry.names:
        first = query.parameters[0]
        at, end = first.start, first.end
        if len(query.parameters) > 1:
            return []  # signed, or somebody's own
    else:
        one = next((one for one in query.parameters if matches_any(entry.names, one.name.lower())), None)
        if one is None:
            return []
        at, end = one.start + len(one.name) + 1, one.end
    steps = list(_divided(written, at, end, entry.divider))
    gone = [step for step in steps if matches_any(entry.text, _plain(written[step[0] : step[1]]))]
    if not gone:
        return []
    if all(step in gone or written[step[0] : step[1]] == "image" for step in steps):
        if entry.names:
            return [Piece(*cut) for cut in query.without((one,))] if one is not None else []
        return [Piece(query.mark, end)]
    cuts: list[Piece] = []
    for number, step in enumerate(steps):
        if step in gone:
            start = steps[number - 1][1] if number else step[0]
            last = step[1] if number else steps[1][0]
            if cuts and cuts[-1].end >= start:
                cuts[-1] = Piece(cuts[-1].start, last)
            else:
                cuts.append(Piece(start, last))
    return cuts


def _divided(written: str, at: int, end: int, divider: str) -> Iterator[tuple[int, int]]:
    """Yield where the steps between two places of an address begin and end."""
    encoded = f"%{ord(divider):02X}"
    for found in range(at, end + 1):
        if found == end or written[found] == divider:
            yield at, found
            at = found + 1
        elif written[found] == "%" and written[found : found + 3].upper() == encoded:
            yield at, found
            at = found + 3


def _plain(step: str) -> str:
    return step.replace("%2C", ",").replace("%2c", ",").replace("%2F", "/").replace("%2f", "/")
