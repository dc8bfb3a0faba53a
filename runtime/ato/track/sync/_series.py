"""What only grows: points, output fingerprints, media, rows of tables.

Nothing remembers how far a sync has come: what is missing is found by comparing keys, so that one that was
killed goes on where it was, and one whose target was put back from a backup sends what is missing again.
Points go in order of step, a part a transaction; where the target's end at a step and the numbers add up,
only what is behind that step is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, func, select, tuple_

import ato.track.store._tables as t
import ato.track.store._tables_kept as kept
from ato.track._errors import TrackError
from ato.track.store._errors import is_duplicate
from ato.track.store._parts import parts
from ato.track.store._points import COLUMNS, Row, insert
from ato.track.store._upsert import keep
from ato.track.sync._ends import End, Sent, insist, storable

BATCH = 10_000
START = (-(2**63), -1)
_POINT = [t.points.c[name] for name in COLUMNS]


def missing_points(source: End, target: End, ids: tuple[int, int | None], keys: Mapping[int, int]) -> int:
    """How many points of a run the target lacks."""
    with source.store.reading() as connection:
        have = _counted(connection, ids[0])
    with target.store.reading() as connection:
        there = _counted(connection, ids[1])
    return sum(max(0, n - there.get(keys.get(key, -1), (0, 0))[0]) for key, (n, _) in have.items())


def send_points(source: End, target: End, ids: Sent, keys: Mapping[int, int]) -> int:
    """Send the points that the target lacks; returns how many.

    ``ids`` are those of the run on either side.
    """
    with source.store.reading() as connection:
        have = _counted(connection, ids[0])
    with target.store.reading() as connection:
        there = _counted(connection, ids[1])
    sent, batch = 0, list[Row]()
    for key_id, (number, _) in have.items():
        known = there.get(keys.get(key_id, -1), (0, 0))
        if key_id not in keys or known[0] == number:
            continue
        for part in _pages(source, ids[0], key_id, _begin(source, ids[0], key_id, number, known)):
            batch += [(ids[1], keys[key_id], *row[2:]) for row in part]
            if len(batch) >= BATCH:
                sent += _put(target, ids, batch)
                batch = []
    return sent + (_put(target, ids, batch) if batch else 0)


def _counted(connection: Connection, run_id: int | None) -> dict[int, tuple[int, int]]:
    """The number and the highest step of the points of each metric."""
    c = t.points.c
    wanted = select(c.key_id, func.count(), func.max(c.step)).where(c.run_id == run_id).group_by(c.key_id)
    return {key: (number, top) for key, number, top in connection.execute(wanted.order_by(c.key_id))}


def _begin(source: End, run_id: int, key_id: int, number: int, known: tuple[int, int]) -> tuple[int, int]:
    """The place behind which all missing points of a metric are."""
    if not known[0]:
        return START
    c = t.points.c
    where = (c.run_id == run_id, c.key_id == key_id, c.step > known[1])
    with source.store.reading() as connection:
        behind = connection.scalar(select(func.count()).select_from(t.points).where(*where)) or 0
    return (known[1], 2**31 - 1) if behind == number - known[0] else START


def _pages(source: End, run_id: int, key_id: int, place: tuple[int, int]) -> Iterator[list[Any]]:
    """The points of a metric behind a place, in parts."""
    c = t.points.c
    wanted = (
        select(*_POINT).where(c.run_id == run_id, c.key_id == key_id).order_by(c.step, c.ord).limit(BATCH)
    )
    while True:
        with source.store.reading() as connection:
            rows = [tuple(row) for row in connection.execute(wanted.where(tuple_(c.step, c.ord) > place))]
        if rows:
            yield rows
        if len(rows) < BATCH:
            return
        place = (rows[-1][2], rows[-1][3])


def _put(target: End, run: Sent, rows: list[Row]) -> int:
    """Write those of the rows that are not there, in one transaction."""
    try:
        return _put_absent(target, run, rows)
    except TrackError as error:
        if not is_duplicate(error):  # else another sync was at the same
            raise
    return _put_absent(target, run, rows)


def _put_absent(target: End, run: Sent, rows: list[Row]) -> int:
    with target.store.writing() as connection:
        insist(connection, run)
        by_key: dict[tuple[int, int], list[Row]] = {}
        for row in rows:
            by_key.setdefault((row[0], row[1]), []).append(row)
        absent = [row for key, own in by_key.items() for row in _absent(connection, key, own)]
        insert(connection, absent)
    return len(absent)


def _absent(connection: Connection, key: tuple[int, int], rows: list[Row]) -> list[Row]:
    c = t.points.c
    wanted = select(c.step, c.ord).where(
        c.run_id == key[0], c.key_id == key[1], c.step.between(rows[0][2], rows[-1][2])
    )
    there = {tuple(row) for row in connection.execute(wanted)}
    return [row for row in rows if (row[2], row[3]) not in there] if there else rows


def send_outputs(source: End, target: End, ids: Sent, traces: Mapping[int, int]) -> int:
    """Send the output fingerprints that the target lacks; returns how many."""
    return _send_numbered(source, target, t.output_fingerprints, ids, ("trace_id", traces))


def send_chunks(source: End, target: End, ids: Sent) -> int:
    """Send the parts of tables that the target lacks; returns how many."""
    return _send_numbered(source, target, kept.table_chunks, ids, ("name", None))


def _send_numbered(
    source: End, target: End, table: Table, ids: Sent, by: tuple[str, Mapping[int, int] | None]
) -> int:
    """Rows that are numbered within a column: those behind the last one there is."""
    column, renamed = table.c[by[0]], by[1]
    last = select(column, func.max(table.c.seq)).group_by(column)
    with source.store.reading() as connection:
        have = [name for name, _ in connection.execute(last.where(table.c.run_id == ids[0]))]
    with target.store.reading() as connection:
        there: dict[Any, int] = dict(connection.execute(last.where(table.c.run_id == ids[1])).all())
    sent = 0
    for name in have:
        called = name if renamed is None else renamed.get(name)
        if called is None:
            continue
        seq = there.get(called, -1)
        wanted = (
            select(table).where(table.c.run_id == ids[0], column == name).order_by(table.c.seq).limit(BATCH)
        )
        while True:
            with source.store.reading() as connection:
                rows = list(connection.execute(wanted.where(table.c.seq > seq)))
            _keep(target, ids, table, [{**row._mapping, "run_id": ids[1], by[0]: called} for row in rows])
            sent += len(rows)
            if len(rows) < BATCH:
                break
            seq = rows[-1].seq
    return sent


def send_media(source: End, target: End, ids: Sent, keys: Mapping[int, int]) -> int:
    """Send the media that the target lacks; returns how many."""
    table = kept.media
    names = (table.c.key_id, table.c.step, table.c.ord)
    with source.store.reading() as connection:
        have = [tuple(row) for row in connection.execute(select(*names).where(table.c.run_id == ids[0]))]
    with target.store.reading() as connection:
        there = {tuple(row) for row in connection.execute(select(*names).where(table.c.run_id == ids[1]))}
    absent = [key for key in have if key[0] in keys and (keys[key[0]], *key[1:]) not in there]
    for part in parts(absent, 100):
        wanted = select(table).where(table.c.run_id == ids[0], tuple_(*names).in_(part))
        with source.store.reading() as connection:
            rows = list(connection.execute(wanted))
        given = [{**row._mapping, "run_id": ids[1], "key_id": keys[row.key_id]} for row in rows]
        _keep(target, ids, table, given)
    return len(absent)


def _keep(target: End, run: Sent, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        with target.store.writing() as connection:
            insist(connection, run)
            for part in parts(rows):
                keep(connection, table, [storable(connection, row) for row in part])
