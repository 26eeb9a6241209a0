"""Where an address in a post leads on the disk.

The rules differ between generators, and half of them are up to plug-ins and themes. So the answer leans to one side:
a file that any usual reading of the address finds is found, and an address is missing only where nothing of the kind
is possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from copydesk.text import regex
from copydesk.typed import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from copydesk.site.model import Site

Status = Literal["found", "case", "spelling", "missing", "remote", "unknown"]
Slip = Literal["", "backslash", "blank", "encoding", "mark", "page"]
Source = Literal["markdown", "html", "field", "tag", "template", "import", "wiki"]
"""What names an address: Markdown, raw HTML, a front matter field, a template tag that shows pictures, any other
template, a script's import, an embed in double brackets."""

PICTURES = frozenset(
    (
        *("png", "apng", "jpg", "jpeg", "jpe", "jfif", "pjpeg", "pjp", "gif", "svg", "svgz", "webp", "avif", "avifs"),
        *("bmp", "dib", "ico", "cur", "tif", "tiff", "heic", "heif", "heics", "heifs"),
        *("jxl", "jp2", "jpx", "j2k", "jpf"),
    )
)
"""Suffixes of pictures, in lower case. `pictures.SUFFIXES` has the same by type; a start is too short for that list."""

_USUAL = frozenset((".png", ".jpg", ".gif"))
"""How nearly all names of pictures end."""

_PATH_LIMIT = 4096
"""Characters of a path, beyond which no system has files."""

_SCHEME = regex(r"[A-Za-z][A-Za-z0-9+.-]*+:")


class Resolution(NamedTuple):
    """What became of an address.

    ``found``: `path` is the file. ``case``: `path` is a file whose name differs in letter case only, which servers
    tell apart, and `suggestion` the address as it should be written. ``spelling``: `path` is a file that is meant
    without doubt and not found for a `slip` (backslashes, stray blanks, characters that are escaped twice, wrongly, or
    not at all, a mark too many at the end, a place that is relative to the file where the page counts), `suggestion`
    the address without it. ``missing``: no file that it could
    mean is there; `tried` names the places. ``remote``: it leads to another server. ``unknown``: nothing can be said.
    Paths are relative to the site's root, with ``/`` between their parts.
    """

    status: Status
    path: str | None = None
    suggestion: str | None = None
    tried: tuple[str, ...] = ()
    slip: Slip = ""


_resolution = Resolution._make
_REMOTE = Resolution("remote")
_UNKNOWN = Resolution("unknown")


_Candidate = tuple[str, str, bool]
"""A folder, the address below it, and whether the address would certainly be looked up there."""


def resolve(site: Site, doc_path: str, target: str, source: Source) -> Resolution:
    """Return where `target`, written in the file `doc_path` of `site`, leads.

    `target` is the address with the escapes of its syntax decoded, percent signs untouched. `source` says what names
    it. Template syntax is not understood here.
    """
    found = look_up(site, doc_path, target, source)
    # What begins with a slash is never beside the page.
    beside = source == "html" and target[:1] != "/" and site.generator.folders
    if beside or found.status in ("missing", "unknown") or "\\" in target:
        return _meant()(site, doc_path, target, source, found) or found
    return found


@cache  # an import takes as long as all the rest, even of what is loaded
def _meant() -> Callable[[Site, str, str, Source, Resolution], Resolution | None]:
    from copydesk.site.spelling import meant

    return meant


@cache
def _respell() -> Callable[[str, str, str, str], str | None]:
    from copydesk.site.spelling import respell

    return respell


