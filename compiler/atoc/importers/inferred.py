"""Types for plain values, where the source declares none.

    1 → int    "a" → str    None → any    [1, 2.5] → list[int | float]    (1, 2) → tuple[int, int]

Nothing says what else ``None`` may become, so it is ``any``; beside others it is an option of a union.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite

from atoc.importers.plain import is_list, is_mapping, is_tuple

_ORDER = ("bool", "int", "float", "str")
MAX_ITEMS = 6
"""The most items of a tuple that are typed one by one; the items of a longer one are typed together."""


def type_of(value: object) -> str:
    """The text of a type that takes the value as it is."""
    if isinstance(value, (bool, int, str)):
        return type(value).__name__
    if isinstance(value, float):
        return "float" if isfinite(value) else "any"
    if is_list(value):
        return f"list[{together(value)}]"
    if is_tuple(value):
        return _tuple(value)
    return f"dict[str, {_items(value.values())}]" if is_mapping(value) else "any"


def together(values: Iterable[object]) -> str:
    """A type for all of these values: a union of scalars, the type that they share, or ``any``."""
    kinds = dict.fromkeys("None" if value is None else type_of(value) for value in values)
    return united(kinds)


def united(types: Iterable[str]) -> str:
    """One type for values of all these types; ``None`` may be among them."""
    kinds = dict.fromkeys(types)
    is_optional = "None" in kinds
    kinds.pop("None", None)
    if not kinds or (len(kinds) > 1 and not set(kinds) <= set(_ORDER)):
        return "any"
    options = [kind for kind in _ORDER if kind in kinds] or list(kinds)
    if options == ["any"]:
        return "any"
    return " | ".join([*options, *(["None"] if is_optional else [])])


def _items(values: Iterable[object]) -> str:
    """The type of what a mapping holds: only scalars of one kind are told."""
    kind = together(values)
    return kind if kind in _ORDER else "any"


def _tuple(value: tuple[object, ...]) -> str:
    if not value:
        return "tuple[any, ...]"
    if len(value) > MAX_ITEMS:
        return f"tuple[{together(value)}, ...]"
    return f"tuple[{', '.join('any' if item is None else type_of(item) for item in value)}]"
