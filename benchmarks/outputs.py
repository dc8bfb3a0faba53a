"""What the fingerprint of a result costs beside SHA-256 of the same bytes, and beside pickling it."""

from __future__ import annotations

import hashlib
import pickle
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np

from ato.fingerprint import output_hash
from benchmarks.measure import shown, table

ROUNDS = 5


def outputs(_folder: Path) -> str:
    """Arrays and tensors of 400 bytes, 1 MiB and 1 GiB, and a dict of scalars."""
    rows = [_row(f"array of {name}", np.arange(size // 8, dtype="f8"), count) for name, size, count in SIZES]
    rows += _tensors()
    scalars = {f"metric{index}": index / 7 for index in range(100)}
    ours, theirs = _both(lambda: output_hash(scalars), lambda: _pickled(scalars), 200)
    rows.append(("dict of 100 floats", shown(ours), "", "", f"{theirs / ours:.3g}×"))
    return table("results", rows, ("", "fingerprint", "sha256", "speed of sha256", "against pickle"))


SIZES = (("400 B", 400, 2000), ("1 MiB", 1 << 20, 50), ("1 GiB", 1 << 30, 1))


def _tensors() -> list[tuple[str, ...]]:
    try:
        import torch
    except ImportError:
        return []
    whole = torch.arange((1 << 30) // 4, dtype=torch.float32)
    return [_row("tensor of 1 GiB", whole, 1, whole.numpy())]


def _row(name: str, value: object, count: int, content: object = None) -> tuple[str, ...]:
    raw = np.asarray(value if content is None else content).data.cast("B")
    ours, floor = _both(lambda: output_hash(value), lambda: hashlib.sha256(raw).hexdigest(), count)
    pickled = "" if count == 1 else f"{_both(lambda: _pickled(value), lambda: None, count)[0] / ours:.3g}×"
    return name, shown(ours), shown(floor), f"{floor / ours:.0%}", pickled


def _pickled(value: object) -> str:
    return hashlib.sha256(pickle.dumps(value)).hexdigest()


def _both(left: Callable[[], object], right: Callable[[], object], count: int) -> tuple[float, float]:
    """Seconds a call of each, the median of rounds that take turns."""
    rounds = [(_timed(left, count), _timed(right, count)) for _ in range(ROUNDS)]
    return median(one for one, _ in rounds), median(two for _, two in rounds)


def _timed(call: Callable[[], object], count: int) -> float:
    start = time.perf_counter()
    for _ in range(count):
        call()
    return (time.perf_counter() - start) / count
