"""The pictures by which hosts say that they no longer have what was asked for, from ``placeholders.toml``."""

from __future__ import annotations

import os
from functools import cache

from copydesk import NamedTuple, Verdict


class Notice(NamedTuple):
    """What is known of one host: its name, its domains, where its notices are, and what these say."""

    host: str
    hosts: tuple[str, ...]
    leads_to: tuple[str, ...]
    says: str


def placeholder(address: str, verdict: Verdict) -> Notice | None:
    """Return the notice that `verdict` shows for `address`, if it is one."""
    if verdict.state != "ok" or not verdict.final:
        return None
    from copydesk_rules.addresses import split
    from copydesk_rules.entries import matches, on_host, pattern

    parts = split(address)
    known = [notice for notice in _notices() if parts is not None and on_host(notice.hosts, parts.host)]
    return next((one for one in known if any(matches(pattern(each), verdict.final) for each in one.leads_to)), None)


@cache
def _notices() -> tuple[Notice, ...]:
    import tomllib

    with open(os.path.join(os.path.dirname(__file__), "placeholders.toml"), "rb") as file:
        tables = tomllib.load(file)["notices"]
    return tuple(
        Notice(table["host"], tuple(table["hosts"]), tuple(table["leads-to"]), table["says"]) for table in tables
    )
