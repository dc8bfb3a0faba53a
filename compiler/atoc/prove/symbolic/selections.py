"""Which views are active, as a formula over which are named.

Idea. The rule of ``closure.py`` once more, with unknowns for the names: a view is reached where one that
chains with it is named, and the default of a group is taken where no member is reached. Where one default
brings members of other groups, which of them are taken is left open as far as both ways are consistent.

Example. ``sgd`` and the default ``adam`` form a group: ``adam`` is active where it is named, or
``sgd`` is not.

Cost. One disjunction a view over those that chain with it, made when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from atoc.prove.activation.closure import DefaultOfGroup, ones
from atoc.prove.activation.ladder import Survey
from atoc.prove.symbolic.terms import (
    FALSE,
    TRUE,
    Formula,
    Variable,
    both,
    either,
    implies,
    most,
    negation,
)


class Selections:
    """The views that are named, reached and active, by their bit."""

    __slots__ = ("_active", "_reached", "named", "survey")

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.named: tuple[Formula, ...] = tuple(
            FALSE if view.part_of else Variable(f"{view.name} is named", "bool") for view in survey.views
        )
        self._reached: dict[int, Formula] = {}
        self._active: dict[int, Formula] = {}

    def reached(self, view: int) -> Formula:
        """That a view is always active, named, or brought by one that is."""
        if view not in self._reached:
            activation = self.survey.activation
            namers = (self.named[i] for i in ones(activation.chained_by[view]))
            self._reached[view] = TRUE if activation.always >> view & 1 else either(*namers)
        return self._reached[view]

    def active(self, view: int) -> Formula:
        """That a view is active."""
        if view not in self._active:
            taken = (
                self._taken(group) for group in self.survey.activation.defaults if group.brings >> view & 1
            )
            self._active[view] = either(self.reached(view), *taken)
        return self._active[view]

    def valid(self) -> Formula:
        """That the selection is not refused."""
        return both(*self._conditions())

    def _conditions(self) -> Iterator[Formula]:
        activation = self.survey.activation
        for members in activation.groups:
            yield most(1, [self.active(i) for i in ones(members)])
        for group in self.survey.scope.groups.values():
            if group.required:
                yield either(*(self.active(activation.index[name]) for name in group.members))
        if activation.is_tangled:
            for default in activation.defaults:
                yield from self._consistent(default)

    def _consistent(self, default: DefaultOfGroup) -> Iterator[Formula]:
        """What surely holds where defaults bring members of other groups."""
        taken = self._taken(default)
        members = [self.reached(i) for i in ones(default.members)]
        others = [
            self._taken(other)
            for other in self.survey.activation.defaults
            if other is not default and other.brings & default.members
        ]
        yield implies(taken, negation(either(*members)))
        yield either(taken, *members, *others)

    def _taken(self, default: DefaultOfGroup) -> Formula:
        """That the default of a group is taken."""
        if self.survey.activation.is_tangled:
            return Variable(f"{self.survey.views[default.view].name} is taken", "bool")
        reached = either(*(self.reached(i) for i in ones(default.members)))
        return FALSE if reached is TRUE else negation(reached)
