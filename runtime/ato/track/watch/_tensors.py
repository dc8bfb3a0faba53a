"""What is read of gradients and parameters: exact norms, and a sample for the histogram.

All that is wanted of a step is worked out where the tensors are, and brought over at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum, gcd, sqrt
from typing import Any, NamedTuple

SAMPLE = 8192
"""How many values of a tensor its histogram is made of, at most: evenly spread over it."""
PART, PART_OF_CARD = 1 << 18, 1 << 24
"""How many values are measured at once, in main memory and on a device: it takes memory of its own."""


class Reading(NamedTuple):
    """Of one tensor: its norm, how many of its values are nan or infinite, and a sample of them."""

    norm: float
    odd: int
    sample: Any


def dense(torch: Any, tensor: Any) -> Any:
    """The numbers that a tensor holds here, as one row of floats."""
    held = tensor.detach()
    if hasattr(held, "to_local"):  # of several processes: the part of this one
        held = held.to_local()
    if held.is_sparse:
        held = held.coalesce().values()
    if held.is_complex():
        held = torch.view_as_real(held)
    return held.reshape(-1)


def readings(torch: Any, tensors: Iterable[tuple[str, Any]], *, is_sampled: bool) -> dict[str, Reading]:
    """The readings of tensors by name. Waits for their devices once each."""
    by_device: dict[Any, list[tuple[str, int, list[Any]]]] = {}
    for name, tensor in tensors:
        row = dense(torch, tensor)
        if not row.numel():
            continue
        wide = _wide(torch, row)
        norm, odd = _measured(torch, row, wide)
        sample = row[:: stride(row.numel(), tuple(tensor.shape))] if is_sampled else row[:0]
        parts = [torch.stack([norm, odd]), sample.to(wide)]
        by_device.setdefault((row.device, wide), []).append((name, sample.numel(), parts))
    found: dict[str, Reading] = {}
    for held in by_device.values():
        joined = torch.cat([part for _, _, parts in held for part in parts]).cpu()
        at = 0
        for name, count, _ in held:
            norm, odd = joined[at : at + 2].tolist()
            found[name] = Reading(norm, int(odd), joined[at + 2 : at + 2 + count])
            at += 2 + count
    return found


def _measured(torch: Any, row: Any, wide: Any) -> tuple[Any, Any]:
    """The norm of a row and how many of its values are odd, on its device; needs memory for a part alone."""
    parts = row.split(PART if row.device.type == "cpu" else PART_OF_CARD)
    norms = torch.stack([torch.linalg.vector_norm(part, dtype=wide) for part in parts])
    finite = torch.stack([torch.isfinite(part).sum() for part in parts]).sum()
    return torch.linalg.vector_norm(norms), (row.numel() - finite).to(wide)


def norm_of(norms: Iterable[float]) -> float:
    """The norm of the whole, of the norms of its parts."""
    held = list(norms)
    top = max(held, default=0.0)
    if top == 0 or top - top != 0:
        return top if top == top else float("nan")
    return top * sqrt(fsum((norm / top) ** 2 for norm in held))


def stride(count: int, shape: tuple[int, ...]) -> int:
    """How far apart the values of a sample are: so that it does not go down one column."""
    step = -(-count // SAMPLE)
    while step > 1 and any(side > 1 and gcd(step, int(side)) > 1 for side in shape):
        step += 1
    return step


def _wide(torch: Any, row: Any) -> Any:
    return torch.float32 if row.device.type == "mps" else torch.float64
