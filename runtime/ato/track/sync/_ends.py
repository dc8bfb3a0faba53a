"""The two ends of a sync: stores with names of their own, and what they remember of each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import time
from typing import Any

from sqlalchemy import Connection, select

from ato.track._uid import new_uid
from ato.track.blobs import Blobs
from ato.track.store import Store
from ato.track.store._tables_kept import remote_states
from ato.track.store._upsert import keep, put

HERE = ""
"""What stands for the store itself in ``remote_states``."""
NAMED = "store"
AT_ONCE = 500

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class End:
    """A store, the name that it has among stores, and where its files by content are."""

    store: Store
    uid: str
    blobs: Blobs

    def __str__(self) -> str:
        return str(self.store.location)


def end_of(store: Store, blobs: Blobs | None) -> End:
    """A store as the end of a sync; it gets its name with the first one."""
    return End(store, _uid(store), blobs or Blobs.of(store.location))


def _uid(store: Store) -> str:
    with store.reading() as connection:
        known = _state(connection, NAMED)
    if known is None:
        with store.writing() as connection:
            row = {"remote": HERE, "subject": NAMED, "acknowledged": 0, "time": time()}
            keep(connection, remote_states, [row | {"state_json": new_uid()}])
            known = _state(connection, NAMED)
    return known or ""


def _state(connection: Connection, subject: str) -> str | None:
    states = remote_states.c
    return connection.scalar(
        select(states.state_json).where(states.remote == HERE, states.subject == subject)
    )


def states(connection: Connection, subjects: Sequence[str]) -> dict[str, str]:
    """What a store remembers of these subjects."""
    table = remote_states.c
    found: dict[str, str] = {}
    for part in parts(subjects):
        wanted = select(table.subject, table.state_json).where(table.remote == HERE, table.subject.in_(part))
        found |= dict(connection.execute(wanted).all())
    return found


def states_like(connection: Connection, beginning: str) -> dict[str, str]:
    """What a store remembers of all subjects that begin so."""
    table = remote_states.c
    wanted = select(table.subject, table.state_json).where(table.remote == HERE)
    return dict(connection.execute(wanted.where(table.subject.startswith(beginning, autoescape=True))).all())


def remember(connection: Connection, told: Mapping[str, str]) -> None:
    """Make a store remember something of each subject."""
    now = time()
    rows = [
        {"remote": HERE, "subject": subject, "acknowledged": 0, "time": now, "state_json": state}
        for subject, state in told.items()
    ]
    for part in parts(rows):
        put(connection, remote_states, part)


def parts(items: Sequence[Any], size: int = AT_ONCE) -> Iterator[list[Any]]:
    """A sequence in pieces that fit one statement."""
    for start in range(0, len(items), size):
        yield list(items[start : start + size])


def storable(connection: Connection, row: Row) -> dict[str, Any]:
    """A row as the database takes it: PostgreSQL knows no NUL in texts."""
    if connection.dialect.name != "postgresql":
        return dict(row)
    return {
        name: value.replace("\0", "�") if isinstance(value, str) else value for name, value in row.items()
    }
