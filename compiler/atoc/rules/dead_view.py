"""ATC204: a view that does nothing in any selection."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.findings import Finding, Related, Rule, Severity
from atoc.program import Scope, View
from atoc.prove import DeadView, Facts, GroupClash
from atoc.rules.phrases import listed, rank_of

RULE = Rule(
    code="ATC204",
    name="dead-view",
    severity=Severity.WARNING,
    page="""
    All writes of a view are dead, or its condition never holds.

    ## What is found

    A view that does nothing in any selection: other views always cover everything that it sets, or its
    `when` is false for every value that the fields can have.

    ## Why it matters

    Naming the view has no effect, and whoever names it expects one.

    ## How to mend

    Raise its priority above the views that cover it, correct the condition, or remove the view.

    ## What it does not cover

    A view whose `set` is empty: it may be there for what it chains with, or as the neutral member of a group.
    """,
    bad="""
scope: train
fields:
  lr: {type: float, default: 0.01}
views:
  fast:
    set: {lr: 0.1}
  defaults:
    default: true
    priority: 1
    set: {lr: 0.001}
""",
    good="""
scope: train
fields:
  lr: {type: float, default: 0.01}
views:
  fast:
    priority: 1
    set: {lr: 0.1}
  defaults:
    default: true
    set: {lr: 0.001}
""",
)

MOST_WINNERS = 3
"""How many of the views that cover this one are shown."""


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """The dead views, but for those that a clash of groups has already been told of."""
    clashing = {fact.view.name for fact in facts.facts if isinstance(fact, GroupClash)}
    for fact in facts.facts:
        if isinstance(fact, DeadView) and not (fact.never_active and clashing):
            yield _finding(scope, fact)


def _finding(scope: Scope, fact: DeadView) -> Finding:
    view = fact.view
    names = tuple(winner.name for winner in fact.winners)
    shown = () if fact.never_holds else fact.winners[-MOST_WINNERS:]
    condition = view.when if fact.never_holds else None
    return RULE.at(
        view.span if condition is None else condition.span,
        f"'{view.name}' never does anything: {_reason(fact, names)}",
        scope=scope.name,
        views=(view.name, *names),
        related=tuple(Related(winner.span, _cover(winner)) for winner in shown),
        help=_help(fact),
        method=fact.method,
    )


def _reason(fact: DeadView, names: tuple[str, ...]) -> str:
    if fact.never_holds:
        return "its condition never holds"
    if fact.never_active:
        return "every selection with it activates two members of a group"
    if not names:
        return "what it sets is always set again"
    return f"{listed(names)} always {'sets' if len(names) == 1 else 'set'} again what it sets"


def _cover(winner: View) -> str:
    return f"'{winner.name}' comes later, {rank_of(winner)}"


def _help(fact: DeadView) -> tuple[str, ...]:
    name = fact.view.name
    if fact.never_holds:
        return (f"correct the condition, or remove '{name}'",)
    if fact.never_active:
        return ("let one of the groups have another default, or none",)
    if not fact.winners or any(winner.lazy != fact.view.lazy for winner in fact.winners):
        return (f"remove '{name}'",)
    above = max(winner.priority for winner in fact.winners) + 1
    return (f"let '{name}' come later (`priority: {above}`), or remove it",)
