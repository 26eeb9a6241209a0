"""FM015: text without quotes that YAML takes for something else."""

from __future__ import annotations

from collections.abc import Container, Iterator

from copydesk import (
    Change,
    Document,
    Edit,
    Entry,
    Finding,
    Fix,
    Node,
    Rule,
    Severity,
    bad,
    date,
    datetime,
    good,
    option,
)
from copydesk_rules.messages import quoted

_YES_NO = frozenset(("yes", "no", "on", "off"))


class MisreadValue(Rule):
    """A text that YAML reads as something else should stand in quotes.

    ## Why

    `version: 1.10` is the number 1.1, and readers see that one. `lang: no` is not Norwegian but false, `time: 12:30` is
    750, `tags: [on]` is a tag called "true", and a title that is a date comes out as that day's full time stamp.

    ## What it reports

    Values of fields that are text to the generator, or to every theme (`title`, `tags`, `version`, `lang` and the
    like), which its parser turns into something that is shown differently. Parsers differ: those of Jekyll and MkDocs
    read YAML 1.1, with its words and its numbers to base 60; those written in JavaScript and Go left some of that
    behind, so there `no` is left alone. `true` and `false` are answers and never reported; nor are whole numbers such
    as `title: 2021`, which come out as they are written, unless `numbers` asks for them.

    ## What the fix does

    It puts the value in quotes, so it is the text that stands there.
    """

    code = "FM015"
    name = "misread-value"
    severity = Severity.WARNING
    needs = ("copydesk_rules.field_signs:misread text",)

    fields: tuple[str, ...] = option((), "More fields that hold text, besides the usual ones.")
    numbers: bool = option(False, "Also report numbers that come out as they are written.")

    examples = (
        bad(
            "---\ntitle: Release\nversion: 1.10\n---\n\nText.\n",
            fixed='---\ntitle: Release\nversion: "1.10"\n---\n\nText.\n',
        ),
        bad(
            "---\ntitle: Fjorder\nlang: no # bokmål\ntags: [on, sea]\n---\n\nText.\n",
            fixed='---\ntitle: Fjorder\nlang: "no" # bokmål\ntags: ["on", sea]\n---\n\nText.\n',
            findings=2,
            generator="jekyll",
            path="_posts/2024-05-06-fjords.md",
        ),
        bad(
            "---\ntitle: 12:30\ntags:\n  - 0123\n---\n\nText.\n",
            fixed='---\ntitle: "12:30"\ntags:\n  - "0123"\n---\n\nText.\n',
            findings=2,
            generator="eleventy",
            path="blog/noon.md",
        ),
        bad(
            "---\ntitle: 2024-05-06\n---\n\nText.\n",
            fixed='---\ntitle: "2024-05-06"\n---\n\nText.\n',
            note="Hexo makes a time stamp of it",
        ),
        bad(
            "---\ntitle: 2021\n---\n\nText.\n",
            fixed='---\ntitle: "2021"\n---\n\nText.\n',
            options={"numbers": True},
        ),
        good("---\ntitle: 2021\ntags: [2021, 1.5]\n---\n\nText.\n", note="it comes out as it is written"),
        good("---\ntitle: \"1.10\"\nversion: '2.0'\ntags: ['no']\n---\n\nText.\n"),
        good("---\ntitle: Low tide\nversion: 1.10\nversion: '2.0'\n---\n\nText.\n", note="the last one counts"),
        good("---\ntitle: Fjorder\nlang: no\ntime: 12:30\n---\n\nText.\n", note="text to Hexo's parser"),
        good(
            "---\ntitle: Low tide\ntoc: no\ncomments: off\nweight: 0123\n---\n\nText.\n",
            generator="jekyll",
            path="_posts/2024-05-06-tide.md",
            note="these are switches and numbers",
        ),
        good("---\ntitle: false\ndescription:\n---\n\nText.\n", path="source/a.md", note="no title is wanted"),
        good(
            "---\ntitle: 2024-05-06\n---\n\nText.\n",
            generator="jekyll",
            path="_posts/2024-05-06-day.md",
            note="Ruby writes a day as it was written",
        ),
        good("+++\ntitle = '1.10'\nversion = 1.10\n+++\n\nText.\n", generator="hugo", path="content/posts/a.md"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each text that is read as something else."""
        matter = doc.front_matter
        if matter is None or matter.format != "yaml":
            return
        text_fields = doc.site.generator.text_fields
        for entry in matter.counting:
            node = entry.node
            kind = type(node.value)
            if kind is str or (entry.key not in text_fields and entry.key not in self.fields):
                continue
            if kind is list:
                for item in node.items:
                    if type(item.value) is not str:
                        yield from self._check(doc, entry, item)
            elif kind is not dict and node.value is not None:
                yield from self._check(doc, entry, node)

    def _check(self, doc: Document, entry: Entry, node: Node) -> Iterator[Finding]:
        written = node.span.of(doc.text)
        if written[:1] in ("", "*", "!", "&", "[", "{", "-") or "\n" in written:
            return
        meaning = _reading(node.value, written, doc.site.generator.yaml_keeps)
        if not meaning and self.numbers and type(node.value) in (int, float):
            meaning = "a number"
        if meaning:
            generator = doc.site.generator
            who = "many tools" if generator.name == "plain" else generator.title
            fix = Fix("put it in quotes", (Edit(node.span, f'"{written}"'),), declares=(Change("field", entry.key),))
            yield self.finding(node.span, f"{quoted(written)} is {meaning} to {who}, not text", fix)


def _reading(value: object, written: str, kept: Container[str]) -> str:
    """Return what a value is to the generator if it shows it differently from how it is `written`, or nothing.

    `kept` is what the generator's parser has kept of YAML 1.1.
    """
    old = "words" in kept
    if isinstance(value, bool):
        return f"`{str(value).lower()}`" if old and written.lower() in _YES_NO else ""
    if isinstance(value, int):
        if ":" in written:
            return f"the number {value}" if "sixties" in kept else ""
        if written.isdigit() and written[0] == "0" and len(written) > 1:
            # Where it is no octal number it is one to base ten, and the noughts are gone all the same.
            return f"the number {value if 'octals' in kept else int(written)}"
        return f"the number {value}" if str(value) != written else ""
    if isinstance(value, float):
        if ":" in written:
            return f"the number {value}" if "sixties" in kept else ""
        shown = repr(value) if old else repr(value).removesuffix(".0")
        return f"the number {shown}" if shown != written else ""
    if isinstance(value, datetime):
        return "a point in time"
    if isinstance(value, date):
        return "" if old else "a point in time"
    return ""
