"""Where the metrics of two runs part, and by how much."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

import ato.track.store._tables as t
from ato.track.store._read import history, special, summaries_of
from ato.track.store._superseded import cuts
from ato.why.facts._values import MetricFacts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from ato.track.store import StoredRun

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
        pair = (left.get(name), right.get(name))
        if None in pair:
            facts.append(MetricFacts(name, *pair, is_ignored=is_ignored))
            continue
        keys = (ids[0][name], ids[1][name])
        first = _read(connection, a, b, name) if is_cut else _joined(connection, a, b, keys)
        step, one, other, material = first
        facts.append(MetricFacts(name, *pair, step, one, other, material, is_ignored))
    return tuple(facts)


def _ids(connection: Connection, run_id: int) -> dict[str, int]:
    keys, summaries = t.metric_keys.c, t.summaries.c
    wanted = select(keys.name, keys.id).join(t.summaries, summaries.key_id == keys.id)
    return {row.name: row.id for row in connection.execute(wanted.where(summaries.run_id == run_id))}


First = tuple["int | None", float, float, "int | None"]
"""The first step that differs with both values, and the first that differs materially."""


def _joined(connection: Connection, a: StoredRun, b: StoredRun, keys: tuple[int, int]) -> First:
    """Let the database walk both histories, by their primary keys, and hand out what differs.

    How far two values lie apart is worked out here: PostgreSQL refuses differences that overflow.
    """
    left, right = t.points.alias("a"), t.points.alias("b")
    wanted = (
        select(left.c.step, left.c.value, left.c.code, right.c.value, right.c.code)
        .join(right, (right.c.step == left.c.step) & (right.c.ord == left.c.ord))
        .where(left.c.run_id == a.id, left.c.key_id == keys[0])
        .where(right.c.run_id == b.id, right.c.key_id == keys[1])
        .where(left.c.value.is_distinct_from(right.c.value) | left.c.code.is_distinct_from(right.c.code))
        .order_by(left.c.step, left.c.ord)
        .execution_options(yield_per=ROWS)
    )
    rows = connection.execute(wanted)
    try:
        return _first((row[0], special(row[1], row[2]), special(row[3], row[4])) for row in rows)
    finally:
        rows.close()


def _first(differing: Iterable[tuple[int, float, float]]) -> First:
    """The first of the points that differ, and the first that does materially."""
    first: tuple[int, float, float] | None = None
    for step, one, other in differing:
        first = first or (step, one, other)
        if not abs(one - other) <= MATERIAL * abs(one):  # of nan, too
            return (*first, step)
    return (None, 0.0, 0.0, None) if first is None else (*first, None)


def _read(connection: Connection, a: StoredRun, b: StoredRun, name: str) -> First:
    """The same where points were left behind, which do not count."""
    left, right = (_counting(connection, run.id, name) for run in (a, b))
    both = (at for at in left if at in right and not _is_equal(left[at], right[at]))
    return _first((at[0], left[at], right[at]) for at in both)


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
