"""Scalar types: which text and which Python values they take."""

from __future__ import annotations

import math
from enum import IntEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ato.config import (
    ANY,
    BOOL,
    FLOAT,
    INT,
    NULL,
    STR,
    BadValue,
    Float,
    Literal,
    Quoted,
    Type,
    Union,
    read_core,
)
from ato.config.outside._overrides import raw_text

ALL = Float(finite=False)


def refused(type: Type, raw: Any) -> str:
    with pytest.raises(BadValue) as caught:
        type.read(raw)
    return str(caught.value)


@pytest.mark.parametrize(
    ("type", "raw", "value"),
    [
        (BOOL, "true", True),
        (BOOL, "false", False),
        (INT, "0", 0),
        (INT, "-12", -12),
        (INT, "+12", 12),
        (INT, "1_000", 1000),
        (INT, "0x1F", 31),
        (INT, "0o17", 15),
        (INT, "0b101", 5),
        (INT, "9" * 100, 10**100 - 1),
        (FLOAT, "1", 1.0),
        (FLOAT, "1e-3", 1e-3),
        (FLOAT, "1e5", 1e5),
        (FLOAT, ".5", 0.5),
        (FLOAT, "5.", 5.0),
        (FLOAT, "1_000.5", 1000.5),
        (FLOAT, "-0.0", -0.0),
        (FLOAT, "0x10", 16.0),
        (FLOAT, "9007199254740992", 2.0**53),
        (ALL, "inf", math.inf),
        (ALL, "-.inf", -math.inf),
        (ALL, "-inf", -math.inf),
        (STR, "NO", "NO"),
        (STR, "on", "on"),
        (STR, "1e5", "1e5"),
        (STR, "0123", "0123"),
        (STR, "12:30", "12:30"),
        (STR, "~", "~"),
        (STR, "true", "true"),
        (STR, Quoted(""), ""),
        (STR, Quoted("null"), "null"),
        (NULL, "null", None),
        (NULL, "~", None),
        (NULL, "", None),
        (Literal("a", "1", 1), "1", 1),
        (Literal("a", "1", 1), Quoted("1"), "1"),
        (Literal("1", "2"), "1", "1"),
        (Literal("true"), "true", "true"),
        (Literal("true", True), "true", True),
        (Literal(1, 2), "0x2", 2),
        (Literal("x", None), "null", None),
        (Literal("null"), "null", "null"),
    ],
)
def test_text_is_read_by_the_declared_type(type: Type, raw: Any, value: object) -> None:
    found = type.read(raw)
    assert (found, found.__class__) == (value, value.__class__)
    assert type.accept(value) == value


def test_the_text_nan_is_no_number_but_where_it_may_be() -> None:
    value = ALL.read("nan")
    assert isinstance(value, float)
    assert math.isnan(value)
    assert refused(FLOAT, "nan") == "nan is not a finite float"
    assert refused(FLOAT, ".inf") == "inf is not a finite float"


@pytest.mark.parametrize(
    ("type", "raw", "message"),
    [
        (BOOL, "True", "'True' is not a bool; write true or false"),
        (BOOL, "yes", "'yes' is not a bool; write true or false"),
        (BOOL, Quoted("true"), "'true' is not a bool; remove the quotes"),
        (BOOL, "1", "'1' is not a bool; write true or false"),
        (INT, "1.0", "'1.0' is not an int"),
        (INT, "1e3", "'1e3' is not an int"),
        (INT, "010", "'010' is not an int; numbers do not begin with 0"),
        (INT, Quoted("1"), "'1' is not an int; remove the quotes"),
        (INT, "", "'' is not an int"),
        (INT, " 1", "' 1' is not an int"),
        (INT, "٣", "'٣' is not an int"),
        (INT, "1__0", "'1__0' is not an int"),
        (INT, "true", "'true' is not an int"),
        (INT, ["1"], "'[1]' is not an int"),
        (INT, {"a": "1"}, "'{a: 1}' is not an int"),
        (FLOAT, "1e999", "'1e999' is too large for a float"),
        (FLOAT, "1.0e999", "'1.0e999' is too large for a float"),
        (FLOAT, "9007199254740993", "cannot be held exactly by a float; write it as 9007199254740992.0"),
        (FLOAT, "1" + "0" * 400, "is too large for a float"),
        (FLOAT, "1.5 ", "'1.5 ' is not a float"),
        (FLOAT, "one.half", "'one.half' is not a float"),
        (FLOAT, Quoted("1.5"), "'1.5' is not a float; remove the quotes"),
        (STR, "null", "null is not a str; write it in quotes if text is meant"),
        (STR, "", "nothing is not a str; write it in quotes if text is meant"),
        (STR, ["a"], "'[a]' is not a str"),
        (STR, "\ud800", "holds bytes that are no UTF-8 text"),
        (NULL, "none", "'none' is not a None"),
        (NULL, Quoted("null"), "'null' is not a None"),
        (Literal("a", 1, True, None), "b", "'b' is not one of 'a', 1, true, None"),
        (Literal(1), Quoted("1"), "'1' is not one of 1; remove the quotes"),
        (Literal(1), Quoted("2"), "'2' is not one of 1"),
        (BOOL, Quoted("yes"), "'yes' is not a bool; write true or false"),
        (Literal(1), "true", "'true' is not one of 1"),
        (Literal("a"), ["a"], "'[a]' is not one of 'a'"),
        (Literal(*range(30)), "99", "18, 19 and 10 others"),
    ],
)
def test_text_that_is_not_of_the_type_is_refused_in_words(type: Type, raw: Any, message: str) -> None:
    assert message in refused(type, raw)


