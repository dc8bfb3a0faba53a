from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ato.config as ato
from atoc.expr import EvaluationError, Expression, check, evaluate, parse_bare
from atoc.prove.values.intervals import Interval, Knowledge
from tests.atoc.expr.texts import scalar
from tests.atoc.prove.build import scope_of

SCOPE = scope_of("""
fields:
  n: {type: int, default: 2, ge: 1, le: 4}
  m: {type: int, default: 0, gt: -3, lt: 3}
  big: {type: int, default: 5, ge: 1}
  any: {type: int, default: 0}
  rate: {type: float, default: 0.5, gt: 0, le: 1}
  pick: {type: "1 | 2 | 8", default: 2}
  maybe: {type: "int | None", default: null, ge: 2}
  tags: {type: "list[str]", default: [a], min_length: 1, max_length: 3}
  flag: {type: bool, default: false}
""")
TYPES = {path: field.type for path, field in SCOPE.fields.items()}
KNOWN = Knowledge(SCOPE.fields, {})


def expression(text: str) -> Expression:
    parsed = parse_bare(scalar(text)).value
    assert parsed is not None
    found = check(parsed, TYPES.get, TYPES)
    assert found.value is not None, found.findings
    return found.value


def bounds(text: str) -> tuple[float, float] | None:
    found = KNOWN.interval(expression(text).tree)
    return None if found is None else (found.low, found.high)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("n * 100", (100, 400)),
        ("n + m", (-1, 6)),
        ("n - m", (-1, 6)),
        ("m * m", (-4, 4)),
        ("m ** 2", (0, 4)),
        ("m ** 3", (-8, 8)),
        ("big * 100", (100, math.inf)),
        ("any // big", (-math.inf, math.inf)),
        ("n // big", (0, 4)),
        ("any % 7", (0, 6)),
        ("n % 7", (0, 4)),
        ("any % -7", (-6, 0)),
        ("-n", (-4, -1)),
        ("abs(m)", (0, 2)),
        ("min(any, 3)", (-math.inf, 3)),
        ("max(any, 3, n)", (3, math.inf)),
        ("len(tags)", (1, 3)),
        ("pick", (1, 8)),
        ("n if flag else 10", (1, 10)),
        ("any if any > 3 else 7", (4, math.inf)),
        ("any if 0 <= any < 9 else 0", (0, 8)),
        ("any if not (any < 2 or any > 5) else 3", (2, 5)),
        ("n if n != 1 else 2", (2, 4)),
        ("rate", (0, 1)),
        ("rate * 2", None),
        ("any // m", None),
        ("n ** 65", None),
        ("any + 10 ** 400", None),
    ],
)
def test_bounds_flow_through_arithmetic(text: str, expected: tuple[float, float] | None) -> None:
    assert bounds(text) == expected


def test_an_open_end_keeps_zero_out() -> None:
    found = KNOWN.interval(expression("rate").tree)
    assert found is not None
    assert found.excludes_zero
    assert not Interval(0, 1).excludes_zero


def test_none_is_no_number_and_has_no_bounds() -> None:
    assert bounds("maybe") == (2, math.inf)


def test_what_conditions_tell_is_forgotten_where_a_field_is_written() -> None:
    told = KNOWN.where(expression("any > 3").tree, holds=True)
    assert told.interval(expression("any").tree) == Interval(4)
    assert told.without(["any"]).interval(expression("any").tree) == Interval()


@pytest.mark.parametrize(
    ("interval", "limits", "is_kept"),
    [
        (Interval(1, 4), {"ge": 1, "le": 4}, True),
        (Interval(1, 4), {"gt": 1}, False),
        (Interval(1, 4, is_low_open=True), {"gt": 1}, True),
        (Interval(1, 4), {"lt": 4}, False),
        (Interval(1), {"le": 100}, False),
        (Interval(4, 4), {"multiple_of": 2}, False),
    ],
)
def test_an_interval_keeps_bounds_if_all_of_it_does(
    interval: Interval, limits: dict[str, int], is_kept: bool
) -> None:
    assert interval.keeps(ato.Field("x", ato.INT, **limits)) is is_kept  # type: ignore[arg-type]


NUMBERS = st.recursive(
    st.sampled_from(["n", "m", "0", "1", "-2", "3"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "//", "%"]), inner).map(
            lambda p: f"({' '.join(p)})"
        ),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda p: f"{p[0]}({p[1]}, {p[2]})"),
        inner.map(lambda text: f"abs({text})"),
        st.tuples(inner, inner, st.sampled_from(["<", ">=", "=="])).map(
            lambda p: f"({p[0]} if n {p[2]} 2 else {p[1]})"
        ),
        inner.map(lambda text: f"(-{text})"),
    ),
    max_leaves=5,
)


@settings(max_examples=100, deadline=None)
@given(NUMBERS)
def test_every_value_lies_in_its_interval(text: str) -> None:
    asked = expression(text)
    found = KNOWN.interval(asked.tree)
    for n, m in product(range(1, 5), range(-2, 3)):
        try:
            value = evaluate(asked, {"n": n, "m": m}.__getitem__)
        except EvaluationError:
            continue
        assert found is None or (isinstance(value, int) and found.low <= value <= found.high)
