"""Constraints of fields, and what they say when a value breaks them."""

from __future__ import annotations

import math
from typing import Any

import pytest

import ato.config as ato
from ato.config.types import _pattern
from tests.ato.config.sample import Account


def message(field: ato.Field, value: object) -> str:
    with pytest.raises(ato.BadValue) as caught:
        field.accept(value)
    assert caught.value.is_range
    return str(caught.value)


@pytest.mark.parametrize(
    ("type", "limits", "value"),
    [
        (ato.INT, {"gt": 0, "lt": 2}, 1),
        (ato.INT, {"ge": 1, "le": 1}, 1),
        (ato.INT, {"multiple_of": 3}, -6),
        (ato.FLOAT, {"multiple_of": 0.1}, 0.3),
        (ato.FLOAT, {"multiple_of": 0.1}, 7),
        (ato.FLOAT, {"ge": 0}, -0.0),
        (ato.STR, {"min_length": 1, "max_length": 3, "pattern": "[a-z]+"}, "abc"),
        (ato.BYTES, {"max_length": 1}, b"a"),
        (ato.List(ato.INT), {"min_length": 1}, (1,)),
        (ato.Set(ato.INT), {"max_length": 1}, frozenset({1})),
        (ato.Dict(ato.INT), {"max_length": 1}, {"a": 1}),
        (ato.Union(ato.INT, ato.NULL), {"ge": 5}, None),
        (ato.Union(ato.INT, ato.STR), {"ge": 5, "min_length": 9}, 6),
        (ato.BOOL, {"ge": 5}, True),
    ],
)
def test_a_value_within_its_constraints_is_taken(
    type: ato.Type, limits: dict[str, Any], value: object
) -> None:
    field = ato.Field("x", type, **limits)
    assert field.accept(value) == value
    assert field.is_constrained


@pytest.mark.parametrize(
    ("type", "limits", "value", "told"),
    [
        (ato.INT, {"gt": 0}, 0, "0 must be greater than 0"),
        (ato.INT, {"lt": 0}, 0, "0 must be less than 0"),
        (ato.INT, {"ge": 3, "multiple_of": 2}, 1, "1 must be at least 3 and must be a multiple of 2"),
        (ato.INT, {"le": 3}, 4, "4 must be at most 3"),
        (ato.FLOAT, {"multiple_of": 0.1}, 0.35, "0.35 must be a multiple of 0.1"),
        (ato.Float(finite=False), {"multiple_of": 1}, math.inf, "inf must be a multiple of 1"),
        (ato.Float(finite=False), {"ge": 0}, math.nan, "nan must be at least 0"),
        (ato.STR, {"min_length": 2}, "a", "'a' must have at least 2 characters"),
        (ato.STR, {"pattern": "[a-z]+"}, "ab1", "'ab1' must match the pattern [a-z]+"),
        (ato.STR, {"pattern": "(a+)+"}, "a" * 40 + "!", f"'{'a' * 40}!' must match the pattern (a+)+"),
        (
            ato.STR,
            {"pattern": "(?=a)a"},
            "a",
            "'a' must match the pattern (?=a)a, and that looks ahead or behind, which is not supported: "
            "matching must take bounded time",
        ),
        (ato.BYTES, {"min_length": 2}, b"a", "'YQ==' must have at least 2 bytes"),
        (ato.List(ato.INT), {"max_length": 1}, (1, 2), "[1, 2] must have at most 1 item"),
        (ato.Set(ato.INT), {"min_length": 1}, frozenset(), "[] must have at least 1 item"),
    ],
)
def test_a_broken_constraint_is_told(
    type: ato.Type, limits: dict[str, Any], value: object, told: str
) -> None:
    assert message(ato.Field("x", type, **limits), value) == told


def test_text_and_python_values_keep_the_same_constraints() -> None:
    field = ato.Field("x", ato.INT, ge=1)
    with pytest.raises(ato.BadValue, match="0 must be at least 1"):
        field.read("0")
    assert field.read("1") == field.accept(1) == field.check(1) == 1


def test_a_text_that_is_too_much_for_its_pattern_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_pattern, "MAX_VISITS", 3)
    assert message(ato.Field("x", ato.STR, pattern="(a|b)*c"), "ababc") == (
        "'ababc' is too long to be matched with the pattern (a|b)*c: shorten it, or make the pattern simpler"
    )


def test_long_values_are_cut_in_messages() -> None:
    assert len(message(ato.Field("x", ato.STR, max_length=1), "a" * 10_000)) < 120
    assert len(message(ato.Field("x", ato.INT, le=1), 10**4000)) < 120


def test_a_field_without_constraints_takes_all_of_its_type() -> None:
    field = ato.Field("x", ato.INT)
    assert not field.is_constrained
    assert repr(field) == "Field('x', <type int>)"
    assert repr(ato.MISSING) == "MISSING"
    assert field.default is ato.MISSING


def test_a_secret_is_in_no_message() -> None:
    field = ato.Field("x", ato.STR, secret=True, max_length=1)
    with pytest.raises(ato.BadValue) as caught:
        field.read("hunter2")
    assert str(caught.value) == "the value does not fit str and its constraints"
    assert caught.value.is_range
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_field_whose_type_holds_a_secret_is_discreet_too() -> None:
    for type in (
        ato.Struct(Account),
        ato.List(ato.Struct(Account)),
        ato.Union(ato.NULL, ato.Dict(ato.Struct(Account))),
        ato.Tuple(ato.INT, ato.Struct(Account)),
    ):
        assert ato.Field("x", type).is_discreet
    assert not ato.Field("x", ato.List(ato.Dict(ato.STR))).is_discreet
