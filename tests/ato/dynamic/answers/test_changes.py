"""The lines at which views change lists in place, and who is said to have done it."""

from __future__ import annotations

from typing import Any

import pytest

from ato.dynamic import ADict, MultiScope, Scope
from ato.dynamic.answers._changes import line_of_change
from tests.ato.dynamic.scope_programs import Program


def told(scope: Scope, key: str) -> list[tuple[object, ...]]:
    return [(each.who, each.value) for each in scope.explain(key).writes]


def lines(scope: Scope, key: str, function: Any) -> list[int]:
    """The lines of the writes, counted from that of a function."""
    first = function.__code__.co_firstlineno
    return [int(each.place.rpartition(":")[2]) - first for each in scope.explain(key).writes if each.place]


def test_a_list_that_is_changed_in_place_is_written_by_the_view_and_its_line() -> None:
    scope = Scope(ADict(layers=[1]))

    @scope.observe(default=True)
    def base(config: Any) -> None:
        config.lr = 1
        config.layers.append(2)

    @scope.observe(default=True)
    def more(config: Any) -> None:
        config.layers[0] = 9

    @scope.observe(default=True)
    def most(config: Any) -> None:
        config.layers += [len(config.layers)]

    scope.apply()
    assert told(scope, "layers") == [
        ("most", [9, 2, 2]),
        ("more", [9, 2]),
        ("base", [1, 2]),
        ("default", [1]),
    ]
    assert scope.explain("layers").note == ""
    assert lines(scope, "layers", base)[-1] == 3
    assert [each.why for each in scope.explain("layers").writes] == [
        "",
        "it was changed in place",
        "it was changed in place",
        "",
    ]


def test_the_list_stays_the_one_that_the_program_gave() -> None:
    layers = [1]
    scope = Scope(ADict(layers=layers))
    scope.observe(default=True)(lambda config: config.layers.append(2))
    scope.apply()
    assert scope.config.layers is layers
    assert type(scope.config.layers) is list


def test_what_was_changed_before_it_was_replaced_is_told_too() -> None:
    scope = Scope(ADict(layers=[1]))

    @scope.observe(default=True)
    def base(config: Any) -> None:
        config.layers.append(2)
        config.layers = [3]
        config.layers.append(4)
        del config.layers

    scope.apply()
    assert [value for _, value in told(scope, "layers")][1:] == [[3, 4], [3], [1, 2], [1]]


def test_lazy_blocks_and_lazy_views_are_told_apart_from_the_rest(program: Program) -> None:
    scope = Scope(ADict(layers=[1]))

    @scope.observe(default=True)
    def base(config: Any) -> None:
        config.layers.append(2)
        with Scope.lazy():
            config.layers.append(3)

    @scope.observe(default=True, lazy=True)
    def late(config: Any) -> None:
        config.layers.append(4)

    program.config(scope, "layers=[7]")
    assert told(scope, "layers") == [
        ("late", [7, 3, 4]),
        ("base (lazy block)", [7, 3]),
        ("command line", [7]),
        ("base", [1, 2]),
        ("default", [1]),
    ]
    assert lines(scope, "layers", base)[1:] == [4, 2]


def test_each_scope_of_several_is_told_of_its_own() -> None:
    first, second = Scope(ADict(x=[1]), name="a"), Scope(ADict(x=[1]), name="b")
    scope = MultiScope(first, second)

    @first.observe(default=True)
    def base(a: Any) -> None:
        a.x.append(2)

    first.apply()
    second.apply()
    assert [each.who for each in scope.explain("a.x").writes] == ["base", "default"]
    assert [each.who for each in scope.explain("b.x").writes] == ["default"]


def test_a_config_in_a_list_is_a_change_of_the_list() -> None:
    scope = Scope(ADict(blocks=[{"width": 1}]))

    @scope.observe(default=True)
    def base(config: Any) -> None:
        config.blocks[0].width = 2

    scope.apply()
    assert told(scope, "blocks") == [("base", [{"width": 2}]), ("default", [{"width": 1}])]
    assert lines(scope, "blocks", base) == [2]


