"""Arrays as people hand them over: of numpy, of torch on any device, lists. All come to arrays of numpy."""

from __future__ import annotations

import sys
from importlib import import_module
from logging import getLogger
from typing import Any

from ato.track._errors import TrackError
from ato.track.media._medium import LARGEST

NUMBERS = "buif"
"""The kinds of numpy's types that are numbers: bool, unsigned, signed, float."""


def numpy() -> Any:
    """The module. Raises ``TrackError`` where it is not installed."""
    try:
        return import_module("numpy")
    except ImportError:
        raise TrackError("media of numbers", "need numpy, which is not installed", _INSTALL) from None


_INSTALL = ("pip install numpy",)


def is_tensor(value: object) -> bool:
    """Whether a value is a tensor of torch."""
    torch: Any = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def array_of(what: str, value: Any) -> Any:
    """A value as an array of numbers; a tensor comes from its device. Raises ``TrackError`` for others."""
    module = numpy()
    try:
        found = _of_tensor(value) if is_tensor(value) else module.asarray(value)
    except (TypeError, ValueError, RuntimeError, AttributeError, MemoryError, OverflowError) as error:
        why = str(error).partition("\n")[0]
        raise TrackError(what, f"{type(value).__name__} is no array of numbers: {why}") from None
    if found.dtype.kind not in NUMBERS:
        message = f"{type(value).__name__} is no array of numbers: its values are {found.dtype}"
        raise TrackError(what, message, ("whole numbers and floats are",))
    return found


def _of_tensor(tensor: Any) -> Any:
    held = tensor.detach()
    if held.device.type == "meta":
        raise ValueError("a tensor on the device 'meta' holds no values")
    if held.is_quantized:
        held = held.dequantize()
    if str(held.layout) != "torch.strided":
        held = held.to_dense()
    held = held.cpu()
    if str(held.dtype) in ("torch.bfloat16",) or "float8" in str(held.dtype):
        held = held.float()
    return held.resolve_conj().resolve_neg().numpy()


def check_size(what: str, shape: tuple[int, ...], item: int = 1) -> None:
    """Raise ``TrackError`` for an array that is empty, or larger than can be encoded."""
    size = item
    for length in shape:
        size *= int(length)
    if size == 0:
        raise TrackError(what, f"is empty, of shape {tuple(shape)}")
    if size > LARGEST:
        raise TrackError(what, f"of shape {tuple(shape)} has {size} bytes, and at most {LARGEST} are taken")


def to_bytes(what: str, array: Any) -> tuple[Any, dict[str, Any]]:
    """Brightness as bytes: floats in [0, 1], whole numbers in [0, 255], booleans.

    What lies beyond is cut, which is told on the log and in what is known of the medium; nan is black.
    """
    module = numpy()
    kind = array.dtype.kind
    if kind == "b":
        return array.astype(module.uint8) * module.uint8(255), {}
    if array.dtype == module.uint8:
        return array, {}
    top = 1 if kind == "f" else 255
    nans = int(module.isnan(array).sum()) if kind == "f" else 0
    held = module.nan_to_num(array, nan=0.0, posinf=float("inf"), neginf=float("-inf")) if nans else array
    low, high = held.min(), held.max()
    notes: dict[str, Any] = {"nans": nans} if nans else {}
    if low < 0 or high > top:
        notes["cut_from"] = [_plain(low), _plain(high)]
        getLogger("ato.track").warning(
            "%s: values from %s to %s are cut to [0, %d]%s",
            what, low, high, top, "" if kind != "f" else "; give uint8 for values up to 255",
        )  # fmt: skip
        held = module.clip(held, 0, top)
    if kind == "f":
        held = module.rint(held.astype(module.float32) * module.float32(255))
    return held.astype(module.uint8), notes


def _plain(value: Any) -> float | str:
    number = float(value)
    return number if abs(number) < 1e308 else str(number)
