"""SIT006: pictures that nothing names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from copydesk import Document, Finding, NamedTuple, Severity, Site, SiteRule, bad, good, option
from copydesk_rules.shelves import opening

_NEARLY = 0.9
"""The share of a site's posts that must have been checked before anything is called unused."""


class Unused(NamedTuple):
    """Pictures that nothing names, those with the first names, how many they are, and their bytes."""

    paths: tuple[str, ...]
    number: int
    size: int


class UnusedPicture(SiteRule[tuple[str, ...], Unused]):
    """A picture of the site should be named somewhere.

    ## Why

    A post is rewritten, its pictures stay: after some years half of a repository is of no use to anyone, and everybody
    who builds the site copies it along.

    ## What it reports

    Pictures in the folders of the content and of static files whose names stand in no text of the repository: posts,
    drafts, layouts, themes, style sheets, scripts, data, configuration. They are told to the post whose pictures they
    lie beside, as their folders show. `copydesk images orphans` lists them all.

    ## What it leaves alone

    Pictures that a template, a shortcode or a pattern such as `photos/*.jpg` may mean, those of a page bundle, smaller
    copies of pictures that are named, and what browsers ask for without being told (`favicon.ico`). A run over some of
    the posts reports nothing. What is built elsewhere (another repository, a database) is not known here, so the rule
    is opt-in.
    """

    code = "SIT006"
    name = "unused-picture"
    severity = Severity.INFO
    default = False

    shown: int = option(5, "So many of the pictures are named.")

    examples = (
        bad("![The tide](/images/tide.png)\n", files=("source/images/tide.png", "source/images/rope.png")),
        bad("The sea.\n", files=("source/images/rope.png", "source/images/old/sand.png"), note="one finding for both"),
        good("![The tide](/images/tide.png)\n", files=("source/images/tide.png",)),
        good(
            "![The tide](/images/tide.png)\n",
            files=("source/images/tide.png", "source/images/rope.png"),
            posts={"source/_posts/rope.md": "![A rope](/images/rope.png)\n"},
        ),
        good(
            "The sea.\n",
            files=("source/images/sea-300x200.png", "source/images/sea.png", "source/favicon.ico"),
            posts={"source/_posts/sea.md": "![](/images/sea.png)\n"},
            note="a smaller copy, and what browsers ask for by themselves",
        ),
        good(
            "The sea.\n",
            files=("source/photos/1.jpg",),
            posts={"source/_posts/photos.md": "{% gallery /photos/*.jpg %}\n"},
        ),
    )

    def facts(self, doc: Document) -> tuple[str, ...]:
        """Return the files of the site's own pictures that `doc` names."""
        return tuple(dict.fromkeys(found.path for _, found in doc.local_images if found.path is not None))

    def survey(self, site: Site, facts: Mapping[str, tuple[str, ...]]) -> Mapping[str, Unused]:
        """Return for some posts the unused pictures that lie beside theirs."""
        from copydesk import orphans, posts

        there = posts(site)
        if sum(path in facts for path in there) < _NEARLY * len(there):
            return {}
        owners: dict[str, str] = {}  # by folder, the first post that names a picture in it
        named: set[str] = set()
        for post in sorted(facts):
            named.update(facts[post])
            for path in facts[post]:
                owners.setdefault(path.rpartition("/")[0], post)
        first = min(facts)
        found: dict[str, list[tuple[str, int]]] = {}
        for path, size in orphans(site):
            if path not in named:
                folder = path.rpartition("/")[0]
                while folder and folder not in owners:
                    folder = folder.rpartition("/")[0]
                found.setdefault(owners.get(folder, first), []).append((path, size))
        return {
            post: Unused(tuple(path for path, _ in some[: self.shown]), len(some), sum(size for _, size in some))
            for post, some in found.items()
        }

    def judge(self, doc: Document, known: Unused) -> Iterator[Finding]:
        """Yield a finding that names the pictures."""
        names = ", ".join(f"`{path}`" for path in known.paths)
        if known.number > len(known.paths):
            names += f" and {known.number - len(known.paths)} more"
        size = f" ({known.size:,} bytes)" if known.size else ""
        verb, what = ("is", "it") if known.number == 1 else ("are", "them")
        yield self.finding(
            opening(doc),
            f"{names} {verb} named nowhere{size}: the site carries {what} along for nobody",
            help=f"remove {what}, or name {what} where readers should see {what}",
        )
