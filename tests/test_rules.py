"""Every rule keeps the conventions, every example of every rule and vendor is what the rule does, pages are current."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from tests.conftest import ROOT

import copydesk_rules
from copydesk import docs, registry, testing
from copydesk.testing import Case
from copydesk_rules import vendor_files

RULES = registry.discover()
VENDOR_CASES = [
    (vendor, Case(RULES[code], number, example))
    for number, (vendor, code, example) in enumerate(vendor_files.examples(), 1)
    if code in RULES
]


@pytest.mark.parametrize("case", testing.cases(RULES.values()), ids=str)
def test_example_of_a_rule(case: Case) -> None:
    case.run()


@pytest.mark.parametrize(("vendor", "case"), VENDOR_CASES, ids=[f"{vendor}-{case}" for vendor, case in VENDOR_CASES])
def test_example_of_a_vendor(vendor: str, case: Case) -> None:
    case.run()


def test_vendor_examples_name_rules_that_exist() -> None:
    assert {code for _, code, _ in vendor_files.examples()} <= set(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_conventions(rule: type) -> None:
    testing.conventions(rule, Path(inspect.getfile(rule)).name)


def test_names_are_unique() -> None:
    names = [rule.name for rule in RULES.values()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_page_is_current(rule: type) -> None:
    page = ROOT / "docs" / "rules" / f"{rule.code}.md"
    assert page.exists(), "run: copydesk rules --write docs/rules"
    assert page.read_text("utf-8") == docs.page(rule), "run: copydesk rules --write docs/rules"


def test_index_is_current_and_no_page_is_left_over() -> None:
    folder = ROOT / "docs" / "rules"
    assert (folder / "README.md").read_text("utf-8") == docs.index(RULES.values())
    assert {path.stem for path in folder.glob("*.md")} == {*RULES, "README"}


def test_rules_import_only_what_copydesk_exports() -> None:
    wrong = [
        f"{path.name}: {line}"
        for path in (ROOT / "rules").rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if re.match(r"\s*(from|import) copydesk\.", line)
    ]
    assert not wrong


def test_rules_that_are_loaded_on_request_need_one() -> None:
    for rule in copydesk_rules.rules_on_request():
        asked_for = rule.online or all(example.collection for example in rule.examples if example.findings)
        assert not rule.default or asked_for, rule.code
    for rule in copydesk_rules.rules():
        assert rule.default, f"{rule.code} is opt-in: it belongs into the folder on_request"
