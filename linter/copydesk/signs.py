"""What a post has, by which rules may know that they have nothing to say of it: see `panel`.

Each sign is found out once for all rules, and at little cost. It may be there without any rule having something to say,
but no rule that names it may have something to say without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from copydesk.document import Document
from copydesk.html.names import PLAIN_ATTRIBUTES


def _any_image(doc: Document, statuses: Sequence[str]) -> bool:
    for _, found in doc.local_images:  # noqa: SIM110  asked of every post
        if found.status in statuses:
            return True
    return False


def _odd_file(doc: Document) -> bool:
    """Tell whether a picture file is not whole, or not what its name says."""
    for _, found in doc.local_images:
        if found.path:
            seen = doc.site.picture(found.path)
            if seen is not None and (seen.problem or not seen.fits(found.path)):
                return True
    return False


SIGNS: Mapping[str, Callable[[Document], object]] = {
    "tag": lambda doc: doc.html.tags,
    "comment": lambda doc: doc.html.comments,
    "code": lambda doc: doc.markdown.code,
    "leaked markup": lambda doc: doc.leaked,
    "image": lambda doc: doc.images,
    "link": lambda doc: doc.links,
    "local image": lambda doc: doc.local_images,
    "missing image": lambda doc: _any_image(doc, ("missing", "spelling")),
    "image in other letters": lambda doc: _any_image(doc, ("case",)),
    "odd picture file": _odd_file,
    "unusual attribute": lambda doc: not PLAIN_ATTRIBUTES.issuperset(doc.html.attribute_names()),
}
"""The signs by name, besides attributes (``@name``) and start or end tags (``<name>``)."""
