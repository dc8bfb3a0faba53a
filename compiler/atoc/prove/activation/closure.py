"""Activation on bit sets: which views a set of names activates, for every set at once.

Idea. Each view is one bit of an integer. Chains make activation Horn: ``a`` implies all that it chains with,
so that the closure of a set is the union of the closures of its members, and a closure is computed once a
view (Dowling and Gallier, *Linear-time algorithms for testing the satisfiability of propositional Horn
formulae*, 1984). Only the defaults of groups do not grow with the names: a name can displace one. What is
active is refused where it holds two members of a group, or none of a required one.

Example. ``long`` chains with ``wide``, ``base`` is a default view; bits are given from the right as base,
wide, long::

    closures  base 001   wide 010   long 110        always 001
    activate(closure of {long}) = 001 | 110 = 111

Cost. Closures take one union a chain entry; an activation takes one union a group default. This is the rule
of ``ato.config`` in another dress, for speed alone: a test holds the two against each other, and every
witness that is found here is replayed there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod

from atoc.program import Scope, View


@dataclass(frozen=True, slots=True)
class DefaultOfGroup:
    """A group that takes its default unless a member is reached.

    ``view`` is the default, by its bit; ``members`` are all of the group, ``brings`` the default's closure.
    """

    view: int
    members: int
    brings: int


@dataclass(frozen=True, slots=True)
class Activation:
    """What activates what in a scope. A set of views is an integer; bit ``i`` is the view ``views[i]``.

    ``closures[i]`` is the view with all that it chains with, ``chained_by[i]`` the view with all that chain
    with it. ``always`` are the always-active views, ``grouped`` the members of each group, ``groups`` those
    of the groups that have several, ``required`` those of the groups that must have an active one,
    ``defaults`` the groups that take a default. ``is_tangled`` tells that
    the default of one group brings a member of another that has a default too, so that displacing one can
    bring the other. ``by_name[i]`` is the place of the view in the alphabet. ``parts`` are the views that
    cannot be named, and ``namers[i]`` is the view that is named to have this one: itself, or the one that it
    is a part of.
    """

    views: tuple[View, ...]
    index: Mapping[str, int]
    closures: tuple[int, ...]
    chained_by: tuple[int, ...]
    always: int
    grouped: tuple[int, ...]
    groups: tuple[int, ...]
    required: tuple[int, ...]
    defaults: tuple[DefaultOfGroup, ...]
    is_tangled: bool
    by_name: tuple[int, ...]
    namers: tuple[int, ...]
    parts: int

    def names(self, bits: int) -> tuple[str, ...]:
        """The names of a set of views, in alphabetical order."""
        return tuple(self.views[i].name for i in self.in_order(bits))

    def in_order(self, bits: int) -> list[int]:
        """The members of a set of views by the alphabet of their names."""
        return sorted(ones(bits), key=self.by_name.__getitem__)

    def naming(self, bits: int) -> int:
        """The views to name for these to be active."""
        return bits if not bits & self.parts else sum({1 << self.namers[i] for i in ones(bits)})

    def pending(self, reached: int) -> tuple[DefaultOfGroup, ...]:
        """The groups of which no member is reached yet."""
        return tuple(group for group in self.defaults if not group.members & reached)

    def activate(self, reached: int) -> int:
        """All active views, where the names and the always-active views reach the closed set ``reached``."""
        if not self.is_tangled:
            active = reached
            for group in self.defaults:
                if not group.members & reached:
                    active |= group.brings
            return active
        for group in self.taken(reached):
            reached |= group.brings
        return reached

    def taken(self, reached: int) -> list[DefaultOfGroup]:
        """The groups that take their default there, in the order in which that is decided."""
        pending = self.pending(reached)
        taken: list[DefaultOfGroup] = []
        while pending:
            free = (group for group in pending if not _is_brought(group, pending))
            chosen: DefaultOfGroup = next(free, pending[0])
            taken.append(chosen)
            reached |= chosen.brings
            pending = tuple(group for group in pending if not group.members & reached)
        return taken

    def clash(self, active: int) -> int:
        """The active members of the first group of which several are active; 0 if there is none."""
        for members in self.groups:
            both = active & members
            if both & (both - 1):
                return both
        return 0

    def lacking(self, active: int) -> int:
        """The members of the first required group of which none is active; 0 if there is none."""
        return next((members for members in self.required if not active & members), 0)

    def is_refused(self, active: int) -> bool:
        """Whether a selection that activates these views is refused."""
        return bool(self.clash(active) or self.lacking(active))

    def reach(self, views: int) -> int:
        """The always-active views and the closures of these."""
        reached = self.always
        for i in ones(views):
            reached |= self.closures[i]
        return reached


def ones(bits: int) -> Iterator[int]:
    """The members of a set, as indices, in order."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low


def activation_of(scope: Scope) -> Activation:
    """The closures of a scope."""
    views = tuple(scope.views.values())
    index = {view.name: i for i, view in enumerate(views)}
    closures = _closures(views, index)
    chained_by = [1 << i for i in range(len(views))]
    for i, closure in enumerate(closures):
        for j in ones(closure):
            chained_by[j] |= 1 << i
    always = 0
    for i, view in enumerate(views):
        if view.default:
            always |= closures[i]
    members = {group.name: sum(1 << index[name] for name in group.members) for group in scope.groups.values()}
    defaults = tuple(
        DefaultOfGroup(index[group.default], members[group.name], closures[index[group.default]])
        for group in scope.groups.values()
        if group.default is not None
    )
    return Activation(
        views,
        index,
        tuple(closures),
        tuple(chained_by),
        always,
        tuple(members.values()),
        tuple(bits for bits in members.values() if bits & (bits - 1)),
        tuple(members[group.name] for group in scope.groups.values() if group.required),
        defaults,
        any(_is_brought(group, defaults) for group in defaults),
        _ranks([view.name for view in views]),
        tuple(index[view.part_of] if view.part_of else i for i, view in enumerate(views)),
        sum(1 << i for i, view in enumerate(views) if view.part_of),
    )


def _ranks(names: list[str]) -> tuple[int, ...]:
    """The place of each name in the alphabet of all."""
    ranks = {name: rank for rank, name in enumerate(sorted(names))}
    return tuple(ranks[name] for name in names)


def _is_brought(group: DefaultOfGroup, others: tuple[DefaultOfGroup, ...]) -> bool:
    return any(group.members & other.brings for other in others if other is not group)


def _closures(views: tuple[View, ...], index: Mapping[str, int]) -> list[int]:
    """The closure of each view, without recursion: a chain may be as long as there are views."""
    chains = [tuple(index[entry.name] for entry in view.chain) for view in views]
    closures = [0] * len(views)
    for root in range(len(views)):
        stack = [(root, iter(chains[root]))] if not closures[root] else []
        while stack:
            current, chain = stack[-1]
            following = next((i for i in chain if not closures[i]), None)
            if following is not None:
                stack.append((following, iter(chains[following])))
                continue
            stack.pop()
            closures[current] = 1 << current
            for i in chains[current]:
                closures[current] |= closures[i]
    return closures


def most_selections(scope: Scope) -> int:
    """How many sets of views can be asked for: as many as there are, but of each group one member at most.

    Naming a default view changes nothing, so these do not count. Chains may forbid further ones.
    """
    named = [view for view in scope.views.values() if not (view.default or view.part_of)]
    grouped = Counter(view.group for view in named if view.group is not None)
    alone = sum(view.group is None for view in named)
    return prod(members + 1 for members in grouped.values()) << alone
