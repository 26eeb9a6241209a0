"""Code between the tags of components: MDX reads Markdown there, where CommonMark sees nothing but an HTML block."""

from __future__ import annotations

import re

from copydesk.text import regex

_FENCE = regex(r"[ \t>]*+(?:[-*+]|\d{1,9}[.)])?[ \t]*+(`{3,}|~{3,})")
_SPAN = regex(r"(?<!`)(`{1,3})(?!`)[^`\n]++\1(?!`)")


def without_code(block: str) -> str:
    """Return the HTML `block` of MDX with blanks in the place of the code in it; lines and length stay."""
    lines = block.split("\n")
    fence = ""
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if fence:
            ends = found is not None and found[1].startswith(fence)
            lines[number] = " " * len(line)
            fence = "" if ends else fence
        elif found is not None:
            fence = found[1]
            lines[number] = " " * len(line)
        elif "`" in line:
            lines[number] = _SPAN.sub(_blank, line)
    return "\n".join(lines)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
