"""Values up to a tolerance: which cell of a grid a number lies in.

The step of the grid at ``x`` is ``atol + rtol * |x|``, the width that ``numpy.isclose`` allows there, so the
grid is the integral of its inverse: ``x / atol`` without a relative part, a logarithm without an absolute
one, ``log1p(rtol * |x| / atol) / rtol`` with both. Numbers that differ by much less than a step mostly
share a cell; two that lie on either side of a border never do, however close, as with every rounding.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from typing import Any

LARGEST = sys.float_info.max
BELOW = 746.0
"""More than the logarithm of any positive float is below zero, so that cells count from zero upwards."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Absolute and relative width of a cell; not both are zero."""

    atol: float
    rtol: float

    def cell(self, number: float) -> float:
        """The number of the cell, with the sign of the number; ``nan`` and infinities are their own."""
        if not math.isfinite(number):
            return math.nan if math.isnan(number) else number
        size = abs(number)
        if not self.rtol:
            width = size / self.atol
            return _signed(round(width) if width < 2**53 else min(width, LARGEST), number)
        if not self.atol:
            return _signed(round((math.log(size) + BELOW) / self.rtol) if size else 0, number)
        scaled = size * (self.rtol / self.atol)
        width = math.log1p(scaled) if scaled < math.inf else math.log(size) + math.log(self.rtol / self.atol)
        return _signed(round(width / self.rtol), number)

    def cells(self, library: Any, numbers: Any) -> Any:
        """The same of an array of 64-bit floats of ``library``, which is numpy or torch."""
        size = library.abs(numbers)
        if not self.rtol:
            width = library.minimum(size / self.atol, library.full_like(size, LARGEST))
            return self._signed_all(library, library.where(library.isinf(size), size, width), numbers)
        if not self.atol:
            some = library.where(size > 0, size, library.ones_like(size))
            width = (library.log(some) + BELOW) / self.rtol
            return self._signed_all(library, library.where(size > 0, width, size * 0.0), numbers)
        ratio = self.rtol / self.atol
        some = library.where(size > 1, size, library.ones_like(size))
        far = library.log(some) + math.log(ratio)
        scaled = library.where(size > 1e300 / max(ratio, 1.0), library.zeros_like(size), size) * ratio
        width = library.where(size > 1e300 / max(ratio, 1.0), far, library.log1p(scaled))
        return self._signed_all(library, width / self.rtol, numbers)

    def _signed_all(self, library: Any, width: Any, numbers: Any) -> Any:
        cells = library.copysign(library.round(width), numbers)
        return library.where(cells == 0, library.zeros_like(cells), cells)


def _signed(cell: float, number: float) -> float:
    return math.copysign(cell, number) if cell else 0.0
