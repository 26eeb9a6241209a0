"""SVG: whether a text is one, how large it wants to be, and whether its last tag is there."""

from __future__ import annotations

from copydesk.pictures.model import Picture
from copydesk.pictures.source import Source
from copydesk.text import regex

_PROLOG = 65536
"""So many bytes are looked through for the first tag; some programs write a long document type before it."""

_ROOT = regex(r"<(?:[A-Za-z_][\w.-]*+:)?svg(?=[\s/>])")
_ATTRIBUTE = regex(r"""\s(width|height|viewBox)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")
_TAG_END = regex(r"""(?>(?:[^>"']++|"[^"]*+"|'[^']*+')*)>""")
_CLOSED = regex(r"</(?:[A-Za-z_][\w.-]*+:)?svg\s*+>")
_TAG = regex(r"<[/A-Za-z]")
_LENGTH = regex(r"\s*+([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*+(?:px)?\s*+")


def read(source: Source, head: bytes) -> Picture | None:
    """Return what is in an SVG file, or None where it is something else."""
    if head.startswith(b"\x1f\x8b\x08"):
        return _compressed(source)
    coding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    if coding == "utf-8" and not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return None
    start = (head if source.size <= len(head) else source.read(0, _PROLOG)).decode(coding, "replace")
    at = _root(start)
    found = _ROOT.match(start, at) if at >= 0 else None
    if found is None:
        return None
    end = _TAG_END.match(start, found.end())
    tag = start[found.start() : end.end() if end is not None else len(start)]
    seen = Picture("svg", *_size(tag))
    if source.partial or (end is not None and tag.endswith("/>")):
        return seen
    if end is not None and (_is_closed(source.tail(512), coding) or _is_closed(source.whole(), coding)):
        return seen
    return seen._replace(problem="truncated", what="ends before `</svg>`")


def _compressed(source: Source) -> Picture | None:
    """Return what is in a compressed file, as far as its first bytes tell."""
    import zlib

    try:
        start = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(source.head, 4096)
    except zlib.error:
        return None
    text = start.decode("utf-8", "replace")
    at = _root(text)
    found = _ROOT.match(text, at) if at >= 0 else None
    if found is None:
        return None
    end = _TAG_END.match(text, found.end())
    return Picture("svgz", *_size(text[at : end.end() if end is not None else len(text)]))


def _root(text: str) -> int:
    """Return where the first tag of an XML text begins, behind declarations and comments; -1 where there is none."""
    at = 0
    while True:
        while at < len(text) and text[at] in "\ufeff \t\r\n":
            at += 1
        if text.startswith("<?", at):
            mark = "?>"
        elif text.startswith("<!--", at):
            mark = "-->"
        elif text.startswith("<!", at):
            bracket, end = text.find("[", at), text.find(">", at)
            mark = "]" if 0 <= bracket < end else ">"
        else:
            return at if text.startswith("<", at) else -1
        found = text.find(mark, at)
        if found < 0:
            return -1
        at = found + len(mark)
        if mark == "]":
            at = text.find(">", at) + 1
            if at == 0:
                return -1


def _size(tag: str) -> tuple[int, int]:
    """Return the size in pixels, or in units of the view where the tag gives no other; 0 where it gives none."""
    values = {name: one or other for name, one, other in _ATTRIBUTE.findall(tag)}
    width, height = (_LENGTH.fullmatch(values.get(name, "")) for name in ("width", "height"))
    if width is not None and height is not None:
        return round(float(width[1])), round(float(height[1]))
    view = [_LENGTH.fullmatch(part) for part in values.get("viewBox", "").replace(",", " ").split()[2:]]
    if len(view) == 2 and view[0] is not None and view[1] is not None:
        return round(float(view[0][1])), round(float(view[1][1]))
    return 0, 0


def _is_closed(data: bytes, coding: str) -> bool:
    """Tell whether the last tag of `data` closes the picture."""
    if coding == "utf-16":
        data = data.replace(b"\0", b"")  # the letters of a tag, whichever byte comes first
    text = data.decode("latin-1")
    last = None
    for last in _CLOSED.finditer(text):  # noqa: B007  the last one is meant
        pass
    return last is not None and _TAG.search(text, last.end()) is None
