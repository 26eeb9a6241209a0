"""Formulas that a program has drawn already: KaTeX and MathJax write markup whose every tag has its place."""

from __future__ import annotations

from copydesk import Document, Tag

_MARKS = ("katex", "MathJax", "mjx-")
"""How the classes and the elements of these programs begin."""


def in_formula(doc: Document, tag: Tag) -> bool:
    """Tell whether `tag` is one of those by which a program has drawn a formula."""
    if not any(mark in doc.text for mark in _MARKS):
        return False
    element = tag.element
    while element is not None:
        classes = element.start.get("class")
        if element.name.startswith("mjx-") or element.name == "math":
            return True
        if classes is not None and any(word.startswith(_MARKS) for word in classes.value.split()):
            return True
        element = element.parent
    return False
