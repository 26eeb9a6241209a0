"""The hooks that this repository offers, run by the real pre-commit in a repository that asks for them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.conftest import ROOT

pytest.importorskip("pre_commit")

GOOD = "---\ntitle: Low tide\nauthor: Ida Holm\n---\n\nThe sea went out.\n"
BAD = GOOD + '\n<p>See <a href="/tides" data-sudaclick="x">the table</a>.</p>\n'
MENDED = GOOD + '\n<p>See <a href="/tides">the table</a>.</p>\n'
NAMES = ("posts/bad post.md", "posts/涨潮 与 退潮：一.md", "posts/page.mdx", "posts/old page.html")

UNREACHABLE = re.compile(
    r"name resolution|Name or service not known|getaddrinfo|unreachable|Connection (?:refused|reset|to .* timed out)"
    r"|NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|Max retries exceeded|No matching distribution"
)


class Site(NamedTuple):
    """A repository of posts that asks for the hooks, and the environment to run things in."""

    root: Path
    environment: dict[str, str]

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return execute(["git", *arguments], self.root, self.environment)

    def hook(self, name: str) -> subprocess.CompletedProcess[str]:
        """Run one hook over all files that git knows."""
        assert self.git("add", "--all").returncode == 0
        command = [sys.executable, "-m", "pre_commit", "run", name, "--all-files", "--verbose", "--color", "never"]
        return execute(command, self.root, self.environment)

    def write(self, text: str) -> None:
        for name in NAMES:
            path = self.root / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())

    def texts(self) -> set[str]:
        return {(self.root / name).read_bytes().decode() for name in NAMES}


def execute(command: list[str], folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment without what this process was told, in which git and pre-commit keep to themselves."""
    if shutil.which("git") is None:
        pytest.skip("git is not on this machine")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON", "PRE_COMMIT"))}
    home = tmp_path_factory.mktemp("pre-commit")
    return {
        **kept,
        "PRE_COMMIT_HOME": str(home),
        "PYTHONUTF8": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_COUNT": "3",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": "*",
        "GIT_CONFIG_KEY_1": "init.defaultBranch",
        "GIT_CONFIG_VALUE_1": "main",
        "GIT_CONFIG_KEY_2": "core.quotePath",
        "GIT_CONFIG_VALUE_2": "false",
        **{
            f"GIT_{role}_{what}": "desk@copydesk.example"
            for role in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        },
    }


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> tuple[Path, str]:
    """Return a clone of this repository with all that is not committed yet in a commit on top, and that commit."""
    clone = tmp_path_factory.mktemp("project") / "copydesk"
    made = execute(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], ROOT, environment)
    if made.returncode:
        pytest.skip(f"this is no git repository: {made.stderr.strip()}")
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    for name in filter(None, execute(listed, ROOT, environment).stdout.split("\0")):
        source, target = ROOT / name, clone / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
        else:
            target.unlink(missing_ok=True)
    for command in (
        ["add", "--all"],
        ["commit", "--quiet", "--allow-empty", "--no-verify", "--message", "as it stands"],
    ):
        done = execute(["git", *command], clone, environment)
        assert done.returncode == 0, done.stderr
    return clone, execute(["git", "rev-parse", "HEAD"], clone, environment).stdout.strip()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str], project: tuple[Path, str]) -> Site:
    """Return a repository of posts whose pre-commit has made its environment: the slow part, done once."""
    place, revision = project
    root = tmp_path_factory.mktemp("site")
    made = Site(root, environment)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    (root / ".pre-commit-config.yaml").write_text(
        f"default_language_version:\n  python: {version}\n"
        f"repos:\n- repo: {place.as_posix()}\n  rev: {revision}\n  hooks:\n  - id: copydesk\n  - id: copydesk-fix\n",
        "utf-8",
    )
    (root / "good.md").write_text(GOOD, "utf-8")
    assert made.git("init", "--quiet").returncode == 0
    installed = execute([sys.executable, "-m", "pre_commit", "install-hooks"], root, environment)
    if installed.returncode and UNREACHABLE.search(installed.stdout + installed.stderr):
        pytest.skip("the package registry cannot be reached")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return made


def test_the_check_hook_passes_on_good_posts(site: Site) -> None:
    site.write(GOOD)
    run = site.hook("copydesk")
    assert run.returncode == 0, run.stdout
    assert "Passed" in run.stdout
    assert "5 files checked, nothing found" in run.stdout


def test_the_check_hook_fails_on_bad_posts_and_writes_nothing(site: Site) -> None:
    site.write(BAD)
    run = site.hook("copydesk")
    assert run.returncode == 1, run.stdout
    assert "Failed" in run.stdout
    assert "files were modified" not in run.stdout
    for name in NAMES:
        assert name in run.stdout
    assert "TRK002" in run.stdout
    assert site.texts() == {BAD}


def test_the_fix_hook_changes_the_files_and_fails_once(site: Site) -> None:
    site.write(BAD)
    run = site.hook("copydesk-fix")
    assert run.returncode == 1, run.stdout
    assert "files were modified by this hook" in run.stdout
    assert site.texts() == {MENDED}
    run = site.hook("copydesk-fix")
    assert run.returncode == 0, run.stdout
    assert site.texts() == {MENDED}
    assert site.hook("copydesk").returncode == 0


def test_what_is_excluded_is_left_out_although_it_is_named(site: Site) -> None:
    site.write(BAD)
    configuration = site.root / "copydesk.toml"
    configuration.write_text('exclude = ["posts/"]\n', "utf-8")
    try:
        run = site.hook("copydesk")
        assert run.returncode == 0, run.stdout
        assert "excluded by the configuration: 4" in run.stdout
    finally:
        configuration.unlink()


def test_a_commit_is_refused_until_the_post_is_mended(site: Site) -> None:
    installed = execute([sys.executable, "-m", "pre_commit", "install"], site.root, site.environment)
    assert installed.returncode == 0, installed.stderr
    site.write(BAD)
    site.git("add", "--all")
    refused = site.git("commit", "--message", "Add posts")
    assert refused.returncode == 1, refused.stdout + refused.stderr
    assert "files were modified by this hook" in refused.stderr + refused.stdout
    assert site.texts() == {MENDED}
    site.git("add", "--all")
    accepted = site.git("commit", "--message", "Add posts")
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    assert site.git("status", "--porcelain").stdout == ""
