"""FM016: an equals sign that was meant to be the colon behind a key."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Change, Document, Edit, Entry, Finding, Fix, Rule, Severity, Span, bad, good, regex
from copydesk_rules.messages import quoted

_SLIP = regex(r"([^\W\d][\w.-]*+)[ \t]*+=(?!=)[ \t]*+")


class EqualsSign(Rule):
    """A key and its value should be divided by a colon.

    ## Why

    In `image_alt="Dr. No: the sequel"` a writer used the equals sign of HTML or TOML. YAML finds a colon further right
    and takes everything before it for the key, so the field that was meant is not there, and nothing complains.

    Where no colon follows the line cannot be read at all, which is FM002's matter.

    ## What the fix does

    It writes a colon and a blank, and quotes around the value where it has none.
    """

    code = "FM016"
    name = "equals-sign"
    severity = Severity.ERROR
    needs = ("copydesk_rules.field_signs:odd key",)

    examples = (
        bad(
            '---\ntitle: Films\nimage_alt="Dr. No: the sequel"\n---\n\nText.\n',
            fixed='---\ntitle: Films\nimage_alt: "Dr. No: the sequel"\n---\n\nText.\n',
        ),
        bad(
            "---\ntitle: Films\nsummary = Dr. No: the sequel\n---\n\nText.\n",
            fixed='---\ntitle: Films\nsummary: "Dr. No: the sequel"\n---\n\nText.\n',
        ),
        bad("---\ntitle: Films\ntitle = Dr. No: the sequel\n---\n\nText.\n", note="which of the two is meant?"),
        bad(
            "---\ntitle: Films\nsummary = Dr. No: one\nsummary = Dr. No: two\n---\n\nText.\n",
            note="of the two the last one counts, and FM005 reports both",
        ),
        good('---\ntitle: a=b\n"x=y": z\nhttps://a.example/?b=c: link\n---\n\nText.\n'),
        good("---\ntitle: Films\n1=2: false\n---\n\nText.\n"),
        good("+++\ntitle = 'Dr. No: the sequel'\n+++\n\nText.\n", generator="hugo", path="content/posts/a.md"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each key that an equals sign is part of."""
        matter = doc.front_matter
        if matter is None or matter.format != "yaml":
            return
        twice = {first.key for first, _ in matter.duplicates()}
        for entry in matter.counting:
            if "=" in entry.key and (found := _SLIP.match(doc.text, entry.key_span.start, entry.key_span.end)):
                key = found[1]
                sign = doc.text.index("=", entry.key_span.start)
                message = f"`{key}` is followed by an equals sign, so YAML takes {quoted(entry.key)} for the key"
                alone = matter.get(key) is None and entry.key not in twice
                fix = _fix(doc.text, entry, key, found.end()) if alone else None
                yield self.finding(Span(sign, sign + 1), message, fix, help="" if fix else "write a colon and a space")


def _fix(text: str, entry: Entry, key: str, start: int) -> Fix | None:
    value = Span(start, entry.node.span.end)
    written = value.of(text)
    if "\n" in written or " #" in written or "\\" in written:
        return None
    quote = written[:1]
    new = written
    if quote not in ("'", '"'):
        new = f'"{written}"' if '"' not in written else ""
    elif written[-1] != quote or quote in written[1:-1] or len(written) < 2:
        return None
    if not new:
        return None
    edit = Edit(Span(entry.key_span.start, value.end), f"{key}: {new}")
    return Fix("write a colon and a space", (edit,), declares=(Change("field", entry.key, key),))
