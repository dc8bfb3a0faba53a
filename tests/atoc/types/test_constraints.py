"""Whether constraints fit a type, and leave any value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ato.config as ato
from atoc.types import check_constraints

OPTIONAL_INT = ato.Union(ato.INT, ato.NULL)
STRINGS = ato.List(ato.STR)


@pytest.mark.parametrize(
    ("type", "constraints"),
    [
        (ato.INT, {"gt": 0, "le": 10}),
        (OPTIONAL_INT, {"ge": 1}),
        (ato.FLOAT, {"gt": 0, "lt": 1e-3, "finite": True}),
        (ato.FLOAT, {"gt": 1, "lt": 2}),
        (ato.FLOAT, {"ge": 1, "le": 1, "multiple_of": 0.1}),
        (ato.INT, {"ge": 3, "le": 4, "multiple_of": 2}),
        (ato.INT, {"ge": 0.5, "lt": 1.5}),
        (ato.STR, {"min_length": 1, "max_length": 1, "pattern": "[a-z]+"}),
        (STRINGS, {"min_length": 0}),
        (ato.Tuples(ato.INT), {"max_length": 3}),
        (ato.Dict(ato.INT), {"max_length": 3}),
        (ato.Literal(1, 2, 4), {"gt": 3}),
        (ato.INT, {}),
    ],
)
def test_constraints_that_fit(type: ato.Type, constraints: dict[str, object]) -> None:
    assert check_constraints(type, constraints) == []


@pytest.mark.parametrize(
    ("type", "constraints", "name", "message"),
    [
        (ato.STR, {"gt": 0}, "gt", "gt does not fit the type str: only numbers have bounds"),
        (ato.BOOL, {"le": 1}, "le", "le does not fit the type bool: only numbers have bounds"),
        (
            ato.INT,
            {"pattern": "a"},
            "pattern",
            "pattern does not fit the type int: only text can match a pattern",
        ),
        (
            STRINGS,
            {"pattern": "a"},
            "pattern",
            "pattern does not fit the type list[str]: only text can match a pattern",
        ),
        (
            ato.INT,
            {"finite": False},
            "finite",
            "finite does not fit the type int: only a float can be inf or nan",
        ),
        (
            ato.INT,
            {"min_length": 1},
            "min_length",
            "min_length does not fit the type int: only text, lists, sets and dicts have a length to bound",
        ),
        (
            ato.Tuple(ato.INT),
            {"max_length": 1},
            "max_length",
            (
                "max_length does not fit the type tuple[int]: "
                "only text, lists, sets and dicts have a length to bound"
            ),
        ),
        (ato.INT, {"ge": "abc"}, "ge", "ge is 'abc', which is not a number"),
        (ato.INT, {"ge": True}, "ge", "ge is true, which is not a number"),
        (ato.INT, {"ge": None}, "ge", "ge is null, which is not a number"),
        (ato.FLOAT, {"lt": float("inf")}, "lt", "lt is inf, which bounds nothing; leave it out"),
        (ato.INT, {"multiple_of": 0}, "multiple_of", "multiple_of is 0; it must be greater than 0"),
        (ato.STR, {"min_length": 1.5}, "min_length", "min_length is 1.5, which is not a whole number"),
        (ato.STR, {"max_length": -1}, "max_length", "max_length is -1, and no length is less than 0"),
        (ato.STR, {"pattern": 3}, "pattern", "pattern is 3, which is not text; write it in quotes"),
        (ato.STR, {"pattern": "a" * 2_001}, "pattern", "pattern has more than 2,000 characters"),
        (ato.FLOAT, {"finite": "no"}, "finite", "finite is 'no'; write true or false"),
        (ato.INT, {"ge": 3, "le": 2}, "ge", "ge is 3 and le is 2: no int is left"),
        (ato.INT, {"gt": 1, "lt": 2}, "gt", "gt is 1 and lt is 2: no int is left"),
        (ato.FLOAT, {"gt": 1, "le": 1}, "gt", "gt is 1 and le is 1: no number is left"),
        (
            ato.INT,
            {"gt": 4, "lt": 8, "multiple_of": 4},
            "gt",
            "gt is 4 and lt is 8 and multiple_of is 4: no int is left",
        ),
        (ato.Literal(1, 2), {"gt": 2}, "gt", "gt is 2: none of 1 | 2 is left"),
        (
            ato.STR,
            {"min_length": 3, "max_length": 2},
            "min_length",
            "min_length is 3 and max_length is 2: no length is both",
        ),
    ],
)
def test_constraints_that_do_not_fit(
    type: ato.Type, constraints: dict[str, object], name: str, message: str
) -> None:
    assert check_constraints(type, constraints) == [(name, message)]


@pytest.mark.parametrize("pattern", ["(", "a{2,1}", "(?P<n>a)(?P<n>b)"])
def test_a_pattern_that_cannot_be_read_is_told(pattern: str) -> None:
    ((name, message),) = check_constraints(ato.STR, {"pattern": pattern})

    assert name == "pattern"
    assert message.startswith("pattern is not a regular expression: ")


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        (r"(a)\1", "refers back to a group, which is not supported: matching must take bounded time"),
        ("(?=a)a", "looks ahead or behind, which is not supported: matching must take bounded time"),
        (
            "((a{999}){999}){999}",
            "is too large: with its counted repeats written out it has more than 20,000 parts",
        ),
    ],
)
def test_a_pattern_that_could_take_without_end_is_told(pattern: str, reason: str) -> None:
    assert check_constraints(ato.STR, {"pattern": pattern}) == [("pattern", f"pattern {reason}")]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    faults = check_constraints(ato.STR, {"max_length": -1, "gt": 0, "pattern": "("})

    assert [name for name, _ in faults] == ["gt", "max_length", "pattern"]


BOUND = st.integers(-6, 6)


@given(
    st.dictionaries(st.sampled_from(["gt", "ge", "lt", "le"]), BOUND, min_size=1),
    st.none() | st.integers(1, 5),
)
def test_bounds_on_ints_are_empty_when_no_int_keeps_them(
    bounds: dict[str, int], multiple: int | None
) -> None:
    constraints: dict[str, int] = {**bounds, **({} if multiple is None else {"multiple_of": multiple})}
    field = ato.Field("x", ato.INT, **constraints)  # type: ignore[arg-type]

    assert (check_constraints(ato.INT, constraints) == []) == any(_kept(field, x) for x in range(-60, 61))


def _kept(field: ato.Field, value: int) -> bool:
    try:
        field.check(value)
    except ato.BadValue:
        return False
    return True


def test_messages_quote_long_bounds_in_part() -> None:
    ((_, message),) = check_constraints(ato.INT, {"ge": "9" * 6_000})
    assert len(message) < 100


def test_a_pattern_that_is_nested_too_deep_is_told_in_plain_words() -> None:
    assert check_constraints(ato.STR, {"pattern": "(" * 2_000 + ")" * 2_000}) == [
        ("pattern", "pattern has more than 2,000 characters")
    ]
    assert check_constraints(ato.STR, {"pattern": "(" * 990 + ")" * 990}) == [
        ("pattern", "pattern is nested too deep")
    ]
