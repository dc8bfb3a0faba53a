"""What the solver says of random programs over numbers, against every run that they have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings

from atoc.prove import DeadView, DeadWrite, Facts, NoOpWrite, OrderDependent, Unset, prove
from atoc.prove.deciding import laboratory as laboratory_module
from tests import ranged
from tests.atoc.prove.build import program_of
from tests.programs import Sketch, ViewSketch

quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@pytest.fixture(autouse=True)
def solver_alone() -> Iterator[None]:
    """Ask the solver even where all cases could be tried."""
    with patch.object(laboratory_module, "MOST_TRIED", 0):
        yield


def proved(sketch: Sketch) -> Facts:
    return prove(program_of(ranged.to_yaml(sketch)).scopes[0])


def outcome(facts: Facts, code: str, subject: str) -> str | None:
    return next((v.outcome for v in facts.verdicts if (v.code, v.subject) == (code, subject)), None)


def words(ran: ranged.Ran) -> tuple[str, ...]:
    return (*sorted(ran.named), *(f"{path}={value}" for path, value in ran.outside))


@quick
@given(ranged.programs())
def test_unset_fields_are_those_that_a_run_leaves_unset(sketch: Sketch) -> None:
    facts = proved(sketch)
    unset = [words(ran) for ran in ranged.all_runs(sketch) if "y" not in dict(ran.values)]
    found = [fact.witness for fact in facts.facts if isinstance(fact, Unset)]
    if unset:
        assert len(found) == 1
        assert len(found[0]) <= min(map(len, unset))
    assert outcome(facts, "ATC201", "y") in {None, "refuted" if found else "proved"}


@quick
@given(ranged.programs())
def test_dead_and_idle_writes_never_matter(sketch: Sketch) -> None:
    facts = proved(sketch)
    runs = ranged.all_runs(sketch)
    never = {fact.view.name for fact in facts.facts if isinstance(fact, DeadView) and fact.never_holds}
    assert not any(never & ran.applied for ran in runs)
    for name, path in needless(facts):
        for ran in runs:
            views = [
                _without(sketch, name, path) if view == name else sketch.view(view) for view in ran.order
            ]
            without = ranged.run(sketch, views, dict(ran.outside))
            assert without is not None
            assert without[0] == dict(ran.values)


@quick
@given(ranged.programs())
def test_where_no_order_is_free_every_question_is_settled(sketch: Sketch) -> None:
    assert [verdict for verdict in proved(sketch).verdicts if verdict.outcome == "unproved"] == []


@quick
@given(ranged.programs(views=3, ties=True))
def test_tied_pairs_are_those_of_which_a_run_shows_both_orders(sketch: Sketch) -> None:
    facts = proved(sketch)
    found = {frozenset((f.first.name, f.second.name)) for f in facts.facts if isinstance(f, OrderDependent)}
    pairs = ranged.tied_pairs(sketch)
    together = {frozenset(two) for ran in ranged.all_runs(sketch) for two in combinations(ran.order, 2)}
    assert found & together <= pairs  # of the others a tie is told although another view fails every run
    if not any(v.code == "ATC202" and v.outcome == "unproved" for v in facts.verdicts):
        assert found & together == pairs & together


def needless(facts: Facts) -> set[tuple[str, str]]:
    """The writes that are said to be dead or idle."""
    found = {
        (fact.view.name, fact.write.path) for fact in facts.facts if isinstance(fact, (DeadWrite, NoOpWrite))
    }
    whole = [fact.view for fact in facts.facts if isinstance(fact, DeadView)]
    return found | {(view.name, write.path) for view in whole for write in view.writes}


def _without(sketch: Sketch, name: str, path: str) -> ViewSketch:
    view = sketch.view(name)
    return replace(view, writes={other: value for other, value in view.writes.items() if other != path})
