"""What the addresses of a post have, by which rules may know that they have nothing to say of it: see `signs`.

All links of many posts are looked at together, as one text with an address on each line, and so are all pictures. What
the vendors know of addresses is packed for this by host and by the name of a parameter. The few that most sites have
are remembered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain, compress, count, repeat

from copydesk import TYPE_CHECKING, Document, Html, Reference, regex
from copydesk_rules.addresses import PICTURES, SMALL, UNSET, host_keys
from copydesk_rules.joined import Joined, Remembered

if TYPE_CHECKING:
    from copydesk_rules.joined import Found

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

_WEB_HOST = regex(r"(?:https?:)?//([^/?#\n]*+)")
_NAME = regex(r"[?#&;]([^?#&;=\n]++)")
"""What may be the name of a parameter, or its beginning, however its neighbours are divided from it."""

_ENDINGS = ("local", "lan", "internal", "intranet", "arpa", "localhost")
_COMPUTER = frozenset(("/Us", "/ho", "/ro", "/Vo", "/pr", "/va", "/mn", "/sd", "/st"))
"""How paths of somebody's computer begin."""


class Addresses:
    """The addresses of some posts: those of all pictures, and those of all links and frames."""

    __slots__ = ("linked", "shown")

    def __init__(self, docs: Sequence[Document], htmls: Sequence[Html]) -> None:
        self.shown = Joined(*_targets([doc.images for doc in docs]))
        numbers, targets = _targets([doc.links for doc in docs])
        for at, html in enumerate(htmls):
            if "iframe" in html.named or "embed" in html.named:
                for tag in (*html.tags_named("iframe"), *html.tags_named("embed")):
                    source = tag.get("src")
                    if source is not None:
                        numbers.append(at)
                        targets.append(source.value)
        self.linked = Joined(numbers, targets)


def _targets(references: Sequence[Sequence[Reference]]) -> tuple[list[int], list[str]]:
    """Return the addresses of all `references`, and for each the number of its post."""
    numbers = chain.from_iterable(map(repeat, count(), map(len, references)))
    return [*numbers], [one.target for one in chain.from_iterable(references)]


def in_addresses(docs: Sequence[Document], htmls: Sequence[Html], addresses: Addresses, found: Found) -> None:
    """Add the signs that the `addresses` of `docs` have to those that were `found`."""
    found["empty image"] += _without_addresses(docs, htmls)
    shown, linked = addresses.shown, addresses.linked
    if shown.texts:
        _in_pictures(shown, found)
        found["long text"] += [at for at in {*shown.numbers} if len(docs[at].text) > 50_000]
    if linked.texts:
        _in_links(linked, found)
    for both in (shown, linked):
        if both.texts:
            found["broken address"] += both.having_pair("&amp;", 0)
            found["watermark"] += both.having("watermark")
    if shown.texts or linked.texts:
        _in_known(shown, linked, found)


def _without_addresses(docs: Sequence[Document], htmls: Sequence[Html]) -> list[int]:
    """Return the numbers of the posts that have more tags of pictures than addresses in such."""
    having = []
    for at, html in enumerate(htmls):
        if "img" in html.named:
            missing = len(html.named["img"])
            for image in docs[at].images:
                if image.attribute == "src" and image.tag is not None and image.tag.name == "img":
                    missing -= 1
            if missing > 0:
                having.append(at)
    return having


def _in_pictures(shown: Joined, found: Found) -> None:
    """Add the signs of pictures one by one."""
    for at, target in zip(shown.numbers, shown.texts, strict=True):
        start = target[:4]
        if start == "http":
            continue
        if start == "data":
            if not target.endswith(PICTURES):
                found["stand-in"].append(at)
        elif not target:
            found["empty image"].append(at)
        elif start[0] == "/":
            if start[:3] in _COMPUTER:
                found["private address"].append(at)
        elif ":" in target or start[0] in "~\\":
            found["private address"].append(at)
            if start.lower() == "data":
                found["stand-in"].append(at)
    found["stand-in"] += compress(shown.numbers, map(str.endswith, shown.texts, repeat(UNSET)))
    for piece in EMOJI:
        found["emoji"] += shown.having(piece)


def _in_links(linked: Joined, found: Found) -> None:
    """Add the signs of links one by one."""
    for at, target in zip(linked.numbers, linked.texts, strict=True):
        if target[:4] != "http":
            if not target:
                found["empty link"].append(at)
            elif may_be_dead(target):
                found["dead target"].append(at)
    for piece in HIDDEN:
        found["dead target"] += linked.having(piece)


def _in_known(shown: Joined, linked: Joined, found: Found) -> None:
    """Add the signs that the vendors know: hosts, parameters, and pieces of addresses."""
    known = _shipped()
    for piece in known.pixels:
        found["tracking pixel"] += shown.having(piece)
    for start in known.fragments:
        found["tracking parameter"] += shown.having_pair(start, 0) + linked.having_pair(start, 0)
    special: Found = defaultdict(list)
    # What takes long is found out once for each address, which may have very many hosts and parameters.
    replaced: dict[str, bool] = {}
    kept: dict[str, bool] = {}
    for both in (shown, linked):
        for at, host, target in known.hosts(both):
            for kind in known.host.of(host):
                if kind == "parameters" or kind == "keeps":
                    special[kind].append(at)
                elif kind == "broken address":
                    found[kind].append(at)
                elif both is linked:
                    if kind == "redirector" or kind == "dead target":
                        found[kind].append(at)
                else:
                    if kind == "stand-in" and target not in replaced:
                        replaced[target] = _may_be_replaced(target)
                    if kind != "stand-in" or replaced[target]:
                        found[kind].append(at)
    own, keeping = {*special["parameters"]}, {*special["keeps"]}
    for both in (shown, linked):
        for at, name, target in known.parameters(both):
            for kind in known.parameter.of(name):
                if kind == "signed":
                    if both is shown:
                        found["signed address"].append(at)
                elif kind == "tracks" or at in own:
                    if at in keeping and target not in kept:
                        kept[target] = known.keeps(target)
                    if at not in keeping or not kept[target]:
                        found["tracking parameter"].append(at)


