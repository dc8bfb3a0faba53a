"""Histograms: how many values lie where, with quantiles and what is no number."""

from __future__ import annotations

import math
from struct import Struct
from typing import Any

from ato.track._errors import TrackError
from ato.track.media._arrays import array_of, numpy
from ato.track.media._medium import Medium, whole

QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
MOST_BINS = 65_536
HEAD = Struct("<4sIQQQQ11d")
MAGIC = b"ATH1"


class Histogram(Medium):
    """The distribution of numbers: of an array or a tensor of any shape, or a list.

    ``edges`` (one more than bins) and ``counts`` are tuples; ``quantiles`` are those of ``QUANTILES``, found
    between neighbours. These, ``min``, ``max``, ``mean`` and ``std`` (of the whole, not of a sample) are over
    finite numbers, nan where there are none; ``nans`` and the two infinities are counted beside. All bins are
    as wide as each other, where floats allow. No value at all is a histogram without bins.
    """

    kind = "histogram"

    def __init__(self, values: Any, bins: int = 64) -> None:
        count = whole("bins", bins, 1, MOST_BINS)
        array = array_of("the histogram", values)
        try:
            with numpy().errstate(all="ignore"):
                super().__init__(_packed(array.reshape(-1), count), {})
        except MemoryError:
            message = (
                f"of shape {tuple(array.shape)} is sorted for its quantiles, which memory is too small for"
            )
            raise TrackError("the histogram", message, ("give a part: values[::100]",)) from None

    @classmethod
    def of_counts(cls, edges: Any, counts: Any, **known: float) -> Histogram:
        """A histogram that was made elsewhere: its edges, its counts, and what is known beside.

        ``known`` are ``min``, ``max``, ``mean``, ``std``, ``nans``, ``above`` (inf), ``below`` (-inf) and the
        quantiles as ``q01`` to ``q99``; what is not known is nan, and no count.
        """
        sides = array_of("the edges", edges).astype(float)
        heights = array_of("the counts", counts)
        if sides.ndim != 1 or heights.ndim != 1 or len(sides) != len(heights) + 1 or len(heights) < 1:
            message = f"are one more than the counts, not {sides.shape} for {heights.shape}"
            raise TrackError("the edges", message)
        if len(heights) > MOST_BINS or not bool((sides[1:] > sides[:-1]).all()) or bool((heights < 0).any()):
            raise TrackError(
                "the histogram", f"has edges that go up, counts of 0 or more, {MOST_BINS} at most"
            )
        unknown = sorted(set(known) - {*NAMES, "nans", "above", "below"})
        if unknown:
            raise TrackError(", ".join(unknown), "is nothing that a histogram knows")
        stats = [float(known.get(name, math.nan)) for name in NAMES]
        odd = [int(known.get(name, 0)) for name in ("nans", "above", "below")]
        made = cls.__new__(cls)
        Medium.__init__(made, _bytes(sides, heights, int(heights.sum()), odd, stats), {})
        return made

    def _head(self) -> tuple[Any, ...]:
        return HEAD.unpack_from(self.data)

    @property
    def bins(self) -> int:
        """How many bins there are."""
        return int(self._head()[1])

    @property
    def edges(self) -> tuple[float, ...]:
        """Where bins begin and end; a value on an edge is in the bin above, on the last one in the last."""
        bins = self.bins
        return Struct(f"<{bins + 1}d").unpack_from(self.data, HEAD.size) if bins else ()

    @property
    def counts(self) -> tuple[int, ...]:
        """How many values are in each bin."""
        bins = self.bins
        return Struct(f"<{bins}Q").unpack_from(self.data, HEAD.size + 8 * (bins + 1)) if bins else ()

    @property
    def count(self) -> int:
        """How many finite values there are."""
        return int(self._head()[2])

    @property
    def nans(self) -> int:
        """How many values are nan."""
        return int(self._head()[3])

    @property
    def above(self) -> int:
        """How many values are inf."""
        return int(self._head()[4])

    @property
    def below(self) -> int:
        """How many values are -inf."""
        return int(self._head()[5])

    @property
    def min(self) -> float:
        """The lowest value."""
        return float(self._head()[6])

    @property
    def max(self) -> float:
        """The highest value."""
        return float(self._head()[7])

    @property
    def mean(self) -> float:
        """The mean."""
        return float(self._head()[8])

    @property
    def std(self) -> float:
        """The standard deviation."""
        return float(self._head()[9])

    @property
    def quantiles(self) -> dict[float, float]:
        """The values below which a share of all lies, by the share."""
        return dict(zip(QUANTILES, self._head()[10:]))

    def __repr__(self) -> str:
        return f"Histogram({self.count} values from {self.min:g} to {self.max:g}, {self.bins} bins)"


