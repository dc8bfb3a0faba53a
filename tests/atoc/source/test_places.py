"""Offsets become lines and columns."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.source.places import Places
from atoc.span import SourceFile, Span


def places(text: str) -> Places:
    return Places(SourceFile("a", text))


@given(st.text("ab\n\ré\u2028", max_size=20), st.integers(0, 25), st.integers(0, 25))
@settings(max_examples=100, deadline=None)
def test_a_span_counts_line_feeds_and_code_points(text: str, start: int, length: int) -> None:
    start, end = min(start, len(text)), min(start + length, len(text))
    before, upto = text[:start].split("\n"), text[:end].split("\n")
    expected = Span("a", len(before), len(before[-1]) + 1, len(upto), len(upto[-1]) + 1)
    assert places(text).span(start, end) == expected


@given(st.text("ab\n", max_size=20), st.integers(0, 20))
@settings(max_examples=60, deadline=None)
def test_an_offset_comes_back_from_its_line_and_column(text: str, at: int) -> None:
    at = min(at, len(text))
    span = places(text).span(at, at)
    assert places(text).offset(span.line, span.column) == at


def test_what_lies_beyond_the_text_is_drawn_to_its_end() -> None:
    assert places("ab\nc").span(9, 12) == Span("a", 2, 2, 2, 2)
    assert places("ab\nc").offset(7, 1) == 4


def test_the_last_character_is_not_white_space() -> None:
    assert places("ab\n \n").last_character() == Span("a", 1, 2, 1, 3)
    assert places("").last_character() == Span("a", 1, 1, 1, 1)


def test_a_line_feed_is_pointed_at_without_leaving_its_line() -> None:
    assert places("ab\nc").character(2) == Span("a", 1, 3, 1, 3)


def test_a_word_is_printable_and_bounded() -> None:
    text = "key: 'v' " + "x" * 100 + " \u200b"
    assert places(text).word(0) == "key"
    assert places(text).word(3) == ":"
    assert places(text).word(4) == ""
    assert len(places(text).word(9)) == 40
    assert places(text).word(110) == "\\u200b"