@pytest.mark.parametrize(
    ("type", "value"),
    [
        (BOOL, 1),
        (INT, True),
        (INT, 1.0),
        (INT, "1"),
        pytest.param(INT, 1 << 20_000, id="huge"),
        (FLOAT, True),
        (FLOAT, "1"),
        (FLOAT, 2**53 + 1),
        (FLOAT, 10**400),
        (FLOAT, math.nan),
        (STR, b"a"),
        (STR, None),
        (NULL, 0),
        (Literal(1), True),
        (Literal(1), 1.0),
        (Literal("a"), "b"),
        (ANY, object()),
    ],
)
def test_python_values_of_other_types_are_refused(type: Type, value: object) -> None:
    with pytest.raises(BadValue) as caught:
        type.accept(value)
    assert len(str(caught.value)) < 200


def test_subclasses_of_scalars_are_taken_as_what_they_are() -> None:
    class Colour(IntEnum):
        RED = 1

    assert type(INT.accept(Colour.RED)) is int
    assert type(ANY.accept([Colour.RED])[0]) is int  # type: ignore[index]
    assert type(STR.accept(Quoted("a"))) is str
    assert type(FLOAT.accept(3)) is float


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None), ("nUll", "nUll"),
        ("true", True), ("True", True), ("FALSE", False), ("yes", "yes"), ("on", "on"), ("NO", "NO"),
        ("12", 12), ("-12", -12), ("0123", 123), ("0o17", 15), ("0x1f", 31), ("0b1", "0b1"),
        ("1_000", "1_000"), ("1.5", 1.5), ("1.", 1.0), (".5", 0.5), ("1e3", 1000.0), ("1.5E-3", 0.0015),
        ("+.5", 0.5), (".", "."), ("-", "-"), ("e3", "e3"), ("1e", "1e"), ("1e999", "1e999"),
        (".inf", math.inf), ("-.INF", -math.inf), ("inf", "inf"), ("-inf", "-inf"),
        ("+infinity", "+infinity"),
        ("12:30", "12:30"), ("2030-01-31", "2030-01-31"), ("٣", "٣"), ("0x", "0x"), ("-0x1", "-0x1"),
        (Quoted("12"), "12"), (["1", ["a"]], (1, ("a",))), ({"1": "2"}, {"1": 2}), ("9" * 4000, "9" * 4000),
    ],
)  # fmt: skip
def test_where_no_type_is_declared_the_core_schema_holds(raw: Any, value: object) -> None:
    found = read_core(raw)
    assert (found, isinstance(found, bool)) == (value, isinstance(value, bool))
    assert type(found) in (type(value), dict) or isinstance(found, dict)
    assert ANY.read(raw) == value


def test_types_are_compared_by_what_they_mean() -> None:
    assert Literal("a", 1) == Literal("a", 1)
    assert Literal(1) != Literal(True)
    assert Float() == FLOAT
    assert Float(finite=False) != FLOAT
    assert INT != FLOAT
    assert INT != "int"
    assert len({FLOAT, Float(), Literal("a"), Literal("a", name="Letter")}) == 2


def test_types_are_named_as_the_language_names_them() -> None:
    types = [BOOL, INT, FLOAT, STR, NULL, ANY, Literal("a", 1, True, None), Literal("a", name="Letter")]
    assert [str(type) for type in types] == [
        "bool", "int", "float", "str", "None", "any", "'a' | 1 | true | None", "Letter",
    ]  # fmt: skip
    assert (INT.article, STR.article, repr(INT)) == ("an", "a", "<type int>")


@given(st.integers(-(10**3000), 10**3000))
def test_any_int_reads_back(number: int) -> None:
    assert INT.read(str(number)) == number
    assert INT.accept(number) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_float_reads_back_exactly(number: float) -> None:
    found = FLOAT.read(repr(number))
    assert isinstance(found, float)
    assert found.hex() == number.hex()


@given(st.text(max_size=20))
def test_reading_any_text_gives_a_value_or_a_bad_value(text: str) -> None:
    for type in (BOOL, INT, FLOAT, STR, NULL, Literal("a", 1), ANY, Union(INT, BOOL, NULL)):
        for raw in (text, Quoted(text)):
            try:
                value = type.read(raw)
            except BadValue:
                continue
            assert type.accept(value) == value


@pytest.mark.parametrize(
    "type", [Literal(1, "1"), Literal("true", True), Literal(None, "null"), Literal("'a'", "a")]
)
@pytest.mark.parametrize("word", ["1", "true", "null", "'a'", "a"])
def test_the_quick_way_to_a_literal_never_differs_from_the_slow_one(type: Literal, word: str) -> None:
    try:
        quick = type.quick(word)
    except BadValue:
        return
    assert repr(quick) == repr(type.read(raw_text(word, in_flow=False)))


def test_anything_is_still_bounded() -> None:
    endless: list[object] = []
    endless.append(endless)
    for value in (endless, [10**6000]):
        with pytest.raises(BadValue, match="more than"):
            ANY.accept(value)
