"""Ranges of floats and wide ones of whole numbers, held against runs at and around everything compared."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ato.config as ato
from atoc.program import Scope
from atoc.prove import BadPoint
from atoc.prove.searches.cuts import MOST_EXACT, between, cuts_of, telling_floats, telling_ints
from atoc.prove.searches.rehearsal import Rehearsal
from atoc.prove.searches.spaces import search_facts
from tests.atoc.prove.build import scope_of

SCOPE = """
fields:
  lr: {type: float, default: 0.1}
  limit: {type: float, default: 0.5}
  flag: {type: bool, default: false}
  peak: {type: float, default: 0.2, ge: -2, le: 2}
  kept: {type: "float | None", default: "${%s}", %s}
views:
  high: {set: {limit: 0.7}}
  passed: {lazy: true, default: true, when: "%s", set: {peak: "${%s}"}}
  marked: {lazy: true, default: true, priority: 1, when: "%s", set: {flag: true}}
asserts:
  - that: "%s"
    message: it has to
search:
  s:
    metric: m
    mode: min
    space:
      view: {choice: [[], [high]]}
      lr: {%s}
"""
VALUES = ("lr", "-lr", "lr if lr < 0.4 else 0.3", "max(lr, 0.1)", "abs(lr)", "min(-lr, limit)", "float(lr)")
CONDITIONS = (
    "lr > 0.3",
    "0.2 <= lr < 0.6",
    "lr in [0.25, 0.5]",
    "lr == 0.35",
    "lr < limit",
    "-lr > -0.45",
    "not (lr != 0.1 or flag)",
    "abs(lr) >= 0.05",
)
ASSERTS = (
    "flag or peak < 0.65",
    "kept == None or kept != 0.25",
    "peak > -1 and lr <= limit",
    "lr > 0 if flag else lr < 0.9",
    "not (flag and peak == 0.3)",
    "1 > lr",
)
RANGES = (
    "uniform: [-1, 1]",
    "uniform: [0.1, 0.5]",
    "log_uniform: [0.05, 0.65]",
    "normal: [0.3, 0.2]",
    "normal: [0.3, 0.2], low: 0.1",
)
BOUNDS = ("ge: -3", "lt: 0.5", "gt: -0.6, le: 0.9")


def fails(rehearsal: Rehearsal, value: float, named: tuple[str, ...]) -> bool:
    return rehearsal.outcome(rehearsal.run({"lr": value, "view": named})).is_refused


def tried(scope: Scope) -> list[float]:
    """Many values of the range: at and beside each number that is written anywhere, and at random."""
    domain = scope.searches[0].space["lr"].domain
    assert domain is not None
    marks = [sign * step / 20 for step in range(21) for sign in (1, -1)]
    beside = [math.nextafter(mark, end) for mark in marks for end in (-math.inf, math.inf)]
    drawn = random.Random(0)  # noqa: S311 (no secret)
    values = [*marks, *beside, *(drawn.uniform(-1, 1) for _ in range(20)), 30.0, -30.0]
    return [value for value in values if domain.contains(value)]


@settings(max_examples=25, deadline=None)
@given(
    st.tuples(*map(st.sampled_from, (VALUES, BOUNDS, CONDITIONS, VALUES, CONDITIONS, ASSERTS, RANGES))),
)
def test_a_range_that_is_only_compared_is_decided_and_rightly(parts: tuple[str, ...]) -> None:
    scope = scope_of(SCOPE % parts)
    facts, (verdict,) = search_facts(scope, ())
    rehearsal = Rehearsal(scope, scope.searches[0], frozenset())
    assert verdict.outcome in ("proved", "refuted")
    failing = any(fails(rehearsal, value, named) for value in tried(scope) for named in ((), ("high",)))
    assert not failing or verdict.outcome == "refuted"
    assert any(isinstance(fact, BadPoint) for fact in facts) == (verdict.outcome == "refuted")


PLAIN = """
fields:
  lr: {type: float, default: 0.7}
  other: {type: float, default: %s}