def look_up(site: Site, doc_path: str, target: str, source: Source) -> Resolution:
    """Return the same for an address that is taken as it is written."""
    if target[:1] == "/" and source in _PLAIN and (served := _served(site, target)) is not None:
        return served
    target = target.strip(" \t\r\n\f")
    if not target or target[0] in "#?":
        return _UNKNOWN
    for alias, at in site.generator.aliases:
        if target.startswith(alias):
            return _aliased(site, _folder(doc_path), target, alias, at)
    if target[:2] in ("//", "\\\\"):
        return _REMOTE
    if ":" in target and (scheme := _SCHEME.match(target)) is not None:
        own = len(scheme[0]) == 2 or scheme[0].lower() == "file:"  # C:\… is of the author's own computer
        return _UNKNOWN if own else _REMOTE
    folder = _folder(doc_path)
    path = _path(target)
    if not is_picture(path) or path[0] in "~@{$%|<" or "*" in path or len(path) > _PATH_LIMIT:
        return _UNKNOWN
    if source == "wiki":
        return _embedded(site, path)
    absolute = path.startswith("/")
    if source == "import" and not absolute and path[0] != ".":
        return _UNKNOWN  # of a package
    direct = _direct(site, folder, path, absolute, source)
    if direct is not None:
        return Resolution("found", direct)
    spellings = _spellings(path)
    tried: dict[str, None] = {}  # the places where it would certainly be looked for
    alike: Resolution | None = None
    blind = outside = False
    was_sure = True
    if absolute and source in _PLAIN and _is_nowhere(site, path):  # as nearly all that are missing
        tried = {site.inside + _under(root, path[1:]): None for root in site.served()}
        candidates: Iterable[_Candidate] = ()
    else:
        candidates = _candidates(site, doc_path, folder, absolute, spellings, source)
    for base, address, sure in candidates:
        if was_sure and not sure and alike is not None:
            return alike
        was_sure = sure
        place = _join(site, base, address)
        if place is None:
            outside = outside or base == folder
            continue
        if place in tried:
            continue
        match = site.index.find(place)
        if match.found is not None:
            if match.exact:
                return Resolution("found", shown(site, match.found))
            if alike is None:
                suggestion = _respell()(target, path, address, match.found)
                alike = Resolution("case", shown(site, match.found), suggestion)
        blind = blind or (match.blind and sure)
        if sure:
            tried[place] = None
    if alike is not None:
        return alike
    if blind or outside:
        return _UNKNOWN
    if not (absolute and source in ("markdown", "html")) and source != "import":
        elsewhere = _elsewhere(site, doc_path, spellings[-1], source)
        if elsewhere is not None:
            return Resolution("found", elsewhere)
    if source == "template":
        return _UNKNOWN
    certain = _certain_absolute if absolute and source != "tag" else _certain_relative
    if certain(site, folder, spellings[-1], source):
        return Resolution("missing", tried=tuple(shown(site, place) for place in tried))
    return _UNKNOWN


def _is_nowhere(site: Site, path: str) -> bool:
    """Tell at little cost whether no place that ``/x`` may mean has a file of its name; False where that takes more."""
    return (
        "%" not in path
        and "/." not in path
        and "//" not in path
        and "node_modules" not in path
        and site.index.lacks(path[path.rfind("/") + 1 :])
        and bool(site.served())
    )


_PLAIN = ("markdown", "html", "field")


def _served(site: Site, target: str) -> Resolution | None:
    """Return the file at the likeliest place of ``/x``, the first of `_candidates`, which is where most pictures are.

    None where it is not there, or where that takes more than a look.
    """
    front = site.front()
    if front is None:
        return None
    folder, place, only = front
    path = target[1:]
    holds = site.index.holds
    if not holds(place + path):
        if "%" not in path or not only:
            return None
        path = unquote(path)
        if not holds(place + path):
            return None
    if not (path[-4:] in _USUAL or is_picture(path)) or "?" in target or "#" in target or "*" in target:
        return None
    if "\\" in target or path[0] == "/":
        return None
    return _resolution(("found", folder + path, None, (), ""))


def is_picture(path: str) -> bool:
    """Tell whether `path`, without query and fragment, ends in the suffix of a picture."""
    if path[-4:] in _USUAL:
        return True
    dot = path.rfind(".")
    return dot >= 0 and path[dot + 1 :].lower() in PICTURES


def _path(target: str) -> str:
    """Return the path of an address; browsers read a backslash as a slash (WHATWG URL, section 4.4)."""
    if "?" in target or "#" in target:
        target = target.partition("?")[0].partition("#")[0]
    if "\\" in target:
        target = target.replace("\\", "/")
    return target.rstrip()


def _spellings(path: str) -> tuple[str, ...]:
    if "%" not in path:
        return (path,)
    return (path, unquote(path))


def _direct(site: Site, folder: str, path: str, absolute: bool, source: Source) -> str | None:
    """Return the file at the likeliest place, the first of `_candidates`, which is where most pictures are.

    None where it is not there, or where that takes more than a look.
    """
    if source in ("tag", "template"):
        return None
    if absolute or source == "field":
        static = site.roots("static", False)
        if not static:
            return None
        folder = static[0]
    full = _under(folder, path[1:] if absolute else path)
    if full[0] == "." or "/." in full or "//" in full:
        return None
    return full if site.index.holds(site.inside + full) else None


def _candidates(
    site: Site, doc_path: str, folder: str, absolute: bool, spellings: tuple[str, ...], source: Source
) -> Iterator[_Candidate]:
    """Yield where the file may be, the likeliest first; the configuration is only read when defaults fail."""
    for spelling in spellings:
        if absolute:
            yield from ((root, spelling, True) for root in site.roots("static", False))
        else:
            yield from _relative(site, doc_path, folder, spelling, source)
    for spelling in spellings:
        if absolute:
            yield from _absolute(site, spelling)
        elif source != "import":
            yield from _guesses(site, doc_path, folder, spelling)


