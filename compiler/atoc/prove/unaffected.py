"""Which facts still hold of a program in which something is broken.

What is broken is left out of the program, so a proof about the rest can be wrong in two ways: a write that is
missing no longer sets, hides or reads anything, and a chain that is missing activates nothing. A fact is
kept where neither can matter. Two views stay order-dependent where no view lacks something that is active in
the run which shows it; a field stays unset where nothing is lost but values of other fields; a lazy view
without a condition overwrites what is given whatever else is lost. What else runs have shown, of expressions,
conditions and asserts, is not kept, as any value that is missing may have decided a condition. About writes
without an effect nothing is kept, as any write that is missing may have been the reason for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from atoc.findings import Finding
from atoc.program import Field, Known, Scope
from atoc.prove.activation.closure import Activation, activation_of
from atoc.prove.facts import (
    EagerChainsLazy,
    Fact,
    Facts,
    GroupClash,
    LazyOverride,
    OrderDependent,
    PriorityInversion,
    Unset,
    Witness,
)
from atoc.source.dotted import outwards

VALUES = frozenset(("ATC101", "ATC102", "ATC103", "ATC105"))
"""Errors after which a view still writes what it writes, or a field is gone with all its writes."""

NAMES = frozenset(("ATC104", "ATC301", "ATC401", "ATC402"))
"""Errors after which a view lacks a write, a condition or a chain."""

OUTSIDE = frozenset(("ATC107",))
"""Errors about what is around the documents, which change nothing in them."""


def unaffected(scope: Scope, facts: Facts, errors: Sequence[Finding]) -> Facts:
    """The facts that hold however the errors of the scope are mended; no verdicts, if there are errors.

    An error of another scope counts where something is lost by it in this one.
    """
    errors = [error for error in errors if error.code not in OUTSIDE]
    if not errors and not _is_lacking(scope):
        return facts
    if not all(error.code in VALUES | NAMES for error in errors):
        return Facts((), ())
    broken = _broken(scope, errors)
    kept = tuple(fact for fact in facts.facts if _holds(fact, broken))
    return Facts(kept, ())


def _is_lacking(scope: Scope) -> bool:
    """Whether a default, a write or a condition is lost."""
    return any(field.is_default_lost for field in scope.fields.values()) or any(
        view.lost or view.is_condition_lost for view in scope.views.values()
    )


@dataclass(frozen=True, slots=True)
class _Broken:
    """What the errors leave open.

    ``views`` lack a write, a condition or a chain; ``keys`` are the paths at or below which a value is
    missing. ``are_values`` tells that only values are missing, ``is_default_lost`` that a group lacks the
    default which it was given.
    """

    activation: Activation
    views: int
    keys: frozenset[str]
    are_values: bool
    is_default_lost: bool

    def touches(self, field: Field) -> bool:
        """Whether a value of the field may be missing."""
        return not self.keys.isdisjoint(outwards(field.path))

    def is_active(self, witness: Witness) -> bool:
        """Whether a view that lacks something takes part in a run."""
        index = self.activation.index
        named = sum(1 << index[word] for word in set(witness) if word in index)
        active = self.activation.activate(self.activation.reach(named))
        return self.is_default_lost or bool(active & self.views)


def _broken(scope: Scope, errors: Sequence[Finding]) -> _Broken:
    names = [error for error in errors if error.code in NAMES]
    lacking = {
        *(view for error in names for view in error.views),
        *(view.name for view in scope.views.values() if view.is_condition_lost),
    }
    keys = frozenset(error.key for error in errors if error.key is not None)
    return _Broken(
        activation := activation_of(scope),
        sum(1 << activation.index[name] for name in lacking if name in activation.index),
        keys.union(*(view.lost for view in scope.views.values())),
        are_values=not names,
        is_default_lost=any(g.default is None and g.default_span is not None for g in scope.groups.values()),
    )


def _holds(fact: Fact, broken: _Broken) -> bool:
    match fact:
        case Unset(field=field, method="closure"):
            return broken.are_values and not field.is_default_lost and not broken.touches(field)
        case OrderDependent(field=field, method="closure", witness=witness):
            return not broken.touches(field) and not broken.is_active(witness)
        case PriorityInversion(view=view, chained=chained) | EagerChainsLazy(view=view, chained=chained):
            index = broken.activation.index
            return not broken.views & (1 << index[view.name] | 1 << index[chained.name])
        case GroupClash(view=view, beside=beside):
            brought = broken.activation.closures[broken.activation.index[view.name]]
            return not brought & broken.views and (beside is None or not broken.is_active(()))
        case LazyOverride(view=view, write=write, witness=witness):
            is_plain = view.when is None and isinstance(write.value, Known)
            return is_plain and not broken.touches(write.field) and not broken.is_active(witness)
        case _:
            return False
