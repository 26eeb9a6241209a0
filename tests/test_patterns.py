"""Regular expressions that mean the same on every Python from 3.11.0 on, and take time in proportion to the text.

Before 3.11.5 a possessive group (``(?:…)*+``, ``(?:…)?+``, ``(?:…){2,3}+``) whose body fails after it has taken a
character keeps that character (https://github.com/python/cpython/issues/106052). So a set may be possessive
(``[a-z]*+``), but a group is atomic (``(?>(?:…)*)``) or such that giving parts of it back leads nowhere.
"""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterator

import pytest
from tests.conftest import ROOT

from copydesk import front_matter, markdown
from copydesk.front_matter import fences, spans, toml_scan, yaml_words
from copydesk.html import tokens
from copydesk.site import configuration, spelling
from copydesk_rules import addresses, declarations, fm003_missing_field

PROVEN = {"linter/copydesk/html/tokens.py": "behind its first character, a set, the body holds nothing that can fail"}
"""The files that may have one possessive group, and why it is right everywhere."""

_POSSESSIVE_GROUP = re.compile(r"(?<!\\)(?:\\\\)*\)\s*(?:[*+?]|\{[\d,]*\})\+")


def _strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and value of each string below `tree`; what an f-string puts in is shown as a group."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "()" for part in node.values]
            yield node.lineno, "".join(map(str, parts))
        if not isinstance(node, ast.JoinedStr):
            yield from _strings(node)
        else:
            for part in node.values:
                if isinstance(part, ast.FormattedValue):
                    yield from _strings(part)


def _possessive_groups(source: str) -> list[tuple[int, str]]:
    """Return line and surroundings of each possessive group in the strings of a Python file."""
    return [
        (line, value[max(match.start() - 20, 0) : match.end()])
        for line, value in _strings(ast.parse(source))
        for match in _POSSESSIVE_GROUP.finditer(value)
    ]


@pytest.mark.parametrize(
    "source",
    [
        r'X = r"(?:ab)*+"',
        r'X = r"(ab)?+"',
        r'X = r"(?:ab){1,3}+c"',
        r'X = rf"(?:ab){{2}}+{A}"',
        r'X = rf"a{A}++"',
        r'X = (r"a(?:bc)" r"++")',
        r'X = r"a\\(?:bc\\)*+"',
        "X = f\"{f(r'(?:ab)++')}\"",
        'X = r"""(?: ab ) *+"""',
    ],
)
def test_a_possessive_group_is_found(source: str) -> None:
    assert len(_possessive_groups(source)) == 1


@pytest.mark.parametrize(
    "source", [r'X = r"[a)]*+"', r'X = r"\)*+"', r'X = r"(?>(?:ab)*)"', r'X = rf"[a{A}]*+"', r'X = r"(?:a*+)+"']
)
def test_nothing_else_is(source: str) -> None:
    assert not _possessive_groups(source)


def test_no_group_is_possessive() -> None:
    files = [path for folder in ("linter", "rules") for path in sorted((ROOT / folder).rglob("*.py"))]
    groups = {path.relative_to(ROOT).as_posix(): _possessive_groups(path.read_text("utf-8")) for path in files}
    assert all(len(groups[name]) == 1 for name in PROVEN)
    found = [f"{name}:{line}: {excerpt}" for name in groups if name not in PROVEN for line, excerpt in groups[name]]
    assert not found, "Python before 3.11.5 may get these wrong; make the group atomic:\n" + "\n".join(found)


# What Python 3.11.2 read otherwise while these were possessive groups.


@pytest.mark.parametrize(
    ("target", "host", "path", "query"),
    [
        ("pictures/cat.png?size=2", "", "pictures/cat.png", "size=2"),
        ("//news.example/a", "news.example", "/a", ""),
        ("https://me@News.example:80/a", "news.example", "/a", ""),
        ("/a?b=http://c", "", "/a", "b=http://c"),
    ],
)
def test_an_address_comes_apart(target: str, host: str, path: str, query: str) -> None:
    assert addresses.split(target) == addresses.Address(host, path, query)


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ('"""He said "no" and ""no"" again"""', None),
        ('"""ends in two quotes"""""', None),
        ("'''It's ''here'''''", None),
        ('"""a \\""" b"""', None),
        ('"a\\"b" c', '"a\\"b"'),
        ('"""never ends""', '""'),
    ],
)
def test_a_toml_string_ends_where_it_ends(written: str, taken: str | None) -> None:
    match = toml_scan._SCALAR.match(written)
    assert match is not None
    assert match[0] == (taken or written)