def _absolute(site: Site, address: str) -> Iterator[_Candidate]:
    static = site.roots("static", True)
    inside = address.strip("/")
    below_base = inside[len(site.base) + 1 :] if site.base and inside.startswith(site.base + "/") else ""
    for written in filter(None, (inside, below_base)):
        for root in static:
            yield (root, written, True)
        for root, served in site.settings.served:
            if not served:
                yield (root, written, True)
            elif written.startswith(served + "/"):
                yield (root, written[len(served) + 1 :], True)
        for root in site.roots("theme", True):
            yield (root, written, True)
        for kind in ("content", "maybe"):
            for root in site.roots("content" if kind == "content" else "maybe", True):
                yield (root, written, False)
    # A site below a path of its server, whose configuration does not say so.
    rest = inside.partition("/")[2]
    if rest:
        yield from ((root, rest, False) for root in static)


def _relative(site: Site, doc_path: str, folder: str, address: str, source: Source) -> Iterator[_Candidate]:
    if source == "field":
        yield from ((root, address, True) for root in site.roots("static", False))
    beside = [_under(folder, inner.replace("{stem}", _stem(doc_path))) for inner in site.generator.beside]
    bundle = site.generator.bundles and _stem(doc_path) in ("index", "_index")
    places = (*beside, folder) if source in ("tag", "template") and not bundle else (folder, *beside)
    yield from ((place, address, True) for place in places[: 1 if source == "import" else None])


def _guesses(site: Site, doc_path: str, folder: str, address: str) -> Iterator[_Candidate]:
    """Yield places of a relative address that is read against the page, or was meant from the site's root."""
    stem = _stem(doc_path)
    yield (_under(folder, stem), address, False)
    above = folder.rpartition("/")[0] or "."
    yield (above, address, False)
    content = site.roots("content", True)
    static = site.roots("static", True)
    inside = next((folder[len(root) + 1 :] for root in content if folder.startswith(root + "/")), None)
    if inside is None and "." in content:
        inside = folder
    for root in static:
        if inside:
            yield (_under(root, inside), address, False)
            yield (_under(root, inside + "/" + stem), address, False)
        yield (root, address, False)
    for kind in (content, site.roots("maybe", True), site.roots("theme", True)):
        for root in kind:
            yield (root, address, False)


def _certain_absolute(site: Site, _folder: str, address: str, _source: Source) -> bool:
    """Tell whether ``/x`` that was found nowhere can be nowhere."""
    generator, settings = site.generator, site.settings
    if generator.absolute == "never":
        return False
    possible = site.roots("static", True) + (site.roots("maybe", True) if generator.absolute == "folder" else ())
    roots = [root for root in possible if _is_folder(site, root)]
    if not roots and (generator.absolute != "always" or not site.is_whole(possible)):
        return False
    inside = address.strip("/")
    if site.base and inside.startswith(site.base + "/"):
        inside = inside[len(site.base) + 1 :]
    first, _, rest = inside.partition("/")
    must_be_there = generator.absolute == "folder" or settings.imports
    if settings.themes and (not generator.theme_serves or first in generator.theme_serves):
        # A theme that is not in the repository may bring folders of its own.
        must_be_there = must_be_there or not any(_is_folder(site, root) for root in site.roots("theme", True))
    if must_be_there and not (rest and any(_is_folder(site, _under(root, first)) for root in roots)):
        return False
    return not (generator.moves and _moved(site, address[address.rfind("/") + 1 :]))


def _moved(site: Site, name: str) -> bool:
    """Tell whether a picture called `name` lies beside some post, and so may be published below its address."""
    static = site.roots("static", True)
    for path in site.index.named(name):
        place = shown(site, path)
        for root in site.roots("content", True):
            if root != "." and place.startswith(root + "/") and (root not in static or site.is_post(place)):
                return True
    return False


def _certain_relative(site: Site, folder: str, address: str, source: Source) -> bool:
    """Tell whether a relative address that was found nowhere can be nowhere."""
    generator = site.generator
    full = _join(site, folder, address)
    place = shown(site, full) if full is not None else ""
    absent = [
        root for root in site.roots("static", True) if place.startswith(root + "/") and not _is_folder(site, root)
    ]
    if absent and not site.is_whole(absent):
        return False
    if source == "import":
        return True
    base = {"markdown": generator.markdown_base, "html": generator.html_base}.get(source)
    if base == "file":
        return True
    parts = [part for part in address.split("/") if part not in ("", ".", "..")]
    if source == "field" and (
        len(parts) < 2
        or not any(
            _is_folder(site, _under(root, parts[0]))
            for root in (folder, *site.roots("static", True), *site.roots("content", True))
        )
    ):
        # What a theme puts before the value of a field is its own affair.
        return False
    # The page's address is not known, so a file of that name anywhere may be what it leads to.
    ending = "/" + "/".join(parts).lower()
    return not any(("/" + path).lower().endswith(ending) for path in site.index.named(parts[-1]))


