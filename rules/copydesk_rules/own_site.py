"""At which hosts a site is published, as far as its own files say so."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from copydesk import Site, regex

_HOST = regex(r"(?:https?:)?//([a-z0-9.-]++)", 2)
_ANYBODYS = frozenset(
    ("github.com", "gitlab.com", "gitee.com", "codeberg.org", "bitbucket.org", "npmjs.com", "example.com", "localhost")
)
"""Hosts that are named where the source of a site lies, and that are not its own."""
_DOMAIN = regex(r"[a-z0-9-]++\.[a-z0-9.-]++", 2)


def host_of(address: str) -> str:
    """Return the host of a whole `address` in lower case, without ``www.``; empty where there is none."""
    found = _HOST.match(address.strip())
    return _plain(found[1]) if found is not None else ""


@lru_cache(maxsize=4)
def own_hosts(site: Site) -> frozenset[str]:
    """Return the hosts of `site`, in lower case and without ``www.``.

    They stand in the configuration of the generator, in the file ``CNAME`` of pages that GitHub serves, and in
    ``package.json``, as its home page or because the package is called so.
    """
    return frozenset(filter(None, _hosts(site))) - _ANYBODYS


def _hosts(site: Site) -> Iterator[str]:
    yield host_of(site.settings.address)
    for root in dict.fromkeys((".", *site.roots("static"), *site.roots("content"))):
        named = site.read("CNAME" if root == "." else f"{root}/CNAME")
        if named is not None and _DOMAIN.fullmatch(named.strip()):
            yield _plain(named.strip())
    package = site.read("package.json")
    if package is not None:
        yield from _of_package(package)


def _of_package(text: str) -> Iterator[str]:
    import json

    try:
        package = json.loads(text)
    except (ValueError, RecursionError):
        return
    if not isinstance(package, dict):
        return
    homepage, name = package.get("homepage"), package.get("name")
    if isinstance(homepage, str):
        yield host_of(homepage)
    if isinstance(name, str) and _DOMAIN.fullmatch(name):
        yield _plain(name)


def _plain(host: str) -> str:
    host = host.lower()
    return host[4:] if host.startswith("www.") else host
