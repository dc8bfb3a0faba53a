"""Several writes at once: all of them are made, or none, and all that is wrong with them is told."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ato.adict import ADict
from ato.config import ConfigError

ENDLESS: list[Any] = [1]
ENDLESS.append(ENDLESS)

HALF: list[Callable[[Any], object]] = [
    lambda config: config.update({"new": {"x": 1}}, recurrent=True, new={1: 2}),
    lambda config: config.update({"x": 1, "y": ENDLESS}),
    lambda config: config.update({"x": 1, "shut": {"y": 2}}, recurrent=True),
    lambda config: config.update({"x": 1, 2: 3}),
    lambda config: config.update_if_absent({"new": {"x": 1}}, new={1: 2}),
    lambda config: config.update_if_absent({"x": 1, "shut": {"z": 2}}),
    lambda config: config.mm_like_update({"x": 1, "open": {2: 3}}),
    lambda config: config.mm_like_update({"x": 1, "shut": {"y": 2}}),
    lambda config: config.mm_like_update({"new": {"x": 1}}, new={1: 2}),
    lambda config: config.__ior__({"x": 1, 2: 3}),
    lambda config: config.replace_keys(["open"], [1]),
    lambda config: config.replace_keys(["open", "shut"], ["x", None]),
    lambda config: config.__setitem__(("x", 2), (1, 2)),
    lambda config: config.__setitem__(("x", "y"), (1, ENDLESS)),
    lambda config: config.__delitem__(("open", "none")),
]


@pytest.mark.parametrize("write", HALF)
def test_what_is_refused_has_written_nothing(write: Callable[[Any], object]) -> None:
    config = ADict(open={"x": 0}, shut={"y": 0})
    config.shut.freeze()
    told: list[object] = []
    before = repr(config)
    config._watch(lambda path, value, kind: told.append(path))
    with pytest.raises((TypeError, ValueError, KeyError, ConfigError)):
        write(config)
    assert (repr(config), told) == (before, [])


def test_a_config_that_holds_itself_is_not_merged_for_ever() -> None:
    config = ADict(x=1)
    config.me = config
    with pytest.raises(ValueError, match="one in itself"):
        config.update(config, recurrent=True)


@pytest.mark.parametrize(
    "write",
    [
        lambda config, given: config.update(given, recurrent=True),
        lambda config, given: config.update_if_absent(given),
        lambda config, given: config.mm_like_update(given),
    ],
    ids=["update", "update_if_absent", "mm_like_update"],
)
def test_all_keys_that_are_no_text_are_told_at_once(write: Any) -> None:
    config = ADict(a={"b": {"c": 1}})
    with pytest.raises(ConfigError) as refused:
        write(config, {1: 2, "x": 3, "a": {None: 4, "b": {2.5: 5}}})
    assert [problem.subject for problem in refused.value.problems] == ["1", "a.None", "a.b.2.5"]
    assert isinstance(refused.value, TypeError)
    assert config == {"a": {"b": {"c": 1}}}


def test_keywords_are_merged_into_what_the_mapping_has_just_made() -> None:
    config = ADict()
    assert config.update({"a": {"x": 1}}, recurrent=True, a={"y": 2}) == {"a": {"x": 1, "y": 2}}
    config = ADict().update_if_absent({"a": {"x": 1}}, a={"x": 9, "y": 2})
    assert config == {"a": {"x": 1, "y": 2}}


KEYS = st.sampled_from(["a", "b", 1])
TREES = st.recursive(
    st.integers(0, 3), lambda inner: st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
).filter(lambda tree: isinstance(tree, dict))


@given(TREES, TREES, TREES, st.sampled_from(["merge", "fill", "file"]))
def test_whatever_is_merged_is_merged_whole(base: Any, first: Any, second: Any, how: str) -> None:
    base = {key: value for key, value in base.items() if key != 1}
    second = {key: value for key, value in second.items() if key != 1}
    config = ADict(deepcopy(base))
    before = config.to_dict()
    try:
        if how == "merge":
            config.update(first, recurrent=True, **second)
        elif how == "fill":
            config.update_if_absent(first, **second)
        else:
            config.mm_like_update(first, **second)
    except ConfigError:
        assert config.to_dict() == before
    else:
        assert set(config) == {*base, *first, *second}
