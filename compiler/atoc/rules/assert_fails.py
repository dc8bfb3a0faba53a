"""ATC601: an assert does not hold of what the views give."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.findings import Finding, Rule, Severity
from atoc.program import Scope
from atoc.prove import AssertFails, Facts
from atoc.rules.phrases import with_words

RULE = Rule(
    code="ATC601",
    name="assert-fails",
    severity=Severity.ERROR,
    page="""
    An assert does not hold in some selection of views.

    ## What is found

    A set of views with which the condition of an assert is false, without any value from outside. The finding
    shows the smallest such command line.

    ## Why it matters

    The program offers a selection that its own asserts forbid: a run with it ends before it began.

    ## How to mend

    Correct the views or the assert, or keep the views apart by a group.

    ## What it does not cover

    Asserts that only values from outside break: to refuse those is what an assert is for. They are checked
    when a config is composed, and `unproved` says which they are.
    """,
    bad="""
scope: train
fields:
  batch: {type: int, default: 32, final: true}
  devices: {type: int, default: 1, final: true}
asserts:
  - that: batch % devices == 0
    message: Every device gets as many images.
views:
  several:
    default: true
    set: {devices: 3}
""",
    good="""
scope: train
fields:
  batch: {type: int, default: 32, final: true}
  devices: {type: int, default: 1, final: true}
asserts:
  - that: batch % devices == 0
    message: Every device gets as many images.
views:
  several:
    default: true
    set: {devices: 4}
""",
)


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """The asserts that views break."""
    for fact in facts.facts:
        if isinstance(fact, AssertFails):
            text = fact.assertion.that.text
            yield RULE.at(
                fact.assertion.span,
                f"`{text}` does not hold {with_words(fact.witness, fact.order)}",
                scope=scope.name,
                help=("correct the views or the assert", "or keep the views apart by a group"),
                witness=fact.witness,
                method=fact.method,
            )
