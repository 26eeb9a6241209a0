"""Template syntax is found in every dialect, and is letters to whoever reads on."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.document import Document
from copydesk.site import Site
from copydesk.templates import mask, mdx_spans, merge, shortcode_spans, template_spans
from copydesk.text import Span

SITE = Site("example", "hexo", files=("source/_posts/post.md",))


def spans(text: str) -> list[str]:
    return [span.of(text) for span in template_spans(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hello {{ page.title }}!", ["{{ page.title }}"]),
        ("{% if a %}x{% endif %}", ["{% if a %}", "{% endif %}"]),
        ("{# a note #} b", ["{# a note #}"]),
        ('{{< figure src="a.jpg" >}}', ['{{< figure src="a.jpg" >}}']),
        ("{{% notice %}}x{{% /notice %}}", ["{{% notice %}}", "{{% /notice %}}"]),
        ("{{{ raw }}} x", ["{{{ raw }}}"]),
        ("<%= title %> and <% if %>", ["<%= title %>", "<% if %>"]),
        ("# Head {: .lead #top}\n", ["{: .lead #top}"]),
        ("{{ a\nb }}", ["{{ a\nb }}"]),
        ("头条 {{ 标题 }} 🎉", ["{{ 标题 }}"]),
        ("no {braces} here", []),
        ("## Head {#own-id}\n", []),
        ("{{ never closed", []),
        ("{{ a\n\nb }}", []),
        ("{{ a\r\n\r\nb }}", []),
        ("{{ a\n \t\nb }}", []),
        ("{{ open {% if %}", ["{% if %}"]),
    ],
)
def test_dialects(text: str, found: list[str]) -> None:
    assert spans(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{% highlight js %}\n\n<b>\n\n{% endhighlight %} x", ["{% highlight js %}\n\n<b>\n\n{% endhighlight %}"]),
        ("{%- raw -%}{{ a }}{%- endraw -%}", ["{%- raw -%}{{ a }}{%- endraw -%}"]),
        ("{{< highlight go >}}\n<b>\n{{< /highlight >}}", ["{{< highlight go >}}\n<b>\n{{< /highlight >}}"]),
        ("{% codeblock a %}x{% endcodeblock %}y", ["{% codeblock a %}x{% endcodeblock %}"]),
        ("{% raw %}{% code %}{% endraw %}x{% endcode %}", ["{% raw %}{% code %}{% endraw %}", "{% endcode %}"]),
        ("{% raw %}{% raw %}a{% endraw %}b", ["{% raw %}{% raw %}a{% endraw %}"]),
        ("{{ code }}x{{ code }}", ["{{ code }}", "{{ code }}"]),
        ("{% raw %} never ended", ["{% raw %}"]),
        ("{% endraw %} never begun", ["{% endraw %}"]),
        ("{% rawer %}x{% endraw %}", ["{% rawer %}", "{% endraw %}"]),
    ],
)
def test_what_stands_between_verbatim_tags_belongs_to_them(text: str, found: list[str]) -> None:
    assert spans(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            'a [sourcecode language="js"]\n<b>\n\n{{ x }}\n[/sourcecode] b',
            ['[sourcecode language="js"]\n<b>\n\n{{ x }}\n[/sourcecode]'],
        ),
        ("\\[sourcecode\\]<b>\\[/sourcecode\\] b", ["[sourcecode\\]<b>\\[/sourcecode\\]"]),
        ('[code lang="js"]a[/code] [code]b[/code]', ['[code lang="js"]a[/code]', "[code]b[/code]"]),
        ("[code](/a) [code of conduct] [/code] and [sourcecode]", []),
        ("[code]a[sourcecode]b[/sourcecode]c[/code][/code]", ["[code]a[sourcecode]b[/sourcecode]c[/code]"]),
    ],
)
def test_code_in_shortcodes_belongs_to_them(text: str, found: list[str]) -> None:
    assert [span.of(text) for span in shortcode_spans(text)] == found


def mdx(text: str) -> list[str]:
    doc = Document("docs/a.mdx", text, SITE)
    return [span.of(text) for span in doc.templates]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hello {name}!", ["{name}"]),
        ("<A b={{c: 1}} />", ["{{c: 1}}"]),
        ("{a {b} c}", ["{a {b} c}"]),
        ("{/* a note */}", ["{/* a note */}"]),
        ("a { b", []),
        ("a } b", []),
        ("`{a}` and {b}", ["{b}"]),
        ("```js\n{a}\n```\n\n{b}\n", ["{b}"]),
        ("import A from 'a'\nimport B from 'b'\n\ntext\n", ["import A from 'a'\nimport B from 'b'"]),
        ("---\ntitle: x\n---\nimport A from 'a'\n\ntext\n", ["import A from 'a'"]),
        ("text\r\n\r\nexport const a = {\r\n  b: 1\r\n}\r\n\r\nmore\r\n", ["export const a = {\r\n  b: 1\r\n}"]),
        ("It is an\nimport duty.\n", []),
        ("important words\n", []),
        ("```js\n\nimport a from 'a'\n```\n\n**bold** {b}\n", ["{b}"]),
    ],
)
def test_mdx(text: str, found: list[str]) -> None:
    assert mdx(text) == found


def test_an_import_in_an_example_does_not_swallow_the_end_of_the_example() -> None:
    text = "```js\n\nimport a from 'a'\n```\n\n[b](c)\n"
    doc = Document("docs/a.mdx", text, SITE)
    assert [code.span.of(text) for code in doc.markdown.code] == ["```js\n\nimport a from 'a'\n```"]
    assert [link.target for link in doc.links] == ["c"]


@pytest.mark.parametrize(
    ("first", "second", "merged"),
    [
        ([], [], ()),
        ([Span(1, 3)], [], (Span(1, 3),)),
        ([], [Span(1, 3)], (Span(1, 3),)),
        ([Span(1, 3)], [Span(3, 5)], (Span(1, 3), Span(3, 5))),
        ([Span(1, 4)], [Span(3, 5)], (Span(1, 5),)),
        ([Span(1, 9), Span(10, 12)], [Span(2, 3), Span(8, 11)], (Span(1, 12),)),
    ],
)
def test_merge(first: list[Span], second: list[Span], merged: tuple[Span, ...]) -> None:
    assert merge(first, second) == merged


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("a {{ b }} c", "a xxxxxxx c"),
        ("{% raw %}\r\n头🎉\n{% endraw %}", "xxxxxxxxx\r\nxx\nxxxxxxxxxxxx"),
        ("nothing", "nothing"),
    ],
)
def test_mask(text: str, masked: str) -> None:
    assert mask(text, template_spans(text)) == masked


MARKS = ["{{", "}}", "{%", "%}", "{", "}", "<%", "%>", "{#", "#}", "{:"]
PIECES = [*MARKS, " raw ", " endraw ", "a", "中", "🎉", "\n", "\r\n", "\n\n"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(TEXTS)
def test_masks_keep_length_and_newlines_and_what_is_outside(text: str) -> None:
    found = template_spans(text)
    masked = mask(text, found)
    assert len(masked) == len(text)
    assert [at for at, c in enumerate(masked) if c in "\r\n"] == [at for at, c in enumerate(text) if c in "\r\n"]
    inside = {at for span in found for at in range(*span)}
    assert len(inside) == sum(span.end - span.start for span in found)
    assert list(found) == sorted(found)
    for at, (new, old) in enumerate(zip(masked, text, strict=True)):
        assert new == (old if at not in inside or old in "\r\n" else "x")


@given(TEXTS)
def test_mdx_spans_are_in_order_and_apart(text: str) -> None:
    found = mdx_spans(text, [])
    for one, two in pairwise(found):
        assert one.end <= two.start
    for span in found:
        inside = span.of(text)
        assert inside.startswith("{")
        assert inside.count("{") == inside.count("}")


@pytest.mark.parametrize(
    "text",
    [
        "{{x}}\n\n" * 10000,
        "{{ a " * 60000,
        "{{ {% {# {: <% " * 20000,
        "{% raw %}" * 20000 + "{% endraw %}" * 20000,
        "{" * 50000 + "}" * 50000,
        "import a from 'b'\n\n" * 20000,
        "`{`{a} " * 15000,
    ],
    ids=["paragraphs", "unclosed", "all unclosed", "raw", "nested", "imports", "code"],
)
def test_hostile_texts_take_no_longer_than_long_ones(text: str) -> None:
    start = time.process_time()
    Document("docs/a.mdx", text, SITE).templates  # noqa: B018
    assert time.process_time() - start < 2
