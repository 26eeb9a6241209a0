"""What one address answered, and what the answers along its redirects amount to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from copydesk.remote import Kind, State, Verdict

HOPS = 10
"""Redirects that are followed. Browsers follow 20, and nobody who serves pictures needs more than a few."""


class Answer(NamedTuple):
    """What `address` itself answered, redirects not followed.

    `kind` and `reason` are those of a verdict; a redirect is a ``picture`` with a `location`, which is absolute, and
    `permanent` where it is meant to last (301, 308). `size` is in bytes (-1: unknown), `digest` that of the first
    bytes. `etag` and `modified` are the server's names for this version. `at` is when it was asked, in seconds since
    the epoch.
    """

    address: str
    kind: Kind
    reason: str = ""
    status: int = 0
    location: str = ""
    permanent: bool = False
    size: int = -1
    digest: str = ""
    etag: str = ""
    modified: str = ""
    at: float = 0.0


STATES: Mapping[str, State] = {
    "picture": "ok",
    **dict.fromkeys(
        ("missing", "name", "certificate", "circle", "page", "type", "empty", "truncated", "endless", "hotlink"),
        "broken",
    ),
    **dict.fromkeys(
        ("refused", "busy", "failing", "silent", "slow", "unreachable", "private", "excluded", "late"), "unknown"
    ),
}
"""What an answer of each kind means for readers."""


def verdict(address: str, answers: Mapping[str, Answer]) -> Verdict:
    """Return what `answers`, by address, say of `address` when its redirects are followed."""
    passed: list[str] = [address]
    moved = ""
    lasting = True
    while True:
        answer = answers.get(passed[-1])
        if answer is None:
            return Verdict("unknown", "late", "the time for asking was up", final=_behind(passed))
        if not answer.location:
            break
        lasting = lasting and answer.permanent
        if lasting:
            moved = answer.location
        if answer.location in passed:
            return Verdict("broken", "circle", "it redirects in a circle", answer.status)
        passed.append(answer.location)
        if len(passed) > HOPS + 1:
            return Verdict("broken", "circle", f"it redirects more than {HOPS} times", answer.status)
    state = STATES[answer.kind]
    final = _behind(passed)
    reason = answer.reason
    if final and state != "ok":
        reason = f"it redirects to `{final}`: {reason}"
    return Verdict(state, answer.kind, reason, answer.status, final, moved if state == "ok" else "", size=answer.size)


def _behind(passed: list[str]) -> str:
    return passed[-1] if len(passed) > 1 else ""


def same_picture(one: Answer, other: Answer) -> bool:
    """Tell whether two answers are of one and the same picture, as far as they were read."""
    return (
        one.kind == other.kind == "picture"
        and bool(one.digest)
        and one.digest == other.digest
        and one.size == other.size
    )
