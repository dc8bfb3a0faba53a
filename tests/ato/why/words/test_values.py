"""Two values that differ never look alike."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import pytest

from ato.why.facts._values import Setting
from ato.why.words._values import values_of


def texts(a: Any, b: Any) -> tuple[str, str]:
    return values_of(*(Setting(value, type(value).__name__, "") for value in (a, b)))


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        (1, 2, ("1", "2")),
        ([0] * 100 + [1], [0] * 100 + [2], ("[100] 1", "[100] 2")),
        ([0] * 100, [0] * 101, ("100 items", "[100] 0")),
        ("x" * 300 + "a", "x" * 300 + "b", ("…xxxxxxxxa", "…xxxxxxxxb")),
        (
            {"k": 1, **dict.fromkeys("abcdefgh" * 9, 0), "z": [1]},
            {"k": 1, **dict.fromkeys("abcdefgh", 0)},
            None,
        ),
        ("\ud800", "\ud801", ('"\\\\ud800"', '"\\\\ud801"')),
        ("***", "***", ("***", "***")),
    ],
)
def test_they_are_told_from_where_on_they_differ(a: Any, b: Any, told: tuple[str, str] | None) -> None:
    one, other = texts(a, b)
    assert one != other or a == b
    if told is not None:
        assert (one, other) == told


def test_a_huge_value_is_shown_at_once() -> None:
    begin = perf_counter()
    assert texts(list(range(1_000_000)), "x" * 10_000_000)[0].startswith("[0, 1, 2")
    assert perf_counter() - begin < 1
