"""The history of a cause: all runs that have what a run has."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Text, and_, literal, not_, select

import ato.track.store._tables as t
from ato.config import suggestion
from ato.track._errors import TrackError
from ato.track.query._rows import Condition
from ato.track.store import StoredRun
from ato.track.store._read import find_run


@dataclass(frozen=True)
class Shared:
    """A condition that was found out, with what it says."""

    text: str
    test: Condition

    def condition(self, _: Connection) -> Condition:
        """The condition on ``runs``."""
        return self.test


def found(connection: Connection, run: StoredRun | str | int) -> StoredRun:
    """A run, by whatever names it."""
    return run if isinstance(run, StoredRun) else find_run(connection, run)


def sharing_structure(connection: Connection, run: StoredRun | str | int) -> Shared:
    """Raises ``TrackError`` where the run was given no config."""
    mine = found(connection, run)
    if not mine.structure_digest:
        raise TrackError(f"{mine.project}/{mine.name}", "the run was given no config")
    return Shared(f"as {mine.id} is built", t.runs.c.structure_digest == mine.structure_digest)


def sharing_code(connection: Connection, run: StoredRun | str | int, trace: str) -> Shared:
    """Raises ``TrackError`` where the run has no fingerprint under the trace."""
    mine = found(connection, run)
    codes = t.run_codes.c
    rows = connection.execute(select(codes.trace, codes.code_digest).where(codes.run_id == mine.id))
    known = {row.trace: row.code_digest for row in rows}
    if trace not in known:
        message = f"the run {mine.project}/{mine.name} has no fingerprint of code under that trace"
        raise TrackError(trace, message, suggestion(trace, known))
    same = select(codes.run_id).where(codes.trace == trace, codes.code_digest == known[trace])
    return Shared(f"code[{trace!r}] as in {mine.id}", t.runs.c.id.in_(same))


def sharing_outputs(connection: Connection, run: StoredRun | str | int, trace: str) -> Shared:
    """Raises ``TrackError`` where the run has no outputs under the trace."""
    mine = found(connection, run)
    outputs, traces = t.output_fingerprints.c, t.traces.c
    last = select(outputs.trace_id, outputs.seq, outputs.chain).join(t.traces, traces.id == outputs.trace_id)
    told = last.where(outputs.run_id == mine.id, traces.name == trace).order_by(outputs.seq.desc()).limit(1)
    row = connection.execute(told).first()
    if row is None:
        known = connection.scalars(select(traces.name).limit(1000))
        message = f"the run {mine.project}/{mine.name} has no outputs under that trace"
        raise TrackError(trace, message, suggestion(trace, known))
    here = select(outputs.seq).where(outputs.run_id == t.runs.c.id, outputs.trace_id == row.trace_id)
    same = here.where(outputs.seq == row.seq, outputs.chain == row.chain).exists()
    longer = here.where(outputs.seq > row.seq).exists()
    return Shared(f"outputs of {trace!r} as in {mine.id}", and_(same, not_(longer)))


def sharing_value(connection: Connection, run: StoredRun | str | int, key: str) -> Shared:
    """Raises ``TrackError`` where the run has no such key."""
    mine = found(connection, run)
    entries = t.config_entries.c
    wanted = select(entries.path, entries.value_hash, entries.num, entries.txt)
    rows = connection.execute(wanted.where(entries.config_digest == mine.config_digest))
    known = {row.path: row for row in rows}
    if key not in known:
        message = f"the config of {mine.project}/{mine.name} has no such key"
        raise TrackError(key, message, suggestion(key, known))
    row = known[key]
    near: list[Condition] = []  # what an index has
    if row.num is not None:
        near = [entries.num == row.num]
    elif row.txt is not None:
        near = [t.head_of(entries.txt) == t.head_of(literal(row.txt, Text))]
    same = select(entries.config_digest).where(
        entries.path == key, entries.value_hash == row.value_hash, *near
    )
    test = and_(t.runs.c.config_digest.is_not(None), t.runs.c.config_digest.in_(same))
    return Shared(f"config.{key} as in {mine.id}", test)
