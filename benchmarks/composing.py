"""How long composing takes, and how it grows."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import peers
from benchmarks.measure import seconds_each, shown, table
from benchmarks.program import VIEWS, Shape, generated

SIZES = (20, 200, 2000)
MERGE = "dicts: recursive merge"
HYDRA = "Hydra compose, in memory"


def composing(folder: Path) -> str:
    """Tables of one default view, three named views and five overrides at three sizes."""
    parts = []
    growth: dict[str, list[float]] = {}
    for size in SIZES:
        times = seconds_each(_contenders(Shape(size), folder))
        parts.append(_table(size, times))
        for name, seconds in times.items():
            growth.setdefault(name, []).append(seconds)
    rows = [
        (name, f"{math.log(times[-1] / times[0]) / math.log(SIZES[-1] / SIZES[0]):.2f}")
        for name, times in growth.items()
    ]
    title = f"growth from {SIZES[0]} to {SIZES[-1]} fields (1.00: in proportion to the fields)"
    return "\n".join([*parts, table(title, rows, ("", "exponent"))])


def _contenders(shape: Shape, folder: Path) -> dict[str, Callable[[], Any]]:
    module = generated(shape, folder)
    words = shape.overrides()
    contenders: dict[str, Callable[[], Any]] = {
        "atoc: compose, views met before": lambda: module.compose(*VIEWS, overrides=words),
        "atoc: compose, views for the first time": lambda: _afresh(module, words),
        MERGE: peers.by_merging(shape),
        "dicts: copy and update in place": peers.by_hand(shape),
        "dicts: views merged before, words alone": peers.by_sharing(shape),
        "dicts + msgspec": peers.msgspec(shape),
        "dicts + pydantic": peers.pydantic(shape),
        "OmegaConf merge + dotlist": peers.omegaconf(shape),
        "Hydra compose, files": peers.hydra(shape, folder),
        HYDRA: peers.hydra_in_memory(shape),
    }
    expected = peers.by_hand(shape)()
    wrong = [name for name, compose in contenders.items() if peers.plain(compose()) != expected]
    if wrong:
        raise SystemExit(f"these come to other values: {', '.join(wrong)}")
    return contenders


def _afresh(module: Any, words: list[str]) -> object:
    module._SCHEMA._memo.clear()
    return module.compose(*VIEWS, overrides=words)


def _table(size: int, times: dict[str, float]) -> str:
    merge, hydra = times[MERGE], times[HYDRA]
    rows = [
        (name, shown(seconds), f"{seconds / merge:.3g}×", f"{hydra / seconds:,.0f}×")
        for name, seconds in times.items()
    ]
    return table(f"composing {size} fields", rows, ("", "CPU", "/ merge", "Hydra / it"))
