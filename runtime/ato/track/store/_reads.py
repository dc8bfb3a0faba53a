"""Which keys of its config a run has read, over all the times that it was started and resumed.

Each segment of a run tells what it has read itself. A key was read if any of them read it, and is known not
to be only where all of them have told: one that was killed, or was given no config, has not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

import ato.track.store._tables as t

if TYPE_CHECKING:
    from sqlalchemy import Connection

Told = Mapping[str, Any]
NAMED = ("functions", "traces")


def take_reads(connection: Connection, run_id: int, segment: int, fact: Told) -> Told:
    """Mark the keys that a segment has read; a struct is read with its keys. Returns what is known by now.

    ``is_all`` of the fact says whether no other process may have read too.
    """
    known: Told = context_of(connection, run_id).get("reads", {})
    segments = {*known.get("segments", ())} | ({segment} if fact.get("is_all", True) else set[int]())
    read = {*known.get("paths", ()), *fact["paths"]}
    left = False if segments.issuperset(range(segment + 1)) else None
    table = t.config_keys
    mine = table.c.run_id == run_id
    for path in connection.scalars(select(table.c.path).where(mine)).all():
        parts = path.split(".")
        is_read = any(".".join(parts[:count]) in read for count in range(1, len(parts) + 1))
        change = update(table).where(mine, table.c.path == path)
        connection.execute(change.values(was_read=True if is_read else left))
    return {**known, "paths": sorted(read), "segments": sorted(segments)}


def forget_unread(connection: Connection, run_id: int) -> None:
    """A run goes on, and may yet read what it has not read so far."""
    table = t.config_keys
    where = (table.c.run_id == run_id, table.c.was_read.is_(False))
    connection.execute(update(table).where(*where).values(was_read=None))


def joined(known: Told, told: Told) -> Told:
    """What is known of reads, with the functions and traces that a segment tells of beside it."""
    named = {name: _united(known.get(name, {}), told.get(name, {})) for name in NAMED}
    return {**known, **told, **named}


def _united(known: Mapping[str, Iterable[str]], told: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    return {name: sorted({*known.get(name, ()), *told.get(name, ())}) for name in (*known, *told)}


def context_of(connection: Connection, run_id: int) -> dict[str, Any]:
    """What is known of a run alone."""
    text = connection.scalar(select(t.runs.c.context_json).where(t.runs.c.id == run_id))
    found: dict[str, Any] = json.loads(text or "{}")
    return found
