"""Pictures that are written into their address (``data:image/png;base64,…``, RFC 2397)."""

from __future__ import annotations

from copydesk import TYPE_CHECKING, look

if TYPE_CHECKING:
    from copydesk import Picture


def picture_in(target: str) -> Picture | None:
    """Return what is in the picture that the address `target` is; None where it is no such address."""
    head, comma, data = target.partition(",")
    if not comma or not head.lower().startswith("data:image/"):
        return None
    from urllib.parse import unquote_to_bytes

    raw = unquote_to_bytes(data)
    if not head.lower().rstrip().endswith(";base64"):
        return look(raw)
    from base64 import b64decode

    try:
        return look(b64decode(raw + b"=" * (-len(raw) % 4)))
    except ValueError:
        return look(raw)
