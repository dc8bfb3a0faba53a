"""What a plain value is, for the type checkers: nothing is known of what containers hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeGuard

from typing_extensions import TypeIs

from ato.config.types._values import is_dict, is_list, is_tuple

__all__ = ["is_dict", "is_items", "is_list", "is_mapping", "is_tree", "is_tuple"]


def is_items(value: object) -> TypeIs[list[object] | tuple[object, ...]]:
    """Whether it is a list or a tuple."""
    return isinstance(value, (list, tuple))


def is_mapping(value: object) -> TypeIs[Mapping[object, object]]:
    """Whether it is a mapping."""
    return isinstance(value, Mapping)


def is_tree(value: object) -> TypeGuard[Mapping[str, object]]:
    """Whether it is a mapping, as in documents, where all keys are text."""
    return isinstance(value, Mapping)
