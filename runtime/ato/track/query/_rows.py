"""Comparing a row of a table with a value of a filter: by its kind, with bound parameters alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isinf
from operator import eq, ge, gt, le, lt
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Double, Text, and_, false, func, literal, not_, or_

LARGEST = 2**63 - 1
ORDERED: Mapping[str, Callable[[Any, Any], Any]] = {"==": eq, "<": lt, "<=": le, ">": gt, ">=": ge}
TURNED = {"!=": "==", "!~": "~", "not like": "like", "not in": "in"}
"""What is told by the opposite: true where there is a value, and the opposite does not hold."""

Condition = ColumnElement[bool]


def bound(value: object) -> Any:
    """A value as a parameter of a statement."""
    if isinstance(value, str):
        return literal(value, Text)
    if isinstance(value, int) and -LARGEST <= value <= LARGEST:
        return literal(int(value), BigInteger)
    return literal(real(value), Double)


def real(value: Any) -> float:
    """A number as a float; one that is too large is infinite."""
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


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
        return column.in_([bound(item) for item in value]) if value else false()
    if op == "~":
        pattern = "%" + escaped(value) + "%"
        return func.lower(column).like(func.lower(bound(pattern)), escape="\\")
    if op == "like":
        return func.lower(column).like(func.lower(bound(value)), escape="\\")
    return ORDERED[op](column, bound(value))  # type: ignore[no-any-return]


def escaped(text: str) -> str:
    """A text in which the signs of ``like`` mean themselves."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


class Cells:
    """The columns of a row that holds a value of any kind, and what tells the kinds apart."""

    def __init__(
        self,
        num: ColumnElement[Any],
        txt: ColumnElement[Any],
        json: ColumnElement[Any],
        kinds: Mapping[str, Condition],
    ) -> None:
        self.num = num
        self.txt = txt
        self.json = json
        self.kinds = kinds

    def compared(self, op: str, value: Any) -> Condition:
        """Whether the value of the row is one of that kind for which the comparison holds."""
        if op in TURNED:
            same = func.coalesce(self.compared(TURNED[op], value), false())
            return and_(not_(self.kinds["null"]), not_(same))
        if op == "in":
            return self._among(value)
        if isinstance(value, bool):
            return and_(self.kinds["bool"], compared(op, self.num, int(value)))
        if isinstance(value, str):
            return and_(self.kinds["str"], self._text(op, value))
        if isinstance(value, tuple):
            from json import dumps

            return compared("==", self.json, dumps(value, sort_keys=True))
        return and_(self.kinds["number"], compared(op, self.num, _finite(value)))

    def _among(self, values: Any) -> Condition:
        numbers = [value for value in values if is_number(value)]
        texts = [value for value in values if isinstance(value, str)]
        others = [value for value in values if not isinstance(value, str) and not is_number(value)]
        found = [self.compared("==", value) for value in others]
        if numbers:
            found.append(and_(self.kinds["number"], compared("in", self.num, numbers)))
        short = [text for text in texts if len(text) < CUT]
        if short:
            found.append(and_(self.kinds["str"], compared("in", self.txt, short)))
        found += [self.compared("==", text) for text in texts if len(text) >= CUT]
        return or_(false(), *found)

    def _text(self, op: str, value: str) -> Condition:
        if op == "==" and len(value) >= CUT:
            from json import dumps

            return and_(self.txt == bound(value[:CUT]), self.json == bound(dumps(value)))
        return compared(op, self.txt, value)


CUT = 200
"""How many characters of a text are indexed; longer ones are compared whole by their JSON."""


def _finite(value: Any) -> Any:
    number = real(value)
    return value if isinf(number) or abs(value) <= LARGEST else number
