"""PNG, JPEG, GIF, WebP, BMP, ICO and TIFF: formats that are recognised by their first bytes.

Sources: PNG third edition (W3C, 2025), ITU-T T.81 annex B and CIPA DC-008 (Exif) for JPEG, the GIF89a specification,
RFC 9649 for WebP, TIFF 6.0, and Microsoft's description of BITMAPFILEHEADER and of icons.
"""

from __future__ import annotations

from copydesk.pictures.model import Picture
from copydesk.pictures.source import WHOLE, Source

_PNG = b"\x89PNG\r\n\x1a\n"
_HOPS = 5000
"""So many pieces of a file are followed at most: photographs with much about them have some hundred."""


def read(source: Source, head: bytes) -> Picture | None:
    """Return what is in a file of one of these formats, or None."""
    if head.startswith(b"\x89PNG"):
        return _png(source, head)
    if head.startswith(b"\xff\xd8\xff"):
        return _jpeg(source)
    if head.startswith((b"GIF87a", b"GIF89a")):
        return _gif(source, head)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _webp(source, head)
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0" and head[14:15] in (b"\x0c", b"\x28", b"\x6c", b"\x7c"):
        return _bmp(source, head)
    if head.startswith((b"\0\0\1\0", b"\0\0\2\0")) and head[4:6] != b"\0\0" and head[9:10] == b"\0":
        return _ico(source, head)
    if head.startswith((b"II*\0", b"MM\0*")):
        return _tiff(source, head)
    return None


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")


