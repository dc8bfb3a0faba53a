"""Values that a program gives beside a filter, as if they stood in it."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any, cast

MOST = 10_000
"""How many values a list has."""
DEEPEST = 30
"""How many lists stand in each other."""


def plain(value: Any, depth: int = 0) -> Any:
    """A text, number or truth value, None, or a tuple of these. Raises ``ValueError`` for another."""
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, os.PathLike):
        return os.fspath(cast("os.PathLike[str]", value))
    if hasattr(value, "tolist"):  # numpy, torch and pandas
        return plain(value.tolist(), depth)
    if _is_list(value):
        return _items(value, depth)
    raise ValueError(f"was given a {type(value).__name__}, which no run holds")


def _is_list(value: object) -> bool:
    return isinstance(value, Collection) and not isinstance(value, (Mapping, bytes, bytearray))


def _items(values: Collection[Any], depth: int) -> tuple[Any, ...]:
    if len(values) > MOST:
        raise ValueError(f"a list has at most {MOST} values, and this one {len(values)}")
    if depth == DEEPEST:
        raise ValueError(f"stands too deep: at most {DEEPEST} lists stand in each other")
    return tuple(plain(item, depth + 1) for item in values)
