"""A new rule: what is written passes the tests that every rule must pass, before a word of it is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk import docs, registry, skeleton, testing
from copydesk.rule import Rule


def new(folder: Path, code: str = "ACM001", name: str = "shouting-title") -> tuple[Path, type[Rule]]:
    path = skeleton.write(code, name, folder)
    return path, registry.discover([path])[code]


@pytest.mark.parametrize(
    ("code", "name", "file", "class_name"),
    [
        ("ACM001", "shouting-title", "acm001_shouting_title.py", "ShoutingTitle"),
        ("AC999", "title", "ac999_title.py", "Title"),
        ("ACM010", "h1-twice", "acm010_h1_twice.py", "H1Twice"),
        ("ACM011", "link", "acm011_link.py", "Link"),
        ("ACM012", "class", "acm012_class.py", "Class"),
    ],
)
def test_a_new_rule_passes_every_test_of_rules(
    tmp_path: Path, code: str, name: str, file: str, class_name: str
) -> None:
    path, rule = new(tmp_path, code, name)
    assert (path.name, rule.__name__, rule.code, rule.name) == (file, class_name, code, name)
    testing.conventions(rule, path.name)
    cases = testing.cases([rule])
    assert len(cases) >= 2
    for case in cases:
        case.run()


def test_a_new_rule_has_a_page(tmp_path: Path) -> None:
    _, rule = new(tmp_path)
    page = docs.page(rule)
    assert "ACM001" in page
    assert "shouting-title" in page
    assert "FIXME" in page


def test_a_new_rule_is_formatted_as_the_project_is(tmp_path: Path) -> None:
    path, _ = new(tmp_path)
    text = path.read_bytes().decode()
    compile(text, str(path), "exec", dont_inherit=True)
    assert max(map(len, text.split("\n"))) <= 120
    assert "\r" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not [line for line in text.split("\n") if line != line.rstrip()]


def test_an_empty_word_is_not_looked_for_for_ever(tmp_path: Path) -> None:
    _, rule = new(tmp_path)
    doc, _ = testing.check(testing.cases([rule])[0], "a\n")
    assert list(rule(word="").check(doc)) == []


@pytest.mark.parametrize(
    ("code", "name", "message"),
    [
        ("acm001", "shouting-title", "`acm001` is no code: two or three capitals and three digits are wanted"),
        ("ACME001", "shouting-title", "`ACME001` is no code"),
        ("ACM1", "shouting-title", "`ACM1` is no code"),
        ("ACM001\n", "shouting-title", "is no code"),
        ("../X001", "shouting-title", "is no code"),
        ("ACM001", "ShoutingTitle", "`ShoutingTitle` is no name: small letters and hyphens are wanted"),
        ("ACM001", "shouting_title", "is no name"),
        ("ACM001", "shouting--title", "is no name"),
        ("ACM001", "1st-title", "is no name"),
        ("ACM001", "标题", "is no name"),
        ("ACM001", "a/b", "is no name"),
        ("ACM001", "", "is no name"),
        ("ACM001", "span", "`span` is taken: the class would be called Span"),
        ("ACM001", "rule", "`rule` is taken"),
        ("ACM001", "none", "`none` is taken"),
    ],
)
def test_names_that_would_not_work_are_refused(tmp_path: Path, code: str, name: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        skeleton.write(code, name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_rule_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    path = skeleton.write("ACM001", "shouting-title", tmp_path)
    path.write_text("# my work\n")
    with pytest.raises(ValueError, match="is there already"):
        skeleton.write("ACM001", "shouting-title", tmp_path)
    assert path.read_text() == "# my work\n"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"none: no such folder"):
        skeleton.write("ACM001", "shouting-title", tmp_path / "none")
