from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

import ato.config as ato
from atoc.prove.values.identity import identity


@pytest.mark.parametrize(
    ("value", "other"),
    [
        (1, 1.0),
        (1, True),
        ("1", 1),
        (None, False),
        ((1,), (True,)),
        ((1,), frozenset((1,))),
        (Path("a"), "a"),
    ],
)
def test_values_of_different_types_differ(value: object, other: object) -> None:
    assert identity(value) != identity(other)


@pytest.mark.parametrize(
    ("value", "other"),
    [
        (float("nan"), float("nan")),
        (0.0, -0.0),
        (ato.FrozenDict({"a": 1, "b": (2.0,)}), ato.FrozenDict({"b": (2.0,), "a": 1})),
        (frozenset(("a", "b")), frozenset(("b", "a"))),
        (timedelta(hours=1), timedelta(minutes=60)),
    ],
)
def test_equal_values_are_the_same(value: object, other: object) -> None:
    assert identity(value) == identity(other)
    assert hash(identity(value)) == hash(identity(other))
