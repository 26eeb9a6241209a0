"""What a file is that is called a picture and is none."""

from __future__ import annotations

from copydesk.pictures.model import Picture
from copydesk.pictures.source import Source

_POINTERS = (b"version https://git-lfs.github.com/spec/", b"version https://hawser.github.com/spec/")
"""How pointers of Git LFS begin (its specification, and the one before that)."""

_KNOWN = (
    (b"%PDF-", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    (b"8BPS", "a Photoshop document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"OggS", "a recording"),
    (b"ID3", "a recording"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x00\x01\x00\x00", "a font"),
    (b"wOF", "a font"),
)
_PAGE = (b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<meta", b"<script")


def read(source: Source, head: bytes) -> Picture:
    """Return what is known of a file in none of the formats of pictures."""
    if head.startswith(_POINTERS):
        return Picture(problem="pointer", what="is a pointer of Git LFS, not the picture")
    if head.startswith((b"/annex/objects/", b"../.git/annex/", b".git/annex/")):
        return Picture(problem="pointer", what="is a pointer of git-annex, not the picture")
    if head.startswith(b"\xef\xbf\xbd"):
        return Picture(problem="damaged", what="was saved by a program that took it for text")
    return Picture(problem="alien", what=_what(head))


def _what(head: bytes) -> str:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith(_PAGE) or (text.startswith(b"<!--") and b"<html" in text):
        return "is an HTML page"
    if head[4:8] == b"ftyp":
        return "is a film"
    for begin, what in _KNOWN:
        if head.startswith(begin):
            return f"is {what}"
    if not head.strip(b"\0"):
        return "holds nothing but zeros"
    if text.startswith(b"<"):
        return "is XML, but no SVG"
    if text.startswith((b"{", b"[")):
        return "is JSON"
    return "is text" if _is_text(head) else "is none of the pictures that browsers know"


def _is_text(head: bytes) -> bool:
    """Tell whether what begins with `head` may be text."""
    if any(byte < 32 and byte not in (9, 10, 12, 13) for byte in head):
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4 > 0  # cut within a character
    return True
