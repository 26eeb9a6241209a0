"""The rules of a run as a panel, of which only those are asked about a post that may have something to say of it.

A rule that looks at an attribute has nothing to say of a post without it. To find that out the rule must be called,
which for some hundred rules takes as long as reading the post. So a rule may name its `needs`, and what a post has is
found out once for all rules. Why: ``docs/decisions/0011-rules-name-what-they-need.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from copydesk.document import Document
from copydesk.rule import Rule
from copydesk.signs import SIGNS


class Panel(list[Rule]):
    """Rules in their order, ready to be asked about posts."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        super().__init__(rules)
        self._needs: list[tuple[Rule, tuple[str, ...]]] = []  # of those that check posts
        self._attributes: dict[str, str] = {}  # the needs that are attributes, by their names
        self._tags: dict[str, str] = {}
        self._signs: list[str] = []
        self._told: dict[str, dict[str, str]] = {}  # by the module that tells them
        self._tellers: list[tuple[_Teller, dict[str, str]]] = []  # those modules' functions, when they are needed
        for rule in self:
            if type(rule).check is Rule.check:
                continue  # it has another part: to review, or to report incidents
            needs = () if _is_told_more(rule) else rule.needs
            self._needs.append((rule, needs))
            for need in needs:
                if need[0] == "@":
                    self._attributes[need[1:]] = need
                elif need[0] == "<":
                    self._tags[need[1:-1]] = need
                elif ":" in need:
                    home, _, name = need.partition(":")
                    self._told.setdefault(home, {})[name] = need
                elif need not in SIGNS:
                    raise ValueError(f"{rule.code}: there is no need called {need!r}")
                elif need not in self._signs:
                    self._signs.append(need)

    def asked(self, docs: Sequence[Document]) -> Iterator[tuple[Rule, Sequence[int]]]:
        """Yield each rule that may have something to say of any of `docs`, with the numbers of those."""
        having = self._having(docs)
        everyone = range(len(docs))
        # A site's own vendor files may name attributes, texts and addresses of any kind.
        own = [at for at, doc in enumerate(docs) if doc.site.vendor_files]
        for rule, needs in self._needs:
            if not needs:
                yield rule, everyone
                continue
            concerned = set(own)
            for need in needs:
                if need in having:
                    concerned.update(having[need])
            if concerned:
                yield rule, sorted(concerned)

    def _having(self, docs: Sequence[Document]) -> dict[str, Iterable[int]]:
        """Return the numbers of those of `docs` that have something, by the need that it is."""
        having: dict[str, Iterable[int]] = {}
        if self._signs or self._told or self._tags or self._attributes:
            for layer in _FIRST:  # one after another for all posts, as the rules will be
                for doc in docs:
                    layer(doc)
        for sign in self._signs:
            having[sign] = SIGNS[sign](docs)
        if self._attributes or self._tags:
            having.update(self._in_html(docs))
        if len(self._tellers) < len(self._told):
            self._tellers = [(_signs_of(home, told), told) for home, told in self._told.items()]
        for signs_of, told in self._tellers:
            for sign, numbers in signs_of(docs).items():
                if sign in told:
                    having[told[sign]] = numbers
        return having

    def _in_html(self, docs: Sequence[Document]) -> dict[str, list[int]]:
        """Return the same for attributes and tags."""
        attributes: dict[str, list[int]] = {name: [] for name in self._attributes}
        tags: dict[str, list[int]] = {name: [] for name in self._tags}
        for at, doc in enumerate(docs):
            html = doc.html
            if html.tags:
                for name in html.attribute_names() & attributes.keys():
                    attributes[name].append(at)
                for name in html.tag_names() & tags.keys():
                    tags[name].append(at)
        having = {self._attributes[name]: numbers for name, numbers in attributes.items()}
        having.update((self._tags[name], numbers) for name, numbers in tags.items())
        return having


def _is_told_more(rule: Rule) -> bool:
    """Tell whether `rule` may speak of other posts than its class does: what an option adds is not known."""
    values = rule.__dict__
    if not values:
        return False
    return rule.of_fields or len(values) > ("collection" in values)


_Teller = Callable[[Sequence[Document]], Mapping[str, Iterable[int]]]


def _signs_of(home: str, needed: Iterable[str]) -> _Teller:
    """Return the function by which the module called `home` tells the signs of posts; it must know those `needed`."""
    __import__(home)
    module = sys.modules[home]
    for sign in needed:
        if sign not in module.SIGNS:
            raise ValueError(f"{home} knows no sign called {sign!r}")
    signs: _Teller = module.signs
    return signs


_FIRST: Sequence[Callable[[Document], object]] = (
    lambda doc: doc.front_matter,
    lambda doc: doc.masked,
    lambda doc: doc.markdown,
    lambda doc: doc.html,
)
"""The layers on which all signs stand, in their order."""
