"""TRK002: attributes that report readers to someone else."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import (
    PLAIN_ATTRIBUTES,
    Change,
    Document,
    Finding,
    Fix,
    Rule,
    Severity,
    bad,
    good,
    option,
    remove_attribute,
)
from copydesk_rules.catalogue import catalogue
from copydesk_rules.entries import matches_any, pattern
from copydesk_rules.messages import LEAKED, is_leaked, quoted


class TrackingAttribute(Rule):
    """An element should not carry attributes that report readers to someone else.

    ## Why

    Scripts of news sites and search engines find out by attributes which link was clicked, and the browser itself
    reports each click on a link with `ping`. Copied into a post they name the source's tracker to anyone who looks,
    and come to life again where its script is loaded.

    ## What it reports

    Attributes of known vendors by name, and event handlers that do nothing but call a known tracker.

    ## What it leaves alone

    All attributes that no vendor file knows, the site's own `data-` attributes and scripts among them, and those that
    only an editor left behind: they report nobody.
    """

    code = "TRK002"
    name = "tracking-attribute"
    severity = Severity.WARNING
    needs = ("copydesk_rules.signs:tracking attribute",)

    attributes: tuple[str, ...] = option((), "More attribute names to remove; `*` is any characters.")
    keep: tuple[str, ...] = option((), "Attribute names to leave alone; `*` is any characters.")

    examples = (
        bad(
            '<a href="/a" ping="https://count.walks.net/p">A</a>\n',
            fixed='<a href="/a">A</a>\n',
            note="the browser would tell the other address of each click",
        ),
        bad(
            "<p>See <A HREF='/a' data-sudaclick='rel_1'\n   target=_self>A</A>.</p>\n",
            fixed="<p>See <A HREF='/a'\n   target=_self>A</A>.</p>\n",
        ),
        bad(
            "<a href=\"/a\" onclick=\"_gaq.push(['_trackEvent','out','/a']);\">A</a>\n",
            fixed='<a href="/a">A</a>\n',
        ),
        bad(
            '<p data-count-me="7">A</p>\n',
            fixed="<p>A</p>\n",
            options={"attributes": ("data-count-*",)},
        ),
        good('<a href="/a" data-href="/a" class="ping">A</a>\n', note="a name that says something else elsewhere"),
        good('<button onclick="copyCode(this)" data-track-id="1">Copy</button>\n', note="the site's own script"),
        good("Write `<a ping=…>` to be told about clicks.\n"),
        good('<a href="/a" ping="/own">A</a>\n', options={"keep": ("ping",)}),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each attribute that reports readers."""
        if not doc.html.tags:
            return
        names = doc.html.attribute_names()
        all_count = self.attributes or doc.site.vendor_files
        if PLAIN_ATTRIBUTES.issuperset(names) and not all_count:
            return
        unusual = sorted(names if all_count else [name for name in names if name not in PLAIN_ATTRIBUTES])
        known = catalogue(doc.site.vendor_files)
        more = [pattern(name.lower()) for name in self.attributes]
        keep = [pattern(name.lower()) for name in self.keep]
        for name in unusual:
            entries = [entry for entry in known.attribute(name) if entry.kind == "tracking"]
            listed = matches_any(more, name)
            if not (entries or listed) or matches_any(keep, name):
                continue
            for tag, attribute in doc.html.attributes(name):
                value = attribute.value
                why = next(
                    (one.why for one in entries if one.on_element(tag.name) and one.has_value(value.strip())), ""
                )
                if not why and not listed:
                    continue
                message = f"tracking attribute {quoted(name)} {why or 'is on this site’s list'}"
                if is_leaked(doc, attribute.span):
                    yield self.finding(attribute.span, message, help=LEAKED)
                    continue
                declares = (Change("markup", name),) if name.startswith("on") else ()
                fix = Fix("remove the attribute", (remove_attribute(tag, attribute),), declares=declares)
                yield self.finding(attribute.span, message, fix)
