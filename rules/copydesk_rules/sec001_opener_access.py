"""SEC001: links that hand the page over to the page they open."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import (
    Document,
    Finding,
    Fix,
    Rule,
    Safety,
    Severity,
    add_attribute,
    bad,
    good,
    regex,
    set_attribute_value,
)
from copydesk_rules.own_site import host_of, own_hosts

_OWN_NETWORK = regex(r"localhost$|127\.|10\.\d|192\.168\.|0\.0\.0\.0$")


class OpenerAccess(Rule):
    """A link that opens a new window on another site should say `rel="noopener"`.

    ## Why

    In older browsers, and wherever the browser is told so, the page that `target="_blank"` opens can steer the page
    it came from: the reader goes back to your article and finds a false login in its place. Browsers since 2021 imply
    `noopener`; feed readers, in-app browsers and older phones do not.
    See <https://html.spec.whatwg.org/multipage/links.html#link-type-noopener>.

    ## What it leaves alone

    Links within the site, also those that name its own host where its configuration, `CNAME` or `package.json` says
    which that is. Links to the reader's own computer or network, and links that say `noopener`, `noreferrer` or, on
    purpose, `opener`.
    """

    code = "SEC001"
    name = "opener-access"
    severity = Severity.WARNING
    needs = ("@target",)

    examples = (
        bad(
            'Read <a href="https://news.example/a" target="_blank">more</a>.\n',
            fixed='Read <a href="https://news.example/a" target="_blank" rel="noopener">more</a>.\n',
        ),
        bad(
            "<p><a href='//news.example/a' target=_BLANK rel='nofollow'>more</a></p>\n",
            fixed="<p><a href='//news.example/a' target=_BLANK rel='nofollow noopener'>more</a></p>\n",
        ),
        good('<a href="https://news.example/a" target="_blank" rel="noreferrer">more</a>\n'),
        good('<a href="/archive" target="_blank">archive</a>\n', note="a page of the same site is no stranger"),
        good(
            '<a href="https://tides.example/hub" target="_blank">hub</a>\n',
            posts={"CNAME": "www.tides.example\n"},
            note="nor is one that is named in full",
        ),
        good(
            '<a href="//tides.example/" target="_blank">hub</a>\n', posts={"package.json": '{"name": "tides.example"}'}
        ),
        good('Open <a href="http://127.0.0.1:8000/docs" target="_blank">the docs</a>.\n', note="the reader's own"),
        good('<a href="{{ link }}" target="_blank">more</a>\n', note="what a template becomes is not known"),
        good('<a href="https://news.example" target="_self" target="_blank">more</a>\n', note="the first counts"),
        good('Write `<a href="https://news.example" target="_blank">` to open a window.\n'),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each link to another site that opens a window without `noopener`."""
        last = None
        for tag, target in doc.html.attributes("target"):
            if tag is last or tag.name not in ("a", "area"):
                continue
            last = tag  # if it repeats the attribute, the first counts
            if target.value.lower() != "_blank":
                continue
            href, rel = tag.get("href"), tag.get("rel")
            if href is None:
                continue
            address = href.value.strip()
            if not address.lower().startswith(("http://", "https://", "//")):
                continue
            if rel is not None and not _SAID.isdisjoint(rel.value.lower().split()):
                continue
            if doc.templates and doc.is_opaque(tag.span):
                continue
            host = host_of(address)
            if _OWN_NETWORK.match(host) or host in own_hosts(doc.site):
                continue
            if rel is None:
                edit = add_attribute(tag, "rel", "noopener")
            else:
                edit = set_attribute_value(tag, rel, " ".join([rel.value.strip(), "noopener"]).strip())
            yield self.finding(
                target.span,
                "in browsers before 2021, and in some feed readers, the page that this link opens can steer this one",
                _fix(('add rel="noopener"', (edit,), Safety.SAFE, ())),
            )


_fix = Fix._make


_SAID = frozenset(("noopener", "noreferrer", "opener"))
