"""What a fix would change, as a patch that ``git apply`` and ``patch`` take."""

from __future__ import annotations

from difflib import unified_diff


def unified(shown: str, old: str, new: str) -> str:
    """Return the unified diff of two texts; lines end at ``\\n`` only."""
    before = [line + "\n" for line in old.split("\n")]
    after = [line + "\n" for line in new.split("\n")]
    before[-1] = before[-1][:-1]
    after[-1] = after[-1][:-1]
    parts: list[str] = []
    old_name, new_name = (_patch_name(f"{side}/{shown.lstrip('/')}") for side in "ab")
    for line in unified_diff([b for b in before if b], [a for a in after if a], old_name, new_name):
        parts.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return "".join(parts)


def _patch_name(name: str) -> str:
    """Return the name of a file as ``git apply`` and ``patch`` read it from the head of a diff.

    Both take a TAB for its end, and ``patch`` a blank too where no TAB follows; what controls the terminal stands in
    quotes, as git writes it.
    """
    if any(character < " " or character == "\x7f" for character in name):
        plain = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{"".join(f"{chr(92)}{ord(c):03o}" if c < " " or c == chr(127) else c for c in plain)}"'
    return f"{name}\t" if " " in name else name
