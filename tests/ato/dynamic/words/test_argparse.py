"""A program's own argparse beside a scope: defaults are a view, flags win, and nobody else notices."""

from __future__ import annotations

import argparse
from typing import Any

import pytest

from ato.dynamic import ADict, Scope
from tests.ato.dynamic.scope_programs import Program, problems


def beside(monkeypatch: pytest.MonkeyPatch, *words: str, **options: Any) -> tuple[Scope, argparse.Namespace]:
    """A scope and what the program's argparse gives for a command line."""
    monkeypatch.setattr("sys.argv", ["train.py", *words])
    scope = Scope(use_external_parser=True, **options)

    @scope.observe(default=True)
    def base(config: ADict) -> None:
        config.epochs = 50

    scope.observe("big", config={"lr": 0.5})
    parser = argparse.ArgumentParser()
    parser.add_argument("--lr", type=float, default=0.1)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--use-amp", action="store_true")
    parser.add_argument("--tag", action="append", default=["a"])
    return scope, parser.parse_args()


def config(monkeypatch: pytest.MonkeyPatch, *words: str, **options: Any) -> dict[str, Any]:
    scope, _ = beside(monkeypatch, *words, **options)
    with scope:
        return scope.config.to_dict()


def test_the_namespace_is_the_plain_one(monkeypatch: pytest.MonkeyPatch) -> None:
    before = argparse.ArgumentParser.parse_args
    _, namespace = beside(monkeypatch, "big", "--lr", "3", "x=[1,", "2]")
    assert type(namespace) is argparse.Namespace
    assert vars(namespace) == {"lr": 3.0, "epochs": 3, "use_amp": False, "tag": ["a"]}
    assert argparse.ArgumentParser.parse_args is before


def test_defaults_are_a_view_that_others_beat(monkeypatch: pytest.MonkeyPatch) -> None:
    assert config(monkeypatch) == {"lr": 0.1, "epochs": 50, "use_amp": False, "tag": ["a"]}
    Scope.initialize_registry()
    assert config(monkeypatch, external_priority=5)["epochs"] == 3


def test_flags_beat_views_and_words(monkeypatch: pytest.MonkeyPatch) -> None:
    given = config(monkeypatch, "big", "epochs=77", "--epochs", "5", "--use-amp", "--tag", "b")
    assert given == {"lr": 0.5, "epochs": 5, "use_amp": True, "tag": ["a", "b"]}


def test_a_flag_that_says_its_default_is_given_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    assert config(monkeypatch, "big", "--lr", "0.1")["lr"] == 0.1


def test_an_explanation_names_the_flag(monkeypatch: pytest.MonkeyPatch) -> None:
    scope, _ = beside(monkeypatch, "big", "--lr", "3")
    with scope:
        told = [(each.who, each.text, each.priority) for each in scope.explain("lr").writes]
    assert told == [("argparse", "--lr 3.0", 0), ("big", "", 0), ("_argparse", "", -2)]


def test_unknown_flags_are_ignored_merged_or_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--foo-bar", "[1, 2]", "big", "--flag")
    assert config(monkeypatch, *words)["lr"] == 0.5
    Scope.initialize_registry()
    monkeypatch.setattr(Scope, "unknown_external_literals", "merge")
    merged = config(monkeypatch, *words)
    assert (merged["foo_bar"], merged["flag"], merged["lr"]) == ([1, 2], True, 0.5)
    Scope.initialize_registry()
    monkeypatch.setattr(Scope, "unknown_external_literals", "error")
    with pytest.raises(SystemExit):
        config(monkeypatch, "--epoch-s", "3")
    assert capsys.readouterr().err.startswith(
        "error: --epoch-s: there is no such option\n  help: did you mean '--epochs'?\n"
    )
    Scope.initialize_registry()
    monkeypatch.setattr(Scope, "unknown_external_literals", "drop")
    with pytest.raises(SystemExit):
        config(monkeypatch)


