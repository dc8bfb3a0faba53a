"""Which facts only follow from others: one finding for one cause.

Idea. Where an expression fails there is no config, so that nothing else it would have shown tells anything
new: its view seems dead, its conditions seem constant. A field that is never set is read before it is set.
And while something is refuted that may be in the way of a proof, what stays unproved is not told of. What
shows in another order of two views than the usual one alone, where that order is told to decide a value,
is the same defect once more.

Example. ``when: workers == 0`` on an eager view reads the input ``workers`` too early. Of course the
condition never holds then; that is not told as well.

Cost. One look at each fact.
"""

from __future__ import annotations

from collections.abc import Sequence

from atoc.prove.facts import (
    AbsentField,
    AssertFails,
    ConstantCondition,
    DeadView,
    DeadWrite,
    Fact,
    Failing,
    LazyOverride,
    MissingCase,
    NoOpWrite,
    OrderDependent,
    StaleRead,
    Unproved,
    Unset,
)


def without_followers(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts that tell something of their own."""
    facts = [fact for fact in facts if not _is_of_order(fact, facts)]
    failing = [fact for fact in facts if isinstance(fact, Failing)]
    unset = frozenset(fact.field.path for fact in facts if isinstance(fact, Unset))
    is_refuted = bool(failing) or any(isinstance(fact, OrderDependent) for fact in facts)
    sites = frozenset(fact.site for fact in failing)
    views = frozenset(fact.site.view for fact in failing)

    def follows(fact: Fact) -> bool:
        match fact:
            case Failing(kind="unset", path=path):
                return path in unset
            case DeadView(view=view) | DeadWrite(view=view) | NoOpWrite(view=view):
                return view.name in views
            case ConstantCondition(site=site):
                return site in sites
            case Unproved():
                return is_refuted
            case _:
                return False

    return tuple(fact for fact in facts if not follows(fact))


def _is_of_order(fact: Fact, facts: Sequence[Fact]) -> bool:
    """Whether only another order than the usual one shows a fact, of two views whose order is told of."""
    if not isinstance(fact, (Unset, AbsentField, Failing, StaleRead, MissingCase, AssertFails, LazyOverride)):
        return False
    names = [word for word in fact.witness if "=" not in word]
    if not fact.order and names == sorted(names):
        return False
    views = {*fact.order, *names}
    told = (other for other in facts if isinstance(other, OrderDependent))
    return any({other.first.name, other.second.name} <= views for other in told)
