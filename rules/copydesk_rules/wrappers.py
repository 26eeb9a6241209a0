"""What redirectors hold: the address that is meant, in whatever way it is written into the one of the redirector.

Which hosts redirect, and how each of them writes the address, is said by the vendor files (``wrappers``); here are the
few ways to write one. Only what a browser would go to without a second thought counts: an address with ``http`` or
``https`` and a host.
"""

from __future__ import annotations

from functools import cache

from copydesk import TYPE_CHECKING, NamedTuple, regex
from copydesk_rules.addresses import Address, split
from copydesk_rules.entries import matches

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Sequence

    from copydesk_rules.entries import Entry

_DEEPEST = 8
"""So many redirectors inside of each other are undone at once."""

_PLAIN = regex(r"[hH][tT][tT][pP][sS]?://([^\s/?#@:\[\]]++)(?::[0-9]{1,5})?(?=[/?#]|\Z)")
_ODD = regex(r"[\x00-\x20\x7f-\xa0\"<>\\^`{|}\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufffd]")
"""What cannot stand in an address, or cannot be seen in one."""


class Unwrapped(NamedTuple):
    """What is left of an address without its redirectors; `target` is empty where one does not say what it holds."""

    target: str
    entries: tuple[Entry, ...]


def unwrap(known: Callable[[str], Sequence[Entry]], target: str, address: Address) -> Unwrapped | None:
    """Return what the redirector at `target`, whose parts are `address`, holds; None where it is none.

    `known` says which ones there are on a host.
    """
    entries: list[Entry] = []
    here: Address | None = address
    while here is not None and len(entries) < _DEEPEST:
        for entry in known(here.host):
            if entry.on_path(here.path, here.query):
                if not entry.part and not entry.parameter:
                    return Unwrapped(target if entries else "", tuple(entries or (entry,)))
                inner = _held(entry, target, here)
                if inner:
                    break
        else:
            break
        entries.append(entry)
        target, here = inner, split(inner)
    return Unwrapped(target, tuple(entries)) if entries else None


def _held(entry: Entry, target: str, address: Address) -> str:
    """Return the address that the redirector at `target` holds, as `entry` says; empty where that is no plain one.

    As its server does, what a parameter holds is decoded once, and only what has to be.
    """
    fragment = target[target.find("#") :] if "#" in target else ""
    if entry.parameter:
        held = _DECODERS[entry.decode](_parameter(address.query, entry.parameter))
    elif entry.part == "fragment":
        held, fragment = fragment[1:], ""
    elif entry.part == "query":
        held = address.query
    else:
        held, fragment = _behind(entry, target, address.path), ""
        if entry.decode:
            held = _DECODERS[entry.decode](held)
    for _ in range(3):  # some are encoded for each hand that they went through
        if "%" not in held or is_plain(held):
            break
        held = _decoded(held)
    if entry.decode == "disqus":
        held = _SEAL.sub("", held)
    if not is_plain(held):
        return ""
    return _ODD.sub(_encoded, held if "#" in held else held + fragment)  # which a browser takes along


def is_plain(address: str) -> bool:
    """Tell whether `address` is one of the web, with a host that has a name."""
    found = _PLAIN.match(address)
    return found is not None and "." in found[1].strip(".") and "%" not in found[1]


def _parameter(query: str, name: str) -> str:
    for pair in query.split("&"):
        key, _, value = pair.partition("=")
        if key == name and value:
            return value
    return ""


def _behind(entry: Entry, target: str, path: str) -> str:
    """Return what the last asterisk of the path that `target` has stands for, to the end of the address."""
    at = target.find("/", target.find("//") + 2)
    for pieces in entry.paths:
        if at >= 0 and matches(pieces, path):
            for piece in pieces[:-1]:
                at = target.find(piece, at) + len(piece)
            return target[at:]
    return ""


def _decoded(text: str) -> str:
    """Return `text` percent-decoded, but for what is no ASCII or cannot stand in an address."""
    first, *others = text.split("%")
    if not others:
        return text
    characters = _characters()
    parts = [first]
    for part in others:
        character = characters.get(part[:2])
        parts += ("%", part) if character is None else (character, part[2:])
    return "".join(parts)


@cache
def _characters() -> dict[str, str]:
    """Return the characters of ASCII that can stand in an address by the two figures that mean them."""
    figures = [high + low for high in "01234567" for low in "0123456789abcdefABCDEF"]
    return {each: chr(int(each, 16)) for each in figures if not _ODD.match(chr(int(each, 16)))}


def _encoded(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "surrogatepass"))


# The ways to write an address that some redirectors have to themselves

_SEAL = regex(r":[A-Za-z0-9_-]{27}\Z")
"""What Disqus puts behind the address."""


def _base64(text: str) -> str:
    """Return what is written in base64 from its first character on, or behind a mark of one or two."""
    from base64 import b64decode

    start = text.find("aHR0c")
    if not 0 <= start <= 2:
        return ""
    digits = _decoded(text[start:]).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return b64decode(digits + "=" * (-len(digits) % 4), validate=True).decode("utf-8")
    except ValueError:
        return ""


_PROOFPOINT_2 = str.maketrans("-_", "%/")


def _proofpoint_2(text: str) -> str:
    return _decoded(text.translate(_PROOFPOINT_2))


_RUN = regex(r"\*(\*[A-Za-z0-9_-])?")
_RUN_LENGTHS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def _proofpoint_3(text: str) -> str:
    """Return the address in front of ``__;``, with the characters that stand behind it in base64 put in.

    An asterisk stands for one of them; two, and a figure of base64, for as many as that says and two more.
    """
    from base64 import urlsafe_b64decode

    end = text.rfind("__;")
    digits, seal, _ = text[end + 3 :].partition("!")
    if end < 0 or not seal:
        return ""
    try:
        taken = urlsafe_b64decode(digits.rstrip("=") + "=" * (-len(digits.rstrip("=")) % 4)).decode("utf-8")
    except ValueError:
        return ""
    at = 0

    def characters(found: re.Match[str]) -> str:
        nonlocal at
        first = at
        at += 1 if found[1] is None else _RUN_LENGTHS.index(found[1][1]) + 2
        return taken[first:at]

    held = _RUN.sub(characters, text[:end])
    return held if at == len(taken) else ""


def _hexadecimal(text: str) -> str:
    try:
        return bytes.fromhex(text).decode("utf-8")
    except ValueError:
        return ""


_DECODERS = {
    "": _decoded,
    "disqus": _decoded,
    "base64": _base64,
    "hexadecimal": _hexadecimal,
    "proofpoint-2": _proofpoint_2,
    "proofpoint-3": _proofpoint_3,
}
