"""What the addresses of a post have, by which rules may know that they have nothing to say of it: see `signs`.

All links are looked at together, as one text with an address on each line, and so are all pictures. What the vendors
know of addresses is packed for this by host and by the name of a parameter. The few hosts of most sites are remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from copydesk import Document, Html, regex
from copydesk_rules.addresses import PICTURES, SMALL, UNSET, host_keys

HOSTS = frozenset(
    (
        *("technorati.com", "www.technorati.com", "del.icio.us", "icerocket.com", "www.icerocket.com"),
        *("www.baidu.com", "link.segmentfault.com", "files.slack.com", "statics.teams.cdn.office.net"),
        *("file.notion.so", "s3.us-west-2.amazonaws.com", "s3-us-west-2.amazonaws.com"),
        *("prod-files-secure.s3.us-west-2.amazonaws.com", "ppl-ai-file-upload.s3.amazonaws.com"),
        *("ppl-ai-code-interpreter-files.s3.amazonaws.com", "googleusercontent.com", "s.w.org"),
    )
)
HIDDEN = ("/cdn-cgi/l/email-protection", "feishu.cn/", "larksuite.com/")
PATHS = ("/cdn-cgi/", "/mnt/", "/Users/", "/home/")
"""The hosts of the web addresses that the shipped vendors' files name as dead targets, what others of them contain, and
how those begin that are no web addresses but look like a place on this site."""

EMOJI = ("emoji", "emoticon", "expression", "/skype/")
"""What the address of every picture contains that a shipped vendor put in the place of a sign."""

_HOST = regex(r"//([^/?#\n]*+)")
_WEB_HOST = regex(r"(?:https?:)?//([^/?#\n]*+)")
_NAME = regex(r"[?#&;]([^?#&;=\n]++)")
"""What may be the name of a parameter, or its beginning, however its neighbours are divided from it."""

_ENDINGS = ("local", "lan", "internal", "intranet", "arpa", "localhost")
_COMPUTER = frozenset(("/Us", "/ho", "/ro", "/Vo", "/pr", "/va", "/mn", "/sd", "/st"))
"""How paths of somebody's computer begin."""


def in_addresses(doc: Document, found: list[str]) -> None:
    """Add the signs that the addresses of `doc` have to those that were `found`."""
    names = doc.html.tag_names()
    pictures = [image.target for image in doc.images]
    links = [link.target for link in doc.links]
    if "iframe" in names or "embed" in names:
        links += _frames(doc.html)
    images = len(doc.html.tags_named("img"))
    if pictures and images:
        images -= [image.tag.name for image in doc.images if image.tag and image.attribute == "src"].count("img")
    if images > 0:
        found.append("empty image")
    if not pictures and not links:
        return
    known = _shipped()
    kinds: list[str] = []
    shown, linked = "\n".join(pictures), "\n".join(links)
    if pictures:
        if len(doc.text) > 50_000:
            found.append("long text")
        replaced = _in_pictures(pictures, shown, found)
        kinds += known.of_hosts(_HOST.findall(shown))
        found += [kind for kind in kinds if kind != "stand-in" or replaced]
        for piece in known.pixels:
            if piece in shown:
                found.append("tracking pixel")
    if links:
        _in_links(links, linked, found)
        hosts = known.of_hosts(_HOST.findall(linked))
        if hosts:
            kinds += hosts
            found += [kind for kind in hosts if kind in ("redirector", "dead target")]
    text = f"{shown}\n{linked}"
    if "///" in text or "://http" in text or ("&" in text and "&amp;" in text):
        found.append("broken address")
    if "watermark" in text:
        found.append("watermark")
    if "=" in text:
        small = text.lower()
        parameters = _NAME.findall(small)
        if "=" in shown and not known.signed.isdisjoint(parameters):
            found.append("signed address")
        if known.tracks(small, parameters, kinds):
            found.append("tracking parameter")
    if "#" in text:
        for start in known.fragments:
            if start in text:
                found.append("tracking parameter")


def _frames(html: Html) -> Iterator[str]:
    """Yield the addresses of frames and players."""
    for name in ("iframe", "embed"):
        for tag in html.tags_named(name):
            source = tag.get("src")
            if source is not None:
                yield source.value


def _in_pictures(targets: Sequence[str], text: str, found: list[str]) -> bool:
    """Add the signs of pictures one by one; tell whether one of them may be a stand-in."""
    replaced = False
    for target in targets:
        start = target[:4]
        if target.endswith(PICTURES):
            replaced = replaced or target[-5:-4].isdigit() or SMALL in target
        elif not target:
            found.append("empty image")
        else:
            replaced = True
            if start.lower() == "data" or target.endswith(UNSET):
                found.append("stand-in")
        if start[:1] == "/":
            if start[:3] in _COMPUTER:
                found.append("private address")
        elif start != "http" and start != "data" and (":" in target or start[:1] in "~\\"):
            found.append("private address")
    for piece in EMOJI:
        if piece in text:
            found.append("emoji")
    return replaced


