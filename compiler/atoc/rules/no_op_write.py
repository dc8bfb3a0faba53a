"""ATC205: a write that finds its value there already."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.findings import Finding, Related, Rule, Severity
from atoc.program import Scope
from atoc.prove import Facts, NoOpWrite
from atoc.rules.phrases import sets_it

RULE = Rule(
    code="ATC205",
    name="no-op-write",
    severity=Severity.NOTE,
    page="""
    A write never changes the value of its field.

    ## What is found

    A write of a value that the field has already, in every selection: its default, or what a view sets that
    is always applied before.

    ## Why it matters

    It does no harm today. But it says a thing twice, and when one of the places changes the other stays
    behind.

    ## How to mend

    Remove the write.

    ## What it does not cover

    A write that restores a value which some view may have changed before.
    """,
    bad="""
scope: train
fields:
  lr: {type: float, default: 0.01}
  epochs: {type: int, default: 10}
views:
  long:
    set: {lr: 0.01, epochs: 100}
""",
    good="""
scope: train
fields:
  lr: {type: float, default: 0.01}
  epochs: {type: int, default: 10}
views:
  long:
    set: {epochs: 100}
""",
)


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """The writes that never change anything."""
    for fact in facts.facts:
        if isinstance(fact, NoOpWrite):
            yield _finding(scope, fact)


def _finding(scope: Scope, fact: NoOpWrite) -> Finding:
    path, earlier = fact.write.path, fact.earlier
    if earlier is None:
        there = "it is the default"
        declared = fact.write.field.member.default_span or fact.write.field.span
        related = Related(declared, "the default stands here")
    else:
        there = f"'{earlier.name}' has always set the same before"
        related = sets_it(earlier, path)
    return RULE.at(
        fact.write.key_span,
        f"'{path}' in '{fact.view.name}' changes nothing: {there}",
        scope=scope.name,
        key=path,
        views=(fact.view.name,) if earlier is None else (fact.view.name, earlier.name),
        related=(related,),
        help=("remove this line",),
        method=fact.method,
    )
