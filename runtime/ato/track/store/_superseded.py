"""What a resumed run leaves behind: points of earlier segments at and after the step it was resumed from.

They stay in the table, marked by nothing but their segment, and count neither in histories nor in summaries.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from ato.track.store._points import Columns, restated
from ato.track.store._tables import NAN, points, segments, summaries


def cuts(connection: Connection, run_id: int) -> dict[int, int]:
    """For each segment the step from which on its points are superseded; one that lost none is not in it."""
    wanted = (
        select(segments.c.seq, segments.c.resumed_from_step)
        .where(segments.c.run_id == run_id)
        .order_by(segments.c.seq)
    )
    rows = list(connection.execute(wanted))
    found: dict[int, int] = {}
    for seq, step in rows:
        if step is not None:
            for earlier, _ in rows:
                if earlier < seq:
                    found[earlier] = min(step, found.get(earlier, step))
    return found


def supersede(connection: Connection, run_id: int) -> None:
    """Make the summaries of a run anew from the points that still count."""
    cut = cuts(connection, run_id)
    wanted = select(summaries.c.key_id, summaries.c.top_step).where(summaries.c.run_id == run_id)
    tops = [(key_id, top) for key_id, top in connection.execute(wanted)]
    connection.execute(delete(summaries).where(summaries.c.run_id == run_id))
    for key_id, top in tops:
        columns: Columns = ([], [], [])
        for point in connection.execute(
            select(points).where(points.c.run_id == run_id, points.c.key_id == key_id)
        ):
            if point.step < cut.get(point.segment, point.step + 1):
                columns[0].append(point.step)
                columns[1].append(point.time)
                columns[2].append(float("nan") if point.code == NAN else point.value)
        restated(connection, run_id, key_id, columns, top)
