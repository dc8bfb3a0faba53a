"""Measuring in CPU time, interleaved, so that what disturbs one contender disturbs all of them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import process_time

ROUNDS = 7


def seconds_each(contenders: Mapping[str, Callable[[], object]], budget: float = 0.05) -> dict[str, float]:
    """CPU seconds of one call of each contender: the median over rounds in which each runs in turn.

    A round repeats the call for about ``budget`` seconds; every contender is warmed up by one call first.
    """
    counts = {name: _repetitions(call, budget) for name, call in contenders.items()}
    samples: dict[str, list[float]] = {name: [] for name in contenders}
    gc.collect()
    gc.disable()
    try:
        for _ in range(ROUNDS):
            for name, call in contenders.items():
                samples[name].append(_time(call, counts[name]))
    finally:
        gc.enable()
    return {name: median(times) for name, times in samples.items()}


def _repetitions(call: Callable[[], object], budget: float) -> int:
    call()
    count = 1
    while True:
        spent = _time(call, count) * count
        if spent >= budget / 4:
            return max(1, int(count * budget / spent))
        count *= 4


def _time(call: Callable[[], object], count: int) -> float:
    start = process_time()
    for _ in range(count):
        call()
    return (process_time() - start) / count


def shown(seconds: float) -> str:
    """A duration with a fitting unit and three digits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


def table(title: str, rows: Sequence[tuple[str, ...]], header: tuple[str, ...]) -> str:
    """A Markdown table with aligned columns."""
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]

    def line(cells: tuple[str, ...]) -> str:
        padded = [cells[0].ljust(widths[0])]
        padded += [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
        return "| " + " | ".join(padded) + " |"

    rule = (
        "| "
        + " | ".join("-" * (width - 1) + (":" if index else "-") for index, width in enumerate(widths))
        + " |"
    )
    return "\n".join([f"### {title}", "", line(header), rule, *map(line, rows), ""])
