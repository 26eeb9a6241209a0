"""FM002: front matter that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Change, Document, Finding, Fix, FrontMatterError, Rule, Safety, Severity, bad, good

_YAML_ONLY = frozenset({"docusaurus", "hexo", "jekyll", "mkdocs"})
"""Generators that read no TOML, whatever their configuration says."""


class UnreadableFrontMatter(Rule):
    """Front matter should be readable.

    ## Why

    A quote that is not closed, a colon too many, a day that no month has: the generator stops, or goes on without
    title, date and tags and shows the lines to readers. What its parser says about it is seldom where the slip is.

    ## What it reports

    The first thing that cannot be read, in plain words, at its place; a fence that is missing, indented, too long, of
    other signs, or that shares its line with text; dates and numbers that do not exist, such as `2023-06-31`; and TOML
    where the site's generator reads YAML only. Tabs that indent are a warning in a Hexo site: Hexo replaces them
    before it reads, others do not.

    ## What the fix does

    Where only one thing can have been meant, it writes that: blanks for tabs, `:` for `=` and for a full-width colon,
    quotes around a text with a colon in it, other quotes where a text has quotes inside, the right fence. It is offered
    only if the front matter can be read afterwards. To close a quote where its line ends is unsafe: perhaps the quote
    itself is too many.
    """

    code = "FM002"
    name = "unreadable-front-matter"
    severity = Severity.ERROR
    needs = ("copydesk_rules.field_signs:flawed front matter",)

    examples = (
        bad(
            '---\ntitle: "The new "Harbour Guide" is out"\n---\n\nGet one.\n',
            fixed="---\ntitle: 'The new \"Harbour Guide\" is out'\n---\n\nGet one.\n",
            note="quotes within quotes",
        ),
        bad(
            "---\ntitle: Tides: a guide\n---\n\nText.\n",
            fixed='---\ntitle: "Tides: a guide"\n---\n\nText.\n',
            note="a colon and a blank begin another value",
        ),
        bad("---\ntitle: Midsummer\ndate: 2023-06-31\n---\n\nText.\n", note="June has 30 days"),
        bad(
            "---\ntitle: Tides\ntags:\n\t- sea\n\t- low tide\n---\n\nText.\n",
            fixed="---\ntitle: Tides\ntags:\n  - sea\n  - low tide\n---\n\nText.\n",
            note="tabs; Hexo mends them, others do not",
        ),
        bad(
            '---\ntitle = "Tides"\nlang: en\n---\n\nText.\n',
            fixed='---\ntitle: "Tides"\nlang: en\n---\n\nText.\n',
            note="an equals sign for the colon",
        ),
        bad(
            '---\ntitle: "Tides\nlang: en\n---\n\nText.\n',
            fixed='---\ntitle: "Tides"\nlang: en\n---\n\nText.\n',
            unsafe=True,
            note="a quote that is not closed",
        ),
        bad(
            "---\ntitle: Tides\nlang: en\n-----\n\nText.\n",
            fixed="---\ntitle: Tides\nlang: en\n---\n\nText.\n",
            note="a closing fence of another length",
        ),
        bad(
            "---\ntitle: Tides\n  ---\n\nText.\n",
            fixed="---\ntitle: Tides\n---\n\nText.\n",
            note="an indented fence",
        ),
        bad(
            "  ---\n  title: Tides\n  tags:\n    - sea\n\n  lang: en\n  ---\n\nText.\n",
            fixed="---\ntitle: Tides\ntags:\n  - sea\n\nlang: en\n---\n\nText.\n",
            note="all of it is indented",
        ),
        bad(
            "---\ntitle: Tides\n--- The sea went out.\n",
            fixed="---\ntitle: Tides\n---\nThe sea went out.\n",
            note="text behind the fence",
        ),
        bad(
            "--- title: Tides\nlang: en\n---\n\nText.\n",
            fixed="---\ntitle: Tides\nlang: en\n---\n\nText.\n",
            note="a key behind the fence",
        ),
        bad("---\ntitle: Tides\ndate: 2024-05-06\n\nThe sea went out.\n", note="the closing fence is missing"),
        bad(
            "---\ntitle: Tides\n<<<<<<< HEAD\nlang: en\n=======\nlang: de\n>>>>>>> main\n---\n\nText.\n",
            note="left from a merge conflict",
        ),
        bad(
            "---\ntitle: Low\b tide\n---\n\nText.\n",
            fixed="---\ntitle: Low tide\n---\n\nText.\n",
            note="a backspace that an input method left behind",
        ),
        bad("---\ntitle: the string \0.1\n---\n\nText.\n", note="an importer took `\\0` for one character"),
        bad(
            "+++\ntitle = 'Tides'\n+++\n\nText.\n",
            generator="jekyll",
            path="_posts/2024-05-06-tides.md",
            note="Jekyll reads YAML only",
        ),
        bad(
            "+++\ntitle = Tides\n+++\n\nText.\n",
            generator="hugo",
            fixed='+++\ntitle = "Tides"\n+++\n\nText.\n',
            path="content/posts/tides.md",
            note="TOML wants quotes around text",
        ),
        good("---\ntitle: 'The new \"Harbour Guide\" is out'\n---\n\nGet one.\n"),
        good("---\ntitle: \"Tides: a guide\"\nnote: 'don''t panic'\n---\n\nText.\n"),
        good("  ---\n  The sea went out.\n  ---\n\nText.\n", note="a heading below a line across the page"),
        good("---\n---\n\nText.\n", note="empty front matter is a switch in Jekyll and Eleventy"),
        good("---\n\nThe sea went out: all of it.\n\n---\n\nText.\n", note="two lines across the page"),
        good("+++\ntitle = 'Tides'\n+++\n\nText.\n", generator="hugo", path="content/posts/tides.md"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for what keeps the front matter from being read."""
        matter = doc.front_matter
        if matter is None:
            return
        generator = doc.site.generator
        if matter.format == "toml" and generator.name in _YAML_ONLY:
            fence = matter.open.of(doc.text).rstrip()
            yield self.finding(
                matter.open._replace(end=matter.open.start + len(fence)),
                f"this front matter is TOML, which {generator.title} does not read: readers get it as text",
                help="write it as YAML between two lines of `---`",
            )
            return
        error = matter.error
        if error is None:
            return
        fix = _fix(doc.text, error) if error.mend else None
        finding = self.finding(error.span, error.message, fix, help=error.help)
        written = error.span.of(doc.text)
        if generator.name == "hexo" and written.startswith("\t") and doc.text[error.span.start - 1] == "\n":
            # hexo-front-matter turns the tabs at the start of a line into two blanks each before it reads the YAML.
            message = f"{error.message}: Hexo mends that in silence, other tools refuse the post"
            finding = finding._replace(message=message, severity=Severity.WARNING)
        yield finding


def _fix(text: str, error: FrontMatterError) -> Fix | None:
    """Return the fix for what is wrong, if the front matter can be read after it and the fixes of what it hides."""
    from copydesk import mended_keys

    keys = mended_keys(text, error)
    if keys is None:
        return None
    safety = Safety.SAFE if error.certain else Safety.UNSAFE
    return Fix(error.help.partition(", or ")[0], error.mend, safety, tuple(Change("field", key, key) for key in keys))
