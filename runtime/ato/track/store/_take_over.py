"""Taking over what dead processes have left: their journals, and runs that are said to be running."""

from __future__ import annotations

import os
from contextlib import suppress
from logging import getLogger
from pathlib import Path
from socket import gethostname
from tempfile import TemporaryFile
from time import time

from sqlalchemy import Connection, Engine, select, update

from ato.track.journal import Owner, Reader, claimed, is_left, is_nothing
from ato.track.journal._owner import HEARTBEAT_AGE
from ato.track.store._engine import writing
from ato.track.store._errors import is_refusal
from ato.track.store._ingest import Ingest, settle
from ato.track.store._tables import runs
from ato.track.store._tables_kept import journals

ABANDONED = 3600.0
"""Seconds after which a journal that was never finished being made is one of a dead process."""
LOGGER = getLogger("ato.track")


def take_over(engine: Engine, folder: Path, uid: str | None = None) -> int:
    """Read every journal in the folder whose owner is dead, of one run or of all; returns how many.

    What cannot be read stays where it is, and is said. A run whose own process died without an end is marked
    as killed.
    """
    taken = 0
    _remove_unmade(folder)
    for path in sorted(folder.glob(f"{uid or '*'}.*.j")) if folder.is_dir() else ():
        try:
            taken += _taken(engine, path)
        except FileNotFoundError:  # another process was faster
            continue
        except Exception as error:
            if not isinstance(error, OSError) and not is_refusal(error):
                raise
            LOGGER.warning("%s is left where it is: %s", path, error)
    return taken


def _remove_unmade(folder: Path) -> None:
    """Remove the files of processes that died while they made their journal: nothing is in them yet."""
    for path in folder.glob("*.j.new"):
        with suppress(OSError):
            if time() - path.stat().st_mtime > ABANDONED:
                path.unlink()


def _taken(engine: Engine, path: Path) -> bool:
    claim = claimed(path)
    if claim is None:
        return False
    descriptor, is_locked = claim
    try:
        if is_locked and is_nothing(path):
            path.unlink()
            return False
        reader = Reader(path)
        owner = _owner(reader)
        if not is_left(owner, path.stat().st_mtime, _now_at(path.parent), is_locked=is_locked):
            return False
        return _read(engine, reader, owner)
    finally:
        os.close(descriptor)


def _now_at(folder: Path) -> float:
    """The time by the clock that dates files in a folder, which may be that of another machine."""
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(b"now")
            file.flush()
            return os.fstat(file.fileno()).st_mtime
    except OSError:
        return time()


def _owner(reader: Reader) -> Owner:
    """Whose journal it is, by its first fact. Raises ``ValueError`` where there is not one whole record."""
    batch = reader.read()
    if batch is None:
        raise ValueError("there is no whole record in it")
    first = batch.facts[0] if batch.facts else {}
    return Owner.of(first if first.get("kind") == "owner" else {"host": gethostname()})


def _read(engine: Engine, reader: Reader, owner: Owner) -> bool:
    ingest = Ingest(engine, reader)
    ingest.align()
    if not ingest.is_begun and _is_lost_before(engine, ingest.name):
        LOGGER.warning("%s: what its run had logged before was in a database that is gone", reader.path)
    ingest.all()
    for line in ingest.refused:
        LOGGER.warning("%s", line)
    left = reader.left
    if not settle(engine, [ingest]):
        raise OSError(
            "the database has lost what was read from it; where it is moved away, a new one has all"
        )
    with writing(engine) as connection:
        _end(connection, reader.uid, owner)
    if left:
        LOGGER.info("%s ended in %d bytes of a record that was never whole", reader.path, left)
    Path(reader.path).unlink()
    reader.close()
    return True


def _is_lost_before(engine: Engine, name: str) -> bool:
    """Whether a file of a journal comes after one that the store does not know.

    Those after the first are removed when a store has them, so they were in another one.
    """
    stem, _, number = name.removesuffix(".j").rpartition(".")
    if not number.isdigit() or int(number) < 2:
        return False
    before = select(journals.c.name).where(journals.c.name == f"{stem}.{int(number) - 1:04}.j")
    with engine.connect() as connection:
        return connection.scalar(before) is None


def _end(connection: Connection, uid: str, owner: Owner) -> None:
    """Mark a run as killed if it is the one of the process that ran it."""
    mine = (runs.c.uid == uid, runs.c.pid == owner.pid, runs.c.host == owner.host)
    running = (*mine, runs.c.boot_id == owner.boot_id, runs.c.status == "running")
    reason = f"process {owner.pid} on {owner.host} ended without finishing the run"
    values = {"status": "killed", "reason": reason, "ended": runs.c.heartbeat}
    connection.execute(update(runs).where(*running).values(**values, revision=runs.c.revision + 1))


def mark_silent(engine: Engine, now: float, folder: Path) -> None:
    """Mark runs as killed that have given no sign of life for long; one that does again is running again.

    One whose journal is held in the folder lives, whatever the clock says.
    """
    silent = (runs.c.status == "running", runs.c.heartbeat < now - HEARTBEAT_AGE)
    with engine.connect() as connection:
        found = list(connection.scalars(select(runs.c.uid).where(*silent)))
    dead = [uid for uid in found if not any(_is_held(path) for path in folder.glob(f"{uid}.*.j"))]
    if not dead:
        return
    with writing(engine) as connection:
        reason = f"no sign of life for more than {HEARTBEAT_AGE / 60:.0f} minutes"
        values = {"status": "killed", "reason": reason, "ended": runs.c.heartbeat}
        for uid in dead:
            connection.execute(update(runs).where(*silent, runs.c.uid == uid).values(values))


def _is_held(path: Path) -> bool:
    try:
        claim = claimed(path)
    except OSError:
        return False
    if claim is not None:
        os.close(claim[0])
    return claim is None
