"""What a program has given a run: the keys of its config, its metrics, its summary."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, false, func, not_, or_, select

import ato.track.store._tables as t
from ato.track.query._cells import Cells
from ato.track.query._known import is_empty, suggested
from ato.track.query._rows import Condition, compared
from ato.track.query._subject import ORDERS, Subject, Values, spelled
from ato.track.query._tree import Value

CONFIG = t.config_entries.c
SUMMARY = t.summary_values.c
POINTS = t.points.c

FIELDS: dict[str, ColumnElement[Any]] = {
    "last": t.summaries.c.last,
    "min": t.summaries.c.min,
    "max": t.summaries.c.max,
    "mean": t.summaries.c.total
    / func.nullif(t.summaries.c.number - t.summaries.c.nans - t.summaries.c.infs, 0),
    "count": t.summaries.c.number,
    "nans": t.summaries.c.nans,
    "infs": t.summaries.c.infs,
    "last_step": t.summaries.c.last_step,
    "min_step": t.summaries.c.min_step,
    "max_step": t.summaries.c.max_step,
}
INDEXED = ("last", "min", "max")


def _first() -> ColumnElement[Any]:
    """The value at the lowest step, of a row of ``summaries``: one look at the primary key of ``points``."""
    later = select(t.segments.c.seq).where(
        t.segments.c.run_id == POINTS.run_id,
        t.segments.c.seq > POINTS.segment,
        t.segments.c.resumed_from_step <= POINTS.step,
    )
    one = select(POINTS.value).where(
        POINTS.run_id == t.summaries.c.run_id, POINTS.key_id == t.summaries.c.key_id, not_(later.exists())
    )
    return one.order_by(POINTS.step, POINTS.ord).limit(1).scalar_subquery()


FIELDS["first"] = _first()

IN_CONFIG = Cells(
    CONFIG.num,
    CONFIG.txt,
    CONFIG.value_json,
    {
        "number": CONFIG.kind.in_(("int", "float")),
        "bool": CONFIG.kind == "bool",
        "str": and_(CONFIG.kind.in_(("str", "other")), CONFIG.txt.is_not(None)),  # paths, dates and the like
        "null": CONFIG.kind == "null",
    },
)
_IS_BOOL = SUMMARY.value_json.in_(("true", "false"))
_IS_NAN = SUMMARY.value_json == "NaN"
IN_SUMMARY = Cells(
    SUMMARY.num,
    SUMMARY.txt,
    SUMMARY.value_json,
    {
        "number": or_(and_(SUMMARY.num.is_not(None), not_(_IS_BOOL)), _IS_NAN),
        "bool": _IS_BOOL,
        "str": SUMMARY.value_json.like('"%'),
        "null": SUMMARY.value_json == "null",
    },
)


@dataclass(frozen=True)
class Entry(Subject):
    """``config.lr`` and ``summary.best``: a value of any kind under a path or a name."""

    table: Table
    cells: Cells
    path: str

    def bind(self, connection: Connection) -> Subject:
        """Raises ``QueryError`` where no run has such a key."""
        key = self.table.c[1]
        known = connection.scalar(select(key).where(key == self.path).limit(1))
        if known is not None or is_empty(connection):
            return self
        word = self.name.parts[0]
        below = key.between(f"{self.path}.", f"{self.path}/")  # the sign behind the dot
        inner = connection.scalar(select(key).where(below).order_by(key).limit(1))
        if inner is not None:
            raise self.wrong("has keys below it, and no value of its own", f"write {spelled(word, inner)}")
        what = "no run has such a key in its config" if word == "config" else "no run has that in its summary"
        raise self.wrong(what, *suggested(connection, self.name.parts))

    def compared(self, op: str, value: Value) -> Condition:
        """By numbers, texts, truth values or lists, whichever is given."""
        if value.value is None:
            test = self.missing() if op == "==" else not_(self.missing()) if op == "!=" else None
            if test is None:
                raise self.wrong_value(
                    value, f"None is not compared by {op}", "write is None, or is not None"
                )
            return test
        self._check(op, value)
        return self._having(self.cells.compared(op, value.value))

    def absent(self) -> Condition:
        """Runs without the key, and those where it is null."""
        return not_(self._having(not_(self.cells.kinds["null"])))

    def values(self) -> Values:
        """The value, by its kind."""
        cells, kinds = self.cells, self.cells.kinds
        return Values(
            self._value(cells.num, kinds["number"]),
            self._value(cells.txt, kinds["number"]),
            self._value(cells.txt, kinds["str"]),
            self._value(cells.json, and_(not_(kinds["null"]), not_(kinds["number"]), not_(kinds["str"]))),
        )

    @property
    def _is_config(self) -> bool:
        return self.table is t.config_entries

    def _having(self, test: Condition) -> Condition:
        found = select(self.table.c[0]).where(self.table.c[1] == self.path, test)
        if not self._is_config:
            return t.runs.c.id.in_(found)
        return and_(t.runs.c.config_digest.is_not(None), t.runs.c.config_digest.in_(found))

    def _value(self, column: ColumnElement[Any], test: Condition) -> ColumnElement[Any]:
        mine = t.runs.c.config_digest if self._is_config else t.runs.c.id
        wanted = select(column).where(self.table.c[0] == mine, self.table.c[1] == self.path, test)
        return wanted.scalar_subquery()

    def _check(self, op: str, value: Value) -> None:
        """Refuse what has no order, and texts of what is no text."""
        given: Any = value.value
        if op in ("~", "!~", "like", "not like") and not isinstance(given, str):
            raise self.wrong_value(value, f"{op} compares texts", "put it in quotes")
        if op in ORDERS and isinstance(given, (bool, tuple)):
            raise self.wrong_value(value, f"{op} compares numbers and texts")
        if op in ("in", "not in") and type(given) is tuple and None in given:
            raise self.wrong_value(value, "a list holds no None", "write ... is None beside it")
        self.check_order(op, value, value.value)


@dataclass(frozen=True)
class Metric(Subject):
    """``metric.loss.min``: a number of the summary of a metric, kept as its points come in."""

    metric: str
    field: str
    key_ids: tuple[int, ...] = ()

    def bind(self, connection: Connection) -> Metric:
        """With the ids of the metric, one a project. Raises ``QueryError`` where no run has it."""
        keys = t.metric_keys.c
        found = connection.scalars(select(keys.id).where(keys.name == self.metric).order_by(keys.id))
        bound_ = replace(self, key_ids=tuple(found))
        if not bound_.key_ids and not is_empty(connection):
            raise self.wrong("no run has such a metric", *suggested(connection, self.name.parts))
        return bound_

    def of_project(self, connection: Connection, project: str) -> Metric:
        """The metric of that name in one project alone."""
        keys, projects = t.metric_keys.c, t.projects.c
        mine = select(keys.id).join(t.projects, projects.id == keys.project_id)
        found = connection.scalars(mine.where(keys.id.in_(self.key_ids), projects.name == project))
        return replace(self, key_ids=tuple(found))

    def compared(self, op: str, value: Value) -> Condition:
        """By the number; one that is nan is found by ``== nan`` alone."""
        given: Any = self.numeric(op, value)
        test = compared(op, self.column, given)
        if op in ("==", "in") and any(each != each for each in (given if op == "in" else (given,))):
            test = or_(test, and_(self.column.is_(None), t.summaries.c.number > 0))
        return self._having(test)

    def absent(self) -> Condition:
        """Runs that have not logged it, and those where it is nan."""
        return not_(self._having(self.column.is_not(None)))

    def values(self) -> Values:
        """The number."""
        summaries = t.summaries.c
        mine = (summaries.run_id == t.runs.c.id, self.of_key, *self._there)
        return Values(select(self.column).where(*mine).limit(1).scalar_subquery())

    @property
    def column(self) -> ColumnElement[Any]:
        """The column of ``summaries``, or what stands for one."""
        return FIELDS[self.field]

    @property
    def of_key(self) -> Condition:
        """Whether a row of ``summaries`` is of this metric."""
        key_id = t.summaries.c.key_id
        if not self.key_ids:
            return false()
        return key_id == self.key_ids[0] if len(self.key_ids) == 1 else key_id.in_(self.key_ids)

    @property
    def _there(self) -> tuple[Condition, ...]:
        """That points are left of it: where none is, what is indexed is NULL anyway."""
        return () if self.field in INDEXED else (t.summaries.c.number > 0,)

    def _having(self, test: Condition) -> Condition:
        found = select(t.summaries.c.run_id).where(self.of_key, test, *self._there)
        return t.runs.c.id.in_(found)


def entry_of(text: str, name: Any) -> Subject:
    """``config.<path>`` or ``summary.<name>``."""
    path = ".".join(name.parts[1:])
    if name.parts[0] == "config":
        return Entry(text, name, t.config_entries, IN_CONFIG, path)
    return Entry(text, name, t.summary_values, IN_SUMMARY, path)


def metric_of(text: str, name: Any) -> Subject:
    """``metric.<name>.<field>``."""
    found = Metric(text, name, ".".join(name.parts[1:-1]), name.parts[-1])
    if found.field not in FIELDS or not found.metric:
        metric = ".".join(name.parts[1:])
        shown = [
            spelled("metric", metric, field) for field in ("last", "min", "max", "mean", "first", "count")
        ]
        raise found.wrong("does not say which number of the metric", f"write {', '.join(shown)}")
    return found
