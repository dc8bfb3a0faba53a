"""What is claimed of programs whose fields have too many values to be tried, against runs for some."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

from atoc.prove import Facts
from atoc.prove.facts import AssertFails, DeadView, Failing, Unproved
from tests import oracle, runs
from tests.atoc.test_every_run import CODES, key_of, of_code, outcomes, proved
from tests.programs import Text
from tests.runs import Run
from tests.small import DOMAINS, Small
from tests.spelt import to_yaml
from tests.wide import wide

BATCH = 40


def test_no_claim_is_broken_by_a_value_that_the_program_does_not_name(wide_batch: int) -> None:
    for seed in range(wide_batch * BATCH, (wide_batch + 1) * BATCH):
        program = wide(seed)
        facts, made = proved(program), list(runs.runs(program))
        try:
            check_claims(program, facts, made)
        except AssertionError as error:
            raise AssertionError(f"program {seed}:\n{to_yaml(program)}\n{error}") from None


def check_claims(program: Small, facts: Facts, made: list[Run]) -> None:
    """Hold what is claimed of a program against these of its runs."""
    nothing_proved_fails(facts, made)
    conditions_are_as_told(program, facts, made)
    witnesses_show_it(program, facts)


def nothing_proved_fails(facts: Facts, made: list[Run]) -> None:
    is_told = any(isinstance(fact, Failing) for fact in facts.facts)
    for site, kind in {run.failure for run in made if run.failure is not None}:
        if site[1].startswith("assert"):
            continue
        found = outcomes(facts, CODES[kind]).get(key_of(site), set())
        assert "proved" not in found or found & {"refuted", "unproved"}, f"{site} fails ({kind}): {found}"
        assert found or is_told or kind == "unset", f"{site} fails ({kind}), and nothing is said of it"


def conditions_are_as_told(program: Small, facts: Facts, made: list[Run]) -> None:
    for index, verdict in enumerate(of_code(facts, "ATC601")):
        broken = [run for run in made if run.failure is None and index in run.broken]
        assert verdict.outcome != "proved" or not broken, f"{program.asserts[index]} is broken by {broken[0]}"
    seen: dict[str, set[bool]] = {}
    for run in made:
        for (view, _), holds in run.conditions.items():
            if run.failure is None:
                seen.setdefault(view, set()).add(holds)
    for verdict in of_code(facts, "ATC406"):
        if verdict.path is None and verdict.outcome == "refuted":
            assert len(seen.get(verdict.subject, ())) < 2, verdict
    never = {fact.view.name for fact in facts.facts if isinstance(fact, DeadView) and fact.never_holds}
    assert not {view for view in never if True in seen.get(view, ())}


def witnesses_show_it(program: Small, facts: Facts) -> None:
    """That each does, or that something else fails in its run, which is told by itself."""
    for fact in facts.facts:
        if isinstance(fact, Failing):
            ran = replayed(program, fact.witness)
            assert any(run.failure or run.valueless for run in ran), f"{fact.witness}: {fact.site}"
        elif isinstance(fact, AssertFails) or (isinstance(fact, Unproved) and fact.witness is not None):
            assert fact.assertion is not None
            index = program.asserts.index(fact.assertion.that.text)
            ran = list(replayed(program, fact.witness or ()))
            assert any(run.failure or index in run.broken or run.valueless for run in ran), fact.witness


def replayed(program: Small, words: tuple[str, ...]) -> Iterator[Run]:
    named = tuple(word for word in words if "=" not in word)
    pairs = dict(word.split("=", 1) for word in words if "=" in word)
    outside = {name: read(name, text) for name, text in pairs.items()}
    assert all(DOMAINS[name].takes(value) for name, value in outside.items())
    for order in oracle.orders(program, named):
        yield runs.run(program, named, order, outside)


def read(name: str, text: str) -> object:
    match DOMAINS[name].kind:
        case "float":
            return float(text)
        case "int":
            return int(text)
        case "str" if text[:1] not in ("'", '"', "%"):
            return text
        case "str":
            return text[1:-1]
        case _:
            return yaml.safe_load(text)


def test_the_wide_programs_are_wrong_in_many_ways() -> None:
    made = [wide(seed) for seed in range(200)]
    failed = {run.failure[1] for program in made[:60] for run in runs.runs(program) if run.failure}
    assert failed >= {"range", "index"}
    assert sum(bool(program.asserts) for program in made) > 50
    texts = {
        value.text
        for program in made
        for view in program.views
        for value in view.writes.values()
        if isinstance(value, Text)
    }
    assert len(texts) > 25


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """As many batches as are asked for."""
    if "wide_batch" in metafunc.fixturenames:
        many = 100 if metafunc.config.getoption("--long") else 5
        metafunc.parametrize("wide_batch", range(many))
