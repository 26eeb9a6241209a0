"""Rules that compare posts with each other: a map over the documents, a reduce over the site, a check with the answer.

First each document tells its `facts`, which are small and can cross to another process or wait in a cache. Then
`compare` looks at the facts of all posts of a site at once, and says what which of them should know. Last, only those
posts are read again, and `judge` finds the places in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from copydesk.rule import Rule
from copydesk.typed import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from copydesk.document import Document
    from copydesk.rule import Finding
    from copydesk.site import Site

Fact = TypeVar("Fact")
Known = TypeVar("Known")


class SiteRule(Rule, Generic[Fact, Known]):
    """A check over the posts of one site together.

    What `facts` and `compare` return must survive pickling. A run that is given only some posts compares only those.
    """

    def facts(self, doc: Document) -> Fact | None:
        """Return what `compare` has to know about `doc`, or None where that is nothing."""
        raise NotImplementedError

    def compare(self, facts: Mapping[str, Fact]) -> Mapping[str, Known]:
        """Return what `judge` has to know about some posts, by path, given the `facts` of all of them by path.

        Paths are relative to the root of the site, and come in the order in which the posts were read.
        """
        raise NotImplementedError

    def survey(self, site: Site, facts: Mapping[str, Fact]) -> Mapping[str, Known]:
        """Return what `compare` does, for a rule that has to look at the other files of the `site` as well.

        Facts may be kept with the text of a post; what is on the disk changes without it, and is asked for here.
        """
        return self.compare(facts)

    def judge(self, doc: Document, known: Known) -> Iterator[Finding]:
        """Yield what is wrong with `doc`, given what `compare` says of it.

        The text may have changed since it told its facts (another fix was made): look at it afresh.
        """
        raise NotImplementedError


class Informed(Rule):
    """A rule of a site that has been told what it must know of one document: from now on one like any other."""

    def __init__(self, rule: SiteRule[object, object], known: object) -> None:
        self.__dict__.update(code=rule.code, name=rule.name, severity=rule.severity, _rule=rule, _known=known)

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield what the rule finds in `doc`."""
        rule: SiteRule[object, object] = self.__dict__["_rule"]
        return rule.judge(doc, self.__dict__["_known"])


def divide(rules: Sequence[Rule]) -> tuple[list[Rule], list[SiteRule[object, object]]]:
    """Return the rules that look at one document, and those that compare posts."""
    alone: list[Rule] = []
    across: list[SiteRule[object, object]] = []
    for rule in rules:
        if isinstance(rule, SiteRule):
            across.append(rule)
        else:
            alone.append(rule)
    return alone, across
