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
    names = [""] * HEIGHT
    names[0 if low < high else HEIGHT // 2] = number(high)
    names[HEIGHT - 1 if low < high else HEIGHT // 2] = number(low)
    margin = max(map(len, names))
    wide = max(8, room - margin - 2)
    drawn = _drawn(_stretched(values, 2 * wide), low, high)
    lines = [f"{name.rjust(margin)} ┤{row}".rstrip() for name, row in zip(names, drawn)]
    steps = str(first) if first == last else f"{first}{str(last).rjust(wide - len(str(first)))}"
    lines.append(" " * (margin + 2) + steps)
    return lines if can_show("⣿┤") else [line.translate(_PLAIN) for line in lines]


def _stretched(values: Sequence[float | None], dots: int) -> list[float | None]:
    """As many values as there are dots in a row: values are joined by lines, over gaps too."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    found: list[float | None] = []
    at = 0
    for dot in range(dots):
        place = dot * (len(values) - 1) / (dots - 1)
        while at + 1 < len(known) and known[at + 1][0] <= place:
            at += 1
        left, before = known[at]
        right, after = known[min(at + 1, len(known) - 1)]
        if place < left or place > right:
            found.append(None)
        else:
            found.append(
                before if right == left else before + (after - before) * (place - left) / (right - left)
            )
    return found


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
