"""ATC405: an expression asks for an item that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.findings import Finding, Rule, Severity
from atoc.program import Scope
from atoc.prove import Facts, Failing
from atoc.rules.phrases import place_of, views_at, with_words

RULE = Rule(
    code="ATC405",
    name="index-out-of-range",
    severity=Severity.ERROR,
    page="""
    An expression asks for an item that is not there in some selection.

    ## What is found

    An index beyond the end of a list, a tuple or text, or a key that a dict has not, for some set of views
    and some outside values. The finding shows the smallest command line that does it.

    ## Why it matters

    A run with that selection ends before it began.

    ## How to mend

    Constrain the container (`min_length: 1`), give the dict the key that is missing, or ask first
    (`sizes[0] if len(sizes) > 0 else 1`, `table[mode] if mode in table else 0`).

    ## What it does not cover

    Slices, which never fail.
    """,
    bad="""
scope: train
fields:
  mode: {enum: [small, large, huge], default: small}
  width: {type: int, default: "${{'small': 16, 'large': 64}[mode]}"}
""",
    good="""
scope: train
fields:
  mode: {enum: [small, large, huge], default: small}
  width: {type: int, default: "${{'small': 16, 'large': 64, 'huge': 256}[mode]}"}
""",
)


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """The items that are missing."""
    for fact in facts.facts:
        if isinstance(fact, Failing) and fact.kind == "index":
            yield RULE.at(
                fact.span,
                f"{place_of(fact.site)} asks for an item that is not there, "
                f"{with_words(fact.witness, fact.order)}",
                scope=scope.name,
                key=fact.site.path,
                views=views_at(fact.site),
                help=("let the container have the item in every selection, or ask whether it is there",),
                witness=fact.witness,
                method=fact.method,
            )
