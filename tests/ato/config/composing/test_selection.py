"""Activation and order, against section 4 of the language and against a second statement of the rule."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ato.config import ConfigError, View
from ato.config.composing._selection import Selection, closure, select, select_all


def names(selection: Selection) -> list[str]:
    return [view.name for view in (*selection.eager, *selection.lazy)]


def chosen(views: list[View], *named: str, **groups: str | None) -> list[str]:
    return names(select(views, groups, named))


def test_default_views_are_always_active_in_the_order_of_declaration() -> None:
    views = [View("b", default=True), View("x"), View("a", default=True)]
    assert chosen(views) == ["b", "a"]


def test_higher_priority_is_applied_later_whatever_was_named_first() -> None:
    views = [View("high", priority=5), View("low", priority=-1), View("base", default=True)]
    assert chosen(views, "high", "low") == ["low", "base", "high"]


def test_always_active_views_come_before_selected_ones_of_the_same_priority() -> None:
    views = [View("named"), View("base", default=True, chain=("brought",)), View("brought")]
    assert chosen(views, "named") == ["brought", "base", "named"]


def test_named_views_of_one_priority_are_applied_as_they_are_named() -> None:
    views = [View("a"), View("b"), View("c")]
    assert chosen(views, "c", "a") == ["c", "a"]
    assert chosen(views, "a", "c") == ["a", "c"]


def test_a_required_group_has_an_active_member() -> None:
    views = [View("a", group="g"), View("b", group="g"), View("c", chain=("a",)), View("d")]
    for named in (("b",), ("c",), ("d", "a")):
        assert select(views, {"g": None}, named, ("g",)).causes
    with pytest.raises(ConfigError) as caught:
        select(views, {"g": None}, ["d"], ("g",))
    assert str(caught.value) == (
        "g: one view of the group must be active: a or b\n  help: name one, such as a or g=a"
    )


def test_a_default_view_that_is_a_member_fills_a_required_group() -> None:
    views = [View("a", group="g", default=True), View("b", group="g")]
    assert names(select(views, {"g": None}, (), ("g",))) == ["a"]


def test_a_chain_is_applied_before_the_view_that_names_it_in_its_order() -> None:
    views = [View("a"), View("b"), View("top", chain=("b", "a")), View("deep", chain=("top",))]
    assert chosen(views, "deep") == ["b", "a", "top", "deep"]


def test_a_view_stands_where_it_is_first_met() -> None:
    views = [View("a"), View("b", chain=("a",)), View("c", chain=("b", "a"))]
    assert chosen(views, "a", "c") == ["a", "b", "c"]
    assert chosen(views, "c", "a", "c") == ["a", "b", "c"]


def test_naming_a_default_view_changes_nothing() -> None:
    views = [View("a", default=True), View("b", default=True)]
    assert chosen(views, "b") == chosen(views) == ["a", "b"]


def test_lazy_views_follow_the_same_rule_in_a_phase_of_their_own() -> None:
    views = [View("late", lazy=True, priority=-5), View("base", default=True, chain=("late",)), View("x")]
    selection = select(views, {}, ["x"])
    assert [view.name for view in selection.eager] == ["base", "x"]
    assert [view.name for view in selection.lazy] == ["late"]


def test_cycles_of_chains_end() -> None:
    views = [View("a", chain=("b",)), View("b", chain=("c", "b")), View("c", chain=("a",))]
    assert sorted(chosen(views, "a")) == ["a", "b", "c"]
    assert sorted(closure({view.name: view for view in views}, "b")) == ["a", "b", "c"]


def test_a_very_long_chain_needs_no_recursion() -> None:
    views = [View(f"v{i}", chain=(f"v{i + 1}",)) for i in range(5000)] + [View("v5000")]
    assert chosen(views, "v0")[0] == "v5000"


def test_a_group_takes_its_default_unless_a_member_is_named() -> None:
    views = [View("adam", group="opt"), View("sgd", group="opt")]
    assert chosen(views, opt="adam") == ["adam"]
    assert chosen(views, "sgd", opt="adam") == ["sgd"]
    assert chosen(views, opt=None) == []


def test_defaults_of_groups_come_after_default_views_and_before_named_ones() -> None:
    views = [View("n"), View("adam", group="opt"), View("base", default=True)]
    assert chosen(views, "n", opt="adam") == ["base", "adam", "n"]


def test_a_member_that_a_chain_activates_counts_as_named() -> None:
    views = [View("adam", group="opt"), View("sgd", group="opt"), View("fast", chain=("sgd",))]
    assert chosen(views, "fast", opt="adam") == ["sgd", "fast"]


def test_the_default_of_a_group_that_brings_a_member_of_another_decides_for_it() -> None:
    views = [
        View("adam", group="opt"),
        View("sgd", group="opt"),
        View("small", group="size", chain=("sgd",)),
    ]
    assert chosen(views, opt="adam", size="small") == ["sgd", "small"]


def test_two_members_of_a_group_are_refused_with_both_causes() -> None:
    views = [
        View("adam", group="opt"),
        View("sgd", group="opt"),
        View("fast", chain=("sgd",)),
        View("faster", chain=("fast",)),
    ]
    with pytest.raises(ConfigError) as caught:
        select(views, {"opt": "adam"}, ["adam", "faster"])
    assert str(caught.value) == (
        "sgd: the group 'opt' takes one view, but 'adam' is named and 'sgd' is chained by 'fast', and "
        "'faster' is named\n  help: leave out one of adam, sgd"
    )


def test_every_group_with_a_clash_is_told() -> None:
    views = [View(name, group=name[0]) for name in ("a1", "a2", "b1", "b2", "b3")]
    with pytest.raises(ConfigError) as caught:
        select(views, {"a": None, "b": None}, [view.name for view in views])
    assert [problem.subject for problem in caught.value.problems] == ["a2", "b3"]
    assert "leave out all but one of b1, b2, b3" in caught.value.problems[1].help


def test_causes_tell_who_brought_a_view() -> None:
    views = [View("d", default=True, chain=("x",)), View("x"), View("m", group="g", chain=("y",)), View("y")]
    selection = select(views, {"g": "m"}, [])
    assert selection.causes == {"x": "d", "d": "", "y": "m", "m": "group:g"}
    assert selection.always == {"d", "x"}


def test_all_views_stand_in_one_order_groups_or_not() -> None:
    views = [
        View("late", lazy=True, default=True),
        View("z", priority=1),
        View("adam", group="opt"),
        View("sgd", group="opt"),
        View("base", default=True),
    ]
    assert names(select_all(views, {"opt": "sgd"})) == ["base", "sgd", "adam", "z", "late"]


NAMES = "abcdef"
FLAGS = st.fixed_dictionaries(
    {
        "default": st.booleans(),
        "lazy": st.booleans(),
        "priority": st.integers(-1, 1),
        "chain": st.lists(st.sampled_from(NAMES), max_size=3).map(tuple),
        "group": st.sampled_from([None, None, "g", "h"]),
    }
)


def plainly_active(views: list[View], groups: dict[str, str | None], named: list[str]) -> set[str]:
    """What section 4 says, by a fixed point; groups that do not depend on each other."""
    by_name = {view.name: view for view in views}
    active = {view.name for view in views if view.default} | set(named)
    while True:
        more = {other for name in active for other in by_name[name].chain} - active
        if not more:
            return active
        active |= more


@settings(max_examples=100)
@given(st.lists(FLAGS, min_size=6, max_size=6), st.lists(st.sampled_from(NAMES), max_size=4))
def test_any_selection_is_closed_ordered_and_total_or_refused_for_a_clash(
    flags: list[dict[str, object]], named: list[str]
) -> None:
    views = [View(name, **flag) for name, flag in zip(NAMES, flags)]  # type: ignore[arg-type]
    active = plainly_active(views, {}, named)
    members = {group: [v.name for v in views if v.group == group and v.name in active] for group in "gh"}
    try:
        selection = select(views, {"g": None, "h": None}, named)
    except ConfigError:
        assert any(len(inside) > 1 for inside in members.values())
        return
    assert all(len(inside) <= 1 for inside in members.values())
    assert sorted(names(selection)) == sorted(active)
    for phase in (selection.eager, selection.lazy):
        ranks = [(view.priority, view.name not in selection.always) for view in phase]
        assert ranks == sorted(ranks)


@settings(max_examples=60)
@given(st.lists(FLAGS, min_size=6, max_size=6), st.permutations(NAMES))
def test_without_cycles_a_view_follows_what_it_chains_with_unless_priority_or_phase_says_otherwise(
    flags: list[dict[str, object]], order: list[str]
) -> None:
    views = [
        View(name, **{**flag, "chain": tuple(c for c in flag["chain"] if c > name), "group": None})  # type: ignore[arg-type,attr-defined]
        for name, flag in zip(NAMES, flags)
    ]
    selection = select(views, {}, order)
    place = {name: index for index, name in enumerate(names(selection))}
    by_name = {view.name: view for view in views}
    for view in views:
        for other in (by_name[name] for name in view.chain):
            is_same_rank = (other.priority, other.lazy) == (view.priority, view.lazy)
            if is_same_rank:
                assert place[other.name] < place[view.name]
