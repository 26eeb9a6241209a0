"""Editing front matter: values are as meant to the usual parsers, and everything else stays to the byte."""

from __future__ import annotations

import json
import random
import tomllib
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk import edits, front_matter
from copydesk.front_matter import editing
from copydesk.front_matter.values import UnwritableError, is_plain_yaml, written

# Documents of pieces: what stands there, and what it means


class Piece(NamedTuple):
    """A field with its whole lines (or, in braces, from its key to its value); a comment or blank lines have no key."""

    text: str
    key: str = ""
    value: object = None


class Made(NamedTuple):
    text: str
    pieces: list[tuple[int, int, Piece]]
    """Start and end of each field."""

    def place(self, key: str) -> tuple[int, int]:
        return next((start, end) for start, end, piece in self.pieces if piece.key == key)


KEYS = ["title", "date", "tags", "author", "cover", "top", "summary", "links", "lang", "series", "menu", "标题"]
NEW_KEYS = ["slug", "og image", "更新", "it's", 'a"b', "no", "2024", "x.y", "Status"]
TEXTS = [
    "Rain", "The sea: a story", "no", "On", "12:30", "1.10", "2024-05-06", "2024", "0x1F", "1_000", "~", "null", "",
    " lead", "trail ", "it's", 'say "hi"', "it's \"both\"", "C:\\dir", "# not a comment", "a # b", "a #b", "- item",
    "[x]", "{x}", "a, b", "*star", "&and", "!bang", "|", ">", "%", "@me", "`code`", "key:", "雨天的故事：一", "😀 rain",
    "３０", "a\tb", "\x07", "\u200b", "\u2028", "\x85", "nbsp\xa0here", "\ufeff", "3 ways to rain", "1e3", "yes", "=",
    "<<", "---", "...", "two\nlines", "two\n\nparagraphs\n", "  indented\nfirst", "ends\n\n", "\nbegins", "a: b\n- c",
    "tail \nblank", "https://example.org/a?b=c#d", "/images/a.jpg", "true", "'", '"', "\\", '"""', "'''", "<b>",
]  # fmt: skip
MOMENTS: list[object] = [
    date(2024, 5, 6),
    datetime(2024, 5, 6, 7, 8, 9),
    datetime(2024, 5, 6, 7, 8, 9, 250000),
    datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC),
    datetime(2024, 5, 6, 7, 8, 9, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    datetime(2024, 5, 6, 7, 8, tzinfo=timezone(-timedelta(hours=3))),
]


def a_value(dice: random.Random, format: str) -> Any:
    kind = dice.randrange(10)
    if kind < 4:
        return dice.choice(TEXTS)
    if kind == 4:
        return "".join(dice.choice("ab :#-'\"\\,[]{}\n1é雨😀") for _ in range(dice.randrange(9)))
    if kind == 5:
        return dice.choice([0, 7, -3, 10**20, 1.5, 1e20, 1e-7, -2.0, True, False])
    if kind == 6:
        return dice.choice(MOMENTS)
    if kind == 7:
        return [dice.choice(TEXTS) for _ in range(dice.randrange(4))]
    if kind == 8:
        return {dice.choice(NEW_KEYS): dice.choice(TEXTS), "n": 1}
    return None if format != "toml" else time(7, 8, 9)


def in_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat("T" if value.tzinfo else " ")
    if isinstance(value, date | time):
        return value.isoformat()
    return value


