"""Points and their summaries, by the batch.

A batch is taken apart by metric, and what can be done for a metric at once is done by the built-in functions
of Python over whole columns: most metrics are finite and go up step by step. Summaries are read, added to and
written in the transaction of the points, so that the best run is found without ever looking at a point.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice, repeat
from math import copysign, isfinite, isinf, isnan
from operator import lt
from sys import float_info
from typing import Any

from sqlalchemy import Connection, func, select

from ato.track.store._tables import NAN, NEGATIVE_ZERO, points, summaries
from ato.track.store._upsert import put

Row = tuple[int, int, int, int, int, float, float | None, int | None]
Columns = tuple[list[int], list[float], list[float]]
COLUMNS = ("run_id", "key_id", "step", "ord", "segment", "time", "value", "code")
ROWS_AT_ONCE = 500
STEPS_AT_ONCE = 500
LARGEST = float_info.max
_PLACES = "(?,?,?,?,?,?,?,?)"
_INSERT_PLAIN = (
    f"INSERT INTO points ({', '.join(COLUMNS)}) "  # noqa: S608 - names of columns
    "SELECT ?, ?, column1, 0, ?, column2, column3, NULL FROM (VALUES "
    f"{','.join(repeat('(?,?,?)', ROWS_AT_ONCE))})"
)
_INSERT = f"INSERT INTO points ({', '.join(COLUMNS)}) VALUES "  # noqa: S608 - names of columns


def add_points(connection: Connection, run_id: int, segment: int, by_key: dict[int, Columns]) -> None:
    """Store the steps, times and values of each metric, and bring the summaries up to date."""
    known = _summaries(connection, run_id, by_key)
    rows: list[Row] = []
    changed: list[dict[str, Any]] = []
    is_sqlite = connection.dialect.name == "sqlite"
    for key_id, columns in by_key.items():
        before = known.get(key_id)
        top = before["top_step"] if before else None
        if is_sqlite and _goes_up(columns[0], top) and _is_plain(columns[2]):
            done = _insert_plain(connection, (run_id, key_id, segment), columns)
            rest: Columns = (columns[0][done:], columns[1][done:], columns[2][done:])
        else:
            rest = columns
        rows += _rows(connection, run_id, key_id, segment, rest, top) if rest[0] else []
        changed.append(_added(before, {"key_id": key_id, "run_id": run_id}, columns))
    insert(connection, rows)
    put(connection, summaries, changed)


def insert(connection: Connection, rows: Sequence[Row]) -> None:
    """Write the rows of points in the way that is fast in each database."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        with driver.cursor() as cursor, cursor.copy(f"COPY points ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    # One statement for many rows leaves the interpreter to the training loop while SQLite works.
    whole = len(rows) - len(rows) % ROWS_AT_ONCE
    statement = _INSERT + ",".join(repeat(_PLACES, ROWS_AT_ONCE))
    for start in range(0, whole, ROWS_AT_ONCE):
        driver.execute(statement, [item for row in rows[start : start + ROWS_AT_ONCE] for item in row])
    driver.executemany(_INSERT + _PLACES, rows[whole:])


def _summaries(connection: Connection, run_id: int, by_key: dict[int, Columns]) -> dict[int, dict[str, Any]]:
    wanted = select(summaries).where(summaries.c.run_id == run_id)
    if len(by_key) <= STEPS_AT_ONCE:
        wanted = wanted.where(summaries.c.key_id.in_(by_key))
    return {row.key_id: dict(row._mapping) for row in connection.execute(wanted)}


def _rows(
    connection: Connection, run_id: int, key_id: int, segment: int, columns: Columns, top: int | None
) -> list[Row]:
    steps, times, values = columns
    stored: Sequence[float | None] = values
    codes: Any = repeat(None)
    if not _is_plain(values):
        codes = [_code(value) for value in values]
        stored = [None if code == NAN else value for value, code in zip(values, codes)]
    orders: Any = repeat(0)
    if not _goes_up(steps, top):
        orders = _orders(steps, _taken(connection, run_id, key_id, steps, top))
    return list(zip(repeat(run_id), repeat(key_id), steps, orders, repeat(segment), times, stored, codes))  # pyright: ignore[reportReturnType]


def _goes_up(steps: list[int], top: int | None) -> bool:
    """Whether each step is higher than the one before, and the first than ``top``: so that none repeats."""
    return (top is None or steps[0] > top) and all(map(lt, steps, islice(steps, 1, None)))


