"""ATC406: a condition decides nothing."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.findings import Finding, Rule, Severity
from atoc.program import Scope
from atoc.prove import ConstantCondition, Facts
from atoc.rules.phrases import place_of, views_at

RULE = Rule(
    code="ATC406",
    name="constant-condition",
    severity=Severity.WARNING,
    page="""
    A condition always holds, or never does.

    ## What is found

    The `when` of a view, or the condition of `a if c else b`, that comes to the same in every selection in
    which it is looked at.

    ## Why it matters

    Whoever wrote it meant it to decide something. Often the view should be lazy: an eager view is applied
    before the command line, and sees only what the views before it have set.

    ## How to mend

    Remove the condition, correct it, or let the view be lazy.

    ## What it does not cover

    A view whose condition never holds is a `dead-view`. Of conditions that compare what arithmetic on floats
    gives nothing is claimed.
    """,
    bad="""
scope: train
fields:
  mode: {enum: [fast, careful], default: fast}
  epochs: {type: int, default: 10}
views:
  short:
    default: true
    when: mode == 'fast'
    set: {epochs: 3}
""",
    good="""
scope: train
fields:
  mode: {enum: [fast, careful], default: fast}
  epochs: {type: int, default: 10, final: true}
views:
  short:
    default: true
    lazy: true
    when: mode == 'fast'
    set: {epochs: 3}
""",
)


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """The conditions that always come to the same."""
    for fact in facts.facts:
        if isinstance(fact, ConstantCondition):
            yield _finding(scope, fact)


def _finding(scope: Scope, fact: ConstantCondition) -> Finding:
    place, outcome = place_of(fact.site), "always holds" if fact.holds else "never holds"
    is_when = fact.site.path is None and fact.span == _when(scope, fact)
    return RULE.at(
        fact.span,
        f"{place} {outcome}"
        if is_when
        else f"the condition of this `if` {outcome}: {place} never takes the "
        f"{'other' if fact.holds else 'first'} value",
        scope=scope.name,
        key=fact.site.path,
        views=views_at(fact.site),
        help=_help(scope, fact, is_when=is_when),
        method=fact.method,
    )


def _when(scope: Scope, fact: ConstantCondition) -> object:
    view = scope.views.get(fact.site.view or "")
    return None if view is None or view.when is None else view.when.span


def _help(scope: Scope, fact: ConstantCondition, *, is_when: bool) -> tuple[str, ...]:
    removal = (
        "remove the condition, or correct it" if is_when else "keep the value that is taken, or correct it"
    )
    view = scope.views.get(fact.site.view or "")
    if view is None or view.lazy:
        return (removal,)
    return (removal, f"if '{view.name}' should see outside values, let it be lazy (`lazy: true`)")
