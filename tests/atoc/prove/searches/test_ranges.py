from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ato.config as ato
from atoc.prove import Leaving
from atoc.prove.searches.spaces import values_left
from tests.atoc.prove.build import scope_of

NUMBER = st.integers(-6, 6)
LIMITS = st.fixed_dictionaries(
    {},
    optional={"ge": NUMBER, "gt": NUMBER, "le": NUMBER, "lt": NUMBER, "multiple_of": st.integers(1, 4)},
)


def left(field: str, dimension: str) -> tuple[Leaving, ...]:
    """What is wrong with a dimension of a field."""
    text = f"fields:\n  x: {field}\nsearch:\n  s: {{metric: m, mode: min, space: {{x: {dimension}}}}}\n"
    return values_left(scope_of(text).searches[0])


def declared(type: str, limits: dict[str, int]) -> str:
    return (
        "{"
        + ", ".join([f"type: {type}", "input: true", *(f"{key}: {value}" for key, value in limits.items())])
        + "}"
    )


@settings(max_examples=80, deadline=None)
@given(limits=LIMITS, low=NUMBER, count=st.integers(1, 4), step=st.integers(1, 4))
def test_a_range_of_whole_numbers_is_refused_exactly_if_one_of_them_is(
    limits: dict[str, int], low: int, count: int, step: int
) -> None:
    field = ato.Field("x", ato.INT, **limits)  # type: ignore[arg-type]
    numbers = range(low, low + count * step + 1, step)
    refused = []
    for number in numbers:
        try:
            field.accept(number)
        except ato.BadValue:
            refused.append(number)
    try:
        found = left(declared("int", limits), f"{{int_uniform: [{low}, {numbers[-1]}], step: {step}}}")
    except AssertionError:
        return  # the constraints admit nothing, which is told of the field
    assert bool(found) == bool(refused)
    assert all(leaving.value in refused for leaving in found)


@settings(max_examples=60, deadline=None)
@given(limits=LIMITS, low=NUMBER, width=st.integers(1, 6))
def test_a_range_of_floats_is_refused_exactly_if_a_number_in_it_is(
    limits: dict[str, int], low: int, width: int
) -> None:
    field = ato.Field("x", ato.FLOAT, **limits)  # type: ignore[arg-type]
    refused = False
    for part in range(101):
        try:
            field.accept(low + width * part / 100)
        except ato.BadValue:
            refused = True
    try:
        found = left(declared("float", limits), f"{{uniform: [{low}, {low + width}]}}")
    except AssertionError:
        return  # the constraints admit nothing, which is told of the field
    assert bool(found) == refused


@pytest.mark.parametrize(
    ("field", "dimension", "kinds"),
    [
        ("{type: int, default: 1}", "{uniform: [0, 1]}", ["type"]),
        ("{type: str, default: a}", "{int_uniform: [0, 1]}", ["type"]),
        ("{type: bool, default: true}", "{int_uniform: [0, 1]}", ["type"]),
        ("{type: 'float | None', default: null}", "{uniform: [0, 1]}", []),
        ("{type: any, default: 1}", "{log_uniform: [1, 2]}", []),
        ("{type: float, default: 1}", "{int_uniform: [0, 9007199254740992]}", []),
        ("{type: float, default: 1}", "{int_uniform: [0, 9007199254740994]}", ["value"]),
        ("{type: float, default: 1, ge: 0}", "{normal: [1, 1]}", ["unbounded"]),
        ("{type: float, default: 1, ge: 0}", "{normal: [1, 1], low: 0}", []),
        ("{type: float, default: 1, ge: 0}", "{normal: [1, 1], low: -1}", ["value"]),
        ("{type: float, default: 1, lt: 9}", "{normal: [1, 1], high: 9}", ["value"]),
        ("{type: float, default: 1}", "{normal: [1, 1]}", []),
        ("{enum: [1, 2, 3], default: 1}", "{int_uniform: [1, 3]}", []),
        ("{enum: [1, 2, 4], default: 1}", "{int_uniform: [1, 4]}", ["value"]),
        ("{enum: [1, 3], default: 1}", "{int_uniform: [1, 3], step: 2}", []),
        ("{type: int, default: 1, final: true}", "{choice: [1]}", ["final"]),
        ("{type: int, default: 1, secret: true}", "{choice: [1]}", ["secret"]),
        ("{type: int, default: 1, input: true}", "{choice: [1]}", []),
        ("{type: 'list[int]', default: [], max_length: 1}", "{choice: [[], [1], [1, 2]]}", ["value"]),
        ("{type: int, default: 1, ge: 1}", "{choice: [0, 1, -1]}", ["value", "value"]),
    ],
)  # fmt: skip
def test_what_a_field_does_not_take_is_found(field: str, dimension: str, kinds: list[str]) -> None:
    assert [leaving.kind for leaving in islice(left(field, dimension), 5)] == kinds
