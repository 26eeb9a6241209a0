"""The field model: what configurations may say, what each type takes, and that three formats are judged alike."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Outcome

from copydesk import Document, Finding, engine, registry
from copydesk.config import ConfigError, load
from copydesk.fields import Collection, together
from copydesk.fields.kinds import KINDS, Type
from copydesk.fields.patterns import BadPattern, Pattern
from copydesk.fields.read import read_collections
from copydesk.site import Site, names
from copydesk.site import load as generator

ALL = registry.discover()
RULES = {code: rule for code, rule in ALL.items() if "FM001" <= code <= "FM014"}


def collection(text: str) -> Collection:
    return read_collections([{"paths": ["**"], **tomllib.loads(text)}], Path())[0]


def document(text: str, path: str = "content/posts/tides.md", name: str = "plain") -> Document:
    return Document(path, text, Site("site", name, files=(path,)))


def found(model: str, text: str, name: str = "plain", *codes: str) -> list[tuple[str, str, str]]:
    """Return code, characters and message of each finding of the rules of the model."""
    doc = document(text, name=name)
    checked = engine.check(doc, rules(model, *codes))
    assert not checked.incidents
    return [(finding.code, finding.span.of(doc.text), finding.message) for finding in checked.findings]


def rules(model: str, *codes: str) -> list[object]:
    wanted = codes or tuple(code for code in RULES if code >= "FM007")
    return [RULES[code]().for_collection(collection(model)) for code in wanted]


def fixed(model: str, text: str, *codes: str, name: str = "plain") -> str:
    result = engine.fix(document(text, name=name), rules(model, *codes))
    assert not result.incidents
    return result.text


# What a configuration may not say

WRONG = [
    ("collections = 3", "`collections` must be tables: write [[collections]]"),
    ("[[collections]]\nclosed = true", "collections 1 names no `paths`"),
    ("[[collections]]\npaths = 'a'", "`collections 1: paths` must be a list of strings"),
    ("[[collections]]\npaths = ['a']", "collections 1 says nothing of its posts: give it `fields` or a `schema`"),
    ("[[collections]]\npath = ['a']", "collections 1: unknown key `path`: did you mean `paths`?"),
    (
        "[[collections]]\npaths = ['a']\nclosed = true",
        "is closed and has no `fields`, so no field at all could be there",
    ),
    ("[[collections]]\npaths = ['a']\nclosed = 1\n", "`collections 1: closed` must be true or false"),
    ("[[collections]]\npaths = ['a']\nfields = 1", "`collections 1: fields` must be a table"),
    ("FIELD\nrequire = true", "collections 1: fields.a: unknown key `require`: did you mean `required`?"),
    ("FIELD\nsole = true", "collections 1: fields.a: unknown key `sole`"),
    ("FIELD\nrequired = 'yes'", "`collections 1: fields.a: required` must be true or false"),
    ("FIELD\ntype = 'strin'", "`collections 1: fields.a: type`: unknown type `strin`: did you mean `string`?"),
    ("FIELD\ntype = 'bool'", "unknown type `bool`: did you mean `boolean`?"),
    ("FIELD\ntype = 'timestamp'", "unknown type `timestamp`: did you mean `date-time`?"),
    ("FIELD\ntype = 'list of strings'", "a list of unknown type `strings`: did you mean `string`?"),
    ("FIELD\ntype = ['string', 'lists']", "unknown type `lists`: did you mean `list`?"),
    ("FIELD\ntype = []", "`collections 1: fields.a: type` names no type"),
    ("FIELD\ntype = 3", "`collections 1: fields.a: type` must be a list of strings"),
    ("FIELD\nvalues = []", "`collections 1: fields.a: values` must be a list of texts, numbers, dates or booleans"),
    ("FIELD\nvalues = [['a']]", "must be a list of texts, numbers, dates or booleans"),
    ("FIELD\ntype = 'integer'\nvalues = [1, 'b']", "fields.a: `b` in `values` is not a whole number"),
    ("FIELD\npattern = '^(a'", "`collections 1: fields.a: pattern`: a `(` is never closed (at character 2)"),
    ("FIELD\npattern = '(?=a)'", "only `(?:…)` is known"),
    ("FIELD\npattern = '^a|b$'", "put what `|` divides in a group: `^(a|b)$`"),
    ("FIELD\ntype = 'boolean'\npattern = 'a'", "fields.a: `pattern` is for text, and the type is `boolean`"),
    ("FIELD\nmax-length = -1", "`collections 1: fields.a: max-length` must be a whole number, 0 or more"),
    ("FIELD\nmax-length = 1.5", "must be a whole number, 0 or more"),
    ("FIELD\nmin-length = 9\nmax-length = 3", "fields.a: `min-length` is above `max-length`"),
    ("FIELD\ntype = 'integer'\nmax-length = 3", "`max-length` is for text, and the type is `integer`"),
    ("FIELD\nminimum = 'a'", "`collections 1: fields.a: minimum` must be a number"),
    ("FIELD\nminimum = 3\nmaximum = 1", "fields.a: `minimum` is above `maximum`"),
    ("FIELD\ntype = 'string'\nminimum = 3", "`minimum` is for numbers, and the type is `string`"),
    ("FIELD\ntype = 'string'\nmax-items = 3", "`max-items` is for lists, and the type is `string`"),
    ("FIELD\nmin-items = 3\nmax-items = 1", "`min-items` is above `max-items`"),
    ("FIELD\ndefault = 'a'", "`default` is what a missing field is filled in with: add `required = true`"),
    ("FIELD\nrequired = true\ntype = 'boolean'\ndefault = 'a'", "the `default` `a` is not `true` or `false`"),
    ("FIELD\nrequired = true\nvalues = ['b']\ndefault = 'a'", "the `default` `a` is not one of the `values`"),
    ("FIELD\nrequired = true\npattern = 'b'\ndefault = 'a'", "the `default` `a` does not match the `pattern`"),
    ("FIELD\nrequired = true\ndefault = { b = 1 }", "the `default` must be one value, or a list of such"),
    ("FIELD\ntype = 'boolean'\nunique = true", "`unique` is for texts, numbers and dates, and the type is `boolean`"),
    ("FIELD\nunique = 1", "must be true or false"),
    ("FIELD\nrequired = true\ndeprecated = true", "a field cannot be required and deprecated"),
    ("FIELD\nreplaced-by = 'a'", "`replaced-by` names the field itself"),
    ("FIELD\nreplaced-by = 1", "`collections 1: fields.a: replaced-by` must be a string"),
    ("[[collections]]\npaths = ['a']\n[collections.fields.'a..b']\nrequired = true", "no part of it may be empty"),
    ("LINE one-of = ['a']", "`collections 1: one-of` must be a list of lists of fields: [['image', 'cover']]"),
    ("LINE not-together = [['a', 'a']]", "`collections 1: not-together`: a group needs two fields or more"),
    ("LINE require-if = { field = 'a' }", "`collections 1: require-if` must be a list of tables"),
    ("LINE require-if = [{ field = 'a' }]", "a table names a `field` and what to `require`"),
    ("LINE require-if = [{ feld = 'a', require = ['b'] }]", "require-if: unknown key `feld`: did you mean `field`?"),
    ("LINE require-if = [{ field = 'a', value = {}, require = ['b'] }]", "must be a value or a list of values"),
    ("LINE schema = 3", "`collections 1: schema` must be the name of a file, or a schema as a table"),
    ("LINE schema = 'none.json'", "`collections 1: schema`: none.json cannot be read: No such file or directory"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_what_a_configuration_cannot_mean_is_said(tmp_path: Path, text: str, message: str) -> None:
    text = text.replace("FIELD", "[[collections]]\npaths = ['a']\n[collections.fields.a]")
    text = text.replace("LINE", "[[collections]]\npaths = ['a']\n")
    path = tmp_path / "copydesk.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as error:
        load(str(path))
    assert message in str(error.value)
    assert str(path) in str(error.value)


def test_an_error_ends_the_command_before_any_post_is_read(tmp_path: Path, run: Callable[..., Outcome]) -> None:
    (tmp_path / "copydesk.toml").write_text("[[collections]]\npaths = ['*']\n[collections.fields.a]\ntype = 'sting'\n")
    (tmp_path / "post.md").write_text("---\na: 1\n---\n")
    outcome = run("check", ".", cwd=tmp_path)
    assert outcome.status == 2
    assert "unknown type `sting`: did you mean `string`?" in outcome.err
    assert outcome.out == ""


# Types

TYPES = [
    ("string", ["a", "退潮", ""], [1, True, "a\nb", ["a"], {"a": 1}, date(2024, 5, 6)]),
    ("text", ["a", "a\nb"], [1, ["a"]]),
    ("integer", [0, -3], [1.5, "1", True]),
    ("number", [0, 1.5], ["1", False]),
    ("boolean", [True, False], ["true", 0, 1]),
    (
        "date",
        [date(2024, 5, 6), "2024-05-06"],
        [datetime(2024, 5, 6, 7), "2024-06-31", "6 May", "2024-05-06 07:08", 20240506],
    ),
    (
        "date-time",
        [datetime(2024, 5, 6, 7), "2024-05-06 07:08", "2024-05-06T07:08:09Z"],
        [date(2024, 5, 6), "2024-05-06"],
    ),
    ("map", [{}, {"a": 1}], ["a", []]),
    (
        "url",
        ["https://a.example/b?c=d", "//a.example", "/a/b", "mailto:a@b.example"],
        ["www.a.example", "a b", "https://", 3],
    ),
    (
        "image",
        ["a.png", "/a/b.JPG", "https://a.example/b", "data:image/png;base64,AA", "../a b.webp", "/pic/1"],
        ["", "a.html", "https://a.example", "<img>", "data:text/plain,a", " a.png"],
    ),
    (
        "slug",
        ["low-tide", "2024", "退潮", "a_b", "tides-1.2.0"],
        ["Low-Tide", "low tide", "a/b", "-a", "a-", "a--b", "", ".a", "a..b"],
    ),
    ("language", ["en", "pt-BR", "zh-Hans", "zh-Hant-TW", "x-pirate"], ["zh_CN", "english language", "e", "en-"]),
    ("email", ["a@b.example", "a.b+c@d.e.example"], ["a@b", "a b@c.example", "Ida <a@b.example>", "@b.example"]),
    ("author", ["Ida", {"name": "Ida"}], [3, "Ida\nBo"]),
    ("list", [[], [1, "a"]], ["a", 1]),
    ("list of string", [[], ["a", "b"], [None]], ["a", [1], [["a"]]]),
    ("list of integer", [[1, 2]], [["1"], [1.5]]),
    ("list of map", [[{"a": 1}]], [["a"]]),
]


@pytest.mark.parametrize(("name", "right", "wrong"), TYPES, ids=[name for name, _, _ in TYPES])
def test_a_type_takes_its_values_and_no_others(name: str, right: list[object], wrong: list[object]) -> None:
    kind = Type([name])
    assert [value for value in right if not kind.fits(value)] == []
    assert [value for value in wrong if kind.fits(value)] == []


def test_every_type_is_tried() -> None:
    assert {name for name, _, _ in TYPES} >= set(KINDS)


def test_of_several_types_one_suffices() -> None:
    kind = Type(["string", "list of string"])
    assert kind.fits("a")
    assert kind.fits(["a"])
    assert not kind.fits([1])
    assert kind.words() == "text on one line or a list of texts of one line each"


@pytest.mark.parametrize("name", names())
def test_what_is_known_of_a_generators_fields_is_in_the_words_of_the_model(name: str) -> None:
    known = generator(name)
    assert known.fields_source.startswith("https://")
    for field, (types, meaning) in known.known_fields.items():
        assert Type(types.split(" or ")).names, field
        assert meaning
        assert not meaning.endswith(".")


# YAML, TOML and JSON alike

MODEL = """
not-together = [["draft", "live"]]
require-if = [{ field = "layout", value = "event", require = ["place"] }]
one-of = [["image", "cover"]]
[fields.title]
type = "string"
max-length = 20
[fields.layout]
values = ["event", "post"]
[fields.rating]
type = "integer"
maximum = 10
[fields.tags]
type = "list of string"
max-items = 3
[fields.code]
pattern = '^[A-Z]{2}$'
[fields.live]
type = "boolean"
[fields.old]
replaced-by = "new"
[fields."extra.mail"]
type = "email"
"""

ALIKE = {
    "yaml": """---
