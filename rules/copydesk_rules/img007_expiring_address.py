"""IMG007: pictures at an address that was signed for a time."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import TYPE_CHECKING, Document, Finding, Rule, Severity, bad, good, option
from copydesk_rules.addresses import address_book, suspects, written_span
from copydesk_rules.messages import quoted

if TYPE_CHECKING:
    from copydesk import date


class ExpiringAddress(Rule):
    """A picture should have an address that stays.

    ## Why

    Notion, chats, networks and storage services hand out addresses that are signed for an hour, a day or a week. The
    picture is there while the author looks at the post, and gone when readers do.

    ## What it reports

    Addresses with the parameters of a known signature (S3, CloudFront, Google Cloud Storage, Azure, OSS, COS, Qiniu,
    Notion, Discord, Facebook, Instagram, LinkedIn, TikTok, GitHub), with the day on which they end.

    ## What it leaves alone

    Signatures that last for more than three years: they were made so on purpose.
    """

    code = "IMG007"
    name = "expiring-address"
    severity = Severity.ERROR
    needs = ("copydesk_rules.signs:signed address",)

    within: int = option(1100, "How many days ahead an end is reported.")
    today: str = option("", "The day, as YYYY-MM-DD, that is taken for today; empty for that of the clock.")

    examples = (
        bad(
            "![The tide](https://walks.s3.amazonaws.com/tide.png?X-Amz-Date=20240506T070809Z&X-Amz-Expires=3600"
            "&X-Amz-Signature=0b4a)\n"
        ),
        bad(
            '<img src="https://img.walks.cn/tide.png?e=1780000000&amp;token=EXAMPLE:yN9W" alt="The tide">\n',
            options={"today": "2026-05-01"},
            note="it ends in four weeks",
        ),
        bad(
            "---\ntitle: Tides\ndate: 2024-05-06 07:08:09\n"
            "cover: https://walks.blob.core.windows.net/a.png?sv=2021-08-06&se=2024-05-07T07%3A08%3A09Z&sig=0b4a\n---\n"
            "\nText.\n"
        ),
        good(
            "![The tide](https://img.walks.cn/tide.png?e=4102444800&token=EXAMPLE:yN9W)\n",
            note="it lasts until the year 2100",
        ),
        good("![The tide](https://walks.org/tide.png?expires=1557726122&v=3)\n", note="nothing signs it"),
        good("`![](https://img.walks.cn/tide.png?e=1557726122&token=EXAMPLE:yN9W)` is how a signed address looks.\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each picture whose address has ended, or will."""
        places = [one for one in suspects(doc).queried if one.what == "picture" and "=" in one.reference.target]
        if not places:
            return
        book = address_book(doc)
        for place in places:
            address = place.address if book.may_expire(place.reference.target) else None
            if address is None:
                continue
            from copydesk_rules.signatures import end, pairs

            values = pairs(address.query)
            entry = book.expiring(address, values)
            if entry is None:
                continue
            last, now = end(entry, values), self._now()
            if last is None and entry.parameter:
                continue  # it holds no moment, so this is something else
            target = quoted(place.reference.target)
            if last is None:
                message = f"{target} {entry.why}: readers see no picture after that"
            elif last < now:
                message = f"{target} {entry.why}, which was over on {last}: readers see no picture"
            elif (last - now).days <= self.within:
                message = f"{target} {entry.why}, until {last}: readers see no picture after that"
            else:
                continue
            span = written_span(doc, place.reference)
            yield self.finding(span, message, help="save the picture in the site, and put its address here")

    def _now(self) -> date:
        from copydesk import date

        return date.fromisoformat(self.today) if self.today else date.today()
