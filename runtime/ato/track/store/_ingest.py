"""Moving a journal into the tables: each part once.

The part, the summaries and how far the journal has been read are one transaction. So whoever reads a journal,
its own process or the one that takes it over, asks the table where to go on, and what was taken is never
taken again; where the database was lost, that is the beginning.
"""

from __future__ import annotations

from pathlib import Path
from time import time

from sqlalchemy import Connection, Engine, select, update

from ato.track.journal import Batch, Reader
from ato.track.journal._format import HEADER_SIZE
from ato.track.store._engine import writing
from ato.track.store._facts import Target, take_all
from ato.track.store._points import Columns, add_points
from ato.track.store._tables import runs
from ato.track.store._tables_kept import journals
from ato.track.store._upsert import put


class Ingest:
    """Reads one journal into a store. ``damaged`` counts the bytes of it that could not be read."""

    def __init__(self, engine: Engine, reader: Reader) -> None:
        self.engine = engine
        self.reader = reader
        self.name = Path(reader.path).name
        self.damaged = 0

    def step(self) -> bool:
        """Take the next part; False where there is no whole record left.

        Raises what SQLAlchemy raises; nothing is taken then, and the next call tries it again.
        """
        batch = self.reader.read()
        if batch is None:
            return False
        try:
            with writing(self.engine) as connection:
                known = self._offset(connection)
                if known == batch.start:
                    self._take(connection, batch)
        except BaseException:
            self.reader.seek(batch.start)
            raise
        if known != batch.start:  # the database was lost, or another process has been here
            self.reader.seek(known)
        return True

    def all(self) -> None:
        """Take everything that is there."""
        while self.step():
            pass

    def beat(self, now: float) -> None:
        """Give a sign of life. A run that was taken for dead meanwhile is running again."""
        uid = self.reader.uid
        with writing(self.engine) as connection:
            alive = {"heartbeat": now, "revision": runs.c.revision + 1}
            connection.execute(update(runs).where(runs.c.uid == uid).values(alive))
            again = {"status": "running", "reason": "", "ended": None}
            where = (runs.c.uid == uid, runs.c.status == "killed")
            connection.execute(update(runs).where(*where).values(again))

    def seal(self) -> None:
        """Bring what the journal said to the disk itself, and remove it.

        Raises ``OSError`` where a part of it could not be read.
        """
        left = Path(self.reader.path).stat().st_size - self.reader.offset
        if left:
            raise OSError(f"the last {left} bytes of {self.reader.path} cannot be read")
        with writing(self.engine, is_final=True) as connection:
            done = {"state": "done", "offset": self.reader.offset}
            connection.execute(update(journals).where(journals.c.name == self.name).values(done))
        Path(self.reader.path).unlink()

    def _offset(self, connection: Connection) -> int:
        known = connection.scalar(select(journals.c.offset).where(journals.c.name == self.name))
        return HEADER_SIZE if known is None else known

    def _take(self, connection: Connection, batch: Batch) -> None:
        target = Target(connection, self.reader.uid)
        target.find()
        target.segment = (
            connection.scalar(select(journals.c.segment).where(journals.c.name == self.name)) or 0
        )
        take_all(target, batch.facts)
        if not target.run_id:
            raise LookupError(f"{self.name} tells of no run")
        by_key, lost = _columns(batch, self.reader.names)
        if by_key:
            named = {target.key_of(name): columns for name, columns in by_key.items()}
            add_points(connection, target.run_id, target.segment, named)
            top = max(max(columns[0]) for columns in named.values())
            where = (runs.c.id == target.run_id, (runs.c.last_step.is_(None)) | (runs.c.last_step < top))
            connection.execute(update(runs).where(*where).values(last_step=top))
        target.change(heartbeat=time(), revision=runs.c.revision + 1)
        self.damaged += batch.damaged + lost
        row = {"name": self.name, "run_id": target.run_id, "offset": batch.end, "segment": target.segment}
        put(connection, journals, [row | {"state": "open", "damaged": self.damaged}])


def _columns(batch: Batch, names: dict[int, str]) -> tuple[dict[str, Columns], int]:
    """The points by the name of their metric, and how many have none, as its definition is damaged."""
    by_key: dict[int, Columns] = {key: ([], [], []) for key in set(batch.keys)}
    if len(by_key) == 1:  # all of one metric, as of a loop that logs one
        by_key[batch.keys[0]] = (batch.steps, batch.times, batch.values)
    else:
        for key, step, time_, value in zip(batch.keys, batch.steps, batch.times, batch.values):
            columns = by_key[key]
            columns[0].append(step)
            columns[1].append(time_)
            columns[2].append(value)
    lost = sum(len(columns[0]) for key, columns in by_key.items() if key not in names)
    return {names[key]: columns for key, columns in by_key.items() if key in names}, lost
