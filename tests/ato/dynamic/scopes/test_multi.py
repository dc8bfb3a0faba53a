"""Several scopes of one program: what is said to which, and that it is said once."""

from __future__ import annotations

from typing import Any

import pytest

from ato.dynamic import ADict, MultiScope, Scope
from tests.ato.dynamic.scope_programs import problems


def both() -> tuple[Scope, Scope]:
    model, data = Scope(name="model"), Scope(name="data")

    @model.observe(default=True)
    def network(model: ADict) -> None:
        model.lr, model.depth = 0.1, 50

    @data.observe(default=True)
    def images(data: ADict) -> None:
        data.lr, data.name = 0.001, "cifar10"

    for each in (model, data):
        each.observe("small", config={"size": 1})
    return model, data


def called(monkeypatch: pytest.MonkeyPatch, *words: str) -> dict[str, Any]:
    monkeypatch.setattr("sys.argv", ["train.py", *words])
    Scope.initialize_registry()

    @MultiScope(*both())
    def train(data: ADict, model: ADict) -> dict[str, Any]:
        return {"model": model.to_dict(), "data": data.to_dict()}

    return train()


def test_each_scope_is_given_to_the_parameter_of_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert called(monkeypatch) == {
        "model": {"lr": 0.1, "depth": 50},
        "data": {"lr": 0.001, "name": "cifar10"},
    }


def test_words_with_a_scope_in_front_are_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    given = called(monkeypatch, "model.lr=5", "data.small", "+data.new.x=1")
    assert given == {
        "model": {"lr": 5, "depth": 50},
        "data": {"lr": 0.001, "name": "cifar10", "size": 1, "new": {"x": 1}},
    }


def test_bare_views_are_for_all_and_bare_keys_for_the_only_one(monkeypatch: pytest.MonkeyPatch) -> None:
    given = called(monkeypatch, "small", "depth=18", "name=imagenet")
    assert (given["model"], given["data"]["name"]) == ({"lr": 0.1, "depth": 18, "size": 1}, "imagenet")


def test_what_is_for_nobody_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        called(monkeypatch, "lr=5", "deptj=3", "model.zzz=3", "model.smal", "c.lr=5")
    assert left.value.code == 2
    assert capsys.readouterr().err.splitlines() == [
        "error: model.smal: there is no such view",
        "  help: did you mean 'model.small'?",
        "error: lr=5: model and data have a key 'lr'",
        "  help: write model.lr=5 or data.lr=5",
        "error: deptj=3: no scope has a key 'deptj'",
        "  help: did you mean 'model.depth'?",
        "error: c.lr=5: no scope has a key 'c.lr'",
        "  help: did you mean 'model.lr' or 'data.lr'?",
        "error: model.zzz=3: there is no key 'model.zzz'",
        "  help: did you mean 'model.lr' or 'model.size'?",
        "  help: write +model.zzz=3 if it is a new key",
        "5 problems; nothing was run. See: train.py --help",
    ]


def test_calling_twice_applies_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["train.py", "a.x=1"])
    a, calls = Scope(ADict(x=0), name="a"), list[str]()
    a.observe("v", default=True)(lambda config: calls.append("v"))

    @MultiScope(a)
    def main(a: ADict) -> int:
        """It counts."""
        a.x += 1
        return a.x  # type: ignore[no-any-return]

    assert (main(), main(), calls) == (2, 3, ["v"])
    assert (main.__name__, main.__doc__) == ("main", "It counts.")


def test_a_function_takes_what_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["train.py"])
    scope = MultiScope(*both())

    @scope
    def only(steps: int, *, model: ADict) -> tuple[int, int]:
        return steps, model.depth

    @scope
    def every(**configs: ADict) -> list[str]:
        return sorted(configs)

    assert (only(3), every()) == ((3, 50), ["data", "model"])


def test_one_scope_of_several_may_be_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["train.py", "lr=5"])
    scope = Scope(ADict(lr=1), name="a")
    assert MultiScope(scope)(lambda a: a.lr)() == 5


def test_scopes_of_one_name_and_none_are_refused() -> None:
    first, second = Scope(name="a"), Scope(name="a", enable_override=True)
    (told,) = problems(lambda: MultiScope(first, second))
    assert told.startswith("a: is already used by another scope")
    assert problems(MultiScope) == ["MultiScope: takes one scope or more"]


def test_keys_are_explained_with_their_scope(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["train.py", "model.lr=5"])
    scope = MultiScope(*both())
    scope(lambda model: None)()
    told = scope.explain("model.lr")
    assert (told.key, told.value, [each.who for each in told.writes]) == (
        "model.lr",
        5,
        ["command line", "network"],
    )
    assert problems(lambda: scope.explain("modl.lr")) == [
        "modl.lr: no scope is called so | did you mean 'model'?"
    ]
