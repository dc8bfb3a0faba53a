"""Values as JSON holds them; what JSON has no form for is text as the language writes it."""

from __future__ import annotations

from math import isfinite
from typing import cast

from ato.config.formats._plain import MASK, MASKED
from ato.config.formats._plain import plain as plain_form
from ato.config.formats._yaml_text import inline
from atoc.types import source_of

__all__ = ["MASK", "plain"]

_LONG = 14_000
"""Bits of an int beyond which it is written in hexadecimal, since Python refuses so many decimal digits."""


def plain(value: object) -> object:
    """A value of a config as JSON data; secret fields of structs in it are masked."""
    return _held(plain_form(value, MASKED))


def _held(data: object) -> object:
    match data:
        case float():
            return data if isfinite(data) else inline(data)
        case int():
            return data if data.bit_length() < _LONG else source_of(data)
        case list():
            return [_held(item) for item in cast("list[object]", data)]
        case dict():
            return {key: _held(item) for key, item in cast("dict[str, object]", data).items()}
        case _:
            return data
