"""ATC602: a check is neither proved nor refuted, and so is made when the program runs."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.findings import Finding, Rule, Severity
from atoc.program import Scope
from atoc.prove import Facts, Unproved
from atoc.rules.phrases import place_of, views_at, with_words

RULE = Rule(
    code="ATC602",
    name="unproved",
    severity=Severity.NOTE,
    page="""
    A check is neither proved nor refuted, and so is made when the program runs.

    ## What is found

    An assert, a constraint on the value of an expression, a division or an index of which the compiler cannot
    say that it never fails; and an assert that the views keep, but values from outside can break. The
    generated program makes the check whenever a config is composed.

    ## Why it matters

    Everything else is known to hold before the program runs. This is what is left that can still end a run.

    ## How to mend

    Often a constraint on a field that is read is all that is missing: with `ge: 1` on `epochs`,
    `epochs * 100` is known to be at least 1. Finite types (an enum, a bool, a narrow range) let every case be
    tried. An assert that is there for values from outside can stay as it is.

    ## What it does not cover

    Bounds on arithmetic with floats, and what only the machine of a run can tell (`env`, `now`): they are
    never proved, are always checked, and are not told of.
    """,
    bad="""
scope: train
fields:
  epochs: {type: int, default: 10}
  name: {type: str, default: run, min_length: 1}
  label: {type: str, default: "${name.strip()}", min_length: 1}
""",
    good="""
scope: train
fields:
  epochs: {type: int, default: 10}
  name: {type: str, default: run, min_length: 1}
  label: {type: str, default: "${name}", min_length: 1}
""",
)

WORDS = {
    "range": "keeps the constraints of its field",
    "unset": "reads only what has a value",
    "division": "never divides by zero",
    "index": "asks only for items that are there",
}


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """What is left to the run."""
    for fact in facts.facts:
        if isinstance(fact, Unproved):
            yield _finding(scope, fact)


def _finding(scope: Scope, fact: Unproved) -> Finding:
    return RULE.at(
        fact.span,
        f"{_subject(fact)}, so that it is checked when the program runs",
        scope=scope.name,
        key=fact.site.path,
        views=views_at(fact.site),
        help=("a constraint on the fields that it reads may be all that is missing",),
        witness=fact.witness,
        method="unproved",
    )


def _subject(fact: Unproved) -> str:
    if fact.assertion is None or fact.kind != "assert":
        return f"{place_of(fact.site)}: it is not proved that it {WORDS[fact.kind]}"
    text = fact.assertion.that.text
    if fact.witness is None:
        return f"`{text}` is neither proved nor refuted"
    return f"`{text}` is kept by all views, but not {with_words(fact.witness)}"
