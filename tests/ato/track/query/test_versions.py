"""Versions are compared by their numbers."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ato.track.query._versions import holds, key

RISING = [
    "nonsense",
    "0.9",
    "1.0.dev1",
    "1.0a1",
    "1.0b2",
    "1.0rc1",
    "1.0",
    "1.0.post1",
    "1.2",
    "1.10",
    "2024.1",
    "1!0.1",
]


def test_versions_rise() -> None:
    for lower, higher in pairwise(RISING):
        assert key(lower) < key(higher), (lower, higher)


@pytest.mark.parametrize(
    ("op", "version", "given"),
    [
        ("==", "2.3.1+cu121", "2.3.1"),
        ("==", "2.0.0", "2.0"),
        ("!=", "2.3.1+cu121", "2.3.1+cpu"),
        (">", "2.10.0", "2.9"),
        ("<=", "1.0rc1", "1.0"),
        ("in", "1.0", ("0.9", "1.0.0")),
        ("not in", "1.0", ("0.9",)),
        ("~", "2.3.1+cu121", "CU12"),
        ("!~", "2.3.1", "cu"),
        ("like", "2.3.1", "2.3.%"),
        ("not like", "2.3.1", "2._"),
        ("like", "2.3.1+cpu_x", r"%\_x"),
        ("not like", "2.3.1+cpu-x", r"%\_x"),
        ("<", "2.3.1", "9" * 5000),
        (">", "9" * 5000, "2.3.1"),
        ("==", "0" * 5000 + "2.3", "2.3"),
    ],
)
def test_a_version_compares_so(op: str, version: str, given: object) -> None:
    assert holds(op, version, given)
