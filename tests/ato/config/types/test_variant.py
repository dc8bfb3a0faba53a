"""Variants: read whole by their discriminator, and composed field by field."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest

import ato.config as ato
from tests.ato.config import variants_sample as sample
from tests.ato.config.variants_sample import SCHEMA, SOLVER, Adam, Cosine, Fit, Sgd, Steps


def compose(*views: str, words: tuple[str, ...] = (), config: tuple[Path, ...] = ()) -> Fit:
    return SCHEMA.compose(views, words, config)


def refused(*views: str, words: tuple[str, ...] = ()) -> list[str]:
    with pytest.raises(ato.ConfigError) as caught:
        compose(*views, words=words)
    return str(caught.value).splitlines()


# Reading whole


def test_a_mapping_is_read_as_the_struct_that_its_discriminator_names() -> None:
    assert SOLVER.read({"kind": "sgd", "momentum": "0.5"}) == Sgd(momentum=0.5)
    assert SOLVER.accept({"kind": "adam"}) == Adam()
    assert SOLVER.accept(Adam(lr=1)) == Adam(lr=1)


def test_a_struct_may_fix_several_values() -> None:
    assert sample.SCHEDULE.read({"shape": "linear"}) == Steps(shape="linear")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"lr": "1"}, "'kind' is missing, which tells what it is: adam or sgd"),
        ({"kind": "rprop"}, "at kind: 'rprop' is not one of 'adam', 'sgd'"),
        ("sgd", "'sgd' is no Adam | Sgd, which takes a mapping with its 'kind'"),
        ({"kind": "adam", "momentum": "1"}, "at momentum: Adam has no field 'momentum'"),
        ({"kind": "sgd", "momentum": "fast"}, "at momentum: 'fast' is not a float"),
    ],
)
def test_what_does_not_fit_is_told_of_the_struct_that_is_meant(raw: object, message: str) -> None:
    with pytest.raises(ato.BadValue) as caught:
        SOLVER.read(raw)  # type: ignore[arg-type]
    assert str(caught.value) == message


def test_an_optional_variant_in_a_list_keeps_its_errors() -> None:
    kind = ato.List(ato.Union(SOLVER, ato.NULL))
    assert kind.read(["null", {"kind": "adam"}]) == (None, Adam())
    with pytest.raises(ato.BadValue, match=r"at \[0\]\.momentum: 'x' is not a float"):
        kind.read([{"kind": "sgd", "momentum": "x"}])


def test_variants_are_equal_by_structs_and_discriminator() -> None:
    twin = ato.Variant("kind", ato.Struct(Adam), ato.Struct(Sgd))
    assert twin == SOLVER
    assert twin != ato.Variant("type", ato.Struct(Adam), ato.Struct(Sgd))
    assert twin != ato.Union(ato.Struct(Adam), ato.Struct(Sgd))


# Composing


def test_a_composed_variant_is_an_object_of_the_current_struct() -> None:
    assert compose().solver == Adam()
    assert compose("sgd").solver == Sgd(momentum=0.9)
    match compose("sgd", "stepped").solver:
        case Sgd(momentum=momentum, schedule=Steps(shape="step", every=every)):
            assert (momentum, every) == (0.9, 10)
        case other:
            raise AssertionError(other)


def test_a_shared_field_keeps_its_value_when_the_kind_changes() -> None:
    assert compose("large").solver == Adam(lr=0.5)
    assert compose("large", words=("solver.kind=sgd", "solver.momentum=1")).solver == Sgd(lr=0.5, momentum=1)


def test_the_order_of_words_does_not_matter() -> None:
    words = ("solver.momentum=0.3", "solver.kind=sgd", "solver.schedule={shape: linear, every: 2}")
    config = compose(words=words)
    assert config == compose(words=words[::-1])
    assert config.solver == Sgd(momentum=0.3, schedule=Steps(shape="linear", every=2))
    assert compose(words=("solver={momentum: 0.3, kind: sgd}",)).solver == Sgd(momentum=0.3)


def test_a_lazy_view_may_take_another_struct() -> None:
    assert compose("sgd", "back").solver == Adam()
    assert compose("sgd", "heavy").solver == Sgd(momentum=0.99)


def test_environment_and_files_reach_the_fields_of_variants(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    compose("sgd", words=("solver.lr=0.7",)).dump(file)
    assert SCHEMA.compose((), (), (file,)).solver == Sgd(lr=0.7, momentum=0.9)
    environment = {"ATO_FIT__SOLVER__KIND": "sgd", "ATO_FIT__SOLVER__MOMENTUM": "0.1"}
    assert SCHEMA.compose(env=environment).solver == Sgd(momentum=0.1)


def test_a_field_is_required_only_where_it_is_there() -> None:
    assert compose().fast is False
    assert refused(words=("solver.kind=sgd",)) == [
        "fast: the default of 'fast' cannot be worked out: 'momentum' has no value yet"
    ]


def test_the_whole_config_is_composed_once_for_the_views_alone() -> None:
    first, second = compose("sgd"), compose("sgd")
    assert first == second
    assert compose("sgd", words=("solver.kind=adam",)).solver == Adam()
    assert compose("sgd") == first


# What a config is good for


def test_a_config_with_a_variant_is_a_value() -> None:
    config = compose("sgd")
    assert pickle.loads(pickle.dumps(config.solver)) == config.solver  # noqa: S301
    assert copy.deepcopy(config) is config
    assert hash(config) == hash(compose("sgd"))
    assert config.value_hash == compose("sgd").value_hash != compose().value_hash
    assert config.structural_hash != compose().structural_hash
    assert config.to_dict()["solver"] == {
        "kind": "sgd",
        "lr": 0.1,
        "momentum": 0.9,
        "schedule": {"shape": "cosine", "cycles": 1},
    }


def test_replacing_changes_fields_or_takes_another_struct() -> None:
    config = compose("sgd")
    assert config.replace(solver={"lr": 0.3}).solver == Sgd(lr=0.3, momentum=0.9)
    assert config.replace(solver={"kind": "sgd", "lr": 0.3}).solver == Sgd(lr=0.3, momentum=0.9)
    assert config.replace(solver={"kind": "adam", "beta": 0.5}).solver == Adam(beta=0.5)
    assert config.replace(solver=Adam(lr=2)).solver == Adam(lr=2)
    with pytest.raises(ato.ConfigError, match=r"solver\.beta: Sgd has no such field"):
        config.replace(solver={"beta": 0.5})


def test_what_was_replaced_is_explained() -> None:
    config = compose("sgd").replace(solver={"kind": "adam", "beta": 0.5})
    writers = [attempt.who for attempt in config.explain("solver.kind").writes]
    assert writers == ["replaced", "sgd", "default"]
    assert config.explain("solver.beta").value == 0.5


def test_what_is_read_of_a_variant_includes_its_kind() -> None:
    config = compose("sgd").track_access()
    assert isinstance(config.solver, Sgd)
    assert config.solver.momentum == 0.9
    assert config.minimal() == {"solver": {"kind": "sgd", "momentum": 0.9}}


def test_explaining_a_variant_tells_of_all_its_fields() -> None:
    told = compose().explain("solver")
    assert told.type == "Adam | Sgd"
    assert [part.key for part in told.parts][:4] == [
        "solver.kind",
        "solver.lr",
        "solver.beta",
        "solver.momentum",
    ]
    told = compose().explain("solver.momentum")
    assert told.note == "a field that is there with solver.kind=sgd"
    assert "→" not in str(told)


def test_a_config_made_by_hand_takes_any_of_the_structs() -> None:
    config = Fit(solver=Sgd(momentum=1, schedule={"shape": "step"}), fast=True)
    assert config.solver.schedule == Steps(shape="step")  # type: ignore[union-attr]
    assert isinstance(Sgd(momentum=1).schedule, Cosine)
    with pytest.raises(ato.ConfigError, match="solver: 3 is no Adam"):
        Fit(solver=3, fast=True)  # type: ignore[arg-type]
