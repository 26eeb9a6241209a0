"""SIT007: the same picture in two files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from copydesk import Document, Finding, Severity, Site, SiteRule, bad, good
from copydesk_rules.messages import quoted

_GIF = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"


class DuplicatePicture(SiteRule[tuple[str, ...], dict[str, str]]):
    """A picture should be there once.

    ## Why

    Readers load each copy anew, the repository carries all of them, and whoever replaces the picture finds one.

    ## What it reports

    Pictures of the site that posts name and whose file has the same content as another that posts name, byte by byte.
    The one that most posts name is left alone. Copies beside a post may be meant (a page bundle holds all that its
    post needs), so the rule is opt-in.
    """

    code = "SIT007"
    name = "duplicate-picture"
    severity = Severity.INFO
    default = False

    examples = (
        bad(
            "![The tide](/images/tide.gif) ![The same](/images/tide-1.gif)\n\n![Again](/images/tide.gif)\n",
            files={"source/images/tide.gif": _GIF, "source/images/tide-1.gif": _GIF},
        ),
        bad(
            "![The tide](/images/tide.gif)\n",
            files={"source/images/tide.gif": _GIF, "source/images/a.gif": _GIF},
            posts={"source/_posts/a.md": "![](/images/a.gif)\n", "source/_posts/b.md": "![](/images/a.gif)\n"},
        ),
        good(
            "![The tide](/images/tide.gif) ![Another](/images/a.gif)\n",
            files={"source/images/tide.gif": _GIF, "source/images/a.gif": _GIF[:-3] + b"L\1\0;"},
            note="as large, but not the same",
        ),
        good(
            "![The tide](/images/tide.gif) ![The same](/images/tide.gif)\n",
            files={"source/images/tide.gif": _GIF, "source/images/copy.gif": _GIF},
            note="nobody names the other",
        ),
    )

    def facts(self, doc: Document) -> tuple[str, ...] | None:
        """Return the files of the site's own pictures that `doc` names."""
        return tuple(dict.fromkeys(found.path for _, found in doc.local_images if found.path is not None)) or None

    def survey(self, site: Site, facts: Mapping[str, tuple[str, ...]]) -> Mapping[str, dict[str, str]]:
        """Return for each post the copies that it names, and by each the file that others name."""
        uses = Counter(path for paths in facts.values() for path in paths)
        alike: dict[object, list[str]] = {}
        for path in sorted(uses):
            seen = site.picture(path)
            if seen is not None and not seen.problem:
                alike.setdefault((seen.kind, seen.size, seen.width, seen.height), []).append(path)
        copies: dict[str, str] = {}
        for paths in alike.values():
            if len(paths) < 2:
                continue
            same: dict[bytes, list[str]] = {}
            for path in paths:
                digest = site.digest(path)
                if digest is not None:
                    same.setdefault(digest, []).append(path)
            for equal in same.values():
                kept = min(equal, key=lambda path: (-uses[path], len(path), path))
                copies.update((path, kept) for path in equal if path != kept)
        found = {post: {path: copies[path] for path in paths if path in copies} for post, paths in facts.items()}
        return {post: some for post, some in found.items() if some}

    def judge(self, doc: Document, known: dict[str, str]) -> Iterator[Finding]:
        """Yield a finding for each copy."""
        told: set[str] = set()
        for image, found in doc.local_images:
            if found.path is not None and found.path in known and found.path not in told:
                told.add(found.path)
                yield self.finding(
                    image.target_span,
                    f"{quoted(image.target)} is the same picture as `{known[found.path]}`: readers load both",
                    help="name that one here, and remove the copy",
                )
