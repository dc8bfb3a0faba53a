"""In what order the views of a cone are applied, where some of it is free.

Idea. Tiers follow each other, and within a tier chains order the views. What is left free matters only for
the *ties* of a cone, pairs where one reads what the other writes or both write what is read. Tied views
form a *knot*: each may take any of its places that the chains allow. Where no view of a knot reads what
another writes, only who comes last counts, and each view has a *rank*. All other views of the tier come in
one order, which is as good as any.

Example. ``a`` and ``b`` of one tier write ``x``, and ``c`` of the next reads it: the steps are the knot of
``a`` and ``b``, then ``c``.

Cost. A knot of ``n`` views with places has ``n * n`` applications, so that ``n`` is at most ``MOST_TIED``;
one with ranks has ``n``, and ``n * n`` comparisons.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from atoc.prove.activation.closure import ones
from atoc.prove.activation.ladder import Survey
from atoc.prove.activation.orders import in_order
from atoc.prove.activation.witness import BoundReached

MOST_TIED = 5
"""How many views a knot may have in which one reads what another writes."""
MOST_RANKED = 64
"""How many views any other knot may have."""


@dataclass(frozen=True, slots=True)
class Step:
    """Views that are applied next: one, or a knot of several in an order that is free.

    ``is_ranked`` tells of a knot that none of its views reads what another writes.
    """

    views: tuple[int, ...]
    is_ranked: bool = False


def steps_of(survey: Survey, views: int, ties: Iterable[int], last: int = 0) -> tuple[Step, ...]:
    """The steps of these views. ``ties`` are pairs as sets; the views of ``last`` are one knot, as late in
    their tier as can be.

    Raises ``BoundReached`` for a knot that is too large.
    """
    tiers: dict[int, list[int]] = {}
    for i in in_order(survey, views):
        tiers.setdefault(survey.tiers[i], []).append(i)
    pairs = [tie for tie in (*ties, last) if tie]
    return tuple(step for tier in sorted(tiers) for step in _of_tier(survey, tiers[tier], pairs, last))


def _of_tier(survey: Survey, views: Sequence[int], pairs: Sequence[int], last: int) -> list[Step]:
    here = sum(1 << i for i in views)
    knots = _knots(survey, here, [pair for pair in pairs if pair & here == pair])
    if any(knot.bit_count() > (MOST_RANKED if is_ranked(survey, knot) else MOST_TIED) for knot in knots):
        raise BoundReached
    single = here & ~sum(knots)
    waiting = [*(1 << i for i in views if single >> i & 1), *knots]
    waiting.sort(key=lambda block: bool(block & last))
    return _arranged(survey, waiting)


def is_ranked(survey: Survey, knot: int) -> bool:
    """Whether no view of a knot reads what another of it writes."""
    for ladder in survey.ladders.values():
        readers, writers = ladder.readers & knot, ladder.all & knot
        if readers and writers and readers | writers != readers & -readers:
            return False
    return True


def _knots(survey: Survey, here: int, pairs: Sequence[int]) -> list[int]:
    """The ties joined, with what chains put between the members."""
    knots: list[int] = []
    for pair in pairs:
        knot, apart = pair, list[int]()
        for other in knots:
            if other & knot:
                knot |= other
            else:
                apart.append(other)
        knots = [*apart, knot]
    grown = [knot | _between(survey, here, knot) for knot in knots]
    if grown == knots:
        return knots
    return _knots(survey, here, grown)


def _between(survey: Survey, here: int, knot: int) -> int:
    closures, chained_by = survey.activation.closures, survey.activation.chained_by
    above, below = 0, 0
    for i in ones(knot):
        above |= chained_by[i]
        below |= closures[i]
    return above & below & here


def _arranged(survey: Survey, blocks: list[int]) -> list[Step]:
    """Blocks in an order that respects the chains between their members, each as early as it stands."""
    found: list[Step] = []
    while blocks:
        for block in blocks:
            others = sum(other for other in blocks if other != block)
            if not any(survey.activation.closures[i] & others for i in ones(block)):
                break
        else:
            raise BoundReached
        blocks.remove(block)
        found.append(
            Step(tuple(in_order(survey, block)), bool(block & (block - 1)) and is_ranked(survey, block))
        )
    return found
