"""Run the commands of before-and-after.md on its posts and write what becomes of them.

    python docs/make_before_and_after.py

A section of the page has the command in a `console` block, the post before it and the post after it. What the command
prints and the post after it are made anew; all else is written by hand. A test holds the page to it.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

PAGE = Path(__file__).parent / "before-and-after.md"

_SECTION = re.compile(
    r"(?P<command>```console\n\$ copydesk (?P<arguments>[^\n]*)\n)(?P<printed>.*?)(?P<middle>```\n.*?\n(?P<fence>````?)"
    r"(?P<language>\w+)\n)(?P<before>.*?)(?P<between>(?P=fence)\n.*?\n(?P=fence)(?P=language)\n)(?P<after>.*?)(?=(?P=fence)\n)",
    re.DOTALL,
)
_TOOK = re.compile(r" in \d[\d.]* m?s$", re.M)
_SITES = {
    "source/": {"package.json": '{"dependencies": {"hexo": "^7.0.0"}}\n', "_config.yml": "title: Ponds\n"},
    "_posts/": {"_config.yml": "title: Ponds\ntheme: minima\n"},
}
"""What makes a site of the folder that a post lies in: Hexo, Jekyll."""


def renewed(page: str) -> str:
    """Return `page` with what its commands print and do now."""
    return _SECTION.sub(_section, page)


def _section(found: re.Match[str]) -> str:
    printed, after = run(found["arguments"], found["before"])
    return f"{found['command']}{printed}{found['middle']}{found['before']}{found['between']}{after}"


def run(arguments: str, post: str) -> tuple[str, str]:
    """Return what copydesk prints for `arguments`, the last of which names the `post`, and what becomes of it."""
    path = arguments.split()[-1]
    with TemporaryDirectory() as folder:
        for begin, files in _SITES.items():
            if path.startswith(begin):
                for name, text in files.items():
                    (Path(folder) / name).write_text(text, "utf-8")
        file = Path(folder) / path
        file.parent.mkdir(parents=True)
        file.write_bytes(post.encode())
        command = [sys.executable, "-m", "copydesk", *arguments.split()]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=True)
        return _TOOK.sub("", done.stdout.decode()), file.read_bytes().decode()


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8", newline="\n")
