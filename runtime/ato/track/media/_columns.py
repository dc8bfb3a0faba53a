"""Types of columns: which value may be in a cell, and how a cell is written."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import Any

from ato.config import suggestion
from ato.config.types._values import MAX_BITS, spelled
from ato.track._errors import TrackError
from ato.track.media._decode import KINDS, decoded
from ato.track.media._medium import Medium, is_mapping

PLAIN = ("int", "float", "str", "bool", "json")
TYPES = (*PLAIN, *KINDS)
MOST_COLUMNS = 10_000


def columns_of(given: object) -> dict[str, str]:
    """Columns with the names of their types. Raises ``TrackError`` for what is no column."""
    if not is_mapping(given) or not given:
        help = ('write Table(columns={"id": int, "label": str, "picture": "image"})',)
        raise TrackError("columns", "are a mapping of names to types, of at least one", help)
    if len(given) > MOST_COLUMNS:
        raise TrackError("columns", f"are {len(given)}, and at most {MOST_COLUMNS}")
    found: dict[str, str] = {}
    for name, kind in given.items():
        if not isinstance(name, str) or not name:
            raise TrackError(repr(name)[:60], "the name of a column is a text that is not empty")
        found[name] = _type(name, kind)
    return found


def _type(name: str, kind: Any) -> str:
    if isinstance(kind, type):
        word: object = kind.kind if issubclass(kind, Medium) else kind.__name__
    else:
        word = kind
    if word not in TYPES:
        help = suggestion(str(word), TYPES) or (f"the types are {', '.join(TYPES)}",)
        raise TrackError(f"column {name!r}", f"has the type {word!r}, which is none", help)
    return str(word)


def cell(row: int, name: str, kind: str, value: Any) -> Any:
    """A value as a cell of a column holds it; None is an empty cell. Raises ``TrackError`` for others."""
    if value is None:
        return None
    try:
        return _taken(kind, value)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        shown = spelled(value)
        why = f": {error}" if str(error) else ""
        message = f"{shown} ({type(value).__name__}) is no {kind}{why}"
        raise TrackError(f"row {row}, column {name!r}", message) from None


def _taken(kind: str, value: Any) -> Any:
    if kind in KINDS:
        if not isinstance(value, KINDS[kind]):
            raise TypeError
        return value
    if kind == "json":
        return json.loads(json.dumps(value))
    if hasattr(value, "item") and getattr(value, "shape", None) == ():  # a number of numpy or torch
        value = value.item()
    if kind == "str":
        if not isinstance(value, str):
            raise TypeError
        return str(value)
    if isinstance(value, bool):
        if kind != "bool":
            raise TypeError
        return value
    if kind == "int" and hasattr(value, "__index__"):
        return _bounded(int(value.__index__()))
    if kind == "float" and isinstance(value, (int, float)):
        return float(value)
    raise TypeError


def _bounded(number: int) -> int:
    if number.bit_length() > MAX_BITS:
        raise ValueError(f"it has {number.bit_length()} bits, and at most {MAX_BITS} are taken")
    return number


def written(kind: str, value: Any) -> Any:
    """A cell as JSON."""
    if isinstance(value, Medium):
        return {"kind": value.kind, "meta": value.meta, "data": b64encode(value.data).decode()}
    if kind == "float" and value is not None and value - value != 0:
        return repr(value)
    return value


def read(kind: str, value: Any) -> Any:
    """A cell back from JSON."""
    if value is None or kind in ("int", "str", "bool", "json"):
        return value
    if kind == "float":
        return float(value)
    return decoded(value["kind"], b64decode(value["data"]), value["meta"])