title: The sea went out further than ever
layout: event
rating: 11
tags: [sea, 3, storm, tide]
code: dk
draft: true
live: "true"
old: 1
extra:
  mail: nobody
---

Text.
""",
    "toml": """+++
title = "The sea went out further than ever"
layout = "event"
rating = 11
tags = ["sea", 3, "storm", "tide"]
code = "dk"
draft = true
live = "true"
old = 1
[extra]
mail = "nobody"
+++

Text.
""",
    "json": """{
  "title": "The sea went out further than ever",
  "layout": "event",
  "rating": 11,
  "tags": ["sea", 3, "storm", "tide"],
  "code": "dk",
  "draft": true,
  "live": "true",
  "old": 1,
  "extra": { "mail": "nobody" }
}

Text.
""",
}

EXPECTED = [
    ("FM008", "3", "an item of `tags` must be text on one line, and is a number, `3`"),
    ("FM008", "nobody", "`mail` must be an e-mail address, and is text, `nobody`"),
    ("FM008", "true", '`live` must be `true` or `false`, and is text, `"true"`'),
    ("FM010", "dk", "`code` is `dk`, which is not of the form `^[A-Z]{2}$`"),
    ("FM011", "11", "`rating` is 11, and must be at most 10"),
    ("FM011", "The sea went out further than ever", "`title` has 34 characters, and may have 20 at most"),
    ("FM011", "tags", "`tags` has 4 items, and may have 3 at most"),
    ("FM012", "fence", "the post has neither `image` nor `cover`"),
    ("FM012", "layout", "the post has no `place`, which it needs because its `layout` is `event`"),
    ("FM012", "live", "`live` and `draft` may not be there together"),
    ("FM013", "old", "`old` is not used any more: `new` is in its place"),
]


@pytest.mark.parametrize("format", list(ALIKE))
def test_the_three_formats_are_judged_alike(format: str) -> None:
    seen = []
    for code, characters, message in found(MODEL, ALIKE[format]):
        plain = "fence" if characters in ("---", "+++", "{") else characters.strip("\"'")
        seen.append((code, plain, message.replace('`"event"`', "`event`").replace('`"nobody"`', "`nobody`")))
    assert sorted(seen) == EXPECTED


FIXES = {
    "yaml": ("live: true\nnew: 1\n", "tags: [sea, '3', storm, tide]\n"),
    "toml": ("live = true\nnew = 1\n", 'tags = ["sea", "3", "storm", "tide"]\n'),
    "json": ('"live": true,\n  "new": 1,\n', '"tags": ["sea", "3", "storm", "tide"],\n'),
}


@pytest.mark.parametrize("format", list(ALIKE))
def test_the_three_formats_are_mended_alike(format: str) -> None:
    text = fixed(MODEL, ALIKE[format])
    for part in FIXES[format]:
        assert part in text
    before, after = ALIKE[format].splitlines(), text.splitlines()
    assert len(before) == len(after)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 3  # live, old and the tag


# Required fields and their defaults

REQUIRED = """
[fields.lang]
required = true
default = "en"
[fields.tags]
required = true
type = "list of string"
default = ["sea: low", "no"]
[fields.live]
required = true
default = false
[fields.since]
required = true
default = 2024-05-06
[fields.by]
required = true
default = "O'Hara \\"Ida\\""
"""


@pytest.mark.parametrize(
    ("before", "format"),
    [
        ("---\ntitle: Low tide\n---\n\nText.\n", "yaml"),
        ("---\ntitle: Low tide\nseries:\n  - a\n# the end\n---\nText.\n", "yaml"),
        ("---\r\ntitle: Low tide\r\n---\r\n\r\nText.\r\n", "yaml"),
        ("---\n---\n\nText.\n", "yaml"),
        ("+++\ntitle = 'Low tide'\n+++\nText.\n", "toml"),
        ("+++\ntitle = 'Low tide'\nx = [\n  1,\n]\n\n[extra]\na = 1\n+++\nText.\n", "toml"),
        ("---\n{title: Low tide}\n---\n\nText.\n", "yaml"),
        ("+++\n[extra]\na = 1\n+++\nText.\n", "toml"),
        ('{"title": "Low tide"}\n\nText.\n', "json"),
        ('{\n  "title": "Low tide"\n}\n\nText.\n', "json"),
    ],
)
def test_missing_fields_are_filled_in_with_their_defaults(before: str, format: str) -> None:
    doc = document(before)
    assert doc.front_matter is not None
    text = fixed(REQUIRED, before, "FM003")
    after = document(text).front_matter
    assert after is not None
    assert after.error is None
    since = "2024-05-06" if format == "json" else date(2024, 5, 6)
    defaults = {"lang": "en", "tags": ["sea: low", "no"], "live": False, "since": since, "by": 'O\'Hara "Ida"'}
    assert after.values == {**doc.front_matter.values, **defaults}
    if "\r\n" in before:
        assert text.count("\n") == text.count("\r\n")
    kept = iter(text)
    assert all(character in kept for character in before), "what was there is there, in its order"
    assert fixed(REQUIRED, text, "FM003") == text


def test_a_required_field_goes_by_its_own_name_and_may_not_be_empty() -> None:
    model = "[fields.description]\nrequired = true\nabout = 'one sentence'\n"
    text = "---\ntitle: Low tide\nsummary: It went out.\n---\n\nText.\n"
    assert [code for code, _, _ in found(model, text, "plain", "FM003")] == ["FM003"]
    empty = "---\ntitle: Low tide\ndescription: ''\n---\n\nText.\n"
    assert [code for code, _, _ in found(model, empty, "plain", "FM003", "FM004")] == ["FM004"]


# Relations

RELATIONS = [
    ("one-of = [['a', 'b']]", "a: 1\nb: 2", []),
    ("one-of = [['a', 'b']]", "a:\nb: ''", ["the post has neither `a` nor `b`"]),
    ("one-of = [['a', 'm.b']]", "m: {b: 1}", []),
    ("not-together = [['a', 'b', 'c']]", "a: 1\nb:\nc: 3", ["`c` and `a` may not be there together"]),
    ("not-together = [['a', 'b']]", "a: 1", []),
    ("require-if = [{field = 'a', require = ['b', 'c']}]", "a: 1\nb: 2", ["no `c`, which it needs because it has `a`"]),
    ("require-if = [{field = 'a', require = ['b']}]", "a:", []),
    ("require-if = [{field = 'a', value = [1, 2], require = ['b']}]", "a: 2", ["because its `a` is `2`"]),
    ("require-if = [{field = 'a', value = [1, 2], require = ['b']}]", "a: 3", []),
    ("require-if = [{field = 'a', value = true, require = ['b']}]", "a: true", ["because its `a` is `true`"]),
    ("require-if = [{field = 'a', value = 'x', require = ['b']}]", "a: [y, x]", ["because its `a` is `[y, x]`"]),
]


@pytest.mark.parametrize(("model", "fields", "messages"), RELATIONS)
def test_relations(model: str, fields: str, messages: list[str]) -> None:
    seen = found(model, f"---\n{fields}\n---\n\nText.\n", "plain", "FM012")
    assert len(seen) == len(messages)
    for (_, _, message), part in zip(seen, messages, strict=True):
        assert part in message


# Collections and files

SITE = """
[[collections]]
paths = ["posts/**"]
[collections.fields.title]
required = true
[collections.fields.level]
type = "integer"

