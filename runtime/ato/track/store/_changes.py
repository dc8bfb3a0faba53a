"""Changing runs after the fact: their tags, and taking them out of the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Table, delete, select, update

import ato.track.store._tables as t
from ato.track.store._schema import metadata
from ato.track.store._tables_kept import journals, remote_states
from ato.track.store._upsert import keep

BY_CONTENT: tuple[tuple[str, Table], ...] = (
    ("config_digest", t.config_entries),
    ("env_digest", t.environments),
    ("source_digest", t.sources),
)
"""What runs share by its content: it goes with the last run that has it."""


def retag(connection: Connection, run_id: int, add: Iterable[str], remove: Iterable[str], actor: str) -> None:
    """Give tags to a run, and take others away."""
    keep(connection, t.tags, [{"run_id": run_id, "tag": tag} for tag in dict.fromkeys(add)])
    gone = list(remove)
    if gone:
        connection.execute(delete(t.tags).where(t.tags.c.run_id == run_id, t.tags.c.tag.in_(gone)))
    connection.execute(update(t.runs).where(t.runs.c.id == run_id).values(actor=actor))


def subject_of(uid: str) -> str:
    """Under which name ``remote_states`` has what anybody may change of a run."""
    return f"run:{uid}"


def remove_runs(connection: Connection, run_ids: Sequence[int]) -> None:
    """Delete runs with every row of theirs, and what no other run shares with them.

    Nothing stays that says so; ``note_removed`` does that. Files stay for the garbage collection of blobs;
    versions of artifacts that a run has made and fingerprints of code, which others may refer to, stay too.
    So does that their journals have been read: no file is kept for their sake, and none is read again.
    """
    mine = t.runs.c.id.in_(run_ids)
    shared = {
        name: set(connection.scalars(select(t.runs.c[name]).where(mine, t.runs.c[name].is_not(None))))
        for name, _ in BY_CONTENT
    }
    read = update(journals).where(journals.c.run_id.in_(run_ids), journals.c.state == "done")
    connection.execute(read.values(run_id=None))
    for table in reversed(metadata.sorted_tables):
        if "run_id" in table.c:
            connection.execute(delete(table).where(table.c.run_id.in_(run_ids)))
    uids = connection.scalars(select(t.runs.c.uid).where(mine)).all()
    states = remote_states.c.subject
    connection.execute(delete(remote_states).where(states.in_([subject_of(uid) for uid in uids])))
    connection.execute(delete(t.runs).where(mine))
    for name, table in BY_CONTENT:
        column = next(iter(table.primary_key))
        for digest in sorted(shared[name]):
            is_used = select(t.runs.c.id).where(t.runs.c[name] == digest).exists()
            connection.execute(delete(table).where(column == digest, ~is_used))
