"""What a post has, by which rules may know that they have nothing to say of it: see `panel`.

Each sign is found out once for all rules, and at little cost. It may be there without any rule having something to say,
but no rule that names it may have something to say without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from copydesk.document import Document
from copydesk.front_matter import FrontMatter
from copydesk.html.names import PLAIN_ATTRIBUTES
from copydesk.site import Generator


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


def _in_front_matter(holds: Callable[[FrontMatter, Generator], object]) -> Callable[[Document], object]:
    """Return the sign that there is front matter of which `holds` is true."""

    def sign(doc: Document) -> object:
        matter = doc.front_matter
        return matter is not None and holds(matter, doc.site.generator)

    return sign


def _odd_key(matter: FrontMatter, _: Generator) -> bool:
    whole = "".join(matter.values).replace("_", "").replace("-", "")
    return whole != "" and not (whole.isalnum() and whole.islower())


def _empty_field(matter: FrontMatter, _: Generator) -> bool:
    for value in matter.values.values():
        if value is None or (value.__class__ in _MAY_BE_EMPTY and not value):
            return True
        if value.__class__ is str and str(value).isspace():
            return True
    return False


_MAY_BE_EMPTY = frozenset((str, list, dict))


def _misread_text(matter: FrontMatter, generator: Generator) -> bool:
    values = matter.values
    for key in generator.text_fields.intersection(values):
        value = values[key]
        if value.__class__ is list:
            if not all(item.__class__ is str for item in matter.values[key]):  # type: ignore[attr-defined]
                return True
        elif value.__class__ is not str and value is not None:
            return True
    return False


def _missing_field(doc: Document) -> bool:
    matter, required = doc.front_matter, doc.site.generator.required_fields
    return bool(required) and (matter is None or not matter.values.keys() >= set(required))


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
    "late front matter": _in_front_matter(lambda matter, _: matter.junk.end),
    "flawed front matter": _in_front_matter(lambda matter, _: matter.error is not None or matter.format == "toml"),
    "duplicate key": _in_front_matter(lambda matter, _: matter.duplicates()),
    "odd key": _in_front_matter(_odd_key),
    "empty field": _in_front_matter(_empty_field),
    "unknown field": _in_front_matter(lambda matter, generator: not matter.values.keys() <= generator.usual_fields),
    "text read as something else": _in_front_matter(_misread_text),
    "missing field": _missing_field,
}
"""The signs by name, besides attributes (``@name``) and start or end tags (``<name>``)."""
