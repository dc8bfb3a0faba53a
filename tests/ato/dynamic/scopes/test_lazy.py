"""Lazy blocks: when they run, what they see, and what of a view waits with them."""

from __future__ import annotations

from typing import Any

import pytest

from ato.config import ConfigError
from ato.dynamic import ADict, Scope
from tests.ato.dynamic.scope_programs import Program, problems

WORDS = ("ch", "lr=0.1", "factor=2")


def chained(scope: Scope) -> Scope:
    @scope.observe(chain_with="v")
    def ch(config: ADict) -> None:
        config.wd = 1 if config.lr == 0.1 else 0
        config.lr = 0.2

    return scope


def test_a_plain_block_waits_alone(program: Program) -> None:
    scope = chained(Scope())

    @scope.observe()
    def v(config: ADict) -> None:
        config.lr = 0.1
        config.factor = 1
        with Scope.lazy():
            config.bs = 256 * config.factor if config.lr == 0.1 else 1024

    assert program.config(scope, *WORDS) == {"lr": 0.1, "factor": 2, "wd": 1, "bs": 512}


def test_with_compile_the_rest_and_later_views_wait_too(program: Program) -> None:
    scope = chained(Scope())

    @scope.observe()
    def v(config: ADict) -> None:
        config.lr = 0.1
        config.factor = 1
        with Scope.lazy(with_compile=True):
            config.bs = 256 * config.factor if config.lr == 0.1 else 1024

    assert program.config(scope, *WORDS) == {"lr": 0.2, "factor": 2, "wd": 1, "bs": 1024}


def test_blocks_share_the_names_of_their_view(program: Program) -> None:
    scope, outside = Scope(), [10]
    total = 1

    @scope.observe(default=True)
    def v(config: ADict, extra: int = 5) -> None:
        nonlocal total
        count = 1
        config.first = 0
        with Scope.lazy():
            count += extra
            total += outside[0]
            (later := count * 2)
            config.squares = [n * n for n in range(3)]
        with Scope.lazy():
            config.first = count
            config.second = later

    assert program.config(scope) == {"first": 6, "squares": [0, 1, 4], "second": 12}
    assert total == 11


def test_a_block_in_a_loop_has_the_variables_of_its_round(program: Program) -> None:
    scope = Scope()

    @scope.observe(default=True)
    def v(config: ADict) -> None:
        config.scale = 1
        for name, size in (("a", 1), ("b", 2)):
            if size:
                with Scope.lazy():
                    config[name] = size * config.scale

    assert program.config(scope, "scale=10") == {"scale": 10, "a": 10, "b": 20}


def test_blocks_stand_wherever_statements_do(program: Program) -> None:
    scope = Scope()
    later = scope.lazy

    @scope.observe(default=True)
    def v(config: ADict) -> None:
        config.n = 1
        try:
            if config.n == 1:
                with later():
                    for i in range(5):
                        if i == 2:
                            break
                        config.n += i
            else:
                config.n = 7
        finally:
            config.done = True
        match config.n:
            case 1:
                with Scope.lazy() as nothing:
                    config.nothing = nothing

    assert program.config(scope, "n=5") == {"n": 6, "done": True, "nothing": None}


def test_blocks_run_before_lazy_views_and_compiled_ones_among_them(program: Program) -> None:
    scope, calls = Scope(), list[str]()

    @scope.observe(default=True)
    def v(config: ADict) -> None:
        with Scope.lazy():
            calls.append("plain")
        with Scope.lazy(with_compile=True, priority=5):
            calls.append("compiled")
        calls.append("rest")

    scope.observe(default=True, lazy=True, priority=-1)(lambda config: calls.append("early"))

    @scope.observe(default=True, lazy=True, priority=9)
    def late(config: ADict) -> None:
        with Scope.lazy():
            calls.append("in a lazy view")
        calls.append("late")

    program.config(scope)
    assert calls == ["rest", "plain", "early", "compiled", "in a lazy view", "late"]


def test_errors_in_a_view_with_blocks_name_its_own_lines(program: Program) -> None:
    scope = Scope()

    @scope.observe(default=True)
    def v(config: ADict) -> None:
        with Scope.lazy():
            config.x = 1 / 0

    with pytest.raises(ZeroDivisionError) as raised:
        program.config(scope)
    last = raised.traceback[-1]
    assert last.path.name == "test_lazy.py"
    assert "1 / 0" in str(last.statement)


