"""Where the metrics of two runs part, and by how much."""

from __future__ import annotations

from fnmatch import fnmatchcase
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, select

import ato.track.store._tables as t
from ato.track.store._read import history, special, summaries_of
from ato.track.store._superseded import cuts
from ato.why.facts._values import MetricFacts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection, FromClause

    from ato.track.store import StoredRun, Summary

MATERIAL = 1e-3
"""From which share of its value on a metric differs materially."""
ROWS = 1000
"""How many rows the database hands out at once."""
IGNORED = ("system/*", "time/*", "timing/*")
"""Metrics that tell of the machine and not of the results, unless others are named."""


def compare_metrics(
    connection: Connection, a: StoredRun, b: StoredRun, ignore: Sequence[str]
) -> tuple[MetricFacts, ...]:
    """All metrics of both runs, in order of their names."""
    left, right = summaries_of(connection, a.id), summaries_of(connection, b.id)
    is_cut = bool(cuts(connection, a.id) or cuts(connection, b.id))
    ids = _ids(connection, a.id), _ids(connection, b.id)
    facts: list[MetricFacts] = []
    for name in sorted(left.keys() | right.keys()):
        is_ignored = any(fnmatchcase(name, pattern) for pattern in ignore)
        one, other = left.get(name), right.get(name)
        apart = Apart()
        if one is not None and other is not None and is_cut:
            apart = _read(connection, a, b, name)
        elif one is not None and other is not None:
            pair = (a.id, ids[0][name], one), (b.id, ids[1][name], other)
            apart = _joined(connection, *pair)
        facts.append(MetricFacts(name, one, other, *apart, is_ignored=is_ignored))
    return tuple(facts)


def _ids(connection: Connection, run_id: int) -> dict[str, int]:
    keys, summaries = t.metric_keys.c, t.summaries.c
    wanted = select(keys.name, keys.id).join(t.summaries, summaries.key_id == keys.id)
    return {row.name: row.id for row in connection.execute(wanted.where(summaries.run_id == run_id))}


class Apart(NamedTuple):
    """Where two histories part: the fields of ``MetricFacts`` of these names."""

    step: int | None = None
    value_a: float = 0.0
    value_b: float = 0.0
    material: int | None = None
    lone: int | None = None
    lone_in: str = ""
    has_common: bool = True


History = tuple[int, int, "Summary"]
"""A run, the id of a metric, and its numbers there."""


def _joined(connection: Connection, a: History, b: History) -> Apart:
    """Let the database walk both histories, by their primary keys, and hand out what differs.

    How far two values lie apart is worked out here: PostgreSQL refuses differences that overflow.
    """
    left, right = t.points.alias("a"), t.points.alias("b")
    wanted = (
        select(left.c.step, left.c.value, left.c.code, right.c.value, right.c.code)
        .join(right, _meet(left, right))
        .where(_of(left, a), _of(right, b))
        .where(left.c.value.is_distinct_from(right.c.value) | left.c.code.is_distinct_from(right.c.code))
        .order_by(left.c.step, left.c.ord)
        .execution_options(yield_per=ROWS)
    )
    rows = connection.execute(wanted)
    try:
        first = _first((row[0], special(row[1], row[2]), special(row[3], row[4])) for row in rows)
    finally:
        rows.close()
    return first if first.step is not None else _spaced(connection, a, b)


def _spaced(connection: Connection, a: History, b: History) -> Apart:
    """The first step, as far as both go, that only one of two histories with equal values has."""
    last = min(a[2].last_step, b[2].last_step)
    lone = [(_lone(connection, a, b, last), "A")]
    if lone[0][0] is not None or a[2].count != b[2].count or a[2].last_step != b[2].last_step:
        lone.append((_lone(connection, b, a, last), "B"))
    known = [(step, side) for step, side in lone if step is not None]
    if not known:
        return Apart()
    left, right = t.points.alias("a"), t.points.alias("b")
    both = select(left.c.step).join(right, _meet(left, right)).where(_of(left, a), _of(right, b)).limit(1)
    step, side = min(known)
    return Apart(lone=step, lone_in=side, has_common=connection.scalar(both) is not None)


def _lone(connection: Connection, one: History, other: History, last: int) -> int | None:
    """The first step up to a last one at which a history has a point that the other lacks."""
    left, right = t.points.alias("a"), t.points.alias("b")
    wanted = (
        select(left.c.step)
        .outerjoin(right, _meet(left, right) & _of(right, other))
        .where(_of(left, one), left.c.step <= last, right.c.run_id.is_(None))
        .order_by(left.c.step)
        .limit(1)
    )
    return connection.scalar(wanted)


def _of(points: FromClause, history: History) -> ColumnElement[bool]:
    return and_(points.c.run_id == history[0], points.c.key_id == history[1])


def _meet(left: FromClause, right: FromClause) -> ColumnElement[bool]:
    return and_(right.c.step == left.c.step, right.c.ord == left.c.ord)


def _first(differing: Iterable[tuple[int, float, float]]) -> Apart:
    """The first of the points that differ, and the first that does materially."""
    first: tuple[int, float, float] | None = None
    for step, one, other in differing:
        first = first or (step, one, other)
        if _is_material(one, other):
            return Apart(*first, step)
    return Apart() if first is None else Apart(*first)


def _is_material(one: float, other: float) -> bool:
    if not (isfinite(one) and isfinite(other)):
        return True
    return abs(one - other) > MATERIAL * max(abs(one), abs(other))


def _read(connection: Connection, a: StoredRun, b: StoredRun, name: str) -> Apart:
    """The same where points were left behind, which do not count."""
    left, right = (_counting(connection, run.id, name) for run in (a, b))
    both = (at for at in left if at in right and not _is_equal(left[at], right[at]))
    first = _first((at[0], left[at], right[at]) for at in both)
    if first.step is not None or not left or not right:
        return first
    last = min(max(left), max(right))
    alone = [(at[0], "B" if at in right else "A") for at in left.keys() ^ right.keys() if at[0] <= last[0]]
    if not alone:
        return first
    step, side = min(alone)
    return Apart(lone=step, lone_in=side, has_common=bool(left.keys() & right.keys()))


def _counting(connection: Connection, run_id: int, name: str) -> dict[tuple[int, int], float]:
    found: dict[tuple[int, int], float] = {}
    seen: dict[int, int] = {}
    for point in _points(connection, run_id, name):
        if not point.is_superseded:
            order = seen.get(point.step, 0)
            seen[point.step] = order + 1
            found[point.step, order] = point.value
    return found


def _points(connection: Connection, run_id: int, name: str) -> Iterable[Any]:
    return history(connection, run_id, name)


def _is_equal(one: float, other: float) -> bool:
    return repr(one) == repr(other)  # nan equals nan here, and 0.0 not -0.0, as in the tables
