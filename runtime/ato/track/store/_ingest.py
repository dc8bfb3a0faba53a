"""Moving a journal into the tables: each part once.

The part, the summaries and how far the journal has been read are one transaction. So whoever reads a journal,
its own process or the one that takes it over, asks the table where to go on, and what was taken is never
taken again; where the database was lost, that is the beginning.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from socket import gethostname
from time import time
from zlib import crc32

from sqlalchemy import Connection, Engine, func, select, text, update

from ato.track.journal import Batch, Reader
from ato.track.journal._format import HEADER_SIZE
from ato.track.store._engine import writing
from ato.track.store._errors import is_refusal
from ato.track.store._facts import Target, take_all
from ato.track.store._points import Columns, add_points
from ato.track.store._refused import Refused
from ato.track.store._schema import check_latest
from ato.track.store._superseded import cuts, supersede
from ato.track.store._tables import points, runs, schema_versions
from ato.track.store._tables_kept import journals
from ato.track.store._upsert import put

COUNTED = 5_000_000
"""Up to so many points of a run are counted before its journal is removed."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of a journal: how far it was read, and what that came to."""

    offset: int = HEADER_SIZE
    segment: int = 0
    state: str = "open"
    damaged: int = 0
    points: int = 0


class Ingest:
    """Reads one journal into a store. ``refused`` are the lines to tell of what the store does not take."""

    def __init__(self, engine: Engine, reader: Reader, where: str = "the store") -> None:
        self.engine = engine
        self.reader = reader
        self.where = where
        self.name = Path(reader.path).name
        self.refused: list[str] = []
        self._keys: dict[str, int] = {}

    def align(self) -> None:
        """Go to where the store has read the journal up to."""
        with self.engine.connect() as connection:
            self.reader.seek(self._known(connection).offset)

    @property
    def is_begun(self) -> bool:
        """Whether something of the journal has been read."""
        return self.reader.offset > HEADER_SIZE

    def step(self) -> bool:
        """Take the next part; False where there is no whole record left.

        Raises what SQLAlchemy and its drivers raise; nothing is taken then, and the next call tries it again.
        A fact that the store will never take is put aside, and the rest is taken.
        """
        batch = self.reader.read()
        if batch is None:
            return False
        try:
            self._move(batch, self._take)
        except BaseException as error:
            self.reader.seek(batch.start)
            if not is_refusal(error):
                raise
            try:
                self._move(batch, self._take_with_care)
            except BaseException:
                self.reader.seek(batch.start)
                raise
        return True

    def all(self) -> None:
        """Take everything that is there."""
        while self.step():
            pass

    def beat(self, now: float) -> None:
        """Give a sign of life. A run of this process that was taken for dead meanwhile is running again."""
        uid = self.reader.uid
        with writing(self.engine) as connection:
            alive = {"heartbeat": now, "revision": runs.c.revision + 1}
            connection.execute(update(runs).where(runs.c.uid == uid).values(alive))
            if self._known(connection).state == "open":
                again = {"status": "running", "reason": "", "ended": None}
                mine = (runs.c.uid == uid, runs.c.pid == os.getpid(), runs.c.host == gethostname())
                connection.execute(update(runs).where(*mine, runs.c.status == "killed").values(again))

    def _known(self, connection: Connection) -> Known:
        """What is known of the journal, held until the transaction ends. Raises where tables are not ours."""
        check_latest(connection.scalar(select(func.max(schema_versions.c.version))), self.where)
        columns = (getattr(journals.c, name) for name in Known.__slots__)
        wanted = select(*columns).where(journals.c.name == self.name).with_for_update()
        row = connection.execute(wanted).first()
        if row is None and connection.dialect.name == "postgresql":  # no row that could be held
            held = {"first": crc32(self.name.encode()) - 2**31, "second": 0}
            connection.execute(text("SELECT pg_advisory_xact_lock(:first, :second)"), held)
            row = connection.execute(wanted).first()
        return Known(segment=self._segment_before(connection)) if row is None else Known(*row)

    def _segment_before(self, connection: Connection) -> int:
        """The segment of the first file of this journal; that of a run that was resumed since is another."""
        first = f"{self.name.removesuffix('.j').rpartition('.')[0]}.0000.j"
        return connection.scalar(select(journals.c.segment).where(journals.c.name == first)) or 0

    def _move(self, batch: Batch, take: Callable[[Connection, Batch, Known], None]) -> None:
        """Take a part in one transaction, or go to where the store wants to go on."""
        try:
            with writing(self.engine) as connection:
                known = self._known(connection)
                if known.offset == batch.start:
                    take(connection, batch, known)
        except BaseException:
            self._keys.clear()
            raise
        if known.offset == batch.start:
            self.reader.seek(batch.end)
        else:  # the database was lost, or another process has been here
            self._keys.clear()
            self.reader.seek(known.offset)

    def _take(self, connection: Connection, batch: Batch, known: Known) -> None:
        target = Target(connection, self.reader.uid, self._keys)
        target.find()
        target.segment = known.segment
        take_all(target, batch.facts)
        self._finish(target, batch, known)

    def _take_with_care(self, connection: Connection, batch: Batch, known: Known) -> None:
        """Take a part of which some fact is refused: each for itself, and put aside those that are."""
        target = Target(connection, self.reader.uid, self._keys)
        target.find()
        target.segment = known.segment
        refused = Refused(self.reader.path)
        for fact in batch.facts:
            try:
                with connection.begin_nested():
                    take_all(target, [fact])
            except Exception as error:
                if not is_refusal(error):
                    raise
                self._keys.clear()
                target.keys.clear()
                target.find()
                refused.add(fact, error)
        self.refused += refused.told()
        self._finish(target, batch, known)

    def _finish(self, target: Target, batch: Batch, known: Known) -> None:
        connection = target.connection
        if not target.run_id:  # the fact that it has begun is damaged
            target.stand_in(batch.times[0] if batch.times else time())
        by_key, unnamed = _columns(batch, self.reader.names)
        if by_key:
            ids = target.keys_of(list(by_key))
            add_points(
                connection,
                target.run_id,
                target.segment,
                {ids[name]: columns for name, columns in by_key.items()},
            )
            if target.segment in cuts(connection, target.run_id):  # resumed since, from an earlier step
                supersede(connection, target.run_id)
            top = max(max(columns[0]) for columns in by_key.values())
            where = (runs.c.id == target.run_id, (runs.c.last_step.is_(None)) | (runs.c.last_step < top))
            connection.execute(update(runs).where(*where).values(last_step=top))
        target.change(heartbeat=time(), revision=runs.c.revision + 1)
        is_over = known.state == "ended" or any(fact.get("kind") == "end" for fact in batch.facts)
        row = {
            "name": self.name,
            "run_id": target.run_id,
            "offset": batch.end,
            "segment": target.segment,
            "state": "ended" if is_over else "open",
            "damaged": known.damaged + batch.damaged + unnamed,
            "points": known.points + len(batch.steps),
        }
        put(connection, journals, [row])


