"""The fingerprint of a value: SHA-256 of an encoding of our own.

Idea. Every value is a tag and parts, each part preceded by its length, so that no two values are encoded
alike by accident; what stands in a container counts by its own digest, so a value that is met a thousand
times is encoded once. Entries of mappings and elements of sets are put in the order of their encodings.
Nothing depends on identity, memory layout, hash seed or the order of a dict, as it does with pickle.

Kinds count: ``1``, ``1.0`` and ``True`` differ, and so do a list and a tuple. Floats count by their bits, so
``-0.0`` is not ``0.0`` and ``nan`` is itself. Cost: linear in the value; each level of it is hashed once.
"""

from __future__ import annotations

import dataclasses
import enum
import math
import struct
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import PurePath
from typing import Any, cast

from ato.config import ConfigError, Problem
from ato.config.types._values import is_list, is_set, is_tuple
from ato.fingerprint.results._arrays import array_parts
from ato.fingerprint.results._grid import Grid
from ato.fingerprint.results._tensors import NoContent

HEAD = b"ato output 1\n"
"""What is hashed first; another number would say that fingerprints are not to be compared."""
LONG = 4096
"""From how many bytes on a text of bytes stands for itself by its digest."""
FLOAT = struct.Struct(">d")
MAX_DEPTH = 200
"""How deep containers may stand in each other."""
AS_TEXT = frozenset(
    ("Decimal", "Fraction", "UUID", "date", "datetime", "range", "slice", "time", "timedelta", "timezone")
)
"""Types of the standard library whose ``repr`` says all there is to them."""
MODULES = frozenset(("builtins", "datetime", "decimal", "fractions", "uuid"))


def output_hash(value: object, *, atol: float = 0.0, rtol: float = 0.0) -> str:
    """SHA-256, in hexadecimal, of a value as it is, without pickling it.

    Knows numbers, texts, bytes, None, lists, tuples, dicts and other mappings, sets, enums, dataclasses,
    named tuples, paths, dates, configs, arrays of numpy (kind, shape and values; C or Fortran order does not
    count) and tensors of torch (neither the device nor strides count; a sparse one counts by its entries).

    With a tolerance, floats and complex numbers count by the cell of a grid that they lie in, whose step at
    ``x`` is ``atol + rtol * |x|``: noise far below it mostly leaves the fingerprint as it is. Such
    fingerprints are only comparable to those of the same tolerance.

    Raises ``ConfigError`` that names the part which is none of these, or which holds itself, and for a
    tolerance that is negative or not finite.
    """
    grid = _grid(atol, rtol)
    head = HEAD if grid is None else HEAD + f"atol {grid.atol!r} rtol {grid.rtol!r}\n".encode()
    return sha256(head + _Encoder(grid).encoded(value)).hexdigest()


def _grid(atol: float, rtol: float) -> Grid | None:
    wrong = [
        Problem(name, f"{value!r} is no tolerance", ("give a number that is zero or more",))
        for name, value in (("atol", atol), ("rtol", rtol))
        if not 0 <= value < math.inf
    ]
    if wrong:
        raise ConfigError(wrong)
    return Grid(float(atol), float(rtol)) if atol or rtol else None


