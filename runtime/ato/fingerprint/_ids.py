"""The id of what is traced, where none is given."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import MethodType
from typing import Any


def id_of(function: Callable[..., object]) -> str:
    """``module.qualname`` of a function, or of the class of a callable."""
    named = what_is_named(function)
    return f"{named.__module__}.{named.__qualname__}"


def what_is_named(function: Callable[..., object]) -> Any:
    """A function, method or class, or the class of what has no name of its own; nothing of it is run."""
    is_named = type(function) is MethodType or inspect.getattr_static(function, "__qualname__", None)
    return function if is_named else type(function)
