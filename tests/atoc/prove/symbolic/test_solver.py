from __future__ import annotations

from fractions import Fraction

import pytest

from atoc.prove.symbolic import solver as module
from atoc.prove.symbolic.solver import Solver
from atoc.prove.symbolic.terms import (
    Constant,
    Term,
    Variable,
    as_real,
    both,
    call,
    equal,
    floor,
    less,
    most,
    negation,
    number,
    plus,
    quotient,
    remainder,
    times,
)

N, M, R = Variable("n", "int"), Variable("m", "int"), Variable("r", "real")


@pytest.mark.parametrize(("left", "right"), [(7, 2), (-7, 2), (7, -2), (-7, -2), (6, 3), (-6, 3), (0, -5)])
def test_whole_division_is_that_of_python(left: int, right: int) -> None:
    solver = Solver()
    solver.add(both(equal(N, number(left)), equal(M, number(right))))
    assert solver.ask(negation(equal(quotient(N, M), number(left // right)))) == "impossible"
    assert solver.ask(negation(equal(remainder(N, M), number(left % right)))) == "impossible"


def test_an_example_tells_what_the_unknowns_are() -> None:
    solver = Solver()
    assert solver.ask(equal(times(N, N), number(49)), less(N, number(0))) == "possible"
    assert solver.value(N) == -7
    assert solver.ask(equal(plus(R, R), Constant(Fraction(1, 2)))) == "possible"
    assert solver.value(R) == Fraction(1, 4)


def test_what_is_forgotten_holds_no_more() -> None:
    solver = Solver()
    solver.remember()
    solver.add(less(N, N))
    assert solver.ask() == "impossible"
    solver.forget()
    assert solver.ask() == "possible"


def test_an_unknown_function_gives_the_same_for_the_same() -> None:
    one, other = call("f", (N,), "int"), call("f", (M,), "int")
    assert Solver().ask(equal(N, M), negation(equal(one, other))) == "impossible"
    assert Solver().ask(negation(equal(one, other))) == "possible"


def test_no_more_than_so_many_hold() -> None:
    truths = [Variable(name, "bool") for name in "abc"]
    assert Solver().ask(most(1, truths), truths[0], truths[2]) == "impossible"
    assert Solver().ask(most(2, truths), truths[0], truths[2]) == "possible"


def test_a_real_is_between_its_floor_and_the_next() -> None:
    below = as_real(floor(R))
    assert Solver().ask(less(R, below)) == "impossible"


def test_work_beyond_the_bound_leaves_the_question_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_UNITS", 10)
    hard = equal(plus(times(N, times(N, N)), times(M, times(M, M))), number(12_345_678))
    assert Solver().ask(hard) == "unknown"


def test_a_scope_has_only_so_much_work() -> None:
    solver = Solver()
    solver.left = 0
    assert solver.ask() == "unknown"


def test_a_term_may_be_deeper_than_python_can_go() -> None:
    deep: Term = N
    for step in range(5_000):
        deep = plus(deep, call(f"f{step}", (deep,), "int"))
    assert Solver().ask(equal(deep, deep)) == "possible"
