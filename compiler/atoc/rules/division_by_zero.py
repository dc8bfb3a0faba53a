"""ATC404: an expression divides by zero."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.findings import Finding, Rule, Severity
from atoc.program import Scope
from atoc.prove import Facts, Failing
from atoc.rules.phrases import place_of, views_at, with_words

RULE = Rule(
    code="ATC404",
    name="division-by-zero",
    severity=Severity.ERROR,
    page="""
    An expression divides by zero in some selection.

    ## What is found

    A `/`, `//` or `%` whose right side is 0, or a negative power of 0, for some set of views and some outside
    values. The finding shows the smallest command line that does it.

    ## Why it matters

    A run with that selection ends before it began.

    ## How to mend

    Constrain the divisor (`gt: 0`, `ge: 1`), keep it away from zero (`max(1, n)`), or ask first
    (`a // n if n > 0 else 0`).

    ## What it does not cover

    Divisors of which too much is unknown to try: those are checked when a config is composed.
    """,
    bad="""
scope: train
fields:
  images: {type: int, default: 50000}
  batch: {type: int, default: 32, ge: 0, le: 63}
  steps: {type: int, default: "${images // batch}"}
""",
    good="""
scope: train
fields:
  images: {type: int, default: 50000}
  batch: {type: int, default: 32, ge: 1, le: 63}
  steps: {type: int, default: "${images // batch}"}
""",
)


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """The divisions by zero."""
    for fact in facts.facts:
        if isinstance(fact, Failing) and fact.kind == "division":
            yield RULE.at(
                fact.span,
                f"{place_of(fact.site)} divides by zero {with_words(fact.witness, fact.order)}",
                scope=scope.name,
                key=fact.site.path,
                views=views_at(fact.site),
                help=("constrain the divisor (`ge: 1`), or keep it away from zero, as `max(1, n)` does",),
                witness=fact.witness,
                method=fact.method,
            )
