"""The types that a field may have: what values each takes, and how to say so to a writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from copydesk.front_matter import Node
from copydesk.text import regex
from copydesk.typed import NamedTuple

_TEMPLATE = ("{{", "{%", "<%", "${")


class Kind(NamedTuple):
    """One type: its name in configurations, what one value of it is called, and several, and the test for a value."""

    name: str
    one: str
    many: str
    fits: Callable[[object], bool]


def _string(value: object) -> bool:
    return isinstance(value, str) and "\n" not in value.rstrip("\n")


def _text(value: object) -> bool:
    return isinstance(value, str)


def _integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _boolean(value: object) -> bool:
    return isinstance(value, bool)


_DAY = regex(r"\d{4}-\d\d-\d\d")


def _date(value: object) -> bool:
    if isinstance(value, str):
        return _DAY.fullmatch(value) is not None and _is_iso(value)
    return isinstance(value, date) and not isinstance(value, datetime)


def _date_time(value: object) -> bool:
    if isinstance(value, str):
        return value[10:11] in ("T", "t", " ") and _DAY.match(value) is not None and _is_iso(value)
    return isinstance(value, datetime)


def _is_iso(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _map(value: object) -> bool:
    return isinstance(value, dict)


_ADDRESS = regex(r"(?:[A-Za-z][A-Za-z0-9+.-]*+:)?//[^\s/?#]++[^\s]*+|/[^\s]*+|(?:mailto|tel):[^\s]++")
_EMAIL = regex(r"[^\s@<>()\[\],;:\"\\]++@(?>(?:[\w-]++\.)+)[\w-]{2,63}")
_LANGUAGE = regex(r"(?:[A-Za-z]{2,3}|[A-Za-z]{5,8})(?:-[A-Za-z0-9]{1,8})*|x(?:-[A-Za-z0-9]{1,8})+")
_DOTS = regex(r"^\.|\.\.|\.$")
_NO_PATH = regex(r"[\n\r\t<>]")
_NO_PICTURE = frozenset(
    (
        "css",
        "csv",
        "doc",
        "docx",
        "htm",
        "html",
        "js",
        "json",
        "md",
        "mdx",
        "mov",
        "mp3",
        "mp4",
        "pdf",
        "php",
        "txt",
        "xml",
    )
)


def _url(value: object) -> bool:
    return isinstance(value, str) and _ADDRESS.fullmatch(value) is not None


def _image(value: object) -> bool:
    if not isinstance(value, str) or _NO_PATH.search(value) is not None or value != value.strip():
        return False
    if value.startswith("data:"):
        return value.startswith("data:image/")
    path = value.partition("?")[0].partition("#")[0]
    name = path[path.rfind("/") + 1 :]
    if path[:8].lower().startswith(("http://", "https://", "//")):
        return path.count("/") >= 3  # more than a host; what is served below it need not have a suffix
    return bool(name) and name[name.rfind(".") + 1 :].lower() not in _NO_PICTURE


def _slug(value: object) -> bool:
    if not isinstance(value, str) or value != value.lower() or value[:1] in ("-", "") or value[-1] == "-":
        return False
    bare = value.replace("-", "").replace("_", "")
    return "--" not in value and (bare.isalnum() or (bare.replace(".", "").isalnum() and _DOTS.search(value) is None))


def _language(value: object) -> bool:
    return isinstance(value, str) and _LANGUAGE.fullmatch(value) is not None


def _email(value: object) -> bool:
    return isinstance(value, str) and _EMAIL.fullmatch(value) is not None


def _author(value: object) -> bool:
    return _string(value) or isinstance(value, dict)


KINDS = {
    kind.name: kind
    for kind in (
        Kind("string", "text on one line", "texts of one line each", _string),
        Kind("text", "text", "texts", _text),
        Kind("integer", "a whole number", "whole numbers", _integer),
        Kind("number", "a number", "numbers", _number),
        Kind("boolean", "`true` or `false`", "`true` or `false`", _boolean),
        Kind("date", "a day such as 2024-05-06", "days such as 2024-05-06", _date),
        Kind("date-time", "a day and a time such as 2024-05-06 07:08:09", "days with times", _date_time),
        Kind("map", "`key: value` pairs", "groups of `key: value` pairs", _map),
        Kind("url", "an address such as https://example.org/page or /page", "addresses", _url),
        Kind("image", "the address of a picture", "addresses of pictures", _image),
        Kind("slug", "a short name in small letters, digits and hyphens such as low-tide", "short names", _slug),
        Kind("language", "a language tag such as en, pt-BR or zh-Hans", "language tags", _language),
        Kind("email", "an e-mail address", "e-mail addresses", _email),
        Kind("author", "the name of an author", "names of authors", _author),
    )
}
"""Every type but lists, by name."""

STRINGS = frozenset(("string", "text", "url", "image", "slug", "language", "email", "author"))
"""Types whose values are text."""


class Type:
    """What values a field may have: one of several types, each a name of `KINDS`, ``list`` or ``list of`` one.

    `names` are these as they are written. Raises KeyError, with the name, where one is not known.
    """

    __slots__ = ("_kinds", "_lists", "_plain", "names")

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self._plain = tuple(KINDS[name] for name in self.names if not is_list(name))
        self._lists = tuple(KINDS[name[8:]] if name != "list" else None for name in self.names if is_list(name))
        self._kinds = tuple(kind.fits for kind in self._plain)

    def __reduce__(self) -> tuple[type[Type], tuple[tuple[str, ...]]]:
        return type(self), (self.names,)

    def __contains__(self, name: str) -> bool:
        return name in self.names

    @property
    def items(self) -> tuple[Kind, ...]:
        """The types that items of a list may have; none where it is no list, or a list of anything."""
        return tuple(kind for kind in self._lists if kind is not None)

    @property
    def is_author(self) -> bool:
        """Whether the value, or each item of a list, is the name of an author."""
        return all(name.removeprefix("list of ") == "author" for name in self.names)

    @property
    def is_list(self) -> bool:
        """Whether only lists will do."""
        return not self._plain

    @property
    def takes_list(self) -> bool:
        """Whether a list will do."""
        return bool(self._lists)

    def fits(self, value: object) -> bool:
        """Tell whether a field of this type may have the `value`."""
        for fits in self._kinds:
            if fits(value):
                return True
        return isinstance(value, list) and any(
            kind is None or all(kind.fits(item) for item in value if item is not None) for kind in self._lists
        )

    def misfits(self, node: Node) -> Iterator[tuple[Node, str]]:
        """Yield what of `node` does not fit, each with what is wanted in its place, in words: the node or its items."""
        if self.fits(node.value):
            return
        if node.kind != "list" or not self._lists or not node.items:
            yield node, self.words()
            return
        kinds = self.items
        wanted = _either([kind.one for kind in kinds])
        for item in node.items:
            if item.value is not None and not any(kind.fits(item.value) for kind in kinds):
                yield item, wanted

    def words(self) -> str:
        """Return what the field must be, in words that follow “must be”."""
        words = [kind.one for kind in self._plain]
        words += (f"a list of {kind.many}" if kind is not None else "a list" for kind in self._lists)
        return _either(words)


def is_list(name: str) -> bool:
    """Tell whether the type called `name` is one of lists."""
    return name == "list" or name.startswith("list of ")


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def is_template(value: object) -> bool:
    """Tell whether `value` is, or contains, what a template language will replace."""
    return isinstance(value, str) and any(sign in value for sign in _TEMPLATE)


def is_empty(value: object) -> bool:
    """Tell whether `value` says nothing: no value, no text but blanks, no items."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value == [] or value == {}


def described(node: Node) -> str:
    """Return what `node` is, in words that follow “is”."""
    value = node.value
    if isinstance(value, bool):
        return "`true` or `false`"
    if isinstance(value, int):
        return "a number"
    if isinstance(value, float):
        return "a number"
    if isinstance(value, str):
        return "text"
    if isinstance(value, datetime):
        return "a day with a time"
    if isinstance(value, date):
        return "a day without a time"
    return {"list": "a list", "map": "`key: value` pairs", "null": "empty"}.get(node.kind, "a time")
