"""Formulas and numbers with unknowns: what an encoding is written in, before any solver sees it.

A term is a graph of frozen nodes, shared where it is used twice; a node is equal to itself alone. The
functions here make nodes and fold what is known already, so that a program of few unknowns gives small
formulas. ``solver.py`` reads them.

Example. ``choose(active, number(3), old)`` is what a view that writes 3 leaves behind; compared with 3 it
becomes ``either(active, equal(old, number(3)))``, in which no number is left if ``old`` is known too.

Cost. Each function looks at its operands alone, but for :func:`equal`, which goes down a chain of choices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from atoc.expr.tree import Relation

MOST_FACTORS = 16
"""Up to which degree a product of unknowns is followed."""
MOST_BITS = 14_000
"""Up to how many bits a product of numbers is worked out."""

Sort = Literal["bool", "int", "real"]
Operator = Literal[
    "not", "and", "or", "if", "=", "<", "<=", "+", "-", "*", "//", "%", "real", "floor", "call", "most"
]


@dataclass(frozen=True, slots=True, eq=False)
class Constant:
    """A value that is known."""

    value: bool | int | Fraction

    @property
    def sort(self) -> Sort:
        """What kind of value it is."""
        match self.value:
            case bool():
                return "bool"
            case int():
                return "int"
            case _:
                return "real"


@dataclass(frozen=True, slots=True, eq=False)
class Variable:
    """An unknown; two of one name are the same."""

    name: str
    sort: Sort


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """What an operator makes of its parts.

    ``name`` is that of the function for ``call``, of which nothing is known but that it gives the same for
    the same parts. ``size`` is how many parts may hold for ``most``, and the degree of arithmetic.
    """

    operator: Operator
    parts: tuple[Term, ...]
    sort: Sort
    name: str = ""
    size: int = 0


Term = Constant | Variable | Operation
Formula = Term
"""A term of the sort ``bool``."""

TRUE = Constant(True)
FALSE = Constant(False)


def number(value: int | float | Fraction) -> Constant:
    """A known number: a whole one stays whole, a float becomes the fraction that it is."""
    return Constant(Fraction(value) if isinstance(value, float) else value)


def truth(value: object) -> Constant:
    """A known truth."""
    return TRUE if value else FALSE


def negation(part: Formula) -> Formula:
    """That it does not hold."""
    match part:
        case Constant():
            return truth(not part.value)
        case Operation(operator="not"):
            return part.parts[0]
        case _:
            return Operation("not", (part,), "bool")


def both(*parts: Formula) -> Formula:
    """That all of these hold."""
    return _joined("and", parts, FALSE)


def either(*parts: Formula) -> Formula:
    """That one of these holds."""
    return _joined("or", parts, TRUE)


def implies(condition: Formula, consequence: Formula) -> Formula:
    """That the one holds wherever the other does."""
    return either(negation(condition), consequence)


def most(limit: int, parts: Sequence[Formula]) -> Formula:
    """That no more than so many of these hold."""
    sure = sum(1 for part in parts if part is TRUE)
    open = tuple(part for part in parts if not isinstance(part, Constant))
    if sure > limit:
        return FALSE
    if len(open) <= limit - sure:
        return TRUE
    if limit == sure:
        return both(*map(negation, open))
    return Operation("most", open, "bool", size=limit - sure)


def _joined(operator: Literal["and", "or"], parts: Iterable[Formula], decisive: Constant) -> Formula:
    kept: dict[int, Formula] = {}
    for part in parts:
        if part is decisive:
            return decisive
        inner = part.parts if isinstance(part, Operation) and part.operator == operator else (part,)
        kept.update((id(each), each) for each in inner if not isinstance(each, Constant))
    for each in kept.values():
        if isinstance(each, Operation) and each.operator == "not" and id(each.parts[0]) in kept:
            return decisive
    if not kept:
        return negation(decisive)
    return next(iter(kept.values())) if len(kept) == 1 else Operation(operator, tuple(kept.values()), "bool")


def choose(condition: Formula, then: Term, otherwise: Term) -> Term:
    """The one where the condition holds, else the other; both of one sort."""
    if isinstance(condition, Constant):
        return then if condition.value else otherwise
    if then is otherwise or _is_same_constant(then, otherwise):
        return then
    if then.sort == "bool":
        if isinstance(then, Constant):
            return either(condition, otherwise) if then.value else both(negation(condition), otherwise)
        if isinstance(otherwise, Constant):
            return either(negation(condition), then) if otherwise.value else both(condition, then)
    degree = 0 if then.sort == "bool" else max(_degree(then), _degree(otherwise))
    return Operation("if", (condition, then, otherwise), then.sort, size=degree)


def _is_same_constant(left: Term, right: Term) -> bool:
    return isinstance(left, Constant) and isinstance(right, Constant) and left.value == right.value


def cases(term: Term) -> tuple[list[tuple[Formula, Term]], Term]:
    """The choices of which a term is made, first match first, and what is left if none holds."""
    found: list[tuple[Formula, Term]] = []
    while isinstance(term, Operation) and term.operator == "if":
        condition, then, term = term.parts
        found.append((condition, then))
    return found, term


def mapped(term: Term, change: Callable[[Term], Term]) -> Term:
    """The term with every choice of it changed."""
    found, rest = cases(term)
    result = change(rest)
    for condition, then in reversed(found):
        result = choose(condition, change(then), result)
    return result


def equal(left: Term, right: Term) -> Formula:
    """That two terms of one sort have the same value."""
    if left is right:
        return TRUE
    if isinstance(left, Constant) and not isinstance(right, Constant):
        left, right = right, left
    if isinstance(right, Constant):
        if isinstance(left, Constant):
            return truth(left.value == right.value)
        if isinstance(right.value, bool):
            return left if right.value else negation(left)
        if isinstance(left, Operation) and left.operator == "if":
            return mapped(left, lambda each: _equal_to(each, right))
    return Operation("=", (left, right), "bool")


def _equal_to(left: Term, right: Constant) -> Formula:
    """The same, where the term is one choice of several: what is inside it is looked into no more."""
    return truth(left.value == right.value) if isinstance(left, Constant) else _plain_equal(left, right)


def _plain_equal(left: Term, right: Term) -> Formula:
    return Operation("=", (left, right), "bool")


def less(left: Term, right: Term) -> Formula:
    """That a number is less than another of the same sort."""
    if isinstance(left, Constant) and isinstance(right, Constant):
        return truth(left.value < right.value)
    return FALSE if left is right else Operation("<", (left, right), "bool")


def at_most(left: Term, right: Term) -> Formula:
    """That a number is not greater than another of the same sort."""
    if isinstance(left, Constant) and isinstance(right, Constant):
        return truth(left.value <= right.value)
    return TRUE if left is right else Operation("<=", (left, right), "bool")


def ordered(relation: Relation, left: Term, right: Term) -> Formula:
    """That a number stands before or after another, whole or not."""
    one, other = alike(left, right)
    match relation:
        case "<":
            return less(one, other)
        case "<=":
            return at_most(one, other)
        case ">":
            return less(other, one)
        case _:
            return at_most(other, one)


def alike(left: Term, right: Term) -> tuple[Term, Term]:
    """Two numbers as they are if they are of one sort, else both as reals."""
    return (left, right) if left.sort == right.sort else (as_real(left), as_real(right))


def plus(left: Term, right: Term) -> Term:
    """The sum of two numbers of one sort."""
    if isinstance(left, Constant) and isinstance(right, Constant):
        return number(left.value + right.value)
    return Operation("+", (left, right), left.sort, size=max(_degree(left), _degree(right)))


def total(parts: Sequence[Term]) -> Term:
    """The sum of whole numbers, of which there may be many."""
    if len(parts) < 3:
        return plus(*parts) if len(parts) == 2 else parts[0] if parts else number(0)
    half = len(parts) // 2
    return plus(total(parts[:half]), total(parts[half:]))


def minus(left: Term, right: Term) -> Term:
    """The difference of two numbers of one sort."""
    if isinstance(left, Constant) and isinstance(right, Constant):
        return number(left.value - right.value)
    return Operation("-", (left, right), left.sort, size=max(_degree(left), _degree(right)))


def times(left: Term, right: Term) -> Term:
    """The product of two numbers of one sort; unknown where it would be too large to be worked with."""
    degree = _degree(left) + _degree(right)
    if degree > MOST_FACTORS:
        return call("product", (left, right), left.sort)
    if isinstance(left, Constant) and isinstance(right, Constant):
        product = left.value * right.value
        is_small = abs(product.__floor__()).bit_length() <= MOST_BITS
        return number(product) if is_small else Variable("product beyond all bounds", left.sort)
    return Operation("*", (left, right), left.sort, size=degree)


def _degree(term: Term) -> int:
    match term:
        case Constant():
            return 0
        case Operation() if term.operator in ("if", "+", "-", "*"):
            return term.size
        case _:
            return 1


def quotient(left: Term, right: Term) -> Term:
    """The whole quotient as Python rounds it, downwards; anything at all where the divisor is 0."""
    if isinstance(left, Constant) and isinstance(right, Constant) and right.value:
        return number(left.value // right.value)
    return Operation("//", (left, right), "int")


def remainder(left: Term, right: Term) -> Term:
    """What is left of whole numbers, with the sign of the divisor; anything at all where that is 0."""
    if isinstance(left, Constant) and isinstance(right, Constant) and right.value:
        return number(left.value % right.value)
    return Operation("%", (left, right), "int")


def as_real(part: Term) -> Term:
    """A whole number among the reals."""
    if isinstance(part, Constant):
        return Constant(Fraction(part.value))
    return part if part.sort == "real" else Operation("real", (part,), "real")


def floor(part: Term) -> Term:
    """The greatest whole number that is not greater."""
    if isinstance(part, Constant):
        return Constant(part.value.__floor__())
    return part if part.sort == "int" else Operation("floor", (part,), "int")


def call(name: str, parts: Sequence[Term], sort: Sort) -> Term:
    """What a function gives of which nothing is known; without parts, an unknown."""
    return Operation("call", tuple(parts), sort, name) if parts else Variable(name, sort)
