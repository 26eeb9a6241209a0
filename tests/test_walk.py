"""Which files are checked, and what is said about the rest."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from copydesk.site import Sites
from copydesk.site.generators import FOLDER
from copydesk.site.walk import Exclusion, WalkItem, walk


def build(root: Path, *files: str) -> Path:
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", "utf-8")
    return root


def found(
    *paths: str | Path, top: Path, exclude: Iterable[str] = (), named_too: bool = False, gitignore: bool = True
) -> list[WalkItem]:
    site_for = Sites(top).for_folder
    exclusion = Exclusion(exclude, str(top))
    return list(walk(paths, site_for, excluded=lambda _: exclusion, gitignore=gitignore, named_too=named_too))


def files(*paths: str | Path, top: Path, gitignore: bool = True) -> list[str]:
    items = found(*paths, top=top, gitignore=gitignore)
    return [os.path.relpath(item.path, top) for item in items if item.kind == "file"]


def skipped(*paths: str | Path, top: Path, exclude: Iterable[str] = (), named_too: bool = False) -> dict[str, str]:
    items = found(*paths, top=top, exclude=exclude, named_too=named_too)
    return {os.path.relpath(item.path, top): item.reason for item in items if item.kind == "skip"}


def test_content_of_a_folder_in_order(tmp_path: Path) -> None:
    names = ["b.md", "a/z.markdown", "a/B.HTML", "a/c.htm", "b/a.mdx", "b/a.MD", "c.txt", "d.png", "e.rst", "md"]
    build(tmp_path, *names)
    assert files(tmp_path, top=tmp_path) == ["a/B.HTML", "a/c.htm", "a/z.markdown", "b/a.MD", "b/a.mdx", "b.md"]
    assert skipped(tmp_path, top=tmp_path) == {}


def test_every_file_comes_with_its_site(tmp_path: Path) -> None:
    build(tmp_path, ".git/HEAD", "mkdocs.yml", "docs/a.md", "blog/_posts/b.md", "blog/hugo.toml", "blog/content/c.md")
    items = {os.path.relpath(item.path, tmp_path): item for item in found(tmp_path, top=tmp_path)}
    sites = {path: item.site.generator.name for path, item in items.items() if item.site is not None}
    assert sites == {"docs/a.md": "mkdocs", "blog/content/c.md": "hugo"}
    assert items["blog/_posts/b.md"] == WalkItem(
        "skip", str(tmp_path / "blog/_posts/b.md"), "outside the content folders"
    )


def test_paths_begin_as_they_were_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, "a/b/c.md", ".gitignore")
    monkeypatch.chdir(tmp_path)
    for named, shown in [(".", "a/b/c.md"), ("a", "a/b/c.md"), ("./a//b/", "a/b/c.md"), ("a/../a", "a/../a/b/c.md")]:
        assert [item.path for item in found(named, top=tmp_path)] == [shown]
    assert [item.path for item in found(tmp_path, top=tmp_path)] == [str(tmp_path / "a/b/c.md")]


def test_a_file_that_is_named_is_checked_whatever_it_is(tmp_path: Path) -> None:
    build(tmp_path, "source/_drafts/a.md", "themes/x/README.md", "notes.txt", ".hidden.md", ".gitignore")
    (tmp_path / ".gitignore").write_text("*\n", "utf-8")
    named = ["source/_drafts/a.md", "themes/x/README.md", "notes.txt", ".hidden.md"]
    assert files(*(tmp_path / name for name in named), top=tmp_path) == named
    assert skipped(*(tmp_path / name for name in named), top=tmp_path, exclude=["notes.txt"], named_too=True) == {
        "source/_drafts/a.md": "draft",
        "themes/x/README.md": "theme",
        "notes.txt": "excluded by the configuration",
        ".hidden.md": "outside the content folders",
    }


def test_a_folder_that_is_named_is_searched_whatever_it_is(tmp_path: Path) -> None:
    build(
        tmp_path, "source/_posts/p.md", "source/_drafts/a.md", "source/_drafts/b/c.md", "themes/x/README.md", "x/y.md"
    )
    build(tmp_path, ".github/ISSUE_TEMPLATE/bug.md", "source/_drafts/node_modules/d.md")
    assert files(tmp_path, top=tmp_path) == ["source/_posts/p.md"]
    assert files(tmp_path / "source/_drafts", top=tmp_path)[:2] == ["source/_drafts/a.md", "source/_drafts/b/c.md"]
    assert files(tmp_path / "themes/x", top=tmp_path) == ["themes/x/README.md"]
    assert files(tmp_path / ".github", top=tmp_path) == [".github/ISSUE_TEMPLATE/bug.md"]
    assert files(tmp_path / "x", top=tmp_path) == ["x/y.md"]


def test_nothing_is_left_out_in_silence(tmp_path: Path) -> None:
    build(
        tmp_path,
        *(
            "_config.yml",
            "_posts/2024-05-06-a.md",
            "_posts/.a.md.swp.md",
            "_drafts/b.md",
            "_drafts/c.md",
            "_layouts/d.html",
        ),
        *("_site/e.html", "node_modules/f/README.md", ".github/g.md", ".git/h.md", "index.html", "assets/i.png"),
    )
    (tmp_path / "_config.yml").write_text("exclude: [old.md]\nplugins: [jekyll-feed]\n", "utf-8")
    build(tmp_path, "old.md")
    items = found(tmp_path, top=tmp_path)
    assert {os.path.relpath(i.path, tmp_path): (i.reason, i.folder) for i in items if i.kind == "skip"} == {
        "_drafts": ("draft", True),
        "_layouts": ("layout", True),
        "_posts/.a.md.swp.md": ("hidden file", False),
        "_site": ("built output", True),
        ".github": ("hidden folder", True),
        "index.html": ("page template or copied file", False),
        "node_modules": ("dependency", True),
        "old.md": ("excluded by _config.yml", False),
    }
    assert [os.path.relpath(i.path, tmp_path) for i in items if i.kind == "file"] == ["_posts/2024-05-06-a.md"]


def test_what_git_ignores(tmp_path: Path) -> None:
    build(tmp_path, ".git/HEAD", "a.md", "b/c.md", "b/keep.md", "out/d.md", "e/.gitignore", "e/f.md", "e/g.md", "h.md")
    (tmp_path / ".gitignore").write_text("/out/\n/b/*\n!/b/keep.md\n", "utf-8")
    (tmp_path / "e/.gitignore").write_text("g.md\n", "utf-8")
    (tmp_path / ".git/info").mkdir()
    (tmp_path / ".git/info/exclude").write_text("h.md\n", "utf-8")
    assert files(tmp_path, top=tmp_path) == ["a.md", "b/keep.md", "e/f.md"]
    assert skipped(tmp_path, top=tmp_path) == dict.fromkeys(["b/c.md", "e/g.md", "h.md", "out"], "ignored by git")
    # The ignore files of the folders above count as well.
    assert files(tmp_path / "b", top=tmp_path) == ["b/keep.md"]
    assert files(tmp_path, top=tmp_path, gitignore=False) == [
        *("a.md", "b/c.md", "b/keep.md", "e/f.md", "e/g.md", "h.md", "out/d.md"),
    ]


def test_an_ignore_file_counts_without_git_too(tmp_path: Path) -> None:
    build(tmp_path, "a.md", "b.md")
    (tmp_path / ".gitignore").write_text("b.md\n", "utf-8")
    assert files(tmp_path, top=tmp_path) == ["a.md"]


@pytest.mark.parametrize("where", ["a/.gitignore", "a/b/.gitignore", ".gitignore", ".git/info/exclude"])
def test_rules_of_git_hold_wherever_they_stand(tmp_path: Path, where: str) -> None:
    build(tmp_path, ".git/HEAD", "a/b/c.md", "a/b/d.md", where)
    (tmp_path / where).write_text("d.md\n", "utf-8")
    assert files(tmp_path, top=tmp_path) == ["a/b/c.md"]
    assert files(tmp_path / "a/b", top=tmp_path) == ["a/b/c.md"]


def test_exclude_patterns(tmp_path: Path) -> None:
    build(tmp_path, "a.md", "old/b.md", "new/old/c.md", "new/d.draft.md", "new/e.md")
    reason = "excluded by the configuration"
    assert skipped(tmp_path, top=tmp_path, exclude=["old/", "*.draft.md"]) == dict.fromkeys(
        ["old", "new/old", "new/d.draft.md"], reason
    )
    assert skipped(tmp_path, top=tmp_path, exclude=["/old", "new/**/c.md"]) == dict.fromkeys(
        ["old", "new/old/c.md"], reason
    )
    assert skipped(tmp_path / "new", top=tmp_path, exclude=["/new/e.md"]) == {"new/e.md": reason}


def test_each_file_comes_once(tmp_path: Path) -> None:
    build(tmp_path, "a/b.md", "a/c.md")
    assert files(tmp_path / "a/c.md", tmp_path, tmp_path / "a", f"{tmp_path}/a/../a/b.md", top=tmp_path) == [
        "a/c.md",
        "a/b.md",
    ]


def test_links_are_not_followed_in_circles(tmp_path: Path) -> None:
    build(tmp_path, "a/b.md", "elsewhere/c.md")
    (tmp_path / "a/loop").symlink_to("..")
    (tmp_path / "a/self.md").symlink_to("self.md")
    (tmp_path / "a/gone.md").symlink_to("nowhere.md")
    (tmp_path / "a/linked.md").symlink_to("../elsewhere/c.md")
    (tmp_path / "a/folder.md").symlink_to("../elsewhere")
    assert files(tmp_path / "a", top=tmp_path) == ["a/b.md", "a/linked.md"]
    assert skipped(tmp_path / "a", top=tmp_path) == {
        "a/folder.md": "link to a folder",
        "a/gone.md": "broken link",
        "a/loop": "link to a folder",
        "a/self.md": "broken link",
    }
    # A link that is named is another matter.
    assert files(tmp_path / "a/loop/elsewhere", top=tmp_path) == ["a/loop/elsewhere/c.md"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    build(tmp_path, "a.md")
    os.mkfifo(tmp_path / "pipe.md")
    assert skipped(tmp_path, top=tmp_path) == {"pipe.md": "not a regular file"}
    assert skipped(tmp_path / "pipe.md", top=tmp_path) == {"pipe.md": "not a regular file"}
    assert found("/dev/null", top=tmp_path) == [WalkItem("skip", "/dev/null", "not a regular file")]


def test_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    build(tmp_path, "a.md")
    assert found(tmp_path / "none.md", "a\0b", tmp_path / "a.md/b.md", top=tmp_path) == [
        WalkItem("error", str(tmp_path / "none.md"), "no such file or directory"),
        WalkItem("error", "a\0b", "not a possible name"),
        WalkItem("error", str(tmp_path / "a.md/b.md"), "not a directory"),
    ]


def test_a_folder_that_cannot_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, "a.md", "closed/b.md", "d.md")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if os.path.basename(path) == "closed":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    items = found(tmp_path, top=tmp_path)
    assert [(item.kind, os.path.basename(item.path), item.reason) for item in items] == [
        ("file", "a.md", ""),
        ("error", "closed", "permission denied"),
        ("file", "d.md", ""),
    ]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are Unicode here")
def test_names_that_are_not_utf_8(tmp_path: Path) -> None:
    for name in (b"\xff.md", b"\xe4\xf6/\xfc.md"):
        path = os.path.join(os.fsencode(tmp_path), name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb"):
            pass
    build(tmp_path, "雨 天.md")
    (tmp_path / ".gitignore").write_text("nothing\n", "utf-8")
    items = found(tmp_path, top=tmp_path, exclude=["*.txt", "x[a-c]"])
    assert [os.fsencode(os.path.relpath(item.path, tmp_path)) for item in items if item.kind == "file"] == [
        "雨 天.md".encode(),
        b"\xe4\xf6/\xfc.md",
        b"\xff.md",
    ]


def test_an_empty_folder_has_nothing_to_say(tmp_path: Path) -> None:
    assert found(tmp_path, top=tmp_path) == []
    assert found(top=tmp_path) == []


def test_a_named_file_needs_no_ignore_files(tmp_path: Path) -> None:
    build(tmp_path, "a.md")
    code = (
        "import sys, types; m = types.ModuleType('copydesk'); m.__path__ = [sys.argv[1]]; sys.modules['copydesk'] = m;"
        "from copydesk.site import Sites; from copydesk.site.walk import walk;"
        "print(len(list(walk(['a.md'], Sites().for_folder))), *{'ignore', 'pathlib', 'yaml'} & set(sys.modules))"
    )
    package = str(Path(FOLDER).parent)
    # -S: whatever the environment's start-up files import is not ours.
    run = subprocess.run(
        [sys.executable, "-S", "-c", code, package], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["1"]


def test_thousands_of_files_are_found_quickly(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("# Hexo Configuration\nsource_dir: source\n", "utf-8")
    for number in range(50):
        folder = tmp_path / "source" / "_posts" / str(number)
        folder.mkdir(parents=True)
        for name in range(60):
            (folder / f"{name}.md").touch()
    start = time.process_time()
    assert len(files(tmp_path, top=tmp_path)) == 3000
    assert time.process_time() - start < 1
