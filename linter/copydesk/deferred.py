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
from copydesk.typed import TYPE_CHECKING, ClassVar, cached_property

if TYPE_CHECKING:
    from copydesk.document import Document
    from copydesk.rule import Finding, Incident
    from copydesk.suppress import Suppressions


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


class _Witness(_StandIn):
    """A rule that speaks of suppressions, or of what went wrong with the checking."""

    def review(self, doc: Document, suppressions: Suppressions) -> Iterator[Finding]:
        """Yield what the rule itself says of suppressions."""
        return self.real.review(doc, suppressions)

    def incident(self, incident: Incident) -> Iterator[Finding]:
        """Yield what the rule itself says of an incident."""
        return self.real.incident(incident)


class _Across(_StandIn, SiteRule[object, object]):
    """A rule that compares posts."""

    real: SiteRule[object, object]

    def facts(self, doc: Document) -> object | None:
        """Return what the rule itself has to know of `doc`."""
        return self.real.facts(doc)

    def compare(self, facts: Mapping[str, object]) -> Mapping[str, object]:
        """Return what the rule itself makes of the `facts`."""
        return self.real.compare(facts)

    def judge(self, doc: Document, known: object) -> Iterator[Finding]:
        """Yield what the rule itself finds."""
        return self.real.judge(doc, known)


def part_of(rule: type[Rule]) -> str:
    """Return what a rule does: it looks at one post (``alone``), compares some (``across``), or is a ``witness``."""
    return "across" if issubclass(rule, SiteRule) else "witness" if rule.check is Rule.check else "alone"


_PARTS: Mapping[str, type[_StandIn]] = {"alone": _Alone, "across": _Across, "witness": _Witness}


def stand_in(home: str, title: str, code: str, name: str, needs: tuple[str, ...], part: str) -> type[Rule]:
    """Return a stand-in for the default rule that is the class `title` in the module `home`.

    `part` is what `part_of` says of it, the others are as the rule's own.
    """
    return type(title, (_PARTS[part],), {"home": home, "title": title, "code": code, "name": name, "needs": needs})
