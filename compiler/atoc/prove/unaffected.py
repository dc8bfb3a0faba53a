"""Which facts still hold of a program in which something is broken.

What is broken is left out of the program, so a proof about the rest can be wrong in two ways: a write that is
missing no longer sets, hides or reads anything, and a chain that is missing activates nothing. A fact is
kept where neither can matter. Two views stay order-dependent where no view that lacks something is brought by
them or applied after them; a field stays unset where nothing is lost but values of other fields. About writes
without an effect nothing is kept, as any write that is missing may have been the reason for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from atoc.findings import Finding
from atoc.program import Scope, View
from atoc.prove.facts import (
    EagerChainsLazy,
    Fact,
    Facts,
    GroupClash,
    OrderDependent,
    PriorityInversion,
    Unset,
)

VALUES = frozenset(("ATC101", "ATC102", "ATC103", "ATC105"))
"""Errors after which a view still writes what it writes, or a field is gone with all its writes."""

NAMES = frozenset(("ATC104", "ATC301", "ATC401", "ATC402"))
"""Errors after which a view lacks a write, a condition or a chain."""


def unaffected(scope: Scope, facts: Facts, errors: Sequence[Finding]) -> Facts:
    """The facts that hold however the errors of the scope are mended; no verdicts, if there are errors."""
    if not errors:
        return facts
    if not all(error.code in VALUES | NAMES for error in errors):
        return Facts((), ())
    lacking = frozenset(
        (
            *(view for error in errors for view in error.views if error.code in NAMES),
            *(view.name for view in scope.views.values() if view.is_condition_lost),
        )
    )
    keys = frozenset(error.key for error in errors if error.key is not None).union(
        *(view.lost for view in scope.views.values())
    )
    are_values = all(error.code in VALUES for error in errors)
    kept = tuple(fact for fact in facts.facts if _holds(scope, fact, lacking, keys, are_values=are_values))
    return Facts(kept, ())


def _holds(
    scope: Scope, fact: Fact, lacking: frozenset[str], keys: frozenset[str], *, are_values: bool
) -> bool:
    match fact:
        case Unset(field=field):
            return are_values and not field.is_default_lost and keys.isdisjoint(_places(field.path))
        case OrderDependent(field=field, first=first, second=second):
            return keys.isdisjoint(_places(field.path)) and lacking.isdisjoint(
                _involved(scope, first, second)
            )
        case PriorityInversion(view=view, chained=chained) | EagerChainsLazy(view=view, chained=chained):
            return lacking.isdisjoint((view.name, chained.name))
        case GroupClash(view=view):
            return lacking.isdisjoint(_brought(scope, (view,)))
        case _:
            return False


def _places(path: str) -> Iterator[str]:
    """The path, and those of the structs around it."""
    while path:
        yield path
        path = path.rpartition(".")[0]


def _involved(scope: Scope, first: View, second: View) -> set[str]:
    """The views that two views bring, and those that are applied after them if they are active."""
    later = {
        view.name
        for view in scope.views.values()
        if (view.lazy, view.priority) > (first.lazy, first.priority)
    }
    return later | _brought(scope, (first, second))


def _brought(scope: Scope, views: Iterable[View]) -> set[str]:
    reached: set[str] = set()
    waiting = [view.name for view in views]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(entry.name for entry in scope.views[name].chain)
    return reached