def yaml_piece(dice: random.Random, key: str) -> Piece:
    word, other = dice.sample(["sea", "rain", "tide", "雨", "north wind"], 2)
    dash = dice.choice(["", "  ", "    "])
    note = dice.choice(["", "", "  # why", " # 注"])
    choices: list[tuple[str, object]] = [
        (f"{key}: {word}{note}\n", word),
        (f'{key}: "{word}: {other}"{note}\n', f"{word}: {other}"),
        (f"{key}:   'it''s {word}'{note}\n", f"it's {word}"),
        (f"{key}: 12{note}\n", 12),
        (f"{key}: yes\n", True),
        (f"{key}: 2024-05-06{note}\n", date(2024, 5, 6)),
        (f"{key}:{note}\n", None),
        (f"{key}: ~{note}\n", None),
        (f"{key}: [{word}, '{other}']{note}\n", [word, other]),
        (f"{key}: []{note}\n", []),
        (f"{key}: [ {word} ]\n", [word]),
        (f"{key}: [\n  {word},\n  {other}, # why\n]{note}\n", [word, other]),
        (f"{key}:{note}\n{dash}- {word}\n{dash}- {other}{note}\n", [word, other]),
        (f'{key}:\n{dash}- {word} # one\n# between\n{dash}- "{other}"\n', [word, other]),
        (f"{key}:\n{dash}- {word}\n", [word]),
        (f"{key}:\n{dash}- name: {word}\n{dash}  at: {other}\n{dash}- x\n", [{"name": word, "at": other}, "x"]),
        (f"{key}:{note}\n  name: {word}{note}\n  at:\n    - {other}\n", {"name": word, "at": [other]}),
        (f"{key}: {{name: {word}, at: '{other}'}}{note}\n", {"name": word, "at": other}),
        (f"{key}: |\n  {word}\n\n  {other}\n", f"{word}\n\n{other}\n"),
        (f"{key}: >-\n  {word}\n  {other}\n", f"{word} {other}"),
        (f"{key}: {word}\n  {other}{note}\n", f"{word} {other}"),
        (f"{key}:\n  {word}\n", word),
        (f"'{key}': {word}\n", word),
    ]
    return Piece(*(lambda text, value: (text, key, value))(*dice.choice(choices)))


def make(dice: random.Random, format: str) -> Made:
    keys = dice.sample(KEYS, dice.randrange(7))
    builder: Callable[[random.Random, str], Piece] = {"yaml": yaml_piece, "toml": toml_piece, "json": json_piece}[
        format
    ]
    pieces = [builder(dice, key) for key in keys]
    newline = dice.choice(["\n", "\n", "\r\n"])
    lead = dice.choice(["", "", "\ufeff", "\n"])
    if format == "json":
        return json_text(dice, pieces, newline, lead)
    if format == "toml":
        pieces.sort(key=lambda piece: piece.text.startswith("["))
    fence = {"yaml": "---\n", "toml": "+++\n"}[format]
    text = lead + fence
    places = []
    if format == "yaml" and pieces and dice.random() < 0.1:
        return flow_yaml(dice, keys, newline, lead)
    indent = "  " if format == "yaml" and dice.random() < 0.1 else ""
    for piece in pieces:
        text += dice.choice(["", "", "", f"{indent}# a note\n", "\n"])
        body = piece.text
        if indent:
            body = "".join(indent + line if line.strip() else line for line in body.splitlines(keepends=True))
        places.append((len(text), len(text) + len(body), piece))
        text += body
    text += dice.choice(["", "", "# the end\n", "\n"])
    text += fence + "\nThe sea went out: all of it.\n"
    return with_newlines(text, places, newline)


def flow_yaml(dice: random.Random, keys: list[str], newline: str, lead: str) -> Made:
    spread = dice.random() < 0.5
    text = lead + "---\n{"
    places = []
    for index, key in enumerate(keys):
        text += "," if index else ""
        text += "\n  " if spread else " " if index else ""
        written, value = dice.choice(
            [("rain", "rain"), ("'a, b'", "a, b"), ("[x, y]", ["x", "y"]), ("", None), ("7", 7)]
        )
        body = f"{key}: {written}".rstrip()
        places.append((len(text), len(text) + len(body), Piece(body, key, value)))
        text += body if written else body + " "
    text += "\n}\n---\nText.\n" if spread else " }\n---\nText.\n"
    return with_newlines(text, places, newline)


