"""``copydesk init`` and ``copydesk baseline``: from a folder of posts to a configuration that fits it."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Outcome

from copydesk import cli

POST = """\
---
title: Rain {number}
date: 2024-05-06 07:08:09
layout: {layout}
tags: [rain]
---

It rains in the valley.
"""


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a Hexo site of 60 posts, which is the working folder."""
    posts = tmp_path / "source" / "_posts"
    posts.mkdir(parents=True)
    (tmp_path / "_config.yml").write_text("title: Valley\ntheme: landscape\n", "utf-8")
    (tmp_path / "package.json").write_text('{"dependencies": {"hexo": "^7.0.0"}}', "utf-8")
    for number in range(60):
        text = POST.format(number=number, layout="photo" if number % 3 == 0 else "post")
        (posts / f"{number}.md").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    def call(*arguments: str) -> Outcome:
        status = cli.main(arguments)
        return Outcome(status, *capsys.readouterr())

    return call


def test_a_configuration_that_fits_the_posts(blog: Path, run: Callable[..., Outcome]) -> None:
    outcome = run("init")
    assert outcome.status == 0
    assert "Hexo here, 60 posts" in outcome.out
    assert "today `copydesk check` reports nothing" in outcome.out
    text = (blog / "copydesk.toml").read_text("utf-8")
    settings = tomllib.loads(text)
    assert settings["site"] == {"generator": "hexo"}
    (collection,) = settings["collections"]
    assert collection["paths"] == ["source/_posts/**"]
    assert collection["fields"] == {
        "date": {"required": True},
        "layout": {"required": True, "type": "string", "values": ["post", "photo"]},
        "tags": {"required": True, "type": "list of string"},
        "title": {"required": True, "type": "string"},
    }
    assert "# in 60 of 60" in text
    assert run("check").status == 0


def test_what_differs_is_reported_and_the_baseline_offered(blog: Path, run: Callable[..., Outcome]) -> None:
    posts = blog / "source/_posts"
    odd = posts / "7.md"
    odd.write_text(
        odd.read_text("utf-8").replace("layout: post", "layout: psot").replace("tags: [rain]\n", ""), "utf-8"
    )
    outcome = run("init")
    assert "psot looks like a slip of post" in outcome.out
    assert "reports 2 findings in 1 file" in outcome.out
    assert "copydesk baseline" in outcome.out
    found = run("check", "--output-format", "concise")
    assert "source/_posts/7.md:4:9: FM009" in found.out
    assert "source/_posts/7.md:1:1: FM003" in found.out

    outcome = run("baseline")
    assert "wrote copydesk-baseline.json: 2 findings" in outcome.out
    assert 'add `baseline = "copydesk-baseline.json"`' in outcome.out
    settings = blog / "copydesk.toml"
    settings.write_text('baseline = "copydesk-baseline.json"\n' + settings.read_text("utf-8"), "utf-8")
    assert run("check") == Outcome(0, "60 files checked, nothing found, 2 findings of the baseline left out\n", "")
    # Lines move, and what was known stays known; what is new is reported.
    odd.write_text(odd.read_text("utf-8").replace("title:", "# a note\ntitle:"), "utf-8")
    assert run("check").status == 0
    other = posts / "8.md"
    other.write_text(other.read_text("utf-8").replace("layout: post", "layout: psot"), "utf-8")
    found = run("check", "--output-format", "concise")
    assert found.status == 1
    assert "8.md:4:9: FM009" in found.out
    assert "7.md" not in found.out


def test_of_findings_that_are_alike_only_so_many_are_known(blog: Path, run: Callable[..., Outcome]) -> None:
    post = blog / "source/_posts/1.md"
    text = post.read_text("utf-8")
    post.write_text(text + '\n<p><a href="/" data-sudaclick="x">A</a></p>\n', "utf-8")
    (blog / "copydesk.toml").write_text('baseline = "known/base.json"\n', "utf-8")
    (blog / "known").mkdir()
    assert run("baseline").out == "wrote known/base.json: 1 finding\n"
    assert json.loads((blog / "known/base.json").read_text("utf-8"))["files"].keys() == {"../source/_posts/1.md"}
    assert run("check").status == 0
    with post.open("a", encoding="utf-8") as file:
        file.write('\n<p><a href="/" data-sudaclick="x">A</a></p>\n')
    assert "1 finding in 1 file" in run("check", "--output-format", "concise").out
    # What is known can be mended all the same, and then nothing is left.
    assert run("fix").status == 0
    assert "data-sudaclick" not in post.read_text("utf-8")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": 2, "files": {}}', '{"version": 1, "files": {"a": 1}}'])
