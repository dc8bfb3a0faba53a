"""Fingerprints: what they count, and that no two different structures share one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ato.config as ato
from tests.ato.config.sample import Account, Model, composed


class Loose(ato.Config):
    __slots__ = ("value",)
    _fields = (ato.Field("value", ato.ANY),)

    def __init__(self, value: object) -> None:
        self._init(value=value)


def structure(value: object) -> str:
    return Loose(value).structural_hash


def test_values_do_not_count_in_the_structure() -> None:
    assert composed("lr=1", "name=a").structural_hash == composed("lr=2", "name=b").structural_hash
    assert structure({"a": 1, "b": "x"}) == structure({"b": "y", "a": 2})
    assert structure([1, 2, 3]) == structure([4])


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"a.b": 1}, {"a": {"b": 1}}),
        ({"a": 1}, {"a": "1"}),
        ({"a": 1}, {"a": True}),
        ({"a": 1}, {"a": 1.0}),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, {"a": 1, "b": 1}),
        ({"a": None}, {}),
        ([1], ["1"]),
        ([1], [1, "1"]),
        ([], [1]),
        ([[1]], [1]),
        ([], {}),
        ({1}, [1]),
        (b"a", "a"),
        (Path("a"), "a"),
        (timedelta(1), 1),
        ({"a": {}}, {"a": []}),
        ({"": 1}, {"": {"": 1}}),
    ],
)
def test_another_key_or_type_is_another_structure(left: object, right: object) -> None:
    assert structure(left) != structure(right)


def shape(value: object) -> object:
    """The structure of a value, written down directly."""
    if isinstance(value, dict):
        return ("map", frozenset((key, shape(item)) for key, item in value.items()))
    if isinstance(value, list):
        return ("list", frozenset(shape(item) for item in value))
    return type(value).__name__


KEYS = st.sampled_from(["a", "b", "a.b", "", "=", "map", "1:a"])
TREES = st.recursive(
    st.sampled_from([None, True, 1, 2, 1.5, "", "int", b""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=7,
)


@given(TREES, TREES)
def test_fingerprints_are_equal_exactly_when_structures_are(left: object, right: object) -> None:
    assert (structure(left) == structure(right)) == (shape(left) == shape(right))


def test_a_secret_counts_only_by_being_there() -> None:
    assert Account(token="a").value_hash == Account(token="b").value_hash
    assert Account(user="a").value_hash != Account(user="b").value_hash


def test_a_struct_is_the_mapping_of_its_fields() -> None:
    assert structure(Model(backbone="vit_s")) == structure({"hidden": 1, "backbone": "x"})


def test_fingerprints_are_the_same_for_ever() -> None:
    config = Model(backbone="vit_s", hidden=3)
    assert config.structural_hash == "82971377465f5b54bbb485610c360bb13804965eda1f6973f4b88dd6c0906997"
    assert config.value_hash == "f754f1753c97c98d5ac3ef6cd1823f9ca15c236d03acebac93b7eac278a8a947"


def test_unset_fields_do_not_count() -> None:
    assert Model._of({"hidden": 1}).structural_hash != Model(backbone="vit_s").structural_hash
