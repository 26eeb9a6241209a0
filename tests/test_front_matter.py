"""Front matter: where it stands, what it says, the place of everything in it, and what is said when it is broken."""

from __future__ import annotations

import math
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import PACKED, real_posts
from tests.stopwatch import keeps_pace

from copydesk.front_matter import Entry, FrontMatter, FrontMatterError, Node, read, read_yaml
from copydesk.front_matter.slow_yaml import SlowParser
from copydesk.text import Span


class StringKeys(yaml.SafeLoader):
    """PyYAML's safe loader, but that keys stay the strings they are written as."""


def _string_keys(loader: yaml.SafeLoader, node: yaml.MappingNode) -> Iterable[dict[str, object]]:
    result: dict[str, object] = {}
    yield result
    loader.flatten_mapping(node)
    result.update({key.value: loader.construct_object(value, deep=True) for key, value in node.value})


StringKeys.add_constructor("tag:yaml.org,2002:map", _string_keys)


def front(text: str) -> FrontMatter:
    found = read(text)
    assert found is not None
    return found


def good(text: str) -> FrontMatter:
    found = front(text)
    assert found.error is None, found.error
    return found


def error(text: str) -> FrontMatterError:
    found = front(text).error
    assert found is not None
    return found


def entry(found: FrontMatter, key: str) -> Entry:
    result = found.get(key)
    assert result is not None
    return result


