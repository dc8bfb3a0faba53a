"""Raw and immutable values."""

from __future__ import annotations

import copy
import math
import pickle
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ato.config import FrozenDict, Quoted
from ato.config.types._values import frozen, identity, in_fixed_order, same, shown, spelled, thaw, written


def test_a_frozen_dict_cannot_be_changed_by_any_means() -> None:
    held = FrozenDict(a=1)
    with pytest.raises(TypeError, match="immutable; make a new one with replace"):
        held["a"] = 2
    with pytest.raises(TypeError, match="immutable"):
        del held["a"]
    with pytest.raises(TypeError, match="immutable"):
        held |= {"b": 2}
    assert held == {"a": 1}


def test_a_frozen_dict_hashes_copies_and_pickles() -> None:
    held = FrozenDict(a=1, b=(2,))
    assert hash(held) == hash(FrozenDict(b=(2,), a=1))
    assert copy.deepcopy(held) is copy.copy(held) is held
    again = pickle.loads(pickle.dumps(held))  # noqa: S301
    assert (again, type(again)) == (held, FrozenDict)
    assert repr(held) == "{'a': 1, 'b': (2,)}"


def test_containers_are_frozen_to_any_depth_and_thawed_again() -> None:
    value = {"a": [1, {2}, (3,)], "b": {"c": []}}
    assert repr(frozen(value)) == "{'a': (1, frozenset({2}), (3,)), 'b': {'c': ()}}"
    assert thaw(frozen(value)) == {"a": [1, [2], [3]], "b": {"c": []}}
    hash(frozen(value))


@pytest.mark.parametrize("value", [object(), {1: 2}, [print], {"a": {None}, "b": memoryview(b"")}])
def test_what_a_config_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        frozen(value)


def test_sets_are_ordered_the_same_under_every_hash_seed() -> None:
    assert in_fixed_order({"b", "a", 2, 10, None, (1,)}) == [None, 2, 10, "a", "b", (1,)]
    assert in_fixed_order({frozenset({2, 1}), frozenset({1})}) == [frozenset({1, 2}), frozenset({1})]


def test_sameness_tells_types_apart_and_knows_nan() -> None:
    assert same(math.nan, float("nan"))
    assert same(0.0, -0.0)
    assert not same(1, True)
    assert not same((1,), (1.0,))
    assert not same({"a": 1}, {"a": True})
    assert same({"a": 1}, FrozenDict(a=1))


SCALARS = st.none() | st.booleans() | st.integers(0, 1) | st.sampled_from([0.0, 1.0, math.nan, "", b""])
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=2).map(tuple)
        | st.frozensets(inner, max_size=2)
        | st.dictionaries(st.sampled_from("ab"), inner, max_size=2).map(FrozenDict)
    ),
    max_leaves=5,
)


@given(VALUES, VALUES)
def test_sameness_is_one_equivalence(left: object, right: object) -> None:
    assert same(left, left)
    assert same(left, right) == same(right, left) == (identity(left) == identity(right))
    assert same(left, pickle.loads(pickle.dumps(left)))  # noqa: S301
    if same(left, right):
        assert hash(identity(left)) == hash(identity(right))


class Rude:
    def __repr__(self) -> str:
        raise RuntimeError("no")


def test_values_are_quoted_on_one_line_and_of_bounded_length() -> None:
    assert shown("a\nb") == r"'a\nb'"
    assert shown("C:\\x") == r"'C:\x'"
    assert shown("it's") == '"it\'s"'
    assert len(shown("x" * 1000)) < 70
    assert shown(["a", {"b": Quoted("c")}]) == "'[a, {b: c}]'"
    assert len(shown(["a"] * 10_000)) < 100
    assert spelled("a" * 1000).endswith("…")
    assert spelled(1 << 20_000) == "<int>"
    assert spelled(Rude()) == "<Rude>"


def test_values_are_quoted_as_documents_write_them() -> None:
    assert written((1, None, True, "a")) == "[1, null, true, 'a']"
    assert (written(frozenset[str]()), written(frozenset({"b", "a"}))) == ("[]", "['a', 'b']")
    assert written(FrozenDict(a=(1.5,), b=FrozenDict())) == "{a: [1.5], b: {}}"
    assert written((timedelta(hours=1), b"a", Path("a/b"))) == "['1h', 'YQ==', 'a/b']"
    assert len(written(tuple(range(10_000)))) == 60
