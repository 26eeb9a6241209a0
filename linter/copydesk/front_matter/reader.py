"""Reading the front matter of a text: fences first, then the reader of the format.

YAML has three: one for what nearly everyone writes, which leaves the places for later, one for a little more, and the
parser for all the rest, which takes a while to import, and so, like the readers of the other formats, is imported when
it is needed.
"""

from __future__ import annotations

from copydesk.edits import Edit
from copydesk.front_matter.fences import (
    Fences,
    find_fences,
    find_indented,
    find_unclosed,
    find_unopened,
    has_familiar_key,
    looks_like,
    mostly_keys,
)
from copydesk.front_matter.model import LIMITS, Content, FrontMatter, FrontMatterError, Limits
from copydesk.front_matter.plain_values import PlainFrontMatter, read_values
from copydesk.text import Span

_span = Span._make
_NOWHERE, _TOP = Span(0, 0), Span(0, 4)


def read(text: str, limits: Limits = LIMITS) -> FrontMatter | None:
    """Return the front matter of `text`, None if it has none; never raises.

    Front matter that is opened and cannot be read, or is never closed, has an `error`. A text between two thematic
    breaks that does not look like front matter is none.
    """
    if text.startswith("---\n"):  # as nearly all posts begin
        end = text.find("\n---\n", 3) + 1
        if end and end - 4 <= limits.length:
            content = _span((4, end))
            values = read_values(text, content)
            if values is not None:  # so that no line is a fence, of whatever kind
                return PlainFrontMatter(text, _NOWHERE, _TOP, content, _span((end, end + 4)), values)
    fences = find_fences(text)
    if fences is None:
        return _unclosed(text)
    if fences.open.end - fences.open.start == 1 or fences.format != "yaml":
        return _front_matter(fences, _read(text, fences, limits))
    found = _read_plain(text, fences, limits)
    if found is not None:  # this looks like front matter, too: a key comes first, or there is none
        return found
    looks = looks_like(text, fences.content)
    if looks != "yes" and _is_broken(text, fences):
        looks = "yes"
    if looks == "no":
        return None
    read = _read(text, fences, limits)
    if read.error is not None and not read.entries:
        if looks == "maybe":
            return None
        if not mostly_keys(text, fences.content):
            return _unclosed(text)
    return _front_matter(fences, read)


def _front_matter(fences: Fences, content: Content) -> FrontMatter:
    return FrontMatter(fences.format, fences.junk, fences.open, fences.content, fences.close, *content)


def _read_plain(text: str, fences: Fences, limits: Limits) -> FrontMatter | None:
    """Return what stands between the fences of YAML if that takes no parser."""
    if fences.content.end - fences.content.start > limits.length:
        return None
    values = read_values(text, fences.content)
    if values is not None:
        return PlainFrontMatter(text, fences.junk, fences.open, fences.content, fences.close, values)
    from copydesk.front_matter.plain_yaml import read_plain

    content = read_plain(text, fences.content)
    return None if content is None else _front_matter(fences, content)


def _read(text: str, fences: Fences, limits: Limits) -> Content:
    """Return what stands between the fences."""
    span = fences.content
    if span.end - span.start > limits.length:
        message = f"front matter is longer than {limits.length:,} characters"
        help = "move the text below the closing fence, or raise `max-front-matter` in the configuration"
        return Content((), {}, FrontMatterError(message, fences.open, help))
    if fences.format == "yaml":
        from copydesk.front_matter.read_yaml import read_yaml

        return read_yaml(text, span, limits.depth)
    if fences.format == "toml":
        from copydesk.front_matter.read_toml import read_toml

        return read_toml(text, span, limits.depth)
    from copydesk.front_matter.read_json import read_json

    return read_json(text, span, limits.depth)


def _is_broken(text: str, fences: Fences) -> bool:
    """Tell whether what begins unlike front matter is some, with a slip on its first line."""
    content = fences.content.of(text)
    if content[:1] in "#*>|<![-" or "\n\n" in content.replace("\r", ""):
        return False
    return has_familiar_key(text, fences.content) and mostly_keys(text, fences.content)