def same(left: object, right: object) -> bool:
    """Tell whether two values are equal and of the same types, NaN equal to itself, the order of keys left aside."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, float) and isinstance(right, float) and math.isnan(left):
        return math.isnan(right)
    return type(left) is type(right) and left == right


def nodes(entries: Iterable[Entry]) -> Iterable[Node]:
    for one in entries:
        yield one.node
        yield from nodes(one.node.entries)
        for item in one.node.items:
            yield item
            yield from nodes(item.entries)


def without(text: str, span: Span) -> str:
    return text[: span.start] + text[span.end :]


# Fences


@pytest.mark.parametrize(
    ("text", "format", "junk", "content", "body"),
    [
        ("---\na: 1\n---\nBody\n", "yaml", "", "a: 1\n", "Body\n"),
        ("---\na: 1\n---", "yaml", "", "a: 1\n", ""),
        ("---\na: 1\n...\nBody\n", "yaml", "", "a: 1\n", "Body\n"),
        ("---\na: 1\n...\n---\nBody\n", "yaml", "", "a: 1\n", "---\nBody\n"),
        ("---  \na: 1\n--- \t\nBody\n", "yaml", "", "a: 1\n", "Body\n"),
        ("---\r\na: 1\r\n---\r\nBody\r\n", "yaml", "", "a: 1\r\n", "Body\r\n"),
        ("---\n---\nBody\n", "yaml", "", "", "Body\n"),
        ("---\n\n---\nBody\n", "yaml", "", "\n", "Body\n"),
        ("---\n# Makes the generator read this file\n---\n", "yaml", "", "# Makes the generator read this file\n", ""),
        ("---\na: |\n ---\n---- b: 2\n---\n", "yaml", "", "a: |\n ---\n---- b: 2\n", ""),
        ("\n---\na: 1\n---\n", "yaml", "\n", "a: 1\n", ""),
        ("\r\n \t\r\n---\r\na: 1\r\n---\r\n", "yaml", "\r\n \t\r\n", "a: 1\r\n", ""),
        ("\ufeff---\na: 1\n---\n", "yaml", "\ufeff", "a: 1\n", ""),
        ("\ufeff\n\u200b\n---\na: 1\n---\n", "yaml", "\ufeff\n\u200b\n", "a: 1\n", ""),
        (" ---\na: 1\n---\n", "yaml", " ", "a: 1\n", ""),
        ("<!-- CC BY 4.0 -->\n---\na: 1\n---\n", "yaml", "<!-- CC BY 4.0 -->\n", "a: 1\n", ""),
        ("<!--\n---\n-->\n\n<!-- b -->\n---\na: 1\n---\n", "yaml", "<!--\n---\n-->\n\n<!-- b -->\n", "a: 1\n", ""),
        ("---\n{a: 1}\n---\n", "yaml", "", "{a: 1}\n", ""),
        ("---\n'a b': 1\n---\n", "yaml", "", "'a b': 1\n", ""),
        ("---\n标题: 雨\n---\n正文\n", "yaml", "", "标题: 雨\n", "正文\n"),
        ("---\na: 1\n---\nText\n\n---\n\nText\n", "yaml", "", "a: 1\n", "Text\n\n---\n\nText\n"),
        ("+++\na = 1\n+++\nBody\n", "toml", "", "a = 1\n", "Body\n"),
        ("\n+++\n+++\nBody\n", "toml", "\n", "", "Body\n"),
        (';;;\n"a": 1\n;;;\nBody\n', "json", "", '"a": 1\n', "Body\n"),
        (';;;\n{"a": 1}\n;;;\nBody\n', "json", "", '{"a": 1}\n', "Body\n"),
        ('---json\n{"a": 1}\n---\nBody\n', "json", "", '{"a": 1}\n', "Body\n"),
        ("--- toml \r\na = 1\r\n---\r\nBody\n", "toml", "", "a = 1\r\n", "Body\n"),
        ("---yaml\na: 1\n---\nBody\n", "yaml", "", "a: 1\n", "Body\n"),
        ('{\n  "a": "}"\n}\nBody\n', "json", "", '\n  "a": "}"\n', "Body\n"),
        ('{"a": {"b": 1}} \r\nBody\n', "json", "", '"a": {"b": 1}', "Body\n"),
        ("{}\nBody\n", "json", "", "", "Body\n"),
        ('\n\n{"a": 1}', "json", "\n\n", '"a": 1', ""),
    ],
)
def test_fences(text: str, format: str, junk: str, content: str, body: str) -> None:
    found = good(text)
    assert (found.format, found.junk.of(text), found.content.of(text)) == (format, junk, content)
    assert text[found.span.end :] == body
    assert found.junk.start == 0
    assert found.junk.end == found.open.start == found.span.start
    assert found.open.end == found.content.start
    assert found.content.end == found.close.start


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "\ufeff",
        "# Heading\n",
        "---",
        "---\n",
        "----\na: 1\n----\n",
        "-- -\na: 1\n---\n",
        "---js\nlet a = 1;\n---\n",
        "Text\n---\na: 1\n---\n",
        "```\n---\na: 1\n---\n```\n",
        "    ---\n    a: 1\n    ---\n",
        "<!-- a --> ---\na: 1\n---\n",
        "<!-- never closed\n---\na: 1\n---\n",
        "---\n\nJust a sentence.\n\n---\n\nAnother one.\n",
        "---\n\nJust a sentence, and this is it: a sentence.\n\n---\n",
        "---\n- a list\n- of things\n---\n",
        "---\n# Chapter\n\nText\n\n---\n",
        "---\n| a | b |\n|---|---|\n---\n",
        "---\n<div>\n---\n",
        "---\n> He said: no\n\n---\n",
        "---\n[a link](https://a.example/): text\n---\n",
        "---\nhttps://a.example/b: a link\n---\n",
        "---\n![alt: text](a.jpg)\n---\n",
        '---\n{{ include "a" }}\n---\n',
        '---\n"It rains," he said.\n---\n',
        "---\nNote: it rains\n\nText.\n",
        "---js\n{ a: 1 }\n---\nText\n",
        "---json of the day\na: 1\n---\nText\n",
        "---\n\nFirst sentence.\n",
        "---\nNote: first\n\nA paragraph of text.\n\nAnother paragraph.\n\nAnd one more.\n\n---\n\nText.\n",
        "+++\nText\n",
        ";;;\nText\n",
        "{% include a.html %}\n",
        "{{ page.title }}\n",
        "{{< shortcode >}}\n",
        '{"a": 1} is JSON.\n',
        "{:.class}\n",
        '{"a string in MDX"}\n',
        "{/* a comment in MDX */}\n",
        '"title": "Hexo without an opening fence"\n;;;\nText\n',
        "title: Hexo without an opening fence\n---\nText\n",
    ],
)
def test_no_front_matter(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "fence", "content"),
    [
        ("---\ntitle: A\ntags:\n  - b\n- c\n\nText: more of it.\n", "---", "title: A\ntags:\n  - b\n- c\n"),
        (
            "---\ntitle: A\n\ndate: 2024-05-06\n# comment\n\n# Heading\n\nText\n",
            "---",
            "title: A\n\ndate: 2024-05-06\n",
        ),
        ("---\ntitle: A\n\nText\n\nMore\n\n---\n\nText\n", "---", "title: A\n"),
        ("---\r\ntitle: A\r\n", "---", "title: A\r\n"),
        ("---\ntitle: A", "---", "title: A"),
        ("---\nTitle: A\ndate: B\nText\n", "---", "Title: A\ndate: B\n"),
        ('+++\ntitle = "A"\n[extra]\nimage = "b.jpg"\n\nText\n', "+++", 'title = "A"\n[extra]\nimage = "b.jpg"\n'),
        (';;;\n"title": "A",\nText\n', ";;;", '"title": "A",\n'),
        ('{\n"title": "A",\nText\n', "}", '\n"title": "A",\n'),
    ],
)
def test_missing_closing_fence(text: str, fence: str, content: str) -> None:
    found = front(text)
    assert found.error is not None
    assert (
        found.error.message
        == f"the closing `{fence}` of the front matter is missing, so it is shown to readers as text"
    )
    assert found.content.of(text) == content
    assert found.close == Span(found.content.end, found.content.end)
    assert found.entries == ()


# Values


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("text", "text"),
        ("# a comment", None),
        ("C# and C#hash", "C# and C#hash"),
        ("text # a comment", "text"),
        ("''", ""),
        ("'it''s'", "it's"),
        ('"a\\tb\\u4e2d"', "a\tb中"),
        ("yes", True),
        ("No", False),
        ("ON", True),
        ("y", "y"),
        ("nope", "nope"),
        ("12", 12),
        ("-12", -12),
        ("012", 10),
        ("0x1F", 31),
        ("0b11", 3),
        ("1_000", 1000),
        ("12:30", 750),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", "1e3"),
        ("1.0e+3", 1000.0),
        ("-.inf", -math.inf),
        (".NaN", math.nan),
        ("1.2.3", "1.2.3"),
        ("2024-05-06", date(2024, 5, 6)),
        ("2024-5-6", "2024-5-6"),
        ("2024-05-06 07:08:09", datetime(2024, 5, 6, 7, 8, 9)),
        ("2024-05-06T07:08:09Z", datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)),
        ("2024-05-06 07:08:09.5 +08:00", datetime(2024, 5, 6, 7, 8, 9, 500000, timezone(timedelta(hours=8)))),
        ("2024-05-06 07:08:09 +0800", "2024-05-06 07:08:09 +0800"),
        ("'2024-05-06'", "2024-05-06"),
        ("!!str 2024", "2024"),
        ("!!int '7'", 7),
        ("! 7", "7"),
        ("=", "="),
        ("[a, 'b', 3]", ["a", "b", 3]),
        ("[]", []),
        ("{a: 1, b}", {"a": 1, "b": None}),
        ("{}", {}),
        ("{2024: a, yes: b}", {"2024": "a", "yes": "b"}),
        ("\n  - a\n  - - b\n    - c", ["a", ["b", "c"]]),
        ("\n- a\n-", ["a", None]),
        ("\n  b: 1\n  c:\n    d: 2", {"b": 1, "c": {"d": 2}}),
        ("|\n  a\n  b", "a\nb\n"),
        (">-\n  a\n  b", "a b"),
        ("a\n  b", "a b"),
        ("\tafter a tab", "after a tab"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_yaml_values(written: str, value: object, newline: str) -> None:
    text = f"---\nfirst: 1\nkey: {written}\nlast: 2\n---\n".replace("\n", newline)
    assert same(good(text).values, {"first": 1, "key": value, "last": 2})


def test_of_equal_keys_the_last_one_wins() -> None:
    text = "---\na: 1\nb: {c: 1, c: 2}\na: 3\na: 4\n---\n"
    found = good(text)
    assert found.values == {"a": 4, "b": {"c": 2}}
    assert [one.key for one in found.entries] == ["a", "b", "a", "a"]
    assert entry(found, "a").node.value == 4
    assert [(first.node.value, second.node.value) for first, second in found.duplicates()] == [(1, 2), (1, 3), (1, 4)]
    assert found.get("c") is None


def test_aliases_stand_where_they_are_written() -> None:
    text = "---\na: &x [1, 2]\nb: *x\nc: &y hi\nd: [*y, *y]\n*y : e\n---\n"
    found = good(text)
    assert found.values == {"a": [1, 2], "b": [1, 2], "c": "hi", "d": ["hi", "hi"], "hi": "e"}
    assert [one.node.span.of(text) for one in found.entries] == ["[1, 2]", "*x", "hi", "[*y, *y]", "e"]


def test_merge_keys() -> None:
    text = "---\na: &a {x: 1, y: 2}\nb: &b {x: 3, z: 4}\nc:\n  <<: [*a, *b]\n  y: 5\nd:\n  <<: *a\n  '<<': 6\n---\n"
    found = good(text)
    assert same(found.values, yaml.safe_load(found.content.of(text)))
    assert [one.key for one in entry(found, "c").node.entries] == ["<<", "y"]
    assert found.duplicates() == []


def test_an_impossible_date_leaves_the_rest_readable() -> None:
    text = "---\ntitle: A\ndate: 2023-06-31\nnested: [2023-02-30]\nlast: 1\n---\n"
    found = front(text)
    assert found.error is not None
    assert found.error.message == "`2023-06-31` is written like a date, but there is no such day or time"
    assert found.error.span.of(text) == "2023-06-31"
    assert found.values == {"title": "A", "date": "2023-06-31", "nested": ["2023-02-30"], "last": 1}


def test_an_impossible_number_is_an_error_at_its_place() -> None:
    assert "written like a number" in error(f"---\na: {'1' * 5000}\n---\n").message
    assert "written like a number" in error(f"+++\na = {'1' * 5000}\n+++\n").message
    assert "written like a number" in error(f'{{"a": {"1" * 5000}}}\n').message


TOML = """\
+++
title = "A \\"b\\"" # comment
"quoted key" = 'c'
date = 2024-05-06T07:08:09+08:00
tags = [
  "d", # one
  'e',
]
cover.image = "f.jpg"
cover.alt = '''g
h'''
at = 07:08:09
inline = { a = 1, "b.c" = { d = [2] } }

