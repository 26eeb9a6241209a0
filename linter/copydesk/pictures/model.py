"""What is said of a picture file."""

from __future__ import annotations

from copydesk.typed import Literal, NamedTuple

Kind = Literal["", "png", "jpeg", "gif", "webp", "avif", "heic", "jxl", "jp2", "svg", "svgz", "bmp", "ico", "tiff"]
"""The types that are told apart; empty for what is no picture."""

Problem = Literal["", "empty", "truncated", "damaged", "pointer", "alien"]
"""What can be wrong with a file.

``empty``: it has no bytes; ``truncated``: its end is missing; ``damaged``: it was changed on its way, as by a program
that took it for text; ``pointer``: it only names a file that is kept elsewhere (Git LFS, git-annex); ``alien``: it is
no picture.
"""

TITLES: dict[str, str] = {
    "png": "PNG",
    "jpeg": "JPEG",
    "gif": "GIF",
    "webp": "WebP",
    "avif": "AVIF",
    "heic": "HEIC",
    "jxl": "JPEG XL",
    "jp2": "JPEG 2000",
    "svg": "SVG",
    "svgz": "compressed SVG",
    "bmp": "BMP",
    "ico": "ICO",
    "tiff": "TIFF",
}
"""What people call the types."""

SUFFIXES: dict[str, tuple[str, ...]] = {
    "png": ("png", "apng"),
    "jpeg": ("jpg", "jpeg", "jpe", "jfif", "pjpeg", "pjp"),
    "gif": ("gif",),
    "webp": ("webp",),
    "avif": ("avif", "avifs"),
    "heic": ("heic", "heif", "heics", "heifs"),
    "jxl": ("jxl",),
    "jp2": ("jp2", "jpx", "j2k", "jpf"),
    "svg": ("svg",),
    "svgz": ("svgz",),
    "bmp": ("bmp", "dib"),
    "ico": ("ico", "cur"),
    "tiff": ("tif", "tiff"),
}
"""The suffixes of each type, in lower case, the usual one first."""


def suffix_of(path: str) -> str:
    """Return the suffix of a path in lower case, without its full stop; empty where there is none."""
    name = path[path.rfind("/") + 1 :]
    return name[name.rfind(".") + 1 :].lower() if "." in name else ""


def fits(kind: str, path: str) -> bool:
    """Tell whether a file at `path` may be of this `kind`: a suffix that is none of a picture's fits all."""
    suffix = suffix_of(path)
    return suffix in SUFFIXES.get(kind, ()) or not any(suffix in known for known in SUFFIXES.values())


class Picture(NamedTuple):
    """What is in a file: its type, the size in pixels as browsers show it (0: not said), and what is wrong.

    `what` reads after "it" where there is a problem, as in "is an HTML page". `size` is the number of bytes.
    """

    kind: Kind = ""
    width: int = 0
    height: int = 0
    problem: Problem = ""
    what: str = ""
    size: int = 0

    @property
    def title(self) -> str:
        """What people call the type; empty for what is no picture."""
        return TITLES.get(self.kind, "")

    @property
    def suffix(self) -> str:
        """The usual suffix of the type, without a full stop; empty for what is no picture."""
        return SUFFIXES.get(self.kind, ("",))[0]

    def fits(self, path: str) -> bool:
        """Tell whether a file at `path` may be of this type: a suffix that is none of a picture's fits all."""
        return fits(self.kind, path)
