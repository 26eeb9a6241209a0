"""Known detours to a page, as the vendor files write them: ``*.m.wikipedia.org/*`` for ``*.wikipedia.org/*``."""

from __future__ import annotations

from copydesk import TYPE_CHECKING
from copydesk_rules.wrappers import is_plain

if TYPE_CHECKING:
    from copydesk_rules.entries import Entry


def rewritten(entry: Entry, target: str) -> str:
    """Return `target`, an address of the web, without the detour of which `entry` speaks; empty if it takes another.

    An asterisk stands for anything without a slash, the last one for all that is left. Where the new address has fewer
    of them, it has those at the end.
    """
    mark = target.find("//") + 2
    slash = target.find("/", mark)
    rest = target[mark:slash].lower() + target[slash:]
    if mark < 2 or slash < 0:
        return ""
    pieces = entry.old.split("*")
    if not rest.startswith(pieces[0]):
        return ""
    at = len(pieces[0])
    taken: list[str] = []
    for piece in pieces[1:-1]:
        found = rest.find(piece, at)
        if found < 0 or "/" in rest[at:found] or found == at:
            return ""
        taken.append(rest[at:found])
        at = found + len(piece)
    taken.append(rest[at:])
    new = entry.new.split("*")
    parts = [new[0]]
    for text, piece in zip(taken[len(taken) - len(new) + 1 :], new[1:], strict=True):
        parts += (text, piece)
    address = target[:mark] + "".join(parts)
    return address if is_plain(address if mark > 2 else "https:" + address) else ""
