"""IMG009: stand-ins where a picture should be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from copydesk import TYPE_CHECKING, Document, Finding, Reference, Rule, Severity, Tag, bad, good, regex
from copydesk_rules.addresses import PICTURES, SMALL, UNSET, address_book, is_web, split, written_span
from copydesk_rules.messages import quoted
from copydesk_rules.shelves import is_among_posts

if TYPE_CHECKING:
    from copydesk_rules.address_book import AddressBook
    from copydesk_rules.entries import Entry

_LAZY = regex(r"data-.*(?:src|original|lazy|echo|url|image)|srcset|lazy.*|:src|v-.*")


class StandInImage(Rule):
    """A picture should not be a stand-in for one.

    ## Why

    Services such as picsum.photos and placehold.co fill the place of a picture until there is one, and scripts write
    `undefined` where they have no address. In a published post readers see a grey box, another picture every day, or
    none, and so does everybody who sees the post's card in a network.

    ## What it reports

    Pictures of known services for stand-ins in the front matter and in posts, addresses that end in `undefined` or
    `null`, and pictures of one pixel in the address itself. In the front matter also what a program took for the head
    image because it came first: a formula, or the small square from a feed.

    ## What it leaves alone

    Pages that are no posts: manuals show with stand-ins what a picture will look like. A stand-in beside a lazy-loading
    attribute with the real address is IMG003's, a picture that counts readers TRK003's.
    """

    code = "IMG009"
    name = "stand-in-image"
    severity = Severity.WARNING
    needs = ("copydesk_rules.signs:stand-in",)

    examples = (
        bad(
            "---\ntitle: A\ndate: 2024-05-06 07:08:09\ncover: https://picsum.photos/400/300?random=1139\n---\n\nText.\n"
        ),
        bad("![The tide](https://via.placeholder.com/300x200.png)\n"),
        bad("![The tide](https://via.placeholder.com?text=tide)\n", note="no path"),
        bad("![The tide](HTTPS://via.placeholder.com/300x200)\n", note="letter case does not count in a scheme"),
        bad('<img src="https://www.jianshu.com/p/undefined" alt="The tide">\n'),
        bad('<img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" alt="Tide">\n'),
        good('<img src="/p/undefined" data-original-src="//upload.example/a-0b4" alt="The tide">\n', note="IMG003's"),
        good("![A picture](https://dummyimage.com/600x400/eee/aaa)\n", path="docs/images.md", generator="mkdocs"),
        good("![](https://picsum.photos.example/1.png) ![](/null/a.png)\n", files=("source/null/a.png",)),
        good('<img src="data:image/gif;base64,R0lGODlhAwACAIAAAAAAAP///ywAAAAAAwACAAACA4SPBQA7" alt="Two dots">\n'),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each picture that stands in for another."""
        book: AddressBook | None = None
        own = bool(doc.site.vendor_files)
        for image in doc.images:
            target = image.target
            if not own and target.endswith(PICTURES) and not target[-5:-4].isdigit() and SMALL not in target:
                continue  # nearly all
            why = ""
            if is_web(target):
                book = book or address_book(doc)
                host = target.split("/", 3)[2].partition("?")[0].partition("#")[0]
                if known := book.standins(host.lower()):
                    why = _why(doc, image, known)
            elif target[:5].lower() == "data:":
                why = "is a picture of one pixel" if _is_dot(target) else ""
            if not why and target.endswith(UNSET) and target[target.rfind("/") + 1 :] in UNSET:
                why = "is what a script writes that has no address"
            if why and not image.opaque and not (image.tag is not None and _is_another(image.tag, image.attribute)):
                message = f"{quoted(target)} {why}: readers do not see the picture that is meant"
                yield self.finding(written_span(doc, image), message, help="put the picture's address in, or nothing")


def _why(doc: Document, image: Reference, known: Sequence[Entry]) -> str:
    """Return what one of the services that are `known` on the host says of itself, or nothing."""
    if image.origin != "field":  # where few of them stand
        known = [entry for entry in known if not entry.kind]
        if not known or not is_among_posts(doc):
            return ""
    address = split(image.target)
    if address is not None:
        for entry in known:
            if entry.on_path(address.path, address.query):
                return entry.why
    return ""


def _is_another(tag: Tag, name: str) -> bool:
    """Tell whether browsers may take the picture from elsewhere than the attribute called `name`."""
    return name not in ("src", "content", "poster") or _waits(tag)


def _waits(tag: Tag) -> bool:
    """Tell whether the real address may stand in another attribute, from which a script takes it."""
    return any(attribute.value and _LAZY.fullmatch(attribute.name) for attribute in tag.attributes)


def _is_dot(target: str) -> bool:
    """Tell whether the picture in the address is one pixel wide and high."""
    return len(target) <= 400 and _holds_dot(target)


@lru_cache(maxsize=256)
def _holds_dot(target: str) -> bool:
    """Tell the same of any address; a site has the same few again and again."""
    from copydesk_rules.data_addresses import picture_in

    seen = picture_in(target)
    return seen is not None and seen.width == 1 and seen.height == 1
