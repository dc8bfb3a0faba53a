"""ATC304: an eager view chains with a lazy one."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.findings import Finding, Related, Rule, Severity
from atoc.program import Scope
from atoc.prove import EagerChainsLazy, Facts

RULE = Rule(
    code="ATC304",
    name="eager-chains-lazy",
    severity=Severity.ERROR,
    page="""
    An eager view chains with a lazy one, which is applied after it.

    ## What is found

    An entry of `chain_with`, in a view that is not lazy, that names a lazy view.

    ## Why it matters

    What a view chains with is meant to come before it. But lazy views are applied after the command line,
    and so after every eager view, whatever their priorities.

    ## How to mend

    Make the view lazy too, or the other one eager. If both are only to be active together, let the lazy view
    chain with the eager one.
    """,
    bad="""
scope: train
fields:
  epochs: {type: int, default: 10}
  warmup: {type: int, default: 0}
views:
  short_warmup:
    lazy: true
    set: {warmup: 5}  # atoc: ignore[ATC208] it is short indeed
  long_run:
    chain_with: short_warmup
    set: {epochs: 200}
""",
    good="""
scope: train
fields:
  epochs: {type: int, default: 10}
  warmup: {type: int, default: 0}
views:
  short_warmup:
    lazy: true
    chain_with: long_run
    set: {warmup: 5}  # atoc: ignore[ATC208] it is short indeed
  long_run:
    set: {epochs: 200}
""",
)


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """The eager views that chain with lazy ones."""
    for fact in facts.facts:
        if isinstance(fact, EagerChainsLazy):
            yield _finding(scope, fact)


def _finding(scope: Scope, fact: EagerChainsLazy) -> Finding:
    view, chained = fact.view, fact.chained
    return RULE.at(
        fact.entry.span,
        f"'{chained.name}' is lazy and so is applied after '{view.name}', which chains with it",
        scope=scope.name,
        views=(view.name, chained.name),
        related=(Related(chained.span, f"'{chained.name}' is declared with `lazy: true`"),),
        help=(
            f"make '{view.name}' lazy too (`lazy: true`), or '{chained.name}' eager",
            f"or let '{chained.name}' chain with '{view.name}' instead",
        ),
        witness=fact.witness,
        method="closure",
        met="first",
    )
