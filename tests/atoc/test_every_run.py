"""What is claimed of small programs, against every run that they have: no claim may go further than the runs.

Each program is drawn by a seed; ``--long`` of pytest takes ten times as many.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest

from atoc.compile import compile
from atoc.findings import Passed
from atoc.prove import Facts
from atoc.prove.facts import (
    AssertFails,
    DeadView,
    DeadWrite,
    Failing,
    LazyOverride,
    NoOpWrite,
    OrderDependent,
    StaleRead,
    Unset,
    Verdict,
)
from atoc.span import SourceFile
from tests import oracle, runs
from tests.programs import Text
from tests.runs import Run, Site
from tests.small import DOMAINS, Small, small, to_yaml, word

BATCH = 100
"""How many programs one test looks at."""
CODES = {"range": "ATC103", "unset": "ATC403", "division": "ATC404", "index": "ATC405"}


def proved(program: Small) -> Facts:
    document = SourceFile("schemas/toy.yaml", to_yaml(program))
    compiled = compile(Passed((document,)))
    assert "toy" in compiled.facts, [finding.message for finding in compiled.findings]
    return compiled.facts["toy"]


def test_no_claim_goes_further_than_the_runs(batch: int) -> None:
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        program = small(seed)
        facts, made = proved(program), list(runs.runs(program))
        try:
            check_claims(program, facts, made)
        except AssertionError as error:
            raise AssertionError(f"program {seed}:\n{to_yaml(program)}\n{error}") from None


def check_claims(program: Small, facts: Facts, made: list[Run]) -> None:
    """Hold what is claimed of a program against all of its runs."""
    of_failures(facts, made)
    of_writes(facts, [run for run in made if run.failure is None])
    if any(isinstance(fact, OrderDependent) for fact in facts.facts):
        return
    order_decides_nothing(facts, made)
    if any(run.failure for run in made):
        return
    asserts_hold(program, facts, made)
    of_fields(program, facts, made)
    of_conditions(facts, made)
    witnesses(program, facts, made)


def outcomes(facts: Facts, code: str) -> dict[tuple[str, str | None], set[str]]:
    found: dict[tuple[str, str | None], set[str]] = {}
    for verdict in facts.verdicts:
        if verdict.code == code:
            found.setdefault((verdict.subject, verdict.path), set()).add(verdict.outcome)
    return found


def without(facts: Facts, code: str, keys: set[tuple[str, str | None]]) -> Facts:
    """The facts but for these verdicts: of its own writes a view has read what was there before."""
    kept = (v for v in facts.verdicts if v.code != code or (v.subject, v.path) not in keys)
    return Facts(facts.facts, tuple(kept))


def compared(facts: Facts, code: str, shown: Iterable[tuple[str, str | None]]) -> None:
    """That what is refuted is shown by a run, and that what a run shows is refuted or left open."""
    told, shown = outcomes(facts, code), set(shown)
    refuted = {key for key, found in told.items() if "refuted" in found}
    left_open = {key for key, found in told.items() if "unproved" in found}
    assert refuted <= shown, f"{code} is told of {refuted - shown}, and no run shows it"
    assert shown <= refuted | left_open, f"{code} is not told of {shown - refuted - left_open}"


def of_failures(facts: Facts, made: list[Run]) -> None:
    """That every expression that fails is told of, unless another is told that fails before it."""
    shown = {run.failure for run in made if run.failure is not None}
    if any(isinstance(fact, (Failing, Unset)) for fact in facts.facts):
        return
    for site, kind in shown:
        is_told_of_what_it_reads = kind == "unset" and not site[0]
        if site[1].startswith("assert") or is_told_of_what_it_reads:
            continue
        found = outcomes(facts, CODES[kind]).get(key_of(site), set())
        assert found & {"refuted", "unproved"}, f"{site} fails ({kind}), and that is not told"
    if not shown:
        assert not [fact for fact in facts.facts if isinstance(fact, Failing)]


def key_of(site: Site) -> tuple[str, str | None]:
    """The subject and the path of the verdicts about an expression."""
    view, path = site
    if not view:
        return path, None
    return view, None if path == "when" else path


def order_decides_nothing(facts: Facts, made: list[Run]) -> None:
    """That one config, or none, comes of each selection, unless it is left open which."""
    if any(verdict.outcome == "unproved" for verdict in of_code(facts, "ATC202")):
        return
    results: dict[str, set[str]] = {}
    for run in made:
        asked = repr((run.named, sorted(run.outside.items())))
        state = sorted(run.state.items()) if run.failure is None else None
        results.setdefault(asked, set()).add(repr(state))
    assert [asked for asked, found in results.items() if len(found) > 1] == []


def asserts_hold(program: Small, facts: Facts, made: list[Run]) -> None:
    told = [verdict for verdict in facts.verdicts if verdict.code == "ATC601"]
    for index, verdict in enumerate(told):
        broken = [run for run in made if index in run.broken]
        by_views = any(set(run.outside) <= {"asked"} for run in broken)
        expected = "refuted" if by_views else "unproved" if broken else "proved"
        assert verdict.outcome in (expected, "unproved"), f"{program.asserts[index]}: {verdict.outcome}"
        assert verdict.outcome != "proved" or not broken


def of_fields(program: Small, facts: Facts, made: list[Run]) -> None:
    required = [name for name in program.fields if name not in program.defaults]
    unset = {(name, None) for run in made for name in required if name not in run.state}
    compared(facts, "ATC201", unset)
    lost = {(view, path) for run in made for view, path in run.overwritten}
    compared(facts, "ATC208", lost)
    stale = {site for run in made for site, path in run.stale if path not in program.view(site[0]).writes}
    told = {key_of(site) for site in stale}
    own = {
        (view.name, path)
        for view in program.views
        for path in (None, *view.writes)
        if "worked" in view.writes
    }
    compared(without(facts, "ATC502", own), "ATC502", told - own)


def of_conditions(facts: Facts, made: list[Run]) -> None:
    seen: dict[str, set[bool]] = {}
    for run in made:
        for (view, _), holds in run.conditions.items():
            seen.setdefault(view, set()).add(holds)
    for verdict in of_code(facts, "ATC406"):
        if verdict.path is None and verdict.subject in seen:
            is_constant = seen[verdict.subject] == {True}
            assert verdict.outcome in ("refuted" if is_constant else "proved", "unproved"), verdict
    never = {fact.view.name for fact in facts.facts if isinstance(fact, DeadView) and fact.never_holds}
    assert never <= {view for view, found in seen.items() if found == {False}} | (never - set(seen))


def of_code(facts: Facts, code: str) -> list[Verdict]:
    return [verdict for verdict in facts.verdicts if verdict.code == code]


def of_writes(facts: Facts, made: list[Run]) -> None:
    alive = {write for run in made for write in run.alive}
    changing = {write for run in made for write in run.changing}
    for fact in facts.facts:
        if isinstance(fact, DeadWrite):
            assert (fact.view.name, fact.write.path) not in alive, f"{fact.view.name} is not dead"
        if isinstance(fact, DeadView):
            assert not {write for write in alive if write[0] == fact.view.name}, f"{fact.view.name} is alive"
        if isinstance(fact, NoOpWrite):
            assert (fact.view.name, fact.write.path) not in changing, f"{fact.view.name} changes something"


def witnesses(program: Small, facts: Facts, made: list[Run]) -> None:
    """That the runs of witnesses show what they are said to show, and that no smaller ones do."""
    for fact in facts.facts:
        if isinstance(fact, Unset):
            shown = [run for run in made if fact.field.path not in {*run.state, *run.outside}]
        elif isinstance(fact, LazyOverride):
            shown = [run for run in made if (fact.view.name, fact.write.path) in run.overwritten]
        elif isinstance(fact, StaleRead):
            site = (fact.site.view or "", fact.site.path or "when")
            shown = [run for run in made if (site, fact.field.path) in run.stale]
        elif isinstance(fact, AssertFails):
            index = program.asserts.index(fact.assertion.that.text)
            shown = [run for run in made if index in run.broken and set(run.outside) <= {"asked"}]
        else:
            continue
        asked = words(fact.witness)
        assert any((set(run.named), run.outside) == asked for run in shown), f"{fact.witness} shows nothing"
        smallest = min((len(words_of(run)), words_of(run)) for run in shown)
        assert fact.witness == smallest[1], f"{smallest[1]} shows what {fact.witness} does"


def words_of(run: Run) -> tuple[str, ...]:
    given = (word(name, value) for name, value in run.outside.items())
    return (*sorted(run.named), *sorted(given))


def words(witness: tuple[str, ...]) -> tuple[set[str], dict[str, object]]:
    pairs = dict(word.split("=", 1) for word in witness if "=" in word)
    outside = {
        name: next(value for value in DOMAINS[name].values if _is_written(value, text))
        for name, text in pairs.items()
    }
    return {word for word in witness if "=" not in word}, outside


def _is_written(value: object, text: str) -> bool:
    return text == (value if isinstance(value, str) else json.dumps(value))


def test_the_programs_are_rich_enough_to_be_wrong_in_every_way() -> None:
    made = [small(seed) for seed in range(300)]
    assert sum(1 for program in made if program.asserts) > 30
    assert sum(1 for program in made if program.required) > 5
    lazily = [view for program in made for view in program.views if view.lazy and view.when]
    assert len(lazily) > 50
    assert sum(isinstance(program.defaults.get("worked"), Text) for program in made) > 50
    assert sum(bool(oracle.always_active(program)) for program in made) > 100


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """As many batches as are asked for."""
    if "batch" in metafunc.fixturenames:
        many = 200 if metafunc.config.getoption("--long") else 20
        metafunc.parametrize("batch", range(many))
