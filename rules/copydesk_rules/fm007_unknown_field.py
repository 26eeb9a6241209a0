"""FM007: fields whose name is misspelt, or that a collection does not have."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from copydesk import (
    TYPE_CHECKING,
    Change,
    Document,
    Entry,
    Finding,
    Fix,
    FrontMatter,
    Rule,
    Safety,
    Severity,
    bad,
    good,
    option,
)

if TYPE_CHECKING:
    from copydesk import Collection, Generator


class UnknownField(Rule):
    """The name of a field should be one that the site reads.

    ## Why

    A misspelt field is not an error to any generator: it is a field that nobody asks for. The picture is not shown,
    the draft is published, and nothing says why.

    ## What it reports

    A name that is one slip away from one that the generator, or the configuration, knows: a letter too many, too few,
    wrong, or two of them swapped, or another case. Themes have fields of their own, so any other name is left alone.
    In a collection that is `closed`, every field is reported that the collection does not describe.

    ## What the fix does

    It writes the name that was probably meant, where the post has no such field yet. As it may be meant otherwise,
    the fix is unsafe.
    """

    code = "FM007"
    name = "unknown-field"
    severity = Severity.WARNING
    needs = ("copydesk_rules.field_signs:unknown field",)
    of_fields = True

    fields: tuple[str, ...] = option((), "More fields that the site reads.")

    examples = (
        bad(
            "---\ntitle: Low tide\nheadimgs: /images/tide.jpg\n---\n\nThe sea went out.\n",
            fixed="---\ntitle: Low tide\nheadimg: /images/tide.jpg\n---\n\nThe sea went out.\n",
            unsafe=True,
        ),
        bad(
            "---\ntitle: Low tide\npubilshed: false\n---\n\nThe sea went out.\n",
            fixed="---\ntitle: Low tide\npublished: false\n---\n\nThe sea went out.\n",
            unsafe=True,
            note="it is published",
        ),
        bad(
            "---\nTitle: Low tide\n---\n\nThe sea went out.\n",
            fixed="---\ntitle: Low tide\n---\n\nThe sea went out.\n",
            unsafe=True,
            generator="jekyll",
            path="_posts/2024-05-06-low-tide.md",
        ),
        bad(
            "---\ntitle: Low tide\nplcae: Skagen\n---\n\nThe sea went out.\n",
            fixed="---\ntitle: Low tide\nplace: Skagen\n---\n\nThe sea went out.\n",
            unsafe=True,
            collection='[fields.place]\ntype = "string"\n',
        ),
        bad(
            '+++\ntitle = "Low tide"\nmood = "calm"\n+++\n\nThe sea went out.\n',
            generator="hugo",
            path="content/posts/low-tide.md",
            collection='closed = true\n[fields.title]\ntype = "string"\n',
        ),
        bad(
            "---\ntitle: Low tide\nAuthor: Ida\nauthor: Ida\n---\n\nThe sea went out.\n",
            note="both are there, and only one is read",
        ),
        bad(
            "---\ntitle: Low tide\nheadimgs: /images/a.jpg\nheadimgs: /images/b.jpg\n---\n\nThe sea went out.\n",
            note="of the two the last one counts, and FM005 reports both",
        ),
        bad(
            "---\ntitle: Low tide\nmood: calm\nmood: wild\n---\n\nThe sea went out.\n",
            collection='closed = true\n[fields.title]\ntype = "string"\n',
        ),
        good("---\ntitle: Low tide\nmathjax: true\nwaline: false\n---\n\nText.\n", note="a theme may read these"),
        good(
            "---\ntitle: Low tide\nauthors: [Ida]\ncategory: sea\n---\n\nText.\n",
            note="one or several: both are in use",
        ),
        good(
            "---\ntitle: Low tide\noutput: github_document\n---\n\nText.\n", generator="hugo", note="Hugo has `outputs`"
        ),
        good(
            "---\ntitle: Low tide\ncoverimage: a.png\n---\n\nText.\n",
            generator="next",
            path="posts/low-tide.md",
            note="what is read is for the site's own code to say",
        ),
        good("---\nTitle: Low tide\n---\n\nText.\n", generator="hugo", path="content/a.md", note="Hugo minds no case"),
        good("---\nTitle: Low tide\nDate: 2024-05-06\n---\n\nText.\n", generator="pelican", path="content/a.md"),
        good("---\ntitle: Low tide\ntilte: yes\n---\n\nText.\n", options={"fields": ("tilte",)}),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each field whose name is a slip, or that a closed collection does not have."""
        matter = doc.front_matter
        if matter is None or not matter.entries:
            return
        generator = doc.site.generator
        collection = self.collection
        if collection is not None and collection.closed:
            yield from self._closed(doc, matter, collection)
            return
        names = _own_names(generator, None if collection is None else collection.names)
        any_case = generator.any_case
        for entry in matter.counting:
            if entry.key not in names and entry.key not in self.fields:
                meant = slip(entry.key, names, any_case)
                if meant and _is_read(generator, meant, collection):
                    yield self._misspelt(doc, matter, entry, meant)

    def _misspelt(self, doc: Document, matter: FrontMatter, entry: Entry, meant: str) -> Finding:
        if matter.get(meant) is not None:
            message = f"`{entry.key}` stands beside `{meant}`, and only `{meant}` is read"
            return self.finding(entry.key_span, message, help=f"keep one of them, as `{meant}`")
        message = f"`{entry.key}` is a field that nothing reads: did you mean `{meant}`?"
        return self.finding(entry.key_span, message, rename(doc, matter, entry, meant, Safety.UNSAFE))

    def _closed(self, doc: Document, matter: FrontMatter, collection: Collection) -> Iterator[Finding]:
        any_case = doc.site.generator.any_case
        names = collection.names
        known = {name.lower() for name in names} if any_case else names
        for entry in matter.counting:
            key = entry.key.lower() if any_case else entry.key
            if key in known or entry.key in self.fields or key == "<<":
                continue
            meant = slip(entry.key, names, any_case)
            if meant:
                yield self._misspelt(doc, matter, entry, meant)
            else:
                message = f"`{entry.key}` is not a field that the posts of this collection may have"
                yield self.finding(entry.key_span, message, help=f"take one of {', '.join(map(str, sorted(names)))}")


