"""ATC205: a write that finds its value there already."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.findings import Finding, Related, Rule, Severity
from atoc.program import Known, Scope
from atoc.prove import Facts, NoOpWrite
from atoc.rules import phrases

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

MOST_EARLIER = 3
"""How many of the views that have set the same before are shown."""


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """The writes that never change anything."""
    for fact in facts.facts:
        if isinstance(fact, NoOpWrite):
            yield _finding(scope, fact)


def _finding(scope: Scope, fact: NoOpWrite) -> Finding:
    path = fact.write.path
    return RULE.at(
        fact.write.key_span,
        f"'{path}' in '{fact.view.name}' changes nothing: {_reason(fact)}",
        scope=scope.name,
        key=path,
        views=(fact.view.name, *(view.name for view in fact.earlier)),
        related=tuple(_related(fact)),
        help=("remove this write",),
        method=fact.method,
    )


def _reason(fact: NoOpWrite) -> str:
    names = [view.name for view in fact.earlier]
    if not names:
        return (
            "it is the default" if _is_default(fact) else "wherever it is applied, the value is there already"
        )
    return f"{phrases.between_them(names, 'has', 'have')} always set the same before"


def _is_default(fact: NoOpWrite) -> bool:
    """Whether the value is that of the field's default."""
    default, value = fact.write.field.default, fact.write.value
    return isinstance(default, Known) and isinstance(value, Known) and default.value == value.value


def _related(fact: NoOpWrite) -> Iterator[Related]:
    if not fact.earlier and _is_default(fact):
        declared = fact.write.field.member.default_span or fact.write.field.span
        yield Related(declared, "the default stands here")
    for view in fact.earlier[-MOST_EARLIER:]:
        yield phrases.sets_it(view, fact.write.path)
