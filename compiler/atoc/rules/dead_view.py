"""ATC204: a view that does nothing in any selection."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.findings import Finding, Related, Rule, Severity
from atoc.program import Scope, View
from atoc.prove import DeadView, Facts
from atoc.rules.phrases import between_them, rank_of

RULE = Rule(
    code="ATC204",
    name="dead-view",
    severity=Severity.WARNING,
    page="""
    All writes of a view are dead, or its condition never holds.

    ## What is found

    A view that never gives a field its value: other views always cover everything that it sets, its `when`
    is false for every value that the fields can have, or every selection with it is refused, since the
    default of a group clashes with it.

    ## Why it matters

    Whoever names the view expects what it sets, and never gets it.

    ## How to mend

    Raise its priority above the views that cover it, correct the condition, or remove the view. If it is
    there for what it chains with, or to take the place of a group's default, leave its `set` empty.

    ## What it does not cover

    A view whose `set` is empty, if it can be active: it has nothing to lose.
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
    """The dead views, but for those of which the reason is told elsewhere."""
    for fact in facts.facts:
        if isinstance(fact, DeadView) and not fact.is_follower:
            yield _finding(scope, fact)


def _finding(scope: Scope, fact: DeadView) -> Finding:
    view = fact.view
    names = tuple(winner.name for winner in fact.winners)
    shown = () if fact.never_holds else fact.winners[-MOST_WINNERS:]
    condition = view.when if fact.never_holds else None
    return RULE.at(
        view.span if condition is None else condition.span,
        _message(scope, fact, names),
        scope=scope.name,
        views=(view.name, *names),
        related=tuple(Related(winner.span, _cover(winner)) for winner in shown),
        help=_help(fact),
        method=fact.method,
        met="first",
    )


def _message(scope: Scope, fact: DeadView, names: tuple[str, ...]) -> str:
    name = fact.view.name
    if fact.never_holds:
        return f"the condition of '{name}' never holds"
    if fact.never_active:
        or_none = (
            ", or none of a required one" if any(group.required for group in scope.groups.values()) else ""
        )
        return (
            f"'{name}' can never be active: every selection with it activates two members of a group{or_none}"
        )
    if not names:
        return f"nothing that '{name}' sets is ever used: it is always set again"
    covering = between_them(names, "always sets", "always set")
    return f"nothing that '{name}' sets is ever used: {covering} it again"


def _cover(winner: View) -> str:
    return f"'{winner.name}' comes later, {rank_of(winner)}"


def _help(fact: DeadView) -> tuple[str, ...]:
    name = fact.view.name
    if fact.never_holds:
        return (f"correct the condition, or remove '{name}'",)
    if fact.never_active:
        return ("let one of the groups have another default, or none",)
    has_other_use = fact.view.group is not None or fact.view.chain
    removal = f"leave the `set` of '{name}' empty" if has_other_use else f"remove '{name}'"
    if not fact.winners or any(winner.lazy != fact.view.lazy for winner in fact.winners):
        return (removal,)
    above = max(winner.priority for winner in fact.winners) + 1
    return (f"let '{name}' come later (`priority: {above}`)", f"or {removal}")
