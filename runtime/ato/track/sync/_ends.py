"""The two ends of a sync: stores with names of their own, and what they remember of each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import time
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from ato.track._uid import new_uid
from ato.track.blobs import Blobs
from ato.track.store import Store
from ato.track.store._parts import parts
from ato.track.store._tables import runs
from ato.track.store._tables_kept import remote_states
from ato.track.store._upsert import put

HERE = ""
"""What stands for the store itself in ``remote_states``."""
NAMED = "store"


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
    """The name of a store. One whose file was copied is another one, and gets a name of its own."""
    file = _file_of(store)
    with store.reading() as connection:
        known = _name(connection)
    if known is None or (file and known.acknowledged != file):
        with store.writing() as connection:
            known = _name(connection)
            if known is None or (file and known.acknowledged != file):
                row = {"remote": HERE, "subject": NAMED, "acknowledged": file, "time": time()}
                put(connection, remote_states, [row | {"state_json": new_uid()}])
                known = _name(connection)
    return "" if known is None else str(known.state_json)


def _file_of(store: Store) -> int:
    """What tells a file from its copies, however it is reached; 0 where that is not to be known."""
    path = store.location.path
    return 0 if path is None else path.stat().st_ino & 2**63 - 1


def _name(connection: Connection) -> Any:
    states = remote_states.c
    wanted = select(states.state_json, states.acknowledged)
    return connection.execute(wanted.where(states.remote == HERE, states.subject == NAMED)).first()


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


class Gone(Exception):
    """A run was taken out of the target while it was sent."""


class Sent(NamedTuple):
    """A run that is being sent: its numbers in both stores, and what names it in each."""

    ours: int
    theirs: int
    uid: str


def insist(connection: Connection, run: Sent) -> None:
    """Keep a run in the target until the transaction ends. Raises ``Gone`` where it is not there any more."""
    wanted = select(runs.c.uid).where(runs.c.id == run.theirs).with_for_update(read=True)
    if connection.scalar(wanted) != run.uid:
        raise Gone(run.uid)


def storable(connection: Connection, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the database takes it: PostgreSQL knows no NUL in texts."""
    if connection.dialect.name != "postgresql":
        return dict(row)
    return {
        name: value.replace("\0", "�") if isinstance(value, str) else value for name, value in row.items()
    }
