"""The compiler's verdicts, and the composed values, against brute force on random programs."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import islice, product
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from atoc.compile import Compiled, build, compile
from atoc.findings import Passed
from atoc.prove.facts import (
    DeadView,
    DeadWrite,
    EagerChainsLazy,
    Fact,
    GroupClash,
    NoOpWrite,
    OrderDependent,
    PriorityInversion,
    RedundantChain,
    Unset,
)
from atoc.span import SourceFile
from tests import oracle
from tests.programs import GIVABLE, TYPES, Sketch, flat, grouped_sketches, literals, sketches, to_yaml

FIELDS = tuple(TYPES)
quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def compiled(sketch: Sketch) -> Compiled:
    return compile(Passed((SourceFile("schemas/toy.yaml", to_yaml(sketch)),)))


def facts(sketch: Sketch) -> tuple[Fact, ...]:
    result = compiled(sketch)
    assert "toy" in result.facts, [finding.message for finding in result.findings]
    return result.facts["toy"].facts


def ties(found: tuple[Fact, ...]) -> set[frozenset[str]]:
    return {frozenset((f.first.name, f.second.name)) for f in found if isinstance(f, OrderDependent)}


# Programs of literals without conditions: every verdict is exact


@quick
@given(sketches())
def test_unset_fields_are_exactly_those_of_brute_force(sketch: Sketch) -> None:
    found = {fact.field.path: fact.witness for fact in facts(sketch) if isinstance(fact, Unset)}
    assert set(found) == oracle.unset_fields(sketch, FIELDS)
    for path, witness in found.items():
        shorter = [
            named for named in oracle.selections(sketch) if (len(named), named) < (len(witness), witness)
        ]
        assert path not in oracle.compose(sketch, witness)
        assert all(path in oracle.compose(sketch, named) for named in shorter)


@quick
@given(sketches(views=8))
def test_order_dependent_pairs_are_exactly_those_of_brute_force(sketch: Sketch) -> None:
    assert ties(facts(sketch)) == oracle.order_dependent_pairs(sketch)


@quick
@given(sketches(views=8))
def test_dead_writes_and_views_are_exactly_those_of_brute_force(sketch: Sketch) -> None:
    found = facts(sketch)
    assume(not ties(found))
    living = oracle.living_writes(sketch)
    dead = {(view.name, path) for view in sketch.views for path in view.writes} - living
    whole = {
        view.name for view in sketch.views if view.writes and not any(name == view.name for name, _ in living)
    }
    whole |= {view.name for view in sketch.views if not oracle.is_selectable(sketch, view.name)}
    assert {fact.view.name for fact in found if isinstance(fact, DeadView)} == whole
    assert {(fact.view.name, fact.write.path) for fact in found if isinstance(fact, DeadWrite)} == {
        (name, path) for name, path in dead if name not in whole
    }


@quick
@given(sketches(views=8))
def test_writes_without_effect_are_exactly_those_of_brute_force(sketch: Sketch) -> None:
    found = facts(sketch)
    assume(not ties(found))
    living = oracle.living_writes(sketch)
    idle = living - oracle.changing_writes(sketch)
    assert {(fact.view.name, fact.write.path) for fact in found if isinstance(fact, NoOpWrite)} == idle


@quick
@given(sketches(views=8))
def test_chain_and_group_rules_are_exactly_their_definitions(sketch: Sketch) -> None:
    found = facts(sketch)
    inverted = {(f.view.name, f.chained.name) for f in found if isinstance(f, PriorityInversion)}
    eager = {(f.view.name, f.chained.name) for f in found if isinstance(f, EagerChainsLazy)}
    redundant = {(f.view.name, f.entry.name) for f in found if isinstance(f, RedundantChain)}
    assert inverted == oracle.inversions(sketch)
    assert eager == oracle.eager_lazy_chains(sketch)
    assert redundant == oracle.redundant_chains(sketch)


@quick
@given(sketches(views=8))
def test_whoever_is_said_to_cover_a_write_does_so_in_every_selection(sketch: Sketch) -> None:
    dead = [fact for fact in facts(sketch) if isinstance(fact, DeadWrite)]
    for fact, named in product(dead, oracle.selections(sketch)):
        for order in oracle.orders(sketch, named) if fact.winners else ():
            names = [view.name for view in order]
            if fact.view.name in names:
                later = names[names.index(fact.view.name) :]
                assert any(winner.name in later for winner in fact.winners)


@quick
@given(sketches(views=8))
def test_whoever_is_said_to_have_set_the_same_before_did_in_every_selection(sketch: Sketch) -> None:
    idle = [fact for fact in facts(sketch) if isinstance(fact, NoOpWrite)]
    for fact, named in product(idle, oracle.selections(sketch)):
        path, givers = fact.write.path, {view.name for view in fact.earlier}
        value = sketch.view(fact.view.name).writes[path]
        assert givers or sketch.defaults[path] == value
        assert all(sketch.view(giver).writes[path] == value for giver in givers)
        for order in oracle.orders(sketch, named) if givers else ():
            names = [view.name for view in order]
            if fact.view.name in names:
                assert givers & set(names[: names.index(fact.view.name)])


@quick
@given(grouped_sketches())
def test_a_selection_without_words_that_clashes_is_told(sketch: Sketch) -> None:
    told = [fact for fact in facts(sketch) if isinstance(fact, GroupClash) and not fact.witness]
    assert bool(told) == oracle.clashes(sketch, ())


@quick
@given(sketches(views=8) | grouped_sketches())
def test_group_clashes_are_blamed_on_exactly_their_roots(sketch: Sketch) -> None:
    found = [fact for fact in facts(sketch) if isinstance(fact, GroupClash)]
    assert all(oracle.clashes(sketch, fact.witness) for fact in found)
    clashing = {fact.view.name for fact in found if fact.beside is None}
    if oracle.always_clash(sketch):
        assert len(clashing) == 1
    else:
        assert clashing == oracle.clashing_views(sketch)


# Programs with conditions and expressions: what is refuted is shown by its witness


@quick
@given(sketches(views=8, with_conditions=True, with_expressions=True))
def test_with_conditions_every_reported_tie_is_real(sketch: Sketch) -> None:
    for fact in facts(sketch):
        if isinstance(fact, OrderDependent):
            outside = _outside(fact.witness)
            named = tuple(word for word in fact.witness if "=" not in word)
            results = [oracle.run(sketch, order, outside) for order in oracle.orders(sketch, named)]
            assert any(result != results[0] for result in results)


@quick
@given(sketches(views=8, with_conditions=True), st.data())
def test_with_conditions_dead_writes_never_decide_a_value(sketch: Sketch, data: st.DataObject) -> None:
    found = facts(sketch)
    assume(not ties(found))
    dead = {(fact.view.name, fact.write.path) for fact in found if isinstance(fact, DeadWrite)}
    dead |= {
        (fact.view.name, write.path)
        for fact in found
        if isinstance(fact, DeadView)
        for write in fact.view.writes
    }
    outside = data.draw(outside_values())
    for named in oracle.selections(sketch):
        with_all = oracle.compose(sketch, named, outside)
        for view, path in dead:
            assert oracle.compose(_without(sketch, view, path), named, outside) == with_all


@quick
@given(sketches(views=8, with_conditions=True, with_expressions=True), st.data())
def test_composed_values_are_those_of_the_plain_interpreter(sketch: Sketch, data: st.DataObject) -> None:
    module = _module(build(compiled(sketch))["toy.py"])
    outside = data.draw(outside_values())
    words = [f"{name}={json.dumps(value).strip(chr(34))}" for name, value in outside.items()]
    for named in islice(oracle.selections(sketch), 40):
        order = tuple(data.draw(st.permutations(named)))
        expected = oracle.compose(sketch, order, outside)
        assert flat(module.compose(*order, overrides=words).to_dict()) == expected


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_what_is_refused_is_refused_by_the_program_too(data: st.DataObject) -> None:
    sketch = data.draw(sketches(views=8, with_expressions=True))
    module = _module(build(compiled(sketch))["toy.py"])
    named = tuple(data.draw(st.lists(st.sampled_from([view.name for view in sketch.views]), unique=True)))
    try:
        oracle.active(sketch, named)
    except oracle.Clash:
        with pytest.raises(Exception, match="takes one view"):
            module.compose(*named)
    except oracle.Lacking:
        with pytest.raises(Exception, match="one view of the group must be active"):
            module.compose(*named)
    else:
        assert flat(module.compose(*named).to_dict()) == oracle.compose(sketch, named)


def outside_values() -> st.SearchStrategy[dict[str, Any]]:
    chosen = st.lists(st.sampled_from(GIVABLE), unique=True, max_size=3)
    return chosen.flatmap(lambda names: st.fixed_dictionaries({name: literals(name) for name in names}))


def _outside(witness: tuple[str, ...]) -> dict[str, object]:
    pairs = (word.split("=", 1) for word in witness if "=" in word)
    return {name: text if TYPES[name] == "enum" else json.loads(text) for name, text in pairs}


def _without(sketch: Sketch, view: str, path: str) -> Sketch:
    changed = replace(
        sketch.view(view), writes={k: v for k, v in sketch.view(view).writes.items() if k != path}
    )
    return replace(sketch, views=tuple(changed if v.name == view else v for v in sketch.views))


def _module(source: str) -> Any:
    module = ModuleType("toy")
    exec(source, module.__dict__)  # noqa: S102
    return module
