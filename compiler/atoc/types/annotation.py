"""A type in generated code: as an annotation, and as the descriptor that reads its values at run time."""

from __future__ import annotations

from collections.abc import Collection

import ato.config as ato
from atoc.types.literal import source_of, string_source

_SCALARS: dict[ato.Type, tuple[str, str]] = {
    ato.BOOL: ("bool", "ato.BOOL"),
    ato.INT: ("int", "ato.INT"),
    ato.STR: ("str", "ato.STR"),
    ato.BYTES: ("bytes", "ato.BYTES"),
    ato.PATH: ("Path", "ato.PATH"),
    ato.DATETIME: ("datetime", "ato.DATETIME"),
    ato.DURATION: ("timedelta", "ato.DURATION"),
    ato.ANY: ("object", "ato.ANY"),
    ato.NULL: ("None", "ato.NULL"),
}
"""What scalar types are called, by an annotation and at run time."""


def annotation(type: ato.Type) -> str:
    """The Python annotation of a value of this type, such as ``tuple[str, ...]`` for ``list[str]``."""
    match type:
        case ato.Float():
            return "float"
        case ato.Literal():
            return type.name or f"Literal[{_values(type)}]"
        case ato.Union():
            return " | ".join(dict.fromkeys(annotation(option) for option in type.options))
        case ato.List():
            return f"tuple[{annotation(type.item)}, ...]"
        case ato.Tuple():
            return f"tuple[{', '.join(map(annotation, type.items)) or '()'}]"
        case ato.Set():
            return f"frozenset[{annotation(type.item)}]"
        case ato.Dict():
            return f"Mapping[str, {annotation(type.value)}]"
        case ato.Struct():
            return type.model.__name__
        case _:
            return _SCALARS[type][0]


def constructor(type: ato.Type, later: Collection[str] = ()) -> str:
    """The Python expression that makes the type at run time, with ``ato`` as the name of ``ato.config``.

    ``later`` names the classes that do not exist yet where the expression is evaluated.
    """
    match type:
        case ato.Float():
            return "ato.FLOAT" if type.finite else "ato.Float(finite=False)"
        case ato.Literal():
            name = f", name={string_source(type.name)}" if type.name else ""
            return f"ato.Literal({_values(type)}{name})"
        case ato.Variant():
            structs = ", ".join(constructor(option, later) for option in type.options)
            return f"ato.Variant({string_source(type.discriminator)}, {structs})"
        case ato.Union():
            return f"ato.Union({', '.join(constructor(option, later) for option in type.options)})"
        case ato.Tuples():
            return f"ato.Tuples({constructor(type.item, later)})"
        case ato.List():
            return f"ato.List({constructor(type.item, later)})"
        case ato.Tuple():
            return f"ato.Tuple({', '.join(constructor(item, later) for item in type.items)})"
        case ato.Set():
            return f"ato.Set({constructor(type.item, later)})"
        case ato.Dict():
            return f"ato.Dict({constructor(type.value, later)})"
        case ato.Struct():
            name = type.model.__name__
            return f"ato.Struct(lambda: {name})" if name in later else f"ato.Struct({name})"
        case _:
            return _SCALARS[type][1]


def _values(type: ato.Literal) -> str:
    return ", ".join(source_of(value) for value in type.values)
