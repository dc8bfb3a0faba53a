"""All questions together: against brute force, at scale, and twice the same."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atoc.prove import (
    DeadView,
    DeadWrite,
    Fact,
    Facts,
    LazyOverride,
    NoOpWrite,
    OrderDependent,
    Unset,
    prove,
)
from tests import oracle
from tests.atoc.prove.build import facts_of, facts_of_sketch, large_scope, proved_of_sketch
from tests.programs import GIVABLE, INPUTS, TYPES, Sketch, Text, literals, sketches

FIELDS = tuple(TYPES)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def outside_values() -> st.SearchStrategy[dict[str, Any]]:
    chosen = st.lists(st.sampled_from(GIVABLE), unique=True, max_size=3)
    return chosen.flatmap(lambda names: st.fixed_dictionaries({name: literals(name) for name in names}))


def run_of(witness: tuple[str, ...]) -> tuple[tuple[str, ...], dict[str, object]]:
    pairs = (word.split("=", 1) for word in witness if "=" in word)
    outside = {name: text if TYPES[name] == "enum" else json.loads(text) for name, text in pairs}
    return tuple(word for word in witness if "=" not in word), outside


def read_by_any(sketch: Sketch) -> set[str]:
    texts = [view.when or "" for view in sketch.views]
    values = [*sketch.defaults.values(), *(value for view in sketch.views for value in view.writes.values())]
    texts += [value.text for value in values if isinstance(value, Text)]
    return {name for name in FIELDS if any(name in text for text in texts)}


def with_fewer_defaults(sketch: Sketch, dropped: list[str]) -> Sketch:
    """The program without these defaults, but for fields that are read, which must have a value."""
    kept = read_by_any(sketch) | INPUTS.keys()
    return replace(
        sketch, defaults={k: v for k, v in sketch.defaults.items() if k in kept or k not in dropped}
    )


@quick
@given(sketches(views=5))
def test_literal_programs_leave_nothing_unproved(sketch: Sketch) -> None:
    facts = proved_of_sketch(sketch)
    assert [verdict for verdict in facts.verdicts if verdict.outcome == "unproved"] == []


@quick
@given(sketches(views=5))
def test_a_tie_is_shown_by_the_smallest_selection_that_lets_either_be_last(sketch: Sketch) -> None:
    for fact in facts_of_sketch(sketch):
        if isinstance(fact, OrderDependent):
            pair = {fact.first.name, fact.second.name}
            lasting = [
                named for named in oracle.selections(sketch) if pair <= last(sketch, named, fact.field.path)
            ]
            assert fact.witness == min(lasting, key=lambda named: (len(named), named))


def last(sketch: Sketch, named: tuple[str, ...], path: str) -> set[str]:
    """The views that some order lets write the field last."""
    writers = ([v.name for v in order if path in v.writes] for order in oracle.orders(sketch, named))
    return {names[-1] for names in writers if names}


@quick
@given(sketches(views=4, with_conditions=True), st.lists(st.sampled_from(FIELDS)), st.data())
def test_with_conditions_a_field_is_set_or_told_or_unproved(
    sketch: Sketch, dropped: list[str], data: st.DataObject
) -> None:
    sketch = with_fewer_defaults(sketch, dropped)
    facts = proved_of_sketch(sketch)
    told = {fact.field.path: fact.witness for fact in facts.facts if isinstance(fact, Unset)}
    for path, witness in told.items():
        assert path not in oracle.compose(sketch, *run_of(witness))
    open_questions = {v.subject for v in facts.verdicts if (v.code, v.outcome) == ("ATC201", "unproved")}
    outside = data.draw(outside_values())
    for named in oracle.selections(sketch):
        state = oracle.compose(sketch, named, outside)
        assert {name for name in FIELDS if name not in state} <= told.keys() | open_questions


@quick
@given(sketches(views=4, with_conditions=True, with_expressions=True), st.data())
def test_with_conditions_a_tie_is_told_or_unproved(sketch: Sketch, data: st.DataObject) -> None:
    facts = proved_of_sketch(sketch)
    if not any((v.code, v.outcome) == ("ATC202", "unproved") for v in facts.verdicts):
        assert oracle.order_dependent_pairs(sketch, data.draw(outside_values())) <= tied(facts.facts)


@quick
@given(sketches(views=4, with_conditions=True, with_expressions=True), st.data())
def test_what_is_dead_or_idle_can_be_removed(sketch: Sketch, data: st.DataObject) -> None:
    facts = proved_of_sketch(sketch)
    if tied(facts.facts):
        return
    outside = data.draw(outside_values())
    for view, path in useless(facts):
        smaller = without(sketch, view, path)
        for named in oracle.selections(sketch):
            assert oracle.compose(smaller, named, outside) == oracle.compose(sketch, named, outside)


def tied(facts: tuple[Fact, ...]) -> set[frozenset[str]]:
    return {frozenset((f.first.name, f.second.name)) for f in facts if isinstance(f, OrderDependent)}


def useless(facts: Facts) -> set[tuple[str, str]]:
    views = (f.view for f in facts.facts if isinstance(f, DeadView))
    single = {(f.view.name, f.write.path) for f in facts.facts if isinstance(f, (DeadWrite, NoOpWrite))}
    return single | {(view.name, write.path) for view in views for write in view.writes}


def without(sketch: Sketch, view: str, path: str) -> Sketch:
    def changed(old: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in old.items() if key != path}

    views = (replace(v, writes=changed(v.writes)) if v.name == view else v for v in sketch.views)
    return replace(sketch, views=tuple(views))


@quick
@given(sketches(views=5, with_conditions=True, with_expressions=True))
def test_the_same_program_has_the_same_facts(sketch: Sketch) -> None:
    assert repr(proved_of_sketch(sketch)) == repr(proved_of_sketch(sketch))


def test_thousands_of_writes_are_decided_by_closure_alone() -> None:
    facts = prove(large_scope(views=200, fields=500, writers=20))
    assert facts.facts == ()
    assert {(verdict.outcome, verdict.method) for verdict in facts.verdicts} == {("proved", "closure")}


def test_the_example_of_the_language_is_proved() -> None:
    facts = facts_of("""
    fields:
      lr: {type: float, gt: 0}
      epochs: {type: int, ge: 1}
      dataset: {enum: [cifar10, imagenet]}
      num_classes: int
      image_size: int
      warmup: {type: int, default: "${epochs // 10}"}
      tags: {type: "list[str]", default: []}
    groups: {optimizer: {default: adam}}
    views:
      defaults: {default: true, set: {lr: 1e-3, epochs: 50, dataset: imagenet}}
      high_lr: {priority: 1, set: {lr: 3e-3}}
      long_run: {priority: 2, chain_with: high_lr, set: {epochs: 200, tags: "${tags + ['long']}"}}
      adam: {group: optimizer, set: {}}
      imagenet:
        {default: true, lazy: true, when: dataset == 'imagenet', set: {num_classes: 1000, image_size: 224}}
      cifar:
        {default: true, lazy: true, when: dataset == 'cifar10', set: {num_classes: 10, image_size: 32}}
    """)
    assert [fact for fact in facts.facts if not isinstance(fact, LazyOverride)] == []
    assert {verdict.outcome for verdict in facts.verdicts if verdict.code != "ATC208"} == {"proved"}
