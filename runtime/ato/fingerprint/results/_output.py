"""The fingerprint of a value: SHA-256 of an encoding of our own.

Idea. Every value is a tag and parts, each part preceded by its length, so that no two values are encoded
alike by accident; what stands in a container counts by its own digest, so a value that is met a thousand
times is encoded once. Entries of mappings and elements of sets are put in the order of their encodings.
Nothing depends on identity, memory layout, hash seed or the order of a dict, as it does with pickle.

Kinds count: ``1``, ``1.0`` and ``True`` differ, and so do a list and a tuple. Floats count by their bits, so
``-0.0`` is not ``0.0`` and ``nan`` is itself. Cost: linear in the value; each level of it is hashed once.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from hashlib import sha256
from typing import Any, cast

from ato.config import ConfigError, Problem
from ato.config.types._values import is_list, is_set, is_tuple
from ato.fingerprint._plain import BUILT_IN, is_generated, plain_config
from ato.fingerprint.results._arrays import array_parts
from ato.fingerprint.results._fields import fields_of
from ato.fingerprint.results._grid import Grid
from ato.fingerprint.results._leaves import leaf, rounded_leaf, tagged, text_bytes
from ato.fingerprint.results._tensors import NoContent

HEAD = b"ato output 1\n"
"""What is hashed first; another number would say that fingerprints are not to be compared."""
MAX_DEPTH = 200
"""How deep containers may stand in each other."""
MODEL = "give inspect_fn=lambda result: result.state_dict(), or what else counts of it"
OTHER = "give inspect_fn a function that picks what counts, as numbers, texts, lists or arrays"


def output_hash(value: object, *, atol: float = 0.0, rtol: float = 0.0) -> str:
    """SHA-256, in hexadecimal, of a value as it is, without pickling it.

    Knows numbers, texts, bytes, None, lists, tuples, deques, dicts and other mappings, sets, enums, dates,
    paths; what is made of named parts (dataclasses, named tuples, attrs, pydantic, namespaces); configs;
    arrays of numpy (kind, shape and values; C or Fortran order does not count), tensors of torch (neither the
    device nor strides count; a sparse one counts by its entries), tables of pandas and polars, pictures of
    Pillow, sparse matrices of scipy. What iterates is never consumed: a generator has no fingerprint.

    With a tolerance, floats and complex numbers count by the cell of a grid that they lie in, whose step at
    ``x`` is ``atol + rtol * |x|``: noise far below it mostly leaves the fingerprint as it is. Such
    fingerprints are only comparable to those of the same tolerance.

    Raises ``ConfigError``, and nothing else: it names the part which is none of these, which holds itself or
    cannot be read, and a tolerance that is negative or not finite.
    """
    grid = grid_of(atol, rtol)
    head = HEAD if grid is None else HEAD + f"atol {grid.atol!r} rtol {grid.rtol!r}\n".encode()
    encoder = _Encoder(grid)
    try:
        return sha256(head + encoder.encoded(value)).hexdigest()
    except NoContent as error:
        raise encoder.refusal(str(error), value) from None
    except RecursionError:
        raise encoder.refusal("containers stand deeper in each other than the stack is", value) from None
    except Exception as error:  # of a class of someone's own, or of a library
        why = f"reading it raises {type(error).__name__}: {str(error).partition(chr(10))[0]:.200}"
        raise encoder.refusal(why, value) from error


def grid_of(atol: float, rtol: float) -> Grid | None:
    """The grid of a tolerance; None without one. Raises ``ConfigError`` for what is none."""
    wrong = [
        Problem(name, f"{value!r:.60} is no tolerance", ("give a number that is zero or more",))
        for name, value in (("atol", atol), ("rtol", rtol))
        if isinstance(value, bool) or not hasattr(value, "__float__") or not 0 <= float(value) < math.inf
    ]
    if wrong:
        raise ConfigError(wrong)
    return Grid(float(atol), float(rtol)) if atol or rtol else None


class _Encoder:
    """Encodes one value, with the way to the part that it is at, and the digests of what it has met."""

    def __init__(self, grid: Grid | None) -> None:
        self._grid = grid
        self._leaf = leaf if grid is None else partial(rounded_leaf, grid)
        self._path: list[tuple[str, object, object]] = []
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
            raise NoContent("it holds itself")
        if len(self._path) > MAX_DEPTH:
            raise NoContent(f"containers stand more than {MAX_DEPTH} deep in each other")
        self._open.add(id(value))
        digest = b"#" + sha256(self._container(value)).digest()
        self._open.remove(id(value))
        self._digests[id(value)] = (value, digest)
        return digest

    def _container(self, value: object) -> bytes:
        if type(value) not in BUILT_IN:
            found = self._object(value)
            if found is not None:
                return found
        if is_list(value) or is_tuple(value):
            return tagged(b"list" if is_list(value) else b"tuple", *self._items(value))
        if is_set(value):
            return tagged(b"set", *sorted(self._at("{{{!r:.40}}}", item, item) for item in value))
        if isinstance(value, Mapping):
            return self._mapping(cast("Mapping[object, object]", value))
        raise NoContent(f"nothing tells one {type(value).__qualname__} from another by what it holds")

    def _object(self, value: object) -> bytes | None:
        """A value of a class that is not built in; None for one that only inherits from those."""
        parts = array_parts(value, self.encoded, self._grid)
        if parts is not None:
            return tagged(b"array", *parts)
        if is_generated(value):
            return self._mapping(cast("Any", value).to_dict())
        fields = fields_of(value)
        if fields is not None:
            return tagged(b"named", text_bytes(fields.kind), *self._parts(fields.parts))
        if isinstance(value, deque):
            return tagged(b"deque", *self._items(cast("deque[object]", value)))
        opened = plain_config(value)
        return None if opened is None else self._container(opened)

    def _items(self, items: Iterable[object]) -> Iterator[bytes]:
        for index, item in enumerate(items):
            yield self._leaf(item) or self._at("[{}]", index, item)

    def _parts(self, parts: Iterable[tuple[str, object]]) -> Iterator[bytes]:
        for name, held in parts:
            yield tagged(b"=", text_bytes(name), self._at(".{}", name, held))

    def _mapping(self, mapping: Mapping[object, object]) -> bytes:
        leaf, pairs = self._leaf, list[bytes]()
        for key, item in mapping.items():
            name = leaf(key) or self._at("[{!r:.40}]", key, key)
            held = leaf(item) or self._at("[{!r:.40}]", key, item)
            pairs.append(b"=(%d:%b%d:%b)" % (len(name), name, len(held), held))
        return tagged(b"dict", *sorted(pairs))

    def _at(self, step: str, key: object, value: object) -> bytes:
        self._path.append((step, key, value))
        found = self.encoded(value)
        self._path.pop()
        return found

    def refusal(self, why: str, whole: object) -> ConfigError:
        """What to say of the part that was reached when ``whole`` turned out to have no fingerprint."""
        steps = [_step(step, key) for step, key, _ in self._path[:20]] + ["..."] * (len(self._path) > 20)
        reached = self._path[-1][2] if self._path else whole
        help = MODEL if hasattr(type(reached), "state_dict") else OTHER
        return ConfigError([Problem(f"output{''.join(steps)}", f"has no fingerprint: {why}", (help,))])


def _step(step: str, key: object) -> str:
    try:
        return step.format(key)
    except Exception:  # of a key of someone's own
        return f"[{type(key).__qualname__}]"
