"""The page of posts before and after: what it shows is what the commands do now."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest
from tests import reader
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "before-and-after.md"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_before_and_after", ROOT / "docs" / "make_before_and_after.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_current_and_every_word_is_still_there(maker: ModuleType) -> None:
    page = PAGE.read_text("utf-8")
    sections = list(maker._SECTION.finditer(page))
    assert len(sections) == page.count("\n$ copydesk ") == 3
    for section in sections:
        printed, after = maker.run(section["arguments"], section["before"])
        assert (printed, after) == (section["printed"], section["after"]), "run: python docs/make_before_and_after.py"
        assert "nothing left" in printed
        path = section["arguments"].split()[-1]
        before = reader.read(reader.soup(section["before"], path))
        assert reader.read(reader.soup(after, path)).text == before.text
        assert len(after) < len(section["before"])
