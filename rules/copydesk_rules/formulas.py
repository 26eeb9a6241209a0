"""Formulas that a program has drawn already: KaTeX and MathJax write markup whose every tag has its place."""

from __future__ import annotations

from copydesk import Document, Tag

_MARKS = ("katex", "MathJax", "mjx-")
"""How the classes and the elements of these programs begin."""

_DEEP = 100
"""Levels of elements in a formula; a nest that is deeper is none."""


def in_formula(doc: Document, tag: Tag) -> bool:
    """Tell whether `tag` is one of those by which a program has drawn a formula."""
    if not doc.once(_has_formulas):
        return False
    element = tag.element
    for _ in range(_DEEP):
        if element is None:
            return False
        classes = element.start.get("class")
        if element.name.startswith("mjx-") or element.name == "math":
            return True
        if classes is not None and any(word.startswith(_MARKS) for word in classes.value.split()):
            return True
        element = element.parent
    return False


def _has_formulas(doc: Document) -> bool:
    html = doc.html
    for tag in html.unusual:
        if tag.name == "math" or tag.name.startswith("mjx-"):
            break
    else:  # nearly always: then only their classes can tell, which takes less than a look through the text
        written = " ".join(html.written("class"))
        if not ("katex" in written or "MathJax" in written or "mjx-" in written or "&" in written):
            return False
    return any(mark in doc.text for mark in _MARKS)
