"""What each layer and each rule costs, and what the rules about front matter cost together.

``python benchmarks/rules.py`` makes 5,000 posts in a temporary folder; ``python benchmarks/rules.py FOLDER`` takes a
folder of your own. It prints two tables, in µs of processor time per post: what each part takes when it is asked in
turn, and what whole runs take without the rules about front matter, with them, and with a field model of eleven
fields besides. ``--limit 150`` ends with status 1 where these rules add more than that. ``README.md`` beside this file
says how to read the figures.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from posts import generate

from copydesk.document import Document
from copydesk.text import decode
from copydesk.workspace import Request, Workspace

LAYERS = ("front_matter", "templates", "masked", "markdown", "leaked", "html", "images", "links")
TRIAL = 200  # posts that are checked before the clock runs, so that everything is imported and looked up

MODEL = """\
[[collections]]
paths = ["**"]
closed = false
require-if = [{ field = "layout", value = "event", require = ["place"] }]

[collections.fields.title]
required = true
type = "string"
max-length = 200

[collections.fields.date]
required = true

[collections.fields.author]
type = "string"
min-length = 1

[collections.fields.tags]
type = ["string", "list of string"]

[collections.fields.categories]
type = "list"

[collections.fields.description]
type = "text"
max-length = 400

[collections.fields.headimg]
type = "image"

[collections.fields.thumbnail]
type = "image"

[collections.fields.layout]
values = ["post", "photo", "event"]

[collections.fields.lang]
type = "language"

[collections.fields.comments]
type = "boolean"
"""
"""A field model like that of a real site: eleven fields, with types, limits and values."""


def parts(request: Request, paths: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
    """Return the nanoseconds that each layer and rule took over the posts at `paths`, and the findings of each rule.

    A layer is asked before the rules, so that what it costs is not put to the account of the first rule that needs it.
    """
    space = Workspace(request)
    cost: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for path in paths:
        below, _, name = path.rpartition(os.sep)
        settings, rule_set, inner = space.prepare(below)
        chosen = rule_set.chosen_for(inner + name)
        at = time.process_time_ns()
        text = decode(Path(path).read_bytes())
        site = space.site(below, settings)
        doc = Document(site.relative(path) or name, text, site)
        at = _count(cost, "read", at)
        for layer in LAYERS:
            getattr(doc, layer)
            at = _count(cost, f"layer {layer}", at)
        for rule in chosen.alone:
            hits[rule.code] += sum(1 for _ in rule.check(doc))
            at = _count(cost, f"{rule.code} {rule.name}", at)
        for across in chosen.across:
            across.facts(doc)
            at = _count(cost, f"{across.code} {across.name}, facts", at)
        doc.release()
    return cost, hits


def _count(cost: Counter[str], name: str, since: int) -> int:
    now = time.process_time_ns()  # reading it takes some 0.3 µs itself
    cost[name] += now - since
    return now


def whole(requests: dict[str, Request], paths: Sequence[str], runs: int) -> dict[str, list[float]]:
    """Return for each of `requests` the µs of processor time per post of `runs` checks of `paths`, taken in turn."""
    spaces = {name: Workspace(request) for name, request in requests.items()}
    taken: dict[str, list[float]] = {name: [] for name in spaces}
    for space in spaces.values():
        _run(space, paths[:TRIAL])
    for _ in range(runs):
        for name, space in spaces.items():
            taken[name].append(_run(space, paths) / len(paths) / 1000)
    return taken


def _run(space: Workspace, paths: Sequence[str]) -> int:
    with quiet():
        since = time.process_time_ns()
        for path in paths:
            space.process(path)
        return time.process_time_ns() - since


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the garbage collector from running, as a run of copydesk does."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def posts_in(folder: Path) -> list[str]:
    """Return the absolute paths of the posts in `folder` that a check looks at."""
    space = Workspace(Request("check", base=str(folder), isolated=True))
    return [item.full for item in space.walk([str(folder)], False) if item.kind == "file"]


def arguments() -> argparse.ArgumentParser:
    """Return the reader of the command line."""
    parser = argparse.ArgumentParser(description="Measure what each rule costs, in µs of processor time per post.")
    parser.add_argument("folder", nargs="?", type=Path, help="a folder of posts (default: posts made up for the run)")
    parser.add_argument("--posts", type=int, default=5000, metavar="N", help="how many posts to make up")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="other posts")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="whole runs of each kind (default: 3)")
    parser.add_argument("--limit", type=float, metavar="µS", help="the most that rules about front matter may add")
    return parser


def main() -> int:
    """Measure and print; return 1 where the rules about front matter add more than the limit, else 0."""
    parser = arguments()
    options = parser.parse_args()
    if min(options.runs, options.posts) < 1:
        parser.error("--posts and --runs take a number from 1")
    with tempfile.TemporaryDirectory(prefix="copydesk-rules-") as temporary:
        folder = (options.folder or Path(temporary, "site")).resolve()
        if not options.folder:
            generate(folder, options.posts, options.seed)
        paths = posts_in(folder)
        if not paths:
            parser.error(f"there are no posts in {folder}")
        print(f"{len(paths):,} posts; {platform.system()}, Python {platform.python_version()}; µs per post\n")
        model = Path(temporary, "model.toml")
        model.write_text(MODEL, "utf-8")
        base = str(folder)
        modelled = Request("check", base=base, config=str(model))
        taken = whole(
            {
                "without rules about front matter": Request("check", base=base, isolated=True, ignore=("FM",)),
                "with them": Request("check", base=base, isolated=True),
                "with them and a model of eleven fields": modelled,
            },
            paths,
            options.runs,
        )
        parts(modelled, paths[:TRIAL])
        with quiet():
            cost, hits = parts(modelled, paths)
    for name, total in cost.most_common():
        found = hits[name.partition(" ")[0]]
        print(f"{total / len(paths) / 1000:9.1f}  {name}{f', {found:,} findings' if found else ''}")
    print(f"{cost.total() / len(paths) / 1000:9.1f}  in all\n")
    return report(taken, options.limit)


def report(taken: dict[str, list[float]], limit: float | None) -> int:
    """Print the whole runs and what they add to the first; return 1 where that is more than `limit`, else 0."""
    status = 0
    first = next(iter(taken.values()))
    for name, samples in taken.items():
        added = median(sample - without for sample, without in zip(samples, first, strict=True))
        line = f"{median(samples):9.1f}  a whole run {name}"
        if samples is not first:
            line += f": {added:+.1f}"
            if limit is not None and added > limit:
                line += f", and the limit is {limit:g}"
                status = 1
        print(line)
    return status


if __name__ == "__main__":
    raise SystemExit(main())
