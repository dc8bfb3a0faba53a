"""What stands in the row of a run: its name, status, times, host and the like; and its project and tags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, cast, func, not_, or_, select
from sqlalchemy.types import Double

import ato.track.store._tables as t
from ato.config import suggestion
from ato.track.query._rows import TURNED, Condition, compared
from ato.track.query._subject import Subject, Values, kind_of
from ato.track.query._times import moment, seconds
from ato.track.query._tree import Value

STATUSES = ("running", "completed", "failed", "killed")
NUMBERS = {"id": t.runs.c.id, "step": t.runs.c.last_step}
TEXTS: dict[str, ColumnElement[Any]] = {
    "name": t.runs.c.name,
    "status": t.runs.c.status,
    "group": t.runs.c.group_name,
    "host": t.runs.c.host,
    "uid": t.runs.c.uid,
    "parent": t.runs.c.parent_uid,
    "structure": t.runs.c.structure_digest,
    "notes": func.nullif(t.runs.c.notes, ""),
    "reason": func.nullif(t.runs.c.reason, ""),
}
DIGESTS = ("uid", "parent", "structure")
TIMES = {"started": t.runs.c.started, "ended": t.runs.c.ended}
DURATION = func.coalesce(t.runs.c.ended, t.runs.c.heartbeat) - t.runs.c.started
SHORTEST = 4


@dataclass(frozen=True)
class Number(Subject):
    """``id`` and ``step``."""

    column: ColumnElement[Any]

    def compared(self, op: str, value: Value) -> Condition:
        """By the number."""
        test = compared(op, self.column, self.numeric(op, value))
        return and_(self.column.is_not(None), test)

    def absent(self) -> Condition:
        """Only a run that logged nothing has no step."""
        return self.column.is_(None)

    def values(self) -> Values:
        """The column, as a float so that it is compared with any other."""
        return Values(cast(self.column, Double))


@dataclass(frozen=True)
class Words(Subject):
    """``name``, ``status``, ``group``, ``host``, ``notes``, ``reason``."""

    column: ColumnElement[Any]

    def compared(self, op: str, value: Value) -> Condition:
        """By the text."""
        given: Any = self.textual(op, value)
        if self.name.parts == ("status",) and TURNED.get(op, op) in ("==", "in"):
            self._check_status(value)
        if self.name.parts[0] in DIGESTS and TURNED.get(op, op) == "==":
            return turned(op, self.column, of_digest(self.column, given))
        return and_(self.column.is_not(None), compared(op, self.column, given))

    def absent(self) -> Condition:
        """Runs without one."""
        return self.column.is_(None)

    def values(self) -> Values:
        """The column."""
        return Values(words=self.column)

    def _check_status(self, value: Value) -> None:
        given: Any = value.value
        words: tuple[str, ...] = (given,) if isinstance(given, str) else given
        for word in words:
            if word not in STATUSES:
                help = suggestion(word, STATUSES) or (f"a run is {', '.join(STATUSES)}",)
                raise self.wrong_value(value, "no run has that status", *help)


@dataclass(frozen=True)
class Moment(Subject):
    """``started`` and ``ended``. A date alone is the whole day."""

    column: ColumnElement[Any]

    def compared(self, op: str, value: Value) -> Condition:
        """By seconds since 1970, or a date."""
        given = value.value
        if isinstance(given, bool) or not isinstance(given, (str, int, float)):
            raise self.wrong_value(value, f"{self.shown} is a time, and this is {kind_of(given)}")
        first, after = moment(given)
        if first is None or after is None:
            help = "write 2030-01-31, 2030-01-31T12:00, the same with Z or +02:00, or seconds since 1970"
            raise self.wrong_value(value, "is no time", help)
        column = self.column
        match op:
            case "==":
                test = and_(compared(">=", column, first), compared("<", column, after))
            case "!=":
                test = or_(compared("<", column, first), compared(">=", column, after))
            case "<" | ">=":
                test = compared(op, column, first)
            case ">":
                test = compared(">=", column, after)
            case "<=":
                test = compared("<", column, after)
            case _:
                raise self.wrong(f"is a time, which {op} does not compare")
        return and_(column.is_not(None), test)

    def absent(self) -> Condition:
        """Runs that go on have no end."""
        return self.column.is_(None)

    def values(self) -> Values:
        """Seconds since 1970."""
        return Values(self.column)


@dataclass(frozen=True)
class Duration(Subject):
    """Seconds from start to end, or to the last sign of life."""

    def compared(self, op: str, value: Value) -> Condition:
        """By seconds, or a text such as ``1h30m``."""
        given = value.value
        if isinstance(given, str):
            given = seconds(given)
            if given is None:
                raise self.wrong_value(value, "is no duration", "write seconds, or '1h30m', '90s', '2d'")
        return compared(op, DURATION, self.numeric(op, Value(given, value.start, value.end)))

    def values(self) -> Values:
        """Seconds."""
        return Values(DURATION)


@dataclass(frozen=True)
class Project(Subject):
    """The name of the project."""

    def compared(self, op: str, value: Value) -> Condition:
        """By the projects of such a name."""
        names = t.projects.c.name
        found = select(t.projects.c.id).where(compared(op, names, self.textual(op, value)))
        return t.runs.c.project_id.in_(found)

    def values(self) -> Values:
        """The name."""
        named = select(t.projects.c.name).where(t.projects.c.id == t.runs.c.project_id)
        return Values(words=named.scalar_subquery())


@dataclass(frozen=True)
class Tag(Subject):
    """All tags of a run: equal where one of them is, unequal where none is."""

    def compared(self, op: str, value: Value) -> Condition:
        """Whether a tag is that one, or one of those, or holds the text."""
        plain = TURNED.get(op, op)
        if plain not in ("==", "in", "~", "like"):
            raise self.wrong(
                f"is not compared by {op}", "tags are compared by ==, !=, in, not in, ~ and like"
            )
        test = compared(plain, t.tags.c.tag, self.textual(plain, value))
        found = t.runs.c.id.in_(select(t.tags.c.run_id).where(test))
        return not_(found) if op in TURNED else found

    def absent(self) -> Condition:
        """Runs without tags."""
        return t.runs.c.id.not_in(select(t.tags.c.run_id))


def of_digest(column: ColumnElement[Any], text: str) -> Condition:
    """Whether a digest in hexadecimal is that one, or begins with it."""
    if len(text) < SHORTEST or set(text) - set("0123456789abcdef"):
        return compared("==", column, text)
    return and_(compared(">=", column, text), compared("<", column, f"{text}g"))


def turned(op: str, column: ColumnElement[Any], test: Condition) -> Condition:
    """A condition, or where the operator is a turned one, its opposite for what has a value."""
    return and_(column.is_not(None), not_(test) if op in TURNED else test)


def column_of(text: str, name: Any) -> Subject | None:
    """What a name of one word stands for; None for what is no column."""
    word = name.parts[0]
    if word in NUMBERS:
        return Number(text, name, NUMBERS[word])
    if word in TEXTS:
        return Words(text, name, TEXTS[word])
    if word in TIMES:
        return Moment(text, name, TIMES[word])
    kinds = {"duration": Duration, "project": Project, "tag": Tag, "tags": Tag}
    return kinds[word](text, name) if word in kinds else None


WORDS = (*NUMBERS, *TEXTS, *TIMES, "duration", "project", "tag")
"""The names of one word."""