[[collections]]
paths = ["posts/events/**"]
[collections.fields.place]
required = true
[collections.fields.level]
type = "string"
"""


def test_a_collection_is_of_the_files_that_its_paths_match(tmp_path: Path, run: Callable[..., Outcome]) -> None:
    (tmp_path / "copydesk.toml").write_text("select = ['FM003', 'FM008']\n" + SITE, "utf-8")
    for name in ("posts/a.md", "posts/events/b.md", "about.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("---\nlevel: high\n---\n\nText.\n", "utf-8")
    out = run("check", "--output-format", "concise", cwd=tmp_path).out
    seen = sorted(re.findall(r"^(\S+?):\d+:\d+: (FM\d+)\S* (.*)$", out, re.M))
    assert [(path, code) for path, code, _ in seen] == [
        ("posts/a.md", "FM003"),  # title
        ("posts/a.md", "FM008"),
        ("posts/events/b.md", "FM003"),  # title
        ("posts/events/b.md", "FM003"),  # place; and here a level is text
    ]


def test_a_configuration_adds_its_collections_to_those_it_builds_on(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(SITE, "utf-8")
    (tmp_path / "copydesk.toml").write_text("extend = 'base.toml'\n[[collections]]\npaths = ['a']\nclosed = false\n")
    assert [each.paths for each in load(str(tmp_path / "copydesk.toml")).collections] == [
        ("posts/**",),
        ("posts/events/**",),
        ("a",),
    ]


def test_of_two_descriptions_of_a_field_the_later_one_counts() -> None:
    both = together(
        [collection("[fields.a]\ntype = 'integer'"), collection("closed = true\n[fields.a]\nvalues = ['x']")]
    )
    assert both.closed
    assert both.fields["a"].type is None
    assert both.fields["a"].values == ("x",)


def test_a_post_asked_about_again_is_read_again() -> None:
    one, two = document("---\na: 1\n---\n").front_matter, document("---\nb: 1\n---\n").front_matter
    assert one is not None
    assert two is not None
    model = collection("[fields.a]\ntype = 'integer'\n[fields.b]\ntype = 'integer'")
    for _ in range(2):
        assert [field.name for field, _ in model.declared(one)] == ["a"]
        assert [field.name for field, _ in model.declared(two)] == ["b"]


def test_a_site_with_a_collection_loads_no_judge_of_schemas(tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text(SITE, "utf-8")
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text("---\ntitle: Low tide\n---\n\nText.\n", "utf-8")
    code = "import sys; from copydesk.cli import main; print(main(['check', '.'])); print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    *_, status, loaded = ran.stdout.splitlines()
    assert status == "0"
    assert "copydesk.fields.model" in loaded.split()
    assert not {"jsonschema_rs", "copydesk.fields.schema", "difflib"}.intersection(loaded.split())


# What generators read, without a word in the configuration

READ = [
    ("hexo", 'published: "false"', ['`published` must be `true` or `false` for Hexo, and is text, `"false"`']),
    ("hexo", "comments: no", []),
    ("hexo", "tags: a, b", ["`tags` is one text with commas in it, which Hexo does not divide"]),
    ("hexo", "tags: a", []),
    ("hexo", "categories:\n  - [a, b]", []),
    ("hexo", "title: [a]", ["`title` must be text on one line for Hexo, and is a list"]),
    ("hexo", "title: 2024", []),
    ("hexo", "title:\n  a: b", ["`title` must be text on one line for Hexo, and is `key: value` pairs"]),
    ("hexo", "thumbnail: [a]", []),
    ("jekyll", "tags: a b", []),
    ("jekyll", "tags: a, b", ["`tags` is one text with commas in it, which Jekyll does not divide"]),
    ("jekyll", "layout: null", []),
    ("hugo", 'draft: "true"', []),
    ("hugo", "draft: maybe", ["`draft` must be `true` or `false` for Hugo, and is text, `maybe`"]),
    ("hugo", "weight: '3'", []),
    ("hugo", "tags:\n  - a: b", ["an item of `tags` must be text, and is `key: value` pairs"]),
    ("zola", "weight: '3'", ["`weight` must be a whole number for Zola, and is text, `'3'`"]),
    ("zola", "authors: Ida", ["`authors` must be a list of texts of one line each for Zola, and is text, `Ida`"]),
    ("docusaurus", "hide_title: 'true'", []),
    ("docusaurus", "keywords: a, b", ["`keywords` must be a list of texts of one line each for Docusaurus"]),
    ("mkdocs", "hide: toc", []),
    ("vitepress", "outline: [2, 3]", []),
    ("eleventy", "permalink: false", []),
    ("pelican", "tags: a, b", []),
    ("plain", "tags: a, b", []),
]


@pytest.mark.parametrize(("name", "line", "messages"), READ)
def test_what_a_generator_cannot_read_is_reported(name: str, line: str, messages: list[str]) -> None:
    doc = document(f"---\n{line}\n---\n\nText.\n", name=name)
    seen = [finding.message for finding in engine.check(doc, [RULES["FM008"]()]).findings]
    assert len(seen) == len(messages)
    assert all(part in message for part, message in zip(messages, seen, strict=True))


# Names that themes and plug-ins read, and that are near to others: nobody who uses them made a slip

THEMES = {
    "hexo": "abbrlink abstract aplayer aside background bgm category catalog comment copyright copyright_author "
    "copyright_info date_updated desc hidden hide highlight_shrink index_img katex keyword link math "
    "mathjax mermaid music pinned post_copyright quicklink reward reprint sitemap sponsor sub_title "
    "subtitle swiper_index tag template theme thumbnails toc_number toc_style_simple top_group_index "
    "topmost type update_time updated_at waline website",
    "hugo": "ShowToc TocOpen UseHugoToc asciinema audio author_bio bookHidden canonicalURL categorie comment "
    "comments coverAlt date_end diagram disableComments disableShare editPost externalUrl featured "
    "featuredimage fontawesome hidden hiddenFromHomePage hidemeta image katex layoutBackgroundBlur "
    "license lightgallery linktitle math mermaid output outputFormats pinned podcast projects publication "
    "robots searchHidden series_order share showtoc socialshare subtitle tableOfContents theme toc "
    "twitter url_code url_pdf video views weightless wordcount",
    "jekyll": "abstract alt author_profile author_profiles background-image bibliography bigimg carousel classes "
    "comment cover_image css date_modified disqus featured feature_image grand_parent has_children header "
    "header-style hero_image highlight_home image_alt image_sliders js katex lead link locale mathjax "
    "modified nav_exclude nav_order notes order parent pinned project read_time redirect_to related "
    "search share share-img sidebar sitemap sub_title subtitle summary tag tagline teaser theme toc_icon "
    "toc_label toc_sticky twitter video vimeo year youtube",
    "docusaurus": "hide_footer hide_reading_time images last_updated subtitle theme toc wrapperClassName keyword",
    "mkdocs": "author category comment cover heading hero image keywords og_image order revision_date social "
    "subtitle tag theme title_image toc version weight",
    "vuepress": "article autoSort backToTop badge breadcrumb bgImage comment containerClass contributors copy "
    "copyright dir editLink excerpt gitInclude headerDepth heroAlt heroFullScreen highlights index "
    "isOriginal lastUpdated links next pageInfo pageview prev projects redirectTo seo shortTitle star "
    "sticky tag timeline toc verb",
    "vitepress": "category comment comments cover docFooter excerpt gitalk hidden icon keywords lang next order prev "
    "prose publish returnToTop sticky sub subtitle tag theme top",
    "zola": "author category comment extras image keywords language modified series tags toc",
    "pelican": "cover_image header_cover headline image metadescription series stickers subtitle tagline toc updated",
    "eleventy": "author category cover eleventyDescription hero imageAlt intro metaDesc metaTitle ogTitle post social",
    "astro": "author canonicalUrl category cover coverAlt excerpt hero heroAlt image isDraft lastMod modDate "
    "publishDate",
    "next": "author canonical category cover coverimage date_published featured images lastMod ogimage updated",
}


@pytest.mark.parametrize("name", list(THEMES))
def test_fields_of_themes_are_left_alone(name: str) -> None:
    lines = "\n".join(f"{key}: x" for key in THEMES[name].split())
    doc = document(f"---\n{lines}\n---\n\nText.\n", name=name)
    assert [finding.message for finding in engine.check(doc, [RULES["FM007"]()]).findings] == []


SLIPS = [
    ("hexo", "headimgs", "headimg"),
    ("hexo", "tilte", "title"),
    ("hexo", "catgories", "categories"),
    ("hexo", "Title", "title"),
    ("jekyll", "Author", "author"),
    ("jekyll", "permlink", "permalink"),
    ("hugo", "desciption", "description"),
    ("hugo", "Title", ""),
    ("docusaurus", "sidebar_positon", "sidebar_position"),
    ("mkdocs", "desription", "description"),
    ("zola", "in_serach_index", "in_search_index"),
    ("next", "titel", ""),
    ("hexo", "tital_x", ""),
    ("hexo", "cover2", ""),
    ("hexo", "dates", ""),
]


@pytest.mark.parametrize(("name", "key", "meant"), SLIPS)
def test_a_slip_is_told_from_a_field_of_ones_own(name: str, key: str, meant: str) -> None:
    doc = document(f"---\n{key}: x\n---\n\nText.\n", name=name)
    seen = [finding.message for finding in engine.check(doc, [RULES["FM007"]()]).findings]
    assert seen == ([f"`{key}` is a field that nothing reads: did you mean `{meant}`?"] if meant else [])


def test_a_date_that_is_reported_as_such_is_not_reported_twice() -> None:
    text = "---\ndate: Mon, 06 May 2024 07:08:09 GMT\nheld: Spring\n---\n\nText.\n"
    model = "[fields.date]\ntype = 'date-time'\n[fields.held]\ntype = 'date'\n"
    assert [code for code, _, _ in found(model, text, "plain", "FM006", "FM008")] == ["FM006", "FM008"]


def test_fields_of_a_post_in_hugo_have_no_case() -> None:
    model = "closed = true\n[fields.Level]\ntype = 'integer'\n"
    assert [code for code, _, _ in found(model, "+++\nlevel = 'a'\n+++\n", "hugo", "FM007", "FM008")] == ["FM008"]
    assert [code for code, _, _ in found(model, "---\nlevel: a\n---\n", "plain", "FM007", "FM008")] == ["FM007"]


# Authors

AUTHORS = [
    ("jekyll", "_data/authors.yml", "ida:\n  name: Ida Vester\nbo:\n  name: Bo\n"),
    ("jekyll", "_data/authors.yml", "---\n- name: Ida Vester\n  id: ida\n- name: Bo\n"),
    ("hugo", "data/authors.toml", '[ida]\nname = "Ida Vester"\n[bo]\nname = "Bo"\n'),
    ("hugo", "data/authors.json", '{"ida": {"name": "Ida Vester"}, "bo": {"name": "Bo"}}'),
    ("hugo", "content/authors/ida/_index.md", ""),
    ("docusaurus", "blog/authors.yml", "ida:\n  name: Ida Vester\n  url: https://ida.example\n"),
    ("mkdocs", "docs/blog/.authors.yml", "authors:\n  ida:\n    name: Ida Vester\n"),
    ("astro", "src/content/authors/ida.md", ""),
]


@pytest.mark.parametrize(("name", "file", "text"), AUTHORS)
def test_an_author_must_be_one_that_the_site_declares(tmp_path: Path, name: str, file: str, text: str) -> None:
    (tmp_path / "docs").mkdir()
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    # FM009 judges values, and leaves these to the rule that knows how generators refer to authors.
    rules = [
        ALL[code]().for_collection(collection("[fields.authors]\ntype = ['author', 'list of author']\n"))
        for code in ("SIT004", "FM009")
    ]

    def judge(line: str, folder: Path = tmp_path) -> list[Finding]:
        doc = Document("blog/a.md", f"---\n{line}\n---\n\nText.\n", Site(folder, name))
        return engine.check(doc, rules).findings

    assert judge("authors: ida") == []
    assert judge("authors: [ida]") == []
    (finding,) = judge("authors: [ida, idda]")
    assert finding.message.startswith(f"the author `idda` is not among those that `{file.partition('/ida')[0]}")
    assert finding.message.endswith("did you mean `ida`?")
    assert len(judge("authors: [somebody else]")) == 1
    assert judge("authors: ['{{ site.author }}']") == []
    assert judge("authors: [nobody]", tmp_path / "elsewhere") == []


# Patterns

PATTERNS = [
    *("a", "^a", "a$", "^a$", "^(a|b)*c$", "^a{2,4}$", "^a{2,}$", "^a{0,2}b$", "^(ab?c+)+$", "x|b", "^$", "", "a{0}b"),
    *("^(?:a|b|)$", "(a*)*b", r"^\d-\d\d$", "[^a]b", "^[]a]$", "a?b?c?$", "(a|ab)(c|bcd)$", "a{1,3}?b", "(ab){2,3}$"),
    *(r"\w+-\w+", r"^[a-c]+(?:-[a-c]+)*$", r"\.", r"a\|", "a{,2}", "^a{2}b", "(?:a|b){3}", r"[\d-]+$", "(a|b|c){2,}?1"),
]


@pytest.mark.parametrize("pattern", PATTERNS)
@given(value=st.text("abcd-1]|.{,2}", max_size=9))
def test_patterns_match_as_regular_expressions_do(pattern: str, value: str) -> None:
    judge = re.compile(pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern)
    assert Pattern(pattern).matches(value) == bool(judge.search(value))


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "a**",
            "(",
            "[a",
            "a)",
            "(?=a)",
            "(?i)a",
            r"\1",
            r"\b",
            "*a",
            "a^b",
            "a{3,2}",
            "\\",
            "[z-a]",
            "[[a]",
            "(" * 99,
        ),
        *("((a{99}){99}){99}", "^a|b$"),
    ],
)
def test_a_pattern_that_cannot_be_read_is_refused(pattern: str) -> None:
    with pytest.raises(BadPattern):
        Pattern(pattern)


@pytest.mark.parametrize("pattern", ["^(a|a|aa)*(a*)*b$", "(a+)+c", "^(.*a){20}$", "(a|b|ab)*c$"])
def test_no_pattern_takes_for_ever(pattern: str) -> None:
    judge = Pattern(pattern)
    start = time.process_time()
    assert not judge.matches("ab" * 20_000 + "!")
    assert time.process_time() - start < 2
