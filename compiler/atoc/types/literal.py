"""Values as Python source, in the form that a formatter leaves alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from math import isfinite
from pathlib import PurePath
from typing import cast

import ato.config as ato

_LONG = 14_000
"""Bits of an int beyond which Python refuses to write it in decimal; all below have at most 4,215 digits."""


def source_of(value: object) -> str:
    """Python for an immutable value, with sets in an order that no hash seed changes.

    It uses the names ``ato Path datetime timedelta timezone`` and the classes of structs.
    """
    match value:
        case str():
            return string_source(value)
        case float():
            return repr(value) if isfinite(value) else f'float("{value}")'
        case tuple():
            return tuple_source([source_of(item) for item in cast("tuple[object, ...]", value)])
        case frozenset():
            return set_source([source_of(item) for item in _ordered(cast("frozenset[object]", value))])
        case Mapping():
            pairs = cast("Mapping[str, object]", value).items()
            return mapping_source((string_source(key), source_of(item)) for key, item in pairs)
        case PurePath():
            return f"Path({string_source(value.as_posix())})"
        case _:
            return _other(value)


def _ordered(items: frozenset[object]) -> list[object]:
    return sorted(items, key=lambda item: (item if isinstance(item, (int, float)) else 0, source_of(item)))


def _other(value: object) -> str:
    match value:
        case bytes():
            return "b" + _quoted(repr(value)[1:])
        case datetime() | timedelta():
            return repr(value).replace("datetime.", "")
        case None | bool():
            return repr(value)
        case int():
            return repr(value) if value.bit_length() < _LONG else f"{'-' * (value < 0)}0x{abs(value):X}"
        case ato.Config():
            return _config_source(value)
        case _:
            raise TypeError(f"{type(value).__name__} has no source form")


def _config_source(config: ato.Config) -> str:
    names = type(config).__match_args__
    given = {name: getattr(config, name) for name in names if hasattr(config, name)}
    arguments = [f"{name}={source_of(value)}" for name, value in given.items()]
    if len(given) == len(names):
        return f"{type(config).__name__}({', '.join(arguments)})"
    return f"ato.partial({', '.join([type(config).__name__, *arguments])})"


def string_source(text: str) -> str:
    """A string literal in double quotes, or in single ones where that spares escapes."""
    return _quoted(repr(text))


def _quoted(literal: str) -> str:
    if literal[0] == '"':
        return literal
    inner = literal[1:-1]
    if '"' not in inner:
        return '"' + inner.replace("\\'", "'") + '"'
    if "\\'" not in inner or inner.count('"') > inner.count("\\'"):
        return literal
    return '"' + inner.replace("\\'", "'").replace('"', '\\"') + '"'


def tuple_source(items: list[str]) -> str:
    """A tuple of items that are source already."""
    return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"


def set_source(items: list[str]) -> str:
    """A frozenset of items that are source already."""
    return "frozenset({" + ", ".join(items) + "})" if items else "frozenset()"


def mapping_source(pairs: Iterable[tuple[str, str]]) -> str:
    """An immutable dict of keys and values that are source already."""
    inner = ", ".join(f"{key}: {value}" for key, value in pairs)
    return "ato.FrozenDict({" + inner + "})"
