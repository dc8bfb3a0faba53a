"""The free order of tied views as formulas: which view of a knot stands where.

Idea. Where one view of a knot reads what another writes, each has one of as many places as there are views.
Else only who comes last counts, and each has a rank, a whole number, which costs far less. In the flipped
run two views have changed theirs; they stand side by side.

Example. Of ``a`` and ``b``, which write ``x``, ``a`` comes first where ``rank of a < rank of b``.

Cost. ``n * n`` truths for the places of ``n`` views, or ``n`` numbers for their ranks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from atoc.prove.activation.closure import ones
from atoc.prove.activation.ladder import Survey
from atoc.prove.symbolic.order import Step
from atoc.prove.symbolic.terms import Formula, Variable, both, either, equal, negation, ordered


class Knots:
    """The knots of a run. Views are named by their bit; ``flip`` are those that have changed places."""

    __slots__ = ("all", "flip", "ranked", "survey")

    def __init__(self, survey: Survey, steps: Sequence[Step], flip: int) -> None:
        self.survey = survey
        self.flip = flip
        self.all: dict[int, tuple[int, ...]] = {sum(1 << i for i in step.views): step.views for step in steps}
        self.ranked = sum(sum(1 << i for i in step.views) for step in steps if step.is_ranked)

    def of(self, view: int) -> int:
        """The knot in which a view stands, as a set; empty where it stands in none."""
        return next((knot for knot in self.all if knot >> view & 1), 0)

    def is_before(self, one: int, other: int) -> Formula:
        """That of two views of a knot the one comes before the other."""
        if self.ranked >> one & 1:
            return ordered("<", self.rank_of(one), self.rank_of(other))
        first, second = self.places_of(one), self.places_of(other)
        return either(*(both(first[a], second[b]) for a, b in combinations(range(len(first)), 2)))

    # Ranks

    def rank_of(self, view: int) -> Variable:
        """The rank of a view."""
        return Variable(f"rank of {self.survey.views[self._flipped(view)].name}", "int")

    def ranks(self, views: tuple[int, ...]) -> Iterator[Formula]:
        """What holds of ranks: no two are equal, chains are respected, a flipped pair is side by side."""
        closures = self.survey.activation.closures
        for one, other in combinations(views, 2):
            ranks = self.rank_of(one), self.rank_of(other)
            is_chained = closures[other] >> one & 1
            yield ordered("<", *ranks) if is_chained else negation(equal(*ranks))
        pair = self._pair(views)
        for view in views if pair else ():
            if view not in pair:
                sides = (ordered("<", self.rank_of(view), self.rank_of(each)) for each in pair)
                yield equal(*sides)

    # Places

    def stands(self, view: int, place: int, views: tuple[int, ...]) -> Formula:
        """That a view of a knot stands at a place."""
        name = self.survey.views[self._flipped(view)].name
        return Variable(f"{name} at {place} of {views}", "bool")

    def places_of(self, view: int) -> tuple[Formula, ...]:
        """That a view stands at each of the places of its knot."""
        views = self.all[self.of(view)]
        return tuple(self.stands(view, place, views) for place in range(len(views)))

    def places(self, views: tuple[int, ...]) -> Iterator[Formula]:
        """Each view has one place and each place one view, and chains are respected."""
        places = range(len(views))
        at = {(view, place): self.stands(view, place, views) for view in views for place in places}
        for view in views:
            yield either(*(at[view, place] for place in places))
        for place in places:
            for one, other in combinations(views, 2):
                yield negation(both(at[one, place], at[other, place]))
        closures = self.survey.activation.closures
        for later, earlier in product(views, views):
            if later != earlier and closures[later] >> earlier & 1:
                for place, after in combinations(places, 2):
                    yield negation(both(at[later, place], at[earlier, after]))
        pair = self._pair(views)
        if pair:
            one, other = pair
            sides = (
                (at[a, place], at[b, place + 1])
                for place in places[:-1]
                for a, b in ((one, other), (other, one))
            )
            yield either(*(both(*side) for side in sides))

    def _pair(self, views: Sequence[int]) -> list[int]:
        """The two views of a knot that have changed places, if they are of it."""
        return [view for view in views if self.flip >> view & 1]

    def _flipped(self, view: int) -> int:
        return next(other for other in ones(self.flip) if other != view) if self.flip >> view & 1 else view
