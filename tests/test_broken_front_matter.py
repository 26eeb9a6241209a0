"""Broken front matter and what is said about it: one finding each, at its place, in words that a writer knows."""

from __future__ import annotations

import re

import pytest

from copydesk import Document, engine, front_matter
from copydesk import registry as all_rules
from copydesk.site import Site

TABLE = [
    # What the post begins with, what is said, about which characters, what to do, and what the safe fix makes of it.
    (
        '---\ntitle: "The harbour’s "Blue" guide"\ntags: [sea]\n---',
        'the quotes inside `"The harbour’s "Blue" guide"` end the value too early',
        '"The harbour’s "Blue" guide"',
        "write it as `'The harbour’s \"Blue\" guide'`",
        "---\ntitle: 'The harbour’s \"Blue\" guide'\ntags: [sea]\n---",
    ),
    (
        "---\ntitle: 'Ida's boat'\ntags: [sea]\n---",
        "the quotes inside `'Ida's boat'` end the value too early",
        "'Ida's boat'",
        'write it as `"Ida\'s boat"`',
        '---\ntitle: "Ida\'s boat"\ntags: [sea]\n---',
    ),
    (
        "---\ntitle: Tides: a guide\ntags: [sea]\n---",
        "the value `Tides: a guide` has a colon and a space in it, as if another key ended there",
        "Tides: a guide",
        'put it in quotes: `"Tides: a guide"`',
        '---\ntitle: "Tides: a guide"\ntags: [sea]\n---',
    ),
    (
        '---\ntitle: "Tides\ntags: [sea]\n---',
        'the quote that opens `"Tides` is never closed',
        '"Tides',
        'put `"` at the end of the value',
        None,
    ),
    (
        "---\ntitle: [Video] Tides\ntags: [sea]\n---",
        "the brackets in `[Video] Tides` make a list of it, but text follows them",
        "[Video] Tides",
        'put it in quotes: `"[Video] Tides"`',
        '---\ntitle: "[Video] Tides"\ntags: [sea]\n---',
    ),
    (
        "---\ntitle: {Video} Tides\ntags: [sea]\n---",
        "the brackets in `{Video} Tides` make a group of `key: value` pairs of it, but text follows them",
        "{Video} Tides",
        'put it in quotes: `"{Video} Tides"`',
        '---\ntitle: "{Video} Tides"\ntags: [sea]\n---',
    ),
    (
        "---\ntitle: *Tides* in May\ntags: [sea]\n---",
        "the value `*Tides* in May` cannot start with `*` unless it is in quotes",
        "*Tides* in May",
        'put it in quotes: `"*Tides* in May"`',
        '---\ntitle: "*Tides* in May"\ntags: [sea]\n---',
    ),
    (
        "---\ntitle: @ida went out\ntags: [sea]\n---",
        "the value `@ida went out` cannot start with `@` unless it is in quotes",
        "@ida went out",
        'put it in quotes: `"@ida went out"`',
        '---\ntitle: "@ida went out"\ntags: [sea]\n---',
    ),
    (
        "---\ntitle: `ls -l` explained\ntags: [sea]\n---",
        "the value `` `ls -l` explained `` cannot start with `` ` `` unless it is in quotes",
        "`ls -l` explained",
        'put it in quotes: `` "`ls -l` explained" ``',
        '---\ntitle: "`ls -l` explained"\ntags: [sea]\n---',
    ),
    (
        "---\ntitle: %20 explained\ntags: [sea]\n---",
        "the value `%20 explained` cannot start with `%` unless it is in quotes",
        "%20 explained",
        'put it in quotes: `"%20 explained"`',
        '---\ntitle: "%20 explained"\ntags: [sea]\n---',
    ),
    (
        "---\ntitle: & other stories\ntags: [sea]\n---",
        "the value `& other stories` cannot start with `&` unless it is in quotes",
        "& other stories",
        'put it in quotes: `"& other stories"`',
        None,
    ),
    (
        "---\ntitle: !important rules\ntags: [sea]\n---",
        "the value `!important rules` cannot start with `!` unless it is in quotes",
        "!important rules",
        'put it in quotes: `"!important rules"`',
        None,
    ),
    (
        "---\ntitle: > a sign\ntags: [sea]\n---",
        "`> a sign` begins with `>`, after which the text must start on the next line",
        "> a sign",
        "move the text to the next line and indent it, or put it in quotes if `>` is part of it",
        None,
    ),
    (
        "---\ntitle: Tides\ntags:\n\t- sea\n\t- tide\n---",
        "a tab indents `- sea`, but YAML takes spaces only: Hexo mends that in silence, other tools refuse the post",
        "\t",
        "replace each tab by two spaces",
        "---\ntitle: Tides\ntags:\n  - sea\n  - tide\n---",
    ),
    (
        "---\ntitle: Tides\ntags: [sea, tide\nlang: en\n---",
        "the list that opens with `[sea, tide` is never closed",
        "[sea, tide",
        "put `]` at its end, or put the value in quotes if `[` is part of the text",
        None,
    ),
    (
        "---\ntitle: Tides\ntags:\n  - sea\n - tide\n---",
        "the list item `- tide` does not line up with a list above it",
        "- tide",
        "put it below its key, indented like the other items",
        None,
    ),
    (
        "---\ntitle: Tides\ntags: - sea\n---",
        "the list item `- sea` stands on the line of its key",
        "- sea",
        "begin the list on the next line, or put it in quotes if it is text",
        None,
    ),
    (
        "---\ntitle: Tides\n lang: en\n---",
        "`lang: en` is indented, but the line above it has a value already",
        "lang: en",
        "let it start in the same column as the key above it",
        None,
    ),
    (
        "---\n title: Tides\nlang: en\n---",
        "`lang: en` is indented less than the first key",
        "lang: en",
        "let all keys start in the same column",
        None,
    ),
    (
        "---\ntitle: Tides\nauthor:\n  name: Ida\n    mail: ida@a.example\n---",
        "`mail: ida@a.example` is indented, but the line above it has a value already",
        "mail: ida@a.example",
        "let it start in the same column as the key above it",
        None,
    ),
    (
        "---\ntitle = Tides\nlang: en\n---",
        "`title = Tides` is written with an equals sign, which means nothing in YAML",
        "title = Tides",
        "write `key: value` (equals signs are for TOML, which stands between `+++`)",
        "---\ntitle: Tides\nlang: en\n---",
    ),
    (
        "---\ntitle: Tides\nlang = en\n---",
        "`lang = en` is written with an equals sign, which means nothing in YAML",
        "lang = en",
        "write `key: value` (equals signs are for TOML, which stands between `+++`)",
        "---\ntitle: Tides\nlang: en\n---",
    ),
    (
        "---\ntitle:Tides\nlang: en\n---",
        "there is no space after the colon in `title:Tides`",
        ":",
        "put a space after the colon",
        "---\ntitle: Tides\nlang: en\n---",
    ),
    (
        "---\ntitle：Tides\nlang: en\n---",
        "the colon in `title：Tides` is a full-width one, which YAML does not know",
        "：",
        "write `:` and a space",
        "---\ntitle: Tides\nlang: en\n---",
    ),
    (
        "---\ntitle: Tides\nsummary: |\nIt went out.\nlang: en\n---",
        "`It went out.` belongs to the text that `summary: |` begins, but is not indented",
        "It went out.",
        "indent each line of the text by two spaces",
        None,
    ),
    (
        "---\ntitle: Tides\nIt went out.\nlang: en\n---",
        "the line `It went out.` has no colon, so it is neither a key nor part of the value above it",
        "It went out.",
        "write it as `key: value`, or indent it if it belongs to the line above",
        None,
    ),
    (
        "---\ntitle: Tides\n<<<<<<< HEAD\nlang: en\n=======\nlang: de\n>>>>>>> main\n---",
        "`<<<<<<< HEAD` is left from a merge conflict",
        "<<<<<<< HEAD",
        "keep one of the two versions and delete the marker lines",
        None,
    ),
    (
        "---\ntitle: {{ page.title }}\nlang: en\n---",
        "the template `{{ page.title }}` is not in quotes, so YAML takes its braces for its own",
        "{{ page.title }}",
        'put it in quotes: `"{{ page.title }}"`',
        None,
    ),
    (
        '---\ntitle: Tides\npath: "C:\\Users"\n---',
        "`\\U` means nothing in double quotes, where a backslash begins a special character",
        "\\U",
        "write the backslash twice, or use single quotes",
        None,
    ),
    (
        "---\ntitle: Ti\x08des\nlang: en\n---",
        "the invisible character U+0008 stands here, and front matter cannot contain it",
        "\x08",
        "delete the character",
        "---\ntitle: Tides\nlang: en\n---",
    ),
    (
        "---\ntitle: Tides\ndate: 2024-02-30\n---",
        "`2024-02-30` is written like a date, but there is no such day or time",
        "2024-02-30",
        "correct the date, or put it in quotes if it is meant as text",
        None,
    ),
    (
        "---\ntitle: Tides\nlang: en\n----",
        "the line `----` does not close the front matter, which ends with `---`",
        "----",
        "write `---`",
        "---\ntitle: Tides\nlang: en\n---",
    ),
    (
        "---\ntitle: Tides\nlang: en\n--",
        "the line `--` does not close the front matter, which ends with `---`",
        "--",
        "write `---`",
        "---\ntitle: Tides\nlang: en\n---",
    ),
    (
        "---\ntitle: Tides\nlang: en\n***",
        "the line `***` does not close the front matter, which ends with `---`",
        "***",
        "write `---`",
        "---\ntitle: Tides\nlang: en\n---",
    ),
    (
        "---\ntitle: Tides\nlang: en\n—",
        "the line `—` does not close the front matter, which ends with `---`",
        "—",
        "write `---`",
        "---\ntitle: Tides\nlang: en\n---",
    ),
    (
        "---\ntitle: Tides\nlang: en\n  ---",
        "the closing `---` is indented, so it does not close the front matter",
        "  ---",
        "move it to the beginning of its line",
        "---\ntitle: Tides\nlang: en\n---",
    ),
    (
        "---\ntitle: Tides\nlang: en\n---The sea went out.\n",
        "text stands on the line of the closing `---`, so the front matter does not end there",
        "---",
        "put the text on a line of its own",
        "---\ntitle: Tides\nlang: en\n---\nThe sea went out.\n",
    ),
    (
        "----\ntitle: Tides\nlang: en\n---",
        "the line `----` does not open the front matter, which begins with `---`",
        "----",
        "write `---`",
        "---\ntitle: Tides\nlang: en\n---",
    ),
    (
        "--- title: Tides\nlang: en\n---",
        "a key stands on the line of the opening `---`, so the front matter is not seen as such",
        "---",
        "put the key on a line of its own",
        "---\ntitle: Tides\nlang: en\n---",
    ),
    (
        "- - -\ntitle: Tides\nlang: en\n- - -",
        "the line `- - -` does not open the front matter, which begins with `---`",
        "- - -",
        "write `---`",
        "---\ntitle: Tides\nlang: en\n---",
    ),
    (
        "---\ntitle: Tides\n[lang]: en\n---",
        "`[lang]: en` begins with a bracket, and a key must be a word",
        "[lang]: en",
        "use a word as the key, or put it in quotes",
        None,
    ),
    (
        '---\n"title": "Tides",\n"lang": "en"\n---',
        'after the closing quote of `"Tides"` stands `,`, which YAML does not use there',
        ",",
        "delete the `,`",
        '---\n"title": "Tides"\n"lang": "en"\n---',
    ),
    (
        '---\ntitle: "Tides";\nlang: en\n---',
        'after the closing quote of `"Tides"` stands `;`, which YAML does not use there',
        ";",
        "delete the `;`",
        '---\ntitle: "Tides"\nlang: en\n---',
    ),
    (
        '---\ntitle: Tides\nsummary: "It\nwent out\nlang: en\n---',
        'the quote that opens `"It` is never closed',
        '"It',
        'put `"` at the end of the value',
        None,
    ),
    (
        "---\ntitle: Tides\n// a comment\nlang: en\n---",
        "`// a comment` looks like a comment, but in YAML those begin with `#`",
        "// a comment",
        "write `#` in place of `//`",
        None,
    ),
    (
        "---\ntitle: Tides\ntags:\n  - sea\nlang en\n---",
        "the line `lang en` has no colon, so it is neither a key nor part of the value above it",
        "lang en",
        "write it as `key: value`, or indent it if it belongs to the line above",
        None,
    ),
    (
        "---\ntitle: Tides\nauthor: {name: Ida\nlang: en\n---",
        "the group in braces that opens with `{name: Ida` is never closed",
        "{name: Ida",
        "put `}` at its end, or put the value in quotes if `{` is part of the text",
        None,
    ),
    (
        "---\ntitle: Tides\ntags: ['sea', 'it's']\n---",
        "in the list `['sea', 'it's']` a quote ends the text too early, before `s']`",
        "s']",
        "put the other kind of quotes around that text",
        None,
    ),
    (
        "---\ntitle: Tides\ntags: ['sea', 'tide'\nlang: en\n---",
        "the list that opens with `['sea', 'tide'` is never closed",
        "['sea', 'tide'",
        "put `]` at its end, or put the value in quotes if `[` is part of the text",
        None,
    ),
    (
        "---\ntitle: Tides\ntags: ['sea' 'tide']\nlang: en\n---",
        "in the list `['sea' 'tide']` a comma is missing before `'tide']`",
        "'tide']",
        "put a comma there",
        None,
    ),
    (
        "---\ntitle: Tides\ntags: ['sea',, 'tide']\nlang: en\n---",
        "there is nothing before the comma in `, 'tide']`",
        ",",
        "delete the comma, or put a value before it",
        None,
    ),
    (
        "---\ntitle: Tides\ntags: (sea, tide)\nlang: en:\n---",
        "the value `en:` ends with a colon, as if it were a key",
        "en:",
        'put it in quotes: `"en:"`',
        '---\ntitle: Tides\ntags: (sea, tide)\nlang: "en:"\n---',
    ),
    (
        "---\ntitle Tides\ndate: 2024-05-06\n---",
        "the line `title Tides` has no colon, so it is neither a key nor part of the value above it",
        "title Tides",
        "write it as `key: value`, or indent it if it belongs to the line above",
        None,
    ),
    (
        "+++\ntitle = Tides\n+++",
        "the value `Tides` is not in quotes",
        "Tides",
        'put it in quotes, as in `title = "…"`',
        '+++\ntitle = "Tides"\n+++',
    ),
    (
        "+++\ntitle = 'Ida's boat'\n+++",
        "the quotes inside `'Ida's boat'` end the value too early",
        "'Ida's boat'",
        'write it as `"Ida\'s boat"`',
        '+++\ntitle = "Ida\'s boat"\n+++',
    ),
    (
        "+++\ntitle = “Tides”\n+++",
        "the quotes of `“Tides”` are typographic ones",
        "“Tides”",
        'write `"` on both sides',
        '+++\ntitle = "Tides"\n+++',
    ),
    (
        "+++\ntitle = 'Ebb'\ntags = ['sea' 'tide']\n+++",
        "before `'tide']` a comma is missing, or a list is not closed",
        "'tide']",
        "put commas between the parts of the list, and `]` at its end",
        None,
    ),
    (
        "+++\ntitle = 'Tides\n+++",
        "the quote that opens `'Tides` is never closed",
        "'Tides",
        "put `'` at the end of the value",
        None,
    ),
    (
        "+++\ntitle = 'Ebb'\ndate = 6 May 2024\n+++",
        "after the value there is more text, `May 2024`",
        "May 2024",
        "put the whole value in one pair of quotes",
        None,
    ),
    (
        "+++\ntitle = 'Tides',\n+++",
        "`,` stands after the value, and TOML ends a line without it",
        ",",
        "delete the `,`",
        "+++\ntitle = 'Tides'\n+++",
    ),
    (
        "+++\ntitle = 'Ebb'\ndate = 2024/05/06\n+++",
        "`2024/05/06` is no date in TOML, which writes them with dashes",
        "2024/05/06",
        "write it as `2024-05-06`",
        "+++\ntitle = 'Ebb'\ndate = 2024-05-06\n+++",
    ),
    (
        "+++\nmy title = 'x'\n+++",
        "the key `my title` has characters that a key can have only in quotes",
        "my title",
        'write `"my title"`',
        None,
    ),
    (
        "+++\ntitle = 'Tides' // why\n+++",
        "`// why` looks like a comment, but in TOML those begin with `#`",
        "// why",
        "write `#` in place of `//`",
        "+++\ntitle = 'Tides' # why\n+++",
    ),
    (
        '{\n  "title": "Tides",\n}',
        "there is a comma after the last value",
        ",",
        "delete the comma",
        '{\n  "title": "Tides"\n}',
    ),
    (
        '{\n  "title": "Tides"\n  "lang": "en"\n}',
        'a comma is missing before `"lang": "en"`',
        '"lang": "en"',
        "put a comma after the value before it",
        None,
    ),
    (
        "{\n  'title': 'Tides'\n}",
        "the key `'title'` is not in double quotes",
        "'title'",
        "put each key in double quotes",
        None,
    ),
    (
        '{\n  "title": "The "Blue" one"\n}',
        'a quote inside the text ends it too early, before `Blue" one"`',
        'Blue" one"',
        'put a backslash before each quote that is part of the text: `\\"`',
        None,
    ),
    ('{\n  "title": Tides\n}', "the value `Tides` is not in double quotes", "Tides", 'write `"` on both sides', None),
    ('{\n  "draft": True\n}', "`True` is no value in JSON", "True", "write `true`", '{\n  "draft": true\n}'),
    (
        '{\n  "title": "Tides\n}',
        'the quote that opens `"Tides` is never closed',
        '"Tides',
        'put `"` at the end of the value',
        None,
    ),
]

