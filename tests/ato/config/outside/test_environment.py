"""Values from environment variables."""

from __future__ import annotations

import pytest

import ato.config as ato
from ato.config.outside._environment import variables
from tests.ato.config.sample import _SCHEMA, Model, Train, composed


def problems(env: dict[str, str]) -> list[str]:
    with pytest.raises(ato.ConfigError) as caught:
        composed(env=env)
    return [str(problem) for problem in caught.value.problems]


def test_a_variable_sets_a_field_by_its_path_in_capitals() -> None:
    env = {"ATO_TRAIN__LR": "0.5", "ATO_TRAIN__MODEL__HIDDEN": "64", "ATO_TRAIN__TAGS": "[a, b]"}
    config = composed(env=env)
    assert (config.lr, config.model.hidden, config.tags) == (0.5, 64, ("a", "b"))


def test_a_struct_is_set_by_a_mapping() -> None:
    config = composed(env={"ATO_TRAIN__MODEL": "{hidden: 3, backbone: vit_s}"})
    assert config.model == Model(backbone="vit_s", hidden=3)


def test_the_command_line_is_stronger_than_the_environment() -> None:
    assert composed("lr=1", env={"ATO_TRAIN__LR": "2"}).lr == 1


def test_no_variable_is_looked_at_unless_they_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATO_TRAIN__LR", "2")
    assert composed().lr == 1e-3


def test_variables_of_others_are_left_alone() -> None:
    env = {"ATO_OTHER__LR": "2", "ATO_DEBUG": "1", "ATO_TRAIN_LR": "x", "ATO_TRAINER__LR": "x", "HOME": "/"}
    assert composed(env=env).lr == 1e-3


def test_unknown_variables_and_bad_values_are_all_told() -> None:
    env = {"ATO_TRAIN__LRR": "1", "ATO_TRAIN__EPOCHS": "x", "ATO_TRAIN__SEED": "1", "ATO_TRAIN__TAGS": "[a"}
    assert problems(env) == [
        "ATO_TRAIN__EPOCHS=x: 'x' is not an int",
        "ATO_TRAIN__LRR: names no field of the scope 'train'\n  help: did you mean ATO_TRAIN__LR?",
        "ATO_TRAIN__SEED: 'seed' is final: only its default and the default views may set it",
        "ATO_TRAIN__TAGS=[a: the [ at character 1 is not closed",
    ]


def test_a_lower_case_name_is_no_name_of_ours() -> None:
    assert "did you mean ATO_TRAIN__LR?" in problems({"ATO_TRAIN__lr": "1"})[0]


def test_a_secret_is_masked() -> None:
    assert "hunter2" not in "".join(problems({"ATO_TRAIN__ACCOUNT": "{token: [hunter2"}))
    config = composed(env={"ATO_TRAIN__TOKEN": "hunter2"})
    assert config.token == "hunter2"
    assert config._origin.outside[0].text == "ATO_TRAIN__TOKEN=***"


def test_an_old_name_works_with_a_warning() -> None:
    with pytest.warns(DeprecationWarning, match="ATO_TRAIN__PASSES is now called ATO_TRAIN__EPOCHS"):
        assert composed(env={"ATO_TRAIN__PASSES": "3"}).epochs == 3
    with pytest.warns(DeprecationWarning, match="ATO_TRAIN__NETWORK__HIDDEN is now called"):
        assert composed(env={"ATO_TRAIN__NETWORK__HIDDEN": "3"}).model.hidden == 3


def test_names_that_differ_only_by_case_are_ambiguous() -> None:
    class Two(ato.Config):
        __slots__ = ("LR", "lr")
        _fields = (ato.Field("lr", ato.INT, 1), ato.Field("LR", ato.INT, 2))

    with pytest.raises(ato.ConfigError) as caught:
        ato.Schema("two", Two).compose(env={"ATO_TWO__LR": "3"})
    assert str(caught.value) == (
        "ATO_TWO__LR: could mean 'lr' or 'LR'\n  help: set it on the command line: lr=VALUE"
    )


def test_every_field_and_struct_has_its_variable() -> None:
    known = variables(_SCHEMA)
    assert known["ATO_TRAIN__MODEL__HIDDEN"] == ["model.hidden"]
    assert {path for paths in known.values() for path in paths} == {*_SCHEMA.leaves, *_SCHEMA.structs}
    assert len(Train._fields) < len(known)
