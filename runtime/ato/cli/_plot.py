"""A curve in the characters of a terminal: braille, of which each has two by four dots."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ato.cli._told import number

HEIGHT = 7
DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
BARS = "▁▂▃▄▅▆▇█"
PLAIN_BARS = ".:-=+*#@"


def plot(values: Sequence[float | None], first: int, last: int, room: int) -> list[str]:
    """The lines of a plot: the highest and the lowest value beside it, the steps below it."""
    known = [value for value in values if value is not None]
    if not known:
        return ["  no finite value"]
    low, high = min(known), max(known)
    names = [number(high), *[""] * (HEIGHT - 2), number(low)]
    margin = max(map(len, names))
    lines = [f"{name.rjust(margin)} ┤{row}".rstrip() for name, row in zip(names, _drawn(values, low, high))]
    wide = max(1, (len(values) + 1) // 2)
    steps = [str(first), str(last)]
    gap = max(1, min(wide, room - margin - 2) - len(steps[0]) - len(steps[1]))
    lines.append(" " * (margin + 2) + (steps[0] + " " * gap + steps[1] if first != last else steps[0]))
    return lines if can_show("⣿┤") else [line.translate(_PLAIN) for line in lines]


def spark(values: Sequence[float | None]) -> str:
    """A curve in one line of bars; a space where there is no value."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    bars = BARS if can_show(BARS) else PLAIN_BARS
    size = (high - low) or 1.0
    return "".join(" " if value is None else bars[int((value - low) / size * 7)] for value in values)


def can_show(text: str) -> bool:
    """Whether the output has these characters."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _drawn(values: Sequence[float | None], low: float, high: float) -> list[str]:
    """Rows of braille: each value at its height, joined with the one before it."""
    rows = HEIGHT * 4
    grid = [[0] * ((len(values) + 1) // 2) for _ in range(HEIGHT)]
    before: int | None = None
    for place, value in enumerate(values):
        if value is None:
            continue
        at = _height(value, low, high, rows)
        start, end = sorted((at, at if before is None else before + (at > before) - (at < before)))
        for row in range(start, end + 1):
            grid[row // 4][place // 2] |= DOTS[place % 2][row % 4]
        before = at
    return ["".join(chr(0x2800 + dots) if dots else " " for dots in row) for row in grid]


def _height(value: float, low: float, high: float, rows: int) -> int:
    """The row of dots of a value, counted from above."""
    half = high / 2 - low / 2  # the difference of large numbers may be infinite
    share = (value / 2 - low / 2) / half if half else 0.5
    return min(rows - 1, max(0, round((1 - share) * (rows - 1))))


_PLAIN = {0x2800 + dots: "*" for dots in range(1, 256)} | {ord("┤"): "|"}
