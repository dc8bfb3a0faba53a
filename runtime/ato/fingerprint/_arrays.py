"""Arrays of numpy and tensors of torch as kind, shape and bytes, however they lie in memory.

Neither library is imported here: a value of one can only be met where the program has loaded it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

Encode = Callable[[object], bytes]


def array_parts(value: object, encode: Encode) -> list[bytes] | None:
    """The parts that make up an array, scalar or tensor; None for what is neither."""
    numpy: Any = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, (numpy.ndarray, numpy.generic)):
        return _numpy_parts(numpy, value, encode)
    torch: Any = sys.modules.get("torch")
    if torch is not None and isinstance(value, getattr(torch, "Tensor", ())):
        return _torch_parts(torch, value)
    return None


def _numpy_parts(numpy: Any, value: Any, encode: Encode) -> list[bytes]:
    if isinstance(value, numpy.ma.MaskedArray):
        filled = numpy.where(numpy.ma.getmaskarray(value), numpy.zeros((), value.dtype), value.data)
        mask = numpy.ma.getmaskarray(value)
        return [b"masked", *_numpy_parts(numpy, filled, encode), *_numpy_parts(numpy, mask, encode)]
    array = numpy.asarray(value)
    shape = repr(tuple(int(size) for size in array.shape)).encode()
    if array.dtype.names is not None:
        parts = [
            part
            for name in array.dtype.names
            for part in (name.encode(), *_numpy_parts(numpy, array[name], encode))
        ]
        return [b"array", b"fields", shape, *parts]
    if array.dtype.hasobject:
        return [b"array", b"object", shape, *(encode(item) for item in array.ravel(order="C").tolist())]
    little = array.dtype.newbyteorder("<")
    return [b"array", little.str.encode(), shape, array.astype(little, copy=False).tobytes(order="C")]


def _torch_parts(torch: Any, value: Any) -> list[bytes]:
    tensor = value.detach()
    if tensor.layout != torch.strided:
        tensor = tensor.to_dense()
    if tensor.is_quantized:
        tensor = tensor.dequantize()
    tensor = tensor.cpu().resolve_conj().resolve_neg().contiguous()
    content = tensor.reshape(-1).view(torch.uint8).numpy().tobytes() if tensor.numel() else b""
    kind = str(tensor.dtype).removeprefix("torch.").encode()
    return [b"tensor", kind, repr(tuple(int(size) for size in tensor.shape)).encode(), content]
