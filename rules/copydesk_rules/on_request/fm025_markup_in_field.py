"""FM025: HTML in a field that is shown as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, Span, bad, good, option, regex
from copydesk_rules.messages import quoted

_MARKUP = regex(
    r"</?(?:a|abbr|b|big|blockquote|br|center|cite|code|del|div|em|font|h[1-6]|hr|i|iframe|img|ins|kbd|li|mark|ol|p|pre"
    r"|q|s|script|small|span|strong|style|sub|sup|table|tt|u|ul)(?:[ \t\n][^<>]*+)?/?>"
    r"|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|apos|bull|copy|gt|hellip|laquo|ldquo|lsquo|lt|mdash|middot|nbsp|ndash"
    r"|quot|raquo|rdquo|reg|rsquo|trade|[aeiouAEIOU](?:acute|grave|uml|circ)|[nN]tilde|szlig|[cC]cedil);"
)


class MarkupInField(Rule):
    """A title and a description should be plain text.

    ## Why

    They are shown where HTML means nothing: on the tab of the browser, in feeds, search results and previews of a link,
    which print `<em>` and `&amp;` as they stand. What was imported or scraped often has them.

    Some themes take HTML in a title and strip it elsewhere, so the rule is opt-in.
    """

    code = "FM025"
    name = "markup-in-field"
    severity = Severity.WARNING
    default = False

    fields: tuple[str, ...] = option(("title", "description"), "Fields that are shown as plain text.")

    examples = (
        bad('---\ntitle: "The <em>low</em> tide"\n---\n\nText.\n'),
        bad("---\ntitle: Cod &amp; chips\ndescription: The sea&#39;s fish.\n---\n\nText.\n", findings=2),
        bad(
            '---\ntitle: "What &#123;x&#125; means"\n---\n\nText.\n', note="a script wanted to stop a template language"
        ),
        bad('---\ntitle: A\ndescription: See <a href="https://a.example">the chart</a>.\n---\n\nText.\n'),
        good('---\ntitle: "x < y and the `<webview>` tag"\ndescription: R&D; AT&T;\n---\n\nText.\n'),
        good("---\ntitle: A\nexcerpt: <p>It went out.</p>\n---\n\nText.\n", note="the theme prints it as HTML"),
        good("---\ntitle: The &lt;br&gt; element\n---\n\nText.\n", options={"fields": ("description",)}),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each field with a tag or a character reference in it."""
        matter = doc.front_matter
        if matter is None:
            return
        for key in self.fields:
            entry = matter.get(key)
            if entry is None or not isinstance(entry.node.value, str):
                continue
            start, end = entry.node.span
            found = _MARKUP.search(doc.text, start, end)
            if found is not None and found[0] in entry.node.value:
                what = "the tag" if found[0][0] == "<" else "the character reference"
                message = (
                    f"{what} {quoted(found[0])} in `{key}` is shown as it stands in feeds, tabs and search results"
                )
                yield self.finding(Span(*found.span()), message, help="write it as plain text")
