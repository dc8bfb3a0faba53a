"""Lineage: which runs made and used which versions, to any depth, as a graph.

Edges lead the way that content goes: from a version to a run that used it, from a run to a version that it
made. A run that makes what it has used closes a ring; everything is visited once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, select

import ato.track.store._tables_kept as kept
from ato.track._errors import TrackError
from ato.track._location import Location
from ato.track.artifacts._find import by_ids, find
from ato.track.artifacts._version import Version
from ato.track.store import StoredRun
from ato.track.store._parts import parts
from ato.track.store._read import find_run, runs_of
from ato.track.store._tables import runs

Direction = Literal["up", "down", "both"]
DIRECTIONS = ("up", "down", "both")

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class LineageNode:
    """A run or a version. ``kind`` is ``run`` or ``version``, ``name`` what people call it; ``type`` is that
    of the artifact, or the status of the run; ``depth`` is how many edges it is away from the start.
    """

    uid: str
    kind: str
    name: str
    type: str
    time: float
    depth: int


@dataclass(frozen=True, slots=True)
class LineageEdge:
    """Content that went from ``source`` to ``target``, both uids; ``role`` is ``used`` or ``made``."""

    source: str
    target: str
    role: str
    time: float


@dataclass(frozen=True, slots=True)
class Lineage:
    """A graph of runs and versions around ``start``, the uid of one of them."""

    start: str
    nodes: tuple[LineageNode, ...]
    edges: tuple[LineageEdge, ...]

    @property
    def runs(self) -> tuple[str, ...]:
        """The names of the runs."""
        return tuple(node.name for node in self.nodes if node.kind == "run")

    @property
    def versions(self) -> tuple[str, ...]:
        """The names of the versions."""
        return tuple(node.name for node in self.nodes if node.kind == "version")


def lineage(
    connection: Connection,
    location: Location,
    subject: Version | StoredRun | str | int,
    direction: str = "both",
    depth: int | None = None,
) -> Lineage:
    """What a version or a run came from (``up``), what came of it (``down``), or both, up to ``depth`` edges.

    A text with a ``:`` names a version, any other a run. Raises ``TrackError`` for what is not there.
    """
    if direction not in DIRECTIONS:
        raise TrackError(repr(direction), f"is no direction of lineage: it is {', '.join(DIRECTIONS)}")
    start = _start(connection, location, subject)
    depths: dict[Key, int] = {start: 0}
    edges: dict[tuple[Key, Key], tuple[str, float]] = {}
    for way in DIRECTIONS[:2]:
        if direction in (way, "both"):
            _walk(connection, start, way, depth, depths, edges)
    nodes = dict(_nodes(connection, location, depths))
    ordered = sorted(nodes.values(), key=lambda node: (node.depth, node.time, node.uid))
    told = [
        LineageEdge(nodes[source].uid, nodes[target].uid, role, time)
        for (source, target), (role, time) in edges.items()
        if source in nodes and target in nodes
    ]
    told.sort(key=lambda edge: (edge.time, edge.source, edge.target))
    return Lineage(nodes[start].uid, tuple(ordered), tuple(told))


def _start(connection: Connection, location: Location, subject: Version | StoredRun | str | int) -> Key:
    if isinstance(subject, StoredRun):
        return "run", subject.id
    if isinstance(subject, Version):
        return "version", subject.id
    if isinstance(subject, str) and ":" in subject:
        return "version", find(connection, location, subject).id
    try:
        return "run", find_run(connection, subject).id
    except TrackError as error:
        told = error.problem
        help = (*told.help, f"a version is named with a colon, as {subject}:latest")
        raise TrackError(told.subject, told.message, help) from None


def _walk(
    connection: Connection,
    start: Key,
    way: str,
    depth: int | None,
    depths: dict[Key, int],
    edges: dict[tuple[Key, Key], tuple[str, float]],
) -> None:
    """Go one way, level by level."""
    level, seen, away = [start], {start}, 0
    while level and (depth is None or away < depth):
        away += 1
        following: list[Key] = []
        for near, far, role, time in _steps(connection, level, way):
            edges[(far, near) if way == "up" else (near, far)] = (role, time)
            if far not in seen:
                seen.add(far)
                depths[far] = min(away, depths.get(far, away))
                following.append(far)
        level = following


def _steps(connection: Connection, level: Sequence[Key], way: str) -> Iterator[tuple[Key, Key, str, float]]:
    """What one edge leads to. Up from a version is who made it, up from a run what it used."""
    table = kept.lineage.c
    kinds = {"version": "made" if way == "up" else "used", "run": "used" if way == "up" else "made"}
    for kind, role in kinds.items():
        near, far = (
            (table.version_id, table.run_id) if kind == "version" else (table.run_id, table.version_id)
        )
        other = "run" if kind == "version" else "version"
        for ids in parts([key[1] for key in level if key[0] == kind]):
            wanted = select(near, far, table.time).where(near.in_(ids), table.role == role)
            for near_id, far_id, time in connection.execute(wanted.order_by(table.time, far)):
                yield (kind, near_id), (other, far_id), role, time


def _nodes(
    connection: Connection, location: Location, depths: dict[Key, int]
) -> Iterator[tuple[Key, LineageNode]]:
    for ids in parts([number for kind, number in depths if kind == "run"]):
        for run in runs_of(connection, select(runs).where(runs.c.id.in_(ids))):
            key = ("run", run.id)
            name = f"{run.project}/{run.name}"
            yield key, LineageNode(run.uid, "run", name, run.status, run.started, depths[key])
    for version in by_ids(connection, location, [number for kind, number in depths if kind == "version"]):
        key = ("version", version.id)
        yield (
            key,
            LineageNode(version.uid, "version", str(version), version.type, version.created, depths[key]),
        )
