"""What is done with a config as a whole: updates, renaming, copies, pickles."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from collections import OrderedDict
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ato.adict import ADict
from ato.config import ConfigError


def test_importing_it_loads_no_reader_of_files() -> None:
    heavy = ("typing", "re", "json", "yaml", "tomllib", "tomli", "toml", "dis", "copy", "pathlib", "ast")
    code = f"import sys; import ato.adict; print(sorted(set({heavy}) & set(sys.modules)))"
    environment = {"PYTHONPATH": str(Path(__file__).parents[4] / "runtime"), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run([sys.executable, "-S", "-c", code], env=environment, capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == ("[]\n", "")


class Point(NamedTuple):
    x: object
    y: object


def test_nested_mappings_become_configs_also_in_lists() -> None:
    config = ADict(a={"b": [{"c": 1}, ({"d": 2},)]})
    assert config.a.b[0].c == 1
    assert config.a.b[1][0].d == 2
    assert type(config.a.b[1]) is tuple


def test_what_holds_no_mapping_is_the_very_same_object() -> None:
    layers, other, point = [1, [2]], ADict(a=1), Point(1, 2)
    config = ADict(layers=layers, other=other, point=point)
    assert config.layers is layers
    assert config.other is other
    assert config.point is point
    assert ADict(p=Point({"a": 1}, 2)).p == Point(ADict(a=1), 2)


def test_a_mapping_with_other_keys_than_text_stays_a_plain_dict() -> None:
    config = ADict(names={0: "cat", 1: "dog"})
    assert config.names[1] == "dog"
    assert type(config.names) is dict
    assert config.to_dict() == {"names": {0: "cat", 1: "dog"}}


def test_a_value_that_holds_itself_is_refused() -> None:
    ring: dict[str, Any] = {}
    ring["ring"] = ring
    with pytest.raises(ValueError, match="one in itself"):
        ADict(ring)
    config = ADict()
    config.config = config
    with pytest.raises(ValueError, match="one in itself"):
        config.to_dict()


@pytest.mark.parametrize(
    ("given", "keys"),
    [
        ({"n": 1, "a": {1: 2}}, ["a.1"]),
        ({"n": 1, "a": {"b": {"c": 0, ("x",): 1}, None: 2}, 2.5: 3}, ["a.b.('x',)", "a.None", "2.5"]),
        ([("n", 1), (b"k", 2)], ["b'k'"]),
        ({"a": ADict(b=OrderedDict({7: 1}))}, ["a.b.7"]),
    ],
)
@pytest.mark.parametrize(
    "merge",
    [
        lambda config, given: config.update(given, recurrent=True),
        lambda config, given: config.update_if_absent(given),
        lambda config, given: config.update(None, recurrent=True, **dict(given)),
    ],
    ids=["update", "update_if_absent", "keywords"],
)
def test_keys_that_are_no_text_are_refused_by_their_paths_before_anything_is_written(
    merge: Any, given: Any, keys: list[str]
) -> None:
    config = ADict(a={"b": {"c": 1}, "d": 2}, e=3)
    written: list[object] = []
    config._watch(lambda *event: written.append(event))
    with pytest.raises(TypeError) as raised:
        merge(config, given)
    if isinstance(raised.value, ConfigError):
        assert [problem.subject for problem in raised.value.problems] == keys
    else:  # Python itself takes no keywords but text
        assert "keywords must be strings" in str(raised.value)
    assert (config, written) == ({"a": {"b": {"c": 1}, "d": 2}, "e": 3}, [])


def test_what_is_said_of_a_key_that_is_no_text() -> None:
    with pytest.raises(ConfigError) as raised:
        ADict(a={"b": 1}).update({"a": {1: 2}}, recurrent=True)
    assert str(raised.value) == (
        "a.1: 'a' is a config, whose keys are text, and 1 is int\n  help: write it as text: '1'"
    )
    with pytest.raises(TypeError, match=r"1: keys of a config are text, and 1 is int"):
        ADict().update({1: 2})


def test_a_mapping_with_other_keys_that_meets_no_config_stays_a_plain_dict() -> None:
    config = ADict(a={"b": 1}, c=4)
    config.update({"a": {"n": {1: 2}}, "c": {3: 4}}, recurrent=True)
    assert config == {"a": {"b": 1, "n": {1: 2}}, "c": {3: 4}}
    config.update({"a": {5: 6}})
    assert type(config.a) is dict


def test_update_replaces_and_with_recurrent_merges() -> None:
    config = ADict(a={"x": 1, "y": 2}, s=1)
    assert config.update({"a": {"x": 9}}) is config
    assert config == {"a": {"x": 9}, "s": 1}
    config.update({"a": {"y": 2}, "s": {"t": 1}}, recurrent=True, n=1)
    assert config == {"a": {"x": 9, "y": 2}, "s": {"t": 1}, "n": 1}
    inner = config.a
    config.update({"a": {"z": {"deep": 1}}}, True)
    assert inner.z.deep == 1


def test_update_takes_pairs_and_keys_of_every_name() -> None:
    config = ADict()
    config.update([("recurrent", 1), ("self", 2)], mapping=3, self=4)
    assert config == {"recurrent": 1, "self": 4, "mapping": 3}


def test_update_if_absent_sets_what_is_missing_at_every_depth() -> None:
    config = ADict(a={"x": 1}, s=1)
    config.update_if_absent({"a": {"x": 9, "y": 2}, "s": {"t": 1}, "n": 1}, m=2)
    assert config == {"a": {"x": 1, "y": 2}, "s": 1, "n": 1, "m": 2}


def test_a_config_that_is_given_is_not_noted_as_read() -> None:
    source = ADict(a=1)
    ADict().update(source)
    ADict(source)
    assert source.accessed_keys == set()


def test_pop_never_raises_and_popitem_takes_the_first() -> None:
    config = ADict(a=1, b=2, c=3)
    assert (config.pop("a"), config.pop("a"), config.pop("a", 7)) == (1, None, 7)
    assert config.popitem() == ("b", 2)
    assert config == {"c": 3}
    with pytest.raises(KeyError, match="empty"):
        ADict().popitem()


def test_setdefault_gives_what_stands_there_then() -> None:
    config = ADict(a=1)
    assert config.setdefault("a", 5) == 1
    config.setdefault("b", {"c": 1}).c = 2
    assert config == {"a": 1, "b": {"c": 2}}


def test_filter_keeps_what_is_asked_for() -> None:
    config = ADict(a=1, b=2, c=3)
    config.filter(lambda key, value: key == "a" or value == 3)
    assert config == {"a": 1, "c": 3}


def test_raw_gives_the_key_with_its_value() -> None:
    assert ADict(a=1).raw("a") == {"key": "a", "value": 1}
    assert ADict().raw("a", 3) == {"key": "a", "value": 3}


def test_keys_are_replaced_and_may_change_places() -> None:
    config = ADict(a=1, b=2, c=3)
    config.replace_keys(["a", "b"], ["b", "a"])
    assert config == {"c": 3, "b": 1, "a": 2}
    config.replace_keys("c", "long")
    assert config["long"] == 3
    with pytest.raises(KeyError):
        config.replace_keys(["a", "nope"], ["x", "y"])
    with pytest.raises(IndexError, match="1 != 2"):
        config.replace_keys(["a"], ["x", "y"])
    assert config == {"b": 1, "a": 2, "long": 3}


def test_values_are_read_by_a_dotted_name() -> None:
    config = ADict(a={"b": {"c": 1}})
    assert config.get_value_by_name("a.b.c") == 1
    assert config.get_minimal_config() == {"a": {"b": {"c": 1}}}
    for name in ("a.x", "a.b.c.d", ""):
        with pytest.raises(KeyError):
            config.get_value_by_name(name)


def test_a_config_is_plain_data_again() -> None:
    config = ADict(a={"b": (1, {"c": 2})}, d=[ADict(e=1)])
    assert config.to_dict() == {"a": {"b": [1, {"c": 2}]}, "d": [{"e": 1}]}
    assert type(config.to_dict()["d"][0]) is dict
    assert config.json() == '{"a": {"b": [1, {"c": 2}]}, "d": [{"e": 1}]}'


def test_left_behind_a_nested_default_key_is_lost() -> None:
    config = ADict(a={"default": 5}, b=[{"default": 6}])
    assert config.to_dict() == {"a": {"default": 5}, "b": [{"default": 6}]}
    assert ADict({"default": 5}) == {"default": 5}
    assert config.clone() == config
    assert ADict(default=5) == {}


def test_left_behind_copies_that_corrupt() -> None:
    config = ADict(a=1, b={"c": 2})
    twin = config.copy()
    assert (config, twin) == ({"a": 1, "b": {"c": 2}}, {"a": 1, "b": {"c": 2}})
    twin.a = 9
    assert (config.a, twin.b is config.b, copy.copy(config) == config) == (1, True, True)
    config |= {"d": {"e": 4}}
    assert config == {"a": 1, "b": {"c": 2}, "d": {"e": 4}}
    assert config.d.e == 4
    config |= ADict(f=1)
    assert "_data" not in config


def test_left_behind_a_clear_that_never_ends() -> None:
    config = ADict(a=1, b=2)
    config.clear()
    assert config == {}
    config = ADict(a=1).freeze()
    with pytest.raises(ConfigError):
        config.clear()
    assert config == {"a": 1}
    config = ADict(default=1, a=1)
    config.clear()
    assert config == {}


def test_a_clone_shares_nothing_and_keeps_what_is_shared_inside() -> None:
    shared = [1]
    config = ADict(default=list, a={"b": shared}, c=shared)
    twin = config.clone()
    twin.a.b.append(2)
    assert (config.a.b, twin.c, twin.new) == ([1], [1, 2], [])
    config.me = config
    again = copy.deepcopy(config)
    assert again["me"] is again


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_comes_back_the_same(protocol: int) -> None:
    config = ADict.auto()
    config.a.b = [1, {"c": 2}]
    config.x = 1
    twin = pickle.loads(pickle.dumps(config, protocol))
    assert twin == config
    assert twin.accessed_keys == config.accessed_keys
    twin.new.key = 1
    assert twin.new.key == 1
    assert pickle.loads(pickle.dumps(config.freeze(), protocol)).frozen
    config.defrost()
    config.me = config
    again = pickle.loads(pickle.dumps(config, protocol))
    assert again["me"] is again


def test_attributes_of_a_subclass_are_copied_and_pickled() -> None:
    config = ADict(a=1)
    twin = pickle.loads(pickle.dumps(config))
    assert type(twin) is ADict
    with pytest.raises(AttributeError):
        _ = twin.b


def test_a_missing_key_is_pickled_with_its_words() -> None:
    with pytest.raises(AttributeError) as told:
        _ = ADict(model=1).modle.depth
    assert str(pickle.loads(pickle.dumps(told.value))) == str(told.value)
    with pytest.raises(KeyError) as asked:
        _ = ADict(model=1)["modle"]
    assert str(pickle.loads(pickle.dumps(asked.value))) == str(asked.value)
