"""A metric as it is drawn: no more columns than there is room for, taken together by the database."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from sqlalchemy import Connection, Double, Integer, and_, cast, func, not_, select

import ato.track.store._tables as t
from ato.track.store._read import key_id_of
from ato.track.store._superseded import cuts

LARGEST = 1e290
"""Beyond it values are not drawn: the sum of many would be infinite, which PostgreSQL refuses."""


@dataclass(frozen=True)
class Curve:
    """The mean of the finite values in each column, None where there is none; and the steps it spans."""

    values: tuple[float | None, ...]
    first_step: int
    last_step: int


def curve(connection: Connection, run_id: int, name: str, columns: int) -> Curve:
    """The curve of a metric; without points it spans nothing. Points that were left behind are not drawn."""
    key_id = key_id_of(connection, run_id, name)
    points = t.points.c
    mine = [points.run_id == run_id, points.key_id == key_id]
    for segment, step in cuts(connection, run_id).items():
        mine.append(not_(and_(points.segment == segment, points.step >= step)))
    first, last = connection.execute(select(func.min(points.step), func.max(points.step)).where(*mine)).one()
    if first is None:
        return Curve((), 0, 0)
    count = min(columns, last - first + 1)
    place = (cast(points.step, Double) - float(first)) * (
        count / float(last - first + 1)
    )  # steps may be huge
    is_sqlite = connection.dialect.name == "sqlite"  # which may have no `floor`
    column = cast(place, Integer) if is_sqlite else func.floor(place)
    finite = (points.value.is_not(None), points.value.between(-LARGEST, LARGEST))
    wanted = select(column.label("place"), func.avg(points.value)).where(*mine, *finite).group_by("place")
    found = {min(int(place), count - 1): float(value) for place, value in connection.execute(wanted)}
    values = tuple(found.get(place) for place in range(count))
    return Curve(tuple(value if value is None or isfinite(value) else None for value in values), first, last)
