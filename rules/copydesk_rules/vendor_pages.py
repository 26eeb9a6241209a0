"""What the vendor files of a site add to the pages of rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk import TYPE_CHECKING, Example
from copydesk_rules.entries import Entry
from copydesk_rules.vendor_files import examples, load

if TYPE_CHECKING:
    from pathlib import Path

_READERS = {
    "blocks": "MOD001",
    "comments": "TRK001",
    "dead": "IMG026",
    "expiring": "IMG007",
    "fragments": "TRK004",
    "parameters": "TRK004",
    "pixels": "TRK003",
    "properties": "STY001",
    "proxies": "IMG008",
    "sheets": "STY002",
    "shortcodes": "TXT002",
    "standins": "IMG009",
    "styles": "STY002",
    "targets": "HTM009",
    "texts": "TXT001",
    "watermarks": "TRK006",
    "wrappers": "TRK005",
}
"""By the name of a section which rule reports what stands there."""


def reader(entry: Entry) -> str:
    """Return the code of the rule that reports what `entry` knows; empty where it is there for others only."""
    if entry.section == "attributes":
        return "TRK002" if entry.kind == "tracking" else "STY003"
    if entry.section == "classes":
        return "" if entry.kind == "themed" else "STY003"
    if entry.section == "rewrites":
        return "LNK001" if entry.kind == "broken" else "LNK002"
    if entry.section == "elements":
        return "HTM002" if entry.action == "drop-empty" else "HTM004"
    return _READERS.get(entry.section, "")


def explained(files: Sequence[Path], code: str) -> Iterator[tuple[str, list[str], list[Example]]]:
    """Yield what each of the vendor `files` has for the rule `code`: its title, a line an entry, and its examples.

    Raises `CatalogueError` with file and key.
    """
    for file in files:
        vendor = load(file)
        lines = [f"{_shown(entry)} {entry.why}" for entry in vendor.entries if reader(entry) == code]
        own = [one.example for one in examples([file]) if one.rule == code]
        if lines or own:
            yield vendor.title, lines, own


def _shown(entry: Entry) -> str:
    """Return by what `entry` is known, as its file has it."""
    if entry.old:
        return f"`{entry.old}`"
    for patterns in (entry.names, entry.text, entry.ids, entry.classes, entry.sources, entry.markdown):
        if patterns:
            return ", ".join(f"`{'*'.join(pieces)}`" for pieces in patterns)
    paths = ["*".join(pieces) for pieces in entry.paths] or [""]
    places = [host + path for host in entry.hosts for path in paths] or entry.elements
    return ", ".join(f"`{place}`" for place in places) or entry.section
