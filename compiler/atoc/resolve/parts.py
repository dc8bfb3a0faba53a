"""What types and values are made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ato.config as ato


def atoms(type: ato.Type) -> Iterator[ato.Type]:
    """The types inside a type that are made of no others, in the order of its text."""
    match type:
        case ato.Union():
            for option in type.options:
                yield from atoms(option)
        case ato.Tuple():
            for item in type.items:
                yield from atoms(item)
        case ato.List() | ato.Set():
            yield from atoms(type.item)
        case ato.Dict():
            yield from atoms(type.value)
        case _:
            yield type


def mentioned(type: ato.Type) -> Iterator[str]:
    """The names of the structs in a type."""
    return (str(atom) for atom in atoms(type) if isinstance(atom, ato.Struct))


def enums_in(type: ato.Type) -> Iterator[str]:
    """The names of the enums in a type."""
    return (atom.name for atom in atoms(type) if isinstance(atom, ato.Literal) and atom.name)


def structs_in(value: object) -> Iterator[str]:
    """The names of the structs that a value is made of, however deep."""
    waiting: list[Any] = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, ato.Config):
            yield type(part).__name__
            names = type(part).__match_args__
            waiting += (getattr(part, name) for name in names if hasattr(part, name))
        elif isinstance(part, ato.FrozenDict):
            waiting += part.values()
        elif isinstance(part, (tuple, frozenset)):
            waiting += part
