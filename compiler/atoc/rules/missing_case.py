"""ATC407: conditions over a closed set leave a case out."""

from __future__ import annotations

from collections.abc import Iterator

from ato.config.types._values import written
from atoc.findings import Finding, Related, Rule, Severity
from atoc.program import Scope
from atoc.prove import Facts, MissingCase
from atoc.rules.phrases import listed, with_words

RULE = Rule(
    code="ATC407",
    name="missing-case",
    severity=Severity.WARNING,
    page="""
    Conditions over a closed set leave a case out.

    ## What is found

    Two or more views whose conditions read one field of few values (an enum, literals, a bool, or one of
    these or `None`), and that set the same other field: for some value of the first none of them applies, and
    what an earlier view had set shows through. The finding names the value.

    ## Why it matters

    Together such views are a `match`. When the set gets a new value, nobody reminds its author of the views,
    and the new case silently takes the values of another.

    ## How to mend

    Add a view for the case that is left out, or give the field a default of its own, which counts as the case
    of all others.

    ## What it does not cover

    Where nothing at all sets the field in the case that is left out, that is `unset-field`.
    """,
    bad="""
scope: train
fields:
  dataset: {enum: [cifar10, imagenet, mnist], default: cifar10}
  classes: {type: int, final: true}
views:
  base:
    default: true
    set: {classes: 2}
  cifar:
    default: true
    lazy: true
    when: dataset == 'cifar10'
    set: {classes: 10}
  imagenet:
    default: true
    lazy: true
    when: dataset == 'imagenet'
    set: {classes: 1000}
""",
    good="""
scope: train
fields:
  dataset: {enum: [cifar10, imagenet, mnist], default: cifar10}
  classes: {type: int, default: 10, final: true}
views:
  imagenet:
    default: true
    lazy: true
    when: dataset == 'imagenet'
    set: {classes: 1000}
  blurred:
    default: true
    lazy: true
    when: dataset == 'mnist'
    set: {classes: 11}
""",
)

MOST_VALUES = 5
"""How many of the values left out are named."""


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """The cases that are left out."""
    for fact in facts.facts:
        if isinstance(fact, MissingCase):
            yield _finding(scope, fact)


def _finding(scope: Scope, fact: MissingCase) -> Finding:
    first, *others = fact.views
    decider, path = fact.decider.path, fact.fields[0].path
    return RULE.at(
        first.span if first.when is None else first.when.span,
        f"{listed([view.name for view in fact.views])} leave out {_cases(fact)} of '{decider}': "
        f"{listed([field.path for field in fact.fields])} stay{'s' if len(fact.fields) == 1 else ''} as "
        f"{'it was' if len(fact.fields) == 1 else 'they were'} {with_words(fact.witness, fact.order)}",
        scope=scope.name,
        key=path,
        views=tuple(view.name for view in fact.views),
        related=(
            *(
                Related(view.span if view.when is None else view.when.span, "a further case")
                for view in others
            ),
            Related(fact.decider.span, f"the values of '{decider}' are declared here"),
        ),
        help=(f"add a view for {_cases(fact)}", f"or give '{path}' a default, for all other cases"),
        witness=fact.witness,
        method=fact.method,
    )


def _cases(fact: MissingCase) -> str:
    named = [written(value) for value in fact.missing]
    more = [] if len(named) <= MOST_VALUES else [f"{len(named) - MOST_VALUES + 1} more"]
    shown = [*named[: MOST_VALUES - len(more)], *more]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