def toml_piece(dice: random.Random, key: str) -> Piece:
    word, other = dice.sample(["sea", "rain", "tide", "雨", "north wind"], 2)
    name = f'"{key}"' if not key.isascii() else key
    note = dice.choice(["", "", "  # why"])
    choices: list[tuple[str, object]] = [
        (f'{name} = "{word}"{note}\n', word),
        (f"{name}='{word}'{note}\n", word),
        (f"{name} = 12{note}\n", 12),
        (f"{name} = 2024-05-06T07:08:09Z{note}\n", datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)),
        (f'{name} = ["{word}", "{other}"]{note}\n', [word, other]),
        (f"{name} = []\n", []),
        (f"{name} = [\n  '{word}',  # one\n  '{other}',\n]{note}\n", [word, other]),
        (f"{name} = {{ a = 1, b = '{word}' }}{note}\n", {"a": 1, "b": word}),
        (f'{name} = """\n{word}\n{other}"""\n', f"{word}\n{other}"),
        (f"{name}.a = 1\n{name}.b = '{word}'\n", {"a": 1, "b": word}),
        (f"[{name}]{note}\na = 1\n# inside\nb = '{word}'\n", {"a": 1, "b": word}),
        (f"[[{name}]]\na = 1\n[[{name}]]\na = 2\n", [{"a": 1}, {"a": 2}]),
        (f"[{name}.a]\nb = 1\n", {"a": {"b": 1}}),
    ]
    text, value = dice.choice(choices)
    return Piece(text, key, value)


def json_piece(dice: random.Random, key: str) -> Piece:
    word, other = dice.sample(["sea", "rain", "tide", "雨", 'a \\"b\\"'], 2)
    colon = dice.choice([": ", ": ", ":", " : "])
    choices = [
        f'"{word}"', "12", "null", "true", f'["{word}", "{other}"]', "[]", f'["{word}"]',
        f'[\n    "{word}",\n    "{other}"\n  ]', f'{{"a": 1, "b": "{word}"}}', "1.5e3",
    ]  # fmt: skip
    body = dice.choice(choices)
    return Piece(f'"{key}"{colon}{body}', key, json.loads(body))


def json_text(dice: random.Random, pieces: list[Piece], newline: str, lead: str) -> Made:
    kind = dice.choice(["bare", "bare", "fence", "braces", "language"])
    spread = kind == "fence" or dice.random() < 0.7
    indent = "" if kind == "fence" else "  "
    text = lead + {"bare": "{", "fence": ";;;\n", "braces": ";;;\n{", "language": "---json\n{"}[kind]
    places = []
    for index, piece in enumerate(pieces):
        text += "," if index else ""
        text += ("\n" if index or kind != "fence" else "") + indent if spread else " " if index else ""
        places.append((len(text), len(text) + len(piece.text), piece))
        text += piece.text
    text += "\n" if spread and (pieces or kind != "fence") else ""
    text += {"bare": "}\n", "fence": ";;;\n", "braces": "}\n;;;\n", "language": "}\n---\n"}[kind]
    return with_newlines(text + "\nThe sea went out.\n", places, newline)


def with_newlines(text: str, places: list[tuple[int, int, Piece]], newline: str) -> Made:
    if newline == "\n":
        return Made(text, places)
    moved = [(a + text.count("\n", 0, a), b + text.count("\n", 0, b), piece) for a, b, piece in places]
    return Made(text.replace("\n", newline), moved)


# What the usual parsers read, whatever ours say


class StringKeys(yaml.SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}


StringKeys.add_constructor("tag:yaml.org,2002:map", lambda loader, node: loader.construct_mapping(node, deep=True))


def parsed(text: str, format: str) -> dict[str, Any]:
    content = text.lstrip("\ufeff\r\n")
    if format == "json" and content[0] == "{":
        return dict(json.JSONDecoder().raw_decode(content)[0])
    fence = content[:3]
    inner = content[3 : content.index("\n" + fence) + 1]
    if format == "yaml":
        return yaml.load(inner, StringKeys) or {}
    if format == "toml":
        return tomllib.loads(inner)
    inner = inner.removeprefix("json").strip()
    return dict(json.loads(inner if inner.startswith("{") else "{" + inner + "}"))