NAMES = ("min", "max", "mean", "std", *(f"q{round(100 * share):02d}" for share in QUANTILES))


def _packed(array: Any, bins: int) -> bytes:
    module = numpy()
    if array.dtype.kind != "f" or array.dtype.itemsize != 4:
        array = array.astype(float)
    nans = int(module.isnan(array).sum())
    above, below = int(module.isposinf(array).sum()), int(module.isneginf(array).sum())
    held = array if not (nans or above or below) else array[module.isfinite(array)]
    held = module.sort(held)
    if not len(held):
        return _bytes((), (), 0, [nans, above, below], [math.nan] * len(NAMES))
    low, high = float(held[0]), float(held[-1])
    edges = _edges(module, low, high, bins)
    # In doubles: an edge between two floats of 32 bits would move to one of them.
    places = module.searchsorted(held, edges.astype(held.dtype), side="left")
    if held.dtype != edges.dtype:
        places = _exact(module, held, edges, places)
    places[0], places[-1] = 0, len(held)
    stats = [low, high, *_moments(module, held), *(_between(held, share) for share in QUANTILES)]
    return _bytes(edges, module.diff(places), len(held), [nans, above, below], stats)


def _exact(module: Any, held: Any, edges: Any, places: Any) -> Any:
    """How many values lie below each edge, where the edges were rounded to the type of the values."""
    rounded = edges.astype(held.dtype)
    up = module.searchsorted(held, rounded, side="right")
    return module.where(rounded.astype(float) < edges, up, places)


def _edges(module: Any, low: float, high: float, bins: int) -> Any:
    if low == high:
        wide = max(0.5, abs(low) * 1e-9)
        low, high = max(low - wide, -_MOST), min(high + wide, _MOST)
    # Halved, as the distance of two floats may be more than the greatest one.
    edges = module.linspace(low / 2, high / 2, bins + 1) * 2
    if not math.isfinite(low - high) or low / 2 * 2 == low:
        edges[0], edges[-1] = low, high
    else:  # so near to zero that halves are rounded
        edges = module.linspace(low, high, bins + 1)
    return module.unique(edges)  # fewer where floats lie no closer


_MOST = 1.7976931348623157e308


def _moments(module: Any, held: Any) -> tuple[float, float]:
    mean, std = float(held.mean(dtype=float)), float(held.std(dtype=float))
    if math.isfinite(mean) and math.isfinite(std):
        return mean, std
    scale = float(module.abs(held).max())
    small = held.astype(float) / scale
    return float(small.mean()) * scale, float(small.std()) * scale


def _between(held: Any, share: float) -> float:
    place = share * (len(held) - 1)
    at = int(place)
    rest = place - at
    low = float(held[at])
    if rest == 0:
        return low
    high = float(held[at + 1])
    return min(max(low * (1 - rest) + high * rest, low), high)  # rounding does not leave the two


def _bytes(edges: Any, counts: Any, count: int, odd: list[int], stats: list[float]) -> bytes:
    head = HEAD.pack(MAGIC, len(counts), count, *odd, *stats)
    return head + Struct(f"<{len(edges)}d{len(counts)}Q").pack(*map(float, edges), *map(int, counts))
