"""Where the metrics of two runs part, and by how much."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

import ato.track.store._tables as t
from ato.track.store._read import history, special, summaries_of
from ato.track.store._superseded import cuts
from ato.why._facts import MetricFacts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from ato.track.store import StoredRun

MATERIAL = 1e-3
"""From which share of its value on a metric differs materially."""
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
    """Let the database walk both histories, by their primary keys, up to the first difference."""
    left, right = t.points.alias("a"), t.points.alias("b")
    wanted = (
        select(left.c.step, left.c.value, left.c.code, right.c.value, right.c.code)
        .join(right, (right.c.step == left.c.step) & (right.c.ord == left.c.ord))
        .where(left.c.run_id == a.id, left.c.key_id == keys[0])
        .where(right.c.run_id == b.id, right.c.key_id == keys[1])
        .where(left.c.value.is_distinct_from(right.c.value) | left.c.code.is_distinct_from(right.c.code))
        .order_by(left.c.step, left.c.ord)
        .limit(1)
    )
    first = connection.execute(wanted).first()
    if first is None:
        return None, 0.0, 0.0, None
    step, one, one_code, other, other_code = first
    gap, size = func.abs(left.c.value - right.c.value), func.abs(left.c.value)
    far: Any = (gap > MATERIAL * size) | left.c.value.is_(None) | right.c.value.is_(None)
    material = connection.execute(wanted.where(far, left.c.step >= step)).first()
    return (
        step,
        special(one, one_code),
        special(other, other_code),
        None if material is None else material[0],
    )


def _read(connection: Connection, a: StoredRun, b: StoredRun, name: str) -> First:
    """The same where points were left behind, which do not count."""
    left, right = (_counting(connection, run.id, name) for run in (a, b))
    step, one, other = None, 0.0, 0.0
    for at in left:
        if at not in right or _is_equal(left[at], right[at]):
            continue
        if step is None:
            step, one, other = at[0], left[at], right[at]
        if not abs(left[at] - right[at]) <= MATERIAL * abs(left[at]):
            return step, one, other, at[0]
    return step, one, other, None


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
