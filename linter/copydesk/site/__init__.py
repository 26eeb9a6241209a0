"""The site that a post belongs to: its generator, what of its files is content, and where its addresses lead."""

from copydesk.site.finder import Overrides, Sites
from copydesk.site.generators import Declared, Generator, References, UnknownGeneratorError, load, names
from copydesk.site.model import Site
from copydesk.site.resolve import PICTURES, Resolution, Source, is_picture

__all__ = [
    "PICTURES",
    "Declared",
    "Generator",
    "Overrides",
    "References",
    "Resolution",
    "Site",
    "Sites",
    "Source",
    "UnknownGeneratorError",
    "is_picture",
    "load",
    "names",
]
