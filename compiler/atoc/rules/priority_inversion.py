"""ATC303: a view is applied before one that it chains with."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.findings import Finding, Related, Rule, Severity
from atoc.program import Scope
from atoc.prove import Facts, PriorityInversion

RULE = Rule(
    code="ATC303",
    name="priority-inversion",
    severity=Severity.ERROR,
    page="""
    A view is applied before one that it chains with.

    ## What is found

    An entry of `chain_with` that names a view of a higher priority in the same phase.

    ## Why it matters

    What a view chains with is meant to come before it, as its base. A higher priority puts it after, so
    that the base overwrites what was built on it.

    ## How to mend

    Give the view at least the priority of what it chains with: at equal priority the chain decides.
    """,
    bad="""
scope: train
fields:
  lr: {type: float, default: 0.01}
  epochs: {type: int, default: 10}
views:
  high_lr:
    priority: 2
    set: {lr: 0.1}
  long_run:
    chain_with: high_lr
    set: {epochs: 200}
""",
    good="""
scope: train
fields:
  lr: {type: float, default: 0.01}
  epochs: {type: int, default: 10}
views:
  high_lr:
    priority: 2
    set: {lr: 0.1}
  long_run:
    priority: 2
    chain_with: high_lr
    set: {epochs: 200}
""",
)


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """The chains that priorities turn round."""
    for fact in facts.facts:
        if isinstance(fact, PriorityInversion):
            yield _finding(scope, fact)


def _finding(scope: Scope, fact: PriorityInversion) -> Finding:
    view, chained = fact.view, fact.chained
    return RULE.at(
        fact.entry.span,
        f"'{chained.name}' is applied after '{view.name}', which chains with it: "
        f"its priority is {chained.priority}, that of '{view.name}' is {view.priority}",
        scope=scope.name,
        views=(view.name, chained.name),
        related=(Related(chained.priority_span or chained.span, f"'{chained.name}' comes later"),),
        help=(
            f"give '{view.name}' at least `priority: {chained.priority}`",
            f"or give '{chained.name}' at most `priority: {view.priority}`",
        ),
        witness=fact.witness,
        method="closure",
        met="first",
    )