def _in_links(targets: Sequence[str], text: str, found: list[str]) -> None:
    """Add the signs of links one by one."""
    for target in targets:
        if target[:4] != "http":
            if not target:
                found.append("empty link")
            elif may_be_dead(target):
                found.append("dead target")
    for piece in HIDDEN:
        if piece in text:
            found.append("dead target")


def may_be_dead(target: str) -> bool:
    """Tell at little cost whether one of the shipped vendors may know that the link `target` leads nowhere."""
    if target[:4].lower() == "http":
        parts = target.split("/", 3)
        return (len(parts) > 2 and parts[2].lower() in HOSTS) or any(one in target for one in HIDDEN)
    if target[:1] == "/":
        return target.startswith(PATHS)
    return target[:1] not in "#.?" and (":" in target[:40] or "=" in target)


_KEPT = 4096
"""So many hosts are remembered."""


class _Known:
    """What the shipped vendors know of addresses, as far as it tells who is to be asked about one."""

    def __init__(self) -> None:
        from copydesk_rules.shipped import signs

        self._hosts = [(kind, frozenset(keys.split("\n"))) for kind, keys in signs.HOSTS.items()]
        self._names, self._own_names = [(frozenset(whole.split("\n")), starts) for whole, starts in signs.PARAMETERS]
        self.fragments = tuple(f"#{start}" for start in signs.FRAGMENTS)
        self._kept: Mapping[str, Sequence[str]] = signs.KEPT
        self.pixels = signs.PIXELS
        self.signed = frozenset(signs.SIGNED)
        self._plain: set[str] = set()  # hosts of which nothing is known
        self._kinds: dict[str, tuple[str, ...]] = {}  # the others

    def of_hosts(self, hosts: Sequence[str]) -> Sequence[str]:
        """Return what is known of `hosts`, as they are written: the names of signs.

        Besides, that one has ``parameters`` of its own, or ``keeps`` some that track elsewhere.
        """
        if self._plain.issuperset(hosts):
            return ()
        found: list[str] = []
        for host in hosts:
            if host not in self._plain:
                kinds = self._kinds.get(host)
                if kinds is None:
                    kinds = self._look_up(host)
                found += kinds
        return found

    def _look_up(self, host: str) -> tuple[str, ...]:
        if len(self._plain) + len(self._kinds) >= _KEPT:
            self._plain.clear()
            self._kinds.clear()
        name = host.rpartition("@")[2].partition(":")[0].lower()
        keys = host_keys(name)
        kinds = [kind for kind, known in self._hosts if not known.isdisjoint(keys)]
        if host[-1:].isdigit() or ":" in host or name.endswith(_ENDINGS):
            kinds.append("private address")
        if name in HOSTS:
            kinds.append("dead target")
        if not self._kept.keys().isdisjoint(keys):
            kinds.append("keeps")
        if kinds:
            self._kinds[host] = found = tuple(kinds)
            return found
        self._plain.add(host)
        return ()

    def tracks(self, text: str, names: Sequence[str], kinds: Sequence[str]) -> bool:
        """Tell whether one of the addresses in `text`, in small letters, may have a known parameter.

        `names` are those of all parameters, `kinds` is what is known of all hosts.
        """
        if not self._may_track(names, "parameters" in kinds):
            return False
        return "keeps" not in kinds or not all(map(self._keeps, text.split("\n")))

    def _may_track(self, names: Sequence[str], own: bool) -> bool:
        return _may_be(names, *self._names) or (own and _may_be(names, *self._own_names))

    def _keeps(self, address: str) -> bool:
        """Tell whether all that may track in `address` is what its host asks for, as in credits of Unsplash."""
        names = _NAME.findall(address)
        if not self._may_track(names, True):
            return True
        host = _WEB_HOST.match(address)
        if host is None or ";" in address:  # what is divided by a semicolon may have longer names to others
            return False
        kept = {name for key in host_keys(host[1]) for name in self._kept.get(key, ())}
        return "*" in kept or not self._may_track([name for name in names if name not in kept], True)


def _may_be(names: Iterable[str], whole: frozenset[str], starts: tuple[str, ...]) -> bool:
    if not whole.isdisjoint(names):
        return True
    for name in names:  # noqa: SIM110  asked so often that a generator shows
        if name.startswith(starts):
            return True
    return False


@cache
def _shipped() -> _Known:
    return _Known()
