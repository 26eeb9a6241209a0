"""How a value is written in YAML, TOML and JSON: as little as is needed for it to be read back as what it is.

Text in YAML goes without quotes only where no parser in use takes it for something else: those of YAML 1.1 read `no`
as false and `12:30` as a number, others do not, so both get quotes. Quotes are those that need no escapes, and of two
that will do, those that the neighbours have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from copydesk.front_matter.model import Format
from copydesk.typed import TYPE_CHECKING

if TYPE_CHECKING:
    Value = str | int | float | date | time | Sequence["Value"] | Mapping[str, "Value"] | None
    """What front matter can say; a `bool` is an `int`, and a `datetime` a `date`."""
else:
    Value = object

_ODD = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""What a reader of YAML takes for a line break, or refuses, or nobody sees."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_TOML_ODD = re.compile("[\x00-\x1f\x7f]")
_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
_COUNTED = re.compile(r"\d++ [^\W\d_]{2}")
"""How text may begin that begins with a digit: no number and no date goes on like that."""
_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]++")


class UnwritableError(ValueError):
    """Raised for a value that a format cannot say, such as nothing at all in TOML."""


def written(format: Format, value: Value, *, quote: str = '"', keep: bool = False, flow: bool = True) -> str:
    """Return `value` on one line as `format` has it.

    `quote` is the quotation mark that the neighbours have, ``"`` or ``'``. Text in YAML has quotes where it needs
    them or where `keep` asks for them; `flow` tells that it stands in brackets. Raises `UnwritableError`.
    """
    if format == "yaml":
        return _yaml(value, quote, keep, flow)
    return _toml(value, quote) if format == "toml" else _json(value)


def written_key(format: Format, key: str, *, quote: str = "", flow: bool = False) -> str:
    """Return `key` as `format` has it; where it needs no quotes it has those of `quote`, if any."""
    if _SURROGATE.search(key):
        raise UnwritableError("a lone surrogate is no character")
    if format == "yaml":
        return _yaml_text(key, quote or '"', bool(quote), flow)
    if format == "toml":
        if not quote and _BARE_KEY.fullmatch(key):
            return key
        return _toml_text(key, quote or '"')
    return _json(key)


def yaml_block(text: str, indent: str, newline: str) -> str | None:
    """Return `text` of several lines as a literal block scalar from its ``|`` on, each line behind `indent`.

    None where it has no other line, or where a block would not show, or not keep, what it says.
    """
    body = text.removesuffix("\n")
    lines = body.split("\n")
    awkward = len(lines) == 1 or lines[0][:1] in ("", " ") or not lines[-1]
    if awkward or _ODD.search(body.replace("\n", "")) or any(line != line.rstrip() for line in lines):
        return None
    head = "|" if text.endswith("\n") else "|-"
    return newline.join([head, *(indent + line if line else "" for line in lines)])


def is_plain_yaml(text: str, *, flow: bool = False) -> bool:
    """Tell whether every parser of YAML reads `text` without quotes as this text."""
    first = text[:1]
    if not (first.isalpha() or first > "\x9f" or first in ("/", "_", "(") or _COUNTED.match(text)):
        return False
    if text != text.strip() or ": " in text or " #" in text or text[-1] == ":" or _ODD.search(text):
        return False
    if flow and any(sign in text for sign in ",[]{}?"):
        return False
    return text.lower() not in _WORDS


def _yaml(value: Value, quote: str, keep: bool, flow: bool) -> str:
    if isinstance(value, str):
        return _yaml_text(value, quote, keep, flow)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _yaml_float(value)
    if isinstance(value, datetime):
        return _moment(value, "T" if value.tzinfo else " ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):  # YAML knows none
        return _yaml_text(_clock(value), quote, True, flow)
    if isinstance(value, Mapping):
        pairs = (
            f"{written_key('yaml', key, flow=True)}: {_yaml(one, quote, keep, True)}" for key, one in value.items()
        )
        return "{" + ", ".join(pairs) + "}"
    return "[" + ", ".join(_yaml(one, quote, keep, True) for one in value) + "]"


def _yaml_float(value: float) -> str:
    if value != value:
        return ".nan"
    if value in (float("inf"), float("-inf")):
        return ".inf" if value > 0 else "-.inf"
    text = repr(value)
    mantissa, mark, exponent = text.partition("e")
    return f"{mantissa}.0e{exponent}" if mark and "." not in mantissa else text


def _yaml_text(text: str, quote: str, keep: bool, flow: bool) -> str:
    if not keep and is_plain_yaml(text, flow=flow):
        return text
    if _SURROGATE.search(text):
        raise UnwritableError("a lone surrogate is no character")
    if _ODD.search(text) or _wants_double(text, quote):
        return '"' + _ODD.sub(_escape, text.replace("\\", "\\\\").replace('"', '\\"')) + '"'
    return "'" + text.replace("'", "''") + "'"


def _wants_double(text: str, quote: str) -> bool:
    """Tell whether double quotes are the better ones: those of the neighbours, unless the others need less."""
    in_double = '"' in text or "\\" in text
    if quote == '"':
        return not in_double or "'" in text
    return "'" in text and not in_double


def _escape(match: re.Match[str]) -> str:
    sign = match[0]
    return _ESCAPES.get(sign) or f"\\u{ord(sign):04X}"


def _moment(value: datetime, divider: str) -> str:
    offset = value.utcoffset()
    if offset is not None and offset.total_seconds() % 60:
        raise UnwritableError("a zone counts minutes")
    return value.isoformat(divider)


def _clock(value: time) -> str:
    if value.tzinfo is not None:
        raise UnwritableError("a time of day has no zone")
    return value.isoformat()


def _toml(value: Value, quote: str) -> str:
    if isinstance(value, str):
        return _toml_text(value, quote)
    if value is None:
        raise UnwritableError("TOML has no word for nothing")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, datetime):
        return _moment(value, "T")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return _clock(value)
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{written_key('toml', key)} = {_toml(one, quote)}" for key, one in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    return "[" + ", ".join(_toml(one, quote) for one in value) + "]"


def _toml_text(text: str, quote: str) -> str:
    if _SURROGATE.search(text):
        raise UnwritableError("a lone surrogate is no character")
    literal = "'" not in text and not _TOML_ODD.search(text)
    if literal and (quote == "'" or '"' in text or "\\" in text):
        return f"'{text}'"
    return '"' + _TOML_ODD.sub(_escape, text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def _json(value: Value) -> str:
    import json

    def plain(value: Value) -> object:
        if isinstance(value, datetime):
            return _moment(value, "T" if value.tzinfo else " ")
        if isinstance(value, date | time):
            return value.isoformat()
        if isinstance(value, Mapping):
            return {key: plain(one) for key, one in value.items()}
        if isinstance(value, str) or not isinstance(value, Sequence):
            if isinstance(value, str) and _SURROGATE.search(value):
                raise UnwritableError("a lone surrogate is no character")
            return value
        return [plain(one) for one in value]

    try:
        return json.dumps(plain(value), ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise UnwritableError(str(error)) from None
