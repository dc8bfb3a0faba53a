"""Reading and writing keys: by attribute, by ``[]``, several at once, below what is missing."""

from __future__ import annotations

import pytest

from ato.adict import ADict


def test_writing_below_missing_keys_just_works() -> None:
    config = ADict()
    config.model.backbone.layers = [64, 128, 256]
    assert config == {"model": {"backbone": {"layers": [64, 128, 256]}}}
    assert type(config.model.backbone) is ADict


def test_reading_a_missing_key_raises_and_makes_nothing() -> None:
    config = ADict(lr=1)
    with pytest.raises(AttributeError, match=r"modle.*'modle\.backbone\.layers'"):
        _ = config.modle.backbone.layers
    assert not hasattr(config, "modle")
    assert getattr(config, "modle", 5) == 5
    assert config == {"lr": 1}


def test_a_missing_key_is_told_with_the_nearest_one() -> None:
    config = ADict(learning_rate=1)
    with pytest.raises(AttributeError, match="did you mean 'learning_rate'"):
        _ = config.learning_rat
    with pytest.raises(KeyError) as told:
        _ = config["learning_rat"]
    assert str(told.value) == "The key \"learning_rat\" does not exist.; did you mean 'learning_rate'?"


def test_several_keys_are_read_and_written_at_once() -> None:
    config = ADict()
    config["a", "b"] = [1, 2]
    config["c", "d"] = 9
    assert config["a", "b", "d"] == [1, 2, 9]
    config["e", "f"] = "xy"
    assert config["e", "f"] == ["xy", "xy"]
    del config["a", "c"]
    assert config == {"b": 2, "d": 9, "e": "xy", "f": "xy"}


def test_as_many_values_as_keys_are_needed() -> None:
    with pytest.raises(ValueError, match="2 keys cannot be set to 3 values"):
        ADict()["a", "b"] = [1, 2, 3]


@pytest.mark.parametrize("key", [1, None, 1.5])
def test_keys_are_text(key: object) -> None:
    with pytest.raises(TypeError, match="keys are text"):
        ADict()[key] = 1
    with pytest.raises(TypeError, match="keys are text"):
        ADict()[key]
    with pytest.raises(TypeError, match="keys are text"):
        ADict({key: 1})


def test_a_key_that_is_called_as_a_method_is_read_by_brackets() -> None:
    config = ADict()
    config.update = 3
    assert config["update"] == 3
    assert callable(config.update)


@pytest.mark.parametrize("name", ["_data", "_accessed", "_is_frozen", "_default"])
def test_parts_of_the_config_itself_are_no_keys_by_attribute(name: str) -> None:
    config = ADict(lr=1)
    with pytest.raises(AttributeError, match="part of the config itself"):
        setattr(config, name, True)
    config[name] = True
    assert config == {"lr": 1, name: True}
    assert config.lr == 1


def test_a_default_is_made_on_reading() -> None:
    config = ADict(default=list)
    config.tags.append("a")
    config["more"].append("b")
    assert config == {"tags": ["a"], "more": ["b"]}
    assert config.get("none") == []
    assert "none" not in config


def test_a_default_value_is_copied_for_each_key() -> None:
    config = ADict(default=[])
    config.a.append(1)
    assert config.b == []


def test_defaults_are_set_and_removed() -> None:
    config = ADict()
    config.set_default(3)
    assert config.x == 3
    assert config.get_default() == 3
    config.remove_default()
    with pytest.raises(AttributeError):
        _ = config.y
    with pytest.raises(ValueError, match="not defined"):
        config.get_default()
    assert config == {"x": 3}


def test_auto_makes_configs_to_any_depth() -> None:
    config = ADict.auto()
    config.a.b.c = 1
    assert config == {"a": {"b": {"c": 1}}}
    assert config.x.y == {}


def test_special_methods_are_never_defaults() -> None:
    config = ADict.auto()
    assert not hasattr(config, "__array__")
    assert config == {}


def test_what_is_read_is_noted_and_what_looks_at_all_is_not() -> None:
    config = ADict(a=1, b=2, c={"d": 3, "e": 4}, f=5)
    _ = (config == {}, repr(config), config.to_dict(), config.json(), config.get_structural_hash())
    _ = (
        config.structural_hash,
        config.clone(),
        config.copy(),
        "a" in config,
        list(config),
        config | {"z": 1},
    )
    assert config.accessed_keys == set()
    _ = (config.a, config["b"], config.get("f"))
    assert config.accessed_keys == {"a", "b", "f"}
    _ = config.c.d
    assert config.get_minimal_config() == {"a": 1, "b": 2, "c": {"d": 3}, "f": 5}
    assert dict(config.items()).keys() == config.accessed_keys


def test_the_minimal_config_has_the_order_of_the_config_and_no_deleted_keys() -> None:
    config = ADict(zebra=1, apple=2, mango=3, kiwi=4)
    _ = [config[name] for name in ("kiwi", "mango", "zebra", "apple")]
    del config.mango
    assert list(config.get_minimal_config()) == ["zebra", "apple", "kiwi"]
