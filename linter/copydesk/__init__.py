"""copydesk: a linter and autofixer for posts with front matter, written in Markdown, MDX or HTML.

These are the names that rules are written with.
"""

from copydesk.document import Document, Reference
from copydesk.edits import Change, Edit, Fix, Safety
from copydesk.front_matter import Entry, FrontMatter, Node
from copydesk.html import (
    Attribute,
    Comment,
    Element,
    Html,
    Tag,
    add_attribute,
    remove_attribute,
    set_attribute_value,
    unwrap,
)
from copydesk.rule import Example, Finding, Incident, Rule, Severity, bad, good, option
from copydesk.suppress import Suppressions
from copydesk.text import Span

__version__ = "0.1.0"

__all__ = [
    "Attribute",
    "Change",
    "Comment",
    "Document",
    "Edit",
    "Element",
    "Entry",
    "Example",
    "Finding",
    "Fix",
    "FrontMatter",
    "Html",
    "Incident",
    "Node",
    "Reference",
    "Rule",
    "Safety",
    "Severity",
    "Span",
    "Suppressions",
    "Tag",
    "__version__",
    "add_attribute",
    "bad",
    "good",
    "option",
    "remove_attribute",
    "set_attribute_value",
    "unwrap",
]
