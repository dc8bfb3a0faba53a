"""The oracle is held against cases worked out by hand, since everything else is held against the oracle."""

from __future__ import annotations

import pytest

from tests import oracle
from tests.programs import Sketch, Text, ViewSketch


def sketch(*views: ViewSketch, **defaults: int) -> Sketch:
    return Sketch(dict(defaults), views)


def names(views: list[ViewSketch]) -> list[str]:
    return [view.name for view in views]


def test_a_higher_priority_is_applied_later_and_chains_come_first() -> None:
    program = sketch(
        ViewSketch("base", default=True), ViewSketch("high", priority=1), ViewSketch("long", chain=("high",))
    )
    assert names(oracle.application_order(program, ("long",))) == ["base", "long", "high"]


def test_always_active_views_come_before_selected_ones_of_their_priority() -> None:
    program = sketch(ViewSketch("picked"), ViewSketch("base", default=True))
    assert names(oracle.application_order(program, ("picked",))) == ["base", "picked"]


def test_lazy_views_see_what_came_from_outside_and_overwrite_it() -> None:
    program = sketch(ViewSketch("twice", default=True, lazy=True, writes={"i0": Text("i0 * 2")}), i0=1)
    assert oracle.compose(program, (), {"i0": 5}) == {"i0": 10}


def test_equations_of_one_view_read_each_other_and_their_own_old_value() -> None:
    view = ViewSketch("v", writes={"i0": Text("i0 + 1"), "i1": Text("i2"), "i2": 7})
    assert oracle.compose(sketch(view, i0=1, i1=0, i2=0), ("v",)) == {"i0": 2, "i1": 7, "i2": 7}


def test_a_group_takes_its_default_only_where_no_member_is_active() -> None:
    program = Sketch({}, (ViewSketch("adam", group="g"), ViewSketch("sgd", group="g")), {"g": "adam"})
    assert names(oracle.application_order(program, ())) == ["adam"]
    assert names(oracle.application_order(program, ("sgd",))) == ["sgd"]
    with pytest.raises(oracle.Clash):
        oracle.application_order(program, ("adam", "sgd"))


def test_a_chain_of_one_default_decides_over_the_default_of_another_group() -> None:
    views = (
        ViewSketch("x", group="h"),
        ViewSketch("y", group="h"),
        ViewSketch("b", group="g", chain=("y",)),
    )
    assert set(names(oracle.application_order(Sketch({}, views, {"h": "x", "g": "b"}), ()))) == {"b", "y"}


def test_unset_fields_are_those_that_some_selection_leaves_empty() -> None:
    program = sketch(ViewSketch("a", default=True, writes={"i0": 1}), ViewSketch("b", writes={"i1": 1}))
    assert oracle.unset_fields(program, ("i0", "i1")) == {"i1"}


def test_a_pair_is_order_dependent_unless_something_above_always_hides_it() -> None:
    tie = (ViewSketch("a", writes={"i0": 1}), ViewSketch("b", writes={"i0": 2}))
    hidden = ViewSketch("above", default=True, priority=1, writes={"i0": 3})
    assert oracle.order_dependent_pairs(sketch(*tie)) == {frozenset("ab")}
    assert oracle.order_dependent_pairs(sketch(*tie, hidden)) == set()


def test_a_write_below_a_default_view_of_higher_priority_never_lives() -> None:
    program = sketch(
        ViewSketch("low", writes={"i0": 1}), ViewSketch("top", default=True, priority=1, writes={"i0": 2})
    )
    assert oracle.living_writes(program) == {("top", "i0")}


def test_chain_rules_follow_their_definitions() -> None:
    program = Sketch(
        {},
        (
            ViewSketch("a", priority=2),
            ViewSketch("b", chain=("a",)),
            ViewSketch("c", lazy=True),
            ViewSketch("d", chain=("c", "b", "a")),
            ViewSketch("base", default=True),
            ViewSketch("e", chain=("base",)),
        ),
    )
    assert oracle.inversions(program) == {("b", "a"), ("d", "a")}
    assert oracle.eager_lazy_chains(program) == {("d", "c")}
    assert oracle.redundant_chains(program) == {("d", "a"), ("e", "base")}


def test_only_the_root_of_a_group_clash_is_blamed() -> None:
    views = (
        ViewSketch("x", group="g"),
        ViewSketch("y", group="g"),
        ViewSketch("both", chain=("x", "y")),
        ViewSketch("user", chain=("both",)),
    )
    assert oracle.clashing_views(Sketch({}, views, {"g": None})) == {"both"}
