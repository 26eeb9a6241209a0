"""What came for a picture: one, a part of one, a web page, or nothing."""

from __future__ import annotations

from typing import NamedTuple

from copydesk.pictures import look
from copydesk.remote import Kind


class Found(NamedTuple):
    """What a body is, and what is wrong with it in plain words (nothing with a picture)."""

    kind: Kind
    reason: str = ""


_GATES = (
    *(b"captcha", b"cf-chl", b"cf-browser-verification", b"cf_chl_opt", b"_incapsula_", b"aliyun_waf", b"ddos-guard"),
    *(b"sucuri_cloudproxy", b"datadome", b"perimeterx", b"enable javascript and cookies"),
)
"""What is in the pages that Cloudflare, Imperva, Alibaba, DDoS-Guard, Sucuri and others show to programs. Readers of a
post may well see the picture."""


def judge(data: bytes, size: int, declared: str) -> Found:
    """Return what the first bytes `data` of a body of `size` bytes are; `declared` is its content type.

    Browsers go by the bytes and not by what is declared (WHATWG MIME Sniffing, section 6), and so does this. Only
    where the bytes say nothing, a declared picture is believed.
    """
    seen = look(data, size)
    if not seen.problem:
        return Found("picture")
    if seen.problem == "empty":
        return Found("empty", "an empty file comes")
    if seen.problem == "truncated":
        return Found("truncated", f"what comes is not all of the picture: it {seen.what}")
    if "HTML" in seen.what:
        page = data.lower()
        if any(sign in page for sign in _GATES):
            return Found("refused", "a page comes that wants to know whether a person asks")
        return Found("page", "a web page comes in place of the picture")
    if seen.problem == "alien" and declared.lower().startswith("image/") and "none of the pictures" in seen.what:
        return Found("picture")
    return Found("type", f"what comes is no picture: it {seen.what}")