def test_a_baseline_that_is_none(blog: Path, run: Callable[..., Outcome], content: str) -> None:
    (blog / "copydesk.toml").write_text('baseline = "base.json"\n', "utf-8")
    (blog / "base.json").write_text(content, "utf-8")
    post = blog / "source/_posts/1.md"
    post.write_text("\n" + post.read_text("utf-8"), "utf-8")
    outcome = run("check")
    assert outcome.status == 2
    assert "base.json: is " in outcome.err


def test_nothing_is_written_over(blog: Path, run: Callable[..., Outcome]) -> None:
    mine = 'ignore = ["STY"]\n'
    (blog / "copydesk.toml").write_text(mine, "utf-8")
    outcome = run("init")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == "copydesk: copydesk.toml is there already; --force writes over it\n"
    assert (blog / "copydesk.toml").read_text("utf-8") == mine
    assert run("init", "--force").status == 0
    assert (blog / "copydesk.toml").read_text("utf-8") != mine


def test_a_pyproject_with_a_table_of_ours_is_a_configuration(blog: Path, run: Callable[..., Outcome]) -> None:
    (blog / "pyproject.toml").write_text("[tool.copydesk]\n", "utf-8")
    assert "pyproject.toml has a [tool.copydesk] already" in run("init").err
    assert not (blog / "copydesk.toml").exists()


def test_a_folder_without_posts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Outcome]) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init") == Outcome(
        2, "", "copydesk: there are no posts here: run `copydesk init` in the folder of a site\n"
    )


def test_several_sites(blog: Path, run: Callable[..., Outcome]) -> None:
    docs = blog / "manual" / "docs"
    docs.mkdir(parents=True)
    (blog / "manual/mkdocs.yml").write_text("site_name: Manual\n", "utf-8")
    for number in range(6):
        (docs / f"{number}.md").write_text(f"---\nstatus: new\n---\n\n# Page {number}\n", "utf-8")
    outcome = run("init")
    assert outcome.status == 0, outcome.err
    settings = tomllib.loads((blog / "copydesk.toml").read_text("utf-8"))
    assert "site" not in settings
    assert [one["paths"] for one in settings["collections"]] == [["manual/docs/**"], ["source/_posts/**"]]
    assert run("check").status == 0


@pytest.mark.parametrize("key", ["a b", 'quo"te', "ключ", "dot.ted", "new\\nline"])
def test_any_name_of_a_field_can_be_written(blog: Path, run: Callable[..., Outcome], key: str) -> None:
    for path in (blog / "source/_posts").iterdir():
        path.write_text(path.read_text("utf-8").replace("tags:", f"{json.dumps(key, ensure_ascii=False)}:"), "utf-8")
    assert run("init").status == 0
    (collection,) = tomllib.loads((blog / "copydesk.toml").read_text("utf-8"))["collections"]
    assert (
        json.loads(f'"{key}"' if "quo" not in key else json.dumps(key)) in collection["fields"]
        or key in collection["fields"]
    )


GENERATORS = {
    "rsshub-page": "hexo", "opensuse-news": "jekyll", "gsa18f": "eleventy", "letsencrypt": "hugo", "tidyverse": "hugo",
    "javaguide": "vuepress", "mkdocs-material": "mkdocs", "owasp": "mkdocs", "payloads": "mkdocs", "rustblog": "zola",
    "electron": "docusaurus", "govstack": "gitbook", "huxpro": "jekyll", "mzlogin": "jekyll", "tvajjala": "jekyll",
    "lison": "hexo", "hexosite": "hexo", "homoiconic": "plain", "11ty": "eleventy",
}  # fmt: skip


@pytest.mark.parametrize(("name", "generator"), GENERATORS.items())
def test_real_sites(
    name: str,
    generator: str,
    archive: Callable[[str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: Callable[..., Outcome],
) -> None:
    site = tmp_path / name
    shutil.copytree(archive(name), site)
    monkeypatch.chdir(site)
    outcome = run("init")
    assert outcome.status == 0, outcome.err
    assert tomllib.loads((site / "copydesk.toml").read_text("utf-8"))["site"]["generator"] == generator
    # What was learnt of the posts is true of them, but for a few.
    found = json.loads(run("check", "--select", "FM003,FM007,FM008,FM009", "--output-format", "json").out)
    assert len(found["findings"]) <= 0.05 * found["summary"]["files"]
