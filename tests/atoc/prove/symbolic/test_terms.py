from __future__ import annotations

from atoc.prove.symbolic.terms import (
    FALSE,
    MOST_FACTORS,
    TRUE,
    Constant,
    Operation,
    Term,
    Variable,
    both,
    choose,
    either,
    equal,
    most,
    negation,
    number,
    times,
)

A, B, N = Variable("a", "bool"), Variable("b", "bool"), Variable("n", "int")


def test_what_is_known_is_folded() -> None:
    assert both(A, TRUE) is A
    assert both(A, FALSE) is FALSE
    assert either(A, TRUE) is TRUE
    assert both(A, negation(A)) is FALSE
    assert either(A, negation(A)) is TRUE
    assert negation(negation(A)) is A
    assert both() is TRUE


def test_a_choice_of_the_same_is_no_choice() -> None:
    assert choose(A, N, N) is N
    assert choose(A, TRUE, FALSE) is A
    assert choose(TRUE, N, number(1)) is N


def test_a_chain_of_constants_compared_with_one_has_no_numbers_left() -> None:
    written = choose(A, number(3), choose(B, number(4), number(3)))
    found = equal(written, number(4))
    assert isinstance(found, Operation)
    assert all(part.sort == "bool" for part in found.parts)


def test_how_many_hold_is_folded_too() -> None:
    assert most(0, [TRUE]) is FALSE
    assert most(2, [A, B]) is TRUE
    assert most(1, [TRUE, FALSE]) is TRUE


def test_a_product_that_would_grow_beyond_measure_is_unknown() -> None:
    power: Term = N
    for _ in range(MOST_FACTORS):
        power = times(power, N)
    assert isinstance(power, Operation)
    assert power.operator == "call"
    large: Term = number(10)
    for _ in range(20):
        large = times(large, large)
    assert not isinstance(large, Constant)
