"""Which facts still hold of a program in which something is broken.

What is broken is left out of the program, so a proof about the rest can be wrong in two ways: a write that is
missing no longer sets, hides or reads anything, and a chain that is missing activates nothing. A fact is
kept where neither can matter: it names no view that lacks something and no field that a broken write may
have meant, and a field counts as unset only where no name is misspelt. About writes without an effect
nothing is kept, as any write that is missing may have been the reason for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import ato.config as ato
from atoc.findings import Finding
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


def unaffected(facts: Facts, errors: Sequence[Finding]) -> Facts:
    """The facts that hold however the errors of the scope are mended; no verdicts, if there are errors."""
    if not errors:
        return facts
    if not all(error.code in VALUES | NAMES for error in errors):
        return Facts((), ())
    views = frozenset(view for error in errors for view in error.views if error.code in NAMES)
    keys = frozenset(error.key for error in errors if error.key is not None)
    are_values = all(error.code in VALUES for error in errors)
    kept = tuple(fact for fact in facts.facts if _holds(fact, views, keys, are_values=are_values))
    return replace(facts, facts=kept, verdicts=())


def _holds(fact: Fact, views: frozenset[str], keys: frozenset[str], *, are_values: bool) -> bool:
    match fact:
        case Unset(field=field):
            return are_values and field.path not in keys
        case OrderDependent(field=field, first=first, second=second):
            return views.isdisjoint((first.name, second.name)) and not _is_meant(field.path, keys)
        case PriorityInversion(view=view, chained=chained) | EagerChainsLazy(view=view, chained=chained):
            return views.isdisjoint((view.name, chained.name))
        case GroupClash(view=view):
            return view.name not in views
        case _:
            return False


def _is_meant(path: str, keys: frozenset[str]) -> bool:
    return path in keys or any(ato.nearest(key, (path,)) for key in keys)
