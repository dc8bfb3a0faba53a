"""Tensors of torch as kind, shape and a digest of their bytes, wherever and however they lie.

Neither the device nor strides count, nor whether a gradient is asked for. A sparse tensor is its shape and
its entries that are not zero, in the order of their places, whichever of the sparse layouts holds them; it is
never made dense. Torch is not imported here, and numpy is not needed.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from typing import Any, cast

from ato.fingerprint.results._arrays import (
    NOT_A_NUMBER,
    blocks_of,
    cells_of,
    digest_of,
    in_tiles,
    is_crosswise,
)
from ato.fingerprint.results._grid import Grid

STANDS_FOR = "a {} stands for a tensor, and has no values of its own that could be read"


class NoContent(Exception):
    """Why a tensor has no values that could be hashed."""


def tensor_parts(torch: Any, value: Any, grid: Grid | None) -> list[bytes]:
    """The parts that make up a tensor; raises ``NoContent``."""
    tensor = value.detach()
    if tensor.device.type == "meta":
        raise NoContent("it is a tensor on the device 'meta', which holds no values")
    if tensor.is_nested:
        inner = [part for item in tensor.unbind() for part in tensor_parts(torch, item, grid)]
        return [b"tensor", b"nested", *inner]
    kind = cast("Any", type(tensor))
    if kind.__torch_dispatch__ is not torch.Tensor.__torch_dispatch__:
        raise NoContent(STANDS_FOR.format(kind.__qualname__))  # it computes in its own way
    if str(tensor.layout).startswith("torch.sparse"):
        return _sparse_parts(torch, tensor, grid)
    if tensor.layout != torch.strided:
        tensor = tensor.to_dense()  # of a layout that a library computes in
    if tensor.is_quantized:
        whole = tensor.cpu()
        return [
            b"quantized",
            *_dense(torch, whole.int_repr(), None),
            *_dense(torch, whole.dequantize(), grid),
        ]
    return _dense(torch, tensor, grid)


def _dense(torch: Any, tensor: Any, grid: Grid | None) -> list[bytes]:
    kind, is_packed = _kind(tensor), b"_x" in _kind(tensor)  # several numbers in a byte
    is_rounded = not is_packed and (tensor.is_floating_point() or tensor.is_complex())
    if grid is not None and is_rounded:
        content = _cells(torch, tensor, grid)
    else:
        content = _raw(tensor if tensor.element_size() != 1 else tensor.view(torch.uint8))
    return [b"tensor", kind, _shape(tensor), digest_of(content)]


def _sparse_parts(torch: Any, tensor: Any, grid: Grid | None) -> list[bytes]:
    """What is not zero, and where: also of a tensor that holds whole rows, zeros and all, at its places."""
    entries = tensor.cpu().to_sparse_coo().coalesce()
    places, values = entries.indices(), entries.values()
    at = _is_some(torch, values, grid).nonzero(as_tuple=True)
    named = torch.cat([places[:, at[0]], *(side[None] for side in at[1:])])
    parts = [*_dense(torch, named, None), *_dense(torch, values[at], grid)]
    return [b"tensor", b"sparse", _kind(tensor), _shape(tensor), *parts]


def _is_some(torch: Any, values: Any, grid: Grid | None) -> Any:
    """Where values are not zero, nor in the cell of zero."""
    if grid is None or not (values.is_floating_point() or values.is_complex()):
        return values != 0
    if values.is_complex():
        return (grid.cells(torch, torch.view_as_real(values).double()) != 0).any(dim=-1)
    return grid.cells(torch, values.double()) != 0


def _kind(tensor: Any) -> bytes:
    return str(tensor.dtype).removeprefix("torch.").encode()


def _shape(tensor: Any) -> bytes:
    return repr(tuple(int(size) for size in tensor.shape)).encode()


def _raw(tensor: Any) -> Iterator[Any]:
    """The bytes of a tensor, in the order of its elements, little end first."""
    is_ready = tensor.device.type == "cpu" and tensor.is_contiguous() and not _is_lazy(tensor)
    for block in [tensor] if is_ready else blocks_of(tensor, tensor.element_size()):
        yield from _bytes(block)


def _bytes(block: Any) -> Iterator[Any]:
    held = block.cpu().resolve_conj().resolve_neg()
    if is_crosswise(held.shape, held.stride(-1) * held.element_size() if held.dim() else 0):
        held = in_tiles(held.new_empty(held.shape), held)
    held = held.contiguous()
    size = held.numel() * held.element_size()
    if size == 0:
        return
    address = held.data_ptr()
    if not address:
        raise NoContent(STANDS_FOR.format(type(held).__qualname__))
    memory = (ctypes.c_ubyte * size).from_address(address)
    yield memory if sys.byteorder == "little" else _swapped(bytes(memory), _width(held))


def _width(tensor: Any) -> int:
    """Bytes of one number: a complex one has two."""
    return int(tensor.element_size()) // (2 if tensor.is_complex() else 1)


def _swapped(memory: bytes, width: int) -> bytes:
    return b"".join(memory[start : start + width][::-1] for start in range(0, len(memory), width))


def _is_lazy(tensor: Any) -> bool:
    return bool(tensor.is_conj() or tensor.is_neg())


def _cells(torch: Any, tensor: Any, grid: Grid) -> Iterator[Any]:
    """The cells of the numbers of a tensor, each as a float of 64 bits; a complex number has two.

    By numpy where it is loaded: torch shares this out among threads, which takes longer than the work.
    """
    numpy: Any = sys.modules.get("numpy")
    for block in blocks_of(tensor, tensor.element_size()):
        held = block.cpu().resolve_conj().resolve_neg()
        held = torch.view_as_real(held) if held.is_complex() else held
        wide = held.to(torch.float64).contiguous()
        if hasattr(numpy, "ndarray"):
            yield cells_of(numpy, wide.numpy(), grid).data
            continue
        cells = grid.cells(torch, wide)
        yield from _bytes(torch.where(torch.isnan(cells), torch.full_like(cells, NOT_A_NUMBER), cells))
