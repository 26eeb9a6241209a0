"""Template syntax: spans that a generator replaces before anything is rendered, and that nothing here may read.

Liquid, Nunjucks, Jinja and Twig (``{{ }}``, ``{% %}``, ``{# #}``), Go templates and Hugo shortcodes (``{{< >}}``),
EJS and ERB (``<% %>``), kramdown attribute lists (``{: .class}``), code in shortcodes of WordPress
(``[sourcecode]``), and in MDX every ``{expression}`` with the ``import`` and ``export`` statements. A span is opaque:
layers see letters in its place, and no edit may touch it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from copydesk.text import Span, has_pair, regex

_BRACES = regex(r"\{[{%#:]")  # with one character to begin with, which the search then leaps to
_OPENERS = regex(r"\{[{%#:]|<%")
_CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}", "{:": "}", "<%": "%>"}

# Tags whose content is literal text or code for the generator: all of it is opaque, the way to its end tag included.
_VERBATIM = frozenset(
    [
        "highlight",
        "raw",
        "verbatim",
        "codeblock",
        "code",
        "comment",
        "include_code",
        "mermaid",
        "literal",
        "codegroup",
        "set",
    ]
)
_TAG_NAME = regex(r"[-%<\s]*+(/?+)\s*+([A-Za-z_][\w-]*+)")


def template_spans(text: str) -> tuple[Span, ...]:
    """Return the template spans of `text`, in order and without overlap.

    A construct that is not closed before the next blank line is ordinary text.
    """
    openers = _OPENERS if has_pair(text, "<%", 1) else _BRACES
    if openers is _BRACES and "{" not in text:
        return ()
    spans: list[Span] = []
    waiting: dict[str, int] = {}  # a verbatim tag that is open, and where it began in `spans`
    at = 0
    gap = -1  # where the next blank line is; kept, so that every stretch is searched once
    missing: dict[str, int] = {}  # closers that do not occur again before an offset: never searched for twice
    while (found := openers.search(text, at)) is not None:
        start, opener = found.start(), found.group()
        if gap < start:
            gap = _next_blank_line(text, start)
        closer = _CLOSERS[opener]
        if missing.get(closer, -1) >= gap:
            at = start + 1
            continue
        end = text.find(closer, found.end(), gap)
        if end < 0:
            missing[closer] = gap
            at = start + 1
            continue
        end += len(closer)
        if opener == "{{" and text.startswith("}", end):
            end += 1  # {{{ }}} of Handlebars
        at = end
        spans.append(Span(start, end))
        if opener in ("{%", "{{"):
            _pair_verbatim(text, spans, waiting)
    return tuple(spans)


_BLANK_LINE = regex(r"\n[ \t]*+\r?\n")


def first_end(text: str, span: Span) -> int:
    """Return where the first tag of the template at `span` ends; where it begins if it is none in curly brackets.

    A template that keeps what it holds as it is (``{% raw %}…{% endraw %}``) has more than one.
    """
    closer = {"{{": "}}", "{%": "%}", "<%": "%>"}.get(text[span.start : span.start + 2], "")
    end = text.find(closer, span.start + 2, span.end) if closer else -1
    return end + len(closer) if end >= 0 else span.start


def _next_blank_line(text: str, start: int) -> int:
    """Return where the line before the next blank line after `start` ends, or the end of the text."""
    found = _BLANK_LINE.search(text, start)
    if found is None:
        return len(text)
    return found.start() - (text[found.start() - 1] == "\r")


def _pair_verbatim(text: str, spans: list[Span], waiting: dict[str, int]) -> None:
    """Merge the last span with the start tag that it ends, where it is the end tag of a verbatim pair."""
    start, end = spans[-1]
    name = _TAG_NAME.match(text, start + 2, end)
    if name is None:
        return
    closing, word = name.group(1), name.group(2)
    if word.startswith("end") and word[3:] in _VERBATIM:
        closing, word = "/", word[3:]
    if word not in _VERBATIM:
        return
    if not closing:
        if text[start : start + 3] != "{{%" and text[start : start + 3] != "{{<" and text[start : start + 2] == "{{":
            return  # {{ code }} prints a variable
        if word == "set" and "=" in text[start:end]:
            return  # {% set x = 1 %} has no end tag, {% set x %} keeps what comes up to {% endset %} for later
        waiting.setdefault(word, len(spans) - 1)
    elif (first := waiting.pop(word, None)) is not None and first < len(spans):
        whole = Span(spans[first].start, end)
        del spans[first:]
        spans.append(whole)
        for other in [name for name, index in waiting.items() if index > first]:
            del waiting[other]


SHORTCODES = frozenset(("sourcecode", "code"))
"""The shortcodes of WordPress that hold code."""

_SOURCECODE = regex(r"\[(/?)(sourcecode|code)(?=\](?![(:]|\[(?!/))|\\\]|[ \t]++[a-z]++=)")


def shortcode_spans(text: str, start: int = 0) -> Iterator[Span]:
    """Yield code in shortcodes of WordPress from `start` on, with them: ``[sourcecode] … [/sourcecode]``."""
    opened, waiting = -1, ""
    for found in _SOURCECODE.finditer(text, start):
        closing, name = found.groups()
        if not closing and not waiting:
            opened, waiting = found.start(), name
        elif closing and name == waiting:
            yield Span(opened, text.find("]", found.end()) + 1)
            waiting = ""


_MDX = regex(r"(?P<brace>[{}])|^(?:import|export)(?=[ \t{*])", re.M)


def mdx_spans(text: str, code: Sequence[Span], start: int = 0) -> tuple[Span, ...]:
    """Return the spans of MDX expressions and statements of `text` from `start` on, outside `code` (sorted spans).

    A statement stands at the start of a paragraph and reaches to its end. Of nested braces the outermost pair counts.
    An opening brace that is never closed is ordinary text. See https://mdxjs.com/docs/what-is-mdx/#mdx-syntax.
    """
    pairs: list[Span] = []
    opened: list[int] = []
    blocked = iter(code)
    block = next(blocked, None)
    for found in _MDX.finditer(text, start):
        at = found.start()
        while block is not None and block.end <= at:
            block = next(blocked, None)
        if block is not None and block.start <= at:
            continue
        if found["brace"] is None:
            if at == start or not text[text.rfind("\n", 0, at - 1) + 1 : at].strip():
                pairs.append(Span(at, _next_blank_line(text, at)))
        elif found["brace"] == "{":
            opened.append(at)
        elif opened:
            pairs.append(Span(opened.pop(), at + 1))
    outer: list[Span] = []
    for pair in sorted(pairs, key=lambda span: (span.start, -span.end)):
        if not outer or pair.start >= outer[-1].end:
            outer.append(pair)
        elif pair.end > outer[-1].end:
            outer[-1] = Span(outer[-1].start, pair.end)
    return tuple(outer)


def merge(first: Sequence[Span], second: Sequence[Span]) -> tuple[Span, ...]:
    """Return both lists of spans as one, in order, with those that overlap made one."""
    if not first or not second:
        return tuple(first or second)
    merged: list[Span] = []
    for span in sorted((*first, *second)):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return tuple(merged)


_NOT_NEWLINE = regex(r"[^\n\r]++")


def mask(text: str, spans: Iterable[Span]) -> str:
    """Return `text` with the characters of `spans` turned into the letter ``x``; newlines stay, so does the length."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts.append(text[at:start])
        inside = text[start:end]
        if "\n" in inside:
            parts.append(_NOT_NEWLINE.sub(lambda found: "x" * len(found.group()), inside))
        else:
            parts.append("x" * (end - start))
        at = end
    parts.append(text[at:])
    return "".join(parts)
