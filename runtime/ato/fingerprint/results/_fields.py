"""Values that are made of named parts: the class that says so, and the parts.

Classes are known by what they have or how they are called, as nothing of another library is imported here.
The order of the parts is the class's own, or that of their names where they have none.
"""

from __future__ import annotations

import dataclasses
import sys
from argparse import Namespace
from array import array
from types import SimpleNamespace
from typing import Any, NamedTuple, cast

from ato.config.types._values import is_tuple
from ato.fingerprint.results._frames import frame_fields


class Fields(NamedTuple):
    """What a value is called, and its parts by name."""

    kind: str
    parts: list[tuple[str, object]]


def fields_of(value: object) -> Fields | None:
    """The named parts of a value; None for one that has none."""
    kind = cast("Any", type(value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _named(value, [field.name for field in dataclasses.fields(value)])
    if is_tuple(value):
        return _named(value, kind._fields) if hasattr(kind, "_fields") else None
    if hasattr(kind, "__attrs_attrs__"):
        return _named(value, [each.name for each in kind.__attrs_attrs__])
    if isinstance(getattr(kind, "model_fields", None), dict) and hasattr(kind, "model_construct"):
        extra: dict[str, object] = getattr(value, "model_extra", None) or {}
        return _named(value, [*kind.model_fields, *sorted(extra)])
    if isinstance(value, (SimpleNamespace, Namespace)):
        return Fields(kind.__qualname__, sorted(vars(value).items()))
    if isinstance(value, slice):
        held = cast("Any", value)
        return Fields("slice", [("start", held.start), ("stop", held.stop), ("step", held.step)])
    if isinstance(value, array):
        return _plain_array(cast("Any", value))
    found = frame_fields(value, kind.__module__.partition(".")[0])
    return None if found is None else Fields(*found)


def _named(value: object, names: Any) -> Fields:
    return Fields(type(value).__qualname__, [(str(name), getattr(value, name)) for name in names])


def _plain_array(value: array[Any]) -> Fields:
    """An array of the standard library: what its items are, and their bytes, little end first."""
    if value.typecode in "uw":
        return Fields("array", [("kind", "text"), ("content", value.tounicode())])
    held = value
    if sys.byteorder == "big":
        held = array(value.typecode, value)
        held.byteswap()
    kind = "float" if value.typecode in "fd" else "signed" if value.typecode.islower() else "unsigned"
    return Fields("array", [("kind", f"{kind} {value.itemsize}"), ("content", held.tobytes())])