[params]
x = 1.5
[params.sub]
y = true

[[resources]]
src = "i.jpg"

[[resources]]
src = "j.jpg"
[resources.params]
z = 3

[cover.more]
w = 1
+++
Body
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_toml(newline: str) -> None:
    text = TOML.replace("\n", newline)
    found = good(text)
    assert found.values == tomllib.loads(found.content.of(text))
    assert [(one.key, one.key_span.of(text)) for one in found.entries] == [
        ("title", "title"),
        ("quoted key", '"quoted key"'),
        ("date", "date"),
        ("tags", "tags"),
        ("cover", "cover"),
        ("at", "at"),
        ("inline", "inline"),
        ("params", "params"),
        ("resources", "resources"),
    ]
    assert entry(found, "title").node.span.of(text) == '"A \\"b\\""'
    assert entry(found, "title").span.of(text) == 'title = "A \\"b\\"" # comment' + newline
    tags = entry(found, "tags")
    assert [item.span.of(text) for item in tags.node.items] == ['"d"', "'e'"]
    assert tags.span.of(text) == newline.join(["tags = [", '  "d", # one', "  'e',", "]", ""])
    cover = entry(found, "cover")
    assert [(one.key, one.node.kind) for one in cover.node.entries] == [
        ("image", "scalar"),
        ("alt", "scalar"),
        ("more", "map"),
    ]
    assert cover.span.of(text).endswith("h'''" + newline)
    inner = entry(found, "inline").node.entries
    assert [one.span.of(text) for one in inner] == ["a = 1, ", ', "b.c" = { d = [2] }']
    params = entry(found, "params")
    assert params.span.of(text) == newline.join(["[params]", "x = 1.5", "[params.sub]", "y = true", ""])
    resources = entry(found, "resources").node
    assert [item.value for item in resources.items] == found.values["resources"]
    assert resources.items[1].span.of(text) == newline.join(
        ["[[resources]]", 'src = "j.jpg"', "[resources.params]", "z = 3"]
    )
    for one in (cover, params):
        assert one.node.value == found.values[one.key]
    remaining = dict(found.values)
    for key in ("params", "resources", "title", "tags", "inline"):
        smaller = without(text, entry(found, key).span)
        assert good(smaller).values == {name: value for name, value in remaining.items() if name != key}


