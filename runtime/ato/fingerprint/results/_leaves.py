"""Values without parts: numbers, texts, bytes, dates, enums, paths, each as a tag and its content."""

from __future__ import annotations

import enum
import struct
from datetime import datetime, time
from hashlib import sha256
from pathlib import PurePath

from ato.fingerprint.results._grid import Grid

LONG = 4096
"""From how many bytes on a text of bytes stands for itself by its digest."""
FLOAT = struct.Struct(">d")
AS_TEXT = {
    "Decimal": "decimal", "Fraction": "fractions", "UUID": "uuid", "date": "datetime", "range": "builtins",
    "timedelta": "datetime", "timezone": "datetime", "ellipsis": "builtins", "NotImplementedType": "builtins",
    "Timestamp": "pandas", "Timedelta": "pandas", "Period": "pandas", "Interval": "pandas",
    "NaTType": "pandas", "NAType": "pandas",
    "device": "torch", "dtype": "torch", "layout": "torch", "memory_format": "torch",
}  # fmt: skip
"""Types whose ``repr`` says all there is to them, with the libraries that they are of."""


def tagged(tag: bytes, *parts: bytes) -> bytes:
    """A tag and parts, each preceded by its length."""
    return tag + b"(" + b"".join([b"%d:%b" % (len(part), part) for part in parts]) + b")"


def text_bytes(text: str) -> bytes:
    """A text as bytes, whatever stands in it."""
    return text.encode("utf-8", "surrogatepass")


def leaf(value: object) -> bytes | None:
    """A value without parts; None for one with parts."""
    kind = type(value)
    if kind is float or kind is str or kind is int:
        return _number_or_text(value)
    if kind is list or kind is dict or kind is tuple:
        return None
    if value is None or isinstance(value, bool):
        return tagged(repr(value).encode())
    if isinstance(value, enum.Enum):
        return _member(value)
    library = kind.__module__.partition(".")[0]
    if library == "numpy":
        return None
    if AS_TEXT.get(kind.__name__) == library:
        return tagged(kind.__name__.encode(), text_bytes(repr(value)))
    if isinstance(value, (int, float, str)):
        return _number_or_text(value)
    if isinstance(value, complex):
        return tagged(b"complex", struct.pack(">dd", value.real, value.imag))
    if isinstance(value, (bytes, bytearray)):
        return (
            tagged(b"bytes", bytes(value)) if len(value) < LONG else tagged(b"long", sha256(value).digest())
        )
    if isinstance(value, PurePath):
        return tagged(b"path", text_bytes(value.as_posix()))
    if isinstance(value, (datetime, time)):
        return _moment(value)
    return None


def rounded_leaf(grid: Grid, value: object) -> bytes | None:
    """The same, of floats and complex numbers by their cells."""
    if isinstance(value, float) and type(value).__module__ != "numpy":
        return tagged(b"float", struct.pack(">d", grid.cell(value)))
    if isinstance(value, complex) and type(value).__module__ != "numpy":
        return tagged(b"complex", struct.pack(">dd", grid.cell(value.real), grid.cell(value.imag)))
    return leaf(value)


def _number_or_text(value: object) -> bytes | None:
    if isinstance(value, float):
        return b"float(8:%b)" % FLOAT.pack(value)
    if isinstance(value, str):
        text = value.encode("utf-8", "surrogatepass")
        return b"str(%d:%b)" % (len(text), text)
    if isinstance(value, int):
        digits = b"%x" % value
        return b"int(%d:%b)" % (len(digits), digits)
    return None


def _member(value: enum.Enum) -> bytes:
    """A member by its name; flags by their bits, as those that were joined have names from 3.11 on alone."""
    name = f"{value.value:x}" if isinstance(value, enum.Flag) else str(value.name)
    return tagged(b"enum", text_bytes(type(value).__qualname__), text_bytes(name))


def _moment(value: datetime | time) -> bytes:
    """A date or a time by what the clock shows and how far it is ahead, not by the object of its zone."""
    clock = value.replace(tzinfo=None, fold=0).isoformat()
    kind = b"datetime" if isinstance(value, datetime) else b"time"
    return tagged(kind, clock.encode(), str(value.utcoffset()).encode(), b"%d" % value.fold)
