"""Rules whose modules are loaded when the first post needs them.

A check of one post meets few of the rules there are, and to load a rule takes longer than to ask it. So a package may
offer stand-ins, which know no more than the code, the name and the needs of a rule (see `panel`), and load the rule
when they are asked about a post. They have no options: where a configuration gives any, or names rules, the rules
themselves are loaded.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

from copydesk.across import SiteRule
from copydesk.rule import Rule
from copydesk.typed import TYPE_CHECKING, ClassVar, cached_property, cast

if TYPE_CHECKING:
    from copydesk.document import Document
    from copydesk.rule import Finding


class _StandIn(Rule):
    """A rule that is not loaded yet; `home` is its module, `title` its class."""

    home: ClassVar[str]
    title: ClassVar[str]

    @cached_property
    def real(self) -> Rule:
        """The rule itself."""
        __import__(self.home)
        rule: type[Rule] = getattr(sys.modules[self.home], self.title)
        return rule()


class _Alone(_StandIn):
    """A rule that looks at one post."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield what the rule itself finds."""
        return self.real.check(doc)


class _Across(_StandIn, SiteRule[object, object]):
    """A rule that compares posts."""

    @property
    def _rule(self) -> SiteRule[object, object]:
        return cast("SiteRule[object, object]", self.real)

    def facts(self, doc: Document) -> object | None:
        """Return what the rule itself has to know of `doc`."""
        return self._rule.facts(doc)

    def compare(self, facts: Mapping[str, object]) -> Mapping[str, object]:
        """Return what the rule itself makes of the `facts`."""
        return self._rule.compare(facts)

    def judge(self, doc: Document, known: object) -> Iterator[Finding]:
        """Yield what the rule itself finds."""
        return self._rule.judge(doc, known)


def stand_in(home: str, title: str, code: str, name: str, needs: tuple[str, ...], across: bool) -> type[Rule]:
    """Return a stand-in for the default rule that is the class `title` in the module `home`.

    `across` tells whether it compares posts. The others are as the rule's own.
    """
    about = {"home": home, "title": title, "code": code, "name": name, "needs": needs}
    return type(title, (_Across if across else _Alone,), about)
