"""What Ato does and ours does not, on purpose: each has a test that names it."""

from __future__ import annotations

import argparse
import sys

import pytest

from ato.config import ConfigError
from ato.dynamic import ADict, Scope
from tests.ato.dynamic.scope_programs import Program, problems


def defaults(scope: Scope) -> Scope:
    @scope.observe(default=True)
    def base(config: ADict) -> None:
        config.lr = 0.1
        config.name = "resnet50"

    return scope


@pytest.mark.parametrize(
    "word",
    [
        "lr=().__class__.__base__.__subclasses__()",
        "lr=config.lr*2",
        "lr=1+2*3",
        "lr=[i for i in (1,2)]",
        "lr=abs(-1)",
        "lr=1/0",
        "lr=__import__('os')",
    ],
)
def test_values_are_never_run_as_code(program: Program, word: str) -> None:
    told = program.refused(defaults(Scope()), word)
    assert told[0].startswith(f"error: {word}: ")


def test_a_statement_in_a_text_stays_a_text(program: Program) -> None:
    given = program.config(defaults(Scope()), "name=abs(-1);lr=3")
    assert given == {"lr": 0.1, "name": "abs(-1);lr=3"}


def test_unknown_views_are_not_accepted_in_silence(program: Program) -> None:
    assert program.refused(defaults(Scope()), "bse") == [
        "error: bse: there is no such view",
        "  help: did you mean 'base'?",
    ]


def test_unknown_keys_are_not_accepted_in_silence(program: Program) -> None:
    assert program.refused(defaults(Scope()), "lrr=1") == [
        "error: lrr=1: there is no key 'lrr'",
        "  help: did you mean 'lr'?",
        "  help: write +lrr=1 if it is a new key",
    ]


def test_a_new_key_is_written_on_purpose(program: Program) -> None:
    assert program.config(defaults(Scope()), "+opt.wd=1")["opt"] == {"wd": 1}


def test_an_eager_view_runs_once(program: Program) -> None:
    scope, calls = Scope(), list[str]()

    @scope.observe(default=True)
    def base(config: ADict) -> None:
        calls.append("base")
        config.lr = 1
        with Scope.lazy():
            calls.append("block")
            config.lr *= 2

    assert program.config(scope, "lr=5") == {"lr": 10}
    assert calls == ["base", "block"]


def test_a_view_may_take_a_key_away_that_it_has_set(program: Program) -> None:
    scope = Scope()

    @scope.observe(default=True)
    def base(config: ADict) -> None:
        config.b = 1
        value = config.pop("b")
        assert value == 1

    assert program.config(scope) == {}


def test_no_scope_patches_argparse_unless_it_waits_for_a_parser() -> None:
    before = argparse.ArgumentParser.parse_args
    defaults(Scope())
    assert argparse.ArgumentParser.parse_args is before


def test_a_waiting_scope_leaves_the_parsers_of_others_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    before = argparse.ArgumentParser.parse_args
    Scope(use_external_parser=True)
    parser = argparse.ArgumentParser()
    library = {"__name__": "some.library", "parser": parser}
    monkeypatch.setattr(sys, "argv", ["train.py", "--nobody"])
    with pytest.raises(SystemExit):
        exec("parser.parse_args()", library)
    assert parser.parse_args([]) == argparse.Namespace()
    Scope.initialize_registry()
    assert argparse.ArgumentParser.parse_args is before


def test_freezing_does_not_swallow_writes() -> None:
    config = ADict(lr=1).freeze()
    with pytest.raises(ConfigError, match="lr"):
        config.lr = 2


def test_clear_comes_to_an_end_on_a_frozen_config() -> None:
    config = ADict(a=1).freeze()
    with pytest.raises(ConfigError):
        config.clear()


def test_copying_and_joining_corrupt_nothing() -> None:
    config = ADict(a=1)
    copied = config.copy()
    config |= {"b": 2}
    assert (copied.to_dict(), config.to_dict()) == ({"a": 1}, {"a": 1, "b": 2})


def test_a_number_of_yaml_is_no_text(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "c.yaml"
    path.write_text("lr: 1e-3\n", encoding="utf-8")
    assert ADict.from_file(str(path)).lr == 0.001


def test_a_chain_that_leads_back_is_no_recursion_error() -> None:
    scope = Scope()
    scope.observe("a", config={"x": 1}, chain_with="b")
    scope.observe("b", config={"x": 1}, chain_with=["c"])
    scope.observe("c", config={"x": 1}, chain_with="a")
    scope.assign("a")
    assert problems(scope.apply) == [
        "a: the view chains with itself: a → b → c → a | take 'a' out of the chain_with of 'c'"
    ]


def test_a_lazy_block_swallows_no_error(program: Program) -> None:
    scope = Scope()

    @scope.observe(default=True)
    def base(config: ADict) -> None:
        with Scope.lazy():
            config.lr = config.missing

    with pytest.raises(AttributeError, match="missing"):
        program.config(scope)


def test_pausing_ends_also_where_something_fails() -> None:
    scope = Scope()
    with pytest.raises(ValueError, match="inside"), scope.pause():
        raise ValueError("inside")
    assert scope.mode == "ON"


def test_a_value_is_cut_off_nowhere(program: Program) -> None:
    assert program.config(defaults(Scope()), "name=%res%net%")["name"] == "res%net"
    Scope.initialize_registry()
    assert program.refused(defaults(Scope()), "+x=[1,2][0]")[0].startswith("error: +x=[1,2][0]: ")
