"""Try the properties of `properties` on made-up posts for as long as asked, with other posts every time.

    python tests/fuzz.py --minutes 30

Each post that breaks one is printed and kept in ``tests/data/cases`` in its shortest form; `test_properties` tries
all that are there. Remove what turns out to be no defect. The exit status is 1 if anything was found.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "linter"), str(ROOT / "rules")]

from hypothesis import HealthCheck, Phase, given, seed, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from tests import properties  # noqa: E402
from tests.grammar import POSTS, RESIDUE, Post  # noqa: E402

CASES = ROOT / "tests" / "data" / "cases"
Case = dict[str, object]


def case(draw: st.DrawFn) -> Case:
    """Return a post and what is to be tried with it."""
    kind = draw(st.sampled_from(["places", "fixing", "fixing", "some", "suppressed"]))
    found: Case = {"property": "fixing" if kind == "some" else kind, "post": list(draw(POSTS)), "rules": None}
    found["unsafe"] = draw(st.booleans())
    if kind == "some":
        found["rules"] = sorted(draw(st.sets(st.sampled_from([rule.code for rule in properties.rules()]), min_size=1)))
    if kind == "suppressed":
        found["residue"] = draw(st.sampled_from(RESIDUE))
    return found


def examine(one: Case) -> None:
    """Try the property that a case names on its post. Raises what goes wrong."""
    path, generator, text = one["post"]  # type: ignore[misc]
    post, unsafe = Post(path, generator, text), bool(one["unsafe"])
    if one["property"] == "places":
        properties.places(post)
    elif one["property"] == "suppressed":
        properties.suppressed(post, str(one["residue"]), unsafe)
    else:
        codes = one["rules"]
        some = None if codes is None else [rule for rule in properties.rules() if rule.code in codes]  # type: ignore[operator]
        properties.fixing(post, unsafe, some)


class Round:
    """Some hundred posts; `failed` is the last case that failed, which is the shortest."""

    def __init__(self, number: int, examples: int) -> None:
        self.failed: tuple[Case, str] | None = None
        self.tried = 0
        limits = settings(
            max_examples=examples,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
            report_multiple_bugs=False,
        )
        self.run: Callable[[], None] = seed(number)(limits(given(st.composite(case)())(self.one)))

    def one(self, found: Case) -> None:
        """Examine one case and remember it if it fails."""
        self.tried += 1
        try:
            examine(found)
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            self.failed = found, f"{type(error).__name__} at {where.name}:{where.lineno}: {str(error)[:600]}"
            raise


def keep(found: Case) -> Path:
    """Write the case to a file named by its content and return its path."""
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    CASES.mkdir(parents=True, exist_ok=True)
    path = CASES / f"{found['property']}-{hashlib.sha256(text.encode()).hexdigest()[:8]}.json"
    path.write_text(text, "utf-8")
    return path


def main() -> int:
    """Run until the time is up; return the exit status."""
    parser = argparse.ArgumentParser(description="Try the properties of checking and fixing on made-up posts.")
    parser.add_argument("--minutes", type=float, default=1.0, help="how long to go on (default: 1)")
    parser.add_argument("--seed", type=int, help="where to begin; a run with the same seed tries the same posts")
    parser.add_argument("--examples", type=int, default=200, help="how many posts a round has (default: 200)")
    parser.add_argument("--again", type=Path, nargs="*", help="try these cases only")
    parser.add_argument("--strict", action="store_true", help="a fix that the proof takes back is a defect, too")
    options = parser.parse_args()
    if options.strict:
        properties.STRICT.add(True)
    if options.again is not None:
        return again(options.again or sorted(CASES.glob("*.json")))
    numbers = random.Random(options.seed)
    end = time.monotonic() + 60 * options.minutes
    tried = rounds = 0
    kinds: set[str] = set()
    while time.monotonic() < end:
        number = numbers.randrange(2**32)
        this = Round(number, options.examples)
        rounds += 1
        try:
            this.run()
        except Exception:
            if this.failed is None:
                raise
            found, problem = this.failed
            if problem not in kinds:
                kinds.add(problem)
                name = "(not kept)" if options.strict else keep(found).relative_to(ROOT)
                print(f"seed {number}: {name}\n  {problem}\n  {found['post']!r}", flush=True)
        tried += this.tried
    refused = Counter(message.split()[3] for message in properties.REFUSED.elements())
    print(f"fixes taken back by the proof, in {properties.TRIED[0]:,} posts: {dict(refused.most_common())}")
    for message, count in properties.REFUSED.most_common(20):
        print(f"  {count} {message}")
    print(f"{tried:,} posts in {rounds} rounds, {len(kinds)} of them broke something", flush=True)
    return 1 if kinds else 0


def again(paths: list[Path]) -> int:
    """Try the cases in the files at `paths` once more; return the exit status."""
    bad = 0
    for path in paths:
        try:
            examine(json.loads(path.read_text("utf-8")))
        except Exception as error:
            bad += 1
            print(f"{path.name}: {type(error).__name__}: {str(error)[:600]}")
    print(f"{bad} of {len(paths)} fail")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