class _Encoder:
    """Encodes one value, with the way to the part that it is at, and the digests of what it has met."""

    def __init__(self, grid: Grid | None) -> None:
        self._grid = grid
        self._leaf = _scalar if grid is None else partial(_rounded, grid)
        self._path: list[tuple[str, object]] = []
        self._open: set[int] = set()
        self._digests: dict[
            int, tuple[object, bytes]
        ] = {}  # with the value, so that its identity stays its own

    def encoded(self, value: object) -> bytes:
        """A scalar in full; anything else by its digest."""
        scalar = self._leaf(value)
        if scalar is not None:
            return scalar
        known = self._digests.get(id(value))
        if known is not None:
            return known[1]
        if id(value) in self._open:
            raise self._refusal("it holds itself")
        if len(self._path) > MAX_DEPTH:
            raise self._refusal(f"containers stand more than {MAX_DEPTH} deep in each other")
        self._open.add(id(value))
        digest = b"#" + sha256(self._container(value)).digest()
        self._open.remove(id(value))
        self._digests[id(value)] = (value, digest)
        return digest

    def _container(self, value: object) -> bytes:
        try:
            parts = array_parts(value, self.encoded, self._grid)
        except NoContent as error:
            raise self._refusal(str(error)) from None
        if parts is not None:
            return tagged(b"array", *parts)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return self._named(value, [field.name for field in dataclasses.fields(value)])
        if is_tuple(value) and hasattr(value, "_fields"):
            return self._named(value, cast("Any", value)._fields)
        if is_list(value) or is_tuple(value):
            tag = b"list" if is_list(value) else b"tuple"
            return tagged(tag, *self._items(value))
        if is_set(value):
            return tagged(b"set", *sorted(self._at("{}", "", item) for item in value))
        if hasattr(type(value), "_sealed") or type(value).__name__ == "ADict":
            plain = cast("Any", value).to_dict()  # of a config of ours: no access to it is noted
            return self._mapping(cast("Mapping[object, object]", plain))
        if isinstance(value, Mapping):
            return self._mapping(cast("Mapping[object, object]", value))
        raise self._refusal(f"nothing tells one {type(value).__qualname__} from another by what it holds")

    def _items(self, items: Sequence[object]) -> Iterator[bytes]:
        for index, item in enumerate(items):
            yield self._leaf(item) or self._at("[{}]", index, item)

    def _mapping(self, mapping: Mapping[object, object]) -> bytes:
        leaf, pairs = self._leaf, list[bytes]()
        for key, item in mapping.items():
            name = leaf(key) or self._at("[{!r:.40}]", key, key)
            held = leaf(item) or self._at("[{!r:.40}]", key, item)
            pairs.append(b"=(%d:%b%d:%b)" % (len(name), name, len(held), held))
        return tagged(b"dict", *sorted(pairs))

    def _named(self, value: object, names: Sequence[str]) -> bytes:
        parts = (tagged(b"=", name.encode(), self._at(".{}", name, getattr(value, name))) for name in names)
        return tagged(b"named", type(value).__qualname__.encode(), *parts)

    def _at(self, step: str, key: object, value: object) -> bytes:
        self._path.append((step, key))
        found = self.encoded(value)
        self._path.pop()
        return found

    def _refusal(self, why: str) -> ConfigError:
        place = "".join(step.format(key) for step, key in self._path[:20])
        help = ("give inspect_fn a function that picks what counts, as numbers, texts, lists or arrays",)
        return ConfigError([Problem(f"output{place}", f"has no fingerprint: {why}", help)])


def tagged(tag: bytes, *parts: bytes) -> bytes:
    """A tag and parts, each preceded by its length."""
    return tag + b"(" + b"".join([b"%d:%b" % (len(part), part) for part in parts]) + b")"


def _scalar(value: object) -> bytes | None:
    """A value without parts; None for one with parts."""
    kind = type(value)
    if kind is float or kind is str or kind is int:
        return _number_or_text(value)
    if kind is list or kind is dict or kind is tuple:
        return None
    if value is None or isinstance(value, bool):
        return tagged(repr(value).encode())
    if isinstance(value, enum.Enum):
        return tagged(b"enum", type(value).__qualname__.encode(), str(value.name).encode())
    if kind.__module__ == "numpy":
        return None
    if isinstance(value, (int, float, str)):
        return _number_or_text(value)
    if isinstance(value, complex):
        return tagged(b"complex", struct.pack(">dd", value.real, value.imag))
    if isinstance(value, (bytes, bytearray)):
        return (
            tagged(b"bytes", bytes(value)) if len(value) < LONG else tagged(b"long", sha256(value).digest())
        )
    if isinstance(value, PurePath):
        return tagged(b"path", value.as_posix().encode("utf-8", "surrogatepass"))
    if kind.__module__ == "torch" and kind.__name__ in ("device", "dtype"):
        return tagged(kind.__name__.encode(), str(value).encode())
    if value is Ellipsis or (kind.__name__ in AS_TEXT and kind.__module__ in MODULES):
        return tagged(kind.__name__.encode(), repr(value).encode())
    return None


def _rounded(grid: Grid, value: object) -> bytes | None:
    """The same, of floats and complex numbers by their cells."""
    if isinstance(value, float) and type(value).__module__ != "numpy":
        return tagged(b"float", struct.pack(">d", grid.cell(value)))
    if isinstance(value, complex) and type(value).__module__ != "numpy":
        return tagged(b"complex", struct.pack(">dd", grid.cell(value.real), grid.cell(value.imag)))
    return _scalar(value)


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
