"""Which values a program reads of a config."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

import ato.config as ato
from tests.ato.config.sample import Model, Train, composed


def watched(*words: str) -> Train:
    return composed(*words).track_access()


def test_nothing_is_read_at_first() -> None:
    assert watched().minimal() == {}


def test_what_is_read_is_remembered_by_its_path_in_the_order_of_declaration() -> None:
    config = watched()
    assert (config.model.hidden, config.lr) == (128, 1e-3)
    assert config.minimal() == {"lr": 1e-3, "model": {"hidden": 128}}


def test_parts_that_are_kept_go_on_recording() -> None:
    config = watched()
    model = config.model
    assert config.minimal() == {}
    assert model.backbone == "resnet50"
    assert config.minimal() == {"model": {"backbone": "resnet50"}}


def test_an_optional_struct_counts_by_being_there() -> None:
    config = watched("head={backbone: vit_s}")
    assert config.head is not None
    assert config.minimal() == {"head": {}}
    assert config.head.hidden == 128
    assert config.minimal() == {"head": {"hidden": 128}}
    assert watched().head is None


def test_containers_are_read_whole() -> None:
    config = watched("layers=[{backbone: vit_s}]", "tags=[a]")
    assert config.layers[0].hidden == 128
    assert config.tags == ("a",)
    assert config.minimal() == {"tags": ["a"], "layers": [{"backbone": "vit_s", "hidden": 128}]}


def test_a_match_reads_what_it_names() -> None:
    config: Any = watched()
    found: object
    match config:
        case Train(lr, model=Model(hidden=hidden)):
            found = (lr, hidden)
        case _:
            found = None
    assert found == (1e-3, 128)
    assert config.minimal() == {"lr": 1e-3, "model": {"hidden": 128}}


def test_to_dict_reads_everything() -> None:
    config = watched("head={backbone: vit_s}")
    assert config.to_dict() == config.minimal()
    config = watched()
    assert config.model.to_dict() == {"backbone": "resnet50", "hidden": 128}
    assert config.minimal() == {"model": {"backbone": "resnet50", "hidden": 128}}


def test_looking_at_the_whole_reads_nothing(tmp_path: Any) -> None:
    plain, config = composed(), watched()
    assert config == plain
    assert plain == config
    assert config == watched()
    assert config != composed("lr=1")
    assert hash(config) == hash(plain)
    assert repr(config) == repr(plain)
    assert (config.structural_hash, config.value_hash) == (plain.structural_hash, plain.value_hash)
    assert copy.deepcopy(config) is config
    again = pickle.loads(pickle.dumps(config))  # noqa: S301
    assert again == plain
    config.dump(tmp_path / "a.yaml")
    config.explain("lr")
    config.trace()
    assert config.minimal() == {}
    with pytest.raises(TypeError, match="only a config from track_access"):
        again.minimal()


def test_a_tracked_config_is_of_the_same_class_and_immutable() -> None:
    config = watched()
    assert isinstance(config, Train)
    assert type(config).__name__ == "Train"
    with pytest.raises(AttributeError, match="immutable"):
        config.lr = 1  # type: ignore[misc]
    with pytest.raises(AttributeError, match="epoch"):
        _ = config.epoch
    assert config.minimal() == {}


def test_a_replaced_copy_goes_on_with_the_same_record() -> None:
    config = watched()
    changed = config.replace(lr=0.5)
    assert config.minimal() == {}
    assert (changed.lr, config.epochs) == (0.5, 50)
    assert changed.minimal() == {"lr": 0.5, "epochs": 50}


def test_tracking_twice_starts_anew() -> None:
    config = watched()
    assert config.lr == 1e-3
    assert config.track_access().minimal() == {}


def test_a_value_that_is_not_set_is_not_read() -> None:
    config = Model._of({"hidden": 1}).track_access()
    with pytest.raises(AttributeError, match="backbone"):
        _ = config.backbone
    assert config.minimal() == {}


def test_only_tracked_configs_know() -> None:
    with pytest.raises(TypeError, match=r"only a config from track_access\(\)"):
        composed().minimal()
    assert isinstance(composed(), ato.Config)


def test_a_tracked_part_that_is_put_elsewhere_is_the_plain_one() -> None:
    part = watched().model
    changed = composed().replace(model=part, head=part, layers=[part], extra=[part])
    assert {type(each) for each in (changed.model, changed.head, *changed.layers, *changed.extra)} == {Model}