def rename(doc: Document, matter: FrontMatter, entry: Entry, name: str, safety: Safety = Safety.SAFE) -> Fix | None:
    """Return the fix that gives `entry` another `name` and leaves its value as it is written; None where none can."""
    from copydesk import rename_key

    edits = rename_key(doc.text, matter, entry, name)
    return Fix(f"rename it to `{name}`", edits, safety, (Change("field", entry.key, name),)) if edits else None


@lru_cache(maxsize=32)
def _own_names(generator: Generator, more: frozenset[str] | None) -> frozenset[str]:
    """Return the names of fields that a generator, or the themes made for it, read, and `more`."""
    return generator.usual_fields | more if more else generator.usual_fields


_LEAVES_IT = frozenset({"astro", "eleventy", "gatsby", "gitbook", "next", "plain", "vitepress"})
"""Generators that leave it to the code of the site which fields there are, but for a few of their own."""


def _is_read(generator: Generator, name: str, collection: Collection | None) -> bool:
    """Tell whether the field called `name` is one that the generator, its themes or the configuration know for sure."""
    if collection is not None and name in collection.names:
        return True
    return generator.name not in _LEAVES_IT or name in generator.known_fields


@lru_cache(maxsize=4096)
def slip(name: str, names: frozenset[str], any_case: bool = False) -> str:
    """Return the one of `names` that `name` is a slip of the pen from; empty where there is none, or several."""
    if any_case and name.lower() in {each.lower() for each in names}:
        return ""
    near = {each for each in names if _is_slip(name, each)}
    return near.pop() if len(near) == 1 else ""


def _is_slip(name: str, meant: str) -> bool:
    """Tell whether `name` differs from `meant` as only a slip does."""
    if name.lower() == meant.lower():
        return True
    if abs(len(name) - len(meant)) > 1 or min(len(name), len(meant)) < 5 or _is_form(name, meant):
        return False
    return _one_edit(name, meant)


def _is_form(name: str, meant: str) -> bool:
    """Tell whether one is another form of the other, and not a slip: numbered, plural, past, or in two words.

    ``images`` and ``featured`` are fields beside ``image`` and ``feature``; nobody has ``headimgs`` beside ``headimg``.
    """
    shorter, longer = sorted((name, meant), key=len)
    if len(shorter) == len(longer):
        return any(one != other and (one + other).isdigit() for one, other in zip(name, meant, strict=True))
    at = 0
    while at < len(shorter) and shorter[at] == longer[at]:
        at += 1
    extra, following = longer[at], longer[at + 1 : at + 2]
    if extra in "sd" and (following in ("", "_", "-") or following.isupper()):
        return "img" not in shorter.lower()
    return extra in "_-" or extra.isdigit()


def _one_edit(one: str, other: str) -> bool:
    """Tell whether `one` becomes `other` by one letter put in, left out or replaced, or by swapping two neighbours."""
    if len(one) > len(other):
        one, other = other, one
    at = 0
    while at < len(one) and one[at] == other[at]:
        at += 1
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    if one[at + 1 :] == other[at + 1 :]:
        return True
    return one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
