"""Arithmetic that cannot run away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ato.config as ato


@pytest.mark.parametrize(
    "value", [0, -(2**4095), True, 1e300, None, "a" * 1_000_000, (), ato.FrozenDict({"a": 1})]
)
def test_what_is_within_the_bounds_passes_through(value: object) -> None:
    assert ato.bounded(value) is value


@pytest.mark.parametrize(
    "value",
    [
        2**4096,
        -(2**4096),
        "a" * 1_000_001,
        (0,) * 1_000_001,
        (1, frozenset({2**4096})),
        ato.FrozenDict({"a": ("b" * 600_000, "c" * 600_000)}),
        (("b" * 600_000,),) * 2,
    ],
)
def test_what_is_beyond_the_bounds_is_refused(value: object) -> None:
    with pytest.raises(OverflowError, match="the result has more than"):
        ato.bounded(value)


@given(st.integers(-20, 20), st.integers(0, 50))
def test_small_powers_are_those_of_python(base: int, exponent: int) -> None:
    assert ato.bounded_power(base, exponent) == base**exponent
    assert ato.bounded_power(float(base), exponent) == float(base) ** exponent


@pytest.mark.parametrize(("base", "exponent"), [(2, 10**18), (-3, 10**9), (2**4000, 2), (10.0, 400)])
def test_large_powers_are_refused_at_once(base: float, exponent: int) -> None:
    with pytest.raises(OverflowError):
        ato.bounded_power(base, exponent)


@pytest.mark.parametrize(("base", "power"), [(0, 0), (1, 1), (-1, 1)])
def test_bases_that_do_not_grow_take_any_exponent(base: int, power: int) -> None:
    assert ato.bounded_power(base, 10**18) == power


@given(st.integers(-9, 9), st.integers(-9, 9), st.integers(-3, 3).filter(bool))
def test_ranges_are_those_of_python(start: int, stop: int, step: int) -> None:
    assert ato.bounded_range(start, stop, step) == tuple(range(start, stop, step))


@given(st.integers(-9, 9), st.integers(-9, 9))
def test_any_power_is_that_of_python(base: int, exponent: int) -> None:
    if base != 0 or exponent >= 0:
        assert repr(ato.power(base, exponent)) == repr(base**exponent)
        assert repr(ato.power(float(base), exponent)) == repr(float(base) ** exponent)


@pytest.mark.parametrize(("base", "exponent"), [(0, -1), (0.0, -1), (-8.0, 0.5), (-8, 0.5)])
def test_a_power_that_has_no_real_value_is_refused(base: float, exponent: float) -> None:
    with pytest.raises(ValueError, match=r"math domain error|expected"):
        ato.power(base, exponent)


def test_a_power_of_large_whole_numbers_is_exact_or_refused() -> None:
    assert ato.power(3, 40) == 3**40
    with pytest.raises(OverflowError, match="the power has more than 4096 bits"):
        ato.power(10, 10**18)


@pytest.mark.parametrize(
    "ends", [(100_001,), (0, 200_001, 2), (10**18,), (0, -(10**18), -1), (10**18, 0, -7)]
)
def test_long_ranges_are_refused_at_once(ends: tuple[int, ...]) -> None:
    with pytest.raises(OverflowError, match="the range has more than 100000 numbers"):
        ato.bounded_range(*ends)


def test_repetition_has_a_bound() -> None:
    assert ato.bounded_repeat("ab", 2) == "abab"
    assert ato.bounded_repeat((1,), -1) == ()
    with pytest.raises(OverflowError, match="the result has more than 1000000 items or characters"):
        ato.bounded_repeat("ab", 10**12)


def test_repetition_counts_what_is_in_the_items() -> None:
    inner = ato.bounded_repeat((ato.bounded_repeat((1,), 1000),), 900)

    assert len(inner) == 900
    with pytest.raises(OverflowError, match="the result has more than 1000000 items or characters"):
        ato.bounded_repeat((inner,), 2)


def test_a_sum_is_added_from_left_to_right_under_every_version_of_python() -> None:
    assert ato.total((0.1,) * 10) == 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1
    assert ato.total((1e16, 1.0, -1e16)) == 0.0
    assert ato.total((2**70, -1)) == 2**70 - 1
    assert ato.total(()) == 0


def test_the_sum_of_a_set_does_not_hang_on_how_it_was_made() -> None:
    numbers = (1e16, 1.0, -1e16, 3.0, 0.1, 8.0, 16.0)

    assert {ato.total(frozenset(numbers[i:] + numbers[:i])) for i in range(7)} == {ato.total(sorted(numbers))}


@given(st.text("ab ", max_size=6), st.none() | st.text("ab ", max_size=3))
def test_stripping_is_that_of_python(text: str, characters: str | None) -> None:
    assert ato.bounded_strip(text, characters) == text.strip(characters)


def test_stripping_many_characters_takes_time_linear_in_the_text() -> None:
    characters = "".join(map(chr, range(0x10000, 0x10000 + 500_000)))

    assert ato.bounded_strip(characters[-1] * 1_000_000, characters) == ""


def test_replacing_and_joining_are_refused_before_they_grow_too_long() -> None:
    long = "a" * 1_000_000

    with pytest.raises(OverflowError):
        ato.bounded_replace(long, "a", "bb")
    with pytest.raises(OverflowError):
        ato.bounded_join(long, ("", "", ""))
    assert ato.bounded_replace("aXaX", "X", "-", 1) == "a-aX"
    assert ato.bounded_replace("", "", "x") == "".replace("", "x")
    assert ato.bounded_join(", ", ("a", "b")) == "a, b"
    assert ato.bounded_join(long, ()) == ""
