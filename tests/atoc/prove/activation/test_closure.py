from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ato.config as ato
from atoc.prove.activation.closure import activation_of, ones
from atoc.prove.replaying.replay import schema_of
from tests.atoc.prove.build import program_of, scope_of
from tests.programs import Sketch, sketches, to_yaml


@settings(max_examples=100, deadline=None)
@given(sketches(views=7), st.data())
def test_bit_sets_activate_what_the_runtime_activates(sketch: Sketch, data: st.DataObject) -> None:
    scope = program_of(to_yaml(sketch)).scopes[0]
    activation = activation_of(scope)
    named = data.draw(st.lists(st.sampled_from(list(scope.views)), unique=True))
    active = activation.activate(activation.reach(sum(1 << activation.index[name] for name in named)))
    schema = schema_of(scope)
    if activation.is_refused(active):
        with pytest.raises(ato.ConfigError):
            schema.select(named)
    else:
        selection = schema.select(named)
        assert set(activation.names(active)) == {view.name for view in (*selection.eager, *selection.lazy)}
        assert set(activation.names(activation.always)) == selection.always


def test_a_closure_is_the_view_with_all_that_it_chains_with() -> None:
    activation = activation_of(
        scope_of("""
        views:
          long: {chain_with: wide, set: {}}
          wide: {chain_with: base, set: {}}
          base: {set: {}}
          other: {set: {}}
        """)
    )
    assert activation.names(activation.closures[activation.index["long"]]) == ("base", "long", "wide")
    assert activation.names(activation.chained_by[activation.index["base"]]) == ("base", "long", "wide")
    assert activation.always == 0


def test_a_chain_through_a_thousand_views_needs_no_recursion() -> None:
    lines = [f"  v{i}: {{chain_with: v{i + 1}, set: {{}}}}" for i in range(1500)]
    activation = activation_of(scope_of("\n".join(["views:", *lines, "  v1500: {set: {}}"])))
    assert activation.closures[activation.index["v0"]].bit_count() == 1501


def test_the_default_of_one_group_can_preempt_that_of_another() -> None:
    activation = activation_of(
        scope_of("""
        groups: {one: {default: a}, two: {default: b}}
        views:
          a: {group: one, set: {}}
          b: {group: two, set: {}}
          c: {group: two, set: {}}
          d: {group: one, chain_with: c, set: {}}
        """)
    )
    assert not activation.is_tangled
    assert activation.names(activation.activate(activation.always)) == ("a", "b")
    assert activation.names(activation.activate(activation.reach(1 << activation.index["d"]))) == ("c", "d")


def test_ones_are_the_members_of_a_set() -> None:
    assert list(ones(0b101001)) == [0, 3, 5]
