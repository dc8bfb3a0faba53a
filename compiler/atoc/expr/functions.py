"""The functions of the language: for each its typing, its value and its Python, in one entry."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import ato.config as ato
from atoc.types import NEVER, bases, item_of, join_all, literals, union_of

MAX_DIGITS = 300
"""Decimal places that ``round`` takes."""

Types = Sequence[ato.Type]


@dataclass(frozen=True, slots=True)
class Refused:
    """The argument, by its index, that a function does not take, and what it takes there."""

    index: int
    wanted: str


@dataclass(frozen=True, slots=True)
class Function:
    """One function. ``least`` to ``most`` arguments; ``python`` is its call, ``{}`` the arguments.

    ``bare`` is the type by which a resolver reads an argument that is plain text. An impure one asks the
    machine, and so has no value before a run.
    """

    usage: str
    least: int
    most: int
    type: Callable[[Types], ato.Type | Refused]
    value: Callable[..., Any]
    python: str
    bare: ato.Type = ato.STR
    is_impure: bool = False


def is_of(type: ato.Type, *allowed: ato.Type) -> bool:
    """Whether every value of the type is of one of the allowed scalar types."""
    return all(base in allowed or base == NEVER for base in bases(type))


def is_number(type: ato.Type) -> bool:
    """Whether every value is an int or a float; a bool is neither."""
    return is_of(type, ato.INT, ato.FLOAT)


def number_of_kinds(*types: ato.Type) -> ato.Type:
    """The type of a number that is a float where one of the operands is, for all they may be."""
    kinds: set[ato.Type] = {ato.INT}
    for type in types:
        found = {base for base in bases(type) if base != NEVER} or {ato.INT}
        kinds = {ato.FLOAT if ato.FLOAT in (one, other) else ato.INT for one in kinds for other in found}
    return union_of(kind for kind in (ato.INT, ato.FLOAT) if kind in kinds)


def is_ordered(types: Iterable[ato.Type]) -> bool:
    """Whether values of the types can be compared with ``<``: all numbers, all text, all times."""
    whole = union_of(types)
    return is_number(whole) or any(is_of(whole, kind) for kind in (ato.STR, ato.DATETIME, ato.DURATION))


def items_of(type: ato.Type) -> ato.Type | None:
    """The type of the items of a list, set or tuple; None for what may be something else."""
    found = bases(type)
    held = [item_of(base) for base in found if isinstance(base, (ato.List, ato.Set, ato.Tuple))]
    return join_all(held) if len(held) == len(found) else None


def _number(result: Callable[[ato.Type], ato.Type]) -> Callable[[Types], ato.Type | Refused]:
    def type_of(arguments: Types) -> ato.Type | Refused:
        for index, argument in enumerate(arguments):
            if not is_number(argument):
                return Refused(index, "a number")
        return result(arguments[0])

    return type_of


def _to_int(_: ato.Type) -> ato.Type:
    return ato.INT


def _to_float(_: ato.Type) -> ato.Type:
    return ato.FLOAT


def _conditions(arguments: Types) -> ato.Type | Refused:
    items = items_of(arguments[0])
    if items is None or not is_of(items, ato.BOOL):
        return Refused(0, "a list of bools")
    return ato.BOOL


def _truth(_: Types) -> ato.Type | Refused:
    return ato.BOOL


def _converted(result: ato.Type) -> Callable[[Types], ato.Type | Refused]:
    def type_of(arguments: Types) -> ato.Type | Refused:
        if is_of(arguments[0], ato.INT, ato.FLOAT, ato.BOOL, ato.STR, ato.ANY):
            return result
        return Refused(0, "a number, a bool or text")

    return type_of


def _length(arguments: Types) -> ato.Type | Refused:
    sized = (ato.List, ato.Set, ato.Tuple, ato.Dict)
    if all(isinstance(base, sized) or base == ato.STR for base in bases(arguments[0])):
        return ato.INT
    return Refused(0, "text, a list, a tuple, a set or a dict")


def _extreme(arguments: Types) -> ato.Type | Refused:
    if len(arguments) > 1:
        if is_ordered(arguments):
            return join_all(arguments)
        index = next((i for i in range(1, len(arguments) + 1) if not is_ordered(arguments[:i])), 1) - 1
        return Refused(index, "numbers, or text, all of one kind")
    items = items_of(arguments[0])
    if items is None or not is_ordered((items,)):
        return Refused(0, "a list of numbers or of text, or several of them")
    return items


def _numbers(arguments: Types) -> ato.Type | Refused:
    for index, argument in enumerate(arguments):
        if not is_of(argument, ato.INT):
            return Refused(index, "an int")
    return ato.List(ato.INT)


def _rounded(arguments: Types) -> ato.Type | Refused:
    if not is_number(arguments[0]):
        return Refused(0, "a number")
    if len(arguments) == 1:
        return ato.INT
    digits = literals(arguments[1])
    if digits is None or not all(type(d) is int and abs(d) <= MAX_DIGITS for d in digits):
        return Refused(1, f"a whole number that is written out, of at most {MAX_DIGITS} places")
    return number_of_kinds(arguments[0])


def _in_order(arguments: Types) -> ato.Type | Refused:
    items = items_of(arguments[0])
    if items is None or not is_ordered((items,)):
        return Refused(0, "a list of numbers or of text")
    return ato.List(items)


def _text(arguments: Types) -> ato.Type | Refused:
    if is_of(arguments[0], *TEXTUAL, ato.NULL, ato.ANY):
        return ato.STR
    return Refused(0, "a number, a bool, text or a path")


TEXTUAL = (ato.BOOL, ato.INT, ato.FLOAT, ato.STR, ato.PATH)
"""The types whose values can be joined to text."""


def _total(arguments: Types) -> ato.Type | Refused:
    items = items_of(arguments[0])
    if items is None or not is_number(items):
        return Refused(0, "a list of numbers")
    return number_of_kinds(items)


def _sorted(items: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(items))


FUNCTIONS = {
    "abs": Function("abs(number)", 1, 1, _number(number_of_kinds), abs, "abs({})"),
    "all": Function("all(conditions)", 1, 1, _conditions, all, "all({})"),
    "any": Function("any(conditions)", 1, 1, _conditions, any, "any({})"),
    "bool": Function("bool(value)", 1, 1, _truth, bool, "bool({})"),
    "ceil": Function("ceil(number)", 1, 1, _number(_to_int), math.ceil, "math.ceil({})"),
    "exp": Function("exp(number)", 1, 1, _number(_to_float), math.exp, "math.exp({})"),
    "float": Function("float(value)", 1, 1, _converted(ato.FLOAT), float, "float({})"),
    "floor": Function("floor(number)", 1, 1, _number(_to_int), math.floor, "math.floor({})"),
    "int": Function("int(value)", 1, 1, _converted(ato.INT), int, "int({})"),
    "len": Function("len(container)", 1, 1, _length, len, "len({})"),
    "log": Function("log(number) or log(number, base)", 1, 2, _number(_to_float), math.log, "math.log({})"),
    "max": Function("max(list) or max(a, b, ...)", 1, 100, _extreme, max, "max({})"),
    "min": Function("min(list) or min(a, b, ...)", 1, 100, _extreme, min, "min({})"),
    "range": Function(
        "range(stop), range(start, stop) or range(start, stop, step)",
        1,
        3,
        _numbers,
        ato.bounded_range,
        "ato.bounded_range({})",
    ),
    "round": Function("round(number) or round(number, digits)", 1, 2, _rounded, round, "round({})"),
    "sorted": Function("sorted(list)", 1, 1, _in_order, _sorted, "tuple(sorted({}))"),
    "sqrt": Function("sqrt(number)", 1, 1, _number(_to_float), math.sqrt, "math.sqrt({})"),
    "str": Function("str(value)", 1, 1, _text, str, "str({})"),
    "sum": Function("sum(list)", 1, 1, _total, ato.total, "ato.total({})"),
}
"""Every function of the language by its name."""
