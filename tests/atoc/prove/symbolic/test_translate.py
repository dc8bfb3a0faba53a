"""Translation against the interpreter: whatever an expression really does, its formula allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.expr import EvaluationError, Expression, UnforeseenError, check, evaluate, parse_bare
from atoc.prove.activation.ladder import survey_of
from atoc.prove.symbolic.cells import Cell, empty_cell, known
from atoc.prove.symbolic.runs import Language
from atoc.prove.symbolic.solver import Solver
from atoc.prove.symbolic.terms import TRUE, Formula, both, either, equal, negation
from atoc.prove.symbolic.translate import Translated
from tests.atoc.expr.texts import EXPRESSIONS, TYPES, scalar, states
from tests.atoc.prove.build import scope_of

FIELDS = """
types: {Model: {fields: {width: {type: int, default: 3}}}}
fields:
  n: {type: int, default: 2}
  m: {type: int, default: 0}
  lr: {type: float, default: 0.5}
  model: Model
  flag: bool
  name: {type: str, default: a}
  data: {enum: [a, b, it's]}
  maybe: {type: "int | None", default: null}
  either: {type: "int | str", default: 1}
  tags: {type: "list[str]", default: [a]}
  sizes: {type: "list[int]", default: [3]}
  pair: {type: "tuple[int, float]", default: [1, 0.5]}
  rates: {type: "dict[str, float]", default: {a: 0.5}}
  open: any
"""


@cache
def language() -> Language:
    return Language.of(survey_of(scope_of(FIELDS)))


def translated(text: str, unset: str = "") -> tuple[Expression, Translated]:
    parsed = parse_bare(scalar(text)).value
    assert parsed is not None
    expression = check(parsed, TYPES.get, TYPES).value
    assert expression is not None
    spoken = language()
    fields = spoken.survey.scope.fields
    state = {path: empty_cell(fields[path]) if path == unset else spoken.anyhow(path) for path in fields}
    spoken.worked_out.clear()
    spoken.tables.rows.clear()
    return expression, spoken.translated(expression, state)


def pinned(state: Mapping[str, object]) -> Iterator[Formula]:
    """That every field has the value which it has in the state."""
    for path, value in state.items():
        yield is_value(language().anyhow(path), value)


def is_value(cell: Cell, value: object) -> Formula:
    if value is None:
        return cell.is_none
    written = known(language().codes, value, cell.value.kind)
    assert written.kind == cell.value.kind, (value, cell.value.kind)
    return both(negation(cell.is_none), equal(cell.payload, written.payload))


def is_possible(*formulas: Formula) -> bool:
    solver = Solver()
    for axiom in (*language().axioms, *language().tables.axioms):
        solver.add(axiom)
    return solver.ask(*formulas) != "impossible"


@settings(max_examples=100, deadline=None)
@given(EXPRESSIONS, states())
def test_what_the_interpreter_does_is_possible(text: str, state: dict[str, object]) -> None:
    expression, found = translated(text)
    assert is_possible(*pinned(state), outcome(expression, found, state))


def outcome(expression: Expression, found: Translated, state: Mapping[str, object]) -> Formula:
    """That the formulas give what the interpreter gives; anything where nothing is said of that."""
    cell = Cell(negation(found.fails), found.value)
    try:
        value = evaluate(expression, state.__getitem__)
    except UnforeseenError:
        return TRUE
    except EvaluationError as error:
        failing = (failure.when for failure in found.failures if failure.kind == error.kind)
        return TRUE if error.kind == "other" else either(*failing)
    return both(cell.is_set, is_value(cell, value))


NUMBERS = st.sampled_from(["n", "m", "model.width", "0", "1", "3", "-2", "7"])
ARITHMETIC = st.recursive(
    NUMBERS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "//", "%"]), inner).map(
            lambda parts: "({} {} {})".format(*parts)
        ),
        st.tuples(inner, inner, inner).map(lambda parts: "({} if {} < {} else 5)".format(*parts)),
        st.tuples(inner, inner).map(lambda parts: "min({}, abs({}))".format(*parts)),
        inner.map("({}) ** 2".format),
    ),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None)
@given(ARITHMETIC, st.fixed_dictionaries(dict.fromkeys(("n", "m", "model.width"), st.integers(-7, 7))))
def test_whole_numbers_are_said_exactly(text: str, state: dict[str, object]) -> None:
    expression, found = translated(text)
    assert found.is_exact or not expression.reads
    assert not is_possible(*pinned(state), negation(outcome(expression, found, state)))


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("-7 // 2", -4),
        ("7 // -2", -4),
        ("-7 // -2", 3),
        ("-7 % 3", 2),
        ("7 % -3", -2),
        ("round(2.5)", 2),
        ("round(-1.5)", -2),
        ("int(-1.5)", -1),
        ("ceil(-1.5)", -1),
        ("len('abc') * 2", 6),
    ],
)
def test_what_is_written_out_is_worked_out(text: str, fact: int) -> None:
    _, found = translated(text)
    assert not is_possible(negation(equal(found.value.payload, known(language().codes, fact).payload)))


@pytest.mark.parametrize(
    "text",
    [
        "(n // 5) * 5 + n % 5 == n",
        "maybe in [None] != None or maybe != None",
        "n % 5 >= 0 and n % 5 < 5",
        "n % -5 <= 0",
        "n == 0 or 10 // n <= 10",
        "maybe == None or maybe * maybe >= 0",
        "data in ['a', 'b'] or data == 'it\\'s'",
        "data.startswith('a') == (data == 'a')",
        "not (name == 'a' and name == 'b')",
        "lr < 1.0 or lr > 0.5",
        "len(tags) >= 0",
    ],
)
def test_what_always_holds_is_proved(text: str) -> None:
    _, found = translated(text)
    assert not is_possible(negation(found.condition))
    assert not is_possible(either(*(failure.when for failure in found.failures if failure.kind != "other")))


@pytest.mark.parametrize(
    "text", ["lr * 3.0 >= lr", "lr + 1.0 > lr", "(lr - lr) * 1e300 == 0.0", "n / 2 * 2 == n", "sizes[0] < 4"]
)
def test_of_floats_that_may_round_nothing_is_proved(text: str) -> None:
    _, found = translated(text)
    assert is_possible(negation(found.fails), negation(found.condition))


def test_a_part_that_is_not_reached_does_not_fail() -> None:
    _, found = translated("n != 0 and 10 // n > 1 or m > 2 and 1 // (m - 1) == 0")
    assert found.failures
    assert not is_possible(found.fails)


def test_an_unset_field_fails_only_where_it_is_read() -> None:
    _, found = translated("flag and n > 1", unset="n")
    assert [failure.kind for failure in found.failures] == ["unset"]
    assert not is_possible(found.failures[0].when, negation(language().anyhow("flag").payload))
