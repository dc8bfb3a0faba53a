"""In which orders the views of a run can be applied, as far as a question can tell them apart.

Idea. Within a tier only chains order views. Two orders come to the same where they agree on every *tie*, a
pair of views of which one reads what the other writes, or that write different values to what is read: all
other neighbours can be exchanged (Mazurkiewicz, *Trace theory*, 1987). So of each class of such orders one
stands for all, the first by rank (Anisimov and Knuth, *Inhomogeneous sorting*, 1979).

Example. ``a`` and ``b`` write ``x``, which ``c`` reads, and ``d`` of the same tier meets none of them: of the
24 orders of the four, six are worth a run.

Cost. One look at each order that is given; among ``n`` views that all tie these are ``n!``, so that callers
take as many as they can use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product
from math import prod

from atoc.prove.activation.closure import Activation, ones
from atoc.prove.activation.cone import Cone
from atoc.prove.activation.ladder import Ladder, Survey

MOST_ORDERS = 720
"""How many orders of one selection are looked at."""

Edges = Mapping[int, int]
"""The nodes that must come before a node, as one set of views."""


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders of the views of a cone.

    ``ties`` are pairs of views whose order is free and can make a difference. The views of ``late`` come as
    late in their tier as can be, those of ``soon`` as soon; those of ``pair`` stand side by side, and late.
    """

    survey: Survey
    ties: frozenset[int]
    late: int = 0
    soon: int = 0
    pair: int = 0

    @property
    def is_free(self) -> bool:
        """Whether there may be several orders, or another than the usual one."""
        return bool(self.ties or self.late or self.soon or self.pair)

    def count(self, views: int) -> int:
        """How many orders there are at most, where all of these views are active; ``MOST_ORDERS`` or more are
        not counted to the end."""
        nodes = _Nodes.of(self, in_order(self.survey, views))
        knots = [nodes.sequences(knot) for knot in nodes.knots(self.ties)]
        return prod(sum(1 for _ in islice(knot, MOST_ORDERS)) for knot in knots)

    def of(self, usual: Sequence[str], hints: Iterable[Sequence[int]] = ()) -> Iterator[tuple[str, ...]]:
        """The orders of active views, of which the usual order is given; that one first, if it is none that
        ``late`` or ``pair`` rule out. Only tiers are given in which anything is free.

        An order in which views come as in the ``hints`` is given before all others.
        """
        index, views = self.survey.activation.index, self.survey.views
        active = [index[name] for name in usual]
        here = sum(1 << i for i in active)
        ties = [tie for tie in self.ties if tie & here == tie]
        free = (self.late | self.soon | self.pair) & here
        for tie in ties:
            free |= tie
        touched = {self.survey.tiers[i] for i in ones(free)}
        nodes = _Nodes.of(self, [i for i in active if self.survey.tiers[i] in touched])
        hinted = nodes.arranged([nodes.of_views(hint) for hint in hints]) if hints else None
        if hinted is not None:
            yield tuple(views[i].name for node in hinted for i in ones(node))
        for sequences in product(*(islice(nodes.sequences(knot), MOST_ORDERS) for knot in nodes.knots(ties))):
            found = nodes.arranged(sequences)
            if found is not None:
                yield tuple(views[i].name for node in found for i in ones(node))