def test_toml_duplicates_are_both_there() -> None:
    text = '+++\ntitle = "A"\ntags = ["x"]\ntitle = "B"\n[params]\na = 1\na = 2\n+++\n'
    found = good(text)
    assert found.values == {"title": "B", "tags": ["x"], "params": {"a": 2}}
    assert [(one.key, one.node.value) for one in found.entries][:3] == [("title", "A"), ("tags", ["x"]), ("title", "B")]
    pairs = [(first.span.of(text), second.span.of(text)) for first, second in found.duplicates()]
    assert pairs == [('title = "A"\n', 'title = "B"\n'), ("a = 1\n", "a = 2\n")]


def test_toml_impossible_date() -> None:
    text = '+++\ntitle = "A"\ndate = 2023-06-31\ndates = [2024-01-01, 2024-02-30T00:00:00Z]\n+++\n'
    found = front(text)
    assert found.error is not None
    assert found.error.span.of(text) == "2023-06-31"
    assert found.values == {"title": "A", "date": "2023-06-31", "dates": [date(2024, 1, 1), "2024-02-30T00:00:00Z"]}
    assert entry(found, "date").node.value == "2023-06-31"


JSON = """\
{
  "title": "A \\"b\\" \\ud83d\\ude00",
  "n": [1, -2.5e1, true, null],
  "m": {"c": {}, "d": "e"}, "f": 1
}
Body
"""


def test_json() -> None:
    found = good(JSON)
    assert found.values == {"title": 'A "b" 😀', "n": [1, -25.0, True, None], "m": {"c": {}, "d": "e"}, "f": 1}
    assert entry(found, "title").key_span.of(JSON) == '"title"'
    assert entry(found, "title").node.span.of(JSON) == '"A \\"b\\" \\ud83d\\ude00"'
    assert entry(found, "title").span.of(JSON) == '  "title": "A \\"b\\" \\ud83d\\ude00",\n'
    assert [item.span.of(JSON) for item in entry(found, "n").node.items] == ["1", "-2.5e1", "true", "null"]
    assert entry(found, "m").span.of(JSON) == '"m": {"c": {}, "d": "e"}, '
    for key in found.values:
        smaller = good(without(JSON, entry(found, key).span))
        assert smaller.values == {name: value for name, value in found.values.items() if name != key}


def test_json_duplicates() -> None:
    found = good('{"a": 1, "b": {"c": 1, "c": 2}, "a": 3}\n')
    assert found.values == {"a": 3, "b": {"c": 2}}
    assert [(first.node.value, second.node.value) for first, second in found.duplicates()] == [(1, 2), (1, 3)]


# Places


