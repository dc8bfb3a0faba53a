"""Arithmetic and the order of numbers in terms: exact for whole numbers, and for floats where nothing rounds.

A function here answers None for what it cannot say exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from atoc.expr.tree import Arithmetic, Relation
from atoc.prove.symbolic.cells import Value, choose_value
from atoc.prove.symbolic.codes import Codes
from atoc.prove.symbolic.terms import (
    Constant,
    Formula,
    Term,
    alike,
    as_real,
    both,
    choose,
    equal,
    floor,
    less,
    minus,
    negation,
    number,
    ordered,
    plus,
    quotient,
    remainder,
    times,
)

MOST_EXPONENT = 8
"""Up to which exponent a power is written as a product."""


def arithmetic(operator: Arithmetic, left: Term, right: Term, exponent: int | None) -> Term | None:
    """What arithmetic of two whole numbers gives; ``exponent`` is the right one where it is written out."""
    match operator:
        case "+":
            return plus(left, right)
        case "-":
            return minus(left, right)
        case "*":
            return times(left, right)
        case "//":
            return quotient(left, right)
        case "%":
            return remainder(left, right)
        case "**" if exponent is not None and 0 <= exponent <= MOST_EXPONENT:
            return _power(left, exponent)
        case _:
            return None


def _power(base: Term, exponent: int) -> Term:
    result = base if exponent else number(1)
    for _ in range(exponent - 1):
        result = times(result, base)
    return result


def equality(left: Term, right: Term) -> Formula:
    """That two terms are equal, be they numbers, truths or codes."""
    return equal(left, right) if left.sort == right.sort else equal(*alike(left, right))


def function(codes: Codes, name: str, values: Sequence[Value]) -> Value | None:
    """What a function of the language gives."""
    if name in ("min", "max") and len(values) > 1:
        return _extreme(codes, name, values)
    return _of_one(name, values[0]) if len(values) == 1 else None


def _extreme(codes: Codes, name: str, values: Sequence[Value]) -> Value | None:
    if any(value.kind not in ("int", "real") for value in values):
        return None
    best = values[0]
    for value in values[1:]:
        relation: Relation = "<" if name == "min" else ">"
        best = choose_value(codes, ordered(relation, value.payload, best.payload), value, best)
    return best


def total(items: Sequence[Value]) -> Value | None:
    """The sum of whole numbers."""
    if any(item.kind != "int" for item in items):
        return None
    result: Term = number(0)
    for item in items:
        result = plus(result, item.payload)
    return Value("int", result)


def _of_one(name: str, value: Value) -> Value | None:
    payload = value.payload
    match name, value.kind:
        case "abs", ("int" | "real"):
            zero = number(0 if value.kind == "int" else Fraction(0))
            return Value(value.kind, choose(less(payload, zero), minus(zero, payload), payload))
        case (("int" | "floor" | "ceil" | "round"), "int"):
            return value
        case "floor", "real":
            return Value("int", floor(payload))
        case "ceil", "real":
            return Value("int", _ceiling(payload))
        case "int", "real":
            is_negative = less(payload, ZERO)
            return Value("int", choose(is_negative, _ceiling(payload), floor(payload)))
        case "round", "real":
            return Value("int", _rounded(payload))
        case "int", "bool":
            return Value("int", choose(payload, number(1), number(0)))
        case "float", "real":
            return value
        case "bool", _:
            return _truth(value)
        case _:
            return None


ZERO = Constant(Fraction(0))


def _ceiling(payload: Term) -> Term:
    return minus(number(0), floor(minus(ZERO, payload)))


def _rounded(payload: Term) -> Term:
    """The nearest whole number; of two the even one."""
    below = floor(payload)
    rest, half = minus(payload, as_real(below)), Constant(Fraction(1, 2))
    is_even = equal(remainder(below, number(2)), number(0))
    stays = choose(equal(rest, half), is_even, less(rest, half))
    return choose(stays, below, plus(below, number(1)))


def _truth(value: Value) -> Value | None:
    some = negation(value.is_none)
    match value.kind:
        case "bool":
            return Value("bool", both(some, value.payload))
        case "int" | "real":
            zero = number(0 if value.kind == "int" else Fraction(0))
            return Value("bool", both(some, negation(equal(value.payload, zero))))
        case _:
            return None
