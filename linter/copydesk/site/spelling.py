"""Addresses that are written wrong in a way that leaves no doubt about the file: case, slashes, blanks, escapes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from copydesk.site.resolve import Resolution, Slip, Source, is_picture, look_up, unquote
from copydesk.text import regex
from copydesk.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.site.model import Site

_END_OF_PATH = regex(r"[?#]")
_SLASHES = regex(r"/{2,}")
_BLANK = r"(?:[\s\u00a0\u3000]|%20|%09|%[cC]2%[aA]0|%[eE]3%80%80)"
_EDGES = regex(rf"^{_BLANK}+|{_BLANK}+$")
_ESCAPES = regex(r"(?:%[0-9A-Fa-f]{2})+")

_ENCODINGS = ("cp1252", "gb18030", "big5", "shift_jis")
"""In what old programs escaped addresses."""

_MARKS = ")]}>,;.:!\"'`*"
"""What is left of the text around an address."""

_LIMIT = 1000
"""Characters of an address beyond which nobody wrote it by hand."""


def meant(site: Site, doc_path: str, target: str, source: Source, found: Resolution) -> Resolution | None:
    """Return the file that `target` leads to without a slip, or None; `found` is where it leads as it is."""
    if len(target) > _LIMIT or target.startswith(("\\\\", "//", "data:")):
        return None
    if found.status in ("found", "case") and source == "html":
        return _beside(site, doc_path, target, found)  # browsers read a backslash as a slash
    if found.status == "found" and source not in ("markdown", "import"):
        return None
    for slip, address in _variants(target):
        if found.status == "found" and slip != "backslash":
            continue
        other = look_up(site, doc_path, address, source)
        if other.status == "found":
            return Resolution("spelling", other.path, address, slip=slip)
    return None


def _beside(site: Site, doc_path: str, target: str, found: Resolution) -> Resolution | None:
    """Return what is beside the file `doc_path`, where the page lies in a folder of its own and so is not beside it."""
    folder, _, name = doc_path.rpartition("/")
    stem = name.rpartition(".")[0]
    path = target.strip().replace("\\", "/")
    if not site.generator.folders or path.startswith("/") or stem in ("index", "README") or not name.endswith(".md"):
        return None
    if found.status != "found" or found.path is None or site.settings.flat:
        return None
    real = unquote(path.partition("?")[0].partition("#")[0])
    beside, below = (posixpath.normpath(f"{start}/{real}") for start in (folder or ".", f"{folder or '.'}/{stem}"))
    if found.path != beside or site.index.find(site.inside + below).found:
        return None
    return Resolution("spelling", found.path, "../" + path.removeprefix("./"), slip="page")


def _variants(target: str) -> Iterator[tuple[Slip, str]]:
    """Yield `target` without one slip, and without backslashes and stray blanks both."""
    split = _END_OF_PATH.search(target)
    path, rest = (target[: split.start()], target[split.start() :]) if split is not None else (target, "")
    if "\\" in path:
        path = _SLASHES.sub("/", path.replace("\\", "/"))
        yield "backslash", path + rest
    if "%" in path or " " in path or not path.isascii():
        stripped = "/".join(_EDGES.sub("", part) for part in path.split("/"))
        if stripped != path:
            yield "blank", stripped + rest
    if "%25" in path:
        yield "encoding", path.replace("%25", "%") + rest
    if "&" in path and ";" in path:
        import html

        yield "encoding", html.unescape(path) + rest
    if "%" in path:
        yield from (("encoding", other + rest) for other in _reencoded(path) if other != path)
    if "+" in path:
        yield "encoding", path.replace("+", "%20") + rest
    if (shorter := path.rstrip(_MARKS)) != path:
        yield "mark", shorter + rest
    if rest and is_picture(target):
        yield "encoding", target.replace("?", "%3F").replace("#", "%23")


def _reencoded(path: str) -> Iterator[str]:
    """Yield `path` with its escapes read in another encoding than UTF-8, and written in this."""
    from urllib.parse import quote, unquote_to_bytes

    for encoding in _ENCODINGS:
        try:
            yield _ESCAPES.sub(lambda found: quote(unquote_to_bytes(found[0]).decode(encoding)), path)  # noqa: B023
        except UnicodeDecodeError:
            continue


def respell(target: str, path: str, tried: str, place: str) -> str | None:
    """Return `target` with the letter case of the file at `place`, which was found for it, everything else as written.

    `path` is the path of the target, `tried` the part of it, percent signs decoded or not, that led to the file. None
    where the two cannot be brought together.
    """
    written, found = target[: len(path)].split("/"), place.split("/")
    if "\\" in target[: len(path)] or "/".join(written) != path:
        written = path.split("/")
    # Which parts of the address are parts of the file's path, and which only go up and down?
    kept: list[int] = []
    for number, part in enumerate(written):
        if part == "..":
            if kept:
                kept.pop()
        elif part not in ("", "."):
            kept.append(number)
    kept = kept[-len(found) :]
    if not kept:
        return None
    decoded = "%" in path and tried.strip("/") not in path
    for number, real in zip(kept, found[-len(kept) :], strict=True):
        spelt = _respell_part(written[number], real, decoded)
        if spelt is not None:
            written[number] = spelt
    return "/".join(written) + target[len(path) :]


def _respell_part(written: str, real: str, decoded: bool) -> str | None:
    """Return `written` with the letters of `real`; None where they are not the same but for letter case."""
    if not decoded or "%" not in written:
        return real if written.lower() == real.lower() else None
    from urllib.parse import quote

    out: list[str] = []
    at = 0
    for token in re.findall(r"(?:%[0-9A-Fa-f]{2})+|.", written, re.S):
        plain = unquote(token)
        piece = real[at : at + len(plain)]
        at += len(plain)
        if plain.lower() != piece.lower():
            return None
        out.append(token if plain == piece else quote(piece, safe="") if len(token) > 1 else piece)
    return "".join(out) if at == len(real) else None