def _big(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _png(source: Source, head: bytes) -> Picture:
    if not head.startswith(_PNG):
        if _PNG.startswith(head):
            return Picture("png", problem="truncated", what="ends within its first bytes")
        return Picture("png", problem="damaged", what="had its line ends changed by a program that took it for text")
    width, height = _big(head[16:20]), _big(head[20:24])
    seen = Picture("png", width, height)
    if source.partial or source.tail(12)[4:8] == b"IEND" or _png_has_end(source):
        return seen
    return seen._replace(problem="truncated", what="ends before its last chunk")


def _png_has_end(source: Source) -> bool:
    """Tell whether the chunks lead to an end, which need not be the file's: some programs write on behind it."""
    at = len(_PNG)
    for _ in range(source.size // 12 + 1):
        chunk = source.read(at, 8)
        if len(chunk) < 8:
            return False
        at += 12 + _big(chunk[:4])
        if chunk[4:] == b"IEND":
            return at <= source.size
    return False


_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The markers of a frame, which say its size (T.81, table B.1)."""

_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))
"""The markers that nothing follows."""


def _jpeg(source: Source) -> Picture:
    width = height = 0
    turned = False
    at = 2
    for _ in range(_HOPS):
        part = source.read(at, 9)
        if len(part) < 4:
            if source.partial:
                break
            return Picture("jpeg", width, height, "truncated", "ends before its picture begins")
        marker = part[1]
        if part[0] != 0xFF or marker == 0xFF:  # fill bytes may stand before a marker
            at += 1
        elif marker in _ALONE:
            at += 2
        elif marker == 0xDA:
            seen = _turned(Picture("jpeg", width, height), turned)
            if source.partial or _jpeg_has_end(source, at):
                return seen
            return seen._replace(problem="truncated", what="ends before its end mark")
        elif marker == 0xD9:
            return Picture("jpeg", width, height, "damaged", "has no picture in it")
        else:
            if marker in _SIZES and not width:
                height, width = _big(part[5:7]), _big(source.read(at + 7, 2))
            elif marker == 0xE1 and source.read(at + 4, 6) == b"Exif\0\0":
                turned = _is_turned(source.read(at + 10, 4096))
            at += 2 + _big(part[2:4])
    return _turned(Picture("jpeg", width, height), turned)  # as far as it was looked at


def _turned(seen: Picture, turned: bool) -> Picture:
    return seen._replace(width=seen.height, height=seen.width) if turned else seen


def _jpeg_has_end(source: Source, scan: int) -> bool:
    """Tell whether an end mark follows the first `scan`: within one, no other thing looks like it (T.81, B.1.1.5)."""
    if source.tail(2) == b"\xff\xd9":
        return True
    start = max(scan, source.size - 65536)  # cameras and programs write more behind the end
    if source.read(start, source.size - start).find(b"\xff\xd9") >= 0:
        return True
    return source.size > WHOLE or source.whole().find(b"\xff\xd9", scan) >= 0


def _is_turned(exif: bytes) -> bool:
    """Tell whether the data of a camera ask to show the picture turned by a quarter (orientations 5 to 8)."""
    order = _little if exif.startswith(b"II") else _big
    at = order(exif[4:8])
    for number in range(min(order(exif[at : at + 2]), 200)):
        entry = exif[at + 2 + number * 12 : at + 14 + number * 12]
        if len(entry) == 12 and order(entry[:2]) == 0x112:
            return order(entry[8:10]) in (5, 6, 7, 8)
    return False


def _gif(source: Source, head: bytes) -> Picture:
    seen = Picture("gif", _little(head[6:8]), _little(head[8:10]))
    if source.partial or source.tail(2) == b"\0;" or source.size > WHOLE or _gif_has_end(source.whole()):
        return seen
    return seen._replace(problem="truncated", what="ends before its trailer")


def _gif_has_end(data: bytes) -> bool:
    """Tell whether the blocks lead to the trailer."""
    if len(data) < 13:
        return False
    at = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    while at < len(data):
        block = data[at]
        if block == 0x3B:
            return True
        if block == 0x21:
            at += 2
        elif block == 0x2C:
            flags = data[at + 9] if at + 9 < len(data) else 0
            at += 11 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
        elif block == 0:
            at += 1  # a terminator too many, which every reader passes over
            continue
        else:
            return False
        while at < len(data) and data[at]:
            at += 1 + data[at]
        at += 1
    return False


def _webp(source: Source, head: bytes) -> Picture:
    chunk = head[12:16]
    width = height = 0
    if chunk == b"VP8X":
        width, height = 1 + _little(head[24:27]), 1 + _little(head[27:30])
    elif chunk == b"VP8L":
        bits = _little(head[21:25])
        width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    elif chunk == b"VP8 ":
        width, height = _little(head[26:28]) & 0x3FFF, _little(head[28:30]) & 0x3FFF
    seen = Picture("webp", width, height)
    return _ends(source, seen, 8 + _little(head[4:8]))


def _bmp(source: Source, head: bytes) -> Picture:
    if head[14] == 0x0C:
        width, height = _little(head[18:20]), _little(head[20:22])
        depth, packed = _little(head[24:26]), 0
    else:
        width = _little(head[18:22])
        height = abs(int.from_bytes(head[22:26], "little", signed=True))  # negative where it begins at the top
        depth, packed = _little(head[28:30]), _little(head[30:34])
    rows = (width * depth + 31) // 32 * 4 * height if not packed else 1
    return _ends(source, Picture("bmp", width, height), _little(head[10:14]) + rows)


def _ico(source: Source, head: bytes) -> Picture:
    width = height = 0
    table = 6 + 16 * min(_little(head[4:6]), 60)
    end = table
    for at in range(6, min(table, len(head) - 15), 16):
        entry = head[at : at + 16]
        width, height = max(width, entry[0] or 256), max(height, entry[1] or 256)
        end = max(end, _little(entry[8:12]) + _little(entry[12:16]))
    return _ends(source, Picture("ico", width, height), end)


def _ends(source: Source, seen: Picture, end: int) -> Picture:
    """Return `seen`, truncated where the file has less than the bytes up to `end`."""
    missing = end - source.size
    if missing <= 0:
        return seen
    return seen._replace(problem="truncated", what=f"ends {missing:,} byte{'s' if missing > 1 else ''} early")


def _tiff(source: Source, head: bytes) -> Picture:
    order = _little if head.startswith(b"II") else _big
    at = order(head[4:8])
    table = source.read(at, 2 + 12 * 200)
    if len(table) < 2 and not source.partial:
        return Picture("tiff", problem="truncated", what="ends before its list of contents")
    found = {}
    for number in range(min(order(table[:2]), 200)):
        entry = table[2 + number * 12 : 14 + number * 12]
        if len(entry) == 12:
            found[order(entry[:2])] = order(entry[8:10] if order(entry[2:4]) == 3 else entry[8:12])
    return Picture("tiff", found.get(0x100, 0), found.get(0x101, 0))
