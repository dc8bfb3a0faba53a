"""What a name of a filter stands for: a base for the kinds of things that a run has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Connection

from ato.track.query._errors import QueryError
from ato.track.query._rows import TURNED, Condition, is_number
from ato.track.query._tree import Name, Value

PLAIN = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
"""Parts of names that need no brackets."""
KIND: dict[type, str] = {
    str: "a text",
    bool: "a truth value",
    int: "a number",
    float: "a number",
    tuple: "a list",
}


ORDERS = ("<", "<=", ">", ">=")


class Values(NamedTuple):
    """Expressions of which the one of the value's kind is not NULL; None for kinds that it never is of.

    ``beside`` tells numbers apart that are one float, ``other`` is JSON of truth values and lists.
    """

    number: ColumnElement[Any] | None = None
    beside: ColumnElement[Any] | None = None
    words: ColumnElement[Any] | None = None
    other: ColumnElement[Any] | None = None


@dataclass(frozen=True)
class Subject:
    """Something that a run has. ``text`` is the filter, ``name`` the place in it.

    ``bind`` looks up what the store knows of it; then it gives conditions that are true or false, never NULL.
    """

    text: str
    name: Name

    def bind(self, connection: Connection) -> Subject:
        """The subject with what the store knows of it. Raises ``QueryError`` for what no run has."""
        return self

    def compared(self, op: str, value: Value) -> Condition:
        """A condition on rows of ``runs``. Raises ``QueryError`` for a value of the wrong kind."""
        raise self.wrong(f"cannot be compared by {op}")

    def absent(self) -> Condition | None:
        """Whether a run has no value of it; None for what each run has."""
        return None

    def missing(self) -> Condition:
        """The same as a condition. Raises ``QueryError`` for what each run has."""
        absent = self.absent()
        if absent is None:
            raise self.wrong("is never missing")
        return absent

    def values(self) -> Values:
        """The value of a run by its kind, to be compared with that of another name, and to order by."""
        return Values()

    def wrong(self, message: str, *help: str) -> QueryError:
        """What is wrong with the name."""
        return QueryError(self.text, self.name.start, self.name.end, message, help)

    def wrong_value(self, value: Value, message: str, *help: str) -> QueryError:
        """What is wrong with a value that it is compared with."""
        return QueryError(self.text, value.start, value.end, message, help)

    @property
    def shown(self) -> str:
        """The name as it is written."""
        return self.text[self.name.start : self.name.end]

    def scalar(self, op: str, value: Value, is_fit: Any, kind: str) -> Any:
        """The value, where it or each of its items fits. Raises ``QueryError`` for another."""
        given: Any = value.value
        op = TURNED.get(op, op)
        is_list = isinstance(given, tuple)
        if is_list != (op == "in"):
            raise self.wrong_value(value, f"{self.shown} is {kind}, and this is {kind_of(given)}")
        items = cast("tuple[Any, ...]", given if is_list else (given,))
        for item in items:
            if not is_fit(item):
                raise self.wrong_value(value, f"{self.shown} is {kind}, and this is {kind_of(item)}")
            self.check_order(op, value, item)
        if op in ("~", "like") and not isinstance(given, str):
            raise self.wrong_value(value, f"{op} compares texts, and {self.shown} is {kind}")
        return given

    def check_order(self, op: str, value: Value, item: object) -> None:
        """Raise ``QueryError`` for nan that is compared by its size."""
        if op in ORDERS and item != item:
            raise self.wrong_value(value, "is neither less nor more than any number", "write == nan")

    def numeric(self, op: str, value: Value) -> Any:
        """The number or numbers of a comparison."""
        return self.scalar(op, value, is_number, "a number")

    def textual(self, op: str, value: Value) -> Any:
        """The text or texts of a comparison."""
        return self.scalar(op, value, is_text, "a text")


def is_text(value: object) -> bool:
    """Whether a value is a text."""
    return isinstance(value, str)


def kind_of(value: object) -> str:
    """What a value of a filter is, for people."""
    return KIND.get(type(value), "None")


@lru_cache(10_000)
def spelled(*parts: str) -> str:
    """A name as it is written in a filter: parts with odd signs in brackets."""
    text = parts[0]
    for part in parts[1:]:
        if PLAIN.fullmatch(part):
            text += f".{part}"
        else:
            quoted = part.replace("\\", "\\\\").replace('"', '\\"')
            text += f'["{quoted}"]'
    return text
