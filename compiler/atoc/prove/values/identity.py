"""When two values are the same: equal and of the same types throughout, so that ``1``, ``1.0`` and ``true``
differ; and whether a field takes one.

``nan`` is the same as itself, and -0.0 the same as 0.0, as in ``ato.config``.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import cast

import ato.config as ato

Identity = Hashable
"""A stand-in for a value: equal for values that are the same, and for no others."""


def identity(value: object) -> Identity:
    """The stand-in of a value that a config can hold."""
    match value:
        case None | bool() | int() | str():
            return type(value).__name__, value
        case float():
            return "float", repr(value + 0.0)
        case tuple():
            return "list", tuple(map(identity, cast("tuple[object, ...]", value)))
        case frozenset():
            return "set", frozenset(map(identity, cast("frozenset[object]", value)))
        case dict():
            items = cast("dict[str, object]", value).items()
            return "dict", frozenset((key, identity(item)) for key, item in items)
        case ato.Config():
            return type(value).__name__, tuple((k, identity(item)) for k, item in value.to_dict().items())
        case _:
            return type(value).__name__, repr(value)


def is_accepted(declared: ato.Field, value: object) -> bool:
    """Whether the field takes a value."""
    try:
        declared.accept(value)
    except ValueError:
        return False
    return True
