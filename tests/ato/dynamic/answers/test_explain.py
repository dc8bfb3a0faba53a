"""Who wrote what: by whom, from which line, and what it replaced."""

from __future__ import annotations

import sys
from typing import Any

from ato.dynamic import ADict, Scope
from tests.ato.dynamic.scope_programs import Program, problems


def told(scope: Scope, key: str) -> list[tuple[object, ...]]:
    return [(each.who, each.value, each.lost_to) for each in scope.explain(key).writes]


def test_a_write_is_told_with_its_line(program: Program) -> None:
    scope = Scope(ADict(lr=1.0))

    def helper(config: ADict) -> None:
        config.model.depth = 50

    @scope.observe(default=True)
    def base(config: ADict) -> None:
        config.lr = 0.5
        helper(config)

    program.config(scope, "lr=2.0")
    line = base.__code__.co_firstlineno
    explained = scope.explain("lr")
    assert told(scope, "lr") == [
        ("command line", 2.0, ""),
        ("base", 0.5, "command line"),
        ("default", 1.0, "base"),
    ]
    assert [each.place.rpartition("/")[2] for each in explained.writes] == [
        "",
        f"test_explain.py:{line + 2}",
        "",
    ]
    assert scope.explain("model.depth").writes[0].place.endswith(f":{line - 2}")


def test_a_view_of_keys_is_told_with_the_line_that_gave_it() -> None:
    scope = Scope()
    line = sys._getframe().f_lineno + 1
    scope.observe("v", config={"a": {"b": 1}}, default=True)
    scope.apply()
    (attempt,) = scope.explain("a.b").writes
    assert attempt.place.endswith(f"test_explain.py:{line}")


def test_what_stood_below_a_replaced_value_was_taken_away() -> None:
    scope = Scope(ADict(model={"depth": 1, "k": 2}))
    scope.observe("vit", config={"model": {"depth": 3}}, default=True)
    scope.apply()
    assert told(scope, "model.depth") == [("vit", 3, ""), ("default", 1, "vit")]
    gone = scope.explain("model.k")
    assert str(gone).splitlines()[0] == "model.k has no value"
    assert gone.note == "it was taken away by the last of these"
    assert [each.who for each in gone.writes] == ["vit", "default"]


def test_a_config_that_comes_later_is_listened_to_as_well() -> None:
    scope = Scope()

    @scope.observe(default=True)
    def base(config: ADict) -> None:
        config.model = ADict(depth=1)
        config.model.depth = 2
        inner = config.model
        inner.update(depth=3)
        del config.model["depth"]
        config.model.depth = 4

    scope.apply()
    values = [value for _, value, _ in told(scope, "model.depth")]
    assert values[0] == 4
    assert [value for value in values if isinstance(value, int)] == [4, 3, 2, 1]


def test_a_key_with_keys_below_is_told_in_parts() -> None:
    scope = Scope(ADict(model={"depth": 1, "opt": {"lr": 2}}))
    scope.apply()
    assert [part.key for part in scope.explain("model").parts] == ["model.depth", "model.opt.lr"]
    assert scope.explain("config.model.depth").key == "model.depth"


def test_what_the_program_does_afterwards_is_said_to_be_its_own() -> None:
    scope = Scope(ADict(lr=1))
    scope.apply()
    scope.config.lr = 2
    explained = scope.explain("lr")
    assert (explained.value, explained.note) == (2, "the program has changed it since the scope was applied")
    scope.apply()
    assert told(scope, "lr") == [("default", 1, "")]


def test_views_that_were_not_asked_for_are_told() -> None:
    scope = Scope(ADict(lr=1))

    @scope.observe(priority=2)
    def high(config: ADict) -> None:
        config.lr = 3

    scope.manual({"lr": "how fast"})
    scope.apply()
    assert str(scope.explain("lr")) == (
        "lr = 1\n  int\n  how fast\n\n  → default  1\n\n  Not asked for:\n    high  priority 2"
    )


def test_a_view_that_was_asked_for_and_left_the_key_alone_is_told_as_such() -> None:
    scope = Scope(ADict(lr=1, fast=False))

    @scope.observe(priority=2)
    def high(config: ADict) -> None:
        if config.fast:
            config.lr = 3

    scope.assign("high")
    scope.apply()
    told = scope.explain("lr")
    assert ([each.who for each in told.skipped], told.inactive) == (["high"], ())
    scope.reset_user_inputs()
    scope.apply()
    told = scope.explain("lr")
    assert (told.skipped, [each.who for each in told.inactive]) == ((), ["high"])


def test_values_of_every_kind_are_told_and_kept_as_they_were() -> None:
    scope = Scope()
    layers: list[Any] = [1, {"a": object()}]

    @scope.observe(default=True)
    def base(config: ADict) -> None:
        config.layers = layers
        config.made = print
        config.other = range(3)

    scope.apply()
    assert scope.explain("layers").value == [1, {"a": "<object>"}]
    assert scope.explain("made").value == "<print>"
    scope.config.layers.append(4)
    assert scope.explain("layers").writes[0].value == [1, {"a": "<object>"}]
    assert str(scope.explain("other")).startswith("other = ")


def test_a_key_that_is_not_there_is_refused() -> None:
    scope = Scope(ADict(lr=1))
    assert problems(lambda: scope.explain("lrr")) == ["lrr: the config has no such key | did you mean 'lr'?"]


def test_several_keys_are_told_on_the_command_line(program: Program) -> None:
    scope = Scope(ADict(lr=1, n={"a": 2}))
    assert program.printed(scope, "--explain", "lr", "--explain=n.a") == (
        "lr = 1\n  int\n\n  → default  1\n\nn.a = 2\n  int\n\n  → default  2\n"
    )