@pytest.mark.parametrize(("written", "taken"), [("'a'", "'a'"), ("'it''s' b", "'it''s'"), ("'it''s", None)])
def test_a_single_quoted_yaml_string_ends_where_it_ends(written: str, taken: str | None) -> None:
    match = yaml_words._SINGLE.match(written)
    assert (match and match[0]) == taken


@pytest.mark.parametrize(
    ("line", "taken"),
    [("- - a", "- - "), ("- -5", "- "), ("  --- a", "  "), ("-", "")],
)
def test_dashes_of_lists_have_a_blank_behind_them(line: str, taken: str) -> None:
    match = yaml_words._DASHES.match(line)
    assert match is not None
    assert match[0] == taken


@pytest.mark.parametrize(
    ("line", "taken"),
    [
        ("title: a", "title: "),
        ("at 10:30: a", "at 10:30: "),
        ("https://news.example/: a", "https://news.example/: "),
        ("title:\n", "title:"),
        ("title:", "title:"),
        ("https://news.example/", None),
    ],
)
def test_a_yaml_key_ends_with_the_first_colon_before_a_blank(line: str, taken: str | None) -> None:
    match = yaml_words._KEY.match(line)
    assert (match and match[0]) == taken


@pytest.mark.parametrize(
    ("number", "value"), [("1.5e+3", 1500.0), ("-0", 0), ("1.", None), ("1e", None), ("1.5e", None)]
)
def test_a_json_number_is_a_whole_one(number: str, value: float | None) -> None:
    read = front_matter.read(f'{{\n"weight": {number}\n}}\n')
    assert read is not None
    assert (read.error is None) == (value is not None)
    assert read.values.get("weight") == value


@pytest.mark.parametrize(
    ("written", "real", "respelt"),
    [
        ("a%41%zz.PNG", "aA%zz.png", "a%41%zz.png"),
        ("%41%zz.png", "a%zz.png", "a%zz.png"),
        ("%e9%9b%a8.PNG", "雨.png", "%e9%9b%a8.png"),
    ],
)
def test_a_percent_sign_without_two_digits_stands_for_itself(written: str, real: str, respelt: str) -> None:
    assert spelling._respell_part(written, real, True) == respelt


@pytest.mark.parametrize(
    ("path", "dated"),
    [
        ("_posts/2024-05-06-rain.md", True),
        ("2024-05-06-rain.md", True),
        ("_posts/rain.md", False),
        ("2024-05-06-trip/rain.md", False),
    ],
)
def test_the_date_is_that_of_the_file_not_of_a_folder(path: str, dated: bool) -> None:
    assert (re.match(fm003_missing_field._DATED_NAME, path) is not None) == dated


# Time. A pattern that tries n ways at each of n places needs minutes for these, not milliseconds.


@pytest.mark.parametrize(
    ("pattern", "head", "unit"),
    [
        (tokens._CONSTRUCT, "<a ", 'b="c" '),
        (tokens._CONSTRUCT, "<a ", "b "),
        (tokens._CONSTRUCT, "<a ", "="),
        (tokens._CONSTRUCT, "<a b='", '" '),
        (fences._YAML_KEY, "a", " a"),
        (fences._JSON_OPEN, '{"', "\\a"),
        (fences._JSON_BRACES, '"', "\\a"),
        (spans._SPACE, "", " #a\n"),
        (toml_scan._SPACE, "", " #a\n"),
        (toml_scan._NAME, '"', "\\a"),
        (toml_scan._SCALAR, '"""', '""a'),
        (toml_scan._SCALAR, '"""', '\\""'),
        (toml_scan._SCALAR, "'''", "''a"),
        (toml_scan._SCALAR, '"', "\\a"),
        (yaml_words._DASHES, "", "- "),
        (yaml_words._KEY, "a", ":a"),
        (yaml_words._DOUBLE, '"', "\\a"),
        (yaml_words._SINGLE, "'", "''"),
        (markdown._DEFINITION, "[", "\\]"),
        (re.compile(configuration._QUOTED), '"', "\\a"),
        (addresses._ADDRESS, "//", "@:"),
        (declarations._DECLARATION, "", "&a;'"),
        (re.compile(fm003_missing_field._DATED_NAME), "", "2024-05-06-a/"),
    ],
    ids=lambda value: repr(value) if isinstance(value, str) else "",
)
def test_a_pattern_takes_time_in_proportion(pattern: re.Pattern[str], head: str, unit: str) -> None:
    text = head + unit * 100_000 + "\0"
    start = time.process_time()
    pattern.match(text)
    assert time.process_time() - start < 5
