"""IMG006: pictures at an address that only their author has."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Reference, Rule, Safety, Severity, bad, good, regex
from copydesk_rules.addresses import is_web
from copydesk_rules.messages import quoted

_COMPUTER = regex(
    r"[A-Za-z]:[\\/]|\\\\[^\\/]++[\\/]|~/|file:"
    r"|/(?:Users|home|root|Volumes|private/var|var/folders|mnt/c|mnt/data|sdcard|storage/emulated)/[^/]++/",
    0,
)
"""What the path of a file on somebody's computer begins with."""

_PROGRAM = regex(
    r"(?:blob|cid|content|ms-appdata|webkit-fake-url|x-apple-[a-z-]*+|(?:chrome|moz|safari-web|ms-browser)-extension"
    r"|chrome|resource|about|attachment|sandbox|sediment|file-service|app|obsidian|evernote|filesystem|capacitor):",
    2,
)
"""Schemes that mean something to one program while it runs: a browser, a mail reader, a chat, an app."""

_NETWORK = regex(
    r"(?:https?:)?//(?:[^/?#@]*+@)?(?:"
    r"(?:localhost|[^/?#:]*+\.(?:localhost|local|lan|internal|intranet|home\.arpa))(?=[:/?#]|$)"
    r"|(?:127|10)(?:\.[0-9]{1,3}){3}(?=[:/?#]|$)|0\.0\.0\.0(?=[:/?#]|$)"
    r"|(?:192\.168|169\.254|172\.(?:1[6-9]|2[0-9]|3[01]))(?:\.[0-9]{1,3}){2}(?=[:/?#]|$)"
    r"|\[(?:::1|f[cd][0-9a-f]{2}:[0-9a-f:.]*+|fe[89ab][0-9a-f]:[0-9a-f:.%]*+)\])",
    2,
)
"""Hosts of one's own computer or network (RFC 1918, 3927, 4193, 4291, 6761, 6762 and 8375)."""

_ENDINGS = ("local", "lan", "internal", "intranet", "arpa", "localhost")


class PrivateAddress(Rule):
    """A picture should have an address that readers can reach.

    ## Why

    Editors such as Typora write the path of a picture on the author's computer; previews run on `localhost`; a pasted
    picture keeps the address that a browser or a chat gave it for a minute. Their author sees the picture. Readers see
    none, and may read the author's name in the path.

    ## What it reports

    Pictures at a path of somebody's computer (`C:\\…`, `/Users/…/`, `~/`, `file:`), at `localhost`, at an address of a
    private network, and at one that means something to one program only (`blob:`, `cid:`, `webkit-fake-url:`,
    `sandbox:`). Where the site has a picture of the same name, that is named.

    ## What it leaves alone

    Folders of the site that are called `home` or `Users` and hold the picture.
    """

    code = "IMG006"
    name = "private-address"
    severity = Severity.ERROR
    needs = ("copydesk_rules.signs:private address",)

    examples = (
        bad("![image-20240326](C:\\Users\\ann\\AppData\\Roaming\\Typora\\typora-user-images\\image-20240326.png)\n"),
        bad(
            '<img src="/Users/ann/Library/Application Support/typora-user-images/tide.png" style="zoom:50%;" />\n',
            fixed='<img src="/images/tide.png" style="zoom:50%;" />\n',
            unsafe=True,
            files=("source/images/tide.png",),
            note="the site has a picture of that name",
        ),
        bad("![The tide](file:///home/ann/tide.png)\n"),
        bad("![The tide](http://localhost:4000/images/tide.png)\n"),
        bad("![The tide](HTTP://LocalHost/tide.png)\n"),
        bad("---\ntitle: Tides\ndate: 2024-05-06 07:08:09\ncover: http://192.168.1.20/tide.png\n---\n\nText.\n"),
        bad(
            '<img src="blob:https://chat.example/0b4a-11" alt="The tide">\n', note="it was gone with the browser's page"
        ),
        bad("![A chart](sandbox:/mnt/data/chart.png)\n", note="a picture that an assistant made"),
        good("![The tide](/home/ann/tide.png)\n", files=("source/home/ann/tide.png",)),
        good("![The tide](https://localhost.example/tide.png) ![The tide](https://10.example/tide.png)\n"),
        good("![The tide](https://193.168.1.20/tide.png)\n", note="a public address"),
        good("Start the server and open `![](http://localhost:4000/tide.png)`.\n"),
        good('<img src="about.png" alt="About us">\n', files=("source/_posts/about.png",)),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each picture that readers cannot reach."""
        found: set[int] | None = None
        for image in doc.images:
            target = image.target
            if image.opaque or target[:5].lower() == "data:":
                continue
            if is_web(target):
                host = target.split("/", 3)[2].lower()
                own = host[-1:].isdigit() or ":" in host or host.endswith(_ENDINGS)  # rarely so, and quickly asked
                if own and _NETWORK.match(target):
                    yield self._finding(doc, image, "leads to a computer or network of its author's own")
            elif ":" in target and _PROGRAM.match(target):
                yield self._finding(doc, image, "means something to one program on its author's computer only")
            elif _COMPUTER.match(target):
                if found is None:  # what looks like a path of a computer may be one of the site
                    found = {id(one) for one, where in doc.local_images if where.path is not None}
                if id(image) not in found:
                    yield self._finding(doc, image, "is a path on its author's computer")

    def _finding(self, doc: Document, image: Reference, what: str) -> Finding:
        help, title, changed = "put the picture into the site, and its address here", "", None
        from copydesk_rules.addresses import Place
        from copydesk_rules.retarget import finding, whole_changed

        place = Place(image, "picture")
        name = image.target.replace("\\", "/").rpartition("/")[2]
        near = doc.suggest(image) if doc.site.index.named(name) else None
        if near is not None and near.likeness == "place":
            help = f"the site has a picture of that name, {near.path}"
            if near.address is not None:
                changed, title = whole_changed(doc, place, near.address), f"write {quoted(near.address)}"
        message = f"{quoted(image.target)} {what}: readers see no picture"
        return finding(self, doc, place, image.target_span, message, changed, title, Safety.UNSAFE, help)
