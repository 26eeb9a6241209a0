"""IMG026: pictures on hosts that have closed."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import TYPE_CHECKING, Document, Finding, Reference, Rule, Severity, bad, good
from copydesk_rules.addresses import address_book, split, written_span
from copydesk_rules.messages import quoted

if TYPE_CHECKING:
    from copydesk_rules.entries import Entry

ENDS = (
    *("clouddn.com", "qiniudn.com", "minus.com", "tinypic.com", "gfycat.com", "posterous.com", "panoramio.com"),
    *("spaces.live.com", "mac.com", "me.com", "geocities.com", "geocities.jp", "geocities.co.jp", "blogs.yahoo.co.jp"),
    *("wretch.cc", "egloos.com", "dropbox.com", "dropboxusercontent.com", "chart.googleapis.com"),
    *("chart.apis.google.com", "gemnasium.com", "versioneye.com", "bithound.io", "waffle.io", "greenkeeper.io"),
    *("david-dm.org", "travis-ci.org", "lgtm.com"),
)
"""How the hosts end that the shipped vendors' files call dead. With any other the catalogue is not opened."""


class DeadHost(Rule):
    """A picture should not be on a host that has closed.

    ## Why

    Services that keep pictures close, and everything that was linked to them is gone for every reader at once. Nobody
    who looks at the source sees it, and the addresses look like any other.

    ## What it reports

    Pictures on hosts of which it is known that they closed, as vendors' files say, with the year: Minus, TinyPic,
    Gfycat, Posterous, public folders of Dropbox, Google's image charts, Qiniu's test hosts, services for badges. Where
    a post has many on one host they are one finding, at the first of them. Nothing is asked of the network. There is no
    fix: only people know where the picture is.

    ## What it leaves alone

    Copies in an archive, hosts that only ask for more than they did (a payment, an address bar), and hosts of which
    nobody has written down that they closed: `--online` asks those.
    """

    code = "IMG026"
    name = "dead-host"
    severity = Severity.ERROR
    needs = ("copydesk_rules.signs:dead host",)

    examples = (
        bad("![The tide](http://i.minus.com/ib2z9ME.png)\n"),
        bad(
            "![The tide](http://i.minus.com/ib2z9ME.png)\n\n![The quay](http://i.minus.com/ib3aaaa.png)\n",
            note="one host is one finding",
        ),
        bad(
            "---\ntitle: Tides\ndate: 2024-05-06 07:08:09\ncover: 'http://o7ts2uaks.bkt.clouddn.com/tide.jpg'\n---\n\n"
            '<img src="//thumbs.gfycat.com/tide-small.gif" alt="The tide">\n',
            findings=2,
        ),
        bad('<img src="http://i.min\nus.com/ib2z9ME.png" alt="The tide">\n', note="browsers take no notice of a break"),
        good("[The tide](http://i.minus.com/ib2z9ME.png) was on [Minus](http://minus.com).\n", note="no picture"),
        good("![The tide](https://web.archive.org/web/2014im_/http://i.minus.com/ib2z9ME.png)\n", note="an archive"),
        good(
            "![The tide](https://i.imgur.com/2vl5.jpg) ![](/i.minus.com/tide.png)\n",
            files=("source/i.minus.com/tide.png",),
        ),
        good("`![](http://i.minus.com/ib2z9ME.png)` is how it was.\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each dead host that pictures of the post are on."""
        own = bool(doc.site.vendor_files)  # which may name other hosts
        found: dict[str, list[Reference]] = {}
        entries: dict[str, Entry] = {}
        for image in doc.images:
            target = image.target
            if target[:1] not in "hH/" or "//" not in target[:8] or image.opaque:
                continue
            host = target.split("/", 3)[2].lower()
            if own or host.endswith(ENDS):
                entry = known_dead(doc, target)
                if entry is not None:
                    found.setdefault(host, []).append(image)
                    entries.setdefault(host, entry)
        for host, images in found.items():
            first = images[0]
            number = len(images) - 1
            rest = f" (nor the other{f' {number}' if number > 1 else ''} on `{host}`)" if number else ""
            message = f"{quoted(first.target)} {entries[host].why}: readers see no picture{rest}"
            help = "save the picture in the site if somebody has it, or take it out"
            yield self.finding(written_span(doc, first), message, help=help)


def known_dead(doc: Document, target: str) -> Entry | None:
    """Return what is known of the picture at the address `target` if it is gone with its host."""
    address = split(target)
    if address is None:
        return None
    known = address_book(doc).dead(address.host)
    return next((entry for entry in known if entry.on_path(address.path, address.query)), None)
