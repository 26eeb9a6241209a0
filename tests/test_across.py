"""Rules that compare posts: what they find comes with the rest, whoever does the work, and can be mended."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

RULE = '''
from collections import Counter
from copydesk import Change, Edit, Fix, Safety, SiteRule


class CommonTag(SiteRule[str, str]):
    """A post should have the section that most posts have.

    ## Why
    It is the rule of a test.
    """

    code = "OWN001"
    name = "common-tag"

    def facts(self, doc):
        if "no facts" in doc.text:
            raise ValueError("nobody thought of this")
        entry = doc.front_matter.get("section") if doc.front_matter else None
        return None if entry is None else entry.node.value

    def compare(self, facts):
        ((common, _),) = Counter(facts.values()).most_common(1)
        return {path: common for path, section in facts.items() if section != common}

    def judge(self, doc, known):
        node = doc.front_matter.get("section").node
        if node.value != known:
            fix = Fix(f"write {known}", (Edit(node.span, known),), Safety.UNSAFE, (Change("field", "section"),))
            yield self.finding(node.span, f"most posts have the section `{known}`", fix)
'''
POST = "---\ntitle: Rain\ndate: 2024-05-06 07:08:09\nsection: {}\n---\n\nIt rains in the valley.\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "own.py").write_text(RULE, "utf-8")
    (tmp_path / "copydesk.toml").write_text('rules = ["own.py"]\nselect = ["OWN001", "LNT001", "LNT003"]\n', "utf-8")
    for number in range(60):
        name = "odd" if number == 41 else f"post {number}"
        (tmp_path / f"{name}.md").write_text(POST.format("weathr" if name == "odd" else "weather"), "utf-8")
    return tmp_path


def copydesk(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "copydesk", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8")


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("form", ["concise", "json", "full"])
def test_what_a_comparison_finds_is_reported(site: Path, jobs: str, form: str) -> None:
    done = copydesk("check", "--jobs", jobs, "--output-format", form, cwd=site)
    assert done.returncode == 1, done.stderr
    if form == "json":
        report = json.loads(done.stdout)
        assert [(one["path"], one["line"], one["column"]) for one in report["findings"]] == [("odd.md", 4, 10)]
        assert report["summary"]["files"] == 60
    else:
        assert "odd.md" in done.stdout
        assert "most posts have the section `weather`" in done.stdout
        assert "1 finding in 1 file" in done.stdout
        assert "60 files checked" in done.stdout


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_it_is_mended_like_anything_else(site: Path, jobs: str) -> None:
    before = (site / "odd.md").read_text("utf-8")
    shown = copydesk("fix", "--diff", "--unsafe-fixes", "--jobs", jobs, cwd=site)
    assert shown.returncode == 1
    assert "-section: weathr\n+section: weather\n" in shown.stdout
    assert (site / "odd.md").read_text("utf-8") == before
    assert copydesk("fix", "--jobs", jobs, cwd=site).returncode == 1, "the fix is unsafe"
    done = copydesk("fix", "--unsafe-fixes", "--jobs", jobs, cwd=site)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (site / "odd.md").read_text("utf-8") == before.replace("weathr", "weather")


def test_the_diff_follows_that_of_the_other_rules(site: Path) -> None:
    odd = site / "odd.md"
    odd.write_text("\n" + odd.read_text("utf-8"), "utf-8")
    (site / "copydesk.toml").write_text('rules = ["own.py"]\nselect = ["OWN001", "FM001"]\n', "utf-8")
    patch = copydesk("fix", "--diff", "--unsafe-fixes", cwd=site).stdout
    subprocess.run(["git", "init", "-q"], cwd=site, check=True)
    subprocess.run(["git", "apply", "-"], cwd=site, input=patch, text=True, check=True)
    assert odd.read_text("utf-8") == POST.format("weather")


def test_a_file_that_is_changed_twice_counts_once(site: Path) -> None:
    odd = site / "odd.md"
    odd.write_text("\n" + odd.read_text("utf-8"), "utf-8")
    (site / "copydesk.toml").write_text('rules = ["own.py"]\nselect = ["OWN001", "FM001"]\n', "utf-8")
    done = copydesk("fix", "--unsafe-fixes", "--output-format", "json", cwd=site)
    assert odd.read_text("utf-8") == POST.format("weather")
    summary = json.loads(done.stdout)["summary"]
    assert (summary["fixed"], summary["changed"]) == (2, 1)


def test_a_suppression_silences_it_and_counts_as_used(site: Path) -> None:
    odd = site / "odd.md"
    odd.write_text(odd.read_text("utf-8").replace("section", "# copydesk: ignore[OWN001] on purpose\nsection"), "utf-8")
    done = copydesk("check", "--output-format", "concise", cwd=site)
    assert done.returncode == 0, done.stdout


def test_a_rule_that_fails_is_named_and_the_others_are_heard(site: Path) -> None:
    (site / "post 7.md").write_text(POST.format("weather") + "no facts\n", "utf-8")
    done = copydesk("check", "--output-format", "concise", cwd=site)
    assert done.returncode == 2
    assert "post 7.md:1:1: LNT003 rule OWN001 failed: ValueError: nobody thought of this" in done.stdout
    assert "odd.md:4:10: OWN001" in done.stdout


def test_posts_of_two_sites_are_not_compared(site: Path) -> None:
    other = site / "other"
    (other / "content").mkdir(parents=True)
    (other / "hugo.toml").write_text('baseURL = "https://example.org"\n', "utf-8")
    (other / "content/a.md").write_text(POST.format("sport"), "utf-8")
    (site / "mkdocs.yml").write_text("site_name: Valley\ndocs_dir: docs\n", "utf-8")
    done = copydesk("check", "--output-format", "concise", "other", "odd.md", "post 1.md", "post 2.md", cwd=site)
    assert "odd.md:4:10: OWN001" in done.stdout
    assert "a.md" not in done.stdout