def same(one: object, other: object) -> bool:
    if isinstance(one, datetime) and isinstance(other, datetime) and one.tzinfo and other.tzinfo:
        return one == other and one.utcoffset() == other.utcoffset()
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


def changed_part(before: str, after: str) -> tuple[int, int]:
    """Return start and end of the shortest stretch of `before` outside of which both texts are the same."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, len(before) - end


OPERATIONS = ["insert", "insert", "replace", "replace", "rename", "remove", "add", "drop", "inner", "inner-remove"]


@pytest.mark.parametrize("format", ["yaml", "toml", "json"])
def test_fields_of_a_thousand_documents(format: str) -> None:
    dice = random.Random(f"copydesk {format}")
    refused: Counter[str] = Counter()
    done: Counter[str] = Counter()
    while sum(done.values()) < 1000:
        made = make(dice, format)
        operation = dice.choice(OPERATIONS)
        outcome = edit_one(dice, format, made, operation)
        if outcome is None:
            continue
        (done if outcome else refused)[operation] += 1
    assert sum(refused.values()) < 10, refused
    assert all(done[operation] > 20 for operation in OPERATIONS), done


def edit_one(dice: random.Random, format: str, made: Made, operation: str) -> bool | None:
    """Make one edit and judge it; None where there is nothing to edit, False where the edit was refused."""
    text = made.text
    matter = front_matter.read(text)
    assert matter is not None
    assert matter.error is None, text
    before = parsed(text, format)
    assert same(dict(matter.values), before), text
    value = a_value(dice, format)
    meant = in_json(value) if format == "json" else value
    if operation == "insert":
        key = dice.choice(NEW_KEYS)
        after = dice.choice(["", *before])
        made_edits = editing.insert_field(text, matter, key, value, after=after)
        if format == "yaml" and isinstance(meant, time):
            meant = meant.isoformat()
        wanted = {**before, key: meant}
        allowed = None
    else:
        candidates = [place for place in made.pieces if suits(place[2], operation)]
        if not candidates:
            return None
        start, end, piece = dice.choice(candidates)
        entry = matter.get(piece.key)
        assert entry is not None
        allowed = (start, end)
        if operation == "replace":
            made_edits = editing.replace_value(text, matter, entry, value)
            wanted = {**before, piece.key: meant}
        elif operation == "rename":
            key = dice.choice(NEW_KEYS)
            made_edits = editing.rename_key(text, matter, entry, key)
            wanted = {key if each == piece.key else each: one for each, one in before.items()}
        elif operation == "remove":
            made_edits = editing.remove_field(text, matter, entry)
            wanted = {each: one for each, one in before.items() if each != piece.key}
            if format == "json" or "\n" not in piece.text:
                allowed = (made_start(text, start), made_end(text, end))
        elif operation == "add":
            item = dice.choice(TEXTS)
            made_edits = editing.add_item(text, matter, entry, item)
            wanted = {**before, piece.key: [*(before[piece.key] or []), item]}
        elif operation == "drop":
            index = dice.randrange(len(before[piece.key]))
            made_edits = editing.remove_item(text, matter, entry, index)
            wanted = {**before, piece.key: [one for at, one in enumerate(before[piece.key]) if at != index]}
        else:
            inner = dice.choice(entry.node.entries)
            rest = {**before[piece.key]}
            if operation == "inner":
                made_edits = editing.replace_value(text, matter, inner, value)
                rest[inner.key] = meant
            else:
                made_edits = editing.remove_field(text, matter, inner)
                del rest[inner.key]
            wanted = {**before, piece.key: rest}
    if not made_edits:
        return False
    after_text = edits.apply(text, made_edits)
    now = parsed(after_text, format)
    order = operation == "insert"  # where it goes is judged below
    assert same(dict(sorted(now.items())), dict(sorted(wanted.items()))) if order else same(now, wanted), (
        f"{operation} {value!r}\n{text}\n=>\n{after_text}\n{now}\n{wanted}"
    )
    again = front_matter.read(after_text)
    assert again is not None, repr(after_text)
    assert same(dict(again.values), now)
    if operation == "insert":
        (edit,) = made_edits
        assert not edit.span.end - edit.span.start
        inside = [piece.key for start, end, piece in made.pieces if start < edit.span.start < end]
        assert not inside, after_text
        keys = list(now)
        assert not after or keys.index(key) == keys.index(after) + 1 or is_table(text, made, after), after_text
    else:
        assert allowed is not None
        assert allowed[0] <= min(edit.span.start for edit in made_edits), after_text
        assert max(edit.span.end for edit in made_edits) <= allowed[1], after_text
        single = not isinstance(before[piece.key], list | dict)
        if operation in ("replace", "rename") and single and "#" in text[slice(*allowed)]:  # its comment stays
            assert text[slice(*allowed)].split("#")[1] in after_text
    assert ("\r\n" in text) == ("\r\n" in after_text)
    if "\r\n" in text:
        assert after_text.count("\n") == after_text.count("\r\n"), repr(after_text)
    return True


def suits(piece: Piece, operation: str) -> bool:
    if operation == "add":
        return piece.value is None or (isinstance(piece.value, list) and not piece.text.startswith("[["))
    if operation == "drop":
        return isinstance(piece.value, list) and bool(piece.value) and not piece.text.startswith("[[")
    if operation.startswith("inner"):
        return isinstance(piece.value, dict) and ".a]" not in piece.text
    if operation == "replace":
        return not piece.text.startswith("[") and ".a =" not in piece.text  # a table of TOML is no single value
    return True


def is_table(text: str, made: Made, key: str) -> bool:
    return text.startswith("[", made.place(key)[0])


def made_start(text: str, at: int) -> int:
    """Return where the comma or the blank line before a field in braces may begin."""
    return len(text[:at].rstrip(" \r\n").rstrip(",").rstrip(" \r\n"))


def made_end(text: str, at: int) -> int:
    return len(text) - len(text[at:].lstrip(" ,")) + (text[at:].lstrip(" ,")[:2] == "\r\n") + 1


# What it looks like

POST = """\
---
title: Tides  # the short one
date: 2024-05-06
tags:
  - sea
  - "low tide"
