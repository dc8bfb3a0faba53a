"""Which facts only follow from others: one finding for one cause.

Idea. Where an expression fails there is no config, so that nothing else it would have shown tells anything
new: its view seems dead, its conditions seem constant. A field that is never set is read before it is set.
And while something is refuted that may be in the way of a proof, what stays unproved is not told of.

Example. ``when: workers == 0`` on an eager view reads the input ``workers`` too early. Of course the
condition never holds then; that is not told as well.

Cost. One look at each fact.
"""

from __future__ import annotations

from collections.abc import Sequence

from atoc.prove.facts import (
    ConstantCondition,
    DeadView,
    DeadWrite,
    Fact,
    Failing,
    NoOpWrite,
    OrderDependent,
    Unproved,
    Unset,
)


def without_followers(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts that tell something of their own."""
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
