"""What ``copydesk init`` found and learnt, as tables for people."""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.init import Found
from copydesk.learn import Learned
from copydesk.report import Terminal


def table(sites: Sequence[Found], terminal: Terminal) -> str:
    """Return what was found, as a table for people."""
    from io import StringIO

    from rich.box import ASCII, ROUNDED
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    stream = StringIO()
    console = Console(
        file=stream,
        width=terminal.width,
        force_terminal=terminal.color,
        no_color=not terminal.color,
        color_system="standard" if terminal.color else None,
        legacy_windows=False,
    )
    for site in sites:
        place = "here" if site.root == "." else f"in {site.root}"
        posts = f"{site.posts:,} {'post' if site.posts == 1 else 'posts'}"
        console.print(Text.assemble((site.title, "bold"), f" {place}, {posts}"))
        for group in site.groups:
            if not group.fields:
                continue
            title = Text.assemble((group.folder, "bold"), f": {group.posts:,} posts")
            if group.bare:
                title.append(f", {group.bare:,} without front matter")
            if group.broken:
                title.append(f", {group.broken:,} not readable")
            aside = sum(group.aside.values()) + sum(1 for why in group.without.values() if why)
            if aside:
                title.append(f"; {aside:,} {'page' if aside == 1 else 'pages'} of other kinds left aside")
            console.print(title)
            rows = Table(box=ROUNDED if terminal.unicode else ASCII)
            rows.add_column("field", overflow="fold")
            rows.add_column("posts", justify="right", no_wrap=True)
            rows.add_column("learnt", overflow="fold")
            for field in group.fields:
                rows.add_row(Text(field.name), f"{field.present:,}", Text(_said(field)))
            console.print(rows)
        console.print()
    return stream.getvalue()


def _said(field: Learned) -> str:
    """Return what was learnt of a field in a few words."""
    words = ["required"] if field.required else []
    if field.types:
        words.append(" or ".join(field.types))
    if field.values:
        words.append("one of " + ", ".join(field.values))
    for slip, meant in field.slips.items():
        words.append(f"{slip} looks like a slip of {meant}")
    return "; ".join(words)
