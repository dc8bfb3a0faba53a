"""What is claimed of programs in which views tie beside something else, against every run that they have."""

from __future__ import annotations

import pytest

from atoc.prove.facts import OrderDependent
from tests import runs
from tests.atoc.test_every_run import check_claims, proved
from tests.features import knotted
from tests.spelt import documents

BATCH = 20


def test_no_claim_goes_further_than_the_runs_whatever_ties(knots: int) -> None:
    for seed in range(knots * BATCH, (knots + 1) * BATCH):
        program = knotted(seed)
        try:
            check_claims(program, proved(program), list(runs.runs(program)))
        except AssertionError as error:
            texts = "\n".join(documents(program).values())
            raise AssertionError(f"program {seed}:\n{texts}\n{error}") from None


def test_the_programs_have_ties_searches_and_scopes() -> None:
    made = [knotted(seed) for seed in range(100)]
    tied = [any(isinstance(fact, OrderDependent) for fact in proved(each).facts) for each in made[:50]]
    assert sum(tied) > 5
    assert sum(len(program.views) > 2 for program in made) > 50
    assert sum(program.space is not None and bool(program.second) for program in made) > 2


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """As many batches as are asked for."""
    if "knots" in metafunc.fixturenames:
        many = 50 if metafunc.config.getoption("--long") else 5
        metafunc.parametrize("knots", range(many))
