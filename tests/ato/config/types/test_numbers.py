"""Numbers as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ato.config import Quoted
from ato.config.types._numbers import MAX_DIGITS, core_number, plain_real, real, whole


@given(st.integers(), st.sampled_from([str, hex, oct, bin]))
def test_a_whole_number_reads_back_in_every_base(number: int, written: type[str]) -> None:
    assert whole(written(number)) == number


@given(st.floats(allow_nan=False))
def test_a_double_reads_back_and_the_quick_way_agrees(number: float) -> None:
    assert repr(real(repr(number))) == repr(number)
    assert plain_real(repr(number)) in (None, number)
    if abs(number) != float("inf"):
        assert core_number(repr(number)) == number


@pytest.mark.parametrize(
    "text", ["", " 1", "1 ", "1\n", "\u0661", "1__0", "_1", "1_", "0x", "one", Quoted("1"), ["1"]]
)
def test_what_python_does_not_write_is_no_number(text: str) -> None:
    assert whole(text) is None
    assert real(text) is None


def test_a_number_that_is_too_long_is_none() -> None:
    assert whole("9" * MAX_DIGITS) is not None
    assert whole("9" * (MAX_DIGITS + 1)) is None
    assert real("9" * (MAX_DIGITS + 1)) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("1_0", None),
        ("0b1", None),
        ("1e400", None),
        ("-.inf", -float("inf")),
    ],
)
def test_the_core_schema_has_numbers_of_its_own(text: str, number: float | None) -> None:
    assert core_number(text) == number