asserts: [{that: "%s", message: it has to}]
search: {s: {metric: m, mode: min, space: {lr: {%s}}}}
"""


def decided(that: str, domain: str = "uniform: [0.1, 1]", other: str = "0.2") -> tuple[str, object]:
    facts, (verdict,) = search_facts(scope_of(PLAIN % (other, that, domain)), ())
    witnesses = [fact.witness for fact in facts if isinstance(fact, BadPoint)]
    return verdict.outcome, witnesses[0] if witnesses else None


@pytest.mark.parametrize(
    ("that", "outcome", "witness"),
    [
        ("lr > 0", "proved", None),
        ("lr >= 0.1", "proved", None),
        ("lr > 0.1", "refuted", ("lr=0.1",)),
        ("lr <= 1", "proved", None),
        ("lr < 1", "refuted", ("lr=1.0",)),
        ("lr < 0.5 or lr > 0.5", "refuted", ("lr=0.5",)),
        ("not 0.3 < lr < 0.30000000000000004", "proved", None),
        ("lr <= 0.3 or lr >= 0.4", "refuted", ("lr=0.35",)),
        ("lr * 2 > 0", "unproved", None),
        ("lr + 0 > 0", "unproved", None),
        ("lr * 2 < 1.8", "refuted", ("lr=0.9",)),
        ("lr > other", "refuted", ("lr=0.1",)),
    ],
)
def test_ends_belong_to_a_range_and_arithmetic_is_never_proved(
    that: str, outcome: str, witness: object
) -> None:
    assert decided(that) == (outcome, witness)


def test_what_is_worked_out_of_a_float_has_no_bound_that_is_proved() -> None:
    assert decided("other > 0", other='"${lr * 2}"') == ("unproved", None)
    assert decided("other > 0", other='"${lr}"') == ("proved", None)
    assert decided("other < 0.8", other='"${max(lr, 0.5)}"') == ("refuted", ("lr=0.8",))
    assert decided("round(lr) < 5") == ("unproved", None)
    assert decided("str(lr) != '0.3'") == ("unproved", None)
    assert decided("lr != other * 1", other='"${lr}"')[0] != "proved"


def test_a_normal_distribution_goes_on_beyond_every_number() -> None:
    assert decided("lr < 100", "normal: [0, 1]") == ("refuted", ("lr=100.0",))
    assert decided("lr <= 100", "normal: [0, 1]") == ("refuted", ("lr=103.0",))
    assert decided("lr < 100", "normal: [0, 1], high: 99") == ("proved", None)
    assert decided("lr > -1 or lr <= -1", "normal: [0, 1]") == ("proved", None)


def test_a_whole_number_that_no_float_is_lies_between_two_of_them() -> None:
    assert decided(f"lr < {MOST_EXACT + 1}", f"uniform: [1, {MOST_EXACT + 8}]")[0] == "refuted"
    assert decided(f"lr != {MOST_EXACT + 1}", f"uniform: [1, {MOST_EXACT + 8}]")[0] == "proved"
    assert decided(f"lr < {10**400}", "uniform: [1, 2]")[0] == "proved"


def test_a_field_that_takes_multiples_alone_is_more_than_a_bound() -> None:
    scope = scope_of(
        (PLAIN % ('"${lr}"', "lr > 0", "uniform: [1, 2]")).replace('"${lr}"}', '"${lr}", multiple_of: 0.5}')
    )
    assert cuts_of(Rehearsal(scope, scope.searches[0], frozenset()).uses, "lr") is None


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False))
def test_between_two_floats_is_another_unless_they_are_neighbours(one: float, other: float) -> None:
    low, high = min(one, other), max(one, other)
    value = between(low, high)
    assert (value is None) == (not math.nextafter(low, high) < high)
    assert value is None or low < value < high


@given(
    st.integers(-30, 30),
    st.integers(1, 4),
    st.integers(1, 12),
    st.lists(st.one_of(st.integers(-40, 80), st.floats(-40, 80)), max_size=4),
)
def test_whole_numbers_stand_for_all_that_are_cut_as_they_are(
    low: int, step: int, count: int, cuts: list[float]
) -> None:
    def seen(value: float) -> list[int]:
        return [(value > cut) - (value < cut) for cut in cuts]

    high = low + step * count
    telling = telling_ints(low, high, step, cuts)
    assert telling[:2] == (low, high)
    assert all(value in range(low, high + 1, step) for value in telling)
    assert {*map(str, map(seen, telling))} == {*map(str, map(seen, range(low, high + 1, step)))}


def test_floats_of_a_range_begin_with_its_ends() -> None:
    assert telling_floats(ato.Uniform(0.0, 1.0), (0.5, 7)) == (0.0, 1.0, 0.5, 0.2, 0.8)
    assert telling_floats(ato.Normal(0.0, 1.0), ()) == (-3.0, 3.0, 0.0)
