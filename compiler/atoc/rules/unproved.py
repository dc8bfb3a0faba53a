"""ATC602: a check is neither proved nor refuted, and so is made when the program runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from atoc.findings import Finding, Rule, Severity
from atoc.program import Scope
from atoc.prove import Facts, Unproved
from atoc.rules.phrases import listed, place_of, views_at, with_words
from atoc.span import Span

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

    Bounds on arithmetic with floats, which is rounded, and what only the machine of a run can tell (`env`,
    `now`): no constraint makes them provable. They are always checked, and the note says why.
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
    """What is left to the run, one note for each expression."""
    together: dict[Span, list[Unproved]] = {}
    for fact in facts.facts:
        if isinstance(fact, Unproved):
            together.setdefault(fact.span, []).append(fact)
    for span, found in together.items():
        yield _finding(scope, span, found)


def _finding(scope: Scope, span: Span, found: Sequence[Unproved]) -> Finding:
    why = _why(found)
    return RULE.at(
        span,
        f"{_subject(found)}{why}, so that it is checked when the program runs",
        scope=scope.name,
        key=found[0].site.path,
        views=views_at(found[0].site),
        help=() if why else ("a constraint on the fields that it reads may be all that is missing",),
        witness=next((fact.witness for fact in found if fact.witness is not None), None),
        method="unproved",
    )


def _subject(found: Sequence[Unproved]) -> str:
    """What is not proved; of an expression that stands in several places the first is named."""
    condition = next((fact for fact in found if fact.kind == "assert"), None)
    if condition is not None:
        return _condition(condition)
    first = found[0].site
    others = dict.fromkeys(fact.site.path or "" for fact in found if fact.site != first)
    also = f", and so of {listed(tuple(others))}" if others else ""
    lacking = " and ".join(dict.fromkeys(WORDS[fact.kind] for fact in found))
    return f"{place_of(first)}{also}: it is not proved that it {lacking}"


def _condition(fact: Unproved) -> str:
    text = "" if fact.assertion is None else fact.assertion.that.text
    if fact.witness is None:
        return f"`{text}` is neither proved nor refuted"
    if fact.is_rounded or fact.asks:
        return f"`{text}` does not hold {with_words(fact.witness)}, and no more is known of it"
    return f"`{text}` is kept by all views, but not {with_words(fact.witness)}"


def _why(found: Sequence[Unproved]) -> str:
    """Why no proof is possible, where that is known."""
    asks = tuple(dict.fromkeys(name for fact in found for name in fact.asks))
    reasons: list[str] = []
    if any(fact.is_rounded for fact in found):
        reasons.append("arithmetic with floats is rounded")
    if asks:
        reasons.append(f"only the machine of a run knows {listed(asks)}")
    return f", since {' and '.join(reasons)}" if reasons else ""
