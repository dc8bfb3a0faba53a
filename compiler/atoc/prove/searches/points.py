"""The points of a search space, in an order in which the telling ones come early.

Idea. A dimension can make a difference to whether a run succeeds only through what reads it: an expression of
a view, a computed default, an assert, the condition of another dimension. So one that nothing reads is tried
with one value, and stands for all; the values were looked at by ``ranges.py``. Of the others all values are
tried where they are few; of a range those that stand for all where that can be told (``cuts.py``), else its
ends, its middle, and what expressions compare with.

The first value of every dimension together comes first, then every change of one dimension, of two, and so
on; where these are too many, the ends of ranges go before what lies between.

Example. ``lr`` from 0.001 to 0.1 and ``size`` among 8 and 16, of which an assert reads ``size``: the points
are ``lr=0.001 size=8`` and ``lr=0.001 size=16``, and there are no others to try.

Cost. At most ``MOST_POINTS`` points.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, islice, product
from math import prod, sqrt
from typing import TYPE_CHECKING

from typing_extensions import assert_never

import ato.config as ato
from ato.config._search import VIEW, Floats
from atoc.expr import Expression
from atoc.program import Dimension, Search
from atoc.prove.searches.cuts import MOST_EXACT, Uses, cuts_of, telling_floats, telling_ints
from atoc.prove.values.domains import samples
from atoc.prove.values.identity import identity

if TYPE_CHECKING:
    from ato.config._search import Dimension as Domain

MOST_POINTS = 4_096
"""How many points of one space are tried."""
MOST_CUTS = 9
"""At how many of the numbers in expressions a range is cut that is tried, and not proved."""
MOST_VALUES = 64
"""How many values a range may have for each of them to be tried."""

Point = dict[str, object]
"""A value for every dimension, by its path."""


@dataclass(frozen=True, slots=True)
class Points:
    """Points to try; ``is_whole`` tells that they stand for all that there are."""

    points: tuple[Point, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class _Values:
    """Values of a dimension, the ends of a range first; ``is_whole`` tells that they stand for all."""

    values: tuple[object, ...]
    is_whole: bool

    @property
    def ends(self) -> tuple[object, ...]:
        return self.values[:2]


def points_of(
    search: Search,
    paths: Collection[str],
    uses: Uses,
    most: int,
    also: Collection[str] = (),
) -> Points:
    """Points of the dimensions at these paths, as far as their ``uses`` can tell them apart; the dimensions
    ``also`` are read, by no expression.
    """
    read = {path for reader in uses.readers for path in reader.reads}.union(also, (VIEW,))
    domains = {path: _values(search.space[path], uses, read, also) for path in paths}
    count = prod(len(domain.values) for domain in domains.values())
    is_whole = count <= most and all(domain.is_whole for domain in domains.values())
    every = [domain.values for domain in domains.values()]
    rows = _by_changes(every)
    if count > most:
        ends = islice(_by_changes([domain.ends for domain in domains.values()]), most // 2)
        rows = chain(ends, rows)
    points = (dict(zip(domains, row, strict=True)) for row in islice(rows, most))
    return Points(tuple(points), is_whole)


def _by_changes(values: Sequence[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    """Every row of values, by how many of them are not the first of their kind."""
    firsts = [options[0] for options in values]
    for size in range(len(values) + 1):
        for places in combinations(range(len(values)), size):
            for others in product(*(values[place][1:] for place in places)):
                changed = dict(zip(places, others, strict=True))
                yield tuple(changed.get(place, first) for place, first in enumerate(firsts))


def _values(dimension: Dimension, uses: Uses, read: Collection[str], also: Collection[str]) -> _Values:
    """The values to try: of a dimension that nothing reads, one stands for all."""
    domain = dimension.domain
    if domain is None:
        return _Values((None,), is_whole=False)
    is_read = dimension.path in read
    few = _all_of(domain)
    if not is_read or few is not None:
        values = few or _ends(domain)
        return _Values(_accepted(dimension, values if is_read else values[:1]), is_whole=True)
    cuts = None if dimension.path in also else cuts_of(uses, dimension.path)
    if cuts is not None and (telling := _telling(domain, cuts)):
        return _Values(_accepted(dimension, telling), is_whole=True)
    inner = [value for value in samples(_reading(uses, dimension.path)) if _contains(domain, value)]
    if isinstance(domain, (ato.Normal, Floats)):
        numbers = [value for value in inner if isinstance(value, (int, float))]
        inner += telling_floats(domain, numbers[:MOST_CUTS])
    return _Values(_accepted(dimension, (*_ends(domain), *inner)), is_whole=False)


def _reading(uses: Uses, path: str) -> Iterator[Expression]:
    return (reader for reader in uses.readers if path in reader.reads)


def _telling(domain: Domain, cuts: Sequence[float]) -> tuple[object, ...]:
    """Values that stand for all between the cuts; none where that is not so of the domain."""
    match domain:
        case Floats() | ato.Normal():
            return telling_floats(domain, cuts)
        case ato.IntUniform() if max(abs(domain.low), abs(domain.high)) <= MOST_EXACT:
            return telling_ints(domain.low, domain.high, domain.step, cuts)
        case ato.IntLogUniform() if domain.high <= MOST_EXACT:
            return telling_ints(domain.low, domain.high, 1, cuts)
        case _:
            return ()


def _accepted(dimension: Dimension, values: Sequence[object]) -> tuple[object, ...]:
    """The values in the form that the field gives them, each once."""
    field = dimension.field
    taken = values if field is None else [field.member.runtime.accept(value) for value in values]
    return tuple({identity(value): value for value in taken}.values())


def _contains(domain: Domain, value: object) -> bool:
    is_real = isinstance(domain, (ato.Normal, Floats)) and type(value) is int
    return domain.contains(float(value) if is_real and isinstance(value, int) else value)


def _all_of(domain: Domain) -> tuple[object, ...] | None:
    """All choices, or the numbers of a range of whole ones, its ends first; None where they are too many."""
    if isinstance(domain, ato.Choice):
        return domain.values
    if not isinstance(domain, (ato.IntUniform, ato.IntLogUniform)):
        return None
    step = domain.step if isinstance(domain, ato.IntUniform) else 1
    if (domain.high - domain.low) // step >= MOST_VALUES:
        return None
    return domain.low, domain.high, *range(domain.low + step, domain.high, step)


def _ends(domain: Domain) -> tuple[object, ...]:
    """The ends of a range, and its middle; of a normal distribution what lies around the mean, where it has
    none.
    """
    match domain:
        case ato.Choice():
            return domain.values
        case ato.Normal():
            low = domain.mean - 3 * domain.std if domain.low is None else domain.low
            high = domain.mean + 3 * domain.std if domain.high is None else domain.high
            return low, high, domain.mean
        case ato.IntUniform():
            count = (domain.high - domain.low) // domain.step
            return domain.low, domain.high, domain.low + count // 2 * domain.step
        case ato.IntLogUniform():
            return domain.low, domain.high, (domain.low + domain.high) // 2
        case ato.LogUniform():
            return domain.low, domain.high, sqrt(domain.low) * sqrt(domain.high)
        case Floats():
            return domain.low, domain.high, domain.low + (domain.high - domain.low) / 2
        case _:
            assert_never(domain)
