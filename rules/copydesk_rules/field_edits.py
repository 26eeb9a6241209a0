"""Writing values, and putting fields into front matter, in the format of the post."""

from __future__ import annotations

from copydesk import Document, Edit, Entry, FrontMatter, Node, Span, regex

_PLAIN = regex(r"(?:[^\W\d_]|/)[\w/-]*(?: [\w/-]+)*")
_BARE_KEY = regex(r"[A-Za-z0-9_-]++")
_WORDS = frozenset(("true", "false", "yes", "no", "on", "off", "null", "none", "nan", "inf", "y", "n"))
"""Words that YAML, in one version or another, reads as something else than text."""


def written(value: object, format: str) -> str:
    """Return how `value` (a scalar, or a list of scalars) is written in front matter of the `format`."""
    if isinstance(value, list):
        return f"[{', '.join(written(item, format) for item in value)}]"
    if value is None:
        return "null" if format != "toml" else '""'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if not isinstance(value, str):  # a date
        text = str(value)
        return f'"{text}"' if format == "json" else text
    if format == "yaml":
        if value.lower() not in _WORDS and _PLAIN.fullmatch(value):
            return value
        if "'" not in value and value.isprintable():
            return f"'{value}'"
    return _in_quotes(value)


def _in_quotes(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)


def is_simple(doc: Document, node: Node) -> bool:
    """Tell whether `node` is written as one piece on one line: no alias, no block of text, no anchor or tag."""
    text = node.span.of(doc.text)
    return bool(text) and "\n" not in text and text[0] not in "*&!|>"


def key_like(entry: Entry, name: str, doc: Document, format: str) -> str:
    """Return `name` written as the key of `entry` is."""
    text = entry.key_span.of(doc.text)
    quote = text[:1] if text[:1] in ("'", '"') else ""
    if not quote and not _BARE_KEY.fullmatch(name):
        quote = '"'
    return f"{quote}{name}{quote}"


def insertion(doc: Document, matter: FrontMatter, name: str, value: object) -> Edit | None:
    """Return the edit that adds a field to the front matter; None where it is written in a way that leaves no place."""
    if "." in name or matter.error is not None:
        return None
    text = doc.text
    newline = "\r\n" if matter.open.of(text).endswith("\r\n") else "\n"
    key = name if _BARE_KEY.fullmatch(name) and matter.format != "json" else _in_quotes(name)
    shown = written(value, matter.format)
    if matter.format == "json":
        if not matter.entries:
            return None
        first = matter.entries[0].key_span.start
        brace = text.rfind("{", 0, first)
        between = text[brace + 1 : first]
        if brace < matter.open.start or between.strip():
            return None
        return Edit(Span(first, first), f"{key}: {shown},{between or ' '}")
    if matter.format == "toml":
        at = matter.content.start
        tables = [entry for entry in matter.entries if entry.node.kind != "map"]
        for entry in tables:
            if entry.span.end <= _first_table(text, matter):
                at = max(at, entry.span.end)
        return Edit(Span(at, at), f"{key} = {shown}{newline}") if _starts_line(text, at) else None
    if matter.entries:
        first = matter.entries[0].key_span.start
        if not _starts_line(text, first):  # in braces, or indented
            return None
        at = max(entry.span.end for entry in matter.entries)
    else:
        at = matter.content.end
    if not _starts_line(text, at) or text[matter.content.start : matter.content.end].lstrip().startswith(("{", "%")):
        return None
    return Edit(Span(at, at), f"{key}: {shown}{newline}")


def _first_table(text: str, matter: FrontMatter) -> int:
    """Return where the first table of TOML front matter begins; its end where there is none."""
    at = matter.content.start
    while at < matter.content.end:
        if text[at] == "[":
            return at
        at = text.find("\n", at, matter.content.end) + 1 or matter.content.end
    return matter.content.end


def _starts_line(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] == "\n"