BODY = "\n\nThe sea went out.\n"
JARGON = re.compile(
    r"\b(?:mapping|sequence|scalar|token|flow|stream|node|parser?|syntax|invalid|unexpected|context|EOF)\b"
)


def document(text: str) -> Document:
    generator, path = ("hugo", "content/posts/a.md") if text[0] in "+{" else ("hexo", "source/_posts/a.md")
    return Document(path, text, Site("site", generator, files=(path,)))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("top", "message", "about", "help", "fixed"), TABLE)
def test_one_slip_is_one_finding(
    top: str, message: str, about: str, help: str, fixed: str | None, newline: str
) -> None:
    rules = [rule() for rule in all_rules.discover().values() if rule.default]
    text = (top + BODY).replace("\n", newline)
    (finding,) = engine.check(document(text), rules).findings
    assert (finding.message, finding.span.of(text), finding.help) == (message, about, help)
    result = engine.fix(document(text), rules)
    assert not result.incidents
    assert result.text == (text if fixed is None else (fixed + BODY).replace("\n", newline))
    if fixed is not None:
        matter = front_matter.read(result.text)
        assert matter is not None
        assert matter.error is None


def test_there_are_fifty_and_no_jargon() -> None:
    assert len(TABLE) >= 50
    for _, message, _, help, _ in TABLE:
        assert not JARGON.search(message + help)
        assert help


def test_several_slips_are_mended_one_after_the_other() -> None:
    text = '---\ntitle = "Ida\'s "Blue" boat"\nurl：/boat\ntags:\n\t- sea\n----\n\nText.\n'
    rules = [rule() for rule in all_rules.discover().values() if rule.code == "FM002"]
    result = engine.fix(document(text), rules)
    assert result.text == '---\ntitle: "Ida\'s \\"Blue\\" boat"\nurl: /boat\ntags:\n  - sea\n---\n\nText.\n'


@pytest.mark.parametrize(
    "text",
    [
        "----\n\nA line across the page.\n\n---\n",
        "----\nThe sea: it went out.\n----\n\nText.\n",
        "***\ntitle: no front matter\n\nText.\n",
        "- - -\n- title: a list\n- - -\n",
        "---\nThe sea went out.\ntitle: x\n\nText, and a line.\n\n---\n",
        "--- a diff\n+++ b diff\n",
    ],
)
def test_lines_across_the_page_are_no_fences(text: str) -> None:
    assert front_matter.read(text) is None