def test_a_block_without_source_says_what_to_write_instead(program: Program) -> None:
    scope = Scope()
    names: dict[str, Any] = {"Scope": Scope}
    exec("def v(config):\n    with Scope.lazy():\n        config.x = 1", names)
    scope.observe(default=True)(names["v"])
    assert problems(scope.apply) == [
        "Scope.lazy(): the block stands in no view whose source can be read, so nothing can make it wait | "
        "write `with Scope.lazy():` in the body of an observed function itself, in a file | "
        "or put what it does in a view of its own: @scope.observe(default=True, lazy=True)"
    ]


def test_a_block_outside_of_a_view_says_so_too() -> None:
    with pytest.raises(ConfigError, match="stands in no view"), Scope.lazy():
        pass


def test_a_block_that_ends_its_view_cannot_wait() -> None:
    scope = Scope()

    @scope.observe(default=True)
    def v(config: ADict) -> None:
        with Scope.lazy():
            return

    (told,) = problems(scope.apply)
    assert told.startswith("v: the lazy block at ")
    assert told.endswith("holds 'return', and cannot wait | what comes after it has run before it")


def test_a_lazy_block_is_told_as_one(program: Program) -> None:
    scope = Scope()

    @scope.observe(default=True, priority=3)
    def v(config: ADict) -> None:
        config.lr = 1
        with Scope.lazy():
            config.lr *= 10

    program.config(scope, "lr=2")
    told = [(each.phase, each.by, each.value, each.lost_to) for each in scope.explain("lr").writes]
    assert told == [
        ("lazy", "v (lazy block)", 20, ""),
        ("outside", "command line", 2, "v (lazy block)"),
        ("view", "v", 1, "command line"),
    ]


def test_a_block_finds_the_names_of_its_view_as_they_are_where_it_stands(program: Program) -> None:
    scope = Scope(ADict(x=1, seen=[]))

    @scope.observe(default=True)
    def v(config: ADict) -> None:
        for number in range(2):
            path = number * 10
            with Scope.lazy():
                config.seen.append((path, config.x))
        left = 2
        while left:
            left -= 1
            with Scope.lazy():
                config.seen.append(left)
        path = 99
        with Scope.lazy():
            config.seen.append(path)

    assert program.config(scope, "x=5")["seen"] == [[0, 5], [10, 5], 1, 0, 99]


def test_what_the_view_assigns_anew_is_what_a_block_finds(program: Program) -> None:
    scope = Scope(ADict(x=1, seen=[]))

    @scope.observe(default=True)
    def v(config: ADict) -> None:
        total = 0
        for number in range(3):
            part = number
            with Scope.lazy():
                part += config.x
                total += part
                config.seen.append((part, total))

    assert program.config(scope, "x=5")["seen"] == [[5, 5], [6, 11], [7, 18]]


def test_a_name_that_was_never_assigned_is_missed_only_where_it_is_read(program: Program) -> None:
    scope = Scope(ADict(x=1))

    @scope.observe(default=True)
    def v(config: ADict) -> None:
        if config.x == 99:
            extra = 1
        with Scope.lazy():
            config.y = extra if config.x == 99 else 2

    assert program.config(scope)["y"] == 2


def test_a_block_in_a_block_and_an_annotation_run_where_they_stand(program: Program) -> None:
    scope = Scope(ADict(x=1))

    @scope.observe(default=True)
    def v(config: Any) -> None:
        with Scope.lazy():
            twice: int = config.x * 2
            with Scope.lazy():
                config.y = twice + 1
            config.z = config.y + 1

    assert program.config(scope, "x=5") == {"x": 5, "y": 11, "z": 12}


def test_a_view_may_be_a_method(program: Program) -> None:
    class Views:
        __own = 7

        def v(self, config: Any) -> None:
            config.layers = [1]
            with Scope.lazy():
                config.y = config.x + self.__own
                config.layers.append(2)

        def other(self, config: Any) -> None:
            config.later = 3

    scope, views = Scope(ADict(x=1)), Views()
    scope.observe(default=True)(views.v)
    scope.observe()(views.other)
    given = program.config(scope, "x=5", "later=9")
    assert given == {"x": 5, "layers": [1, 2], "later": 9, "y": 12}
    line = Views.v.__code__.co_firstlineno + 4
    assert scope.explain("layers").writes[0].place.endswith(f":{line}")
