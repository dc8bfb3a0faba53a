"""Series of fingerprints: where two of them part, by few comparisons."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from ato.fingerprint.results._series import Series, first_difference

digests = st.lists(st.sampled_from("abc"), max_size=40)


def series_of(values: list[str]) -> Series:
    series = Series()
    for value in values:
        series.append(sha256(value.encode()).hexdigest())
    return series


@given(digests, digests, digests)
@settings(max_examples=100, deadline=None)
def test_the_first_difference_is_that_of_a_walk(common: list[str], left: list[str], right: list[str]) -> None:
    one, two = common + left, common + right
    expected = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), None)
    if expected is None and len(one) != len(two):
        expected = min(len(one), len(two))
    assert series_of(one).first_difference(series_of(two)) == expected


def test_a_hundred_thousand_entries_take_seventeen_comparisons() -> None:
    asked: list[int] = []

    def chain(at: int, parts: int) -> bytes:
        asked.append(at)
        return b"same" if at < parts else b"%d" % parts

    found = first_difference(100_000, lambda at: chain(at, 77_777), lambda at: chain(at, 10**9))
    assert found == 77_777
    assert len(asked) <= 2 * 18


def test_an_entry_counts_by_all_that_came_before() -> None:
    left, right = series_of(["a", "b", "c"]), series_of(["x", "b", "c"])
    assert left[2].digest == right[2].digest
    assert left[2].chain != right[2].chain
    assert [entry.step for entry in left] == [0, 1, 2]
    assert left.append("00" * 32, step=10).step == 10
    assert left.append("00" * 32).step == 11