@pytest.mark.parametrize(
    ("lines", "key", "key_span", "value", "span"),
    [
        ("key: a b", "key", "key", "a b", "key: a b\n"),
        ("key: a b   # comment", "key", "key", "a b", "key: a b   # comment\n"),
        ("key:", "key", "key", "", "key:\n"),
        ("key:   # comment", "key", "key", "", "key:   # comment\n"),
        ("key:   ~", "key", "key", "~", "key:   ~\n"),
        ('"key": "a \\" b"', "key", '"key"', '"a \\" b"', '"key": "a \\" b"\n'),
        ("'it''s' : 'b'", "it's", "'it''s'", "'b'", "'it''s' : 'b'\n"),
        ("key: &x a", "key", "key", "a", "key: &x a\n"),
        ("key: &x", "key", "key", "", "key: &x\n"),
        ("key: !!str  2024", "key", "key", "2024", "key: !!str  2024\n"),
        ("key: [a,\n  b]", "key", "key", "[a,\n  b]", "key: [a,\n  b]\n"),
        ("key: &x {a: 1}", "key", "key", "{a: 1}", "key: &x {a: 1}\n"),
        ("key:\n  - a\n  # c\n  - b # d", "key", "key", "- a\n  # c\n  - b", "key:\n  - a\n  # c\n  - b # d\n"),
        ("key:\n- a\n-\n\n# comment", "key", "key", "- a\n-", "key:\n- a\n-\n"),
        ("key: !!seq &x\n- a", "key", "key", "- a", "key: !!seq &x\n- a\n"),
        ("key: &x # c\n  a: 1\n  b:", "key", "key", "a: 1\n  b:", "key: &x # c\n  a: 1\n  b:\n"),
        ("key: |\n  a\n\n  b  \n\n", "key", "key", "|\n  a\n\n  b  ", "key: |\n  a\n\n  b  \n"),
        ("key: >+ # c\n  a\n\n", "key", "key", ">+ # c\n  a", "key: >+ # c\n  a\n"),
        ("key: a\n  b\n  c", "key", "key", "a\n  b\n  c", "key: a\n  b\n  c\n"),
        ('key: "a\n  b" # c', "key", "key", '"a\n  b"', 'key: "a\n  b" # c\n'),
        ("? key\n: a", "key", "key", "a", "? key\n: a\n"),
        ("&k key: a", "key", "key", "a", "&k key: a\n"),
        ("🌧 下雨: 😀 b", "🌧 下雨", "🌧 下雨", "😀 b", "🌧 下雨: 😀 b\n"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("junk", ["", "\ufeff\n<!-- 雨 -->\n"])
def test_yaml_places(lines: str, key: str, key_span: str, value: str, span: str, newline: str, junk: str) -> None:
    text = f"{junk}---\nfirst: 😀\n{lines}\nlast: 1\n---\n".replace("\n", newline)
    one = entry(good(text), key)
    assert one.key_span.of(text) == key_span
    assert one.node.span.of(text) == value.replace("\n", newline)
    assert one.span.of(text) == span.replace("\n", newline)
    if not value and "&" not in lines:
        assert text[one.node.span.start - 1] == ":"


@pytest.mark.parametrize(
    ("lines", "cut"),
    [
        ("a: {x: 1, y: 2}", ["x: 1, ", ", y: 2"]),
        ("a: {x: 1}", ["x: 1"]),
        ("a: {\n  x: 1,\n  y: 2 # c,\n}", ["  x: 1,\n", ",\n  y: 2"]),
        ("a: {x , y: 1 , z}", ["x , ", "y: 1 , ", " , z"]),
        ("a: [{x: 1, y: 2}]", ["x: 1, ", ", y: 2"]),
        ("a: [x: 1]", ["x: 1"]),
        ("a:\n  - x: 1\n    y: 2\n  - z: 3", ["x: 1\n    ", "    y: 2\n"]),
        ("a:\n  - x:", ["x:"]),
        ("a:\n  -\n    x: 1\n    y: 2", ["    x: 1\n", "    y: 2\n"]),
        ("a:\n  x: 1\n  # c\n  y: 2", ["  x: 1\n", "  y: 2\n"]),
    ],
)
def test_entries_inside_of_others(lines: str, cut: list[str]) -> None:
    text = f"---\n{lines}\nlast: 1\n---\n"
    found = good(text)
    node = entry(found, "a").node
    inner = node.items[0].entries if node.items else node.entries
    assert [one.span.of(text) for one in inner] == cut
    for one in inner:
        smaller = good(without(text, one.span))
        got = entry(smaller, "a").node
        kept = {other.key: other.node.value for other in inner if other is not one}
        assert (got.items[0] if got.items else got).value in ((kept,) if kept else ({}, None, []))


def test_list_items_without_a_value_are_empty_behind_the_dash() -> None:
    text = "---\na:\n  -\n  - b\n---\n"
    items = entry(good(text), "a").node.items
    assert [(item.kind, text[: item.span.start][-2:]) for item in items] == [("null", " -"), ("scalar", "- ")]


# What is said when it is broken: what stands between the fences, the message, the characters it is about.

BROKEN_YAML = [
    ('title: "The "Big" one"', 'the quotes inside `"The "Big" one"` end the value too early', '"The "Big" one"'),
    ("title: 'it's late'", "the quotes inside `'it's late'` end the value too early", "'it's late'"),
    ('title: "A" and B', 'after the closing quote of `"A"` there is more text, `and B`', '"A" and B'),
    (
        "title: Rain: a story",
        "the value `Rain: a story` has a colon and a space in it, as if another key ended there",
        "Rain: a story",
    ),
    ("title:Rain", "there is no space after the colon in `title:Rain`", ":"),
    ("date: 2024\ntitle:Rain\ntags: a", "there is no space after the colon in `title:Rain`", ":"),
    ("title：雨", "the colon in `title：雨` is a full-width one, which YAML does not know", "："),
    ("a: 1\ntags：雨\nb: 2", "the colon in `tags：雨` is a full-width one, which YAML does not know", "："),
    (
        "title: A\ndate = 2024",
        "`date = 2024` is written with an equals sign, which means nothing in YAML",
        "date = 2024",
    ),
    (
        'title = "A"\ndate = 2024',
        '`title = "A"` is written with an equals sign, which means nothing in YAML',
        'title = "A"',
    ),
    ("title: @someone", "the value `@someone` cannot start with `@` unless it is in quotes", "@someone"),
    (
        "title: `code` first",
        "the value `` `code` first `` cannot start with `` ` `` unless it is in quotes",
        "`code` first",
    ),
    ("title: %d things", "the value `%d things` cannot start with `%` unless it is in quotes", "%d things"),
    ("title: *Rain* again", "the value `*Rain* again` cannot start with `*` unless it is in quotes", "*Rain* again"),
    ("title: *Rain", "the value `*Rain` cannot start with `*` unless it is in quotes", "*Rain"),
    (
        "title: **Rain** again",
        "the value `**Rain** again` cannot start with `*` unless it is in quotes",
        "**Rain** again",
    ),
    ("title: & co", "the value `& co` cannot start with `&` unless it is in quotes", "& co"),
    ("title: !important A", "the value `!important A` cannot start with `!` unless it is in quotes", "!important A"),
    ("title: , then", "the value `, then` cannot start with `,` unless it is in quotes", ", then"),
    ("tags: [a, @b, c]", "the item `@b` cannot start with `@` unless it is in quotes", "@b"),
    ("tags:\n  - @b", "the item `@b` cannot start with `@` unless it is in quotes", "@b"),
    (
        "title: {{ title }}",
        "the template `{{ title }}` is not in quotes, so YAML takes its braces for its own",
        "{{ title }}",
    ),
    ("a: 1\nb: {% x %}", "the template `{% x %}` is not in quotes, so YAML takes its braces for its own", "{% x %}"),
    ("tags: [a, b\ndate: 2024", "the list that opens with `[a, b` is never closed", "[a, b"),
    ("cover: {a: b\ndate: 2024", "the group in braces that opens with `{a: b` is never closed", "{a: b"),
    (
        "title: [Review] A film",
        "the brackets in `[Review] A film` make a list of it, but text follows them",
        "[Review] A film",
    ),
    ('title: "A\ndate: 2024', 'the quote that opens `"A` is never closed', '"A'),
    ('title: "A\nsub: "B"\ndate: 2024', 'the quote that opens `"A` is never closed', '"A'),
    ('path: "C:\\Users"', "`\\U` means nothing in double quotes, where a backslash begins a special character", "\\U"),
    ("tags:\n\t- a", "a tab indents `- a`, but YAML takes spaces only", "\t"),
    ("tags:\n  - a\n - b", "the list item `- b` does not line up with a list above it", "- b"),
    ("a: 1\n- b", "the list item `- b` does not line up with a list above it", "- b"),
    ("tags: - a", "the list item `- a` stands on the line of its key", "- a"),
    ("tags:\n-a\n-b", "there is no space after the dash in `-a`", "-"),
    ("title: A\n  date: B", "`date: B` is indented, but the line above it has a value already", "date: B"),
    ("  title: A\ndate: B", "`date: B` is indented less than the first key", "date: B"),
    ("a:\n    b: 1\n  c: 2", "`c: 2` is indented like none of the lines above it", "c: 2"),
    (
        "title: A\nand more\ndate: B",
        "the line `and more` has no colon, so it is neither a key nor part of the value above it",
        "and more",
    ),
    ("text: > A", "`> A` begins with `>`, after which the text must start on the next line", "> A"),
    ("text: |\nA\nb: 1", "`A` belongs to the text that `text: |` begins, but is not indented", "A"),
    ("a: 1\n<<<<<<< HEAD\nb: 2", "`<<<<<<< HEAD` is left from a merge conflict", "<<<<<<< HEAD"),
    ("a: 1\n--- b\nc: d", "a second YAML document begins here", "---"),
    ("a: b\x08c", "the invisible character U+0008 stands here, and front matter cannot contain it", "\x08"),
    ("a: &a [*a]", "`*a` stands for a value of which it is itself a part", "*a"),
    ("a: *b\nc: &b 1", "`*b` is used before `&b` says what it stands for", "*b"),
    ("a:\n  <<: 1", "`<<` stands for the keys of a map, and `1` is none", "1"),
    ("a: {b , c:}", "this cannot be read from `:}` on", ":}"),
    ("a: 1\n[b]: 2", "`[b]: 2` begins with a bracket, and a key must be a word", "[b]: 2"),
]

BROKEN_TOML = [
    ("title = Rain", "the value `Rain` is not in quotes", "Rain"),
    ("draft = True", "`True` is no value in TOML", "True"),
    ("title = “Rain”", "the quotes of `“Rain”` are typographic ones", "“Rain”"),
    ("title =", "there is no value in `title =`", "title ="),
    ("title: Rain", "`title: Rain` is written with a colon, which means nothing in TOML", "title: Rain"),
    ("a = 1\ntitle", "the line `title` has no equals sign", "title"),
    ('标题 = "雨"', "the key `标题` has characters that a key can have only in quotes", "标题"),
    ('title = "The "Big" one"', 'the quotes inside `"The "Big" one"` end the value too early', '"The "Big" one"'),
    ("title = 'A' B", "after the value there is more text, `B`", "B"),
    ('title = "A\nb = 1', 'the quote that opens `"A` is never closed', '"A'),
    ("title = 'A\nb = 1", "the quote that opens `'A` is never closed", "'A"),
    ('title = """A\nb = 1', 'the quote that opens `"""A` is never closed', '"""A'),
    ('path = "C:\\dir"', "`\\d` means nothing in double quotes, where a backslash begins a special character", "\\d"),
    ('tags = ["a" "b"]', 'before `"b"]` a comma is missing, or a list is not closed', '"b"]'),
    ("[a]\nb = 1\n[a]\nc = 2", "`[a]` belongs to a table that is complete already", "[a]"),
    ("[a\nb = 1", "the header `[a` is not closed", "[a"),
    ("x = {a = 1, a = 2}", "`x = {a = 1, a = 2}` gives a key a second value", "x = {a = 1, a = 2}"),
]

BROKEN_JSON = [
    ("'title': 1", "the key `'title'` is not in double quotes", "'title'"),
    ("title: 1", "the key `title` is not in double quotes", "title"),
    ("\"a\": 'b'", "`'b'` does not begin with a double quote", "'b'"),
    ('"a": b', "the value `b` is not in double quotes", "b"),
    ('"a": True', "`True` is no value in JSON", "True"),
    ('"a": 1,', "there is a comma after the last value", ","),
    ('"a": 1\n"b": 2', 'a comma is missing before `"b": 2`', '"b": 2'),
    ('"a" 1', 'behind the key `"a"` there is no colon', '"a"'),
    ('"a": ', "the last key has no value", ""),
    ('"a": , "b": 1', 'there is no value before `, "b": 1`', ', "b": 1'),
    ('"a": 1, // why', "JSON knows no comments like `// why`", "// why"),
    ('"a": [1, 2', "the list that opens with `[1, 2` is never closed", "[1, 2"),
    ('"a": "b\n', 'the quote that opens `"b` is never closed', '"b'),
    ('"a": "C:\\dir"', "`\\d` means nothing here: in JSON a backslash begins a special character", "\\d"),
    ('"a": "b\tc"', "the invisible character U+0009 stands here, and JSON cannot contain it", "\t"),
    ('"a": 01', "the value `01` is not in double quotes", "01"),
]


@pytest.mark.parametrize(
    ("text", "message", "about"),
    [(f"---\n{inner}\n---\nBody\n", message, about) for inner, message, about in BROKEN_YAML]
    + [(f"+++\n{inner}\n+++\nBody\n", message, about) for inner, message, about in BROKEN_TOML]
    + [(f";;;\n{inner}\n;;;\nBody\n", message, about) for inner, message, about in BROKEN_JSON],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_broken_front_matter_is_explained(text: str, message: str, about: str, newline: str) -> None:
    text = "\ufeff\n" + text.replace("\n", newline)
    found = front(text)
    assert found.error is not None
    assert (found.error.message, found.error.span.of(text)) == (message, about)
    assert found.content.contains(found.error.span)
    assert found.error.help
    assert not found.error.help.endswith(".")
    assert found.entries == ()
    assert text[found.span.end :] == "Body" + newline


# The same as the usual loaders

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=True)
    | st.dates()
    | st.datetimes(timezones=st.just(UTC) | st.none())
    | st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=12)
    | st.sampled_from(["yes", "~", "null", "0x1f", "1:30", "2024-05-06", "- a", "a: b", "# c", "'", '"', "|", "{", " "])
)
KEYS = st.from_regex(r"\A[a-z][a-z0-9_-]{0,8}\Z") | st.sampled_from(
    ["two words", "标题", "it's", 'a"b', "yes", "2024", "~"]
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=6
)
MAPS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=5)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


