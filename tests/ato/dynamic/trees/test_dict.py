"""What a mapping can do, and the mark for methods that set attributes of Python's."""

from __future__ import annotations

from typing import Any

import pytest

from ato.adict import ADict, Dict, mutate_attribute


@pytest.mark.parametrize("kind", [Dict, ADict])
def test_it_does_what_dicts_do(kind: type[Dict]) -> None:
    mapping = kind({"a": 1}, b=2)
    assert (mapping, len(mapping), list(mapping), "a" in mapping, bool(kind())) == (
        {"a": 1, "b": 2},
        2,
        ["a", "b"],
        True,
        False,
    )
    assert mapping | {"c": 3} == {"a": 1, "b": 2, "c": 3}
    assert {"a": 0, "z": 0} | mapping == {"a": 1, "z": 0, "b": 2}
    assert type({"a": 0} | mapping) is kind
    assert kind.fromkeys(["a", "b"], 0) == {"a": 0, "b": 0}
    assert repr(mapping) == "{'a': 1, 'b': 2}"
    with pytest.raises(TypeError, match="unhashable"):
        hash(mapping)


def test_pairs_are_taken_and_anything_else_is_refused() -> None:
    assert ADict([("a", 1)], {"b": 2}, c=3) == {"a": 1, "b": 2, "c": 3}
    with pytest.raises(TypeError, match="a mapping or pairs of keys and values are needed"):
        ADict(3)


def test_other_operands_are_refused() -> None:
    with pytest.raises(TypeError):
        _ = ADict() | [("a", 1)]
    assert ADict(a=1) != 3


def test_a_subclass_of_the_base_may_say_what_is_missing() -> None:
    class Counting(Dict):
        def __missing__(self, key: str) -> int:
            return len(key)

    assert Counting(a=9)["a"] == 9
    assert Counting()["four"] == 4
    with pytest.raises(KeyError):
        Dict()["a"]


class Keeping(ADict):
    @mutate_attribute
    def keep(self, value: object) -> Any:
        self._kept = value
        return self._kept

    @mutate_attribute
    def keep_and_fail(self) -> None:
        self._kept = 1
        raise RuntimeError("as it happens")

    @mutate_attribute
    def keep_twice(self) -> None:
        self.keep(1)
        self._more = 2

    @mutate_attribute
    def forget(self) -> None:
        del self._kept


def test_a_marked_method_sets_attributes_of_python() -> None:
    config = Keeping(a=1)
    assert config.keep(5) == 5
    assert config._kept == 5
    assert config == {"a": 1}
    config.forget()
    assert not hasattr(config, "_kept")
    config._kept = 6
    assert config == {"a": 1, "_kept": 6}


def test_the_mark_of_a_method_inside_another_leaves_the_outer_one() -> None:
    config = Keeping()
    config.keep_twice()
    assert (config, config._more) == ({}, 2)


def test_left_behind_state_flags_that_stay_on_after_an_exception() -> None:
    config = Keeping()
    with pytest.raises(RuntimeError):
        config.keep_and_fail()
    config.lr = 5
    assert config == {"lr": 5}

    def fail(key: str, value: object) -> bool:
        raise RuntimeError("as it happens")

    with pytest.raises(RuntimeError):
        config.filter(fail)
    config.epochs = 3
    assert config == {"lr": 5, "epochs": 3}
    with pytest.raises(TypeError):
        config.update({"a": 1, 5: 6})
    config.after = 1
    assert config["after"] == 1
