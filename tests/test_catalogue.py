"""What posts really contain: each kind of leftover is found, and whatever only looks like one is left alone.

``data/catalogue`` has a file for each kind of both, in which each case is a text of our own in imitation of what was
seen in content repositories. Its keys:

- ``name`` says what it is, and why where that is not plain;
- ``text`` is a body below ordinary front matter, or ``file`` the whole file, ``path`` its path (``post.md``);
- ``codes`` are what a run with the defaults reports, in the order of the text, and ``fixed`` is what the safe fixes
  make of it (with ``unsafe`` all fixes); without ``fixed`` they leave it as it is;
- ``generator`` is that of the site (``plain``) and ``files`` what else is in it: names, or names with contents, which
  are put on the disk because only there a configuration is read; ``posts`` are the bodies of posts that it is compared
  with;
- ``select`` names rules that are on request, ``options`` those of rules by code;
- ``long`` puts so many characters in the place of LONG;
- ``passed`` is why a run passes the file over.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path

import pytest
from tests.stopwatch import takes

from copydesk import Document, Rule, engine, registry
from copydesk.across import Informed, SiteRule
from copydesk.site import Site
from copydesk.testing import FRONT_MATTER

FOLDER = Path(__file__).parent / "data" / "catalogue"
SECTIONS = sorted(FOLDER.glob("*.toml"), key=lambda path: [int(part) for part in path.stem.split(".")])


class Case:
    """One case of a section, as its file says."""

    def __init__(self, section: str, values: Mapping[str, object]) -> None:
        self.section = section
        left = dict(values)
        self.name = str(left.pop("name"))
        self.path = str(left.pop("path", "post.md"))
        text = str(left.pop("text", "") or left["file"])
        long = "iVBORw0KGgo" + "A" * int(str(left.pop("long", 0)))
        self.head = "" if left.pop("file", None) else FRONT_MATTER
        self.text = self.head + text.replace("LONG", long)
        self.codes: object = left.pop("codes")
        fixed = left.pop("fixed", None)
        self.fixed = self.text if fixed is None else self.head + str(fixed)
        self.unsafe = bool(left.pop("unsafe", False))
        self.generator = str(left.pop("generator", "plain"))
        files, posts = left.pop("files", ()), left.pop("posts", {})
        assert isinstance(posts, dict)
        self.posts = {path: self.head.replace("An example", path) + body for path, body in posts.items()}
        self.files: dict[str, str] = files if isinstance(files, dict) else dict.fromkeys(_strings(files), "")
        self.select = tuple(_strings(left.pop("select", ())))
        options = left.pop("options", {})
        assert isinstance(options, dict)
        self.options: dict[str, dict[str, object]] = options
        self.passed = str(left.pop("passed", ""))
        left.pop("note", None)
        assert not left, f"{section}: {self.name}: {', '.join(left)}"

    def __str__(self) -> str:
        return f"{self.section} {self.name}"

    def site(self, folders: pytest.TempPathFactory) -> Site:
        """Return the site of the post; it is put into one of `folders` if its configuration matters."""
        files = {self.path: self.text, **self.posts, **self.files}
        if not any(self.files.values()):
            return Site("example", self.generator, files=files)
        folder = folders.mktemp("site")
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(text.encode() or PICTURE)
        return Site.find(folder)

    def rules(self, doc: Document) -> list[Rule]:
        """Return the rules of a run, those that compare posts told of the others."""
        found: list[Rule] = []
        for rule in _rules(self.select):
            made = type(rule)(**self.options[rule.code]) if rule.code in self.options else rule
            if not isinstance(made, SiteRule):
                found.append(made)
            elif self.posts and not made.online:
                posts = [doc, *(Document(path, text, doc.site) for path, text in self.posts.items())]
                facts = {post.path: fact for post in posts if (fact := made.facts(post)) is not None}
                answers: Mapping[str, object] = made.survey(doc.site, facts)
                if doc.path in answers:
                    found.append(Informed(made, answers[doc.path]))
        return found


def _strings(values: object) -> Sequence[str]:
    assert isinstance(values, list | tuple)
    return [str(value) for value in values]


@cache
def _rules(more: tuple[str, ...]) -> Sequence[Rule]:
    known = registry.discover()
    chosen = registry.select(known, ["recommended", *more])
    return [rule() for code, rule in known.items() if code in chosen]


def cases(path: Path) -> Iterator[Case]:
    """Yield the cases of the section in the file at `path`."""
    with path.open("rb") as file:
        section = tomllib.load(file)
    assert section["title"]
    for values in section["cases"]:
        yield Case(path.stem, values)


CASES = [case for path in SECTIONS for case in cases(path)]


PICTURE = bytes.fromhex("47494638396101000100800000000000ffffff2c00000000010001000002024401003b")
"""The smallest picture there is."""

LOOK_ALIKES = ("2.1", "2.2", "2.3", "2.4", "2.5")


def test_every_section_is_there() -> None:
    assert [path.stem for path in SECTIONS] == [
        *("0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8", "1.9"),
        *(*LOOK_ALIKES, "2.6"),
    ]
    assert len({str(case) for case in CASES}) == len(CASES)
    assert not [str(case) for case in CASES if case.codes and (case.section in LOOK_ALIKES or case.passed)]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_found_and_what_becomes_of_it(case: Case, tmp_path_factory: pytest.TempPathFactory) -> None:
    site = case.site(tmp_path_factory)
    if case.passed:
        assert site.why_not(case.path) == case.passed
        return
    doc = Document(case.path, case.text, site)
    rules = case.rules(doc)
    checked = engine.check(doc, rules)
    assert not checked.incidents
    assert [finding.code for finding in checked.findings] == case.codes
    if not any(finding.fix is not None for finding in checked.findings):
        assert case.fixed == case.text
        return
    done = engine.fix(doc, rules, unsafe=case.unsafe)
    assert not done.incidents, done.incidents
    assert done.text == case.fixed


# What is no matter of one text: section 2.6


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x0b", "\x0c", "\x1c", "\x85"])
def test_lines_are_those_of_an_editor(sign: str) -> None:
    doc = Document("post.md", f"{FRONT_MATTER}They{sign}sail.\n\n<!-- wp:paragraph -->\n", Site("x", "plain", files=()))
    (finding,) = (one for one in engine.check(doc, _rules(())).findings if one.code == "TRK001")
    assert doc.lines.position(finding.span.start) == (8, 1)


LONG = {
    "pictures in the text": "![](data:image/png;base64," + "iVBORw0KGgo" * 20_000 + ")\n",
    "a page on one line": "<div><p class='a'>They sail.</p></div>" * 8_000 + "\n",
    "680 links": "- [Ferries](https://harbour.example/ferries?page=7)\n" * 680,
    "blanks that do not break": f"<p>{'&nbsp;' * 10_000}{chr(160) * 100_000}</p>\n",
    "a script without its fence": "if (a < b) { c = {'d': \"<e f='g>\"}; }\n" * 5_000,
}


@pytest.mark.parametrize("name", LONG)
def test_long_lines_and_long_pages_take_no_time(name: str) -> None:
    doc = Document("post.md", FRONT_MATTER + LONG[name], Site("x", "plain", files=()))
    takes(partial(engine.check, doc, _rules(())), 1)
