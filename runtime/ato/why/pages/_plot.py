"""A metric of several runs as a plot: paths in the coordinates of an SVG, and the values below a pointer.

Of long histories the lowest and the highest point of each column are kept, so that no peak is lost. Points
that are no finite number leave a gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, isfinite, log10
from typing import TYPE_CHECKING

from ato.why.words._phrases import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 64, 12, 12, 28
COLUMNS = 400
"""How many columns a history is brought to."""
DECADES = 2.5
"""From how many powers of ten on positive values are drawn on a logarithmic scale."""

Point = tuple[int, float]


@dataclass(frozen=True, slots=True)
class Curve:
    """A metric of one run: its path, and the points that it goes through."""

    run: int
    path: str
    points: tuple[Point, ...]

    @property
    def is_dot(self) -> bool:
        """Whether a single point is drawn."""
        return self.path.endswith("h0.01")


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where it is, and what stands there."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A metric with its curves. ``x`` and ``y`` are the ends of the scales, in the units of the metric."""

    name: str
    curves: tuple[Curve, ...]
    x: tuple[int, int]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    is_logarithmic: bool


def plotted(name: str, histories: Sequence[tuple[int, Sequence[Point]]]) -> Plot:
    """The plot of a metric: for each run, by its place among them, the points by step, as ``thinned``."""
    finite = [value for _, points in histories for _, value in points if isfinite(value)]
    steps = [step for _, points in histories for step, _ in points]
    x = min(steps, default=0), max(steps, default=0)
    low, high = min(finite, default=0.0), max(finite, default=1.0)
    is_logarithmic = low > 0 and log10(high) - log10(low) >= DECADES
    scale = _Scale(x, (low, high), is_logarithmic=is_logarithmic)
    curves = tuple(_curve(run, points, scale) for run, points in histories)
    x_ticks = tuple(Tick(scale.x(step), f"{step:,}") for step in _round_steps(*x))
    y_ticks = tuple(Tick(scale.y(value), number(value)) for value in scale.marks())
    return Plot(name, curves, x, x_ticks, y_ticks, is_logarithmic)


class _Scale:
    """From steps and values to places in the drawing."""

    def __init__(self, x: tuple[int, int], y: tuple[float, float], *, is_logarithmic: bool) -> None:
        self.ends = x
        self.is_logarithmic = is_logarithmic
        low, high = (log10(y[0]), log10(y[1])) if is_logarithmic else y
        if not isfinite(high - low):
            low, high = low / 4, high / 4
        pad = (high - low) * 0.04 or abs(high) * 0.1 or 1.0
        self.low, self.high = low - pad, high + pad

    def x(self, step: int) -> float:
        """Across, from the first step to the last; in the middle where there is one."""
        first, last = self.ends
        share = (step - first) / (last - first) if last > first else 0.5
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 2)

    def y(self, value: float) -> float:
        """Down, from the highest value to the lowest."""
        placed = log10(value) if self.is_logarithmic else value
        share = min(max((placed - self.low) / (self.high - self.low), 0.0), 1.0)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 2)

    def marks(self) -> list[float]:
        """Round values on the scale."""
        if self.is_logarithmic:
            first, last = floor(self.low) + 1, floor(self.high)
            every = max(1, (last - first) // 4)
            return [10.0**power for power in range(first, last + 1, every)]
        return _round_values(self.low, self.high)


def _curve(run: int, points: Sequence[Point], scale: _Scale) -> Curve:
    parts: list[str] = []
    is_down = False
    for step, value in points:
        if not isfinite(value):
            is_down = False
            continue
        parts.append(f"{'L' if is_down else 'M'}{scale.x(step):g} {scale.y(value):g}")
        is_down = True
    if len(parts) == 1:
        parts.append("h0.01")  # one point, drawn by the round end of its line
    return Curve(run, "".join(parts), tuple(points))


def thinned(points: Iterable[Point], ends: tuple[int, int]) -> list[Point]:
    """Of points by step, at most three a column: the lowest, the highest, and one that is not finite.

    ``ends`` are the first and the last step that is drawn. Goes through the points once, and keeps few.
    """
    first, span = ends[0], max(ends[1] - ends[0], 1)
    kept: list[Point] = []
    low: Point | None = None
    high: Point | None = None
    gap: Point | None = None
    until = first  # the first step behind the column
    for point in points:
        step, value = point
        if step >= until:
            kept += _column(low, high, gap)
            low = high = gap = None
            column = (step - first) * COLUMNS // span
            until = first - (-(column + 1) * span // COLUMNS)
        if not isfinite(value):
            gap = gap or point
        elif low is None or high is None:
            low = high = point
        elif value < low[1]:
            low = point
        elif value > high[1]:
            high = point
    return [*kept, *_column(low, high, gap)]


def _column(*points: Point | None) -> list[Point]:
    known = {id(point): point for point in points if point is not None}
    return sorted(known.values(), key=lambda point: point[0])


def _round_values(low: float, high: float) -> list[float]:
    step = _round_step((high - low) / 4)
    first = floor(low / step) + 1
    marks = [round(index * step, 12) if step > 1e-9 else index * step for index in range(first, first + 6)]
    return [mark for mark in marks if mark <= high]


def _round_steps(first: int, last: int) -> list[int]:
    if last <= first:
        return [first]
    step = max(1, round(_round_step((last - first) / 5)))
    begin = -(-first // step) * step
    return list(range(begin, last + 1, step))


def _round_step(rough: float) -> float:
    """The nearest of 1, 2 and 5 times a power of ten that is not smaller."""
    power = 10.0 ** floor(log10(rough)) if rough > 0 else 1.0
    return float(next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999))
