"""Packs the vendor files: ``python -m copydesk_rules.pack`` writes a module for each section into ``shipped``.

A hundred files take a check of one post longer than all its rules do.
"""

from __future__ import annotations

import os

from copydesk_rules.catalogue import tables

FOLDER = os.path.join(os.path.dirname(__file__), "shipped")


def texts() -> dict[str, str]:
    """Return the packed modules by file name: nothing but tuples of texts, which Python keeps as one constant."""
    found = {"__init__.py": '"""The tables of all vendor files, made by `python -m copydesk_rules.pack`."""\n'}
    for section, listed in tables().items():
        lines = [
            f'"""The {section} of all vendor files, made by `python -m copydesk_rules.pack`; do not edit."""',
            "",
            "TABLES = (",
            *(f"    {table!r}," for table in listed),
            ")",
        ]
        found[f"{section}.py"] = "\n".join(lines) + "\n"
    return found


if __name__ == "__main__":
    os.makedirs(FOLDER, exist_ok=True)
    for name, text in texts().items():
        with open(os.path.join(FOLDER, name), "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