def test_what_the_program_changes_between_two_applications_is_no_views() -> None:
    scope = Scope(ADict(layers=[1]))

    @scope.observe(default=True)
    def base(config: Any) -> None:
        config.lr = 1

    scope.apply()
    scope.config.layers.append(2)
    scope.apply()
    assert told(scope, "layers") == [("default", [1])]
    assert "changed it since" in scope.explain("layers").note


def test_a_default_that_was_made_on_reading_is_told() -> None:
    scope = Scope(ADict(default=list))

    @scope.observe(default=True)
    def base(config: Any) -> None:
        config.layers.append(1)

    scope.apply()
    assert told(scope, "layers") == [("base", [1]), ("base", [])]
    assert scope.explain("layers").note == ""


def in_a_branch(config: Any) -> None:
    if config.depth > 3:
        config.layers.append(1)


def by_brackets(config: Any) -> None:
    config["model"]["layers"][1:] = [2]


def deep_inside(config: Any) -> None:
    config.layers[0].sizes.insert(0, 1)


def taken_away(config: Any) -> None:
    del config.layers[0]


def looked_at(config: Any) -> None:
    if len(config.layers) == 1 and config.layers != [5]:
        config.layers.append(config.layers.count(1))
    print(f"{config.layers}", config.lr)


@pytest.mark.parametrize(
    ("view", "key", "line"),
    [
        (in_a_branch, "layers", 2),
        (by_brackets, "model.layers", 1),
        (deep_inside, "layers", 1),
        (taken_away, "layers", 1),
        (looked_at, "layers", 2),
    ],
)
def test_the_line_is_known_where_only_one_can_be_it(view: Any, key: str, line: int) -> None:
    assert line_of_change(view, view.__code__, key) == view.__code__.co_firstlineno + line


def twice(config: Any) -> None:
    config.layers.append(1)
    config.layers.append(1)


def by_a_name(config: Any) -> None:
    layers = config.layers
    layers.append(1)


def by_its_parent(config: Any) -> None:
    model = config.model
    model.layers.append(1)
    config.model.layers.append(2)


def by_a_helper(config: Any) -> None:
    twice(config)
    config.layers.append(1)


def by_get(config: Any) -> None:
    config.get("layers").append(1)
    config.layers.append(1)


def by_an_item(config: Any) -> None:
    for each in config.layers:
        each.append(1)
    config.layers.append(1)


def under_a_name_that_is_computed(config: Any) -> None:
    name = "layers"
    config[name].append(2)
    config.layers.append(1)


@pytest.mark.parametrize(
    ("view", "key"),
    [
        (twice, "layers"),
        (by_a_name, "layers"),
        (by_its_parent, "model.layers"),
        (by_a_helper, "layers"),
        (by_get, "layers"),
        (by_an_item, "layers"),
        (under_a_name_that_is_computed, "layers"),
    ],
)
def test_no_line_is_claimed_where_another_may_be_it(view: Any, key: str) -> None:
    assert line_of_change(view, view.__code__, key) == 0


def test_a_view_is_told_with_its_first_line_where_the_line_is_not_known() -> None:
    scope = Scope(ADict(layers=[1]))
    scope.observe(default=True)(by_a_name)
    scope.apply()
    (changed, _) = scope.explain("layers").writes
    assert lines(scope, "layers", by_a_name) == [0]
    assert changed.why == "it was changed in place, somewhere in what begins there"


def test_a_view_without_source_is_told_as_well() -> None:
    scope, names = Scope(ADict(layers=[1])), dict[str, Any]()
    exec("def view(config):\n    config.layers.append(2)", names)
    scope.observe(default=True)(names["view"])
    scope.apply()
    assert told(scope, "layers")[0] == ("view", [1, 2])
