"""What a post has, by which rules may know that they have nothing to say of it: see `panel`.

Each sign is found out once for all rules, and at little cost. It may be there without any rule having something to say,
but no rule that names it may have something to say without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from copydesk.document import Document
from copydesk.html.names import PLAIN_ATTRIBUTES


def _statuses(docs: Sequence[Document], statuses: Sequence[str]) -> list[int]:
    """Return the numbers of those `docs` of which a picture of the site has one of `statuses`."""
    having = []
    for at, doc in enumerate(docs):
        for _, found in doc.local_images:
            if found.status in statuses:
                having.append(at)
                break
    return having


def _odd_file(doc: Document) -> bool:
    """Tell whether a picture file is not whole, or not what its name says."""
    for _, found in doc.local_images:
        if found.path:
            seen = doc.site.picture(found.path)
            if seen is not None and (seen.problem or not seen.fits(found.path)):
                return True
    return False


SIGNS: Mapping[str, Callable[[Sequence[Document]], list[int]]] = {
    "tag": lambda docs: [at for at, doc in enumerate(docs) if doc.html.tags],
    "comment": lambda docs: [at for at, doc in enumerate(docs) if doc.html.comments],
    "code": lambda docs: [at for at, doc in enumerate(docs) if doc.markdown.code],
    "leaked markup": lambda docs: [at for at, doc in enumerate(docs) if doc.leaked],
    "image": lambda docs: [at for at, doc in enumerate(docs) if doc.images],
    "link": lambda docs: [at for at, doc in enumerate(docs) if doc.links],
    "local image": lambda docs: [at for at, doc in enumerate(docs) if doc.local_images],
    "missing image": lambda docs: _statuses(docs, ("missing", "spelling")),
    "image in other letters": lambda docs: _statuses(docs, ("case",)),
    "odd picture file": lambda docs: [at for at, doc in enumerate(docs) if doc.local_images and _odd_file(doc)],
    "unusual attribute": lambda docs: [
        at for at, doc in enumerate(docs) if not PLAIN_ATTRIBUTES.issuperset(doc.html.attribute_names())
    ],
}
"""The signs by name, besides attributes (``@name``) and start or end tags (``<name>``): the numbers of the posts that
have one, out of many posts."""
