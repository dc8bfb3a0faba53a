"""The id of what is traced, where none is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def id_of(function: Callable[..., object]) -> str:
    """``module.qualname`` of a function, or of the class of a callable."""
    named: Any = function if hasattr(function, "__qualname__") else type(function)
    return f"{named.__module__}.{named.__qualname__}"
