"""A frozen config refuses every write, at every depth, and says which key it was."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from ato.adict import ADict
from ato.config import ConfigError


def frozen() -> ADict:
    return ADict(lr=1, model={"depth": 3}, layers=[1, [2], {"width": 4}], tags={"a"}).freeze()


WRITES: list[Callable[[Any], object]] = [
    lambda c: setattr(c, "lr", 2),
    lambda c: setattr(c, "new", 2),
    lambda c: c.__setitem__("lr", 2),
    lambda c: c.__setitem__(("lr", "new"), 2),
    lambda c: c.__delitem__("lr"),
    lambda c: delattr(c, "lr"),
    lambda c: c.update(lr=2),
    lambda c: c.update({"model": {"depth": 1}}, recurrent=True),
    lambda c: c.update_if_absent(new=1),
    lambda c: c.mm_like_update(lr=2),
    lambda c: c.pop("lr"),
    lambda c: c.popitem(),
    lambda c: c.clear(),
    lambda c: c.setdefault("new", 1),
    lambda c: c.filter(lambda key, value: False),
    lambda c: c.replace_keys(["lr"], ["rate"]),
    lambda c: c.__ior__({"lr": 2}),
    lambda c: setattr(c.model, "depth", 4),
    lambda c: c.model.update(depth=4),
    lambda c: c.layers.append(1),
    lambda c: c.layers.__setitem__(0, 1),
    lambda c: c.layers.sort(),
    lambda c: c.layers[1].append(1),
    lambda c: setattr(c.layers[2], "width", 5),
    lambda c: c["layers"].clear(),
]


@pytest.mark.parametrize("write", WRITES)
def test_left_behind_a_freeze_that_ignores_writes_in_silence(write: Callable[[Any], object]) -> None:
    config = frozen()
    with pytest.raises(ConfigError, match="frozen"):
        write(config)
    assert config.defrost() == ADict(lr=1, model={"depth": 3}, layers=[1, [2], {"width": 4}], tags={"a"})


def test_the_key_of_a_refused_write_is_named() -> None:
    with pytest.raises(ConfigError, match=r"^lr: the config is frozen\n  help: call defrost\(\)"):
        frozen().lr = 2
    config = frozen()
    with pytest.raises(ConfigError, match=r"^optimizer: "):
        config.optimizer.name = "sgd"
    assert not hasattr(config, "optimizer")


def test_freezing_and_defrosting_give_the_config_itself() -> None:
    config = ADict(a={"b": 1})
    assert config.freeze() is config
    assert (config.frozen, config.a.frozen) == (True, True)
    assert config.defrost() is config
    config.a.b = 2
    assert (config.frozen, config.a.b) == (False, 2)


def test_what_a_frozen_config_gives_out_is_used_like_the_value() -> None:
    config = frozen()
    assert config.layers == [1, [2], {"width": 4}]
    assert config.layers[:1] + config.layers[:0] == [1]
    assert isinstance(config.layers, list)
    assert config.tags == {"a"}
    assert json.dumps(config.layers[:2]) == "[1, [2]]"
    for twin in (
        copy.copy(config.layers),
        copy.deepcopy(config.layers),
        pickle.loads(pickle.dumps(config.layers)),
    ):
        twin.append(1)
        assert type(twin) is list
    assert config.get_structural_hash() == config.clone().get_structural_hash()


def test_copies_of_a_frozen_config_can_be_written() -> None:
    config = frozen()
    for twin in (config.clone(), config.copy(), config | {"a": 1}, copy.deepcopy(config)):
        twin.lr = 2
        assert not twin.frozen
    assert config.lr == 1
    clone = config.clone()
    clone.model.depth = 9
    clone.layers.append(1)
    assert config.model.depth == 3


def test_a_frozen_config_makes_no_defaults() -> None:
    config = ADict.auto().freeze()
    with pytest.raises(AttributeError):
        _ = config.a
    with pytest.raises(KeyError):
        config.get("a")
    assert config == {}


def test_an_immutable_config_refuses_writes_for_good() -> None:
    config = ADict(lr=1, model={"depth": 3})
    config.convert_to_immutable()
    with pytest.raises(TypeError, match=r"^lr: "):
        config.lr = 2
    with pytest.raises(TypeError, match=r"^lr: "):
        del config.lr
    with pytest.raises(TypeError, match=r"^depth: "):
        config.model.depth = 2
    config.defrost()
    with pytest.raises(TypeError):
        config.clear()
    assert config == {"lr": 1, "model": {"depth": 3}}
    assert config.lr == 1


def test_a_ring_of_configs_can_be_frozen() -> None:
    config = ADict(a=[])
    config.me = config
    config.a.append((config,))
    assert config.freeze().me.frozen