def _unclosed(text: str) -> FrontMatter | None:
    """Return front matter of which a fence is missing or odd."""
    fences = find_unclosed(text)
    if fences is None:
        fences = find_unopened(text)
        if fences is not None:
            return _front_matter(fences, Content((), {}, _opening(text, fences)))
        fences = find_indented(text) if text[:1].isspace() else None
        return None if fences is None else _front_matter(fences, Content((), {}, _indentation(text, fences)))
    if fences.close.end > fences.close.start:
        return _front_matter(fences, Content((), {}, _closing(text, fences)))
    fence = "}" if fences.open.end - fences.open.start == 1 else text[fences.open.start : fences.open.start + 3]
    number = text.count("\n", 0, fences.content.end) + (text[fences.content.end - 1] != "\n")
    message = f"the closing `{fence}` of the front matter is missing, so it is shown to readers as text"
    help = f"add a line `{fence}` after line {number}"
    open = Span(fences.open.start, fences.open.start + len(fence))
    return _front_matter(fences, Content((), {}, FrontMatterError(message, open, help)))


def _closing(text: str, fences: Fences) -> FrontMatterError:
    """Return what is wrong with the line that was meant to close front matter."""
    fence = text[fences.open.start : fences.open.start + 3]
    start, end = fences.close
    if text[end - 1 : end] != "\n" and end < len(text):
        span = Span(start, start + 3)
        message = f"text stands on the line of the closing `{fence}`, so the front matter does not end there"
        newline = "\r\n" if text[start - 2 : start] == "\r\n" else "\n"
        mend = (Edit(Span(span.end, end), newline),)
        return FrontMatterError(message, span, "put the text on a line of its own", mend)
    from copydesk.front_matter.words import shown

    written = fences.close.of(text).strip()
    if written == fence:
        span = Span(start, end - len(fences.close.of(text)) + len(fences.close.of(text).rstrip()))
        message = f"the closing `{fence}` is indented, so it does not close the front matter"
        blanks = Span(start, text.index(fence, start))
        return FrontMatterError(message, span, "move it to the beginning of its line", (Edit(blanks),))
    at = text.index(written, start)
    span = Span(at, at + len(written))
    message = f"the line {shown(written)} does not close the front matter, which ends with `{fence}`"
    return FrontMatterError(message, span, f"write `{fence}`", (Edit(Span(start, span.end), fence),))


def _indentation(text: str, fences: Fences) -> FrontMatterError:
    """Return what is wrong with front matter that is indented as a whole."""
    start = text.index("---", fences.open.start)
    width = start - fences.open.start
    mend, line = [], fences.open.start
    while line < fences.close.end:
        if text[line : line + width].isspace() and "\n" not in text[line : line + width]:
            mend.append(Edit(Span(line, line + width)))
        line = text.find("\n", line) + 1 or len(text)
    message = "the front matter is indented, so it is not seen as such and shown to readers as text"
    return FrontMatterError(message, Span(start, start + 3), "move it to the beginning of its lines", tuple(mend))


def _opening(text: str, fences: Fences) -> FrontMatterError:
    """Return what is wrong with the line that was meant to open front matter."""
    from copydesk.front_matter.words import shown

    start, end = fences.open
    newline = "\r\n" if text[: fences.content.end].endswith("\r\n") else "\n"
    written = fences.open.of(text).strip()
    span = Span(start, start + len(written))
    if written == "---":
        message = "a key stands on the line of the opening `---`, so the front matter is not seen as such"
        return FrontMatterError(
            message, span, "put the key on a line of its own", (Edit(Span(span.end, end), newline),)
        )
    message = f"the line {shown(written)} does not open the front matter, which begins with `---`"
    edits = [Edit(span, "---")]
    closing = fences.close.of(text).strip()
    if closing != "---":
        edits.append(Edit(Span(fences.close.start, fences.close.start + len(closing)), "---"))
    return FrontMatterError(message, span, "write `---`", tuple(edits))
