"""Lines fit, whatever signs they are made of, and no word is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ato.config.explained._telling import cells, visible
from ato.why.words._fit import cut, wrapped


@given(st.text(), st.integers(12, 90))
def test_lines_fit_and_keep_what_they_say(text: str, room: int) -> None:
    lines = wrapped(text, room)
    assert [line for line in lines if cells(line) > room] == []
    assert "".join("".join(lines).split()) == "".join(visible(text).split())


@given(st.text(), st.integers(12, 90))
def test_what_is_cut_fits(text: str, room: int) -> None:
    shown = cut(text, room)
    assert cells(shown) <= room
    assert shown in (visible(text), f"{visible(text)[: len(shown) - 1]}…")
