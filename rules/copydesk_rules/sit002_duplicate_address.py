"""SIT002: two posts with one address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from copydesk import Document, Finding, NamedTuple, Severity, SiteRule, bad, good
from copydesk_rules.claims import Claim, claims, node_of
from copydesk_rules.shelves import Others, is_published, opening, others, shelf

_PAGE = "---\ntitle: Low tide\n{}\n---\n\nThe sea went out.\n"
_TOML = "+++\ntitle = 'Low tide'\n{}\n+++\n\nThe sea went out.\n"


class Fact(NamedTuple):
    """The addresses that a post claims as its own and as aliases, and where it stands."""

    shelf: str
    own: tuple[str, ...]
    aliases: tuple[str, ...]


class Clash(NamedTuple):
    """A claim that others make too: the address, whether it is an alias here, and what it is to the others:
    their ``own`` address, an ``alias`` of theirs, or the address of the post ``itself``.
    """

    address: str
    alias: bool
    what: str
    others: Others


class DuplicateAddress(SiteRule[Fact, tuple[Clash, ...]]):
    """A post should have an address of its own.

    ## Why

    Of two pages with one address only one is published; the other is gone, without an error from most generators. An
    alias that another page has, as its address or its alias, takes readers to the wrong place.

    ## What it looks at

    Addresses in front matter, as the site's generator reads them: `permalink`, `url`, `path`, `save_as`; `aliases`,
    `alias`, `redirect_from`; and slugs, where they alone decide (two slugs in one folder of a Hugo or Zola site, two
    posts of one day and category in Jekyll). Addresses with placeholders or templates, drafts and translations are
    left alone.
    """

    code = "SIT002"
    name = "duplicate-address"
    severity = Severity.ERROR

    examples = (
        bad(
            _PAGE.format("permalink: /tides/"),
            generator="jekyll",
            path="tides.md",
            posts={"sea.md": _PAGE.format("permalink: /tides/index.html")},
        ),
        bad(
            _PAGE.format("slug: ebb"),
            generator="hugo",
            path="content/posts/tide.md",
            posts={"content/posts/ebb.md": _PAGE.format("weight: 1")},
            note="the slug is the name of a file beside it",
        ),
        bad(
            _TOML.format("aliases = ['old/tide', 'tide.html']"),
            generator="zola",
            path="content/tide.md",
            posts={"content/ebb.md": _TOML.format("path = 'old/tide'")},
            note="the alias is the address of another page",
        ),
        bad(
            _PAGE.format("redirect_from:\n  - /old\n  - /older"),
            generator="jekyll",
            path="tides.md",
            posts={"sea.md": _PAGE.format("redirect_from: /older.html")},
            note="the same alias twice",
        ),
        bad(
            _PAGE.format("permalink: /tides/\nredirect_from: /tides/"),
            generator="jekyll",
            path="tides.md",
            note="a page that leads to itself",
        ),
        bad(
            _PAGE.format("category: sea"),
            generator="jekyll",
            path="_posts/2024/2024-05-06-tide.md",
            posts={"_posts/2024-05-06-tide.md": _PAGE.format("category: sea")},
            note="folders within `_posts` are no part of the address",
        ),
        bad(
            _PAGE.format("slug: /ebb"),
            generator="docusaurus",
            path="blog/2024/tide.md",
            posts={"blog/ebb.md": _PAGE.format("slug: ebb")},
        ),
        good(
            _PAGE.format("slug: ebb"),
            generator="hugo",
            path="content/posts/tide.md",
            posts={"content/notes/tide.md": _PAGE.format("slug: ebb")},
            note="in another section",
        ),
        good(
            _PAGE.format("slug: ebb"),
            generator="hugo",
            path="content/posts/tide.md",
            posts={"content/posts/tide.fr.md": _PAGE.format("slug: ebb")},
            note="a translation",
        ),
        good(
            _PAGE.format("permalink: /:title/"),
            generator="jekyll",
            path="tides.md",
            posts={"sea.md": _PAGE.format("permalink: /:title/")},
            note="a scheme, not an address",
        ),
        good(
            _PAGE.format("permalink: /tides/"),
            generator="jekyll",
            path="tides.md",
            posts={"sea.md": _PAGE.format("permalink: /tides/\npublished: false")},
        ),
        good(
            _PAGE.format("slug: ebb"),
            generator="jekyll",
            path="_posts/2024-05-06-tide.md",
            posts={"_posts/2024-05-07-tide.md": _PAGE.format("slug: ebb")},
            note="most schemes have the day in the address",
        ),
        good(
            _PAGE.format("slug: intro"),
            generator="docusaurus",
            path="docs/sea/intro.md",
            posts={"docs/river/intro.md": _PAGE.format("slug: intro")},
        ),
        good(_PAGE.format("permalink: false"), posts={"source/_posts/sea.md": _PAGE.format("permalink: false")}),
        good(
            _PAGE.format("slug: ebb"),
            generator="plain",
            path="tide.md",
            posts={"ebb.md": _PAGE.format("slug: ebb")},
            note="nobody knows what becomes of it",
        ),
    )

    def facts(self, doc: Document) -> Fact | None:
        """Return the addresses that `doc` claims; None where there are none, or it is not for readers."""
        found = claims(doc)
        if not found or doc.front_matter is None or not is_published(doc.front_matter.values):
            return None
        own = tuple([claim.address for claim in found if not claim.alias])
        return Fact(shelf(doc), own, tuple([claim.address for claim in found if claim.alias]))

    def compare(self, facts: Mapping[str, Fact]) -> Mapping[str, tuple[Clash, ...]]:
        """Return for each post the addresses that others claim too."""
        owners: dict[tuple[str, str], list[str]] = {}
        leading: dict[tuple[str, str], list[str]] = {}
        for path, (place, own, aliases) in facts.items():
            for address in own:
                owners.setdefault((place, address), []).append(path)
            for address in aliases:
                leading.setdefault((place, address), []).append(path)
        known: dict[str, list[Clash]] = {}
        for (_, address), paths in owners.items():
            if len(paths) > 1:
                for path, named in others(paths).items():
                    known.setdefault(path, []).append(Clash(address, False, "own", named))
        for claim, paths in leading.items():
            address = claim[1]
            taken = owners.get(claim, [])
            shared = others(list(dict.fromkeys(paths))) if len(paths) > 1 else {}
            for path in dict.fromkeys(paths):
                if path in taken:
                    clash = Clash(address, True, "itself", Others((path,), 1))
                elif taken:
                    clash = Clash(address, True, "own", Others(tuple(taken[:1]), len(taken)))
                elif path in shared:
                    clash = Clash(address, True, "alias", shared[path])
                else:
                    continue
                known.setdefault(path, []).append(clash)
        return {path: tuple(clashes) for path, clashes in known.items()}

    def judge(self, doc: Document, known: tuple[Clash, ...]) -> Iterator[Finding]:
        """Yield a finding for each address that others claim too."""
        clashes = {(clash.address, clash.alias): clash for clash in known}
        for claim in claims(doc):
            clash = clashes.pop((claim.address, claim.alias), None)
            if clash is not None:
                node = node_of(doc, claim)
                message, help = _said(claim, clash)
                yield self.finding(node.span if node is not None else opening(doc), message, help=help)


def _said(claim: Claim, clash: Clash) -> tuple[str, str]:
    """Return what is wrong, and what to do about it."""
    named = clash.others.listed
    one = clash.others.number == 1
    if clash.what == "itself":
        return f"the alias `{claim.said}` is the address of the post itself", "take the alias out"
    if clash.what == "alias":
        return (
            f"the alias `{claim.said}` leads to {named} too, so readers may end up {'there' if one else 'anywhere'}",
            "leave it where it should lead",
        )
    if claim.alias:
        return (
            f"the alias `{claim.said}` is the address of {named}, so one of them hides the other",
            "take the alias out, or give that post another address",
        )
    what = f"the slug `{claim.said}` gives this post" if claim.field == "slug" else "this post has"
    if claim.field in ("", "slug"):
        message = f"{what} the address of {named}, so only one of them is published"
    else:
        message = f"`{claim.said}` is the address of {named} too, so only one of them is published"
    return message, "give each post an address of its own"
