"""What a start costs, told by what is loaded: modules that a plain run can do without are not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CLEAN = """\
---
title: Rain in the valley
date: 2024-05-06 07:08:09
tags: [weather]
---

It rained for **two days**, says the [weather service](https://weather.example/valley).

<p style="text-align: center"><img src="https://pictures.example/valley.jpg" alt="The valley"></p>
"""
DIRTY = CLEAN + '\n<p><a href="/tides" data-sudaclick="x">Tides</a></p>\n'

HEAVY = {
    "aiohttp",
    "bs4",
    "concurrent.futures",
    "dataclasses",
    "difflib",
    "html5lib",
    "inspect",
    "logging",
    "multiprocessing",
    "rich",
    "sqlite3",
    "subprocess",
    "tomlkit",
    "tomllib",
}
"""Each of these takes longer to load than a post to check."""

TREES = {"aiohttp", "bs4", "html5lib", "multiprocessing"}
"""These are for looking at what a fix did, and for many files."""

LOADED = """\
import sys
from copydesk.cli import main
try:
    status = main(sys.argv[1:])
except SystemExit as stop:
    status = stop.code
print()
print(status, *sys.modules)
"""


def loaded(folder: Path, *arguments: str) -> tuple[str, set[str]]:
    """Run the command in a fresh process and return its exit status and the names of the modules it loaded."""
    run = subprocess.run([sys.executable, "-c", LOADED, *arguments], cwd=folder, capture_output=True, check=True)
    status, *modules = run.stdout.decode().splitlines()[-1].split()
    return status, set(modules)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--version",),
        ("check", "post.md"),
        ("check", "post.md", "--output-format", "concise"),
        ("check", "post.md", "--isolated", "--jobs", "2"),
        ("check", "page.html"),
        ("fix", "post.md"),
        ("fix", "--diff", "post.md"),
    ],
    ids=" ".join,
)
def test_a_run_over_clean_posts_loads_nothing_heavy(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "post.md").write_text(CLEAN, "utf-8")
    (tmp_path / "page.html").write_text(CLEAN, "utf-8")
    status, modules = loaded(tmp_path, *arguments)
    assert status == "0"
    assert not HEAVY.intersection(modules)


@pytest.mark.parametrize("form", ["full", "concise", "json", "github", "sarif"])
def test_a_report_needs_no_tree(tmp_path: Path, form: str) -> None:
    (tmp_path / "post.md").write_text(DIRTY, "utf-8")
    status, modules = loaded(tmp_path, "check", "--output-format", form, "post.md")
    assert status == "1"
    assert not TREES.intersection(modules)


def test_the_version_needs_no_rules(tmp_path: Path) -> None:
    status, modules = loaded(tmp_path, "--version")
    assert status == "0"
    assert "copydesk.engine" not in modules
    assert "copydesk_rules" not in modules
