"""ATC202: the order of two views, which nothing fixes, decides a value."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.expr import Expression
from atoc.findings import Finding, Related, Rule, Severity
from atoc.program import Scope, View
from atoc.prove import Facts, OrderDependent
from atoc.rules.phrases import listed
from atoc.span import Span

RULE = Rule(
    code="ATC202",
    name="order-dependent",
    severity=Severity.ERROR,
    page="""
    Two views of equal priority give a field different values, so that their order decides.

    ## What is found

    Two views of one phase and one priority, both always active or both selected, that a selection can
    activate together, where the one that comes first makes a difference: both set a field, to different
    values, or one reads what the other sets, in its own scope or in another.

    ## Why it matters

    Among equals the order of the names on a command line decides, or the order of the declarations, and
    nobody means anything by that. Without such pairs, a config depends only on which views are active.

    ## How to mend

    Say which of the two wins: give it a higher `priority`, or let it chain with the other (`chain_with`),
    which is then applied before it. If they are alternatives, put both in a group.

    ## What it does not cover

    Views that set the same value, views that a group or a chain keeps in order, conditions that exclude each
    other, and fields that a later view always sets.
    """,
    bad="""
scope: train
fields:
  lr: {type: float, default: 0.01}
views:
  fast:
    set: {lr: 0.1}
  slow:
    set: {lr: 0.001}
""",
    good="""
scope: train
fields:
  lr: {type: float, default: 0.01}
groups:
  speed: {doc: At most one of these.}
views:
  fast:
    group: speed
    set: {lr: 0.1}
  slow:
    group: speed
    set: {lr: 0.001}
""",
)


SEPARATOR = "."
"""What stands between a scope and the name of a view in it, where the view is of another scope."""


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """The pairs of views whose order decides."""
    for fact in facts.facts:
        if isinstance(fact, OrderDependent):
            yield _finding(scope, fact)


def _finding(scope: Scope, fact: OrderDependent) -> Finding:
    first, second, path = fact.first, fact.second, fact.field.path
    related = Related(_place(fact, first), f"'{first.name}' {_deed(fact, first)}")
    return RULE.at(
        _place(fact, second),
        _message(fact),
        scope=scope.name,
        key=path,
        views=(first.name, second.name),
        related=(related,),
        help=_help(fact),
        witness=fact.witness,
        method=fact.method,
    )


def _message(fact: OrderDependent) -> str:
    first, second = fact.first, fact.second
    rank = f"both with priority {second.priority}" + (", both lazy" if second.lazy else "")
    if fact.reader is None:
        paths = (fact.field.path, *(field.path for field in fact.others))
        return (
            f"{listed(paths)} {'gets' if len(paths) == 1 else 'get'} different values from "
            f"'{first.name}' and '{second.name}', {rank}: their order decides"
        )
    writer = second if fact.reader.name == first.name else first
    return (
        f"'{fact.field.path}' is read by '{fact.reader.name}' and set by '{writer.name}', {rank}: "
        "their order decides"
    )


def _deed(fact: OrderDependent, view: View) -> str:
    return f"{'reads' if _reads(fact, view) else 'sets'} '{fact.field.path}' here"


def _reads(fact: OrderDependent, view: View) -> bool:
    return fact.reader is not None and fact.reader.name == view.name


def _place(fact: OrderDependent, view: View) -> Span:
    """Where a view does what it does to the field: sets it, or reads it."""
    path = fact.field.path
    write = view.write_to(path)
    if write is not None and not _reads(fact, view):
        return write.key_span
    if view.when is not None and path in view.when.reads:
        return view.when.span
    reading = (w.key_span for w in view.writes if isinstance(w.value, Expression) and path in w.value.reads)
    return next(reading, view.span)


def _help(fact: OrderDependent) -> tuple[str, ...]:
    first, second = fact.first.name, fact.second.name
    above = f"`priority: {fact.second.priority + 1}`"
    if SEPARATOR in first or SEPARATOR in second:
        after = "make the one that reads lazy" if not fact.second.lazy else "make the one that sets eager"
        return (f"give the one that is to come last a higher priority ({above}), or {after}",)
    return (
        f"give the one that is to win a higher priority ({above}), or let it chain with the other",
        f"if '{first}' and '{second}' are alternatives, put both in one group",
    )
