from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.findings.render.width import cells, visible


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("学習", 4), ("ａ", 2), ("e\u0301", 1), ("é", 1), ("…", 1)]
)
def test_text_takes_the_cells_of_its_characters(text: str, width: int) -> None:
    assert cells(text) == width


@settings(max_examples=100)
@given(st.text())
def test_what_is_visible_is_printable_and_stays_so(text: str) -> None:
    assert visible(text).isprintable()
    assert visible(visible(text)) == visible(text)


def test_text_that_is_printable_is_shown_as_it_is() -> None:
    assert visible("lr: 学習率") == "lr: 学習率"


def test_signs_that_steer_a_terminal_are_shown_as_symbols() -> None:
    assert visible("\x00\x1b\x7f\u202e\t\xa0") == "\u2400\u241b\u2421\ufffd     "
