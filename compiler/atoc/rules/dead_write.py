"""ATC203: a write that is never the value and never read."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.findings import Finding, Removal, Rule, Severity
from atoc.program import Scope
from atoc.prove import DeadWrite, Facts
from atoc.rules.phrases import between_them, sets_it

RULE = Rule(
    code="ATC203",
    name="dead-write",
    severity=Severity.WARNING,
    page="""
    A write is never the value of its field, and nothing ever reads it.

    ## What is found

    A write that another one always covers: whenever its view is active, so is a view that is applied later
    and sets the same field, and no view reads the field in between.

    ## Why it matters

    Who reads the document believes that the view sets this value, and it never does. Often a priority is
    wrong.

    ## How to mend

    Remove the write, or give its view a higher priority than that of the view which covers it.

    ## What it does not cover

    A write that only the command line covers. If all writes of a view are dead, the view is: `dead-view`.
    """,
    bad="""
scope: train
fields:
  lr: {type: float, default: 0.01}
  epochs: {type: int, default: 10}
views:
  fast:
    set: {lr: 0.1, epochs: 5}
  defaults:
    default: true
    priority: 1
    set: {lr: 0.001}
""",
    good="""
scope: train
fields:
  lr: {type: float, default: 0.01}
  epochs: {type: int, default: 10}
views:
  fast:
    priority: 2
    set: {lr: 0.1, epochs: 5}
  defaults:
    default: true
    priority: 1
    set: {lr: 0.001}
""",
)

MOST_WINNERS = 3
"""How many of the views that cover the write are shown."""


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """The dead writes."""
    for fact in facts.facts:
        if isinstance(fact, DeadWrite):
            yield _finding(scope, fact)


def _finding(scope: Scope, fact: DeadWrite) -> Finding:
    view, path = fact.view, fact.write.path
    names = [winner.name for winner in fact.winners]
    after = f"{between_them(names, 'always sets', 'always set')} it afterwards"
    return RULE.at(
        fact.write.key_span,
        f"'{path}' in '{view.name}' is never used: {after if names else 'the write never takes place'}",
        scope=scope.name,
        key=path,
        views=(view.name, *names),
        related=tuple(sets_it(winner, path) for winner in fact.winners[-MOST_WINNERS:]),
        help=_help(fact),
        method=fact.method,
        fix=Removal(fact.write.key_span),
        met="first",
    )


def _help(fact: DeadWrite) -> tuple[str, ...]:
    view = fact.view
    same_phase = [winner for winner in fact.winners if winner.lazy == view.lazy]
    if not fact.winners or len(same_phase) < len(fact.winners):
        return ("remove this write",)
    above = max(winner.priority for winner in same_phase) + 1
    return (f"remove this write, or let '{view.name}' come later: `priority: {above}`",)
