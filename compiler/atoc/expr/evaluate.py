"""The value of an expression: an interpreter over its tree.

It gives what the emitted Python gives, error for error. Every operation is bounded: powers, repetition and
ranges by themselves, all others because their operands are; the result is checked as a whole.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Literal

from typing_extensions import assert_never

import ato.config as ato
from atoc.expr.expression import Expression
from atoc.expr.methods import METHODS
from atoc.expr.power import form_of
from atoc.expr.resolvers import UnforeseenError, callable_named, lowered
from atoc.expr.tree import (
    Absent,
    Binary,
    Call,
    Comparison,
    Conditional,
    Constant,
    DictDisplay,
    Display,
    Index,
    Logic,
    Method,
    Name,
    Relation,
    Slice,
    Template,
    Tree,
    Unary,
    is_identity,
    is_written_sequence,
)
from atoc.span import Span

Read = Callable[[str], object]


FailureKind = Literal["division", "index", "other"]
"""Why an expression has no value: a division by zero, a missing item, or anything else."""


class EvaluationError(Exception):
    """An expression has no value for these fields: why, and which part of it."""

    def __init__(self, message: str, span: Span, kind: FailureKind = "other") -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.kind: FailureKind = kind


def evaluate(expression: Expression | Tree, read: Read) -> object:
    """The value of an expression in its immutable form; ``read`` gives that of a field by its path.

    Raises :class:`EvaluationError` for divisions by zero, missing items and results beyond the bounds, and
    :class:`UnforeseenError` where an impure resolver is asked; what ``read`` raises passes through.
    """
    tree = expression.tree if isinstance(expression, Expression) else expression
    return _try(tree, ato.bounded, _value(tree, read))


def _value(tree: Tree, read: Read) -> Any:  # noqa: C901 (a case for each kind of node)
    match tree:
        case Constant():
            return tree.value
        case Name():
            return read(tree.path)
        case Unary():
            return _try(tree, _UNARY[tree.operator], _value(tree.operand, read))
        case Binary():
            return _try(tree, _arithmetic(tree), _value(tree.left, read), _value(tree.right, read))
        case Comparison():
            return _compared(tree, read)
        case Logic():
            decided = tree.operator == "or"
            return decided if any(_value(part, read) is decided for part in tree.operands) else not decided
        case Conditional():
            return _value(tree.then if _value(tree.condition, read) else tree.otherwise, read)
        case Index():
            return _try(tree, operator.getitem, _value(tree.base, read), _value(tree.index, read))
        case Slice():
            places = (
                None if place is None else _value(place, read) for place in (tree.start, tree.stop, tree.step)
            )
            return _try(tree, operator.getitem, _value(tree.base, read), slice(*places))
        case Method():
            operands = [_value(operand, read) for operand in (tree.base, *tree.arguments)]
            return _try(tree, METHODS[tree.name].value, *operands)
        case Call():
            return _called(tree, read)
        case Template():
            return "".join(_text(part, read) for part in tree.parts)
        case Display():
            items = tuple(_value(item, read) for item in tree.items)
            return frozenset(items) if tree.kind == "set" else items
        case Absent():
            return ato.MISSING
        case DictDisplay():
            return ato.FrozenDict((_value(key, read), _value(item, read)) for key, item in tree.pairs)
        case _:
            assert_never(tree)


def _called(tree: Call, read: Read) -> Any:
    meant = lowered(tree)
    if meant is not tree:
        return _value(meant, read)
    function = callable_named(tree.function)
    if function is None:
        raise UnforeseenError(tree.function)  # a resolver that the program declares
    return _try(tree, function.value, *(_value(argument, read) for argument in tree.arguments))


_UNARY: dict[str, Callable[[Any], Any]] = {"-": operator.neg, "+": operator.pos, "not": operator.not_}

_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
    "//": lambda left, right: left // right,
    "%": lambda left, right: left % right,
}

_POWERS: dict[str, Callable[[Any, Any], Any]] = {
    "plain": lambda base, exponent: base**exponent,
    "bounded": ato.bounded_power,
    "open": ato.power,
}

_RELATIONS: dict[Relation, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda item, container: item in container,
    "not in": lambda item, container: item not in container,
}


def _arithmetic(tree: Binary) -> Callable[[Any, Any], Any]:
    if tree.operator == "**":
        return _POWERS[form_of(tree)]
    if tree.operator == "*" and is_written_sequence(tree.left):
        return ato.bounded_repeat
    if tree.operator == "*" and is_written_sequence(tree.right):
        return lambda count, items: ato.bounded_repeat(items, count)
    return _BINARY[tree.operator]


def _compared(tree: Comparison, read: Read) -> bool:
    left = _value(tree.operands[0], read)
    for before, relation, operand in tree.links():
        right = _value(operand, read)
        if is_identity(relation, before, operand):
            holds = (left is right) == (relation == "==")
        else:
            holds = _try(tree, _RELATIONS[relation], left, right)
        if not holds:
            return False
        left = right
    return True


def _text(part: str | Tree, read: Read) -> str:
    return part if isinstance(part, str) else str(_try(part, str, _value(part, read)))


def _try(tree: Tree, function: Callable[..., Any], *operands: Any) -> Any:
    try:
        return function(*operands)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        kind = _kind(tree, error)
        raise EvaluationError(_reason(error, kind), tree.span, kind) from None


def _kind(tree: Tree, error: Exception) -> FailureKind:
    """Only what is written as a division divides; the logarithm to the base 1, say, has no value."""
    match error:
        case ZeroDivisionError() if isinstance(tree, Binary):
            return "division"
        case LookupError():
            return "index"
        case _:
            return "other"


def _reason(error: Exception, kind: FailureKind) -> str:
    match error:
        case ZeroDivisionError() if kind == "division":
            return "the division is by zero"
        case KeyError():
            return f"the dict has no key {error}"
        case IndexError():
            return "the index is out of range"
        case OverflowError():
            return "the result is too large"
        case ValueError() | ZeroDivisionError():
            return f"the function has no value there: {error}"
        case _:
            return str(error)
