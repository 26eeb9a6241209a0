"""Packs the vendor files: ``python -m copydesk_rules.pack`` writes ``shipped.py``, which is read in one go.

A hundred files take a check of one post longer than all its rules do.
"""

from __future__ import annotations

import os

from copydesk_rules.catalogue import tables

FILE = os.path.join(os.path.dirname(__file__), "shipped.py")


def text() -> str:
    """Return the text of the packed module: nothing but tuples of texts, which Python keeps as one constant."""
    lines = [
        '"""The tables of all vendor files, made by `python -m copydesk_rules.pack`; do not edit."""',
        "",
        "from __future__ import annotations",
        "",
        "Table = tuple[tuple[str, str | tuple[str, ...]], ...]",
        "",
        "TABLES: dict[str, tuple[tuple[str, Table], ...]] = {",
    ]
    for section, listed in tables().items():
        lines.append(f"    {section!r}: (")
        lines += (f"        {table!r}," for table in listed)
        lines.append("    ),")
    return "\n".join([*lines, "}"]) + "\n"


if __name__ == "__main__":
    with open(FILE, "w", encoding="utf-8", newline="\n") as file:
        file.write(text())
