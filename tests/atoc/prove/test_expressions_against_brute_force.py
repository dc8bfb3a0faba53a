"""What is proved of expressions, conditions and lazy views of random programs, against every run of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import ato.config as ato
from atoc.expr import check, parse_bare
from atoc.program import Assert, Scope
from atoc.prove import (
    AssertFails,
    Facts,
    Failing,
    LazyOverride,
    MissingCase,
    StaleRead,
    Unproved,
    prove,
)
from atoc.prove.deciding import laboratory as laboratory_module
from atoc.prove.values.evaluation import Site
from tests import judged, oracle, ranged
from tests.atoc.expr.texts import scalar
from tests.atoc.prove.build import facts_of, program_of
from tests.programs import Sketch

quick = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
CODES = {"range": "ATC103", "unset": "ATC403", "division": "ATC404"}
Key = tuple[str, str, str | None]


def scope_of(sketch: Sketch) -> Scope:
    return program_of(ranged.to_yaml(sketch)).scopes[0]


def outcomes(facts: Facts, *codes: str) -> dict[Key, set[str]]:
    found: dict[Key, set[str]] = {}
    for verdict in facts.verdicts:
        if verdict.code in codes:
            found.setdefault((verdict.code, verdict.subject, verdict.path), set()).add(verdict.outcome)
    return found


def key_of(code: str, site: judged.Site) -> Key:
    view, path = site
    return (code, path or "", None) if view is None else (code, view, path)


def assert_agrees(told: dict[Key, set[str]], shown: Iterable[Key]) -> None:
    """That what is refuted is shown by a run and the other way round, but where nothing is claimed."""
    shown = set(shown)
    open_ones = {key for key, found in told.items() if "unproved" in found}
    refuted = {key for key, found in told.items() if "refuted" in found}
    assert refuted <= shown
    assert shown - refuted <= open_ones


def ran(sketch: Sketch, witness: tuple[str, ...]) -> list[judged.Judged]:
    outside = dict(word.split("=") for word in witness if "=" in word)
    named = tuple(word for word in witness if "=" not in word)
    given = {path: int(value) for path, value in outside.items()}
    return [judged.judge(sketch, named, order, given) for order in oracle.orders(sketch, named)]


def failed_at(failure: tuple[judged.Site, str]) -> Key:
    site, kind = failure
    return key_of(CODES[kind], site)


def site_of(site: Site) -> judged.Site:
    return (site.view, site.path)


@pytest.mark.parametrize("tried", [0, laboratory_module.MOST_TRIED])
def test_expressions_fail_exactly_where_a_run_fails_there_first(
    tried: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(laboratory_module, "MOST_TRIED", tried)

    @quick
    @given(ranged.programs(views=3))
    def agree(sketch: Sketch) -> None:
        facts = prove(scope_of(sketch))
        failing = [run for run in judged.all_judged(sketch) if run.failure is not None]
        told = outcomes(facts, *CODES.values())
        refuted = {key for key, found in told.items() if "refuted" in found}
        left_open = {key for key, found in told.items() if "unproved" in found}
        assert {failed_at(run.failure) for run in failing if run.failure} <= refuted | left_open
        assert refuted <= {failed_at(failure) for run in failing for failure in run.failures}
        for fact in facts.facts:
            if isinstance(fact, Failing):
                expected = (site_of(fact.site), fact.kind)
                fewest = min(run.size for run in failing if expected in run.failures)
                first = [run.size for run in failing if run.failure == expected]
                assert all(expected in run.failures for run in ran(sketch, fact.witness))
                assert fewest <= len(fact.witness) <= min(first, default=len(fact.witness))

    agree()


@quick
@given(ranged.programs(views=3))
def test_conditions_are_constant_exactly_where_no_run_tells_otherwise(sketch: Sketch) -> None:
    """A run that ends because something else fails may count or not: what fails is told by itself."""
    facts = prove(scope_of(sketch))
    of_configs: dict[str, set[bool]] = {}
    of_all: dict[str, set[bool]] = {}
    for run in judged.all_judged(sketch):
        for name, holds in run.conditions.items():
            of_all.setdefault(name, set()).add(holds)
            if run.failure is None:
                of_configs.setdefault(name, set()).add(holds)
    for (_, name, _), decisions in outcomes(facts, "ATC406").items():
        if "refuted" in decisions:
            assert True in of_all.get(name, set())
            assert False not in of_configs.get(name, set())
        if "proved" in decisions:
            assert of_all.get(name) != {True}


@quick
@given(ranged.programs(views=3))
def test_outside_values_are_lost_exactly_where_a_run_loses_one(sketch: Sketch) -> None:
    runs = judged.all_judged(sketch)
    assume(not any(run.failure for run in runs))
    facts = prove(scope_of(sketch))
    assert_agrees(outcomes(facts, "ATC208"), {("ATC208", *lost) for run in runs for lost in run.lost})
    for fact in facts.facts:
        if isinstance(fact, LazyOverride):
            lost = (fact.view.name, fact.write.path)
            assert all(lost in run.lost for run in ran(sketch, fact.witness))
            assert len(fact.witness) == min(run.size for run in runs if lost in run.lost)


@pytest.mark.parametrize("tried", [0, laboratory_module.MOST_TRIED])
def test_reads_are_stale_exactly_where_a_run_ends_otherwise(
    tried: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(laboratory_module, "MOST_TRIED", tried)

    @quick
    @given(ranged.programs(views=3))
    def agree(sketch: Sketch) -> None:
        runs = judged.all_judged(sketch)
        assume(not any(run.failure for run in runs))
        facts = prove(scope_of(sketch))
        told = outcomes(facts, "ATC502")
        assert_agrees(told, {key_of("ATC502", site) for run in runs for site in run.stale})
        assert not any("unproved" in found for found in told.values())
        for fact in facts.facts:
            if isinstance(fact, StaleRead):
                shown = [run.size for run in runs if site_of(fact.site) in run.stale]
                assert all(site_of(fact.site) in run.stale for run in ran(sketch, fact.witness))
                assert len(fact.witness) == min(shown)

    agree()


def with_assert(scope: Scope, text: str) -> Scope:
    parsed = parse_bare(scalar(text)).value
    assert parsed is not None
    expression = check(parsed, dict.fromkeys(scope.fields, ato.INT).get, scope.fields).value
    assert expression is not None
    return replace(scope, asserts=(Assert(expression, "", expression.span),))


def came_to(text: str, run: judged.Judged) -> object:
    """Whether it holds of a config; None where it cannot be worked out, or there is no config."""
    try:
        return None if run.failure else eval(text, {"__builtins__": {}}, dict(run.values))  # noqa: S307
    except (NameError, ZeroDivisionError):
        return None


@quick
@given(ranged.programs(views=3), ranged.CONDITIONS)
def test_asserts_fail_exactly_where_views_alone_break_them(sketch: Sketch, text: str) -> None:
    runs = judged.all_judged(sketch)
    assume(not any(run.failure for run in runs))
    facts = prove(with_assert(scope_of(sketch), text))
    broken = [run for run in runs if came_to(text, run) is False]
    bare = [run for run in broken if not run.outside]
    told = [verdict.outcome for verdict in facts.verdicts if verdict.code == "ATC601"]
    assert told in (["refuted"] if bare else ["unproved"] if broken else ["proved"], ["unproved"])
    for fact in facts.facts:
        if isinstance(fact, AssertFails):
            assert len(fact.witness) == min(run.size for run in bare)
            assert all(came_to(text, run) is False for run in ran(sketch, fact.witness))
        if isinstance(fact, Unproved) and fact.witness is not None:
            assert any(came_to(text, run) is False for run in ran(sketch, fact.witness))


@given(st.lists(st.sets(st.integers(0, 3), max_size=3), min_size=2, max_size=3), st.booleans(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_cases_that_are_missing_are_those_that_no_condition_names(
    cases: list[set[int]], is_lazy: bool, is_set: bool
) -> None:
    views = "".join(
        f"  v{number}: {{default: true, priority: 1, lazy: {str(is_lazy).lower()}, "
        f'when: "n in {sorted(case) or [9]}", set: {{x: {number}}}}}\n'
        for number, case in enumerate(cases)
    )
    base = "  base: {default: true, set: {x: 9}}\n" if is_set else ""
    some = "  some: {set: {n: 3}}\n"
    fields = "fields: {n: {type: int, ge: 0, le: 3, default: 0}, x: {type: int, final: true}}\n"
    facts = facts_of(f"{fields}views:\n{base}{some}{views}").facts
    missing = {0, 1, 2, 3}.difference(*cases)
    reached = missing if is_lazy else missing & {0, 3}
    found = [fact for fact in facts if isinstance(fact, MissingCase)]
    assert [set(fact.missing) for fact in found] == ([missing] if reached and is_set else [])
    assert all(fact.missing[0] in reached for fact in found)
