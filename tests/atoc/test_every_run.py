"""What is claimed of small programs, against every run that they have: no claim may go further than the runs.

Each program is drawn by a seed; ``--long`` of pytest takes ten times as many.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import product

import pytest

from atoc.compile import compile
from atoc.findings import Passed
from atoc.prove import Facts
from atoc.prove.deciding import laboratory
from atoc.prove.facts import (
    AbsentField,
    AssertFails,
    DeadView,
    DeadWrite,
    Fact,
    Failing,
    LazyOverride,
    MissingCase,
    NoOpWrite,
    OrderDependent,
    StaleRead,
    Unset,
    Verdict,
)
from atoc.span import SourceFile
from tests import oracle, runs
from tests.features import small
from tests.matches import is_missed, matches
from tests.programs import Text
from tests.runs import Run, Site
from tests.small import Small
from tests.spelt import bare, conditions, documents, view_word, word

Witnessed = (Unset, LazyOverride, StaleRead, AssertFails, MissingCase)
BATCH = 100
"""How many programs one test looks at."""
CODES = {"absent": "ATC104", "range": "ATC103", "unset": "ATC403", "division": "ATC404", "index": "ATC405"}


def proved(program: Small) -> Facts:
    """What is proved of a program, in all of its scopes; every name is told without what it stands in."""
    made = documents(program)
    files = tuple(SourceFile(f"schemas/{name}.yaml", text) for name, text in made.items())
    compiled = compile(Passed(files))
    assert set(compiled.facts) == set(made), [finding.message for finding in compiled.findings]
    facts = [compiled.facts[name] for name in made]
    verdicts = (verdict for each in facts for verdict in each.verdicts)
    return Facts(tuple(fact for each in facts for fact in each.facts), tuple(map(_bare, verdicts)))


def _bare(verdict: Verdict) -> Verdict:
    if verdict.code == "ATC601":
        return verdict
    path = None if verdict.path is None else bare(verdict.path)
    return replace(verdict, subject=bare(verdict.subject), path=path)


def test_no_claim_goes_further_than_the_runs(batch: int) -> None:
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        check(seed)


@pytest.mark.parametrize("start", [0, 1_000])
def test_what_the_solver_claims_of_branches_and_of_early_reads_is_what_runs_show(
    start: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(laboratory, "MOST_TRIED", 0)
    seeds = [seed for seed in range(start, start + 500) if looks_early_or_branches(small(seed))]
    assert len(seeds) > BATCH / 2
    for seed in seeds[: BATCH // 2]:
        check(seed)


def looks_early_or_branches(program: Small) -> bool:
    """Whether a value has an ``if``, or a view reads a default that is computed."""
    texts = {view.when or "" for view in program.views} | {text for _, text in runs.values_of(program)}
    is_read = isinstance(program.defaults.get("worked"), Text) and any("worked" in text for text in texts)
    return is_read or any(map(runs.conditionals, texts - {""}))


def check(seed: int) -> None:
    """Hold what is claimed of the program of a seed against all of its runs."""
    program = small(seed)
    facts, made = proved(program), list(runs.runs(program))
    try:
        check_claims(program, facts, made)
    except AssertionError as error:
        texts = "\n".join(documents(program).values())
        raise AssertionError(f"program {seed}:\n{texts}\n{error}") from None


def check_claims(program: Small, facts: Facts, made: list[Run]) -> None:
    """Hold what is claimed of a program against all of its runs."""
    of_absent(facts, made)
    made = [run for run in made if run.is_taken]
    of_failures(facts, made)
    of_writes(facts, [run for run in made if run.failure is None])
    is_order_free = not any(isinstance(fact, OrderDependent) for fact in facts.facts)
    if is_order_free:
        order_decides_nothing(facts, made)
    all_is_decided(facts)
    if any(run.failure for run in made):
        return
    asserts_hold(program, facts, made)
    of_fields(program, facts, made)
    of_conditions(facts, made)
    of_branches(program, facts, made)
    of_cases(program, facts, made)
    if is_order_free:
        of_space(program, facts, made)
    witnesses(program, facts, made)


def all_is_decided(facts: Facts) -> None:
    """That nothing is left open but what a run has to tell: an assert that holds of what views alone give.

    Of a search that breaks an assert which is told to break anyway nothing is said again.
    """
    told = {verdict.code for verdict in facts.verdicts if verdict.outcome == "refuted"}
    for verdict in facts.verdicts:
        if verdict.outcome == "unproved":
            is_told = verdict.code == "ATC801" and "ATC601" in told
            assert verdict.code == "ATC601" or is_told, verdict


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


def of_absent(facts: Facts, made: list[Run]) -> None:
    """That a view writes what is not there in exactly the programs that are told to."""
    if any(run.failure[1] not in ("absent", "outside") for run in made if run.failure is not None):
        return
    shown = {view for run in made if run.is_taken for view, _ in run.absent}
    compared(facts, "ATC104", ((name, None) for name in shown))


def of_failures(facts: Facts, made: list[Run]) -> None:
    """That every expression that fails is told of, unless another is told that fails before it."""
    shown = {run.failure for run in made if run.failure is not None}
    if any(isinstance(fact, (Failing, Unset, AbsentField)) for fact in facts.facts):
        return
    for site, kind in shown:
        is_told_of_what_it_reads = kind == "unset" and not site[0]
        if site[1].startswith("assert") or is_told_of_what_it_reads:
            continue
        key = (site[0], None) if kind == "absent" else key_of(site)
        found = outcomes(facts, CODES[kind]).get(key, set())
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
    assert len(told) == len(program.asserts)
    for index, (text, verdict) in enumerate(zip(conditions(program), told, strict=True)):
        broken = [run for run in made if index in run.broken]
        by_views = any(not run.outside for run in broken)
        expected = "refuted" if by_views else "unproved" if broken else "proved"
        assert verdict.outcome == expected, f"{text}: {verdict.outcome}, not {expected}"
        for kind in ("division", "index"):
            fails = any((index, kind) in run.valueless for run in made)
            found = {each.outcome for each in of_code(facts, CODES[kind]) if each.subject == bare(text)}
            assert found in (({"refuted"},) if fails else ({"proved"}, set())), f"{text}: {kind} {found}"


def of_fields(program: Small, facts: Facts, made: list[Run]) -> None:
    required = [name for name in program.fields if name not in program.defaults]
    unset = {(name, None) for run in made for name in required if lacks(run, name)}
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
    if not runs.order_shows(made):
        assert [verdict for verdict in of_code(facts, "ATC502") if verdict.outcome == "unproved"] == []


def of_cases(program: Small, facts: Facts, made: list[Run]) -> None:
    """That a case is missing exactly where a run meets none of the conditions, and an earlier value stays."""
    shown: dict[str, set[bool]] = {}
    for match in matches(program):
        if match.field in program.defaults or any(lacks(run, match.field) for run in made):
            continue
        found = any(is_missed(program, match, run) for run in made)
        shown.setdefault(match.field, set()).add(found)
    told: dict[str, set[bool]] = {}
    for verdict in of_code(facts, "ATC407"):
        assert verdict.outcome != "unproved", verdict
        told.setdefault(verdict.subject, set()).add(verdict.outcome == "refuted")
    assert told == shown, f"missing cases: {told} is said, and {shown} is so"


def lacks(run: Run, name: str) -> bool:
    """Whether a field that is there ends up without a value."""
    return name not in run.state and not runs.is_absent(name, run.state)


def of_conditions(facts: Facts, made: list[Run]) -> None:
    seen: dict[str, set[bool]] = {}
    for run in made:
        for (view, _), holds in run.conditions.items():
            seen.setdefault(view, set()).add(holds)
    for verdict in of_code(facts, "ATC406"):
        if verdict.path is None and verdict.subject in seen:
            is_constant = seen[verdict.subject] == {True}
            expected = "refuted" if is_constant else "proved"
            assert verdict.outcome == expected or is_left_open(verdict, made), verdict
    never = {fact.view.name for fact in facts.facts if isinstance(fact, DeadView) and fact.never_holds}
    assert never <= {view for view, found in seen.items() if found == {False}} | (never - set(seen))


def is_left_open(verdict: Verdict, made: list[Run]) -> bool:
    """Whether nothing is claimed, as the command line cannot give every order."""
    return verdict.outcome == "unproved" and runs.order_shows(made)


def of_branches(program: Small, facts: Facts, made: list[Run]) -> None:
    """That the condition of an ``if`` inside a value is constant exactly where runs show one outcome."""
    seen: dict[tuple[Site, int], set[bool]] = {}
    for run in made:
        for site, number, holds in run.branches:
            seen.setdefault((site, number), set()).add(holds)
    told: dict[tuple[str, str | None], list[str]] = {}
    for verdict in of_code(facts, "ATC406"):
        told.setdefault((verdict.subject, verdict.path), []).append(verdict.outcome)
    for site, text in runs.values_of(program):
        numbers = range(len(runs.conditionals(text)))
        expected = ["refuted" if len(seen.get((site, each), ())) == 1 else "proved" for each in numbers]
        found = told.get(key_of(site), expected)  # of dead views nothing is told
        is_open = "unproved" in found and runs.order_shows(made)
        assert is_open or sorted(found) == sorted(expected), f"the conditions in `{text}` of {site}: {found}"


def of_code(facts: Facts, code: str) -> list[Verdict]:
    return [verdict for verdict in facts.verdicts if verdict.code == code]


def of_writes(facts: Facts, made: list[Run]) -> None:
    alive = {write for run in made for write in run.alive}
    changing = {write for run in made for write in run.changing}
    for fact in facts.facts:
        if isinstance(fact, DeadWrite):
            assert (bare(fact.view.name), bare(fact.write.path)) not in alive, f"{fact.view.name} is not dead"
        if isinstance(fact, DeadView):
            mine = {write for write in alive if write[0] == bare(fact.view.name)}
            assert not mine, f"{fact.view.name} is alive"
        if isinstance(fact, NoOpWrite):
            write = bare(fact.view.name), bare(fact.write.path)
            assert write not in changing, f"{fact.view.name} changes something"


def of_space(program: Small, facts: Facts, made: list[Run]) -> None:
    """That a search is refuted exactly where a point of it breaks an assert, or leaves a field unset."""
    space = program.space
    if space is None:
        return
    told = [verdict.outcome for verdict in of_code(facts, "ATC801")]
    points = [dict(zip(space.values, each, strict=True)) for each in product(*space.values.values())]
    named = [frozenset((*space.views, *added)) for added in space.added]
    runs_of = {(frozenset(run.named), repr(sorted(run.outside.items()))): run for run in made}
    bad: list[object] = []
    for names, point in product(named, points):
        met = {name: value for name, value in point.items() if name in givable(made)}
        run = runs_of[names, repr(sorted(met.items()))]
        if (
            run.broken
            or run.valueless
            or any(lacks(run, name) for name in program.fields if name not in point)
        ):
            bad.append((names, point))
    known = any(isinstance(fact, AssertFails) for fact in facts.facts)
    expected = "refuted" if bad else "proved"
    assert told == [expected] or (known and told == ["unproved"]), f"{told}, and bad are {bad}"


def givable(made: list[Run]) -> set[str]:
    """The fields that are given in some run."""
    return {name for run in made for name in run.outside}


def witnesses(program: Small, facts: Facts, made: list[Run]) -> None:
    """That the runs of witnesses show what they are said to show, and that no smaller ones do."""
    for fact in facts.facts:
        shown = shown_by(program, fact, made)
        if shown is None or not isinstance(fact, Witnessed):
            continue
        words = sorted((run.size, words_of(program, run)) for run in shown if is_in_order_of(run, program))
        if words:
            assert fact.witness in [each for _, each in words], f"{fact.witness} shows nothing"
            assert fact.witness == words[0][1], f"{words[0][1]} shows what {fact.witness} does"
        else:
            found = any(is_told(run, program, fact.witness, fact.order) for run in shown)
            assert found, f"{fact.witness} {fact.order} shows nothing"


def is_in_order_of(run: Run, program: Small) -> bool:
    """Whether the views are applied in the order that the command line gives them, named by alphabet."""
    named = sorted(run.named, key=lambda name: view_word(program, name))
    return run.order == tuple(view.name for view in oracle.application_order(program, tuple(named)))


def is_told(run: Run, program: Small, words: tuple[str, ...], order: tuple[str, ...]) -> bool:
    """Whether the words are those of a run, in an order of names that gives its order, or with an order that
    is told beside them."""
    given = sorted(word(program, name, value) for name, value in run.outside.items())
    if sorted(each for each in words if "=" in each) != given:
        return False
    by_word = {view_word(program, view.name): view.name for view in program.views}
    named = tuple(by_word[each] for each in words if "=" not in each)
    if order:
        told = [bare(name) for name in order]
        return set(named) == set(run.named) and [name for name in run.order if name in told] == told
    applied = oracle.application_order(program, named)
    return run.order == tuple(view.name for view in applied)


def shown_by(program: Small, fact: Fact, made: list[Run]) -> list[Run] | None:
    """The runs that show a fact; None for those that are held against runs in another way."""
    match fact:
        case Unset():
            return [run for run in made if lacks(run, bare(fact.field.path))]
        case LazyOverride():
            lost = bare(fact.view.name), bare(fact.write.path)
            return [run for run in made if lost in run.overwritten]
        case StaleRead():
            site = bare(fact.site.view or ""), bare(fact.site.path or "when")
            return [run for run in made if (site, bare(fact.field.path)) in run.stale]
        case AssertFails():
            index = conditions(program).index(fact.assertion.that.text)
            return [run for run in made if index in run.broken and not run.outside]
        case MissingCase():
            views = tuple(bare(view.name) for view in fact.views)
            match = next(each for each in matches(program) if each.views == views)
            return [run for run in made if is_missed(program, match, run)]
        case _:
            return None


def words_of(program: Small, run: Run) -> tuple[str, ...]:
    given = (word(program, name, value) for name, value in run.outside.items())
    return (*sorted(view_word(program, name) for name in run.named), *sorted(given))


def test_the_programs_are_rich_enough_to_be_wrong_in_every_way() -> None:
    made = [small(seed) for seed in range(400)]
    assert sum(1 for program in made if len(program.asserts) > 1) > 50
    assert sum(1 for program in made if program.required) > 5
    assert sum(1 for program in made if program.second) > 15
    assert sum(1 for program in made if program.boxed) > 30
    assert sum(1 for program in made if program.space) == 50
    assert sum(1 for program in made if "kind" in program.fields) == 50
    assert sum(1 for program in made if matches(program)) > 50
    lazily = [view for program in made for view in program.views if view.lazy and view.when]
    assert len(lazily) > 100
    assert sum(isinstance(program.defaults.get("worked"), Text) for program in made) > 50
    assert sum(bool(oracle.always_active(program)) for program in made) > 100


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """As many batches as are asked for."""
    if "batch" in metafunc.fixturenames:
        many = 200 if metafunc.config.getoption("--long") else 20
        metafunc.parametrize("batch", range(many))
