from __future__ import annotations

import pytest

from atoc.expr.constant import without_value
from atoc.expr.parse import parse_bare
from atoc.source.node import Scalar
from atoc.span import Span


def said(text: str) -> list[str]:
    """The parts of an expression that have no value."""
    parsed = parse_bare(Scalar(Span("a.yaml", 1, 1, 1, len(text) + 1), text)).value
    assert parsed is not None
    return [text[found.span.column - 1 : found.span.end_column - 1] for found in without_value(parsed.tree)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("9 ** 9 ** 9 ** 9", ["9 ** 9 ** 9"]),
        ("x + sum(range(10 ** 9))", ["range(10 ** 9)"]),
        ("x if b else len('x' * 10 ** 12)", ["'x' * 10 ** 12"]),
        ("[10 ** 99999, x, 2 ** 999999]", ["10 ** 99999", "2 ** 999999"]),
    ],
)
def test_a_constant_part_beyond_the_bounds_is_told_where_it_stands(text: str, parts: list[str]) -> None:
    assert said(text) == parts


@pytest.mark.parametrize(
    "text", ["2 ** 10", "x ** 9 ** 2", "sum(range(100)) + x", "1 / 0", "[1][3]", "now('%Y')"]
)
def test_what_may_have_a_value_is_left_to_the_proofs(text: str) -> None:
    assert said(text) == []
