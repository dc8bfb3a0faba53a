"""ATC502: a view reads a computed default that changes later."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.findings import Finding, Related, Rule, Severity
from atoc.program import Scope
from atoc.prove import Facts, StaleRead
from atoc.rules.phrases import place_of, views_at, with_words

RULE = Rule(
    code="ATC502",
    name="stale-read",
    severity=Severity.ERROR,
    page="""
    A view reads a computed default that a later write changes.

    ## What is found

    A computed default is worked out last. A view that reads it gets it worked out by the values so far. The
    finding shows a command line with which the field is another one in the end: something that is applied
    after the view sets the field, or what its default is worked out from.

    ## Why it matters

    The config then holds a value that was made of another one that is nowhere in it.

    ## How to mend

    Let the view be applied last (lazy, a higher priority), write a computed default in place of the view, or
    mark what the default is worked out from with `final: true`.

    ## What it does not cover

    Computed defaults that read other computed defaults: those are always worked out in order, at the end.
    """,
    bad="""
scope: train
fields:
  epochs: {type: int, default: 10}
  warmup: {type: int, default: "${epochs // 2}"}
  decay: {type: int, default: 0}
views:
  slow:
    set: {decay: "${warmup * 3}"}
""",
    good="""
scope: train
fields:
  epochs: {type: int, default: 10}
  warmup: {type: int, default: "${epochs // 2}"}
  decay: {type: int, default: 0, final: true}
views:
  slow:
    default: true
    lazy: true
    set: {decay: "${warmup * 3}"}
""",
)


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """The reads of what changes later."""
    for fact in facts.facts:
        if isinstance(fact, StaleRead):
            yield _finding(scope, fact)


def _finding(scope: Scope, fact: StaleRead) -> Finding:
    path = fact.field.path
    view = scope.views.get(fact.site.view or "")
    later = () if view is None or view.lazy else (f"let '{view.name}' be lazy, so that it reads it later",)
    return RULE.at(
        fact.span,
        f"'{path}' changes after {place_of(fact.site)} has read it, {with_words(fact.witness, fact.order)}",
        scope=scope.name,
        key=path,
        views=views_at(fact.site),
        related=(Related(fact.field.member.default_span or fact.field.span, "it is worked out here, last"),),
        help=(*later, "or make what reads it a computed default too"),
        witness=fact.witness,
        method=fact.method,
    )
