"""FM001: front matter that does not begin with the first character of the file."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Edit, Finding, Fix, Rule, Severity, bad, good

_POST = "---\ntitle: Low tide\ndate: 2024-05-06 07:08:09\n---\n\nThe sea went out.\n"
_BOM = "\ufeff"


class LateFrontMatter(Rule):
    """Front matter should begin with the first character of the file.

    ## Why

    Most site generators look for front matter at the very first character. One empty line, or a byte order mark that
    no editor shows, and they take title, date and tags for text: the post loses its name and its place, and readers
    see the lines. Some generators look further, but then the post works on this site and nowhere else.

    The finding is an error where the site's generator does not find the front matter, a warning where it does or
    where nobody knows, and a mere note for a byte order mark that the generator reads over.

    ## What the fix does

    It deletes what nobody sees: empty lines, blanks, byte order marks and other characters without ink. A comment
    before the front matter is for its author to move.
    """

    code = "FM001"
    name = "late-front-matter"
    severity = Severity.WARNING
    needs = ("copydesk_rules.field_signs:late front matter",)

    examples = (
        bad("\n" + _POST, fixed=_POST, note="as scripts write it whose template begins with a line break"),
        bad("\n \n\n" + _POST, fixed=_POST, generator="jekyll", path="_posts/2024-05-06-low-tide.md"),
        bad(_BOM + _POST, fixed=_POST, generator="jekyll", path="about.md", note="Jekyll copies the page as it is"),
        bad(_BOM + "\n" + _POST, fixed=_POST),
        bad("  " + _POST, fixed=_POST, note="blanks before the fence"),
        bad(
            "\n+++\ntitle = 'Low tide'\n+++\n\nThe sea went out.\n",
            fixed="+++\ntitle = 'Low tide'\n+++\n\nThe sea went out.\n",
            generator="hugo",
            path="content/posts/low-tide.md",
        ),
        bad("<!-- Copyright the harbour office -->\n" + _POST, note="a comment is not deleted"),
        good(_POST),
        good(
            "\n---\n\nThe sea went out.\n\n---\n\nThe sea came back.\n",
            note="these are two lines across the page, not front matter",
        ),
        good("\nA post that begins with an empty line and has no front matter.\n"),
        good(
            _POST + "\nA second one, as an example:\n\n\n---\ntitle: Example\n---\n",
            note="what looks like front matter further down is none",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for whatever stands before the opening fence."""
        matter = doc.front_matter
        if matter is None or not matter.junk.end:
            return
        generator = doc.site.generator
        junk = matter.junk.of(doc.text)
        # Jekyll opens posts in a way that drops the mark, and asks of other files whether they begin with dashes.
        bom = "read" if generator.name == "jekyll" and doc.site.is_post(doc.path) else generator.bom
        what, reads = _what(junk, bom, generator.blank_before)
        if reads == "ignored":
            message = f"{what} before the front matter, so {generator.title} does not see it and readers get it as text"
            severity = Severity.ERROR
        elif reads == "read":
            only_bom = not junk.strip(_BOM)
            others = "some other tools" if only_bom else "most other tools"
            message = f"{what} before the front matter: {generator.title} looks past that, {others} do not"
            severity = Severity.INFO if only_bom else Severity.WARNING
        else:
            message = f"{what} before the front matter, so most site generators do not see it and show it as text"
            severity = Severity.WARNING
        fix, help = None, ""
        if "<!--" in junk:
            help = "move the comment below the front matter"
        else:
            fix = Fix("begin the file with the front matter", (Edit(matter.junk),))
        yield self.finding(matter.junk, message, fix, help=help)._replace(severity=severity)


def _what(junk: str, bom: str, blank: str) -> tuple[str, str]:
    """Return what stands before the fence, with its verb, and whether the generator reads over it.

    `bom` and `blank` say that of a byte order mark and of an empty line: ``read``, ``ignored`` or ``unknown``. A
    comment and an indented fence are beyond all generators of which the latter is known.
    """
    if "<!--" in junk:
        return "a comment stands", "ignored" if blank != "unknown" else blank
    lines = junk.count("\n")
    if not junk.strip(_BOM):
        return "a byte order mark, which no editor shows, stands", bom
    if not lines:
        blanks = not junk.strip()
        return "blanks stand" if blanks else "invisible characters stand", "ignored" if blank != "unknown" else blank
    return "an empty line stands" if lines == 1 else f"{lines} empty lines stand", blank
