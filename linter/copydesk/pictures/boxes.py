"""AVIF, HEIC, JPEG XL and JPEG 2000: formats made of boxes, each of which begins with its length.

Sources: ISO/IEC 14496-12 (boxes), AV1 Image File Format 1.1 (AOMedia), ISO/IEC 23008-12 (HEIF), ISO/IEC 18181-2 and
15444-1.
"""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.pictures.model import Picture
from copydesk.pictures.source import Source
from copydesk.typed import NamedTuple

_AVIF = frozenset((b"avif", b"avis"))
_HEIC = frozenset((b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis"))
_META = 1_000_000
"""So many bytes of what is said about a picture are read at most."""

_BOXES = 10_000
"""So many boxes are followed at most."""


class _Box(NamedTuple):
    """A box: its four letters, where its content begins, and where it should end."""

    name: bytes
    start: int
    end: int


def read(source: Source, head: bytes) -> Picture | None:
    """Return what is in a file of one of these formats, or None."""
    if head.startswith(b"\xff\x0a"):
        return Picture("jxl")
    if head.startswith((b"\0\0\0\x0cJXL \r\n\x87\n", b"\0\0\0\x0cjP  \r\n\x87\n")):
        return _complete(source, Picture("jxl") if head[4:5] == b"J" else Picture("jp2"), b"")
    if head[4:8] != b"ftyp":
        return None
    brands = head[8 : min(int.from_bytes(head[:4], "big"), 256)]
    named = {brands[at : at + 4] for at in (0, *range(8, len(brands), 4))}
    if named.isdisjoint(_AVIF | _HEIC):
        return None
    return _complete(source, Picture("heic" if named.isdisjoint(_AVIF) else "avif"), b"mdat")


def _complete(source: Source, seen: Picture, data: bytes) -> Picture:
    """Return `seen` with its size in pixels, and with what is missing; the box called `data` must be there."""
    names = set()
    end = 0
    for box in _boxes(source, 0, source.size):
        names.add(box.name)
        end = box.end
        if box.name == b"meta" and not seen.width:
            seen = _sized(seen, source.read(box.start, min(box.end - box.start, _META)))
    if end > source.size:
        return seen._replace(problem="truncated", what="ends early: a part of it is missing")
    if source.partial or not data or names.issuperset((b"meta", data)) or b"idat" in names or b"moov" in names:
        return seen
    return seen if _holds_data(source) else seen._replace(problem="truncated", what="ends before its picture begins")


def _boxes(source: Source, at: int, end: int) -> Iterator[_Box]:
    for _ in range(_BOXES):
        head = source.read(at, 16)
        if at >= end or len(head) < 8:
            return
        length, start = int.from_bytes(head[:4], "big"), at + 8
        if length == 1 and len(head) == 16:
            length, start = int.from_bytes(head[8:], "big"), at + 16
        stop = at + length if length else end
        if stop < start:
            return
        yield _Box(head[4:8], start, stop)
        at = stop


def _holds_data(source: Source) -> bool:
    """Tell whether the picture is kept among what is said about it, as that of a very small one may be."""
    for box in _boxes(source, 0, source.size):
        if box.name == b"meta":
            return any(inner.name == b"idat" for inner in _boxes(source, box.start + 4, box.end))
    return False


def _sized(seen: Picture, meta: bytes) -> Picture:
    """Return `seen` with the largest size that `meta` names: the others are those of tiles and thumbnails."""
    at = meta.find(b"ispe")
    while at >= 0:
        width, height = int.from_bytes(meta[at + 8 : at + 12], "big"), int.from_bytes(meta[at + 12 : at + 16], "big")
        if width * height > seen.width * seen.height:
            seen = seen._replace(width=width, height=height)
        at = meta.find(b"ispe", at + 4)
    turn = meta.find(b"irot")
    if turn >= 0 and meta[turn + 4 : turn + 5] in (b"\1", b"\3"):
        seen = seen._replace(width=seen.height, height=seen.width)
    return seen
