"""Long lists in pieces: a database takes so many values in one statement and no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

AT_ONCE = 500
"""How many values one statement asks for."""


def parts(items: Sequence[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """A sequence in pieces that fit one statement, in its order."""
    for start in range(0, len(items), size):
        yield list(items[start : start + size])