def test_the_manual_tells_of_both(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        beside(monkeypatch, "manual")
    told = capsys.readouterr().out
    assert told.startswith("[External Parser]\nusage: ")
    assert '[Scope "config"]' in told


def test_a_parser_of_other_words_is_python_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    Scope(use_external_parser=True)
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int)
    assert parser.parse_args(["--n", "3"]) == argparse.Namespace(n=3)
    monkeypatch.setattr("sys.argv", ["train.py", "big"])
    assert parser.parse_known_args() == (argparse.Namespace(n=None), ["big"])


def test_nothing_waits_any_more_once_the_scope_is_applied(program: Program) -> None:
    before = argparse.ArgumentParser.parse_args
    program.config(Scope(use_external_parser=True))
    assert argparse.ArgumentParser.parse_args is before


def test_many_scopes_and_registries_leave_one_door(monkeypatch: pytest.MonkeyPatch) -> None:
    before = argparse.ArgumentParser.parse_args
    for _ in range(30):
        Scope.initialize_registry()
        Scope(use_external_parser=True)
    Scope.initialize_registry()
    assert argparse.ArgumentParser.parse_args is before


def test_an_argparse_is_told_as_a_view(monkeypatch: pytest.MonkeyPatch) -> None:
    scope, _ = beside(monkeypatch, "--lr", "3")
    assert scope.convert_argparse_to_scope() == (
        "def argparse(config):\n    config.lr = 0.1\n    config.epochs = 3\n"
        "    config.use_amp = False\n    config.tag = ['a']"
    )
    Scope.initialize_registry()
    (told,) = problems(Scope().convert_argparse_to_scope)
    assert told.startswith("config: no argparse was read for this scope")


def with_commands(monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[Scope, argparse.Namespace]:
    """The same for a program with subcommands and a positional argument that may be left out."""
    monkeypatch.setattr("sys.argv", ["train.py", *words])
    scope = Scope(use_external_parser=True)
    scope.observe("big", config={"lr": 0.5, "kind": "view"}, default=True)
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    commands = parser.add_subparsers(dest="command")
    fit = commands.add_parser("fit")
    fit.add_argument("--lr", type=float, default=0.1)
    fit.add_argument("--deep", type=int, default=2)
    fit.add_argument("kind", nargs="?", default="plain")
    return scope, parser.parse_args()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("fit", {"lr": 0.5, "deep": 2, "kind": "view", "seed": 1}),
        ("fit some", {"lr": 0.5, "deep": 2, "kind": "some", "seed": 1}),
        ("fit plain", {"lr": 0.5, "deep": 2, "kind": "plain", "seed": 1}),
        ("fit --lr 0.1 x lr=0.7", {"lr": 0.1, "deep": 2, "kind": "x", "seed": 1}),
        ("--seed 1 fit --deep 3 x seed=9 lr=0.7", {"lr": 0.7, "deep": 3, "kind": "x", "seed": 1}),
    ],
)
def test_of_a_subcommand_only_what_was_said_was_given(
    monkeypatch: pytest.MonkeyPatch, words: str, expected: dict[str, Any]
) -> None:
    scope, namespace = with_commands(monkeypatch, *words.split())
    assert type(namespace) is argparse.Namespace
    with scope:
        assert scope.config.to_dict() == {**expected, "command": "fit"}


def test_the_default_of_a_subcommand_is_told_below_its_flag(monkeypatch: pytest.MonkeyPatch) -> None:
    scope, _ = with_commands(monkeypatch, "fit", "--lr", "3")
    with scope:
        told = [(each.who, each.value, each.text) for each in scope.explain("lr").writes]
    assert told == [("argparse", 3.0, "--lr 3.0"), ("big", 0.5, ""), ("_argparse", 0.1, "")]


@pytest.mark.parametrize("mode", ["ignore", "error", "merge"])
def test_what_stands_behind_two_dashes_is_for_the_scope(monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    monkeypatch.setattr(Scope, "unknown_external_literals", mode)
    assert config(monkeypatch, "--epochs", "5", "--", "big")["lr"] == 0.5
