"""ATC201: a field without a default ends up without a value."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.expr import Expression
from atoc.findings import Finding, Related, Rule, Severity
from atoc.program import Scope, View
from atoc.prove import Facts, Unset
from atoc.rules.phrases import with_words

RULE = Rule(
    code="ATC201",
    name="unset-field",
    severity=Severity.ERROR,
    page="""
    A field without a default ends up without a value.

    ## What is found

    A field that has no default, is no input, and is written by no view in some selection. The finding shows
    the smallest command line that leaves it unset.

    ## Why it matters

    A config is whole or it is none: a run with that selection would end before it began.

    ## How to mend

    Give the field a default, or set it in a default view, or in every member of a group that has a default.
    Mark it with `input: true` if its value has to come from outside; then a run that lacks it ends with a
    message.

    ## What it does not cover

    Inputs, and computed defaults. Where conditions decide and they are too many to try, the field is checked
    when a config is composed.
    """,
    bad="""
scope: train
fields:
  lr: float
views:
  fast:
    set: {lr: 0.1}
""",
    good="""
scope: train
fields:
  lr: float
views:
  defaults:
    default: true
    set: {lr: 0.01}
  fast:
    priority: 1
    set: {lr: 0.1}
""",
)

MOST_WRITERS = 3
"""How many of the views that set the field are shown."""


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """The fields that a selection leaves unset."""
    unset = [fact for fact in facts.facts if isinstance(fact, Unset)]
    paths = {fact.field.path for fact in unset}
    writers: dict[str, list[View]] = {path: [] for path in paths}
    for view in scope.views.values():
        for write in view.writes:
            if write.path in paths:
                writers[write.path].append(view)
    for fact in unset:
        yield _finding(scope, fact, writers[fact.field.path])


def _finding(scope: Scope, fact: Unset, writers: list[View]) -> Finding:
    field = fact.field
    return RULE.at(
        field.span,
        f"'{field.path}' {_outcome(scope, fact, writers)}",
        scope=scope.name,
        key=field.path,
        views=tuple(view.name for view in writers),
        related=tuple(_set_by(view, field.path) for view in writers[:MOST_WRITERS]),
        help=_help(scope, fact),
        witness=fact.witness,
        method=fact.method,
    )


def _outcome(scope: Scope, fact: Unset, writers: list[View]) -> str:
    if fact.field.is_default_partial:
        return f"has no value {with_words(fact.witness, fact.order)}: not every variant gives it a default"
    if writers:
        words = with_words(fact.witness, fact.order)
        return f"has no value {words}: no view that is active then sets it, and it has no default"
    if any(_may_set(view, fact.field.path) for view in scope.views.values()):
        words = with_words(fact.witness)
        return f"has no value {words}: no view that is active then sets it, and it has no default"
    return "is never given a value: it has no default, and no view sets it"


def _may_set(view: View, path: str) -> bool:
    """Whether a view may set the field in a way that is not understood."""
    return any(not each or path == each or path.startswith(f"{each}.") for each in view.beyond)


def _set_by(view: View, path: str) -> Related:
    write = view.write_to(path)
    span = view.span if write is None else write.key_span
    if write is not None and isinstance(write.value, Expression) and path in write.value.reads:
        return Related(span, f"'{view.name}' works it out from its own value")
    return Related(span, f"'{view.name}' sets it" + (", if its condition holds" if view.when else ""))


def _help(scope: Scope, fact: Unset) -> tuple[str, ...]:
    path = fact.field.path
    views = (view for view in scope.views.values() if view.default and view.when is None)
    default = next((view.name for view in views if view.write_to(path) is None), None)
    view = f"the default view '{default}'" if default else "a default view (`default: true`)"
    return (
        f"give '{path}' a default, or set it in {view}",
        "if it must come from outside, mark it with `input: true`",
    )
