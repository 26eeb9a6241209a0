"""The web addresses of a post: their parts, and those of them that are worth a second look.

Most addresses of most posts are plain ones. Several rules look at the others, so they are picked out once for all of
them, and each is cut up once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from copydesk import TYPE_CHECKING, Attribute, Document, NamedTuple, Reference, Span, Tag, regex

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Literal

    from copydesk_rules.address_book import AddressBook

# RFC 3986, appendix B, with user information and port told apart from the host.
_ADDRESS = regex(
    r"(?:([A-Za-z][A-Za-z0-9+.-]*+):)?"  # scheme
    r"(?://(?:[^/?#@]*+@)?([^/?#:]*+)[^/?#]*+)?"  # host
    r"([^?#]*+)(?:\?([^#]*+))?"  # path and query
)


class Address(NamedTuple):
    """The parts of an address that say what it leads to; `host` is in lower case, empty for one of the site itself."""

    host: str
    path: str
    query: str


def split(target: str) -> Address | None:
    """Return the parts of the decoded `target`, or None for one not of the web (``mailto:``, ``data:`` and such)."""
    found = _ADDRESS.match(target)
    if found is None:
        return None
    scheme, host, path, query = found.groups("")
    if scheme and scheme not in _WEB and scheme.lower() not in _WEB:
        return None
    return _address((host.lower(), path, query))


_address = Address._make
_WEB = frozenset(("http", "https"))


_START = regex(r"[A-Za-z][A-Za-z0-9+.-]++:(?://[^/?#]*+)?|//[^/?#]*+")


def is_web(target: str) -> bool:
    """Tell whether `target` names a host of the web; letter case does not count in a scheme (RFC 3986, 3.1)."""
    return target[:8].lower().startswith(("https://", "http://", "//"))


def in_small_letters(target: str) -> str:
    """Return `target` with scheme and host in small letters, as the vendors' files write them."""
    found = _START.match(target)
    return target if found is None else found[0].lower() + target[found.end() :]


def host_keys(host: str) -> list[str]:
    """Return the names under which entries about `host` may be kept: its own, those above it, and ``name.*``."""
    found: list[str] = []
    rest = host
    while rest:
        name, dot, below = rest.partition(".")
        found += (rest, name + ".*") if dot else (rest,)
        rest = below
    return found


class Place:
    """An address at one place of a post; `what` is there: a link, a picture, or a frame or player."""

    __slots__ = ("_address", "reference", "what")

    def __init__(self, reference: Reference, what: Literal["link", "picture", "frame"]) -> None:
        self.reference = reference
        self.what = what
        self._address: Address | bool | None = False  # not cut up yet

    @property
    def address(self) -> Address | None:
        """The parts of the address, or None for one not of the web."""
        if self._address is False:
            self._address = split(self.reference.target)
        return self._address  # type: ignore[return-value]

    @property
    def sponsored(self) -> bool:
        """Whether a link says that it is a sponsor's, who may count who follows it."""
        reference = self.reference
        if "sponsor" in reference.text.lower():
            return True
        tag = reference.tag
        if tag is None or "rel" not in tag.match[0].lower():
            return False  # and its attributes need not be read for that
        rel = tag.get("rel")
        return rel is not None and "sponsored" in rel.value.lower().split()


def address_book(doc: Document) -> AddressBook:
    """Return what the vendors that are known to the site of `doc` know of addresses."""
    return _address_book(doc.site.vendor_files)


@cache
def _address_book(vendor_files: tuple[Path, ...]) -> AddressBook:
    from copydesk_rules.catalogue import catalogue

    return catalogue(vendor_files).addresses


PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".svg", ".avif", ".PNG", ".JPG", ".JPEG")
"""How addresses of pictures end that are nothing else to any shipped vendor."""

UNSET = ("undefined", "null", "NaN", "[object Object]", "[object%20Object]")
"""What scripts write for an address that they do not have."""

SMALL = "/s72-c/"
"""What stands in the address of a stand-in that is named like any other picture: Blogger's small square."""


class Suspects(NamedTuple):
    """The addresses of a post that may hold more than what they lead to, each of them once.

    `queried` ones have a query or a fragment, `nested` ones two slashes inside. `every` is all of them but links that
    have a fragment and nothing else, and besides pictures whose names do not tell what they are, links to somebody's
    folder (``~``), and paths with ``%2F%2F``. Where a site has a vendor file of its own it is all of the web. Addresses
    with template syntax are not among them.
    """

    every: Sequence[Place]
    queried: Sequence[Place]
    nested: Sequence[Place]


