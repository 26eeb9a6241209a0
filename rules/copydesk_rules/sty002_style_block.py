"""STY002: style sheets in posts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from copydesk import Change, Document, Finding, Fix, Rule, Safety, Severity, Span, bad, good, option, regex
from copydesk_rules.addresses import split
from copydesk_rules.blocks import block_can_go
from copydesk_rules.catalogue import catalogue
from copydesk_rules.messages import divides_lists, is_leaked


class StyleBlock(Rule):
    """A post should not bring the style sheet of another site.

    ## Why

    A `<style>` block in the middle of a page restyles the whole site around the post. Scraped posts bring the sheet of
    the site they were taken from; where an importer has escaped its braces (`&#123;`) it does nothing at all, and
    where Markdown takes it for code, readers see it.

    ## What it reports

    `<style>` elements in Markdown posts that are dead (empty, or without a brace that is not escaped), that dress what
    a known vendor left behind, and whole themes whose classes and ids occur nowhere in the post; and a `<link>` to the
    sheet of a known vendor. The fix is safe for the dead ones and for those of vendors; for others it needs
    `--unsafe-fixes`. With `live = true` it reports every sheet, and every link to a sheet of another host.

    ## What it leaves alone

    Sheets for what stands in the post, links to the site's own, HTML files, whose head may hold a sheet, drawings
    (`<svg>`), and code.
    """

    code = "STY002"
    name = "style-block"
    severity = Severity.WARNING
    needs = ("<style>", "<link>")

    live: bool = option(False, "Report every style sheet, also those that dress something in the post.")

    examples = (
        bad(
            "<p>News.</p>\n\n<style>\n.promo&#123;float:left;&#125;\n</style>\n\n<p>More.</p>\n",
            fixed="<p>News.</p>\n\n<p>More.</p>\n",
        ),
        bad("News.\n\n<style></style>\n\nMore.\n", fixed="News.\n\nMore.\n"),
        bad(
            "News.\n\n<style>\n.appendQr_normal img { width: 74px; }\n</style>\n\nMore.\n",
            fixed="News.\n\nMore.\n",
            note="the classes are those of a known promotional block",
        ),
        bad(
            "News.\n\n<style>\n"
            + "".join(
                f".theme-body h{level} {{ margin: 1em }} .theme-body h{level} a {{ color: red }}\n" for level in "1234"
            )
            + "</style>\n\nMore.\n",
            fixed="News.\n\nMore.\n",
            unsafe=True,
            note="a whole theme, and nothing in the post has its class",
        ),
        bad(
            "<style>\ntd { padding: 2em; }\n</style>\n\nMore.\n",
            fixed="More.\n",
            unsafe=True,
            options={"live": True},
        ),
        bad(
            '<link rel="stylesheet" href="https://csdnimg.cn/release/a.css">\n\nMore.\n',
            fixed="More.\n",
        ),
        bad(
            '<link rel="stylesheet" href="//fonts.example/a.css">\n\nMore.\n',
            fixed="More.\n",
            unsafe=True,
            options={"live": True},
        ),
        bad("- One.\n\n<style></style>\n\n- Two.\n", note="without it the two lists were one"),
        good('<link rel="stylesheet" href="/own.css"><link rel="stylesheet" href="https://cdn.example/a.css">\n'),
        good('<style>\n.wide td { padding: 2em; }\n</style>\n\n<table class="wide"></table>\n'),
        good("<style>\ntd { padding: 2em; }\n</style>\n\nMore.\n", note="it may be meant for this page"),
        good("<style>\n.site-title { color: red; }\n</style>\n\nMore.\n", note="it may be meant for the site's theme"),
        good('<style src="@theme/tides.css"></style>\n\nMore.\n', note="Vue takes the sheet from there"),
        good(
            "<Steps>\n1. Copy `<style>...</style>` into the page.\n2. Save it.\n</Steps>\n",
            path="docs/tides.mdx",
            generator="docusaurus",
            note="code, for MDX reads Markdown between the tags",
        ),
        good('<svg><style>.a { fill: red; }</style><path class="a"/></svg>\n'),
        good("```html\n<style>\n.wide { padding: 2em; }\n</style>\n```\n"),
        good('<style>\n.a { color: red; }\n</style>\n<p class="a">A page.</p>\n', path="source/about.html"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each style sheet."""
        html = doc.html
        if doc.kind == "html" or not html.tags:
            return
        if html.tags_named("link"):
            yield from self._links(doc)
        sheets = html.tags_named("style")
        if not sheets:
            return
        elsewhere = _Elsewhere(doc)
        for tag in sheets:
            if tag.get("src") is not None or html.inside(tag.span.start, _DRAWING) is not None:
                continue
            element = tag.element
            end = element.end if element is not None else None
            if end is None or doc.is_opaque(span := Span(tag.span.start, end.span.end)):
                continue
            problem, safe = self._judge(doc, elsewhere, doc.text[tag.span.end : end.span.start])
            if problem:
                yield self.finding(span, problem, _fix(doc, span, "remove the style sheet", safe))

    def _links(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each sheet that is loaded from elsewhere."""
        for tag in doc.html.tags_named("link"):
            kind, href = tag.get("rel"), tag.get("href")
            if kind is None or href is None or "stylesheet" not in kind.value.lower().split():
                continue
            address = split(href.value.strip())
            if address is None or not address.host or doc.is_opaque(tag.span):
                continue
            entry = catalogue(doc.site.vendor_files).sheet(address.host, address.path)
            if entry is None and not self.live:
                continue
            why = entry.why if entry is not None else "restyles the page around it, and tells its server who reads it"
            fix = _fix(doc, tag.span, "remove the link", entry is not None)
            yield self.finding(tag.span, f"style sheet of `{address.host}` {why}", fix)

    def _judge(self, doc: Document, elsewhere: _Elsewhere, css: str) -> tuple[str, bool]:
        """Return what is wrong with the sheet (or nothing), and whether nobody will miss it."""
        if not css.strip():
            return "empty style sheet", True
        if "{" not in css:
            return "dead style sheet: its braces are escaped or missing, so browsers ignore it", True
        selectors = _BLOCK.sub("{", css)
        names = set(_NAME.findall(selectors))
        if names and _only_names(selectors):
            known = catalogue(doc.site.vendor_files)
            if all(known.style(name) is not None for name in names):
                return "style sheet for what another site left behind", True
        if css.count("{") >= _WHOLE_SHEET and names and names.isdisjoint(elsewhere.words):
            return "style sheet of another site: nothing in this post has its classes or ids", False
        return ("style sheet in a post: it restyles the page around it too" if self.live else ""), False


_DRAWING = frozenset(("svg",))
_BLOCK = regex(r"\{[^{}]*+(?:\}|$)|/\*(?s:.*?)(?:\*/|\Z)")
_WHOLE_SHEET = 8
"""So many rules are a theme; a few may be meant for what the generator makes of the post."""

_NAME = regex(r"[.#](-?[A-Za-z_][\w-]*+)")
_WORD = regex(r"-?[A-Za-z_][\w-]*+")


class _Elsewhere:
    """What a post says outside of its style sheets, looked through once for all of them."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc

    @cached_property
    def words(self) -> set[str]:
        """All that may be the name of a class or an id."""
        words: set[str] = set()
        at = 0
        for element in self._doc.html.elements_named("style"):
            words.update(_WORD.findall(self._doc.text, at, element.span.start))
            at = max(at, element.span.end)
        words.update(_WORD.findall(self._doc.text, at))
        return words


def _only_names(selectors: str) -> bool:
    """Tell whether every selector begins with a class or an id, so that the sheet dresses nothing else."""
    return all(
        selector.strip().startswith((".", "#"))
        for group in selectors.split("{")
        for selector in group.split(",")
        if selector.strip()
    )


def _fix(doc: Document, span: Span, title: str, safe: bool) -> Fix | None:
    """Return the fix that removes a sheet, None where Markdown would read what is around it otherwise."""
    if not is_leaked(doc, span) and (not block_can_go(doc, span) or divides_lists(doc, span)):
        return None
    return Fix(title, (doc.strike(span),), Safety.SAFE if safe else Safety.UNSAFE, _changes(doc, span, safe))


def _changes(doc: Document, span: Span, safe: bool) -> tuple[Change, ...]:
    """Return what readers get differently: code that is gone where they saw the sheet as code, and its effect."""
    changes = [] if safe else [Change("markup", "style")]
    if is_leaked(doc, span):
        changes.append(Change("code", span.of(doc.text)))
    return tuple(changes)
