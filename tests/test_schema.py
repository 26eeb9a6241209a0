"""JSON Schemas for front matter: a schema as sites publish them, the places of what breaks it, and what is refused."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Outcome

from copydesk import Document, engine
from copydesk.config import ConfigError, load
from copydesk.fields.schema import BadSchema, Schema
from copydesk.site import Site
from copydesk_rules.on_request.fm014_schema_violation import SchemaViolation

POST = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://tides.example/post.schema.json",
    "title": "A post of the tide tables",
    "type": "object",
    "required": ["title", "date"],
    "additionalProperties": False,
    "$defs": {
        "person": {
            "type": "object",
            "required": ["name"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string", "minLength": 2},
                "mail": {"type": "string", "format": "email"},
                "site": {"type": "string", "format": "uri"},
            },
        },
        "author": {"oneOf": [{"type": "string"}, {"$ref": "#/$defs/person"}]},
    },
    "properties": {
        "title": {"type": "string", "minLength": 3, "maxLength": 60},
        "date": {"oneOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]},
        "updated": {"type": "string", "format": "date-time"},
        "embargo": {"type": "string", "format": "date"},
        "draft": {"type": "boolean"},
        "layout": {"enum": ["post", "photo", "event"]},
        "tags": {
            "type": "array",
            "items": {"type": "string", "pattern": "^[a-z-]+$"},
            "uniqueItems": True,
            "maxItems": 4,
        },
        "author": {"$ref": "#/$defs/author"},
        "authors": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/author"}},
        "rating": {"type": "number", "minimum": 0, "exclusiveMaximum": 10, "multipleOf": 0.5},
        "place": {
            "type": "object",
            "properties": {
                "lat": {"type": "number", "minimum": -90, "maximum": 90},
                "lon": {"type": "number"},
                "name": {"type": "string"},
            },
            "required": ["lat", "lon"],
        },
        "cover": {
            "oneOf": [
                {
                    "type": "object",
                    "required": ["kind", "src"],
                    "properties": {"kind": {"const": "image"}, "src": {"type": "string"}, "alt": {"type": "string"}},
                },
                {
                    "type": "object",
                    "required": ["kind", "id", "seconds"],
                    "properties": {
                        "kind": {"const": "video"},
                        "id": {"type": "string"},
                        "seconds": {"type": "integer"},
                    },
                },
            ]
        },
        "toc": {"anyOf": [{"type": "boolean"}, {"enum": ["left", "right"]}]},
        "version": {"const": 2},
    },
    "if": {"properties": {"layout": {"const": "event"}}, "required": ["layout"]},
    "then": {"required": ["place"]},
    "dependentRequired": {"draft": ["author"]},
}

GOOD = """---
title: Low tide
date: 2024-05-06
updated: 2024-05-06 07:08:09
embargo: 2024-05-07
draft: false
layout: event
tags: [sea, storm-tide]
author:
  name: Ida
  mail: ida@tides.example
authors: [Ida, {name: Bo, site: "https://bo.example/"}]
rating: 9.5
place: {lat: 57.7, lon: 10.6}
cover:
  kind: video
  id: x1
  seconds: 12
toc: left
version: 2
---

