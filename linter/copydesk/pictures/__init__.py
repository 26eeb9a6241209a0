"""What is in a picture file: its type, its size in pixels, and whether all of it is there.

`look` takes bytes, such as the body of a response, and `look_at` a path, of which it reads no more than it must: the
beginning, the end, and what the one says about the other::

    seen = look(body)
    if seen.problem:  # "empty", "truncated", "damaged", "pointer" or "alien"
        print(f"{seen.problem}: it {seen.what}")
    elif not seen.fits("photo.png"):
        print(f"of the type {seen.title}, called photo.png")

Of a body that was cut off on purpose (a ranged request) say how long the whole is, ``look(first_bytes, size=length)``:
what only the end can tell is then not judged. An HTML page that a server sends in the place of a picture is
``alien``, with ``what == "is an HTML page"``.

Nothing is decoded: a file whose frame is whole may still hold nonsense.
"""

from __future__ import annotations

from copydesk.pictures.model import SUFFIXES, TITLES, Kind, Picture, Problem, fits, suffix_of
from copydesk.pictures.source import HEAD, Source, opened

__all__ = ["SUFFIXES", "TITLES", "Kind", "Picture", "Problem", "fits", "look", "look_at", "suffix_of"]


def look(data: bytes, size: int | None = None) -> Picture:
    """Return what is in a file of these bytes, or in one of `size` bytes that begins with them. Never raises."""
    return _look(Source(data, len(data) if size is None else size))


def look_at(path: str) -> Picture:
    """Return what is in the file at `path`. Raises `OSError` where it cannot be read or is no regular file."""
    source = opened(path)
    try:
        return _look(source)
    finally:
        source.close()


def _look(source: Source) -> Picture:
    if source.size == 0:
        return Picture(problem="empty", what="is empty")
    from copydesk.pictures import raster

    head = source.head[:HEAD]  # so that bytes and a file of them are judged alike
    seen = raster.read(source, head)
    if seen is None:  # as of few pictures, so that the others are imported for few
        from copydesk.pictures import alien, boxes, svg

        seen = boxes.read(source, head) or svg.read(source, head) or alien.read(source, head)
    return seen._replace(size=source.size)
