"""ATC103, as far as it is proved: the value of an expression breaks a constraint of its field."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.findings import Finding, Related
from atoc.program import Scope
from atoc.prove import Facts, Failing
from atoc.resolve.findings import OUT_OF_RANGE
from atoc.rules.phrases import place_of, views_at, with_words

RULE = OUT_OF_RANGE


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """The expressions whose value breaks a constraint in some selection."""
    for fact in facts.facts:
        if isinstance(fact, Failing) and fact.kind == "range" and fact.path is not None:
            yield _finding(scope, fact, fact.path)


def _finding(scope: Scope, fact: Failing, path: str) -> Finding:
    return RULE.at(
        fact.span,
        f"{place_of(fact.site)} breaks a constraint {with_words(fact.witness, fact.order)}: {fact.reason}",
        scope=scope.name,
        key=path,
        views=views_at(fact.site),
        related=(Related(scope.fields[path].span, "the constraint is declared here"),),
        help=("keep the value in bounds with `min` or `max`, or constrain the fields that it is made of",),
        witness=fact.witness,
        method=fact.method,
    )
