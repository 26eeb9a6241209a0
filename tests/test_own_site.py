"""At which hosts a site is published: what its own files say, and what they cannot mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk import Site
from copydesk_rules.own_site import host_of, own_hosts


def hosts(folder: Path, files: dict[str, str]) -> frozenset[str]:
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return own_hosts(Site.find(folder / "post.md"))


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"_config.yml": "url: https://www.Tides.example/\n", "_posts/a.md": ""}, {"tides.example"}),
        ({"_config.yml": "url: ''\n", "_posts/a.md": "", "CNAME": "tides.example\n"}, {"tides.example"}),
        (
            {"config.toml": 'baseURL = "https://tides.example/blog/"\n', "static/CNAME": "t.example"},
            {"tides.example", "t.example"},
        ),
        ({"package.json": '{"name": "tides", "homepage": "https://tides.example"}'}, {"tides.example"}),
        ({"package.json": '{"name": "@tides/site", "homepage": ["https://tides.example"]}'}, set()),
        ({"astro.config.mjs": "export default { site: 'https://tides.example' }"}, {"tides.example"}),
        ({"package.json": '{"homepage": "https://github.com/ida/tides#readme"}'}, set()),
        ({"package.json": "{", "CNAME": "not a host"}, set()),
        ({"package.json": "[" * 9000}, set()),
        ({}, set()),
    ],
)
def test_hosts_of_a_site(tmp_path: Path, files: dict[str, str], expected: set[str]) -> None:
    assert hosts(tmp_path, files) == expected


def test_host_of_an_address() -> None:
    assert host_of(" HTTPS://www.tides.example:8080/a?b#c ") == host_of("//tides.example") == "tides.example"
    assert host_of("/about") == host_of("mailto:a@tides.example") == host_of("") == ""