The sea went out.
"""


def judge(schema: object, text: str) -> list[tuple[int, str, str]]:
    """Return line, characters and message of each finding."""
    from copydesk.fields import Collection

    site = Site("site", "plain", files=("a.md",))
    doc = Document("a.md", text, site)
    rule = SchemaViolation().for_collection(Collection(["**"], schemas=[Schema(schema, "post.schema.json")]))
    checked = engine.check(doc, [rule])
    assert not checked.incidents
    return [
        (doc.lines.position(finding.span.start)[0], finding.span.of(text), finding.message)
        for finding in checked.findings
    ]


def test_a_good_post_fits() -> None:
    assert judge(POST, GOOD) == []


BROKEN = [
    ("title: Low tide", "title: Hm", (2, "Hm", "`title` must have at least 3 characters, and has 2")),
    ("title: Low tide", "title: 2024", (2, "2024", "`title` must be text, and is the number `2024`")),
    ("title: Low tide\n", "", (1, "---", "the post has no `title`, which post.schema.json requires")),
    ("title: Low", "titel: Low", (2, "titel", "`titel` is not a field that the post may have: did you mean `title`?")),
    (
        "date: 2024-05-06",
        "date: spring",
        (3, "spring", "must be a day such as 2024-05-06 or a day and a time such as"),
    ),
    ("date: 2024-05-06", "date: 2024-05-06 07:08:09", None),
    ("date: 2024-05-06", "date: 2024-05-06T07:08:09+02:00", None),
    (
        "updated: 2024-05-06 07:08:09",
        "updated: 2024-05-06",
        (4, "2024-05-06", "must be a day and a time such as"),
    ),
    (
        "embargo: 2024-05-07",
        "embargo: 2024-05-07 07:00:00",
        (5, "2024-05-07 07:00:00", "must be a day such as"),
    ),
    ("draft: false", "draft: 'no'", (6, "'no'", "`draft` must be `true` or `false`, and is the text `no`")),
    (
        "layout: event",
        "layout: evnt",
        (7, "evnt", "one of `post`, `photo`, `event`, and is `evnt`: did you mean `event`?"),
    ),
    ("storm-tide", "Storm", (8, "Storm", "item 2 of `tags` is `Storm`, which is not of the form `^[a-z-]+$`")),
    ("storm-tide", "sea", (8, "tags", "`tags` has the same item twice")),
    ("storm-tide", "a, b, c, d", (8, "tags", "`tags` must have at most 4 items, and has 5")),
    (
        "  name: Ida\n",
        "  nmae: Ida\n",
        (10, "nmae", "not a field that `author` may have: did you mean `name`?"),
    ),
    ("  name: Ida\n", "", (9, "author", "`author` has no `name`, which post.schema.json requires")),
    ("  name: Ida\n", "  name: 7\n", (10, "7", "`author.name` must be text, and is the number `7`")),
    ("ida@tides.example", "ida", (11, "ida", "`author.mail` must be an e-mail address, and is `ida`")),
    ("[Ida,", "[3,", (12, "3", "item 1 of `authors` must be text or a group of `key: value` pairs, and is `3`")),
    ('"https://bo.example/"', "bo", (12, "bo", "`authors[2].site` must be a full address such as https://")),
    ("rating: 9.5", "rating: 10", (13, "10", "`rating` must be less than 10, and is `10`")),
    ("rating: 9.5", "rating: 9.3", (13, "9.3", "`rating` must be a multiple of 0.5, and is `9.3`")),
    ("lat: 57.7", "lat: 157.7", (14, "157.7", "`place.lat` must be at most 90, and is `157.7`")),
    ("place: {lat: 57.7, lon: 10.6}\n", "", (1, "---", "the post has no `place`, which post.schema.json requires")),
    ("seconds: 12", "seconds: long", (18, "long", "`cover.seconds` must be a whole number, and is the text `long`")),
    ("  seconds: 12\n", "", (15, "cover", "`cover` has no `seconds`, which post.schema.json requires")),
    ("kind: video", "kind: film", (16, "film", "`cover.kind` must be `image` or `video`, and is `film`")),
    (
        "toc: left",
        "toc: middle",
        (19, "middle", "must be `true` or `false` or one of `left`, `right`, and is `middle`"),
    ),
    ("version: 2", "version: 3", (20, "3", "`version` must be `2`, and is `3`")),
    ("version: 2", "version:", (20, "version", "`version` must be `2`, and is empty")),
]


@pytest.mark.parametrize(("old", "new", "expected"), BROKEN, ids=[new or old for old, new, _ in BROKEN])
def test_each_violation_is_one_finding_at_its_place(old: str, new: str, expected: tuple[int, str, str] | None) -> None:
    assert GOOD.count(old) >= 1
    seen = judge(POST, GOOD.replace(old, new, 1))
    if expected is None:
        assert seen == []
        return
    assert len(seen) == 1, seen
    line, characters, message = seen[0]
    assert (line, characters) == expected[:2]
    assert expected[2] in message


def test_toml_and_json_are_judged_alike() -> None:
    toml = '+++\ntitle = "Low tide"\ndate = 2024-05-06T07:08:09\nrating = 11\n[author]\nnmae = "Ida"\n+++\n\nText.\n'
    jsn = '{"title": "Low tide", "date": "2024-05-06", "rating": 11, "author": {"nmae": "Ida"}}\n\nText.\n'
    for text, key in ((toml, "nmae"), (jsn, '"nmae"')):
        seen = judge(POST, text)
        assert [characters for _, characters, _ in seen] == ["11", key]


def test_what_json_cannot_say_does_not_stop_the_judge() -> None:
    text = "---\na: .nan\nb: .inf\nc: 99999999999999999999999999\nd: 07:08:09\ne: !!binary aGk=\n1: x\n---\n\nText.\n"
    assert judge({"properties": {"zz": {"type": "string"}}}, text) == []


def test_a_value_that_fits_two_forms_of_which_it_may_fit_one() -> None:
    schema = {"properties": {"a": {"oneOf": [{"type": "integer"}, {"type": "number"}]}}}
    ((_, characters, message),) = judge(schema, "---\na: 1\n---\n\nText.\n")
    assert characters == "1"
    assert message == "`a` fits several of the forms it may have, and may fit only one"


def test_a_whole_front_matter_of_one_of_two_forms() -> None:
    schema = {
        "oneOf": [
            {"properties": {"layout": {"const": "post"}, "by": {"type": "string"}}, "required": ["layout", "by"]},
            {"properties": {"layout": {"const": "event"}, "at": {"type": "string"}}, "required": ["layout", "at"]},
        ]
    }
    assert judge(schema, "---\nlayout: event\nat: Skagen\n---\n") == []
    ((line, characters, message),) = judge(schema, "---\nlayout: event\n---\n\nText.\n")
    assert (line, characters, message) == (1, "---", "the post has no `at`, which post.schema.json requires")


# What is refused when the configuration is read

REFUSED: list[tuple[object, str]] = [
    ({"$ref": "https://example.org/a.json"}, "refers to another site, `https://example.org/a.json` at /$ref"),
    (
        {"properties": {"a": {"$ref": "file:///etc/passwd"}}},
        "refers to a file, `file:///etc/passwd` at /prop",
    ),
    ({"items": [{"$ref": "other.json#/x"}]}, "refers to a file, `other.json#/x` at /items/0/$ref"),
    ({"$id": "https://a.example/b", "$ref": "c"}, "refers to a file, `c` at /$ref"),
    ({"$dynamicRef": "http://a.example/#x"}, "refers to another site, `http://a.example/#x`"),
    ({"properties": {"$ref": {"$ref": "x"}}}, "refers to a file, `x` at /properties/$ref/$ref"),
    ({"$defs": {"enum": {"$ref": "x"}}}, "refers to a file, `x` at /$defs/enum/$ref"),
    ({"$schema": "https://example.org/mine"}, "is written in a draft that is not known here: https://example.org/mine"),
    ({"$schema": "http://json-schema.org/draft-04/schema#"}, "is written in a draft that is not known here"),
    ({"$vocabulary": {"https://example.org/v": True}}, "declares a vocabulary of its own"),
    ({"type": "strin"}, "is not a valid JSON Schema: "),
    ({"properties": {"a": {"pattern": "("}}}, "is not a valid JSON Schema: "),
    ({"pattern": "^(?!a)"}, 'is not a valid JSON Schema: "^(?!a)" is not a "regex", or one that looks ahead or back'),
    ({"$ref": "#/$defs/none"}, "is not a valid JSON Schema: "),
    ([], "is not a JSON Schema"),
    ("x", "is not a JSON Schema"),
]


@pytest.mark.parametrize(("schema", "message"), REFUSED)
def test_a_schema_that_cannot_be_used_is_refused(tmp_path: Path, schema: object, message: str) -> None:
    (tmp_path / "post.schema.json").write_text(json.dumps(schema), "utf-8")
    path = tmp_path / "copydesk.toml"
    path.write_text("[[collections]]\npaths = ['**']\nschema = 'post.schema.json'\n", "utf-8")
    with pytest.raises(ConfigError) as error:
        load(str(path))
    assert f"`collections 1: schema`: post.schema.json {message}" in str(error.value)


@pytest.mark.parametrize(
    ("text", "message"), [("{", "is not valid JSON"), ("[" * 100_000, "nested too deeply"), ("\udcff", "is not UTF-8")]
)
def test_a_file_that_is_no_schema_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "a.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    path = tmp_path / "copydesk.toml"
    path.write_text("[[collections]]\npaths = ['**']\nschema = 'a.json'\n", "utf-8")
    with pytest.raises(ConfigError, match=re.escape(message)):
        load(str(path))


REFERRING: list[object] = [
    {"$defs": {"a": {"type": "string"}}, "properties": {"x": {"$ref": "#/$defs/a"}}},
    {"$defs": {"a": {"$anchor": "a", "type": "string"}}, "properties": {"x": {"$ref": "#a"}}},
    {"$id": "https://a.example/s", "$defs": {"b": {"$id": "b", "type": "string"}}, "properties": {"x": {"$ref": "b"}}},
    {"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"x": {"type": "string"}}},
    {"properties": {"x": {"type": "string"}, "$ref": {"const": 1}}, "examples": [{"$ref": "https://a.example"}]},
]


@pytest.mark.parametrize("schema", REFERRING)
def test_a_schema_may_refer_to_itself(schema: object) -> None:
    ((_, _, message),) = judge(schema, "---\nx: 1\n---\n\nText.\n")
    assert message == "`x` must be text, and is the number `1`"


def test_without_the_judge_the_configuration_says_what_to_install(
    tmp_path: Path, run: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    (tmp_path / "s.json").write_text("{}", "utf-8")
    (tmp_path / "a.md").write_text("---\na: 1\n---\n", "utf-8")
    (tmp_path / "copydesk.toml").write_text("[[collections]]\npaths = ['**']\nschema = 's.json'\n", "utf-8")
    outcome = run("check", ".", cwd=tmp_path)
    assert outcome.status == 2
    assert "s.json needs a part of copydesk that is not installed: pip install 'copydesk[schema]'" in outcome.err


def test_the_page_of_the_rule_can_be_read_without_the_judge() -> None:
    missing = "import sys; sys.modules['jsonschema_rs'] = None"
    code = f"{missing}\nfrom copydesk.cli import main\nsys.exit(main(['explain', 'FM014']))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert "FM014" in ran.stdout


def test_findings_of_a_schema_file_reach_the_report(tmp_path: Path, run: Callable[..., Outcome]) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "post.json").write_text(json.dumps(POST), "utf-8")
    (tmp_path / "copydesk.toml").write_text(
        "select = ['FM014']\n[[collections]]\npaths = ['posts/**']\nschema = 'schemas/post.json'\n", "utf-8"
    )
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text(GOOD.replace("rating: 9.5", "rating: ten"), "utf-8")
    (tmp_path / "about.md").write_text("---\nx: 1\n---\n", "utf-8")
    outcome = run("check", "--output-format", "concise", cwd=tmp_path)
    assert outcome.status == 1
    assert outcome.out.splitlines()[0].startswith(
        "posts/a.md:13:9: FM014 `rating` must be a number, and is the text `ten`"
    )


def test_nothing_is_fetched_even_if_a_reference_slipped_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copydesk.fields.schema._refuse_references", lambda schema: None)
    for reference in ("https://example.invalid/a.json", "file:///etc/hostname", "other.json"):
        with pytest.raises(BadSchema):
            Schema({"$ref": reference}, "s.json")
