"""Fields of variants in questions: a run may give one only where it is there before the lazy views."""

from __future__ import annotations

import pytest

from atoc.prove import Failing, LazyOverride, MissingCase
from tests.atoc.prove.build import facts_of_kind

SOLVER = """
types:
  Adam: {fields: {kind: {enum: [adam]}, beta: {type: int, default: 1, ge: 0RANGE}}}
  Sgd: {fields: {kind: {enum: [sgd]}, drag: {type: int, default: 1}}}
fields:
  solver: {type: Adam | Sgd, discriminator: kind, default: {kind: sgd}}
"""
RANGES = pytest.mark.parametrize("range", ["", ", le: 2"], ids=["many values", "few values"])


@RANGES
def test_no_witness_gives_a_field_that_only_a_lazy_view_brings(range: str) -> None:
    text = (
        SOLVER.replace("RANGE", range)
        + """
  share: {type: int, default: "${10 // solver.beta if solver.kind == 'adam' else 0}"}
views:
  late: {lazy: true, set: {solver.kind: adam}}
"""
    )
    found = [fact.witness for fact in facts_of_kind(text, Failing)]
    assert found == [("solver.beta=0", "solver.kind=adam")]


@RANGES
def test_a_lazy_view_that_brings_the_field_takes_nobodys_value_away(range: str) -> None:
    text = (
        SOLVER.replace("RANGE", range) + "views: {v: {lazy: true, set: {solver.kind: adam, solver.beta: 0}}}"
    )
    found = {fact.write.path: fact.witness for fact in facts_of_kind(text, LazyOverride)}
    assert found == {
        "solver.kind": ("v", "solver.kind=sgd"),
        "solver.beta": ("v", "solver.beta=1", "solver.kind=adam"),
    }


def test_a_case_in_which_the_field_is_not_there_is_not_missing() -> None:
    text = (
        SOLVER.replace("RANGE", "").replace("default: 1, ge", "ge")
        + """
views:
  low: {default: true, when: solver.kind == 'adam', set: {solver.beta: 1}}
  last: {default: true, lazy: true, when: solver.kind == 'adam', set: {solver.beta: 3}}
  high: {priority: 1, when: solver.kind == 'adam', set: {solver.beta: 2}}
"""
    )
    assert facts_of_kind(text, MissingCase) == []
