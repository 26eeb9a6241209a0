"""What it costs to resolve the pictures of a site and to look into their files: processor time with and without.

A site of 1,000 posts names 2,000 local pictures 10,000 times, in Markdown, HTML and front matter. copydesk checks it
with all default rules, then with all but those about pictures (``IMG``), in turn, several times; then it does both for
the same site with every file broken (its last byte missing), where each reference is a finding.

    python benchmarks/pictures.py [--references N] [--files N] [--runs N] [--jobs N]

Prints the medians and their difference. Every picture is of 20 kB, so that reading more than is needed would show.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path
from statistics import median

from posts import png
from speed import Sample, find, run

PER_POST = 10
SIZE = 20_000
FORMATS = ("png", "jpg", "gif", "webp", "avif", "svg")


def picture(kind: str, number: int) -> bytes:
    """Return a whole picture of this kind, with some bytes that no other has."""
    own = number.to_bytes(4, "big")
    filling = own + b"\x55" * SIZE
    if kind == "png":
        whole = png(number % 256, number // 256, 7)
        text = len(filling).to_bytes(4, "big") + b"tEXt" + filling + b"\0\0\0\0"
        return whole[:33] + text + whole[33:]
    if kind == "jpg":
        frame = b"\xff\xc0\0\x11\x08\0\2\0\3\3\1\x11\0\2\x11\1\3\x11\1"
        note = b"\xff\xfe" + (len(own) + 2).to_bytes(2, "big") + own
        return b"\xff\xd8" + note + frame + b"\xff\xda\0\x0c\3\1\0\2\x11\3\x11\0?\0" + b"\x55" * SIZE + b"\xff\xd9"
    if kind == "gif":
        blocks = b"".join(b"\xff" + own + b"\x55" * 251 for _ in range(SIZE // 256))
        return b"GIF89a\3\0\2\0\0\0\0!\xfe" + blocks + b"\0,\0\0\0\0\3\0\2\0\0\2\2D\1\0;"
    if kind == "webp":
        data = b"VP8L" + (len(filling) + 5).to_bytes(4, "little") + b"/\2\x40\0\0" + filling + b"\0"
        return b"RIFF" + (len(data) + 4).to_bytes(4, "little") + b"WEBP" + data
    if kind == "avif":
        size = b"\0\0\0\x14ispe\0\0\0\0\0\0\0\3\0\0\0\2"
        meta = (len(size) + 12).to_bytes(4, "big") + b"meta\0\0\0\0" + size
        return b"\0\0\0\x14ftypavif\0\0\0\0avif" + meta + (len(filling) + 8).to_bytes(4, "big") + b"mdat" + filling
    return (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"><desc>'
        + own.hex().encode()
        + b"-" * SIZE
        + b"</desc></svg>"
    )


def build(folder: Path, references: int, files: int, *, broken: bool) -> None:
    """Write the site below `folder`: the same one every time."""
    chance = random.Random(7)
    (folder / "source" / "_posts").mkdir(parents=True)
    (folder / "_config.yml").write_text("title: Pictures\n", "utf-8")
    (folder / "package.json").write_text('{"dependencies": {"hexo": "^7"}}\n', "utf-8")
    paths = []
    for number in range(files):
        kind = FORMATS[number % len(FORMATS)]
        path = f"/images/{2000 + number % 24}/{number % 12 + 1:02}/picture-{number}.{kind}"
        target = folder / "source" / path[1:]
        target.parent.mkdir(parents=True, exist_ok=True)
        data = picture(kind, number)
        target.write_bytes(data[:-1] if broken else data)
        paths.append(path)
    named = [*paths, *chance.choices(paths, k=max(references - files, 0))][:references]
    chance.shuffle(named)
    for number in range(0, len(named), PER_POST):
        cover, *others = named[number : number + PER_POST]
        lines = [f"---\ntitle: Post {number}\ndate: 2024-05-06 07:08:09\ncover: {cover}\n---\n"]
        for place, path in enumerate(others):
            words = " ".join(chance.choices(("tide", "harbour", "rope", "the", "of", "and", "sand"), k=60))
            lines.append(f"{words}.\n")
            lines.append(f'<p><img src="{path}" alt="The tide"></p>\n' if place % 2 else f"![The tide]({path})\n")
        (folder / "source" / "_posts" / f"post-{number}.md").write_text("\n".join(lines), "utf-8")


def seconds(samples: list[Sample]) -> float:
    """Return the median of their processor seconds."""
    return median(sample.cpu for sample in samples)


def main() -> int:
    """Measure and print. Returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--references", type=int, default=10_000, help="how often pictures are named (10000)")
    parser.add_argument("--files", type=int, default=2_000, help="how many pictures there are (2000)")
    parser.add_argument("--runs", type=int, default=5, help="runs for the record (5)")
    parser.add_argument("--jobs", type=int, help="workers; without it, as many as there are processors")
    asked = parser.parse_args()
    start = find("copydesk", None)
    if start is None:
        print("copydesk is not installed beside this Python", file=sys.stderr)
        return 2
    jobs = ("--jobs", str(asked.jobs)) if asked.jobs else ()
    command = (*start, "check", "--isolated", "--output-format", "concise", *jobs, "source")
    for broken in (False, True):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            build(folder, asked.references, asked.files, broken=broken)
            every: list[Sample] = []
            without: list[Sample] = []
            for number in range(asked.runs + 1):
                samples = run(command, folder), run((*command, "--ignore", "IMG"), folder)
                if number:  # the first warms up
                    every.append(samples[0])
                    without.append(samples[1])
            print(
                f"{asked.references:,} references to {asked.files:,} {'broken' if broken else 'whole'} files: "
                f"{seconds(every):.2f} s CPU with all default rules, {seconds(without):.2f} s without those about "
                f"pictures, {seconds(every) - seconds(without):+.2f} s"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
