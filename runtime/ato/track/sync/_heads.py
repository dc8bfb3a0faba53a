"""What a run is at a moment, and which of two stores is further with it.

Only one store goes on with a run at a time: that of the process that logs. Which is further is told by the
segments, each a start or a resumption, and then by the revision, which each batch of a journal raises: no
clock has a say. Two stores in which the same run was resumed by itself have *parted*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import Connection, func, select

import ato.track.store._tables as t
from ato.track.store._parts import parts

OF_ANYBODY = ("name", "notes")
"""Texts that anybody may change in any store."""
LOCAL = ("id", "project_id", "revision", *OF_ANYBODY)
RANKS = {"running": 0, "killed": 1, "failed": 2, "completed": 3}


class Standing(Enum):
    """How the source of a sync stands to the target with a run."""

    NEW = "new"
    AHEAD = "ahead"
    LEVEL = "level"
    BEHIND = "behind"
    PARTED = "parted"


@dataclass(frozen=True, slots=True)
class Head:
    """A run in one store. ``row`` is what follows the one who goes on with it."""

    id: int
    uid: str
    project: str
    revision: int
    row: Mapping[str, Any]
    texts: Mapping[str, str]
    tags: frozenset[str]
    segments: tuple[tuple[float, str, int, int | None], ...]

    @property
    def title(self) -> str:
        """The run for people."""
        return f"{self.project}/{self.texts['name']} ({self.uid[-8:]})"

    @property
    def life(self) -> tuple[Any, ...]:
        """Grows as the run goes on; a copy has that of its original."""
        row = self.row
        rank = RANKS.get(row["status"], 0)
        return len(self.segments), self.revision, rank, row["ended"] or 0.0, row["reason"], row["error"]


def heads(
    connection: Connection, project: str | None = None, uids: Sequence[str] | None = None
) -> dict[str, Head]:
    """The runs of a store by uid: all, those of a project, or these; the oldest first."""
    runs = t.runs.c
    wanted = select(t.runs, t.projects.c.name.label("project")).join(
        t.projects, t.projects.c.id == runs.project_id
    )
    if project is not None:
        wanted = wanted.where(t.projects.c.name == project)
    wanted = wanted.order_by(runs.started, runs.uid)
    if uids is None:
        rows = list(connection.execute(wanted))
    else:
        rows = [row for part in parts(uids) for row in connection.execute(wanted.where(runs.uid.in_(part)))]
    ids = [row.id for row in rows]
    tags, segments = _tags(connection, ids), _segments(connection, ids)
    return {
        row.uid: Head(
            row.id,
            row.uid,
            row.project,
            row.revision,
            {name: value for name, value in row._mapping.items() if name not in (*LOCAL, "project")},
            {name: row._mapping[name] for name in OF_ANYBODY},
            frozenset(tags.get(row.id, ())),
            tuple(segments.get(row.id, ())),
        )
        for row in rows
    }


def _tags(connection: Connection, ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for part in parts(ids):
        for run_id, tag in connection.execute(select(t.tags).where(t.tags.c.run_id.in_(part))):
            found.setdefault(run_id, []).append(tag)
    return found


def _segments(
    connection: Connection, ids: Sequence[int]
) -> dict[int, list[tuple[float, str, int, int | None]]]:
    found: dict[int, list[tuple[float, str, int, int | None]]] = {}
    c = t.segments.c
    for part in parts(ids):
        wanted = select(c.run_id, c.started, c.host, c.pid, c.resumed_from_step).where(c.run_id.in_(part))
        for run_id, *segment in connection.execute(wanted.order_by(c.run_id, c.seq)):
            found.setdefault(run_id, []).append(tuple(segment))
    return found


def standing(source: Head, target: Head | None) -> Standing:
    """How the source stands, by what the heads say; ``has_more`` tells the rest where segments differ."""
    if target is None:
        return Standing.NEW
    shared = min(len(source.segments), len(target.segments))
    if source.segments[:shared] != target.segments[:shared]:
        return Standing.PARTED
    if source.life == target.life:
        return Standing.LEVEL
    return Standing.AHEAD if source.life > target.life else Standing.BEHIND


def points_of(connection: Connection, run_id: int, segment: int) -> int:
    """How many points a segment of a run has."""
    where = (t.points.c.run_id == run_id, t.points.c.segment == segment)
    return connection.scalar(select(func.count()).select_from(t.points).where(*where)) or 0
