"""The last step with a run: what the target says of it becomes what the source said when the sync began.

Whatever the run refers to is there by then. So a target that says the same as the source has everything, and
one in which a sync was killed says less than it has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, delete, select, update

import ato.track.store._tables as t
import ato.track.store._tables_kept as kept
from ato.track.store._changes import subject_of
from ato.track.store._parts import parts
from ato.track.store._upsert import keep
from ato.track.sync._ends import End, Gone, remember, states, storable
from ato.track.sync._heads import Head, heads
from ato.track.sync._ids import project_id
from ato.track.sync._registers import Registers

OF_RUN = (
    t.config_keys, t.config_events, t.view_applies, t.run_codes, t.summary_values, kept.table_defs,
    t.segments,
)  # fmt: skip
"""Tables of a few rows a run, which are replaced as a whole."""
COPYING = "a copy of it is not finished: sync again"

Rows = list[dict[str, Any]]


def begin(target: End, head: Head) -> int:
    """The number of the run in the target, where it is put down as not finished if it is new."""
    with target.store.writing() as connection:
        row = {name: value for name, value in head.row.items() if not name.endswith("_digest")}
        row |= {
            "status": "killed",
            "reason": COPYING,
            "error": "",
            "heartbeat": 0.0,
            "revision": 0,
            "ended": None,
        }
        row |= {"uid": head.uid, "project_id": project_id(connection, head.project), **head.texts}
        keep(connection, t.runs, [storable(connection, row)])
        return int(connection.scalar(select(t.runs.c.id).where(t.runs.c.uid == head.uid)) or 0)


def details(source: End, head: Head, keys: Mapping[int, int]) -> list[tuple[Table, Rows]]:
    """The rows of a run that are replaced as a whole, with the metrics as the target numbers them."""
    found: list[tuple[Table, Rows]] = []
    with source.store.reading() as connection:
        for table in OF_RUN:
            own = connection.execute(select(table).where(table.c.run_id == head.id))
            found.append((table, [dict(row._mapping) for row in own]))
        wanted = select(t.summaries).where(t.summaries.c.run_id == head.id)
        rows = [dict(row._mapping) for row in connection.execute(wanted) if row.key_id in keys]
    found.append((t.summaries, [{**row, "key_id": keys[row["key_id"]]} for row in rows]))
    # A run that was resumed meanwhile has more segments than its head says: the next sync has them.
    return [(table, rows[: len(head.segments)] if table is t.segments else rows) for table, rows in found]


def settle(
    target: End,
    head: Head,
    rows: list[tuple[Table, Rows]],
    links: Mapping[tuple[int, str], Mapping[str, Any]],
    theirs: Registers,
) -> None:
    """Make a run in the target say what its head and these rows say, unless it says more by now."""
    with target.store.writing() as connection:
        connection.execute(select(t.runs.c.id).where(t.runs.c.uid == head.uid).with_for_update())
        there = heads(connection, uids=[head.uid]).get(head.uid)
        if there is None:
            raise Gone(head.uid)
        if head.life > there.life:
            values = {**head.row, "revision": head.revision}
            connection.execute(
                update(t.runs).where(t.runs.c.id == there.id).values(storable(connection, values))
            )
            for table, own in rows:
                _replace(connection, table, there.id, own)
        _link(connection, there.id, links)
        merge(connection, target.uid, there, theirs)


def _replace(connection: Connection, table: Table, run_id: int, rows: Rows) -> None:
    connection.execute(delete(table).where(table.c.run_id == run_id))
    for part in parts(rows):
        keep(connection, table, [storable(connection, {**row, "run_id": run_id}) for row in part])


def _link(connection: Connection, run_id: int, links: Mapping[tuple[int, str], Mapping[str, Any]]) -> None:
    rows = [{**row, "run_id": run_id, "version_id": version} for (version, _), row in links.items()]
    keep(connection, kept.lineage, rows)


def registers_of(connection: Connection, store: str, some: Mapping[str, Head]) -> dict[str, Registers]:
    """What anybody may change of runs, as a store has it, with what was changed since the last sync."""
    known = states(connection, [subject_of(uid) for uid in some])
    found: dict[str, Registers] = {}
    for uid, head in some.items():
        state = known.get(subject_of(uid))
        if state is None:
            found[uid] = Registers.first(head.texts, head.tags)
        else:
            found[uid] = Registers.of_json(state).noticed(head.texts, head.tags, store)
    return found


def note(end: End, some: Mapping[str, Head], *, is_kept: bool) -> dict[str, Registers]:
    """The registers of runs of the source, which it remembers from now on if they are to be kept."""
    with end.store.reading() as connection:
        found = registers_of(connection, end.uid, some)
        known = states(connection, [subject_of(uid) for uid in some])
    new = {subject_of(uid): each.to_json() for uid, each in found.items()}
    new = {name: state for name, state in new.items() if known.get(name) != state}
    if new and is_kept:
        with end.store.writing() as connection:
            remember(connection, new)
    return found


def merge(connection: Connection, store: str, there: Head, theirs: Registers) -> bool:
    """Bring what others have changed into the target; whether a name, notes or tags are other than before."""
    known = states(connection, [subject_of(there.uid)]).get(subject_of(there.uid))
    if known is None and there.row["heartbeat"] == 0.0 and not there.tags:
        ours = theirs  # a copy that was begun by us
    else:
        ours = registers_of(connection, store, {there.uid: there})[there.uid]
    both = ours.merged(theirs)
    if both.to_json() != known:
        remember(connection, {subject_of(there.uid): both.to_json()})
    return _apply(connection, there, both)


def _apply(connection: Connection, there: Head, both: Registers) -> bool:
    texts = {name: value for name, value in both.values.items() if value != there.texts[name]}
    tags = both.set_tags
    if texts:
        connection.execute(update(t.runs).where(t.runs.c.id == there.id).values(storable(connection, texts)))
    gone, new = sorted(there.tags - tags), sorted(tags - there.tags)
    if gone:
        where = (t.tags.c.run_id == there.id, t.tags.c.tag.in_(gone))
        connection.execute(delete(t.tags).where(*where))
    keep(connection, t.tags, [storable(connection, {"run_id": there.id, "tag": tag}) for tag in new])
    return bool(texts or gone or new)
