"""Every picture that the posts of a run name, and what is known of each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from copydesk.remote import Verdict, address_of
from copydesk.report.json import well_formed
from copydesk.report.words import plural, visible
from copydesk.result import Place
from copydesk.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from copydesk.document import Document
    from copydesk.site import Source
    from copydesk.workspace import Workspace


class Listed(NamedTuple):
    """One place that names a picture.

    `path` is the file as reports name it, `origin` and `attribute` what names it (see `Reference`). `status` is, for
    pictures of the site, ``found``, ``case``, ``spelling``, ``missing`` or ``unknown``; for others ``remote``, or where
    the network was asked ``ok``, ``broken`` or ``unknown``; ``inline`` for one in the address itself; ``template`` for
    what a template completes. `detail` is the file of a picture that was found, or what is wrong.
    """

    path: str
    place: Place
    address: str
    origin: str
    attribute: str
    status: str
    detail: str = ""


def references(space: Workspace, files: Iterable[str], errors: list[str]) -> Iterator[Listed]:
    """Yield every place in `files`, absolute paths, that names a picture; why one cannot be read joins `errors`.

    Raises `config.ConfigError`.
    """
    for file in files:
        doc = space.document(file, errors)
        if doc is not None:
            yield from of_document(doc, space.shown(file))
            doc.release()


def of_document(doc: Document, path: str) -> Iterator[Listed]:
    """Yield every place in `doc` that names a picture, in the order of the text; `path` is what to call the file."""
    lines = doc.lines
    for image in sorted(doc.images, key=lambda one: one.target_span):
        (line, column), (end_line, end_column) = map(lines.position, image.target_span)
        status, detail = _status(doc, image.target, image.opaque, image.source)
        place = Place(line, column, end_line, end_column)
        yield Listed(path, place, image.target, image.origin, image.attribute, status, detail)


def _status(doc: Document, target: str, opaque: bool, source: Source) -> tuple[str, str]:
    if opaque:
        return "template", ""
    if target[:5].lower() == "data:":
        return "inline", ""
    if address_of(target):
        return "remote", ""
    found = doc.site.resolve(doc.path, target, source)
    if found.status == "missing":
        return "missing", f"looked for at {found.tried[0]}" if found.tried else ""
    return found.status, found.path or ""


def with_verdicts(listed: Sequence[Listed], verdicts: Mapping[str, Verdict]) -> list[Listed]:
    """Return `listed` with what the network says of the pictures of others."""
    told = []
    for one in listed:
        said = verdicts.get(address_of(one.address)) if one.status == "remote" else None
        if said is not None:
            where = said.moved or said.final
            one = one._replace(status=said.state, detail=said.reason or (f"it is at {where}" if where else ""))
        told.append(one)
    return told


def table(listed: Sequence[Listed], encoding: str = "utf-8") -> str:
    """Return `listed` for people: a line for each, and the counts."""
    rows = [(one.status, f"{one.path}:{one.place.line}:{one.place.column}", one.address, one.detail) for one in listed]
    width = max((len(where) for _, where, _, _ in rows), default=0)
    lines = []
    for status, where, address, detail in rows:
        shown = visible(address if len(address) <= _LONGEST else f"{address[:_LONGEST]}…", encoding)
        note = f"  ({visible(detail, encoding)})" if detail else ""
        lines.append(f"{status:<8}  {visible(where, encoding):<{width}}  {shown}{note}\n")
    counts = Counter(one.status for one in listed)
    by_status = ", ".join(f"{status}: {number:,}" for status, number in counts.most_common())
    lines.append(f"{plural(len(listed), 'picture')} named{f' ({by_status})' if counts else ''}\n")
    return "".join(lines)


_LONGEST = 200
"""Characters of an address that are shown; pictures that are in theirs have thousands."""


def as_json(listed: Sequence[Listed]) -> str:
    """Return `listed` for programs, one picture a line; lines and columns count from 1, the end is exclusive."""
    items = ",\n".join(json.dumps(_item(one)) for one in listed)
    counts = json.dumps(dict(sorted(Counter(one.status for one in listed).items())))
    return f'{{"version": 1, "images": [\n{items}\n], "summary": {counts}}}\n'


def _item(one: Listed) -> dict[str, object]:
    return {
        "path": well_formed(one.path),
        **one.place._asdict(),
        "address": well_formed(one.address),
        "origin": one.origin,
        "attribute": one.attribute,
        "status": one.status,
        "detail": well_formed(one.detail),
    }
