"""The rules of a run as a panel, of which only those are asked about a post that may have something to say of it.

A rule that looks at an attribute has nothing to say of a post without it. To find that out the rule must be called,
which for some hundred rules takes as long as reading the post. So a rule may name its `needs`, and what a post has is
found out once for all rules. Why: ``docs/decisions/0011-rules-name-what-they-need.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence

from copydesk.document import Document
from copydesk.html import Html
from copydesk.rule import Rule
from copydesk.signs import SIGNS


class Panel(list[Rule]):
    """Rules in their order, ready to be asked about posts."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        super().__init__(rules)
        # Each rule is a bit, so that all the rules that need something are one number.
        self._always = 0
        self._attributes: dict[str, int] = {}
        self._tags: dict[str, int] = {}
        self._signs: dict[str, int] = {}
        self._told: dict[str, dict[str, int]] = {}  # by the module that tells them
        self._tellers: list[tuple[_Teller, dict[str, int]]] = []  # those modules' functions, when they are needed
        for number, rule in enumerate(self):
            if type(rule).check is Rule.check:
                continue  # it has another part: to review, or to report incidents
            needs = () if _is_told_more(rule) else rule.needs
            if not needs:
                self._always |= 1 << number
            for need in needs:
                if need[0] == "@":
                    kind, name = self._attributes, need[1:]
                elif need[0] == "<":
                    kind, name = self._tags, need[1:-1]
                elif ":" in need:
                    home, _, name = need.partition(":")
                    kind = self._told.setdefault(home, {})
                else:
                    kind, name = self._signs, need
                    if name not in SIGNS:
                        raise ValueError(f"{rule.code}: there is no need called {need!r}")
                kind[name] = kind.get(name, 0) | 1 << number

    def asked(self, docs: Sequence[Document]) -> Iterator[tuple[Rule, Sequence[int]]]:
        """Yield each rule that may have something to say of any of `docs`, with the numbers of those."""
        bits = [self._always] * len(docs)
        if self._signs or self._told or self._tags or self._attributes:
            for layer in _FIRST:  # one after another for all posts, as the rules will be
                for doc in docs:
                    layer(doc)
        for at, doc in enumerate(docs):
            if doc.site.vendor_files:  # which may name attributes, texts and addresses of any kind
                bits[at] = -1
        for sign, rules in self._signs.items():
            has = SIGNS[sign]
            for at, doc in enumerate(docs):
                if has(doc):
                    bits[at] |= rules
        if self._tags or self._attributes:
            for at, doc in enumerate(docs):
                if doc.html.tags:
                    bits[at] |= self._of_html(doc.html)
        if len(self._tellers) < len(self._told):
            self._tellers = [(_signs_of(home, told), told) for home, told in self._told.items()]
        for signs_of, told in self._tellers:
            for at, doc in enumerate(docs):
                for name in signs_of(doc):
                    bits[at] |= told.get(name, 0)
        alike: dict[int, list[int]] = {}
        for at, asked in enumerate(bits):
            alike.setdefault(asked, []).append(at)
        everyone = range(len(docs))
        for number, rule in enumerate(self):
            bit = 1 << number
            if self._always & bit:
                yield rule, everyone
                continue
            concerned: list[int] = []
            for asked, those in alike.items():
                if asked & bit:
                    concerned += those
            if concerned:
                yield rule, concerned

    def _of_html(self, html: Html) -> int:
        bits = 0
        of = self._attributes.get
        for name in html.attribute_names():
            bits |= of(name, 0)
        of = self._tags.get
        for name in html.tag_names():
            bits |= of(name, 0)
        return bits


def _is_told_more(rule: Rule) -> bool:
    """Tell whether `rule` may speak of other posts than its class does: what an option adds is not known."""
    values = rule.__dict__
    if not values:
        return False
    return rule.of_fields or len(values) > ("collection" in values)


_Teller = Callable[[Document], Iterable[str]]


def _signs_of(home: str, needed: Iterable[str]) -> _Teller:
    """Return the function by which the module called `home` tells the signs of a post; it must know those `needed`."""
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
