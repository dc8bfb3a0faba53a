"""ATC306: an entry of a chain says nothing new."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.findings import Finding, Related, Removal, Rule, Severity
from atoc.program import Scope
from atoc.prove import Facts, RedundantChain

RULE = Rule(
    code="ATC306",
    name="redundant-chain",
    severity=Severity.NOTE,
    page="""
    A chain names a view that is always active, or one that another entry brings.

    ## What is found

    An entry of `chain_with` that changes nothing: the view is active in every selection, or another entry
    of the same list chains with it.

    ## Why it matters

    It does no harm. But it makes a dependence look as if it were needed.

    ## How to mend

    Remove the entry.
    """,
    bad="""
scope: train
fields:
  lr: {type: float, default: 0.01}
  epochs: {type: int, default: 10}
views:
  defaults:
    default: true
    set: {lr: 0.001}
  long_run:
    chain_with: defaults
    set: {epochs: 200}
""",
    good="""
scope: train
fields:
  lr: {type: float, default: 0.01}
  epochs: {type: int, default: 10}
views:
  defaults:
    default: true
    set: {lr: 0.001}
  long_run:
    set: {epochs: 200}
""",
)


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """The entries that say nothing new."""
    for fact in facts.facts:
        if isinstance(fact, RedundantChain):
            yield _finding(scope, fact, facts)


def _finding(scope: Scope, fact: RedundantChain, facts: Facts) -> Finding:
    """An entry that can go, unless it decides the order of views which are tied."""
    name, other = fact.entry.name, fact.implied_by
    return RULE.at(
        fact.entry.span,
        f"'{name}' need not be in the chain of '{fact.view.name}': {_reason(name, other)}",
        scope=scope.name,
        views=(fact.view.name, name),
        related=_related(scope, fact),
        help=(f"remove '{name}' from the chain",),
        method="closure",
        fix=Removal(fact.entry.span) if facts.is_order_free else None,
    )


def _reason(name: str, other: str | None) -> str:
    if other is None:
        return "it is always active"
    return "it is there already" if other == name else f"'{other}' brings it"


def _related(scope: Scope, fact: RedundantChain) -> tuple[Related, ...]:
    if fact.implied_by is None:
        return (Related(scope.views[fact.entry.name].span, f"'{fact.entry.name}' is declared here"),)
    entry = next(entry for entry in fact.view.chain if entry.name == fact.implied_by)
    says = "it is named here first" if entry.name == fact.entry.name else f"'{entry.name}' chains with it"
    return (Related(entry.span, says),)
