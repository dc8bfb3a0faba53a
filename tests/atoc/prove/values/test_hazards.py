from __future__ import annotations

import pytest

from atoc.expr import Tree, parse_bare
from atoc.prove.values.hazards import always_fits, hazards, is_rounded
from atoc.prove.values.intervals import Knowledge
from tests.atoc.expr.texts import scalar
from tests.atoc.prove.build import scope_of
from tests.atoc.prove.values.test_intervals import KNOWN, SCOPE, expression


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("any // big", set()),
        ("any // m", {"division"}),
        ("any // m if m > 0 else 0", set()),
        ("any // m if m != 0 else 0", {"division"}),
        ("m > 0 and any // m > 2", set()),
        ("m <= 0 or any // m > 2", set()),
        ("m > 0 or any // m > 2", {"division"}),
        ("1 / rate", set()),
        ("n ** -1", set()),
        ("m ** -1", {"division"}),
        ("tags[0]", set()),
        ("tags[-1]", set()),
        ("tags[1]", {"index"}),
        ("[1, 2][n]", {"index"}),
        ("[1, 2][1]", set()),
        ("'abc'[2]", set()),
        ("tags[5:]", set()),
        ("any % 3", set()),
    ],
)
def test_only_what_the_text_and_the_bounds_leave_open_is_a_hazard(text: str, expected: set[str]) -> None:
    assert hazards(expression(text).tree, KNOWN) == expected


def test_without_declarations_every_field_may_be_anything() -> None:
    assert hazards(expression("any // big").tree, Knowledge({}, {})) == {"division"}


FITTING = scope_of("""
fields:
  n: {type: int, default: 2, ge: 1, le: 4}
  word: {type: str, default: a, min_length: 1, pattern: "[a-z]+"}
  low: {type: int, default: 2, ge: 1}
  name: {type: str, default: b, pattern: "[a-z]+"}
  rate: {type: float, default: 0.5, gt: 0}
  half: {type: float, default: 0.5, gt: 0}
""").fields


@pytest.mark.parametrize(
    ("text", "path", "fits"),
    [
        ("n * 2", "low", True),
        ("n - 1", "low", False),
        ("word", "name", True),
        ("word.upper()", "name", False),
        ("'abc'", "name", True),
        ("'A'", "name", False),
        ("'abc' if flag else word", "name", True),
        ("rate", "half", True),
        ("rate * 0.5", "half", False),
    ],
)
def test_what_is_copied_or_stays_in_bounds_fits(text: str, path: str, fits: bool) -> None:
    known = Knowledge({**SCOPE.fields, **FITTING}, {})
    assert always_fits(_parsed(text), known, FITTING[path]) is fits


def _parsed(text: str) -> Tree:
    parsed = parse_bare(scalar(text)).value
    assert parsed is not None
    return parsed.tree


@pytest.mark.parametrize(
    ("text", "rounds"),
    [
        ("n * 2", False),
        ("rate", False),
        ("rate * 2", True),
        ("n / 2", True),
        ("-rate", False),
        ("n * 0.5", True),
    ],
)
def test_arithmetic_on_floats_is_told_from_what_is_exact(text: str, rounds: bool) -> None:
    assert is_rounded(expression(text), SCOPE.fields) is rounds