cover: ''
---

The sea went out.
"""


def edited(text: str, act: Callable[[str, front_matter.FrontMatter], tuple[edits.Edit, ...]]) -> str:
    matter = front_matter.read(text)
    assert matter is not None
    return edits.apply(text, act(text, matter))


def entry(matter: front_matter.FrontMatter, key: str) -> front_matter.Entry:
    found = matter.get(key)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("key", "value", "after", "line"),
    [
        ("author", "Ida", "title", "author: Ida\n"),
        ("author", "Ida: a life", "title", "author: 'Ida: a life'\n"),
        ("lang", "no", "", 'lang: "no"\n'),
        ("categories", ["sea", "no: 2"], "", 'categories:\n  - sea\n  - "no: 2"\n'),
        ("summary", "One.\nTwo.", "", "summary: |-\n  One.\n  Two.\n"),
        ("top", True, "", "top: true\n"),
    ],
)
def test_an_inserted_field_looks_like_its_neighbours(key: str, value: Any, after: str, line: str) -> None:
    changed = edited(POST, lambda text, matter: editing.insert_field(text, matter, key, value, after=after))
    assert line.replace("'", '"') in changed.replace("'", '"')
    lines = changed.split("\n")
    assert lines[2 if after else 7].startswith(f"{key}:")
    assert changed.replace(line, "").replace(line.replace('"', "'"), "").replace(line.replace("'", '"'), "") == POST


def test_what_stands_between_brackets_and_braces_stays() -> None:
    text = "---\ntags: [ sea , 'low tide' ] # two\nmenu: {a: 1, b: 2}\n---\n"
    tagged = edited(text, lambda text, matter: editing.add_item(text, matter, entry(matter, "tags"), "a, b"))
    assert tagged == text.replace("'low tide'", "'low tide' , 'a, b'")
    fewer = edited(text, lambda text, matter: editing.remove_item(text, matter, entry(matter, "tags"), 0))
    assert fewer == text.replace("sea , ", "")


def test_a_carriage_return_alone_is_a_line_to_yaml_and_to_no_edit() -> None:
    text = "---\ntags:\n- a\n- b\r- c\nid: 1\rtitle: A\n---\n"
    matter = front_matter.read(text)
    assert matter is not None
    tags, number = entry(matter, "tags"), entry(matter, "id")
    assert [item.value for item in tags.node.items] == ["a", "b", "c"]
    for index in range(3):
        assert editing.remove_item(text, matter, tags, index) == ()
    assert editing.remove_field(text, matter, number) == ()
    assert editing.replace_value(text, matter, number, 2) == ()
    assert editing.rename_key(text, matter, number, "number") == ()


def test_an_anchor_that_others_need_stays() -> None:
    text = "---\nbase: &base [sea]\ntags: *base\ntitle: A\n---\n"
    matter = front_matter.read(text)
    assert matter is not None
    base, tags = entry(matter, "base"), entry(matter, "tags")
    assert editing.remove_field(text, matter, base) == ()
    assert editing.replace_value(text, matter, base, "x") == ()
    assert editing.add_item(text, matter, base, "x") == ()
    assert editing.add_item(text, matter, tags, "x") == ()
    assert edits.apply(text, editing.replace_value(text, matter, tags, "x")) == text.replace("*base", "x")
    assert edits.apply(text, editing.remove_field(text, matter, tags)) == text.replace("tags: *base\n", "")


def test_nothing_is_edited_in_front_matter_that_cannot_be_read() -> None:
    text = '---\ntitle: "A\n---\n'
    matter = front_matter.read(text)
    assert matter is not None
    assert matter.error is not None
    assert editing.insert_field(text, matter, "lang", "en") == ()


def test_a_key_that_is_there_is_not_given_twice() -> None:
    matter = front_matter.read(POST)
    assert matter is not None
    assert editing.insert_field(POST, matter, "title", "B") == ()
    assert editing.rename_key(POST, matter, entry(matter, "date"), "title") == ()
    changed = edits.apply(POST, editing.set_field(POST, matter, "title", "B"))
    assert changed == POST.replace("title: Tides", "title: B")


def test_toml_cannot_say_nothing() -> None:
    text = "+++\ntitle = 'A'\n+++\n"
    matter = front_matter.read(text)
    assert matter is not None
    assert editing.insert_field(text, matter, "lang", None) == ()
    with pytest.raises(UnwritableError):
        written("toml", [None])


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=20), st.sampled_from("'\""), st.booleans())
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_back(text: str, quote: str, keep: bool) -> None:
    assert yaml.safe_load(f"a: {written('yaml', text, quote=quote, keep=keep, flow=False)}") == {"a": text}
    assert yaml.safe_load(f"a: [{written('yaml', text, quote=quote, keep=keep)}]") == {"a": [text]}
    assert tomllib.loads(f"a = {written('toml', text, quote=quote)}") == {"a": text}
    assert json.loads(written("json", text)) == text


@pytest.mark.parametrize(
    "text", ["Rain", "雨天", "/images/a.jpg", "3 ways to rain", "https://example.org/?a=b#c", "(a)"]
)
def test_text_has_no_quotes_that_it_does_not_need(text: str) -> None:
    assert is_plain_yaml(text)


@pytest.mark.parametrize(
    "text", ["no", "On", "y", "~", "12:30", "1.10", "1e3", "0o7", "2024-05-06", ".5", "=", "a: b", ""]
)
def test_text_that_some_parser_takes_for_something_else_has_quotes(text: str) -> None:
    assert not is_plain_yaml(text)
