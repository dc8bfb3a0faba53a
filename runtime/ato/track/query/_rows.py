"""Comparing a column of a table with a value of a filter, with bound parameters alone.

A comparison holds where Python says so of the two values: none is rounded to the type of a column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from math import ceil, floor
from operator import eq, ge, gt, le, lt
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Double,
    Integer,
    Text,
    and_,
    bindparam,
    false,
    func,
    literal,
    not_,
)
from sqlalchemy.types import TypeEngine

from ato.track._texts import storable
from ato.track.store._searched import real

LARGEST = 2**63 - 1
ORDERED: Mapping[str, Callable[[Any, Any], Any]] = {"==": eq, "<": lt, "<=": le, ">": gt, ">=": ge}
TURNED = {"!=": "==", "!~": "~", "not like": "like", "not in": "in"}
"""What is told by the opposite: true where there is a value, and the opposite does not hold."""
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")

Condition = ColumnElement[bool]


def bound(value: str | float) -> ColumnElement[Any]:
    """A text or a number as a parameter of a statement."""
    if isinstance(value, str):
        return literal(storable(value), Text)
    return literal(value, BigInteger if isinstance(value, int) else Double)


def bound_all(values: Sequence[str] | Sequence[float]) -> Any:
    """Texts, or numbers of one type, as a parameter behind ``IN``."""
    kinds: dict[type, type[TypeEngine[Any]]] = {str: Text, int: BigInteger}
    kind = kinds.get(type(values[0]), Double)
    return bindparam(None, list(values), type_=kind, expanding=True, unique=True)


def is_number(value: object) -> bool:
    """Whether a value is a number, and no truth value."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def compared(op: str, column: ColumnElement[Any], value: Any) -> Condition:
    """What a comparison of a column comes to; NULL is in none but those that are turned around.

    Of a column of numbers or of texts, with values of that kind.
    """
    if op in TURNED:
        return and_(column.is_not(None), not_(compared(TURNED[op], column, value)))
    if op == "in":
        return _among(column, value)
    if op in ("~", "like"):
        return matching(op, column, value)
    if isinstance(value, str):
        return ORDERED[op](column, bound(value))  # type: ignore[no-any-return]
    if isinstance(column.type, Integer):
        return _whole(op, column, value)
    return _real(op, column, value)


def matching(op: str, column: ColumnElement[Any], text: str) -> Condition:
    """Whether a text contains another, or is like it; the case of ASCII letters does not count."""
    wanted = storable(text.translate(_LOWER))
    pattern = f"%{escaped(wanted)}%" if op == "~" else _strict(wanted)
    return func.lower(column).like(bound(pattern), escape="\\")


def escaped(text: str) -> str:
    """A text in which the signs of ``like`` mean themselves."""
    return re.sub(r"([%_\\])", r"\\\1", text)


def _strict(pattern: str) -> str:
    """A pattern in which a backslash before any other sign means itself, as not all databases have it."""
    return re.sub(r"\\([%_\\])?", lambda found: found.group() if found[1] else r"\\", pattern)


def _among(column: ColumnElement[Any], values: Sequence[Any]) -> Condition:
    kept: list[Any]
    if isinstance(column.type, Integer):
        kept = [int(each) for each in values if abs(each) <= LARGEST and each == int(each)]
    else:
        kept = [_kept(each) for each in values if isinstance(each, str) or each == real(each)]
    return column.in_(bound_all(kept)) if kept else false()


def _kept(value: str | float) -> str | float:
    return storable(value) if isinstance(value, str) else real(value)


def _whole(op: str, column: ColumnElement[Any], value: float) -> Condition:
    """Integers compared with any number: with the integer beside it."""
    if not abs(value) <= LARGEST:
        return column.is_not(None) if ORDERED[op](0, value) else false()
    if op == "==" and value != int(value):
        return false()
    near = ceil(value) if op in ("<", ">=") else floor(value)
    return ORDERED[op](column, bound(near))  # type: ignore[no-any-return]


def _real(op: str, column: ColumnElement[Any], value: float) -> Condition:
    """Floats compared with any number: with the float beside it."""
    near = real(value)
    if near == value:
        return ORDERED[op](column, bound(near))  # type: ignore[no-any-return]
    if op == "==" or value != value:
        return false()
    if near < value:
        return column <= bound(near) if op in ("<", "<=") else column > bound(near)
    return column < bound(near) if op in ("<", "<=") else column >= bound(near)
