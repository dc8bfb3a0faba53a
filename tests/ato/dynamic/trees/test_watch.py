"""A watched config tells of every write below it, wherever it was put, and reads pay nothing."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ato.adict import ADict
from ato.dynamic.trees._watch import DELETED, OPENED, SET

Told = list[tuple[tuple[str, ...], Any, str]]


def watched(*given: object) -> tuple[ADict, Told]:
    config, told = ADict(*given), Told()
    config._watch(lambda path, value, kind: told.append((path, value, kind)))
    return config, told


def test_writes_are_told_with_their_path() -> None:
    config, told = watched({"a": {"b": 1}})
    config.lr = 1
    config.a.b = 2
    config["a"]["c"] = 3
    del config.lr
    assert told == [
        (("lr",), 1, SET),
        (("a", "b"), 2, SET),
        (("a", "c"), 3, SET),
        (("lr",), 1, DELETED),
    ]


def test_what_is_made_on_the_way_is_told_as_opened() -> None:
    config, told = watched()
    config.a.b.c = 1
    assert [(path, kind) for path, _, kind in told] == [
        (("a",), OPENED),
        (("a", "b"), OPENED),
        (("a", "b", "c"), SET),
    ]
    auto = ADict.auto()
    auto._watch(lambda path, value, kind: told.append((path, value, kind)))
    told.clear()
    _ = auto.x
    assert told == [(("x",), {}, OPENED)]


def test_configs_that_are_put_in_later_are_watched_also_in_lists() -> None:
    config, told = watched()
    model = ADict(depth=1)
    config.model = model
    config.blocks = [{"width": 1}, ({"deep": 1},)]
    told.clear()
    model.depth = 2
    config.blocks[0].width = 2
    config.blocks[1][0].deep = 2
    assert [path for path, *_ in told] == [
        ("model", "depth"),
        ("blocks", "0", "width"),
        ("blocks", "1", "0", "deep"),
    ]


def test_configs_that_are_taken_away_are_watched_no_more() -> None:
    config, told = watched({"a": {"b": {"c": 1}}, "l": [{"x": 1}], "z": {"y": 1}})
    inner, item, other = config.a.b, config.l[0], config.z
    del config.a
    config.l = 3
    config.pop("z")
    told.clear()
    inner.c = 2
    item.x = 2
    other.y = 2
    assert told == []


def test_a_config_at_two_places_tells_of_both_until_one_is_left() -> None:
    shared = ADict(x=1)
    config, told = watched({"a": shared, "b": shared})
    shared.x = 2
    assert [path for path, *_ in told] == [("a", "x"), ("b", "x")]
    del config.a
    told.clear()
    shared.x = 3
    assert [path for path, *_ in told] == [("b", "x")]


def test_several_watch_and_one_goes() -> None:
    config, told = watched()
    more: Told = []

    def take(path: tuple[str, ...], value: object, kind: str) -> None:
        more.append((path, value, kind))

    config._watch(take)
    config.a.b = 1
    config._unwatch(take)
    config.a.b = 2
    assert (len(told), len(more)) == (3, 2)


def test_a_config_in_itself_is_watched_once() -> None:
    config, told = watched()
    config.me = config
    told.clear()
    config.x = 1
    assert [path for path, *_ in told] == [("x",), ("me", "x")] or [path for path, *_ in told] == [("x",)]


@pytest.mark.parametrize("copied", [ADict.clone, ADict.copy, lambda config: ADict(config.to_dict())])
def test_copies_are_not_watched(copied: Any) -> None:
    config, told = watched({"a": {"b": 1}})
    twin = copied(config)
    twin.x = 1
    assert told == []


def test_operations_on_the_whole_are_told_key_by_key() -> None:
    config, told = watched({"a": {"x": 1}, "b": 2})
    config.update({"a": {"y": 2}}, recurrent=True)
    config.update_if_absent({"a": {"z": 3}, "b": 9})
    config.replace_keys(["b"], ["c"])
    config.filter(lambda key, value: key != "c")
    config |= {"d": 1}
    config.popitem()
    config.clear()
    assert [(path, kind) for path, _, kind in told] == [
        (("a", "y"), SET),
        (("a", "z"), SET),
        (("b",), DELETED),
        (("c",), SET),
        (("c",), DELETED),
        (("d",), SET),
        (("a",), DELETED),
        (("d",), DELETED),
    ]


KEYS = st.sampled_from("abc")
STEPS = st.tuples(st.lists(KEYS, min_size=1, max_size=3), st.sampled_from(["set", "tree", "del", "merge"]))


@given(st.lists(STEPS, max_size=12))
def test_what_was_told_makes_the_same_config(steps: list[tuple[list[str], str]]) -> None:
    config, told = ADict(), Told()
    config._watch(lambda path, value, kind: told.append((path, deepcopy(value), kind)))
    for number, (path, what) in enumerate(steps):
        act(config, path, what, number)
    replayed = ADict()
    for path, value, kind in told:
        inner: Any = replayed
        for step in path[:-1]:
            inner = inner[step]
        if kind == DELETED:
            del inner[path[-1]]
        else:
            inner[path[-1]] = {} if kind == OPENED else value
    assert replayed.to_dict() == config.to_dict()


def act(config: ADict, path: list[str], what: str, number: int) -> None:
    *above, name = path
    inner: Any = config
    for step in above:
        if not isinstance(inner.get(step), ADict):
            inner[step] = {}
        inner = inner[step]
    if what == "del":
        inner.pop(name)
    elif what == "merge":
        inner.update({name: {"a": number}}, recurrent=True)
    else:
        inner[name] = {"b": {"c": number}} if what == "tree" else number
