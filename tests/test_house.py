"""The house stays in order: who imports whom, what a clean check loads, what the text of the project may not name."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import ROOT

ORDER = [
    "typed",
    "days",
    "text",
    "pictures",
    "edits",
    "templates",
    "front_matter",
    "markdown",
    "html",
    "rendered",
    "site",
    "fields",
    "learn",
    "reference",
    "mentions",
    "mdx_code",
    "document",
    "pages",
    "readdress",
    "rule",
    "across",
    "signs",
    "panel",
    "deferred",
    "ending",
    "writing",
    "remote",
    "online",
    "suppress",
    "registry",
    "losses",
    "proof",
    "footing",
    "engine",
    "result",
    "baseline",
    "config",
    "patch",
    "workspace",
    "workers",
    "runner",
    "init",
    "testing",
    "docs",
    "skeleton",
    "report",
    "images",
    "cli",
]
"""A module imports only modules to its left (and, in a package, of its own)."""

PACKAGE = ROOT / "linter" / "copydesk"


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).with_suffix("").parts[0]
        if name not in ("__init__", "__main__"):
            yield name, path


def imported(path: Path) -> Iterator[str]:
    """Yield the modules of copydesk that the file at `path` imports, but for type checking only."""
    tree = ast.parse(path.read_text("utf-8"))
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "copydesk":
            parts = node.module.split(".")
            yield from [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            yield from [alias.name.split(".")[1] for alias in node.names if alias.name.startswith("copydesk.")]


@pytest.mark.parametrize(
    ("name", "path"), list(modules()), ids=lambda value: str(value) if isinstance(value, str) else ""
)
def test_a_module_imports_only_to_its_left(name: str, path: Path) -> None:
    for other in imported(path):
        if other != name and other in ORDER:
            assert ORDER.index(other) < ORDER.index(name), f"{name} imports {other}"


def test_every_module_has_its_place() -> None:
    assert {name for name, _ in modules()} == set(ORDER)


def test_the_page_on_the_order_says_the_same() -> None:
    page = (ROOT / "docs" / "decisions" / "0002-the-order-of-the-modules.md").read_text("utf-8")
    assert page.split("`")[1].replace("\n", " ").split(" < ") == ORDER


def test_the_engine_does_not_know_the_rules() -> None:
    for _, path in modules():
        assert "copydesk_rules" not in path.read_text("utf-8"), path.name


CLEAN = """\
---
title: Rain in the valley
date: 2024-05-06 07:08:09
tags: [weather]
---

It rained for **two days**, says the [weather service](https://weather.example/valley).

<!-- more -->

![The valley](https://pictures.example/valley.jpg)
"""


COSTLY = """
    aiohttp argparse ast bs4 concurrent contextlib dataclasses difflib email gettext html html5lib importlib.metadata
    inspect json locale logging multiprocessing pathlib rich shutil sqlite3 subprocess tomlkit tomllib typing
    unicodedata urllib yaml
    copydesk.images copydesk.online copydesk.remote
    copydesk.docs copydesk.ending copydesk.fields copydesk.losses copydesk.proof copydesk.rendered
    copydesk.report.layout copydesk.suppress copydesk.writing copydesk_rules.catalogue
"""
"""What a clean check has no use for. Each costs as much as checking a few posts, or is only good for findings."""


def test_a_clean_check_loads_nothing_it_does_not_need(tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text(CLEAN, "utf-8")
    code = (
        "import sys; before = set(sys.modules); from copydesk.cli import main; status = main(['check', 'post.md']);"
        "print(status, *sorted(set(sys.modules) - before))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    status, *loaded = run.stdout.splitlines()[-1].split()
    assert status == "0", run.stdout
    assert not set(COSTLY.split()).intersection(loaded)
    others = [name for name in loaded if not re.fullmatch(r"copydesk_rules\.[a-z]{2,3}\d{3}_.*", name)]
    assert len(others) < 87, "many small modules are costly, too"  # but a rule is one, and what it costs is measured


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_needs_no_parser_of_posts(argument: str) -> None:
    code = f"import sys; from copydesk.cli import main\ntry: main([{argument!r}])\nfinally: print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert not {"pyromark", "copydesk.document", "copydesk.runner"}.intersection(run.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("folder", ["linter", "rules", "docs", "examples", "benchmarks"])
def test_the_project_speaks_of_itself_alone(folder: str) -> None:
    words = ("../shared", "/work/", "/tmp/dev", "acceptance line", "this session", "claude", "anthropic")
    for path in (ROOT / folder).rglob("*"):
        if path.parent.name in ("vendors", "shipped"):  # of all whose residue is found in posts
            words = words[:5]
        if path.is_file() and path.suffix in (".py", ".md", ".toml", ".yml", ".yaml", ".svg"):
            text = path.read_text("utf-8", errors="replace").lower()
            assert not [word for word in words if word in text], path
