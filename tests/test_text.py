"""Text keeps what the file has: spans, lines as editors count them, and bytes that are not UTF-8 named by place."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.text import Lines, Position, Span, UndecodableText, decode, has_pair, line_around, overlaps_any

MIXED = st.text(st.sampled_from("ab 中🎉\n\r\u2028\x0b\x85\ufeff"), max_size=60)


@pytest.mark.parametrize(
    ("one", "other", "contains", "overlaps"),
    [
        (Span(2, 6), Span(2, 6), True, True),
        (Span(2, 6), Span(3, 5), True, True),
        (Span(2, 6), Span(5, 7), False, True),
        (Span(2, 6), Span(6, 8), False, False),
        (Span(2, 6), Span(0, 2), False, False),
        (Span(2, 6), Span(4, 4), True, True),
        (Span(2, 6), Span(2, 2), True, False),
        (Span(2, 6), Span(6, 6), True, False),
    ],
)
def test_spans(one: Span, other: Span, contains: bool, overlaps: bool) -> None:
    assert one.contains(other) is contains
    assert one.overlaps(other) is overlaps
    assert other.overlaps(one) is overlaps
    assert overlaps_any([one], other) is overlaps


@given(st.lists(st.integers(0, 30), min_size=2, max_size=12, unique=True), st.integers(0, 30), st.integers(0, 9))
def test_a_span_among_many_is_found_as_by_looking_at_each(cuts: list[int], start: int, length: int) -> None:
    cuts.sort()
    spans = [Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)]
    span = Span(start, start + length)
    assert overlaps_any(spans, span) == any(one.overlaps(span) for one in spans)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("a", ["a"]),
        ("a\n", ["a\n", ""]),
        ("a\r\nb", ["a\r\n", "b"]),
        ("a\rb\n", ["a\rb\n", ""]),
        ("a\u2028b\x0bc\x85d\x0ce\n\nf", ["a\u2028b\x0bc\x85d\x0ce\n", "\n", "f"]),
        ("\ufeff头条\n🎉", ["\ufeff头条\n", "🎉"]),
    ],
)
def test_lines_end_at_line_feeds_only(text: str, lines: list[str]) -> None:
    found = Lines(text)
    assert len(found) == len(lines)
    assert [found.span(number).of(text) for number in range(1, len(lines) + 1)] == lines


def test_columns_count_characters() -> None:
    text = "头条 🎉👩‍👩‍👧 x\ny"
    assert Lines(text).position(text.index("x")) == Position(1, 11)
    assert Lines(text).position(text.index("y")) == Position(2, 1)
    assert Lines(text).position(len(text)) == Position(2, 2)


@given(MIXED)
def test_every_place_lies_in_its_line(text: str) -> None:
    lines = Lines(text)
    for offset in range(len(text) + 1):
        line, column = lines.position(offset)
        assert lines.number(offset) == line == text.count("\n", 0, offset) + 1
        assert lines.span(line).start + column - 1 == offset


@given(MIXED, st.lists(st.integers(0, 40), max_size=20))
def test_places_are_the_same_in_whatever_order_they_are_asked_for(text: str, offsets: list[int]) -> None:
    lines = Lines(text)
    for offset in (min(each, len(text)) for each in offsets):
        line, column = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
        assert lines.position(offset) == (line, column)
        assert lines.place(offset, len(text)) == (line, column, *Lines(text).position(len(text)))
        assert lines.place(offset, offset) == (line, column, line, column)


@pytest.mark.parametrize(
    ("span", "around"),
    [
        (Span(0, 0), "one\n"),
        (Span(1, 2), "one\n"),
        (Span(1, 4), "one\n"),
        (Span(1, 5), "one\ntwo\r\n"),
        (Span(4, 4), "two\r\n"),
        (Span(5, 9), "two\r\n"),
        (Span(5, 10), "two\r\nthree"),
        (Span(14, 14), "three"),
    ],
)
def test_line_around(span: Span, around: str) -> None:
    text = "one\ntwo\r\nthree"
    assert line_around(text, span).of(text) == around


@pytest.mark.parametrize("text", ["", "plain", "\ufeffBOM\r\n", "a\r\nb\rc\n", "头条🎉\x00\u2028"])
def test_what_is_utf_8_is_decoded_as_it_stands(text: str) -> None:
    assert decode(text.encode()) == text


CHINESE = "市政府今天上午举行了新闻发布会，介绍有关情况。\n"
TAIWANESE = "市政府今天舉行記者會，說明目前的情況，並且回答了許多問題。\n"
JAPANESE = "これは日本語のテキストです。今日は天気がいいですね。\n"
KOREAN = "오늘 시청에서 회의가 열렸다. 시민들은 이 소식을 듣고 기뻐했다.\n"


@pytest.mark.parametrize(
    ("data", "offset", "line", "guess"),
    [
        (b"one\ntwo\ncaf\xe9 na\xefve", 11, 3, "cp1252"),
        (b"\xff\xfeh\x00i\x00", 0, 1, "utf-16"),
        (b"---\ntitle: x\n---\n" + CHINESE.encode("gb18030"), 17, 4, "gb18030"),
        (TAIWANESE.encode("big5"), 0, 1, "big5"),
        (JAPANESE.encode("shift_jis"), 0, 1, "shift_jis"),
        (KOREAN.encode("euc_kr"), 0, 1, "euc_kr"),
        ((CHINESE * 3000).encode("gb18030"), 0, 1, "gb18030"),
        (CHINESE.encode() + b"\xe5\x8c\n" + CHINESE.encode(), 70, 2, None),
    ],
    ids=["latin", "utf-16", "simplified", "traditional", "japanese", "korean", "long", "damaged UTF-8"],
)
def test_what_is_not_utf_8_is_named_by_place_and_likely_encoding(
    data: bytes, offset: int, line: int, guess: str | None
) -> None:
    with pytest.raises(UndecodableText, match=rf"at byte {offset + 1} \(line {line}\)") as caught:
        decode(data)
    assert (caught.value.offset, caught.value.line, caught.value.guess) == (offset, line, guess)


@given(st.binary(max_size=80))
def test_bytes_are_kept_or_refused(data: bytes) -> None:
    wrong = next((at for at in range(len(data)) if not _begins(data[: at + 1])), None)
    if _valid(data):
        assert decode(data).encode() == data
        return
    with pytest.raises(UndecodableText) as caught:
        decode(data)
    offset = caught.value.offset
    assert _valid(data[:offset])
    assert wrong is None or offset <= wrong
    assert caught.value.line == data[:offset].count(b"\n") + 1


def _valid(data: bytes) -> bool:
    try:
        return data.decode() is not None
    except UnicodeDecodeError:
        return False


def _begins(data: bytes) -> bool:
    """Tell whether `data` can be the beginning of UTF-8."""
    return "\ufffd" not in codecs.getincrementaldecoder("utf-8")("replace").decode(data) or _valid(data)


@given(st.text("]:é", max_size=8), st.sampled_from([0, 99, 100, 101, 250]), st.booleans())
def test_a_pair_is_found_where_python_finds_it(text: str, before: int, second: bool) -> None:
    for crowded in ("]x" * before + text, ":" * before + text):
        assert has_pair(crowded, "]:", int(second)) is ("]:" in crowded)


def test_a_single_character_is_a_pair() -> None:
    assert has_pair("see #", "#", 0)
    assert not has_pair("see", "#", 0)
