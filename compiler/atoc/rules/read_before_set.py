"""ATC403: an expression reads a field that has no value yet."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.findings import Finding, Related, Rule, Severity
from atoc.program import Scope
from atoc.prove import Facts, Failing
from atoc.rules.phrases import place_of, views_at, with_words

RULE = Rule(
    code="ATC403",
    name="read-before-set",
    severity=Severity.ERROR,
    page="""
    An expression reads a field that has no value yet.

    ## What is found

    The condition or a value of a view that reads a field without a default, in a selection where nothing has
    set it before that view. Eager views come before outside values, so an input has no value for them.

    ## Why it matters

    A run with that selection ends before it began.

    ## How to mend

    Give the field a default, set it in a view that is applied before (a default view, a lower priority, a
    `chain_with`), or make the reading view lazy, if it is an outside value that it should see.

    ## What it does not cover

    A field that some selection never sets at all: that is `unset-field`.
    """,
    bad="""
scope: train
fields:
  lr: float
  decay: {type: float, default: 0.0}
views:
  halve:
    set: {decay: "${lr / 2}"}
  base:
    default: true
    priority: 1
    set: {lr: 0.1}
""",
    good="""
scope: train
fields:
  lr: float
  decay: {type: float, default: 0.0}
views:
  halve:
    priority: 1
    set: {decay: "${lr / 2}"}
  base:
    default: true
    set: {lr: 0.1}
""",
)


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """The expressions that read too early."""
    for fact in facts.facts:
        if isinstance(fact, Failing) and fact.kind == "unset" and fact.path is not None:
            yield _finding(scope, fact, fact.path)


def _finding(scope: Scope, fact: Failing, path: str) -> Finding:
    field = scope.fields.get(path) or scope.foreign[path]
    is_input = field.member.runtime.input
    return RULE.at(
        fact.span,
        f"'{path}' has no value yet where {place_of(fact.site)} reads it, "
        f"{with_words(fact.witness, fact.order)}",
        scope=scope.name,
        key=path,
        views=views_at(fact.site),
        related=(Related(field.span, _declared(is_input=is_input)),),
        help=_help(fact, path, is_input=is_input),
        witness=fact.witness,
        method=fact.method,
    )


def _declared(*, is_input: bool) -> str:
    return "it is an input, which eager views come before" if is_input else "it has no default"


def _help(fact: Failing, path: str, *, is_input: bool) -> tuple[str, ...]:
    if is_input:
        return (f"make '{fact.site.view}' lazy, so that it is applied after outside values",)
    return (f"set '{path}' in a view that is applied before '{fact.site.view}'", "or give it a default")
