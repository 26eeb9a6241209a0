"""FM006: dates that the site's generator misreads, or that are not ISO 8601."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from copydesk import (
    TYPE_CHECKING,
    Change,
    Document,
    Edit,
    Entry,
    Finding,
    Fix,
    Node,
    Rule,
    Safety,
    Severity,
    bad,
    good,
    option,
)
from copydesk_rules.field_signs import DATES
from copydesk_rules.messages import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from copydesk import Generator
    from copydesk_rules.dates import Reading

_PROGRAMS = frozenset({"rfc2822", "javascript", "cjk"})
"""Forms that nobody means to keep, however well a generator reads them."""

_LEAVES_IT = frozenset({"astro", "gatsby", "gitbook", "next", "plain", "vitepress"})
"""Generators that leave it to the code of the site what a date is."""

_FORMS = {
    "rfc2822": "is a date as e-mail and feeds write it",
    "javascript": "is a date as programs print it",
    "cjk": "is a date in words",
    "long": "is a date in words",
    "year-last": "has the year at its end",
}


class NonIsoDate(Rule):
    """A date should be written as ISO 8601 has it, so that every generator reads the same one.

    ## Why

    Every tool understands `2024-05-06` and `2024-05-06 07:08:09`. Other forms are understood in one place and not in
    the next: a generator takes them for text and sorts by the time of the file, swaps day and month, or stops.

    ## What it reports

    Dates of feeds and e-mails, dates as JavaScript prints them and dates with Chinese characters always: they are
    left from another program. Other forms, such as `2024/5/6` and `May 6, 2024`, only where the generator of the site
    does not read them. Where the site's own code reads the date, as with Astro and Next, it says nothing of those.

    ## What the fix does

    It writes the same day and time in ISO 8601 and keeps the zone, so the instant stays what it was. In a Hexo site
    a date with a zone is put in quotes: Hexo drops the zone of one without. What can be read in two ways (`5/6/2024`,
    the zone `CST`), contradicts itself or does not exist is for the author to settle.
    """

    code = "FM006"
    name = "non-iso-date"
    severity = Severity.WARNING
    needs = ("copydesk_rules.field_signs:date that is none",)

    fields: tuple[str, ...] = option((), "More fields that hold dates, besides the usual ones.")
    zones: bool = option(False, "Also report unquoted dates with a zone in a Hexo site, which drops the zone.")

    examples = (
        bad(
            "---\ntitle: Low tide\ndate: Mon, 06 May 2024 07:08:09 GMT\n---\n\nThe sea went out.\n",
            fixed="---\ntitle: Low tide\ndate: '2024-05-06T07:08:09Z'\n---\n\nThe sea went out.\n",
            note="from a feed; Hexo reads the zone of a quoted date only",
        ),
        bad(
            "---\ntitle: Low tide\ndate: Mon, 06 May 2024 07:08:09 +0200\n---\n\nThe sea went out.\n",
            fixed="---\ntitle: Low tide\ndate: 2024-05-06T07:08:09+02:00\n---\n\nThe sea went out.\n",
            generator="jekyll",
            path="_posts/2024-05-06-low-tide.md",
        ),
        bad(
            "---\ntitle: Low tide\n"
            "datePublished: Mon May 06 2024 07:08:09 GMT+0000 (Coordinated Universal Time)\n---\n\nText.\n",
            fixed="---\ntitle: Low tide\ndatePublished: 2024-05-06T07:08:09Z\n---\n\nText.\n",
            generator="plain",
            path="low-tide.md",
            note="what JavaScript prints",
        ),
        bad(
            "---\ntitle: 退潮\ndate: 2024年5月6日 下午2:30\n---\n\n海水退了。\n",
            fixed="---\ntitle: 退潮\ndate: 2024-05-06 14:30:00\n---\n\n海水退了。\n",
        ),
        bad(
            '+++\ntitle = "Low tide"\ndate = "6 May 2024 at 7:08 am"\n+++\n\nThe sea went out.\n',
            fixed='+++\ntitle = "Low tide"\ndate = "2024-05-06 07:08:00"\n+++\n\nThe sea went out.\n',
            generator="hugo",
            path="content/posts/low-tide.md",
            note="the quotes stay",
        ),
        bad(
            "---\ntitle: Low tide\ndate: 2024/5/6\n---\n\nThe sea went out.\n",
            fixed="---\ntitle: Low tide\ndate: 2024-05-06\n---\n\nThe sea went out.\n",
            generator="eleventy",
            path="blog/low-tide.md",
        ),
        bad(
            "---\ntitle: Low tide\ndate: 5/6/2024\n---\n\nThe sea went out.\n",
            note="the 6th of May, or the 5th of June?",
        ),
        bad(
            "---\ntitle: Low tide\ndate: 26.5.2024\n---\n\nThe sea went out.\n",
            fixed="---\ntitle: Low tide\ndate: 2024-05-26\n---\n\nThe sea went out.\n",
            note="there is no 26th month",
        ),
        bad(
            "---\ntitle: Low tide\ndate: 20240506\n---\n\nThe sea went out.\n",
            fixed="---\ntitle: Low tide\ndate: 2024-05-06\n---\n\nThe sea went out.\n",
            note="Hexo counts milliseconds from 1970",
        ),
        bad("---\ntitle: Low tide\ndate: Tue, 06 May 2024 07:08:09 GMT\n---\n\nText.\n", note="that day was a Monday"),
        bad("---\ntitle: Low tide\ndate: '2024-06-31'\n---\n\nText.\n", note="June has 30 days"),
        bad("---\ntitle: Low tide\ndate: 2024-05-06 07:08-:00+07:08\n---\n\nText.\n", note="nobody reads this"),
        bad(
            "---\ntitle: Low tide\ndate: 2024-05-06 14:08:09+08:00\n---\n\nText.\n",
            fixed="---\ntitle: Low tide\ndate: '2024-05-06 14:08:09+08:00'\n---\n\nText.\n",
            options={"zones": True},
        ),
        good("---\ntitle: Low tide\ndate: 2024-05-06 07:08:09\nupdated: '2024-05-07T08:00:00+02:00'\n---\n\nText.\n"),
        good("---\ntitle: Low tide\ndate: 2024-05-06 07:08\n---\n\nText.\n"),
        good(
            "---\ntitle: Low tide\ndate: 2024/5/6 7:08:09\nupdated: May 6, 2024\n---\n\nText.\n",
            note="Hexo reads these",
        ),
        good("---\ntitle: Low tide\ndate: 2024-5-6 7:08:09\n---\n\nText.\n", generator="eleventy", path="blog/a.md"),
        good("---\ntitle: Low tide\ndate: git Created\n---\n\nText.\n", generator="eleventy", path="blog/a.md"),
        good("---\ntitle: Low tide\npublished: true\nlastmod: false\n---\n\nText.\n", note="not dates at all"),
        good("---\ntitle: Low tide\ndate: '{{ page.created }}'\n---\n\nText.\n", note="a template"),
        good("---\ntitle: Tides of 2024\ndate: Spring 2024\n---\n\nText.\n", generator="next", path="posts/tides.md"),
        good("---\ntitle: Low tide\ndate: 2024-06-31\n---\n\nText.\n", note="unquoted, it is FM002's"),
        good("---\ntitle: Low tide\ndate: 5/6/2024\ndate: 2024-06-05\n---\n\nText.\n", note="the last one counts"),
        good(
            "---\ntitle: Low tide\ndate:\n  created: 5/6/2024\n  created: 2024-06-05\n---\n\nText.\n", note="here, too"
        ),
        good("---\ntitle: Mon, 06 May 2024 07:08:09 GMT\n---\n\nText.\n", note="a title may be anything"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each date field whose value is text, or a number, that should be a date."""
        matter = doc.front_matter
        if matter is None:
            return
        for entry in matter.among(_date_fields(doc.site.generator, self.fields)):
            node = entry.node
            # Material for MkDocs: `date: {created: …, updated: …}`; of two with one key the last one counts.
            for one in (node,) if node.kind != "map" else {each.key: each.node for each in node.entries}.values():
                finding = self._value(doc, entry, one)
                if finding is not None:
                    yield finding

    def _value(self, doc: Document, entry: Entry, node: Node) -> Finding | None:
        value = node.value
        if isinstance(value, str):
            return self._text(doc, entry, node, value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self._number(doc, entry, node)
        if self.zones:
            from copydesk import datetime

            if isinstance(value, datetime) and value.tzinfo is not None:
                return self._dropped_zone(doc, entry, node)
        return None

    def _text(self, doc: Document, entry: Entry, node: Node, value: str) -> Finding | None:
        generator = doc.site.generator
        matter = doc.front_matter
        if _is_iso(value) or not value.strip() or value in generator.date_words:
            return None
        if ("{" in value or "<" in value) and any(sign in value for sign in ("{{", "{%", "<%", "${")):
            return None
        if matter is not None and matter.error is not None and matter.error.span.overlaps(node.span):
            return None
        reading = _reader()(value)
        form, flaw = reading.form, reading.flaw
        read_here = entry.key in self.fields or self._is_read(doc, entry)
        if form not in _PROGRAMS:
            fine = form in ("iso", "month") or form in generator.date_formats
            if not read_here or (fine and flaw in ("", "zone")):
                return None
        shown = quoted(value, 80)
        if flaw == "impossible":
            message = f"{shown} is written like a date, but there is no such day or time"
            return self.finding(node.span, message, help="correct the date")
        if flaw == "ambiguous":
            message = f"in {shown} day and month cannot be told apart, and tools differ in which one they read first"
            return self.finding(node.span, message, help="write the year first, then the month: 2024-05-06")
        if flaw == "weekday":
            message = f"{shown} contradicts itself: that day was another day of the week"
            return self.finding(node.span, message, help="correct the day or the weekday")
        if form == "unknown":
            message = f"{shown} is not written as a date, so {generator.title} finds none or a wrong one"
            return self.finding(node.span, message, help="write it as in 2024-05-06 or 2024-05-06 07:08:09")
        if flaw == "hour":
            message = f"{shown} does not say for certain which hour is meant"
            return self.finding(node.span, message, help="write the hour as one of 24: 2024-05-06 19:08:09")
        if flaw == "zone":
            message = f"{shown} names a time zone that means different ones to different tools"
            return self.finding(node.span, message, help="write the zone as an offset: 2024-05-06T07:08:09+02:00")
        what = _FORMS.get(form, "is not ISO 8601")
        if read_here and form in generator.date_formats:
            harm = f"which other tools than {generator.title} take for mere text"
        elif read_here and generator.name != "plain":
            harm = f"which {generator.title} does not read as one"
        else:
            harm = "which few tools read as one"
        return self.finding(node.span, f"{shown} {what}, {harm}", self._fix(doc, entry, node, value, reading))

    def _is_read(self, doc: Document, entry: Entry) -> bool:
        """Tell whether the generator itself, not the code of the site, reads the field as a date."""
        generator = doc.site.generator
        return entry.key in generator.date_fields and generator.name not in _LEAVES_IT

    def _number(self, doc: Document, entry: Entry, node: Node) -> Finding | None:
        generator = doc.site.generator
        if not self._is_read(doc, entry):
            return None
        written = node.span.of(doc.text)
        reading = _reader()(written)
        if reading.form == "compact" and reading.iso and "1970" <= reading.iso[:4] < "2100":
            message = f"{quoted(written)} is a number to {generator.title}, not a date"
            return self.finding(node.span, message, self._fix(doc, entry, node, written, reading))
        if generator.name == "hexo" and len(written) < 12:
            message = f"{quoted(written)} is a number, and Hexo takes it for milliseconds since 1970"
            return self.finding(node.span, message, help="write it as in 2024-05-06 or 2024-05-06 07:08:09")
        return None

    def _dropped_zone(self, doc: Document, entry: Entry, node: Node) -> Finding | None:
        matter = doc.front_matter
        if matter is None or matter.format != "yaml" or doc.site.generator.name != "hexo":
            return None
        written = node.span.of(doc.text)
        edit = Edit(node.span, f"'{written}'")
        fix = Fix("put the date in quotes", (edit,), declares=(Change("field", entry.key),))
        message = f"{quoted(written)} is not quoted, so Hexo drops its zone and shows readers the time in UTC"
        return self.finding(node.span, message, fix)

    def _fix(self, doc: Document, entry: Entry, node: Node, value: str, reading: Reading) -> Fix | None:
        """Return the fix that writes the date in ISO 8601; None where the value is not written as it reads."""
        matter = doc.front_matter
        written = node.span.of(doc.text)
        quote = written[:1] if written[:1] in ("'", '"') else ""
        if written != f"{quote}{value}{quote}" or matter is None:  # escapes, an alias, a block scalar
            return None
        if not quote and matter.format == "json":
            quote = '"'
        elif not quote and doc.site.generator.name == "hexo" and reading.iso[10:11] == "T":
            # hexo-front-matter takes the UTC time of an unquoted timestamp for the time on the site's own clock; text
            # goes to JavaScript's Date, which minds the zone.
            quote = "'"
        edit = Edit(node.span, f"{quote}{reading.iso}{quote}")
        return _made((f"write it as {reading.iso}", (edit,), Safety.SAFE, (Change("field", entry.key),)))


_made = Fix._make


@cache
def _reader() -> Callable[[str], Reading]:
    """Return `dates.read`: an import in each call takes as long as to read a date."""
    from copydesk_rules.dates import read

    return read


@lru_cache(maxsize=32)
def _date_fields(generator: Generator, more: tuple[str, ...]) -> frozenset[str]:
    return DATES.union(generator.date_fields, more)


def _is_iso(value: str) -> bool:
    """Tell at little cost whether `value` is an ISO 8601 date, or date and time, as all generators read it."""
    if len(value) < 10 or not value[4] == "-" == value[7] or (len(value) > 10 and value[13:14] != ":"):
        return False
    from copydesk import datetime

    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return value[10:11] in ("", "T", " ")
