"""TRK001: comments that a vendor's tracker, page template or editor left behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from copydesk import TYPE_CHECKING, Document, Finding, Fix, Rule, Safety, Severity, bad, good, option
from copydesk_rules.catalogue import catalogue
from copydesk_rules.messages import LEAKED, comment_can_go, is_leaked, quoted
from copydesk_rules.signs_of_elements import EXCERPT_MARKS

if TYPE_CHECKING:
    from pathlib import Path


class TrackingComment(Rule):
    """A post should not publish comments that belong to another site's trackers, templates or editors.

    ## Why

    Whoever copies a page, or exports it, takes its comments along: keywords for a tracker, the places where
    advertisements stood, the marks of a block editor. Readers do not see them, but they are published with the post,
    they say where it was taken from, and between paragraphs of Markdown they make blocks that nobody meant.

    ## What it reports

    Comments of known vendors, recognised by their whole text. The vendors are data files
    (`copydesk_rules/vendors`); a site adds its own with `vendors = ["my-vendor.toml"]` in its configuration.

    ## What it leaves alone

    Every comment that no vendor file knows, and so all that are instructions: excerpt marks, includes, marks of a
    table of contents or of a region, directives of linters and search engines, conditional comments that choose what
    is shown, licences, notes of the author. Comments in code blocks are examples.
    """

    code = "TRK001"
    name = "tracking-comment"
    severity = Severity.WARNING
    needs = ("copydesk_rules.signs:vendor's comment",)

    comments: tuple[str, ...] = option((), "More comments to remove, by their whole text; `*` is any characters.")
    keep: tuple[str, ...] = option((), "Comments to leave alone, by their whole text; `*` is any characters.")

    examples = (
        bad(
            "<p>The rate rose.</p><!-- news_keyword_pub,stock,sz300024 -->\n",
            fixed="<p>The rate rose.</p>\n",
            note="the word list of a news site's tracker",
        ),
        bad(
            "<!-- wp:paragraph -->\n<p>One.</p>\n<!-- /wp:paragraph -->\n",
            fixed="<p>One.</p>\n",
            findings=2,
        ),
        bad(
            "Above.\n<!-- AddThis Button BEGIN -->\nBelow.\n",
            fixed="Above.\n\nBelow.\n",
            note="where the comment divides two paragraphs, an empty line stays",
        ),
        bad(
            "<!-- imported by hand -->\n\nText.\n",
            fixed="Text.\n",
            options={"comments": ("imported by *",)},
        ),
        bad(
            "<!-- wp:list --> *One* and\ntwo.\n\n* One.\n\n<!-- wp:list -->\n\n* Two.\n",
            findings=2,
            note="without them Markdown would read the line, and the two lists as one",
        ),
        bad(
            "<!--StartFragment--><!--[if gte mso 9]><xml>\n <w:x></w:x>\n</xml><![endif]-->\n",
            note="the block ends with the first line, and what follows is text: without the mark it would not be",
        ),
        good("Teaser.\n\n<!--more-->\n\nThe rest.\n", note="the excerpt mark makes the excerpt"),
        good(
            "<!-- @include: @footer.snippet.md -->\n<!-- #region home -->\n<!-- START doctoc -->\n",
            note="instructions to a generator",
        ),
        good("<!-- markdownlint-disable MD033 -->\n<!-- prettier-ignore -->\n", note="instructions to other tools"),
        good("<!--[if lt IE 9]><script src='/old.js'></script><![endif]-->\n", note="it chooses what is shown"),
        good("<!-- TODO: ask Mei whether wp: links still work -->\n", note="the author's own note"),
        good("The tracker's `<!-- news_keyword_pub,stock,x -->` ends the article.\n", note="code"),
        good("<!-- wp:more -->\n", options={"keep": ("wp:*",)}),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each comment that a vendor left behind."""
        comments = doc.html.comments
        if not comments:
            return
        own, leaks = doc.site.vendor_files, doc.leaked
        messages: dict[str, str] = {}  # those of a block editor come again and again
        for span, _, text, bogus in comments:
            text = text.strip()
            if bogus or text in EXCERPT_MARKS:
                continue
            message = messages.get(text)
            if message is None:
                message = messages[text] = self._message(own, text)
            if not message:
                continue
            if leaks and is_leaked(doc, span):
                yield self.finding(span, message, help=LEAKED)
            else:
                fix = None
                if comment_can_go(doc, span):
                    fix = _fix(("remove the comment", (doc.strike(span),), Safety.SAFE, ()))
                yield self.finding(span, message, fix)

    def _message(self, own: tuple[Path, ...], text: str) -> str:
        """Return what to say of the comment `text`, or nothing."""
        if self.keep and _is_among(self.keep, text):
            return ""
        message = _told(own, text) if len(text) <= _LONGEST else _of_vendor(own, text)
        if not message and self.comments and _is_among(self.comments, text):
            return f"unwanted comment {quoted(text)} is on this site's list"
        return message


def _of_vendor(own: tuple[Path, ...], text: str) -> str:
    """Return what to say of the comment `text` of some vendor, or nothing."""
    entry = catalogue(own).comment(text)
    return f"{entry.kind} comment {quoted(text)} {entry.why}" if entry is not None else ""


_LONGEST = 200
"""A comment of more characters is not remembered: it may be as long as a post."""

_told = lru_cache(maxsize=512)(_of_vendor)  # a site has the same few again and again
_fix = Fix._make


def _is_among(patterns: Iterable[str], text: str) -> bool:
    """Tell whether `text` is what one of `patterns`, values of an option, says."""
    from copydesk_rules.entries import matches_any, pattern

    return matches_any(map(pattern, patterns), text)