@st.composite
def posts(draw: st.DrawFn) -> str:
    """Draw a post whose front matter PyYAML has written, in one of its styles."""
    dumped = yaml.safe_dump(
        draw(MAPS),
        default_flow_style=draw(st.sampled_from([None, False, True])),
        default_style=draw(st.sampled_from([None, None, '"', "'"])),
        allow_unicode=True,
        width=draw(st.sampled_from([20, 80, 1000])),
        indent=draw(st.sampled_from([2, 4])),
        sort_keys=False,
    )
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    return f"---\n{dumped}---\nBody\n".replace("\n", newline)


@quick
@given(posts())
def test_yaml_is_read_as_pyyaml_reads_it(text: str) -> None:
    found = good(text)
    assert same(found.values, yaml.load(found.content.of(text), StringKeys))


@quick
@given(posts())
def test_yaml_spans_name_what_they_say(text: str) -> None:
    found = good(text)
    for one in found.entries:
        assert yaml.load(f"{one.key_span.of(text)}: 1", StringKeys) == {one.key: 1}
    for node in nodes(found.entries):
        if node.kind == "scalar" and "\n" not in node.span.of(text) and "!!" not in text:
            assert same(yaml.load(f"- {node.span.of(text)}", StringKeys)[0], node.value)


@quick
@given(posts(), st.data())
def test_a_value_is_replaced_alone(text: str, data: st.DataObject) -> None:
    found = good(text)
    one = data.draw(st.sampled_from(found.entries))
    opening = one.node.span.of(text)[:1]
    if one.node.kind in ("list", "map") and opening not in ("[", "{"):
        return  # a list below its key is not replaced by something beside it
    if "!!" in one.span.of(text):
        return  # the type that is written before a value stays
    blank = "" if text[one.node.span.start - 1].isspace() else " "
    changed = f"{text[: one.node.span.start]}{blank}'new one'{text[one.node.span.end :]}"
    assert same(good(changed).values, {**found.values, one.key: "new one"})


