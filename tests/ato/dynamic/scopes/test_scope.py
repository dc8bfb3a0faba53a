"""Scopes: their names, views, order, and how functions are given their config."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ato.config import ConfigError
from ato.dynamic import ADict, Scope, parse_args_pythonic
from tests.ato.dynamic.scope_programs import Program, problems


def calling(*calls: str, **options: Any) -> Scope:
    """A scope whose views write nothing but their names into ``calls``."""
    return Scope(ADict(calls=list(calls)), **options)


def view(scope: Scope, name: str, **options: Any) -> None:
    scope.observe(name, **options)(lambda config: config.calls.append(name))


def test_views_are_applied_as_those_of_documents(program: Program) -> None:
    scope = calling()
    view(scope, "named")
    view(scope, "top", priority=2)
    view(scope, "base", default=True)
    view(scope, "late", lazy=True)
    view(scope, "chained", chain_with=["named", "late"])
    assert program.config(scope, "top", "chained")["calls"] == ["base", "named", "chained", "top", "late"]


def test_a_view_of_keys_replaces_what_stands_under_them(program: Program) -> None:
    scope = Scope(ADict(model={"name": "r50", "k": 1}))
    scope.observe("vit", config={"model": {"name": "vit"}}, default=True)
    assert program.config(scope) == {"model": {"name": "vit"}}


def test_observing_needs_a_name_for_keys_and_none_for_functions() -> None:
    scope = Scope()
    with pytest.raises(ValueError, match="needs a name"):
        scope.observe(config={"a": 1})

    @scope.observe
    def bare(config: ADict) -> None:
        config.a = 1

    assert list(scope.views) == ["bare"]
    assert bare.__name__ == "bare"


def test_names_of_scopes_are_their_own() -> None:
    scope = Scope(name="a")
    with pytest.raises(ValueError, match="a is already used by another scope") as raised:
        Scope(name="a")
    assert isinstance(raised.value, ConfigError)
    other = Scope(name="a", enable_override=True)
    scope.observe("v", config={"x": 1})
    assert (list(scope.views), list(other.views)) == ([], ["v"])
    Scope.override(scope)
    assert Scope.registry == {"a": scope}
    Scope.initialize_registry()
    assert Scope(name="a").name == "a"


def test_what_is_assigned_is_told_and_applied() -> None:
    scope = Scope(ADict(lr=1.0))
    scope.observe("base", config={"a": 1}, default=True)
    scope.observe("big", config={"lr": 2.0}, chain_with="pre")
    scope.observe("pre", config={"b": 1})
    scope.observe("late", config={"c": 1}, lazy=True)
    scope.assign(["big", "late", "lr=3", {"d": 4}])
    assert scope.get_assigned_views().to_dict() == {
        "default_views": ["base"],
        "default_lazy_views": [],
        "views": ["pre", "big"],
        "lazy_views": ["late"],
        "literals": ["lr=3", {"d": 4}],
    }
    scope.apply()
    assert scope.config.to_dict() == {"lr": 3, "a": 1, "b": 1, "d": 4, "c": 1}
    scope.reset_user_inputs()
    assert scope.get_assigned_views().to_dict()["views"] == []
    assert scope.get_assigned_views().to_dict()["default_views"] == ["base"]


def test_assigning_what_is_not_there_is_refused_at_once() -> None:
    scope = Scope()
    scope.observe("big", config={"lr": 2.0})
    assert problems(lambda: scope.assign(["bog", "x=[", "big"])) == [
        "bog: there is no such view | did you mean 'big'?",
        "x=[: what begins with a bracket is no literal of Python's | "
        "text in brackets is in quotes, such as ['a', 'b']; nothing on a command line is worked out",
    ]


def test_unknown_keys_are_told_also_where_a_lazy_view_fails_for_want_of_them(program: Program) -> None:
    scope = Scope()
    scope.observe("late", default=True, lazy=True)(lambda config: config.learning_rate)
    assert (
        program.refused(scope, "learning_rat=1")[0] == "error: learning_rat=1: there is no key 'learning_rat'"
    )


def test_keys_that_an_inactive_view_writes_are_known(program: Program) -> None:
    scope = Scope()

    @scope.observe()
    def inactive(config: ADict) -> None:
        config.opt.wd = 1
        config["seed"] = 2
        config.update(tags=[], extra=ADict(deep=3))

    scope.observe("keys", config={"net": {"width": 1}})
    words = ("opt.wd=2", "seed=3", "tags=[1]", "net.width=2", "extra.deep=1")
    assert program.config(scope, *words)["opt"] == {"wd": 2}
    Scope.initialize_registry()
    again = Scope()
    again.manual({"opt": {"lr": "how fast"}})
    assert program.config(again, "opt.lr=1") == {"opt": {"lr": 1}}


def test_functions_are_given_the_config_by_the_name_of_the_scope(program: Program) -> None:
    scope = Scope(ADict(x=1))

    @scope
    def mixed(a: Any, config: ADict, b: Any = 2, *rest: Any, key: Any = None) -> tuple[Any, ...]:
        return (a, config.x, b, rest, key)

    @scope.exec
    def named(*, config: ADict) -> int:
        return config.x  # type: ignore[no-any-return]

    @scope
    def all_of_it(**options: Any) -> list[str]:
        return list(options)

    @scope
    def without(a: int) -> int:
        return a

    program.config(scope)
    assert [mixed(1), mixed(1, 5), mixed(1, b=3), mixed(1, 5, 6, key=7)] == [
        (1, 1, 2, (), None),
        (1, 1, 5, (), None),
        (1, 1, 3, (), None),
        (1, 1, 5, (6,), 7),
    ]
    assert (named(), all_of_it(), without(4), mixed.__name__) == (1, ["config"], 4, "mixed")
    assert mixed(1, config=ADict(x=9)) == (1, 9, 2, (), None)
    assert problems(without) == [
        "without: no parameter is named after a scope (config), and missing a required argument: 'a' | "
        "name a parameter config, which is given the config"
    ]


def test_a_program_applies_its_scope_once(program: Program) -> None:
    scope = calling()
    view(scope, "base", default=True)
    entry = scope(lambda config: len(config.calls))
    program.config(scope)
    assert (entry(), entry()) == (1, 1)
    scope.apply()
    assert entry() == 2


def test_a_scope_that_is_off_leaves_functions_alone(program: Program) -> None:
    scope = calling()
    entry = scope(lambda config=None: config)
    with scope.pause():
        assert entry() is None
    scope.deactivate()
    assert (entry(), scope.is_applied) == (None, False)
    scope.activate()
    program.config(scope)
    assert entry() is scope.config


def test_the_command_line_may_be_read_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    scope = Scope(ADict(lr=1))
    scope.observe("big", config={"b": 1})
    monkeypatch.setattr("sys.argv", ["train.py", "big", "lr=3"])
    parse_args_pythonic()
    with scope:
        assert scope.config.to_dict() == {"lr": 3, "b": 1}
    assert len(scope.explain("lr").writes) == 2


def test_words_that_cannot_be_read_ahead_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    Scope(ADict(lr=1))
    monkeypatch.setattr("sys.argv", ["train.py", "bog"])
    assert problems(parse_args_pythonic) == [
        "bog: there is no such view | there are no views; a value is KEY=VALUE"
    ]


def test_manuals_come_from_functions_and_mappings(program: Program) -> None:
    scope = Scope()
    scope.observe("base", config={"lr": 1}, default=True)

    @scope.manual
    def docs(manual: ADict) -> None:
        manual.lr = "how fast"
        manual.opt.wd = "decay\nof weights"

    scope.manual(None, {"n": "how many"})
    lines = program.printed(scope, "lr=3", "manual").splitlines()
    assert lines[-5:-1] == ["lr: how fast", "opt.wd: decay", "  of weights", "n: how many"]
    assert docs is not None


def test_help_tells_of_views_keys_values_and_options(program: Program) -> None:
    scope = Scope()

    @scope.observe(default=True)
    def base(config: ADict) -> None:
        """What all runs have."""
        config.lr = 1

    scope.manual({"lr": "how fast"})
    told = program.printed(scope, "-h")
    assert told.startswith("Usage: train.py [VIEW | KEY=VALUE]... [OPTION]...\n")
    assert "  base  What all runs have. (always active)\n" in told
    assert "  lr  how fast\n" in told


def test_two_scopes_without_a_multi_scope_keep_their_words_apart(program: Program) -> None:
    one, two = Scope(ADict(lr=1, x=1), name="one"), Scope(ADict(lr=2, y=1), name="two")
    words = ("one.lr=3", "two.lr=4", "y=5")
    assert program.config(one, *words) == {"lr": 3, "x": 1}
    assert program.config(two, *words) == {"lr": 4, "y": 5}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("def view(config):\n    config.x = 1\n    yield", "a generator"),
        ("async def view(config):\n    config.x = 1", "an async function"),
        ("async def view(config):\n    config.x = 1\n    yield", "an async generator"),
    ],
)
def test_a_view_that_a_call_does_not_run_is_refused(text: str, kind: str) -> None:
    names: dict[str, Any] = {}
    exec(text, names)
    assert problems(lambda: Scope().observe(default=True)(names["view"])) == [
        f"view: the view is {kind}, and nothing of it would ever run"
        " | views are called and no more; make it a plain function"
    ]


def test_two_scopes_in_two_threads_know_nothing_of_each_other() -> None:
    def apply(number: int) -> tuple[int, str, int]:
        scope = Scope(ADict(seen=[number]), name=f"s{number}")

        @scope.observe(default=True)
        def view(config: Any) -> None:
            for each in range(100):
                config.seen.append(each)
                config.model.depth = each

        scope.apply()
        told = scope.explain("seen")
        return len(scope.config.seen), told.note, len(scope.explain("model.depth").writes)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(apply, range(8))) == [(101, "", 100)] * 8
