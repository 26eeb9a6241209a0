"""Where in its site a post stands among others: in which language, in which version, in which part of the content.

Posts that stand on different shelves are no neighbours: a translation has the title of its original, and the manual of
last year's version is like this year's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from copydesk import Document, NamedTuple, Node, Site, Span, regex

_CODES = (
    "aaabaeafakamanarasavayazbabebgbhbibmbnbobrbscacechcocrcscucvcydadedvdzeeeleneoeseteufafffifjfofrfyga"
    "gdglgngugvhahehihohrhthuhyhziaidieigiiikioisitiujajvkakgkikjkkklkmknkokrkskukvkwkylalblglilnloltlulv"
    "mgmhmimkmlmnmrmsmtmynanbndnengnlnnnonrnvnyocojomorospapiplpsptqurmrnrorurwsascsdsesgsiskslsmsnsosqsr"
    "ssstsusvswtatetgthtitktltntotrtstttwtyugukuruzvevivowawoxhyiyozazhzucnjpkr"
)
_LANGUAGES = frozenset(_CODES[at : at + 2] for at in range(0, len(_CODES), 2))
"""The codes of ISO 639-1, and three that folders are called by mistake."""

_LANGUAGE = regex(r"([a-z]{2})(?:[-_][a-z]{2,4}|[-_][a-z]{4}[-_][a-z]{2}|[-_]\d{3})?", re.I)
_VERSION = regex(r"version-.+|v\d+(?:\.\d+)*(?:\.x)?|\d+\.(?:\d+|x)(?:\.(?:\d+|x))*", re.I)


def shelf(doc: Document) -> str:
    """Return what tells the shelf of `doc` from others; equal for neighbours, and mostly one and the same text."""
    path = doc.path
    at = path.rfind("/")
    usual, place = _of_folder(doc.site, path[:at] if at > 0 else "")
    matter = doc.front_matter
    if matter is not None:
        values = matter.values
        said = values.get("lang") or values.get("language") or values.get("locale")
        if said:
            return place + str(said).replace("_", "-").lower()
    if path.count(".", at + 1) > 1:
        language = _said_by_name(path[at + 1 :])
        if language:
            return place + language
    return usual


def language_of(name: str) -> str:
    """Return the language tag that `name`, a part of a path, is: in lower case, empty where it is none."""
    found = _LANGUAGE.fullmatch(name)
    return name.replace("_", "-").lower() if found is not None and found[1].lower() in _LANGUAGES else ""


def _said_by_name(name: str) -> str:
    """Return the language between the last two full stops of a file name: ``post.zh-cn.md``."""
    return language_of(name.rsplit(".", 2)[1])


@lru_cache(maxsize=4096)
def _of_folder(site: Site, folder: str) -> tuple[str, str]:
    """Return the usual shelf of posts in `folder`, and it without the language that the path names."""
    roots = (root for root in site.roots("content") if root != "." and (folder + "/").startswith(root + "/"))
    root = max(roots, key=len, default="")
    version = language = ""
    for part in folder.split("/"):
        version = version or (part if _VERSION.fullmatch(part) else "")
        language = language or language_of(part)
    place = f"{root}\n{version}\n"
    return place + language, place


@lru_cache(maxsize=4096)
def _holds_posts(site: Site, folder: str) -> bool:
    return site.is_post(f"{folder}/post.md" if folder else "post.md")


def is_among_posts(doc: Document) -> bool:
    """Tell whether `doc` lies in a folder of posts."""
    return _holds_posts(doc.site, doc.path.rpartition("/")[0])


def is_published(values: dict[str, object]) -> bool:
    """Tell whether a post with these front matter `values` is for readers already."""
    if values.get("draft") is True or values.get("published") is False:
        return False
    status = values.get("status")
    return not isinstance(status, str) or status.lower() not in ("draft", "hidden")


_DATED_NAME = regex(r"(?:.*/)?(\d{4}-\d{1,2}-\d{1,2})[-.]", re.S)


def day(doc: Document, values: dict[str, object]) -> str:
    """Return the day of `doc`, empty where nothing says it. Two spellings of one day may come out unequal."""
    for key in doc.site.generator.synonyms["date"]:
        said = values.get(key)
        if isinstance(said, str):
            # As much as names the day: 2024-05-06 07:08, 2024/05/06, or Mon, 06 May 2024 07:08:09 GMT.
            if said:
                return said[: 10 if said[0].isdigit() else 16]
        elif said.__class__.__name__ == "datetime":  # its module is loaded where there is one
            return str(said.date())  # type: ignore[attr-defined]
        elif said.__class__.__name__ == "date":
            return str(said)
    dated = _DATED_NAME.match(doc.path)
    return dated[1] if dated is not None else ""


def opening(doc: Document) -> Span:
    """Return the place of what concerns a whole post: the line that opens its front matter, or its first character."""
    matter = doc.front_matter
    if matter is None:
        return Span(doc.body_start, doc.body_start)
    return Span(matter.open.start, matter.open.start + len(matter.open.of(doc.text).rstrip()))


def scalars(node: Node) -> list[Node]:
    """Return `node` where it is one value, or the values in it where it is a list, or a list of lists."""
    if node.kind == "scalar":
        return [node]
    if node.kind == "list":
        return [inner for item in node.items for inner in scalars(item)]
    return []


class Others(NamedTuple):
    """The posts that something is shared with: the first of them, and how many they are."""

    paths: tuple[str, ...]
    number: int

    @property
    def listed(self) -> str:
        """The paths for a message."""
        names = [f"`{path}`" for path in self.paths]
        if self.number > len(names):
            return f"{', '.join(names)} and {self.number - len(names)} more"
        return " and ".join(names)


_SHOWN = 2


def others(paths: Sequence[str]) -> dict[str, Others]:
    """Return for each of `paths` the others.

    What several programs made of one source (``index.html`` beside ``index.md``) counts as one; where there is nothing
    else, nobody has others.
    """
    stems: dict[str, str] = {}
    for path in paths:
        stems.setdefault(_stem(path), path)
    if len(stems) < 2:
        return {}
    first = list(stems.items())[: _SHOWN + 1]
    return {
        path: Others(tuple(other for stem, other in first if stem != _stem(path))[:_SHOWN], len(stems) - 1)
        for path in paths
    }


def _stem(path: str) -> str:
    """Return `path` up to the first full stop of the file name."""
    folder, slash, name = path.rpartition("/")
    return folder + slash + name.partition(".")[0]
