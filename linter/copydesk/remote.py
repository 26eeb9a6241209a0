"""What the network says of the addresses that posts name, and the rules that are told it.

Such a rule runs in three steps like any that compares posts (see `across`): each document tells the addresses it
names, these are asked about once for the whole run (see `online`), and then the documents whose addresses the rule
has something to say of are judged. Without ``--online`` nothing is asked, and these rules do not run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from copydesk.across import SiteRule
from copydesk.typed import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from copydesk.document import Document, Reference
    from copydesk.rule import Finding

State = Literal["ok", "broken", "unknown"]
"""Whether readers see the picture, see none, or whether nobody knows. What is unknown is never reported as broken."""

Kind = Literal[
    "picture",
    # broken
    "missing",
    "name",
    "certificate",
    "circle",
    "page",
    "type",
    "empty",
    "truncated",
    "endless",
    "hotlink",
    # unknown
    "refused",
    "busy",
    "failing",
    "silent",
    "slow",
    "unreachable",
    "private",
    "excluded",
    "late",
]
"""What became of an address.

``picture``: it serves one. ``missing``: 404 or 410. ``name``: nobody has the host's name. ``certificate``: browsers
refuse the host's. ``circle``: it redirects for ever. ``page``: a web page comes instead. ``type``: something else
comes that is no picture. ``empty``, ``truncated``: nothing, or not all of it comes. ``endless``: it never stops.
``hotlink``: the host shows it only to its own pages. ``refused``: the host will not say (401, 403). ``busy``: it asks
to come back later (429). ``failing``: it has trouble of its own (5xx). ``silent``: it does not answer in time.
``slow``: it answers, but not in time. ``unreachable``: there is no way to it. ``private``: it is not on the public
internet, so it was not asked. ``excluded``: the configuration says not to ask. ``late``: the run's time was up.
"""


class Verdict(NamedTuple):
    """What is known of one address: its state and kind, and why in plain words, from lower case, without full stop.

    `status` is the last HTTP status (0: none). `final` is where its redirects lead, `moved` where the permanent ones
    among them lead (both empty where there are none). `secure` is the ``https`` address that serves the same, for an
    ``http`` one. `size` is in bytes, -1 where nobody said.
    """

    state: State
    kind: Kind
    reason: str
    status: int = 0
    final: str = ""
    moved: str = ""
    secure: str = ""
    size: int = -1


class Ask(Protocol):
    """Whoever asks the network."""

    def __call__(self, addresses: Iterable[str], referrer: str) -> Mapping[str, Verdict]:
        """Return the verdict on each of `addresses`; `referrer` is the address of the site that shows them, or empty.

        Nothing is raised for what goes wrong on the way: that is a verdict, too.
        """
        ...


def address_of(target: str) -> str:
    """Return the address to ask about for the decoded `target` of a reference; empty where it is none of the web.

    The fragment never reaches a server. What names no scheme (``//host/a.png``) is taken for ``https``.
    """
    target = target.partition("#")[0].strip()
    scheme, colon, rest = target.partition("://")
    if colon and scheme.lower() in ("http", "https") and rest:
        return f"{scheme.lower()}://{rest}"
    if target.startswith("//") and len(target) > 2:
        return f"https:{target}"
    return ""


def remote_images(doc: Document) -> Iterator[tuple[Reference, str]]:
    """Yield the pictures of `doc` on other sites, each with the address to ask about."""
    for image in doc.images:
        if not image.opaque and (address := address_of(image.target)):
            yield image, address


def _addresses(doc: Document) -> tuple[str, ...]:
    return tuple(dict.fromkeys(address for _, address in remote_images(doc)))


class RemoteRule(SiteRule[tuple[str, ...], Mapping[str, Verdict]]):
    """A check that needs to know what the network says of the pictures a post names. It runs with ``--online`` only."""

    online = True

    def facts(self, doc: Document) -> tuple[str, ...] | None:
        """Return the addresses of the pictures of `doc` on other sites."""
        return doc.once(_addresses) or None

    def compare(self, facts: Mapping[str, tuple[str, ...]]) -> Mapping[str, Mapping[str, Verdict]]:
        """Return nothing: without verdicts there is nothing to say."""
        return {}

    def answer(
        self, facts: Mapping[str, tuple[str, ...]], verdicts: Mapping[str, Verdict]
    ) -> Mapping[str, Mapping[str, Verdict]]:
        """Return by path those of the `verdicts` on a post's addresses that the rule has something to say of."""
        wanted = {address: verdict for address, verdict in verdicts.items() if self.wants(address, verdict)}
        found = {path: {one: wanted[one] for one in told if one in wanted} for path, told in facts.items()}
        return {path: known for path, known in found.items() if known}

    def judge(self, doc: Document, known: Mapping[str, Verdict]) -> Iterator[Finding]:
        """Yield a finding for each picture of `doc` whose address the rule wants to speak of."""
        for image, address in remote_images(doc):
            verdict = known.get(address)
            if verdict is not None:
                yield from self.report(doc, image, address, verdict)

    def wants(self, address: str, verdict: Verdict) -> bool:
        """Tell whether the rule has something to say of an `address` with this `verdict`."""
        raise NotImplementedError

    def report(self, doc: Document, image: Reference, address: str, verdict: Verdict) -> Iterator[Finding]:
        """Yield what is wrong with `image`, a reference to `address`."""
        raise NotImplementedError


def answer(
    rule: SiteRule[object, object], facts: Mapping[str, object], verdicts: Mapping[str, Verdict]
) -> Mapping[str, object]:
    """Return by path what `rule`, which is a `RemoteRule`, has to say of the posts that told these `facts`."""
    told = {path: fact for path, fact in facts.items() if isinstance(fact, tuple)}
    return rule.answer(told, verdicts) if isinstance(rule, RemoteRule) else {}
