"""The rules of a run as a panel, of which only those are asked about a post that may have something to say of it.

A rule that looks at an attribute has nothing to say of a post without it. To find that out the rule must be called,
which for some hundred rules takes as long as reading the post. So a rule may name its `needs`, and what a post has is
found out once for all rules. Why: ``docs/decisions/0011-rules-name-what-they-need.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from copydesk.document import Document
from copydesk.rule import Rule

SIGNS: Mapping[str, Callable[[Document], object]] = {
    "tag": lambda doc: doc.html.tags,
    "comment": lambda doc: doc.html.comments,
    "code": lambda doc: doc.markdown.code,
    "leaked markup": lambda doc: doc.leaked,
    "image": lambda doc: doc.images,
    "link": lambda doc: doc.links,
    "local image": lambda doc: doc.local_images,
}
"""What a rule may need besides attributes (``@name``) and start or end tags (``<name>``), and whether a post has it."""


class Panel(list[Rule]):
    """Rules in their order, ready to be asked about posts."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        super().__init__(rules)
        # Each rule is a bit, so that what is asked is a number, for which the list is made once.
        self._always = 0
        self._attributes: dict[str, int] = {}
        self._tags: dict[str, int] = {}
        self._signs: dict[str, int] = {}
        self._asked: dict[int, Sequence[Rule]] = {}
        for number, rule in enumerate(self):
            if type(rule).check is Rule.check:
                continue  # it has another part: to review, or to report incidents
            if not rule.needs:
                self._always |= 1 << number
            for need in rule.needs:
                if need[0] == "@":
                    kind, name = self._attributes, need[1:]
                elif need[0] == "<":
                    kind, name = self._tags, need[1:-1]
                else:
                    kind, name = self._signs, need
                    if name not in SIGNS:
                        raise ValueError(f"{rule.code}: there is no need called {need!r}")
                kind[name] = kind.get(name, 0) | 1 << number

    def asked(self, doc: Document) -> Sequence[Rule]:
        """Return the rules that may have something to say of `doc`."""
        bits = self._always
        for sign, rules in self._signs.items():
            if SIGNS[sign](doc):
                bits |= rules
        if (self._tags or self._attributes) and doc.html.tags:
            of = self._attributes.get
            for name in doc.html.attribute_names():
                bits |= of(name, 0)
            of = self._tags.get
            for name in doc.html.tag_names():
                bits |= of(name, 0)
        found = self._asked.get(bits)
        if found is None:
            found = self._asked[bits] = tuple(rule for number, rule in enumerate(self) if bits >> number & 1)
        return found
