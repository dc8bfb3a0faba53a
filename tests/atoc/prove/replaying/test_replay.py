from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ato.config.composing._compose import Request, compose
from atoc.prove.replaying.replay import DefectError, Trial, schema_of, stage_of
from atoc.prove.values.identity import identity
from tests import oracle
from tests.atoc.prove.build import program_of, scope_of
from tests.programs import Sketch, flat, sketches, to_yaml

NESTED = """
fields:
  lr: {type: float, default: 0.1}
  model:
    fields:
      hidden: {type: int, default: 8}
      depth: {type: int, default: 2}
      size: {type: int, default: "${model.hidden * model.depth}"}
  token: {type: int, default: 0}
views:
  wide: {set: {model.hidden: 16, lr: 0.2}}
  broken: {set: {token: "${1 // (token * 0)}"}}
  maybe: {when: lr > 0.15, priority: 1, set: {model.depth: 3}}
"""


@settings(max_examples=60, deadline=None)
@given(sketches(views=5, with_conditions=True, with_expressions=True), st.data())
def test_a_schema_composes_what_the_language_says(sketch: Sketch, data: st.DataObject) -> None:
    schema = schema_of(program_of(to_yaml(sketch)).scopes[0])
    named = data.draw(st.sampled_from(list(oracle.selections(sketch, most=3)) or [()]))
    try:
        expected = oracle.compose(sketch, named)
    except (oracle.Clash, oracle.Lacking):
        return
    assert flat(compose(Request(schema, named, ())).to_dict()) == expected


def test_a_schema_requires_every_field_without_a_default() -> None:
    schema = schema_of(scope_of("fields: {a: int, b: {type: int, default: 1}, c: {type: int, input: true}}"))
    assert schema.required == ("a", "c")


def test_a_stage_has_only_the_fields_it_is_asked_for() -> None:
    scope = scope_of(NESTED)
    stage = stage_of(scope, ["model.depth", "lr"], tuple(scope.views.values()))
    outcome = stage.run(Trial(("wide", "maybe", "broken")))
    assert outcome.values == {"lr": ("float", "0.2"), "model.depth": ("int", 3)}
    assert outcome.applied == {"wide", "maybe", "broken"}


def test_computed_defaults_are_on_the_stage_with_what_they_read() -> None:
    scope = scope_of(NESTED)
    paths = ["model.size", "model.hidden", "model.depth"]
    stage = stage_of(scope, paths, tuple(scope.views.values()))
    assert stage.run(Trial(("wide",))).values["model.size"] == ("int", 32)


def test_a_condition_that_does_not_hold_leaves_its_view_out() -> None:
    scope = scope_of(NESTED)
    stage = stage_of(scope, ["model.depth", "lr"], tuple(scope.views.values()))
    assert stage.run(Trial(("maybe",))).applied == frozenset()


def test_an_expression_without_a_value_refuses_the_run() -> None:
    scope = scope_of(NESTED)
    stage = stage_of(scope, ["token"], tuple(scope.views.values()))
    assert stage.run(Trial(("broken",))).is_refused
    assert stage.run(Trial()).differs(stage.run(Trial(("broken",))))


def test_outside_values_are_seen_by_lazy_views_alone() -> None:
    scope = scope_of("""
    fields: {x: {type: int, default: 1}, y: {type: int, default: 0}, z: {type: int, default: 0}}
    views:
      eager: {default: true, set: {y: "${x}"}}
      lazy: {default: true, lazy: true, set: {z: "${x}"}}
    """)
    outcome = stage_of(scope, scope.fields, tuple(scope.views.values())).run(Trial((), (("x", 5, "x=5"),)))
    assert outcome.values == {"x": identity(5), "y": identity(1), "z": identity(5)}


TIED = """
fields: {x: {type: int, default: 0}}
groups: {g: {default: c}}
views:
  a: {default: DEFAULT, set: {x: 1}}
  b: {default: DEFAULT, set: {x: 2}}
  c: {group: g, set: {x: 3}}
"""


@pytest.mark.parametrize("default", ["true", "false"])
def test_two_views_can_be_tried_in_both_orders(default: str) -> None:
    scope = scope_of(TIED.replace("DEFAULT", default).replace("x: 3", ""))
    stage = stage_of(scope, ["x"], tuple(scope.views.values()))
    trial = Trial(("a", "b"))
    assert stage.run(replace(trial, order=("a", "b"))).values["x"] == ("int", 2)
    assert stage.run(replace(trial, order=("b", "a"))).values["x"] == ("int", 1)


def test_a_group_default_can_be_tried_before_and_after_a_named_view() -> None:
    scope = scope_of(TIED.replace("DEFAULT", "false"))
    stage = stage_of(scope, ["x"], tuple(scope.views.values()))
    trial = Trial(("a",))
    assert stage.order_of(trial) == ("c", "a")
    assert stage.run(replace(trial, order=("a", "c"))).values["x"] == ("int", 3)
    assert stage.run(replace(trial, order=("c", "a"))).values["x"] == ("int", 1)


def test_a_trial_that_is_refused_for_a_clash_is_our_own_defect() -> None:
    scope = scope_of("groups: {g: {}}\nviews: {a: {group: g, set: {}}, b: {group: g, set: {}}}")
    with pytest.raises(DefectError, match="takes one view"):
        stage_of(scope, (), tuple(scope.views.values())).order_of(Trial(("a", "b")))


def test_the_words_of_a_trial_are_its_command_line() -> None:
    assert Trial(("a", "b"), (("x", 1, "x=1"),)).words == ("a", "b", "x=1")
