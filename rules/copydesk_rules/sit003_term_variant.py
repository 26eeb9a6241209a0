"""SIT003: one tag or category that is spelled in two ways."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from copydesk import (
    Change,
    Document,
    Edit,
    Finding,
    Fix,
    NamedTuple,
    Node,
    Safety,
    Severity,
    SiteRule,
    Span,
    bad,
    good,
    option,
    regex,
)
from copydesk_rules.shelves import scalars, shelf

_ONE = "---\ntitle: Low tide\ntags: [{}]\n---\n\nThe sea went out.\n"
_LIST = "---\ntitle: Low tide\ntags:\n  - sea\n  - {}   # as the office has it\n---\n\nThe sea went out.\n"
_SEA = {f"source/_posts/{number}.md": _ONE.format("Open Source") for number in (1, 2)}


_FEW = 2
"""A spelling in so few posts is a slip, however often the other one is used."""


Fact = tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]
"""Where a post stands, and its terms by kind. A plain tuple, for there is one of each post."""


class Variant(NamedTuple):
    """A term that is usually spelled otherwise: both spellings, and how many posts have each.

    `even` says that no spelling is more usual than all others.
    """

    kind: str
    term: str
    usual: str
    posts: int
    usual_posts: int
    even: bool


class TermVariant(SiteRule[Fact, tuple[Variant, ...]]):
    """A tag or category should be spelled in one way.

    ## Why

    `Open Source` and `open-source` are two tags to most generators: each has a page of its own, with some of the
    posts. Who follows one never hears of the others, and lists of tags look untidy.

    ## What it reports

    Tags, and categories, of one language that differ only by letter case, width (`ＡＩ`, `AI`), blanks, hyphens and
    underscores, or by traditional and simplified Chinese characters (`發布`, `发布`). It names the spelling that most
    posts have. Any other sign is a difference: `C`, `C++` and `C#` are three things, `2.0` and `20` two. With
    `plurals` it also reports `Workshop` beside `Workshops`. Of two spellings that are both in many posts it says
    nothing: that site has not decided. Of two that are as usual it names the later one, by the order of file names.

    ## What the fix does

    It replaces the one term by the usual spelling, in the quotes that it has. It is unsafe, for the tag may be part
    of an address that others link to. Where both spellings are as usual, or the post has both, the choice is yours.
    """

    code = "SIT003"
    name = "term-variant"
    severity = Severity.WARNING

    fields: tuple[str, ...] = option(
        ("tags", "tag", "categories", "category", "taxonomies.tags", "taxonomies.categories"),
        "Fields with terms; names with dots reach into maps.",
    )
    times: int = option(
        10, "A spelling in more than two posts is reported where another one is so many times as frequent; 1: always."
    )
    plurals: bool = option(False, "Take the singular and the plural of an English word for one term.")
    keep: tuple[str, ...] = option((), "Terms that are right as they are, whatever they look like.")

    examples = (
        bad(_ONE.format("sea, open-source"), fixed=_ONE.format("sea, Open Source"), unsafe=True, posts=_SEA),
        bad(
            _LIST.format("'OpenSource'"),
            fixed=_LIST.format("'Open Source'"),
            unsafe=True,
            posts=_SEA,
            note="quotes and comments stay",
        ),
        bad(
            _LIST.format('"開源軟件"'),
            fixed=_LIST.format('"开源软件"'),
            unsafe=True,
            posts={f"source/_posts/{number}.md": _ONE.format("开源软件") for number in (1, 2)},
            note="traditional characters among simplified ones",
        ),
        bad(
            _ONE.format("ＡＩ"),
            fixed=_ONE.format("AI"),
            unsafe=True,
            posts={f"source/_posts/{number}.md": _ONE.format("AI") for number in (1, 2)},
        ),
        bad(
            _ONE.format('"ai: tools"'),
            fixed=_ONE.format('"AI: tools"'),
            unsafe=True,
            posts={f"source/_posts/{number}.md": _ONE.format("'AI: tools'") for number in (1, 2)},
        ),
        bad(
            "+++\ntitle = 'Low tide'\n[taxonomies]\ntags = ['sea', \"openSource\"]\n+++\n\nThe sea went out.\n",
            fixed="+++\ntitle = 'Low tide'\n[taxonomies]\ntags = ['sea', \"Open Source\"]\n+++\n\nThe sea went out.\n",
            unsafe=True,
            generator="zola",
            path="content/tide.md",
            posts={
                f"content/{number}.md": "+++\n[taxonomies]\ntags = ['Open Source']\n+++\n\nText.\n" for number in (1, 2)
            },
        ),
        bad(
            "---\ntitle: Low tide\ntags: sea Weather\n---\n\nThe sea went out.\n",
            fixed="---\ntitle: Low tide\ntags: sea weather\n---\n\nThe sea went out.\n",
            unsafe=True,
            generator="jekyll",
            path="_posts/2024-05-06-tide.md",
            posts={f"_posts/2024-05-0{number}-a.md": "---\ntags: weather sea\n---\n\nText.\n" for number in (1, 2)},
            note="Jekyll divides text at its blanks",
        ),
        bad(
            _ONE.format("weather"),
            posts={"source/_posts/1.md": _ONE.format("Weather")},
            note="one post each: nobody knows which is right",
        ),
        bad(_ONE.format("Open Source, open source"), posts=_SEA, note="the post has both"),
        bad(
            _ONE.format("Ferries"),
            fixed=_ONE.format("Ferry"),
            unsafe=True,
            options={"plurals": True},
            posts={f"source/_posts/{number}.md": _ONE.format("Ferry") for number in (1, 2)},
        ),
        bad(
            _ONE.format("open source, OpenSource"),
            fixed=_ONE.format("Open Source, OpenSource"),
            findings=2,
            unsafe=True,
            posts=_SEA,
        ),
        good(
            _ONE.format("kernel"),
            posts={f"source/_posts/{n}.md": _ONE.format("kernel" if n % 2 else "Kernel") for n in range(8)},
            note="a site that writes both all the time has not decided",
        ),
        good(_ONE.format("C, C++, C#"), posts={"source/_posts/1.md": _ONE.format("C")}),
        good(_ONE.format("Python 2-0"), posts={"source/_posts/1.md": _ONE.format("Python 20")}),
        good(_ONE.format("yes! please"), posts={"source/_posts/1.md": _ONE.format("yes please")}),
        good(_ONE.format("ferries"), posts={"source/_posts/1.md": _ONE.format("ferry")}),
        good(_ONE.format("open-source"), posts=_SEA, options={"keep": ("open-source",)}),
        good(
            "---\ntitle: Low tide\ncategories: weather\n---\n\nThe sea went out.\n",
            posts={"source/_posts/1.md": _ONE.format("Weather")},
            note="a tag and a category are two things",
        ),
        good(
            _ONE.format("開源軟件"),
            path="source/_posts/zh-tw/post.md",
            posts={"source/_posts/zh-cn/post.md": _ONE.format("开源软件")},
            note="each in its own language",
        ),
    )

    def facts(self, doc: Document) -> Fact | None:
        """Return the terms of `doc`, or None where it has none."""
        matter = doc.front_matter
        if matter is None:
            return None
        values = matter.values
        terms: list[tuple[str, tuple[str, ...]]] = []
        for field, kind, first, below in _paths(self.fields):
            value = values.get(first)
            if value and below:
                value = _inner(value, below)
            if value:
                said = _texts(value, isinstance(value, str) and _is_divided(doc, field))
                if said:
                    terms.append((kind, said))
        return (shelf(doc), tuple(terms)) if terms else None

    def compare(self, facts: Mapping[str, Fact]) -> Mapping[str, tuple[Variant, ...]]:
        """Return for each post the terms that are usually spelled otherwise."""
        if len(facts) < 2:
            return {}
        named: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for where, by_kind in facts.values():
            for kind, terms in by_kind:
                named[where, kind] += terms if len(terms) == 1 else dict.fromkeys(terms)
        counts = {place: Counter(terms) for place, terms in named.items()}
        several = {place: words for place, count in counts.items() if (words := self._spellings(count))}
        if not several:
            return {}
        first = _order(facts, several)
        variants = {
            place: found
            for place, words in several.items()
            if (found := self._variants(place[1], counts[place], words, first[place]))
        }
        known: dict[str, tuple[Variant, ...]] = {}
        if variants:
            for path, (where, by_kind) in facts.items():
                odd: dict[tuple[str, str], Variant] = {}
                for kind, terms in by_kind:
                    known_here = variants.get((where, kind))
                    if known_here is not None and not known_here.keys().isdisjoint(terms):
                        odd.update(((kind, term), known_here[term]) for term in terms if term in known_here)
                if odd:
                    known[path] = tuple(odd.values())
        return known

    def _spellings(self, terms: Iterable[str]) -> list[list[str]]:
        """Return of each word that `terms` spell in several ways how they do."""
        from copydesk_rules.terms import key, singular

        by_word: dict[str, list[str]] = {}
        for term in terms:
            if term not in self.keep:
                word = key(term)
                if not word:
                    continue
                by_word.setdefault(singular(word) if self.plurals else word, []).append(term)
        return [spellings for spellings in by_word.values() if len(spellings) > 1]

    def _variants(
        self, kind: str, count: Mapping[str, int], words: Iterable[list[str]], first: Mapping[str, int]
    ) -> dict[str, Variant]:
        """Return the terms that are usually spelled otherwise, of the spellings of some `words`.

        `count` tells in how many posts of the shelf a term is, `first` is less of what was there first.
        """
        found: dict[str, Variant] = {}
        for spellings in words:
            spellings.sort(key=lambda term: (-count[term], first[term]))
            usual, second = spellings[:2]
            even = count[usual] == count[second]  # then the one that was there first is left alone
            # What is mended makes the usual spelling more usual still, and may decide about the next one.
            posts = count[usual]
            for term in reversed(spellings[1:]):
                if count[term] > _FEW and posts < self.times * count[term]:
                    break  # a site that writes both all the time has not decided
                found[term] = Variant(kind, term, usual, count[term], count[usual], even)
                if not even:
                    posts += count[term]
        return found

    def judge(self, doc: Document, known: tuple[Variant, ...]) -> Iterator[Finding]:
        """Yield a finding for each term that is usually spelled otherwise."""
        matter = doc.front_matter
        if matter is None:
            return
        by_term = {(variant.kind, variant.term): variant for variant in known}
        for field in self.fields:
            node = _node(doc, field)
            if node is None:
                continue
            places = list(_places(doc, node, _is_divided(doc, field)))
            said = {term for term, _, _ in places}
            for term, span, whole in places:
                variant = by_term.get((_kind(field), term))
                if variant is not None:
                    yield self._finding(doc, field, span, whole, variant, variant.usual in said)
                    said.add(variant.usual)  # a post that has two odd spellings shall not get the usual one twice

    def _finding(self, doc: Document, field: str, span: Span, whole: bool, variant: Variant, has_both: bool) -> Finding:
        kind, term, usual, posts, usual_posts, even = variant
        how_often = f"{posts} post{'s' * (posts != 1)}"
        if even and posts == usual_posts:
            message = f"the {kind} `{term}` is written `{usual}` as often ({how_often} each)"
            help = "decide on one spelling"
        else:
            others = f"{usual_posts} post{'s' * (usual_posts != 1)}"
            message = f"the {kind} `{term}` ({how_often}) is mostly written `{usual}` ({others})"
            help = f"write `{usual}`"
        message += ", so one subject goes by two names"
        fix = None
        if has_both:
            help = f"take it out: the post has `{usual}` as well"
        elif not even:
            new = _written(doc, span, usual, whole)
            if new is not None:
                name = field.partition(".")[0]
                fix = Fix(f"write {usual}", (Edit(span, new),), Safety.UNSAFE, (Change("field", name, name),))
        return self.finding(span, message, fix, help="" if fix is not None else help)


Place = tuple[str, str]
"""A shelf, and a kind of terms."""


def _order(facts: Mapping[str, Fact], places: Iterable[Place]) -> Mapping[Place, Mapping[str, int]]:
    """Return for each of `places` the number of each term, in the order in which posts use them first."""
    numbers: dict[Place, dict[str, int]] = {place: {} for place in places}
    for path in sorted(facts):
        where, by_kind = facts[path]
        for kind, terms in by_kind:
            own = numbers.get((where, kind))
            if own is not None:
                for term in terms:
                    own.setdefault(term, len(own))
    return numbers


@lru_cache(maxsize=64)
def _kind(field: str) -> str:
    """Return what one term of `field` is called: tag, category."""
    name = field.rpartition(".")[2]
    return name[:-3] + "y" if name.endswith("ies") else name.removesuffix("s")


def _is_divided(doc: Document, field: str) -> bool:
    """Tell whether text in `field` is several terms with blanks between them."""
    return doc.site.generator.name == "jekyll" and field in ("tags", "categories")


@lru_cache(maxsize=64)
def _paths(fields: tuple[str, ...]) -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
    """Return each of `fields` with the kind of its terms, its first part, and the others."""
    return tuple((field, _kind(field), first, tuple(below)) for field in fields for first, *below in [field.split(".")])


def _inner(value: object, below: tuple[str, ...]) -> object:
    for part in below:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _texts(value: object, divided: bool) -> tuple[str, ...]:
    """Return the terms in a value: text, or a list of texts and lists."""
    if isinstance(value, str):
        return tuple(value.split()) if divided else (value,)
    if not isinstance(value, list):
        return ()
    found = tuple([item for item in value if isinstance(item, str)])
    if len(found) == len(value):
        return found
    return found + tuple([text for item in value if isinstance(item, list) for text in _texts(item, False)])


def _node(doc: Document, field: str) -> Node | None:
    matter = doc.front_matter
    first, *rest = field.split(".")
    entry = matter.get(first) if matter is not None else None
    for part in rest:
        inner = [] if entry is None else [one for one in entry.node.entries if one.key == part]
        entry = inner[-1] if inner else None
    return entry.node if entry is not None else None


def _places(doc: Document, node: Node, divided: bool) -> Iterator[tuple[str, Span, bool]]:
    """Yield the terms in `node`, each with its place, and whether that is the whole of a value."""
    if divided and node.kind == "scalar":
        written = node.span.of(doc.text)
        if written.strip("'\"") == node.value:  # no escapes, no folded lines
            for found in _WORD.finditer(written):
                yield found[0], Span(node.span.start + found.start(), node.span.start + found.end()), False
        return
    for scalar in scalars(node):
        if isinstance(scalar.value, str):
            yield scalar.value, scalar.span, True


_PLAIN = regex(r"[^\W\d_](?:[\w ./+&-]*[\w+])?")
_WORD = regex(r"[^\s'\"]+")
_SIMPLE = regex(r"[\w+-]+")
_NO_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_BLOCK = ("|", ">", "*", "&", "!", "'''", '"""')


def _written(doc: Document, span: Span, term: str, whole: bool) -> str | None:
    """Return `term` as it is written in the place of `span`, in the same quotes; None where that is hard to say."""
    matter = doc.front_matter
    old = span.of(doc.text)
    if matter is None or old.startswith(_BLOCK) or "\n" in term:
        return None
    if not whole:
        return term if _SIMPLE.fullmatch(term) else None
    if old.startswith("'") and (matter.format == "yaml" or "'" not in term):
        return "'" + term.replace("'", "''") + "'"
    if not old.startswith(("'", '"')) and _PLAIN.fullmatch(term) and term.lower() not in _NO_TEXT:
        return term
    return '"' + term.replace("\\", "\\\\").replace('"', '\\"') + '"'
