"""Rules are asked about the posts that have what they need, and about no others."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from types import ModuleType

import pytest
from tests import stopwatch

from copydesk import registry
from copydesk.document import Document
from copydesk.engine import check_all
from copydesk.fields import Collection
from copydesk.panel import Panel
from copydesk.rule import Finding, Rule
from copydesk.signs import SIGNS
from copydesk.site import Sites
from copydesk.testing import cases, site
from copydesk.text import UndecodableText, decode
from copydesk_rules import field_signs, signs

RULES = registry.discover()


def asked(rule: type[Rule], text: str) -> bool:
    doc = Document("source/_posts/post.md", text, site("hexo", ()))
    return bool(list(Panel([rule()]).asked([doc])))


class Needy(Rule):
    code = "TST002"
    name = "needy"
    needs = ("@style", "<font>", "comment", "link")

    def check(self, doc: Document) -> Iterator[Finding]:
        return iter(())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rain.\n", False),
        ("`<font>` and `<p style>`\n", False),
        ("<p style='color: red'>Rain.</p>\n", True),
        ("<FONT>Rain.</FONT>\n", True),
        ("Rain. <!-- more -->\n", True),
        ("[Rain](/rain)\n", True),
        ("![Rain](/rain.png)\n", False),
    ],
)
def test_one_of_the_needs_is_enough(text: str, expected: bool) -> None:
    assert asked(Needy, text) == expected


def test_a_need_that_does_not_exist_is_an_error() -> None:
    class Confused(Needy):
        code = "TST003"
        needs = ("lnik",)

    with pytest.raises(ValueError, match="TST003: there is no need called 'lnik'"):
        Panel([Confused()])


def test_a_package_tells_the_signs_that_only_its_rules_need(monkeypatch: pytest.MonkeyPatch) -> None:
    def signs(docs: Sequence[Document]) -> dict[str, list[int]]:
        return {"rain": [at for at, doc in enumerate(docs) if "Rain" in doc.text], "wind": [*range(len(docs))]}

    home = ModuleType("house_signs")
    monkeypatch.setitem(sys.modules, "house_signs", home)
    monkeypatch.setattr(home, "SIGNS", frozenset(("rain", "wind")), raising=False)
    monkeypatch.setattr(home, "signs", signs, raising=False)

    class House(Needy):
        code = "TST004"
        needs = ("house_signs:rain",)

    assert asked(House, "Rain.\n")
    assert not asked(House, "Sun.\n")

    class Lost(Needy):
        code = "TST005"
        needs = ("house_signs:snow",)

    with pytest.raises(ValueError, match="house_signs knows no sign called 'snow'"):
        asked(Lost, "Snow.\n")


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.needs], ids=lambda rule: rule.code)
def test_a_rule_that_goes_by_the_model_of_fields_says_so(rule: type[Rule]) -> None:
    assert rule.of_fields == ("self.collection" in inspect.getsource(rule))


def test_a_model_of_fields_makes_no_rule_speak_of_every_post_but_those_that_go_by_it() -> None:
    collection = Collection(("**",))
    doc = Document("source/_posts/post.md", "Rain.\n", site("hexo", ()))
    for rule in (RULES["STY001"], RULES["FM007"]):
        asked_about = list(Panel([rule().for_collection(collection)]).asked([doc]))
        assert bool(asked_about) == rule.of_fields


def hidden(docs: Sequence[Document]) -> list[str]:
    """Return what default rules have to say of `docs` but are not asked about."""
    rules = [rule() for rule in RULES.values() if rule.default and rule.needs]
    panel = Panel(rules)
    asked_about = {(rule.code, at) for rule, concerned in panel.asked(docs) for at in concerned}
    return [
        f"{rule.code} {doc.path}: {finding.message}"
        for rule in rules
        for at, doc in enumerate(docs)
        if (rule.code, at) not in asked_about
        for finding in rule.check(doc)
    ]


def test_no_rule_has_something_to_say_of_a_post_that_lacks_what_it_needs() -> None:
    docs = []
    for case in cases(RULES.values()):
        example = case.example
        docs.append(Document(example.path, example.text, site(example.generator, example.files)))
    assert len(docs) > 500
    assert hidden(docs) == []


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("FM004", "---\ntitle: Low tide\ndate:\n---\n\nThe sea went out.\n"),
        ("FM004", "---\ntitle: ''\n---\n\nThe sea went out.\n"),
        ("FM015", "---\ntitle: Low tide\nslug: low\nslug: 0.10\n---\n\nThe sea went out.\n"),
        ("HTM005", "<P>One.</P><P><br></P><P>Two.</P>\n"),
        ("HTM005", "<p>One.</p>\r\n<p >\r\n  <br></p>\r\n<p>Two.</p>\r\n"),
        ("IMG009", "![A](DATA:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7)\n"),
        ("LNK001", "[A](https://HTTPS://walks.example/a)\n"),
        ("TRK004", "[A](https://unsplash.com/?a=1&utm_source;b=2)\n"),
        ("TXT001", "python复制代码import herons\n\nThen call `nest`.\n"),
        ("TXT001", "pythonКопировать кодimport herons\n\nThen call `nest`.\n"),
        ("TXT001", "> bash\n> 复制代码\n> ls\n"),
        ("TXT001", "bash\nCopy code\nnpm install herons\n"),
        ("TXT001", "> json\n> Copy\n> {}\n"),
        ("TXT001", "[ \\frac{a}{b} = c ]\n\nis the slope.\n"),
        ("TXT001", "It is\n\n> [ \\frac{a}{b} = c ]\n\nat once.\n"),
    ],
)
def test_nor_of_what_is_written_in_another_way(code: str, text: str) -> None:
    """The signs once overlooked these."""
    rule = RULES[code]
    assert asked(rule, text)
    assert list(rule().check(Document("source/_posts/post.md", text, site("jekyll", ()))))


@pytest.mark.parametrize("name", ["opensuse-news", "electron", "rsshub-page", "lison"])
def test_nor_of_real_posts(archive: object, name: str) -> None:
    root: Path = archive(name)  # type: ignore[operator]
    sites = Sites(root)
    docs = []
    for path in islice((path for path in sorted(root.rglob("*.md")) if path.is_file()), 0, 400, 2):
        try:
            found = sites.for_file(path)
            docs.append(Document(found.relative(str(path)) or path.name, decode(path.read_bytes()), found))
        except UndecodableText:
            continue
    assert docs
    assert hidden(docs) == []


def told(docs: Sequence[Document]) -> set[tuple[int, str]]:
    """Return the signs of all kinds that each of `docs` has, by its number."""
    found = [*signs.signs(docs).items(), *field_signs.signs(docs).items()]
    found += [(sign, having(docs)) for sign, having in SIGNS.items()]
    return {(at, sign) for sign, numbers in found for at in numbers}


def test_many_posts_have_the_signs_that_each_of_them_has() -> None:
    """However they are put together: what begins in one of them may not end in the next one."""
    examples = [case.example for case in cases(RULES.values())]
    texts = [example.text for example in examples]
    ends = ["[", "*|", "【", "<<<<", "Copy", "&am", "appeared", "â", "\\", "]", "!", "cite"]
    texts += [
        *ends,
        *(f"{text}\n" for text in ("]", "FNAME|*", "†】", "<<<", "code", "p;nbsp;", "€", "<", "(", "turn0")),
    ]
    for number in range(0, len(texts), 97):
        some = texts[number : number + 97]
        docs = [Document(f"source/_posts/{at}.md", text, site("hexo", ())) for at, text in enumerate(some)]
        assert told(docs) == {(at, sign) for at, doc in enumerate(docs) for _, sign in told([doc])}


def test_many_posts_are_checked_like_one_after_the_other() -> None:
    texts = ["Rain.\n", "<p><span></span></p>\n", "---\ntitle:\n---\n\n![](/a.png?utm_source=x)\n"]
    rules = [rule() for rule in RULES.values() if rule.default]

    def docs() -> list[Document]:
        return [Document(f"source/_posts/{at}.md", text, site("hexo", ())) for at, text in enumerate(texts)]

    together = [found.findings for found in check_all(docs(), rules)]
    assert together == [check_all([doc], rules)[0].findings for doc in docs()]
    assert any(together)


@pytest.mark.parametrize("piece", ["Copy ", "&utm_source=x", "//pic1.zhimg.com", "a.", "复制 ", "[", "“=", "！["])
def test_the_signs_of_one_long_line_take_time_in_proportion(piece: str) -> None:
    def look(size: int) -> None:
        words = piece * (size // len(piece))
        signs.signs([post(f"{words}\n\n![a](https://images.unsplash.com/?{words})\n[b](https://{words}/a.png)\n")])

    def post(text: str) -> Document:
        return Document("post.md", text, site("hexo", ()))

    stopwatch.keeps_pace(partial(look, 200_000), partial(look, 400_000), 3, 0.1)
