"""SIT001: the same post twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from copydesk import TYPE_CHECKING, Document, Finding, Severity, SiteRule, bad, good, option
from copydesk_rules.shelves import Others, day, is_published, opening, others, shelf

if TYPE_CHECKING:
    from typing import Literal

_TIDE = "---\ntitle: Low tide\ndate: 2024-05-06 07:08:09\n---\n\nThe sea went out.\n"
_AGAIN = "---\ntitle: Low tide\ndate: 2025-09-01 07:08:09\n---\n\nThe sea went out once more.\n"
_GUIDE = "Mooring lines are checked twice a day, at high water and at low water, by whoever has the watch. " * 5
_LENGTH = 400
"""So many characters from the end of a post are compared."""

_LEAST = 200
"""So many must there be, for two posts that end with the same words to be the same post."""


Fact = tuple[str, str, str, int]
"""What is compared of a post: where it stands, its title in normal form, its day, and a sum of its last words.

A plain tuple, for there is one of each post, and to send it to another process takes a third of the time.
"""


class DuplicateTitle(SiteRule[Fact, Others]):
    """The same post should not be there twice.

    ## Why

    Two posts with one title are two links with one name, and nobody knows which to open. Mostly one is a copy that
    was left behind: an import that ran twice, a draft that was saved under another name, a post that was moved.

    ## What it reports

    Posts with the same title of the same day, or, where they have no date, with the same title and text. Letter case,
    blanks, full-width letters and the way accents are composed make no difference. Titles that come back every month
    are left alone, unless `any_day` asks for them. So are drafts, section pages, translations (by `lang`, by folder,
    by file name), other versions of a manual, and what several programs made of one source (`index.html` beside
    `index.md`).
    """

    code = "SIT001"
    name = "duplicate-title"
    severity = Severity.WARNING

    any_day: bool = option(False, "Report equal titles whenever the posts are from.")

    examples = (
        bad(_TIDE, posts={"source/_posts/low-tide-2.md": _TIDE.replace("07:08:09", "07:20:00") + "And came back.\n"}),
        bad(
            "---\ntitle: Ｌｏｗ  Tide\ndate: 2024-05-06\n---\n\nThe sea went out.\n",
            posts={"source/_posts/low-tide.md": _TIDE},
            note="the same but for full-width letters and letter case",
        ),
        bad(
            f"---\ntitle: Mooring\n---\n\n{_GUIDE}\n",
            path="docs/guide/mooring.md",
            generator="vuepress",
            posts={"docs/harbour/mooring.md": f"---\ntitle: Mooring\n---\n\n{_GUIDE}\n"},
            note="no date, but the same text",
        ),
        bad(_TIDE, posts={"source/_posts/again.md": _AGAIN}, options={"any_day": True}),
        good(_TIDE, posts={"source/_posts/again.md": _AGAIN}, note="a title that comes back"),
        good(_TIDE, posts={"source/_drafts/low-tide.md": _TIDE.replace("date", "draft: true\ndate")}, note="a draft"),
        good(_TIDE, posts={"source/_posts/zh-cn/low-tide.md": _TIDE}, note="a translation that is not yet made"),
        good(_TIDE, posts={"source/_posts/low-tide.de.md": _TIDE}),
        good(
            f"---\ntitle: Mooring\n---\n\n{_GUIDE}\n",
            path="docs/mooring.md",
            generator="docusaurus",
            posts={"versioned_docs/version-1.0/mooring.md": f"---\ntitle: Mooring\n---\n\n{_GUIDE}\n"},
            note="last year's version",
        ),
        good(
            "---\ntitle: Overview\n---\n\n[[toc]]\n",
            path="docs/guide/README.md",
            generator="vuepress",
            posts={"docs/harbour/README.md": "---\ntitle: Overview\n---\n\n[[toc]]\n"},
            note="pages of two sections that say little",
        ),
        good(
            _TIDE,
            path="content/blog/tide/index.md",
            generator="hugo",
            posts={"content/blog/tide/index.html": _TIDE},
            note="two forms of one post",
        ),
    )

    def facts(self, doc: Document) -> Fact | None:
        """Return what is compared of `doc`; None where it has no title or is not for readers."""
        matter = doc.front_matter
        if matter is None:
            return None
        values = matter.values
        title = values.get("title")
        if not isinstance(title, str) or not is_published(values):
            return None
        if "/_index." in doc.path or ("{" in title and ("{{" in title or "{%" in title)):
            return None
        normal = normalised(title)
        if not normal:
            return None
        when = day(doc, values)
        if when or self.any_day:
            return shelf(doc), normal, when, 0
        from zlib import crc32

        text = doc.text
        body = text[max(matter.close.end, len(text) - 2 * _LENGTH) :].replace("\r\n", "\n").strip()[-_LENGTH:]
        ending = crc32(body.encode("utf-8", "replace")) if len(body) >= _LEAST else 0
        return shelf(doc), normal, when, ending

    def compare(self, facts: Mapping[str, Fact]) -> Mapping[str, Others]:
        """Return for each post that is there twice the paths of the others."""
        titles: defaultdict[str, list[str]] = defaultdict(list)
        for where, title, _, _ in facts.values():
            titles[where].append(title)
        several = {where: _repeated(those) for where, those in titles.items()}
        if not any(several.values()):
            return {}
        groups: dict[tuple[str, str], list[str]] = {}
        for path, (where, title, _, _) in facts.items():
            if title in several[where]:
                groups.setdefault((where, title), []).append(path)
        known: dict[str, Others] = {}
        for paths in groups.values():
            if self.any_day:
                known.update(others(paths))
                continue
            same: dict[str | int, list[str]] = {}
            for path in paths:
                _, _, when, ending = facts[path]
                # A reminder that goes out every week has the same text, too; a text without a date is told once.
                key = when or ending
                if key:
                    same.setdefault(key, []).append(path)
            for alike in same.values():
                if len(alike) > 1:
                    known.update(others(alike))
        return known

    def judge(self, doc: Document, known: Others) -> Iterator[Finding]:
        """Yield a finding for the title, which names the other posts."""
        entry = doc.front_matter.get("title") if doc.front_matter is not None else None
        span = entry.node.span if entry is not None else opening(doc)
        verb = "has" if known.number == 1 else "have"
        yield self.finding(
            span,
            f"{known.listed} {verb} this title too, so readers cannot tell which one to open",
            help="remove the copy, or give each post a title of its own",
        )


def _repeated(titles: Sequence[str]) -> set[str]:
    """Return the titles that are there twice or more often."""
    return {title for title, number in Counter(titles).items() if number > 1}


def normalised(title: str) -> str:
    """Return `title` as it is compared: without letter case, width, needless blanks or ways of composing."""
    if not title.isascii():
        title = _normalize()("NFKC", title)
    return " ".join(title.casefold().split())


@cache
def _normalize() -> Callable[[Literal["NFKC"], str], str]:
    """Return `unicodedata.normalize`: an import in each call takes longer than the call itself."""
    from unicodedata import normalize

    return normalize