def settle(engine: Engine, ingests: list[Ingest]) -> bool:
    """Note that journals are read, on the disk itself, so that they can be removed.

    False where the store does not have what was read from them: it was damaged, or other files were put in
    place of its own.
    """
    with writing(engine, is_final=True) as connection:
        for ingest in ingests:
            known = ingest._known(connection)
            if known.offset != ingest.reader.offset or not _has_points(connection, ingest):
                return False
            done = update(journals).where(journals.c.name == ingest.name).values(state="done")
            connection.execute(done)
    return True


def _has_points(connection: Connection, ingest: Ingest) -> bool:
    run_id = select(runs.c.id).where(runs.c.uid == ingest.reader.uid).scalar_subquery()
    taken = connection.scalar(select(func.sum(journals.c.points)).where(journals.c.run_id == run_id)) or 0
    if taken > COUNTED:
        return True
    return taken <= (connection.scalar(select(func.count()).where(points.c.run_id == run_id)) or 0)


def _columns(batch: Batch, names: dict[int, str]) -> tuple[dict[str, Columns], int]:
    """The points by the name of their metric, and how many have none, as its definition is damaged.

    Those are kept under a name that says so.
    """
    by_key: dict[int, Columns] = {key: ([], [], []) for key in set(batch.keys)}
    if len(by_key) == 1:  # all of one metric, as of a loop that logs one
        by_key[batch.keys[0]] = (batch.steps, batch.times, batch.values)
    else:
        for key, step, time_, value in zip(batch.keys, batch.steps, batch.times, batch.values):
            columns = by_key[key]
            columns[0].append(step)
            columns[1].append(time_)
            columns[2].append(value)
    unnamed = sum(len(columns[0]) for key, columns in by_key.items() if key not in names)
    return {names.get(key, f"unnamed.{key}"): columns for key, columns in by_key.items()}, unnamed
