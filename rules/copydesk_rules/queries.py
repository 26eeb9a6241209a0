"""The parameters of an address where they stand in a post.

An address is cut up as it is written: nothing is decoded and written again, so what is not removed keeps its order,
its percent signs and its character references.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from copydesk import NamedTuple, regex


class Parameter(NamedTuple):
    """One parameter as written, and its place, without what divides it from its neighbours."""

    name: str
    value: str
    start: int
    end: int


class Query(NamedTuple):
    """The parameters behind the ``?`` or the ``#`` that stands at `mark`."""

    mark: int
    parameters: Sequence[Parameter]

    def without(self, gone: Collection[Parameter]) -> list[tuple[int, int]]:
        """Return the places to cut so that the parameters in `gone` are no longer there, in order, never touching.

        The divider before each goes with it, or the one behind it where nothing stays before it; ``?`` or ``#`` goes
        when nothing is left behind it.
        """
        cuts: list[tuple[int, int]] = []
        start = end = previous = -1  # of the cut that grows; end of the parameter before
        stays = leaves = False
        for one in self.parameters:
            if one not in gone:
                leaves = leaves or one.end > one.start
                if start >= 0:
                    cuts.append((start, end if stays else one.start))
                    start = -1
                stays = True
            else:
                if start < 0:
                    start = previous if stays else one.start
                end = one.end
            previous = one.end
        if not leaves:
            return [(self.mark, previous)]
        if start >= 0:
            cuts.append((start, end))
        return cuts


_parameter, _query = Parameter._make, Query._make


# What begins the query or the fragment, but for the "#" of a character reference.
_MARK = regex(r"[?#](?:(?<!&#)|(?!(?:[0-9]++|[xX][0-9a-fA-F]++);))")
# "&", as such or as a character reference, but not that of another character reference.
_DIVIDER = regex(r"&(?:(?:amp|#0*+38|#[xX]0*+26);|(?!(?:#(?:[0-9]++|[xX][0-9a-fA-F]++)|[A-Za-z][A-Za-z0-9]*+);))")


def queries(written: str) -> list[Query]:
    """Return the parameters of an address as it is `written`: those of its query, and of a fragment made like one.

    ``&`` may stand as a character reference; other character references are part of what they stand in.
    """
    found: list[Query] = []
    plain = ";" not in written  # so there is no character reference, and nothing to tell from one
    end = len(written)
    if plain:
        fragment = written.find("#")
        mark = written.find("?", 0, end if fragment < 0 else fragment)
        if mark < 0:
            mark = fragment
    else:
        mark = fragment = _next_mark(written, 0)
        while fragment >= 0 and written[fragment] == "?":
            fragment = _next_mark(written, fragment + 1)
    if mark >= 0 and written[mark] == "?":
        found.append(_query((mark, _parameters(written, mark + 1, end if fragment < 0 else fragment, plain))))
        mark = fragment
    if mark >= 0:
        parameters = _parameters(written, mark + 1, end, plain)
        if all(one.end - one.start > len(one.name) for one in parameters):  # an equals sign stands behind each name
            found.append(Query(mark, parameters))
    return found


def _next_mark(written: str, at: int) -> int:
    """Return where the next ``?`` or ``#`` of the address is that belongs to no character reference, or -1."""
    found = _MARK.search(written, at)
    return found.start() if found is not None else -1


def _parameters(written: str, at: int, end: int, plain: bool) -> list[Parameter]:
    """Return the parameters between two places of an address; a `plain` one has no character references."""
    found: list[Parameter] = []
    if plain:
        for pair in written[at:end].split("&"):
            name, _, value = pair.partition("=")
            found.append(_parameter((name, value, at, at + len(pair))))
            at += len(pair) + 1
        return found
    for divider in _DIVIDER.finditer(written, at, end):
        name, _, value = written[at : divider.start()].partition("=")
        found.append(Parameter(name, value, at, divider.start()))
        at = divider.end()
    name, _, value = written[at:end].partition("=")
    found.append(Parameter(name, value, at, end))
    return found
