"""Making the tables, and bringing those of an older version up to date.

A new store is made as ``metadata`` says, at the latest version. An older one goes through the steps after its
own, in order, all in one transaction. Both happen under a lock, so that processes that meet an empty store at
the same moment make it once. What a newer program has made is refused, untouched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import time

from sqlalchemy import Connection, func, inspect, select

import ato.track.store._append_only as _append_only
from ato.track._errors import TrackError
from ato.track.store._tables import schema_versions
from ato.track.store._tables_kept import journals

metadata = journals.metadata  # of all tables: both modules have been read by now
_append_only.guard()


@dataclass(frozen=True, slots=True)
class Step:
    """What brings a store from the version before to ``version``."""

    version: int
    name: str
    apply: Callable[[Connection], None]


def _everything(connection: Connection) -> None:
    metadata.create_all(connection)


STEPS: tuple[Step, ...] = (Step(1, "the first tables", _everything),)
"""All versions there have been. The first makes what the tables say today; a later one changes what the
versions before it have left, and is written together with the change of the tables."""


def version_of(connection: Connection) -> int:
    """The version of the tables; 0 where there are none."""
    if not inspect(connection).has_table(schema_versions.name):
        return 0
    return connection.scalar(select(func.max(schema_versions.c.version))) or 0


def check(version: int, where: str, steps: Sequence[Step] = STEPS) -> None:
    """Raise ``TrackError`` for tables of a newer program."""
    latest = steps[-1].version
    if version > latest:
        message = f"was made by a newer ato (tables of version {version}; this one knows up to {latest})"
        raise TrackError(where, message, ("update ato, or name another store; nothing in it was touched",))


def check_latest(version: int | None, where: str) -> None:
    """Raise ``TrackError`` where another program has changed the tables since they were opened."""
    check(version or 0, where)
    if version != STEPS[-1].version:
        raise TrackError(where, f"has become a store of version {version or 0}; it is opened anew")


def migrate(connection: Connection, where: str, steps: Sequence[Step] = STEPS) -> int:
    """Bring the tables to the latest version, in the caller's transaction and lock; returns what it was."""
    before = version_of(connection)
    check(before, where, steps)
    if before == 0:
        metadata.create_all(connection)
    for step in steps:
        if step.version > before:
            if before:
                step.apply(connection)
            row = {"version": step.version, "name": step.name, "applied": time()}
            connection.execute(schema_versions.insert().values(row))
    return before
