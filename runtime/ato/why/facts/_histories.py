"""Histories of metrics as pairs of step and value, without what is not drawn: a million in about a second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

import ato.track.store._tables as t
from ato.track.store._read import key_id_of, special
from ato.track.store._superseded import cuts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

QUERY = (
    "SELECT step, value, code, segment FROM points "
    "WHERE run_id = {mark} AND key_id = {mark} ORDER BY step, ord"
)


def points(connection: Connection, run_id: int, name: str) -> Iterator[tuple[int, float]]:
    """The points of a metric that count, by step."""
    cut = cuts(connection, run_id)
    driver: Any = connection.connection.driver_connection  # rows of SQLAlchemy would cost as much again
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    rows = driver.execute(QUERY.format(mark=mark), (run_id, key_id_of(connection, run_id, name)))
    for step, value, code, segment in rows:
        if not (segment in cut and step >= cut[segment]):
            yield step, value if code is None else special(value, code)


def first_step(connection: Connection, run_id: int, name: str) -> int:
    """The first step of a metric, or 0."""
    p = t.points.c
    where = (p.run_id == run_id, p.key_id == key_id_of(connection, run_id, name))
    return connection.scalar(select(func.min(p.step)).where(*where)) or 0
