"""What stays of a run that was removed: that it was, so that it stays away where stores meet.

A run is removed and brought back in turns, and each turn is counted. So of two stores the one with the higher
count knows the later turn, and the count alone says which turn that was: odd ones are removals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from time import time
from typing import Any

from sqlalchemy import Connection, Row, func, select

import ato.track.store._tables as t
from ato.track.store._parts import parts
from ato.track.store._tables_kept import removals
from ato.track.store._upsert import put


@dataclass(frozen=True, slots=True)
class Removal:
    """The last turn with a run. ``segments`` and ``revision`` say how far it had come when it was removed."""

    uid: str
    project: str
    name: str
    times: int
    segments: int
    revision: int
    time: float

    @property
    def is_removed(self) -> bool:
        """Whether the run is to stay away."""
        return self.times % 2 == 1

    @property
    def title(self) -> str:
        """The run for people."""
        return f"{self.project}/{self.name} ({self.uid[-8:]})"


def removals_of(connection: Connection, uids: Sequence[str] | None = None) -> dict[str, Removal]:
    """What is known of removed runs by uid: of all, or of these."""
    wanted = select(removals).order_by(removals.c.uid)
    rows: list[Row[Any]] = []
    if uids is None:
        rows += connection.execute(wanted)
    else:
        for part in parts(uids):
            rows += connection.execute(wanted.where(removals.c.uid.in_(part)))
    return {row.uid: Removal(**row._mapping) for row in rows}


def note_removed(connection: Connection, run_ids: Sequence[int]) -> None:
    """Put down that these runs are being removed; before they are."""
    runs, count = t.runs.c, func.count(t.segments.c.seq)
    wanted = (
        select(
            runs.uid, t.projects.c.name.label("project"), runs.name, runs.revision, count.label("segments")
        )
        .join(t.projects, t.projects.c.id == runs.project_id)
        .outerjoin(t.segments, t.segments.c.run_id == runs.id)
        .where(runs.id.in_(run_ids))
        .group_by(runs.uid, t.projects.c.name, runs.name, runs.revision)
    )
    rows = [dict(row._mapping) for row in connection.execute(wanted)]
    known = removals_of(connection, [row["uid"] for row in rows])
    turns = {uid: each.times + 1 - each.times % 2 for uid, each in known.items()}
    put_removals(connection, [Removal(**row, times=turns.get(row["uid"], 1), time=time()) for row in rows])


def put_removals(connection: Connection, given: Iterable[Removal]) -> None:
    """Write down the last turns with runs."""
    put(connection, removals, [asdict(each) for each in given])
