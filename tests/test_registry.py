"""Rules are found where packages offer them and where a configuration names them, and chosen by name."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from copydesk import registry
from copydesk.registry import BadRule, UnknownRule
from copydesk.rule import Rule

Write = Callable[[str, str], Path]

RULE = """\
from copydesk import Rule


class {name}(Rule):
    \"\"\"A rule.\"\"\"

    code = "{code}"
    name = "{words}"
"""


def source(code: str = "ACM001", words: str = "shouting-title") -> str:
    return RULE.format(code=code, words=words, name="".join(word.capitalize() for word in words.split("-")))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a file and returns its path."""

    def call(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    return call


# Entry points


def by_metadata(path: list[str]) -> list[str]:
    found = [point for one in metadata.distributions(path=path) for point in one.entry_points]
    names = {point.value for point in metadata.entry_points(group=registry.GROUP)} if path == sys.path else None
    return sorted(names if names is not None else {point.value for point in found if point.group == registry.GROUP})


def test_what_is_installed_is_found_as_the_standard_library_finds_it() -> None:
    found = registry.entry_points()
    assert sorted(found) == by_metadata(sys.path)
    assert "copydesk_rules" in found


@pytest.mark.parametrize(
    "text",
    [
        "[copydesk.rules]\nacme = acme_rules\n",
        "[console_scripts]\na = b:c\n\n[copydesk.rules]\n  acme=acme_rules  \nmore = more.rules\n[other]\nx = y\n",
        "# [copydesk.rules]\n[copydesk.rules.more]\nacme = acme_rules\n",
        "[copydesk.rules]\n# off = off_rules\n\nacme = acme_rules\n",
        "[copydesk.rules]\n",
        "[console_scripts]\ncopydesk.rules = a:b\n",
        "",
        "[copydesk.rules]\r\nacme = acme_rules\r\n",
    ],
)
def test_entry_points_are_read_as_the_standard_library_reads_them(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    write("site/acme-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    write("site/acme-1.0.dist-info/entry_points.txt", text)
    write("site/Other_Name.egg-info/PKG-INFO", "Metadata-Version: 2.1\nName: Other.Name\nVersion: 1.0\n")
    write("site/Other_Name.egg-info/entry_points.txt", "[copydesk.rules]\nother = other_rules\n")
    path = [
        str(tmp_path / "site"),
        str(tmp_path / "nowhere"),
        str(tmp_path / "site" / "acme-1.0.dist-info" / "METADATA"),
    ]
    monkeypatch.setattr(sys, "path", path)
    assert sorted(registry.entry_points()) == by_metadata(path)


def test_of_two_versions_the_first_on_the_path_counts(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, version, module in (("one", "2.0", "new_rules"), ("two", "1.0", "old_rules")):
        write(f"{folder}/acme-{version}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: acme\nVersion: {version}\n")
        write(f"{folder}/acme-{version}.dist-info/entry_points.txt", f"[copydesk.rules]\nacme = {module}\n")
    path = [str(tmp_path / "one"), str(tmp_path / "two")]
    monkeypatch.setattr(sys, "path", path)
    assert registry.entry_points() == ["new_rules"] == by_metadata(sys.path)


def test_what_cannot_be_read_is_passed_over(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = write("site/a-1.dist-info/entry_points.txt", "")
    broken.write_bytes(b"[copydesk.rules]\nx = \xff\n")
    write("site/b-1.dist-info/entry_points.txt", "[copydesk.rules]\nb = b_rules\n")
    write("site/c.egg-info", "a file, not a folder")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site")])
    assert registry.entry_points() == ["b_rules"]


def test_the_working_directory_counts_where_it_is_on_the_path(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("acme-1.0.dist-info/entry_points.txt", "[copydesk.rules]\nacme = acme_rules\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [""])
    assert registry.entry_points() == ["acme_rules"]


def test_rules_of_a_package_are_found(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("acme_rules_a.py", source())
    write("acme_rules_b.py", "from acme_rules_a import ShoutingTitle\n\n\ndef rules():\n    return [ShoutingTitle]\n")
    monkeypatch.syspath_prepend(tmp_path)
    for module in ("acme_rules_a", "acme_rules_b"):
        monkeypatch.setattr(registry, "entry_points", lambda module=module: [module])
        assert [rule.name for rule in registry.discover().values()] == ["shouting-title"]
    monkeypatch.setattr(registry, "entry_points", lambda: ["acme_rules_a", "acme_rules_b"])
    assert list(registry.discover()) == ["ACM001"]


@pytest.mark.parametrize("text", ["raise ValueError('no')", "import nothing_of_that_name", "def ("])
def test_a_package_that_cannot_be_loaded_is_named(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    name = f"acme_broken_{abs(hash(text))}"
    write(f"{name}.py", text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(registry, "entry_points", lambda: [name])
    with pytest.raises(BadRule, match=f"cannot load the rules of the package {name}: "):
        registry.discover()


# Private rules


def test_private_rules_come_beside_the_others(write: Write) -> None:
    rules = registry.discover([write("shouting title.py", source())])
    assert rules["ACM001"].name == "shouting-title"
    assert "TRK001" in rules
    assert list(rules) == sorted(rules)


def test_a_private_file_is_loaded_once(write: Write) -> None:
    path = write("rule.py", source())
    assert registry.discover([path])["ACM001"] is registry.discover([path, path])["ACM001"]


def test_files_of_the_same_name_are_different_files(write: Write) -> None:
    one, two = write("a/rule.py", source()), write("b/rule.py", source("ACM002", "whispering-title"))
    assert {"ACM001", "ACM002"} <= registry.discover([one, two]).keys()


def test_a_private_rule_may_have_helpers_and_dataclasses(write: Write) -> None:
    text = source().replace(
        "from copydesk import Rule\n", "from dataclasses import dataclass\nfrom copydesk import Rule\n"
    )
    text += "\n\n@dataclass\nclass Helper:\n    a: 'int' = 0\n\n\nclass Base(Rule):\n    pass\n"
    assert registry.discover([write("rule.py", text)])["ACM001"].__doc__ == "A rule."


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("rule.py", "raise KeyError('x')", r"cannot load rules from .*rule\.py: KeyError: 'x'"),
        ("rule.py", "def (", r"cannot load rules from .*rule\.py: SyntaxError: "),
        ("rule.py", "import nothing_of_that_name", "ModuleNotFoundError: No module named 'nothing_of_that_name'"),
        ("rule.txt", source(), r"cannot load rules from .*rule\.txt: no such Python file"),
        ("rule.py", "", r"rule\.py brings no rule: a class that inherits from copydesk\.Rule and has a code"),
        ("rule.py", "from copydesk_rules.trk001_tracking_comment import TrackingComment", "brings no rule"),
        ("rule.py", source(code="acm1"), r"ShoutingTitle needs a code such as ACM001 and a name"),
        ("rule.py", source(code="ACME0001"), "needs a code such as ACM001"),
        ("rule.py", source().replace('name = "shouting-title"', ""), "and a name such as shouting-title"),
        ("rule.py", source("TRK001"), "two rules have the code TRK001: TrackingComment and ShoutingTitle"),
        (
            "rule.py",
            source("ACM001", "tracking-comment"),
            "two rules have the name tracking-comment: TRK001 and ACM001",
        ),
        (
            "rule.py",
            source() + source("ACM001", "other-title"),
            "two rules have the code ACM001: ShoutingTitle and OtherTitle",
        ),
    ],
)
def test_what_is_wrong_with_a_private_rule_is_said(write: Write, name: str, text: str, message: str) -> None:
    with pytest.raises(BadRule, match=message):
        registry.discover([write(name, text)])


def test_a_private_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadRule, match="no such Python file"):
        registry.discover([tmp_path / "none.py"])


def test_a_file_that_failed_may_be_mended_and_tried_again(write: Write) -> None:
    path = write("rule.py", "raise ValueError")
    with pytest.raises(BadRule):
        registry.discover([path])
    write("rule.py", source())
    os.utime(path, (1, 1))
    assert "ACM001" in registry.discover([path])


# Codes and selectors


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("AB001", True),
        ("ABC999", True),
        ("A001", False),
        ("ABCD001", False),
        ("ABC01", False),
        ("ABC0001", False),
        ("abc001", False),
        ("ABC١٢٣", False),
        ("ÄBC001", False),
        ("001", False),
        ("", False),
    ],
)
def test_the_form_of_a_code(word: str, form: bool) -> None:
    assert registry.is_code(word) is form


def made(code: str, name: str, default: bool = True) -> type[Rule]:
    return type("Made", (Rule,), {"code": code, "name": name, "default": default})


RULES = {
    rule.code: rule
    for rule in (
        made("AB001", "first-rule"),
        made("AB002", "second-rule", default=False),
        made("ABC001", "third-rule"),
    )
}


@pytest.mark.parametrize(
    ("selectors", "codes"),
    [
        ([], []),
        (["AB001"], ["AB001"]),
        (["second-rule"], ["AB002"]),
        (["AB"], ["AB001", "AB002"]),
        (["ABC"], ["ABC001"]),
        (["recommended"], ["AB001", "ABC001"]),
        (["strict"], ["AB001", "AB002", "ABC001"]),
        (["all"], ["AB001", "AB002", "ABC001"]),
        (["AB001", "first-rule", "AB"], ["AB001", "AB002"]),
    ],
)
def test_selectors(selectors: list[str], codes: list[str]) -> None:
    assert sorted(registry.select(RULES, selectors)) == codes


@pytest.mark.parametrize(
    ("selector", "suggestion"),
    [
        ("AB003", "AB00[12]"),
        ("ab001", "AB001"),
        ("ABC002", "ABC001|AB002"),
        ("frist-rule", "first-rule"),
        ("recomended", "recommended"),
        ("QQQ", ""),
        ("", ""),
        ("A", ""),
    ],
)
def test_a_selector_that_names_nothing(selector: str, suggestion: str) -> None:
    with pytest.raises(UnknownRule) as caught:
        registry.select(RULES, [selector])
    assert caught.value.selector == selector
    hint = f": did you mean `({suggestion})`\\?" if suggestion else ""
    assert re.fullmatch(f"unknown rule `{selector}`{hint}", str(caught.value))


@pytest.mark.parametrize("word", ["AB002", "ab002", "second-rule", "Second-Rule"])
def test_a_rule_is_found_by_code_or_name_in_any_case(word: str) -> None:
    assert registry.find(RULES, word) is RULES["AB002"]


def test_a_rule_that_is_not_there_is_not_found() -> None:
    with pytest.raises(UnknownRule, match="did you mean `second-rule`"):
        registry.find(RULES, "secnd-rule")
