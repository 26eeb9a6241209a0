"""FM005: keys that are given twice."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Edit, Entry, Finding, Fix, Rule, Severity, bad, good

_REFUSE = frozenset({"astro", "docusaurus", "eleventy", "gatsby", "hexo", "next", "vitepress", "vuepress", "zola"})
"""Generators that stop at a key given twice (they read YAML with js-yaml or Rust's serde)."""

_LAST = frozenset({"jekyll", "mkdocs"})
"""Generators that take the last value and say nothing."""


class DuplicateKey(Rule):
    """A key should be given once.

    ## Why

    YAML and TOML forbid it. Some generators stop the build, others take the last value and drop the first without a
    word: of two lists of tags, one is lost. Other rules speak of the last value only, which is the one that counts
    where any does.

    ## What the fix does

    Where both say the same and the second one has its lines to itself, that goes. Where they differ, only the author
    knows which one is right.
    """

    code = "FM005"
    name = "duplicate-key"
    severity = Severity.ERROR
    needs = ("copydesk_rules.field_signs:duplicate key",)

    examples = (
        bad("---\ntitle: Low tide\ntags: [sea]\ndate: 2024-05-06\ntags: [tides]\n---\n\nThe sea went out.\n"),
        bad(
            "---\ntitle: Low tide\ntags:\n  - sea\ndate: 2024-05-06\ntags:\n  - sea\n---\n\nThe sea went out.\n",
            fixed="---\ntitle: Low tide\ntags:\n  - sea\ndate: 2024-05-06\n---\n\nThe sea went out.\n",
            note="both say the same",
        ),
        bad(
            "---\ntitle: Low tide\ntitle: High tide\n---\n\nThe sea went out.\n",
            generator="jekyll",
            path="_posts/2024-05-06-low-tide.md",
        ),
        bad(
            "+++\ntitle = 'Low tide'\ndraft = true\ndraft = true\n+++\n\nThe sea went out.\n",
            fixed="+++\ntitle = 'Low tide'\ndraft = true\n+++\n\nThe sea went out.\n",
            generator="hugo",
            path="content/posts/low-tide.md",
        ),
        bad(
            "---\ntitle: Low tide\nauthor:\n  name: Ida\n  name: Ida B.\n---\n\nThe sea went out.\n",
            note="within a map, too",
        ),
        good(
            "---\ntitle: Low tide\nauthors:\n  - name: Ida\n  - name: Ole\n---\n\nText.\n", note="each item has its own"
        ),
        good("---\ntitle: Low tide\nTitle: High tide\n---\n\nText.\n", note="capitals make another key"),
        bad("---\ntitle: A\ntitle: B\ntitle: A\n---\n\nText.\n", findings=2, note="the last one counts for some tools"),
        good(
            "---\nbase: &base\n  lang: en\n  toc: true\npage:\n  <<: *base\n  toc: false\ntitle: A\n---\n\nText.\n",
            note="a merge key gives way to what is written out",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding at each key that its map had before."""
        matter = doc.front_matter
        if matter is None:
            return
        generator = doc.site.generator
        pairs = matter.duplicates()
        # All of them: of three, where the one in the middle differs, the last one is what some tools read.
        differ = {id(first) for first, second in pairs if not _same(first, second)}
        for first, second in pairs:
            line = doc.lines.number(first.key_span.start)
            severity = self.severity
            if matter.format == "toml":
                harm = "which TOML forbids"
            elif generator.name in _REFUSE:
                harm = f"and {generator.title} refuses that"
            elif generator.name in _LAST:
                harm = f"and {generator.title} reads the last one only"
                severity = Severity.WARNING
            else:
                harm = "and tools differ in which one counts"
                severity = Severity.WARNING
            fix = None
            # Commas make it harder in JSON; a TOML table may be written in several places, its span names only one.
            awkward = matter.format == "json" or (matter.format == "toml" and second.node.kind == "map")
            if id(first) not in differ and not awkward and _can_go(doc, first, second):
                fix = Fix(f"remove the second `{second.key}`", (Edit(second.span),))
            help = "" if fix is not None else "keep one of the two"
            message = f"`{second.key}` is given on line {line} already, {harm}"
            yield self.finding(second.key_span, message, fix, help=help)._replace(severity=severity)


def _same(first: Entry, second: Entry) -> bool:
    value, other = first.node.value, second.node.value
    return type(value) is type(other) and value == other


def _can_go(doc: Document, first: Entry, second: Entry) -> bool:
    """Tell whether `second` has its lines to itself, and no comment and no anchor that others need goes with it."""
    start = second.span.start
    gone = second.span.of(doc.text)
    if gone.count("\r") > gone.count("\r\n"):  # YAML takes it for the end of a line, and what follows is another key
        return False
    if "&" in gone or not gone.endswith("\n") or doc.text[start - 1 : start] != "\n":
        return False
    return "#" not in gone or gone.strip() == first.span.of(doc.text).strip()
