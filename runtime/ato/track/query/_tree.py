"""A filter as a tree: comparisons of names with values, and what joins them, with their places in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Union, cast


@dataclass(frozen=True)
class Name:
    """``config.lr``, as its parts."""

    parts: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Value:
    """A number, a text, a truth value, None, or a tuple of these."""

    value: Any
    start: int
    end: int


@dataclass(frozen=True)
class Compare:
    """``op`` is ``==``, ``!=``, ``<``, ``<=``, ``>``, ``>=``, ``~`` (contains), ``!~``, ``like``, ``in``,
    ``not like`` or ``not in``.

    Where one side is a value, it is the right one.
    """

    op: str
    left: Name
    right: Name | Value


@dataclass(frozen=True)
class Missing:
    """``name is None``."""

    name: Name


@dataclass(frozen=True)
class Not:
    """What holds where the item does not."""

    item: Node


@dataclass(frozen=True)
class Joined:
    """``op`` is ``and`` or ``or``."""

    op: str
    items: tuple[Node, ...]


Node = Union[Compare, Missing, Not, Joined]


def names_in(node: Node | None) -> list[Name]:
    """The names of a filter, in their order."""
    match node:
        case None:
            return []
        case Joined():
            return [name for item in node.items for name in names_in(item)]
        case Not():
            return names_in(node.item)
        case Missing():
            return [node.name]
        case Compare():
            return [node.left, node.right] if isinstance(node.right, Name) else [node.left]


def size(value: Value) -> int:
    """How many items a list has."""
    given: object = value.value
    return len(cast("tuple[object, ...]", given)) if isinstance(given, tuple) else 0


def values_in(node: Node | None) -> int:
    """How many values the lists of a filter have."""
    match node:
        case Joined():
            return sum(map(values_in, node.items))
        case Not():
            return values_in(node.item)
        case Compare(right=Value() as right):
            return size(right)
        case _:
            return 0
