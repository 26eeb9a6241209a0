"""Run a command and draw what it prints as a picture of a terminal.

    python docs/make_picture.py docs/terminal.svg --columns 88 --lines 40 -- copydesk check examples/newsroom

The command runs with colour and the given width. Its output, errors included, becomes an SVG in which every run of
characters has its exact place, so that carets stand under double-width characters whatever fonts the reader has.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from rich.ansi import AnsiDecoder
from rich.cells import get_character_cell_size
from rich.console import Console
from rich.style import Style
from rich.text import Text

CELL, LINE, FONT = 8.4, 20, 14
MARGIN, BAR = 18, 38
BACKGROUND, FOREGROUND = "#17191f", "#d6d9e0"
PALETTE = ("#3b3f4a", "#ff6e6e", "#8fcf7f", "#f2c55c", "#6ea8fe", "#d494ec", "#5fc8d4", "#d6d9e0")
FONTS = (
    "ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', "
    "'Noto Sans Mono CJK SC', 'PingFang SC', 'Microsoft YaHei', monospace"
)


def svg(ansi: str, title: str, columns: int) -> str:
    """Return the picture of `ansi`, text with the escapes of a terminal, `columns` wide, under `title`."""
    lines = list(AnsiDecoder().decode(ansi))
    console = Console(width=columns, force_terminal=True, legacy_windows=False)
    width = round(columns * CELL + 2 * MARGIN)
    height = BAR + len(lines) * LINE + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(title)}">',
        "<style>text { white-space: pre }</style>",
        f'<rect width="{width}" height="{height}" rx="9" fill="{BACKGROUND}"/>',
        *(
            f'<circle cx="{MARGIN + 6 + number * 20}" cy="19" r="6" fill="{color}"/>'
            for number, color in enumerate(("#ff5f57", "#febc2e", "#28c840"))
        ),
        f'<g font-family="{FONTS}" font-size="{FONT}" fill="{FOREGROUND}">',
        f'<text x="{width / 2:g}" y="24" text-anchor="middle" opacity=".6">{escape(title)}</text>',
    ]
    for number, line in enumerate(lines):
        top = BAR + number * LINE + LINE - 6
        parts += _line(line, top, console)
    return "\n".join([*parts, "</g>", "</svg>", ""])


def _line(line: Text, top: int, console: Console) -> Iterator[str]:
    """Yield the elements of one line, each a run of characters of one style and one width."""
    column = 0
    for segment in line.render(console):
        for text, size in _runs(segment.text):
            cells = size * sum(get_character_cell_size(character) > 0 for character in text)
            if text.strip():
                place = f'x="{MARGIN + column * CELL:g}" y="{top}" textLength="{cells * CELL:g}"'
                look = _look(segment.style or Style())
                yield f'<text {place} lengthAdjust="spacingAndGlyphs"{look}>{escape(text, quote=False)}</text>'
            column += cells


def _runs(text: str) -> Iterator[tuple[str, int]]:
    """Yield `text` in pieces of characters that are equally wide, with that width; marks stay with their letter."""
    piece, wide = "", 1
    for character in text:
        size = get_character_cell_size(character) or wide
        if size != wide and piece:
            yield piece, wide
            piece = ""
        wide = size
        piece += character
    if piece:
        yield piece, wide


def _look(style: Style) -> str:
    """Return the attributes for a style."""
    look = ""
    if style.color is not None and style.color.number is not None:
        look += f' fill="{PALETTE[style.color.number % len(PALETTE)]}"'
    if style.bold:
        look += ' font-weight="bold"'
    if style.dim:
        look += ' opacity=".55"'
    return look


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command, write the picture, return 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("picture", type=Path, help="the SVG file to write")
    parser.add_argument("--columns", type=int, default=88, help="width of the terminal (default: 88)")
    parser.add_argument("--lines", type=int, default=0, help="show only so many lines from the start (default: all)")
    parser.add_argument("command", nargs="+", help="the command, after --")
    options = parser.parse_args(arguments)
    environ = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    environ |= {"FORCE_COLOR": "1", "COLUMNS": str(options.columns), "PYTHONUTF8": "1"}
    run = subprocess.run(options.command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environ, check=False)
    lines = run.stdout.decode("utf-8", "replace").splitlines()
    if options.lines and len(lines) > options.lines:
        lines = [*lines[: options.lines], "\x1b[2m…\x1b[0m"]
    command = shlex.join(options.command)
    text = "\n".join([f"\x1b[2m$\x1b[0m \x1b[1m{command}\x1b[0m", "", *lines])
    options.picture.write_text(svg(text, command, options.columns), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
