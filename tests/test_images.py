"""``copydesk images``: pictures are listed, and those of other sites fetched, whatever happens on the way."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.conftest import Outcome
from tests.loopback import Running, configuration, png, running
from tests.stopwatch import keeps_pace

from copydesk.document import Document
from copydesk.images.fetch import folder_of, home_address, name_of
from copydesk.images.orphans import orphans
from copydesk.online.download import is_active
from copydesk.pictures import look_at
from copydesk.site import Site
from copydesk.writing import NewFile

Run = Callable[..., Outcome]

HEAD = "---\ntitle: Low tide\ndate: 2024-05-06 07:08:09\n"


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running() as one:
        yield one


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def hexo(folder: Path, posts: dict[str, str]) -> Path:
    """Make a site of Hexo with `posts`, texts by name, that may ask loopback."""
    (folder / "source" / "_posts").mkdir(parents=True)
    (folder / "source" / "images").mkdir()
    (folder / "_config.yml").write_text("title: Tides\n", "utf-8")
    (folder / "package.json").write_text('{"dependencies": {"hexo": "^7"}}', "utf-8")
    (folder / "copydesk.toml").write_text(configuration(folder, 2), "utf-8")
    for name, text in posts.items():
        (folder / "source" / "_posts" / name).write_text(text, "utf-8", newline="")
    return folder


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in (folder / "source" / "_posts").glob("*.md")}


def fetched(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "source" / "images").iterdir() if not path.name.startswith(".copydesk-"))


# List


def test_every_reference_is_listed(server: Running, tmp_path: Path, run: Run) -> None:
    gone, good = server.at("/status/404"), server.at("/good/a.png")
    post = (
        f"{HEAD}cover: {good}\n---\n\n![A](/images/there.png) ![B](/images/gone.png) ![C](/images/There.png)\n\n"
        f"<img src='{gone}' srcset='{good} 2x' alt=''> ![D]({{{{ site.x }}}}/a.png) ![E](data:image/png;base64,AA==)\n"
    )
    hexo(tmp_path, {"a.md": post})
    (tmp_path / "source" / "images" / "there.png").write_bytes(png())
    before = len(server.log())
    listed = json.loads(run("images", "list", "--output-format", "json", cwd=tmp_path).out)
    assert not server.since(before), "nothing is asked unless asked for"
    assert listed["version"] == 1
    by_status = [(one["status"], one["line"], one["origin"]) for one in listed["images"]]
    assert by_status == [
        ("remote", 4, "field"),
        ("found", 7, "markdown"),
        ("missing", 7, "markdown"),
        ("case", 7, "markdown"),
        ("remote", 9, "html"),
        ("remote", 9, "html"),
        ("template", 9, "markdown"),
        ("inline", 9, "markdown"),
    ]
    assert listed["summary"] == {"case": 1, "found": 1, "inline": 1, "missing": 1, "remote": 3, "template": 1}
    first = listed["images"][1]
    assert first == {
        "path": "source/_posts/a.md",
        "line": 7,
        "column": 6,
        "end_line": 7,
        "end_column": 23,
        "address": "/images/there.png",
        "origin": "markdown",
        "attribute": "",
        "status": "found",
        "detail": "source/images/there.png",
    }
    table = run("images", "list", "--online", cwd=tmp_path).out.splitlines()
    assert [line.split()[0] for line in table[:-1]] == [
        *("ok", "found", "missing", "case", "broken", "ok", "template", "inline")
    ]
    assert table[4].endswith(f"{gone}  (there is nothing (404))")
    assert table[-1].startswith("8 pictures named (ok: 2")
    assert len({one.path for one in server.since(before) if one.path.startswith("/good")}) == 1


# Fetch


def test_pictures_are_fetched_and_named_everywhere(server: Running, tmp_path: Path, run: Run) -> None:
    one, two, moved = server.at("/good/a.png?x=1&y=2"), server.at("/good/a.svg"), server.at("/hop/302/2/a.webp")
    crlf = f"{HEAD}headimg: '{one}' # cover\n---\n\n![A]({one} 'T') ![B][b]\n\n[b]: <{two}>\n".replace("\n", "\r\n")
    plain = (
        f"{HEAD}photos:\n  - {two}\n---\n\n<a href='{moved}'><img src=\"{moved}\" srcset='{two} 2x' alt=''></a>\n\n"
        f"Write `![A]({two})`, see [the page]({server.at('/other')}) and ![gone]({server.at('/status/404')}).\n"
    )
    hexo(tmp_path, {"a.md": crlf, "b.md": plain})
    dry = run("images", "fetch", "--dry-run", cwd=tmp_path)
    assert dry.status == 0
    assert "4 pictures to fetch, named in 2 files" in dry.out
    assert fetched(tmp_path) == []
    assert texts(tmp_path) == {"a.md": crlf.replace("\r\n", "\n"), "b.md": plain}
    before = len(server.log())
    outcome = run("images", "fetch", cwd=tmp_path)
    assert outcome.status == 1, "one of them is not there"
    assert f"failed   {server.at('/status/404')}: there is nothing (404)" in outcome.out
    assert "3 pictures fetched, 1 failed, 2 files changed" in outcome.out
    names = {address: f"/images/{name_of(address)}" for address in (one, two, moved)}
    assert [path.name for path in fetched(tmp_path)] == sorted(
        f"{name_of(address)}.{suffix}" for address, suffix in ((one, "png"), (two, "svg"), (moved, "webp"))
    )
    new = {one: f"{names[one]}.png", two: f"{names[two]}.svg", moved: f"{names[moved]}.webp"}
    expected = {"a.md": crlf, "b.md": plain}
    for address, home in new.items():
        expected = {name: text.replace(address, home) for name, text in expected.items()}
    expected["b.md"] = expected["b.md"].replace(f"`![A]({new[two]})`", f"`![A]({two})`")
    raw = {name: (tmp_path / "source" / "_posts" / name).read_bytes().decode() for name in expected}
    assert raw == expected, "everything else stays to the byte, code samples included"
    assert sum(each.path.startswith("/good/a.png") for each in server.since(before)) == 1
    again = run("images", "fetch", cwd=tmp_path)
    assert "0 pictures fetched, 1 failed, 0 files changed" in again.out
    assert run("check", "--select", "IMG001,IMG002,IMG004", cwd=tmp_path).status == 0


def test_several_pictures_in_one_attribute(server: Running, tmp_path: Path, run: Run) -> None:
    one, two, gone = server.at("/good/a.png"), server.at("/good/a.webp"), server.at("/status/404")
    post = (
        f"{HEAD}---\n\n<picture><source srcset='{one} 1x, {two} 2x'>"
        f"<source srcset='{two} 2x, {gone} 3x'><img src='{one}' srcset='{one} 1x, {gone} 2x' alt=''></picture>\n\n"
        f"<p style=\"background: url('{two}')\">See.</p>\n\nFrom <{one}>, [{two}]({two}).\n"
    )
    hexo(tmp_path, {"a.md": post})
    outcome = run("images", "fetch", cwd=tmp_path)
    assert (outcome.status, outcome.err) == (1, "")
    homes = {one: f"/images/{name_of(one)}.png", two: f"/images/{name_of(two)}.webp"}
    shown, credit = post.split("\n\nFrom")
    for address, home in homes.items():
        shown = shown.replace(address, home)
    assert texts(tmp_path)["a.md"] == f"{shown}\n\nFrom{credit}", "addresses that readers see stay"


def test_what_is_no_picture_is_not_fetched(server: Running, tmp_path: Path, run: Run) -> None:
    bad = ["/html", "/empty", "/half", "/cut", "/type", "/endless", "/status/500", "/active.svg", "/never"]
    post = HEAD + "---\n\n" + " ".join(f"![x]({server.at(path)})" for path in bad) + "\n"
    hexo(tmp_path, {"a.md": post})
    config = tmp_path / "copydesk.toml"
    config.write_text(config.read_text("utf-8").replace("timeout = 2", "timeout = 0.2"), "utf-8")
    outcome = run("images", "fetch", cwd=tmp_path)
    assert outcome.status == 1
    assert f"0 pictures fetched, {len(bad)} failed, 0 files changed" in outcome.out
    assert texts(tmp_path)["a.md"] == post
    assert list((tmp_path / "source" / "images").iterdir()) == [], "nothing is left of what was begun"
    assert "a program in it" in outcome.out


def test_hosts_that_keep_pictures_to_themselves_and_private_ones(server: Running, tmp_path: Path, run: Run) -> None:
    post = HEAD + f"---\n\n![x]({server.at('/own')}) ![y](http://169.254.169.254/a.png)\n"
    hexo(tmp_path, {"a.md": post})
    outcome = run("images", "fetch", cwd=tmp_path)
    assert "1 picture fetched, 1 failed, 1 file changed" in outcome.out
    assert "is not on the public internet" in outcome.out


def test_another_folder_and_names_for_every_generator(server: Running, tmp_path: Path, run: Run) -> None:
    post = HEAD + f"---\n\n![x]({server.at('/good/a.png')})\n"
    hexo(tmp_path, {"a.md": post})
    outcome = run("images", "fetch", "--to", "source/covers/2024", cwd=tmp_path)
    assert outcome.status == 0, outcome.out
    assert f"](/covers/2024/{name_of(server.at('/good/a.png'))}.png)" in texts(tmp_path)["a.md"]
    hexo(tmp_path / "other", {"a.md": post})
    outcome = run("images", "fetch", "--to", str(tmp_path / "elsewhere"), cwd=tmp_path / "other")
    assert outcome.status == 1
    assert "left     source/_posts/a.md:6:6\n" in outcome.out


@pytest.mark.parametrize(
    ("generator", "path", "image", "address"),
    [
        ("hexo", "source/_posts/a.md", "source/images/x.png", "/images/x.png"),
        ("hugo", "content/posts/a.md", "static/images/x.png", "/images/x.png"),
        ("jekyll", "_posts/2024-05-06-a.md", "images/x.png", "/images/x.png"),
        ("docusaurus", "blog/a.md", "static/images/x.png", "/images/x.png"),
        ("mkdocs", "docs/guide/a.md", "docs/images/x.png", "../images/x.png"),
        ("gitbook", "guide/a.md", "images/x.png", "../images/x.png"),
        ("vuepress", "docs/a.md", "docs/.vuepress/public/images/x.png", "/images/x.png"),
        ("astro", "src/content/blog/a.md", "public/images/x.png", "/images/x.png"),
        ("zola", "content/a.md", "static/images/x.png", "/images/x.png"),
        ("plain", "posts/2024/a.md", "images/x.png", "../../images/x.png"),
    ],
)
def test_the_address_is_one_that_the_generator_understands(generator: str, path: str, image: str, address: str) -> None:
    site = Site("example", generator, files=[path, image, "docs/index.md"])
    doc = Document(path, "![x](https://a.test/x.png)\n", site)
    assert home_address(doc, doc.images[0], site.root / image) == address


def test_where_a_site_keeps_its_pictures(tmp_path: Path) -> None:
    (tmp_path / "static" / "img").mkdir(parents=True)
    assert folder_of(Site(tmp_path, "hugo")) == tmp_path / "static" / "img"
    assert folder_of(Site(tmp_path / "new", "hugo")) == tmp_path / "new" / "static" / "images"


def test_names_are_stable_and_plain() -> None:
    assert name_of("https://a.test/Pics/Ebbe%20&%20Flut.final.JPG?w=1").startswith("ebbe-flut-")
    assert name_of("https://a.test/图片/北京.png").startswith("picture-")
    assert name_of("https://a.test/a.png") == name_of("https://a.test/a.png") != name_of("https://b.test/a.png")
    assert len(name_of("https://a.test/" + "x" * 500)) < 60


def test_a_new_file_has_no_name_until_it_is_whole(tmp_path: Path) -> None:
    with NewFile(tmp_path / "deep") as file:
        file.write(b"half")
        assert not (tmp_path / "deep" / "a.png").exists()
        file.write(b"whole")
        assert file.put("a.png") == tmp_path / "deep" / "a.png"
    assert (tmp_path / "deep" / "a.png").read_bytes() == b"halfwhole"
    with NewFile(tmp_path / "deep") as file:
        file.write(b"never put")
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["a.png"]


def test_a_folder_with_an_odd_name_is_named_in_every_syntax(server: Running, tmp_path: Path, run: Run) -> None:
    one = server.at("/good/a.png")
    post = f"""{HEAD}cover: {one}\n---\n\n![A]({one} 'T') <img src={one} alt=""> ![B][b]\n\n[b]: {one}\n"""
    styled = f"{HEAD}---\n\n<p style='background: url({one})'>x</p>\n\n<img srcset='{one} 2x' alt=''>\n"
    hexo(tmp_path, {"a.md": post, "b.md": styled})
    outcome = run("images", "fetch", "--to", tmp_path / "source" / "my (own) ü 100%", cwd=tmp_path)
    assert (outcome.status, outcome.err) == (0, "")
    home = f"/my%20%28own%29%20ü%20100%25/{name_of(one)}.png"
    assert texts(tmp_path) == {"a.md": post.replace(one, home), "b.md": styled.replace(one, home)}
    assert "6 pictures named (found: 6)" in run("images", "list", cwd=tmp_path).out


PROGRAMS = [
    "<script>x()</script>",
    "<svg:script xlink:href='https://a.test/x.js'/>",
    "<foreignObject/>",
    "<circle onload = 'x()'/>",
    "<a href='java&#115;cript:x()'/>",
    "<a href=' java\nscript:x()'/>",
    "<!DOCTYPE svg [<!ENTITY a '&#60;script>x()&#60;/script>']>",
    "<a href='&a;script:x()'/>",
    "<h:iframe srcdoc='x'/>",
]
PICTURES = [
    "<!DOCTYPE svg [<!ENTITY ns 'http://www.w3.org/2000/svg'>]><svg xmlns='&ns;'/>",
    "<text>&amp; the description: on Sundays</text><use href='#a'/><a href='/?a=1&amp;b=2'/>",
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_drawing_with_a_program_in_it_is_known_however_it_is_written(encoding: str) -> None:
    assert [one for one in PROGRAMS if not is_active(f"<svg>{one}</svg>".encode(encoding))] == []
    assert [one for one in PICTURES if is_active(f"<svg>{one}</svg>".encode(encoding))] == []


# Orphans


USED = {
    "plain.png": ("source/_posts/a.md", "![A](/images/plain.png)"),
    "har bour.png": ("source/_posts/a.md", "![A](/images/har%20bour.png)"),
    "blank name.png": ("source/_posts/a.md", "<img src='/images/blank name.png'>"),
    "Tide (2).png": ("source/_posts/a.md", "<img src='/images/Tide (2).png'> ![A](</images/Tide (3).png>)"),
    "Ebb, (2).png": ("source/_posts/a.md", "![A](/images/Ebb,%20%282%29.png)"),
    "rain.pjpeg": ("source/_posts/a.md", "![A](/images/rain.pjpeg)"),
    "图.png": ("source/_posts/a.md", "![A](/images/%E5%9B%BE.png)"),
    "Case.PNG": ("source/_posts/a.md", "cover: /images/case.png"),
    "draft.png": ("source/_drafts/b.md", "![A](/images/draft.png)"),
    "style.png": ("themes/own/source/style.css", "body { background: url(../images/style.png?v=2) }"),
    "layout.png": ("themes/own/layout/index.ejs", '<img src="<%- url_for("/images/layout.png") %>">'),
    "data.png": ("source/_data/people.yml", "- photo: data.png"),
    "photo-300x200.png": ("source/_posts/a.md", "![A](/images/photo.png)"),
    "sharp@2x.png": ("source/_posts/a.md", "![A](/images/sharp.png)"),
    "twin.webp": ("source/_posts/a.md", "![A](/images/twin.jpg)"),
    "people/ida.png": ("themes/own/layout/post.ejs", "<img src='/images/people/<%= post.author %>.png'>"),
    "trip/one.jpg": ("source/_posts/a.md", "{% gallery images/trip %}"),
    "all/one.gif": ("scripts/all.js", "glob('source/images/all/*.gif')"),
    "favicon.png": ("", ""),
    "shots/sand.png": ("source/add.md", "Put a picture of it into `source/images/shots`."),
    "shots/wind.png": ("scripts/shots.js", "const path = '/images/shots/' + name + '.png';"),
    "packs/rope/loop.png": ("source/images/packs/README.md", "All of them are in `rope/`."),
    "letters.svg": ("source/images/letters.woff2", "wOF2"),
    "fonts/plain.svg": ("", ""),
    "icons-6.5.2/sprites/tide.svg": ("source/images/icons-6.5.2/LICENSE.txt", "MIT"),
    "player/skin/knob.png": ("source/images/player/package.json", "{}"),
    "viewer/knob.png": ("source/images/viewer/css/viewer.css", "a {}"),
}


@pytest.mark.parametrize("name", USED)
def test_a_picture_that_something_names_is_no_orphan(tmp_path: Path, run: Run, name: str) -> None:
    path, text = USED[name]
    hexo(tmp_path, {"a.md": f"{HEAD}---\n\nText.\n"})
    second = f"{os.path.dirname(name)}/second.png" if name.startswith(("shots", "packs")) else name
    for picture in (name, second, "lost.png", "other/lost.gif"):
        (tmp_path / "source" / "images" / picture).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / "source" / "images" / picture).write_bytes(png())
    if name.startswith("viewer"):
        (tmp_path / "source/images/viewer/LICENSE").write_text("MIT", "utf-8")
    if path:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    found = json.loads(run("images", "orphans", "--output-format", "json", cwd=tmp_path).out)
    assert [one["path"] for one in found["orphans"]] == ["source/images/lost.png", "source/images/other/lost.gif"]
    assert found["summary"] == {"files": 2, "bytes": 2 * len(png())}


def test_what_is_said_of_a_folder_whose_pictures_are_named_one_by_one_names_none(tmp_path: Path, run: Run) -> None:
    hexo(tmp_path, {"a.md": f"{HEAD}---\n\n![A](/images/trip/a.png) Pictures go into `source/images/trip/`.\n"})
    for picture in ("trip/a.png", "trip/b.png", "trip/c.png", "own/d.png", "own/e.png", "own/LICENSE"):
        (tmp_path / "source" / "images" / picture).parent.mkdir(exist_ok=True)
        (tmp_path / "source" / "images" / picture).write_bytes(png())
    found = json.loads(run("images", "orphans", "--output-format", "json", cwd=tmp_path).out)
    assert [one["path"][14:] for one in found["orphans"]] == ["own/d.png", "own/e.png", "trip/b.png", "trip/c.png"]


def test_of_pictures_with_one_name_the_one_that_is_meant_is_named(tmp_path: Path, run: Run) -> None:
    hexo(tmp_path, {"a.md": f"{HEAD}---\n\n![A](/images/new/a.png) ![B](b.png)\n"})
    for picture in ("old/a.png", "new/a.png", "old/b.png", "new/b.png"):
        (tmp_path / "source" / "images" / picture).parent.mkdir(exist_ok=True)
        (tmp_path / "source" / "images" / picture).write_bytes(png())
    assert run("images", "orphans", cwd=tmp_path).out.splitlines() == [
        f"{len(png()):>12}  source/images/old/a.png",
        f"{len(png()):>12}  bytes in 1 picture that nothing names",
    ]


def test_a_site_within_another_has_its_own_pictures(tmp_path: Path, run: Run) -> None:
    hexo(tmp_path / "blog", {"a.md": f"{HEAD}---\n\n![A](/images/a.png)\n"})
    (tmp_path / "blog" / "themes" / "own" / "source").mkdir(parents=True)
    for picture in ("blog/source/images/lost.png", "blog/themes/own/source/back.png", "spare.png"):
        (tmp_path / picture).write_bytes(png())
    (tmp_path / "README.md").write_text("The blog is in `blog/`.\n", "utf-8")
    out = run("images", "orphans", cwd=tmp_path).out
    assert [line.split()[1] for line in out.splitlines()[:-1]] == ["spare.png", "blog/source/images/lost.png"]
    assert run("images", "orphans", "blog/themes", cwd=tmp_path).out.startswith("there are no posts here")
    (tmp_path / "blog/source/images/lost.png").unlink()
    assert run("images", "orphans", "blog", cwd=tmp_path).out == "every picture is named somewhere\n"


def test_nobody_is_told_of_the_pictures_of_a_site_within_another(tmp_path: Path, run: Run) -> None:
    post = f"{HEAD}---\n\n![A](/images/a.png)\n"
    (tmp_path / "mkdocs.yml").write_text("site_name: Tides\ndocs_dir: .\n", "utf-8")
    (tmp_path / "index.md").write_text("# Tides\n\nLow.\n", "utf-8")
    hexo(tmp_path / "blog", {f"{n}.md": post for n in range(20)})
    for picture in ("blog/source/images/lost.png", "spare.png"):
        (tmp_path / picture).write_bytes(png())
    out = run("check", "--select", "SIT006", "--output-format", "json", cwd=tmp_path).out
    told = [(one["path"], one["message"].split("`")[1]) for one in json.loads(out)["findings"]]
    assert told == [("blog/source/_posts/0.md", "source/images/lost.png"), ("index.md", "spare.png")]


def test_a_file_that_cannot_be_read_is_not_passed_over(tmp_path: Path, run: Run) -> None:
    hexo(tmp_path, {"a.md": f"{HEAD}---\n\n![A](/images/a.png)\n"})
    (tmp_path / "source" / "_posts" / "b.md").write_bytes(b"\x80")
    for command in ("list", "fetch --dry-run"):
        outcome = run("images", *command.split(), cwd=tmp_path)
        assert outcome.status == 2
        assert "source/_posts/b.md: not valid UTF-8" in outcome.err
        assert "1 picture named" in outcome.out or "0 pictures to fetch" in outcome.out


@pytest.mark.parametrize("configuration", ["hugo.toml", "config.toml"])
def test_pictures_beside_a_page_are_its_own(tmp_path: Path, run: Run, configuration: str) -> None:
    (tmp_path / configuration).write_text("title = 'Tides'\nbase_url = '/'\n", "utf-8")
    for path in ("content/posts/a/cover.png", "content/posts/a/figures/one.png", "static/img/lost.png"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(png())
    (tmp_path / "content/posts/a/index.md").write_text("---\ntitle: A\ndate: 2024-05-06\n---\n\nText.\n", "utf-8")
    assert "static/img/lost.png\n" in (out := run("images", "orphans", cwd=tmp_path).out)
    assert "content" not in out


def test_a_text_of_one_line_takes_linear_time(tmp_path: Path) -> None:
    hexo(tmp_path, {})
    (tmp_path / "source" / "images" / "lost.png").write_bytes(png())

    def read(size: int) -> None:
        (tmp_path / "data.js").write_text("A/b.c" * (size // 5) + "{{" * 1000 + "*" * 1000, "utf-8")
        assert [one.path for one in orphans(Site(tmp_path, "hexo"))] == ["source/images/lost.png"]

    keeps_pace(lambda: read(1_000_000), lambda: read(2_000_000), 3, 0.15)


# Killed


def _fetch(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "copydesk", "images", "fetch"]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _kill_when(process: subprocess.Popen[str], reached: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    try:
        while not reached() and process.poll() is None and time.monotonic() < end:
            time.sleep(0.02)
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_run_that_is_killed_is_completed_by_the_next(server: Running, tmp_path: Path) -> None:
    posts = {}
    for n in range(200):
        own, shared = server.at(f"/numbered/{n}.png"), server.at(f"/numbered/shared-{n % 20}.png")
        posts[f"{n:03}.md"] = f"{HEAD}cover: {own}\n---\n\n![A]({own} 'T')\n\n<img src=\"{shared}\" alt=''>\n"
    hexo(tmp_path, posts)
    new = dict(posts)
    for n, name in enumerate(posts):
        for path in (f"/numbered/{n}.png", f"/numbered/shared-{n % 20}.png"):
            new[name] = new[name].replace(server.at(path), f"/images/{name_of(server.at(path))}.png")

    def changed() -> int:
        return sum(text == new[name] for name, text in texts(tmp_path).items())

    _kill_when(_fetch(tmp_path), lambda: len(fetched(tmp_path)) >= 60)
    files = fetched(tmp_path)
    assert 60 <= len(files) < 220, "in the middle of fetching"
    assert not any(look_at(str(path)).problem for path in files)
    assert texts(tmp_path) == posts
    _kill_when(_fetch(tmp_path), lambda: changed() >= 30)
    now = texts(tmp_path)
    assert 30 <= changed() < 200, "in the middle of renaming"
    assert all(text in (posts[name], new[name]) for name, text in now.items() if name in posts)
    before = len(server.log())
    last = _fetch(tmp_path)
    out, err = last.communicate(timeout=60)
    assert (last.returncode, err) == (0, ""), out
    assert texts(tmp_path) == new
    assert len(list((tmp_path / "source" / "images").iterdir())) == 220, "what was begun is swept away"
    assert not server.since(before), "every picture was there already"
    stamps = {path: os.stat(path).st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    again = _fetch(tmp_path)
    assert again.communicate(timeout=60)[0] == "0 pictures fetched, 0 failed, 0 files changed\n"
    assert again.returncode == 0
    assert {path: os.stat(path).st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == stamps
    shutil.rmtree(tmp_path)