def _insert_plain(connection: Connection, ids: tuple[int, int, int], columns: Columns) -> int:
    """Write points of one metric that go up and are plain numbers, as many as fill statements.

    Returns how many. What they share is given once, and a statement is one step of SQLite.
    """
    driver: Any = connection.connection.driver_connection
    whole = len(columns[0]) - len(columns[0]) % ROWS_AT_ONCE
    for start in range(0, whole, ROWS_AT_ONCE):
        end = start + ROWS_AT_ONCE
        steps, times, values = columns[0][start:end], columns[1][start:end], columns[2][start:end]
        driver.execute(_INSERT_PLAIN, (*ids, *chain.from_iterable(zip(steps, times, values))))
    return whole


def _is_plain(values: list[float]) -> bool:
    """Whether no value is nan or a negative zero; may say no where all are fine."""
    return isfinite(sum(values)) and 0.0 not in values


def _code(value: float) -> int | None:
    if isnan(value):
        return NAN
    return NEGATIVE_ZERO if value == 0 and copysign(1.0, value) < 0 else None


def _taken(
    connection: Connection, run_id: int, key_id: int, steps: list[int], top: int | None
) -> dict[int, int]:
    """How many points each of the steps has already; those above ``top`` have none."""
    asked = sorted({step for step in steps if top is not None and step <= top})
    found: dict[int, int] = {}
    for start in range(0, len(asked), STEPS_AT_ONCE):
        part = asked[start : start + STEPS_AT_ONCE]
        wanted = (
            select(points.c.step, func.max(points.c.ord))
            .where(points.c.run_id == run_id, points.c.key_id == key_id, points.c.step.in_(part))
            .group_by(points.c.step)
        )
        found.update({step: order + 1 for step, order in connection.execute(wanted)})
    return found


def _orders(steps: list[int], taken: dict[int, int]) -> list[int]:
    orders: list[int] = []
    for step in steps:
        order = taken.get(step, 0)
        taken[step] = order + 1
        orders.append(order)
    return orders


def _added(before: dict[str, Any] | None, ids: dict[str, int], columns: Columns) -> dict[str, Any]:
    """The summary of a metric with these points."""
    steps, times, values = columns
    numbers = values if _is_plain(values) else [value for value in values if not isnan(value)]
    finite = numbers if isfinite(sum(numbers)) else [value for value in numbers if not isinf(value)]
    top = max(steps)
    at = len(steps) - 1 - steps[::-1].index(top)
    new: dict[str, Any] = {
        **ids,
        "last": None if isnan(values[at]) else values[at],
        "last_step": top,
        "last_time": times[at],
        "total": _bounded(sum(finite)),
        "number": len(values),
        "nans": len(values) - len(numbers),
        "infs": len(numbers) - len(finite),
        "top_step": top,
    }
    for name, best in (("min", min), ("max", max)):
        new[name] = best(numbers, default=None)
        new[f"{name}_step"] = steps[values.index(new[name])] if numbers else None
    return new if before is None else _joined(before, new)


def _bounded(total: float) -> float:
    """A sum that stays a number where it goes beyond the largest."""
    return max(-LARGEST, min(LARGEST, total))


def _joined(before: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    joined = dict(new)
    for name in ("number", "nans", "infs"):
        joined[name] += before[name]
    joined["total"] = _bounded(before["total"] + new["total"])
    joined["top_step"] = max(before["top_step"], new["top_step"])
    if before["number"] and before["last_step"] > new["last_step"]:
        joined |= {name: before[name] for name in ("last", "last_step", "last_time")}
    for name, sign in (("min", 1), ("max", -1)):
        old = before[name]
        if old is not None and (new[name] is None or sign * old <= sign * new[name]):
            joined |= {name: old, f"{name}_step": before[f"{name}_step"]}
    return joined


def restated(connection: Connection, run_id: int, key_id: int, columns: Columns, top: int) -> None:
    """Write the summary of a metric anew, of these points; ``top`` is the highest step of all there are."""
    ids = {"key_id": key_id, "run_id": run_id}
    if columns[0]:
        summary = _added(None, ids, columns) | {"top_step": top}
    else:
        numbers = ("last", "min", "min_step", "max", "max_step")
        summary = {**ids, **dict.fromkeys(numbers), "last_step": -1, "last_time": 0.0, "top_step": top}
        summary |= dict.fromkeys(("total", "number", "nans", "infs"), 0)
    put(connection, summaries, [summary])