_NONE = Suspects((), (), ())


def suspects(doc: Document) -> Suspects:
    """Return the addresses of `doc` that are worth a second look."""
    return doc.once(_suspects)


def _suspects(doc: Document) -> Suspects:
    every: list[Place] = []
    queried: list[Place] = []
    nested: list[Place] = []
    own = bool(doc.site.vendor_files)  # which may name hosts whose addresses look like any other
    for reference in doc.links:
        target = reference.target
        asks = "?" in target
        ends = "#" in target and target[0] != "#"
        deep = target.find("//", 8) > 0
        leads = asks or deep or own or "/~" in target
        if not leads and "%" in target:
            leads = "/%7E" in target or _holds_another(target)
        if (leads or ends) and not reference.opaque:
            place = Place(reference, "link")
            if leads:
                every.append(place)
            if asks or ends:
                queried.append(place)
            if deep:
                nested.append(place)
    for reference in doc.images:
        target = reference.target
        asks = "?" in target or "#" in target
        deep = target.find("//", 8) > 0
        if (
            (asks or deep or own or ("//" in target and (not target.endswith(PICTURES) or _holds_another(target))))
            and not reference.opaque
            and target[:5].lower() != "data:"
        ):
            place = Place(reference, "picture")
            every.append(place)
            if asks:
                queried.append(place)
            if deep:
                nested.append(place)
    if not doc.html.tag_names().isdisjoint(_FRAMES):
        places = list(_frames(doc, [found for found in doc.html.attributes("src") if found[0].name in _FRAMES]))
        every += places
        queried += places
    if not every and not queried:
        return _NONE
    if doc.markdown.definitions:  # one may be that of a link and of a picture
        every, queried, nested = (_once(places) for places in (every, queried, nested))
    return Suspects(every, queried, nested)


_FRAMES = ("iframe", "embed")
"""Frames and players, in the order in which their addresses follow those of pictures."""


def _holds_another(target: str) -> bool:
    """Tell whether a path may hold an address whose slashes are written as percent signs with numbers."""
    return "%" in target and ("%2F%2F" in target or "%2f%2f" in target)


def _once(places: Sequence[Place]) -> list[Place]:
    """Return `places` without those that stand where an earlier one does."""
    found: dict[Span, Place] = {}
    for place in places:
        found.setdefault(place.reference.target_span, place)
    return list(found.values())


def fields(doc: Document) -> tuple[Place, ...]:
    """Return the addresses in front matter that may hold more than what they lead to, but for those of pictures."""
    return doc.once(_fields)


def _fields(doc: Document) -> tuple[Place, ...]:
    matter = doc.front_matter
    if matter is None:
        return ()
    content = matter.content.of(doc.text)
    if ("?" not in content and "=" not in content) or "://" not in content:
        return ()
    from copydesk_rules.fields import texts

    pictures = {image.target_span for image in doc.images if image.origin == "field"}
    found = []
    for entry, node in texts(matter):
        value = node.value
        assert isinstance(value, str)
        if value[:4].lower() == "http" and is_web(value) and ("?" in value or "#" in value) and len(value.split()) == 1:
            reference = Reference(value, node.span, node.span, "field", attribute=entry.key)
            reference.target_span = written_span(doc, reference)
            if reference.target_span not in pictures:
                found.append(Place(reference, "link"))
    return tuple(found)


def written_span(doc: Document, reference: Reference) -> Span:
    """Return where the address is written, without the quotes of a field."""
    span = reference.target_span
    if reference.origin == "field" and span.of(doc.text)[:1] in ("'", '"'):
        return Span(span.start + 1, span.end - 1)
    return span


def _frames(doc: Document, sources: Iterable[tuple[Tag, Attribute]]) -> Iterator[Place]:
    """Yield the addresses of frames and players that have a query or a fragment, given their `sources` in order."""
    first: dict[Tag, Attribute] = {}
    for tag, attribute in sources:
        first.setdefault(tag, attribute)  # of repeated ones it counts
    for tag in sorted(first, key=lambda tag: _FRAMES.index(tag.name)):
        attribute = first[tag]
        span = attribute.value_span
        if span is not None:
            target = attribute.value.strip(" \t\r\n\f")
            if ("?" in target or "#" in target) and not doc.is_opaque(span):
                yield Place(Reference(target, span, tag.span, "html", attribute="src", tag=tag), "frame")