_DATED = regex(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}-(?=.)")


def _elsewhere(site: Site, doc_path: str, address: str, source: Source) -> str | None:
    """Return the file that an address leads to by the name of the page's folder, wherever that folder is.

    A relative address is read against the address of the page, whose last part is nearly always the post's name
    (without its date, or the name of its folder). What a template puts before an address it alone knows.
    """
    parts = [part for part in address.split("/") if part not in ("", ".", "..")]
    if source in ("tag", "template"):
        endings = ["/" + "/".join(parts)]
    elif address.startswith(("/", "..")):
        return None
    else:
        stem = _stem(doc_path)
        names = {stem, _DATED.sub("", stem)}
        if stem in ("index", "_index", "README"):
            names = {doc_path.rpartition("/")[0].rpartition("/")[2]} - {""}
        endings = [f"/{name}/" + "/".join(parts) for name in sorted(names)]
    for path in site.index.named(parts[-1]) if parts else ():
        if any(("/" + path).endswith(ending) for ending in endings):
            return shown(site, path)
    return None


def _embedded(site: Site, path: str) -> Resolution:
    """Return what ``![[a.png]]`` shows: a file of this name, or with this end of its path, anywhere.

    See https://help.obsidian.md/embeds and https://help.obsidian.md/links; letter case does not count.
    """
    ending = "/" + path.strip("/").lower()
    for spelling in _spellings(ending):
        for found in site.index.named(spelling[spelling.rfind("/") + 1 :]):
            if ("/" + found).lower().endswith(spelling):
                return Resolution("found", shown(site, found))
    return Resolution("missing", tried=(path.strip("/"),))


def _aliased(site: Site, folder: str, target: str, alias: str, at: str) -> Resolution:
    path = _path(target[len(alias) :])
    if not is_picture(path) or len(path) > _PATH_LIMIT:
        return _UNKNOWN
    tried: list[str] = []
    blind = False
    for base in site.roots("content", True) if at == "{content}" else (folder if at == "{folder}" else at,):
        for written in _spellings(path):
            wanted = _join(site, base, written)
            if wanted is None:
                return _UNKNOWN
            match = site.index.find(wanted)
            if match.found is not None:
                place = shown(site, match.found)
                if match.exact:
                    return Resolution("found", place)
                respelt = _respell()(target[len(alias) :], path, written, match.found)
                return Resolution("case", place, alias + respelt if respelt is not None else None)
            blind = blind or match.blind
            tried.append(shown(site, wanted))
    if blind or alias not in site.generator.sure_aliases or not site.is_whole(tried):
        return _UNKNOWN
    return Resolution("missing", tried=tuple(dict.fromkeys(tried)))


_ESCAPES = regex("%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*")  # with one character to begin with


def unquote(address: str) -> str:
    """Return what `urllib.parse.unquote` does, whose module takes longer to import than a post takes to check."""
    if "%" not in address:
        return address
    return _ESCAPES.sub(lambda found: bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "replace"), address)


def _is_folder(site: Site, folder: str) -> bool:
    place = _join(site, folder, "")
    return place is not None and site.index.is_folder(place)


def _folder(doc_path: str) -> str:
    return doc_path[: doc_path.rfind("/")] if "/" in doc_path else "."


def _stem(doc_path: str) -> str:
    name = doc_path[doc_path.rfind("/") + 1 :]
    dot = name.rfind(".")
    return name[:dot] if dot > 0 else name


def _under(folder: str, inner: str) -> str:
    return inner if folder in (".", "") else f"{folder}/{inner}"


def _join(site: Site, base: str, address: str) -> str | None:
    """Return the path, relative to the index, of `address` below `base`; None where that is above the index."""
    if address[:1] == "/":
        address = address.lstrip("/")
    full = address if base == "." else f"{base}/{address}"
    if full and full[0] not in "./" and full[-1] != "/" and "/." not in full and "//" not in full:
        return site.inside + full  # no part is special, as nearly always
    parts = list(site.prefix)
    for part in full.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part and part != ".":
            parts.append(part)
    return "/".join(parts)


def shown(site: Site, path: str) -> str:
    """Return `path`, which is relative to the index, relative to the site's root."""
    inside = site.inside
    if path.startswith(inside):
        return path[len(inside) :]
    parts, prefix = path.split("/"), site.prefix
    shared = 0
    while shared < len(prefix) and shared < len(parts) and prefix[shared] == parts[shared]:
        shared += 1
    return "/".join([".."] * (len(prefix) - shared) + parts[shared:])
