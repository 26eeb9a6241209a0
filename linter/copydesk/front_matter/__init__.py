"""The front matter of a post: where it stands, what it says, and the place of every key and value.

Three formats are read: YAML between ``---`` lines (the second may be ``...``), TOML between ``+++`` lines, and JSON,
either between ``;;;`` lines (Hexo) or as an object ``{…}`` that opens the file (Hugo). Nothing here writes: an edit
replaces the characters of a span, so what it does not name stays as the author wrote it.
"""

from __future__ import annotations

from copydesk.front_matter.model import (
    DEEPEST,
    LIMITS,
    Entry,
    Format,
    FrontMatter,
    FrontMatterError,
    Kind,
    Limits,
    Node,
)
from copydesk.front_matter.reader import read

__all__ = [
    "DEEPEST",
    "LIMITS",
    "Entry",
    "Format",
    "FrontMatter",
    "FrontMatterError",
    "Kind",
    "Limits",
    "Node",
    "read",
]
