"""The generated package composes all of its scopes at once."""

from __future__ import annotations

import pickle

import pytest

import ato.config as ato
import generated
from generated import data, model
from generated.data import DataConfig
from generated.model import ModelConfig


class Both(ato.Configs):
    __slots__ = ("data", "model")
    data: DataConfig
    model: ModelConfig


def test_the_configs_of_a_selection_are_one_immutable_value() -> None:
    both = Both(data=data.compose(), model=model.compose())
    assert both == Both(data=data.compose(), model=model.compose())
    assert both != Both(data=data.compose("small"), model=model.compose())
    assert len({both, Both(data=data.compose(), model=model.compose())}) == 1
    assert repr(both).startswith("Both(data=DataConfig(dataset='cifar10', ")
    assert pickle.loads(pickle.dumps(both)) == both  # noqa: S301
    with pytest.raises(AttributeError, match="Both is immutable; 'data' cannot be set"):
        both.data = data.compose()


def test_a_joint_run_is_pickled_with_what_was_asked_of_the_other_scope() -> None:
    config = model.compose(overrides=["data.dataset=imagenet"])
    again = pickle.loads(pickle.dumps(config))  # noqa: S301
    assert (again, again.outputs) == (config, 1000)
    assert [write.who for write in again.explain("patch").writes] == ["large_images", "default"]


def test_the_package_composes_all_scopes_at_once() -> None:
    configs = generated.compose("small", overrides=["data.dataset=imagenet"])
    assert (configs.model.outputs, configs.model.backbone, configs.data.fraction) == (1000, "resnet18", 0.1)