_HOST_LENGTH = 253
"""So many characters the name of a host has at most (RFC 1035, section 2.3.4)."""


def _may_be_replaced(target: str) -> bool:
    """Tell whether a picture on a host that has stand-ins may be one."""
    return not target.endswith(PICTURES) or target[-5:-4].isdigit() or SMALL in target


def may_be_dead(target: str) -> bool:
    """Tell at little cost whether one of the shipped vendors may know that the link `target` leads nowhere."""
    if target[:4].lower() == "http":
        parts = target.split("/", 3)
        return (len(parts) > 2 and parts[2].lower() in HOSTS) or any(one in target for one in HIDDEN)
    if target[:1] == "/":
        return target.startswith(PATHS)
    return target[:1] not in "#.?" and (":" in target[:40] or "=" in target)


class _Known:
    """What the shipped vendors know of addresses, as far as it tells who is to be asked about one."""

    def __init__(self) -> None:
        from copydesk_rules.shipped import signs

        self._by_kind = [(kind, frozenset(keys.split("\n"))) for kind, keys in signs.HOSTS.items()]
        named = [(frozenset(whole.split("\n")), starts) for whole, starts in signs.PARAMETERS]
        self._named = [*zip(("tracks", "own"), named, strict=True)]
        self.fragments = tuple(f"#{start}" for start in signs.FRAGMENTS)
        self._kept: Mapping[str, Sequence[str]] = signs.KEPT
        self.pixels = signs.PIXELS
        self._signed = frozenset(signs.SIGNED)
        self.host = Remembered(self._judge_host)
        """The signs of hosts; and that one has ``parameters`` of its own, or ``keeps`` some that track elsewhere."""
        self.parameter = Remembered(self._judge_parameter)
        """That one ``tracks``, or does so on its ``own`` hosts, or shows that the address is ``signed``."""

    def hosts(self, addresses: Joined) -> list[tuple[int, str, str]]:
        """Return the hosts of which something is known, with the numbers of their posts and the addresses."""
        plain = self.host.plain
        return [
            (at, host, target)
            for at, target in zip(addresses.numbers, addresses.texts, strict=True)
            if "//" in target
            for piece in target.split("//")[1:]
            if (host := piece.partition("/")[0]) not in plain
        ]

    def _judge_host(self, host: str) -> tuple[str, ...]:
        kinds = ["broken address"] if not host or host[:4].lower() == "http" else []
        for end in "?#\n":
            host = host.partition(end)[0]
        name = host.rpartition("@")[2].partition(":")[0].lower()
        keys = host_keys(name[-_HOST_LENGTH:])
        kinds += [kind for kind, known in self._by_kind if not known.isdisjoint(keys)]
        if host[-1:].isdigit() or ":" in host or name.endswith(_ENDINGS):
            kinds.append("private address")
        if name in HOSTS:
            kinds.append("dead target")
        if not self._kept.keys().isdisjoint(keys):
            kinds.append("keeps")
        return tuple(kinds)

    def parameters(self, addresses: Joined) -> list[tuple[int, str, str]]:
        """Return the parameters of which something is known, in small letters, with the numbers and the addresses."""
        plain = self.parameter.plain
        return [
            (at, name, target)
            for at, target in zip(addresses.numbers, addresses.texts, strict=True)
            if "=" in target
            for piece in _divided(target)
            if (name := piece.partition("=")[0]) not in plain
        ]

    def _judge_parameter(self, name: str) -> tuple[str, ...]:
        kinds = []
        for kind, (whole, starts) in self._named:
            if name in whole or name.startswith(starts):
                kinds.append(kind)
        if name in self._signed:
            kinds.append("signed")
        return tuple(kinds)

    def keeps(self, address: str) -> bool:
        """Tell whether all that may track in `address` is what its host asks for, as in credits of Unsplash."""
        address = address.lower()
        names = [name for name in _NAME.findall(address) if self._may_track(name)]
        if not names:
            return True
        host = _WEB_HOST.match(address)
        if host is None or ";" in address:  # what is divided by a semicolon may have longer names to others
            return False
        kept = {name for key in host_keys(host[1]) for name in self._kept.get(key, ())}
        return "*" in kept or kept.issuperset(names)

    def _may_track(self, name: str) -> bool:
        return not {"tracks", "own"}.isdisjoint(self.parameter.of(name))


def _divided(address: str) -> list[str]:
    """Return what begins with the name of a parameter, perhaps, however its neighbours are divided from it."""
    text = address.lower().replace("\n", "=").replace("#", "?").replace("&", "?").replace(";", "?")
    return text.split("?")[1:]


@cache
def _shipped() -> _Known:
    return _Known()