@dataclass(frozen=True, slots=True)
class _Nodes:
    """Views, or pairs of them, by rank; a node is a set of views."""

    activation: Activation
    ranks: Mapping[int, tuple[int, int, int]]
    ties: frozenset[int]

    @classmethod
    def of(cls, orders: Orders, active: Sequence[int]) -> _Nodes:
        """Those of views that are active, in their usual order."""
        ranks: dict[int, tuple[int, int, int]] = {}
        last = orders.late | orders.pair
        for place, i in enumerate(active):
            node = orders.pair if orders.pair >> i & 1 else 1 << i
            ranks[node] = (orders.survey.tiers[i], bool(node & last) - bool(node & orders.soon), place)
        return cls(orders.survey.activation, ranks, orders.ties)

    def of_views(self, views: Iterable[int]) -> list[int]:
        """The nodes of views in their order, those of active ones alone."""
        found = (next((node for node in self.ranks if node >> i & 1), 0) for i in views)
        return [node for node in dict.fromkeys(found) if node]

    def is_tied(self, one: int, other: int) -> bool:
        """Whether the order of two nodes can make a difference."""
        whole = one | other
        return any(tie & whole == tie and tie & one and tie & other for tie in self.ties)

    def before(self, node: int) -> int:
        """The views with which those of the node chain."""
        found = 0
        for i in ones(node):
            found |= self.activation.closures[i]
        return found & ~node

    def knots(self, ties: Iterable[int]) -> list[list[int]]:
        """Nodes that hang together by ties, each knot by rank."""
        knots: list[int] = []
        for tie in ties:
            joined = sum(node for node in self.ranks if node & tie)
            if joined.bit_count() < 2 or joined in self.ranks:
                continue
            apart = [knot for knot in knots if not knot & joined]
            for knot in knots:
                joined |= knot if knot & joined else 0
            knots = [*apart, joined]
        return [
            [node for node in sorted(self.ranks, key=self.ranks.__getitem__) if node & knot]
            for knot in sorted(knots)
        ]

    def sequences(self, knot: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """Every order of a knot that chains allow, of those that come to the same the first by rank."""
        waiting: list[tuple[tuple[int, ...], tuple[int, ...]]] = [((), tuple(knot))]
        while waiting:
            done, left = waiting.pop()
            if not left:
                yield done
            rest = sum(left)
            free = [n for n in left if not self.before(n) & rest & ~n and self._is_first(done, n)]
            waiting.extend(((*done, n), tuple(o for o in left if o != n)) for n in reversed(free))

    def _is_first(self, done: Sequence[int], node: int) -> bool:
        """Whether no order that comes to the same has the node further to the front, and would be first."""
        for other in reversed(done):
            if self.is_tied(other, node) or self.before(node) & other:
                return True
            if self.ranks[other] > self.ranks[node]:
                return False
        return True

    def arranged(self, sequences: Iterable[Sequence[int]]) -> list[int] | None:
        """All nodes in an order that agrees with these; None where chains between knots leave none."""
        before = {node: self.before(node) for node in self.ranks}
        for sequence in sequences:
            for one, other in combinations(sequence, 2):
                if self.is_tied(one, other):
                    before[other] |= one
        waiting = sorted(self.ranks, key=self.ranks.__getitem__)
        found: list[int] = []
        while waiting:
            left = sum(waiting)
            node = next((each for each in waiting if not before[each] & left & ~each), None)
            if node is None:
                return None
            waiting.remove(node)
            found.append(node)
        return found


def in_order(survey: Survey, views: int) -> list[int]:
    """Views by tier, and within a tier each after those that it chains with."""
    closures = survey.activation.closures
    return sorted(ones(views), key=lambda i: (survey.tiers[i], closures[i].bit_count(), i))


def ties_of(survey: Survey, cone: Cone, ordered: Iterable[str] = (), about: int = 0) -> set[int]:
    """The pairs of views of the cone whose order is free, and decides what an expression reads, or what one
    of the ``ordered`` fields holds on the way; or who writes it, for the views that it is ``about``."""
    pairs: set[int] = set()
    for path in {*(path for expression in cone.expressions for path in expression.reads), *ordered}:
        ladder = survey.ladders.get(path)
        if ladder is not None:
            pairs.update(_ties_at(survey, ladder, cone.views))
    for ladder in (survey.ladders[path] for path in ordered if path in survey.ladders):
        for i in ones(about & ladder.all):
            others = ones(ladder.all & cone.views & survey.unordered(i))
            pairs.update(1 << i | 1 << j for j in others)
    return pairs


def _ties_at(survey: Survey, ladder: Ladder, views: int) -> Iterator[int]:
    for i in ones(ladder.all & views):
        for j in ones((ladder.all | ladder.readers) & views & survey.unordered(i)):
            if ladder.readers >> j & 1 or ladder.values[i] is None or ladder.values[i] != ladder.values[j]:
                yield 1 << i | 1 << j