@quick
@given(posts(), st.data())
def test_an_entry_is_removed_alone(text: str, data: st.DataObject) -> None:
    found = good(text)
    one = data.draw(st.sampled_from(found.entries))
    remaining = {key: value for key, value in found.values.items() if key != one.key}
    smaller = read(without(text, one.span))
    assert smaller is not None
    assert same(smaller.values, remaining)


# fmt: off
SNIPPETS = [
    "a b: ", ": ", ":", "\n", "\n  ", "- ", "-", "? ", "\"", "'", "[", "]", "{", "}", ", ", "#", " #", " ", "\t",
    "&x ", "*x", "!!str ", "!t ", "\\", "~", "null", "1", "2.5", "2020-01-01", "1:30", "yes", "=", "é", "😀", "\r\n",
    "\r", "\x85", "\u2028", "%", "@", "`", "<<: ", "k: v\n", "l:\n- 1\n- 2\n", "t: [x, y]\n",
    "m: {a: 1, b: 2}\n", "s: ", "\n  foo\n", "+", "_", ".", "\x00", "|\n", "|", "|-", ">",
]
# fmt: on


@settings(quick, max_examples=400)
@given(st.lists(st.sampled_from(SNIPPETS), max_size=12).map("".join), st.booleans())
def test_any_yaml_is_read_or_explained(inner: str, keys: bool) -> None:
    text = f"---\n{'k: v' + chr(10) if keys else ''}{inner}\n---\n"
    span = Span(4, len(text) - 4)
    content = read_yaml.read_yaml(text, span)
    if content.error is not None:
        assert span.contains(content.error.span)
        assert "\n" not in content.error.message
    for one in content.entries:
        assert span.start <= one.span.start <= one.key_span.start <= one.key_span.end <= one.node.span.start
        assert one.node.span.end <= one.span.end <= span.end
    try:
        expected = yaml.load(span.of(text), StringKeys)
    except (yaml.YAMLError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return
    if content.error is None:
        assert same(content.values, expected if expected is not None else {})


@settings(quick, max_examples=150)
@given(st.lists(st.sampled_from(SNIPPETS), max_size=12).map("".join))
def test_the_slow_parser_gives_the_same(inner: str) -> None:
    text = f"k: v\n{inner}\n"
    fast = read_yaml.read_yaml(text, Span(0, len(text)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read_yaml, "Parser", SlowParser)
        slow = read_yaml.read_yaml(text, Span(0, len(text)))
    if fast.error is None and slow.error is None:
        assert repr(fast) == repr(slow)


@settings(quick, max_examples=200)
@given(
    st.text("-+;{}[]\"':=,.# \t\r\n\ufeffabc<!>1é", max_size=60),
    st.sampled_from(["", "---\n", "+++\n", ";;;\n", '{"a":']),
)
def test_reading_never_fails(text: str, opening: str) -> None:
    for whole in (opening + text, opening + text + "\n" + opening):
        found = read(whole)
        if found is not None:
            assert 0 == found.junk.start <= found.junk.end == found.open.start <= found.open.end == found.content.start
            assert found.content.end == found.close.start <= found.close.end <= len(whole)


# What is meant to hurt

MANY = 200_000
HOSTILE = {
    "brackets": "---\na: " + "[" * MANY + "\n---\n",
    "braces": "---\na: " + "{" * MANY + "\n---\n",
    "dashes": "---\na:\n  " + "- " * MANY + "\n---\n",
    "levels": "---\n" + "".join(" " * level + "a:\n" for level in range(600)) + "---\n",
    "laughs": "---\na0: &a0 [x, x]\n" + "".join(f"a{n + 1}: &a{n + 1} [*a{n}, *a{n}]\n" for n in range(24)) + "---\n",
    "size": "---\n" + "a: 12\n" * MANY + "---\n",
    "sexagesimals": "---\na: " + "1:" * MANY + "1\n---\n",
    "toml brackets": "+++\na = " + "[" * MANY + "\n+++\n",
    "toml dots": "+++\n" + "a." * MANY + "a = 1\n+++\n",
    "json brackets": '{"a": ' + "[" * MANY + "\n}\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_bombs_are_refused(name: str) -> None:
    start = time.process_time()
    assert error(HOSTILE[name]).span
    assert time.process_time() - start < 2


LONG = {
    "fences that are none": lambda many: "---\na: 1\n" + "---x\n" * many,
    "quotes": lambda many: "---\na: " + '" ' * many + "\n---\n",
    "backslashes": lambda many: '{"a": "' + '\\"' * many + "\n",
    "comments": lambda many: "<!-- x -->\n" * many + "---\na: 1\n---\n",
    "blanks": lambda many: " " * many + "\n---\na:" + " " * many + "1\n---\n",
    "pairs on a line": lambda many: "---\na: {" + "a: 1, " * (many // 20) + "}\n---\n",
    "carriage returns": lambda many: "---\n" + "a: 1\r" * (many // 20) + "\n---\n",
    "words": lambda many: "---\n" + "a " * many + "\n---\n",
    "toml quotes": lambda many: '+++\na = """' + '""x' * many + "\n+++\n",
}


@pytest.mark.parametrize("name", LONG)
def test_time_grows_with_the_length_only(name: str) -> None:
    """Four times the text may take ten times as long (timers shake), not sixteen times."""
    short, long = LONG[name](20_000), LONG[name](80_000)
    keeps_pace(lambda: read(short), lambda: read(long), 10)


def test_nothing_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys; from copydesk.front_matter import read; read('# A\\n'); read('---\\n\\nText\\n\\n---\\n');"
        "assert not {'yaml', 'tomllib', 'json'} & set(sys.modules);"
        "read('---\\na: 2024-05-06\\n---\\n');"
        "assert not {'tomllib', 'json', 'copydesk.front_matter.yaml_words'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# Real posts


@pytest.mark.skipif(not PACKED, reason="the corpora are not on this machine")
@pytest.mark.parametrize("name", PACKED)
def test_real_posts_are_read_as_others_read_them(
    name: str, archive: Callable[[str], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    for number, (path, text) in enumerate(real_posts(archive(name))):
        found = read(text)
        if found is None:
            assert not text.lstrip("\ufeff\r\n").startswith(("---\n", "---\r\n", "+++\n", ";;;\n")), path
            continue
        _compare(text, found, path, exact=number % 5 == 0)
    assert capfd.readouterr() == ("", "")


def _compare(text: str, found: FrontMatter, name: str, *, exact: bool) -> None:
    """Compare with tomllib, or with PyYAML: its C loader, and where `exact` also the slow one."""
    content = found.content.of(text)
    try:
        if found.format == "toml":
            expected = tomllib.loads(content)
        else:
            expected = yaml.load(content, yaml.CSafeLoader) or {}
            if exact:
                assert same(yaml.safe_load(content) or {}, expected)
    except (yaml.YAMLError, ValueError):
        return
    assert found.error is None, name
    assert same(found.values, expected), name
    for one in found.entries:
        assert one.key_span.of(text).strip("\"'") == one.key, name
        if exact:
            smaller = read(without(text, one.span))
            remaining = {key: value for key, value in expected.items() if key != one.key}
            assert same(smaller.values if smaller else {}, remaining), name
