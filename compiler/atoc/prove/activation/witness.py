"""The smallest selection that activates some views and leaves others out.

Idea. Start from no name at all, and look at what is wrong: a wanted view that is not active, an unwanted
one that a group's default brings, a clash that such a default causes. Each of these says which views could
mend it, and one of them must be among the names; so the search branches over these alone, and deepens by
one name at a time (Korf, *Depth-first iterative-deepening*, 1985). What the names themselves reach is never
taken back: an unwanted view or a clash among that is a dead end.

Example. ``sgd`` and ``adam`` form a group with the default ``adam``; wanted is nothing, unwanted ``adam``.
With no name ``adam`` is active; a member of the group must be named; ``sgd`` does it, so the answer is
``("sgd",)``.

Cost. Without group defaults the first look decides. With them the question is as hard as satisfiability: the
number of looks is bounded, for one question and for a scope. Beyond it ``BoundReached`` is raised, and the
question is unproved.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from atoc.prove.activation.closure import Activation, DefaultOfGroup, ones

MOST_LOOKS = 4_000
"""How many sets of names one search looks at."""
MOST_LOOKS_IN_ALL = 200_000
"""How many sets of names all searches of a scope look at, once for an answer and once for the smallest."""


class BoundReached(Exception):
    """A search gave up at its bound: the question stays open."""


class Looks:
    """How many looks are left to all searches of one kind, and to the one that is under way."""

    __slots__ = ("left", "now")

    def __init__(self) -> None:
        self.left = MOST_LOOKS_IN_ALL
        self.now = 0

    def begin(self) -> None:
        """Begin a search."""
        self.now = MOST_LOOKS

    def take(self) -> None:
        """Take one look, or give up."""
        if self.now <= 0 or self.left <= 0:
            raise BoundReached
        self.now -= 1
        self.left -= 1


class Search:
    """The searches of one scope. It remembers its answers, and how much it may still look."""

    __slots__ = ("activation", "answers", "possible", "sizing", "smallest_names")

    def __init__(self, activation: Activation) -> None:
        self.activation = activation
        self.answers = Looks()
        self.sizing = Looks()
        self.possible: dict[tuple[int, int], int | None] = {}
        self.smallest_names: dict[tuple[int, int], tuple[str, ...] | None] = {}

    def is_possible(self, wanted: int, unwanted: int) -> bool:
        """Whether a valid selection has all wanted views and no unwanted one. Raises ``BoundReached``."""
        return self._any_names(wanted, unwanted) is not None

    def smallest(self, wanted: int, unwanted: int) -> tuple[str, ...] | None:
        """The names that activate all wanted views and no unwanted one: the fewest, then first by alphabet.

        None where no valid selection does. Raises ``BoundReached``. Where only the search for fewer or
        earlier names reaches its bound, names that do it are given all the same.
        """
        key = (wanted, unwanted)
        if key not in self.smallest_names:
            known = self._any_names(wanted, unwanted)
            found = None if known is None else self._fewest(wanted, unwanted)
            self.smallest_names[key] = self.activation.names(known) if known and not found else found
        return self.smallest_names[key]

    def _any_names(self, wanted: int, unwanted: int) -> int | None:
        """Some views to name, as a set; None where no selection does it.

        Nothing is ever gained by naming a view that merely chains with what is needed, so that only wanted
        views and members of groups are tried.
        """
        key = (wanted, unwanted)
        if key not in self.possible:
            self.answers.begin()
            self.possible[key] = _any_names(self.activation, wanted, unwanted, self.answers)
        return self.possible[key]

    def _fewest(self, wanted: int, unwanted: int) -> tuple[str, ...] | None:
        """The smallest names; None where the search for them reaches its bound."""
        self.sizing.begin()
        try:
            for size in count():
                found = min(_names_of(self.activation, wanted, unwanted, size, self.sizing), default=None)
                if found is not None:
                    return found
        except BoundReached:
            pass
        return None


def _any_names(activation: Activation, wanted: int, unwanted: int, looks: Looks) -> int | None:
    waiting = [(activation.always, 0)]
    seen: set[int] = set()
    while waiting:
        reached, named = waiting.pop()
        if reached in seen:
            continue
        seen.add(reached)
        looks.take()
        needed = _needed(activation, reached, wanted, unwanted)
        if needed == 0:
            return named
        mending = reversed(activation.in_order(activation.naming(needed or 0)))
        waiting.extend((reached | activation.closures[i], named | 1 << i) for i in mending)
    return None


def _names_of(
    activation: Activation, wanted: int, unwanted: int, size: int, looks: Looks
) -> Iterator[tuple[str, ...]]:
    """Names, exactly ``size`` of them, that do it where fewer do not; among them the first by alphabet."""
    waiting = [(activation.always, 0)]
    seen: set[int] = set()
    while waiting:
        reached, named = waiting.pop()
        looks.take()
        needed = _needed(activation, reached, wanted, unwanted)
        if needed == 0:
            yield activation.names(named)
        if not needed or named.bit_count() == size:
            continue
        for i in activation.in_order(_namers(activation, needed)):
            names = named | 1 << i
            if names not in seen:
                seen.add(names)
                waiting.append((reached | activation.closures[i], names))


def _namers(activation: Activation, needed: int) -> int:
    """The views that reach one of the needed ones."""
    namers = 0
    for i in ones(needed):
        namers |= activation.chained_by[i]
    return namers & ~activation.parts


def _needed(activation: Activation, reached: int, wanted: int, unwanted: int) -> int | None:
    """Views of which one at least must be reached too; 0 where all is well, None in a dead end."""
    if reached & unwanted or activation.clash(reached):
        return None
    active = activation.activate(reached)
    pending = activation.pending(reached)
    missing = wanted & ~active
    if missing:
        tangled = _members(pending) if activation.is_tangled else 0
        return missing & -missing | tangled
    wrong = active & unwanted
    if not wrong:
        clash = activation.clash(active) & ~reached
        if not clash:
            lacking = activation.lacking(active)
            return lacking | _members(pending) if lacking and activation.is_tangled else lacking
        culprits = tuple(group for i in ones(clash) for group in _bringing(pending, 1 << i))
    else:
        culprits = _bringing(pending, wrong & -wrong)
    return _members(pending if activation.is_tangled else culprits) or None


def _bringing(pending: tuple[DefaultOfGroup, ...], view: int) -> tuple[DefaultOfGroup, ...]:
    """The first group whose default brings the view: all of them must give way, so this one must."""
    return next(((group,) for group in pending if group.brings & view), ())


def _members(groups: tuple[DefaultOfGroup, ...]) -> int:
    members = 0
    for group in groups:
        members |= group.members
    return members
