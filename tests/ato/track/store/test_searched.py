"""The columns by which values are found order all numbers, and hold all texts."""

from __future__ import annotations

from math import inf, nan

from hypothesis import given
from hypothesis import strategies as st

from ato.track.store._searched import ON, searched

INTEGERS = st.integers() | st.integers(-(2**70), 2**70) | st.sampled_from([2**53, 2**53 + 1, 10**400])
NUMBERS = INTEGERS | INTEGERS.map(lambda number: -number) | st.floats(allow_nan=False)


def place(value: float) -> tuple[object, object]:
    row = searched(value)
    return row["num"], row["txt"] or ON


@given(NUMBERS, NUMBERS)
def test_numbers_are_in_order_whatever_their_size(a: float, b: float) -> None:
    assert (place(a) < place(b)) == (a < b)  # type: ignore[operator]
    assert (place(a) == place(b)) == (a == b)


@given(st.integers(2**53, 2**55), st.integers(-4, 4))
def test_neighbours_that_are_one_float_are_told_apart(number: int, away: int) -> None:
    for near, far in ((number, number + away), (float(number), number + away), (-number, -number - away)):
        assert (place(near) < place(far)) == (near < far)  # type: ignore[operator]


def test_what_is_no_scalar_is_not_found_by_its_value() -> None:
    for value in (None, [1], {}, nan):
        assert searched(value) == {"num": None, "txt": None}
    assert searched(True) == {"num": 1.0, "txt": None}
    assert searched(-inf) == {"num": -inf, "txt": None}
    assert searched(10**5000) == {"num": inf, "txt": "09"}


def test_texts_are_kept_whole_as_databases_take_them() -> None:
    assert searched("x" * 1000)["txt"] == "x" * 1000
    assert searched("a\0b\ud800")["txt"] == "a\\0b\\ud800"
