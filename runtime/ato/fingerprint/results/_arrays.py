"""Arrays of numpy as kind, shape and a digest of their bytes, however they lie in memory.

Neither numpy nor torch is imported here: a value of one can only be met where the program has loaded it. What
lies in memory as it is hashed is hashed there, without a copy; anything else is brought in order by blocks
of a few megabytes, so that an array never stands in memory twice.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

from ato.fingerprint.results._grid import Grid
from ato.fingerprint.results._leaves import tagged, text_bytes

Encode = Callable[[object], bytes]

BLOCK = 1 << 22
"""About how many bytes are brought in order at once."""
TILE = 64
"""How many elements of a row are brought in order at once where its elements lie far apart."""
PAGE = 2048
"""From how many bytes on they do."""
NOT_A_NUMBER = float("nan")


def array_parts(value: object, encode: Encode, grid: Grid | None) -> list[bytes] | None:
    """The parts that make up an array, scalar or tensor; None for what is neither."""
    numpy: Any = sys.modules.get("numpy")
    if isinstance(value, (getattr(numpy, "ndarray", ()), getattr(numpy, "generic", ()))):
        return _numpy_parts(numpy, value, encode, grid)
    torch: Any = sys.modules.get("torch")
    if isinstance(value, getattr(torch, "Tensor", ())):
        from ato.fingerprint.results._tensors import tensor_parts

        return tensor_parts(torch, value, grid)
    return None


def digest_of(blocks: Iterable[Any]) -> bytes:
    """SHA-256 of what the blocks hold one after the other."""
    digest = sha256()
    for block in blocks:
        digest.update(block)
    return digest.digest()


def blocks_of(array: Any, size: int) -> Iterator[Any]:
    """Slices of an array or tensor, in its order, of about ``BLOCK`` bytes; an element has ``size``."""
    count = 1
    for length in array.shape:
        count *= int(length)
    if count * size <= BLOCK or not array.shape:
        yield array
        return
    length = int(array.shape[0])
    each = count // length * size
    if each > BLOCK:
        for index in range(length):
            yield from blocks_of(array[index], size)
        return
    step = max(1, BLOCK // max(each, 1))
    for start in range(0, length, step):
        yield array[start : start + step]


def is_crosswise(shape: Sequence[int], apart: int) -> bool:
    """Whether rows are long, and their elements so many bytes apart that each is in another page."""
    return len(shape) > 1 and shape[-1] > TILE and abs(apart) >= PAGE


def in_tiles(out: Any, block: Any) -> Any:
    """``out`` with the elements of a block: some columns at a time, as memory is read in lines."""
    for start in range(0, block.shape[-1], TILE):
        out[..., start : start + TILE] = block[..., start : start + TILE]
    return out


def _numpy_parts(numpy: Any, value: Any, encode: Encode, grid: Grid | None) -> list[bytes]:
    is_masked = isinstance(value, numpy.ma.MaskedArray)
    array = value if is_masked else numpy.asarray(value)
    shape = repr(tuple(int(size) for size in array.shape)).encode()
    if array.dtype.names is not None:
        fields = ((name, _numpy_parts(numpy, array[name], encode, grid)) for name in array.dtype.names)
        parts = (tagged(b"=", text_bytes(name), tagged(b"array", *held)) for name, held in fields)
        return [b"array", b"fields", shape, *parts]
    if is_masked:
        mask = numpy.ma.getmaskarray(array)
        filled = numpy.where(mask, numpy.zeros((), array.dtype), array.data)
        held = tagged(b"array", *_numpy_parts(numpy, filled, encode, grid))
        return [b"masked", held, tagged(b"array", *_numpy_parts(numpy, mask, encode, None))]
    if array.dtype.hasobject or array.dtype.kind == "T":
        return [b"array", b"object", shape, *(encode(item) for item in array.ravel(order="C").tolist())]
    is_rounded = grid is not None and array.dtype.kind in "fc"
    content = _grid_blocks(numpy, array, grid) if grid and is_rounded else _blocks(numpy, array)
    return [b"array", _kind(array.dtype), shape, digest_of(content)]


def _kind(dtype: Any) -> bytes:
    """A type in a few letters; those that other libraries add to numpy go by their names as well."""
    little = dtype.newbyteorder("<")
    return f"{little.str} {little.name}".encode() if dtype.kind == "V" else str(little.str).encode()


def _blocks(numpy: Any, array: Any) -> Iterator[Any]:
    """The bytes of an array, in the order of its elements, little end first."""
    little = array.dtype.newbyteorder("<")
    if not array.itemsize:
        return
    is_ready = array.flags.c_contiguous and array.dtype == little
    padding = _padding(numpy, array.dtype)
    for block in [array] if is_ready and not padding else blocks_of(array, array.itemsize):
        is_far = is_crosswise(block.shape, block.strides[-1] if block.ndim else 0)
        held = in_tiles(numpy.empty(block.shape, little), block) if is_far else block
        raw = numpy.ascontiguousarray(held.astype(little, copy=False)).reshape(-1).view(numpy.uint8)
        if padding:
            whole = raw.reshape(-1, numpy.dtype(numpy.longdouble).itemsize)
            raw = numpy.ascontiguousarray(whole[:, :-padding])
        yield raw.data


def _padding(numpy: Any, dtype: Any) -> int:
    """How many bytes at the end of each long double of a dtype mean nothing, as on x86."""
    is_long = dtype.type in (numpy.longdouble, numpy.clongdouble)
    extended = is_long and numpy.finfo(numpy.longdouble).nmant == 63
    return int(numpy.dtype(numpy.longdouble).itemsize - 10) if extended else 0


def _grid_blocks(numpy: Any, array: Any, grid: Grid) -> Iterator[Any]:
    """The cells of the numbers of an array, each as a float of 64 bits; a complex number has two."""
    for block in blocks_of(array, array.itemsize):
        whole = numpy.ascontiguousarray(block).reshape(-1)
        if array.dtype.kind == "c":
            whole = numpy.stack([whole.real, whole.imag], axis=-1)
        with numpy.errstate(all="ignore"):
            wide = whole.astype("f8")
        yield cells_of(numpy, wide, grid).data


def cells_of(numpy: Any, numbers: Any, grid: Grid) -> Any:
    """The cells of floats of 64 bits as an array of bytes, little end first; nan is one of them."""
    with numpy.errstate(all="ignore"):
        cells = grid.cells(numpy, numbers.reshape(-1))
    cells[numpy.isnan(cells)] = NOT_A_NUMBER
    return numpy.ascontiguousarray(cells, "<f8").view(numpy.uint8)
