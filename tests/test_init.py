"""``copydesk init`` and ``copydesk baseline``: from a folder of posts to a configuration that fits it."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Outcome

from copydesk import cli, init

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
        "date": {"required": True, "type": "date-time"},
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
    assert 'add `baseline = "copydesk-baseline.json"` to copydesk.toml, before its first table\n' in outcome.out
    settings = blog / "copydesk.toml"
    settings.write_text('baseline = "copydesk-baseline.json"\n' + settings.read_text("utf-8"), "utf-8")
    assert run("check") == Outcome(0, "60 files checked, nothing found, 2 findings of the baseline left out\n", "")
    assert run("baseline", "source/_post").status == 2
    assert run("check").status == 0, "a slip of the pen does not empty the baseline"
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


def test_a_baseline_of_a_part_keeps_what_is_known_of_the_rest(blog: Path, run: Callable[..., Outcome]) -> None:
    for number in (1, 2):
        with (blog / f"source/_posts/{number}.md").open("a", encoding="utf-8") as file:
            file.write('\n<p><a href="/" data-sudaclick="x">A</a></p>\n')
    (blog / "copydesk.toml").write_text('baseline = "known/base.json"\n', "utf-8")
    (blog / "known").mkdir()
    assert run("baseline").out == "wrote known/base.json: 2 findings\n"
    assert run("fix", "source/_posts/1.md").status == 0
    assert run("baseline", "source/_posts/1.md").status == 0
    assert json.loads((blog / "known/base.json").read_text("utf-8"))["files"].keys() == {"../source/_posts/2.md"}
    assert run("check").status == 0
    assert run("baseline", "source").status == 0
    assert json.loads((blog / "known/base.json").read_text("utf-8"))["files"].keys() == {"../source/_posts/2.md"}
    (blog / "source/_posts/2.md").unlink()
    assert run("baseline", ".").status == 0
    assert json.loads((blog / "known/base.json").read_text("utf-8"))["files"] == {}


@pytest.mark.skipif(sys.platform != "linux", reason="names are UTF-8 there")
def test_names_that_are_not_utf_8(tmp_path: Path, run: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (b"caf\xe9", b"tides"):
        folder = os.path.join(os.fsencode(tmp_path), name)
        os.mkdir(folder)
        for number in range(5):
            with open(os.path.join(folder, b"%d.md" % number), "w", encoding="utf-8") as file:
                file.write(f'---\ntitle: Day {number}\n---\n\n<a ping="https://t.example" href="/">A</a>\n')
    assert run("init").status == 0
    settings = tmp_path / "copydesk.toml"
    assert '"caf?/**"' in settings.read_text("utf-8")
    (tmp_path / "tides" / "6.md").write_text("---\nlayout: page\n---\n", "utf-8")
    os.rename(tmp_path / "tides" / "6.md", os.path.join(os.fsencode(tmp_path), b"caf\xe9", b"6.md"))
    assert "FM003" in run("check", "--output-format", "concise").out, "the pattern fits the folder"
    settings.write_text('baseline = "copydesk-baseline.json"\n', "utf-8")
    assert "10 findings" in run("baseline").out
    assert run("check").status == 0


def test_where_the_baseline_is_to_be_named(blog: Path, run: Callable[..., Outcome]) -> None:
    assert run("baseline").out.endswith(" to copydesk.toml, before its first table\n")
    (blog / "pyproject.toml").write_text("[tool.copydesk]\n", "utf-8")
    assert run("baseline").out.endswith(" to pyproject.toml, below [tool.copydesk]\n")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": 2, "files": {}}', '{"version": 1, "files": {"a": 1}}'])
def test_a_baseline_that_is_none(blog: Path, run: Callable[..., Outcome], content: str) -> None:
    (blog / "copydesk.toml").write_text('baseline = "base.json"\n', "utf-8")
    (blog / "base.json").write_text(content, "utf-8")
    post = blog / "source/_posts/1.md"
    post.write_text("\n" + post.read_text("utf-8"), "utf-8")
    outcome = run("check")
    assert outcome.status == 2
    assert "base.json: is " in outcome.err
    # Whatever it knew of other files would be lost.
    for paths in ((), ("source/_posts/2.md",)):
        outcome = run("baseline", *paths)
        assert (outcome.status, outcome.out) == (2, "")
        assert outcome.err.startswith("copydesk: base.json: is ")
        assert "remove it and make it again" in outcome.err
        assert (blog / "base.json").read_text("utf-8") == content


def test_a_post_is_no_place_for_a_baseline(blog: Path, run: Callable[..., Outcome]) -> None:
    post = blog / "source/_posts/1.md"
    before = post.read_bytes()
    outcome = run("baseline", "--to", "source/_posts/1.md")
    assert outcome.status == 2
    assert outcome.err == "copydesk: source/_posts/1.md: is there already, and is no baseline: name another file\n"
    assert post.read_bytes() == before
    for _ in range(2):  # a baseline may be made again
        assert run("baseline", "--to", "known.json").status == 0


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


PAGES = {
    "blog/blog.md": "layout: docs\n",  # the page of the section
    "blog/news.md": "permalink: /news.xml\n",
    "blog/old.md": "redirect_to: https://rain.example/\n",
    "blog/board.md": "layout: board\ntitle: All the rain\n",
    "blog/lost.md": "permalink: /404.html\ntags: lost\n",
    "blog/topics.md": "permalink: false\n",
}


def test_pages_among_the_posts_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Outcome]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".eleventy.js").write_text("", "utf-8")
    (tmp_path / "blog").mkdir()
    for number in range(40):
        text = f"---\ntitle: Rain {number}\nsummary: It rains\ntags: [rain]\npermalink: /{number}/\n---\n\nIt rains.\n"
        (tmp_path / f"blog/{number}.md").write_text(text, "utf-8")
    for path, fields in PAGES.items():
        (tmp_path / path).write_text(f"---\n{fields}---\n\nIt rains.\n", "utf-8")
    (tmp_path / "blog/odd.md").write_text("---\ntitle: Sun\ntags: [rain]\npermalink: /s/\n---\n\nIt shines.\n", "utf-8")
    outcome = run("init")
    assert "41 posts; 6 pages of other kinds left aside" in " ".join(outcome.out.split())
    text = (tmp_path / "copydesk.toml").read_text("utf-8")
    (collection,) = tomllib.loads(text)["collections"]
    assert collection["paths"] == ["blog/**", "!blog/board.md"]
    assert "# the layout board" in text
    assert {name for name, field in collection["fields"].items() if field.get("required")} == {
        *("title", "summary", "tags", "permalink")
    }
    found = json.loads(run("check", "--output-format", "json").out)["findings"]
    assert [(each["path"], each["code"]) for each in found] == [("blog/odd.md", "FM003")]
    assert "no `summary`" in found[0]["message"]


def test_a_page_at_the_top_of_folders_is_none_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Outcome]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mkdocs.yml").write_text("site_name: Rain\n", "utf-8")
    for number in range(60):
        folder = tmp_path / "docs" / f"part-{number % 10}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}.md").write_text(f"---\ntopic: Rain {number}\n---\n\nIt rains.\n", "utf-8")
    (tmp_path / "docs/welcome.md").write_text("---\nicon: sun\n---\n\nWelcome.\n", "utf-8")
    assert run("init").status == 0
    (collection,) = tomllib.loads((tmp_path / "copydesk.toml").read_text("utf-8"))["collections"]
    assert collection["paths"] == ["docs/**", "!docs/welcome.md"]
    assert run("check").status == 0


def test_a_part_of_the_posts_is_a_collection_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Outcome]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.toml").write_text("base_url = 'https://rain.example'\n", "utf-8")
    (tmp_path / "content/inside").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    for number in range(30):
        (tmp_path / f"content/{number}.md").write_text("+++\ntitle = 'Rain'\nwind = 3\n+++\n\nIt rains.\n", "utf-8")
        (tmp_path / f"content/inside/{number}.md").write_text("+++\ntitle = 'Rain'\n+++\n\nIt rains.\n", "utf-8")
    assert run("init").status == 0
    one, two = tomllib.loads((tmp_path / "copydesk.toml").read_text("utf-8"))["collections"]
    assert (one["paths"], set(one["fields"])) == (["content/**", "!content/inside/**"], {"title", "wind"})
    assert (two["paths"], set(two["fields"])) == (["content/inside/**"], {"title"})
    assert run("check", "--select", "FM").status == 0


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


MODEL = "FM003,FM004,FM007,FM008,FM009,FM010,FM011,FM012,FM013,FM014"
READ = {"electron": 3, "huxpro": 1, "javaguide": 1, "mzlogin": 1, "opensuse-news": 2, "tidyverse": 12}
"""What these rules find under the learned configuration: all was read and is right, see docs/precision.md."""


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
    shutil.copytree(archive(name), site, copy_function=os.link)
    monkeypatch.chdir(site)
    text = init.configuration(init.survey(str(site)), "2024-05-06")  # all of `init` but its count of findings
    (site / "copydesk.toml").write_text(text, "utf-8")
    assert tomllib.loads(text)["site"]["generator"] == generator
    found = json.loads(run("check", "--select", "FM", "--output-format", "json").out)["findings"]
    model = [f"{each['path']}: {each['message']}" for each in found if each["code"] in MODEL]
    assert len(model) == READ.get(name, 0), "read them: " + "; ".join(model)
    codes = {(each["code"], each["path"]) for each in found}
    if name == "homoiconic":
        assert not codes
    if name == "rsshub-page":
        assert sum(code == "FM001" for code, _ in codes) == 5
    if name == "lison":
        assert ("FM002", "source/_posts/wordpress-baidu-tongji.md") in codes
    if name == "tvajjala":
        assert ("FM002", "_posts/2023-06-31-video-streaming.markdown") in codes
